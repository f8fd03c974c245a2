//! Courses of therapy with the signed notes of their sessions, other signed notes, complementary practice.

use super::{
    Given,
    care::{list, table},
    joined,
};
use crate::document::{Block, Row, Section};
use concord_chart::{
    Chart, EventId, SessionId,
    note::Note,
    practice::PracticeCourse,
    release::ReleasePart,
    session::SessionWritten,
    therapy::{Format, Session, SessionState, TherapyCourse},
};
use concord_knowledge::Knowledge;
use std::collections::HashSet;

const SESSIONS: &[(&str, f32)] = &[("When", 0.28), ("What became of it", 0.24), ("Minutes", 0.16), ("Form", 0.32)];

pub(super) fn sections(chart: &Chart, knowledge: &Knowledge, given: &Given<'_>) -> Vec<Section> {
    if !given.has(ReleasePart::Therapy) {
        return Vec::new();
    }
    let joint = joint_sessions(chart);
    let mut sections: Vec<Section> = chart.therapies.iter().map(|course| therapy(chart, course, &joint, given)).collect();
    sections.push(notes(chart, &joint, given));
    sections.extend(chart.practices.iter().map(|course| practice(course, knowledge, given)));
    sections
}

/// Sessions held with others: what was said in them belongs to all who were there.
fn joint_sessions(chart: &Chart) -> HashSet<SessionId> {
    let of_unit = |course: &TherapyCourse| course.plans.iter().any(|plan| plan.what.unit.is_some());
    let together = |session: &Session| matches!(session.format, Format::Couple | Format::Family | Format::Group);
    chart
        .therapies
        .iter()
        .flat_map(|course| course.sessions.iter().map(move |session| (course, session)))
        .filter(|(course, session)| of_unit(course) || together(session))
        .map(|(_, session)| session.id)
        .collect()
}

fn therapy(chart: &Chart, course: &TherapyCourse, joint: &HashSet<SessionId>, given: &Given<'_>) -> Section {
    let mut facts = vec![format!("Since {}, with {}", given.day(course.started), super::said(&course.what.therapist_name))];
    if !course.what.aim.is_empty() {
        facts.push(format!("Aim: {}", course.what.aim));
    }
    if let Some(plan) = course.plan().filter(|plan| !plan.targets.is_empty()) {
        facts.push(format!("Targets: {}", plan.targets.join("; ")));
    }
    let planned = course.plan().and_then(|plan| plan.planned_sessions).or(course.what.planned_sessions);
    let held = course.sessions.iter().filter(|session| session.state == SessionState::Held).count();
    facts.push(match planned {
        Some(planned) => format!("{held} of {planned} planned sessions held"),
        None => format!("{held} sessions held"),
    });
    if let Some((at, ended)) = &course.ended {
        facts.push(format!("Ended {}: {}", given.day(*at), joined(&[ended.how.words(), &ended.words])));
    }
    let shown: Vec<&Session> = course.sessions.iter().filter(|session| given.within(session.at)).collect();
    let mut blocks = list(facts);
    blocks.extend(table("Sessions, one a row.", SESSIONS, shown.iter().map(|session| session_row(session, given)).collect()));
    for session in shown.iter().filter(|session| !joint.contains(&session.id)) {
        blocks.extend(session_note(chart, session, given));
    }
    let name = if course.what.name.trim().is_empty() { "Therapy" } else { course.what.name.as_str() };
    Section { heading: format!("Therapy: {name}"), blocks }
}

fn session_row(session: &Session, given: &Given<'_>) -> Row {
    let state = match session.state {
        SessionState::Planned => "planned",
        SessionState::Held => "held",
        SessionState::NotHeld(why) => why.words(),
    };
    let minutes = session.minutes.map(|minutes| minutes.to_string()).unwrap_or_default();
    Row::of([given.day(session.at), state.to_owned(), minutes, session.format.words().to_owned()])
}

