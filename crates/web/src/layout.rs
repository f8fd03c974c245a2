//! The frame around every page.

use crate::{app::Shared, assets};
use concord_actions::SignedIn;
use maud::{DOCTYPE, Markup, html};

/// A page: title (without the product's name), the current place in the bar (an address, or empty), and its content.
pub fn page(app: &Shared, who: Option<&SignedIn>, title: &str, current: &str, body: Markup) -> Markup {
    let practice = app.clinic.practice();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { (title) " | Concord" }
                link rel="stylesheet" href=(assets::address("concord.css"));
                link rel="icon" href=(assets::address("icon.svg"));
                script type="module" src=(assets::address("concord.js")) {}
            }
            body data-current=(current) {
                a.skip href="#main" { "Skip to the content" }
                @if practice.invented { p.invented { "An invented practice: everybody in it is made up." } }
                @if let Some(who) = who { p.me { (who.subject.name) " · " (who.subject.role.words()) } }
                main id="main" tabindex="-1" { (body) }
            }
        }
    }
}
