//! A couple or family as the therapist sees it: the joint room in the middle, a room for each member, a wall between each.

use super::super::frame;
use super::{
    inputs::{Goes, Input},
    member,
    page::{Room, Seen},
};
use crate::components::{
    icon::{Icon, icon, sized},
    status_tag::tag,
};
use crate::pages::own_lines::{capital, in_a_sentence};
use concord_chart::{
    therapy::NotHeld,
    unit::{Attendance, JointSession, SecretsPolicy, UnitEnd},
};
use maud::{Markup, html};

/// Members up to this number stand beside one another; more are a list.
const BESIDE: usize = 3;

/// The page.
pub(super) fn page(seen: &Seen<'_>) -> Markup {
    let rooms = &seen.rooms;
    let beside = if rooms.len() <= BESIDE { "rooms beside" } else { "rooms" };
    html! {
        header.page-head { div { h2 { "As you see it" } p.lead { "One joint room and a room for each. Only you can stand in all of them; nothing walks through a wall by itself." } } @if seen.writes() { div.row.noprint { (next_steps(seen)) } } }
        div class={ "card flush " (beside) } {
            @if let Some((first, others)) = rooms.split_first() {
                (member::room(seen, first, &names_beside(seen, first)))
                (wall())
                (joint(seen))
                @for other in others { (wall()) (member::room(seen, other, &names_beside(seen, other))) }
            }
        }
        div.three-cards { (before_you_send(seen)) (rule(seen)) (copies(seen)) }
        @if seen.writes() { section.card.noprint aria-label="The unit itself" { h3 { "The unit itself" } (belonging(seen)) } }
    }
}

/// What is waited for: a session that was not written down, and the first thing told alone that nobody has answered.
fn next_steps(seen: &Seen<'_>) -> Markup {
    let number = seen.unit.sessions.iter().filter(|session| session.held.is_some()).count() + 1;
    let asked = seen.rooms.iter().find_map(|room| {
        let chart = room.chart.as_ref()?;
        let told = chart.disclosures.iter().find(|told| told.what.unit == seen.id && member::waits(chart, told))?;
        Some((room.given(), format!("#answer-{}-words", told.id.0.simple())))
    });
    html! {
        @if !open_sessions(seen).is_empty() { a.button.secondary href="#held-session" { "Write session " (number) } }
        @if let Some((name, address)) = &asked { a.button.primary href=(address) { "Answer " (name) } }
    }
}

fn wall() -> Markup {
    html! { div.wall aria-hidden="true" {} }
}

/// "Tomas", "Tomas and Mia": everybody but this one.
fn names_beside(seen: &Seen<'_>, room: &Room) -> String {
    let names: Vec<&str> = seen.rooms.iter().filter(|other| other.member.chart != room.member.chart).map(Room::given).collect();
    in_a_sentence(&names)
}

