//! The safety plan on the record: to read and write together, its versions with what changed, why to look at it again; and
//! the alerts that there were.

use super::frame::{self, RecordPage};
use crate::{
    app::Shared,
    components::{
        error_summary::error_summary,
        form::{self as controls, Field},
        icon::{Icon, icon},
        notice,
    },
    errors::Problem,
    guard::Who,
    pages::plan_form,
};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry, OpenChart};
use concord_chart::{
    ChartId, Event,
    safety_plan::{PlanReviewed, PlanWritten},
};
use concord_papers::{Paper, PaperError, plan_pdf};
use maud::{Markup, html};
use serde::Deserialize;

/// What was just done, and what is asked for.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    done: String,
    #[serde(default)]
    change: String,
    #[serde(default)]
    paper: String,
}

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(asked): Query<Asked>) -> Response {
    let open = match frame::open(&app, &who, chart, "safety plan").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    if !asked.change.is_empty() || open.chart.safety_plans.is_empty() {
        let plan = open.chart.safety_plans.last().map(|version| version.what.clone()).unwrap_or_default();
        return write(&app, &who, &open, &plan, None).into_response();
    }
    read(&app, &who, &open, &asked.done).into_response()
}

fn read(app: &Shared, who: &Who, open: &OpenChart, done: &str) -> Markup {
    let chart = &open.chart;
    let reasons = plan_form::review_due(app, chart);
    let base = format!("/chart/{}/safety", chart.id);
    let body = html! {
        header.page-head { div { h2 { "Safety plan" } @if let Some(version) = chart.safety_plans.last() { p.lead { (plan_form::last_read(app, version)) } } } }
        @match done {
            "kept" => (notice::done("Kept. The patient has it on every page under Help now; older versions stay below.")),
            "asked" => (notice::done("Recorded. No answer among them called for anybody by this practice’s rules.")),
            "read" => (notice::done("Looked at again: it stands as it is.")),
            "letters" => (notice::note(html! { "The PDF cannot write all letters of this plan. Print this page from the browser." })),
            _ => {}
        }
        @if !reasons.is_empty() {
            (notice::note(html! { p { b { "Look at it again." } } ul { @for reason in &reasons { li { (reason.words(app.clinic.today())) } } } }))
        }
        div.two-columns {
            div {
                @if let Some(version) = chart.safety_plans.last() {
                    section.card { (plan_form::read(&version.what)) p.row.noprint { a.button href={ (base) "?change=yes" } { "Write it anew together" } a.button.secondary href={ (base) ".pdf" } { "Print (PDF)" } } }
                    section.card.noprint { h3 { "Read together, and it stands" }
                        form.stack method="post" action={ (base) "/read" } data-once {
                            input type="hidden" name="key" value=(app.clinic.fresh());
                            input type="hidden" name="plan" value=(version.id);
                            (controls::textarea(&Field { name: "words", label: "What was said, if you like", ..Field::default() }, 2))
                            (frame::signing(app, chart))
                            p { button.button.secondary type="submit" { "It stands as it is" } }
                        }
                    }
                }
                (history(app, open))
            }
            aside aria-label="Beside the plan" { (alerts(app, open)) section.card { h3 { "Screening questions" } p { a href=(format!("/chart/{}/screener", chart.id)) { "Ask the C-SSRS screener" } } } }
        }
    };
    frame::page(app, who, &RecordPage { open, tab: "/safety", title: "Safety plan" }, body)
}

fn history(app: &Shared, open: &OpenChart) -> Markup {
    let versions = &open.chart.safety_plans;
    let before = |place: usize| place.checked_sub(1).and_then(|earlier| versions.get(earlier)).map(|version| &version.what);
    html! {
        section.card { h3 { "Versions" }
            @for (place, version) in versions.iter().enumerate().rev() {
                details open[place + 1 == versions.len()] {
                    summary { (frame::day(version.at, app.clinic.today(), &app.clinic.zone())) ", " (version.by) }
                    ul { @for line in plan_form::changes(before(place), &version.what) { li { (line) } } }
                    @for (at, by, words) in &version.reviewed { p.small { "Looked at again " (frame::day(*at, app.clinic.today(), &app.clinic.zone())) ", " (by) @if !words.is_empty() { ": " (words) } } }
                }
            }
        }
    }
}

