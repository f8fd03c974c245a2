//! What was found and is not shown, with the reason: nothing disappears without a trace.

use maud::{Markup, html};

/// One finding that is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unshown {
    /// Its title.
    pub title: String,
    /// How bad it is, one word.
    pub severity: &'static str,
    /// Why it is not shown.
    pub why: String,
    /// The rule by which it is silent, or who acknowledged it and when.
    pub by: String,
    /// Address of the page with the long form; empty where there is none.
    pub address: String,
}

/// The list, folded.
pub fn unshown(all: &[Unshown]) -> Markup {
    html! {
        @if !all.is_empty() {
            details.card.unshown {
                summary { "What was found and is not shown: " (all.len()) }
                ul { @for one in all {
                    li {
                        p { @if one.address.is_empty() { b { (one.title) } } @else { a href=(one.address) { (one.title) } } span.muted { " · " (one.severity) } }
                        p.small.muted { (one.why) " (" (one.by) ")" }
                    }
                } }
            }
        }
    }
}
