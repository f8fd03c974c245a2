//! Parts of a record that go to somebody outside the practice.

use super::{CLINICIANS, Route};
use crate::pages::clinician::release::{list, one};

pub(super) fn table() -> Vec<Route> {
    vec![
        Route::get("/chart/{chart}/release", CLINICIANS, list::show),
        Route::post("/chart/{chart}/release", CLINICIANS, list::submit),
        Route::get("/chart/{chart}/release/{release}", CLINICIANS, one::show),
        Route::post("/chart/{chart}/release/{release}", CLINICIANS, one::submit),
        Route::get("/chart/{chart}/release/{release}/paper.pdf", CLINICIANS, one::pdf),
    ]
}
