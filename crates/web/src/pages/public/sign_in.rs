//! Sign in and out. The same words and the same time whether an account exists or not.

use crate::{
    app::Shared,
    components::{error_summary::error_summary, notice},
    errors::Problem,
    guard::{Who, address_of, no_session_cookie, session_cookie, session_secret},
    layout,
    pages::public::home::start_of,
};
use axum::{
    Extension, Form,
    extract::{Query, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, SignedIn, Visitor};
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

/// The form. Somebody who is signed in already goes on to where they wanted.
pub async fn show(State(app): State<Shared>, who: Option<Extension<SignedIn>>, Query(asked): Query<Asked>) -> Response {
    match who {
        Some(who) => Redirect::to(safe_way(&asked.to).unwrap_or(start_of(who.subject.role))).into_response(),
        None => form(&app, &asked.to, "", note(&asked.reason), None).into_response(),
    }
}

/// The only sentences that an address can make the page say.
fn note(reason: &str) -> Option<&'static str> {
    Some(match reason {
        "waited" => "You were signed out because nothing happened for a while. Sign in to go on.",
        "kept" => {
            "You were signed out because nothing happened for a while. What you sent just now is kept: sign in under the same login, and it waits for you."
        }
        "out" => {
            "You are not signed in here any more. What you sent just now was not taken. Sign in, then go back and send it again."
        }
        "everywhere" => "You are signed out on every device.",
        "done" => "You are signed out.",
        _ => return None,
    })
}

/// Signs in, or says that the two do not go together. A session that this browser had before ends.
pub async fn submit(State(app): State<Shared>, headers: HeaderMap, Form(typed): Form<Typed>) -> Response {
    match app.clinic.sign_in(&typed.login, &typed.password, &address_of(&headers)).await {
        Ok((secret, role)) => {
            end_earlier(&app, &headers).await;
            let to = match has_news(&app, &secret).await {
                true => "/sealed-key",
                false => safe_way(&typed.to).unwrap_or(start_of(role)),
            };
            ([(header::SET_COOKIE, session_cookie(&app, &secret))], Redirect::to(to)).into_response()
        }
        Err(error @ (ActionError::WrongSignIn | ActionError::Wait { .. })) => {
            let status =
                if matches!(error, ActionError::Wait { .. }) { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::UNAUTHORIZED };
            (status, form(&app, &typed.to, &typed.login, None, Some(&sentence(&error)))).into_response()
        }
        Err(ActionError::Refused(refusal)) => {
            (StatusCode::FORBIDDEN, form(&app, &typed.to, &typed.login, None, Some(&refusal.sentence))).into_response()
        }
        Err(error) => Problem::of(&app, None, error).into_response(),
    }
}

/// True where an author has to see first what was done with the key of their sealed notes. A store that does not answer
/// keeps nobody out.
async fn has_news(app: &Shared, secret: &str) -> bool {
    match app.clinic.visitor(secret, true).await {
        Ok(Visitor::SignedIn(who)) => app.clinic.has_news_about_key(&who).await.unwrap_or(false),
        _ => false,
    }
}

/// Nobody goes on under a session that somebody else may have put into this browser.
async fn end_earlier(app: &Shared, headers: &HeaderMap) {
    let Some(secret) = session_secret(app, headers) else { return };
    if let Ok(Visitor::SignedIn(who)) = app.clinic.visitor(&secret, true).await
        && let Err(error) = app.clinic.sign_out(&who).await
    {
        tracing::warn!(%error, "an earlier session of this browser did not end");
    }
}

fn sentence(error: &ActionError) -> String {
    match error {
        ActionError::WrongSignIn => "That login and password do not go together. Look at both and try again.".to_owned(),
        other => {
            let words = other.to_string();
            let mut letters = words.chars();
            let upper: String = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
            format!("{upper}.")
        }
    }
}

/// Signs out and forgets what the browser kept.
pub async fn sign_out(State(app): State<Shared>, who: Who) -> Response {
    match app.clinic.sign_out(&who).await {
        Ok(()) => left(&app, "done"),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// The answer to somebody who is signed out now: no cookie, nothing kept in the browser.
pub(super) fn left(app: &Shared, reason: &str) -> Response {
    let forget = (HeaderName::from_static("clear-site-data"), "\"cache\", \"storage\"".to_owned());
    ([(header::SET_COOKIE, no_session_cookie(app)), forget], Redirect::to(&format!("/sign-in?reason={reason}"))).into_response()
}

/// Only ways within the program: one slash, no second one that a browser reads as another host, and none of the
/// characters that a browser leaves out before it reads.
fn safe_way(to: &str) -> Option<&str> {
    let inside =
        to.starts_with('/') && !to.starts_with("//") && !to.contains('\\') && to.chars().all(|letter| letter.is_ascii_graphic());
    let elsewhere = to != "/" && !to.starts_with("/sign-");
    (inside && elsewhere).then_some(to)
}

fn form(app: &Shared, to: &str, login: &str, note: Option<&str>, wrong: Option<&str>) -> Markup {
    let errors: Vec<(String, String)> = wrong.into_iter().map(|sentence| ("#login".to_owned(), sentence.to_owned())).collect();
    let body = html! {
        section.sign-in {
            h1 { "Sign in" }
            @if let Some(note) = note { p.note role="status" { (note) } }
            (error_summary(&errors))
            form.card method="post" action="/sign-in" {
                input type="hidden" name="to" value=(to);
                div.field { label for="login" { "Login" } input #login name="login" value=(login) autocomplete="username" autocapitalize="none" spellcheck="false" required; }
                div.field { label for="password" { "Password" } input #password name="password" type="password" autocomplete="current-password" required; }
                button.button.primary type="submit" { "Sign in" }
            }
            p.small { "No login yet, or cannot get in? The front desk gives you a new first password when they have seen who you are." (numbers(app)) }
            (notice::help_line())
        }
    };
    layout::page(app, None, "Sign in", "", body)
}

fn numbers(app: &Shared) -> Markup {
    let practice = app.clinic.practice();
    html! { @for place in &practice.places { " " (place.name) ": " a.nowrap href=(format!("tel:{}", super::help_now::dialled(&place.phone))) { (place.phone) } "." } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_signing_in_nobody_is_sent_to_another_host() {
        let outside = [
            "//elsewhere.example",
            "https://elsewhere.example",
            "/\\elsewhere.example",
            "javascript:alert(1)",
            "/a\r\nb",
            "/\t/elsewhere.example",
            "/\u{a0}/e",
            "",
            "/sign-out",
        ];
        for way in outside {
            assert_eq!(safe_way(way), None, "{way:?}");
        }
        assert_eq!(safe_way("/my/questions/phq-9?q=3"), Some("/my/questions/phq-9?q=3"));
    }

    #[test]
    fn an_address_makes_the_page_say_only_what_is_known() {
        assert_eq!(note("Your account was stolen, call 555"), None);
        assert!(note("waited").is_some());
    }
}
