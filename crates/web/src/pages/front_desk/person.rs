//! One person at the desk: identity, how to reach them, visits. Nothing else.

use crate::{app::Shared, errors::Problem, guard::Who, layout};
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_access::Purpose;
use concord_actions::{Entry, OpenChart};
use concord_chart::{
    ChartId, Event, VisitId, When,
    registration::{Demographics, DetailsChanged},
    visit::{Outcome, Visit, VisitPlanned},
};
use jiff::{civil::DateTime, tz::TimeZone};
use maud::{Markup, html};
use serde::Deserialize;

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>) -> Result<Markup, Problem> {
    let open = app.clinic.open_chart(&who.subject, chart, Purpose("identity and visits")).await;
    let open = open.map_err(|error| Problem::of(&app, Some(&who), error))?;
    let person = open.chart.registration.person.clone().unwrap_or_default();
    let title = format!("{} {}", person.family_name.to_uppercase(), person.given_name);
    let body = html! {
        header.page-head { h1 { (title) } p.lead { "Record " (open.chart.registration.record_number) ", born " (born(&person)) } }
        div.two-columns {
            (visits(&app, &open))
            aside { (details(&app, &open, &person)) }
        }
    };
    Ok(layout::page(&app, Some(&who), &title, "/desk", body))
}

fn born(person: &Demographics) -> String {
    person.birth_date.map_or_else(|| "not known".to_owned(), |when| when.to_string())
}

