//! Retract an entry: made in error, never erased. A page asks first.

use super::{
    entries,
    frame::{self, RecordPage},
};
use crate::{
    app::Shared,
    components::{error_summary::error_summary, form as controls, notice},
    errors::Problem,
    guard::Who,
};
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry as ToRecord, OpenChart};
use concord_chart::{
    ChartId, Entry, Event, EventId,
    entry::{EntryRetracted, RetractionReason},
};
use maud::{Markup, html};
use serde::Deserialize;

/// What was typed.
#[derive(Debug, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    chart: String,
    #[serde(default)]
    key: String,
    #[serde(default)]
    seen: Option<u64>,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    words: String,
}

/// The page that asks.
pub async fn ask(State(app): State<Shared>, who: Who, Path((chart, entry)): Path<(ChartId, EventId)>) -> Response {
    let open = match frame::open(&app, &who, chart, "retract an entry").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    match open.chart.entry(entry) {
        Some(known) if entries::may_correct(&who, known) => {
            page(&app, &who, &open, known, &Typed::default(), None).into_response()
        }
        Some(_) => Redirect::to(&format!("/chart/{chart}/entries?at={entry}#e-{entry}")).into_response(),
        None => Problem::not_found(&app, Some(&who)).into_response(),
    }
}

/// Retracts it.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path((chart, entry)): Path<(ChartId, EventId)>,
    Form(typed): Form<Typed>,
) -> Response {
    if typed.chart != chart.to_string() {
        return Problem::not_found(&app, Some(&who)).into_response();
    }
    let open = match frame::read(&app, &who, chart, "retract an entry").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let Some(known) = open.chart.entry(entry) else { return Problem::not_found(&app, Some(&who)).into_response() };
    let again =
        |wrong: &str| (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &who, &open, known, &typed, Some(wrong))).into_response();
    let Some(reason) = RetractionReason::ALL.iter().copied().find(|reason| reason.words() == typed.reason) else {
        return again("Choose why the entry is retracted.");
    };
    let event = Event::EntryRetracted(EntryRetracted { entry, reason, words: typed.words.trim().to_owned() });
    match app.clinic.record(&who.subject, chart, typed.seen, vec![ToRecord::new(typed.key.clone(), event)]).await {
        Ok(_) => Redirect::to(&format!("/chart/{chart}?done=retracted")).into_response(),
        Err(ActionError::Refused(refusal)) => again(&refusal.sentence),
        Err(ActionError::Conflict { .. }) => {
            again("Somebody else corrected or retracted this entry meanwhile. Look at it again before you go on.")
        }
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

fn page(app: &Shared, who: &Who, open: &OpenChart, entry: &Entry, typed: &Typed, wrong: Option<&str>) -> Markup {
    let (chart, today, zone) = (&open.chart, app.clinic.today(), app.clinic.zone());
    let recorded = &entry.recorded;
    let key = if typed.key.is_empty() { app.clinic.fresh().to_string() } else { typed.key.clone() };
    let reasons: Vec<(&str, &str)> = RetractionReason::ALL.iter().map(|reason| (reason.words(), reason.words())).collect();
    let why = controls::Field {
        name: "reason",
        label: "Why",
        value: &typed.reason,
        error: wrong.unwrap_or_default(),
        ..controls::Field::default()
    };
    let words = controls::Field {
        name: "words",
        label: "In your words (if you like)",
        value: &typed.words,
        ..controls::Field::default()
    };
    let errors: Vec<(String, String)> = wrong.map(|sentence| ("#reason".to_owned(), sentence.to_owned())).into_iter().collect();
    let body = html! {
        header.page-head { h2 { "Retract an entry" } p.lead { "It stays readable, struck through, and counts for nothing. Scores and findings are worked out again without it." } }
        (error_summary(&errors))
        section.card {
            h3 { (recorded.event().words()) }
            p.small.muted { (frame::moment(recorded.occurred(), today, &zone)) ", recorded by " (recorded.author().name) }
            (notice::note(html! { "If only a detail is wrong, correct the entry instead: the correction takes its place." }))
            form.stack method="post" action=(format!("/chart/{}/entries/{}/retract", chart.id, recorded.id())) {
                input type="hidden" name="chart" value=(chart.id);
                input type="hidden" name="key" value=(key);
                input type="hidden" name="seen" value=(open.head);
                (controls::radios(&why, &reasons))
                (controls::text(&words, "text"))
                (frame::signing(app, chart))
                p.row { button.button type="submit" { "Retract it for " (frame::given_name(chart)) } a.button.quiet href=(format!("/chart/{}/entries", chart.id)) { "Leave it as it is" } }
            }
        }
    };
    frame::page(app, who, &RecordPage { open, tab: "/entries", title: "Retract an entry" }, body)
}
