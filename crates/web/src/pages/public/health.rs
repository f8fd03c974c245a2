//! Says that the program is up and its store answers.

use crate::app::Shared;
use axum::{extract::State, http::StatusCode};
use std::time::Duration;

/// A store that needs longer is one that is away.
const PATIENCE: Duration = Duration::from_secs(2);

/// `200 ok` when the store answers, `503` with a sentence when it does not.
pub async fn show(State(app): State<Shared>) -> (StatusCode, &'static str) {
    match tokio::time::timeout(PATIENCE, app.clinic.store().setting("practice")).await {
        Ok(Ok(_)) => (StatusCode::OK, "ok\n"),
        Ok(Err(_)) | Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n"),
    }
}
