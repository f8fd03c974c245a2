//! A course of therapy in a few facts: what a colleague wants to know in ten seconds, and nothing of what was said.

use crate::therapy::{alliance, attendance, homework};
use concord_chart::therapy::TherapyCourse;
use concord_knowledge::{Knowledge, therapy::Phase};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// The facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Name of the therapy.
    pub name: String,
    /// The therapist; may be empty.
    pub therapist: String,
    /// The phase in words; absent when none was written and none can be proposed.
    pub phase: Option<String>,
    /// True when a person wrote the phase; false when it is the usual one at this number of sessions.
    pub phase_written: bool,
    /// Sessions attended.
    pub attended: u16,
    /// Sessions planned in all.
    pub planned: Option<u16>,
    /// Sessions that did not take place because the patient did not come or cancelled.
    pub missed: u16,
    /// Days between sessions.
    pub every_days: Option<u16>,
    /// Homework done by the ratings.
    pub homework: homework::Compliance,
    /// The latest rating of the working together and its day.
    pub alliance: Option<(u8, Date)>,
    /// Why the latest rating is worth talking about.
    pub drop: Option<alliance::Drop>,
    /// What the work is aimed at first; may be empty.
    pub target: String,
    /// The last attended session.
    pub last: Option<Date>,
    /// The next planned one.
    pub next: Option<Timestamp>,
}

/// The phase of a course: the one that a person wrote, else the usual one at its number of sessions.
pub fn phase<'k>(knowledge: &'k Knowledge, course: &TherapyCourse) -> Option<(&'k Phase, bool)> {
    let entry = knowledge.therapy(course.what.therapy.as_ref()?)?;
    let plan = course.plan();
    let protocol = plan.and_then(|plan| plan.protocol.as_deref());
    let phases = entry.phases_of(protocol);
    let written = plan.and_then(|plan| plan.phase.as_deref()).and_then(|id| phases.iter().find(|phase| phase.id == id));
    let number = u16::try_from(course.held().count()).unwrap_or(u16::MAX).max(1);
    written.map(|phase| (phase, true)).or_else(|| entry.phase_at(protocol, number).map(|phase| (phase, false)))
}

/// The phase after the present one.
pub fn next_phase<'k>(knowledge: &'k Knowledge, course: &TherapyCourse) -> Option<&'k Phase> {
    let entry = knowledge.therapy(course.what.therapy.as_ref()?)?;
    let phases = entry.phases_of(course.plan().and_then(|plan| plan.protocol.as_deref()));
    let now = phase(knowledge, course).and_then(|(now, _)| phases.iter().position(|phase| phase.id == now.id));
    now.map_or_else(|| phases.first(), |now| phases.get(now + 1))
}

/// The facts of a course at a moment.
pub fn progress(knowledge: &Knowledge, course: &TherapyCourse, now: Timestamp, zone: &TimeZone) -> Progress {
    use concord_chart::therapy::NotHeld;
    let came = attendance::attendance(course);
    let ratings = alliance::ratings(course, zone);
    let values: Vec<u8> = ratings.iter().map(|rating| rating.value).collect();
    let phase = phase(knowledge, course);
    let by_patient = came.not_held.iter().filter(|(why, _)| *why != NotHeld::CancelledByUs).map(|(_, count)| *count);
    Progress {
        name: course.what.name.clone(),
        therapist: course.what.therapist_name.clone(),
        phase: phase.map(|(phase, _)| phase.label.clone()),
        phase_written: phase.is_some_and(|(_, written)| written),
        attended: came.attended,
        planned: course.planned_sessions(),
        missed: by_patient.sum(),
        every_days: course.every_days(),
        homework: homework::compliance(course),
        alliance: ratings.last().map(|rating| (rating.value, rating.on)),
        drop: alliance::drop_of(&values, None),
        target: course.plan().and_then(|plan| plan.targets.first().cloned()).unwrap_or_default(),
        last: course.held().map(|session| crate::days::day_of(session.at, zone)).max(),
        next: super::facts::next_session(course, now),
    }
}

