//! Visits: planned, here, past, and those that other practices report.

use super::frame::{self, RecordPage};
use crate::{app::Shared, components::empty_state::empty_state, guard::Who};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use concord_chart::{
    ChartId,
    visit::{Outcome, Visit},
};
use maud::{Markup, html};

/// Rows shown; the rest is under Everything recorded.
const ROWS: usize = 200;

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>) -> Response {
    let open = match frame::open(&app, &who, chart, "visits").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let mut visits: Vec<&Visit> = open.chart.visits.iter().collect();
    visits.sort_by(|a, b| b.at.order(&a.at));
    let plan = format!("/chart/{chart}/record/visit-planned");
    let body = html! {
        header.page-head { h2 { "Visits" } }
        p { a.button.secondary href=(plan) { "Plan a visit" } }
        @if visits.is_empty() { (empty_state("No visit yet", "Visits that are planned here, and those that other practices report, stand here.", Some((&plan, "Plan a visit")))) }
        @else { section.card.pad { div.scroll { table.visits {
            thead { tr { th scope="col" { "When" } th scope="col" { "With" } th scope="col" { "What for" } th scope="col" { "What became of it" } } }
            tbody { @for visit in visits.iter().take(ROWS) { (row(&app, visit)) } }
        } } @if visits.len() > ROWS { p.small { "The latest " (ROWS) " of " (visits.len()) ". All of them are under Everything recorded." } } } }
    };
    frame::page(&app, &who, &RecordPage { open: &open, tab: "/visits", title: "Visits" }, body).into_response()
}

fn row(app: &Shared, visit: &Visit) -> Markup {
    let plan = visit.planned.as_ref();
    let (became, happened) = match &visit.outcome {
        Some(Outcome::Happened(happened)) => ("took place", Some(happened)),
        Some(Outcome::NotHeld(why)) => (why.words(), None),
        None if visit.arrived => ("here", None),
        None => ("planned", None),
    };
    let with = plan.map(|plan| plan.with_name.as_str()).or_else(|| happened.map(|happened| happened.with_name.as_str())).unwrap_or_default();
    html! { tr {
        td { (frame::moment(visit.at, app.clinic.today(), &app.clinic.zone())) }
        td { (with) @if let Some(plan) = plan { span.small.muted { " " (plan.minutes) " min" @if !plan.room.is_empty() { ", " (plan.room) } } } }
        td { @if let Some(plan) = plan { (plan.purpose) } @if let Some(happened) = happened { " " (happened.what) @if !happened.reasons.is_empty() { span.small.muted { " " (happened.reasons.join(", ")) } } } }
        td { (became) }
    } }
}
