//! # Check overdue
//!
//! A schedule of checks asks for a test at this time of treatment, and it is more than a week past its day: a level, a blood
//! count, an ECG, weight. Tests that fall on the same day are one finding, since one visit does them together.
//!
//! What is asked for when, and for whom, comes from `knowledge/monitoring/`; where a schedule is one of several to choose
//! from, the practice's choice counts. Of tests that were done before, those count whose lateness the schedule calls
//! moderate or worse. Of tests that were never done, only those that the schedule calls major: a chart that was taken in
//! from elsewhere does not say what was done there, and the page "Checks" lists them all.
//!
//! Medicines that are prescribed elsewhere do not count here: their checks are asked for there. While a task to do the test
//! is open, its owner has until the task's day. A result ends the finding.

use super::{Finding, FindingKind, OfferedAction, Owner};
use crate::checks_due::{Choices, DueCheck, checks_due, other_choices};
use crate::course_state::CourseState;
use crate::days::{day_of, full_day_words, plus};
use crate::report::Report;
use concord_chart::EventId;
use concord_chart::registration::{CareRole, TeamMember};
use concord_chart::task::Task;
use concord_knowledge::vocabulary::Severity;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// One finding for the tests of one day, by the schedules that the practice has chosen.
pub fn find(state: &CourseState<'_>) -> Vec<Finding> {
    last_word(state).map_or_else(Vec::new, |last_word| by(state, last_word, &state.schedules))
}

/// What is found instead under each other choice of schedules that bears on this chart, from the fewest departures to the
/// most. A list that is kept ready holds them beside the usual ones, so that a practice can change its choice and no chart
/// has to be worked out anew.
pub fn under_other_choices(state: &CourseState<'_>) -> Vec<(Choices, Vec<Finding>)> {
    let Some(last_word) = last_word(state) else { return Vec::new() };
    let others = other_choices(state.chart, state.knowledge, last_word, state.zone);
    others.into_iter().map(|choices| (choices.clone(), by(state, last_word, &choices))).collect()
}

/// The day up to which the chart tells anything; `None` where no check is asked for here.
fn last_word(state: &CourseState<'_>) -> Option<Date> {
    let chart = state.chart;
    if !state.is_in_care() || chart.medications.iter().all(|course| !course.is_current() || course.what.from_elsewhere) {
        return None;
    }
    chart.entries.iter().map(|entry| day_of(entry.recorded.occurred(), state.zone)).max()
}

fn by(state: &CourseState<'_>, last_word: Date, choices: &Choices) -> Vec<Finding> {
    let checks = checks_due(state.chart, state.knowledge, last_word, state.zone, choices);
    let mut by_day: BTreeMap<(Date, bool), Vec<DueCheck<'_>>> = BTreeMap::new();
    for check in checks.into_iter().filter_map(|check| of_ours(state, check)) {
        if let Some(from) = from(state, &check) {
            by_day.entry((from, check.last.is_none())).or_default().push(check);
        }
    }
    by_day.into_iter().map(|((from, never), checks)| of_day(state, from, never, &checks)).collect()
}

/// The check with those who prescribe here alone, where its lateness weighs enough.
fn of_ours<'k>(state: &CourseState<'_>, mut check: DueCheck<'k>) -> Option<DueCheck<'k>> {
    let least = if check.last.is_some() { Severity::Moderate } else { Severity::Major };
    check.asked_by.retain(|asked| {
        let elsewhere = state.chart.medication(asked.course).is_none_or(|course| course.what.from_elsewhere);
        asked.sure && !elsewhere && asked.check.severity >= least
    });
    (!check.asked_by.is_empty()).then_some(check)
}

/// The first day on which it is overdue, and nobody has the time of an open task left.
fn from(state: &CourseState<'_>, check: &DueCheck<'_>) -> Option<Date> {
    let overdue = check.overdue_from()?;
    let task_ends = task(state, check).and_then(|task| task.what.due).map(|due| plus(due, 1));
    Some(task_ends.map_or(overdue, |ends| ends.max(overdue)))
}

fn task<'a>(state: &CourseState<'a>, check: &DueCheck<'_>) -> Option<&'a Task> {
    state.chart.tasks.iter().find(|task| Some(task.id) == check.task)
}

fn of_day(state: &CourseState<'_>, from: Date, never: bool, checks: &[DueCheck<'_>]) -> Finding {
    let tests = names(checks.iter().map(|check| check.name.as_str()));
    let medicines = names(checks.iter().flat_map(DueCheck::medicines));
    let mut finding = Finding::new(FindingKind::CheckOverdue, from, report(state, checks));
    finding.title =
        if never { format!("Never checked: {tests} ({medicines})") } else { format!("Overdue: {tests} ({medicines})") };
    let last = checks.iter().filter_map(|check| check.last.as_ref()).map(|last| last.on).max();
    let due = checks.iter().filter_map(DueCheck::first_due).min().map_or_else(String::new, full_day_words);
    finding.sentences = [
        match last {
            Some(last) => format!("Last done {}; due since {due}.", full_day_words(last)),
            None => format!("Nothing is on record; due since {due}."),
        },
        whys(checks),
    ];
    finding.actions = vec![OfferedAction::OrderCheck, OfferedAction::TakeOn, OfferedAction::Close];
    finding.owner = owner(state, checks);
    finding.course = checks.first().and_then(|check| check.asked_by.first()).map(|asked| asked.course);
    finding.handled(state)
}

/// Names in order, each once.
fn names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}

/// Why, by the worst of them.
fn whys(checks: &[DueCheck<'_>]) -> String {
    let asked = checks.iter().flat_map(|check| &check.asked_by);
    asked.max_by_key(|asked| asked.check.severity).map_or_else(String::new, |asked| asked.check.why.clone())
}

fn report(state: &CourseState<'_>, checks: &[DueCheck<'_>]) -> Report {
    let mut report = Report::default();
    let courses = checks.iter().flat_map(|check| check.asked_by.iter().map(|asked| asked.because));
    let results = checks.iter().filter_map(|check| check.last.as_ref()).map(|last| last.because);
    let mut because: Vec<EventId> = courses.chain(results).collect();
    because.sort_unstable();
    because.dedup();
    report.because = because;
    for asked in checks.iter().flat_map(|check| &check.asked_by) {
        report.entry(state.knowledge, format!("monitoring/{}", asked.schedule.id), asked.check);
    }
    report
}

/// Who has the open task, else the prescriber.
fn owner(state: &CourseState<'_>, checks: &[DueCheck<'_>]) -> Option<Owner> {
    let team = &state.chart.registration.team;
    let named = |staff| team.iter().find(|member| member.staff == Some(staff)).map(|member| member.name.clone());
    let by_task = checks.iter().find_map(|check| task(state, check));
    let by_task = by_task.map(|task| Owner { staff: Some(task.owner), name: named(task.owner).unwrap_or_default() });
    let prescriber = |member: &TeamMember| Owner { staff: member.staff, name: member.name.clone() };
    by_task.or_else(|| state.chart.registration.member(CareRole::Prescriber).map(prescriber))
}
