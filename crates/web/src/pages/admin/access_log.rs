//! The access log: who looked at which record, when and why. Record numbers, no contents.

use crate::{app::Shared, errors::Problem, guard::Who, layout};
use axum::extract::State;
use maud::{Markup, html};

/// Lines shown.
const LINES: u32 = 500;

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let lines = app.clinic.access_log(&who.subject, LINES).await.map_err(|error| Problem::of(&app, Some(&who), error))?;
    let zone = app.clinic.zone();
    let to_look_at: Vec<_> = lines.iter().filter(|line| line.what.starts_with("refused") || !line.reason.is_empty()).collect();
    let table = |lines: &[&concord_store::AccessLine]| {
        html! { table.day-list {
            thead { tr { th scope="col" { "When" } th scope="col" { "Who" } th scope="col" { "Record" } th scope="col" { "What" } th scope="col" { "Reason" } } }
            tbody { @for line in lines { tr {
                td { (line.at.to_zoned(zone.clone()).strftime("%-d %b %H:%M:%S")) } td { (line.name) ", " (line.role) }
                td { @if let Some(chart) = line.chart { code { (chart.to_string()[..8]) } } @else { "a list" } } td { (line.what) } td { (line.reason) }
            } } }
        } }
    };
    let body = html! {
        header.page-head { h1 { "Access log" } p.lead { "The latest " (lines.len()) " lines." } }
        section.card { h2 { "To look at" } @if to_look_at.is_empty() { p { "No refusal and no opened glass among them." } } @else { (table(&to_look_at)) } }
        details.card { summary { "All lines" } (table(&lines.iter().collect::<Vec<_>>())) }
    };
    Ok(layout::page(&app, Some(&who), "Access log", "/admin/log", body))
}
