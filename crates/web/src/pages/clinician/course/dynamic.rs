//! Relationship episodes, the theme that comes back in them, and formulations in all their versions.

use super::{Desk, short, words_of as words};
use crate::components::{empty_state::empty_state, status_tag::tag};
use concord_chart::formulation::Version;
use concord_engines::therapy::ccrt::{self, Component, ENOUGH, Theme};
use concord_knowledge::ListName;
use maud::{Markup, html};

/// Episodes, theme, formulations.
pub(super) fn sections(desk: &Desk<'_>) -> Markup {
    html! { (theme(desk)) (formulations(desk)) (episodes(desk)) }
}

fn theme(desk: &Desk<'_>) -> Markup {
    let theme = ccrt::theme(&desk.course.episodes);
    html! {
        section.card aria-labelledby="theme" {
            div.row.between { h2 #theme { "The theme that comes back" } @if desk.may_write() { a.button.secondary href=(desk.form("relationship-episode")) { "Add an episode" } } }
            @match &theme { None => (empty_state("No episode yet", "With whom, what was wished for, how the other responded, how the self did. Ten make a theme.", None)), Some(theme) => (proposed(desk, theme)) }
        }
    }
}

fn proposed(desk: &Desk<'_>, theme: &Theme) -> Markup {
    let parts = [
        ("Wish", &theme.wish, ListName::CcrtWishes),
        ("The other", &theme.response_of_other, ListName::CcrtResponsesOfOther),
        ("The self", &theme.response_of_self, ListName::CcrtResponsesOfSelf),
    ];
    let said = |component: &Component, list| words(desk, list, &component.what);
    let (wish, other, own) =
        (said(&theme.wish, parts[0].2), said(&theme.response_of_other, parts[1].2), said(&theme.response_of_self, parts[2].2));
    html! {
        p.small.muted { "A proposal from " (theme.because.len()) " episodes; " (theme.positive) " ended well. The therapist takes it or writes another." }
        @if !theme.is_enough() { p { (tag("line", None, &format!("fewer than {ENOUGH} episodes: it may change with the next one"))) } }
        ol.chain {
            @for (name, component, list) in parts { li { b { (name) } (said(component, list)) span.small.muted { " in " (component.count) " of " (component.of) ", " (component.percent()) " %" } } }
        }
        @if desk.may_write() {
            form.inline-form method="get" action=(format!("/chart/{}/record/formulation", desk.chart().id)) {
                input type="hidden" name="course" value=(desk.course.id);
                input type="hidden" name="kind" value="ccrt";
                @for (index, (heading, text)) in [("Wish", &wish), ("Response of the other", &other), ("Response of the self", &own)].into_iter().enumerate() {
                    input type="hidden" name=(format!("heading_{index}")) value=(heading);
                    input type="hidden" name=(format!("text_{index}")) value=(text);
                }
                button.button.secondary type="submit" { "Take it as a formulation" }
            }
        }
    }
}

fn episodes(desk: &Desk<'_>) -> Markup {
    html! {
        @if !desk.course.episodes.is_empty() {
            section.card.flush {
                div.pad { h2 { "Relationship episodes" } }
                table.visits {
                    caption.vh { "Episodes, the latest first" }
                    thead { tr { th scope="col" { "Told" } th scope="col" { "With" } th scope="col" { "Wish" } th scope="col" { "The other" } th scope="col" { "The self" } th scope="col" { "How it ended" } } }
                    tbody { @for told in desk.course.episodes.iter().rev().take(40) { tr {
                        td { (short(told.at, desk)) } td { (told.what.other) }
                        td data-label="Wish" { (words(desk, ListName::CcrtWishes, &told.what.wish)) }
                        td data-label="The other" { (words(desk, ListName::CcrtResponsesOfOther, &told.what.response_of_other)) }
                        td data-label="The self" { (words(desk, ListName::CcrtResponsesOfSelf, &told.what.response_of_self)) }
                        td { @if told.what.positive { "well" } @else { "not well" } }
                    } } }
                }
            }
        }
    }
}

/// The formulations: of each kind the latest, and the versions before it with what changed.
pub(super) fn formulations(desk: &Desk<'_>) -> Markup {
    let all = &desk.course.formulations;
    let mut kinds: Vec<&str> = Vec::new();
    for version in all {
        if !kinds.contains(&version.what.kind.as_str()) {
            kinds.push(&version.what.kind);
        }
    }
    html! {
        section.card aria-labelledby="formulation" {
            div.row.between { h2 #formulation { "Formulation" } @if desk.may_write() { a.button.secondary href=(desk.form("formulation")) { "Write a version" } } }
            @if all.is_empty() { (empty_state("Not written yet", "How you understand together what is going on. Every version stays readable.", None)) }
            @for kind in kinds {
                @let versions: Vec<&Version> = all.iter().filter(|version| version.what.kind == kind).collect();
                @if let Some((latest, earlier)) = versions.split_last() {
                    h3 { (kind_words(kind)) span.small.muted { " since " (short(latest.at, desk)) ", " (latest.by) } }
                    @if !latest.what.words.is_empty() { p.small.muted { "What changed: " (latest.what.words) } }
                    @for part in &latest.what.parts { @if !part.heading.is_empty() { h4 { (part.heading) } } p.prose { (part.text) } }
                    @if !earlier.is_empty() { details { summary { "Earlier versions (" (earlier.len()) ")" } @for version in earlier.iter().rev() { (before(desk, version, latest)) } } }
                }
            }
        }
    }
}

/// An earlier version; a part that reads otherwise now is marked.
fn before(desk: &Desk<'_>, version: &Version, latest: &Version) -> Markup {
    html! {
        article.work-piece {
            p.small.muted { (short(version.at, desk)) ", " (version.by) @if !version.what.words.is_empty() { ": " (version.what.words) } }
            @for part in &version.what.parts {
                @let same = latest.what.parts.iter().any(|now| now == part);
                @if !part.heading.is_empty() { h4 { (part.heading) @if !same { " " (tag("line", None, "reads otherwise now")) } } }
                p.prose { (part.text) }
            }
        }
    }
}

/// A kind of formulation in words.
pub(super) fn kind_words(kind: &str) -> &str {
    match kind {
        "ccrt" => "Core relationship theme",
        "case" => "Case formulation",
        "focus" => "Focus",
        "cycle" => "Cycle between people",
        "hexaflex" => "Six processes",
        "problem_area" => "Problem area",
        other => other,
    }
}
