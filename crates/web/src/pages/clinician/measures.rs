//! Measures: every series with its scores, what they amount to and whose definition says so, what was left out, declined or
//! passed by; laboratory and vital signs.

use super::{
    frame::{self, RecordPage},
    schedule_measures::{state_words, why_not_asked},
};
use crate::{
    app::Shared,
    components::{
        empty_state::empty_state,
        icon::{Icon, icon},
        trend::trend,
    },
    errors::Problem,
    guard::Who,
    pages::patient::questionnaire::is_for_patients,
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
    days::{day_words, days_between},
    due::{DueList, due},
    outcomes::{Change, ReliableCategory, other_thresholds},
    scoring::{ScoreContext, score},
    series::{Mode, ScorePoint, Series},
};
use concord_knowledge::{Instrument, Sourced, ids::SourceId, instrument::Direction};
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
    let list = due(chart, app.clinic.knowledge(), today, &zone);
    html! {
        header.page-head {
            h2 { "Measures" }
            p.row { a.button href=(format!("{base}/questionnaire")) { "Rate or enter answers" } a.button.secondary href=(format!("/chart/{}/measures/schedule", chart.id)) { "Rhythm of measures" } a.button.secondary href=(format!("{base}/questionnaire-offer")) { "Offer a questionnaire" } a.button.secondary href=(format!("{base}/lab")) { "A laboratory result" } }
            p.lead { "Another version or another kind of respondent is another series: they are never joined." }
        }
        @if state.measures.is_empty() {
            section.card { (empty_state("No questionnaire yet", "Answers stand here item by item, with the score that follows from them.", Some((&format!("{base}/questionnaire"), "Enter answers")))) }
        }
        @else { (at_a_glance(&state, &list, today)) }
        @for measure in &state.measures { (instrument(app, chart, measure, &list, today)) }
        (measurements(chart, today, &zone))
    }
}

/// Small multiples: every measure with its latest score, its course and what is due. The tables below say the same.
fn at_a_glance(state: &CourseState<'_>, list: &DueList, today: Date) -> Markup {
    html! {
        section.card aria-label="At a glance" {
            div.measures-now { @for measure in &state.measures {
                @let entry = measure.instrument;
                div {
                    p { a href=(format!("#{}", entry.id)) { b { (entry.short_name) } } span.small.muted { " " (entry.construct.words()) } }
                    @match &measure.latest {
                        Some(point) => p { b { (total(entry, point)) } @if let Some(band) = &point.band { " " (band) } span.small.muted { ", " (day_words(point.day, today)) } },
                        None => p.muted { "no total yet" },
                    }
                    @if let Some(series) = measure.scores.main(entry) { (drawing(measure, series)) }
                    @if let Some(change) = &measure.change { p.small { (change.headline) span.muted { " since " (entry.shown_total(change.baseline)) } } }
                    @if let Some((facts, now)) = list.measures.iter().find(|(facts, _)| facts.rhythm.instrument == entry.id) { p.small.muted { (state_words(facts, *now, today)) } }
                }
            } }
        }
    }
}

/// The course of one series, with the range of remission as a pale band. It repeats the table and is not read aloud.
fn drawing(measure: &Measure<'_>, series: &Series) -> Markup {
    let Some(first) = series.first() else { return html! {} };
    // Drawn from whole totals: no drawing is exact to more than that.
    let points: Vec<(f32, f32)> =
        series.points.iter().filter_map(|point| Some((days_between(first.day, point.day) as f32, point.total? as f32))).collect();
    let remission = measure.definition.and_then(|definition| definition.remission.as_ref()).map(|rule| rule.below - 1);
    let lowest = measure.instrument.total_range().map_or(0, |(low, _)| low);
    let aim = remission.filter(|_| measure.instrument.direction == Direction::LowerIsBetter);
    trend(&points, aim.map(|to| (lowest as f32, to as f32)))
}

fn instrument(app: &Shared, chart: &Chart, measure: &Measure<'_>, list: &DueList, today: Date) -> Markup {
    let entry = measure.instrument;
    let range = entry
        .total_range()
        .map_or_else(String::new, |(low, high)| format!(", {} to {}", entry.shown_total(low), entry.shown_total(high)));
    let due = list.measures.iter().find(|(facts, _)| facts.rhythm.instrument == entry.id);
    let shown = app.clinic.instrument(&entry.id);
    html! {
        section.card.flush id=(entry.id) {
            div.pad {
                h2 { (entry.short_name) }
                p.small.muted { (entry.name) (range) ", about " (entry.recall) ". " @if entry.direction == Direction::HigherIsBetter { "More is better." } @else { "Less is better." } }
                @if let Some((facts, now)) = due {
                    p.small { (icon(Icon::Clock)) " " (state_words(facts, *now, today)) "."
                        @if let Some(agreed) = &facts.rhythm.agreed { " Agreed " (agreed.rhythm.words()) "." }
                        " " a href=(format!("/chart/{}/measures/schedule?instrument={}#agree", chart.id, entry.id)) { "Change the rhythm" span.vh { " of the " (entry.short_name) } } }
                }
                @if let Some(shown) = shown.as_ref().filter(|shown| !is_for_patients(shown)) { p.small.muted { (why_not_asked(shown)) } }
                (waiting(chart, measure, today))
                (amounts_to(app, measure, today))
            }
            @for series in &measure.scores.series { (series_table(chart, measure, series, today)) }
            div.pad { p.tiny { (entry.licence.notice) } }
            @if !measure.scores.struck.is_empty() {
                div.pad { p.small { b { "Struck through: " } @for point in &measure.scores.struck { s { (day_words(point.day, today)) ", " (total(entry, point)) } " " } } }
            }
        }
    }
}

