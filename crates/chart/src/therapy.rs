//! Psychotherapy as a course: planned, held, not held; homework set and reported.

use crate::{Chart, Recorded, Refusal, condition::plain, ids::*, when::When};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// A course of therapy began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// The course that later events name.
    pub course: CourseId,
    /// The modality, by its entry in `knowledge/therapies/`; absent for one that has no entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub therapy: Option<TherapyId>,
    /// Name as it is shown.
    pub name: String,
    /// Sessions planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_sessions: Option<u16>,
    /// Days between sessions, where agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_days: Option<u16>,
    /// The therapist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub therapist: Option<StaffId>,
    /// The therapist's name as shown.
    #[serde(default)]
    pub therapist_name: String,
    /// What for, in the patient's words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub aim: String,
}

/// How people meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// One patient in the room.
    #[default]
    Individual,
    /// A couple.
    Couple,
    /// A family.
    Family,
    /// A group.
    Group,
    /// By telephone.
    Phone,
    /// By video.
    Video,
}

impl Format {
    /// Every format, for a form.
    pub const ALL: &'static [Self] = &[Self::Individual, Self::Couple, Self::Family, Self::Group, Self::Phone, Self::Video];

    /// The format in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Individual => "individual",
            Self::Couple => "couple",
            Self::Family => "family",
            Self::Group => "group",
            Self::Phone => "by phone",
            Self::Video => "by video",
        }
    }
}

/// A session was planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionPlanned {
    /// Which course.
    pub course: CourseId,
    /// The session that later events name.
    pub session: SessionId,
    /// When it begins.
    pub at: Timestamp,
    /// How long, in minutes.
    pub minutes: u16,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceId>,
    /// How people meet.
    #[serde(default)]
    pub format: Format,
}

/// A session took place. What is kept here are the shareable facts; what was said is not among them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionHeld {
    /// Which course.
    pub course: CourseId,
    /// The planned session, or a new one.
    pub session: SessionId,
    /// How long, in minutes; absent when not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
    /// How people met.
    #[serde(default)]
    pub format: Format,
    /// One or two sentences that the team may read; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// What was done, e.g. `behavioural activation`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interventions: Vec<String>,
}

/// Why a planned session did not take place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotHeld {
    /// The patient did not attend.
    DidNotAttend,
    /// The patient cancelled.
    CancelledByPatient,
    /// We cancelled.
    CancelledByUs,
    /// The patient cancelled less than a day before.
    CancelledLate,
}

impl NotHeld {
    /// Every reason, for a form.
    pub const ALL: &'static [Self] = &[Self::DidNotAttend, Self::CancelledByPatient, Self::CancelledLate, Self::CancelledByUs];

    /// The reason in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::DidNotAttend => "did not attend",
            Self::CancelledByPatient => "cancelled by the patient",
            Self::CancelledByUs => "cancelled by us",
            Self::CancelledLate => "cancelled by the patient within a day",
        }
    }
}

/// A planned session did not take place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionNotHeld {
    /// Which course.
    pub course: CourseId,
    /// Which session.
    pub session: SessionId,
    /// Why.
    pub why: NotHeld,
    /// In words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// Homework was set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeworkSet {
    /// Which course.
    pub course: CourseId,
    /// The task that later events name.
    pub homework: HomeworkId,
    /// The session in which it was set, where it was in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    /// The task in words.
    pub task: String,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// The form that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<WorkForm>,
    /// How often it was agreed, where it was counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u16>,
}

/// The form that goes with a piece of homework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkForm {
    /// A thought record.
    ThoughtRecord,
    /// A plan of things to do.
    ActivityPlan,
    /// A step of exposure.
    Exposure,
    /// The diary card.
    DiaryCard,
    /// A chain analysis.
    Chain,
    /// Minutes of practice.
    Practice,
    /// Something to read.
    Reading,
    /// A sheet of its own.
    Sheet,
    /// No form: a line is enough.
    Free,
}

