//! Ask to change or stop a medicine. Nothing changes until the prescriber changes it; the answer has a promised time.

use super::super::{doses::sentence, frame, own, side_effect::promise};
use super::{HERE, choices, current, know, only, pairs};
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
use concord_actions::OpenChart;
use concord_chart::change_request::{ChangeAsked, Wish};
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
    wish: String,
    #[serde(default)]
    words: String,
}

type Wrong<'a> = Option<(&'a str, &'a str)>;

/// The form.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(typed): Query<Typed>) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own medicines").await?;
    Ok(page(&app, &who, &open, &Typed { course: typed.course, ..Typed::default() }, None))
}

/// Asks the prescriber.
pub async fn submit(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    let open = match own::open(&app, &who, "own medicines").await {
        Ok(open) => open,
        Err(problem) => return problem.into_response(),
    };
    let again = |field, words: &str| {
        (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &who, &open, &typed, Some((field, words)))).into_response()
    };
    let Some(course) = current(&open.chart, &typed.course) else { return again("course", "Choose which medicine.") };
    let Some(wish) = Wish::ALL.iter().copied().find(|wish| word(*wish) == typed.wish) else {
        return again("wish", "Choose what you wish for.");
    };
    let asked = ChangeAsked { course, wish, words: typed.words.trim().to_owned(), owner: None, answer_by: None };
    match app.clinic.ask_for_change(&who.subject, open.chart.id, &typed.key, asked).await {
        Ok(_) => Redirect::to(&format!("{HERE}?done=asked")).into_response(),
        Err(error) => match sentence(error) {
            Ok(words) => again("words", &words),
            Err(error) => Problem::of(&app, Some(&who), error).into_response(),
        },
    }
}

/// The stored word of a wish.
fn word(wish: Wish) -> &'static str {
    match wish {
        Wish::Stop => "stop",
        Wish::Lower => "lower",
        Wish::Raise => "raise",
        Wish::OtherTime => "other_time",
        Wish::Different => "different",
        Wish::Other => "other",
    }
}

fn first_person(wish: Wish) -> &'static str {
    match wish {
        Wish::Stop => "I want to stop it",
        Wish::Lower => "I want to take less of it",
        Wish::Raise => "I think I need more of it",
        Wish::OtherTime => "I want to take it at another time of day",
        Wish::Different => "I want to try a different one",
        Wish::Other => "Something else should be different",
    }
}

fn page(app: &Shared, who: &Who, open: &OpenChart, typed: &Typed, wrong: Wrong<'_>) -> Markup {
    let error = |name: &str| wrong.filter(|(field, _)| *field == name).map_or("", |(_, sentence)| sentence);
    let choices = choices(app, &open.chart, |_| true);
    let wishes: Vec<(&str, &str)> = Wish::ALL.iter().map(|wish| (word(*wish), first_person(*wish))).collect();
    let slowly = current(&open.chart, &typed.course)
        .and_then(|course| open.chart.medication(course))
        .and_then(|course| know::substance(app, course))
        .is_some_and(|substance| substance.taper.is_some());
    let body = html! {
        (frame::back(HERE, "My medicines"))
        header { h1 { "Ask to change or stop" } p.lead { (promise(&open.chart)) } }
        @if slowly { p.note { "Stopping this one from one day to the next can make people feel ill. Going down in steps is easier; your prescriber plans them with you." } }
        (frame::trouble(wrong.map(|(_, sentence)| sentence), wrong.map_or("course", |(field, _)| field)))
        @if choices.is_empty() { p { "No medicine is on your list." } }
        @else {
            form.stack method="post" action="/my/medicines/ask" data-once data-draft="ask-change" {
                input type="hidden" name="key" value=(frame::key_of(app, &typed.key));
                (form::radios(&Field { name: "course", label: "Which medicine", error: error("course"), value: only(&choices, &typed.course), ..Field::default() }, &pairs(&choices)))
                (form::radios(&Field { name: "wish", label: "What do you wish for?", error: error("wish"), value: &typed.wish, ..Field::default() }, &wishes))
                (form::textarea(&Field { name: "words", label: "Why, in your words (can be left empty)", error: error("words"), value: &typed.words, ..Field::default() }, 3))
                p.small.muted { "Your prescriber and your team read this. Until you have the answer, please go on as before." }
                button.button.primary type="submit" { "Ask my prescriber" }
            }
        }
    };
    frame::page(app, who, "Ask", frame::HOME, body)
}
