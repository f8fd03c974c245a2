//! The pages of the front desk: names, times, rooms; no clinical word.

use super::{Audience, DESK, Route};
use crate::pages::front_desk::{access, arrivals, details, person, plan_visit, press, register, team};
use concord_access::Role;

/// Those who give patients their sign-in.
const GIVES_ACCESS: Audience = Audience::Roles(&[Role::FrontDesk, Role::CareManager]);

pub(super) fn table() -> Vec<Route> {
    vec![
        Route::get("/desk", DESK, arrivals::show),
        Route::post("/desk/{chart}/visit/{visit}", DESK, press::submit),
        Route::get("/desk/person/{chart}", DESK, person::show),
        Route::post("/desk/person/{chart}/visit", DESK, plan_visit::submit),
        Route::post("/desk/person/{chart}/team", DESK, team::join),
        Route::post("/desk/person/{chart}/details", DESK, details::submit),
        Route::get("/desk/register", DESK, register::show),
        Route::post("/desk/register", DESK, register::submit),
        Route::get("/access/{chart}", GIVES_ACCESS, access::show),
        Route::post("/access/{chart}", GIVES_ACCESS, access::give),
        Route::post("/access/{chart}/close", GIVES_ACCESS, access::close),
    ]
}