impl WorkForm {
    /// Every form.
    pub const ALL: &'static [Self] = &[
        Self::ThoughtRecord,
        Self::ActivityPlan,
        Self::Exposure,
        Self::DiaryCard,
        Self::Chain,
        Self::Practice,
        Self::Reading,
        Self::Sheet,
        Self::Free,
    ];

    /// The form in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::ThoughtRecord => "thought record",
            Self::ActivityPlan => "things to do",
            Self::Exposure => "a step of exposure",
            Self::DiaryCard => "diary card",
            Self::Chain => "chain analysis",
            Self::Practice => "practice",
            Self::Reading => "reading",
            Self::Sheet => "sheet",
            Self::Free => "a line in own words",
        }
    }
}

/// Homework was reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeworkReported {
    /// Which course.
    pub course: CourseId,
    /// Which task.
    pub homework: HomeworkId,
    /// Share done, 0–100 %.
    pub done_percent: u8,
    /// What got in the way, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub could_not: String,
    /// What got in the way, by its code in the therapy's entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obstacle: Option<String>,
}

/// A course ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Which course.
    pub course: CourseId,
    /// How.
    pub how: CourseEnd,
    /// In words; may be empty.
    #[serde(default)]
    pub words: String,
}

/// How a course of therapy or practice ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CourseEnd {
    /// Finished as planned.
    Completed,
    /// The patient stopped coming.
    DroppedOut,
    /// The patient chose to stop.
    PatientChoice,
    /// It did not help enough.
    NotEnoughEffect,
    /// Handed over to somebody else.
    HandedOver,
}

impl CourseEnd {
    /// Every way, for a form.
    pub const ALL: &'static [Self] =
        &[Self::Completed, Self::DroppedOut, Self::PatientChoice, Self::NotEnoughEffect, Self::HandedOver];

    /// The way in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Completed => "finished as planned",
            Self::DroppedOut => "stopped coming",
            Self::PatientChoice => "the patient's choice",
            Self::NotEnoughEffect => "not enough effect",
            Self::HandedOver => "handed over",
        }
    }
}

/// A session as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// The latest event about it.
    pub because: EventId,
    /// When it was, or is to be.
    pub at: When,
    /// Where, where known.
    pub place: Option<PlaceId>,
    /// Minutes, where known.
    pub minutes: Option<u16>,
    /// How people meet.
    pub format: Format,
    /// What became of it.
    pub state: SessionState,
    /// The shareable summary; may be empty.
    pub summary: String,
    /// What was done.
    pub interventions: Vec<String>,
    /// The shared face, once it is signed.
    pub written: Option<crate::session::Written>,
}

/// What became of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SessionState {
    /// Still to come, or not yet recorded.
    Planned,
    /// Took place.
    Held,
    /// Did not take place.
    NotHeld(NotHeld),
}

/// A piece of homework as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Homework {
    /// The event that set it.
    pub because: EventId,
    /// When it was set.
    pub set: When,
    /// What was set.
    pub what: HomeworkSet,
    /// What was reported: when, and how much.
    pub reported: Option<(When, HomeworkReported)>,
}

/// One run of one therapy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TherapyCourse {
    /// Its id.
    pub id: CourseId,
    /// The event that started it.
    pub because: EventId,
    /// What was started.
    pub what: Started,
    /// When.
    pub started: When,
    /// Sessions in order of planning.
    pub sessions: Vec<Session>,
    /// Homework in order of setting.
    pub homework: Vec<Homework>,
    /// Plans as they were agreed, in order of time; the last one counts.
    pub plans: Vec<crate::course_plan::AgreedPlan>,
    /// Relationship episodes told, in order of time.
    pub episodes: Vec<crate::formulation::Told>,
    /// Formulations in all their versions, in order of time.
    pub formulations: Vec<crate::formulation::Version>,
    /// Coaching between sessions, in order of time.
    pub calls: Vec<crate::formulation::Call>,
    /// When and how it ended.
    pub ended: Option<(When, Ended)>,
}

