//! Thought records, column by column, as far as they are shared with the reader.

use super::{Desk, cognitive::SHOWN, lines, short, words_of};
use crate::components::{empty_state::empty_state, status_tag::tag};
use concord_chart::work::{Piece, Thought, ThoughtRecorded};
use concord_knowledge::ListName;
use maud::{Markup, html};

/// Thought records, the latest first. Of one that is not shared only its day and form are told.
pub(super) fn section(desk: &Desk<'_>) -> Markup {
    let all = &desk.chart().work.thoughts;
    html! {
        section.card aria-labelledby="thoughts" {
            h2 #thoughts { "Thought records" }
            @if all.is_empty() { (empty_state("None yet", "What happened, the thought, and a fairer way to say it: each record stands here once it is written.", None)) }
            @for piece in all.iter().rev().take(SHOWN) { (record(desk, piece)) }
            @if all.len() > SHOWN { p.small.muted { (all.len() - SHOWN) " earlier ones." } }
        }
    }
}

fn record(desk: &Desk<'_>, piece: &Piece<ThoughtRecorded>) -> Markup {
    let record = &piece.what;
    let readable = !record.situation.is_empty() || !record.thoughts.is_empty() || !record.moods.is_empty();
    html! {
        article.work-piece {
            p.small.muted { (short(piece.at, desk)) ", " (record.columns()) " columns, reached column " (record.reached) }
            @if readable { (columns(desk, record)) }
            @else { p.small { (tag("line", None, "not shared with you")) " It counts as done; the words stay with " (desk.given_name()) "." } }
            (lines::about(desk, piece.id))
        }
    }
}

/// What was written in each column. One that is empty or was not reached is left out: the line above says how far it went.
fn columns(desk: &Desk<'_>, record: &ThoughtRecorded) -> Markup {
    let hot = record.hot();
    let others: Vec<&Thought> = record.thoughts.iter().filter(|thought| hot.is_some_and(|hot| *thought != hot)).collect();
    let habits: Vec<String> = record.distortions.iter().map(|code| words_of(desk, ListName::Distortions, code)).collect();
    html! {
        @if !record.situation.is_empty() { p { (record.situation) } }
        @if let Some(hot) = hot { p.quote { "“" (hot.text) "”" } (believed(hot)) }
        @for thought in &others { p.small { "Also: “" (thought.text) "”" @if let Some(before) = thought.before { span.muted { " believed " (before) " of 100" } } } }
        @for (name, text) in [("What speaks for it", &record.evidence_for), ("What speaks against it", &record.evidence_against)] {
            @if !text.is_empty() { p.small { b { (name) ": " } (text) } }
        }
        @if let Some(balanced) = &record.balanced { p { "Fairer: “" (balanced.text) "”" @if let Some(belief) = balanced.belief { span.small.muted { " believed " (belief) } } } }
        @if !record.outcome.is_empty() { p.small { b { "What came of it: " } (record.outcome) } }
        @for mood in &record.moods { span.small { (mood.name) " " @if let Some(before) = mood.before { (before) } @else { "not rated" } @if let Some(after) = mood.after { " → " b { (after) } } "  " } }
        @if !habits.is_empty() { p.small.muted { "Habits spotted: " (habits.join(", ")) } }
    }
}

fn believed(hot: &Thought) -> Markup {
    html! {
        @match (hot.before, hot.after) {
            (Some(before), Some(after)) => p.small { "Believed " (before) " → " b { (after) } " of 100" },
            (Some(before), None) => p.small { "Believed " (before) " of 100, not rated again" },
            _ => {},
        }
    }
}