/// The signed face of a session.
fn session_note(chart: &Chart, session: &Session, given: &Given<'_>) -> Vec<Block> {
    let Some(written) = &session.written else {
        let summary = session.summary.trim();
        if summary.is_empty() {
            return Vec::new();
        }
        return vec![Block::Heading(format!("Session of {}", given.day(session.at))), Block::Text(summary.to_owned())];
    };
    let mut blocks = vec![Block::Heading(format!("Session of {}, signed by {}", given.day(session.at), written.by))];
    blocks.extend(parts(&written.what).into_iter().map(Block::Text));
    blocks.extend(added(chart, written.id, given));
    blocks
}

fn parts(written: &SessionWritten) -> Vec<String> {
    let (content, facts) = (&written.content, &written.facts);
    let named = [
        ("Summary", &written.summary),
        ("Subjective", &content.subjective),
        ("Objective", &content.objective),
        ("Behaviour", &content.behaviour),
        ("Problem", &content.problem),
        ("Goal", &content.goal),
        ("Intervention", &content.intervention),
        ("Response", &content.response),
        ("Assessment", &content.assessment),
        ("Plan", &content.plan),
        ("Diagnosis", &facts.diagnosis),
        ("Functional status", &facts.function),
        ("Treatment plan", &facts.plan),
        ("Symptoms", &facts.symptoms),
        ("Prognosis", &facts.prognosis),
        ("Progress", &facts.progress),
    ];
    let there = named.into_iter().filter(|(_, text)| !text.trim().is_empty());
    there.map(|(name, text)| format!("{name}: {}", text.trim())).collect()
}

/// What was added to a signed note later.
fn added(chart: &Chart, note: EventId, given: &Given<'_>) -> Vec<Block> {
    let own = chart.addenda.iter().filter(|addendum| addendum.what.note == note);
    own.map(|addendum| Block::Text(format!("Added by {}, {}: {}", addendum.by, given.day(addendum.at), addendum.what.text)))
        .collect()
}

fn notes(chart: &Chart, joint: &HashSet<SessionId>, given: &Given<'_>) -> Section {
    let together = |note: &&Note| note.what.session.is_some_and(|session| joint.contains(&session));
    let mut blocks = Vec::new();
    for note in chart.notes.iter().filter(|note| given.within(note.at) && !together(note)) {
        blocks.push(Block::Heading(format!("{}, signed by {}, {}", given.day(note.at), note.by, note.role)));
        let text = note.what.sections.iter().map(|section| {
            if section.heading.is_empty() { section.text.clone() } else { format!("{}: {}", section.heading, section.text) }
        });
        blocks.extend(text.map(Block::Text));
        blocks.extend(added(chart, note.id, given));
    }
    Section { heading: "Signed notes".to_owned(), blocks }
}

fn practice(course: &PracticeCourse, knowledge: &Knowledge, given: &Given<'_>) -> Section {
    let what = &course.what;
    let known = what.practice.as_ref().and_then(|id| knowledge.practice(id));
    let name = if what.name.trim().is_empty() { known.map_or("practice", |known| known.name.as_str()) } else { &what.name };
    let mut facts = vec![format!("Since {}, with {}", given.day(course.started), super::said(&what.practitioner_name))];
    if !what.aim.is_empty() {
        facts.push(format!("Aim: {}", what.aim));
    }
    let came = course.classes.iter().filter(|(_, came)| *came).count();
    facts.push(match course.planned_classes() {
        Some(planned) => format!("{came} of {planned} planned sessions attended"),
        None => format!("{came} sessions attended"),
    });
    let minutes: u32 = course.practised.iter().map(|(_, minutes)| u32::from(*minutes)).sum();
    facts.push(match course.home_minutes_week() {
        Some(aim) => format!("{minutes} minutes practised at home in all; {aim} minutes a week are agreed"),
        None => format!("{minutes} minutes practised at home in all"),
    });
    let done = course.written.iter().filter(|(_, at, ..)| given.within(*at));
    facts
        .extend(done.map(|(_, at, by, class)| format!("{}: {} ({by})", given.day(*at), joined(&[&class.what, &class.response]))));
    if let Some((at, ended)) = &course.ended {
        facts.push(format!("Ended {}: {}", given.day(*at), joined(&[ended.how.words(), &ended.words])));
    }
    Section { heading: format!("Complementary: {name}"), blocks: list(facts) }
}
