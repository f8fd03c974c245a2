//! "I need more time": the coming steps of a medicine wait. What is taken now goes on.

use super::{
    current, know,
    sheet::{self, Opened, Sheet, TEAM_READS, Wrong},
};
use crate::{
    app::Shared,
    components::form::{self, Field},
    errors::Problem,
    guard::Who,
};
use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use concord_actions::{ActionError, Entry, OpenChart};
use concord_chart::{Event, steps::PlanPaused};
use concord_papers::dose_words;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

/// What was typed.
#[derive(Deserialize, Default)]
pub struct Typed {
    #[serde(default)]
    key: String,
    #[serde(default)]
    course: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    words: String,
}

/// The form.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(typed): Query<Typed>) -> Result<Markup, Problem> {
    let open = sheet::shown(&app, &who).await?;
    Ok(page(&app, &who, &open, &Typed { course: typed.course, ..Typed::default() }, None))
}

/// Lets the steps wait, which is a task for the prescriber.
pub async fn submit(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    let open = match sheet::sent(&app, &who).await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let again = |field, words: &str| sheet::again(page(&app, &who, &open, &typed, Some((field, words))));
    let Some(course) = current(&open.chart, &typed.course) else {
        return Problem::of(&app, Some(&who), ActionError::NotFound).into_response();
    };
    let until = match typed.until.trim() {
        "" => None,
        text => match text.parse::<Date>() {
            Ok(day) if day >= app.clinic.today() => Some(day),
            _ => return again("until", "Choose a day that is still to come, or leave it empty."),
        },
    };
    let event = Event::PlanPaused(PlanPaused { course, until, words: typed.words.trim().to_owned() });
    let recorded = app.clinic.record(&who.subject, open.chart.id, None, vec![Entry::new(typed.key.clone(), event)]).await;
    sheet::answered(&app, &who, recorded, "paused", |words| again("words", words))
}

fn page(app: &Shared, who: &Who, open: &OpenChart, typed: &Typed, wrong: Wrong<'_>) -> Markup {
    let opened = Opened { app, who, key: &typed.key, wrong };
    let course = current(&open.chart, &typed.course).and_then(|course| open.chart.medication(course));
    let course = course.filter(|course| !course.planned.is_empty());
    let today = app.clinic.today().to_string();
    let before = match course {
        None => html! { p { "No steps are planned here, so there is nothing to wait for." } },
        Some(course) => {
            html! { p { b { (know::name(app, course)) } ": go on with " (course.dosing().map_or_else(|| "it as it is, on hold".to_owned(), dose_words)) "." } }
        }
    };
    let fields = course.map(|course| html! {
        input type="hidden" name="course" value=(course.id);
        (form::textarea(&Field { name: "words", label: "What is it like now? (can be left empty)", error: opened.error("words"), value: &typed.words, ..Field::default() }, 3))
        (form::date(&Field { name: "until", label: "Look at it again by (can be left empty)", error: opened.error("until"), value: &typed.until, ..Field::default() }, Some(&today), None))
    });
    let sheet = Sheet {
        word: "pause",
        tab: "More time",
        heading: "I need more time",
        lead: "The coming steps wait. Your prescriber is asked to look at it and speaks with you about how to go on.",
        first: "words",
        keeps_draft: false,
        note: TEAM_READS,
        button: "Let the steps wait",
    };
    sheet.page(&opened, before, fields)
}
