//! Coming dose steps of a course: what was agreed, what was confirmed when it was due, what was paused and went on.

use crate::{
    AuthorKind, Chart, Recorded, Refusal,
    condition::plain,
    ids::*,
    medication::{self, DoseStep, Dosing, MedicationCourse},
    when::When,
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// A coming step that was agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedStep {
    /// From which day.
    pub from: Date,
    /// How much, how often. An amount of zero is the end of a taper, which is confirmed by stopping the medicine.
    #[serde(flatten)]
    pub dosing: Dosing,
    /// The condition on which it depends, in words; absent for a firm step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_if: Option<String>,
}

/// Coming steps were agreed; they replace any earlier plan of the course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepsPlanned {
    /// Which course.
    pub course: CourseId,
    /// In order of time; empty clears the plan.
    pub steps: Vec<PlannedStep>,
    /// What kind of plan it is; absent when nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<StepsKind>,
    /// What the steps rest on, in words: a label and its variant, or the prescriber's own; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
    /// The other course of a cross-taper or a switch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paired: Option<CourseId>,
}

impl StepsPlanned {
    /// Steps of which nothing more is said.
    pub fn plain(course: CourseId, steps: Vec<PlannedStep>) -> Self {
        Self { course, steps, kind: None, basis: String::new(), paired: None }
    }
}

/// The kinds of plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepsKind {
    /// Up to a dose that may work.
    Titration,
    /// Down, to a lower dose or to an end.
    Taper,
    /// Down while another goes up.
    CrossTaper,
    /// To an end, a pause where one is needed, then another.
    Switch,
    /// Beginning again after doses were missed.
    Restart,
}

impl StepsKind {
    /// Every kind, for a form.
    pub const ALL: &'static [Self] = &[Self::Titration, Self::Taper, Self::CrossTaper, Self::Switch, Self::Restart];

    /// The kind in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Titration => "titration",
            Self::Taper => "taper",
            Self::CrossTaper => "cross-taper",
            Self::Switch => "switch",
            Self::Restart => "restart",
        }
    }
}

/// A person confirmed that a due step is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepConfirmed {
    /// Which course.
    pub course: CourseId,
    /// The step: the day from which it was planned.
    pub from: Date,
    /// What is taken from now on, usually as planned.
    #[serde(flatten)]
    pub dosing: Dosing,
    /// In words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// The coming steps wait. The author says whether the patient or somebody of the team paused them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPaused {
    /// Which course.
    pub course: CourseId,
    /// Until when, where agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Why, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// The coming steps go on; those that remain move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanResumed {
    /// Which course.
    pub course: CourseId,
    /// By how many days the remaining steps move towards later; 0 leaves them where they are.
    pub shift_days: u16,
}

/// A plan of steps as it stands. The steps that remain are [`MedicationCourse::planned`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepsPlan {
    /// The event that agreed it.
    pub because: EventId,
    /// When.
    pub at: When,
    /// What kind; `None` when nobody said.
    pub kind: Option<StepsKind>,
    /// What the steps rest on; may be empty.
    pub basis: String,
    /// The other course of a cross-taper or a switch.
    pub paired: Option<CourseId>,
    /// Since when, until when and why it waits.
    pub paused: Option<PlanPause>,
}

/// A pause of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanPause {
    /// The event.
    pub because: EventId,
    /// Since when.
    pub at: When,
    /// Who paused it.
    pub by: String,
    /// True when the patient did, or somebody who may act for them.
    pub by_patient: bool,
    /// Until when, where agreed.
    pub until: Option<Date>,
    /// Why; may be empty.
    pub words: String,
}

pub(crate) fn planned(courses: &mut [MedicationCourse], recorded: &Recorded, event: &StepsPlanned) {
    medication::fold::with(courses, event.course, |course| {
        course.planned.clone_from(&event.steps);
        course.plan = (!event.steps.is_empty()).then(|| StepsPlan {
            because: recorded.id(),
            at: recorded.occurred(),
            kind: event.kind,
            basis: event.basis.clone(),
            paired: event.paired,
            paused: None,
        });
    });
}

