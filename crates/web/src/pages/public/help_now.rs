//! Help now: opens without signing in, from memory, whatever else fails.

use crate::{app::Shared, layout};
use axum::extract::State;
use maud::{Markup, html};

/// Who to call, in order. Needs no database, no script and no mail: the practice's settings lie in memory.
pub async fn show(State(app): State<Shared>) -> Markup {
    layout::page(&app, None, "Help now", "/help-now", lines(&app))
}

/// The lines themselves, for every page that shows help at once.
pub fn lines(app: &Shared) -> Markup {
    let practice = app.clinic.practice();
    html! {
        section.help-now {
            h1 { "Help now" }
            p { "You do not have to be in an emergency to use these." }
            ul.help-lines {
                @for line in &practice.crisis_lines {
                    li { a href=(line.address) { strong { (line.label) } " " span { (line.about) } } }
                }
                @for place in &practice.places {
                    li { a href=(format!("tel:{}", place.phone)) { strong { "Call " (place.name) } " " span { (practice.hours) } } }
                }
            }
            p.danger { "In danger right now? Call " a href=(format!("tel:{}", practice.emergency_number)) { (practice.emergency_number) } " or go to the nearest emergency room." }
        }
    }
}
