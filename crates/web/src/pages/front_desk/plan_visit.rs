//! Put a visit into the diary.

use super::{
    person::{self, Again, Seen},
    words::time_of,
};
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
use concord_actions::{ActionError, Entry};
use concord_chart::{ChartId, Event, StaffId, VisitId, registration::TeamMember, visit::VisitPlanned};
use concord_registry::DiaryState;
use jiff::{SignedDuration, Timestamp, civil::DateTime};
use maud::{Markup, html};
use serde::Deserialize;

/// A visit as typed.
#[derive(Clone, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    key: String,
    #[serde(default)]
    day: String,
    #[serde(default)]
    time: String,
    #[serde(default)]
    minutes: String,
    #[serde(default)]
    with: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    room: String,
    #[serde(default)]
    all_the_same: String,
}

/// The field that is wrong and the sentence about it.
type Wrong = (&'static str, String);

/// Puts a visit into the diary.
pub async fn submit(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(typed): Form<Typed>) -> Response {
    let seen = match Seen::load(&app, &who, chart).await {
        Ok(seen) => seen,
        Err(problem) => return problem.into_response(),
    };
    let again = |wrong: Wrong| {
        let again = Again { visit: typed.clone(), visit_wrong: Some(wrong), ..Again::default() };
        (StatusCode::UNPROCESSABLE_ENTITY, person::page(&app, &who, &seen, "", &again)).into_response()
    };
    let planned = match read(&app, &seen, &typed) {
        Ok(planned) => planned,
        Err(wrong) => return again(wrong),
    };
    match clash(&app, &who, chart, &planned).await {
        Ok(Some(sentence)) if typed.all_the_same.is_empty() => return again(("time", sentence)),
        Ok(_) => {}
        Err(error) => return Problem::of(&app, Some(&who), error).into_response(),
    }
    let entry = Entry::new(typed.key.clone(), Event::VisitPlanned(planned));
    match app.clinic.record(&who.subject, chart, None, vec![entry]).await {
        Ok(_) => Redirect::to(&format!("/desk/person/{chart}?done=visit")).into_response(),
        Err(ActionError::Refused(refusal)) => again(("minutes", refusal.sentence)),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

fn read(app: &Shared, seen: &Seen, typed: &Typed) -> Result<VisitPlanned, Wrong> {
    let wrong = |field: &'static str, sentence: &str| (field, sentence.to_owned());
    let at: DateTime = format!("{}T{}", typed.day.trim(), typed.time.trim())
        .parse()
        .map_err(|_| wrong("day", "Choose the day and the time of the visit."))?;
    if at.date() < app.clinic.today() {
        return Err(wrong("day", "That day is over. Choose today or a later one."));
    }
    let at = at
        .to_zoned(app.clinic.zone())
        .map_err(|_| wrong("time", "The clock jumps over that time on that day. Choose another."))?;
    let minutes = typed.minutes.trim().parse().map_err(|_| wrong("minutes", "Write the length in minutes, for example 20."))?;
    let (with, with_name) = with(seen, &typed.with).ok_or_else(|| wrong("with", "Choose whom they see."))?;
    let place = app.clinic.practice().places.iter().find(|place| place.id.as_str() == typed.place).map(|place| place.id.clone());
    Ok(VisitPlanned {
        visit: VisitId(app.clinic.fresh()),
        at: at.timestamp(),
        minutes,
        with: Some(with),
        with_name,
        place,
        room: typed.room.trim().to_owned(),
        purpose: String::new(),
    })
}

/// Whoever is on the team, else whoever works here.
fn with(seen: &Seen, id: &str) -> Option<(StaffId, String)> {
    let id: StaffId = id.parse().ok()?;
    let team = seen.open.chart.registration.team.iter().find(|member| member.staff == Some(id)).map(|member| member.name.clone());
    let staff = || seen.staff.iter().find(|account| account.staff == Some(id)).map(|account| account.name.clone());
    Some((id, team.or_else(staff)?))
}

/// Somebody else who is with the same person at the same time.
async fn clash(app: &Shared, who: &Who, chart: ChartId, planned: &VisitPlanned) -> Result<Option<String>, ActionError> {
    let zone = app.clinic.zone();
    let day = planned.at.to_zoned(zone.clone()).date();
    let end = |at: Timestamp, minutes: u16| at.saturating_add(SignedDuration::from_mins(i64::from(minutes))).unwrap_or(at);
    let visits = app.clinic.diary(&who.subject, day).await?;
    let meets = visits
        .iter()
        .filter(|day| day.chart != chart && day.visit.with == planned.with && day.visit.state != DiaryState::NotHeld)
        .find(|day| {
            let (from, to) = (day.visit.at, end(day.visit.at, day.visit.minutes.unwrap_or(0)));
            planned.at < to && from < end(planned.at, planned.minutes)
        });
    Ok(meets.map(|day| {
        format!(
            "{} has somebody at {} for {}. Choose another time, or tick “book it all the same”.",
            planned.with_name,
            time_of(&day.visit, &zone),
            day.visit.minutes_words()
        )
    }))
}

/// The form.
pub(super) fn card(app: &Shared, seen: &Seen, typed: &Typed, wrong: Option<&Wrong>) -> Markup {
    let error = |name: &str| wrong.filter(|(field, _)| *field == name).map_or("", |(_, sentence)| sentence.as_str());
    let field = |name: &'static str, label: &'static str, value: &'static str| Field { name, label, value, ..Field::default() };
    let key = if typed.key.is_empty() { app.clinic.fresh().to_string() } else { typed.key.clone() };
    let minutes = if typed.minutes.is_empty() { "30" } else { typed.minutes.as_str() };
    let practice = app.clinic.practice();
    let places: Vec<(&str, &str)> = practice.places.iter().map(|place| (place.id.as_str(), place.name.as_str())).collect();
    let usual = seen.person.place.as_ref().map(|place| place.as_str()).unwrap_or_default();
    let place = if typed.place.is_empty() { usual } else { typed.place.as_str() };
    html! {
        section.card { h2 { "Plan a visit" }
            form.stack method="post" action=(format!("/desk/person/{}/visit", seen.open.chart.id)) data-once {
                input type="hidden" name="key" value=(key);
                div.columns {
                    (form::date(&Field { value: &typed.day, error: error("day"), required: true, ..field("day", "Day", "") }, Some(&app.clinic.today().to_string()), None))
                    (form::text(&Field { value: &typed.time, error: error("time"), required: true, ..field("time", "Time", "") }, "time"))
                    (form::text(&Field { value: minutes, error: error("minutes"), required: true, ..field("minutes", "Minutes", "") }, "number"))
                    (whom(seen, &typed.with, error("with")))
                    (form::select(&Field { value: place, ..field("place", "Where", "") }, &places))
                    (form::text(&Field { value: &typed.room, ..field("room", "Room (can be left empty)", "") }, "text"))
                }
                @if wrong.is_some_and(|(field, _)| *field == "time") { label.choice { input type="checkbox" name="all_the_same" value="yes"; span { "Book it all the same" } } }
                button.button.primary type="submit" { "Put it in the diary" }
            }
        }
    }
}

/// Those who look after the person first, then everybody who works here.
fn whom(seen: &Seen, chosen: &str, error: &str) -> Markup {
    let team: Vec<&TeamMember> = seen.open.chart.registration.team.iter().filter(|member| member.staff.is_some()).collect();
    let others = seen.staff.iter().filter(|account| !team.iter().any(|member| member.staff == account.staff));
    let option = |id: Option<StaffId>, name: &str| {
        let id = id.map(|id| id.to_string()).unwrap_or_default();
        html! { option value=(id) selected[id == chosen] { (name) } }
    };
    html! {
        div.field.wrong[!error.is_empty()] {
            label for="with" { "With" }
            @if !error.is_empty() { p.error { (error) } }
            select #with name="with" required {
                @if !team.is_empty() { optgroup label="Looks after this person" { @for member in &team { (option(member.staff, &member.name)) } } }
                optgroup label="Everybody else" { @for account in others { (option(account.staff, &account.name)) } }
            }
        }
    }
}
