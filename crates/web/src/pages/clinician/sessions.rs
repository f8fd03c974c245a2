//! Courses of talking therapy: sessions with attendance, what the therapist shares of them, and homework.

use super::frame::{self, RecordPage};
use crate::{app::Shared, components::empty_state::empty_state, guard::Who};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use concord_access::Role;
use concord_chart::{
    ChartId, When,
    therapy::{Homework, Session, SessionState, TherapyCourse},
};
use maud::{Markup, html};

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>) -> Response {
    let open = match frame::open(&app, &who, chart, "sessions").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let therapist = who.subject.role == Role::Therapist;
    let record = |what: &str| format!("/chart/{chart}/record/{what}");
    let body = html! {
        header.page-head { h2 { "Sessions" } p.lead { "Times, attendance, homework and what the therapist shares. What was said stays in the room." } }
        @if therapist {
            p.row {
                a.button.primary href=(record("session-held")) { "Record a session" }
                a.button.secondary href=(record("session-planned")) { "Plan a session" }
                a.button.secondary href=(record("homework-set")) { "Set homework" }
            }
        }
        @if open.chart.therapies.is_empty() {
            (empty_state("No course of talking therapy yet", "A course says how many sessions are planned and when it is fair to look at what it did.", therapist.then_some((record("therapy-start").as_str(), "Start a course"))))
        }
        @for course in open.chart.therapies.iter().rev() { (of_course(&app, course)) }
    };
    frame::page(&app, &who, &RecordPage { open: &open, tab: "/sessions", title: "Sessions" }, body).into_response()
}

fn of_course(app: &Shared, course: &TherapyCourse) -> Markup {
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let held = course.held().count();
    let mut sessions: Vec<&Session> = course.sessions.iter().collect();
    sessions.sort_by(|a, b| b.at.order(&a.at));
    html! {
        section.card.pad aria-label=(course.what.name) {
            h3 { (course.what.name) span.small.muted { " with " (course.what.therapist_name) ", since " (frame::day(course.started, today, &zone)) } }
            p { (held) @if let Some(planned) = course.what.planned_sessions { " of " (planned) } " sessions attended."
                @if let Some((at, ended)) = &course.ended { " Ended " (frame::day(*at, today, &zone)) ": " (ended.how.words()) "." } }
            @if !course.what.aim.is_empty() { blockquote.quote { "“" (course.what.aim) "”" } }
            div.scroll { table.visits {
                thead { tr { th scope="col" { "When" } th scope="col" { "Session" } th scope="col" { "Shared" } th scope="col" { "Homework set" } } }
                tbody { @for session in &sessions { tr {
                    td { (when(session.at, app)) }
                    td { (state(session)) span.small.muted { " " (session.format.words()) @if let Some(minutes) = session.minutes { ", " (minutes) " min" } } }
                    td { (session.summary) @if !session.interventions.is_empty() { span.small.muted { " " (session.interventions.join(", ")) } } }
                    td { @for task in course.homework.iter().filter(|task| task.what.session == Some(session.id)) { (homework(task)) } }
                } } }
            } }
            (loose_homework(course))
        }
    }
}

fn when(at: When, app: &Shared) -> String {
    frame::moment(at, app.clinic.today(), &app.clinic.zone())
}

fn state(session: &Session) -> &'static str {
    match session.state {
        SessionState::Planned => "planned",
        SessionState::Held => "attended",
        SessionState::NotHeld(why) => why.words(),
    }
}

/// Homework that was set outside a session.
fn loose_homework(course: &TherapyCourse) -> Markup {
    let loose: Vec<_> = course.homework.iter().filter(|task| task.what.session.is_none()).collect();
    html! { @if !loose.is_empty() { h4 { "Homework between sessions" } @for task in loose { (homework(task)) } } }
}

fn homework(task: &Homework) -> Markup {
    html! {
        p.small { (task.what.task) ": "
            @match &task.reported {
                Some((_, reported)) => { b { (reported.done_percent) " % done" } @if !reported.could_not.is_empty() { ", “" (reported.could_not) "”" } },
                None => span.muted { "not reported" },
            }
        }
    }
}
