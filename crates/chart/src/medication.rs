//! Medicines: what was started, changed, held and stopped; what was taken; what is planned.

use crate::{
    AuthorKind, Chart, Event, Recorded, Refusal,
    condition::plain,
    dispensing::{Fill, PillCount},
    ids::*,
    quantity::{Coding, Dose},
    steps::StepsPlan,
    when::When,
};
use jiff::{
    civil::{Date, Time},
    tz::TimeZone,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use crate::steps::{PlannedStep, StepsPlanned};

/// How much of it, how often, at what time of day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dosing {
    /// Amount per administration; absent when the strength is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dose: Option<Dose>,
    /// Administrations a day; a fraction for every second day; absent when not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_day: Option<Decimal>,
    /// Time of day in words, e.g. `at night`; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub time_words: String,
    /// True when it is taken only when needed.
    #[serde(default)]
    pub as_needed: bool,
}

impl Dosing {
    /// The amount a day, in the dose's unit; `None` when dose or frequency is unknown, or no number can hold it.
    pub fn per_day_amount(&self) -> Option<Dose> {
        let (dose, per_day) = (self.dose.as_ref()?, self.per_day?);
        Some(Dose { amount: dose.amount.checked_mul(per_day)?.normalize(), unit: dose.unit.clone() })
    }

    /// Dose, frequency and time of day in words, e.g. `75 mg at night`, `20 mg twice a day`, `strength not known`.
    pub fn words(&self) -> String {
        let mut parts = vec![self.dose.as_ref().map_or_else(|| "strength not known".to_owned(), Dose::to_string)];
        match self.per_day {
            _ if self.as_needed => parts.push("as needed".to_owned()),
            Some(per_day) if per_day == Decimal::from(2) => parts.push("twice a day".to_owned()),
            Some(per_day) if Decimal::ZERO < per_day && per_day < Decimal::ONE => parts.push(every_so_many_days(per_day)),
            Some(per_day) if per_day != Decimal::ONE => parts.push(format!("{} × a day", per_day.normalize())),
            _ => {}
        }
        if !self.time_words.is_empty() {
            parts.push(self.time_words.clone());
        }
        parts.join(" ")
    }
}

/// Less than once a day, as a person says it.
fn every_so_many_days(per_day: Decimal) -> String {
    match (Decimal::ONE / per_day).round() {
        two if two == Decimal::TWO => "every second day".to_owned(),
        days => format!("every {days} days"),
    }
}

/// A medicine was started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// The course that later events name.
    pub course: CourseId,
    /// The substance in the formulary, where it is known there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substance: Option<SubstanceId>,
    /// Name as prescribed or told.
    pub name: String,
    /// Codes, where given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coding: Vec<Coding>,
    /// How much, how often.
    #[serde(flatten)]
    pub dosing: Dosing,
    /// Route in words; absent means by mouth is not known either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// What for, in words the patient can read; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purpose: String,
    /// Who prescribed it, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prescriber: String,
    /// True for supplements, over-the-counter medicines and other people's prescriptions.
    #[serde(default)]
    pub from_elsewhere: bool,
}

/// Its dose or time of day changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoseChanged {
    /// Which course.
    pub course: CourseId,
    /// From now on.
    #[serde(flatten)]
    pub dosing: Dosing,
    /// Why, in words; may be empty.
    #[serde(default)]
    pub reason: String,
}

/// It is held for now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Which course.
    pub course: CourseId,
    /// Why.
    pub reason: String,
    /// Until when, where agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// It goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resumed {
    /// Which course.
    pub course: CourseId,
}

/// It was stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopped {
    /// Which course.
    pub course: CourseId,
    /// Why.
    pub reason: StopReason,
    /// In words; may be empty.
    #[serde(default)]
    pub words: String,
}

/// Why a medicine was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// The course was finished as planned.
    Completed,
    /// It did not help enough after a fair trial.
    NotEnoughEffect,
    /// It was not tolerated.
    SideEffect,
    /// The patient chose so.
    PatientChoice,
    /// Another medicine or condition made it unsafe.
    Safety,
    /// Replaced by another.
    Switched,
    /// Another system says stopped, without a reason.
    NotSaid,
}

impl StopReason {
    /// The reason in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Completed => "finished as planned",
            Self::NotEnoughEffect => "not enough effect",
            Self::SideEffect => "side effect",
            Self::PatientChoice => "the patient's choice",
            Self::Safety => "safety",
            Self::Switched => "switched to another",
            Self::NotSaid => "reason not said",
        }
    }

    /// Every reason, for a form.
    pub const ALL: &'static [Self] = &[
        Self::Completed,
        Self::NotEnoughEffect,
        Self::SideEffect,
        Self::PatientChoice,
        Self::Safety,
        Self::Switched,
        Self::NotSaid,
    ];
}

