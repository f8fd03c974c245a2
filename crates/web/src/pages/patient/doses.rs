//! Today's doses: one tick each. Untouched is untouched; it never becomes "missed" by itself.

use super::{frame, own};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry, OpenChart};
use concord_chart::{
    CourseId, Event,
    medication::{DoseMissed, DoseTaken, KnownFrom, MedicationCourse},
};
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};
use serde::Deserialize;

/// What can get in the way. Who will hear of it is said beside the list.
const REASONS: &[&str] = &[
    "I forgot",
    "I felt foggy or sleepy from it",
    "It upset my stomach",
    "I ran out",
    "I did not want to today",
    "I felt well without it",
];

/// The card on the home page.
pub(super) fn card(app: &Shared, open: &OpenChart, today: Date) -> Markup {
    let courses: Vec<_> = open.chart.medications.iter().filter(|course| course.is_current() && !course.is_held()).collect();
    html! {
        section.card.doses aria-label="Today’s doses" {
            h2 { "Today’s doses" }
            @if courses.is_empty() { p { "No medicine is on your list." } }
            @for course in &courses { (row(app, open, course, today)) }
            @if !courses.is_empty() { p { a href="/my/doses/left-out" { "Left one out, because…" } } }
        }
    }
}

fn row(app: &Shared, open: &OpenChart, course: &MedicationCourse, today: Date) -> Markup {
    let taken = course.taken.contains(&today);
    let left_out = course.missed.iter().any(|(day, _)| *day == today);
    let dosing = course.dosing().map(|dosing| dosing.words()).unwrap_or_default();
    html! {
        form.dose-row method="post" action="/my/doses" {
            input type="hidden" name="course" value=(course.id);
            input type="hidden" name="on" value=(today);
            input type="hidden" name="key" value=(format!("dose:{}:{today}", course.id));
            @if taken {
                p.tap { span.tick.on aria-hidden="true" { "✓" } span { strong { (course.what.name) " " (dosing) } span.small { (ticked_words(app, open, course, today)) } } }
            } @else {
                button.tap type="submit" {
                    span.tick aria-hidden="true" {}
                    span { strong { (course.what.name) " " (dosing) } span.small { @if left_out { "Left out today. Tick if you took it after all." } @else { "Tick when taken" } } }
                }
            }
        }
    }
}

fn ticked_words(app: &Shared, open: &OpenChart, course: &MedicationCourse, today: Date) -> String {
    let time = open.chart.entries.iter().rev().filter(|entry| entry.status.counts()).find_map(|entry| match entry.recorded.event() {
        Event::DoseTaken(taken) if taken.course == course.id && taken.on == today => Some(entry.recorded.recorded_at),
        _ => None,
    });
    time.map_or_else(|| "Taken".to_owned(), |at| format!("Ticked {}", frame::clock_words(at, &app.clinic.zone())))
}

/// A tick.
#[derive(Deserialize)]
pub struct Tick {
    course: CourseId,
    on: Date,
    key: String,
}

/// Records a dose as taken.
pub async fn tick(State(app): State<Shared>, who: Who, Form(tick): Form<Tick>) -> Response {
    let at = app.clinic.now().to_zoned(app.clinic.zone()).time();
    let at = jiff::civil::time(at.hour(), at.minute(), 0, 0);
    let event = Event::DoseTaken(DoseTaken { course: tick.course, on: tick.on, at: Some(at), known_from: KnownFrom::PatientTick });
    match record(&app, &who, Entry::new(tick.key, event)).await {
        Ok(()) => Redirect::to("/my?done=dose").into_response(),
        Err(problem) => problem.into_response(),
    }
}

/// What was left out, and why.
#[derive(Deserialize, Default)]
pub struct LeftOut {
    #[serde(default)]
    course: String,
    #[serde(default)]
    on: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    key: String,
}

/// The form.
///
/// # Errors
/// A page that says what went wrong.
pub async fn ask_left_out(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own doses").await?;
    Ok(left_out_form(&app, &who, &open, &LeftOut::default(), None))
}

/// Records a dose as left out.
pub async fn left_out(State(app): State<Shared>, who: Who, Form(form): Form<LeftOut>) -> Response {
    let open = match own::open(&app, &who, "own doses").await {
        Ok(open) => open,
        Err(problem) => return problem.into_response(),
    };
    let (Ok(course), Ok(on)) = (form.course.parse::<CourseId>(), form.on.parse::<Date>()) else {
        let again = left_out_form(&app, &who, &open, &form, Some("Choose which medicine and which day."));
        return (axum::http::StatusCode::UNPROCESSABLE_ENTITY, again).into_response();
    };
    let reason = [form.reason.trim(), form.words.trim()].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(": ");
    let event = Event::DoseMissed(DoseMissed { course, on, reason, known_from: KnownFrom::PatientTick });
    match record(&app, &who, Entry::new(form.key, event)).await {
        Ok(()) => Redirect::to("/my?done=left-out").into_response(),
        Err(problem) => problem.into_response(),
    }
}

fn left_out_form(app: &Shared, who: &Who, open: &OpenChart, form: &LeftOut, wrong: Option<&str>) -> Markup {
    let today = app.clinic.today();
    let yesterday = today.checked_sub(1.day()).unwrap_or(today);
    let key = if form.key.is_empty() { frame::fresh_key(app) } else { form.key.clone() };
    let courses = open.chart.medications.iter().filter(|course| course.is_current());
    let body = html! {
        h1 { "Left one out" }
        p.lead { "It happens. What got in the way helps your prescriber more than a perfect list." }
        (frame::trouble(wrong, "course"))
        form.stack method="post" action="/my/doses/left-out" {
            input type="hidden" name="key" value=(key);
            fieldset #course { legend { "Which medicine" }
                @for course in courses { label.choice { input type="radio" name="course" value=(course.id) checked[form.course == course.id.to_string()] required; " " (course.what.name) } }
            }
            fieldset { legend { "Which day" }
                @for (day, words) in [(today, "Today"), (yesterday, "Yesterday")] {
                    label.choice { input type="radio" name="on" value=(day) checked[form.on == day.to_string()] required; " " (words) }
                }
            }
            fieldset { legend { "What got in the way" }
                @for reason in REASONS { label.choice { input type="radio" name="reason" value=(reason) checked[form.reason == *reason]; " " (reason) } }
            }
            div.field { label for="words" { "In your words (if you like)" } textarea #words name="words" rows="3" { (form.words) } }
            p.small { "Your care team reads this." }
            button.button.primary type="submit" { "Keep it" }
            p { a href="/my" { "Back" } }
        }
    };
    frame::page(app, who, "Doses", frame::HOME, body)
}

/// Records one entry on the own chart.
pub(super) async fn record(app: &Shared, who: &Who, entry: Entry) -> Result<(), Problem> {
    let chart = own::id(app, who)?;
    match app.clinic.record(&who.subject, chart, None, vec![entry]).await {
        Ok(_) => Ok(()),
        Err(error) => Err(Problem::of(app, Some(who), error)),
    }
}

/// The sentence of a refusal, so that a form can be shown again with it.
pub(super) fn sentence(error: ActionError) -> Result<String, ActionError> {
    match error {
        ActionError::Refused(refusal) => Ok(refusal.sentence),
        other => Err(other),
    }
}
