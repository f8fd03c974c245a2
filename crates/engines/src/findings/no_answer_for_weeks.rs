//! # No answer for weeks
//!
//! The person is in treatment, and the main questionnaire has not been answered for three of its rounds (for one that
//! comes every two weeks: six weeks). Somebody should call. What was left unanswered is unanswered: it says nothing
//! about how the person is.
//!
//! The rhythm comes from `knowledge/instruments/`; that somebody calls after three rounds is a setting of this program.

use super::{Finding, FindingKind, OfferedAction, Owner};
use crate::course_state::CourseState;
use crate::days::full_day_words;
use crate::due::{RhythmFacts, rhythms};
use concord_chart::registration::{CareRole, TeamMember};

/// At most one finding: for the first instrument in use that has a rhythm.
pub fn find(state: &CourseState<'_>) -> Option<Finding> {
    let facts = rhythms(state).into_iter().find(|facts| facts.rhythm.every_days.is_some())?;
    of_rhythm(state, facts)
}

fn of_rhythm(state: &CourseState<'_>, facts: RhythmFacts) -> Option<Finding> {
    let rhythm = &facts.rhythm;
    let from = rhythm.call_from()?;
    let mut report = facts.report.clone();
    if let Some(treatment) = state.treatment.as_ref().filter(|_| report.because.is_empty()) {
        report.event(treatment.because);
    }
    let mut finding = Finding::new(FindingKind::NoAnswerForWeeks, from, report);
    let weeks = crate::due::ROUNDS_UNTIL_SOMEBODY_CALLS * i64::from(rhythm.every_days?) / 7;
    finding.title = format!("No {} for {weeks} weeks", rhythm.name);
    let last = match (rhythm.last, rhythm.declined) {
        (_, Some(day)) => format!("The {} was declined on {}.", rhythm.name, full_day_words(day)),
        (Some(day), None) => format!("The {} was last answered on {}.", rhythm.name, full_day_words(day)),
        (None, None) => format!("The {} has never been answered here.", rhythm.name),
    };
    let again = " Nothing was answered since, and nothing is known about how the person is.";
    finding.sentences = [last, again.trim().to_owned()];
    finding.actions =
        vec![OfferedAction::TakeOn, OfferedAction::OfferQuestionnaire, OfferedAction::PlanVisit, OfferedAction::Close];
    let owner = |member: &TeamMember| Owner { staff: member.staff, name: member.name.clone() };
    finding.owner = state.chart.registration.member(CareRole::CareManager).map(owner);
    Some(finding.handled(state))
}
