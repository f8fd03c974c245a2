//! *My work*: everything that can be done between visits, what is asked for first.

use super::{lines, own_work::Own, today, words};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::extract::{Query, State};
use concord_chart::EventId;
use maud::{Markup, html};
use serde::Deserialize;

/// A line whose piece of work has no page of its own.
#[derive(Deserialize, Default)]
pub struct Which {
    #[serde(default)]
    line: String,
}

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(which): Query<Which>) -> Result<Markup, Problem> {
    let own = Own::open(app, who, "own work").await?;
    let work = &own.chart().work;
    let about: Option<EventId> = which.line.parse().ok().filter(|id| own.chart().entry(*id).is_some());
    let body = html! {
        header { h1 { (words::MY_WORK) } p.lead { (words::MY_WORK_LEAD) } }
        @if let Some(about) = about { (lines::card(&own, &[about], "/my/work")) }
        (today::section(&own))
        section.card { h2 { (words::ALL_OF_IT) }
            ul.tasks {
                li { a href="/my/work/thought" { (words::THOUGHT) } p.small.muted { (words::THOUGHT_ABOUT) } p.small { a href="/my/work/thoughts" { (words::MY_RECORDS) } @if !work.thoughts.is_empty() { " (" (work.thoughts.len()) ")" } } }
                @if work.card.is_some() { li { a href="/my/work/card" { (words::CARD) } p.small { a href="/my/work/card/week" { (words::THE_WEEK) } } } }
                li { a href="/my/work/doing" { (words::DOING) } p.small.muted { (words::DOING_ABOUT) } }
                @if !work.exposure.is_empty() { li { a href="/my/work/facing" { (words::FACING) } p.small.muted { (words::FACING_ABOUT) } } }
                @for course in own.chart().practices.iter().filter(|course| course.is_current()) { li { a href=(format!("/my/work/minutes?course={}", course.id)) { (words::minutes_of(&course.what.name)) } } }
                li { a href="/my/work/sheet" { (words::SHEET) } p.small.muted { (words::SHEET_LEAD) } }
                li { a href="/my/work/chain" { (words::CHAIN) } p.small.muted { (words::CHAIN_ABOUT) } }
            }
        }
        (kept(&own))
        p { a href="/my/course" { (words::MY_PROGRESS) } }
    };
    Ok(own.page(("/my", words::HOME), body))
}

/// Sheets and chains that were kept.
fn kept(own: &Own) -> Markup {
    let work = &own.chart().work;
    let day = |at: concord_chart::When| {
        crate::pages::patient::frame::past_day(concord_engines::days::day_of(at, &own.zone()), own.today())
    };
    html! {
        @if !work.sheets.is_empty() || !work.chains.is_empty() {
            section.card { h2 { (words::KEPT_SHEETS) } ul.tasks {
                @for piece in work.sheets.iter().rev() { li { a href=(format!("/my/work/sheet?of={}", piece.id)) { (words::SHEET) ", " (day(piece.at)) } } }
                @for piece in work.chains.iter().rev() { li { a href=(format!("/my/work/chain?of={}", piece.id)) { (words::CHAIN) ", " (day(piece.at)) } } }
            } }
        }
    }
}
