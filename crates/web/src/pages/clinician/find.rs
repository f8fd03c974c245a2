//! Find a person by name, birth date or record number.

use crate::{
    app::Shared,
    components::{empty_state::empty_state, form as controls, icon::Icon, record_mark::record_mark, status_tag::tag},
    errors::Problem,
    guard::Who,
    layout,
};
use axum::extract::{Query, State};
use concord_access::Role;
use concord_actions::Found;
use maud::{Markup, html};
use serde::Deserialize;

/// What was typed.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(asked): Query<Asked>) -> Result<Markup, Problem> {
    let found = app.clinic.find_patient(&who.subject, &asked.q).await.map_err(|error| Problem::of(&app, Some(&who), error))?;
    let field = controls::Field {
        name: "q",
        label: "Name, birth date or record number",
        hint: "The beginning of each is enough: del mar, or 1988-03.",
        value: &asked.q,
        ..controls::Field::default()
    };
    let body = html! {
        div.page-head { h1 { "Find a person" } }
        section.card {
            form.stack method="get" action="/find" role="search" { (controls::text(&field, "search")) button.button type="submit" { "Find" } }
        }
        @if !asked.q.trim().is_empty() { (results(&app, &who, &found)) }
    };
    Ok(layout::page(&app, Some(&who), "Find a person", "/find", body))
}

fn results(app: &Shared, who: &Who, found: &[Found]) -> Markup {
    if found.is_empty() {
        let why = "Names are found without accents and by their beginnings. A birth date is written like 1988-03-14.";
        return html! { section.card { (empty_state("Nobody was found under these words", why, None)) } };
    }
    html! {
        section.card.flush aria-labelledby="found" {
            div.pad {
                h2 #found { (found.len()) @if found.len() == 1 { " person" } @else { " people" } }
                @if found.len() >= 50 { p.small.muted { "These are the first 50. Write more of the name or the birth date." } }
            }
            table.visits {
                caption.vh { "People found" }
                thead { tr { th scope="col" { "Person" } th scope="col" { "Born" } th scope="col" { "Record" } th scope="col" { "Mostly seen at" } th scope="col" { "Open" } } }
                tbody { @for one in found { (person(app, who, one, has_double(found, one))) } }
            }
        }
    }
}

fn person(app: &Shared, who: &Who, one: &Found, similar: bool) -> Markup {
    let row = &one.person;
    let initials: String = [&row.given_name, &row.family_name].iter().filter_map(|name| name.chars().next()).collect();
    let practice = app.clinic.practice();
    let place = row.place.as_ref().map_or("not known", |id| practice.place_name(id));
    let (address, words) = way_in(who, one);
    html! {
        tr {
            td { div.nm { (record_mark(&one.chart.to_string(), &initials, 34)) div { a href=(address) { (row.family_name.to_uppercase()) ", " (row.given_name) } @if similar { (tag("care", Some(Icon::People), "similar name")) } } } }
            td data-label="Born" { b { (row.born_words()) } }
            td data-label="Record" { (row.record_number) }
            td data-label="Mostly seen at" { (place) }
            td { a.button.secondary href=(address) { (words) } }
        }
    }
}

/// The front desk sees identity and visits; a clinician outside the team gives a reason first.
fn way_in(who: &Who, one: &Found) -> (String, &'static str) {
    match who.subject.role {
        Role::FrontDesk => (format!("/desk/person/{}", one.chart), "Open"),
        _ if one.on_team => (format!("/chart/{}", one.chart), "Open the chart"),
        role if role.is_clinician() => (format!("/chart/{}/glass", one.chart), "Open with a reason"),
        _ => (format!("/chart/{}", one.chart), "Not your patient"),
    }
}

/// True when somebody else on the list has the same family name or birth date.
fn has_double(found: &[Found], one: &Found) -> bool {
    let same = |other: &Found| {
        let same_name = concord_registry::folded(&other.person.family_name) == concord_registry::folded(&one.person.family_name);
        other.chart != one.chart && (same_name || (other.person.birth.is_some() && other.person.birth == one.person.birth))
    };
    found.iter().any(same)
}
