//! Conditions, plan, goals, decisions, visits.

use super::{Given, joined, said};
use crate::{
    document::{Block, Row, Section, Table},
    words::{capitalised, day_words},
};
use concord_chart::{Chart, plan::PlanPart, release::ReleasePart, visit::Outcome};

pub(super) fn sections(chart: &Chart, given: &Given<'_>) -> Vec<Section> {
    if !given.has(ReleasePart::Plan) {
        return Vec::new();
    }
    vec![conditions(chart, given), plan(chart, given), goals(chart, given), decisions(chart, given)]
}

fn conditions(chart: &Chart, given: &Given<'_>) -> Section {
    let line = |condition: &concord_chart::condition::Condition| {
        let what = &condition.what;
        let sure = if what.provisional { "provisional, " } else { "" };
        let since = what.since.map(|since| format!(", since {}", given.day(since))).unwrap_or_default();
        let until = what.until.map(|until| format!(", until {}", given.day(until))).unwrap_or_default();
        format!("{}: {sure}{}{since}{until}", capitalised(&what.name), what.status.words())
    };
    let mut lines: Vec<String> = chart.conditions.iter().map(line).collect();
    if lines.is_empty() {
        lines.push("No condition is noted.".to_owned());
    }
    lines.extend(
        chart.circumstances.known.iter().map(|known| format!("{} ({})", capitalised(&known.what.words()), given.day(known.at))),
    );
    Section::of("Conditions and what matters for treatment", Block::List(lines))
}

fn plan(chart: &Chart, given: &Given<'_>) -> Section {
    let mut blocks = Vec::new();
    for part in PlanPart::ALL {
        if let Some(written) = chart.plan.parts.get(part) {
            blocks.push(Block::Heading(part.words().to_owned()));
            blocks.push(Block::Text(format!("{}\nWritten by {}, {}.", written.text, written.by, given.day(written.at))));
        }
    }
    if blocks.is_empty() {
        blocks.push(Block::Text("No plan is written yet.".to_owned()));
    }
    Section { heading: "The plan".to_owned(), blocks }
}

fn goals(chart: &Chart, given: &Given<'_>) -> Section {
    let line = |goal: &concord_chart::goal::Goal| {
        let by = goal.what.by.map(|day| format!(", by {}", day_words(day))).unwrap_or_default();
        let words = if goal.latest_words.is_empty() { String::new() } else { format!(". {}", goal.latest_words) };
        format!("“{}”: {}{by}, set {}{words}", goal.what.words, goal.state.words(), given.day(goal.set))
    };
    let lines: Vec<String> = chart.goals.iter().map(line).collect();
    Section { heading: "Goals in their words".to_owned(), blocks: list(lines) }
}

fn decisions(chart: &Chart, given: &Given<'_>) -> Section {
    let rows = chart.decisions.iter().filter(|decision| given.within(decision.at)).map(|decision| {
        let again = decision.what.look_again.map(day_words).unwrap_or_default();
        Row::of([
            given.day(decision.at),
            decision.what.what.clone(),
            joined(&[&decision.what.why, &decision.what.who.join(", ")]),
            again,
        ])
    });
    const COLUMNS: &[(&str, f32)] =
        &[("When", 0.17), ("What was decided", 0.33), ("Why, and by whom", 0.33), ("Look again", 0.17)];
    Section {
        heading: "Decisions".to_owned(),
        blocks: table("Decisions, one a row, with the reason and when to look again.", COLUMNS, rows.collect()),
    }
}

pub(super) fn visits(chart: &Chart, given: &Given<'_>) -> Option<Section> {
    if !given.has(ReleasePart::Visits) {
        return None;
    }
    let rows = chart.visits.iter().filter(|visit| given.within(visit.at)).map(|visit| {
        let with = visit.planned.as_ref().map(|planned| planned.with_name.clone()).unwrap_or_default();
        let (with, what) = match &visit.outcome {
            None => (with, "planned".to_owned()),
            Some(Outcome::NotHeld(why)) => (with, why.words().to_owned()),
            Some(Outcome::Happened(done)) => {
                let with = if done.with_name.is_empty() { with } else { done.with_name.clone() };
                (with, joined(&[&done.what, &done.reasons.join(", ")]))
            }
        };
        Row::of([given.day(visit.at), said(&with), what])
    });
    const COLUMNS: &[(&str, f32)] = &[("When", 0.25), ("With", 0.3), ("What", 0.45)];
    let blocks = table("Visits, one a row, with whom and what for.", COLUMNS, rows.collect());
    Some(Section { heading: "Visits".to_owned(), blocks })
}

/// A list, or nothing where it would be empty.
pub(super) fn list(lines: Vec<String>) -> Vec<Block> {
    if lines.is_empty() { Vec::new() } else { vec![Block::List(lines)] }
}

/// A table, or nothing where it would be empty.
pub(super) fn table(about: &str, columns: &'static [(&'static str, f32)], rows: Vec<Row>) -> Vec<Block> {
    if rows.is_empty() { Vec::new() } else { vec![Block::Table(Table { about: about.to_owned(), columns, rows })] }
}