/// A dose was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoseTaken {
    /// Which course.
    pub course: CourseId,
    /// The day it belongs to.
    pub on: Date,
    /// The time, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Time>,
    /// How we know.
    #[serde(default)]
    pub known_from: KnownFrom,
}

/// A dose was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoseMissed {
    /// Which course.
    pub course: CourseId,
    /// The day it belongs to.
    pub on: Date,
    /// What got in the way, in the patient's words; may be empty.
    #[serde(default)]
    pub reason: String,
    /// How we know.
    #[serde(default)]
    pub known_from: KnownFrom,
}

/// How we know about a dose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KnownFrom {
    /// The patient ticked it.
    #[default]
    PatientTick,
    /// It was said in conversation.
    Conversation,
    /// Pills were counted.
    PillCount,
    /// A fill or refill.
    Fill,
    /// Staff gave or watched it.
    Observed,
}

/// A stretch of a course at one dose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoseStep {
    /// The event that began it.
    pub because: EventId,
    /// From when.
    pub from: When,
    /// How much; `None` while held.
    pub dosing: Option<Dosing>,
    /// Why, in words; may be empty.
    pub reason: String,
}

/// One run of one medicine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MedicationCourse {
    /// Its id.
    pub id: CourseId,
    /// The event that started it.
    pub because: EventId,
    /// What was started.
    pub what: Started,
    /// When.
    pub started: When,
    /// Doses over time, first the starting dose.
    pub steps: Vec<DoseStep>,
    /// When and why it stopped.
    pub stopped: Option<(When, Stopped)>,
    /// Days on which a dose was taken, in order of recording.
    pub taken: Vec<Date>,
    /// The same days with how we know of each.
    pub taken_from: Vec<(Date, KnownFrom)>,
    /// Days on which a dose was left out.
    pub missed: Vec<(Date, String)>,
    /// The same days with how we know of each.
    pub missed_from: Vec<(Date, KnownFrom)>,
    /// What was handed out, in order of recording.
    pub fills: Vec<Fill>,
    /// What was counted, in order of recording.
    pub counts: Vec<PillCount>,
    /// Agreed coming steps.
    pub planned: Vec<PlannedStep>,
    /// What is known about those steps; `None` when none were agreed or the plan was cleared.
    pub plan: Option<StepsPlan>,
}

impl MedicationCourse {
    /// True until it is stopped.
    pub fn is_current(&self) -> bool {
        self.stopped.is_none()
    }

    /// The dosing now (or last): `None` while held.
    pub fn dosing(&self) -> Option<&Dosing> {
        self.steps.last().and_then(|step| step.dosing.as_ref())
    }

    /// True while held.
    pub fn is_held(&self) -> bool {
        self.is_current() && self.steps.last().is_some_and(|step| step.dosing.is_none())
    }

    /// The last day covered by the course, `None` while it goes on. Of a course that ended on some day of a span,
    /// only the beginning of the span is covered for certain: another system says "stopped", and not when.
    pub fn last_day(&self, zone: &TimeZone) -> Option<Date> {
        self.stopped.as_ref().map(|(when, _)| match when {
            When::Between(earliest, _) => *earliest,
            other => other.day_in(zone).unwrap_or_else(|| other.last_day()),
        })
    }
}

/// Folds one event of the family into the courses.
pub(crate) mod fold {
    use super::*;

    pub(crate) fn started(courses: &mut Vec<MedicationCourse>, recorded: &Recorded, event: &Started) {
        let first = DoseStep {
            because: recorded.id(),
            from: recorded.occurred(),
            dosing: Some(event.dosing.clone()),
            reason: String::new(),
        };
        courses.push(MedicationCourse {
            id: event.course,
            because: recorded.id(),
            what: event.clone(),
            started: recorded.occurred(),
            steps: vec![first],
            stopped: None,
            taken: Vec::new(),
            taken_from: Vec::new(),
            missed: Vec::new(),
            missed_from: Vec::new(),
            fills: Vec::new(),
            counts: Vec::new(),
            planned: Vec::new(),
            plan: None,
        });
    }

    pub(crate) fn with(courses: &mut [MedicationCourse], course: CourseId, change: impl FnOnce(&mut MedicationCourse)) {
        if let Some(course) = courses.iter_mut().rev().find(|known| known.id == course) {
            change(course);
        }
    }

    pub(crate) fn dose_changed(courses: &mut [MedicationCourse], recorded: &Recorded, event: &DoseChanged) {
        with(courses, event.course, |course| {
            course.steps.push(DoseStep {
                because: recorded.id(),
                from: recorded.occurred(),
                dosing: Some(event.dosing.clone()),
                reason: event.reason.clone(),
            });
        });
    }

