//! The patient's own safety plan: to read, to change, to print, to keep on this phone.

use super::{frame, own, safety_words as words};
use crate::{
    app::Shared,
    components::{empty_state::empty_state, error_summary::error_summary, notice},
    errors::Problem,
    guard::Who,
    pages::{plan_form, public::help_now},
};
use axum::{
    Form,
    extract::{Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry};
use concord_chart::{Event, safety_plan::PlanWritten};
use concord_papers::{Paper, PaperError, plan_pdf};
use maud::{Markup, html};
use serde::Deserialize;

/// What was just done, and what is asked for.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    done: String,
    #[serde(default)]
    paper: String,
}

/// The plan to read.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(asked): Query<Asked>) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own safety plan").await?;
    let body = match open.chart.safety_plans.last() {
        None => html! {
            header.page-head { h1 { (words::TITLE) } }
            (empty_state(words::NO_PLAN.0, words::NO_PLAN.1, Some(("/my/safety-plan/change", "Write my plan"))))
            (help_now::lines(&app))
        },
        Some(version) => html! {
            header.page-head { h1 { (words::TITLE) } p.lead { (plan_form::last_read(&app, version)) } }
            @match asked.done.as_str() { "kept" => (notice::done("Kept. Older versions stay readable for you and your team.")), "letters" => (notice::note(html! { "The PDF cannot write all letters. Print this page from the browser instead." })), _ => {} }
            @if !plan_form::review_due(&app, &open.chart).is_empty() { (notice::note(html! { "It may be time to look at it again. Change what is different now, or bring it to your next visit." })) }
            section.card.plan-copy { (plan_form::read(&version.what)) }
            p.row.noprint { a.button href="/my/safety-plan/change" { "Change it" } a.button.secondary href="/my/safety-plan.pdf" { "Print a card (PDF)" } }
            (copy_on_this_phone())
            section aria-label="Always there" { (help_now::lines(&app)) }
        },
    };
    Ok(frame::page(&app, &who, words::QUIET_TITLE, "/help-now", body))
}

/// Needs the script, which shows it; without it there is the card on paper.
fn copy_on_this_phone() -> Markup {
    html! {
        section.card.noprint data-plan-on-phone hidden {
            h2 { "Keep a copy on this phone" }
            p.small { (words::COPY_ABOUT) }
            p.row {
                button.button.secondary type="button" data-keep-plan { "Keep a copy here" }
                button.button.quiet type="button" data-drop-plan hidden { "Take the copy away" }
            }
            p.small role="status" data-plan-said {}
        }
    }
}

/// The form.
///
/// # Errors
/// A page that says what went wrong.
pub async fn change(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own safety plan").await?;
    let plan = open.chart.safety_plans.last().map(|version| version.what.clone()).unwrap_or_default();
    Ok(form(&app, &who, &plan, open.head, None))
}

fn form(app: &Shared, who: &Who, plan: &PlanWritten, head: u64, wrong: Option<&str>) -> Markup {
    let errors: Vec<_> = wrong.map(|sentence| ("#s1".to_owned(), sentence.to_owned())).into_iter().collect();
    let body = html! {
        (frame::back("/my/safety-plan", "My plan"))
        header.page-head { h1 { (words::TITLE) } p.lead { "Your words. Leave empty what does not fit; you can change it at any time. Your team can read it." } }
        (error_summary(&errors))
        form.stack method="post" action="/my/safety-plan" data-once data-guard data-draft="safety-plan" {
            input type="hidden" name="key" value=(frame::fresh_key(app));
            input type="hidden" name="seen" value=(head);
            (plan_form::fields(plan))
            p { button.button.primary type="submit" { "Keep my plan" } }
        }
        p.small { "Is it hard right now? " a href="/help-now" { "Help now" } }
    };
    frame::page(app, who, words::QUIET_TITLE, "/help-now", body)
}

/// Keeps the plan.
pub async fn submit(State(app): State<Shared>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Response {
    let typed = plan_form::Typed::new(fields);
    let chart = match own::id(&app, &who) {
        Ok(chart) => chart,
        Err(problem) => return problem.into_response(),
    };
    let (plan, seen) = (typed.plan(), typed.one("seen").parse().ok());
    let entry = Entry::new(frame::key_of(&app, typed.one("key")), Event::SafetyPlanWritten(plan.clone()));
    match app.clinic.record(&who.subject, chart, seen, vec![entry]).await {
        Ok(_) => Redirect::to("/my/safety-plan?done=kept").into_response(),
        Err(ActionError::Refused(refusal)) => {
            let page = form(&app, &who, &plan, seen.unwrap_or_default(), Some(&refusal.sentence));
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// The card as a PDF.
pub async fn pdf(State(app): State<Shared>, who: Who, Query(asked): Query<Asked>) -> Response {
    let open = match own::open(&app, &who, "own safety plan for paper").await {
        Ok(open) => open,
        Err(problem) => return problem.into_response(),
    };
    let Some(version) = open.chart.safety_plans.last() else { return Redirect::to("/my/safety-plan").into_response() };
    let card = plan_form::card(&app, &own::first_name(&open), version);
    match plan_pdf(&card, Paper::parse(&asked.paper).unwrap_or_default()) {
        Ok(bytes) => {
            let headers =
                [(header::CONTENT_TYPE, "application/pdf"), (header::CONTENT_DISPOSITION, "inline; filename=\"plan.pdf\"")];
            (headers, bytes).into_response()
        }
        Err(PaperError::Letters(_)) => Redirect::to("/my/safety-plan?done=letters").into_response(),
        Err(error) => Problem::of(&app, Some(&who), ActionError::Inside(error.to_string())).into_response(),
    }
}

/// The plan and the lines as one small page to keep on the phone: no name, nothing to press but numbers.
///
/// # Errors
/// A page that says what went wrong.
pub async fn copy(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own safety plan, copy for the phone").await?;
    let body = html! {
        header.page-head { h1 { (words::TITLE) } p.lead { "The copy on this phone. It may be older than what you and your team wrote last." } }
        @match open.chart.safety_plans.last() {
            Some(version) => section.card.plan-copy { (plan_form::read(&version.what)) p.small { (plan_form::last_read(&app, version)) } },
            None => p { (words::NO_PLAN.0) },
        }
        (help_now::lines_of_a_copy(&app))
    };
    Ok(crate::layout::page(&app, None, words::QUIET_TITLE, "", body))
}
