//! Answer a questionnaire. The answers are the fact; the score is computed whenever it is shown.

use crate::{ActionError, Clinic, Entry, Receipt, Told};
use concord_access::Subject;
use concord_chart::{
    ChartId, Event, EventId, InstrumentId, Refusal, When,
    questionnaire::{Answered, Respondent},
    safety_alert::CameIn,
};
use concord_engines::scoring::{self, ScoreContext};
use concord_knowledge::Instrument;

/// A filled-in questionnaire.
#[derive(Clone, Debug)]
pub struct Submission {
    /// From the form: the same key twice records once.
    pub key: String,
    /// Which instrument.
    pub instrument: InstrumentId,
    /// One entry an item; `None` where left out.
    pub answers: Vec<Option<u8>>,
    /// The unscored difficulty question.
    pub difficulty: Option<u8>,
    /// Who answered.
    pub respondent: Respondent,
    /// When, if not now.
    pub at: Option<When>,
    /// Language in which it was shown.
    pub language: String,
    /// True when the person stopped before the end.
    pub partial: bool,
}

/// What answering led to, for the page after it.
#[derive(Clone, Debug)]
pub struct AnswerReceipt {
    /// What was recorded.
    pub receipt: Receipt,
    /// True when an answer asks for help to be shown at once.
    pub show_help: bool,
    /// Who was called about it, for the page that says what happens next.
    pub told: Option<Told>,
}

impl Clinic {
    /// Records a filled-in questionnaire and, where a safety item asks for it, raises an alert and calls the first person,
    /// in the same transaction.
    ///
    /// # Errors
    /// Unknown instrument, an answer out of range, not allowed, or the store could not.
    pub async fn answer_questionnaire(
        &self,
        subject: &Subject,
        chart: ChartId,
        submission: Submission,
    ) -> Result<AnswerReceipt, ActionError> {
        self.answer(subject, chart, submission, None, None).await
    }

    /// The same, in place of what [`Clinic::answer_so_far`] recorded.
    ///
    /// # Errors
    /// As [`Clinic::answer_questionnaire`]; also when the earlier entry was retracted meanwhile.
    pub async fn answer_instead_of(
        &self,
        subject: &Subject,
        chart: ChartId,
        submission: Submission,
        earlier: EventId,
    ) -> Result<AnswerReceipt, ActionError> {
        self.answer(subject, chart, submission, Some(earlier), None).await
    }

    /// Records what was answered up to now, although the person is still answering: a worrying answer must not be lost
    /// with a closed page or an empty battery. The entry says that it is partial, and the finished set takes its place;
    /// an answer that was changed on the way stays readable on the chart.
    ///
    /// # Errors
    /// As [`Clinic::answer_questionnaire`].
    pub async fn answer_so_far(
        &self,
        subject: &Subject,
        chart: ChartId,
        submission: Submission,
        earlier: Option<EventId>,
    ) -> Result<EventId, ActionError> {
        let id = id_of(chart, &submission.key);
        self.answer(subject, chart, Submission { partial: true, ..submission }, earlier, None).await?;
        Ok(id)
    }

    /// The same for every way of answering; `came` says how it came in where the answers do not.
    pub(crate) async fn answer(
        &self,
        subject: &Subject,
        chart: ChartId,
        submission: Submission,
        earlier: Option<EventId>,
        came: Option<CameIn>,
    ) -> Result<AnswerReceipt, ActionError> {
        let instrument = self.knowledge().instrument(&submission.instrument).ok_or(ActionError::NotFound)?;
        let show_help = asks_for_help(instrument, &submission.answers)?;
        let event = Event::QuestionnaireAnswered(Answered {
            instrument: submission.instrument,
            version: instrument.version.clone(),
            answers: submission.answers,
            difficulty: submission.difficulty,
            respondent: submission.respondent,
            language: submission.language,
            partial: submission.partial,
        });
        let mut entry = Entry::new(submission.key.clone(), event);
        if submission.partial {
            entry = entry.with_id(id_of(chart, &submission.key));
        }
        if let Some(at) = submission.at {
            entry = entry.at(at);
        }
        if let Some(earlier) = earlier {
            entry = entry.amending(earlier);
        }
        let receipt = self.record_as_it_came(subject, chart, None, vec![entry], came, |_, _| Vec::new()).await?;
        let told = match receipt.events.first() {
            Some(answered) if show_help => self.told_about(chart, *answered).await,
            _ => None,
        };
        Ok(AnswerReceipt { receipt, show_help, told })
    }
}

fn asks_for_help(instrument: &Instrument, answers: &[Option<u8>]) -> Result<bool, ActionError> {
    let score = scoring::score(instrument, answers, &ScoreContext::default()).map_err(|error| Refusal::new(error.to_string()))?;
    Ok(!score.flags.is_empty())
}

/// The same submission has the same id, so that a page that was sent twice knows what it recorded the first time.
fn id_of(chart: ChartId, key: &str) -> EventId {
    EventId(uuid::Uuid::new_v5(&chart.0, key.as_bytes()))
}
