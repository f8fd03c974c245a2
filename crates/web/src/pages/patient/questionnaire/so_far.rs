//! What was answered so far, kept on the server until it is sent.

use crate::{app::Shared, errors::Problem, guard::Who, pages::patient::frame};
use concord_actions::ActionError;
use concord_chart::EventId;
use concord_knowledge::{Instrument, instrument::Item};
use serde::{Deserialize, Serialize};

/// A half-filled questionnaire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::pages::patient) struct SoFar {
    /// Sending the same set twice records once.
    pub key: String,
    /// The scored items; `None` = not reached or left out.
    pub answers: Vec<Option<u8>>,
    /// The unscored question, where there is one.
    pub difficulty: Option<u8>,
    /// How many questions were passed, answered or left out.
    pub reached: usize,
    /// What is on the chart already, because an answer could not wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<EventId>,
    /// The state in which it was put there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_under: Option<String>,
}

impl SoFar {
    pub(super) fn new(app: &Shared, instrument: &Instrument) -> Self {
        Self {
            key: frame::fresh_key(app),
            answers: vec![None; instrument.items.len()],
            difficulty: None,
            reached: 0,
            recorded: None,
            recorded_under: None,
        }
    }

    /// The answer to question `number`, counted from 1, scored items first.
    pub(super) fn chosen(&self, number: usize) -> Option<u8> {
        if number <= self.answers.len() { self.answers.get(number.checked_sub(1)?).copied().flatten() } else { self.difficulty }
    }

    /// True when question `number` was passed without an answer.
    pub(super) fn is_left_out(&self, number: usize) -> bool {
        number <= self.reached && self.chosen(number).is_none()
    }

    pub(super) fn put(&mut self, instrument: &Instrument, number: usize, value: Option<u8>) {
        match self.answers.get_mut(number.saturating_sub(1)) {
            Some(answer) if number <= instrument.items.len() => *answer = value,
            _ => self.difficulty = value,
        }
        self.reached = self.reached.max(number);
    }

    /// Whether a question is asked after the answers so far; one that an earlier answer skips is not.
    pub(super) fn is_asked(&self, instrument: &Instrument, item: &Item) -> bool {
        usize::from(item.position) > instrument.items.len() || instrument.asks(item, &self.answers, None)
    }

    /// Takes out what was answered before an earlier answer was changed so that the question is skipped now.
    pub(super) fn drop_skipped(&mut self, instrument: &Instrument) {
        for (place, item) in instrument.items.iter().enumerate() {
            if !instrument.asks(item, &self.answers, None)
                && let Some(answer) = self.answers.get_mut(place)
            {
                *answer = None;
            }
        }
    }

    /// True when an answer given so far calls for help.
    pub(super) fn is_worrying(&self, instrument: &Instrument) -> bool {
        instrument
            .safety_items
            .iter()
            .any(|safety| self.chosen(usize::from(safety.item)).is_some_and(|value| value >= safety.at_least))
    }

    /// Names the answers as they are now, so that the same state is put on the chart once.
    pub(super) fn key_of_this_state(&self) -> String {
        let answers: String =
            self.answers.iter().map(|answer| answer.map_or_else(|| "-".to_owned(), |value| value.to_string())).collect();
        format!("{}:so-far:{answers}", self.key)
    }
}

/// The name of the draft.
fn form_name(instrument: &Instrument) -> String {
    format!("questions:{}", instrument.id)
}

pub(in crate::pages::patient) async fn load(app: &Shared, who: &Who, instrument: &Instrument) -> Result<SoFar, Problem> {
    Ok(begun(app, who, instrument).await?.unwrap_or_else(|| SoFar::new(app, instrument)))
}

/// The half-filled questionnaire, if one was begun; one of another version of the instrument is not taken up.
pub(in crate::pages::patient) async fn begun(app: &Shared, who: &Who, instrument: &Instrument) -> Result<Option<SoFar>, Problem> {
    let kept =
        app.clinic.draft_of(&who.subject, &form_name(instrument)).await.map_err(|error| Problem::of(app, Some(who), error))?;
    let read = kept.and_then(|text| serde_json::from_str::<SoFar>(&text).ok());
    Ok(read.filter(|kept| kept.answers.len() == instrument.items.len()))
}

pub(super) async fn keep(app: &Shared, who: &Who, instrument: &Instrument, kept: &SoFar) -> Result<(), Problem> {
    let trouble = |error| Problem::of(app, Some(who), error);
    let text = serde_json::to_string(kept).map_err(|error| trouble(ActionError::Inside(error.to_string())))?;
    app.clinic.keep_draft(&who.subject, &form_name(instrument), &text).await.map_err(trouble)
}

/// What was sent is on the chart; a draft that stays behind would only be offered again.
pub(super) async fn forget(app: &Shared, who: &Who, instrument: &Instrument) {
    if let Err(error) = app.clinic.keep_draft(&who.subject, &form_name(instrument), "").await {
        tracing::warn!(%error, "a sent questionnaire's draft stays behind");
    }
}
