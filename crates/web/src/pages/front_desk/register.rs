//! Register a person, after looking whether they are here already.

use super::{
    details::{birth_date, given},
    team::care_role,
    words::{initials_of, staff},
};
use crate::{
    app::Shared,
    components::{
        error_summary::error_summary,
        form::{self, Field},
        record_mark::record_mark,
    },
    errors::Problem,
    guard::Who,
    layout,
};
use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_access::Role;
use concord_actions::{ActionError, Found, NewPatient};
use concord_chart::registration::{Demographics, TeamMember};
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
    email: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    prescriber: String,
    #[serde(default)]
    therapist: String,
    #[serde(default)]
    care_manager: String,
    /// Set once the clerk has looked at people with the same name or birth date and says that it is somebody else.
    #[serde(default)]
    somebody_else: String,
}

/// The field that is wrong and the sentence about it.
type Wrong = (&'static str, String);

/// The form.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let staff = staff(&app.clinic).await.map_err(|error| Problem::of(&app, Some(&who), error))?;
    let place = who.subject.places.first().map(|place| place.to_string()).unwrap_or_default();
    Ok(page(&app, &who, &staff, &Typed { place, ..Typed::default() }, None, &[]))
}

/// Registers, or first asks about people with the same name or birth date.
pub async fn submit(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    match register(&app, &who, &typed).await {
        Ok(response) => response,
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

async fn register(app: &Shared, who: &Who, typed: &Typed) -> Result<Response, ActionError> {
    let staff = staff(&app.clinic).await?;
    let again = |wrong: Wrong, same: &[Found]| {
        (StatusCode::UNPROCESSABLE_ENTITY, page(app, who, &staff, typed, Some(&wrong), same)).into_response()
    };
    if typed.family_name.trim().is_empty() && typed.given_name.trim().is_empty() {
        return Ok(again(("family_name", "Write the family name, or the given name if that is all they use.".to_owned()), &[]));
    }
    let birth_date = match birth_date(&typed.birth_date) {
        Ok(birth_date) => birth_date,
        Err(sentence) => return Ok(again(("birth_date", sentence), &[])),
    };
    if typed.somebody_else.is_empty() {
        let same = alike(app, who, typed).await?;
        if !same.is_empty() {
            let sentence =
                "Somebody with this name or birth date is registered already. Look at them before you go on.".to_owned();
            return Ok(again(("somebody_else", sentence), &same));
        }
    }
    let patient = NewPatient {
        record_number: String::new(),
        person: Demographics {
            family_name: typed.family_name.trim().to_owned(),
            given_name: typed.given_name.trim().to_owned(),
            birth_date,
            pronouns: given(&typed.pronouns),
            phone: given(&typed.phone),
            email: given(&typed.email),
            place: given(&typed.place).map(|place| place.as_str().into()),
            ..Demographics::default()
        },
        team: team(&staff, typed),
        reason: String::new(),
    };
    match app.clinic.register_patient(&who.subject, &typed.key, patient).await {
        Ok((chart, _)) => Ok(Redirect::to(&format!("/desk/person/{chart}?done=registered")).into_response()),
        Err(ActionError::Refused(refusal)) => Ok(again(("family_name", refusal.sentence), &[])),
        Err(error) => Err(error),
    }
}

fn team(staff: &[Account], typed: &Typed) -> Vec<TeamMember> {
    let chosen = [&typed.prescriber, &typed.therapist, &typed.care_manager];
    let account = |id: &String| staff.iter().find(|account| account.staff.is_some_and(|staff| staff.to_string() == *id));
    let member =
        |account: &Account| Some(TeamMember { staff: account.staff, name: account.name.clone(), role: care_role(account.role)? });
    chosen.into_iter().filter_map(account).filter_map(member).collect()
}

/// People who may be the same: the same names, or the same family name born on the same day.
async fn alike(app: &Shared, who: &Who, typed: &Typed) -> Result<Vec<Found>, ActionError> {
    let mut found = app.clinic.find_patient(&who.subject, &format!("{} {}", typed.family_name, typed.given_name)).await?;
    if !typed.birth_date.trim().is_empty() {
        let born = app.clinic.find_patient(&who.subject, &format!("{} {}", typed.family_name, typed.birth_date)).await?;
        found.extend(born.into_iter().filter(|one| one.person.birth.is_some()));
    }
    found.sort_by_key(|one| one.chart);
    found.dedup_by_key(|one| one.chart);
    Ok(found)
}

fn page(app: &Shared, who: &Who, staff: &[Account], typed: &Typed, wrong: Option<&Wrong>, same: &[Found]) -> Markup {
    let key = if typed.key.is_empty() { app.clinic.fresh().to_string() } else { typed.key.clone() };
    let error = |name: &str| wrong.filter(|(field, _)| *field == name).map_or("", |(_, sentence)| sentence.as_str());
    let summary: Vec<(String, String)> = wrong.iter().map(|(field, sentence)| (format!("#{field}"), sentence.clone())).collect();
    let text = |name: &'static str, label: &'static str, value: &str, kind: &str| {
        form::text(&Field { name, label, value, error: error(name), ..Field::default() }, kind)
    };
    let practice = app.clinic.practice();
    let places: Vec<(&str, &str)> = practice.places.iter().map(|place| (place.id.as_str(), place.name.as_str())).collect();
    let body = html! {
        header.page-head { div { h1 { "Register a person" } p.lead { "The name is enough to begin; what is not known yet stays “not known”." } } }
        (error_summary(&summary))
        (already_here(same))
        form.stack.card method="post" action="/desk/register" data-once data-guard {
            input type="hidden" name="key" value=(key);
            div.columns {
                (text("family_name", "Family name", &typed.family_name, "text"))
                (text("given_name", "Given names", &typed.given_name, "text"))
                (text("birth_date", "Born, like 1988-03-14 or 1988", &typed.birth_date, "text"))
                (text("pronouns", "Pronouns", &typed.pronouns, "text"))
                (text("phone", "Telephone", &typed.phone, "tel"))
                (text("email", "E-mail", &typed.email, "email"))
                (form::select(&Field { name: "place", label: "Mostly seen at", value: &typed.place, ..Field::default() }, &places))
            }
            h2 { "Who looks after them" }
            p.small.muted { "Only those named can open the record. It can be changed later." }
            div.columns {
                (choose(staff, "prescriber", "Prescriber", Role::Prescriber, &typed.prescriber))
                (choose(staff, "therapist", "Therapist", Role::Therapist, &typed.therapist))
                (choose(staff, "care_manager", "Care manager", Role::CareManager, &typed.care_manager))
            }
            @if !same.is_empty() { label.choice { input #somebody_else type="checkbox" name="somebody_else" value="yes"; span { "I compared the birth dates: this is somebody else" } } }
            button.button.primary type="submit" { "Register" }
        }
    };
    layout::page(app, Some(who), "Register a person", "/desk/register", body)
}

fn choose(staff: &[Account], name: &'static str, label: &'static str, role: Role, value: &str) -> Markup {
    let of_role: Vec<(String, &str)> = staff
        .iter()
        .filter(|account| account.role == role)
        .map(|account| (account.staff.map(|staff| staff.to_string()).unwrap_or_default(), account.name.as_str()))
        .collect();
    let options: Vec<(&str, &str)> =
        [("", "Not chosen yet")].into_iter().chain(of_role.iter().map(|(id, name)| (id.as_str(), *name))).collect();
    form::select(&Field { name, label, value, ..Field::default() }, &options)
}

fn already_here(same: &[Found]) -> Markup {
    html! {
        @if !same.is_empty() {
            section.card aria-labelledby="same" { h2 #same { "Is it one of these?" }
                ul { @for found in same {
                    li.nm {
                        (record_mark(&found.chart.to_string(), &initials_of(&found.person.given_name, &found.person.family_name), 34))
                        div { a href=(format!("/desk/person/{}", found.chart)) { (found.person.family_name.to_uppercase()) ", " (found.person.given_name) } span { "born " (found.person.born_words()) " · record " (found.person.record_number) } }
                    }
                } }
            }
        }
    }
}
