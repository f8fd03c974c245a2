//! Who can sign in. The administrator opens and closes accounts; what people record is not theirs to see.

use crate::{
    app::Shared,
    components::{
        error_summary::error_summary,
        form::{self, Field},
        icon::Icon,
        notice,
        status_tag::tag,
        top_bar::initials,
    },
    errors::Problem,
    guard::Who,
    layout,
};
use axum::{
    Form,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_access::Role;
use concord_actions::{ActionError, FIRST_PASSWORD_DAYS};
use concord_chart::{AccountId, PlaceId};
use concord_store::Account;
use maud::{Markup, html};
use serde::Deserialize;

/// What was just done.
#[derive(Default, Deserialize)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// The page with a form to show again, or a password to show once.
#[derive(Default)]
struct Around<'a> {
    done: &'a str,
    typed: Option<&'a Typed>,
    wrong: Option<&'a str>,
    first: Option<(&'a str, &'a str)>,
}

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(said): Query<Said>) -> Result<Markup, Problem> {
    page(&app, &who, Around { done: &said.done, ..Around::default() }).await
}

fn done_words(done: &str) -> Option<&'static str> {
    Some(match done {
        "opened" => "The account is open again.",
        "closed" => "The account is closed, and its sessions have ended. What was recorded under it stays.",
        _ => return None,
    })
}

async fn page(app: &Shared, who: &Who, around: Around<'_>) -> Result<Markup, Problem> {
    let accounts = app.clinic.store().accounts(app.clinic.organisation()).await;
    let accounts = accounts.map_err(|error| Problem::of(app, Some(who), error.into()))?;
    let (patients, staff): (Vec<_>, Vec<_>) = accounts.into_iter().partition(|account| !account.role.is_staff());
    let can_sign_in = patients.iter().filter(|account| account.open).count();
    let errors: Vec<(String, String)> =
        around.wrong.iter().map(|sentence| ("#login".to_owned(), (*sentence).to_owned())).collect();
    let body = html! {
        header.page-head { div { h1 { "People" } p.lead { (staff.len()) " members of staff. " (can_sign_in) " patients can sign in; the front desk gives and takes that. Nothing here opens a record." } } }
        @if let Some(words) = done_words(around.done) { (notice::done(words)) }
        (error_summary(&errors))
        @if let Some((login, password)) = around.first { (hand_out(login, password)) }
        section.card.flush aria-labelledby="staff" {
            div.pad { h2 #staff { "Members of staff" } p.small.muted { "A closed account keeps its place in the history." } }
            (table(app, who, &staff))
        }
        (add_form(app, around.typed, around.wrong))
    };
    Ok(layout::page(app, Some(who), "People", "/admin", body))
}

fn hand_out(login: &str, password: &str) -> Markup {
    html! {
        section.card.hand-out aria-labelledby="hand-out" { h2 #hand-out { "The account is open" }
            dl.pairs { div { dt { "Login" } dd { code { (login) } } } div { dt { "First password" } dd { code { (password) } } } }
            p.small { "Shown once. It works for " (FIRST_PASSWORD_DAYS) " days, and only until they have chosen their own." }
        }
    }
}

fn table(app: &Shared, who: &Who, staff: &[Account]) -> Markup {
    html! {
        table.visits {
            caption.vh { "Members of staff" }
            thead { tr { th scope="col" { "Person" } th scope="col" { "Role" } th scope="col" { "Places" } th scope="col" { "Login" } th scope="col" { "Account" } th scope="col" { "Change" } } }
            tbody { @for account in staff {
                tr.past[!account.open] {
                    td { div.nm { span.ava aria-hidden="true" { (initials(&account.name)) } div { b { (account.name) } } } }
                    td data-label="Role" { (account.role.words()) }
                    td data-label="Places" { (places_words(app, account)) }
                    td data-label="Login" { code { (account.login) } }
                    td { @if account.open { (tag("good", Some(Icon::Check), "open")) } @else { (tag("", Some(Icon::Lock), "closed")) } }
                    td { (change(account, account.id == who.subject.account)) }
                }
            } }
        }
    }
}

fn places_words(app: &Shared, account: &Account) -> String {
    let practice = app.clinic.practice();
    let names: Vec<&str> =
        practice.places.iter().filter(|place| account.places.contains(&place.id)).map(|place| place.name.as_str()).collect();
    if names.is_empty() || names.len() == practice.places.len() { "all places".to_owned() } else { names.join(", ") }
}

fn change(account: &Account, own: bool) -> Markup {
    html! {
        @if own { span.small.muted { "yours" } } @else {
            form method="post" action="/admin/people/open" {
                input type="hidden" name="account" value=(account.id);
                @if account.open { button.button.quiet name="open" value="no" type="submit" { "Close" span.vh { " the account of " (account.name) } } }
                @else { button.button.quiet name="open" value="yes" type="submit" { "Open again" span.vh { ": " (account.name) } } }
            }
        }
    }
}

fn add_form(app: &Shared, typed: Option<&Typed>, wrong: Option<&str>) -> Markup {
    let none = Typed::default();
    let typed = typed.unwrap_or(&none);
    let roles: Vec<(&str, &str)> =
        Role::ALL.iter().filter(|role| role.is_staff()).map(|role| (role.as_str(), role.words())).collect();
    let practice = app.clinic.practice();
    let places: Vec<(&str, &str)> = [("", "All places")]
        .into_iter()
        .chain(practice.places.iter().map(|place| (place.id.as_str(), place.name.as_str())))
        .collect();
    html! {
        section.card { h2 { "Add a member of staff" }
            form.stack method="post" action="/admin/people" data-once {
                div.columns {
                    (form::text(&Field { name: "name", label: "Name as it is shown", value: &typed.name, required: true, ..Field::default() }, "text"))
                    (form::text(&Field { name: "login", label: "Login, like ruth.lindgren", error: wrong.unwrap_or_default(), value: &typed.login, required: true, ..Field::default() }, "text"))
                    (form::select(&Field { name: "role", label: "Role", value: &typed.role, ..Field::default() }, &roles))
                    (form::select(&Field { name: "place", label: "Place", value: &typed.place, ..Field::default() }, &places))
                }
                button.button.primary type="submit" { "Open the account" }
            }
        }
    }
}

/// A new member of staff.
#[derive(Deserialize, Default)]
pub struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    login: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    place: String,
}

