//! What everybody in the joint room works on: goals, tasks, the one shared measure; and what a consultation team keeps.

use super::{only_therapist, own};
use crate::{ActionError, Clinic, Entry};
use concord_access::Subject;
use concord_chart::{
    ChartId, Event, HomeworkId, Refusal,
    therapy::{HomeworkSet, WorkForm},
    unit::{JointGoalSet, JointMeasured, JointTaskReported, JointTaskSet, TeamNote, TeamNoted, UnitKind},
};
use jiff::civil::Date;

impl Clinic {
    /// Writes down a goal of the unit, in its words.
    ///
    /// # Errors
    /// Not allowed, no words, or the store could not.
    pub async fn set_joint_goal(&self, subject: &Subject, unit: ChartId, key: &str, words: &str) -> Result<(), ActionError> {
        only_therapist(subject)?;
        let event = Event::UnitGoalSet(JointGoalSet { words: words.trim().to_owned() });
        self.record(subject, unit, None, vec![Entry::new(key, event)]).await.map(drop)
    }

    /// Sets a task for all. In a group it is also homework on each member's own record, where they report it: what one of
    /// them did is not the others' to read.
    ///
    /// # Errors
    /// Not allowed, no words, or the store could not.
    pub async fn set_joint_task(
        &self,
        subject: &Subject,
        unit: ChartId,
        key: &str,
        words: &str,
        due: Option<Date>,
    ) -> Result<(), ActionError> {
        only_therapist(subject)?;
        let known = self.unit_to_write(subject, unit).await?;
        let task = HomeworkId(uuid::Uuid::new_v5(&unit.0, format!("task/{key}").as_bytes()));
        let set = Event::UnitTaskSet(JointTaskSet { task, words: words.trim().to_owned(), due });
        let mut on = vec![(unit, vec![Entry::new(key, set)])];
        for member in known.members.iter().filter(|_| known.what.kind == UnitKind::Group) {
            let Some(course) = self.course_of(subject, member).await? else { continue };
            let set = HomeworkSet {
                course,
                homework: task,
                session: None,
                task: words.trim().to_owned(),
                due,
                form: Some(WorkForm::Free),
                times: None,
            };
            on.push((member.chart, vec![Entry::new(key, Event::HomeworkSet(set))]));
        }
        self.record_on_each(subject, on).await.map(drop)
    }

    /// Says what became of a task: a member of a couple or family for all of them, or the therapist.
    ///
    /// # Errors
    /// Not allowed, a group, no such task, or the store could not.
    pub async fn report_joint_task(
        &self,
        subject: &Subject,
        unit: ChartId,
        key: &str,
        reported: JointTaskReported,
    ) -> Result<(), ActionError> {
        let known = self.unit_to_write(subject, unit).await?;
        if known.what.kind == UnitKind::Group && own(subject).is_ok() {
            return Err(Refusal::new("Tell it under your own homework: in a group, what you did stays yours.").into());
        }
        self.record(subject, unit, None, vec![Entry::new(key, Event::UnitTaskReported(reported))]).await.map(drop)
    }

    /// Enters the one measure that everybody counts together.
    ///
    /// # Errors
    /// Not allowed, no name for what is counted, or the store could not.
    pub async fn count_together(
        &self,
        subject: &Subject,
        unit: ChartId,
        key: &str,
        what: &str,
        value: u16,
    ) -> Result<(), ActionError> {
        only_therapist(subject)?;
        if what.trim().is_empty() {
            return Err(Refusal::new("Write what is counted, in their words.").about("what").into());
        }
        let event = Event::UnitMeasured(JointMeasured { what: what.trim().to_owned(), value });
        self.record(subject, unit, None, vec![Entry::new(key, event)]).await.map(drop)
    }

    /// Keeps something in the consultation team's own space.
    ///
    /// # Errors
    /// Not of the team, empty, or the store could not.
    pub async fn note_for_team(
        &self,
        subject: &Subject,
        team: ChartId,
        key: &str,
        kind: TeamNote,
        words: &str,
        rating: Option<u8>,
    ) -> Result<(), ActionError> {
        let event = Event::UnitTeamNoted(TeamNoted { kind, words: words.trim().to_owned(), rating });
        self.record(subject, team, None, vec![Entry::new(key, event)]).await.map(drop)
    }
}
