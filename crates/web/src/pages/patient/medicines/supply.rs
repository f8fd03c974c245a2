//! What was picked up, and what is left of it, as the patient tells it.

use super::{
    choices, current, only, pairs,
    sheet::{self, Opened, Sheet, TEAM_READS, Wrong},
};
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
    response::Response,
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
    let open = sheet::shown(&app, &who).await?;
    Ok(page(&app, &who, &open, &Typed { course: typed.course, ..Typed::default() }, None))
}

/// Keeps it.
pub async fn submit(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    let open = match sheet::sent(&app, &who).await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let again = |field, words: &str| sheet::again(page(&app, &who, &open, &typed, Some((field, words))));
    let event = match read(&app, &open, &typed) {
        Ok(event) => event,
        Err((field, words)) => return again(field, &words),
    };
    let recorded = app.clinic.record(&who.subject, open.chart.id, None, vec![Entry::new(typed.key.clone(), event)]).await;
    sheet::answered(&app, &who, recorded, &typed.what, |words| again("many", words))
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

fn page(app: &Shared, who: &Who, open: &OpenChart, typed: &Typed, wrong: Wrong<'_>) -> Markup {
    let opened = Opened { app, who, key: &typed.key, wrong };
    let choices = choices(app, &open.chart, |_| true);
    let today = app.clinic.today().to_string();
    let on = if typed.on.is_empty() { today.as_str() } else { typed.on.as_str() };
    let unit = if typed.unit.is_empty() { "tablet" } else { &typed.unit };
    let before = html! { @if choices.is_empty() { p { "No medicine is on your list." } } };
    let fields = html! {
        (form::radios(&Field { name: "course", label: "Which medicine", error: opened.error("course"), value: only(&choices, &typed.course), ..Field::default() }, &pairs(&choices)))
        (form::radios(&Field { name: "what", label: "What did you do?", error: opened.error("what"), value: &typed.what, ..Field::default() }, WHAT))
        (form::date(&Field { name: "on", label: "On", error: opened.error("on"), value: on, ..Field::default() }, None, Some(&today)))
        (form::text(&Field { name: "many", label: "How many", error: opened.error("many"), value: &typed.many, ..Field::default() }, "text"))
        (form::select(&Field { name: "unit", label: "Of what", value: unit, ..Field::default() }, UNITS))
        (form::text(&Field { name: "days", label: "They last for so many days (can be left empty)", hint: "Where you picked some up.", error: opened.error("days"), value: &typed.days, ..Field::default() }, "text"))
    };
    let sheet = Sheet {
        word: "supply",
        tab: "Picked up",
        heading: "Picked up, or left over",
        lead: "It helps to see in time when something runs out.",
        first: "course",
        keeps_draft: false,
        note: TEAM_READS,
        button: "Keep it",
    };
    sheet.page(&opened, before, (!choices.is_empty()).then_some(fields))
}
