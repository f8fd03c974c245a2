//! Talking therapy: courses, their sessions with the shared facts, and the homework between them.

use super::{
    frame::{self, RecordPage},
    reading,
    session::{self, Begun},
};
use crate::{
    app::Shared,
    components::{
        bars::{Bar, Counted, bars},
        empty_state::empty_state,
        icon::Icon,
        status_tag::tag,
    },
    errors::Problem,
    guard::Who,
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use concord_access::{Role, View};
use concord_actions::OpenChart;
use concord_chart::{
    Chart, ChartId,
    therapy::{Homework, NotHeld, Session, SessionState, TherapyCourse},
};
use concord_engines::{days::day_words, therapy::late_by};
use concord_knowledge::Knowledge;
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>) -> Response {
    let open = match frame::open(&app, &who, chart, "sessions").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    if matches!(open.view, View::Complementary(_)) {
        return Problem::not_for_role(&app, &who).into_response();
    }
    let begun = match session::begun(&app, &who, &open.chart).await {
        Ok(begun) => begun,
        Err(error) => return Problem::of(&app, Some(&who), error).into_response(),
    };
    let body = body(&app, &who, &open, &begun);
    frame::page(&app, &who, &RecordPage { open: &open, tab: "/sessions", title: "Sessions" }, body).into_response()
}

fn body(app: &Shared, who: &Who, open: &OpenChart, begun: &[Begun]) -> Markup {
    let chart = &open.chart;
    let base = format!("/chart/{}/record", chart.id);
    let therapist = who.subject.role == Role::Therapist;
    let begin = format!("/chart/{}/course/begin", chart.id);
    let (today, zone, knowledge) = (app.clinic.today(), app.clinic.zone(), app.clinic.knowledge());
    let page = Page { chart: chart.id, today, zone, base: &base, therapist, knowledge, all: chart };
    let mut courses: Vec<&TherapyCourse> = chart.therapies.iter().collect();
    courses.sort_by(|a, b| b.is_current().cmp(&a.is_current()).then_with(|| b.started.order(&a.started)));
    html! {
        header.page-head {
            h2 { "Sessions" }
            @if therapist {
                p.row {
                    a.button href=(format!("/chart/{}/session/new", chart.id)) { "Write a session" }
                    a.button.secondary href=(format!("{base}/session-planned")) { "Plan a session" }
                    a.button.secondary href=(format!("{base}/homework-set")) { "Set homework" }
                    a.button.quiet href=(begin) { "Begin a course" }
                }
            }
            p { a.button.quiet href=(format!("/chart/{}/sealed", chart.id)) { "My sealed note" } }
            p.lead { "The shared face: times, kind, attendance, homework and a summary. Everybody on the team can read it, and so can " (frame::given_name(chart)) "." }
        }
        (unfinished(app, &open.chart, begun))
        @if courses.is_empty() {
            section.card { (empty_state("No course of therapy yet", "Sessions stand here with attendance and homework, so that everybody sees how the work goes.", therapist.then_some((&*begin, "Begin a course")))) }
        }
        @for course in courses { (page.course(course)) }
        (reading::card(app, chart, "sessions"))
    }
}

/// Sessions that the reader began without a plan and has not signed. Nobody else has them.
fn unfinished(app: &Shared, chart: &Chart, begun: &[Begun]) -> Markup {
    let course = |one: &Begun| chart.therapy(one.course).map(|course| course.what.name.as_str()).unwrap_or_default();
    let day = |one: &Begun| one.typed.get("day").parse().ok().map(|day| day_words(day, app.clinic.today()));
    html! {
        @if !begun.is_empty() {
            section.card aria-labelledby="unfinished" {
                h3 #unfinished { "Begun, not signed" }
                p.small.muted { "Only you see these." }
                ul.plain { @for one in begun.iter().rev() {
                    li { a href=(one.address(chart.id)) { (course(one)) @if let Some(day) = day(one) { ", " (day) } } @if !one.typed.get("kept_at").is_empty() { span.small.muted { " kept " (one.typed.get("kept_at")) } } }
                } }
            }
        }
    }
}

struct Page<'a> {
    chart: ChartId,
    today: Date,
    zone: TimeZone,
    base: &'a str,
    therapist: bool,
    knowledge: &'a Knowledge,
    all: &'a Chart,
}

