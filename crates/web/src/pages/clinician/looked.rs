//! Who has looked at this record, newest first. The patient sees the same list.

use super::frame::{self, RecordPage};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use concord_chart::ChartId;
use maud::html;

/// Lines shown.
const LINES: u32 = 300;

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>) -> Response {
    let open = match frame::open(&app, &who, chart, "who has looked").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let lines = match app.clinic.who_looked(&who.subject, chart, LINES).await {
        Ok(lines) => lines,
        Err(error) => return Problem::of(&app, Some(&who), error).into_response(),
    };
    let zone = app.clinic.zone();
    let body = html! {
        header.page-head { h2 { "Who has looked" } p.lead { (frame::given_name(&open.chart)) " sees this list too." } }
        section.card.pad { div.scroll { table.visits {
            thead { tr { th scope="col" { "When" } th scope="col" { "Who" } th scope="col" { "What" } th scope="col" { "Reason" } } }
            tbody { @for line in &lines { tr {
                td { (line.at.to_zoned(zone.clone()).strftime("%-d %b %Y, %H:%M")) }
                td { (line.name) span.small.muted { " " (line.role) } }
                td { (line.what) } td { (line.reason) }
            } } }
        } } }
    };
    frame::page(&app, &who, &RecordPage { open: &open, tab: "/looked", title: "Who has looked" }, body).into_response()
}
