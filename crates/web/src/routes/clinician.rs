//! The pages of prescribers, therapists, care managers and complementary practitioners.

use super::{CLINICIANS, Route, STAFF, TREATING};
use crate::pages::clinician::{caseload, caseload_csv, find, glass, looked, measures, merge, note, plan, regimen, sessions, today, visits};

pub(super) fn table() -> Vec<Route> {
    vec![
        Route::get("/today", TREATING, today::show),
        Route::get("/caseload", CLINICIANS, caseload::show),
        Route::get("/caseload.csv", CLINICIANS, caseload_csv::show),
        Route::get("/find", STAFF, find::show),
        Route::get("/chart/{chart}/glass", CLINICIANS, glass::show),
        Route::post("/chart/{chart}/glass", CLINICIANS, glass::submit),
        Route::get("/chart/{chart}/regimen", CLINICIANS, regimen::show),
        Route::get("/chart/{chart}/sessions", CLINICIANS, sessions::show),
        Route::get("/chart/{chart}/measures", CLINICIANS, measures::show),
        Route::get("/chart/{chart}/visits", CLINICIANS, visits::show),
        Route::get("/chart/{chart}/looked", CLINICIANS, looked::show),
        Route::get("/chart/{chart}/plan", CLINICIANS, plan::show),
        Route::post("/chart/{chart}/plan", CLINICIANS, plan::submit),
        Route::post("/chart/{chart}/plan/merge", CLINICIANS, merge::submit),
        Route::get("/chart/{chart}/note", TREATING, note::show),
        Route::post("/chart/{chart}/note", TREATING, note::submit),
    ]
}
