//! The joint room on the telephone: to the letter the same for every member of a couple or family, but for what each of
//! them signs and reports.

use super::super::frame;
use super::{Room, words};
use crate::{
    app::Shared,
    components::{
        form::{self, Field},
        icon::{Icon, icon, sized},
    },
};
use concord_actions::SharedScore;
use concord_chart::unit::{JointTask, UnitKind};
use jiff::ToSpan;
use maud::{Markup, html};

/// How much was done, in percent.
const DONE: [(&str, &str); 4] =
    [("100", "All of it"), ("67", "Most of it"), ("33", "Some of it"), ("0", "We could not, because…")];

/// The card.
pub(super) fn card(app: &Shared, room: &Room) -> Markup {
    let unit = &room.unit;
    html! {
        section.card.flush.joint-room aria-label=(words::OURS) {
            p.room-head { (icon(Icon::People)) b { (words::OURS) }
                @if !room.is_group() { span { (room.others()) " and " (room.therapist()) " see this too" } } }
            div.room-body {
                @if room.is_group() { p.small.muted { (words::GROUP) } }
                @if !unit.is_open() { p { (words::ENDED) } }
                @for (_, goal) in unit.goals.iter().rev().take(2) { p.goal-words { "“" (goal) "”" } }
                (next(app, room))
                (rule(app, room))
                @if room.is_group() { (came(room)) } @else { (tasks(app, room)) (measure(room)) (brought(room)) }
                (summary(room))
                (shared(room))
                (notes(app, room))
            }
        }
    }
}

fn next(app: &Shared, room: &Room) -> Markup {
    let zone = app.clinic.zone();
    let from = app.clinic.now().checked_sub(1.hour()).unwrap_or(app.clinic.now());
    let waiting = room.unit.sessions.iter().filter(|session| session.held.is_none() && session.not_held.is_none());
    let next = waiting
        .filter_map(|session| session.planned.as_ref())
        .filter(|planned| planned.at >= from)
        .min_by_key(|planned| planned.at);
    html! {
        @match next {
            Some(planned) => {
                p { b { (frame::short_day(planned.at.to_zoned(zone.clone()).date())) ", " (frame::clock_words(planned.at, &zone)) } ", together with " (room.therapist()) }
                @if !planned.topic.is_empty() { p { "About: " (planned.topic) } }
            }
            None => p.muted { (words::NO_DATE) },
        }
    }
}

/// The rule that stands, and the own signature; nobody else's.
fn rule(app: &Shared, room: &Room) -> Markup {
    let Some((_, policy)) = &room.unit.policy else { return html! {} };
    let signed = room.unit.signed.contains_key(&room.own.chart.id);
    html! {
        @if signed {
            details { summary { "Our rule, which I have signed" } p.prose { (policy.words) } }
        } @else {
            h2 { "Our rule" }
            p.small { (words::SIGN) }
            p.prose { (policy.words) }
            @if room.unit.is_open() {
                form method="post" action=(format!("/my/us/{}", room.id)) data-once {
                    input type="hidden" name="key" value=(frame::fresh_key(app));
                    input type="hidden" name="act" value="sign";
                    input type="hidden" name="words" value=(policy.words);
                    button.button.primary type="submit" { (words::I_SIGN) }
                }
            }
        }
    }
}

/// How often I came; nobody else's attendance reaches this page.
fn came(room: &Room) -> Markup {
    let own = room.own.chart.id;
    let held = room.unit.sessions.iter().filter_map(|session| session.held.as_ref()?.attendance.get(&own).copied());
    let (all, present) =
        held.fold((0, 0), |(all, present), came| (all + 1, present + usize::from(came == concord_chart::unit::Attendance::Came)));
    html! { @if all > 0 { p { "I came " (present) " of " (all) " times." } } }
}

fn tasks(app: &Shared, room: &Room) -> Markup {
    html! {
        @if room.unit.tasks.is_empty() { p.muted { (words::NO_TASK) } }
        ul.ticked { @for task in room.unit.tasks.iter().rev().take(5) { li {
            @match &task.reported {
                Some((_, reported)) if reported.done_percent == 100 => { (sized(Icon::Check, 16)) span { (task.what.words) ": done" } }
                Some((_, reported)) => { (sized(Icon::Level, 16)) span { (task.what.words) ": " (part(reported.done_percent)) } }
                None => { (sized(Icon::Clock, 16)) span { (task.what.words) @if room.unit.is_open() { (report(app, room, task)) } } }
            }
        } } }
    }
}

