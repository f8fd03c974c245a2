//! Lines between therapist and patient about a piece of work: under it, in order, with a field for the next one.

use super::{Desk, short};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry};
use concord_chart::{ChartId, CourseId, Event, EventId, work::Commented};
use maud::{Markup, html};
use serde::Deserialize;

/// The lines about one piece of work, and the field.
pub(super) fn about(desk: &Desk<'_>, work: EventId) -> Markup {
    html! {
        // A line about work that is not shared with the reader reaches them without its words.
        @for line in desk.chart().work.comments_on(work).filter(|line| !line.what.text.is_empty()) {
            p.small.line { b { (line.by) } ", " (short(line.at, desk)) ": " (line.what.text) }
        }
        details.small {
            summary { "Write a line to " (desk.given_name()) }
            form.inline-form method="post" action=(format!("{}/line", desk.address())) {
                input type="hidden" name="key" value=(desk.app.clinic.fresh());
                input type="hidden" name="about" value=(work);
                input type="text" name="text" aria-label=(format!("A line to {}", desk.given_name()));
                button.button.secondary type="submit" { "Send it" }
            }
        }
    }
}

/// What is sent.
#[derive(Debug, Deserialize)]
pub struct Line {
    #[serde(default)]
    key: String,
    #[serde(default)]
    about: String,
    #[serde(default)]
    text: String,
}

/// Sends a line.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path((chart, course)): Path<(ChartId, CourseId)>,
    Form(line): Form<Line>,
) -> Response {
    let back = |said: &str| Redirect::to(&format!("/chart/{chart}/course/{course}/work?done={said}")).into_response();
    let Ok(about) = line.about.parse::<EventId>() else {
        return Problem::not_found(&app, Some(&who)).into_response();
    };
    let event = Event::WorkCommented(Commented { about, text: line.text.trim().to_owned() });
    match app.clinic.record(&who.subject, chart, None, vec![Entry::new(line.key, event)]).await {
        Ok(_) => back("line"),
        // An empty line is all that can be refused here; the page says so where it was written.
        Err(ActionError::Refused(_)) => back("empty"),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}
