//! The therapists' consultation team: what to talk about, what was agreed, how each of them is. It belongs to no patient's
//! record, and nobody outside the team can open it.

use super::super::frame;
use super::{
    inputs::{Goes, Input},
    page::Seen,
};
use crate::components::notice;
use concord_chart::unit::{TeamNote, TeamNoted};
use maud::{Markup, html};

/// Entries shown of each kind.
const SHOWN: usize = 12;

/// The page.
pub(super) fn page(seen: &Seen<'_>) -> Markup {
    html! {
        header.page-head { div { h2 { "Our own space" } p.lead { "For the therapists of this team alone: " (seen.team_words()) ". It stands outside every record, and no patient is named here." } } }
        div.three-cards {
            (kept(seen, TeamNote::Agenda, "To talk about"))
            (kept(seen, TeamNote::Agreement, "Agreed"))
            (wellbeing(seen))
        }
        @if seen.unit.is_open() { section.card.noprint { (input(seen)) } } @else { (notice::note(html! { "This team has ended; its space stays readable." })) }
    }
}

fn kept(seen: &Seen<'_>, kind: TeamNote, title: &str) -> Markup {
    let (today, zone) = (seen.app.clinic.today(), seen.app.clinic.zone());
    let all: Vec<_> = seen.unit.team_notes.iter().rev().filter(|(_, _, _, note)| note.kind == kind).take(SHOWN).collect();
    html! {
        section.card { h3 { (title) }
            @if all.is_empty() { p.muted { "Nothing yet." } }
            ul.plain { @for (_, at, by, note) in &all { li { (note.words) span.small.muted { " " (by) ", " (frame::day(*at, today, &zone)) } } } }
        }
    }
}

fn wellbeing(seen: &Seen<'_>) -> Markup {
    let (today, zone) = (seen.app.clinic.today(), seen.app.clinic.zone());
    let all: Vec<_> =
        seen.unit.team_notes.iter().rev().filter(|(_, _, _, note)| note.kind == TeamNote::Wellbeing).take(SHOWN).collect();
    let rated = |note: &TeamNoted| note.rating.map_or_else(|| "not rated".to_owned(), |rating| format!("{rating} of 10"));
    html! {
        section.card { h3 { "How we are" }
            @if all.is_empty() { p.muted { "Nobody has said." } }
            ul.plain { @for (_, at, by, note) in &all { li { b { (by) } ": " (rated(note)) @if !note.words.is_empty() { ". " (note.words) } span.small.muted { " " (frame::day(*at, today, &zone)) } } } }
        }
    }
}

fn input(seen: &Seen<'_>) -> Markup {
    let input = Input { goes: Goes::Both("our team, nobody else"), act: "team", title: "Write something", button: "Keep it" };
    let kinds: Vec<(&str, &str)> = TeamNote::ALL.iter().map(|kind| (kind.words(), kind.words())).collect();
    input.draw(
        seen,
        html! {
            (input.choice(seen, "kind", "What it is", &kinds))
            (input.lines(seen, "words", "In words; no patient is named here", 3))
            (input.line(seen, "rating", "How I am, 0 (spent) to 10 (well), where it is about that", "number"))
        },
    )
}