    pub(crate) fn held(courses: &mut [MedicationCourse], recorded: &Recorded, event: &Held) {
        with(courses, event.course, |course| {
            course.steps.push(DoseStep {
                because: recorded.id(),
                from: recorded.occurred(),
                dosing: None,
                reason: event.reason.clone(),
            });
        });
    }

    pub(crate) fn resumed(courses: &mut [MedicationCourse], recorded: &Recorded, event: &Resumed) {
        with(courses, event.course, |course| {
            let dosing = course.steps.iter().rev().find_map(|step| step.dosing.clone());
            course.steps.push(DoseStep { because: recorded.id(), from: recorded.occurred(), dosing, reason: String::new() });
        });
    }

    pub(crate) fn stopped(courses: &mut [MedicationCourse], recorded: &Recorded, event: &Stopped) {
        with(courses, event.course, |course| {
            course.stopped = Some((recorded.occurred(), event.clone()));
            course.planned.clear();
            course.plan = None;
        });
    }

    pub(crate) fn taken(courses: &mut [MedicationCourse], event: &DoseTaken) {
        with(courses, event.course, |course| {
            course.missed.retain(|(day, _)| *day != event.on);
            course.missed_from.retain(|(day, _)| *day != event.on);
            course.taken.push(event.on);
            course.taken_from.push((event.on, event.known_from));
        });
    }

    pub(crate) fn missed(courses: &mut [MedicationCourse], event: &DoseMissed) {
        with(courses, event.course, |course| {
            course.taken.retain(|day| *day != event.on);
            course.taken_from.retain(|(day, _)| *day != event.on);
            course.missed.push((event.on, event.reason.clone()));
            course.missed_from.push((event.on, event.known_from));
        });
    }
}

impl Chart {
    /// True for a course that the patient put on the list, and that nobody here prescribes.
    pub fn is_told_by_patient(&self, course: CourseId) -> bool {
        let told = self.entries.iter().any(|entry| {
            let recorded = &entry.recorded;
            let starts = matches!(recorded.event(), Event::MedicationStarted(started) if started.course == course);
            starts && recorded.author().kind == AuthorKind::Patient
        });
        told && self.medication(course).is_some_and(|course| course.what.from_elsewhere)
    }
}

pub(crate) fn decide_start(chart: &Chart, event: &Started) -> Result<(), Refusal> {
    if event.name.trim().is_empty() && event.substance.is_none() {
        return plain("Say which medicine it is.");
    }
    if chart.medications.iter().any(|course| course.id == event.course) {
        return plain("This course was already started. Change its dose instead of starting it again.");
    }
    decide_dosing(&event.dosing)
}

/// More of anything is a slip of the keyboard: a limit of this program, so that whatever is worked out of it is a number.
const LARGEST: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);

pub(crate) fn decide_dosing(dosing: &Dosing) -> Result<(), Refusal> {
    if dosing.dose.as_ref().is_some_and(|dose| dose.amount <= Decimal::ZERO) {
        return plain("A dose is more than zero. To pause the medicine hold it; to end it stop it.");
    }
    if dosing.dose.as_ref().is_some_and(|dose| dose.unit.trim().is_empty()) {
        return plain("A dose needs its unit, for example mg.");
    }
    let beyond = |amount: Decimal| amount > LARGEST;
    if dosing.dose.as_ref().is_some_and(|dose| beyond(dose.amount)) || dosing.per_day.is_some_and(beyond) {
        return plain("Nobody takes that much. Look at the number and its unit again.");
    }
    if dosing.per_day.is_some_and(|per_day| per_day <= Decimal::ZERO) {
        return plain("Say how many times a day: more than zero, or leave it open for “as needed”.");
    }
    Ok(())
}

/// The course must exist and still be going on.
pub(crate) fn decide_on_current(chart: &Chart, course: CourseId) -> Result<(), Refusal> {
    decide_current(chart, course).map(drop)
}

/// The course, which must exist and still be going on.
pub(crate) fn decide_current(chart: &Chart, course: CourseId) -> Result<&MedicationCourse, Refusal> {
    let known = decide_known(chart, course)?;
    if known.is_current() {
        return Ok(known);
    }
    Err(Refusal::new("That medicine was stopped. Start it again as a new course."))
}

/// The course must exist; doses of a stopped course may still be told.
pub(crate) fn decide_on_known(chart: &Chart, course: CourseId) -> Result<(), Refusal> {
    decide_known(chart, course).map(drop)
}

fn decide_known(chart: &Chart, course: CourseId) -> Result<&MedicationCourse, Refusal> {
    chart.medication(course).ok_or_else(|| {
        Refusal::new(
            "That medicine is not on this chart, or its entry was retracted. Open the regimen again and choose it there.",
        )
    })
}
