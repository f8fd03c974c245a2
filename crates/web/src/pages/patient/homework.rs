//! Say how homework went: done, partly, or what got in the way. "Could not" weighs the same as "done".

use super::{doses::sentence, frame, own};
use crate::{app::Shared, errors::Problem, guard::Who};
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

/// What can get in the way. The foggy one is for the prescriber too.
const COULD_NOT: &[&str] =
    &["No time", "Too hard", "It was not clear to me", "I did not want to", "Foggy or sleepy from the medicine", "Too low that day", "I forgot"];

/// What was typed.
#[derive(Deserialize, Default)]
pub struct Typed {
    #[serde(default)]
    key: String,
    #[serde(default)]
    done: String,
    #[serde(default)]
    could_not: String,
}

fn find(open: &OpenChart, id: &str) -> Option<(CourseId, Homework)> {
    let id: HomeworkId = id.parse().ok()?;
    open.chart.therapies.iter().find_map(|course| {
        let task = course.homework.iter().find(|task| task.what.homework == id)?;
        Some((course.id, task.clone()))
    })
}

/// The form.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Path(id): Path<String>) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own homework").await?;
    let (_, task) = find(&open, &id).ok_or_else(|| Problem::of(&app, Some(&who), ActionError::NotFound))?;
    Ok(form(&app, &who, &task, &Typed::default(), None))
}

/// Records how it went.
pub async fn submit(State(app): State<Shared>, who: Who, Path(id): Path<String>, Form(typed): Form<Typed>) -> Response {
    let open = match own::open(&app, &who, "own homework").await {
        Ok(open) => open,
        Err(problem) => return problem.into_response(),
    };
    let Some((course, task)) = find(&open, &id) else { return Problem::of(&app, Some(&who), ActionError::NotFound).into_response() };
    let again = |words: &str| (StatusCode::UNPROCESSABLE_ENTITY, form(&app, &who, &task, &typed, Some(words))).into_response();
    let Ok(done_percent) = typed.done.parse::<u8>() else { return again("Choose how much you did. None is an answer too.") };
    let event = HomeworkReported { course, homework: task.what.homework, done_percent, could_not: typed.could_not.trim().to_owned() };
    let entry = Entry::new(typed.key.clone(), Event::HomeworkReported(event));
    match app.clinic.record(&who.subject, open.chart.id, None, vec![entry]).await {
        Ok(_) => Redirect::to("/my?done=homework").into_response(),
        Err(error) => match sentence(error) {
            Ok(words) => again(&words),
            Err(error) => Problem::of(&app, Some(&who), error).into_response(),
        },
    }
}

fn form(app: &Shared, who: &Who, task: &Homework, typed: &Typed, wrong: Option<&str>) -> Markup {
    let key = if typed.key.is_empty() { frame::fresh_key(app) } else { typed.key.clone() };
    let body = html! {
        h1 { "How did it go?" }
        p.lead { (task.what.task) }
        (frame::trouble(wrong, "done"))
        form.stack method="post" action=(format!("/my/homework/{}", task.what.homework)) {
            input type="hidden" name="key" value=(key);
            fieldset #done { legend { "I did" }
                @for (value, words) in [("100", "all of it"), ("67", "most of it"), ("33", "some of it"), ("0", "none of it this time")] {
                    label.choice { input type="radio" name="done" value=(value) checked[typed.done == value] required; " " (words) }
                }
            }
            fieldset { legend { "What got in the way? (if something did)" }
                label.choice { input type="radio" name="could_not" value="" checked[typed.could_not.is_empty()]; " Nothing" }
                @for reason in COULD_NOT { label.choice { input type="radio" name="could_not" value=(reason) checked[typed.could_not == *reason]; " " (reason) } }
            }
            p.small { "Your therapist reads this. If it is the medicine, please also " a href="/my/side-effect" { "tell your prescriber" } "." }
            button.button.primary type="submit" { "Keep it" }
            p { a href="/my" { "Back" } }
        }
    };
    frame::page(app, who, "Between sessions", frame::HOME, body)
}
