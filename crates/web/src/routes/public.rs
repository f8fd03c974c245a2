//! What anybody may open, signed in or not.

use super::{Audience, Route};
use crate::{assets, pages::public};

pub(super) fn table() -> Vec<Route> {
    vec![
        Route::get("/", Audience::Anybody, public::home::show),
        Route::get("/healthz", Audience::Anybody, public::health::show),
        Route::get("/assets/{hash}/{file}", Audience::Anybody, assets::serve),
        Route::get("/sign-in", Audience::Anybody, public::sign_in::show),
        Route::post("/sign-in", Audience::Anybody, public::sign_in::submit),
        Route::post("/sign-out", Audience::SignedIn, public::sign_in::sign_out),
        Route::get("/help-now", Audience::Anybody, public::help_now::show),
    ]
}
