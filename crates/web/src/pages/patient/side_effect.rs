//! Tell about a side effect. It reaches the prescriber with a promised time, and the therapist sees the answer.

use super::{doses::sentence, frame, own};
use crate::{
    app::Shared,
    components::{
        form::{self, Field},
        notice,
    },
    errors::Problem,
    guard::Who,
    pages::public::help_now::dialled,
};
use axum::{
    Form,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::OpenChart;
use concord_chart::{Chart, When, registration::CareRole, side_effect::Reported};
use concord_engines::days::day_of;
use maud::{Markup, html};
use serde::Deserialize;

/// How much it bothers, in words for each number.
pub(super) const BURDEN: &[(&str, &str)] = &[
    ("0", "not at all"),
    ("1", "hardly"),
    ("2", "a little"),
    ("3", "quite a bit"),
    ("4", "a lot"),
    ("5", "very much"),
    ("6", "I cannot bear it"),
];

/// Where one came from, with what is known already.
#[derive(Deserialize, Default)]
pub struct From {
    #[serde(default)]
    course: String,
    #[serde(default)]
    from: String,
}

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

type Wrong<'a> = Option<(&'a str, &'a str)>;

/// The form.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(from): Query<From>) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own side effects").await?;
    let kept = match from.from.as_str() {
        "left-out" => Some("Kept. Here you can tell your prescriber what it was."),
        "homework" => Some("Kept for your therapist. Here you can tell your prescriber as well."),
        _ => None,
    };
    Ok(page(&app, &who, &open, &Typed { course: from.course, ..Typed::default() }, kept, None))
}

/// Tells the prescriber.
pub async fn submit(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    let open = match own::open(&app, &who, "own side effects").await {
        Ok(open) => open,
        Err(problem) => return problem.into_response(),
    };
    let again = |field, words: &str| {
        (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &who, &open, &typed, None, Some((field, words)))).into_response()
    };
    if typed.words.trim().is_empty() {
        return again("words", "Say in a few words what it is like.");
    }
    let Ok(burden) = typed.burden.parse::<u8>() else { return again("burden", "Choose how much it bothers you.") };
    let since = match typed.since.trim() {
        "" => None,
        text => match text.parse::<When>() {
            Ok(since) if since.first_day() <= app.clinic.today() => Some(since),
            Ok(_) => return again("since", "That day is still to come. Write when it began."),
            Err(_) => return again("since", "Write the day it began, for example 2026-08-14, or leave it empty."),
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
        ..Reported::default()
    };
    match app.clinic.report_side_effect(&who.subject, open.chart.id, &typed.key, report).await {
        Ok(_) => Redirect::to("/my?done=side-effect").into_response(),
        Err(error) => match sentence(error) {
            Ok(words) => again("words", &words),
            Err(error) => Problem::of(&app, Some(&who), error).into_response(),
        },
    }
}

fn page(app: &Shared, who: &Who, open: &OpenChart, typed: &Typed, kept: Option<&str>, wrong: Wrong<'_>) -> Markup {
    let error = |name: &str| wrong.filter(|(field, _)| *field == name).map_or("", |(_, sentence)| sentence);
    let emergency = &app.clinic.practice().emergency_number;
    let courses: Vec<(String, &str)> = open
        .chart
        .medications
        .iter()
        .filter(|course| course.is_current())
        .map(|course| (course.id.to_string(), course.what.name.as_str()))
        .collect();
    let choices: Vec<(&str, &str)> =
        courses.iter().map(|(id, name)| (id.as_str(), *name)).chain([("", "I do not know")]).collect();
    let body = html! {
        (frame::back("/my", "Home"))
        @if let Some(kept) = kept { (notice::done(kept)) }
        header { h1 { "Tell us about a side effect" } p.lead { (promise(&open.chart)) } }
        p.note { "Trouble breathing, a swollen face, a seizure, fainting: call " a href=(format!("tel:{}", dialled(emergency))) { (emergency) } " now." }
        (frame::trouble(wrong.map(|(_, sentence)| sentence), wrong.map_or("words", |(field, _)| field)))
        form.stack method="post" action="/my/side-effect" data-once data-draft="side-effect" {
            input type="hidden" name="key" value=(frame::key_of(app, &typed.key));
            (form::textarea(&Field { name: "words", label: "What is it like?", error: error("words"), value: &typed.words, ..Field::default() }, 3))
            (form::radios(&Field { name: "burden", label: "How much does it bother you?", error: error("burden"), value: &typed.burden, ..Field::default() }, BURDEN))
            (form::radios(&Field { name: "course", label: "Which medicine could it be?", value: &typed.course, ..Field::default() }, &choices))
            (form::date(&Field { name: "since", label: "Since when? (can be left empty)", error: error("since"), value: &typed.since, ..Field::default() }, None, Some(&app.clinic.today().to_string())))
            (form::textarea(&Field { name: "effect", label: "What does it keep you from? (can be left empty)", value: &typed.effect, ..Field::default() }, 2))
            p.small.muted { "Your prescriber and your therapist read this." }
            button.button.primary type="submit" { "Tell my prescriber" }
        }
        (answers(app, open))
    };
    frame::page(app, who, "Tell us", frame::HOME, body)
}

/// Only what somebody on the team can keep.
pub(super) fn promise(chart: &Chart) -> String {
    match chart.registration.member(CareRole::Prescriber).filter(|member| member.staff.is_some()) {
        Some(prescriber) => format!("{} answers within one working day. The answer stands on this page.", prescriber.name),
        None => "Your care team reads this on working days. The answer stands on this page.".to_owned(),
    }
}

fn answers(app: &Shared, open: &OpenChart) -> Markup {
    let (zone, today) = (app.clinic.zone(), app.clinic.today());
    let day = |at: When| frame::past_day(day_of(at, &zone), today);
    let told: Vec<_> = open.chart.side_effects.iter().rev().take(5).collect();
    html! {
        @if !told.is_empty() {
            section.card { h2 { "What you told us before" }
                ul.told { @for report in told {
                    li {
                        p.quote { "“" (report.what.words) "”" }
                        p.small.muted { (day(report.at)) }
                        @match &report.answer {
                            Some((at, by, words)) => p { strong { (by) ": " } (words) span.small.muted { " " (day(*at)) } },
                            None => p.small { (waiting_words(app, report.what.answer_by)) },
                        }
                    }
                } }
            }
        }
    }
}

pub(super) fn waiting_words(app: &Shared, answer_by: Option<jiff::Timestamp>) -> String {
    match answer_by {
        Some(by) if by < app.clinic.now() => "Not answered yet, and it should have been by now. Please call us.".to_owned(),
        Some(by) => {
            let day = by.to_zoned(app.clinic.zone()).date();
            format!("Not answered yet. Promised by {}, {}.", frame::short_day(day), frame::clock_words(by, &app.clinic.zone()))
        }
        None => "Not answered yet.".to_owned(),
    }
}
