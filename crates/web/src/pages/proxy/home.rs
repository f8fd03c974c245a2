//! Home of somebody who acts for a patient: one page with what their right names.

use crate::{
    app::Shared,
    components::notice,
    errors::Problem,
    guard::Who,
    layout,
    pages::{patient::questionnaire::is_for_proxies, plan_form, public::help_now},
};
use axum::extract::{Query, State};
use concord_access::{Purpose, View};
use concord_actions::ActionError;
use concord_chart::{Chart, InstrumentId, goal::GoalState, plan::PlanPart, proxy::ProxyMay};
use concord_engines::due::DueState;
use concord_knowledge::article::Audience;
use jiff::ToSpan;
use maud::{Markup, html};
use serde::Deserialize;

/// A word about what was just done.
#[derive(Default, Deserialize)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// The page.
///
/// # Errors
/// A page that says what went wrong; the same one for a right that ended and for one that never was.
pub async fn show(State(app): State<Shared>, who: Who, Query(said): Query<Said>) -> Result<Markup, Problem> {
    let problem = |error| Problem::of(&app, Some(&who), error);
    let chart = who.subject.chart.ok_or_else(|| problem(ActionError::NotFound))?;
    let open = app.clinic.open_chart(&who.subject, chart, Purpose("home of somebody who acts for the patient")).await;
    let open = open.map_err(problem)?;
    let View::Proxy(may) = &open.view else { return Err(problem(ActionError::NotFound)) };
    let given = open.chart.registration.person.as_ref().map(|person| person.given_name.clone()).unwrap_or_default();
    let asked = if may.contains(&ProxyMay::AnswerAsProxy) {
        app.clinic.questions_for_proxy(&who.subject).await.map_err(problem)?
    } else {
        Vec::new()
    };
    let body = html! {
        @if said.done == "questions-kept" { (notice::done("Kept. The questions wait for you here.")) }
        header.page-head { div { h1 { "For " (given) } p.lead { "What you may see and do for " (given) ". For anything else, ask " (given) " or call us." } } }
        div.columns { @for right in ProxyMay::ALL.iter().filter(|right| may.contains(right)) { (part(&app, &open.chart, *right, &asked)) } }
        section.card { h2 { "Need someone now?" } (help_now::lines(&app)) }
    };
    Ok(layout::page(&app, Some(&who), "Home", "/for", body))
}

fn part(app: &Shared, chart: &Chart, right: ProxyMay, asked: &[(InstrumentId, DueState)]) -> Markup {
    match right {
        ProxyMay::Visits => visits(app, chart),
        ProxyMay::Medicines => medicines(chart),
        ProxyMay::Plan => plan(chart),
        ProxyMay::SafetyPlan => safety_plan(app, chart),
        ProxyMay::AnswerAsProxy => questions(app, asked),
        ProxyMay::Education => reading(app),
    }
}

/// Days, times and places; not with whom, for that would say what for.
fn visits(app: &Shared, chart: &Chart) -> Markup {
    let (zone, practice) = (app.clinic.zone(), app.clinic.practice());
    let from = app.clinic.now().checked_sub(1.hour()).unwrap_or(app.clinic.now());
    let waiting = chart.visits.iter().filter(|visit| visit.outcome.is_none()).filter_map(|visit| visit.planned.as_ref());
    let mut coming: Vec<_> = waiting.filter(|planned| planned.at >= from).collect();
    coming.sort_by_key(|planned| planned.at);
    html! {
        section.card { h2 { "Visits" }
            @if coming.is_empty() { p.muted { "No visit is planned." } }
            ul.plain { @for planned in &coming { li {
                b { (planned.at.to_zoned(zone.clone()).strftime("%A %-d %B, %-I:%M %P")) }
                @if let Some(place) = &planned.place { ", " (practice.place_name(place)) }
            } } }
        }
    }
}

fn medicines(chart: &Chart) -> Markup {
    let taken: Vec<_> = chart.medications.iter().filter(|course| course.is_current()).collect();
    html! {
        section.card { h2 { "Medicines" }
            @if taken.is_empty() { p.muted { "None on the list." } }
            ul.plain { @for course in &taken { li { b { (course.what.name) } " " (course.dosing().map(|dosing| dosing.words()).unwrap_or_default()) } } }
            p.small { "Allergies: " (chart.allergies.words()) }
        }
    }
}

fn plan(chart: &Chart) -> Markup {
    html! {
        section.card { h2 { "Plan and goals" }
            @if chart.plan.parts.is_empty() && chart.goals.is_empty() { p.muted { "Nothing is written yet." } }
            @for part in PlanPart::ALL.iter().filter(|part| !chart.plan.text(**part).is_empty()) { h3 { (part.words()) } p.prose { (chart.plan.text(*part)) } }
            @if !chart.goals.is_empty() { h3 { "Goals" } ul.plain { @for goal in chart.goals.iter().filter(|goal| matches!(goal.state, GoalState::Active | GoalState::Improving)) { li { (goal.what.words) } } } }
        }
    }
}

fn safety_plan(app: &Shared, chart: &Chart) -> Markup {
    html! {
        section.card { h2 { "Plan for hard times" }
            @match chart.safety_plans.last() {
                Some(version) => { p.small.muted { (plan_form::last_read(app, version)) } (plan_form::read(&version.what)) }
                None => p.muted { "Not written yet." },
            }
        }
    }
}

/// What the team asks of whoever acts for the patient: due now, or when it comes round.
fn questions(app: &Shared, asked: &[(InstrumentId, DueState)]) -> Markup {
    let known =
        asked.iter().filter_map(|(id, state)| Some((app.clinic.instrument(id).filter(|known| is_for_proxies(known))?, state)));
    let known: Vec<_> = known.collect();
    let now: Vec<_> = known.iter().filter(|(_, state)| matches!(state, DueState::Due | DueState::Overdue(..))).collect();
    let next = known.iter().filter_map(|(_, state)| match state {
        DueState::Next(day) => Some(*day),
        _ => None,
    });
    html! {
        section.card { h2 { "Questions for you" }
            @if now.is_empty() {
                p.muted { "Nothing to answer now." @if let Some(day) = next.min() { " Next on " (day.strftime("%-d %B")) "." } }
            }
            ul.plain { @for (instrument, _) in &now { li {
                a href=(format!("/for/questions/{}", instrument.id)) { (instrument.patient_name) }
                p.small.muted { (instrument.patient_about) " The team reads your answers." }
            } } }
        }
    }
}

/// Written for families, whoever the patient is: a list made for one person would tell about that person.
fn reading(app: &Shared) -> Markup {
    let know = app.clinic.knowledge();
    let articles: Vec<_> =
        know.articles().filter(|article| article.audience != Audience::Patient && article.language == "en").collect();
    html! {
        section.card { h2 { "Things to read" }
            ul.plain { @for article in &articles { li { a href=(format!("/reading/{}", article.id)) { (article.title) } } } }
        }
    }
}
