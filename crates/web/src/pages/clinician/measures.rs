//! Measures: every questionnaire with its items and versions, what was declined or passed by, laboratory and vital signs.

use super::frame::{self, RecordPage};
use crate::{
    app::Shared,
    components::{
        empty_state::empty_state,
        icon::{Icon, icon},
    },
    errors::Problem,
    guard::Who,
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use concord_access::View;
use concord_actions::OpenChart;
use concord_chart::{
    Chart, ChartId, EventId,
    measurement::{Kind, Measurement},
    questionnaire::Answers,
};
use concord_engines::{
    course_state::{CourseState, Measure},
    days::day_words,
    series::{ScorePoint, Series},
};
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>) -> Response {
    let open = match frame::open(&app, &who, chart, "measures").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    if matches!(open.view, View::Complementary(_)) {
        return Problem::not_for_role(&app, &who).into_response();
    }
    let body = body(&app, &open);
    frame::page(&app, &who, &RecordPage { open: &open, tab: "/measures", title: "Measures" }, body).into_response()
}

fn body(app: &Shared, open: &OpenChart) -> Markup {
    let chart = &open.chart;
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let state = CourseState::of(chart, app.clinic.knowledge(), &zone);
    let base = format!("/chart/{}/record", chart.id);
    html! {
        header.page-head {
            h2 { "Measures" }
            p.row { a.button href=(format!("{base}/questionnaire")) { "Enter answers" } a.button.secondary href=(format!("{base}/questionnaire-offer")) { "Offer a questionnaire" } a.button.secondary href=(format!("{base}/lab")) { "A laboratory result" } }
            p.lead { "Another version or another kind of respondent is another series: they are never joined." }
        }
        @if state.measures.is_empty() {
            section.card { (empty_state("No questionnaire yet", "Answers stand here item by item, with the score that follows from them.", Some((&format!("{base}/questionnaire"), "Enter answers")))) }
        }
        @for measure in &state.measures { (instrument(chart, measure, today)) }
        (measurements(chart, today, &zone))
    }
}

fn instrument(chart: &Chart, measure: &Measure<'_>, today: Date) -> Markup {
    let entry = measure.instrument;
    let range = entry.total_range().map_or_else(String::new, |(low, high)| format!(", {low} to {high}"));
    html! {
        section.card.flush id=(entry.id) {
            div.pad {
                h2 { (entry.short_name) }
                p.small.muted { (entry.name) (range) ", about " (entry.recall) "." }
                (waiting(chart, measure, today))
            }
            @for series in &measure.scores.series { (series_table(chart, measure, series, today)) }
            div.pad { p.tiny { (entry.licence.notice) } }
            @if !measure.scores.struck.is_empty() {
                div.pad { p.small { b { "Struck through: " } @for point in &measure.scores.struck { s { (day_words(point.day, today)) ", " (total(point)) } " " } } }
            }
        }
    }
}

/// Offered, declined and passed by are three different things, and none of them is a zero.
fn waiting(chart: &Chart, measure: &Measure<'_>, today: Date) -> Markup {
    let id = &measure.instrument.id;
    let all = &chart.questionnaires;
    let open: Vec<Date> = all.open.iter().filter(|open| open.what.instrument == *id).map(|open| open.what.due).collect();
    let declined: Vec<String> = all
        .declined
        .iter()
        .filter(|(_, declined)| declined.instrument == *id)
        .map(|(at, _)| day_words(at.first_day(), today))
        .collect();
    let passed: Vec<String> =
        all.unanswered.iter().filter(|(known, _)| known == id).map(|(_, due)| day_words(*due, today)).collect();
    html! {
        @for due in open { p.small { (icon(Icon::Clock)) " Offered for " (day_words(due, today)) ", not answered yet." } }
        @if !declined.is_empty() { p.small { "Declined: " (declined.join(", ")) "." } }
        @if !passed.is_empty() { p.small { "Offered and not answered: " (passed.join(", ")) "." } }
    }
}

fn series_table(chart: &Chart, measure: &Measure<'_>, series: &Series, today: Date) -> Markup {
    let items = &measure.instrument.items;
    html! {
        div.xscroll tabindex="0" role="region" aria-label=(format!("{}: {}", measure.instrument.short_name, series.mode.words())) {
            table.facts {
                caption.small { (capitalised(series.mode.words())) }
                thead { tr {
                    th scope="col" { "Answered" } th.num scope="col" { "Total" } th scope="col" { "Band" }
                    @for item in items { th.num scope="col" title=(item.label) { (item.position) span.vh { ", " (item.label) } } }
                } }
                tbody { @for point in series.points.iter().rev() { (row(chart, measure, point, today)) } }
            }
        }
    }
}

