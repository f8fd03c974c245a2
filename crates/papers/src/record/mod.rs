//! A record on paper: one person's, whole or the part that is released, and what of a unit's record belongs to all its
//! members.
//!
//! What may never be on such a paper is taken out of the log before it is folded ([`leaving`]), so that nothing of it can be
//! computed back. The paper says what is left out, with the same sentences for every record: they do not tell whether there
//! is any of it.

mod body;
mod care;
mod corrections;
mod measures;
mod medicines;
mod safety;
mod therapy;
mod unit;

pub use unit::unit_paper;

use crate::{
    Practice,
    document::{Block, Document, Section},
    words::{day_words, when_words},
};
use concord_chart::{Chart, EventId, Recorded, Sensitivity, When, release::ReleasePart};
use concord_knowledge::Knowledge;
use jiff::{civil::Date, tz::TimeZone};
use std::{collections::HashSet, sync::Arc};

/// Who gives out what to whom.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// The practice.
    pub practice: &'a Practice,
    /// Who makes the paper: a name, with the role behind it.
    pub by: &'a str,
    /// Who gets it; empty where nobody is named.
    pub to: &'a str,
    /// What for; empty where nothing is named.
    pub purpose: &'a str,
    /// On whose consent, one sentence each.
    pub consents: &'a [String],
    /// The parts that are given out; `None` for everything that may leave.
    pub parts: Option<&'a [ReleasePart]>,
    /// The first day of what is given out.
    pub from: Option<Date>,
    /// The last day of what is given out.
    pub until: Option<Date>,
    /// The day on which the paper is made.
    pub today: Date,
    /// The practice's zone.
    pub zone: &'a TimeZone,
}

impl Given<'_> {
    fn has(&self, part: ReleasePart) -> bool {
        self.parts.is_none_or(|parts| parts.contains(&part))
    }

    /// True for what lies, as far as it is known, within the days that are given out.
    fn within(&self, at: When) -> bool {
        self.from.is_none_or(|from| at.last_day() >= from) && self.until.is_none_or(|until| at.first_day() <= until)
    }

    fn day(&self, at: When) -> String {
        when_words(at, self.zone)
    }

    fn lead(&self, first: String) -> Vec<String> {
        let mut lead =
            vec![first, format!("Given out by {} on {}, made by {}.", self.practice.name, day_words(self.today), self.by)];
        if !self.to.is_empty() {
            lead.push(format!("For {}. What for: {}.", self.to, self.purpose));
        }
        lead.extend(self.consents.iter().cloned());
        match (self.from, self.until) {
            (None, None) => {}
            (Some(from), None) => lead.push(format!("From {} on.", day_words(from))),
            (None, Some(until)) => lead.push(format!("Up to {}.", day_words(until))),
            (Some(from), Some(until)) => lead.push(format!("From {} to {}.", day_words(from), day_words(until))),
        }
        if let Some(parts) = self.parts {
            let words: Vec<&str> = parts.iter().map(ReleasePart::words).collect();
            lead.push(format!("Only these parts of the record: {}.", words.join("; ")));
        }
        lead
    }
}

/// What is never on such a paper, whatever the record holds.
const LEFT_OUT: [&str; 6] = [
    "Psychotherapy notes (45 CFR 164.501): they are kept apart and open to their author alone. They leave only with an authorisation that names them and nothing else.",
    "What was told alone beside a couple, family or group, and what was asked alone about safety at home: it belongs to the person who told it.",
    "Services to which a minor consented alone, and records of a substance-use programme (42 CFR Part 2): they leave only with a consent that names them.",
    "Joint notes and summaries of a couple, family or group, and the names of those who took part: they belong to several people, who all have to consent.",
    "The person’s own work between visits, diary and messages about it, which they share themselves; alerts, tasks and reading lists of the team.",
    "Texts of papers from elsewhere and records taken over from other systems: ask those who wrote them. The FHIR export holds them as they came.",
];

