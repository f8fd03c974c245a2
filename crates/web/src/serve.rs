//! The server: routes, limits, headers.

use crate::{app::Shared, errors, finish, routes};
use axum::{
    Router,
    extract::{ConnectInfo, DefaultBodyLimit, Request},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use std::{net::SocketAddr, time::Duration};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer, timeout::TimeoutLayer};

/// Where the peer's address travels inside the program. Whatever a client sends under this name is thrown away.
pub const PEER: HeaderName = HeaderName::from_static("x-concord-peer");

/// Larger forms than this are refused; notes are text.
const LARGEST_FORM: usize = 1024 * 1024;

/// What every response says to the browser. No inline script or style anywhere, nothing from elsewhere, no framing,
/// nothing kept in caches.
const HEADERS: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ("x-frame-options", "DENY"),
];

/// The whole program as a service.
pub fn service(app: Shared) -> Router {
    let shared = app.clone();
    routes::router(&app)
        .fallback({
            let app = app.clone();
            move |request: Request| errors::not_found(app.clone(), request)
        })
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(middleware::from_fn(finish::writes))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(30)))
        .layer(CompressionLayer::new())
        .layer(CsrfLayer::new())
        .layer(CatchPanicLayer::custom({
            let app = app.clone();
            move |_: Box<dyn std::any::Any + Send>| errors::bare(&app)
        }))
        .layer(middleware::from_fn({
            let app = app.clone();
            move |request, next| errors::in_words(app.clone(), request, next)
        }))
        .layer(middleware::from_fn(move |request, next| headers(app.secure, request, next)))
        .with_state(shared)
}

async fn headers(secure: bool, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_string());
    request.headers_mut().remove(PEER);
    if let Some(peer) = peer.and_then(|peer| HeaderValue::from_str(&peer).ok()) {
        request.headers_mut().insert(PEER, peer);
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response.into_response()
}
