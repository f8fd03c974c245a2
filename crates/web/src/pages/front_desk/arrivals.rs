//! Today at the desk: who comes, when, to whom, and whether they are here.

use crate::{app::Shared, components, errors::Problem, guard::Who, layout};
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{DayVisit, Entry};
use concord_chart::{
    ChartId, Event, VisitId,
    therapy::NotHeld,
    visit::{VisitArrived, VisitNotHeld},
};
use concord_registry::{DiaryKind, DiaryState};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use serde::Deserialize;

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let today = app.clinic.today();
    let visits = app.clinic.diary(&who.subject, today).await.map_err(|error| Problem::of(&app, Some(&who), error))?;
    let zone = app.clinic.zone();
    let similar = similar_names(&visits);
    let body = html! {
        header.page-head { h1 { "Today" } p.lead { (today.strftime("%A %-d %B")) ", " (places(&app, &who)) } }
        div.two-columns {
            section.card aria-labelledby="arrivals" {
                h2 #arrivals { "Arrivals" }
                @if visits.is_empty() { (components::empty_state::empty_state("No visit is in the diary for today", "Visits that clinicians and you plan stand here.", Some(("/find", "Find a person")))) }
                @else { (table(&app, &visits, &zone)) }
            }
            aside {
                section.card { h2 { "Somebody upset or unwell?" } p { "You do not have to ask why. Fetch a clinician; in danger call " (app.clinic.practice().emergency_number) " first." } }
                @if !similar.is_empty() { section.card { h2 { "Same or similar names today" } ul { @for line in &similar { li { (line) } } } p.small { "Ask for the birth date." } } }
                section.card { h2 { "New here?" } p { a.button.secondary href="/desk/register" { "Register a person" } } }
                p.small { "You see names, times, lengths and rooms. Reasons and records stay with the team." }
            }
        }
    };
    Ok(layout::page(&app, Some(&who), "Today", "/desk", body))
}

fn places(app: &Shared, who: &Who) -> String {
    let practice = app.clinic.practice();
    let own: Vec<_> = practice.places.iter().filter(|place| who.subject.places.contains(&place.id)).map(|place| place.name.as_str()).collect();
    own.join(", ")
}

fn table(app: &Shared, visits: &[DayVisit], zone: &TimeZone) -> Markup {
    html! {
        table.day-list {
            thead { tr { th scope="col" { "Due" } th scope="col" { "Person" } th scope="col" { "With, how long, where" } th scope="col" { "Arrival" } } }
            tbody { @for day in visits {
                @let visit = &day.visit;
                tr {
                    td { strong { (visit.at.to_zoned(zone.clone()).strftime("%H:%M")) } }
                    td { a href=(format!("/desk/person/{}", day.chart)) { (components::record_mark::record_mark(&day.chart.to_string(), &initials(day), 28)) " " (visit.family_name.to_uppercase()) ", " (visit.given_name) } span.small { " born " (visit.born_words()) } }
                    td { (visit.with_name) span.small { " " (visit.minutes_words()) @if !visit.room.is_empty() { ", " (visit.room) } } }
                    td { (arrival(app, day)) }
                }
            } }
        }
    }
}

fn initials(day: &DayVisit) -> String {
    [&day.visit.given_name, &day.visit.family_name].into_iter().filter_map(|name| name.chars().next()).collect()
}

fn arrival(app: &Shared, day: &DayVisit) -> Markup {
    match (day.visit.state, day.visit.kind) {
        (DiaryState::Held, _) => html! { span.done { "over" } },
        (DiaryState::NotHeld, _) => html! { span { "did not take place" } },
        (DiaryState::Arrived, _) => html! { span.done { "✓ here" } },
        // A session's attendance is its therapist's to record; the desk sees that it is coming.
        (DiaryState::Planned, DiaryKind::Session) => html! { span.small { "tell " (day.visit.with_name) } },
        (DiaryState::Planned, DiaryKind::Visit) => html! {
            form method="post" action=(format!("/desk/{}/visit/{}", day.chart, day.visit.id)) {
                input type="hidden" name="key" value=(app.clinic.fresh());
                button.button.secondary name="what" value="here" type="submit" { "Here" }
                button.button.quiet name="what" value="did_not_attend" type="submit" { "Did not come" }
                button.button.quiet name="what" value="cancelled" type="submit" { "Cancelled" }
            }
        },
    }
}

/// People of the day who share a family name or a birth date.
fn similar_names(visits: &[DayVisit]) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, one) in visits.iter().enumerate() {
        for other in &visits[index + 1..] {
            let same_name = one.visit.family_name.to_lowercase() == other.visit.family_name.to_lowercase();
            if one.chart != other.chart && same_name {
                let person = |day: &DayVisit| format!("{} {} ({})", day.visit.family_name.to_uppercase(), day.visit.given_name, day.visit.born_words());
                lines.push(format!("{} and {}", person(one), person(other)));
            }
        }
    }
    lines
}

/// What happened at the desk.
#[derive(Deserialize)]
pub struct Pressed {
    key: String,
    what: String,
}

/// Records that somebody is here, did not come, or cancelled.
pub async fn press(State(app): State<Shared>, who: Who, Path((chart, visit)): Path<(ChartId, VisitId)>, Form(pressed): Form<Pressed>) -> Response {
    let event = match pressed.what.as_str() {
        "here" => Event::VisitArrived(VisitArrived { visit }),
        "did_not_attend" => Event::VisitNotHeld(VisitNotHeld { visit, why: NotHeld::DidNotAttend }),
        _ => Event::VisitNotHeld(VisitNotHeld { visit, why: NotHeld::CancelledByPatient }),
    };
    match app.clinic.record(&who.subject, chart, None, vec![Entry::new(pressed.key, event)]).await {
        Ok(_) => Redirect::to("/desk").into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}
