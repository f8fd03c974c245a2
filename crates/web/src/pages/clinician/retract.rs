//! Retract an entry: made in error, never erased. A page asks first.

use super::{
    entries,
    forms::{Problem as Wrong, Values},
    frame::{self, RecordPage},
    record::Desk,
    regimen::Retraction,
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
use concord_actions::{ActionError, Entry as ToRecord};
use concord_chart::{
    ChartId, Entry, Event, EventId,
    entry::{EntryRetracted, RetractionReason},
};
use maud::{Markup, html};

/// The id of the form; fields elsewhere on the page belong to it.
const FORM: &str = "retract";

/// The page that asks.
pub async fn ask(State(app): State<Shared>, who: Who, Path((chart, entry)): Path<(ChartId, EventId)>) -> Response {
    let desk = match Desk::open(&app, &who, chart, true).await {
        Ok(desk) => desk,
        Err(response) => return response,
    };
    match desk.open.chart.entry(entry) {
        Some(known) if entries::may_correct(&who, &desk.open.chart, known) => {
            page(&desk, known, &Values::default(), &[]).into_response()
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
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let typed = Values::new(pairs);
    if typed.get("chart") != chart.to_string() {
        return Problem::not_found(&app, Some(&who)).into_response();
    }
    let desk = match Desk::open(&app, &who, chart, false).await {
        Ok(desk) => desk,
        Err(response) => return response,
    };
    let known = desk.open.chart.entry(entry).filter(|known| !entries::is_kept_from(&who, &desk.open.chart, known));
    let Some(known) = known else { return Problem::not_found(&app, Some(&who)).into_response() };
    let again = |wrong: &[Wrong]| (StatusCode::UNPROCESSABLE_ENTITY, page(&desk, known, &typed, wrong)).into_response();
    let refused = |sentence: &str| again(&[Wrong { field: "reason".to_owned(), sentence: sentence.to_owned() }]);
    let Some(reason) = RetractionReason::ALL.iter().copied().find(|reason| reason.words() == typed.get("reason")) else {
        return refused("Choose why the entry is retracted.");
    };
    let retracted = EntryRetracted { entry, reason, words: typed.get("words").trim().to_owned() };
    let review = Retraction::of(&desk, known, &retracted).filter(|_| known.status.counts());
    let weighed = match review.map_or(Ok(Vec::new()), |review| review.weighed(&typed)) {
        Ok(weighed) => weighed,
        Err(problems) => return again(&problems),
    };
    let key = typed.get("key");
    let weighed = weighed.into_iter().enumerate().map(|(index, event)| ToRecord::new(format!("{key}:weighed-{index}"), event));
    let entries = std::iter::once(ToRecord::new(key, Event::EntryRetracted(retracted))).chain(weighed).collect();
    match app.clinic.record(&who.subject, chart, typed.get("seen").parse().ok(), entries).await {
        Ok(_) => Redirect::to(&format!("/chart/{chart}?done=retracted")).into_response(),
        Err(ActionError::Refused(refusal)) => refused(&refusal.sentence),
        Err(ActionError::Conflict { .. }) => {
            refused("Somebody else corrected or retracted this entry meanwhile. Look at it again before you go on.")
        }
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

fn page(desk: &Desk, entry: &Entry, typed: &Values, wrong: &[Wrong]) -> Markup {
    let (app, chart) = (&desk.app, &desk.open.chart);
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let recorded = &entry.recorded;
    let key = if typed.get("key").is_empty() { app.clinic.fresh().to_string() } else { typed.get("key").to_owned() };
    let reasons: Vec<(&str, &str)> = RetractionReason::ALL.iter().map(|reason| (reason.words(), reason.words())).collect();
    let error = wrong.iter().find(|one| one.field == "reason").map_or("", |one| one.sentence.as_str());
    let why = controls::Field { name: "reason", label: "Why", value: typed.get("reason"), error, ..controls::Field::default() };
    let words = controls::Field {
        name: "words",
        label: "In your words (if you like)",
        value: typed.get("words"),
        ..controls::Field::default()
    };
    let errors: Vec<(String, String)> = wrong.iter().map(|one| (format!("#{}", one.field), one.sentence.clone())).collect();
    let retracted = EntryRetracted { entry: recorded.id(), reason: RetractionReason::EnteredInError, words: String::new() };
    let review = Retraction::of(desk, entry, &retracted).filter(|_| entry.status.counts());
    let body = html! {
        header.page-head { h2 { "Retract an entry" } p.lead { "It stays readable, struck through, and counts for nothing. Scores and findings are worked out again without it." } }
        (error_summary(&errors))
        section.card {
            h3 { (recorded.event().words()) }
            p.small.muted { (frame::moment(recorded.occurred(), today, &zone)) ", recorded by " (recorded.author().name) }
            (notice::note(html! { "If only a detail is wrong, correct the entry instead: the correction takes its place." }))
            form.stack id=(FORM) method="post" action=(format!("/chart/{}/entries/{}/retract", chart.id, recorded.id())) {
                input type="hidden" name="chart" value=(chart.id);
                input type="hidden" name="key" value=(key);
                input type="hidden" name="seen" value=(desk.open.head);
                (controls::radios(&why, &reasons))
                (controls::text(&words, "text"))
                @if let Some(review) = &review { (review.fields(FORM, typed, wrong)) }
                (frame::signing(app, chart))
                p.row { button.button type="submit" { "Retract it for " (frame::given_name(chart)) } a.button.quiet href=(format!("/chart/{}/entries", chart.id)) { "Leave it as it is" } }
            }
        }
    };
    frame::page(app, &desk.who, &RecordPage { open: &desk.open, tab: "/entries", title: "Retract an entry" }, body)
}
