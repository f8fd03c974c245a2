//! # Side effect waits for an answer
//!
//! A side effect was reported, by anybody to anybody, and no prescriber has answered it yet. The time that was promised
//! stands with it, and whose answer it is. Answering the report ends the finding.

use super::{Finding, FindingKind, OfferedAction, Owner};
use crate::course_state::CourseState;
use crate::days::{day_of, full_day_words};
use crate::report::Report;
use concord_chart::registration::{CareRole, TeamMember};
use concord_chart::side_effect::SideEffect;

/// One finding for each report without an answer.
pub fn find(state: &CourseState<'_>) -> Vec<Finding> {
    let waiting = state.chart.side_effects.iter().filter(|report| report.answer.is_none());
    waiting.map(|told| of_report(state, told)).collect()
}

fn of_report(state: &CourseState<'_>, told: &SideEffect) -> Finding {
    let mut report = Report { because: vec![told.id], ..Report::default() };
    if told.what.answer_by.is_none() {
        report.missing("No time was promised for the answer.");
    }
    let medicine = told.what.course.and_then(|course| state.arms.iter().find(|arm| arm.course == course));
    if medicine.is_none() {
        report.missing("No medicine is named as suspected.");
    }
    let on = day_of(told.at, state.zone);
    let mut finding = Finding::new(FindingKind::SideEffectUnanswered, on, report);
    let suspected = medicine.map(|arm| format!(", with {}", arm.name)).unwrap_or_default();
    let told_to = if told.what.told_to.is_empty() { String::new() } else { format!(" to {}", told.what.told_to) };
    finding.title = format!("Side effect: “{}”{suspected}", told.what.words);
    finding.sentences = [
        format!("Told{told_to} on {}, burden {} of 6{suspected}.", full_day_words(on), told.what.burden),
        "No prescriber has answered yet.".to_owned(),
    ];
    finding.actions = vec![OfferedAction::AnswerReport, OfferedAction::TakeOn, OfferedAction::Close];
    finding.owner = owner(state, told);
    finding.answer_by = told.what.answer_by;
    finding.course = told.what.course;
    finding.handled(state)
}

/// The one who was named, else the patient's prescriber.
fn owner(state: &CourseState<'_>, told: &SideEffect) -> Option<Owner> {
    let team = &state.chart.registration;
    let named = told.what.owner.map(|staff| {
        let known = team.team.iter().find(|member| member.staff == Some(staff));
        Owner { staff: Some(staff), name: known.map(|member| member.name.clone()).unwrap_or_default() }
    });
    let prescriber = |member: &TeamMember| Owner { staff: member.staff, name: member.name.clone() };
    named.or_else(|| team.member(CareRole::Prescriber).map(prescriber))
}
