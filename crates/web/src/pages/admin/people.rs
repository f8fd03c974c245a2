//! Who can sign in. The administrator opens and closes accounts; what people record is not theirs to see.

use crate::{app::Shared, components, errors::Problem, guard::Who, layout};
use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_access::Role;
use concord_actions::ActionError;
use concord_chart::AccountId;
use maud::{Markup, html};
use serde::Deserialize;

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    page(&app, &who, &Typed::default(), None, None).await
}

async fn page(app: &Shared, who: &Who, typed: &Typed, wrong: Option<&str>, new_password: Option<(&str, &str)>) -> Result<Markup, Problem> {
    let accounts = app.clinic.store().accounts(app.clinic.organisation()).await.map_err(|error| Problem::of(app, Some(who), error.into()))?;
    let (patients, staff): (Vec<_>, Vec<_>) = accounts.into_iter().partition(|account| account.role == Role::Patient);
    let know = app.clinic.knowledge();
    let body = html! {
        header.page-head { h1 { "People" } p.lead { (staff.len()) " members of staff and " (patients.len()) " patients can sign in." } }
        @if let Some((login, password)) = new_password { p.note role="status" { "The account “" (login) "” is open. Its first password, shown once: " strong { (password) } } }
        @if let Some(wrong) = wrong { (components::error_summary::error_summary(&[("#login".to_owned(), wrong.to_owned())])) }
        section.card { table.day-list {
            caption.visually-hidden { "Members of staff" }
            thead { tr { th scope="col" { "Name" } th scope="col" { "Login" } th scope="col" { "Role" } th scope="col" { "Places" } th scope="col" { "Account" } } }
            tbody { @for account in &staff { tr {
                td { (account.name) } td { (account.login) } td { (account.role.words()) }
                td { @for place in &account.places { (place) " " } }
                td { form method="post" action="/admin/people/open" {
                    input type="hidden" name="account" value=(account.id);
                    @if account.open { "open " button.button.quiet name="open" value="no" type="submit" disabled[account.id == who.subject.account] { "Close" } }
                    @else { "closed " button.button.quiet name="open" value="yes" type="submit" { "Open" } }
                } }
            } } }
        } }
        section.card { h2 { "Add a member of staff" }
            form.stack method="post" action="/admin/people" {
                div.field { label for="name" { "Name as it is shown" } input #name name="name" value=(typed.name) required; }
                div.field { label for="login" { "Login" } input #login name="login" value=(typed.login) required autocapitalize="none"; }
                div.field { label for="role" { "Role" } select #role name="role" { @for role in Role::ALL.iter().filter(|role| **role != Role::Patient) { option value=(role.as_str()) selected[typed.role == role.as_str()] { (role.words()) } } } }
                div.field { label for="place" { "Place" } select #place name="place" { option value="" { "All places" } @for place in &app.clinic.practice().places { option value=(place.id) selected[typed.place == place.id.as_str()] { (place.name) } } } }
                button.button.primary type="submit" { "Open the account" }
            }
        }
        section.card { h2 { "Knowledge" } p { "Edition " (know.edition()) ", version " (know.version()) ". " (know.sources().count()) " sources." } }
    };
    Ok(layout::page(app, Some(who), "People", "/admin", body))
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
    let role = Role::parse(&typed.role).filter(|role| *role != Role::Patient);
    let Some(role) = role else { return Problem::of(&app, Some(&who), ActionError::NotFound).into_response() };
    let places = if typed.place.is_empty() { Vec::new() } else { vec![typed.place.as_str().into()] };
    let shown = match app.clinic.add_staff(&who.subject, &typed.name, &typed.login, role, places).await {
        Ok(password) => page(&app, &who, &Typed::default(), None, Some((&typed.login, &password))).await.map(IntoResponse::into_response),
        Err(ActionError::Refused(refusal)) => {
            page(&app, &who, &typed, Some(&refusal.sentence), None).await.map(|page| (StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(Problem::of(&app, Some(&who), error)),
    };
    shown.unwrap_or_else(IntoResponse::into_response)
}

/// Open or close.
#[derive(Deserialize)]
pub struct OpenOrClose {
    account: AccountId,
    open: String,
}

/// Opens or closes an account; closing ends its sessions at once.
pub async fn open_or_close(State(app): State<Shared>, who: Who, Form(form): Form<OpenOrClose>) -> Response {
    match app.clinic.set_account_open(&who.subject, form.account, form.open == "yes").await {
        Ok(()) => Redirect::to("/admin").into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}