impl Page<'_> {
    fn course(&self, course: &TherapyCourse) -> Markup {
        let held = course.held().count();
        let planned = course.planned_sessions().map_or_else(String::new, |planned| format!(" of {planned}"));
        let mut sessions: Vec<&Session> = course.sessions.iter().collect();
        sessions.sort_by(|a, b| b.at.order(&a.at));
        html! {
            section.card.flush {
                div.pad {
                    h2 { a href=(format!("/chart/{}/course/{}", self.chart, course.id)) { (course.what.name) } @if !course.what.therapist_name.is_empty() { " with " (course.what.therapist_name) } }
                    p.small.muted {
                        "Since " (frame::day(course.started, self.today, &self.zone)) ". " (held) (planned) " sessions attended."
                        @match &course.ended {
                            Some((when, ended)) => { " Ended " (frame::day(*when, self.today, &self.zone)) ": " (ended.how.words()) "." },
                            None => {},
                        }
                        @if !course.what.aim.is_empty() { " “" (course.what.aim) "”" }
                    }
                    p.row.small {
                        a href=(format!("/chart/{}/course/{}", self.chart, course.id)) { "What is agreed" }
                        a href=(format!("/chart/{}/course/{}/work", self.chart, course.id)) { "The work" }
                    }
                }
                @if sessions.is_empty() { div.pad { p.small.muted { "No session is planned or held yet." } } } @else {
                    table.visits {
                        caption.vh { "Sessions of " (course.what.name) ", the latest first" }
                        thead { tr { th scope="col" { "When" } th scope="col" { "What became of it" } th scope="col" { "What was worked with" } th scope="col" { "Summary for the team" } } }
                        tbody { @for session in sessions { (self.session(course, session)) } }
                    }
                }
                (self.homework(course))
            }
        }
    }

    fn session(&self, course: &TherapyCourse, session: &Session) -> Markup {
        let shape = session
            .minutes
            .map_or_else(|| session.format.words().to_owned(), |minutes| format!("{minutes} min, {}", session.format.words()));
        html! {
            tr {
                td.tm { b { a href=(self.address(session)) { (frame::moment(session.at, self.today, &self.zone)) } } span { (shape) } }
                td data-label="What became of it" {
                    @match session.state {
                        SessionState::Held => {
                            (tag("good", Some(Icon::Check), "attended"))
                            @if let Some(days) = self.late(session) { span.small { (tag("care", Some(Icon::Clock), &if days == 1 { "written a day late".to_owned() } else { format!("written {days} days late") })) } }
                            @if session.written.is_none() { span.small { @if self.therapist { a href=(self.address(session)) { "not signed yet: write it" } } @else { "not signed yet" } } }
                        },
                        SessionState::NotHeld(NotHeld::DidNotAttend) => (tag("care", Some(Icon::Cross), "did not attend")),
                        SessionState::NotHeld(why) => (tag("", Some(Icon::Level), why.words())),
                        SessionState::Planned => {
                            (tag("line", Some(Icon::Calendar), "planned"))
                            @if self.therapist {
                                span.small { a href=(self.address(session)) { "write it" } " · " a href=(format!("{}/session-not-held?session={}/{}", self.base, course.id, session.id)) { "did not" } }
                            }
                        },
                    }
                }
                td data-label="Worked with" { (self.worked_with(course, session).join(", ")) }
                td { @if session.summary.is_empty() { span.faint { "none written" } } @else { span.prose { (session.summary) } } }
            }
        }
    }

    /// By how many days the shared face was written late.
    fn late(&self, session: &Session) -> Option<i64> {
        let entry = self.all.entry(session.written.as_ref()?.id)?;
        late_by(entry.recorded.occurred(), entry.recorded.recorded_at, &self.zone)
    }

    /// What was worked with, as it was signed last; until it is signed, as it was recorded with the session.
    fn worked_with(&self, course: &TherapyCourse, session: &Session) -> Vec<String> {
        let Some(written) = &session.written else { return session.interventions.clone() };
        let entry = course.what.therapy.as_ref().and_then(|id| self.knowledge.therapy(id));
        let label = |id: &String| entry.and_then(|entry| entry.technique(id)).map_or_else(|| id.clone(), |one| one.label.clone());
        written.what.techniques.iter().map(label).chain(written.what.other_techniques.iter().cloned()).collect()
    }

    /// The page of one session.
    fn address(&self, session: &Session) -> String {
        format!("/chart/{}/session/{}", self.chart, session.id)
    }

    fn homework(&self, course: &TherapyCourse) -> Markup {
        let mut tasks: Vec<&Homework> = course.homework.iter().collect();
        tasks.sort_by(|a, b| b.set.order(&a.set));
        html! {
            div.pad {
                h3 { "Homework" }
                @if tasks.is_empty() {
                    (empty_state("No homework set yet", "One small task makes the next session easier. It stands here with what got done and what got in the way.", self.therapist.then_some((&*format!("{}/homework-set", self.base), "Set homework"))))
                } @else {
                    table {
                        caption.vh { "Homework, the latest first" }
                        thead { tr { th scope="col" { "Task" } th scope="col" { "Set" } th scope="col" { "Done" } th scope="col" { "What got in the way" } } }
                        tbody { @for task in tasks.iter().take(20) { (self.task(course, task)) } }
                    }
                }
            }
        }
    }

    fn task(&self, course: &TherapyCourse, task: &Homework) -> Markup {
        html! {
            tr {
                td { b { (task.what.task) } }
                td.nowrap { (frame::day(task.set, self.today, &self.zone)) }
                td {
                    @match &task.reported {
                        Some((_, report)) => { (bars(&[Bar { counted: Counted::Homework, done: u32::from(report.done_percent), of: 100 }])) span.small { (report.done_percent) " %" } },
                        None => {
                            span.muted { "not reported" }
                            @if self.therapist { span.small { a href=(format!("{}/homework-reported?homework={}/{}", self.base, course.id, task.what.homework)) { "Record it" } } }
                        },
                    }
                }
                td { @if let Some((_, report)) = &task.reported { (report.could_not) } }
            }
        }
    }
}
