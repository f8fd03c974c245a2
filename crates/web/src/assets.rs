//! Stylesheet and script, compiled in and addressed by their content, so that browsers may keep them for ever.

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const STYLE: &str = include_str!("../assets/concord.css");
const MEDICATION_STYLE: &str = include_str!("../assets/medication.css");
const THERAPY_STYLE: &str = include_str!("../assets/therapy.css");
const SCRIPT: &str = include_str!("../assets/concord.js");
const WAITING: &str = include_str!("../assets/waiting.js");
const OFFLINE: &str = include_str!("../assets/offline.js");
const SERVICE_WORKER: &str = include_str!("../assets/service-worker.js");
const ICON: &str = include_str!("../assets/icon.svg");

/// Name, content type and content of every asset.
const ASSETS: &[(&str, &str, &str)] = &[
    ("concord.css", "text/css; charset=utf-8", STYLE),
    ("medication.css", "text/css; charset=utf-8", MEDICATION_STYLE),
    ("therapy.css", "text/css; charset=utf-8", THERAPY_STYLE),
    ("concord.js", "text/javascript; charset=utf-8", SCRIPT),
    ("waiting.js", "text/javascript; charset=utf-8", WAITING),
    ("offline.js", "text/javascript; charset=utf-8", OFFLINE),
    ("icon.svg", "image/svg+xml", ICON),
];

static HASH: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = Sha256::new();
    for (_, _, content) in ASSETS {
        hasher.update(content.as_bytes());
    }
    hex::encode(&hasher.finalize()[..8])
});

/// The address of an asset, e.g. `/assets/0123456789abcdef/concord.css`.
pub fn address(file: &str) -> String {
    format!("/assets/{}/{file}", *HASH)
}

static STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| address("concord.css"));
static MEDICATION_STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| address("medication.css"));
static THERAPY_STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| address("therapy.css"));
static SCRIPT_ADDRESS: LazyLock<String> = LazyLock::new(|| address("concord.js"));
static OFFLINE_ADDRESS: LazyLock<String> = LazyLock::new(|| address("offline.js"));
static SERVICE_WORKER_NOW: LazyLock<String> = LazyLock::new(|| {
    let styles = [style(), medication_style(), therapy_style()].join("\", \"");
    SERVICE_WORKER.replace("VERSION", &HASH).replace("STYLES\"]", &format!("{styles}\"]"))
});
static ICON_ADDRESS: LazyLock<String> = LazyLock::new(|| address("icon.svg"));

/// The address of the stylesheet.
pub fn style() -> &'static str {
    &STYLE_ADDRESS
}

/// The address of the stylesheet for reviews, steps and other things about medicines.
pub fn medication_style() -> &'static str {
    &MEDICATION_STYLE_ADDRESS
}

/// The address of the stylesheet for therapy: sessions, sealed notes, the patient's own work.
pub fn therapy_style() -> &'static str {
    &THERAPY_STYLE_ADDRESS
}

/// The address of the script.
pub fn script() -> &'static str {
    &SCRIPT_ADDRESS
}

/// The address of the script that keeps help on the phone.
pub fn offline_script() -> &'static str {
    &OFFLINE_ADDRESS
}

/// The service worker, with the present addresses of what it keeps.
pub fn service_worker() -> &'static str {
    &SERVICE_WORKER_NOW
}

/// The address of the icon.
pub fn icon() -> &'static str {
    &ICON_ADDRESS
}

/// Serves an asset under its present hash.
pub async fn serve(Path((hash, file)): Path<(String, String)>) -> Response {
    match ASSETS.iter().find(|(name, _, _)| *name == file) {
        Some((_, content_type, content)) if hash == *HASH => {
            let kept = "public, max-age=31536000, immutable";
            ([(header::CONTENT_TYPE, *content_type), (header::CACHE_CONTROL, kept)], *content).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