fn alerts(app: &Shared, open: &OpenChart) -> Markup {
    html! {
        section.card { h3 { "Alerts" }
            @if open.chart.alerts.is_empty() { p.muted { "None so far." } }
            ul.plain {
                @for alert in open.chart.alerts.iter().rev() {
                    li { a href=(format!("/chart/{}/alert/{}", open.chart.id, alert.id)) { (alert.what.what) } " "
                        span.small { (alert.raised_at.to_zoned(app.clinic.zone()).strftime("%-d %b %Y, %H:%M")) ". " @if alert.is_open() { (icon(Icon::Octagon)) " open" } @else { "closed" } } }
                }
            }
        }
    }
}

fn write(app: &Shared, who: &Who, open: &OpenChart, plan: &PlanWritten, wrong: Option<&str>) -> Markup {
    let errors: Vec<_> = wrong.map(|sentence| ("#s1".to_owned(), sentence.to_owned())).into_iter().collect();
    let chart = &open.chart;
    let body = html! {
        header.page-head { div { h2 { "Safety plan" } p.lead { "Six steps in order, in " (frame::given_name(chart)) "’s own words. It is theirs: they read it under Help now, change it, and print it. It is not a promise not to do something." } } }
        (error_summary(&errors))
        form.card.stack method="post" action=(format!("/chart/{}/safety", chart.id)) data-once data-guard data-draft="safety-plan" {
            input type="hidden" name="chart" value=(chart.id);
            input type="hidden" name="key" value=(app.clinic.fresh());
            input type="hidden" name="seen" value=(open.head);
            (plan_form::fields(plan))
            (frame::signing(app, chart))
            p.row { button.button.primary type="submit" { "Keep the plan for " (frame::given_name(chart)) } @if !chart.safety_plans.is_empty() { a.button.quiet href=(format!("/chart/{}/safety", chart.id)) { "Leave it as it was" } } }
        }
    };
    frame::page(app, who, &RecordPage { open, tab: "/safety", title: "Safety plan" }, body)
}

/// Keeps a new version.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let typed = plan_form::Typed::new(fields);
    if typed.one("chart") != chart.to_string() {
        return Problem::not_found(&app, Some(&who)).into_response();
    }
    let plan = typed.plan();
    let entry = Entry::new(typed.one("key"), Event::SafetyPlanWritten(plan.clone()));
    match app.clinic.record(&who.subject, chart, typed.one("seen").parse().ok(), vec![entry]).await {
        Ok(_) => Redirect::to(&format!("/chart/{chart}/safety?done=kept")).into_response(),
        Err(ActionError::Refused(refusal)) => match frame::read(&app, &who, chart, "safety plan").await {
            Ok(open) => {
                (StatusCode::UNPROCESSABLE_ENTITY, write(&app, &who, &open, &plan, Some(&refusal.sentence))).into_response()
            }
            Err(response) => response,
        },
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// A plan that was read together and stands.
#[derive(Deserialize)]
pub struct Read {
    key: String,
    plan: String,
    #[serde(default)]
    words: String,
}

/// Notes that it was read and stands.
pub async fn stands(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(typed): Form<Read>) -> Response {
    let Ok(plan) = typed.plan.parse() else { return Problem::not_found(&app, Some(&who)).into_response() };
    let event = Event::SafetyPlanReviewed(PlanReviewed { plan, words: typed.words.trim().to_owned() });
    match app.clinic.record(&who.subject, chart, None, vec![Entry::new(typed.key, event)]).await {
        Ok(_) => Redirect::to(&format!("/chart/{chart}/safety?done=read")).into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// The plan as a PDF.
pub async fn pdf(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(asked): Query<Asked>) -> Response {
    let open = match frame::open(&app, &who, chart, "safety plan for paper").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let Some(version) = open.chart.safety_plans.last() else {
        return Redirect::to(&format!("/chart/{chart}/safety")).into_response();
    };
    let card = plan_form::card(&app, &frame::given_name(&open.chart), version);
    match plan_pdf(&card, Paper::parse(&asked.paper).unwrap_or_default()) {
        Ok(bytes) => {
            let headers =
                [(header::CONTENT_TYPE, "application/pdf"), (header::CONTENT_DISPOSITION, "inline; filename=\"plan.pdf\"")];
            (headers, bytes).into_response()
        }
        Err(PaperError::Letters(_)) => Redirect::to(&format!("/chart/{chart}/safety?done=letters")).into_response(),
        Err(error) => Problem::of(&app, Some(&who), ActionError::Inside(error.to_string())).into_response(),
    }
}
