//! The safety plan as it stands, papers on file, consents and what was given out before.

use super::{
    Given,
    care::{list, table},
    joined,
};
use crate::{
    document::{Block, Row, Section},
    words::day_words,
};
use concord_chart::{Chart, release::ReleasePart, safety_plan::Contact};

const PAPERS: &[(&str, f32)] = &[("Paper", 0.4), ("When", 0.2), ("Written by", 0.4)];

pub(super) fn sections(chart: &Chart, given: &Given<'_>) -> Vec<Section> {
    let Some(plan) = chart.safety_plans.last().filter(|_| given.has(ReleasePart::SafetyPlan)) else { return Vec::new() };
    let what = &plan.what;
    let people = |contacts: &[Contact]| -> Vec<String> {
        contacts.iter().map(|contact| joined(&[&contact.name, &contact.phone, &contact.words])).collect()
    };
    let steps = [
        ("1. Warning signs", what.warning_signs.clone()),
        ("2. What I can do alone", what.coping_alone.clone()),
        ("3. People and places that take my mind off it", people(&what.distraction)),
        ("4. People I can ask for help", people(&what.people)),
        ("5. Professionals and services", people(&what.professionals)),
        ("6. Making my surroundings safer", what.safer_surroundings.clone()),
    ];
    let mut blocks = vec![Block::Text(format!("In the person’s words, written {}.", given.day(plan.at)))];
    for (heading, lines) in steps.into_iter().filter(|(_, lines)| !lines.is_empty()) {
        blocks.push(Block::Heading(heading.to_owned()));
        blocks.push(Block::List(lines));
    }
    if !what.reason_to_stay.is_empty() {
        blocks.push(Block::Heading("What I stay for".to_owned()));
        blocks.push(Block::Text(what.reason_to_stay.clone()));
    }
    vec![Section { heading: "Safety plan".to_owned(), blocks }]
}

/// Only on the whole record.
pub(super) fn papers_and_consents(chart: &Chart, given: &Given<'_>) -> Vec<Section> {
    let papers = chart.documents.iter().map(|filed| {
        let title = joined(&[&filed.what.title, &filed.what.document_kind]);
        let by = if filed.what.written_by.is_empty() { &filed.by } else { &filed.what.written_by };
        Row::of([title, given.day(filed.at), by.clone()])
    });
    let procedures = chart.procedures.iter().map(|filed| format!("{}, {}", filed.what.what, given.day(filed.at)));
    let events = chart.life_events.iter().map(|event| format!("{}: {}", given.day(event.at), event.what.words));
    vec![
        Section { heading: "Procedures".to_owned(), blocks: list(procedures.collect()) },
        Section { heading: "What happened in their life, as told".to_owned(), blocks: list(events.collect()) },
        Section { heading: "Papers on file".to_owned(), blocks: table("Papers on file, one a row.", PAPERS, papers.collect()) },
        Section { heading: "Consents, and what was given out before".to_owned(), blocks: list(consents(chart, given)) },
    ]
}

fn consents(chart: &Chart, given: &Given<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for proxy in &chart.proxies {
        let may = if proxy.what.consents { "consents to treatment in the patient’s place" } else { "may act for the patient" };
        let ended = proxy.ended.as_ref().map(|(at, _)| format!("; ended {}", given.day(*at))).unwrap_or_default();
        lines.push(format!("{} ({}) {may}, since {}{ended}", proxy.what.name, proxy.what.relation, given.day(proxy.since)));
    }
    for release in &chart.releases {
        let asked = &release.what;
        lines.push(format!("Release to {} for {}, asked for {}", asked.to, asked.purpose, given.day(release.at)));
        for consent in release.consents.values() {
            let word = if consent.what.on { "Consent" } else { "No consent" };
            let until = consent.what.until.map(|day| format!(", until {}", day_words(day))).unwrap_or_default();
            lines.push(format!("{word} to that: {}, noted {}{until}", consent.what.how, given.day(consent.at)));
        }
        for (at, by, what) in &release.given {
            lines.push(format!("Given out {} by {by}: {}", given.day(*at), what.how));
        }
    }
    lines
}
