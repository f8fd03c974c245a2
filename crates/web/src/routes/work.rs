//! The patient's own work between visits. Each address is about the own record, which the session names.

use super::{PATIENT, Route};
use crate::pages::patient::{
    cycle,
    work::{card, card_week, chain, could_not, doing, facing, lines, minutes, overview, readers, sheet, thought, thoughts},
};

pub(super) fn table() -> Vec<Route> {
    let routes = vec![
        Route::get("/my/work", PATIENT, overview::show),
        Route::get("/my/work/thought", PATIENT, thought::show),
        Route::post("/my/work/thought", PATIENT, thought::submit),
        Route::post("/my/work/thought/begin", PATIENT, thought::begin),
        Route::post("/my/work/thought/drop", PATIENT, thought::drop_it),
        Route::post("/my/work/thought/{work}/change", PATIENT, thought::change),
        Route::get("/my/work/thoughts", PATIENT, thoughts::show),
        Route::get("/my/work/card", PATIENT, card::show),
        Route::post("/my/work/card", PATIENT, card::submit),
        Route::get("/my/work/card/week", PATIENT, card_week::show),
        Route::get("/my/work/doing", PATIENT, doing::show),
        Route::get("/my/work/doing/plan", PATIENT, doing::ask_plan),
        Route::post("/my/work/doing/plan", PATIENT, doing::plan),
        Route::get("/my/work/doing/did", PATIENT, doing::ask_did),
        Route::post("/my/work/doing/did", PATIENT, doing::did),
        Route::get("/my/work/facing", PATIENT, facing::show),
        Route::post("/my/work/facing/start", PATIENT, facing::start),
        Route::post("/my/work/facing/finish", PATIENT, facing::finish),
        Route::post("/my/work/facing/drop", PATIENT, facing::drop_it),
        Route::get("/my/work/facing/kept", PATIENT, facing::kept),
        Route::get("/my/work/minutes", PATIENT, minutes::show),
        Route::post("/my/work/minutes/start", PATIENT, minutes::start),
        Route::post("/my/work/minutes/finish", PATIENT, minutes::finish),
        Route::post("/my/work/minutes/drop", PATIENT, minutes::drop_it),
        Route::post("/my/work/minutes/noticed", PATIENT, minutes::noticed),
        Route::get("/my/work/sheet", PATIENT, sheet::show),
        Route::post("/my/work/sheet", PATIENT, sheet::submit),
        Route::get("/my/work/chain", PATIENT, chain::show),
        Route::post("/my/work/chain", PATIENT, chain::submit),
        Route::get("/my/work/could-not", PATIENT, could_not::show),
        Route::post("/my/work/could-not", PATIENT, could_not::submit),
        Route::post("/my/work/readers", PATIENT, readers::submit),
        Route::post("/my/work/line", PATIENT, lines::submit),
    ];
    let own = routes.into_iter().map(Route::on_own_chart);
    // A setting of the account; the record is not opened for it.
    own.chain([Route::post("/my/check-in/cycle", PATIENT, cycle::submit)]).collect()
}
