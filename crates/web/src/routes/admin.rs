//! The administrator's pages: accounts, practice, knowledge, log; no clinical content.

use super::{ADMIN, Route};
use crate::pages::admin::{access_log, checks, knowledge, people, practice, sealed};

pub(super) fn table() -> Vec<Route> {
    vec![
        Route::get("/admin", ADMIN, people::show),
        Route::post("/admin/people", ADMIN, people::add),
        Route::post("/admin/people/open", ADMIN, people::open_or_close),
        Route::get("/admin/practice", ADMIN, practice::show),
        Route::post("/admin/practice", ADMIN, practice::submit),
        Route::get("/admin/knowledge", ADMIN, knowledge::show),
        Route::get("/admin/log", ADMIN, access_log::show),
        Route::get("/admin/checks", ADMIN, checks::show),
        Route::get("/admin/sealed", ADMIN, sealed::show),
    ]
}
