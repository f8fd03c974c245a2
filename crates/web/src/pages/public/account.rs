//! My account: the password, how the pages look, where else I am signed in. For every role.

use super::{home::start_of, sign_in::left};
use crate::{
    app::Shared,
    components::{error_summary::error_summary, form, notice},
    errors::Problem,
    guard::{Who, session_cookie},
    layout,
};
use axum::{
    Form,
    extract::{Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, PASSWORD_LENGTH, Theme};
use maud::{Markup, html};
use serde::Deserialize;

/// What was just done, or why one was sent here.
#[derive(Default, Deserialize)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// What is wrong with the form: the field and the sentence.
type Wrong = Option<(&'static str, String)>;

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Query(said): Query<Said>) -> Markup {
    page(&app, &who, &said.done, None)
}

fn done_words(done: &str) -> Option<&'static str> {
    Some(match done {
        "password" => "Your password is changed. Other devices are signed out.",
        "look" => "Kept.",
        "others" => "Every other device is signed out.",
        _ => return None,
    })
}

fn page(app: &Shared, who: &Who, done: &str, wrong: Wrong) -> Markup {
    let first = who.has_first_password();
    let errors: Vec<(String, String)> = wrong.iter().map(|(field, sentence)| (format!("#{field}"), sentence.clone())).collect();
    let body = html! {
        section.account.stack {
            header.page-head { div { h1 { @if first { "Choose your own password" } @else { "My account" } }
                p.lead {
                    @if first { "The one you came in with was seen by whoever gave it to you. Choose one that only you know; everything else opens then." }
                    @else { (who.subject.name) ", " (who.subject.role.words().to_lowercase()) "." }
                } } }
            @if let Some(words) = done_words(done) { (notice::done(words)) }
            (error_summary(&errors))
            (password_form(first, wrong.as_ref()))
            @if !first { (look_form(who)) (devices()) }
            @if !first && who.subject.role.is_clinician() { section.card { h2 { "Sealed notes" } p.small { "Whether their key is open here, and who could help if you lost your password." } a.button.secondary href="/sealed-key" { "Your key" } } }
            form.card method="post" action="/sign-out" { h2 { "Leave" } p.small { "Sign out before you hand this device to somebody else." } button.button.secondary type="submit" { "Sign out" } }
        }
    };
    layout::page(app, Some(who), "My account", "/account", body)
}

fn password_form(first: bool, wrong: Option<&(&'static str, String)>) -> Markup {
    let error = |name: &str| wrong.filter(|(field, _)| *field == name).map_or("", |(_, sentence)| sentence.as_str());
    let hint = format!("At least {PASSWORD_LENGTH} characters. Four words that do not belong together are easy to remember.");
    let present = if first { "The password you were given" } else { "Present password" };
    let field = |name: &'static str, label: &'static str, hint: &str, autocomplete: &'static str| {
        let wrong = !error(name).is_empty();
        let remarks = [(!hint.is_empty(), "hint"), (wrong, "error")].into_iter().filter(|(there, _)| *there);
        let ids: Vec<String> = remarks.map(|(_, what)| format!("{name}-{what}")).collect();
        html! { div.field.wrong[wrong] {
            label for=(name) { (label) }
            @if !hint.is_empty() { p.hint id=(format!("{name}-hint")) { (hint) } }
            @if wrong { p.error id=(format!("{name}-error")) { (error(name)) } }
            input id=(name) name=(name) type="password" autocomplete=(autocomplete) required aria-invalid=[wrong.then_some("true")]
                aria-describedby=[(!ids.is_empty()).then(|| ids.join(" "))];
        } }
    };
    html! {
        form.card.stack method="post" action="/account/password" {
            @if !first { h2 { "Password" } }
            (field("present", present, "", "current-password"))
            (field("new", "New password", &hint, "new-password"))
            (field("again", "New password once more", "", "new-password"))
            button.button.primary type="submit" { "Change my password" }
        }
    }
}

fn look_form(who: &Who) -> Markup {
    let options: Vec<(&str, &str)> = Theme::ALL.iter().map(|theme| (theme.as_str(), theme.words())).collect();
    let field = form::Field { name: "look", label: "Light or dark", value: who.theme().as_str(), ..form::Field::default() };
    html! {
        form.card method="post" action="/account/look" {
            h2 { "How the pages look" }
            (form::radios(&field, &options))
            button.button.secondary type="submit" { "Keep it so" }
        }
    }
}

fn devices() -> Markup {
    html! {
        section.card {
            h2 { "Other devices" }
            p.small { "If you signed in somewhere and did not sign out, or somebody may know your password." }
            form method="post" action="/account/others" { button.button.secondary type="submit" { "Sign out everywhere else" } }
            form method="post" action="/account/everywhere" { button.button.quiet type="submit" { "Sign out everywhere, here too" } }
        }
    }
}

/// What was typed.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    present: String,
    #[serde(default)]
    new: String,
    #[serde(default)]
    again: String,
}

/// Changes the password; this browser goes on under a new session.
pub async fn change_password(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    let first = who.has_first_password();
    match app.clinic.change_password(&who, &typed.present, &typed.new, &typed.again).await {
        Ok(secret) => {
            let to = if first { start_of(who.subject.role) } else { "/account?done=password" };
            ([(header::SET_COOKIE, session_cookie(&app, &secret))], Redirect::to(to)).into_response()
        }
        Err(ActionError::Refused(refusal)) => {
            let wrong = Some((refusal.field.unwrap_or("present"), refusal.sentence));
            (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &who, "", wrong)).into_response()
        }
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// A look.
#[derive(Deserialize)]
pub struct Look {
    #[serde(default)]
    look: String,
}

/// Keeps the look of the pages.
pub async fn change_look(State(app): State<Shared>, who: Who, Form(typed): Form<Look>) -> Response {
    match app.clinic.set_theme(&who, Theme::parse(&typed.look)).await {
        Ok(()) => Redirect::to("/account?done=look").into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// Ends every other session.
pub async fn end_others(State(app): State<Shared>, who: Who) -> Response {
    match app.clinic.end_other_sessions(&who).await {
        Ok(secret) => {
            ([(header::SET_COOKIE, session_cookie(&app, &secret))], Redirect::to("/account?done=others")).into_response()
        }
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// Ends every session, this one too.
pub async fn sign_out_everywhere(State(app): State<Shared>, who: Who) -> Response {
    match app.clinic.sign_out_everywhere(&who).await {
        Ok(()) => left(&app, "everywhere"),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}
