//! Sign in and out. The same words and the same time whether an account exists or not.

use crate::{
    app::Shared,
    errors::Problem,
    guard::{Who, address_of},
    layout,
    pages::public::home::start_of,
};
use axum::{
    Form,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::ActionError;
use maud::{Markup, html};
use serde::Deserialize;

/// Where to go afterwards, and why one was sent here.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    to: String,
    #[serde(default)]
    reason: String,
}

/// What was typed.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    to: String,
}

/// The form.
pub async fn show(State(app): State<Shared>, Query(asked): Query<Asked>) -> Markup {
    let note = (asked.reason == "waited").then_some("You were signed out because nothing happened for a while. What you typed is kept.");
    form(&app, &asked.to, "", note, None)
}

/// Signs in, or says that the two do not go together.
pub async fn submit(State(app): State<Shared>, headers: HeaderMap, Form(typed): Form<Typed>) -> Response {
    match app.clinic.sign_in(&typed.login, &typed.password, &address_of(&headers)).await {
        Ok((secret, role)) => {
            let secure = if app.secure { "; Secure" } else { "" };
            let cookie = format!("{}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}", app.cookie_name());
            let to = safe_way(&typed.to).unwrap_or(start_of(role));
            ([(header::SET_COOKIE, cookie)], Redirect::to(to)).into_response()
        }
        Err(error @ (ActionError::WrongSignIn | ActionError::Wait { .. })) => {
            let status = if matches!(error, ActionError::Wait { .. }) { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::UNAUTHORIZED };
            (status, form(&app, &typed.to, &typed.login, None, Some(&error.to_string()))).into_response()
        }
        Err(error) => Problem::of(&app, None, error).into_response(),
    }
}

/// Signs out and forgets what the browser kept.
pub async fn sign_out(State(app): State<Shared>, who: Who) -> Response {
    if let Err(error) = app.clinic.sign_out(&who).await {
        return Problem::of(&app, Some(&who), error).into_response();
    }
    let secure = if app.secure { "; Secure" } else { "" };
    let cookie = format!("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}", app.cookie_name());
    let forget = "\"cache\", \"storage\"".to_owned();
    ([(header::SET_COOKIE, cookie), (header::HeaderName::from_static("clear-site-data"), forget)], Redirect::to("/sign-in")).into_response()
}

/// Only ways within the program: one slash, and no second one that a browser reads as another host.
fn safe_way(to: &str) -> Option<&str> {
    let inside = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\') && !to.contains(['\r', '\n']);
    (inside && to != "/" && !to.starts_with("/sign-")).then_some(to)
}

fn form(app: &Shared, to: &str, login: &str, note: Option<&str>, wrong: Option<&str>) -> Markup {
    let body = html! {
        section.sign-in {
            h1 { "Sign in" }
            @if let Some(note) = note { p.note role="status" { (note) } }
            @if let Some(wrong) = wrong {
                div.error-summary role="alert" tabindex="-1" { h2 { "There is a problem" } p { a href="#login" { (wrong) } } }
            }
            form method="post" action="/sign-in" {
                input type="hidden" name="to" value=(to);
                div.field { label for="login" { "Login" } input #login name="login" value=(login) autocomplete="username" autocapitalize="none" required; }
                div.field { label for="password" { "Password" } input #password name="password" type="password" autocomplete="current-password" required; }
                button.button.primary type="submit" { "Sign in" }
            }
            p.help-line { "Need someone now? You do not have to sign in. " a href="/help-now" { "Help now" } }
        }
    };
    layout::page(app, None, "Sign in", "", body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_signing_in_nobody_is_sent_to_another_host() {
        for outside in ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)", "/a\r\nb"] {
            assert_eq!(safe_way(outside), None, "{outside}");
        }
        assert_eq!(safe_way("/caseload"), Some("/caseload"));
    }
}