impl TherapyCourse {
    /// True until it ends.
    pub fn is_current(&self) -> bool {
        self.ended.is_none()
    }

    /// What is agreed now.
    pub fn plan(&self) -> Option<&crate::course_plan::CoursePlanned> {
        self.plans.last().map(|plan| &plan.what)
    }

    /// Sessions planned in all, as the latest agreement says.
    pub fn planned_sessions(&self) -> Option<u16> {
        self.plan().and_then(|plan| plan.planned_sessions).or(self.what.planned_sessions)
    }

    /// Days between two sessions, as the latest agreement says.
    pub fn every_days(&self) -> Option<u16> {
        self.plan().and_then(|plan| plan.every_days).or(self.what.every_days)
    }

    /// Sessions that took place, in order of time.
    pub fn held(&self) -> impl Iterator<Item = &Session> {
        self.sessions.iter().filter(|session| session.state == SessionState::Held)
    }
}

pub(crate) mod fold {
    use super::*;

    pub(crate) fn started(courses: &mut Vec<TherapyCourse>, recorded: &Recorded, event: &Started) {
        courses.push(TherapyCourse {
            id: event.course,
            because: recorded.id(),
            what: event.clone(),
            started: recorded.occurred(),
            sessions: Vec::new(),
            homework: Vec::new(),
            plans: Vec::new(),
            episodes: Vec::new(),
            formulations: Vec::new(),
            calls: Vec::new(),
            ended: None,
        });
    }

    fn with(courses: &mut [TherapyCourse], course: CourseId, change: impl FnOnce(&mut TherapyCourse)) {
        if let Some(course) = courses.iter_mut().rev().find(|known| known.id == course) {
            change(course);
        }
    }

    fn put(course: &mut TherapyCourse, session: Session) {
        match course.sessions.iter_mut().find(|known| known.id == session.id) {
            Some(known) => *known = session,
            None => course.sessions.push(session),
        }
    }

    pub(crate) fn planned(courses: &mut [TherapyCourse], recorded: &Recorded, event: &SessionPlanned) {
        let session = Session {
            id: event.session,
            because: recorded.id(),
            at: When::Instant(event.at),
            place: event.place.clone(),
            minutes: Some(event.minutes),
            format: event.format,
            state: SessionState::Planned,
            summary: String::new(),
            interventions: Vec::new(),
            written: None,
        };
        with(courses, event.course, |course| put(course, session));
    }

    pub(crate) fn held(courses: &mut [TherapyCourse], recorded: &Recorded, event: &SessionHeld) {
        with(courses, event.course, |course| {
            let known = course.sessions.iter().find(|known| known.id == event.session);
            let place = known.and_then(|known| known.place.clone());
            // Minutes or format were corrected after the note was signed: the note stays.
            let written = known.and_then(|known| known.written.clone());
            let signed = written.as_ref().map(|written| &written.what.summary).filter(|summary| !summary.is_empty());
            let summary = signed.unwrap_or(&event.summary).clone();
            put(
                course,
                Session {
                    id: event.session,
                    because: recorded.id(),
                    at: recorded.occurred(),
                    place,
                    minutes: event.minutes,
                    format: event.format,
                    state: SessionState::Held,
                    summary,
                    interventions: event.interventions.clone(),
                    written,
                },
            );
        });
    }

    pub(crate) fn not_held(courses: &mut [TherapyCourse], recorded: &Recorded, event: &SessionNotHeld) {
        with(courses, event.course, |course| {
            if let Some(session) = course.sessions.iter_mut().find(|known| known.id == event.session) {
                session.because = recorded.id();
                session.state = SessionState::NotHeld(event.why);
            }
        });
    }

    pub(crate) fn homework_set(courses: &mut [TherapyCourse], recorded: &Recorded, event: &HomeworkSet) {
        with(courses, event.course, |course| {
            course.homework.push(Homework {
                because: recorded.id(),
                set: recorded.occurred(),
                what: event.clone(),
                reported: None,
            });
        });
    }