/// What the change since the start of the present treatment amounts to, each word with whose definition it is.
fn amounts_to(app: &Shared, measure: &Measure<'_>, today: Date) -> Markup {
    let (Some(change), Some(definition)) = (&measure.change, measure.definition) else {
        return html! { @if measure.latest.is_some() && measure.definition.is_none() { p.small.muted { "No definition of response or reliable change is known for it: only the scores are shown." } } };
    };
    let entry = measure.instrument;
    let (from, to) = (entry.shown_total(change.baseline), entry.shown_total(change.latest));
    let whose =
        |source: &SourceId| app.clinic.knowledge().source(source).map_or_else(|| source.to_string(), |known| known.title.clone());
    let since = measure.baseline.as_ref().map(|point| day_words(point.day, today)).unwrap_or_default();
    let series = measure.scores.main(entry).map(|series| series.mode.words()).unwrap_or_default();
    html! {
        p { b { (change.headline) } ": " (from) " → " (to) " since " (since) " (" (series) ")." }
        ul.small {
            @if let (Some(met), Some(rule)) = (change.response, &definition.response) { li { "Response: " (yes_no(met)) ". " (rule.meaning) " (" (whose(rule.source())) ")" } }
            @if let (Some(met), Some(rule)) = (change.remission, &definition.remission) { li { "Remission: " (yes_no(met)) ". " (rule.meaning) " (" (whose(rule.source())) ")" } }
            (reliable(change, entry, &whose))
            @for other in other_thresholds(definition, from, to) {
                li { (other.what.as_str().replace('_', " ")) ": " (if other.better { "better" } else if other.worse { "worse" } else { "not reached" }) ". " (other.meaning) " (" (whose(&other.source)) ")" }
            }
        }
    }
}

fn reliable(change: &Change, entry: &Instrument, whose: &dyn Fn(&SourceId) -> String) -> Markup {
    html! {
        @match &change.reliable {
            Some(reliable) => li {
                "Reliable change: "
                @match reliable.category { ReliableCategory::Improved => "better", ReliableCategory::NoChange => "within the error of measurement", ReliableCategory::Worse => "worse" }
                ", from " (entry.shown_points(reliable.threshold_points)) " points on, by the " (reliable.used.as_str()) " of " (whose(&reliable.source))
            },
            None => li { "Reliable change: neither points nor spread and reliability are known for it." },
        }
    }
}

fn yes_no(met: bool) -> &'static str {
    if met { "yes" } else { "not yet" }
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
        div.pad { (drawing(measure, series)) (parts(chart, measure.instrument, series)) }
        div.xscroll tabindex="0" role="region" aria-label=(format!("{}: {}", measure.instrument.short_name, series.mode.words())) {
            table.facts {
                caption.small { (capitalised(series.mode.words())) @if let Mode::Answered { version, .. } = &series.mode { ", version " (version) } }
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
            th scope="row" { a href=(format!("/chart/{}/entries?at={}#e-{}", chart.id, point.event, point.event)) { (day_words(point.day, today)) } @if let Some(language) = language(chart, point.event) { span.small.muted { " (" (language) ")" } } }
            td.num data-label="Total" { b { (total(measure.instrument, point)) } }
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

/// The parts of the latest answers, where the instrument has parts. One with a missing item is not there, and that is said.
fn parts(chart: &Chart, instrument: &Instrument, series: &Series) -> Markup {
    let Some(latest) = series.points.last().filter(|_| !instrument.subscales.is_empty()) else { return html! {} };
    let given = answers(chart, latest.event);
    let answers: Vec<Option<u8>> = instrument.items.iter().map(|item| given.get(&item.position).copied().flatten()).collect();
    let Ok(scored) = score(instrument, &answers, &ScoreContext::default()) else { return html! {} };
    html! {
        p.small { "Parts, latest answers: "
            @for (place, part) in instrument.subscales.iter().enumerate() {
                @if place > 0 { "; " }
                (part.label) " "
                @match (scored.subscales_scaled.get(&part.id), scored.subscales.get(&part.id)) {
                    (Some(scaled), _) => b { (scaled) },
                    (None, Some(sum)) => b { (sum) },
                    (None, None) => span.muted { "items missing" },
                }
            }
            "."
        }
    }
}

/// The total as the instrument's manual reports it, or why there is none.
fn total(instrument: &Instrument, point: &ScorePoint) -> String {
    match (point.total, point.missing.len()) {
        (Some(total), _) => instrument.shown_total(total).to_string(),
        (None, 0) => "no total".to_owned(),
        (None, left_out) => format!("{left_out} left out, no total"),
    }
}

/// The language in which it was answered, where that was another than English.
fn language(chart: &Chart, event: EventId) -> Option<&str> {
    let done = chart.questionnaires.completed.iter().find(|done| done.id == event)?;
    match &done.what {
        Answers::Items(answered) => Some(answered.language.as_str()).filter(|language| !matches!(*language, "" | "en")),
        Answers::Reported(_) => None,
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
