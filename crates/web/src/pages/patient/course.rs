//! My course as a picture: the same axis as the clinicians', in the patient's own words.

use super::{frame, own};
use crate::{app::Shared, chart_view, errors::Problem, guard::Who};
use axum::extract::{Query, State};
use concord_timeline::{Form, legend, render, summary, table};
use maud::{Markup, html};
use serde::Deserialize;

/// Which stretch of time, and whether the line about self-harm is shown.
#[derive(Deserialize, Default)]
pub struct Shown {
    #[serde(default)]
    window: String,
    #[serde(default)]
    all_lines: Option<String>,
}

/// Stretches that can be chosen: the word in the address and on the page.
const WINDOWS: &[(&str, &str)] = &[("4w", "4 weeks"), ("12w", "16 weeks"), ("1y", "1 year"), ("10y", "All")];

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(shown): Query<Shown>) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own course").await?;
    let window = WINDOWS.iter().map(|(word, _)| *word).find(|word| *word == shown.window).unwrap_or("12w");
    let all_lines = shown.all_lines.is_some();
    let timeline = chart_view::own_course(&app, &open.chart, window, all_lines);
    let body = html! {
        h1 { "My course" }
        p.lead { (summary(&timeline)) }
        nav.windows aria-label="How much time" {
            @for (word, words) in WINDOWS { a href=(format!("/my/course?window={word}")) aria-current=[(*word == window).then_some("true")] { (words) } }
        }
        figure.course { (render(&timeline, Form::Phone)) (legend(&timeline)) }
        @if !all_lines { p.hidden-line { "1 line is hidden: thoughts of self-harm. " a href=(format!("/my/course?window={window}&all_lines=yes")) { "Show it" } } }
        details { summary { "The same facts in words" } (table(&timeline)) }
    };
    Ok(frame::page(&app, &who, "My course", frame::PLAN, body))
}
