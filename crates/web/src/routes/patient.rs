//! The pages of the patient. Each is about the own record, which the session names, never the address.

use super::{PATIENT, Route};
use crate::pages::patient::{
    check_in, course, doses, home, homework, looked, medicines, plan, practice, questionnaire, side_effect, visits,
};

pub(super) fn table() -> Vec<Route> {
    let routes = vec![
        Route::get("/my", PATIENT, home::show),
        Route::get("/my/plan", PATIENT, plan::show),
        Route::get("/my/course", PATIENT, course::show),
        Route::post("/my/course", PATIENT, course::note),
        Route::get("/my/visits", PATIENT, visits::show),
        Route::get("/my/looked", PATIENT, looked::show),
        Route::get("/my/check-in", PATIENT, check_in::show),
        Route::post("/my/check-in", PATIENT, check_in::submit),
        Route::post("/my/doses", PATIENT, doses::tick),
        Route::post("/my/doses/undo", PATIENT, doses::undo),
        Route::get("/my/doses/left-out", PATIENT, doses::ask_left_out),
        Route::post("/my/doses/left-out", PATIENT, doses::left_out),
        Route::get("/my/side-effect", PATIENT, side_effect::show),
        Route::post("/my/side-effect", PATIENT, side_effect::submit),
        Route::get("/my/homework/{homework}", PATIENT, homework::show),
        Route::post("/my/homework/{homework}", PATIENT, homework::submit),
        Route::post("/my/practice", PATIENT, practice::submit),
        Route::get("/my/questions/{instrument}", PATIENT, questionnaire::show),
        Route::post("/my/questions/{instrument}", PATIENT, questionnaire::submit),
        Route::post("/my/questions/{instrument}/decline", PATIENT, questionnaire::decline),
        Route::get("/my/medicines", PATIENT, medicines::show),
        Route::get("/my/medicines/ask", PATIENT, medicines::ask::show),
        Route::post("/my/medicines/ask", PATIENT, medicines::ask::submit),
        Route::get("/my/medicines/pause", PATIENT, medicines::pause::show),
        Route::post("/my/medicines/pause", PATIENT, medicines::pause::submit),
        Route::get("/my/medicines/not-taking", PATIENT, medicines::not_taking::show),
        Route::post("/my/medicines/not-taking", PATIENT, medicines::not_taking::submit),
        Route::get("/my/medicines/add", PATIENT, medicines::add::show),
        Route::post("/my/medicines/add", PATIENT, medicines::add::submit),
        Route::get("/my/medicines/supply", PATIENT, medicines::supply::show),
        Route::post("/my/medicines/supply", PATIENT, medicines::supply::submit),
        Route::get("/my/medicines/barrier", PATIENT, medicines::barrier::show),
        Route::post("/my/medicines/barrier", PATIENT, medicines::barrier::submit),
        Route::get("/my/medicines/list", PATIENT, medicines::list::show),
        Route::get("/my/medicines/list.pdf", PATIENT, medicines::list::pdf),
    ];
    // A questionnaire's form is about the instrument; the record is opened only when the answers are sent.
    let opens = |route: &Route| !route.path.starts_with("/my/questions/") || route.path.ends_with("/decline");
    routes.into_iter().map(|route| if opens(&route) { route.on_own_chart() } else { route }).collect()
}
