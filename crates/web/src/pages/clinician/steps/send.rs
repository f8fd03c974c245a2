//! Record a plan; confirm, move, pause or go on with its steps.

use super::{
    Desk, answer, due,
    page::unit,
    proposal::{Wanted, kind},
    rows::{self, Typed},
};
use crate::{app::Shared, errors::Problem, guard::Who, pages::clinician::frame};
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry, OpenChart};
use concord_chart::{
    ChartId, Event,
    medication::{MedicationCourse, PlannedStep, StepsPlanned, StopReason, Stopped},
    steps::{PlanPaused, PlanResumed, StepConfirmed, StepsKind},
    task::{TaskKind, TaskOpened},
};
use concord_engines::{
    days::{day_of, days_between, plus},
    findings::planned_step_due::is_last,
};
use jiff::civil::Date;
use serde::Deserialize;

/// What the small forms send.
#[derive(Deserialize)]
pub struct Sent {
    #[serde(default)]
    chart: String,
    #[serde(default)]
    key: String,
    #[serde(default)]
    course: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    words: String,
}

/// Records a plan as it stands in the table.
pub async fn plan(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let one =
        |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim().to_owned()).unwrap_or_default();
    if one("chart") != chart.to_string() {
        return Problem::not_found(&app, Some(&who)).into_response();
    }
    let open = match frame::read(&app, &who, chart, "dose steps").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let wanted = Wanted {
        course: one("course"),
        kind: one("kind"),
        start: one("start"),
        to: one("to"),
        missed: one("missed"),
        variant: one("variant"),
        ..Wanted::default()
    };
    let typed = Typed::of(&fields);
    match events(&app, &who, &open, &wanted, &typed, &one("basis")) {
        Ok(events) => {
            let entries =
                events.into_iter().enumerate().map(|(place, event)| Entry::new(format!("{}:{place}", one("key")), event));
            match app.clinic.record(&who.subject, chart, None, entries.collect()).await {
                Ok(_) => said(chart, &wanted.course, "planned"),
                Err(ActionError::Refused(refusal)) => {
                    let wrong = [("a-from-1".to_owned(), refusal.sentence)];
                    answer(&app, &who, &open, &wanted, Some(&typed), &wrong, StatusCode::UNPROCESSABLE_ENTITY)
                }
                Err(error) => Problem::of(&app, Some(&who), error).into_response(),
            }
        }
        Err(wrong) => answer(&app, &who, &open, &wanted, Some(&typed), &[wrong], StatusCode::UNPROCESSABLE_ENTITY),
    }
}

/// What a plan is as events: the steps of this course, those of the other or a task to begin it.
fn events(
    app: &Shared,
    who: &Who,
    open: &OpenChart,
    wanted: &Wanted,
    typed: &Typed,
    basis: &str,
) -> Result<Vec<Event>, (String, String)> {
    let desk = Desk::new(app, who, open);
    let ground = desk.ground();
    let course = ground
        .course(wanted)
        .ok_or_else(|| ("course".to_owned(), "That medicine is not taken any more. Choose again.".to_owned()))?;
    let kind = kind(&wanted.kind);
    let steps = rows::steps(&typed.first, "a", &unit(course), desk.today)?;
    if steps.is_empty() {
        return Err(("a-from-1".to_owned(), "Write at least one step with its day and amount.".to_owned()));
    }
    let pairs = matches!(kind, Some(StepsKind::CrossTaper | StepsKind::Switch));
    let to = ground.knowledge.substance_by_name(&wanted.to).filter(|_| pairs);
    let is_other = |known: &&MedicationCourse| {
        known.is_current() && to.is_some() && ground.substance(known).map(|known| &known.id) == to.map(|to| &to.id)
    };
    let other = open.chart.medications.iter().find(is_other);
    let up = rows::steps(&typed.other, "b", "mg", desk.today)?;
    let planned = |course: &MedicationCourse, steps: Vec<PlannedStep>, paired: Option<&MedicationCourse>| {
        Event::StepsPlanned(StepsPlanned {
            course: course.id,
            steps,
            kind,
            basis: basis.to_owned(),
            paired: paired.map(|paired| paired.id),
        })
    };
    let mut events = vec![planned(course, steps, other)];
    match (other, to, up.first().map(|step| step.from)) {
        (Some(other), _, Some(_)) => events.push(planned(other, up, Some(course))),
        (None, Some(to), Some(first)) => {
            let words: Vec<String> = up.iter().map(|step| format!("{} from {}", due::step_words(step), step.from)).collect();
            let owner = who
                .subject
                .staff
                .ok_or_else(|| ("b-from-1".to_owned(), "Somebody of the practice has to own the task to begin it.".to_owned()))?;
            events.push(Event::TaskOpened(TaskOpened {
                what: format!("Begin {}, not before {first}: {}", to.name, words.join(", ")),
                kind: TaskKind::Review,
                item: None,
                course: Some(course.id),
                owner,
                due: Some(first),
                because: due::because(course),
            }));
        }
        _ => {}
    }
    Ok(events)
}

