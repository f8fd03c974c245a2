//! The pages of prescribers, therapists, care managers and complementary practitioners.

use super::{CLINICIANS, Route, TREATING};
use crate::pages::clinician::{merge, note, plan};

pub(super) fn table() -> Vec<Route> {
    vec![
        Route::get("/chart/{chart}/plan", CLINICIANS, plan::show),
        Route::post("/chart/{chart}/plan", CLINICIANS, plan::submit),
        Route::post("/chart/{chart}/plan/merge", CLINICIANS, merge::submit),
        Route::get("/chart/{chart}/note", TREATING, note::show),
        Route::post("/chart/{chart}/note", TREATING, note::submit),
    ]
}
