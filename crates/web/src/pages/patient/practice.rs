//! Minutes of own practice: one number, today or yesterday.

use super::{doses, frame};
use crate::{app::Shared, guard::Who};
use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::Entry;
use concord_chart::{Chart, CourseId, Event, practice::Practised};
use maud::{Markup, html};
use serde::Deserialize;

/// What was typed.
#[derive(Deserialize)]
pub struct Typed {
    course: CourseId,
    minutes: u16,
    key: String,
}

/// The little form beside each course on the plan.
pub(super) fn form(app: &Shared, chart: &Chart, course: CourseId) -> Markup {
    let today = app.clinic.today();
    let done: u16 = chart.practice(course).map_or(0, |course| course.practised.iter().filter(|(day, _)| *day == today).map(|(_, minutes)| minutes).sum());
    let field = format!("minutes-{course}");
    html! {
        form.inline-form method="post" action="/my/practice" {
            input type="hidden" name="course" value=(course);
            input type="hidden" name="key" value=(frame::fresh_key(app));
            label for=(field) { "Minutes practised today" @if done > 0 { " (" (done) " so far)" } }
            input id=(field) name="minutes" inputmode="numeric" type="number" min="1" max="600" required;
            button.button.secondary type="submit" { "Keep" }
        }
    }
}

/// Records minutes of practice.
pub async fn submit(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    let event = Event::Practised(Practised { course: typed.course, on: app.clinic.today(), minutes: typed.minutes });
    match doses::record(&app, &who, Entry::new(typed.key, event)).await {
        Ok(()) => Redirect::to("/my?done=practice").into_response(),
        Err(problem) => problem.into_response(),
    }
}
