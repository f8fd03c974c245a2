//! Sessions of a unit: planned, held or not, and written about. Each member's own record gets its own line of attendance,
//! under the same session, with no word of what was said and no name.

use super::only_therapist;
use crate::{ActionError, Clinic, Entry};
use concord_access::{Purpose, Subject};
use concord_chart::{
    ChartId, CourseId, Event, PlaceId, Refusal, SessionId, When,
    note::{NoteSigned, Section},
    therapy::{Format, NotHeld, SessionHeld, SessionNotHeld, SessionPlanned, SessionState},
    unit::{Attendance, JointNoteSigned, JointSessionHeld, JointSessionNotHeld, JointSessionPlanned, Member, Unit, UnitKind},
};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// A session that is to be.
#[derive(Clone, Debug)]
pub struct JointPlan {
    /// When it begins.
    pub at: Timestamp,
    /// Minutes.
    pub minutes: u16,
    /// Where.
    pub place: Option<PlaceId>,
    /// Topic or module; may be empty.
    pub topic: String,
}

/// What became of a session.
#[derive(Clone, Debug)]
pub struct JointOutcome {
    /// Which.
    pub session: SessionId,
    /// Minutes, where known.
    pub minutes: Option<u16>,
    /// Who came.
    pub attendance: BTreeMap<ChartId, Attendance>,
    /// Topic or module; may be empty.
    pub topic: String,
    /// Interventions, by their ids in the therapy's entry.
    pub techniques: Vec<String>,
    /// What every member may read; may be empty.
    pub summary: String,
}

impl Clinic {
    /// Plans a session on the unit's record and on every member's own.
    ///
    /// # Errors
    /// Not allowed, refused with a sentence, or the store could not.
    pub async fn plan_joint_session(
        &self,
        subject: &Subject,
        unit: ChartId,
        key: &str,
        plan: JointPlan,
    ) -> Result<SessionId, ActionError> {
        only_therapist(subject)?;
        let known = self.unit_to_write(subject, unit).await?;
        let session = SessionId(uuid::Uuid::new_v5(&unit.0, format!("session/{key}").as_bytes()));
        let format = format_of(known.what.kind);
        let own = |course: CourseId| {
            let (at, minutes, place) = (plan.at, plan.minutes, plan.place.clone());
            Entry::new(key, Event::SessionPlanned(SessionPlanned { course, session, at, minutes, place, format }))
        };
        let mut on_members = Vec::with_capacity(known.members.len());
        for member in &known.members {
            on_members.extend(self.course_of(subject, member).await?.map(|course| (member.chart, vec![own(course)])));
        }
        let topic = plan.topic.trim().to_owned();
        let planned = JointSessionPlanned { session, at: plan.at, minutes: plan.minutes, place: plan.place.clone(), topic };
        let on = [(unit, vec![Entry::new(key, Event::UnitSessionPlanned(planned))])].into_iter().chain(on_members);
        self.record_on_each(subject, on.collect()).await?;
        Ok(session)
    }

    /// Records a session as held. Who came has it on their own record as held, who did not as not held.
    ///
    /// # Errors
    /// Not allowed, the rule on secrets not signed by all, recorded already, or the store could not.
    pub async fn hold_joint_session(
        &self,
        subject: &Subject,
        unit: ChartId,
        key: &str,
        outcome: JointOutcome,
    ) -> Result<(), ActionError> {
        only_therapist(subject)?;
        let known = self.unit_to_write(subject, unit).await?;
        let at = self.time_of(&known, outcome.session);
        let mut on = Vec::new();
        for member in &known.members {
            let came = outcome.attendance.get(&member.chart).copied();
            let own = self.attended(subject, &known, key, member, &outcome, came).await?;
            on.extend(own.map(|entry| (member.chart, vec![entry.at(at)])));
        }
        let number = known.sessions.iter().filter(|session| session.held.is_some()).count();
        let held = JointSessionHeld {
            session: outcome.session,
            number: u16::try_from(number).unwrap_or(u16::MAX).saturating_add(1),
            minutes: outcome.minutes,
            attendance: outcome.attendance,
            topic: outcome.topic.trim().to_owned(),
            techniques: outcome.techniques,
            summary: outcome.summary.trim().to_owned(),
        };
        on.insert(0, (unit, vec![Entry::new(key, Event::UnitSessionHeld(held)).at(at)]));
        self.record_on_each(subject, on).await.map(drop)
    }

    /// Records that a planned session took place for nobody.
    ///
    /// # Errors
    /// Not allowed, not planned, or the store could not.
    pub async fn joint_session_not_held(
        &self,
        subject: &Subject,
        unit: ChartId,
        key: &str,
        session: SessionId,
        why: NotHeld,
    ) -> Result<(), ActionError> {
        only_therapist(subject)?;
        let known = self.unit_to_write(subject, unit).await?;
        if !known.sessions.iter().any(|known| known.id == session && known.held.is_none() && known.not_held.is_none()) {
            return Err(Refusal::new("That session is not planned any more. Open the page again.").into());
        }
        let mut on = vec![(unit, vec![Entry::new(key, Event::UnitSessionNotHeld(JointSessionNotHeld { session, why }))])];
        for member in &known.members {
            if let Some(course) = self.waits(subject, member, session).await? {
                let event = SessionNotHeld { course, session, why, words: String::new() };
                on.push((member.chart, vec![Entry::new(key, Event::SessionNotHeld(event))]));
            }
        }
        self.record_on_each(subject, on).await.map(drop)
    }

