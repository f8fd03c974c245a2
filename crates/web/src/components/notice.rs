//! One sentence about what happened: kept, not sent, changed meanwhile.

use super::icon::{Icon, sized};
use maud::{Markup, html};

/// Something was done: "Kept.", with a link back if there is one.
pub fn done(words: &str) -> Markup {
    html! { p.done-note role="status" { (sized(Icon::Check, 16)) (words) } }
}

/// A quiet remark.
pub fn note(words: Markup) -> Markup {
    html! { div.note { (words) } }
}

/// Something was not sent or has changed meanwhile; the words below it say what was kept and what to do.
pub fn not_sent(title: &str, words: Markup) -> Markup {
    html! {
        div.lost role="alert" {
            (sized(Icon::Broken, 18))
            div { b { (title) } p.small { (words) } }
        }
    }
}

/// "Need someone now?": on every page that does not yet know who is there.
pub fn help_line() -> Markup {
    html! {
        div.help-line {
            (sized(Icon::Heart, 18))
            p.small { b { "Need someone now?" } " You do not have to sign in. " a href="/help-now" { "Help now" } }
        }
    }
}
