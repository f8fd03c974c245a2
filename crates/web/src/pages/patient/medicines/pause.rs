//! "I need more time": the coming steps of a medicine wait. What is taken now goes on.

use super::super::{doses::sentence, frame, own};
use super::{HERE, current, know};
use crate::{
    app::Shared,
    components::form::{self, Field},
    errors::Problem,
    guard::Who,
};
use axum::{
    Form,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
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
    let open = own::open(&app, &who, "own medicines").await?;
    Ok(page(&app, &who, &open, &Typed { course: typed.course, ..Typed::default() }, None))
}

/// Lets the steps wait.
pub async fn submit(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    let open = match own::open(&app, &who, "own medicines").await {
        Ok(open) => open,
        Err(problem) => return problem.into_response(),
    };
    let again = |field, words: &str| {
        (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &who, &open, &typed, Some((field, words)))).into_response()
    };
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
    match app.clinic.record(&who.subject, open.chart.id, None, vec![Entry::new(typed.key.clone(), event)]).await {
        Ok(_) => Redirect::to(&format!("{HERE}?done=paused")).into_response(),
        Err(error) => match sentence(error) {
            Ok(words) => again("words", &words),
            Err(error) => Problem::of(&app, Some(&who), error).into_response(),
        },
    }
}

fn page(app: &Shared, who: &Who, open: &OpenChart, typed: &Typed, wrong: Option<(&str, &str)>) -> Markup {
    let error = |name: &str| wrong.filter(|(field, _)| *field == name).map_or("", |(_, sentence)| sentence);
    let course = current(&open.chart, &typed.course).and_then(|course| open.chart.medication(course));
    let today = app.clinic.today().to_string();
    let body = html! {
        (frame::back(HERE, "My medicines"))
        header { h1 { "I need more time" } p.lead { "The coming steps wait. Your prescriber sees it and speaks with you about how to go on." } }
        (frame::trouble(wrong.map(|(_, sentence)| sentence), wrong.map_or("words", |(field, _)| field)))
        @match course.filter(|course| !course.planned.is_empty()) {
            None => p { "No steps are planned here, so there is nothing to wait for." },
            Some(course) => {
                p { b { (know::name(app, course)) } ": go on with " (course.dosing().map_or_else(|| "it as it is, on hold".to_owned(), dose_words)) "." }
                form.stack method="post" action="/my/medicines/pause" data-once {
                    input type="hidden" name="key" value=(frame::key_of(app, &typed.key));
                    input type="hidden" name="course" value=(course.id);
                    (form::textarea(&Field { name: "words", label: "What is it like now? (can be left empty)", error: error("words"), value: &typed.words, ..Field::default() }, 3))
                    (form::date(&Field { name: "until", label: "Look at it again by (can be left empty)", error: error("until"), value: &typed.until, ..Field::default() }, Some(&today), None))
                    p.small.muted { "Your care team can read this." }
                    button.button.primary type="submit" { "Let the steps wait" }
                }
            }
        }
    };
    frame::page(app, who, "More time", frame::HOME, body)
}
