//! What could not be judged: a dashed card each, never mistaken for clear.

use crate::components::icon::{Icon, icon};
use concord_engines::safety::NotChecked;
use maud::{Markup, html};

/// So many stand open; the rest is one press away.
const OPEN: usize = 5;

/// The cards. `actions` says what can be done about each, e.g. a link to where the missing fact is recorded.
pub fn not_checked(all: &[NotChecked], actions: &dyn Fn(&NotChecked) -> Option<Markup>) -> Markup {
    let (first, rest) = all.split_at(all.len().min(OPEN));
    html! {
        @for one in first { (one_card(one, actions)) }
        @if !rest.is_empty() {
            details.folded { summary { (icon(Icon::Query)) " " (rest.len()) " more not checked" } @for one in rest { (one_card(one, actions)) } }
        }
    }
}

fn one_card(one: &NotChecked, actions: &dyn Fn(&NotChecked) -> Option<Markup>) -> Markup {
    html! {
        article.finding.unk {
            h3 { (icon(Icon::Query)) span { "Not checked: " (one.what) } }
            p.small { (one.why) "." }
            @if let Some(worst) = one.could_be { p.small.muted { "The worst of it could be " b { (worst.as_str()) } "." } }
            @if let Some(actions) = actions(one) { div.actions { (actions) } }
        }
    }
}
