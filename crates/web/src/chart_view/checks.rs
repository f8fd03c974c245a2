//! Laboratory results and vital signs with what the schedules of the medicines ask for: a row of checks done, due and overdue,
//! and a lane of its own where a medicine's level is measured.

use super::{Audience, Seen, lane};
use concord_chart::measurement::{Kind as Measures, Measurement};
use concord_engines::checks_due::{CheckState, DueCheck, checks_due};
use concord_engines::days::days_between;
use concord_knowledge::Substance;
use concord_knowledge::vocabulary::Severity;
use concord_timeline::model::{Check, ChecksLane, Due, DueState, Lane, LaneKind, Measured, MeasurementLane, Zoom};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Kinds of check that have room; the measures page has them all.
const ROWS: usize = 8;

/// Levels of medicines, slow checks, and all other checks in one row.
pub(super) fn lanes(seen: &Seen<'_>) -> Vec<Lane> {
    let measurements: Vec<&Measurement> =
        seen.chart.measurements.iter().filter(|one| matches!(one.kind, Measures::Lab | Measures::Vital)).collect();
    let mut by_name: BTreeMap<String, Vec<&Measurement>> = BTreeMap::new();
    for one in &measurements {
        by_name.entry(key(&one.what.what)).or_default().push(one);
    }
    let mut checks = asked_for(seen);
    let mut lanes: Vec<Lane> = Vec::new();
    let mut apart: BTreeSet<String> = BTreeSet::new();
    for (name, values) in &by_name {
        let own = is_level(seen, name) || (is_slow(name) && seen.window.zoom() >= Zoom::Fortnights);
        if own && let Some(drawn) = value_lane(seen, name, values, &checks) {
            lanes.push(drawn);
            apart.insert(name.clone());
            checks.retain(|check| !is_done_by(check, values));
        }
    }
    by_name.retain(|name, _| !apart.contains(name));
    lanes.extend(row(seen, by_name, checks));
    lanes
}

/// What the schedules of the medicines ask for, by the practice's choice among them. Who is shown no medicine is shown no
/// check of one either.
fn asked_for<'k>(seen: &Seen<'k>) -> Vec<DueCheck<'k>> {
    if seen.audience == Audience::Complementary || !seen.state.is_alive() {
        return Vec::new();
    }
    checks_due(seen.chart, seen.knowledge, seen.today, seen.zone, &seen.state.schedules)
}

fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// True when a level of this substance was ever measured: it beats a simulated one.
pub(super) fn is_measured(seen: &Seen<'_>, substance: &Substance) -> bool {
    seen.chart
        .measurements
        .iter()
        .any(|one| one.kind == Measures::Lab && key(&one.what.what).contains(&substance.name.to_lowercase()))
}

/// A laboratory value that names a medicine of this chart.
fn is_level(seen: &Seen<'_>, name: &str) -> bool {
    let substances = seen.chart.medications.iter().filter_map(|course| course.what.substance.as_ref());
    substances.filter_map(|id| seen.knowledge.substance(id)).any(|substance| name.contains(&substance.name.to_lowercase()))
}

/// Kidney function harms slowly and stays a line over the years.
fn is_slow(name: &str) -> bool {
    name.contains("gfr") || name.contains("glomerular filtration")
}

