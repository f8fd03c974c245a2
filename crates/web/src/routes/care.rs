//! Complementary courses, and reading: for the patient, for the team, for anybody.

use super::{Audience, CLINICIANS, PATIENT, Route, TREATING};
use crate::pages::{
    clinician::{practices, reading},
    patient::reading as own_reading,
    public::reading as texts,
};

pub(super) fn table() -> Vec<Route> {
    vec![
        Route::get("/reading", Audience::Anybody, texts::list),
        Route::get("/reading/{article}", Audience::Anybody, texts::show),
        Route::get("/my/reading", PATIENT, own_reading::list).on_own_chart(),
        Route::get("/my/reading/{article}", PATIENT, own_reading::show).on_own_chart(),
        Route::post("/my/reading/{article}/read", PATIENT, own_reading::read).on_own_chart(),
        Route::post("/my/reading/{article}/told", PATIENT, own_reading::told).on_own_chart(),
        Route::get("/chart/{chart}/reading", CLINICIANS, reading::show),
        Route::post("/chart/{chart}/reading/offer", TREATING, reading::offer),
        Route::post("/chart/{chart}/reading/rate", CLINICIANS, reading::rate),
        Route::get("/chart/{chart}/practices", TREATING, practices::list),
        Route::get("/chart/{chart}/practices/begin", TREATING, practices::begin::show),
        Route::post("/chart/{chart}/practices/begin", TREATING, practices::begin::submit),
        Route::get("/chart/{chart}/practices/{practice}", TREATING, practices::show),
        Route::get("/chart/{chart}/practices/{practice}/plan", TREATING, practices::change::show),
        Route::post("/chart/{chart}/practices/{practice}/plan", TREATING, practices::change::submit),
        Route::post("/chart/{chart}/practices/{practice}/class", TREATING, practices::classes::submit),
    ]
}
