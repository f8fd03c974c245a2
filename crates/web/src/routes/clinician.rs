//! The pages of prescribers, therapists, care managers and complementary practitioners.

use super::{CLINICIANS, PRESCRIBERS, Route, STAFF, TREATING};
use crate::pages::clinician::{
    amend, answers, caseload, caseload_csv, chart, entries, find, finding, glass, looked, measures, merge, note, plan, record,
    regimen, retract, sessions, today, visits,
};

pub(super) fn table() -> Vec<Route> {
    vec![
        Route::get("/today", TREATING, today::show),
        Route::get("/caseload", CLINICIANS, caseload::show),
        Route::get("/caseload.csv", CLINICIANS, caseload_csv::show),
        Route::get("/find", STAFF, find::show),
        Route::get("/chart/{chart}/glass", CLINICIANS, glass::show),
        Route::post("/chart/{chart}/glass", CLINICIANS, glass::submit),
        Route::get("/chart/{chart}", TREATING, chart::show),
        Route::post("/chart/{chart}/lanes", TREATING, chart::lanes::submit),
        Route::post("/chart/{chart}/finding/take", CLINICIANS, finding::take),
        Route::get("/chart/{chart}/finding/close", CLINICIANS, finding::ask),
        Route::post("/chart/{chart}/finding/close", CLINICIANS, finding::close),
        Route::get("/chart/{chart}/record", TREATING, record::menu),
        Route::get("/chart/{chart}/record/questionnaire", CLINICIANS, answers::show),
        Route::post("/chart/{chart}/record/questionnaire", CLINICIANS, answers::submit),
        Route::get("/chart/{chart}/record/{what}", TREATING, record::show),
        Route::post("/chart/{chart}/record/{what}", TREATING, record::submit),
        Route::get("/chart/{chart}/entries", TREATING, entries::show),
        Route::get("/chart/{chart}/entries/{entry}/amend", TREATING, amend::show),
        Route::get("/chart/{chart}/entries/{entry}/retract", TREATING, retract::ask),
        Route::post("/chart/{chart}/entries/{entry}/retract", TREATING, retract::submit),
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
        Route::get("/chart/{chart}/regimen/review", CLINICIANS, regimen::review),
        Route::get("/chart/{chart}/regimen/finding", CLINICIANS, regimen::finding::show),
        Route::post("/chart/{chart}/regimen/finding", PRESCRIBERS, regimen::finding::submit),
        Route::post("/chart/{chart}/regimen/task", CLINICIANS, regimen::actions::submit),
        Route::post("/chart/{chart}/regimen/draft", PRESCRIBERS, regimen::draft::submit),
    ]
}
