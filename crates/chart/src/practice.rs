//! Complementary therapies as courses: started, practised for minutes, attended, ended.

use crate::{Chart, Recorded, Refusal, condition::plain, ids::*, therapy::CourseEnd, when::When};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A complementary course began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// The course that later events name.
    pub course: CourseId,
    /// The practice, by its entry in `knowledge/practices/`; absent for one that has no entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice: Option<PracticeId>,
    /// Name as it is shown.
    pub name: String,
    /// Classes or appointments planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_classes: Option<u16>,
    /// Minutes of own practice a week that were agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aim_minutes_week: Option<u16>,
    /// Who teaches or treats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<StaffId>,
    /// Their name as shown.
    #[serde(default)]
    pub practitioner_name: String,
    /// What for, in the patient's words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub aim: String,
}

/// The patient practised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practised {
    /// Which course.
    pub course: CourseId,
    /// On which day.
    pub on: Date,
    /// For how many minutes.
    pub minutes: u16,
}

/// A class or appointment was attended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassAttended {
    /// Which course.
    pub course: CourseId,
    /// Minutes, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
}

/// A class or appointment was not attended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassMissed {
    /// Which course.
    pub course: CourseId,
    /// Why, in words; may be empty.
    #[serde(default)]
    pub words: String,
}

/// What was agreed about a complementary course: the whole of what is now so. The latest counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticePlanned {
    /// Which course.
    pub course: CourseId,
    /// The protocol, by its id in the practice's entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    /// Classes or appointments planned in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_classes: Option<u16>,
    /// Classes or appointments a week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_week: Option<u8>,
    /// Minutes of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
    /// Minutes of own practice a week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home_minutes_week: Option<u16>,
    /// The practitioner's credential, e.g. `RYT-500`, `L.Ac.`; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub credential: String,
    /// What it costs the patient, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cost: String,
    /// The measure by which it is judged: an instrument, or the 0–10 line of [`PracticeRated`] when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<InstrumentId>,
    /// What the 0–10 line asks, in the patient's words, e.g. `how tense I am`; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub own_line: String,
    /// Cautions that were found for this person and weighed by a person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weighed: Vec<CautionWeighed>,
}

/// A caution that a person weighed. The first two may tell of a condition or a medicine and are for those who see these.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CautionWeighed {
    /// The caution, as it was shown.
    pub caution: String,
    /// What was decided and why.
    pub words: String,
    /// What the practitioner has to do or leave out, in words that name no condition and no medicine; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub for_practitioner: String,
}

impl PracticePlanned {
    /// The plan as a practitioner may know it who does not see conditions and medicines: of what was weighed, what to do.
    pub fn for_practitioner(&self) -> Self {
        let told = self.weighed.iter().filter(|weighed| !weighed.for_practitioner.is_empty());
        let told = told
            .map(|weighed| CautionWeighed { for_practitioner: weighed.for_practitioner.clone(), ..CautionWeighed::default() });
        Self { weighed: told.collect(), ..self.clone() }
    }
}

/// What was done in a class or appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassWritten {
    /// Which course.
    pub course: CourseId,
    /// The event that says that it was attended.
    pub class: EventId,
    /// What was done: points, postures, medium, exercise.
    pub what: String,
    /// How the patient responded; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub response: String,
    /// True when something unwanted happened.
    #[serde(default)]
    pub unwanted: bool,
}

/// How it was before and after, on a line from 0 to 10 that the course names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeRated {
    /// Which course.
    pub course: CourseId,
    /// Which day.
    pub on: Date,
    /// Before, 0–10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u8>,
    /// After, 0–10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u8>,
    /// What was noticed: `calmer`, `the same`, `restless`, `stirred_up`, or own words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub noticed: String,
    /// What got in the way, by its code, where it was not practised.
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

/// One run of one practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticeCourse {
    /// Its id.
    pub id: CourseId,
    /// The event that started it.
    pub because: EventId,
    /// What was started.
    pub what: Started,
    /// When.
    pub started: When,
    /// Own practice: day and minutes.
    pub practised: Vec<(Date, u16)>,
    /// Classes: when, and whether attended.
    pub classes: Vec<(When, bool)>,
    /// The events of the classes that were attended, in order of recording.
    pub attended: Vec<EventId>,
    /// Plans as they were agreed, in order of time; the last one counts.
    pub plans: Vec<(EventId, When, PracticePlanned)>,
    /// What was done in classes, in order of time.
    pub written: Vec<(EventId, When, String, ClassWritten)>,
    /// Ratings before and after, in order of time.
    pub rated: Vec<(EventId, PracticeRated)>,
    /// When and how it ended.
    pub ended: Option<(When, Ended)>,
}

