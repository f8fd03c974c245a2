//! Every two items and what came of looking at them together: a grid of words with icons, a list where there are many.

use super::counts::Counts;
use crate::components::icon::{Icon, icon};
use concord_engines::safety::{PairOutcome, PairState};
use maud::{Markup, html};

/// With more items than this a grid can no longer be read: the pairs are listed.
const IN_A_GRID: usize = 8;

/// The pairs of a review.
pub fn pair_grid(pairs: &[PairState]) -> Markup {
    let mut names: Vec<&str> = pairs.iter().flat_map(|pair| [pair.a.as_str(), pair.b.as_str()]).collect();
    names.sort_unstable();
    names.dedup();
    let all = Counts::of(pairs).all();
    html! {
        @match names.len() {
            0 | 1 => p.small.muted { "There are no two things to look at together." },
            2..=IN_A_GRID => (grid(&names, pairs)),
            _ => (list(pairs)),
        }
        @if all > 0 {
            p.tiny.muted { (all) @if all == 1 { " pair. " } @else { " pairs. " } "“Clear” means looked up and nothing found. “Not checked” means that nobody here can say: please do not read it as safe." }
        }
    }
}

fn grid(names: &[&str], pairs: &[PairState]) -> Markup {
    let state = |a: &str, b: &str| pairs.iter().find(|pair| (pair.a == a && pair.b == b) || (pair.a == b && pair.b == a));
    let columns = &names[..names.len() - 1];
    html! {
        div.xscroll tabindex="0" role="region" aria-label="Every two together" {
            table.pair-grid {
                caption.vh { "Every two of what is taken, and what came of looking at them together" }
                thead { tr { td {} @for name in columns { th scope="col" { (name) } } } }
                tbody { @for (place, row) in names.iter().enumerate().skip(1) {
                    tr {
                        th scope="row" { (row) }
                        @for column in &columns[..place] {
                            @match state(row, column).map(|pair| pair.state) { Some(state) => (cell(state)), None => td {} }
                        }
                    }
                } }
            }
        }
    }
}

fn cell(state: PairOutcome) -> Markup {
    let (class, drawing, words) = said(state);
    html! { td class=(class) { (icon(drawing)) span { (words) } } }
}

/// Class, drawing and word of an outcome; the same wherever it stands.
fn said(state: PairOutcome) -> (&'static str, Icon, &'static str) {
    match state {
        PairOutcome::Found(_) => ("x", Icon::Triangle, "interacts"),
        PairOutcome::Clear => ("c", Icon::Check, "clear"),
        PairOutcome::NotChecked => ("u", Icon::Query, "not checked"),
    }
}

fn list(pairs: &[PairState]) -> Markup {
    let of = |which: &'static str| pairs.iter().filter(move |pair| said(pair.state).0 == which).collect::<Vec<_>>();
    let lines = |pairs: &[&PairState]| html! { ul.pair-list { @for pair in pairs { li { (pair.a) " with " (pair.b) } } } };
    let (found, clear, open) = (of("x"), of("c"), of("u"));
    let mut found = found;
    found.sort_by_key(|pair| std::cmp::Reverse(severity(pair)));
    html! {
        @if !found.is_empty() {
            details.pairs-of.x open { summary { (icon(Icon::Triangle)) " " (found.len()) " interact" }
                ul.pair-list { @for pair in &found { li { (pair.a) " with " (pair.b) @if let PairOutcome::Found(severity) = pair.state { span.muted { " · " (severity.as_str()) } } } } }
            }
        }
        @if !open.is_empty() { details.pairs-of.u { summary { (icon(Icon::Query)) " " (open.len()) " not checked" } (lines(&open)) } }
        @if !clear.is_empty() { details.pairs-of.c { summary { (icon(Icon::Check)) " " (clear.len()) " checked, clear" } (lines(&clear)) } }
    }
}

fn severity(pair: &PairState) -> Option<concord_knowledge::vocabulary::Severity> {
    match pair.state {
        PairOutcome::Found(severity) => Some(severity),
        _ => None,
    }
}
