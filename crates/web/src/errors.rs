//! Pages for what went wrong: what happened, what was kept, what to do next, and a number to quote where it was us.

use crate::{app::Shared, layout, pages::public::help_now};
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use concord_access::{Denied, Role};
use concord_actions::{ActionError, SignedIn, Visitor};
use concord_chart::ChartId;
use concord_store::StoreError;
use maud::{Markup, html};

/// A page about something that went wrong.
pub struct Problem {
    status: StatusCode,
    page: Box<Markup>,
    title: String,
    words: String,
    number: Option<String>,
    way: Option<(String, &'static str)>,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status, *self.page).into_response();
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
                "Nothing of yours was written, and nothing of theirs was lost. Go back, look at what changed, and send yours again.",
            ),
            ActionError::Wait { .. } | ActionError::WrongSignIn => {
                Self::page(app, who, StatusCode::TOO_MANY_REQUESTS, "Please wait a moment", &error.to_string())
            }
            ActionError::Store(StoreError::Unavailable(reason)) => {
                tracing::warn!(%reason, "the store is away");
                Self::page(app, who, StatusCode::SERVICE_UNAVAILABLE, AWAY, AWAY_WORDS).help_for_patients(app, who)
            }
            ActionError::Store(_) | ActionError::Inside(_) => Self::inside(app, who, &error).help_for_patients(app, who),
        }
    }

    fn inside(app: &Shared, who: Option<&SignedIn>, error: &ActionError) -> Self {
        let number = number(app);
        tracing::error!(%number, %error, "a request failed inside");
        let mut problem = Self::page(app, who, StatusCode::INTERNAL_SERVER_ERROR, BROKEN, BROKEN_WORDS);
        problem.number = Some(number);
        problem.drawn(app, who, None)
    }

    /// Too many requests from one address.
    pub fn too_many(app: &Shared) -> Self {
        let words = "Many requests came from your address at once. Nothing was changed. Try again in ten seconds.";
        Self::page(app, None, StatusCode::TOO_MANY_REQUESTS, "Please wait a moment", words)
    }

    /// The page is for somebody else's role.
    pub fn not_for_role(app: &Shared, who: &SignedIn) -> Self {
        Self::closed(app, Some(who))
    }

    /// A clinician who is not in this person's team: the two ways there are, and that either is seen.
    pub fn not_on_team(app: &Shared, who: &SignedIn, chart: ChartId) -> Self {
        let words = "You can open the record with a reason if the person’s safety needs it now; they will see that you looked, and why. \
                     Otherwise ask somebody of the team.";
        let mut problem = Self::page(app, Some(who), StatusCode::FORBIDDEN, "You are not in this person’s team", words);
        problem.way = Some((format!("/chart/{chart}/glass"), "Open with a reason"));
        problem.drawn(app, Some(who), None)
    }

    fn closed(app: &Shared, who: Option<&SignedIn>) -> Self {
        let words = match who.map(|who| who.subject.role) {
            // The same for a page that never was theirs and for a right that has ended: nothing tells which, or since when.
            Some(Role::Proxy) => return Self::page(app, who, StatusCode::FORBIDDEN, UNAVAILABLE, UNAVAILABLE_WORDS),
            Some(Role::Patient) => "This page is for people who work at the practice. Yours are in the bar below.",
            _ => {
                "This page is not part of your role. If you need it for your work, ask a member of the care team or the practice admin."
            }
        };
        Self::page(app, who, StatusCode::FORBIDDEN, "This page is not for you", words)
    }

    /// Nothing there, or nothing that this person may know of: the same words for both.
    pub fn not_found(app: &Shared, who: Option<&SignedIn>) -> Self {
        let words = "The address may be mistyped, or the page is not for you.";
        Self::page(app, who, StatusCode::NOT_FOUND, "We could not find this page", words)
    }

    fn page(app: &Shared, who: Option<&SignedIn>, status: StatusCode, title: &str, words: &str) -> Self {
        let page = Box::new(Markup::default());
        Self { status, page, title: title.to_owned(), words: words.to_owned(), number: None, way: None }.drawn(app, who, None)
    }

    /// The same page with the lines of help on it, which lie in memory.
    pub fn with_help(self, app: &Shared) -> Self {
        let help = help_now::lines(app);
        self.drawn(app, None, Some(help))
    }

    fn help_for_patients(self, app: &Shared, who: Option<&SignedIn>) -> Self {
        match who {
            Some(who) if who.subject.role == Role::Patient => {
                let help = help_now::lines(app);
                self.drawn(app, Some(who), Some(help))
            }
            _ => self,
        }
    }

    fn drawn(self, app: &Shared, who: Option<&SignedIn>, help: Option<Markup>) -> Self {
        let body = html! {
            section.problem aria-labelledby="problem" {
                h1 id="problem" { (self.title) }
                p { (self.words) }
                @if let Some(number) = &self.number { p.small { "If you call us, this number finds it: " strong { (number) } } }
                @match &help {
                    Some(help) => { h2 { "Need someone now?" } (help) }
                    None => {}
                }
                @if let Some((address, words)) = &self.way { p { a.button href=(address) { (words) } } }
                p { a.button.secondary[self.way.is_some()] href="/" { "Back to the start" } }
                @if help.is_none() { p { a href="/help-now" { "Help now" } } }
            }
        };
        Self { page: Box::new(layout::page(app, who, &self.title, "", body)), ..self }
    }
}

