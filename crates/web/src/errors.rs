//! Pages for what went wrong: what happened, what was kept, what to do next.

use crate::{app::Shared, layout};
use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use concord_access::Denied;
use concord_actions::{ActionError, SignedIn};
use concord_store::StoreError;
use maud::{Markup, html};

/// A page about something that went wrong.
pub struct Problem {
    status: StatusCode,
    page: Markup,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.page).into_response();
        if self.status == StatusCode::SERVICE_UNAVAILABLE || self.status == StatusCode::TOO_MANY_REQUESTS {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
        }
        response
    }
}

impl Problem {
    /// The page for an action that was not done. Pages with a form show the form again instead, with the words kept.
    pub fn of(app: &Shared, who: Option<&SignedIn>, error: ActionError) -> Self {
        match error {
            ActionError::NotFound => Self::not_found(app, who),
            ActionError::Denied(Denied::NotForRole) => Self::closed(app, who),
            ActionError::Denied(denied @ Denied::NotOnTeam) => {
                Self::page(app, who, StatusCode::FORBIDDEN, "You are not in this person’s team", &denied.to_string())
            }
            ActionError::Refused(refusal) => {
                Self::page(app, who, StatusCode::UNPROCESSABLE_ENTITY, "That could not be recorded", &refusal.sentence)
            }
            ActionError::Conflict { .. } => Self::page(
                app,
                who,
                StatusCode::CONFLICT,
                "Somebody else changed this meanwhile",
                "Nothing of yours was written. Go back, look at what changed, and send it again.",
            ),
            ActionError::Wait { .. } | ActionError::WrongSignIn => {
                Self::page(app, who, StatusCode::TOO_MANY_REQUESTS, "Please wait a moment", &error.to_string())
            }
            ActionError::Store(StoreError::Unavailable(_)) => Self::page(
                app,
                who,
                StatusCode::SERVICE_UNAVAILABLE,
                "The record cannot be reached just now",
                "Nothing was lost that was saved before. Go back: what you wrote is still in the page. Try again in a minute.",
            ),
            ActionError::Store(_) | ActionError::Inside(_) => Self::inside(app, who, &error),
        }
    }

    fn inside(app: &Shared, who: Option<&SignedIn>, error: &ActionError) -> Self {
        let number = app.clinic.fresh().simple().to_string()[24..].to_uppercase();
        tracing::error!(%number, %error, "a request failed inside");
        let words = format!("Something failed on our side. What you wrote is still in the page before this one. If you call us, this number finds it: {number}.");
        Self::page(app, who, StatusCode::INTERNAL_SERVER_ERROR, "We could not show this page", &words)
    }

    /// Too many requests from one address.
    pub fn too_many(app: &Shared) -> Self {
        Self::page(app, None, StatusCode::TOO_MANY_REQUESTS, "Please wait a moment", "Many requests came from your address at once. Try again in ten seconds.")
    }

    /// The page is for somebody else's role.
    pub fn not_for_role(app: &Shared, who: &SignedIn) -> Self {
        Self::closed(app, Some(who))
    }

    fn closed(app: &Shared, who: Option<&SignedIn>) -> Self {
        let words = "This page is not part of your role. If you need it for your work, ask a member of the care team or the practice admin.";
        Self::page(app, who, StatusCode::FORBIDDEN, "This page is not for you", words)
    }

    /// Nothing there, or nothing that this person may know of: the same words for both.
    pub fn not_found(app: &Shared, who: Option<&SignedIn>) -> Self {
        let words = "The address may be mistyped, or the page is not for you.";
        Self::page(app, who, StatusCode::NOT_FOUND, "We could not find this page", words)
    }

    fn page(app: &Shared, who: Option<&SignedIn>, status: StatusCode, title: &str, words: &str) -> Self {
        let body = html! {
            section.problem aria-labelledby="problem" {
                h1 id="problem" { (title) }
                p { (words) }
                p { a.button href="/" { "Back to the start" } }
                p { a href="/help-now" { "Help now" } }
            }
        };
        Self { status, page: layout::page(app, who, title, "", body) }
    }
}

/// The answer for an address that is in no table.
pub async fn not_found(app: Shared, request: Request) -> Response {
    let who = match crate::guard::session_secret(&app, request.headers()) {
        Some(secret) => app.clinic.visitor(&secret, true).await.ok(),
        None => None,
    };
    match who {
        Some(concord_actions::Visitor::SignedIn(who)) => Problem::not_found(&app, Some(&who)).into_response(),
        _ => Problem::not_found(&app, None).into_response(),
    }
}

/// A page that needs nothing: for when making a page is what failed.
pub fn bare(status: StatusCode) -> Response {
    let text = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Concord</title><h1>We could not show this page</h1>\
                <p>Something failed on our side. Go back: what you wrote is still in the page.</p>\
                <p><a href=\"/help-now\">Help now</a></p></html>";
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response()
}
