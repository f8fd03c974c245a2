//! Courses of therapy and their sessions, as the therapist works with them and the team reads them.

use super::{Audience, CLINICIANS, Route};
use crate::pages::clinician::{course, session};
use concord_access::Role;

/// Those who hold sessions.
const THERAPISTS: Audience = Audience::Roles(&[Role::Therapist]);

pub(super) fn table() -> Vec<Route> {
    vec![
        Route::get("/chart/{chart}/session/new", THERAPISTS, session::begin),
        Route::get("/chart/{chart}/session/{session}", CLINICIANS, session::show),
        Route::post("/chart/{chart}/session/{session}", THERAPISTS, session::submit),
        Route::post("/chart/{chart}/session/{session}/addend", CLINICIANS, session::addend),
        Route::get("/chart/{chart}/course/begin", THERAPISTS, course::begin::show),
        Route::get("/chart/{chart}/course/{course}", CLINICIANS, course::show),
        Route::get("/chart/{chart}/course/{course}/work", CLINICIANS, course::work),
        Route::post("/chart/{chart}/course/{course}/line", CLINICIANS, course::lines::submit),
        Route::post("/chart/{chart}/course/{course}/phase", THERAPISTS, course::next_phase),
    ]
}
