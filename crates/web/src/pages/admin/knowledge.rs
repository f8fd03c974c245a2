//! What medicine says here: which edition is in use, what was read in its source and what was not, and every source.

use crate::{
    app::Shared,
    components::{icon::Icon, status_tag::tag},
    errors::Problem,
    guard::Who,
    layout,
};
use axum::extract::{Query, State};
use concord_access::Role;
use concord_actions::ActionError;
use concord_chart::SourceId;
use concord_knowledge::{Entry, EntryKind, Source, Verification};
use maud::{Markup, html};
use serde::Deserialize;

/// Which entry is opened.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    entry: String,
}

/// The page; one entry's parts where one is asked for.
///
/// # Errors
/// The not-found page, when there is no such entry.
pub async fn show(State(app): State<Shared>, who: Who, Query(asked): Query<Asked>) -> Result<Markup, Problem> {
    let entries = app.clinic.knowledge().entries();
    let base = base(&who);
    if asked.entry.is_empty() {
        return Ok(layout::page(&app, Some(&who), "Knowledge", base, overview(&app, &entries, base)));
    }
    let entry = entries.iter().find(|entry| address(entry) == asked.entry);
    let entry = entry.ok_or_else(|| Problem::of(&app, Some(&who), ActionError::NotFound))?;
    Ok(layout::page(&app, Some(&who), entry.name, base, one(&app, entry, base)))
}

/// Where this reader finds it: those who treat read the same pages as the administrator.
fn base(who: &Who) -> &'static str {
    if who.subject.role == Role::Administrator { "/admin/knowledge" } else { "/knowledge" }
}

fn address(entry: &Entry<'_>) -> String {
    let kind = match entry.kind {
        EntryKind::Instrument => "instruments",
        EntryKind::Outcome => "outcomes",
        EntryKind::Substance => "substances",
        EntryKind::Therapy => "therapies",
        EntryKind::Practice => "practices",
        EntryKind::Words => "words",
        EntryKind::Skills => "skills",
        EntryKind::Scale => "scales",
        EntryKind::Rules => "rules",
        EntryKind::Schedule => "monitoring",
        EntryKind::Equivalents => "equivalents",
        EntryKind::Article => "education",
    };
    format!("{kind}/{}", entry.id)
}

fn overview(app: &Shared, entries: &[Entry<'_>], base: &str) -> Markup {
    let know = app.clinic.knowledge();
    let read: usize = entries.iter().map(Entry::read).sum();
    let unverified: usize = entries.iter().map(Entry::unverified).sum();
    let sources: Vec<&Source> = know.sources().collect();
    html! {
        header.page-head { div { h1 { "Knowledge" } p.lead { "In use: the edition of " (know.edition().strftime("%-d %B %Y")) ". Every number names its source; what nobody here has read there says so wherever it is shown." } } }
        dl.card.facts-row.counts {
            div { dt { "entries" } dd { (entries.len()) } }
            div { dt { "parts read in their source" } dd { (read) } }
            div.unchecked { dt { "parts unverified" } dd { (unverified) } }
            div { dt { "sources" } dd { (sources.len()) } }
        }
        @for kind in EntryKind::ALL { (of_kind(*kind, entries, base)) }
        (all_sources(&sources))
        p.small.muted { "Version " code { (know.version()) } }
    }
}

fn of_kind(kind: EntryKind, entries: &[Entry<'_>], base: &str) -> Markup {
    let of_kind: Vec<&Entry<'_>> = entries.iter().filter(|entry| entry.kind == kind).collect();
    let unverified: usize = of_kind.iter().map(|entry| entry.unverified()).sum();
    html! {
        details.card { summary { (kind.words()) ": " (of_kind.len()) @if unverified > 0 { ", " (unverified) " parts unverified" } }
            table.visits {
                caption.vh { (kind.words()) }
                thead { tr { th scope="col" { "Entry" } th scope="col" { "Read in its source" } th scope="col" { "Unverified" } } }
                tbody { @for entry in of_kind {
                    tr {
                        td { a href=(format!("{base}?entry={}", address(entry))) { (entry.name) } span.small { (entry.id) } }
                        td data-label="Read" { (entry.read()) }
                        td data-label="Unverified" { @if entry.unverified() > 0 { (tag("unk", Some(Icon::Query), &entry.unverified().to_string())) } @else { "0" } }
                    }
                } }
            }
        }
    }
}

fn all_sources(sources: &[&Source]) -> Markup {
    html! {
        details.card #sources { summary { "Sources: " (sources.len()) }
            ul.sources { @for source in sources { li #(source.id.as_str()) { (source_line(source)) } } }
        }
    }
}

fn source_line(source: &Source) -> Markup {
    html! {
        p { b { (source.title) } " " (mark(source.verification)) }
        p.small { (source.citation) @if let Some(url) = &source.url { " " a href=(url) rel="noreferrer" { "Open it" } } }
        p.small.muted {
            @match source.read_on { Some(day) => { "Read " (day.strftime("%-d %b %Y")) }, None => { "Not read by anybody here" } }
            @if let Some(how) = &source.read_as { " as " (how) }
            "."
        }
    }
}

fn mark(verification: Verification) -> Markup {
    match verification {
        Verification::Read => tag("good", Some(Icon::Check), "read"),
        Verification::Unverified => tag("unk", Some(Icon::Query), "unverified"),
    }
}

fn one(app: &Shared, entry: &Entry<'_>, base: &str) -> Markup {
    let know = app.clinic.knowledge();
    let mut sources: Vec<&SourceId> = entry.parts.iter().map(|(_, part)| part.source()).collect();
    sources.sort();
    sources.dedup();
    html! {
        nav.small aria-label="Where you are" { a href=(base) { "Knowledge" } " / " (entry.kind.words()) }
        header.page-head { div { h1 { (entry.name) } p.lead { (entry.read()) " of " (entry.parts.len()) " parts were read in their source." } } }
        section.card.flush aria-label="Parts" {
            table.visits {
                caption.vh { "Parts and what they rest on" }
                thead { tr { th scope="col" { "Part" } th scope="col" { "Source" } th scope="col" { "Where in it" } th scope="col" { "Read there?" } } }
                tbody { @for (name, part) in &entry.parts {
                    tr {
                        td { (name) }
                        td data-label="Source" { a href=(format!("#{}", part.source())) { (know.source(part.source()).map_or(part.source().as_str(), |source| source.title.as_str())) } }
                        td data-label="Where in it" { @match part.locator() { Some(locator) => { (locator) }, None => { span.muted { "not said" } } } }
                        td { (mark(part.verification())) }
                    }
                } }
            }
        }
        section.card aria-labelledby="its-sources" { h2 #its-sources { "Its sources" }
            ul.sources { @for source in sources.into_iter().filter_map(|id| know.source(id)) { li #(source.id.as_str()) { (source_line(source)) } } }
        }
    }
}
