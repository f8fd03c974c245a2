//! # Suicidal ideation endorsed
//!
//! The item of a questionnaire that asks about death, self-harm or suicide was answered with more than "not at all"
//! (PHQ-9 item 9 from "several days" on; the C-SSRS screener from its first question on). It is read from the item
//! itself, also where other items were left out and there is no total, and also while the total goes down.
//!
//! It says what the person reported. It is not a measured risk: that takes a conversation. The mark stays until a named
//! person closes it with what was found and done; a later "not at all" does not take it away. An answer that came from
//! another practice's records counts only while it is the latest one: the people there had it in front of them.
//!
//! Sources: the safety items of `knowledge/instruments/`.

use super::{Finding, FindingKind, OfferedAction};
use crate::course_state::{CourseState, Measure};
use crate::days::full_day_words;
use crate::report::Report;
use crate::series::ScorePoint;
use concord_chart::AuthorKind;

/// One finding for each instrument with an endorsed safety item.
pub fn find(state: &CourseState<'_>) -> Vec<Finding> {
    state.measures.iter().filter_map(|measure| of_measure(state, measure)).collect()
}

fn of_measure(state: &CourseState<'_>, measure: &Measure<'_>) -> Option<Finding> {
    measure.instrument.safety_item()?;
    let points = measure.scores.points();
    let latest_read = points.iter().rev().find(|point| point.safety.is_some()).map(|point| point.event);
    let own_to_see = |point: &&ScorePoint| {
        let from_elsewhere =
            state.chart.entry(point.event).is_some_and(|entry| entry.recorded.author().kind == AuthorKind::Import);
        !point.flags.is_empty() && (!from_elsewhere || latest_read == Some(point.event))
    };
    let endorsed: Vec<&ScorePoint> = points.into_iter().filter(own_to_see).collect();
    let open: Vec<&ScorePoint> = endorsed.iter().copied().filter(|point| !is_closed(state, point)).collect();
    // When all are closed, the last one is still told, with who closed it.
    let shown: Vec<&ScorePoint> = if open.is_empty() { endorsed.last().copied().into_iter().collect() } else { open };
    let latest = *shown.last()?;
    let worst = latest.flags.iter().max_by_key(|flag| (flag.kind, flag.value))?;
    let mut report = Report::default();
    shown.iter().for_each(|point| report.event(point.event));
    if let Some(safety) = measure.instrument.safety_items.iter().find(|safety| safety.item == worst.item) {
        let version = &measure.instrument.version;
        report.entry_in_version(version, format!("instruments/{}", measure.instrument.id), safety);
    }
    if latest.total.is_none() && !latest.missing.is_empty() {
        report.missing(format!("There is no total: {} items were left out.", latest.missing.len()));
    }
    let name = &measure.instrument.short_name;
    let about = measure.instrument.item(worst.item).map(|item| item.label.as_str()).unwrap_or_default();
    let mut finding = Finding::new(FindingKind::SuicidalIdeationEndorsed, latest.day, report);
    finding.title = format!("{name} item {}: “{}”", worst.item, worst.severity);
    finding.sentences = [
        format!(
            "On {} item {} of the {name} ({about}) was answered “{}”{}.",
            full_day_words(latest.day),
            worst.item,
            worst.severity,
            if shown.len() > 1 { format!("; {} such answers are not closed", shown.len()) } else { String::new() }
        ),
        "This is what the person reported, not a measured risk: speak with them, whatever the total says.".to_owned(),
    ];
    finding.actions = vec![OfferedAction::TakeOn, OfferedAction::SpeakToday, OfferedAction::AskScreener, OfferedAction::Close];
    Some(finding.handled(state))
}

fn is_closed(state: &CourseState<'_>, point: &ScorePoint) -> bool {
    let kind = FindingKind::SuicidalIdeationEndorsed.as_str();
    let mut closed = state.chart.findings_handled.iter().filter(|handled| handled.finding == kind && handled.closed.is_some());
    closed.any(|handled| handled.because.contains(&point.event))
}
