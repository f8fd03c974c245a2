//! Minutes of own practice: one number, for today.

use super::{doses, frame};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::Entry;
use concord_chart::{Chart, CourseId, Event, Refusal, practice::Practised};
use concord_engines::days::plus;
use maud::{Markup, html};
use serde::Deserialize;

/// What was typed.
#[derive(Deserialize)]
pub struct Typed {
    course: CourseId,
    #[serde(default)]
    minutes: String,
    key: String,
}

/// The little form beside each course on the plan, with the last seven days.
pub(super) fn form(app: &Shared, chart: &Chart, course: CourseId) -> Markup {
    let today = app.clinic.today();
    let Some(known) = chart.practice(course).filter(|course| course.is_current()) else { return html! {} };
    let minutes_since = |from| {
        known
            .practised
            .iter()
            .filter(|(day, _)| *day >= from && *day <= today)
            .map(|(_, minutes)| u32::from(*minutes))
            .sum::<u32>()
    };
    let (done_today, done_week) = (minutes_since(today), minutes_since(plus(today, -6)));
    let field = format!("minutes-{course}");
    html! {
        p.small { "Last seven days: " b { (done_week) " minutes" } @if let Some(aim) = known.home_minutes_week() { ", aim " (aim) } "." }
        form.inline-form method="post" action="/my/practice" data-once {
            input type="hidden" name="course" value=(course);
            input type="hidden" name="key" value=(frame::fresh_key(app));
            div.field {
                label for=(field) { "Minutes practised today" @if done_today > 0 { " (" (done_today) " so far)" } }
                input id=(field) name="minutes" inputmode="numeric" type="number" min="1" max="600" required;
            }
            button.button.secondary type="submit" { "Keep the minutes" }
        }
    }
}

/// Records minutes of practice.
pub async fn submit(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    let Ok(minutes) = typed.minutes.trim().parse::<u16>() else {
        let refusal = Refusal::new("Write the minutes as a number, for example 10. Go back and try again.");
        return Problem::of(&app, Some(&who), refusal.into()).into_response();
    };
    let event = Event::Practised(Practised { course: typed.course, on: app.clinic.today(), minutes });
    match doses::record(&app, &who, Entry::new(typed.key, event)).await {
        Ok(()) => Redirect::to("/my/plan?done=practice").into_response(),
        Err(problem) => problem.into_response(),
    }
}
