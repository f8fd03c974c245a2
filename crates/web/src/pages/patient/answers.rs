//! What I answered: every questionnaire with its own line over time and my answers in words. Numbers as they are; no words
//! of severity, nothing that follows from them.

use super::{frame, own};
use crate::{app::Shared, components::trend::trend, errors::Problem, guard::Who};
use axum::extract::{Query, State};
use concord_chart::{
    Chart,
    questionnaire::{Answered, Answers, Respondent},
};
use concord_engines::{
    course_state::CourseState,
    days::days_between,
    series::{Mode, ScorePoint, Series},
};
use concord_knowledge::{Instrument, instrument::Direction};
use maud::{Markup, html};
use serde::Deserialize;

/// Every sentence of this page.
mod words {
    pub(super) const TITLE: &str = "My answers";
    pub(super) const LEAD: &str =
        "What you answered, in your own numbers. They say how it was on that day, and nothing about you as a person.";
    pub(super) const NONE: &str = "You have not answered any questions yet.";
    pub(super) const LESS: &str = "A lower number means that it was easier.";
    pub(super) const MORE: &str = "A higher number means that it was better.";
    pub(super) const LEFT_OUT: &str = "left out";
    pub(super) const NO_TOTAL: &str = "no total, because some were left out";
    pub(super) const NOT_COUNTED: &str = "no total";
    pub(super) const HIDDEN: &str = "One answer is hidden: about thoughts of self-harm.";
    pub(super) const SHOW: &str = "Show it";
    pub(super) const HIDE: &str = "Hide the answers about self-harm";
    pub(super) const OTHER_VERSION: &str = "These questions were asked in an earlier wording, which is not shown here any more. These are the numbers that you chose.";
    pub(super) const QUESTION: &str = "Question";
    pub(super) const EACH: &str = "My answers one by one";
}

/// How many occasions are listed answer by answer.
const LISTED: usize = 12;

/// Whether answers about self-harm are shown.
#[derive(Deserialize, Default)]
pub struct Shown {
    #[serde(default)]
    all_lines: Option<String>,
}

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(shown): Query<Shown>) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own answers").await?;
    let (zone, all_lines) = (app.clinic.zone(), shown.all_lines.is_some());
    let state = CourseState::of(&open.chart, app.clinic.knowledge(), &zone);
    let mine: Vec<(&Instrument, &Series)> = state
        .measures
        .iter()
        .flat_map(|measure| {
            measure.scores.series.iter().filter(|series| is_mine(series)).map(|series| (measure.instrument, series))
        })
        .collect();
    let body = html! {
        (frame::back("/my", "Home"))
        header { h1 { (words::TITLE) } p.lead { (words::LEAD) } }
        @if mine.is_empty() { p { (words::NONE) } }
        @for (instrument, series) in &mine { (one(&app, &open.chart, instrument, series, all_lines)) }
        @if all_lines { p.small { a href="/my/answers" { (words::HIDE) } } }
    };
    Ok(frame::page(&app, &who, words::TITLE, frame::HOME, body))
}

fn is_mine(series: &Series) -> bool {
    matches!(series.mode, Mode::Answered { respondent: Respondent::Patient, .. })
}

fn one(app: &Shared, chart: &Chart, instrument: &Instrument, series: &Series, all_lines: bool) -> Markup {
    let today = app.clinic.today();
    let range = instrument.total_range().map(|(low, high)| (instrument.shown_total(low), instrument.shown_total(high)));
    html! {
        section.card {
            h2 { (instrument.patient_name) }
            @if let Some((low, high)) = range { p.small.muted { (low) " to " (high) ". " @if instrument.direction == Direction::HigherIsBetter { (words::MORE) } @else { (words::LESS) } } }
            (line(series))
            table.facts {
                caption.vh { (instrument.patient_name) }
                thead { tr { th scope="col" { "Day" } th.num scope="col" { "Number" } } }
                tbody { @for point in series.points.iter().rev().take(LISTED) {
                    tr { th scope="row" { (frame::past_day(point.day, today)) } td.num { (number(instrument, point)) } }
                } }
            }
            details { summary { (words::EACH) }
                @for point in series.points.iter().rev().take(LISTED) {
                    @if let Some(answered) = answered(chart, point) {
                        h3 { (frame::past_day(point.day, today)) }
                        (each(app, instrument, answered, all_lines))
                    }
                }
            }
        }
    }
}

/// My own line; the table beside it says the same.
fn line(series: &Series) -> Markup {
    let Some(first) = series.first() else { return html! {} };
    let points: Vec<(f32, f32)> =
        series.points.iter().filter_map(|point| Some((days_between(first.day, point.day) as f32, point.total? as f32))).collect();
    trend(&points, None)
}

fn number(instrument: &Instrument, point: &ScorePoint) -> String {
    match (point.total, point.missing.is_empty()) {
        (Some(total), _) => instrument.shown_total(total).to_string(),
        (None, false) => words::NO_TOTAL.to_owned(),
        (None, true) => words::NOT_COUNTED.to_owned(),
    }
}

fn answered<'a>(chart: &'a Chart, point: &ScorePoint) -> Option<&'a Answered> {
    let done = chart.questionnaires.completed.iter().find(|done| done.id == point.event)?;
    match &done.what {
        Answers::Items(answered) => Some(answered),
        Answers::Reported(_) => None,
    }
}

/// Answers to questions that are worded otherwise today: their numbers, and no words that were not asked.
fn of_another_version(instrument: &Instrument, answered: &Answered, all_lines: bool) -> Markup {
    let about_harm = |position: u8| instrument.safety_items.iter().any(|safety| safety.item == position);
    let places = (1_u8..).zip(&answered.answers).filter(|(place, _)| all_lines || !about_harm(*place));
    html! {
        p.small.muted { (words::OTHER_VERSION) }
        dl.answers-own {
            @for (place, answer) in places {
                dt { (words::QUESTION) " " (place) }
                dd { @match answer { Some(value) => b { (value) }, None => span.muted { (words::LEFT_OUT) } } }
            }
        }
        @if !all_lines && !instrument.safety_items.is_empty() { p.small { (words::HIDDEN) " " a href="/my/answers?all_lines=yes" { (words::SHOW) } } }
    }
}

/// Question and answer in the words and the language in which they were asked.
fn each(app: &Shared, instrument: &Instrument, answered: &Answered, all_lines: bool) -> Markup {
    let shown = app.clinic.instrument(&instrument.id).and_then(|known| known.in_language(&answered.language));
    let shown = [shown.as_ref(), Some(instrument)].into_iter().flatten().find(|known| known.version == answered.version);
    let Some(asked) = shown else { return of_another_version(instrument, answered, all_lines) };
    let about_harm = |position: u8| asked.safety_items.iter().any(|safety| safety.item == position);
    let hides = !all_lines && asked.items.iter().any(|item| about_harm(item.position));
    html! {
        dl.answers-own lang=[(asked.language != "en").then_some(&asked.language)] {
            @for (item, answer) in asked.items.iter().zip(&answered.answers).filter(|(item, _)| all_lines || !about_harm(item.position)) {
                dt { (item.text.as_deref().unwrap_or(&item.label)) }
                dd { @match answer { Some(value) => b { (asked.option_of(item, *value).map_or_else(|| value.to_string(), |option| option.label.clone())) }, None => span.muted { (words::LEFT_OUT) } } }
            }
        }
        @if hides { p.small { (words::HIDDEN) " " a href="/my/answers?all_lines=yes" { (words::SHOW) } } }
    }
}
