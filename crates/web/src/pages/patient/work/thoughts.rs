//! The own thought records: the list, one of them, or all in columns.

use super::{own_work::Own, thought_result, words};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::extract::{Query, State};
use concord_chart::EventId;
use maud::{Markup, html};
use serde::Deserialize;

/// Which one, or how.
#[derive(Deserialize, Default)]
pub struct Which {
    #[serde(default)]
    of: String,
    #[serde(default, rename = "as")]
    form: String,
}

/// Records that a page of columns shows.
const IN_COLUMNS: usize = 20;

/// The list; with an id, that record.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(which): Query<Which>) -> Result<Markup, Problem> {
    let own = Own::open(app, who, "own thought records").await?;
    if which.of.is_empty() {
        return Ok(if which.form == "columns" { all_in_columns(&own) } else { list(&own) });
    }
    let id: Option<EventId> = which.of.parse().ok();
    match own.chart().work.thoughts.iter().find(|piece| Some(piece.id) == id) {
        Some(piece) => Ok(thought_result::page(&own, piece)),
        None => Err(own.nothing()),
    }
}

fn list(own: &Own) -> Markup {
    let records = &own.chart().work.thoughts;
    let body = html! {
        header { h1 { (words::MY_RECORDS) } p.lead { (words::MY_RECORDS_LEAD) } }
        @if records.is_empty() { p { (words::NO_RECORDS) } } @else {
            section.card { ul.tasks { @for piece in records.iter().rev() {
                li { a href=(format!("/my/work/thoughts?of={}", piece.id)) { (thought_result::name(own, piece)) } p.small.muted { (words::steps_reached(piece.what.reached, piece.what.columns())) } }
            } } }
        }
        p { a.button.primary href="/my/work/thought" { (words::WRITE_A_RECORD) } }
        @if !records.is_empty() { p { a href="/my/work/thoughts?as=columns" { (words::AS_COLUMNS) } } }
    };
    own.page(("/my/work", words::MY_WORK), body)
}

fn all_in_columns(own: &Own) -> Markup {
    let records: Vec<_> = own.chart().work.thoughts.iter().rev().take(IN_COLUMNS).collect();
    let body = html! {
        header { h1 { (words::IN_COLUMNS) } p.lead { (words::COLUMNS_LEAD) } }
        section.card.seven-columns { (thought_result::columns(own, &records)) }
    };
    own.page(("/my/work/thoughts", words::MY_RECORDS), body)
}
