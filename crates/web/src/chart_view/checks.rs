//! Laboratory results and vital signs: a row of checks, and a lane of its own where a medicine's level is measured.

use super::{Audience, Seen, lane};
use concord_chart::measurement::{Kind, Measurement};
use concord_knowledge::Substance;
use concord_timeline::model::{Check, ChecksLane, Lane, LaneKind, Measured, MeasurementLane, Zoom};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds of check that have room; the measures page has them all.
const ROWS: usize = 8;

/// Levels of medicines, slow checks, and all other checks in one row.
pub(super) fn lanes(seen: &Seen<'_>) -> Vec<Lane> {
    let measurements: Vec<&Measurement> =
        seen.chart.measurements.iter().filter(|one| matches!(one.kind, Kind::Lab | Kind::Vital)).collect();
    let mut by_name: BTreeMap<String, Vec<&Measurement>> = BTreeMap::new();
    for one in &measurements {
        by_name.entry(key(&one.what.what)).or_default().push(one);
    }
    let mut lanes: Vec<Lane> = Vec::new();
    let mut apart: BTreeSet<String> = BTreeSet::new();
    for (name, values) in &by_name {
        let own = is_level(seen, name) || (is_slow(name) && seen.window.zoom() >= Zoom::Fortnights);
        if own && let Some(drawn) = value_lane(seen, name, values) {
            lanes.push(drawn);
            apart.insert(name.clone());
        }
    }
    by_name.retain(|name, _| !apart.contains(name));
    lanes.extend(row(seen, by_name));
    lanes
}

fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// True when a level of this substance was ever measured: it beats a simulated one.
pub(super) fn is_measured(seen: &Seen<'_>, substance: &Substance) -> bool {
    seen.chart
        .measurements
        .iter()
        .any(|one| one.kind == Kind::Lab && key(&one.what.what).contains(&substance.name.to_lowercase()))
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

fn value_lane(seen: &Seen<'_>, name: &str, values: &[&Measurement]) -> Option<Lane> {
    let numbers: Vec<(jiff::civil::Date, &Measurement, rust_decimal::Decimal)> =
        values.iter().filter_map(|one| Some((seen.day(one.at), *one, one.what.value.as_ref()?.value))).collect();
    let (day, latest, _) = numbers.iter().max_by_key(|(day, _, _)| *day)?;
    // The laboratory's own range, where the latest result came with both ends of one.
    let aim = latest.what.range.as_ref().and_then(|range| range.low.zip(range.high));
    let measured = |(on, one, value): &(jiff::civil::Date, &Measurement, rust_decimal::Decimal)| Measured {
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
        due: Vec::new(),
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
    Some(drawn)
}

/// Everything else, the kinds with the newest results first.
fn row(seen: &Seen<'_>, by_name: BTreeMap<String, Vec<&Measurement>>) -> Option<Lane> {
    let mut kinds: Vec<Vec<&Measurement>> =
        by_name.into_values().filter(|values| values.iter().any(|one| seen.window.holds(seen.day(one.at)))).collect();
    kinds.sort_by_key(|values| std::cmp::Reverse(values.iter().map(|one| seen.day(one.at)).max()));
    let latest = kinds.first()?.iter().map(|one| seen.day(one.at)).max()?;
    let more = kinds.len().saturating_sub(ROWS);
    kinds.truncate(ROWS);
    let checks = kinds
        .iter()
        .map(|values| Check {
            name: values[0].what.what.clone(),
            done: values.iter().map(|one| (seen.day(one.at), Some(one.what.value_words()))).collect(),
            due: Vec::new(),
        })
        .collect();
    let mut drawn = lane(
        "checks",
        if seen.audience == Audience::Patient { "Tests" } else { "Checks" },
        "",
        LaneKind::Checks(ChecksLane { checks }),
    );
    drawn.latest = seen.short(latest);
    drawn.context = if more > 0 { format!("latest, and {more} more kinds under Measures") } else { "latest".to_owned() };
    Some(drawn)
}
