//! Register a person, after looking whether they are here already.

use super::person::given;
use crate::{app::Shared, components, errors::Problem, guard::Who, layout};
use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_access::Role;
use concord_actions::{ActionError, Found, NewPatient};
use concord_chart::{
    When,
    registration::{CareRole, Demographics, TeamMember},
};
use concord_store::Account;
use maud::{Markup, html};
use serde::Deserialize;

/// What was typed.
#[derive(Clone, Deserialize, Default)]
pub struct Typed {
    #[serde(default)]
    key: String,
    #[serde(default)]
    family_name: String,
    #[serde(default)]
    given_name: String,
    #[serde(default)]
    birth_date: String,
    #[serde(default)]
    pronouns: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    prescriber: String,
    #[serde(default)]
    therapist: String,
    #[serde(default)]
    care_manager: String,
    /// Set once the clerk has looked at people with the same name and says it is somebody else.
    #[serde(default)]
    somebody_else: String,
}

/// The form.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let staff = staff(&app, &who).await?;
    Ok(form(&app, &who, &staff, &Typed::default(), None, &[]))
}

/// Registers, or first asks about people with the same name.
pub async fn submit(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    match register(&app, &who, &typed).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn register(app: &Shared, who: &Who, typed: &Typed) -> Result<Response, Problem> {
    let trouble = |error: ActionError| Problem::of(app, Some(who), error);
    let staff = staff(app, who).await?;
    let again = |sentence: &str, same: &[Found]| (StatusCode::UNPROCESSABLE_ENTITY, form(app, who, &staff, typed, Some(sentence), same)).into_response();
    let birth_date = match typed.birth_date.trim() {
        "" => None,
        text => match text.parse::<When>() {
            Ok(when) => Some(when),
            Err(error) => return Ok(again(&error.to_string(), &[])),
        },
    };
    if typed.somebody_else.is_empty() {
        let same = app.clinic.find_patient(&who.subject, &format!("{} {}", typed.family_name, typed.given_name)).await.map_err(trouble)?;
        if !same.is_empty() {
            return Ok(again("Somebody with this name is registered already. Look at the birth dates before you go on.", &same));
        }
    }
    let team = [(&typed.prescriber, CareRole::Prescriber), (&typed.therapist, CareRole::Therapist), (&typed.care_manager, CareRole::CareManager)];
    let team = team.into_iter().filter_map(|(id, role)| {
        let account = staff.iter().find(|account| account.staff.is_some_and(|staff| staff.to_string() == *id))?;
        Some(TeamMember { staff: account.staff, name: account.name.clone(), role })
    });
    let patient = NewPatient {
        record_number: String::new(),
        person: Demographics {
            family_name: typed.family_name.trim().to_owned(),
            given_name: typed.given_name.trim().to_owned(),
            birth_date,
            pronouns: given(&typed.pronouns),
            phone: given(&typed.phone),
            place: given(&typed.place).map(|place| place.as_str().into()),
            ..Demographics::default()
        },
        team: team.collect(),
        reason: String::new(),
    };
    match app.clinic.register_patient(&who.subject, &typed.key, patient).await {
        Ok((chart, _)) => Ok(Redirect::to(&format!("/desk/person/{chart}")).into_response()),
        Err(ActionError::Refused(refusal)) => Ok(again(&refusal.sentence, &[])),
        Err(error) => Err(trouble(error)),
    }
}

async fn staff(app: &Shared, who: &Who) -> Result<Vec<Account>, Problem> {
    let accounts = app.clinic.store().accounts(app.clinic.organisation()).await;
    let accounts = accounts.map_err(|error| Problem::of(app, Some(who), error.into()))?;
    Ok(accounts.into_iter().filter(|account| account.open && account.role.treats()).collect())
}

fn form(app: &Shared, who: &Who, staff: &[Account], typed: &Typed, wrong: Option<&str>, same: &[Found]) -> Markup {
    let key = if typed.key.is_empty() { app.clinic.fresh().to_string() } else { typed.key.clone() };
    let text = |name: &'static str, words: &'static str, hint: &'static str, value: &str| {
        html! { div.field { label for=(name) { (words) } @if !hint.is_empty() { p.hint { (hint) } } input id=(name) name=(name) value=(value); } }
    };
    let choose = |name: &'static str, words: &'static str, role: Role, value: &str| {
        html! { div.field { label for=(name) { (words) } select id=(name) name=(name) {
            option value="" { "Not chosen yet" }
            @for account in staff.iter().filter(|account| account.role == role) {
                @let id = account.staff.map(|staff| staff.to_string()).unwrap_or_default();
                option value=(id) selected[id == value] { (account.name) }
            }
        } } }
    };
    let body = html! {
        header.page-head { h1 { "Register a person" } }
        @if let Some(wrong) = wrong { (components::error_summary::error_summary(&[("#family_name".to_owned(), wrong.to_owned())])) }
        @if !same.is_empty() {
            section.card { h2 { "Is it one of these?" } ul { @for found in same { li { a href=(format!("/desk/person/{}", found.chart)) { (found.person.family_name.to_uppercase()) ", " (found.person.given_name) } ", born " (found.person.born_words()) ", record " (found.person.record_number) } } } }
        }
        form.stack.card method="post" action="/desk/register" {
            input type="hidden" name="key" value=(key);
            (text("family_name", "Family name", "", &typed.family_name))
            (text("given_name", "Given names", "", &typed.given_name))
            (text("birth_date", "Born", "For example 1988-03-14. A year alone is fine when no more is known.", &typed.birth_date))
            (text("pronouns", "Pronouns", "", &typed.pronouns))
            (text("phone", "Telephone", "", &typed.phone))
            div.field { label for="place" { "Place" } select #place name="place" { @for place in &app.clinic.practice().places { option value=(place.id) selected[typed.place == place.id.as_str()] { (place.name) } } } }
            (choose("prescriber", "Prescriber", Role::Prescriber, &typed.prescriber))
            (choose("therapist", "Therapist", Role::Therapist, &typed.therapist))
            (choose("care_manager", "Care manager", Role::CareManager, &typed.care_manager))
            @if !same.is_empty() { label.choice { input type="checkbox" name="somebody_else" value="yes"; " I compared the birth dates: this is somebody else" } }
            button.button.primary type="submit" { "Register" }
        }
    };
    layout::page(app, Some(who), "Register a person", "/desk", body)
}
