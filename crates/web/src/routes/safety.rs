//! Worrying answers and hard times: alerts, safety plan, screening questions, help, who is on call.

use super::{ADMIN, Audience, CLINICIANS, PATIENT, Route};
use crate::pages::{
    admin::on_call,
    clinician::{alerts, safety, screener},
    patient::{help, safety_plan},
    public::offline,
};

pub(super) fn table() -> Vec<Route> {
    vec![
        Route::get("/service-worker.js", Audience::Anybody, offline::service_worker),
        Route::get("/offline", Audience::Anybody, offline::show),
        Route::get("/my/safety-plan", PATIENT, safety_plan::show).on_own_chart(),
        Route::post("/my/safety-plan", PATIENT, safety_plan::submit).on_own_chart(),
        Route::get("/my/safety-plan/change", PATIENT, safety_plan::change).on_own_chart(),
        Route::get("/my/safety-plan/copy", PATIENT, safety_plan::copy).on_own_chart(),
        Route::get("/my/safety-plan.pdf", PATIENT, safety_plan::pdf).on_own_chart(),
        Route::get("/my/help", PATIENT, help::show).on_own_chart(),
        Route::post("/my/help", PATIENT, help::submit).on_own_chart(),
        Route::get("/alerts", CLINICIANS, alerts::list),
        Route::get("/chart/{chart}/alert/{event}", CLINICIANS, alerts::show),
        Route::post("/chart/{chart}/alert/{event}/take", CLINICIANS, alerts::take),
        Route::post("/chart/{chart}/alert/{event}/try", CLINICIANS, alerts::tried),
        Route::post("/chart/{chart}/alert/{event}/assess", CLINICIANS, alerts::assess),
        Route::post("/chart/{chart}/alert/{event}/close", CLINICIANS, alerts::close),
        Route::post("/chart/{chart}/alert/{event}/cosign", CLINICIANS, alerts::cosign),
        Route::get("/chart/{chart}/safety", CLINICIANS, safety::show),
        Route::post("/chart/{chart}/safety", CLINICIANS, safety::submit),
        Route::post("/chart/{chart}/safety/read", CLINICIANS, safety::stands),
        Route::get("/chart/{chart}/safety.pdf", CLINICIANS, safety::pdf),
        Route::get("/chart/{chart}/screener", CLINICIANS, screener::show),
        Route::post("/chart/{chart}/screener", CLINICIANS, screener::submit),
        Route::get("/admin/on-call", ADMIN, on_call::show),
        Route::post("/admin/on-call", ADMIN, on_call::submit),
        Route::post("/admin/on-call/sign", ADMIN, on_call::sign),
    ]
}
