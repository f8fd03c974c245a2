//! Couples, families, groups and the consultation team; people who act for a patient; the practice's table of minors.

use super::{ADMIN, Audience, CLINICIANS, PATIENT, Route};
use crate::pages::{
    admin::minors,
    clinician::{
        proxies,
        units::{list, new, page},
    },
    patient::{questionnaire, us},
    proxy::home,
};
use concord_access::Role;

/// Therapists: they open what is joint.
const THERAPISTS: Audience = Audience::Roles(&[Role::Therapist]);
/// People who act for a patient.
const PROXY: Audience = Audience::Roles(&[Role::Proxy]);

pub(super) fn table() -> Vec<Route> {
    vec![
        Route::get("/units", CLINICIANS, list::show),
        Route::get("/units/new", THERAPISTS, new::show),
        Route::post("/units/new", THERAPISTS, new::submit),
        Route::get("/unit/{chart}", CLINICIANS, page::show),
        Route::post("/unit/{chart}", CLINICIANS, page::submit),
        Route::get("/my/us", PATIENT, us::first).on_own_chart(),
        Route::get("/my/us/{unit}", PATIENT, us::show).on_own_chart(),
        Route::post("/my/us/{unit}", PATIENT, us::submit).on_own_chart(),
        Route::get("/chart/{chart}/proxies", CLINICIANS, proxies::show),
        Route::post("/chart/{chart}/proxies", CLINICIANS, proxies::submit),
        Route::get("/for", PROXY, home::show).on_own_chart(),
        Route::get("/for/questions/{instrument}", PROXY, questionnaire::show).on_own_chart(),
        Route::post("/for/questions/{instrument}", PROXY, questionnaire::submit).on_own_chart(),
        Route::post("/for/questions/{instrument}/all", PROXY, questionnaire::all::submit).on_own_chart(),
        Route::post("/for/questions/{instrument}/way", PROXY, questionnaire::all::switch).on_own_chart(),
        Route::get("/admin/minors", ADMIN, minors::show),
        Route::post("/admin/minors", ADMIN, minors::submit),
    ]
}
