//! Without a signal: a page that says so and shows the lines to call, and the small program that keeps it on the phone.

use crate::{app::Shared, assets, layout, pages::public::help_now};
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

/// Kept by the service worker. Says nothing about whose phone it is.
pub async fn show(State(app): State<Shared>) -> Markup {
    let body = html! {
        section.help-now {
            header { h1 { "No signal just now" } p.lead { "This page needs a connection. What you typed stays in the page before this one." } }
            p { a href="/my/safety-plan/copy" { "My plan, if I keep a copy on this phone" } }
            h2 { "These work without the internet" }
            (help_now::lines_of_a_copy(&app))
        }
    };
    layout::page(&app, None, "No signal", "", body)
}

/// The service worker. Its address has to stand at the root, so that it may answer for every page; what it keeps is in it.
pub async fn service_worker() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, assets::service_worker()).into_response()
}