    /// Signs the joint note of a session. The members read it once every one of them who decides alone has allowed it.
    ///
    /// # Errors
    /// Not allowed, no such session, a member's name in a group's note, or the store could not.
    pub async fn sign_joint_note(
        &self,
        subject: &Subject,
        unit: ChartId,
        key: &str,
        session: SessionId,
        sections: Vec<Section>,
    ) -> Result<(), ActionError> {
        only_therapist(subject)?;
        let event = Event::UnitNoteSigned(JointNoteSigned { session, sections });
        self.record(subject, unit, None, vec![Entry::new(key, event)]).await.map(drop)
    }

    /// Signs a line about one member, which goes to that member's own record and nowhere else.
    ///
    /// # Errors
    /// Not allowed, not a member, empty, or the store could not.
    pub async fn sign_line_about(
        &self,
        subject: &Subject,
        unit: ChartId,
        key: &str,
        member: ChartId,
        session: Option<SessionId>,
        words: &str,
    ) -> Result<(), ActionError> {
        only_therapist(subject)?;
        let known = self.unit_to_write(subject, unit).await?;
        if known.member(member).is_none() {
            return Err(Refusal::new("They are not a member of this unit.").into());
        }
        if let Some(name) = known.named_in(&[words], Some(member)) {
            let sentence = format!("“{name}” is the name of another member of the group. Nobody else is named on this record.");
            return Err(Refusal::new(sentence).about("words").into());
        }
        let section = Section { heading: String::new(), text: words.trim().to_owned() };
        let note = NoteSigned { format: "free".to_owned(), sections: vec![section], session };
        self.record(subject, member, None, vec![Entry::new(key, Event::NoteSigned(note))]).await.map(drop)
    }

    /// The line of attendance for one member; `None` where nobody said whether they came, and where they were not expected.
    async fn attended(
        &self,
        subject: &Subject,
        unit: &Unit,
        key: &str,
        member: &Member,
        outcome: &JointOutcome,
        came: Option<Attendance>,
    ) -> Result<Option<Entry>, ActionError> {
        let (Some(course), Some(came)) = (self.course_of(subject, member).await?, came) else { return Ok(None) };
        let session = outcome.session;
        let why = match came {
            Attendance::Came => {
                let held = SessionHeld {
                    course,
                    session,
                    minutes: outcome.minutes,
                    format: format_of(unit.what.kind),
                    summary: String::new(),
                    interventions: Vec::new(),
                };
                return Ok(Some(Entry::new(key, Event::SessionHeld(held))));
            }
            Attendance::Cancelled => NotHeld::CancelledByPatient,
            Attendance::DidNotCome => NotHeld::DidNotAttend,
        };
        let expected = self.waits(subject, member, session).await?;
        let not_held = |course| SessionNotHeld { course, session, why, words: String::new() };
        Ok(expected.map(|course| Entry::new(key, Event::SessionNotHeld(not_held(course)))))
    }

    /// The member's course while it goes on: one that ended on their own record holds up nobody else's session.
    pub(super) async fn course_of(&self, subject: &Subject, member: &Member) -> Result<Option<CourseId>, ActionError> {
        let Some(course) = member.course else { return Ok(None) };
        let (folded, _) = self.load(subject, member.chart, Purpose("record"), false).await?;
        Ok(folded.whole.therapy(course).filter(|course| course.is_current()).map(|course| course.id))
    }

    /// The member's course, where the session is planned on their own record.
    async fn waits(&self, subject: &Subject, member: &Member, session: SessionId) -> Result<Option<CourseId>, ActionError> {
        let Some(course) = member.course else { return Ok(None) };
        let (folded, _) = self.load(subject, member.chart, Purpose("record"), false).await?;
        let planned = folded.whole.therapy(course).is_some_and(|course| {
            course.is_current() && course.sessions.iter().any(|known| known.id == session && known.state == SessionState::Planned)
        });
        Ok(planned.then_some(course))
    }

    /// When a session was: as planned, and never later than now.
    fn time_of(&self, unit: &Unit, session: SessionId) -> When {
        let planned = unit.sessions.iter().find(|known| known.id == session).and_then(|known| known.planned.as_ref());
        When::Instant(planned.map_or(self.now(), |planned| planned.at.min(self.now())))
    }
}

fn format_of(kind: UnitKind) -> Format {
    match kind {
        UnitKind::Couple => Format::Couple,
        UnitKind::Family => Format::Family,
        UnitKind::Group | UnitKind::ConsultationTeam => Format::Group,
    }
}
