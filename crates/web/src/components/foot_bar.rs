//! The patient's five places, at the foot of the phone. Help now is always among them.

use super::icon::{Icon, sized};
use maud::{Markup, html};

/// One place.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Its address.
    pub address: &'a str,
    /// Its word.
    pub words: &'a str,
    /// Its drawing.
    pub icon: Icon,
}

/// The bar; `current` is the address of the place this page belongs to. The place at `/help-now` is set apart.
pub fn foot_bar(places: &[Place<'_>], current: &str) -> Markup {
    html! {
        nav.foot-bar aria-label="Main" {
            @for place in places {
                a.help[place.address == "/help-now"] href=(place.address) aria-current=[(place.address == current).then_some("page")] {
                    (sized(place.icon, 20)) (place.words)
                }
            }
        }
    }
}
