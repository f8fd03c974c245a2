//! How well founded a practice is, in plain words, with the level and the source.

use super::Seen;
use concord_knowledge::{Practice, Sourced, Verification, practice::EvidenceClaim};
use maud::{Markup, html};

/// The card.
pub(super) fn card(seen: &Seen<'_>, entry: &Practice) -> Markup {
    html! {
        section.card.pad { h3 { "How well founded" }
            p { (entry.evidence.line) }
            p.small { (cited(seen, &entry.evidence)) }
            @if !entry.claims.is_empty() {
                details.small { summary { "Use by use" }
                    ul.plain { @for claim in &entry.claims { li { (line(seen, claim)) } } }
                }
            }
        }
    }
}

fn line(seen: &Seen<'_>, claim: &EvidenceClaim) -> Markup {
    html! {
        p { b { (claim.used_for) } ", " (claim.how.words()) ": " (claim.line.words())
            @if let Some(level) = claim.level { ", level " (level) " of 4" } ". " (claim.words) }
        p.small { (cited(seen, claim)) }
    }
}

/// Where something stands, and whether it was read there.
pub(super) fn cited(seen: &Seen<'_>, what: &impl Sourced) -> Markup {
    html! {
        @match seen.app.clinic.knowledge().source(what.source()) {
            Some(source) => { cite { (source.title) } @if let Some(url) = &source.url { " " a href=(url) rel="noreferrer" { "source" } } },
            None => (what.source()),
        }
        @if let Some(locator) = what.locator() { ", " (locator) }
        @match what.verification() { Verification::Read => ", read there.", Verification::Unverified => { ", " b { "not verified in the source" } "." } }
    }
}
