//! Who joins, who leaves, and how a unit ends. Its record closes; everybody's own goes on.

use super::{NewMember, only_therapist};
use crate::{ActionError, Clinic, Entry};
use concord_access::{Purpose, Subject};
use concord_chart::{
    ChartId, CourseId, Event, Refusal,
    therapy::{CourseEnd, Ended, NotHeld, SessionNotHeld, SessionState},
    unit::{Member, MemberJoined, MemberLeft, UnitClosed, UnitEnd, UnitLeft},
};

impl Clinic {
    /// Takes somebody into a family or group.
    ///
    /// # Errors
    /// Not allowed, no place, a closed group that has begun, or the store could not.
    pub async fn join_unit(&self, subject: &Subject, unit: ChartId, key: &str, new: NewMember) -> Result<(), ActionError> {
        only_therapist(subject)?;
        let known = self.unit_to_write(subject, unit).await?;
        let member = self.member(subject, unit, key, new).await?;
        let what = &known.what;
        let own =
            self.enters(subject, unit, key, &what.kind, &what.public_name, what.therapy.as_ref(), what.planned_sessions, &member);
        let joined = Entry::new(key, Event::UnitMemberJoined(MemberJoined { member }));
        self.record_on_each(subject, vec![(unit, vec![joined]), (new.chart, own)]).await.map(drop)
    }

    /// Lets somebody go. What is planned for them falls away, and their course ends.
    ///
    /// # Errors
    /// Not allowed, not a member, or the store could not.
    pub async fn leave_unit(
        &self,
        subject: &Subject,
        unit: ChartId,
        key: &str,
        member: ChartId,
        words: &str,
    ) -> Result<(), ActionError> {
        only_therapist(subject)?;
        let known = self.unit_to_write(subject, unit).await?;
        let leaver = known.members.iter().find(|known| known.chart == member);
        let leaver = leaver.ok_or_else(|| Refusal::new("They are not a member of this unit."))?;
        let mut own = self.course_ends(subject, key, leaver, CourseEnd::PatientChoice).await?;
        own.push(Entry::new(format!("{key}:left"), Event::UnitLeft(UnitLeft { unit })));
        let left = Entry::new(key, Event::UnitMemberLeft(MemberLeft { member, words: words.trim().to_owned() }));
        self.record_on_each(subject, vec![(unit, vec![left]), (member, own)]).await.map(drop)
    }

    /// Ends a unit. The joint record is closed and stays readable as it was; own records go on, with the course ended.
    ///
    /// # Errors
    /// Not allowed, ended already, or the store could not.
    pub async fn close_unit(
        &self,
        subject: &Subject,
        unit: ChartId,
        key: &str,
        how: UnitEnd,
        words: &str,
    ) -> Result<(), ActionError> {
        only_therapist(subject)?;
        let known = self.unit_to_write(subject, unit).await?;
        let closed = Entry::new(key, Event::UnitClosed(UnitClosed { how, words: words.trim().to_owned() }));
        let end = match how {
            UnitEnd::Completed => CourseEnd::Completed,
            UnitEnd::Separated => CourseEnd::PatientChoice,
            UnitEnd::DroppedOut => CourseEnd::DroppedOut,
            UnitEnd::HandedOver => CourseEnd::HandedOver,
        };
        let mut on = vec![(unit, vec![closed])];
        for member in &known.members {
            let own = self.course_ends(subject, key, member, end).await?;
            if !own.is_empty() {
                on.push((member.chart, own));
            }
        }
        self.record_on_each(subject, on).await.map(drop)
    }

    /// The end of a member's course on their own record, with what was planned in it; nothing where it has ended already.
    async fn course_ends(
        &self,
        subject: &Subject,
        key: &str,
        member: &Member,
        how: CourseEnd,
    ) -> Result<Vec<Entry>, ActionError> {
        let (folded, _) = self.load(subject, member.chart, Purpose("record"), false).await?;
        let course = member.course.and_then(|course| folded.whole.therapy(course)).filter(|course| course.is_current());
        let Some(course) = course else { return Ok(Vec::new()) };
        let waiting = course.sessions.iter().filter(|session| session.state == SessionState::Planned);
        let away = |course: CourseId, session| {
            let not_held = SessionNotHeld { course, session, why: NotHeld::CancelledByUs, words: String::new() };
            Entry::new(format!("{key}:away:{session}"), Event::SessionNotHeld(not_held))
        };
        let mut entries: Vec<Entry> = waiting.map(|session| away(course.id, session.id)).collect();
        let ended = Ended { course: course.id, how, words: String::new() };
        entries.push(Entry::new(format!("{key}:course-ended"), Event::TherapyEnded(ended)));
        Ok(entries)
    }
}
