//! All visits to come.

use super::{frame, home, own};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::extract::State;
use maud::{Markup, html};

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own visits").await?;
    let zone = app.clinic.zone();
    let visits = home::coming(&open.chart, app.clinic.now(), &zone);
    let practice = app.clinic.practice();
    let body = html! {
        h1 { "Visits" }
        section.card {
            @if visits.is_empty() { p { "No visit is planned." } }
            ul.visit-list { @for visit in &visits { (home::visit_line(visit, &zone)) } }
        }
        section.card { h2 { "To change a visit, call us" }
            ul { @for place in &practice.places { li { (place.name) ": " a href=(format!("tel:{}", place.phone)) { (place.phone) } } } }
            p.small { (practice.hours) }
        }
    };
    Ok(frame::page(&app, &who, "Visits", frame::VISITS, body))
}
