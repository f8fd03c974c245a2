//! My list to print, and as a PDF.

use super::super::{frame, own};
use crate::{app::Shared, errors::Problem, guard::Who, paper};
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

/// The page to print.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(asked): Query<paper::Asked>) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own list of medicines").await?;
    let body = html! {
        (frame::back(super::HERE, "My medicines"))
        (paper::page(&paper::list_of(&app, &open.chart), &asked, "/my/medicines/list.pdf", false))
    };
    Ok(frame::page(&app, &who, "My list", frame::HOME, body))
}

/// The PDF.
pub async fn pdf(State(app): State<Shared>, who: Who, Query(asked): Query<paper::Asked>) -> Response {
    match own::open(&app, &who, "own list of medicines").await {
        Ok(open) => paper::answer(&app, &who, &paper::list_of(&app, &open.chart), &asked, "/my/medicines/list"),
        Err(problem) => problem.into_response(),
    }
}
