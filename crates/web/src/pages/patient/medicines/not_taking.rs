//! "I do not take it any more." What the patient put on the list themselves ends with it, and the team sees when and why.
//! What is prescribed stays as it is: the days without it are kept, and the prescriber is asked, with a time to answer.

use super::super::side_effect::promise;
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
use concord_chart::{
    Event, IdempotencyKey,
    change_request::{ChangeAsked, Wish},
    medication::{DoseMissed, KnownFrom, MedicationCourse, StopReason, Stopped},
};
use concord_engines::days::{day_of, plus};
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
    since: String,
    #[serde(default)]
    words: String,
}

/// Days without a prescribed medicine that can be told at once; what is longer ago is told in words.
const DAYS_AT_ONCE: i64 = 14;

/// The form.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(typed): Query<Typed>) -> Result<Markup, Problem> {
    let open = sheet::shown(&app, &who).await?;
    Ok(page(&app, &who, &open, &Typed { course: typed.course, ..Typed::default() }, None))
}

/// Ends what was the patient's own; asks about what is prescribed.
pub async fn submit(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    let open = match sheet::sent(&app, &who).await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let again = |field, words: &str| sheet::again(page(&app, &who, &open, &typed, Some((field, words))));
    let Some(course) = current(&open.chart, &typed.course).and_then(|id| open.chart.medication(id)) else {
        // The second tap of the same form: it is off the list already.
        if open.chart.has_key(&IdempotencyKey(typed.key.clone())) {
            return sheet::answered(&app, &who, Ok(()), "stopped", |words| again("words", words));
        }
        return Problem::of(&app, Some(&who), ActionError::NotFound).into_response();
    };
    let since = match typed.since.parse::<Date>() {
        Ok(day) if day <= app.clinic.today() => day,
        _ => return again("since", "Choose the first day without it, today or before."),
    };
    let (recorded, done) = if open.chart.is_told_by_patient(course.id) {
        if since < day_of(course.started, &app.clinic.zone()) {
            return again("since", "That is before it began. Choose the first day without it.");
        }
        (stop(&app, &who, &open, course, since, &typed).await, "stopped")
    } else {
        (ask(&app, &who, &open, course, since, &typed).await, "asked")
    };
    sheet::answered(&app, &who, recorded, done, |words| again("words", words))
}

async fn stop(
    app: &Shared,
    who: &Who,
    open: &OpenChart,
    course: &MedicationCourse,
    since: Date,
    typed: &Typed,
) -> Result<(), ActionError> {
    let words = typed.words.trim().to_owned();
    let stopped = Event::MedicationStopped(Stopped { course: course.id, reason: StopReason::PatientChoice, words });
    let entry = Entry::new(typed.key.clone(), stopped).at(since);
    app.clinic.record(&who.subject, open.chart.id, None, vec![entry]).await.map(drop)
}

/// The days without it, then the question: an answer is promised, and nothing about the prescription changes.
async fn ask(
    app: &Shared,
    who: &Who,
    open: &OpenChart,
    course: &MedicationCourse,
    since: Date,
    typed: &Typed,
) -> Result<(), ActionError> {
    let today = app.clinic.today();
    let earliest = since.max(plus(today, 1 - DAYS_AT_ONCE)).max(day_of(course.started, &app.clinic.zone()));
    let left_out = std::iter::successors(Some(earliest), |day| Some(plus(*day, 1))).take_while(|day| *day <= today);
    let unanswered = left_out.filter(|day| !course.taken.contains(day) && !course.missed.iter().any(|(missed, _)| missed == day));
    let days: Vec<Entry> = unanswered
        .filter(|_| !course.what.dosing.as_needed && !course.is_held())
        .map(|on| {
            let reason = typed.words.trim().to_owned();
            let missed = DoseMissed { course: course.id, on, reason, known_from: KnownFrom::PatientTick };
            Entry::new(format!("{}:{on}", typed.key), Event::DoseMissed(missed)).at(on)
        })
        .collect();
    let words = format!("Not taken since {}. {}", since.strftime("%-d %B %Y"), typed.words.trim());
    let asked =
        ChangeAsked { course: course.id, wish: Wish::Pause, words: words.trim().to_owned(), owner: None, answer_by: None };
    app.clinic.ask_for_change(&who.subject, open.chart.id, &typed.key, asked).await?;
    app.clinic.record(&who.subject, open.chart.id, None, days).await.map(drop)
}

fn page(app: &Shared, who: &Who, open: &OpenChart, typed: &Typed, wrong: Wrong<'_>) -> Markup {
    let opened = Opened { app, who, key: &typed.key, wrong };
    let course = current(&open.chart, &typed.course).and_then(|course| open.chart.medication(course));
    let own = course.is_some_and(|course| open.chart.is_told_by_patient(course.id));
    let today = app.clinic.today().to_string();
    let since = if typed.since.is_empty() { &today } else { &typed.since };
    let before = html! {
        @match course {
            None => p { "That one is not on your list any more." },
            Some(course) => {
                p { b { (know::name(app, course)) } @if let Some(dosing) = course.dosing() { ": " (dose_words(dosing)) } "." }
                @if know::ends_slowly(app, course) { p.note { (know::ENDS_SLOWLY) } }
            }
        }
    };
    let fields = course.map(|course| html! {
        input type="hidden" name="course" value=(course.id);
        (form::date(&Field { name: "since", label: "The first day without it", error: opened.error("since"), value: since, ..Field::default() }, None, Some(&today)))
        (form::textarea(&Field { name: "words", label: "Why, in your words (can be left empty)", error: opened.error("words"), value: &typed.words, ..Field::default() }, 3))
    });
    let promised = promise(&open.chart);
    let sheet = Sheet {
        word: "not-taking",
        tab: "Not taking it",
        heading: if own { "I have stopped it" } else { "I am not taking it" },
        lead: if own { "You put it on your list, and you can end it. Your team sees it." } else { &promised },
        first: "since",
        keeps_draft: false,
        note: if own {
            TEAM_READS
        } else {
            "Your prescriber and your team read this. What is prescribed stays as it is until you have spoken."
        },
        button: if own { "I have stopped it" } else { "Tell my prescriber" },
    };
    sheet.page(&opened, before, fields)
}
