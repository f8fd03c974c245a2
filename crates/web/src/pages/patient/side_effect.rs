//! Tell about a side effect. It reaches the prescriber with a promised time, and the therapist sees the answer.

use super::{doses::sentence, frame, own};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::OpenChart;
use concord_chart::{When, side_effect::Reported};
use maud::{Markup, html};
use serde::Deserialize;

/// How much it bothers, in words for each number.
const BURDEN: &[&str] =
    &["not at all", "hardly", "a little", "quite a bit", "a lot", "very much", "I cannot bear it"];

/// What was typed.
#[derive(Deserialize, Default)]
pub struct Typed {
    #[serde(default)]
    key: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    course: String,
    #[serde(default)]
    burden: String,
    #[serde(default)]
    since: String,
    #[serde(default)]
    effect: String,
}

/// The form.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own side effects").await?;
    Ok(form(&app, &who, &open, &Typed::default(), None))
}

/// Tells the prescriber.
pub async fn submit(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    let open = match own::open(&app, &who, "own side effects").await {
        Ok(open) => open,
        Err(problem) => return problem.into_response(),
    };
    let again = |words: &str| (StatusCode::UNPROCESSABLE_ENTITY, form(&app, &who, &open, &typed, Some(words))).into_response();
    let Ok(burden) = typed.burden.parse::<u8>() else { return again("Choose how much it bothers you.") };
    let since = match typed.since.trim() {
        "" => None,
        text => match text.parse::<When>() {
            Ok(since) => Some(since),
            Err(error) => return again(&error.to_string()),
        },
    };
    let report = Reported {
        words: typed.words.trim().to_owned(),
        course: typed.course.parse().ok(),
        burden,
        since,
        effect: typed.effect.trim().to_owned(),
        told_to: String::new(),
        owner: None,
        answer_by: None,
    };
    match app.clinic.report_side_effect(&who.subject, open.chart.id, &typed.key, report).await {
        Ok(_) => Redirect::to("/my?done=side-effect").into_response(),
        Err(error) => match sentence(error) {
            Ok(words) => again(&words),
            Err(error) => Problem::of(&app, Some(&who), error).into_response(),
        },
    }
}

fn form(app: &Shared, who: &Who, open: &OpenChart, typed: &Typed, wrong: Option<&str>) -> Markup {
    let key = if typed.key.is_empty() { frame::fresh_key(app) } else { typed.key.clone() };
    let courses: Vec<_> = open.chart.medications.iter().filter(|course| course.is_current()).collect();
    let body = html! {
        h1 { "Tell us about a side effect" }
        p.lead { "Your prescriber answers within one working day. Trouble breathing, a swollen face, a seizure or fainting: call " (app.clinic.practice().emergency_number) " now." }
        (frame::trouble(wrong, "words"))
        form.stack method="post" action="/my/side-effect" {
            input type="hidden" name="key" value=(key);
            div.field { label for="words" { "What is it like?" } textarea #words name="words" rows="3" required { (typed.words) } }
            fieldset { legend { "How much does it bother you?" }
                @for (value, words) in BURDEN.iter().enumerate() { label.choice { input type="radio" name="burden" value=(value) checked[typed.burden == value.to_string()] required; " " (words) } }
            }
            fieldset { legend { "Which medicine could it be?" }
                @for course in &courses { label.choice { input type="radio" name="course" value=(course.id) checked[typed.course == course.id.to_string()]; " " (course.what.name) } }
                label.choice { input type="radio" name="course" value="" checked[typed.course.is_empty()]; " I do not know" }
            }
            div.field { label for="since" { "Since when? (a day, or just a month)" } input #since name="since" value=(typed.since) placeholder="2026-08-14"; }
            div.field { label for="effect" { "What does it keep you from? (if you like)" } textarea #effect name="effect" rows="2" { (typed.effect) } }
            p.small { "Your prescriber and your therapist read this." }
            button.button.primary type="submit" { "Tell my prescriber" }
            p { a href="/my" { "Back" } }
        }
        (answers(open))
    };
    frame::page(app, who, "Tell us", frame::HOME, body)
}

fn answers(open: &OpenChart) -> Markup {
    let told: Vec<_> = open.chart.side_effects.iter().rev().take(5).collect();
    html! {
        @if !told.is_empty() {
            section.card { h2 { "What you told us before" }
                ul.told { @for report in told {
                    li { p { "“" (report.what.words) "”" span.small { " " (report.at.first_day()) } }
                        @match &report.answer { Some((at, by, words)) => p { strong { (by) ": " } (words) span.small { " " (at.first_day()) } }, None => p.small { "Not answered yet." } } }
                } }
            }
        }
    }
}
