//! Record a plan; confirm, move, pause or go on with its steps.

use super::{
    Desk, due,
    page::unit,
    proposal::{Wanted, kind},
    rows::{self, Typed},
};
use crate::{
    app::Shared,
    errors::Problem,
    guard::Who,
    pages::clinician::{forms::Values, frame, regimen},
};
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

/// Why nothing was recorded: fields with their sentences. Without a field it is about the plan itself.
struct NotRecorded(Vec<(String, String)>);

impl From<&'static str> for NotRecorded {
    fn from(sentence: &'static str) -> Self {
        Self(vec![(String::new(), sentence.to_owned())])
    }
}

/// What is recorded, and the word by which the page says so.
type Decided = Result<(Vec<Event>, &'static str), NotRecorded>;

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
                    again(&app, &who, &open, &wanted, &typed, ("a-from-1".to_owned(), refusal.sentence))
                }
                Err(error) => Problem::of(&app, Some(&who), error).into_response(),
            }
        }
        Err(wrong) => again(&app, &who, &open, &wanted, &typed, wrong),
    }
}

/// The page with the table as it was typed, and what has to be put right in it.
fn again(app: &Shared, who: &Who, open: &OpenChart, wanted: &Wanted, typed: &Typed, wrong: (String, String)) -> Response {
    let desk = Desk { wrong: vec![wrong], ..Desk::new(app, who, open) };
    (StatusCode::UNPROCESSABLE_ENTITY, desk.page(who, wanted, Some(typed))).into_response()
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

/// Confirms the next step; the last one stops the medicine. What that day's review interrupts with is gone past only with
/// a reason, which is recorded together with the step, as on the regimen page.
pub async fn confirm(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(pairs): Form<Pairs>) -> Response {
    let sent = Values::new(pairs);
    with_course(&app, &who, chart, &sent, |open, course| {
        let from: Date = sent.get("from").parse().map_err(|_| NOT_PLANNED)?;
        let step = course.planned.iter().find(|step| step.from == from).ok_or(NOT_PLANNED)?;
        let words = sent.get("words").trim().to_owned();
        let (event, said) = if is_last(step) {
            let stopped = Stopped { course: course.id, reason: StopReason::Completed, words };
            (Event::MedicationStopped(stopped), "stopped")
        } else {
            let confirmed = StepConfirmed { course: course.id, from, dosing: step.dosing.clone(), words };
            (Event::StepConfirmed(confirmed), "confirmed")
        };
        let weighed = weighed(&Desk::new(&app, &who, open), course, step, &sent)?;
        Ok((std::iter::once(event).chain(weighed).collect(), said))
    })
    .await
}

/// The step is not there any more: another window, or somebody else.
const NOT_PLANNED: &str = "That step is not planned any more. Look at the plan again.";

/// A reason for every finding that the step is confirmed past.
fn weighed(desk: &Desk<'_>, course: &MedicationCourse, step: &PlannedStep, sent: &Values) -> Result<Vec<Event>, NotRecorded> {
    let review = desk.review_on(course, step);
    let (mut events, mut wrong) = (Vec::new(), Vec::new());
    for finding in review.stopping() {
        match regimen::weighed(finding, &due::weigh_key(course, finding), &review.regimen, sent) {
            Ok(event) => events.push(Event::FindingAcknowledged(event)),
            Err(problem) => wrong.push((problem.field, problem.sentence)),
        }
    }
    if wrong.is_empty() { Ok(events) } else { Err(NotRecorded(wrong)) }
}

/// Moves all remaining steps so that the next is on a day.
pub async fn shift(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(pairs): Form<Pairs>) -> Response {
    let sent = Values::new(pairs);
    with_course(&app, &who, chart, &sent, |_, course| {
        let to: Date = sent.get("from").parse().map_err(|_| "Choose the day of the next step.")?;
        let next = course.planned.iter().map(|step| step.from).min().ok_or("No steps are planned any more.")?;
        if to < app.clinic.today() {
            return Err("The next step lies ahead. Choose a day that has not passed.".into());
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
        Ok((vec![Event::StepsPlanned(planned)], "moved"))
    })
    .await
}

/// Lets the plan wait.
pub async fn pause(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(pairs): Form<Pairs>) -> Response {
    let sent = Values::new(pairs);
    with_course(&app, &who, chart, &sent, |_, course| {
        let words = sent.get("words").trim().to_owned();
        let paused = PlanPaused { course: course.id, until: sent.get("from").parse().ok(), words };
        Ok((vec![Event::PlanPaused(paused)], "paused"))
    })
    .await
}

/// Goes on; the remaining steps move by the days that have passed since the pause, where the next has come meanwhile.
pub async fn resume(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(pairs): Form<Pairs>) -> Response {
    let sent = Values::new(pairs);
    with_course(&app, &who, chart, &sent, |_, course| {
        let pause = course.plan.as_ref().and_then(|plan| plan.paused.as_ref());
        let waited = pause.map_or(0, |pause| days_between(day_of(pause.at, &app.clinic.zone()), app.clinic.today()).max(0));
        let shift_days = u16::try_from(waited).unwrap_or(u16::MAX).min(366);
        Ok((vec![Event::PlanResumed(PlanResumed { course: course.id, shift_days })], "resumed"))
    })
    .await
}

/// What a form sent.
type Pairs = Vec<(String, String)>;

async fn with_course(
    app: &Shared,
    who: &Who,
    chart: ChartId,
    sent: &Values,
    decide: impl FnOnce(&OpenChart, &MedicationCourse) -> Decided,
) -> Response {
    if sent.get("chart") != chart.to_string() {
        return Problem::not_found(app, Some(who)).into_response();
    }
    let open = match frame::read(app, who, chart, "dose steps").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let course = sent.get("course").parse().ok().and_then(|id| open.chart.medication(id));
    let Some(course) = course else { return Problem::not_found(app, Some(who)).into_response() };
    let again = |NotRecorded(wrong): NotRecorded| {
        let field = |field: String| if field.is_empty() { format!("plan-{}", course.id) } else { field };
        let wrong = wrong.into_iter().map(|(name, sentence)| (field(name), sentence)).collect();
        let desk = Desk { sent: sent.clone(), wrong, ..Desk::new(app, who, &open) };
        let wanted = Wanted { course: sent.get("course").to_owned(), ..Wanted::default() };
        (StatusCode::UNPROCESSABLE_ENTITY, desk.page(who, &wanted, None)).into_response()
    };
    let (events, said_word) = match decide(&open, course) {
        Ok(decided) => decided,
        Err(not_recorded) => return again(not_recorded),
    };
    let key = |place: usize| if place == 0 { sent.get("key").to_owned() } else { format!("{}:{place}", sent.get("key")) };
    let entries = events.into_iter().enumerate().map(|(place, event)| Entry::new(key(place), event));
    match app.clinic.record(&who.subject, chart, None, entries.collect()).await {
        Ok(_) => said(chart, sent.get("course"), said_word),
        Err(ActionError::Refused(refusal)) => again(NotRecorded(vec![(String::new(), refusal.sentence)])),
        Err(error) => Problem::of(app, Some(who), error).into_response(),
    }
}

fn said(chart: ChartId, course: &str, words: &str) -> Response {
    Redirect::to(&format!("/chart/{chart}/steps?course={course}&done={words}")).into_response()
}
