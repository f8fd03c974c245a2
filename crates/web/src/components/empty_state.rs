//! Nothing here yet: what would be here, why it matters, one action.

use maud::{Markup, html};

/// The box. `action` is (address, words).
pub fn empty_state(title: &str, why: &str, action: Option<(&str, &str)>) -> Markup {
    html! {
        div.empty {
            h3 { (title) }
            p.small.muted { (why) }
            @if let Some((address, words)) = action { p { a.button.secondary href=(address) { (words) } } }
        }
    }
}
