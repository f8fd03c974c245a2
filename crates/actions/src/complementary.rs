//! Complementary courses: what is agreed, with the cautions weighed by somebody who sees conditions and medicines, and what
//! was done in a class.
//!
//! A complementary practitioner sees neither. What they agree keeps what the team weighed before, which they could not have
//! sent themselves; what the team finds never comes back to them except in the words that were written for them.

use crate::{ActionError, Clinic, Entry, Receipt};
use concord_access::{Purpose, Role, Subject};
use concord_chart::{
    Chart, ChartId, CourseId, Event, EventId, When,
    practice::{ClassAttended, ClassWritten, PracticePlanned, Started},
    registration::CareRole,
    side_effect::Reported,
};

/// A class as it is written down in one form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassDone {
    /// Which course.
    pub course: CourseId,
    /// When it was.
    pub at: When,
    /// Minutes, where known.
    pub minutes: Option<u16>,
    /// What was done; empty where only the attendance is kept.
    pub what: String,
    /// How the patient responded; may be empty.
    pub response: String,
    /// What was unwanted, and how much of a burden it was, 0 to 6.
    pub unwanted: Option<(String, u8)>,
}

impl Clinic {
    /// Keeps what is agreed about a course, and begins the course where `begins` says so.
    ///
    /// # Errors
    /// As [`Clinic::record`].
    pub async fn agree_practice(
        &self,
        subject: &Subject,
        chart: ChartId,
        key: &str,
        begins: Option<(Started, When)>,
        plan: PracticePlanned,
    ) -> Result<Receipt, ActionError> {
        let (folded, _) = self.load(subject, chart, Purpose("record"), false).await?;
        let plan = self.with_what_the_team_weighed(subject, &folded.whole, plan);
        let planned = Entry::new(format!("{key}:plan"), Event::PracticePlanned(plan));
        let entries = match begins {
            Some((started, at)) => vec![Entry::new(key, Event::PracticeStarted(started)).at(at), planned],
            None => vec![planned],
        };
        self.record(subject, chart, None, entries).await
    }

    /// A practitioner's plan with what the team weighed about this course before; a clinician's plan as it is.
    fn with_what_the_team_weighed(&self, subject: &Subject, chart: &Chart, plan: PracticePlanned) -> PracticePlanned {
        if subject.role != Role::ComplementaryPractitioner {
            return plan;
        }
        let before = chart.practice(plan.course).and_then(|course| course.plan());
        PracticePlanned { weighed: before.map(|before| before.weighed.clone()).unwrap_or_default(), ..plan }
    }

    /// Keeps a class as attended, with what was done in it. Something unwanted goes to the prescriber as a side effect, in
    /// the same hand; the whole team sees it.
    ///
    /// # Errors
    /// As [`Clinic::record`].
    pub async fn keep_class(
        &self,
        subject: &Subject,
        chart: ChartId,
        key: &str,
        done: ClassDone,
    ) -> Result<Receipt, ActionError> {
        let (folded, _) = self.load(subject, chart, Purpose("record"), false).await?;
        let name = folded.whole.practice(done.course).map(|course| course.what.name.clone()).unwrap_or_default();
        let class = EventId(self.fresh());
        let attended = Event::ClassAttended(ClassAttended { course: done.course, minutes: done.minutes });
        let mut entries = vec![Entry::new(key, attended).with_id(class).at(done.at)];
        if !done.what.is_empty() {
            let written = ClassWritten {
                course: done.course,
                class,
                what: done.what,
                response: done.response,
                unwanted: done.unwanted.is_some(),
            };
            entries.push(Entry::new(format!("{key}:written"), Event::ClassWritten(written)).at(done.at));
        }
        let owner = folded.whole.registration.member(CareRole::Prescriber).and_then(|member| member.staff);
        let owner = owner.filter(|_| done.unwanted.is_some());
        if let Some((words, burden)) = done.unwanted {
            let report = Reported {
                words,
                burden,
                since: Some(done.at),
                told_to: format!("{} ({name})", subject.name),
                owner,
                answer_by: owner.map(|_| self.one_working_day_on()),
                ..Reported::default()
            };
            entries.push(Entry::new(format!("{key}:unwanted"), Event::SideEffectReported(report)));
        }
        self.record_and_tell(subject, chart, None, entries, |_, news| {
            let reports: Vec<_> =
                news.iter().filter(|draft| matches!(draft.event, Event::SideEffectReported(_))).cloned().collect();
            self.question_to(owner, "side_effect_to_prescriber", &reports)
        })
        .await
    }
}