fn visits(app: &Shared, open: &OpenChart) -> Markup {
    let zone = app.clinic.zone();
    let mut planned: Vec<&Visit> = open.chart.visits.iter().filter(|visit| visit.planned.is_some()).collect();
    planned.sort_by(|a, b| b.at.order(&a.at));
    html! {
        section.card { h2 { "Visits" }
            table.day-list { thead { tr { th scope="col" { "When" } th scope="col" { "With" } th scope="col" { "What became of it" } } }
                tbody { @for visit in planned.iter().take(20) { (line(visit, &zone)) } } }
            @if planned.is_empty() { p { "No visit yet." } }
        }
        section.card { h2 { "Plan a visit" }
            form.stack method="post" action=(format!("/desk/person/{}/visit", open.chart.id)) {
                input type="hidden" name="key" value=(app.clinic.fresh());
                div.field { label for="at" { "Day and time" } input #at type="datetime-local" name="at" required; }
                div.field { label for="minutes" { "Minutes" } input #minutes type="number" name="minutes" value="20" min="5" max="240" required; }
                div.field { label for="with" { "With" } select #with name="with" {
                    @for member in open.chart.registration.team.iter().filter(|member| member.staff.is_some()) { option value=(member.staff.map(|staff| staff.to_string()).unwrap_or_default()) { (member.name) } }
                } }
                div.field { label for="place" { "Where" } select #place name="place" { @for place in &app.clinic.practice().places { option value=(place.id) { (place.name) } } } }
                div.field { label for="room" { "Room" } input #room name="room"; }
                button.button.primary type="submit" { "Put it in the diary" }
            }
        }
    }
}

fn line(visit: &Visit, zone: &TimeZone) -> Markup {
    let Some(plan) = &visit.planned else { return html! {} };
    let became = match &visit.outcome {
        Some(Outcome::Happened(_)) => "took place",
        Some(Outcome::NotHeld(why)) => why.words(),
        None if visit.arrived => "here",
        None => "planned",
    };
    html! { tr { td { (plan.at.to_zoned(zone.clone()).strftime("%a %-d %b %Y, %H:%M")) } td { (plan.with_name) ", " (plan.minutes) " min" } td { (became) } } }
}

/// A visit to plan.
#[derive(Deserialize)]
pub struct Typed {
    key: String,
    at: String,
    minutes: u16,
    with: String,
    place: String,
    #[serde(default)]
    room: String,
}

/// Puts a visit in the diary.
pub async fn plan(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(typed): Form<Typed>) -> Response {
    match plan_visit(&app, &who, chart, typed).await {
        Ok(()) => Redirect::to(&format!("/desk/person/{chart}")).into_response(),
        Err(problem) => problem.into_response(),
    }
}

async fn plan_visit(app: &Shared, who: &Who, chart: ChartId, typed: Typed) -> Result<(), Problem> {
    let wrong = |sentence: &str| Problem::of(app, Some(who), concord_chart::Refusal::new(sentence).into());
    let open = app.clinic.open_chart(&who.subject, chart, Purpose("plan a visit")).await.map_err(|error| Problem::of(app, Some(who), error))?;
    let at: DateTime = typed.at.parse().map_err(|_| wrong("Choose the day and the time of the visit."))?;
    let at = at.to_zoned(app.clinic.zone()).map_err(|_| wrong("That time does not exist on that day; choose another."))?.timestamp();
    let with = open.chart.registration.team.iter().find(|member| member.staff.is_some_and(|staff| staff.to_string() == typed.with));
    let with = with.ok_or_else(|| wrong("Choose somebody from the person’s team."))?;
    let event = Event::VisitPlanned(VisitPlanned {
        visit: VisitId(app.clinic.fresh()),
        at,
        minutes: typed.minutes,
        with: with.staff,
        with_name: with.name.clone(),
        place: Some(typed.place.as_str().into()),
        room: typed.room.trim().to_owned(),
        purpose: String::new(),
    });
    app.clinic.record(&who.subject, chart, None, vec![Entry::new(typed.key, event)]).await.map_err(|error| Problem::of(app, Some(who), error))?;
    Ok(())
}

fn details(app: &Shared, open: &OpenChart, person: &Demographics) -> Markup {
    let field = |name: &'static str, words: &'static str, value: Option<&str>| {
        html! { div.field { label for=(name) { (words) } input id=(name) name=(name) value=(value.unwrap_or_default()); } }
    };
    html! {
        section.card { h2 { "How to reach them" }
            form.stack method="post" action=(format!("/desk/person/{}/details", open.chart.id)) {
                input type="hidden" name="key" value=(app.clinic.fresh());
                input type="hidden" name="seen" value=(open.head);
                (field("family_name", "Family name", Some(&person.family_name)))
                (field("given_name", "Given names", Some(&person.given_name)))
                (field("birth_date", "Born", person.birth_date.map(|when| when.to_string()).as_deref()))
                (field("pronouns", "Pronouns", person.pronouns.as_deref()))
                (field("phone", "Telephone", person.phone.as_deref()))
                (field("email", "E-mail", person.email.as_deref()))
                (field("address", "Address", person.address.as_deref()))
                button.button.secondary type="submit" { "Keep" }
            }
        }
    }
}

/// Details as typed.
#[derive(Deserialize)]
pub struct Details {
    key: String,
    seen: u64,
    family_name: String,
    given_name: String,
    birth_date: String,
    pronouns: String,
    phone: String,
    email: String,
    address: String,
}

/// Changes details. Two people changing them at once get to know of each other.
pub async fn change(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(typed): Form<Details>) -> Response {
    match change_details(&app, &who, chart, typed).await {
        Ok(()) => Redirect::to(&format!("/desk/person/{chart}")).into_response(),
        Err(problem) => problem.into_response(),
    }
}

async fn change_details(app: &Shared, who: &Who, chart: ChartId, typed: Details) -> Result<(), Problem> {
    let trouble = |error| Problem::of(app, Some(who), error);
    let open = app.clinic.open_chart(&who.subject, chart, Purpose("change details")).await.map_err(trouble)?;
    let before = open.chart.registration.person.clone().unwrap_or_default();
    let birth_date = match typed.birth_date.trim() {
        "" => None,
        text => Some(text.parse::<When>().map_err(|error| trouble(concord_chart::Refusal::new(error.to_string()).about("birth_date").into()))?),
    };
    let person = Demographics {
        family_name: typed.family_name.trim().to_owned(),
        given_name: typed.given_name.trim().to_owned(),
        birth_date,
        pronouns: given(&typed.pronouns),
        phone: given(&typed.phone),
        email: given(&typed.email),
        address: given(&typed.address),
        ..before
    };
    let entry = Entry::new(typed.key, Event::DetailsChanged(DetailsChanged { person }));
    app.clinic.record(&who.subject, chart, Some(typed.seen), vec![entry]).await.map_err(trouble)?;
    Ok(())
}

/// What was typed, or nothing.
pub(super) fn given(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