impl PracticeCourse {
    /// What is agreed now.
    pub fn plan(&self) -> Option<&PracticePlanned> {
        self.plans.last().map(|(_, _, plan)| plan)
    }

    /// True until it ends.
    pub fn is_current(&self) -> bool {
        self.ended.is_none()
    }

    /// Classes or appointments planned in all, as the latest agreement says.
    pub fn planned_classes(&self) -> Option<u16> {
        self.plan().and_then(|plan| plan.planned_classes).or(self.what.planned_classes)
    }

    /// Minutes of own practice a week, as the latest agreement says.
    pub fn home_minutes_week(&self) -> Option<u16> {
        self.plan().and_then(|plan| plan.home_minutes_week).or(self.what.aim_minutes_week)
    }
}

pub(crate) mod fold {
    use super::*;

    pub(crate) fn started(courses: &mut Vec<PracticeCourse>, recorded: &Recorded, event: &Started) {
        courses.push(PracticeCourse {
            id: event.course,
            because: recorded.id(),
            what: event.clone(),
            started: recorded.occurred(),
            practised: Vec::new(),
            classes: Vec::new(),
            attended: Vec::new(),
            plans: Vec::new(),
            written: Vec::new(),
            rated: Vec::new(),
            ended: None,
        });
    }

    pub(crate) fn with(courses: &mut [PracticeCourse], course: CourseId, change: impl FnOnce(&mut PracticeCourse)) {
        if let Some(course) = courses.iter_mut().rev().find(|known| known.id == course) {
            change(course);
        }
    }
}

pub(crate) fn decide_start(chart: &Chart, event: &Started) -> Result<(), Refusal> {
    if event.name.trim().is_empty() {
        return plain("Say which practice it is.");
    }
    if chart.practices.iter().any(|course| course.id == event.course) {
        return plain("This course was already started.");
    }
    Ok(())
}

/// The course must exist and still be going on.
pub(crate) fn decide_on_current(chart: &Chart, course: CourseId) -> Result<(), Refusal> {
    match chart.practice(course) {
        None => plain("That course is not on this chart, or its entry was retracted. Open the chart again and choose it there."),
        Some(known) if !known.is_current() => plain("That course has ended. Start a new one."),
        Some(_) => Ok(()),
    }
}

pub(crate) fn decide_practise(chart: &Chart, event: &Practised) -> Result<(), Refusal> {
    if event.minutes == 0 || event.minutes > 1440 {
        return plain("Practice lasts from 1 to 1440 minutes in a day. Check the number.");
    }
    decide_on_current(chart, event.course)
}

pub(crate) fn decide_plan(chart: &Chart, event: &PracticePlanned) -> Result<(), Refusal> {
    if event.weighed.iter().any(|weighed| weighed.words.trim().is_empty()) {
        return plain("Say for each caution what was decided and why.");
    }
    decide_on_current(chart, event.course)
}

pub(crate) fn decide_write(chart: &Chart, event: &ClassWritten) -> Result<(), Refusal> {
    if event.what.trim().is_empty() {
        return plain("Say in a few words what was done.");
    }
    decide_on_known(chart, event.course)?;
    // Asked of the course and not of the log: a class and what was done in it are often sent in one hand.
    if chart.practice(event.course).is_none_or(|course| !course.attended.contains(&event.class)) {
        return plain("That class is not recorded as attended. Say first what became of it.");
    }
    Ok(())
}

pub(crate) fn decide_rate(chart: &Chart, event: &PracticeRated) -> Result<(), Refusal> {
    if event.before.is_none() && event.after.is_none() && event.noticed.trim().is_empty() && event.obstacle.is_none() {
        return plain("Nothing is filled in yet. One field is enough.");
    }
    if [event.before, event.after].into_iter().flatten().any(|value| value > 10) {
        return plain("The line goes from 0 to 10.");
    }
    decide_on_known(chart, event.course)
}

fn decide_on_known(chart: &Chart, course: CourseId) -> Result<(), Refusal> {
    if chart.practice(course).is_some() {
        return Ok(());
    }
    plain("That course is not on this chart, or its entry was retracted. Open the chart again and choose it there.")
}
