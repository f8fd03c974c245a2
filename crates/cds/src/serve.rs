//! The addresses: discovery, the three services, their feedback. No session; other pages of the program are not touched.

use crate::{
    call::{self, Refused},
    card::Card,
    cards::cards,
    discovery::{self, Hook},
    feedback,
    rate::Rate,
};
use axum::{
    Router,
    body::Bytes,
    extract::{ConnectInfo, DefaultBodyLimit, Path, Request, State, rejection::BytesRejection},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::any,
};
use concord_actions::Clinic;
use concord_engines::safety;
use concord_fhir::review::outcome;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};
use tower_http::{catch_panic::CatchPanicLayer, timeout::TimeoutLayer};

/// Larger calls are refused; a year of one person's values is far smaller.
const LARGEST_CALL: usize = 4 * 1024 * 1024;
/// A client waits half a second; whatever takes this long is broken.
const LONGEST: Duration = Duration::from_secs(10);

/// Browser clients of other origins may ask; they never bring cookies along.
const HEADERS: &[(&str, &str)] = &[
    ("access-control-allow-origin", "*"),
    ("access-control-allow-methods", "GET, POST, OPTIONS"),
    ("access-control-allow-headers", "authorization, content-type"),
    ("access-control-expose-headers", "location"),
    ("access-control-max-age", "3600"),
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
];

/// How the service is run.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Who asks has to bring this as a bearer token; absent: anybody may ask.
    pub token: Option<String>,
}

struct Service {
    clinic: Arc<Clinic>,
    /// SHA-256 of the token: comparing hashes tells a guesser nothing about how close they came.
    token: Option<[u8; 32]>,
    rate: Rate,
}

type Shared = Arc<Service>;

/// The service on a practice: a router of its own, to stand beside the pages.
pub fn service(clinic: Arc<Clinic>, settings: &Settings) -> Router {
    let token = settings.token.as_ref().map(|token| Sha256::digest(token.trim()).into());
    let shared = Arc::new(Service { clinic, token, rate: Rate::default() });
    let gate = Arc::clone(&shared);
    Router::new()
        .route("/cds-services", any(discover))
        .route("/cds-services/{id}", any(answer))
        .route("/cds-services/{id}/feedback", any(take_feedback))
        .fallback(nothing_there)
        .layer(DefaultBodyLimit::max(LARGEST_CALL))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            refused(&Refused(StatusCode::INTERNAL_SERVER_ERROR, "The check failed here. Nothing was checked.".to_owned()))
        }))
        .layer(middleware::from_fn(move |request, next| around(Arc::clone(&gate), request, next)))
        .with_state(shared)
}

/// What holds for every address: other origins may ask, not too often, with the token where there is one.
async fn around(service: Shared, request: Request, next: Next) -> Response {
    let mut response = if request.method() == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        match allowed(&service, &request) {
            Ok(()) => next.run(request).await,
            Err(no) => refused(&no),
        }
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

fn allowed(service: &Service, request: &Request) -> Result<(), Refused> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let address = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
    if !service.rate.allows(address, Instant::now()) {
        return Err(Refused(StatusCode::TOO_MANY_REQUESTS, "Too many calls from this address; wait a few seconds.".to_owned()));
    }
    let Some(token) = &service.token else { return Ok(()) };
    let given = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let right = given.is_some_and(|(_, given)| <[u8; 32]>::from(Sha256::digest(given.trim())) == *token);
    if right { Ok(()) } else { Err(Refused(StatusCode::UNAUTHORIZED, "This service asks for its bearer token.".to_owned())) }
}

async fn discover(State(service): State<Shared>, method: Method) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        return refused(&only("GET"));
    }
    said(&discovery::document(service.clinic.knowledge()))
}

async fn answer(
    State(service): State<Shared>,
    Path(id): Path<String>,
    method: Method,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    match review(&service, &id, &method, body) {
        Ok(cards) => {
            count_shown(&service, &cards);
            said(&json!({"cards": cards}))
        }
        Err(no) => refused(&no),
    }
}