fn row(chart: &Chart, measure: &Measure<'_>, point: &ScorePoint, today: Date) -> Markup {
    let answers = answers(chart, point.event);
    let watched = measure.instrument.safety_item().map(|safety| safety.item);
    html! {
        tr {
            th scope="row" { a href=(format!("/chart/{}/entries?at={}#e-{}", chart.id, point.event, point.event)) { (day_words(point.day, today)) } }
            td.num data-label="Total" { b { (total(point)) } }
            td data-label="Band" { (point.band.as_deref().unwrap_or("no band")) @if let Some(why) = &point.not_scored { span.small { (why) } } }
            @for item in &measure.instrument.items {
                @let value = answers.get(&item.position).copied().flatten();
                td.num data-label=(item.label) {
                    @match value {
                        Some(value) if watched == Some(item.position) && value > 0 => b { (icon(Icon::Octagon)) " " (value) },
                        Some(value) => (value),
                        None => span.faint { "–" span.vh { " left out" } },
                    }
                }
            }
        }
    }
}

fn total(point: &ScorePoint) -> String {
    match (point.total, point.missing.len()) {
        (Some(total), _) => total.to_string(),
        (None, 0) => "no total".to_owned(),
        (None, left_out) => format!("{left_out} left out, no total"),
    }
}

/// The answers of an entry, by item.
fn answers(chart: &Chart, event: EventId) -> BTreeMap<u8, Option<u8>> {
    let done = chart.questionnaires.completed.iter().find(|done| done.id == event);
    match done.map(|done| &done.what) {
        Some(Answers::Items(answered)) => (1..).zip(answered.answers.iter().copied()).collect(),
        Some(Answers::Reported(reported)) => reported.items.iter().map(|(item, value)| (*item, Some(*value))).collect(),
        None => BTreeMap::new(),
    }
}

/// The latest value of each kind, with the earlier ones behind it.
fn measurements(chart: &Chart, today: Date, zone: &TimeZone) -> Markup {
    let mut kinds: BTreeMap<(u8, String), Vec<&Measurement>> = BTreeMap::new();
    for one in &chart.measurements {
        let order = match one.kind {
            Kind::Lab => 0,
            Kind::Vital => 1,
            Kind::Other => 2,
        };
        kinds.entry((order, one.what.what.clone())).or_default().push(one);
    }
    let of = |wanted: u8| {
        kinds
            .iter()
            .filter(move |((order, _), _)| *order == wanted)
            .map(|((_, name), values)| (name.clone(), values.clone()))
            .collect::<Vec<_>>()
    };
    html! {
        (table("Laboratory", &of(0), today, zone))
        (table("Vital signs", &of(1), today, zone))
        (table("Other observations", &of(2), today, zone))
    }
}

fn table(title: &str, kinds: &[(String, Vec<&Measurement>)], today: Date, zone: &TimeZone) -> Markup {
    if kinds.is_empty() {
        return html! {};
    }
    html! {
        section.card.flush {
            div.pad { h2 { (title) } }
            table.visits {
                caption.vh { (title) ", the latest of each" }
                thead { tr { th scope="col" { "What" } th scope="col" { "Latest" } th scope="col" { "When" } th scope="col" { "Laboratory’s range" } th scope="col" { "Before" } } }
                tbody { @for (name, values) in kinds {
                    @if let Some((latest, before)) = newest_first(values).split_first() {
                        tr {
                            td { (name) }
                            td data-label="Latest" { b { (latest.what.value_words()) } }
                            td data-label="When" { (frame::day(latest.at, today, zone)) }
                            td data-label="Range" { (range(latest)) }
                            td { @if before.is_empty() { span.faint { "only one so far" } } @else { (before.iter().take(4).map(|one| format!("{} ({})", one.what.value_words(), frame::day(one.at, today, zone))).collect::<Vec<_>>().join(", ")) } }
                        }
                    }
                } }
            }
        }
    }
}

fn newest_first<'a>(values: &[&'a Measurement]) -> Vec<&'a Measurement> {
    let mut values = values.to_vec();
    values.sort_by(|a, b| b.at.order(&a.at));
    values
}

fn range(one: &Measurement) -> String {
    match one.what.range.as_ref().map(|range| (range.low, range.high)) {
        Some((Some(low), Some(high))) => format!("{low} to {high}"),
        Some((Some(low), None)) => format!("from {low}"),
        Some((None, Some(high))) => format!("to {high}"),
        _ => "not given".to_owned(),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
