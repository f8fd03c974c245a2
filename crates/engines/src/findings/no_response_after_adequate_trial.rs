//! # No response after an adequate trial
//!
//! A treatment course has had its fair trial, each kind on its own clock: a medicine so many weeks at or above its
//! minimum effective dose, a talking therapy so many weeks and sessions, a practice so many weeks and times. The score
//! since is not down by as much as response asks for, measured from the start of that course.
//!
//! Where an earlier score of the same course was a response, this is not said: that response was lost, and "reliably worse"
//! tells it. Where too few doses were taken or too few sessions attended this is not said: then the trial was not fair, and the
//! clock reads "dose too low to judge". Where people have judged the arm or decided about it, it is not said again
//! before they wanted to look again, or before the next score where they named no day.
//!
//! It asks the team to look at the arm together; it never changes one. Sources: `knowledge/substances`, `therapies`,
//! `practices` for the trial, `knowledge/outcomes/` for response.

use super::{Finding, FindingKind, OfferedAction, Owner};
use crate::clocks::ArmFacts;
use crate::course_state::{CourseState, Measure};
use crate::days::{day_of, full_day_words, plus};
use crate::outcomes::Change;
use crate::report::Report;
use crate::series::ScorePoint;
use concord_knowledge::outcome::Response;
use jiff::civil::Date;

/// One finding for each arm that has had its trial without response.
pub fn find(state: &CourseState<'_>) -> Vec<Finding> {
    let going_on = state.arms.iter().filter(|arm| arm.dial.ended.is_none());
    going_on.filter_map(|arm| of_arm(state, arm)).collect()
}

fn of_arm(state: &CourseState<'_>, arm: &ArmFacts) -> Option<Finding> {
    let fair_from = arm.dial.fair_from.filter(|_| arm.dial.low.is_empty() && arm.dial.judged.is_none())?;
    let measure = state.target_of(arm)?;
    let baseline = measure.baseline_of(arm)?;
    let latest = measure.latest.as_ref().filter(|latest| tells_of_trial(measure, latest, fair_from))?;
    let change = measure.change_between(Some(baseline), Some(latest))?;
    if change.response != Some(false) || change.remission == Some(true) {
        return None;
    }
    if has_responded_before(measure, baseline, latest) {
        return None;
    }
    let from = after_decisions(state, arm, latest, fair_from.max(latest.day))?;
    let report = report(state, arm, measure, baseline, latest);
    let mut finding = Finding::new(FindingKind::NoResponseAfterAdequateTrial, from, report);
    finding.title = format!("{}: no response after a fair trial", arm.name);
    finding.sentences = sentences(arm, measure, &change, fair_from);
    finding.actions = vec![OfferedAction::DecideTogether, OfferedAction::TakeOn, OfferedAction::Close];
    finding.owner = arm.owner.as_ref().map(|owner| Owner { staff: owner.staff, name: owner.name.clone() });
    finding.course = Some(arm.course);
    Some(finding.handled(state))
}

/// A score tells of the trial when it was given in the window, or no longer before it than one round of the questionnaire.
fn tells_of_trial(measure: &Measure<'_>, latest: &ScorePoint, fair_from: Date) -> bool {
    let round = measure.instrument.schedule.as_ref().map_or(0, |schedule| i64::from(schedule.every_days));
    latest.day > plus(fair_from, -round)
}

/// True when a score between baseline and the latest one was a response: then it is one that was lost.
fn has_responded_before(measure: &Measure<'_>, baseline: &ScorePoint, latest: &ScorePoint) -> bool {
    let Some(series) = measure.scores.main(measure.instrument) else { return false };
    let mut between = series.since(baseline.day).filter(|point| point.at.order(&latest.at).is_lt());
    between.any(|point| measure.change_between(Some(baseline), Some(point)).is_some_and(|change| change.response == Some(true)))
}

/// Moves the day on which the finding holds behind what people decided about this arm since; `None` while the next
/// score is awaited.
fn after_decisions(state: &CourseState<'_>, arm: &ArmFacts, latest: &ScorePoint, from: Date) -> Option<Date> {
    let about = |decision: &&concord_chart::decision::Decision| {
        decision.what.arms.contains(&arm.arm) && day_of(decision.at, state.zone) >= latest.day
    };
    match state.chart.decisions.iter().rev().find(about) {
        None => Some(from),
        Some(decision) => decision.what.look_again.map(|day| day.max(from)),
    }
}

fn report(state: &CourseState<'_>, arm: &ArmFacts, measure: &Measure<'_>, baseline: &ScorePoint, latest: &ScorePoint) -> Report {
    let mut report = arm.report.clone();
    // Sessions are many; what the finding rests on for being closed is the course, its first exposure and the scores.
    report.because.truncate(2);
    report.event(baseline.event);
    report.event(latest.event);
    if let Some(rule) = measure.definition.and_then(|definition| definition.response.as_ref()) {
        report.entry(state.knowledge, format!("outcomes/{}", measure.instrument.construct.as_str()), rule);
    }
    report
}

fn sentences(arm: &ArmFacts, measure: &Measure<'_>, change: &Change, fair_from: Date) -> [String; 2] {
    let name = &measure.instrument.short_name;
    let asked = measure.definition.and_then(|definition| definition.response.as_ref()).map(Response::asks).unwrap_or_default();
    let percent = change.percent.map(f64::abs).map(|percent| format!(" ({percent:.0} %)")).unwrap_or_default();
    [
        format!(
            "The {name} was {} at the start of this course and is {} now, a change of {} points{percent}; response asks for {asked}.",
            change.baseline, change.latest, change.difference
        ),
        format!("A verdict is fair since {}: {}.", full_day_words(fair_from), arm.exposure.words()),
    ]
}
