//! Asks who is there before a handler runs. Default is deny.

use crate::{app::Shared, errors::Problem, routes::Audience};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{SignedIn, Visitor};

/// What the guard of one route knows.
#[derive(Clone)]
pub struct Gate {
    /// The web side.
    pub app: Shared,
    /// For whom the route is.
    pub audience: Audience,
}

/// Lets the right people through, with who they are as a request extension ([`SignedIn`]).
pub async fn ask(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    let address = address_of(request.headers());
    if !gate.app.rate.allows(&address, 1.0) {
        return Problem::too_many(&gate.app).into_response();
    }
    let background = request.headers().get("x-concord-background").is_some();
    let visitor = match session_secret(&gate.app, request.headers()) {
        None => Ok(Visitor::Stranger),
        Some(secret) => gate.app.clinic.visitor(&secret, background).await,
    };
    match (visitor, gate.audience) {
        (Ok(Visitor::SignedIn(who)), audience) => {
            if let Audience::Roles(roles) = audience
                && !roles.contains(&who.subject.role)
            {
                return Problem::not_for_role(&gate.app, &who).into_response();
            }
            request.extensions_mut().insert(*who);
            next.run(request).await
        }
        (Ok(_) | Err(_), Audience::Anybody) => next.run(request).await,
        (Ok(visitor), _) => to_sign_in(&request, matches!(visitor, Visitor::TimedOut)),
        (Err(error), _) => Problem::of(&gate.app, None, error).into_response(),
    }
}

/// Where a person who is not signed in goes; a page that was asked for is opened afterwards.
fn to_sign_in(request: &Request, timed_out: bool) -> Response {
    let back = if request.method() == axum::http::Method::GET { request.uri().path() } else { "/" };
    let reason = if timed_out { "&reason=waited" } else { "" };
    Redirect::to(&format!("/sign-in?to={back}{reason}")).into_response()
}

/// The secret in the session cookie.
pub fn session_secret(app: &Shared, headers: &HeaderMap) -> Option<String> {
    let name = app.cookie_name();
    headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|line| line.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then(|| value.to_owned())
    })
}

/// The address that a request came from, as the server saw it. A forwarded-for header is not believed: anybody can
/// write one. Behind a proxy all requests share one address, and the limit by login does the work.
pub fn address_of(headers: &HeaderMap) -> String {
    headers.get(crate::serve::PEER).and_then(|value| value.to_str().ok()).unwrap_or("unknown").to_owned()
}

/// Who is signed in, for handlers of guarded routes: `Extension<SignedIn>`.
pub type Who = axum::Extension<SignedIn>;