/// A dose change that was planned: the dose changes when it was confirmed, and the step is no longer to come.
pub(crate) fn confirmed(courses: &mut [MedicationCourse], recorded: &Recorded, event: &StepConfirmed) {
    medication::fold::with(courses, event.course, |course| {
        course.planned.retain(|step| step.from != event.from);
        course.steps.push(DoseStep {
            because: recorded.id(),
            from: recorded.occurred(),
            dosing: Some(event.dosing.clone()),
            reason: event.words.clone(),
        });
    });
}

pub(crate) fn paused(courses: &mut [MedicationCourse], recorded: &Recorded, event: &PlanPaused) {
    let author = recorded.author();
    let pause = PlanPause {
        because: recorded.id(),
        at: recorded.occurred(),
        by: author.name.clone(),
        by_patient: matches!(author.kind, AuthorKind::Patient | AuthorKind::Proxy),
        until: event.until,
        words: event.words.clone(),
    };
    medication::fold::with(courses, event.course, |course| {
        if let Some(plan) = &mut course.plan {
            plan.paused = Some(pause);
        }
    });
}

pub(crate) fn resumed(courses: &mut [MedicationCourse], event: &PlanResumed) {
    medication::fold::with(courses, event.course, |course| {
        let Some(plan) = course.plan.as_mut().filter(|plan| plan.paused.is_some()) else { return };
        plan.paused = None;
        for step in &mut course.planned {
            step.from = step.from.checked_add(i64::from(event.shift_days).days()).unwrap_or(step.from);
        }
    });
}

pub(crate) fn decide_plan(chart: &Chart, event: &StepsPlanned) -> Result<(), Refusal> {
    medication::decide_on_current(chart, event.course)?;
    if event.paired == Some(event.course) {
        return plain("A cross-taper or a switch is between two medicines. Choose the other one.");
    }
    event.paired.map_or(Ok(()), |paired| medication::decide_on_known(chart, paired))
}

pub(crate) fn decide_confirm(chart: &Chart, event: &StepConfirmed) -> Result<(), Refusal> {
    let course = medication::decide_current(chart, event.course)?;
    if course.plan.as_ref().is_some_and(|plan| plan.paused.is_some()) {
        return plain("The plan is paused. Let it go on first, then confirm the step.");
    }
    if !course.planned.iter().any(|step| step.from == event.from) {
        return Err(Refusal::new(format!(
            "No step is planned for {}. Open the regimen again; to change the dose without a plan, change it there.",
            event.from
        )));
    }
    medication::decide_dosing(&event.dosing)
}

pub(crate) fn decide_pause(chart: &Chart, event: &PlanPaused, occurred: When) -> Result<(), Refusal> {
    let course = medication::decide_current(chart, event.course)?;
    if course.planned.is_empty() {
        return plain("No steps are planned for this medicine, so there is nothing to pause.");
    }
    if course.plan.as_ref().is_some_and(|plan| plan.paused.is_some()) {
        return plain("The plan is paused already.");
    }
    if event.until.is_some_and(|until| until < occurred.first_day()) {
        return Err(
            Refusal::new("A pause ends on a day that is still to come. Choose another day or leave it open.").about("until")
        );
    }
    Ok(())
}

pub(crate) fn decide_resume(chart: &Chart, event: &PlanResumed) -> Result<(), Refusal> {
    let course = medication::decide_current(chart, event.course)?;
    if course.plan.as_ref().is_none_or(|plan| plan.paused.is_none()) {
        return plain("The plan is not paused.");
    }
    if event.shift_days > 366 {
        return plain("Steps move by at most a year. For more than that, plan them again.");
    }
    Ok(())
}
