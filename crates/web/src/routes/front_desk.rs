//! The pages of the front desk: names, times, rooms; no clinical word.

use super::{DESK, Route};
use crate::pages::front_desk::{arrivals, person, register};

pub(super) fn table() -> Vec<Route> {
    vec![
        Route::get("/desk", DESK, arrivals::show),
        Route::post("/desk/{chart}/visit/{visit}", DESK, arrivals::press),
        Route::get("/desk/person/{chart}", DESK, person::show),
        Route::post("/desk/person/{chart}/visit", DESK, person::plan),
        Route::post("/desk/person/{chart}/details", DESK, person::change),
        Route::get("/desk/register", DESK, register::show),
        Route::post("/desk/register", DESK, register::submit),
    ]
}
