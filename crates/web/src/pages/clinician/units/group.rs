//! A group: roster, who came when, topics, the group's note, and a line about one member that goes to their own record.

use super::super::frame;
use super::{
    inputs::{Goes, Input},
    page::Seen,
    rooms,
};
use crate::components::{icon::Icon, status_tag::tag};
use concord_chart::unit::{Attendance, JointSession, Member};
use maud::{Markup, html};

/// Columns of the grid of attendance.
const SESSIONS: usize = 12;

/// The page.
pub(super) fn page(seen: &Seen<'_>) -> Markup {
    let what = &seen.unit.what;
    let size = match what.places {
        Some(places) => format!("{} of {places} places", seen.unit.members.len()),
        None => format!("{} members", seen.unit.members.len()),
    };
    html! {
        header.page-head { div {
            h2 { "The group" }
            p.lead { (size) ", " @if what.open { "open to new members" } @else { "closed once it has begun" } ". Its members see it as “" (what.public_name) "” and see nobody else: no name, no number." }
        } }
        (attendance(seen))
        div.two-columns {
            section.card.room.joint { h3 { "Sessions" } (rooms::sessions(seen)) (topics(seen)) @if seen.writes() { (joint_inputs(seen)) } }
            aside aria-label="Beside the group" { (rooms::rule(seen)) @if seen.writes() { section.card.noprint { h3 { "The group itself" } (rooms::belonging(seen)) } } }
        }
    }
}

fn attendance(seen: &Seen<'_>) -> Markup {
    let (today, zone) = (seen.app.clinic.today(), seen.app.clinic.zone());
    let mut held: Vec<&JointSession> = seen.unit.sessions.iter().filter(|session| session.held.is_some()).collect();
    held.sort_by(|one, other| one.at.order(&other.at));
    let held = &held[held.len().saturating_sub(SESSIONS)..];
    html! {
        section.card.flush aria-label="Who came" { div.xscroll { table.attendance {
            thead { tr { th { "Member" } th { "Agreement" } @for session in held { th.num { (frame::day(session.at, today, &zone)) } } th.num { "Came" } } }
            tbody { @for member in &seen.unit.members { (line(seen, member, held)) } }
        } } @if seen.unit.members.is_empty() { p.pad.muted { "Nobody yet." } } }
    }
}

fn line(seen: &Seen<'_>, member: &Member, held: &[&JointSession]) -> Markup {
    let came = |session: &JointSession| session.held.as_ref().and_then(|held| held.attendance.get(&member.chart).copied());
    let all = seen.unit.sessions.iter().filter_map(came);
    let (expected, present) = all.fold((0, 0), |(all, present), came| (all + 1, present + usize::from(came == Attendance::Came)));
    html! {
        tr {
            th scope="row" { a href=(format!("/chart/{}", member.chart)) { (member.name) } }
            td { @if seen.unit.signed.contains_key(&member.chart) { (tag("good", Some(Icon::Check), "signed")) } @else { (tag("care", None, "not signed")) } }
            @for session in held { td.num { @match came(session) {
                Some(Attendance::Came) => { "●" span.vh { "came" } }
                Some(Attendance::Cancelled) => { "○" span.vh { "cancelled" } }
                Some(Attendance::DidNotCome) => { "×" span.vh { "did not come" } }
                None => { span.vh { "not a member then" } }
            } } }
            td.num { (present) " of " (expected) }
        }
    }
}

fn topics(seen: &Seen<'_>) -> Markup {
    let (today, zone) = (seen.app.clinic.today(), seen.app.clinic.zone());
    let topic = |session: &JointSession| {
        let held = session.held.as_ref().map(|held| held.topic.clone()).filter(|topic| !topic.is_empty());
        held.or_else(|| session.planned.as_ref().map(|planned| planned.topic.clone())).filter(|topic| !topic.is_empty())
    };
    let named: Vec<_> =
        seen.unit.sessions.iter().rev().filter_map(|session| Some((session.at, topic(session)?))).take(6).collect();
    html! { @if !named.is_empty() { h3 { "Topics" } ul.plain { @for (at, topic) in &named { li { (frame::day(*at, today, &zone)) ": " (topic) } } } } }
}

fn joint_inputs(seen: &Seen<'_>) -> Markup {
    let input = |act, title, button| Input { goes: Goes::Both("the whole group"), act, title, button };
    let (note, task) = (
        input("note", "The group’s note of a session", "Sign the group’s note"),
        input("task", "Homework for all", "Set it on each own record"),
    );
    let (open, held) = (rooms::open_sessions(seen), rooms::held_sessions(seen));
    let open: Vec<(&str, &str)> = open.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let held: Vec<(&str, &str)> = held.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    html! {
        div.noprint {
            (rooms::plan(seen))
            @if !open.is_empty() { (rooms::held_input(seen, &open)) (rooms::off(seen, &open)) }
            @if !held.is_empty() { (note.draw(seen, html! { (note.choice(seen, "session", "Of which session", &held)) (note.lines(seen, "words", "About the group; it names nobody", 6)) })) }
            (task.draw(seen, html! { (task.line(seen, "words", "The task", "text")) (task.line(seen, "due", "Until", "date")) }))
            h3 { "A line about one member" }
            @for member in &seen.unit.members { (line_about(seen, member)) }
        }
    }
}

fn line_about(seen: &Seen<'_>, member: &Member) -> Markup {
    let given = member.name.split_whitespace().next().unwrap_or(&member.name);
    let line =
        Input { goes: Goes::Only(member.chart, given), act: "line", title: &member.name, button: "Sign it on their own record" };
    line.draw(seen, line.lines(seen, "words", "The line; it names no other member", 3))
}
