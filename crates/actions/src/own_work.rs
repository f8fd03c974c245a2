//! The patient's own work: what became of it, told in the same transaction to whom the page named beforehand.

use crate::{ActionError, Clinic, Entry, Receipt};
use concord_access::{Purpose, Subject};
use concord_chart::{AccountId, ChartId, Draft, Event, StaffId, registration::CareRole, side_effect::Reported};
use concord_store::OutboxMessage;

/// What the message says: nothing clinical, nobody's name.
const TEXT: &str = "Somebody has written to you in Concord. Please sign in and look at Today.";

/// Work that could not be done because of the medicine: the report that goes with it.
#[derive(Clone, Debug)]
pub struct Medicine {
    /// The same key twice records once.
    pub key: String,
    /// What is told; who answers and by when is filled in here.
    pub report: Reported,
}

impl Clinic {
    /// Records what became of a piece of own work. Where the medicine was in the way, the prescriber of the team is asked
    /// with a promised time; `tell` are told that there is something to read.
    ///
    /// # Errors
    /// Not allowed, refused with a sentence, or the store could not.
    pub async fn tell_about_work(
        &self,
        subject: &Subject,
        chart: ChartId,
        mut entries: Vec<Entry>,
        medicine: Option<Medicine>,
        tell: &[StaffId],
    ) -> Result<Receipt, ActionError> {
        let (folded, _) = self.load(subject, chart, Purpose("record"), false).await?;
        let owner = folded.whole.registration.member(CareRole::Prescriber).and_then(|member| member.staff);
        entries.extend(medicine.map(|medicine| {
            let report = Reported { owner, answer_by: owner.map(|_| self.one_working_day_on()), ..medicine.report };
            Entry::new(medicine.key, Event::SideEffectReported(report))
        }));
        self.record_and_tell(subject, chart, None, entries, |_, news| {
            let asked: Vec<Draft> =
                news.iter().filter(|draft| matches!(draft.event, Event::SideEffectReported(_))).cloned().collect();
            let mut messages = self.question_to(owner, "side_effect_to_prescriber", &asked);
            let first = news.first();
            messages.extend(tell.iter().filter_map(|staff| first.map(|draft| self.word_to(*staff, draft))));
            messages
        })
        .await
    }

    fn word_to(&self, staff: StaffId, about: &Draft) -> OutboxMessage {
        OutboxMessage {
            id: format!("{}:{staff}", about.id),
            to: AccountId(staff.0),
            kind: "own_work_to_therapist".to_owned(),
            text: TEXT.to_owned(),
            at: self.now(),
        }
    }
}
