//! Requests with headers of one's own: what `Browser` never sends.

use crate::practice::Practice;
use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use concord_web::serve::service;
use tower::ServiceExt;

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The cookie that the answer sets, as it is sent back.
    pub fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap().to_owned()
    }

    pub fn is_page(&self) -> bool {
        self.header("content-type").starts_with("text/html") && self.text.contains("<h1")
    }
}

/// Sends one request; `headers` come as they are.
pub async fn send(practice: &Practice, method: Method, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
    send_from(practice, "198.51.100.7", method, path, headers, body).await
}

/// The same from an address.
pub async fn send_from(
    practice: &Practice,
    from: &str,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "concord.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut request = request.body(body.into()).unwrap();
    request.extensions_mut().insert(ConnectInfo(std::net::SocketAddr::new(from.parse().unwrap(), 1)));
    let answer = service(practice.app.clone()).oneshot(request).await.unwrap();
    let (parts, body) = answer.into_parts();
    let text = String::from_utf8_lossy(&to_bytes(body, 16 * 1024 * 1024).await.unwrap()).into_owned();
    Answer { status: parts.status, headers: parts.headers, text }
}

pub const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