/// Confirms the next step; the last one stops the medicine. Where that day's review interrupts, only with a reason.
pub async fn confirm(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(sent): Form<Sent>) -> Response {
    with_course(&app, &who, chart, &sent, |open, course| {
        let from: Date = sent.from.parse().map_err(|_| "That step is not planned any more. Look at the plan again.")?;
        let step = course
            .planned
            .iter()
            .find(|step| step.from == from)
            .ok_or("That step is not planned any more. Look at the plan again.")?;
        let words = sent.words.trim().to_owned();
        let desk = Desk::new(&app, &who, open);
        if words.is_empty() && desk.review_on(course, step).iter().any(|finding| finding.interruptive) {
            return Err("The review of this step has a finding that asks for a reason. Write why it goes on all the same.");
        }
        if is_last(step) {
            let stopped = Stopped { course: course.id, reason: StopReason::Completed, words };
            return Ok((Event::MedicationStopped(stopped), "stopped"));
        }
        let confirmed = StepConfirmed { course: course.id, from, dosing: step.dosing.clone(), words };
        Ok((Event::StepConfirmed(confirmed), "confirmed"))
    })
    .await
}

/// Moves all remaining steps so that the next is on a day.
pub async fn shift(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(sent): Form<Sent>) -> Response {
    with_course(&app, &who, chart, &sent, |_, course| {
        let to: Date = sent.from.parse().map_err(|_| "Choose the day of the next step.")?;
        let next = course.planned.iter().map(|step| step.from).min().ok_or("No steps are planned any more.")?;
        if to < app.clinic.today() {
            return Err("The next step lies ahead. Choose a day that has not passed.");
        }
        let days = days_between(next, to);
        let move_on = |step: &PlannedStep| PlannedStep { from: plus(step.from, days), ..step.clone() };
        let plan = course.plan.as_ref();
        let planned = StepsPlanned {
            course: course.id,
            steps: course.planned.iter().map(move_on).collect(),
            kind: plan.and_then(|plan| plan.kind),
            basis: plan.map(|plan| plan.basis.clone()).unwrap_or_default(),
            paired: plan.and_then(|plan| plan.paired),
        };
        Ok((Event::StepsPlanned(planned), "moved"))
    })
    .await
}

/// Lets the plan wait.
pub async fn pause(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(sent): Form<Sent>) -> Response {
    with_course(&app, &who, chart, &sent, |_, course| {
        let paused = PlanPaused { course: course.id, until: sent.from.parse().ok(), words: sent.words.trim().to_owned() };
        Ok((Event::PlanPaused(paused), "paused"))
    })
    .await
}

/// Goes on; the remaining steps move by the days that have passed since the pause, where the next has come meanwhile.
pub async fn resume(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(sent): Form<Sent>) -> Response {
    with_course(&app, &who, chart, &sent, |_, course| {
        let since = course.plan.as_ref().and_then(|plan| plan.paused.as_ref()).map(|pause| day_of(pause.at, &app.clinic.zone()));
        let waited = since.map_or(0, |since| days_between(since, app.clinic.today()).max(0));
        let shift_days = u16::try_from(waited).unwrap_or(u16::MAX).min(366);
        Ok((Event::PlanResumed(PlanResumed { course: course.id, shift_days }), "resumed"))
    })
    .await
}

async fn with_course(
    app: &Shared,
    who: &Who,
    chart: ChartId,
    sent: &Sent,
    event: impl FnOnce(&OpenChart, &MedicationCourse) -> Result<(Event, &'static str), &'static str>,
) -> Response {
    if sent.chart != chart.to_string() {
        return Problem::not_found(app, Some(who)).into_response();
    }
    let open = match frame::read(app, who, chart, "dose steps").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let course = sent.course.parse().ok().and_then(|id| open.chart.medication(id));
    let Some(course) = course else { return Problem::not_found(app, Some(who)).into_response() };
    let wanted = Wanted { course: sent.course.clone(), ..Wanted::default() };
    let again = |sentence: &str| {
        let wrong = [(format!("plan-{}", course.id), sentence.to_owned())];
        answer(app, who, &open, &wanted, None, &wrong, StatusCode::UNPROCESSABLE_ENTITY)
    };
    let (event, words) = match event(&open, course) {
        Ok(found) => found,
        Err(sentence) => return again(sentence),
    };
    match app.clinic.record(&who.subject, chart, None, vec![Entry::new(sent.key.clone(), event)]).await {
        Ok(_) => said(chart, &sent.course, words),
        Err(ActionError::Refused(refusal)) => again(&refusal.sentence),
        Err(error) => Problem::of(app, Some(who), error).into_response(),
    }
}

fn said(chart: ChartId, course: &str, words: &str) -> Response {
    Redirect::to(&format!("/chart/{chart}/steps?course={course}&done={words}")).into_response()
}
