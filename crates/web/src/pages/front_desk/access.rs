//! A patient's sign-in: given by somebody who has seen who they are, with a first password that is shown once.

use super::{person::access_words, words::person_head};
use crate::{app::Shared, components::notice, errors::Problem, guard::Who, layout};
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_access::{Purpose, Role};
use concord_actions::{ActionError, FIRST_PASSWORD_DAYS, FirstSignIn, PatientAccess};
use concord_chart::{ChartId, registration::Demographics};
use maud::{Markup, html};
use serde::Deserialize;

/// What was just done.
#[derive(Default, Deserialize)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// Whose sign-in it is.
struct Whose {
    chart: ChartId,
    person: Demographics,
    record_number: String,
    access: Option<PatientAccess>,
}

async fn load(app: &Shared, who: &Who, chart: ChartId) -> Result<Whose, ActionError> {
    let open = app.clinic.open_chart(&who.subject, chart, Purpose("sign-in")).await?;
    let registration = &open.chart.registration;
    Ok(Whose {
        chart,
        person: registration.person.clone().ok_or(ActionError::NotFound)?,
        record_number: registration.record_number.clone(),
        access: app.clinic.patient_access(&who.subject, chart).await?,
    })
}

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Query(said): Query<Said>,
) -> Result<Markup, Problem> {
    let whose = load(&app, &who, chart).await.map_err(|error| Problem::of(&app, Some(&who), error))?;
    let done = (said.done == "closed").then_some("Closed. Whoever was signed in with it is out.");
    Ok(page(&app, &who, &whose, done, None))
}

/// Gives a first password; it stands on this one answer and nowhere else.
pub async fn give(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>) -> Response {
    let given = app.clinic.give_patient_access(&who.subject, chart).await;
    let shown = match given {
        Ok(first) => load(&app, &who, chart).await.map(|whose| page(&app, &who, &whose, None, Some(&first))),
        Err(error) => Err(error),
    };
    shown.map_or_else(|error| Problem::of(&app, Some(&who), error).into_response(), IntoResponse::into_response)
}

/// Closes the sign-in.
pub async fn close(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>) -> Response {
    match app.clinic.close_patient_access(&who.subject, chart).await {
        Ok(()) => Redirect::to(&format!("/access/{chart}?done=closed")).into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

fn page(app: &Shared, who: &Who, whose: &Whose, done: Option<&str>, first: Option<&FirstSignIn>) -> Markup {
    let back = if who.subject.role == Role::FrontDesk {
        format!("/desk/person/{}", whose.chart)
    } else {
        format!("/chart/{}", whose.chart)
    };
    let body = html! {
        (person_head(&whose.chart.to_string(), &whose.person, &whose.record_number, Some("Sign-in")))
        @if let Some(done) = done { (notice::done(done)) }
        @match first {
            Some(first) => (sheet(app, whose, first)),
            None => (state(whose)),
        }
        p { a href=(back) { "Back to the person" } }
    };
    layout::page(app, Some(who), "Sign-in", "/desk", body)
}

/// What is handed over: readable on paper, gone with the page.
fn sheet(app: &Shared, whose: &Whose, first: &FirstSignIn) -> Markup {
    let practice = app.clinic.practice();
    html! {
        section.card.hand-out aria-labelledby="hand-out" {
            h3 #hand-out { "For " (whose.person.given_name) " " (whose.person.family_name) }
            p { "Open Concord on your phone, sign in with these, and choose your own password. They work for " (FIRST_PASSWORD_DAYS) " days and only until you have chosen your own." }
            dl.pairs {
                div { dt { "Login" } dd { code #first-login { (first.login) } } }
                div { dt { "First password" } dd { code #first-password { (first.password) } } }
            }
            p.small { (practice.name) @for place in &practice.places { " · " (place.name) " " (place.phone) } }
        }
        p.note { "Shown once. Print this page or let them copy it now; when you leave the page it cannot be shown again, only a new one made." }
    }
}

fn state(whose: &Whose) -> Markup {
    let open = whose.access.as_ref().is_some_and(|access| access.open);
    html! {
        section.card {
            p { (access_words(whose.access.as_ref())) }
            p.small { "Look at a document with their name and birth date first. Whoever has the sign-in reads the whole record." }
            form method="post" action=(format!("/access/{}", whose.chart)) { button.button.primary type="submit" { @if open { "Give a new first password" } @else { "Give a first password" } } }
            @if open {
                p.small { "A new one ends every session they have." }
                form method="post" action=(format!("/access/{}/close", whose.chart)) { button.button.quiet type="submit" { "Close the sign-in" } }
            }
        }
    }
}
