//! What was found, what can be done about it, and what it rests on. Never a naked alert.

use super::icon::{Icon, icon};
use maud::{Markup, html};

/// How pressing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// A person is needed before anything goes on.
    Stop,
    /// To be weighed.
    Care,
    /// Good to know.
    Good,
    /// Could not be checked: not clear, not found.
    NotChecked,
}

/// A finding.
#[derive(Debug)]
pub struct Finding<'a> {
    /// How pressing.
    pub weight: Weight,
    /// Names the thing.
    pub title: &'a str,
    /// Two plain sentences.
    pub words: &'a str,
    /// Ways to make it safer, or what can be done.
    pub ways: &'a [String],
    /// A form or links; buttons say "I have weighed this", never "override".
    pub actions: Option<Markup>,
    /// Events with dates; entry name, version, day read, reviewer's role.
    pub rests_on: Markup,
}

/// The card. The parts stand always in the same order.
pub fn finding_card(finding: &Finding<'_>) -> Markup {
    let (class, drawing) = match finding.weight {
        Weight::Stop => ("stop", Icon::Octagon),
        Weight::Care => ("care", Icon::Triangle),
        Weight::Good => ("good", Icon::Check),
        Weight::NotChecked => ("unk", Icon::Query),
    };
    html! {
        article class={ "finding " (class) } {
            h3 { (icon(drawing)) span { (finding.title) } }
            p.small { (finding.words) }
            @if !finding.ways.is_empty() { ul.ways.small { @for way in finding.ways { li { (way) } } } }
            @if let Some(actions) = &finding.actions { div.actions { (actions) } }
            p.basis { b { "Rests on: " } (finding.rests_on) }
        }
    }
}
