//! Say how homework went: done, partly, or what got in the way. "Could not" weighs the same as "done".

use super::{doses::sentence, frame, own};
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

/// What can get in the way, and who hears of it.
const COULD_NOT: &[(&str, &str)] = &[
    ("Too tired", ""),
    ("No time or no place for it", ""),
    ("I forgot", ""),
    ("It felt too hard", "Your therapist makes the next one smaller."),
    ("It was not clear to me", "Your therapist goes through it with you."),
    ("It stirred things up", "Your therapist asks how you are."),
    (FOGGY, "The next page tells your prescriber."),
    ("It is not for me", "You look for another way together."),
];

const FOGGY: &str = "Foggy or sleepy from the medicine";

/// What was typed.
#[derive(Deserialize, Default)]
pub struct Typed {
    #[serde(default)]
    key: String,
    #[serde(default)]
    done: String,
    #[serde(default)]
    could_not: String,
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
    Ok(page(&app, &who, &therapist, &task, &typed, None))
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
        (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &who, &therapist, &task, &typed, Some((field, words)))).into_response()
    };
    let (done_percent, could_not) = match how_it_went(&typed) {
        Ok(went) => went,
        Err((field, words)) => return again(field, words),
    };
    let event = HomeworkReported { course, homework: task.what.homework, done_percent, could_not, obstacle: None };
    let entry = Entry::new(typed.key.clone(), Event::HomeworkReported(event));
    match app.clinic.record(&who.subject, open.chart.id, None, vec![entry]).await {
        Ok(_) if typed.could_not == FOGGY => Redirect::to("/my/side-effect?from=homework").into_response(),
        Ok(_) => Redirect::to("/my?done=homework").into_response(),
        Err(error) => match sentence(error) {
            Ok(words) => again("done", &words),
            Err(error) => Problem::of(&app, Some(&who), error).into_response(),
        },
    }
}

/// Percent done and what got in the way, or the field that is still open.
fn how_it_went(typed: &Typed) -> Result<(u8, String), (&'static str, &'static str)> {
    let reason =
        [typed.could_not.trim(), typed.words.trim()].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(": ");
    match typed.done.parse::<u8>() {
        Ok(0) if reason.is_empty() => Err(("could_not", "Choose what got in the way, or write it.")),
        Ok(done) if done <= 100 => Ok((done, reason)),
        _ if !typed.could_not.is_empty() => Ok((0, reason)),
        _ => Err(("done", "Choose how much you did. “I could not” is an answer too.")),
    }
}

fn page(app: &Shared, who: &Who, therapist: &str, task: &Homework, typed: &Typed, wrong: Option<(&str, &str)>) -> Markup {
    let error = |name: &str| wrong.filter(|(field, _)| *field == name).map_or("", |(_, sentence)| sentence);
    let could_not = error("could_not");
    let body = html! {
        (frame::back("/my", "Home"))
        header { h1 { "How did it go?" } p.lead { (task.what.task) } }
        (frame::trouble(wrong.map(|(_, sentence)| sentence), wrong.map_or("done", |(field, _)| field)))
        form.stack method="post" action=(format!("/my/homework/{}", task.what.homework)) data-once {
            input type="hidden" name="key" value=(frame::key_of(app, &typed.key));
            (form::radios(&Field { name: "done", label: "I did", error: error("done"), value: &typed.done, ..Field::default() }, DONE))
            fieldset #could_not.wrong[!could_not.is_empty()] {
                legend { "What got in the way, if something did" }
                p.hint { "Not a mark against you: it tells us what to change." }
                @if !could_not.is_empty() { p.error { (could_not) } }
                @for (reason, hears) in COULD_NOT {
                    label.choice {
                        input type="radio" name="could_not" value=(reason) checked[typed.could_not == *reason];
                        span { (reason) @if !hears.is_empty() { span.small.muted.hears { (hears) } } }
                    }
                }
            }
            (form::textarea(&Field { name: "words", label: "In my words (can be left empty)", value: &typed.words, ..Field::default() }, 2))
            p.small.muted { @if therapist.is_empty() { "Your therapist" } @else { (therapist) } " reads this; your prescriber sees how much was done and what got in the way." }
            button.button.primary type="submit" { "Keep it" }
        }
    };
    frame::page(app, who, "Between sessions", frame::HOME, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn went(done: &str, could_not: &str, words: &str) -> Result<(u8, String), (&'static str, &'static str)> {
        let [done, could_not, words] = [done, could_not, words].map(str::to_owned);
        how_it_went(&Typed { key: String::new(), done, could_not, words })
    }

    #[test]
    fn a_reason_alone_means_that_it_could_not_be_done() {
        assert_eq!(went("", "Too tired", ""), Ok((0, "Too tired".to_owned())));
        assert_eq!(went("0", "Too tired", "three nights"), Ok((0, "Too tired: three nights".to_owned())));
        assert_eq!(went("67", "", ""), Ok((67, String::new())));
    }

    #[test]
    fn none_without_a_reason_and_nothing_at_all_are_asked_again() {
        assert_eq!(went("0", "", "").map_err(|(field, _)| field), Err("could_not"));
        assert_eq!(went("", "", "").map_err(|(field, _)| field), Err("done"));
        assert_eq!(went("101", "", "").map_err(|(field, _)| field), Err("done"));
    }
}