const UNAVAILABLE: &str = "Not available";
const UNAVAILABLE_WORDS: &str = "There is nothing to show here. If you have a question about it, call us.";
const AWAY: &str = "The record cannot be reached just now";
const AWAY_WORDS: &str = "Nothing that was saved before is lost. What you sent just now may not have arrived: go back, and send it again in a minute. Sent twice, it counts once.";
const BROKEN: &str = "We could not show this page";
const BROKEN_WORDS: &str =
    "Something failed on our side. What was saved before is safe. Go back: what you wrote is still in the page before this one.";

/// A short number under which the log has the rest.
fn number(app: &Shared) -> String {
    let id = app.clinic.fresh().simple().to_string();
    let tail = id.get(25..).unwrap_or(&id).to_uppercase();
    let (first, rest) = tail.split_at(3.min(tail.len()));
    format!("{first}-{rest}")
}

/// The answer for an address that is in no table.
pub async fn not_found(app: Shared, request: Request) -> Response {
    let who = match crate::guard::session_secret(&app, request.headers()) {
        Some(secret) => app.clinic.visitor(&secret, true).await.ok(),
        None => None,
    };
    match who {
        Some(Visitor::SignedIn(who)) => Problem::not_found(&app, Some(&who)).into_response(),
        _ => Problem::not_found(&app, None).into_response(),
    }
}

/// Gives a page to every refusal that was made without one: a form that could not be read, another site's form, a method
/// that an address does not know, a body that is too large, an answer that took too long.
pub async fn in_words(app: Shared, request: Request, next: Next) -> Response {
    let (path, method) = (request.uri().path().to_owned(), request.method().clone());
    let response = next.run(request).await;
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    let for_machines = path == "/healthz" || path.starts_with("/assets/");
    if !failed || for_machines || is_page(response.headers()) {
        return response;
    }
    let (title, words) = words_for(status, &method);
    let problem = Problem::page(&app, None, status, title, words);
    let help = path.starts_with("/my") && status.is_server_error();
    let mut page = if help { problem.with_help(&app) } else { problem }.into_response();
    if let Some(allow) = response.headers().get(header::ALLOW) {
        page.headers_mut().insert(header::ALLOW, allow.clone());
    }
    page
}

fn is_page(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}

fn words_for(status: StatusCode, method: &Method) -> (&'static str, &'static str) {
    match status {
        StatusCode::FORBIDDEN => (
            "This form came from another site",
            "It was not taken, and nothing was changed. Open the page here in Concord and send the form from there.",
        ),
        StatusCode::NOT_FOUND => ("We could not find this page", "The address may be mistyped, or the page is not for you."),
        StatusCode::METHOD_NOT_ALLOWED if method == Method::GET => (
            "This address only takes a form",
            "There is nothing to read here. If you were sending a form, go back: what you wrote is still in the page before.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "That was too long",
            "Nothing was recorded. A form holds about a million characters: go back, shorten it, and send it again.",
        ),
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => (AWAY, AWAY_WORDS),
        status if status.is_client_error() => (
            "We could not read that",
            "Something in the address or the form was not as this page expects it. Nothing was changed. Go back, look at it, and send it again.",
        ),
        _ => (BROKEN, BROKEN_WORDS),
    }
}

/// A page that needs nothing: for when making a page is what failed.
pub fn bare(app: &Shared) -> Response {
    let number = number(app);
    tracing::error!(%number, "a page could not be made");
    let text = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Not shown | Concord</title></head><body><main><h1>{BROKEN}</h1><p>{BROKEN_WORDS}</p>\
         <p>If you call us, this number finds it: {number}</p><p><a href=\"/help-now\">Help now</a></p></main></body></html>"
    );
    (StatusCode::INTERNAL_SERVER_ERROR, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response()
}
