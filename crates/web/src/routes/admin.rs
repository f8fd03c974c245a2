//! The administrator's pages: accounts, places, log; no clinical content.

use super::{ADMIN, Route};
use crate::pages::admin::{access_log, people};

pub(super) fn table() -> Vec<Route> {
    vec![
        Route::get("/admin", ADMIN, people::show),
        Route::post("/admin/people", ADMIN, people::add),
        Route::post("/admin/people/open", ADMIN, people::open_or_close),
        Route::get("/admin/log", ADMIN, access_log::show),
    ]
}
