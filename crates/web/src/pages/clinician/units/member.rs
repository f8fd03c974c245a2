//! The own room of one member, as the therapist sees it.

use super::super::frame;
use super::{
    inputs::{Goes, Input},
    page::{Room, Seen},
};
use crate::components::{
    icon::{Icon, icon},
    status_tag::tag,
};
use crate::pages::own_lines::{medicine_lines, score_lines};
use concord_chart::{
    AuthorKind, Chart, When,
    disclosure::{Disclosure, Handling},
    therapy::{Format, SessionState},
};
use concord_engines::days::day_of;
use maud::{Markup, html};

/// The room; `others` are the names of those who never see it.
pub(super) fn room(seen: &Seen<'_>, room: &Room, others: &str) -> Markup {
    let id = format!("room-{}", room.member.chart.0.simple());
    html! {
        section.room.own aria-labelledby=(id) {
            p.room-head { (icon(Icon::Lock)) b id=(id) { (room.given()) "’s room" } span { (others) " never " @if others.contains(" and ") { "see" } @else { "sees" } } }
            div.room-body { @match &room.chart {
                None => p { (tag("unk", None, "not shared with you")) " You are not on " (room.given()) "’s own team." },
                Some(chart) => (inside(seen, room, chart)),
            } }
        }
    }
}

fn inside(seen: &Seen<'_>, room: &Room, chart: &Chart) -> Markup {
    let told: Vec<&Disclosure> = chart.disclosures.iter().filter(|told| told.what.unit == seen.id).collect();
    html! {
        h3 { "Scores" }
        (own_scores(seen, chart))
        h3 { "Medicine, own sessions" }
        p { (medicines(chart)) " " (own_sessions(seen, chart)) }
        h3 { "Told to " (seen.me()) " alone" }
        @if told.is_empty() { p.muted { "Nothing." } }
        @for told in &told { (one_told(seen, room, chart, told)) }
        h3 { "Asked alone" }
        (asked(seen, chart))
        @if seen.writes() { (inputs(seen, room)) }
    }
}

/// Totals of questionnaires that the person answered; the latest three.
fn own_scores(seen: &Seen<'_>, chart: &Chart) -> Markup {
    let lines = score_lines(chart, seen.app.clinic.knowledge(), &seen.app.clinic.zone());
    html! {
        @if lines.is_empty() { p.muted { "None yet." } }
        @for line in lines.iter().take(3) { (line.draw(&line.instrument.short_name)) }
    }
}

fn medicines(chart: &Chart) -> String {
    let lines = medicine_lines(chart);
    if lines.is_empty() { "No medicine.".to_owned() } else { format!("{}.", lines.join("; ")) }
}

/// Sessions that this member had alone; they stand in no other place.
fn own_sessions(seen: &Seen<'_>, chart: &Chart) -> String {
    let (today, zone) = (seen.app.clinic.today(), seen.app.clinic.zone());
    let joint = |format: Format| matches!(format, Format::Couple | Format::Family | Format::Group);
    let alone = chart.therapies.iter().flat_map(|course| &course.sessions);
    let days: Vec<String> = alone
        .filter(|session| session.state == SessionState::Held && !joint(session.format))
        .map(|session| frame::day(session.at, today, &zone))
        .collect();
    match days.as_slice() {
        [] => "No session alone.".to_owned(),
        [one] => format!("One session alone, {one}."),
        many => format!("{} sessions alone, last {}.", many.len(), many.last().map_or("", String::as_str)),
    }
}

/// True when the teller wrote it themselves and nobody has answered.
pub(super) fn waits(chart: &Chart, told: &Disclosure) -> bool {
    let by_teller = chart.entry(told.id).is_some_and(|entry| entry.recorded.author().kind == AuthorKind::Patient);
    by_teller && told.answers.is_empty()
}

fn one_told(seen: &Seen<'_>, room: &Room, chart: &Chart, told: &Disclosure) -> Markup {
    let (today, zone) = (seen.app.clinic.today(), seen.app.clinic.zone());
    let answer = Input {
        goes: Goes::Only(room.member.chart, room.given()),
        act: "answer",
        title: "Answer, alone",
        button: "Send the answer",
    };
    html! {
        article.told-line {
            p { b { "“" (told.what.words) "”" } }
            p.small.muted { (frame::moment(told.at, today, &zone)) @if !waits(chart, told) && told.answers.is_empty() { ", written down by " (told.by) } }
            p.row { (handling(told.handling)) @if waits(chart, told) { (tag("care", Some(Icon::Clock), "Not answered yet")) } }
            @for (at, by, words) in &told.answers { p.small { (by) ", " (frame::day(*at, today, &zone)) ": " (words) } }
            @if seen.writes() && told.answers.is_empty() {
                (answer_box(seen, &answer, told))
            }
        }
    }
}

