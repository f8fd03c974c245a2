//! All visits to come.

use super::{coming, frame, own};
use crate::{app::Shared, components::empty_state::empty_state, errors::Problem, guard::Who, pages::public::help_now::dialled};
use axum::extract::State;
use maud::{Markup, html};

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own visits").await?;
    let zone = app.clinic.zone();
    let visits = coming::coming(&app, &open.chart);
    let practice = app.clinic.practice();
    let body = html! {
        header { h1 { "Visits" } p.lead { "Everything that is planned, soonest first." } }
        section.card aria-label="Planned" {
            @if visits.is_empty() { (empty_state("No visit is planned", "When one is, its time and place stand here. To find a time, call us.", None)) }
            @else { (coming::days(&visits, &zone)) }
        }
        section.card { h2 { "To change a visit or say you cannot come" }
            p.small { "Call us. You do not have to give a reason. " (practice.hours) "." }
            ul.calls { @for place in &practice.places { li { (place.name) " " a href=(format!("tel:{}", dialled(&place.phone))) { (place.phone) } } } }
        }
    };
    Ok(frame::page(&app, &who, "Visits", frame::VISITS, body))
}
