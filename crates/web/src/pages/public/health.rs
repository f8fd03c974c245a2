//! Says that the program is up and its store answers.

use crate::app::Shared;
use axum::{extract::State, http::StatusCode};

/// `200 ok` when the store answers, `503` with a sentence when it does not.
pub async fn show(State(app): State<Shared>) -> (StatusCode, &'static str) {
    match app.clinic.store().setting("practice").await {
        Ok(_) => (StatusCode::OK, "ok\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n"),
    }
}