fn part(percent: u8) -> &'static str {
    match percent {
        0 => "not this time",
        1..=49 => "some of it",
        50..=99 => "most of it",
        _ => "done",
    }
}

fn report(app: &Shared, room: &Room, task: &JointTask) -> Markup {
    let name = format!("done-{}", task.what.task.0.simple());
    let sent = room.not_taken("task").filter(|sent| sent.task == task.what.task.to_string());
    html! {
        details open[sent.is_some()] { summary { "Say how it went" }
            form.stack method="post" action=(format!("/my/us/{}", room.id)) data-once data-draft=(name) {
                input type="hidden" name="key" value=(frame::fresh_key(app));
                input type="hidden" name="act" value="task";
                input type="hidden" name="task" value=(task.what.task);
                fieldset { legend { "We did" } @for (value, words) in DONE { label.choice { input type="radio" name="done" value=(value) checked[sent.is_some_and(|sent| sent.done == value)]; span { (words) } } } }
                div.field { label for=(name) { "What got in the way; everybody here reads it" } textarea id=(name) name="words" rows="2" { (sent.map_or("", |sent| sent.words.as_str())) } }
                button.button.secondary type="submit" { "Keep it for all of us" }
            }
        }
    }
}

fn measure(room: &Room) -> Markup {
    let Some((_, last)) = room.unit.measures.last() else { return html! {} };
    let first =
        room.unit.measures.iter().find(|(_, measured)| measured.what == last.what).map_or(last.value, |(_, first)| first.value);
    html! { p { (last.what) " " @if first != last.value { span.muted { (first) " → " } } b.count-now { (last.value) } } }
}

/// What somebody brought in, with whose words they are.
fn brought(room: &Room) -> Markup {
    let name = |member| {
        if member == room.own.chart.id {
            "me"
        } else {
            room.unit.member(member).map_or("one of us", |known| crate::pages::own_lines::given(&known.name))
        }
    };
    html! { @for (_, member, said) in room.unit.brought.iter().rev().take(5) { p { "“" (said) "”" span.small.muted { " (" (name(*member)) ")" } } } }
}

fn summary(room: &Room) -> Markup {
    let held = room.unit.sessions.iter().rev().filter_map(|session| session.held.as_ref());
    html! { @if let Some(held) = held.into_iter().find(|held| !held.summary.is_empty()) { h2 { "Last time" } p.prose { (held.summary) } } }
}

/// What another lets me see now; nothing at all where they let nothing.
fn shared(room: &Room) -> Markup {
    html! {
        @if matches!(room.unit.what.kind, UnitKind::Couple | UnitKind::Family) { @for other in &room.shared {
            h2 { (other.name) " lets us see" }
            ul.plain {
                @for score in &other.scores { li { (score.name) ": " (totals(score)) } }
                @for medicine in &other.medicines { li { (medicine) } }
            }
        } }
    }
}

/// The first and the latest; an old total is not shown as that of answers that have none.
fn totals(score: &SharedScore) -> Markup {
    html! {
        @match score.totals.as_slice() {
            [first, .., last] => { span.muted { (first) " → " } b { (last) } }
            [only] => b { (only) },
            [] => {}
        }
        @if score.latest_has_none { span.small.muted { " (the latest answers have no total)" } }
    }
}

fn notes(app: &Shared, room: &Room) -> Markup {
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    html! {
        @for note in &room.notes {
            details { summary { "Note, " (frame::past_day(concord_engines::days::day_of(note.at, &zone), today)) }
                @for section in &note.note.sections { @if !section.heading.is_empty() { h3 { (section.heading) } } p.prose { (section.text) } }
                p.small.muted { "Signed by " (note.by) }
            }
        }
    }
}

/// A line of text with a label, for the own room too.
pub(super) fn words_field(label: &str, value: &str) -> Markup {
    form::textarea(&Field { name: "words", label, value, ..Field::default() }, 3)
}