fn review(service: &Service, id: &str, method: &Method, body: Result<Bytes, BytesRejection>) -> Result<Vec<Card>, Refused> {
    let hook = hook(id)?;
    let body = posted(method, body)?;
    let knowledge = service.clinic.knowledge();
    let call = call::read(hook, &body, knowledge, service.clinic.today())?;
    if hook.has_orders() && call.asked.drafts.is_empty() && !call.asked.unread_orders {
        // Orders of other kinds are no matter of this service.
        return Ok(Vec::new());
    }
    let review = safety::review(knowledge, &call.asked.regimen, &call.asked.circumstances, None);
    Ok(cards(&call, &review, knowledge))
}

/// Counted beside the answer: a store that is slow must not hold up an order.
fn count_shown(service: &Shared, cards: &[Card]) {
    let rules: Vec<String> = cards.iter().map(|card| card.rule.clone()).collect();
    if rules.is_empty() {
        return;
    }
    let service = Arc::clone(service);
    tokio::spawn(async move {
        if let Err(error) = service.clinic.note_cards_shown(&rules).await {
            tracing::error!(%error, "cards that were shown could not be counted");
        }
    });
}

async fn take_feedback(
    State(service): State<Shared>,
    Path(id): Path<String>,
    method: Method,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    match keep_feedback(&service, &id, &method, body).await {
        Ok(()) => said(&json!({})),
        Err(no) => refused(&no),
    }
}

async fn keep_feedback(service: &Service, id: &str, method: &Method, body: Result<Bytes, BytesRejection>) -> Result<(), Refused> {
    hook(id)?;
    let body = posted(method, body)?;
    let failed = |error: concord_actions::ActionError| {
        tracing::error!(%error, "feedback could not be kept");
        Refused(StatusCode::SERVICE_UNAVAILABLE, "The feedback could not be kept; send it again later.".to_owned())
    };
    let known = service.clinic.card_rules().await.map_err(failed)?;
    let answers = feedback::read(&body, &known, service.clinic.now())?;
    service.clinic.note_card_answers(answers).await.map_err(failed)
}

async fn nothing_there() -> Response {
    refused(&no_such_service())
}

fn hook(id: &str) -> Result<Hook, Refused> {
    Hook::of_service(id).ok_or_else(no_such_service)
}

fn no_such_service() -> Refused {
    Refused(StatusCode::NOT_FOUND, "There is no such service; GET /cds-services says which there are.".to_owned())
}

fn posted(method: &Method, body: Result<Bytes, BytesRejection>) -> Result<Value, Refused> {
    if *method != Method::POST {
        return Err(only("POST"));
    }
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Refused(StatusCode::PAYLOAD_TOO_LARGE, format!("The call is larger than {} MiB.", LARGEST_CALL / 1024 / 1024))
        }
        status => Refused(status, "The call broke off before its end.".to_owned()),
    })?;
    let body: Value = serde_json::from_slice(&body).map_err(|error| {
        Refused(StatusCode::BAD_REQUEST, format!("The body is no JSON: line {}, column {}.", error.line(), error.column()))
    })?;
    if body.is_object() { Ok(body) } else { Err(Refused(StatusCode::BAD_REQUEST, "The body is no JSON object.".to_owned())) }
}

fn only(method: &str) -> Refused {
    Refused(StatusCode::METHOD_NOT_ALLOWED, format!("This address answers {method} only."))
}

fn said(body: &Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

fn refused(Refused(status, sentence): &Refused) -> Response {
    let code = match *status {
        StatusCode::NOT_FOUND => "not-found",
        StatusCode::UNAUTHORIZED => "login",
        StatusCode::TOO_MANY_REQUESTS => "throttled",
        StatusCode::PRECONDITION_FAILED => "required",
        StatusCode::METHOD_NOT_ALLOWED => "not-supported",
        StatusCode::PAYLOAD_TOO_LARGE => "too-long",
        status if status.is_server_error() => "exception",
        _ => "invalid",
    };
    let mut response = (*status, said(&outcome(code, sentence))).into_response();
    if *status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}