#[cfg(test)]
pub(in crate::therapy) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use concord_chart::session::{Alliance, Content, HomeworkReviewed, SessionWritten, ShareableFacts, Written};
    use concord_chart::therapy::{Format, Homework, HomeworkSet, NotHeld, Session, SessionState, Started};
    use concord_chart::{CourseId, EventId, HomeworkId, SessionId, When};
    use jiff::civil::date;
    use uuid::Uuid;

    pub fn course() -> TherapyCourse {
        let id = CourseId(Uuid::from_u128(1));
        TherapyCourse {
            id,
            because: EventId(Uuid::from_u128(2)),
            what: Started {
                course: id,
                therapy: Some("cbt".into()),
                name: "CBT".into(),
                planned_sessions: Some(12),
                every_days: Some(7),
                therapist: None,
                therapist_name: "Ruth Lindgren".into(),
                aim: String::new(),
            },
            started: When::Day(date(2026, 6, 1)),
            sessions: Vec::new(),
            homework: Vec::new(),
            plans: Vec::new(),
            episodes: Vec::new(),
            formulations: Vec::new(),
            calls: Vec::new(),
            ended: None,
        }
    }

    pub fn session(day: i8, format: Format, state: SessionState) -> Session {
        Session {
            id: SessionId(Uuid::from_u128(100 + day as u128)),
            because: EventId(Uuid::from_u128(200 + day as u128)),
            at: When::Day(date(2026, 7, day)),
            place: None,
            minutes: Some(50),
            format,
            state,
            summary: String::new(),
            interventions: Vec::new(),
            written: None,
        }
    }

    pub fn signed(day: i8, homework_reviewed: Vec<HomeworkReviewed>) -> Session {
        let held = session(day, Format::Individual, SessionState::Held);
        let what = SessionWritten {
            course: CourseId(Uuid::from_u128(1)),
            session: held.id,
            number: None,
            view: String::new(),
            agenda: Vec::new(),
            techniques: Vec::new(),
            other_techniques: Vec::new(),
            homework_reviewed,
            measures: Vec::new(),
            alliance: Some(Alliance { rating: 8, words: String::new() }),
            fidelity: Vec::new(),
            risk: None,
            participants: Vec::new(),
            content: Content::default(),
            facts: ShareableFacts::default(),
            summary: "Steady".into(),
        };
        Session { written: Some(Written { id: held.because, at: held.at, by: "Ruth Lindgren".into(), what }), ..held }
    }

    pub fn task(number: u128, day: i8) -> Homework {
        Homework {
            because: EventId(Uuid::from_u128(300 + number)),
            set: When::Day(date(2026, 7, day)),
            what: HomeworkSet {
                course: CourseId(Uuid::from_u128(1)),
                homework: HomeworkId(Uuid::from_u128(number)),
                session: None,
                task: format!("task {number}"),
                due: None,
                form: None,
                times: None,
            },
            reported: None,
        }
    }

    #[test]
    fn a_colleague_learns_phase_number_attendance_and_working_together_in_one_look() {
        let mut course = course();
        course.sessions = vec![
            signed(1, Vec::new()),
            session(8, Format::Individual, SessionState::NotHeld(NotHeld::DidNotAttend)),
            session(15, Format::Individual, SessionState::NotHeld(NotHeld::CancelledByUs)),
        ];
        let now = "2026-07-20T12:00:00Z".parse().unwrap();
        let told = progress(concord_knowledge::shipped(), &course, now, &TimeZone::UTC);
        assert_eq!((told.attended, told.planned, told.missed), (1, Some(12), 1));
        assert_eq!(told.alliance, Some((8, date(2026, 7, 1))));
        assert!(!told.phase_written, "nobody wrote a phase");
    }

    #[test]
    fn the_phase_that_a_person_wrote_comes_before_the_usual_one() {
        let knowledge = concord_knowledge::shipped();
        let mut course = course();
        let last = knowledge.therapy(&"cbt".into()).and_then(|entry| entry.phases.last()).unwrap();
        let plan = concord_chart::course_plan::CoursePlanned {
            course: course.id,
            protocol: None,
            phase: Some(last.id.clone()),
            targets: Vec::new(),
            goals: Vec::new(),
            planned_sessions: None,
            every_days: None,
            minutes: None,
            participants: Vec::new(),
            unit: None,
            measures: Vec::new(),
            words: String::new(),
        };
        course.plans.push(concord_chart::course_plan::AgreedPlan {
            id: EventId(Uuid::from_u128(7)),
            at: When::Day(date(2026, 7, 1)),
            by: String::new(),
            what: plan,
        });
        assert_eq!(phase(knowledge, &course).map(|(phase, written)| (phase.id.clone(), written)), Some((last.id.clone(), true)));
        assert!(next_phase(knowledge, &course).is_none(), "after the last phase there is none");
    }
}