    pub(crate) fn homework_reported(courses: &mut [TherapyCourse], recorded: &Recorded, event: &HomeworkReported) {
        with(courses, event.course, |course| {
            if let Some(task) = course.homework.iter_mut().find(|task| task.what.homework == event.homework) {
                task.reported = Some((recorded.occurred(), event.clone()));
            }
        });
    }

    pub(crate) fn ended(courses: &mut [TherapyCourse], recorded: &Recorded, event: &Ended) {
        with(courses, event.course, |course| course.ended = Some((recorded.occurred(), event.clone())));
    }
}

pub(crate) fn decide_start(chart: &Chart, event: &Started) -> Result<(), Refusal> {
    if event.name.trim().is_empty() {
        return plain("Say which therapy it is.");
    }
    if chart.therapies.iter().any(|course| course.id == event.course) {
        return plain("This course was already started.");
    }
    Ok(())
}

/// The course must exist and still be going on.
pub(crate) fn decide_on_current(chart: &Chart, course: CourseId) -> Result<(), Refusal> {
    match chart.therapy(course) {
        None => plain(
            "That course of therapy is not on this chart, or its entry was retracted. Open the chart again and choose it there.",
        ),
        Some(known) if !known.is_current() => plain("That course of therapy has ended. Start a new one."),
        Some(_) => Ok(()),
    }
}

/// The course must exist; it may have ended.
pub(crate) fn decide_on_known(chart: &Chart, course: CourseId) -> Result<(), Refusal> {
    if chart.therapy(course).is_some() {
        return Ok(());
    }
    plain("That course of therapy is not on this chart, or its entry was retracted. Open the chart again and choose it there.")
}

pub(crate) fn decide_plan(chart: &Chart, event: &SessionPlanned) -> Result<(), Refusal> {
    decide_on_current(chart, event.course)?;
    if event.minutes == 0 || event.minutes > 720 {
        return plain("A session lasts from 1 to 720 minutes. Check the number.");
    }
    decide_open(chart, event.course, event.session, true)
}

pub(crate) fn decide_hold(chart: &Chart, event: &SessionHeld) -> Result<(), Refusal> {
    decide_on_current(chart, event.course)?;
    if event.minutes.is_some_and(|minutes| minutes == 0 || minutes > 720) {
        return plain("A session lasts from 1 to 720 minutes. Check the number.");
    }
    decide_open(chart, event.course, event.session, true)
}

pub(crate) fn decide_not_held(chart: &Chart, event: &SessionNotHeld) -> Result<(), Refusal> {
    decide_on_current(chart, event.course)?;
    decide_open(chart, event.course, event.session, false)
}

/// A session has one outcome; a second one is a correction, which amends the first.
fn decide_open(chart: &Chart, course: CourseId, session: SessionId, may_be_new: bool) -> Result<(), Refusal> {
    let known = chart.therapy(course).and_then(|course| course.sessions.iter().find(|known| known.id == session));
    match known {
        None if may_be_new => Ok(()),
        None => plain("That session was not planned. Record it as held, or plan it first."),
        Some(known) if known.state == SessionState::Planned => Ok(()),
        Some(_) => plain("What became of this session is already recorded. Correct that entry instead."),
    }
}

pub(crate) fn decide_set_homework(chart: &Chart, event: &HomeworkSet) -> Result<(), Refusal> {
    if event.task.trim().is_empty() {
        return plain("Write the task in a few words.");
    }
    decide_on_current(chart, event.course)
}

pub(crate) fn decide_report_homework(chart: &Chart, event: &HomeworkReported) -> Result<(), Refusal> {
    if event.done_percent > 100 {
        return plain("The share done goes from 0 to 100 per cent.");
    }
    let known =
        chart.therapy(event.course).is_some_and(|course| course.homework.iter().any(|task| task.what.homework == event.homework));
    if known { Ok(()) } else { plain("That homework is not on this chart any more. Open the page again.") }
}
