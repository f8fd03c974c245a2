//! Ask to change or stop a medicine. Nothing changes until the prescriber changes it; the answer has a promised time.

use super::super::side_effect::promise;
use super::{
    choices, current, know, only, pairs,
    sheet::{self, Opened, Sheet, Wrong},
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
    response::Response,
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

/// The form.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(typed): Query<Typed>) -> Result<Markup, Problem> {
    let open = sheet::shown(&app, &who).await?;
    Ok(page(&app, &who, &open, &Typed { course: typed.course, ..Typed::default() }, None))
}

/// Asks the prescriber.
pub async fn submit(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    let open = match sheet::sent(&app, &who).await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let again = |field, words: &str| sheet::again(page(&app, &who, &open, &typed, Some((field, words))));
    let Some(course) = current(&open.chart, &typed.course) else { return again("course", "Choose which medicine.") };
    let Some(wish) = Wish::ALL.iter().copied().find(|wish| word(*wish) == typed.wish) else {
        return again("wish", "Choose what you wish for.");
    };
    let asked = ChangeAsked { course, wish, words: typed.words.trim().to_owned(), owner: None, answer_by: None };
    let recorded = app.clinic.ask_for_change(&who.subject, open.chart.id, &typed.key, asked).await;
    sheet::answered(&app, &who, recorded, "asked", |words| again("words", words))
}

/// The stored word of a wish.
fn word(wish: Wish) -> &'static str {
    match wish {
        Wish::Stop => "stop",
        Wish::Pause => "pause",
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
        Wish::Pause => "I want to leave it out for a while",
        Wish::Lower => "I want to take less of it",
        Wish::Raise => "I think I need more of it",
        Wish::OtherTime => "I want to take it at another time of day",
        Wish::Different => "I want to try a different one",
        Wish::Other => "Something else should be different",
    }
}

fn page(app: &Shared, who: &Who, open: &OpenChart, typed: &Typed, wrong: Wrong<'_>) -> Markup {
    let opened = Opened { app, who, key: &typed.key, wrong };
    let choices = choices(app, &open.chart, |_| true);
    let wishes: Vec<(&str, &str)> = Wish::ALL.iter().map(|wish| (word(*wish), first_person(*wish))).collect();
    let course = current(&open.chart, &typed.course).and_then(|course| open.chart.medication(course));
    let before = html! {
        @if course.is_some_and(|course| know::ends_slowly(app, course)) { p.note { (know::ENDS_SLOWLY) } }
        @if choices.is_empty() { p { "No medicine is on your list." } }
    };
    let fields = html! {
        (form::radios(&Field { name: "course", label: "Which medicine", error: opened.error("course"), value: only(&choices, &typed.course), ..Field::default() }, &pairs(&choices)))
        (form::radios(&Field { name: "wish", label: "What do you wish for?", error: opened.error("wish"), value: &typed.wish, ..Field::default() }, &wishes))
        (form::textarea(&Field { name: "words", label: "Why, in your words (can be left empty)", error: opened.error("words"), value: &typed.words, ..Field::default() }, 3))
    };
    let sheet = Sheet {
        word: "ask",
        tab: "Ask",
        heading: "Ask to change or stop",
        lead: &promise(&open.chart),
        first: "course",
        keeps_draft: true,
        note: "Your prescriber and your team read this. Until you have the answer, please go on as before.",
        button: "Ask my prescriber",
    };
    sheet.page(&opened, before, (!choices.is_empty()).then_some(fields))
}
