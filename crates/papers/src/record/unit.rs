//! What of a couple's, family's or group's record is given out with the consent of all: what was agreed, done and written
//! for all of them. Nothing of any member's own record can be on it, because it is not read for it.

use super::{
    Given,
    care::{list, table},
};
use crate::{
    document::{Block, Document, Row, Section},
    words::{capitalised, day_words},
};
use concord_chart::{
    Chart,
    release::ReleasePart,
    unit::{JointSession, Unit, UnitKind},
};

const DATES: &[(&str, f32)] = &[("When", 0.4), ("What became of it", 0.35), ("Minutes", 0.25)];

/// What is never on it.
const LEFT_OUT: [&str; 4] = [
    "What any member told alone, in this practice or beside the joint sessions.",
    "Each member’s own scores, answers, medicines and notes: these stand on that person’s own record and leave with that person’s own consent.",
    "Who came to which session, who signed what, and what one member brought into the room in their own words.",
    "Psychotherapy notes (45 CFR 164.501), and what the therapists talk about among themselves.",
];

/// The joint record as it is released; `None` where the chart is no unit's record.
pub fn unit_paper(chart: &Chart, given: &Given<'_>) -> Option<Document> {
    let chart = &super::leaving(chart);
    let unit = chart.unit.as_ref()?;
    let title = format!("From the joint record: {}", unit.what.name);
    let mut sections = vec![about(chart, unit, given), left_out()];
    if given.has(ReleasePart::JointDates) {
        sections.push(dates(unit, given));
    }
    if given.has(ReleasePart::JointGoals) {
        sections.push(goals(unit, given));
    }
    if given.has(ReleasePart::JointNotes) {
        sections.push(notes(chart, unit, given));
    }
    sections.retain(|section| !section.blocks.is_empty());
    Some(Document {
        foot: format!("{}. Given out on {}", unit.what.name, day_words(given.today)),
        author: given.practice.name.clone(),
        lead: given.lead(format!("{} in care here since {}.", capitalised(unit.what.kind.words()), given.day(unit.since))),
        title,
        sections,
    })
}

fn about(chart: &Chart, unit: &Unit, given: &Given<'_>) -> Section {
    let team = chart.registration.team.iter().map(|member| format!("{}, {}", member.name, member.role.words()));
    let mut lines: Vec<String> = team.collect();
    lines.push(match unit.what.kind {
        // Who is in a group is nobody's to know.
        UnitKind::Group | UnitKind::ConsultationTeam => "The members are not named.".to_owned(),
        UnitKind::Couple | UnitKind::Family => {
            let former = unit.former.iter().map(|(_, member)| member);
            let names: Vec<&str> = unit.members.iter().chain(former).map(|member| member.name.as_str()).collect();
            format!("It belongs to {}.", names.join(" and "))
        }
    });
    if let Some((at, closed)) = &unit.closed {
        lines.push(format!("Ended {}: {}.", given.day(*at), closed.how.words()));
    }
    lines.extend(given.practice.reach.iter().cloned());
    Section::of("Whose record it is, and how to reach us", Block::List(lines))
}

fn left_out() -> Section {
    Section {
        heading: "What is left out, and why".to_owned(),
        blocks: vec![
            Block::Text("This list is the same for every joint record. It does not say whether there is any of it.".to_owned()),
            Block::List(LEFT_OUT.iter().map(|line| (*line).to_owned()).collect()),
        ],
    }
}

fn in_order<'a>(unit: &'a Unit, given: &Given<'_>) -> Vec<&'a JointSession> {
    let mut shown: Vec<&JointSession> = unit.sessions.iter().filter(|session| given.within(session.at)).collect();
    shown.sort_by(|a, b| a.at.order(&b.at));
    shown
}

fn dates(unit: &Unit, given: &Given<'_>) -> Section {
    let row = |session: &JointSession| {
        let minutes = session.held.as_ref().and_then(|held| held.minutes);
        let minutes = minutes.or(session.planned.as_ref().map(|planned| planned.minutes));
        // Why it did not take place may be about one member alone.
        let state = match (&session.held, &session.not_held) {
            (Some(_), _) => "held",
            (None, Some(_)) => "not held",
            (None, None) => "planned",
        };
        Row::of([given.day(session.at), state.to_owned(), minutes.map(|minutes| minutes.to_string()).unwrap_or_default()])
    };
    let rows = in_order(unit, given).into_iter().map(row).collect();
    Section { heading: "Joint sessions".to_owned(), blocks: table("Joint sessions, one a row.", DATES, rows) }
}

fn goals(unit: &Unit, given: &Given<'_>) -> Section {
    let mut lines: Vec<String> = Vec::new();
    let goals = unit.goals.iter().filter(|(at, _)| given.within(*at));
    lines.extend(goals.map(|(at, words)| format!("Goal, {}: “{words}”", given.day(*at))));
    for task in unit.tasks.iter().filter(|task| given.within(task.set)) {
        let done = task.reported.as_ref().map(|(_, reported)| format!(": {} % done", reported.done_percent)).unwrap_or_default();
        lines.push(format!("Task for all, {}: {}{done}", given.day(task.set), task.what.words));
    }
    let counted = unit.measures.iter().filter(|(at, _)| given.within(*at));
    lines.extend(
        counted.map(|(at, measured)| format!("Counted together, {}: {}: {}", given.day(*at), measured.what, measured.value)),
    );
    Section { heading: "Goals, tasks and the shared measure".to_owned(), blocks: list(lines) }
}

fn notes(chart: &Chart, unit: &Unit, given: &Given<'_>) -> Section {
    let mut blocks = Vec::new();
    for session in in_order(unit, given) {
        let summary = session.held.as_ref().map(|held| held.summary.trim()).filter(|summary| !summary.is_empty());
        if summary.is_some() || session.note.is_some() {
            blocks.push(Block::Heading(format!("Session of {}", given.day(session.at))));
        }
        blocks.extend(summary.map(|summary| Block::Text(format!("Summary: {summary}"))));
        let Some((id, by, note)) = &session.note else { continue };
        for section in &note.sections {
            let heading = if section.heading.is_empty() { String::new() } else { format!("{}: ", section.heading) };
            blocks.push(Block::Text(format!("{heading}{}", section.text)));
        }
        blocks.push(Block::Text(format!("Signed by {by}.")));
        let added = chart.addenda.iter().filter(|addendum| addendum.what.note == *id);
        blocks.extend(added.map(|addendum| {
            Block::Text(format!("Added by {}, {}: {}", addendum.by, given.day(addendum.at), addendum.what.text))
        }));
    }
    Section { heading: "Summaries and joint notes".to_owned(), blocks }
}