fn value_lane(seen: &Seen<'_>, name: &str, values: &[&Measurement], checks: &[DueCheck<'_>]) -> Option<Lane> {
    let asked = || checks.iter().filter(|check| is_done_by(check, values));
    let numbers: Vec<(Date, &Measurement, rust_decimal::Decimal)> =
        values.iter().filter_map(|one| Some((seen.day(one.at), *one, one.what.value.as_ref()?.value))).collect();
    let (day, latest, _) = numbers.iter().max_by_key(|(day, _, _)| *day)?;
    // The laboratory's own range, where the latest result came with both ends of one.
    let aim = latest.what.range.as_ref().and_then(|range| range.low.zip(range.high));
    let measured = |(on, one, value): &(Date, &Measurement, rust_decimal::Decimal)| Measured {
        on: *on,
        value: *value,
        outside: one
            .what
            .range
            .as_ref()
            .is_some_and(|range| range.low.is_some_and(|low| *value < low) || range.high.is_some_and(|high| *value > high)),
        words: String::new(),
    };
    let kind = MeasurementLane {
        values: numbers.iter().map(measured).collect(),
        aim,
        aim_words: aim.map_or_else(String::new, |(low, high)| format!("range {}–{}", low.normalize(), high.normalize())),
        line: None,
        due: asked().filter_map(|check| due(seen, check)).collect(),
        slow: is_slow(name),
    };
    let unit = latest.what.value.as_ref().map_or_else(String::new, |value| value.unit.clone());
    let mut drawn = lane(
        format!("level-{}", name.replace(|c: char| !c.is_alphanumeric(), "-")),
        latest.what.what.clone(),
        format!("measured, {unit}"),
        LaneKind::Measurement(kind),
    );
    drawn.latest = latest.what.value.as_ref().map_or_else(String::new, |value| value.value.normalize().to_string());
    drawn.context = seen.short(*day);
    if asked().any(|check| check.is_old(seen.today)) {
        drawn.context.push_str(", old");
    }
    Some(drawn)
}

/// One kind of check of the row.
struct Kind<'a> {
    name: String,
    results: Vec<&'a Measurement>,
    /// Done without a result, as a talk.
    otherwise: Option<(Date, String)>,
    due: Vec<DueCheck<'a>>,
}

impl Kind<'_> {
    fn latest(&self, seen: &Seen<'_>) -> Option<Date> {
        let results = self.results.iter().map(|one| seen.day(one.at));
        results.chain(self.otherwise.iter().map(|(day, _)| *day)).max()
    }

    /// What stands first: what is overdue, then what was done or is due now, then what comes.
    fn rank(&self, seen: &Seen<'_>) -> u8 {
        let due: Vec<Due> = self.due.iter().filter_map(|check| due(seen, check)).collect();
        match due.iter().any(|due| matches!(due.state, DueState::Overdue(_))) {
            true => 0,
            false if self.latest(seen).is_some() || due.iter().any(|due| due.on <= seen.today) => 1,
            false => 2,
        }
    }

    /// Anything of it in sight: a result, or a day on which it is due.
    fn is_seen(&self, seen: &Seen<'_>) -> bool {
        let done = self.results.iter().map(|one| seen.day(one.at)).chain(self.otherwise.iter().map(|(day, _)| *day));
        done.into_iter().any(|day| seen.window.holds(day))
            || self
                .due
                .iter()
                .filter_map(|check| due(seen, check))
                .any(|due| seen.window.holds(due.on) || matches!(due.state, DueState::Overdue(_)) && due.on < seen.window.from)
    }

    fn drawn(&self, seen: &Seen<'_>) -> Check {
        let old = |id| {
            self.due.iter().any(|check| check.is_old(seen.today) && check.last.as_ref().is_some_and(|last| last.because == id))
        };
        let said = |one: &&Measurement| {
            let words = one.what.value_words();
            if old(one.id) { format!("{words}, old") } else { words }
        };
        let results = self.results.iter().map(|one| (seen.day(one.at), Some(said(one))));
        let otherwise = self.otherwise.iter().map(|(day, words)| (*day, Some(words.clone())));
        Check {
            name: self.name.clone(),
            done: results.chain(otherwise).collect(),
            due: self.due.iter().filter_map(|check| due(seen, check)).collect(),
        }
    }
}

/// The day on which a check is due next, as it is drawn. A patient reads that it is due, not how late.
fn due(seen: &Seen<'_>, check: &DueCheck<'_>) -> Option<Due> {
    let (on, state, what) = match check.state(seen.today) {
        CheckState::Done => return None,
        CheckState::Due(on) | CheckState::Coming(on) | CheckState::Later(on) => (on, DueState::Due, "due"),
        CheckState::Overdue(days) => {
            (check.due_on(seen.today)?, DueState::Overdue(u32::try_from(days).unwrap_or(u32::MAX)), "overdue")
        }
        // Nothing on record of what is not pressing may have been done elsewhere: it is due now, and not called late.
        CheckState::Never(on) => {
            let late = u32::try_from(days_between(on, seen.today)).unwrap_or(0);
            match check.overdue_from().is_some_and(|from| from <= seen.today) && check.severity(seen.today) >= Severity::Major {
                true => (on, DueState::Overdue(late), "never done"),
                false => (if seen.window.holds(on) { on } else { seen.today }, DueState::Due, "never done"),
            }
        }
    };
    let words = match (seen.audience, state) {
        (Audience::Patient, _) => format!("{} due", check.name),
        // The picture and the table add by how much.
        (_, DueState::Overdue(_)) if what == "overdue" => check.name.clone(),
        _ => format!("{} {what}", check.name),
    };
    let state = if seen.audience == Audience::Patient { DueState::Due } else { state };
    Some(Due { on, state, words })
}

