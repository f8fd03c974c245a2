//! What anybody may open, signed in or not, and what everybody has who is signed in.

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
        Route::get("/account", Audience::SignedIn, public::account::show),
        Route::post("/account/password", Audience::SignedIn, public::account::change_password),
        Route::post("/account/look", Audience::SignedIn, public::account::change_look),
        Route::post("/account/others", Audience::SignedIn, public::account::end_others),
        Route::post("/account/everywhere", Audience::SignedIn, public::account::sign_out_everywhere),
        Route::get("/kept", Audience::SignedIn, public::kept::show),
        Route::post("/kept", Audience::SignedIn, public::kept::send),
        Route::post("/kept/forget", Audience::SignedIn, public::kept::forget),
    ]
}
