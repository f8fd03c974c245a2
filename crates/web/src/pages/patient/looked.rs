//! Who has looked at my record.

use super::{frame, own};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::extract::State;
use maud::{Markup, html};

/// Lines shown; the whole log is the practice's to keep.
const LINES: u32 = 200;

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let chart = own::id(&app, &who)?;
    let lines = app.clinic.who_looked(&who.subject, chart, LINES).await.map_err(|error| Problem::of(&app, Some(&who), error))?;
    let zone = app.clinic.zone();
    let body = html! {
        h1 { "Who has looked" }
        p.lead { "Everybody who opened your record, newest first. Ask us about any line." }
        table.looked {
            caption.visually-hidden { "Who has looked at my record" }
            thead { tr { th scope="col" { "When" } th scope="col" { "Who" } th scope="col" { "What" } } }
            tbody { @for line in &lines {
                tr {
                    td { (line.at.to_zoned(zone.clone()).strftime("%-d %b %Y, %-I:%M %P")) }
                    td { @if line.account == Some(who.subject.account) { "You" } @else { (line.name) ", " (line.role.to_lowercase()) } }
                    td { (line.what) @if !line.reason.is_empty() { ": “" (line.reason) "”" } }
                }
            } }
        }
    };
    Ok(frame::page(&app, &who, "Who has looked", frame::HOME, body))
}