/// Each check stands with the results that did it last; what was never done, or done without a result, stands by itself.
fn kinds<'a>(by_name: BTreeMap<String, Vec<&'a Measurement>>, mut checks: Vec<DueCheck<'a>>) -> Vec<Kind<'a>> {
    let mut kinds: Vec<Kind<'a>> = Vec::new();
    for results in by_name.into_values() {
        let (due, rest) = checks.into_iter().partition(|check| is_done_by(check, &results));
        checks = rest;
        kinds.push(Kind { name: results[0].what.what.clone(), results, otherwise: None, due });
    }
    kinds.extend(checks.into_iter().map(|check| Kind {
        name: super::medicines::capitalised(&check.name),
        results: Vec::new(),
        otherwise: check.last.as_ref().map(|last| (last.on, last.words.clone())),
        due: vec![check],
    }));
    kinds
}

/// Whether one of these results did a check last.
fn is_done_by(check: &DueCheck<'_>, results: &[&Measurement]) -> bool {
    check.last.as_ref().is_some_and(|last| results.iter().any(|one| one.id == last.because))
}

/// Everything else in one row: what is overdue first, then the kinds with the newest results, then what is due or comes.
fn row<'a>(seen: &Seen<'_>, by_name: BTreeMap<String, Vec<&'a Measurement>>, checks: Vec<DueCheck<'a>>) -> Option<Lane> {
    let mut kinds = kinds(by_name, checks);
    kinds.retain(|kind| kind.is_seen(seen));
    kinds.sort_by_key(|kind| (kind.rank(seen), std::cmp::Reverse(kind.latest(seen))));
    let latest = kinds.iter().filter_map(|kind| kind.latest(seen)).max();
    let drawn: Vec<Check> = kinds.iter().map(|kind| kind.drawn(seen)).collect();
    let (now, context) = now_words(seen, &drawn, latest)?;
    let more = drawn.len().saturating_sub(ROWS);
    let checks = drawn.into_iter().take(ROWS).collect();
    let mut lane = lane(
        "checks",
        if seen.audience == Audience::Patient { "Tests" } else { "Checks" },
        "",
        LaneKind::Checks(ChecksLane { checks }),
    );
    lane.latest = now;
    lane.context = if more > 0 { format!("{context}, and {more} more kinds under Checks and Measures") } else { context };
    Some(lane)
}

/// What stands at the right: how many are overdue, else due, else when the latest was done; nothing where there is nothing.
fn now_words(seen: &Seen<'_>, checks: &[Check], latest: Option<Date>) -> Option<(String, String)> {
    let due = || checks.iter().flat_map(|check| &check.due);
    let overdue = due().filter(|due| matches!(due.state, DueState::Overdue(_))).count();
    let now = due().filter(|due| due.state == DueState::Due && due.on <= seen.today).count();
    let next = due().filter(|due| due.on > seen.today).map(|due| due.on).min();
    let results = latest.map_or_else(|| "no result yet".to_owned(), |latest| format!("latest {}", seen.short(latest)));
    match (overdue, now, latest, next) {
        (0, 0, None, None) => None,
        (0, 0, Some(latest), _) => Some((seen.short(latest), "latest".to_owned())),
        (0, 0, None, Some(next)) => Some((format!("due {}", seen.short(next)), results)),
        (0, now, ..) => Some((format!("{now} due"), results)),
        (overdue, 0, ..) => Some((format!("{overdue} overdue"), results)),
        (overdue, now, ..) => Some((format!("{overdue} overdue"), format!("{now} due, {results}"))),
    }
}
