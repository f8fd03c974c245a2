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
    /// When and how it ended.
    pub ended: Option<(When, Ended)>,
}

impl PracticeCourse {
    /// True until it ends.
    pub fn is_current(&self) -> bool {
        self.ended.is_none()
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