/// What the head of the joint room says.
fn all(seen: &Seen<'_>) -> &'static str {
    if seen.rooms.len() == 2 { "both" } else { "all" }
}

fn joint(seen: &Seen<'_>) -> Markup {
    let (unit, today, zone) = (&seen.unit, seen.app.clinic.today(), seen.app.clinic.zone());
    html! {
        section.room.joint aria-labelledby="joint-room" {
            p.room-head { (icon(Icon::People)) b #joint-room { "Joint room" } span { (all(seen)) " see all of this" } }
            div.room-body {
                @for (at, words) in unit.goals.iter().rev().take(2) { p.goal-words { "“" (words) "”" } p.small.muted { (frame::day(*at, today, &zone)) } }
                @if unit.goals.is_empty() { p.muted { "No goal written yet." } }
                h3 { "Sessions" }
                (sessions(seen))
                h3 { "Set for " (all(seen)) }
                (tasks(seen))
                h3 { "The one shared measure" }
                (measure(seen))
                @if !unit.brought.is_empty() {
                    h3 { "Brought in" }
                    @for (at, member, words) in unit.brought.iter().rev() { p { "“" (words) "”" } p.small.muted { (name_of(seen, *member)) ", " (frame::day(*at, today, &zone)) } }
                }
                @if let Some(held) = unit.sessions.iter().rev().filter_map(|session| session.held.as_ref()).find(|held| !held.summary.is_empty()) {
                    h3 { "Summary for " (all(seen)) } p.prose { (held.summary) }
                }
                @if seen.writes() { (joint_inputs(seen)) }
            }
        }
    }
}

fn name_of<'a>(seen: &'a Seen<'_>, member: concord_chart::ChartId) -> &'a str {
    seen.unit.member(member).map_or("somebody", |member| member.name.split_whitespace().next().unwrap_or_default())
}

/// Joint circles: filled for a session that was kept, crossed for one that was missed, dashed for one to come.
pub(super) fn sessions(seen: &Seen<'_>) -> Markup {
    let (today, zone, now) = (seen.app.clinic.today(), seen.app.clinic.zone(), seen.app.clinic.now());
    let mut all: Vec<&JointSession> = seen.unit.sessions.iter().collect();
    all.sort_by(|one, other| one.at.order(&other.at));
    let kept = all.iter().filter(|session| session.held.is_some()).count();
    let missed = all.iter().filter(|session| session.not_held.is_some()).count();
    let planned: Vec<&&JointSession> =
        all.iter().filter(|session| session.held.is_none() && session.not_held.is_none()).collect();
    let words = format!("{kept} kept, {missed} missed, {} planned.", planned.len());
    let next = planned.iter().find(|session| session.planned.as_ref().is_some_and(|planned| planned.at >= now));
    html! {
        @if !all.is_empty() {
            ol.joint-circles aria-label=(words) { @for session in &all {
                @let (class, state) = if session.held.is_some() { ("kept", "kept") } else if session.not_held.is_some() { ("missed", "missed") } else { ("to-come", "planned") };
                li class=(class) title={ (frame::moment(session.at, today, &zone)) ", " (state) } { span.vh { (frame::day(session.at, today, &zone)) ": " (state) } }
            } }
        }
        p.small.muted { (words) @if let Some(next) = next { " Next " (frame::moment(next.at, today, &zone)) "." } " Own sessions stand in own rooms." }
        @for session in all.iter().rev().filter(|session| session.note.is_some()).take(3) { (note(seen, session)) }
    }
}

fn note(seen: &Seen<'_>, session: &JointSession) -> Markup {
    let (today, zone) = (seen.app.clinic.today(), seen.app.clinic.zone());
    html! {
        @if let Some((_, by, note)) = &session.note {
            details { summary { "Joint note, " (frame::day(session.at, today, &zone)) }
                @for section in &note.sections { @if !section.heading.is_empty() { h4 { (section.heading) } } p.prose { (section.text) } }
                p.small.muted { "Signed by " (by) }
            }
        }
    }
}

fn tasks(seen: &Seen<'_>) -> Markup {
    html! {
        @if seen.unit.tasks.is_empty() { p.muted { "Nothing set." } }
        ul.ticked { @for task in seen.unit.tasks.iter().rev().take(5) {
            li { @match &task.reported {
                Some((_, reported)) if reported.done_percent == 100 => { (sized(Icon::Check, 16)) span { (task.what.words) ": " b { "done" } } }
                Some((_, reported)) => { (sized(Icon::Level, 16)) span { (task.what.words) ": " (reported.done_percent) " %." @if !reported.could_not.is_empty() { " Could not, because “" (reported.could_not) "”" } } }
                None => { (sized(Icon::Clock, 16)) span { (task.what.words) ": not told yet" } }
            } }
        } }
    }
}

fn measure(seen: &Seen<'_>) -> Markup {
    let Some((_, last)) = seen.unit.measures.last() else { return html! { p.muted { "Nothing is counted yet." } } };
    let first =
        seen.unit.measures.iter().find(|(_, measured)| measured.what == last.what).map_or(last.value, |(_, first)| first.value);
    html! {
        p { (last.what) }
        p { @if first != last.value { span.muted { (first) " → " } } b.count-now { (last.value) } }
    }
}

fn joint_inputs(seen: &Seen<'_>) -> Markup {
    let input = |act, title, button| Input { goes: Goes::Both(all(seen)), act, title, button };
    let open: Vec<(String, String)> = open_sessions(seen);
    let open: Vec<(&str, &str)> = open.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let held: Vec<(String, String)> = held_sessions(seen);
    let held: Vec<(&str, &str)> = held.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let (goal, task, done, measure, note) = (
        input("goal", "A goal, in their words", "Keep it"),
        input("task", "A task for all", "Set it"),
        input("task-done", "What became of a task", "Keep it"),
        input("measure", "What they counted", "Keep it"),
        input("note", "Joint note of a session", "Sign the joint note"),
    );
    let tasks: Vec<(String, String)> =
        seen.unit.tasks.iter().rev().map(|task| (task.what.task.to_string(), task.what.words.clone())).collect();
    let tasks: Vec<(&str, &str)> = tasks.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    html! {
        div.noprint {
            (plan(seen))
            @if !open.is_empty() { (held_input(seen, &open)) (off(seen, &open)) }
            @if !held.is_empty() { (note.draw(seen, html! { (note.choice(seen, "session", "Of which session", &held)) (note.lines(seen, "words", "What happened between them", 6)) p.small { "The members read it once every one of them allows it." } })) }
            (goal.draw(seen, goal.lines(seen, "words", "The goal", 2)))
            (task.draw(seen, html! { (task.line(seen, "words", "The task", "text")) (task.line(seen, "due", "Until", "date")) }))
            @if !tasks.is_empty() { (done.draw(seen, html! { (done.choice(seen, "task", "Which", &tasks)) (done.choice(seen, "done", "How much was done", &DONE)) (done.line(seen, "words", "Could not, because", "text")) })) }
            (measure.draw(seen, html! { (measure.line(seen, "words", "What is counted, in their words", "text")) (measure.line(seen, "value", "How many", "number")) }))
        }
    }
}

const DONE: [(&str, &str); 4] = [("100", "all of it"), ("67", "most of it"), ("33", "some of it"), ("0", "none of it")];

/// A session is planned on the joint record and on every member's own.
pub(super) fn plan(seen: &Seen<'_>) -> Markup {
    let input = Input {
        goes: Goes::Both("all, on each own record too"),
        act: "plan",
        title: "Plan a session",
        button: "Plan it for all",
    };
    let practice = seen.app.clinic.practice();
    let places: Vec<(&str, &str)> = [("", "not said")]
        .into_iter()
        .chain(practice.places.iter().map(|place| (place.id.as_str(), place.name.as_str())))
        .collect();
    input.draw(
        seen,
        html! {
            (input.line(seen, "at", "Begins at", "datetime-local"))
            (input.line(seen, "minutes", "Minutes", "number"))
            (input.choice(seen, "place", "Where", &places))
            (input.line(seen, "topic", "Topic, if there is one", "text"))
            p.small { "Visit lists and reminders of its members say “a visit” and name nobody else." }
        },
    )
}

/// Sessions whose outcome is not written down: id and words.
pub(super) fn open_sessions(seen: &Seen<'_>) -> Vec<(String, String)> {
    let open = seen.unit.sessions.iter().filter(|session| session.held.is_none() && session.not_held.is_none());
    open.map(|session| in_a_list(seen, session)).collect()
}

/// Sessions that took place and have no joint note.
pub(super) fn held_sessions(seen: &Seen<'_>) -> Vec<(String, String)> {
    let held = seen.unit.sessions.iter().rev().filter(|session| session.held.is_some() && session.note.is_none());
    held.map(|session| in_a_list(seen, session)).collect()
}

fn in_a_list(seen: &Seen<'_>, session: &JointSession) -> (String, String) {
    (session.id.to_string(), frame::moment(session.at, seen.app.clinic.today(), &seen.app.clinic.zone()))
}

/// Who came, and what all may read.
pub(super) fn held_input(seen: &Seen<'_>, open: &[(&str, &str)]) -> Markup {
    let input = Input { goes: Goes::Both("all"), act: "held", title: "A session took place", button: "Keep it on each record" };
    input.draw(seen, html! {
        (input.choice(seen, "session", "Which", open))
        @for member in &seen.unit.members {
            @let name = format!("came-{}", member.chart);
            fieldset.came { legend { (member.name) }
                @for known in Attendance::ALL { label.choice { input type="radio" name=(name) value=(known.words()) checked[seen.typed.has(&name, known.words())]; span { (known.words()) } } }
            }
        }
        (input.line(seen, "minutes", "Minutes", "number"))
        (input.line(seen, "topic", "Topic or module", "text"))
        (input.lines(seen, "words", "Summary that every member reads", 3))
        p.small { "Each own record gets that they came or did not, and not a word of what was said." }
    })
}

/// It took place for nobody.
pub(super) fn off(seen: &Seen<'_>, open: &[(&str, &str)]) -> Markup {
    let input =
        Input { goes: Goes::Both("all"), act: "off", title: "A session did not take place", button: "Keep it on each record" };
    let why: Vec<(&str, &str)> = NotHeld::ALL.iter().map(|why| (why.words(), why.words())).collect();
    input.draw(seen, html! { (input.choice(seen, "session", "Which", open)) (input.choice(seen, "why", "Why", &why)) })
}

fn before_you_send(seen: &Seen<'_>) -> Markup {
    html! {
        section.card { h3 { "Before you press send" }
            p.small { "Every box says where it goes. The head of the box is the room." }
            ul.heads {
                @for room in &seen.rooms { li.own { (icon(Icon::Lock)) "only " (room.given()) } }
                li.joint { (icon(Icon::People)) (all(seen)) }
                li.sealed { (icon(Icon::Lock)) "sealed, only me" }
            }
            p.small.muted { "What is sealed is written on each one’s own record and opens with your sign-in alone." }
        }
    }
}

/// The rule, who signed it, and how to choose and sign.
pub(super) fn rule(seen: &Seen<'_>) -> Markup {
    let (unit, today, zone) = (&seen.unit, seen.app.clinic.today(), seen.app.clinic.zone());
    html! {
        section.card { h3 { "Our rule on secrets, in their words and yours" }
            @match &unit.policy {
                None => p { (tag("care", Some(Icon::Pencil), "not chosen yet")) " Before the first session everybody signs it." },
                Some((at, policy)) => {
                    p { b { (capital(policy.policy.words())) } span.muted { ", since " (frame::day(*at, today, &zone)) } }
                    p.prose { (policy.words) }
                    ul.plain { @for member in &unit.members { li { (member.name) ": " @match unit.signed.get(&member.chart) {
                        Some((at, how)) => { "signed " (frame::day(*at, today, &zone)) ", " (how) }
                        None => { b { "not signed yet" } }
                    } } } }
                }
            }
            @if seen.writes() { div.noprint { (rule_inputs(seen)) } }
        }
    }
}

fn rule_inputs(seen: &Seen<'_>) -> Markup {
    let rule = Input {
        goes: Goes::Both("all read and sign it"),
        act: "rule",
        title: "Choose the rule",
        button: "Choose it; all sign anew",
    };
    let paper = Input { goes: Goes::Both("all"), act: "paper", title: "Somebody signed on paper", button: "I have seen it" };
    let rules: Vec<(&str, &str)> = SecretsPolicy::ALL.iter().map(|policy| (policy.words(), policy.words())).collect();
    let missing = members(seen, |member| !seen.unit.signed.contains_key(&member.chart));
    let missing: Vec<(&str, &str)> = missing.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
    html! {
        (rule.draw(seen, html! { (rule.choice(seen, "policy", "Rule", &rules)) (rule.lines(seen, "words", "The rule in the words that everybody signs, with its exceptions", 5)) }))
        @if seen.unit.policy.is_some() && !missing.is_empty() { (paper.draw(seen, paper.choice(seen, "who", "Who", &missing))) }
    }
}

/// Members of whom something is true: id and name.
pub(super) fn members(seen: &Seen<'_>, of: impl Fn(&concord_chart::unit::Member) -> bool) -> Vec<(String, String)> {
    seen.unit.members.iter().filter(|member| of(member)).map(|member| (member.chart.to_string(), member.name.clone())).collect()
}

/// What is given out, and who has allowed it.
fn copies(seen: &Seen<'_>) -> Markup {
    let unit = &seen.unit;
    let asked: Vec<_> =
        unit.members.iter().chain(unit.former.iter().map(|(_, member)| member)).filter(|member| member.decides_alone).collect();
    html! {
        section.card { h3 { "If one asks for a copy" }
            p.small { "Joint notes: everybody who decides alone must allow it, also who has left. Own room: that person alone. Bills and visit letters say “a visit” and do not name the unit." }
            ul.plain { @for member in &asked { li { (member.name) ": " @if unit.released.contains(&(member.chart, String::new())) { b { "allows it" } } @else { "has not allowed it" } } } }
            @if unit.may_release("") { p { (tag("good", Some(Icon::Check), "the members read the joint notes")) } }
            @else { p { (tag("line", Some(Icon::Lock), "nobody gets the joint notes")) } }
            p.noprint { a href=(format!("/chart/{}/release", seen.id)) { "A court or somebody else outside asks for it" } }
        }
    }
}

/// Who joins, who leaves, how it ends.
pub(super) fn belonging(seen: &Seen<'_>) -> Markup {
    let input = |act, title, button| Input { goes: Goes::Both("all"), act, title, button };
    let (join, leave, close) = (
        input("join", "Somebody joins", "Take them in"),
        input("leave", "Somebody leaves", "Let them go"),
        input("close", "It ends", "End it"),
    );
    let present = members(seen, |_| true);
    let present: Vec<(&str, &str)> = present.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
    let ends: Vec<(&str, &str)> = UnitEnd::ALL.iter().map(|how| (how.words(), how.words())).collect();
    html! {
        @if seen.unit.what.kind != concord_chart::unit::UnitKind::Couple {
            (join.draw(seen, join.line(seen, "words", "Record number or name; in a family, who they are after a comma", "text")))
            (leave.draw(seen, html! { (leave.choice(seen, "who", "Who", &present)) (leave.line(seen, "words", "Why, for staff", "text")) }))
        }
        (close.draw(seen, html! { (close.choice(seen, "how", "How", &ends)) (close.lines(seen, "words", "In words that every member reads; may be empty", 2)) p.small { "The joint record is closed and stays readable as it was. Own rooms go back into each one’s own record. A new unit needs a new agreement." } }))
    }
}
