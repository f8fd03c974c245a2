//! What was picked up, and what is left of it, as the patient tells it.

use super::super::{doses::sentence, frame, own};
use super::{HERE, choices, current, only, pairs};
use crate::{
    app::Shared,
    components::form::{self, Field},
    errors::Problem,
    guard::Who,
    pages::clinician::forms::strict_amount,
};
use axum::{
    Form,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{Entry, OpenChart};
use concord_chart::{
    CourseId, Event,
    dispensing::{Counted, Dispensed},
    medication::KnownFrom,
};
use jiff::civil::Date;
use maud::{Markup, html};
use rust_decimal::Decimal;
use serde::Deserialize;

/// What was typed.
#[derive(Deserialize, Default)]
pub struct Typed {
    #[serde(default)]
    key: String,
    #[serde(default)]
    course: String,
    #[serde(default)]
    what: String,
    #[serde(default)]
    on: String,
    #[serde(default)]
    many: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    days: String,
}

const WHAT: &[(&str, &str)] = &[("filled", "I picked some up"), ("counted", "I counted what is left")];
const UNITS: &[(&str, &str)] =
    &[("tablet", "tablets"), ("capsule", "capsules"), ("mL", "mL"), ("patch", "patches"), ("drop", "drops"), ("puff", "puffs")];

type NotRead = (&'static str, String);

/// The form.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(typed): Query<Typed>) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own medicines").await?;
    Ok(page(&app, &who, &open, &Typed { course: typed.course, ..Typed::default() }, None))
}

/// Keeps it.
pub async fn submit(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    let open = match own::open(&app, &who, "own medicines").await {
        Ok(open) => open,
        Err(problem) => return problem.into_response(),
    };
    let again = |field, words: &str| {
        (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &who, &open, &typed, Some((field, words)))).into_response()
    };
    let event = match read(&app, &open, &typed) {
        Ok(event) => event,
        Err((field, words)) => return again(field, &words),
    };
    match app.clinic.record(&who.subject, open.chart.id, None, vec![Entry::new(typed.key.clone(), event)]).await {
        Ok(_) => Redirect::to(&format!("{HERE}?done={}", typed.what)).into_response(),
        Err(error) => match sentence(error) {
            Ok(words) => again("many", &words),
            Err(error) => Problem::of(&app, Some(&who), error).into_response(),
        },
    }
}

fn read(app: &Shared, open: &OpenChart, typed: &Typed) -> Result<Event, NotRead> {
    let course = current(&open.chart, &typed.course).ok_or_else(|| ("course", "Choose which medicine.".to_owned()))?;
    let on = match typed.on.parse::<Date>() {
        Ok(day) if day <= app.clinic.today() => day,
        _ => return Err(("on", "Choose the day, today or before.".to_owned())),
    };
    let many = match typed.many.trim() {
        "" => None,
        text => Some(strict_amount(text).map_err(|words| ("many", words))?),
    };
    match typed.what.as_str() {
        "counted" => {
            let left = many.ok_or_else(|| ("many", "Write how many are left; 0 when none is.".to_owned()))?;
            Ok(Event::PillsCounted(Counted { course, on, left, expected: None }))
        }
        "filled" => filled(course, on, many, typed),
        _ => Err(("what", "Choose what you did.".to_owned())),
    }
}

fn filled(course: CourseId, on: Date, many: Option<Decimal>, typed: &Typed) -> Result<Event, NotRead> {
    let days = match typed.days.trim() {
        "" => None,
        text => match text.parse::<u16>() {
            Ok(days) if (1..=400).contains(&days) => Some(days),
            _ => return Err(("days", "Write a whole number of days from 1 to 400, or leave it empty.".to_owned())),
        },
    };
    if many.is_none() && days.is_none() {
        return Err(("many", "Write how many there were, or for how many days they last.".to_owned()));
    }
    let unit =
        UNITS.iter().map(|(unit, _)| *unit).find(|unit| *unit == typed.unit).filter(|_| many.is_some()).unwrap_or_default();
    Ok(Event::Dispensed(Dispensed {
        course,
        on,
        quantity: many,
        unit: unit.to_owned(),
        days_supply: days,
        place: String::new(),
        known_from: KnownFrom::PatientTick,
    }))
}

fn page(app: &Shared, who: &Who, open: &OpenChart, typed: &Typed, wrong: Option<(&str, &str)>) -> Markup {
    let error = |name: &str| wrong.filter(|(field, _)| *field == name).map_or("", |(_, sentence)| sentence);
    let choices = choices(app, &open.chart, |_| true);
    let today = app.clinic.today().to_string();
    let on = if typed.on.is_empty() { today.as_str() } else { typed.on.as_str() };
    let unit = if typed.unit.is_empty() { "tablet" } else { &typed.unit };
    let body = html! {
        (frame::back(HERE, "My medicines"))
        header { h1 { "Picked up, or left over" } p.lead { "It helps to see in time when something runs out." } }
        (frame::trouble(wrong.map(|(_, sentence)| sentence), wrong.map_or("course", |(field, _)| field)))
        @if choices.is_empty() { p { "No medicine is on your list." } }
        @else {
            form.stack method="post" action="/my/medicines/supply" data-once {
                input type="hidden" name="key" value=(frame::key_of(app, &typed.key));
                (form::radios(&Field { name: "course", label: "Which medicine", error: error("course"), value: only(&choices, &typed.course), ..Field::default() }, &pairs(&choices)))
                (form::radios(&Field { name: "what", label: "What did you do?", error: error("what"), value: &typed.what, ..Field::default() }, WHAT))
                (form::date(&Field { name: "on", label: "On", error: error("on"), value: on, ..Field::default() }, None, Some(&today)))
                (form::text(&Field { name: "many", label: "How many", error: error("many"), value: &typed.many, ..Field::default() }, "text"))
                (form::select(&Field { name: "unit", label: "Of what", value: unit, ..Field::default() }, UNITS))
                (form::text(&Field { name: "days", label: "They last for so many days (can be left empty)", hint: "Where you picked some up.", error: error("days"), value: &typed.days, ..Field::default() }, "text"))
                p.small.muted { "Your care team can read this." }
                button.button.primary type="submit" { "Keep it" }
            }
        }
    };
    frame::page(app, who, "Picked up", frame::HOME, body)
}
