//! Ask to change or stop a medicine: it reaches the prescriber as a question with a promised time.

use crate::{ActionError, Clinic, Entry, Receipt};
use concord_access::{Purpose, Subject};
use concord_chart::{Author, AuthorKind, ChartId, Event, change_request::ChangeAsked, registration::CareRole};

impl Clinic {
    /// Records a wish, names the prescriber of the team as its owner and promises an answer within one working day.
    /// Nothing about the medicine changes. Asked by somebody of the team, it stands there as asked for the patient.
    ///
    /// # Errors
    /// Not allowed, refused with a sentence, or the store could not.
    pub async fn ask_for_change(
        &self,
        subject: &Subject,
        chart: ChartId,
        key: &str,
        asked: ChangeAsked,
    ) -> Result<Receipt, ActionError> {
        let (folded, _) = self.load(subject, chart, Purpose("record"), false).await?;
        let registration = &folded.whole.registration;
        let owner = registration.member(CareRole::Prescriber).and_then(|member| member.staff);
        let asked = ChangeAsked { owner, answer_by: owner.map(|_| self.one_working_day_on()), ..asked };
        let mut entry = Entry::new(key, Event::ChangeAsked(asked));
        if let Some(person) = registration.person.as_ref().filter(|_| subject.staff.is_some()) {
            let name = format!("{} {}", person.given_name, person.family_name).trim().to_owned();
            entry = entry.on_behalf_of(Author { kind: AuthorKind::Patient, staff: None, name, role: "Patient".to_owned() });
        }
        self.record_and_tell(subject, chart, None, vec![entry], |_, news| {
            self.question_to(owner, "change_asked_to_prescriber", news)
        })
        .await
    }
}
