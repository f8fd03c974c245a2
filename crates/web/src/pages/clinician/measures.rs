//! Every questionnaire on the record: scores over time, each way of answering apart, items on demand.

use super::frame::{self, RecordPage};
use crate::{app::Shared, components::empty_state::empty_state, guard::Who};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use concord_actions::OpenChart;
use concord_chart::{
    Chart, ChartId, InstrumentId,
    questionnaire::{Answers, Completed},
};
use concord_engines::series::{ScorePoint, Scores, scores};
use concord_knowledge::Instrument;
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>) -> Response {
    let open = match frame::open(&app, &who, chart, "measures").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let used: BTreeSet<InstrumentId> = open.chart.questionnaires.completed.iter().map(|done| done.instrument.clone()).collect();
    let record = |what: &str| format!("/chart/{chart}/record/{what}");
    let body = html! {
        header.page-head { h2 { "Measures" } p.lead { "Scores are computed from the answers whenever they are shown. A different way of answering is a different line." } }
        p.row { a.button.secondary href=(record("questionnaire")) { "Enter answers from paper" } a.button.secondary href=(record("questionnaire-offer")) { "Offer a questionnaire" } }
        (waiting(&app, &open))
        @if used.is_empty() { (empty_state("No questionnaire is answered yet", "A score at the start is what every later one is compared with.", Some((&record("questionnaire-offer"), "Offer one")))) }
        @for instrument in &used { (history(&app, &open.chart, instrument)) }
    };
    frame::page(&app, &who, &RecordPage { open: &open, tab: "/measures", title: "Measures" }, body).into_response()
}

fn waiting(app: &Shared, open: &OpenChart) -> Markup {
    let today = app.clinic.today();
    let all = &open.chart.questionnaires;
    html! {
        @if !all.open.is_empty() {
            section.card.pad { h3 { "Waiting for an answer" }
                ul { @for waiting in &all.open { li { b { (short_name(app, &waiting.what.instrument)) } ", due " (waiting.what.due) @if waiting.what.due < today { ": not answered yet" } } } }
            }
        }
    }
}

fn short_name(app: &Shared, id: &InstrumentId) -> String {
    app.clinic.knowledge().instrument(id).map_or_else(|| id.to_string(), |known| known.short_name.clone())
}

fn history(app: &Shared, chart: &Chart, id: &InstrumentId) -> Markup {
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let all = scores(chart, app.clinic.knowledge(), id, &zone);
    let instrument = app.clinic.knowledge().instrument(id);
    let title = instrument.map_or_else(|| id.to_string(), |known| known.name.clone());
    html! {
        section.card.pad aria-label=(title) {
            h3 { (title) }
            @if instrument.is_none() { p.note { "Not checked: this questionnaire has no entry in the knowledge of this practice, so its answers are kept and not scored." } }
            @for series in &all.series {
                h4 { (capital(series.mode.words())) }
                (table(chart, instrument, series.points.iter().rev(), today))
            }
            (struck(&all, today))
            @if let Some(known) = instrument { p.tiny.muted { (known.licence.notice) } }
        }
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn table<'a>(chart: &Chart, instrument: Option<&Instrument>, points: impl Iterator<Item = &'a ScorePoint>, today: Date) -> Markup {
    html! {
        div.scroll { table.visits {
            thead { tr { th scope="col" { "When" } th scope="col" { "Total" } th scope="col" { "Band" } th scope="col" { "Safety item" } th scope="col" { "Answers" } } }
            tbody { @for point in points { tr {
                td { (concord_engines::days::day_words(point.day, today)) }
                td { @match point.total { Some(total) => { b { (total) } }, None => { span.muted { "no total: " (point.missing.len()) " left out" } } } }
                td { (point.band.as_deref().unwrap_or("")) }
                td { @if let Some(safety) = &point.safety { @if safety.endorsed { span.tag.stop { (safety.words) } } @else { (safety.words) } } }
                td { (items(chart, instrument, point)) }
            } } }
        } }
    }
}

/// The answers item by item, folded away.
fn items(chart: &Chart, instrument: Option<&Instrument>, point: &ScorePoint) -> Markup {
    let done = chart.questionnaires.completed.iter().find(|done| done.id == point.event);
    let Some(Completed { what: Answers::Items(answered), .. }) = done else { return html! { span.muted { "not item by item" } } };
    let label = |index: usize| instrument.and_then(|known| known.items.get(index)).map_or_else(|| format!("item {}", index + 1), |item| item.label.clone());
    let words = |index: usize, value: u8| {
        let item = instrument.and_then(|known| known.items.get(index).map(|item| (known, item)));
        item.and_then(|(known, item)| known.option_of(item, value)).map_or_else(|| value.to_string(), |option| format!("{value}: {}", option.label))
    };
    html! {
        details { summary { "Item by item" }
            ol.small { @for (index, answer) in answered.answers.iter().enumerate() {
                li { (label(index)) ": " @match answer { Some(value) => (words(index, *value)), None => { span.muted { "left out" } } } }
            } }
        }
    }
}

fn struck(all: &Scores, today: Date) -> Markup {
    html! {
        @if !all.struck.is_empty() {
            h4 { "Retracted or corrected" }
            ul.small { @for point in &all.struck { li { s { (concord_engines::days::day_words(point.day, today)) ": " @match point.total { Some(total) => (total), None => "no total" } } } } }
        }
    }
}
