//! # Measures missed in a row
//!
//! A rhythm of measuring was agreed, and so many occasions in a row passed without an answer: two, unless something else
//! was agreed. Somebody should ask what stands in the way, or agree another rhythm. What was not answered is not zero and
//! says nothing about how the person is. An occasion that was declined was answered: with no.
//!
//! The number is a setting of this program and of each agreement, not a clinical number. Where nothing at all was answered
//! for weeks, that finding takes the place of this one.

use super::{Finding, FindingKind, OfferedAction, Owner, no_answer_for_weeks};
use crate::course_state::CourseState;
use crate::days::{full_day_words, plus};
use crate::due::{RhythmFacts, rhythms};
use concord_chart::CourseId;
use concord_chart::registration::{CareRole, TeamMember};

/// One finding an instrument.
pub fn find(state: &CourseState<'_>) -> Vec<Finding> {
    let agreed: Vec<RhythmFacts> = rhythms(state).into_iter().filter(|facts| facts.rhythm.agreed.is_some()).collect();
    if agreed.is_empty() {
        return Vec::new();
    }
    let silence = no_answer_for_weeks::find(state).map(|finding| finding.from);
    let mut found: Vec<Finding> = agreed.iter().filter_map(|facts| of_rhythm(state, facts)).collect();
    for finding in &mut found {
        finding.until = silence.map(|from| plus(from, -1));
    }
    found.retain(|finding| finding.until.is_none_or(|until| until >= finding.from));
    found
}

fn of_rhythm(state: &CourseState<'_>, facts: &RhythmFacts) -> Option<Finding> {
    let rhythm = &facts.rhythm;
    let agreed = rhythm.agreed.as_ref()?;
    let from = agreed.missed_on(rhythm.heard(), agreed.tell_after_missed)?;
    let mut finding = Finding::new(FindingKind::MeasuresMissedInARow, from, facts.report.clone());
    let name = &rhythm.name;
    finding.title = match agreed.tell_after_missed {
        1 => format!("{name} missed"),
        many => format!("{name} missed {many} times in a row"),
    };
    let last = match (rhythm.last, rhythm.declined) {
        (_, Some(day)) => format!("it was declined on {}", full_day_words(day)),
        (Some(day), None) => format!("the last answers are of {}", full_day_words(day)),
        (None, None) => "it was never answered here".to_owned(),
    };
    let who = if agreed.rated_by_clinician { "A clinician rates it" } else { "Not answered is not zero" };
    finding.sentences = [
        format!("Agreed {} from {}; {last}.", agreed.rhythm.words(), full_day_words(agreed.from)),
        format!("{who}; how things stand since is not known. Ask what stands in the way, or agree another rhythm."),
    ];
    finding.actions =
        vec![OfferedAction::TakeOn, OfferedAction::OfferQuestionnaire, OfferedAction::PlanVisit, OfferedAction::Close];
    finding.course = course(state, facts);
    let owner = |member: &TeamMember| Owner { staff: member.staff, name: member.name.clone() };
    finding.owner = state.chart.registration.member(CareRole::CareManager).map(owner);
    Some(finding.handled(state))
}

fn course(state: &CourseState<'_>, facts: &RhythmFacts) -> Option<CourseId> {
    let schedules = &state.chart.questionnaires.schedules;
    schedules.iter().find(|(_, what)| what.instrument == facts.rhythm.instrument).and_then(|(_, what)| what.course)
}
