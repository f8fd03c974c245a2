//! # No answer for weeks
//!
//! The person is in treatment, and no questionnaire has been answered for three rounds of the main one (for one that
//! comes every two weeks: six weeks). Somebody should call. What was left unanswered is unanswered: it says nothing
//! about how the person is.
//!
//! The rhythm comes from `knowledge/instruments/`; that somebody calls after three rounds is a setting of this program.

use super::{Finding, FindingKind, OfferedAction, Owner};
use crate::course_state::CourseState;
use crate::days::{full_day_words, plus};
use crate::due::{RhythmFacts, rhythms};
use concord_chart::registration::{CareRole, TeamMember};

/// At most one finding: for the first instrument in use that has a rhythm.
pub fn find(state: &CourseState<'_>) -> Option<Finding> {
    let facts = rhythms(state).into_iter().find(|facts| facts.rhythm.silent_days().is_some())?;
    of_rhythm(state, facts)
}

fn of_rhythm(state: &CourseState<'_>, facts: RhythmFacts) -> Option<Finding> {
    let rhythm = &facts.rhythm;
    let wait = rhythm.silent_days()?;
    // Whoever answers another questionnaire is in touch.
    let heard = state.measures.iter().filter_map(|measure| measure.last_answered()).map(|point| point.day).max();
    let from = heard.map_or(rhythm.call_from()?, |heard| rhythm.call_from().map_or(heard, |from| from.max(plus(heard, wait))));
    let mut report = facts.report.clone();
    if let Some(treatment) = state.treatment.as_ref().filter(|_| report.because.is_empty()) {
        report.event(treatment.because);
    }
    let mut finding = Finding::new(FindingKind::NoAnswerForWeeks, from, report);
    let (name, last) = (&rhythm.name, rhythm.last.max(rhythm.declined));
    finding.title = match last {
        Some(day) => format!("No {name} since {}", full_day_words(day)),
        None => format!("No {name} answered yet"),
    };
    let last = match (rhythm.last, rhythm.declined) {
        (_, Some(day)) => format!("The {name} was declined on {}.", full_day_words(day)),
        (Some(day), None) => format!("The {name} was last answered on {}.", full_day_words(day)),
        (None, None) => format!("The {name} has never been answered here."),
    };
    finding.sentences = [last, "Nothing was answered since; how the person is, is not known.".to_owned()];
    finding.actions =
        vec![OfferedAction::TakeOn, OfferedAction::OfferQuestionnaire, OfferedAction::PlanVisit, OfferedAction::Close];
    let owner = |member: &TeamMember| Owner { staff: member.staff, name: member.name.clone() };
    finding.owner = state.chart.registration.member(CareRole::CareManager).map(owner);
    Some(finding.handled(state))
}
