//! Asks who is there before a handler runs. Default is deny.

use crate::{app::Shared, errors::Problem, pages::public::kept, routes::Audience};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, SignedIn, Visitor};
use concord_chart::AccountId;
use concord_store::StoreError;
use std::time::Duration;

/// How long somebody waits to be known on a page that is for them alone.
const PATIENCE: Duration = Duration::from_secs(5);
/// The same on a page that anybody may open: then the page opens as for a stranger.
const PATIENCE_OF_STRANGERS: Duration = Duration::from_millis(700);
/// Tokens that a request costs; trying passwords costs more.
const COST: f64 = 1.0;
const COST_OF_SIGNING_IN: f64 = 4.0;

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
    let path = request.uri().path().to_owned();
    if !has_tokens(&gate.app, &path, &request) {
        return Problem::too_many(&gate.app).into_response();
    }
    match (visitor(&gate, request.headers()).await, gate.audience) {
        (Ok(Visitor::SignedIn(who)), audience) => {
            if let Some(refusal) = refusal(&gate.app, &who, audience, &path) {
                return refusal;
            }
            request.extensions_mut().insert(*who);
            next.run(request).await
        }
        (Ok(_) | Err(_), Audience::Anybody) => next.run(request).await,
        (Ok(Visitor::TimedOut(account)), _) => after_waiting(&gate.app, account, request).await,
        (Ok(Visitor::Stranger), _) => to_sign_in(&request),
        (Err(error), _) => {
            let problem = Problem::of(&gate.app, None, error);
            // Nobody knows who this is, but the address is a patient's: help stands on the page, from memory.
            if path.starts_with("/my") { problem.with_help(&gate.app).into_response() } else { problem.into_response() }
        }
    }
}

/// Help is never rationed: it comes from memory and costs nothing.
fn has_tokens(app: &Shared, path: &str, request: &Request) -> bool {
    let cost = if path == "/sign-in" && request.method() == Method::POST { COST_OF_SIGNING_IN } else { COST };
    path == "/help-now" || app.rate.allows(&address_of(request.headers()), cost)
}

/// Who sends this request; a database that does not answer in time is one that is away.
async fn visitor(gate: &Gate, headers: &HeaderMap) -> Result<Visitor, ActionError> {
    let Some(secret) = session_secret(&gate.app, headers) else { return Ok(Visitor::Stranger) };
    let background = headers.contains_key("x-concord-background");
    let patience = if gate.audience == Audience::Anybody { PATIENCE_OF_STRANGERS } else { PATIENCE };
    let asked = gate.app.clinic.visitor(&secret, background);
    let late = || ActionError::Store(StoreError::Unavailable("it did not answer in time".to_owned()));
    tokio::time::timeout(patience, asked).await.unwrap_or_else(|_| Err(late()))
}

/// Why somebody who is signed in does not get this page.
fn refusal(app: &Shared, who: &SignedIn, audience: Audience, path: &str) -> Option<Response> {
    if let Audience::Roles(roles) = audience
        && !roles.contains(&who.subject.role)
    {
        return Some(Problem::not_for_role(app, who).into_response());
    }
    // A password that somebody else has seen is changed before anything is read with it.
    let first = who.has_first_password() && audience != Audience::Anybody && !path.starts_with("/account") && path != "/sign-out";
    first.then(|| Redirect::to("/account?first=yes").into_response())
}

/// Somebody who waited too long. What they were sending is kept for their next sign-in, never for anybody else's.
async fn after_waiting(app: &Shared, account: AccountId, request: Request) -> Response {
    if request.method() == Method::GET {
        return Redirect::to(&format!("/sign-in?reason=waited&to={}", encoded(&way(&request)))).into_response();
    }
    match kept::keep(app, account, request).await {
        Some(way) => Redirect::to(&format!("/sign-in?reason=kept&to={}", encoded(&way))).into_response(),
        None => Redirect::to("/sign-in?reason=waited").into_response(),
    }
}

/// Where a person who is not signed in goes; a page that was asked for is opened afterwards.
fn to_sign_in(request: &Request) -> Response {
    match *request.method() {
        Method::GET => Redirect::to(&format!("/sign-in?to={}", encoded(&way(request)))).into_response(),
        _ => Redirect::to("/sign-in?reason=out").into_response(),
    }
}

fn way(request: &Request) -> String {
    request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string)
}

/// For the value of a query parameter.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The secret in the session cookie.
pub fn session_secret(app: &Shared, headers: &HeaderMap) -> Option<String> {
    let name = app.cookie_name();
    headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|line| line.split(';')).find_map(
        |pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then(|| value.to_owned())
        },
    )
}

/// The `Set-Cookie` line for a session: for this host alone, out of reach of scripts, not sent from other sites.
pub fn session_cookie(app: &Shared, secret: &str) -> String {
    let secure = if app.secure { "; Secure" } else { "" };
    format!("{}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}", app.cookie_name())
}

/// The line that takes the cookie away.
pub fn no_session_cookie(app: &Shared) -> String {
    format!("{}; Max-Age=0", session_cookie(app, ""))
}

/// The address that a request came from, as the server saw it. A forwarded-for header is not believed: anybody can
/// write one. Behind a proxy all requests share one address, and the limit by login does the work.
pub fn address_of(headers: &HeaderMap) -> String {
    headers.get(crate::serve::PEER).and_then(|value| value.to_str().ok()).unwrap_or("unknown").to_owned()
}

/// Who is signed in, for handlers of guarded routes: `Extension<SignedIn>`.
pub type Who = axum::Extension<SignedIn>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_back_is_one_parameter_whatever_is_in_it() {
        assert_eq!(encoded("/my/questions/phq-9?q=3&x=/a"), "/my/questions/phq-9%3Fq%3D3%26x%3D/a");
        assert_eq!(encoded("/a b\r\nc"), "/a%20b%0D%0Ac");
    }
}