/// The box with the event that it answers in it; its fields carry that event's id, so that several stand on one page.
fn answer_box(seen: &Seen<'_>, answer: &Input<'_>, told: &Disclosure) -> Markup {
    let Goes::Only(member, name) = answer.goes else { return html! {} };
    let prefix = format!("answer-{}", told.id.0.simple());
    let again = seen.typed.get("prefix") == prefix;
    let words = format!("{prefix}-words");
    html! {
        details.goes.own open[again] {
            summary id=(prefix) { (answer.title) }
            form.stack method="post" action=(format!("/unit/{}", seen.id)) data-once {
                p.goes-to { (icon(Icon::Lock)) "only " (name) }
                input type="hidden" name="key" value=(seen.app.clinic.fresh());
                input type="hidden" name="act" value=(answer.act);
                input type="hidden" name="prefix" value=(prefix);
                input type="hidden" name="member" value=(member);
                input type="hidden" name=(format!("{prefix}-told")) value=(told.id);
                div.field { label for=(words) { "Answer" } textarea id=(words) name=(words) rows="2" { (seen.typed.get(&words)) } }
                button.button.primary type="submit" { (answer.button) }
            }
        }
    }
}

/// What may be done with it, as its teller set it.
fn handling(handling: Handling) -> Markup {
    match handling {
        Handling::Keep => tag("", Some(Icon::Lock), "Keep"),
        Handling::AskFirst => tag("line", Some(Icon::Query), "Ask first"),
        Handling::MayBring => tag("psy", Some(Icon::Check), "May bring"),
    }
}

fn asked(seen: &Seen<'_>, chart: &Chart) -> Markup {
    let (today, zone) = (seen.app.clinic.today(), seen.app.clinic.zone());
    let times: Vec<_> = chart.asked_alone.iter().filter(|(_, _, asked)| asked.unit == seen.id).collect();
    let day = |at: &When| concord_engines::days::day_words(day_of(*at, &zone), today);
    html! {
        @if times.is_empty() { p { "Safe at home: " b { "not asked alone yet." } } }
        @for (_, at, asked) in &times {
            p { "Safe at home: asked " (day(at)) ", alone, " @if asked.concern { b { "something was told that somebody acts on" } } @else { "no concern told" } "." @if !asked.words.is_empty() { " " (asked.words) } @if !asked.done.is_empty() { " Done about it: " (asked.done) } }
        }
        @if !times.is_empty() { p.small.muted { "Not written in any joint place, and not shown on their own telephone." } }
    }
}

fn inputs(seen: &Seen<'_>, room: &Room) -> Markup {
    let input = |act, title, button| Input { goes: Goes::Only(room.member.chart, room.given()), act, title, button };
    let (told, asked, line) = (
        input("told", "They told me something alone", "Keep it in their room"),
        input("asked", "I asked alone whether they are safe", "Keep it in their room"),
        input("line", "A line about them, signed", "Sign it on their own record"),
    );
    let ways: Vec<(&str, &str)> = Handling::ALL.iter().map(|way| (way.words(), way.words())).collect();
    html! {
        div.noprint {
            (told.draw(seen, html! { (told.lines(seen, "words", "In their words", 2)) (told.choice(seen, "handling", "What I may do with it, as they say", &ways)) }))
            (asked.draw(seen, html! { (asked.choice(seen, "concern", "What was told", &[("no", "no concern"), ("yes", "something that somebody has to act on")])) (asked.lines(seen, "words", "In words; may be empty", 2)) (asked.lines(seen, "done", "What you did about it, where you have acted already", 2)) p.small { "A concern opens an alert and calls whoever is on call. Where you write what you did, it is kept as an alert that you closed. Neither shows on " (room.given()) "’s own pages." } }))
            (line.draw(seen, line.lines(seen, "words", "The line", 3)))
            p.small { a href=(format!("/chart/{}/sessions", room.member.chart)) { "Plan a session alone with " (room.given()) } " on their own record." }
        }
    }
}
