//! # Planned step to confirm
//!
//! A step of a dose was agreed for this day: up, down, or the last. It does not take place by itself. Somebody looks at how
//! the person is and at the review of that day's regimen, and then confirms it, moves it, or lets the plan wait.
//!
//! One finding for each course, about its next step. A step with a condition is asked about in the same way. While the
//! plan waits nothing is asked until the agreed day; where none was agreed, nothing is asked. Confirming, moving,
//! or clearing the plan ends it.

use super::{Finding, FindingKind, OfferedAction, Owner};
use crate::course_state::CourseState;
use crate::days::full_day_words;
use crate::report::Report;
use concord_chart::medication::{MedicationCourse, PlannedStep};
use concord_chart::registration::{CareRole, TeamMember};
use concord_chart::steps::StepsPlan;
use rust_decimal::Decimal;

/// One finding for each course with steps to come.
pub fn find(state: &CourseState<'_>) -> Vec<Finding> {
    state.chart.medications.iter().filter(|course| course.is_current()).filter_map(|course| of_course(state, course)).collect()
}

fn of_course(state: &CourseState<'_>, course: &MedicationCourse) -> Option<Finding> {
    let plan = course.plan.as_ref()?;
    let step = course.planned.iter().min_by_key(|step| step.from)?;
    let from = match &plan.paused {
        None => step.from,
        Some(pause) => step.from.max(pause.until?),
    };
    let mut report = Report { because: vec![plan.because], ..Report::default() };
    // A confirmed step makes the next one a finding of its own.
    if let Some(last) = course.steps.last() {
        report.event(last.because);
    }
    if let Some(pause) = &plan.paused {
        report.event(pause.because);
    }
    let name = course.what.substance.as_ref().and_then(|id| state.knowledge.substance(id));
    let name = name.map_or_else(|| course.what.name.clone(), |substance| substance.name.clone());
    let mut finding = Finding::new(FindingKind::PlannedStepDue, from, report);
    finding.title = format!("{name}: {}, to be confirmed", words(step));
    finding.sentences = [sentence(plan, step), "It is not taken up until somebody confirms it.".to_owned()];
    finding.actions = vec![OfferedAction::ConfirmStep, OfferedAction::TakeOn, OfferedAction::Close];
    let prescriber = |member: &TeamMember| Owner { staff: member.staff, name: member.name.clone() };
    finding.owner = state.chart.registration.member(CareRole::Prescriber).map(prescriber);
    finding.course = Some(course.id);
    Some(finding.handled(state))
}

/// True for the end of a taper.
pub fn is_last(step: &PlannedStep) -> bool {
    step.dosing.dose.as_ref().is_some_and(|dose| dose.amount == Decimal::ZERO)
}

fn words(step: &PlannedStep) -> String {
    if is_last(step) { "planned to be stopped".to_owned() } else { format!("planned step to {}", step.dosing.words()) }
}

fn sentence(plan: &StepsPlan, step: &PlannedStep) -> String {
    let kind = plan.kind.map(|kind| format!(", part of a {}", kind.words())).unwrap_or_default();
    let only_if =
        step.only_if.as_ref().map(|only_if| format!(", only if {}", only_if.trim_start_matches("if "))).unwrap_or_default();
    let paused = match &plan.paused {
        Some(pause) => format!(" The plan waits; {} paused it.", pause.by),
        None => String::new(),
    };
    format!("Planned for {}{kind}{only_if}.{paused}", full_day_words(step.from))
}
