//! Correct an entry: the form that recorded it, filled with what it says. The correction takes its place; both stay readable.

use super::{answers, entries, forms, record::Desk};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_chart::{ChartId, Event, EventId};

/// True where a form can correct such an entry; the rest is retracted and done again.
pub(super) fn can_be_corrected(event: &Event) -> bool {
    matches!(event, Event::QuestionnaireAnswered(_)) || forms::that_records(event.kind()).is_some()
}

/// Opens the form.
pub async fn show(State(app): State<Shared>, who: Who, Path((chart, entry)): Path<(ChartId, EventId)>) -> Response {
    let desk = match Desk::open(&app, &who, chart, true).await {
        Ok(desk) => desk,
        Err(response) => return response,
    };
    let Some(known) = desk.open.chart.entry(entry).cloned() else {
        return Problem::not_found(&app, Some(&who)).into_response();
    };
    if !entries::may_correct(&who, &desk.open.chart, &known) {
        return Redirect::to(&format!("/chart/{chart}/entries?at={entry}#e-{entry}")).into_response();
    }
    let event = known.recorded.event();
    if let Event::QuestionnaireAnswered(answered) = event {
        return answers::correct(&app, &who, &desk, entry, answered);
    }
    let Some(form) = forms::that_records(event.kind()) else {
        return Problem::not_found(&app, Some(&who)).into_response();
    };
    if !form.roles.contains(&who.subject.role) {
        return Problem::not_for_role(&app, &who).into_response();
    }
    let values = desk.about(|about| forms::fill_occurred((form.fill)(event, about), known.recorded.occurred(), about.zone));
    desk.page(form, &values.with("amends", entry), &[], StatusCode::OK)
}
