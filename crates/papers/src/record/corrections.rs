//! What was corrected or retracted: struck through, with who did it, when and why. Nothing is ever erased.

use super::{Given, care::table, joined};
use crate::document::{Row, Section};
use concord_chart::{
    Chart, Entry, EntryStatus, Event, EventId,
    entry::{EntryRetracted, RetractionReason},
};

const COLUMNS: &[(&str, f32)] = &[("Struck through", 0.4), ("It was about", 0.18), ("What became of it", 0.42)];

/// Families that are not on this paper have no corrections on it either.
const ON_PAPER: [&str; 19] = [
    "registration",
    "condition",
    "allergy",
    "questionnaire",
    "medication",
    "side_effect",
    "therapy",
    "practice",
    "measurement",
    "circumstance",
    "life_event",
    "goal",
    "note",
    "decision",
    "plan",
    "visit",
    "document",
    "safety",
    "release",
];

pub(super) fn section(chart: &Chart, given: &Given<'_>) -> Section {
    let rows =
        chart.entries.iter().filter(|entry| is_on_paper(entry.recorded.event())).filter_map(|entry| row(chart, entry, given));
    Section {
        heading: "Corrections".to_owned(),
        blocks: table("Entries that were corrected or retracted, one a row, with who did it and when.", COLUMNS, rows.collect()),
    }
}

fn is_on_paper(event: &Event) -> bool {
    match event {
        Event::UnitEntered(_) | Event::UnitLeft(_) | Event::MinorConsented(_) => false,
        Event::SafetyPlanWritten(_) => true,
        event if event.family() == "safety" => false,
        event => ON_PAPER.contains(&event.family()),
    }
}

fn row(chart: &Chart, entry: &Entry, given: &Given<'_>) -> Option<Row> {
    let about = given.day(entry.recorded.occurred());
    let (struck, became) = match entry.status {
        EntryStatus::Counts => return None,
        EntryStatus::Amended { by } => (entry.recorded.event().words(), format!("corrected {}", by_whom(chart, by, given))),
        EntryStatus::Retracted { by } => {
            let why = retraction(chart, by);
            // What was put here by mistake about somebody else is that other person's.
            let wrong = why.is_some_and(|why| why.reason == RetractionReason::WrongPatient);
            let words = if wrong { "an entry about another person".to_owned() } else { entry.recorded.event().words() };
            let reason = why.map_or_else(String::new, |why| {
                format!(": {}", joined(&[why.reason.words(), if wrong { "" } else { &why.words }]))
            });
            (words, format!("retracted {}{reason}", by_whom(chart, by, given)))
        }
    };
    Some(Row { cells: vec![struck, about, became], struck: true })
}

fn retraction(chart: &Chart, by: EventId) -> Option<&EntryRetracted> {
    match chart.entry(by)?.recorded.event() {
        Event::EntryRetracted(retracted) => Some(retracted),
        _ => None,
    }
}

fn by_whom(chart: &Chart, by: EventId, given: &Given<'_>) -> String {
    chart.entry(by).map_or_else(String::new, |later| {
        format!("by {}, {}", later.recorded.author().name, given.day(later.recorded.recorded_at.into()))
    })
}