/// Opens an account with a password that is shown once.
pub async fn add(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    let Some(role) = Role::parse(&typed.role).filter(Role::is_staff) else {
        return Problem::of(&app, Some(&who), ActionError::NotFound).into_response();
    };
    let shown = match app.clinic.add_staff(&who.subject, &typed.name, &typed.login, role, places(&app, &typed.place)).await {
        Ok(password) => page(&app, &who, Around { first: Some((&typed.login, &password)), ..Around::default() })
            .await
            .map(IntoResponse::into_response),
        Err(ActionError::Refused(refusal)) => {
            let around = Around { typed: Some(&typed), wrong: Some(&refusal.sentence), ..Around::default() };
            page(&app, &who, around).await.map(|page| (StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(Problem::of(&app, Some(&who), error)),
    };
    shown.unwrap_or_else(IntoResponse::into_response)
}

/// "All places" is a list of them, so that a place that is added later is given by a decision.
fn places(app: &Shared, chosen: &str) -> Vec<PlaceId> {
    let practice = app.clinic.practice();
    practice
        .places
        .iter()
        .filter(|place| chosen.is_empty() || place.id.as_str() == chosen)
        .map(|place| place.id.clone())
        .collect()
}

/// Open or close.
#[derive(Deserialize)]
pub struct OpenOrClose {
    account: AccountId,
    open: String,
}

/// Opens or closes an account; closing ends its sessions at once.
pub async fn open_or_close(State(app): State<Shared>, who: Who, Form(form): Form<OpenOrClose>) -> Response {
    let open = form.open == "yes";
    match app.clinic.set_account_open(&who.subject, form.account, open).await {
        Ok(()) => Redirect::to(if open { "/admin?done=opened" } else { "/admin?done=closed" }).into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}
