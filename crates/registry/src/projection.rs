//! From one chart to its rows on every shelf.

use crate::caseload::CaseloadRow;
use crate::near::near;
use crate::person::Person;
use crate::shelf::{ReadRow, Shelf};
use crate::{alert, diary, name, unit, work};
use concord_chart::Chart;
use concord_engines::course_state::CourseState;
use concord_engines::findings;
use concord_knowledge::Knowledge;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// The rows of a chart: the same chart, knowledge and zone give the same rows, on any day and in any order of recording.
/// The zone is the practice's: it says on which day an answer given at night counts. No rows until somebody is
/// registered. Which schedules of checks the practice has chosen is no part of it: a row holds what each choice comes to.
#[must_use]
pub fn project(chart: &Chart, knowledge: &Knowledge, zone: &TimeZone) -> Vec<ReadRow> {
    if let Some(unit) = &chart.unit {
        return near(chart).into_iter().chain([unit::row(chart, unit)]).collect();
    }
    let Some(person) = Person::of(&chart.registration) else { return Vec::new() };
    let state = CourseState::of(chart, knowledge, zone);
    let found = findings::all(&state);
    let mut rows = Vec::new();
    rows.extend(CaseloadRow::of(&state, &found).map(|row| row.read_row()));
    rows.extend(name::rows(&person, &chart.registration));
    rows.extend(diary::rows(chart, &person, zone));
    rows.extend(work::rows(&state, &person, &found));
    rows.extend(alert::rows(chart, &person));
    rows.extend(near(chart));
    // A chart from elsewhere may name one thing twice; a shelf holds it once, as it was said last.
    let by_key: BTreeMap<(Shelf, String), ReadRow> = rows.into_iter().map(|row| ((row.shelf, row.key.clone()), row)).collect();
    by_key.into_values().collect()
}
