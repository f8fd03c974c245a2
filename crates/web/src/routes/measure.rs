//! Measures: rhythms, questionnaires all on one page, licensed wording.

use super::{ADMIN, CLINICIANS, PATIENT, Route};
use crate::pages::{
    admin::instruments,
    clinician::schedule_measures,
    patient::{answers, questionnaire},
};

pub(super) fn table() -> Vec<Route> {
    vec![
        Route::get("/chart/{chart}/measures/schedule", CLINICIANS, schedule_measures::show),
        Route::post("/chart/{chart}/measures/schedule", CLINICIANS, schedule_measures::submit),
        Route::post("/chart/{chart}/measures/schedule/end", CLINICIANS, schedule_measures::end),
        // About an instrument; the record is opened only when the answers are sent.
        Route::post("/my/questions/{instrument}/all", PATIENT, questionnaire::all::submit),
        Route::post("/my/questions/{instrument}/way", PATIENT, questionnaire::all::switch),
        Route::get("/my/answers", PATIENT, answers::show).on_own_chart(),
        Route::get("/admin/instruments", ADMIN, instruments::show),
        Route::post("/admin/instruments", ADMIN, instruments::load),
        Route::post("/admin/instruments/remove", ADMIN, instruments::remove),
    ]
}
