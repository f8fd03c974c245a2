//! The author's own notes on a record, the newest first, each with its earlier versions.

use crate::{
    app::Shared,
    components::icon::{Icon, icon},
};
use concord_actions::{SealedNote, SealedSide};
use concord_chart::ChartId;
use concord_sealed::piece::{Note, Trace};
use jiff::{Timestamp, tz::TimeZone};
use maud::{Markup, html};

/// The list, and the journal where it was asked for.
pub(super) fn list(app: &Shared, chart: ChartId, side: &SealedSide, journal: Option<&[Trace]>) -> Markup {
    let SealedSide::Open { notes, .. } = side else { return html! { div {} } };
    let zone = app.clinic.zone();
    html! {
        section.stack aria-labelledby="own-notes" {
            h3 #own-notes { "Yours on this record" }
            @if notes.is_empty() { p.muted { "None yet." } }
            @for note in notes { (one(chart, note, &zone)) }
            @match journal {
                Some(journal) => (traces(journal, &zone)),
                None => p.small { a href=(format!("/chart/{chart}/sealed?journal=yes")) { "What I did here" } },
            }
        }
    }
}

fn one(chart: ChartId, note: &SealedNote, zone: &TimeZone) -> Markup {
    html! {
        article.card.pad.seal-note {
            (written(&note.note, zone))
            @if !note.own_hand {
                p.small.muted {
                    @match &note.note.from {
                        Some(from) => { "Sent by " (from.system) ", where " (from.author) " wrote it." }
                        None => { (icon(Icon::Triangle)) "This was sealed for you by somebody else. Do not take it for your own." }
                    }
                }
            }
            p.small { a href=(format!("/chart/{chart}/sealed?revise={}", note.id)) { "Write a later version" } }
            @if !note.earlier.is_empty() {
                details { summary { "Earlier versions: " (note.earlier.len()) } @for earlier in &note.earlier { div.seal-earlier { (written(earlier, zone)) } } }
            }
        }
    }
}

fn written(note: &Note, zone: &TimeZone) -> Markup {
    html! {
        h4 { @if note.title.is_empty() { (moment(note.at, zone)) } @else { (note.title) } }
        @if !note.title.is_empty() { p.small.muted { (moment(note.at, zone)) } }
        p.prose { (note.text) }
        @for left in &note.left { p.small.muted { "Left here: " (left.words.join(", ")) ". " (left.reason) } }
    }
}

fn traces(journal: &[Trace], zone: &TimeZone) -> Markup {
    html! {
        section aria-labelledby="journal" {
            h3 #journal { "What you did here" }
            p.small.muted { "Kept inside your seal. Nobody else can see it." }
            ul.bare { @for trace in journal { li { (moment(trace.at, zone)) ": " (trace.what) } } }
        }
    }
}

fn moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%-d %b %Y, %H:%M").to_string()
}
