//! Forms that were begun and left: an answer that calls for a person counts although nobody pressed "send".

use crate::{ActionError, Clinic, Submission};
use concord_access::{Role, Subject};
use concord_chart::{EventId, InstrumentId, questionnaire::Respondent, safety_alert::CameIn};
use concord_engines::escalation::{Answer, of_answers};
use concord_knowledge::Instrument;
use concord_store::KeptDraft;
use jiff::SignedDuration;
use serde_json::Value;

/// As many forms are looked at in one go.
const AT_MOST: u32 = 1_000;

/// Where the answers of a questionnaire are kept while it is filled in.
const QUESTIONS: &str = "questions:";
/// The same for one that arrived after its sender had been signed out.
const UNSENT: &str = "unsent";
/// The address of a questionnaire.
const ADDRESS: &str = "/my/questions/";

/// A half-filled questionnaire, as far as it has to be understood here.
struct Left<'a> {
    instrument: &'a Instrument,
    key: String,
    answers: Vec<Option<u8>>,
    recorded: Option<EventId>,
}

impl Clinic {
    /// Looks at the forms that were begun and left, and puts on the chart those answers that call for a person. Answers how
    /// many there were.
    ///
    /// # Errors
    /// When the forms cannot be read. One that fails does not hold up the others.
    pub async fn look_at_abandoned(&self) -> Result<usize, ActionError> {
        let left_for = SignedDuration::from_mins(i64::from(self.practice().safety.chain.abandoned));
        let bound = |ago: SignedDuration| self.now().checked_sub(ago).unwrap_or(self.now());
        // As long as an answer counts as recent: also after days in which the program did not run.
        let back = SignedDuration::from_hours(24 * i64::from(self.practice().safety.chain.recent_days));
        let (mut from, until) = (bound(back), bound(left_for));
        let mut found = 0;
        loop {
            let kept = self.store().drafts_kept(from, until, AT_MOST).await?;
            found += self.look_at_each(&kept).await;
            // Many that were kept at the very same moment are as many as can be looked at.
            match kept.last() {
                Some(last) if kept.len() == AT_MOST as usize && last.at > from => from = last.at,
                _ => return Ok(found),
            }
        }
    }

    async fn look_at_each(&self, kept: &[KeptDraft]) -> usize {
        let mut found = 0;
        for draft in kept.iter().filter(|draft| draft.form == UNSENT || draft.form.starts_with(QUESTIONS)) {
            match self.look_at_one(draft).await {
                Ok(is_new) => found += usize::from(is_new),
                Err(error) => tracing::error!(%error, form = %draft.form, "a form that was left could not be looked at"),
            }
        }
        found
    }

    /// Puts on the chart what calls for a person in one form; false where nothing new does.
    pub(crate) async fn look_at_one(&self, draft: &KeptDraft) -> Result<bool, ActionError> {
        if draft.form == UNSENT
            && let Some(subject) = self.patient_of(draft).await?
            && let Some(is_new) = self.look_at_unsent(&subject, draft).await?
        {
            return Ok(is_new);
        }
        let Some(left) = self.left_in(draft) else { return Ok(false) };
        let given: Vec<Answer> =
            (1_u8..).zip(&left.answers).filter_map(|(item, value)| value.map(|value| Answer { item, value })).collect();
        if of_answers(left.instrument, &given, &self.practice().safety).is_none() {
            return Ok(false);
        }
        let Some(subject) = self.patient_of(draft).await? else { return Ok(false) };
        let Some(chart) = subject.chart else { return Ok(false) };
        let submission = Submission {
            key: left.key,
            instrument: left.instrument.id.clone(),
            answers: left.answers,
            difficulty: None,
            respondent: Respondent::Patient,
            at: Some(draft.at.into()),
            language: left.instrument.language.clone(),
            partial: true,
        };
        let recorded = self.answer(&subject, chart, submission.clone(), left.recorded, Some(CameIn::Abandoned)).await;
        let recorded = match recorded {
            // What was recorded of it before was corrected meanwhile: then this is an entry of its own.
            Err(ActionError::Refused(_)) if left.recorded.is_some() => {
                self.answer(&subject, chart, submission, None, Some(CameIn::Abandoned)).await
            }
            other => other,
        };
        Ok(!recorded?.receipt.events.is_empty())
    }

    /// The account that the form belongs to, where it is a patient's that is still open.
    async fn patient_of(&self, draft: &KeptDraft) -> Result<Option<Subject>, ActionError> {
        let account = self.store().account(draft.account).await?.filter(|account| account.open && account.role == Role::Patient);
        Ok(account.map(|account| Subject {
            account: account.id,
            organisation: account.organisation,
            role: account.role,
            staff: None,
            chart: account.chart,
            name: account.name,
            places: Vec::new(),
            glass: None,
        }))
    }

    fn left_in(&self, draft: &KeptDraft) -> Option<Left<'static>> {
        let value: Value = serde_json::from_str(&draft.body).ok()?;
        if draft.form == UNSENT { self.left_unsent(draft, &value) } else { self.left_half_filled(draft, &value) }
    }

    fn left_half_filled(&self, draft: &KeptDraft, value: &Value) -> Option<Left<'static>> {
        let instrument = self.knowledge().instrument(&InstrumentId::from(draft.form.strip_prefix(QUESTIONS)?))?;
        let answers: Vec<Option<u8>> = serde_json::from_value(value.get("answers")?.clone()).ok()?;
        let key = format!("{}:left:{}", value.get("key")?.as_str()?, state_of(&answers));
        // The page puts a worrying answer on the chart itself, under the name of its state: then nothing is left to do.
        let under = value.get("recorded_under").and_then(Value::as_str);
        if under.is_some_and(|under| under.ends_with(&format!(":{}", state_of(&answers)))) {
            return None;
        }
        let recorded = value.get("recorded").and_then(Value::as_str).and_then(|id| id.parse().ok());
        Some(Left { instrument, key, answers, recorded })
    }

    /// One page of a questionnaire, or a whole one, that arrived after its sender had been signed out.
    fn left_unsent(&self, draft: &KeptDraft, value: &Value) -> Option<Left<'static>> {
        let id = value.get("path")?.as_str()?.strip_prefix(ADDRESS)?.split(['/', '?']).next()?;
        let instrument = self.knowledge().instrument(&InstrumentId::from(id))?;
        let fields: Vec<(String, String)> = serde_json::from_value(value.get("fields")?.clone()).ok()?;
        let mut answers = vec![None; instrument.items.len()];
        let field = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let one_page = field("q").and_then(|number| number.parse().ok()).zip(field("value"));
        let numbered = fields.iter().filter_map(|(name, value)| {
            Some((name.trim_start_matches(|letter: char| !letter.is_ascii_digit()).parse().ok()?, value.as_str()))
        });
        for (number, text) in one_page.into_iter().chain(numbered.filter(|_| field("q").is_none())) {
            let number: usize = number;
            let item = number.checked_sub(1).and_then(|place| answers.get_mut(place));
            if let (Some(answer), Ok(value)) = (item, text.parse::<u8>()) {
                let offered = instrument.items.get(number - 1).is_some_and(|item| instrument.option_of(item, value).is_some());
                *answer = offered.then_some(value);
            }
        }
        let key = format!("unsent:{}:{}:{}", draft.account, draft.at, state_of(&answers));
        Some(Left { instrument, key, answers, recorded: None })
    }
}

/// Names a state of the answers, as the questionnaire's page does.
fn state_of(answers: &[Option<u8>]) -> String {
    answers.iter().map(|answer| answer.map_or_else(|| "-".to_owned(), |value| value.to_string())).collect()
}
