//! Report a side effect: it reaches the prescriber as a question with a promised time.

use crate::{ActionError, Clinic, Entry, Receipt};
use concord_access::{Purpose, Subject};
use concord_chart::{AccountId, ChartId, Draft, Event, StaffId, registration::CareRole, side_effect::Reported};
use concord_store::OutboxMessage;
use jiff::{Timestamp, ToSpan, civil::Weekday};

impl Clinic {
    /// Records a report, names the prescriber of the team as its owner and promises an answer within one working day.
    ///
    /// # Errors
    /// Not allowed, refused with a sentence, or the store could not.
    pub async fn report_side_effect(
        &self,
        subject: &Subject,
        chart: ChartId,
        key: &str,
        report: Reported,
    ) -> Result<Receipt, ActionError> {
        let (folded, _) = self.load(subject, chart, Purpose("record"), false).await?;
        let owner = folded.whole.registration.member(CareRole::Prescriber).and_then(|member| member.staff);
        let report = Reported { owner, answer_by: owner.map(|_| self.one_working_day_on()), ..report };
        let entry = Entry::new(key, Event::SideEffectReported(report));
        self.record_and_tell(subject, chart, None, vec![entry], |_, news| {
            self.question_to(owner, "side_effect_to_prescriber", news)
        })
        .await
    }

    /// Tells the owner, where there is one, that a question waits for an answer; what it is about stays in Concord.
    pub(crate) fn question_to(&self, owner: Option<StaffId>, kind: &str, news: &[Draft]) -> Vec<OutboxMessage> {
        let Some(owner) = owner else { return Vec::new() };
        let message = |draft: &Draft| OutboxMessage {
            id: draft.id.to_string(),
            to: AccountId(owner.0),
            kind: kind.to_owned(),
            text: "Somebody is waiting for your answer in Concord. Please sign in and look at Today.".to_owned(),
            at: self.now(),
        };
        news.iter().map(message).collect()
    }

    /// The same time on the next working day, within opening hours: what "one working day" means on the page.
    pub(crate) fn one_working_day_on(&self) -> Timestamp {
        let (opens, closes) = self.practice().open_hours;
        let mut at = self.now().to_zoned(self.zone());
        loop {
            at = at.checked_add(1.day()).unwrap_or(at);
            if !matches!(at.weekday(), Weekday::Saturday | Weekday::Sunday) {
                break;
            }
        }
        let hour = at.hour().clamp(opens, (closes - 1).max(opens));
        let minute = if hour == at.hour() { at.minute() } else { 0 };
        at.with().hour(hour).minute(minute).second(0).subsec_nanosecond(0).build().unwrap_or(at).timestamp()
    }
}
