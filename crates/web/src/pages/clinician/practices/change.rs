//! Change what is agreed about a course, or weigh what was found meanwhile.

use super::{
    Seen, desk_of,
    form::{self, Asked},
};
use crate::{
    app::Shared,
    errors::Problem,
    guard::Who,
    pages::clinician::{
        forms::{Problem as Wrong, Reading, Values, show_problems},
        record::Desk,
    },
};
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::ActionError;
use concord_chart::{ChartId, practice::PracticeCourse};
use maud::{Markup, html};

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path((chart, practice)): Path<(ChartId, String)>) -> Response {
    let (desk, course) = match desk_of(&app, &who, chart, &practice, true).await {
        Ok(opened) => opened,
        Err(response) => return response,
    };
    let seen = Seen::of(&app, &who, &desk.open);
    let values = form::present(&course, seen.entry(&course));
    page(&seen, &desk, &course, &values, &[]).into_response()
}

fn page(seen: &Seen<'_>, desk: &Desk, course: &PracticeCourse, values: &Values, problems: &[Wrong]) -> Markup {
    let action = format!("/practices/{}/plan", course.id);
    let asked = Asked { entry: seen.entry(course), course: Some(course), action, button: "Keep what is agreed" };
    let fields = desk.about(|about| form::fields(&asked, about));
    let body = html! {
        header.page-head { h2 { (course.what.name) ": what is agreed" } }
        (show_problems(problems))
        (form::body(seen, &asked, &fields, values, problems))
    };
    seen.page(&course.what.name, body)
}

/// Keeps what is agreed now.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path((chart, practice)): Path<(ChartId, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let values = Values::new(pairs);
    let (desk, course) = match desk_of(&app, &who, chart, &practice, false).await {
        Ok(opened) => opened,
        Err(response) => return response,
    };
    if values.get("chart") != chart.to_string() {
        return Problem::not_found(&app, Some(&who)).into_response();
    }
    let seen = Seen::of(&app, &who, &desk.open);
    let mut reading = Reading::new(&values, &seen.zone);
    let plan = form::read(&mut reading, &seen, seen.entry(&course), course.id);
    let problems = reading.into_problems();
    let again =
        |problems: &[Wrong]| (StatusCode::UNPROCESSABLE_ENTITY, page(&seen, &desk, &course, &values, problems)).into_response();
    let Some(plan) = plan else { return again(&problems) };
    match app.clinic.agree_practice(&who.subject, chart, values.get("key"), None, plan).await {
        Ok(_) => Redirect::to(&format!("/chart/{chart}/practices/{}?done=planned", course.id)).into_response(),
        Err(ActionError::Refused(refusal)) => again(&[Wrong { field: "classes".to_owned(), sentence: refusal.sentence }]),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}
