//! Small pieces that several clinicians' pages share.

use crate::components::{
    arm_clock::Arm,
    record_mark::record_mark,
    score_change::{Meaning, ScoreChange, score_change},
    status_tag::Status,
};
use concord_chart::{ChartId, decision};
use concord_engines::clocks::ArmState;
use concord_engines::outcomes::Way;
use concord_registry::caseload::{CaseloadRow, RowOutcome};
use maud::{Markup, html};

/// The arm as a shape.
pub(super) fn arm(arm: decision::Arm) -> Arm {
    match arm {
        decision::Arm::Medication => Arm::Medicine,
        decision::Arm::Psychotherapy => Arm::Therapy,
        decision::Arm::Complementary => Arm::Complementary,
    }
}

/// The state of a clock as a tag.
pub(super) fn status(state: ArmState) -> Status {
    match state {
        ArmState::TooEarly => Status::TooEarly,
        ArmState::JudgeNow => Status::JudgeNow,
        ArmState::DoseTooLow => Status::DoseTooLow,
        ArmState::Working => Status::Working,
        ArmState::NotEnough => Status::NotEnough,
        ArmState::SideEffect => Status::SideEffect,
        ArmState::Done => Status::Done,
        ArmState::NotChecked => Status::NotChecked,
    }
}

/// What a change amounts to, as the component has it.
pub(super) fn meaning(outcome: RowOutcome) -> Meaning {
    match outcome {
        RowOutcome::Remission => Meaning::Remission,
        RowOutcome::Response => Meaning::Response,
        RowOutcome::ReliableChange => Meaning::ReliableChange,
        RowOutcome::Better(percent) => Meaning::PercentBetter(u32::from(percent)),
        RowOutcome::NoReliableChange => Meaning::NoReliableChange,
        RowOutcome::ReliablyWorse => Meaning::Worse,
        RowOutcome::BetterNotJudged => Meaning::NotJudged(Way::Better.words()),
        RowOutcome::Unchanged => Meaning::NotJudged(Way::Same.words()),
        RowOutcome::WorseNotJudged => Meaning::NotJudged(Way::Worse.words()),
    }
}

/// Mark, name as a link, and a line under it.
pub(super) fn name_cell(chart: ChartId, family: &str, given: &str, under: &str, size: u32) -> Markup {
    let initials: String = [given, family].iter().filter_map(|name| name.chars().next()).collect();
    html! {
        div.nm {
            (record_mark(&chart.to_string(), &initials, size))
            div { a href=(format!("/chart/{chart}")) { (family.to_uppercase()) ", " (given) } span { (under) } }
        }
    }
}

/// `18 → 8 · response` of a row's main measure. Missing is said.
pub(super) fn score_cell(row: &CaseloadRow) -> Markup {
    let Some(main) = row.measures.first() else {
        return score_change(&ScoreChange { start: None, now: None, meaning: None, definition: "", missing: "not answered yet" });
    };
    let (start, now) = match (main.baseline, main.latest) {
        (Some((from, baseline)), Some((to, latest))) if from != to || main.change.is_some() => (Some(baseline), Some(latest)),
        (_, latest) => (None, latest.map(|(_, total)| total)),
    };
    let (start, now) = (start.map(|total| main.shown(total)), now.map(|total| main.shown(total)));
    let missing = match main.no_total {
        Some((_, left_out)) if left_out > 0 => format!("{left_out} left out, no total"),
        _ => String::new(),
    };
    let change =
        ScoreChange { start, now, meaning: main.change.map(|change| meaning(change.outcome)), definition: "", missing: &missing };
    html! { (score_change(&change)) }
}
