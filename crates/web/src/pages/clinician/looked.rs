//! Who has looked at this record. The person sees the same list.

use super::frame::{self, RecordPage};
use crate::{app::Shared, components::empty_state::empty_state, errors::Problem, guard::Who};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use concord_chart::ChartId;
use concord_store::AccessLine;
use maud::{Markup, html};

/// Lines on the page.
const LINES: u32 = 300;

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>) -> Response {
    let lines = match app.clinic.who_looked(&who.subject, chart, LINES).await {
        Ok(lines) => lines,
        Err(error) => return Problem::of(&app, Some(&who), error).into_response(),
    };
    let open = match frame::open(&app, &who, chart, "who has looked").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let zone = app.clinic.zone();
    let row = |line: &AccessLine| {
        let at = line.at.to_zoned(zone.clone());
        html! {
            tr {
                td.tm { b { (at.strftime("%-d %b %Y")) } span { (at.strftime("%H:%M")) } }
                td data-label="Who" { (line.name) span.small { (line.role.to_lowercase()) } }
                td data-label="What" { (line.what) }
                td data-label="Reason" { @if line.reason.is_empty() { span.faint { "on the care team" } } @else { "“" (line.reason) "”" } }
            }
        }
    };
    let body: Markup = html! {
        header.page-head { h2 { "Who has looked" } p.lead { (frame::given_name(&open.chart)) " sees the same list. Looking at it is written down as well." } }
        section.card.flush {
            @if lines.is_empty() { div.pad { (empty_state("Nobody has looked yet", "Every reading of this record leaves a line here.", None)) } } @else {
                table.visits {
                    caption.vh { "Readings of this record, the latest first" }
                    thead { tr { th scope="col" { "When" } th scope="col" { "Who" } th scope="col" { "What" } th scope="col" { "Reason given" } } }
                    tbody { @for line in &lines { (row(line)) } }
                }
            }
        }
        @if lines.len() as u32 >= LINES { p.small.muted { "The latest " (LINES) " lines." } }
    };
    frame::page(&app, &who, &RecordPage { open: &open, tab: "/looked", title: "Who has looked" }, body).into_response()
}
