//! Say how homework went: done, partly, or what got in the way. "Could not" weighs the same as "done".

use super::{doses::sentence, frame, own, work};
use crate::{
    app::Shared,
    components::form::{self, Field},
    errors::Problem,
    guard::Who,
};
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry, OpenChart};
use concord_chart::{
    CourseId, Event, HomeworkId,
    therapy::{Homework, HomeworkReported},
};
use maud::{Markup, html};
use serde::Deserialize;

/// How much was done, in percent.
const DONE: &[(&str, &str)] = &[("100", "All of it"), ("67", "Most of it"), ("33", "Some of it"), ("0", "I could not, because…")];

/// What was typed.
#[derive(Deserialize, Default)]
pub struct Typed {
    #[serde(default)]
    key: String,
    #[serde(default)]
    done: String,
    #[serde(default)]
    words: String,
}

fn find(open: &OpenChart, id: &str) -> Option<(CourseId, String, Homework)> {
    let id: HomeworkId = id.parse().ok()?;
    open.chart.therapies.iter().find_map(|course| {
        let task = course.homework.iter().find(|task| task.what.homework == id)?;
        Some((course.id, course.what.therapist_name.clone(), task.clone()))
    })
}

/// The form.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Path(id): Path<String>) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own homework").await?;
    let (_, therapist, task) = find(&open, &id).ok_or_else(|| Problem::of(&app, Some(&who), ActionError::NotFound))?;
    let reported = task.reported.as_ref().map(|(_, reported)| reported);
    let typed = Typed {
        done: reported.map(|reported| reported.done_percent.to_string()).unwrap_or_default(),
        words: reported.map(|reported| reported.could_not.clone()).unwrap_or_default(),
        ..Typed::default()
    };
    Ok(page(&app, &who, &open, &therapist, &task, &typed, None))
}

/// Records how it went.
pub async fn submit(State(app): State<Shared>, who: Who, Path(id): Path<String>, Form(typed): Form<Typed>) -> Response {
    let open = match own::open(&app, &who, "own homework").await {
        Ok(open) => open,
        Err(problem) => return problem.into_response(),
    };
    let Some((course, therapist, task)) = find(&open, &id) else {
        return Problem::of(&app, Some(&who), ActionError::NotFound).into_response();
    };
    let again = |field, words: &str| {
        (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &who, &open, &therapist, &task, &typed, Some((field, words))))
            .into_response()
    };
    let done_percent = match how_it_went(&typed) {
        // The words go along: nobody writes a hard thing twice.
        Some(0) if !typed.words.trim().is_empty() => {
            return work::could_not::with_words(&app, &who, &open, &task, &typed.words)
                .await
                .unwrap_or_else(IntoResponse::into_response);
        }
        Some(0) => return Redirect::to(&format!("/my/work/could-not?homework={}", task.what.homework)).into_response(),
        Some(done) => done,
        None => return again("done", "Choose how much you did. “I could not” is an answer too."),
    };
    let words = typed.words.trim().to_owned();
    let event = HomeworkReported { course, homework: task.what.homework, done_percent, could_not: words, obstacle: None };
    let entry = Entry::new(typed.key.clone(), Event::HomeworkReported(event));
    match app.clinic.record(&who.subject, open.chart.id, None, vec![entry]).await {
        Ok(_) => Redirect::to("/my?done=homework").into_response(),
        Err(error) => match sentence(error) {
            Ok(words) => again("done", &words),
            Err(error) => Problem::of(&app, Some(&who), error).into_response(),
        },
    }
}

/// Percent done; nothing where nothing that can be chosen was.
fn how_it_went(typed: &Typed) -> Option<u8> {
    typed.done.parse::<u8>().ok().filter(|done| DONE.iter().any(|(value, _)| *value == done.to_string()))
}

fn page(
    app: &Shared,
    who: &Who,
    open: &OpenChart,
    therapist: &str,
    task: &Homework,
    typed: &Typed,
    wrong: Option<(&str, &str)>,
) -> Markup {
    let error = |name: &str| wrong.filter(|(field, _)| *field == name).map_or("", |(_, sentence)| sentence);
    let body = html! {
        (frame::back("/my", "Home"))
        header { h1 { "How did it go?" } p.lead { (task.what.task) } }
        (frame::trouble(wrong.map(|(_, sentence)| sentence), wrong.map_or("done", |(field, _)| field)))
        form.stack method="post" action=(format!("/my/homework/{}", task.what.homework)) data-once data-draft="homework" {
            input type="hidden" name="key" value=(frame::key_of(app, &typed.key));
            (form::radios(&Field { name: "done", label: "I did", error: error("done"), value: &typed.done, ..Field::default() }, DONE))
            (form::textarea(&Field { name: "words", label: "In my words (can be left empty)", value: &typed.words, ..Field::default() }, 2))
            p.small.muted { @if therapist.is_empty() { "Your therapist" } @else { (therapist) } " reads this; your prescriber sees how much was done." }
            button.button.primary type="submit" { "Keep it" }
        }
        p { a href=(format!("/my/work/could-not?homework={}", task.what.homework)) { "Could not, because…" } }
        (work::lines::of_task(app, who, open, task))
    };
    frame::page(app, who, "Between sessions", frame::HOME, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_chosen_is_an_answer() {
        let went = |done: &str| how_it_went(&Typed { done: done.to_owned(), ..Typed::default() });
        assert_eq!((went("67"), went("0")), (Some(67), Some(0)));
        for nothing in ["", "101", "50", "all"] {
            assert_eq!(went(nothing), None, "{nothing}");
        }
    }
}
