//! A browser without script: it asks for pages, sends forms, and keeps its cookie.

use crate::practice::Practice;
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use concord_access::Subject;
use concord_web::serve::service;
use std::{
    net::SocketAddr,
    sync::atomic::{AtomicU32, Ordering},
};
use tower::ServiceExt;

/// Every request comes from another address: the limit on requests is tested where it lives.
static ADDRESSES: AtomicU32 = AtomicU32::new(1);

pub struct Browser {
    service: Router,
    cookie: Option<String>,
}

pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Page {
    /// Where it leads on.
    pub fn to(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |to| to.to_str().unwrap())
    }

    /// The value of a hidden field.
    pub fn field(&self, name: &str) -> String {
        let after = self.text.split(&format!("name=\"{name}\" value=\"")).nth(1);
        after.and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("no field {name} on the page")).to_owned()
    }
}

impl Browser {
    pub fn stranger(practice: &Practice) -> Self {
        Self { service: service(practice.app.clone()), cookie: None }
    }

    pub async fn of(practice: &Practice, who: &Subject) -> Self {
        let secret = practice.sign_in(who).await;
        Self { service: service(practice.app.clone()), cookie: Some(format!("concord={secret}")) }
    }

    /// Somebody who signed in at another hour of the practice's clock.
    pub async fn of_at(practice: &Practice, who: &Subject, now: jiff::Timestamp) -> Self {
        let secret = format!("secret-of-{}-at-{now}", who.account);
        let id_hash = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(secret.as_bytes()));
        let session = concord_store::Session { id_hash, account: who.account, created: now, seen: now, state: "{}".to_owned() };
        concord_store::Store::put_session(&*practice.store, session).await.unwrap();
        Self { service: service(practice.app.clone()), cookie: Some(format!("concord={secret}")) }
    }

    /// Signs in at the door, with a password, and keeps the cookie.
    pub async fn sign_in(&mut self, login: &str, password: &str) -> Page {
        let page = self.post("/sign-in", &[("login", login), ("password", password)]).await;
        assert_eq!(page.status, 303, "{login} cannot sign in: {}", page.text);
        let cookie = page.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
        self.cookie = Some(cookie);
        page
    }

    /// A session that somebody put into the database, for an account of theirs to choose.
    pub async fn forged(practice: &Practice, store: &dyn concord_store::Store, who: &Subject) -> Self {
        let now = practice.clinic.now();
        let id_hash = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(b"forged"));
        let session = concord_store::Session { id_hash, account: who.account, created: now, seen: now, state: "{}".to_owned() };
        store.put_session(session).await.unwrap();
        Self { service: service(practice.app.clone()), cookie: Some("concord=forged".to_owned()) }
    }

    /// Makes this browser's session look unused for some minutes.
    pub async fn age_session(&self, store: &dyn concord_store::Store, minutes: i64) {
        let secret = self.cookie.as_deref().and_then(|cookie| cookie.split_once('=')).unwrap().1;
        let id_hash = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(secret.as_bytes()));
        let session = store.session(&id_hash).await.unwrap().unwrap();
        let seen = session.seen - jiff::SignedDuration::from_mins(minutes);
        store.put_session(concord_store::Session { seen, ..session }).await.unwrap();
    }

    /// A whole answer, whatever it is; a form is sent empty.
    pub async fn whole(&self, method: Method, path: &str) -> (StatusCode, Vec<u8>, HeaderMap) {
        let (parts, body) = self.ask(method, path, "").await.into_parts();
        (parts.status, to_bytes(body, 64 * 1024 * 1024).await.unwrap().to_vec(), parts.headers)
    }

    pub async fn get(&self, path: &str) -> Page {
        self.send(Method::GET, path, "").await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body =
            fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect::<Vec<_>>().join("&");
        self.send(Method::POST, path, &body).await
    }

    /// What a page answers, as it came over the wire; for files that are no text.
    pub async fn bytes(&self, path: &str) -> Vec<u8> {
        let answer = self.ask(Method::GET, path, "").await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        to_bytes(answer.into_body(), 64 * 1024 * 1024).await.unwrap().to_vec()
    }

    pub async fn send(&self, method: Method, path: &str, body: &str) -> Page {
        let (parts, body) = self.ask(method, path, body).await.into_parts();
        let text = String::from_utf8_lossy(&to_bytes(body, 64 * 1024 * 1024).await.unwrap()).into_owned();
        Page { status: parts.status, headers: parts.headers, text }
    }

    async fn ask(&self, method: Method, path: &str, body: &str) -> axum::response::Response {
        let number = ADDRESSES.fetch_add(1, Ordering::Relaxed);
        let mut request =
            Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let mut request = request.body(Body::from(body.to_owned())).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((std::net::Ipv4Addr::from(0x0a00_0000 + number), 1))));
        self.service.clone().oneshot(request).await.unwrap()
    }
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
