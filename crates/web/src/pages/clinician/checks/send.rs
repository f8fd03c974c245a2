//! Order a check, say that it was done, finish a task or hand it over.

use super::{super::frame, checks};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{Entry, OpenChart};
use concord_chart::{
    ChartId, Event, EventId,
    task::{TaskDone, TaskHandedOver, TaskKind, TaskOpened},
};
use concord_engines::{checks_due::DueCheck, days::plus};
use serde::Deserialize;

/// Days until a check that is due is to be done, when it is ordered by one press.
const ORDER_DAYS: i64 = 7;

/// What the small forms send.
#[derive(Deserialize)]
pub struct Sent {
    #[serde(default)]
    chart: String,
    #[serde(default)]
    key: String,
    #[serde(default)]
    item: String,
    #[serde(default)]
    task: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    words: String,
}

/// Opens a task for a check: the one who presses has it, until the day it is due and at least a week from now.
pub async fn order(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(sent): Form<Sent>) -> Response {
    with_check(&app, &who, chart, &sent, "ordered", |check, opened| {
        let today = app.clinic.today();
        let due = check.due_on(today).map_or(today, |day| day.max(plus(today, ORDER_DAYS)));
        let opened = TaskOpened { what: format!("Order: {}", check.name), due: Some(due), ..opened };
        vec![Entry::new(sent.key.clone(), Event::TaskOpened(opened))]
    })
    .await
}

/// Keeps a check without a value, such as a talk or a look, as done today.
pub async fn done(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(sent): Form<Sent>) -> Response {
    with_check(&app, &who, chart, &sent, "done", |check, opened| {
        let open = check.task.unwrap_or_else(|| EventId(app.clinic.fresh()));
        let finish = Entry::new(
            format!("{}:done", sent.key),
            Event::TaskDone(TaskDone { task: open, words: sent.words.trim().to_owned() }),
        );
        if check.task.is_some() {
            return vec![finish];
        }
        let opened = TaskOpened { what: check.name.clone(), kind: TaskKind::Review, due: Some(app.clinic.today()), ..opened };
        vec![Entry::new(sent.key.clone(), Event::TaskOpened(opened)).with_id(open), finish]
    })
    .await
}

/// Records what somebody wants about one check of the page.
async fn with_check(
    app: &Shared,
    who: &Who,
    chart: ChartId,
    sent: &Sent,
    said: &str,
    wanted: impl FnOnce(&DueCheck<'_>, TaskOpened) -> Vec<Entry>,
) -> Response {
    let Some(me) = who.subject.staff.filter(|_| sent.chart == chart.to_string()) else {
        return Problem::not_found(app, Some(who)).into_response();
    };
    let open = match frame::read(app, who, chart, "checks").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let found = checks(app, &open.chart);
    let Some(check) = found.iter().find(|check| check.test == sent.item) else {
        return Problem::not_found(app, Some(who)).into_response();
    };
    let asked = check.asked_by.first();
    let opened = TaskOpened {
        what: String::new(),
        kind: TaskKind::OrderTest,
        item: Some(check.test.clone()),
        course: asked.map(|asked| asked.course),
        owner: me,
        due: None,
        because: asked.map(|asked| asked.because).into_iter().chain(check.last.as_ref().map(|last| last.because)).collect(),
    };
    record(app, who, &open, wanted(check, opened), said).await
}

/// Finishes a task.
pub async fn task_done(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(sent): Form<Sent>) -> Response {
    let words = sent.words.trim().to_owned();
    with_task(&app, &who, chart, &sent, "task", |task| Some(Event::TaskDone(TaskDone { task, words }))).await
}

/// Gives a task to somebody else.
pub async fn hand_over(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(sent): Form<Sent>) -> Response {
    let to = sent.to.parse().ok();
    with_task(&app, &who, chart, &sent, "handed", |task| Some(Event::TaskHandedOver(TaskHandedOver { task, to: to? }))).await
}

async fn with_task(
    app: &Shared,
    who: &Who,
    chart: ChartId,
    sent: &Sent,
    said: &str,
    event: impl FnOnce(EventId) -> Option<Event>,
) -> Response {
    let event = sent.task.parse().ok().filter(|_| sent.chart == chart.to_string()).and_then(event);
    let Some(event) = event else { return Problem::not_found(app, Some(who)).into_response() };
    match frame::read(app, who, chart, "task").await {
        Ok(open) => record(app, who, &open, vec![Entry::new(sent.key.clone(), event)], said).await,
        Err(response) => response,
    }
}

async fn record(app: &Shared, who: &Who, open: &OpenChart, entries: Vec<Entry>, said: &str) -> Response {
    let chart = open.chart.id;
    match app.clinic.record(&who.subject, chart, None, entries).await {
        Ok(_) => Redirect::to(&format!("/chart/{chart}/checks?done={said}")).into_response(),
        Err(error) => Problem::of(app, Some(who), error).into_response(),
    }
}