/// The chart as it may leave: no entry that carries a label, none that was corrected by one (its first account must not
/// come back), none that speaks of one.
pub fn leaving(chart: &Chart) -> Chart {
    let log: Vec<&Arc<Recorded>> = chart.log().collect();
    let labelled = log.iter().filter(|recorded| recorded.draft.sensitivity != Sensitivity::General);
    let mut hidden: HashSet<EventId> = labelled.map(|recorded| recorded.id()).collect();
    for recorded in log.iter().rev() {
        if let Some(earlier) = recorded.draft.amends.filter(|_| hidden.contains(&recorded.id())) {
            hidden.insert(earlier);
        }
    }
    for recorded in &log {
        if recorded.event().speaks_of().is_some_and(|of| hidden.contains(&of)) {
            hidden.insert(recorded.id());
        }
    }
    Chart::fold(chart.id, log.into_iter().filter(|recorded| !hidden.contains(&recorded.id())).map(Arc::clone))
}

/// One person's record. The chart is cut down by [`leaving`] here: there is no way around it.
pub fn record_paper(chart: &Chart, knowledge: &Knowledge, given: &Given<'_>) -> Document {
    let chart = &leaving(chart);
    let person = chart.registration.person.as_ref();
    let name = person.map_or_else(
        || "Name not known".to_owned(),
        |person| format!("{} {}", person.given_name, person.family_name).trim().to_owned(),
    );
    let born = person.and_then(|person| person.birth_date).map_or_else(|| "not known".to_owned(), |born| given.day(born));
    let title = if given.parts.is_some() { format!("From the record of {name}") } else { format!("Record of {name}") };
    let mut sections = vec![about(chart, given), left_out(given)];
    sections.extend(care::sections(chart, given));
    sections.extend(medicines::sections(chart, knowledge, given));
    sections.extend(therapy::sections(chart, knowledge, given));
    sections.extend(measures::sections(chart, knowledge, given));
    sections.extend(body::sections(chart, given));
    sections.extend(safety::sections(chart, given));
    sections.extend(care::visits(chart, given));
    if given.parts.is_none() {
        sections.extend(safety::papers_and_consents(chart, given));
        sections.push(corrections::section(chart, given));
    }
    sections.retain(|section| !section.blocks.is_empty());
    Document {
        title,
        author: given.practice.name.clone(),
        lead: given.lead(format!("Born {born}. Record number {}.", said(&chart.registration.record_number))),
        foot: format!("{name}, born {born}. Given out on {}", day_words(given.today)),
        sections,
    }
}

fn about(chart: &Chart, given: &Given<'_>) -> Section {
    let mut lines: Vec<String> =
        chart.registration.team.iter().map(|member| format!("{}, {}", member.name, member.role.words())).collect();
    if lines.is_empty() {
        lines.push("Nobody is named as the care team.".to_owned());
    }
    if let Some(since) = chart.registration.episode_since {
        lines.push(format!("In care here since {}.", given.day(since)));
    }
    if let Some((at, _)) = &chart.registration.episode_ended {
        lines.push(format!("Care here ended: {}.", given.day(*at)));
    }
    lines.extend(given.practice.reach.iter().cloned());
    Section::of("Who looks after them, and how to reach us", Block::List(lines))
}

fn left_out(given: &Given<'_>) -> Section {
    let mut lines: Vec<String> = LEFT_OUT.iter().map(|line| (*line).to_owned()).collect();
    if given.parts.is_some() {
        lines.push("Every part of the record that is not named above.".to_owned());
    }
    Section {
        heading: "What is left out, and why".to_owned(),
        blocks: vec![
            Block::Text("This list is the same for every record. It does not say whether there is any of it.".to_owned()),
            Block::List(lines),
        ],
    }
}

/// A text, or that nothing was said.
fn said(text: &str) -> String {
    if text.trim().is_empty() { "not said".to_owned() } else { text.trim().to_owned() }
}

/// Texts that are there, in one line.
fn joined(parts: &[&str]) -> String {
    let mut there: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    let last = there.len().saturating_sub(1);
    there.iter_mut().take(last).for_each(|part| *part = part.trim_end_matches('.'));
    there.join("; ")
}
