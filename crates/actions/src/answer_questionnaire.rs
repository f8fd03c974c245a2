//! Answer a questionnaire. The answers are the fact; the score is computed whenever it is shown.

use crate::{ActionError, Clinic, Entry, Receipt};
use concord_access::Subject;
use concord_chart::{
    Chart, ChartId, Draft, Event, EventId, InstrumentId, Refusal, When,
    questionnaire::{Answered, Respondent},
    registration::CareRole,
};
use concord_engines::scoring::{self, ScoreContext};
use concord_knowledge::Instrument;
use concord_store::OutboxMessage;

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
}

impl Clinic {
    /// Records a filled-in questionnaire and, where a safety item asks for it, tells the person who looks after the
    /// patient, in the same transaction.
    ///
    /// # Errors
    /// Unknown instrument, an answer out of range, not allowed, or the store could not.
    pub async fn answer_questionnaire(
        &self,
        subject: &Subject,
        chart: ChartId,
        submission: Submission,
    ) -> Result<AnswerReceipt, ActionError> {
        self.answer(subject, chart, submission, None).await
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
        self.answer(subject, chart, submission, Some(earlier)).await
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
        self.answer(subject, chart, Submission { partial: true, ..submission }, earlier).await?;
        Ok(id)
    }

    async fn answer(
        &self,
        subject: &Subject,
        chart: ChartId,
        submission: Submission,
        earlier: Option<EventId>,
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
        // Whoever was told of the earlier entry is not told again of the one that takes its place.
        let told = earlier.is_some();
        let tell = |chart: &Chart, news: &[Draft]| if show_help && !told { self.tell_owner(chart, news) } else { Vec::new() };
        let receipt = self.record_and_tell(subject, chart, None, vec![entry], tell).await?;
        Ok(AnswerReceipt { receipt, show_help })
    }

    /// A call to the care manager (else therapist, else prescriber). Nothing clinical in the text.
    fn tell_owner(&self, chart: &Chart, news: &[Draft]) -> Vec<OutboxMessage> {
        let team = &chart.registration;
        let owner = [CareRole::CareManager, CareRole::Therapist, CareRole::Prescriber]
            .into_iter()
            .find_map(|role| team.member(role).and_then(|member| member.staff));
        let text = "Somebody is waiting for you in Concord. Please sign in and look at Today.".to_owned();
        owner
            .into_iter()
            .zip(news)
            .map(|(staff, draft)| OutboxMessage {
                id: draft.id.to_string(),
                to: concord_chart::AccountId(staff.0),
                kind: "finding_to_owner".to_owned(),
                text: text.clone(),
                at: self.now(),
            })
            .collect()
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
