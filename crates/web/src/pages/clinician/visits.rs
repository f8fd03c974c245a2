//! Visits: to come and past, with what became of them.

use super::frame::{self, RecordPage};
use crate::{
    app::Shared,
    components::{empty_state::empty_state, icon::Icon, status_tag::tag},
    errors::Problem,
    guard::Who,
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use concord_access::View;
use concord_actions::OpenChart;
use concord_chart::{
    ChartId,
    therapy::NotHeld,
    visit::{Outcome, Visit},
};
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};

/// Past visits on the page; the log has them all.
const PAST: usize = 60;

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>) -> Response {
    let open = match frame::open(&app, &who, chart, "visits").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    if matches!(open.view, View::Complementary(_)) {
        return Problem::not_for_role(&app, &who).into_response();
    }
    let body = body(&app, &open);
    frame::page(&app, &who, &RecordPage { open: &open, tab: "/visits", title: "Visits" }, body).into_response()
}

fn body(app: &Shared, open: &OpenChart) -> Markup {
    let chart = &open.chart;
    let base = format!("/chart/{}/record", chart.id);
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let (mut ahead, mut past): (Vec<&Visit>, Vec<&Visit>) = chart.visits.iter().partition(|visit| visit.outcome.is_none());
    ahead.sort_by(|a, b| a.at.order(&b.at));
    past.sort_by(|a, b| b.at.order(&a.at));
    let list = List { base: &base, today, zone: &zone };
    html! {
        header.page-head {
            h2 { "Visits" }
            p.row { a.button href=(format!("{base}/visit-planned")) { "Plan a visit" } a.button.secondary href=(format!("{base}/visit-happened")) { "A visit took place" } }
            p.lead { "Sessions of talking therapy stand under Sessions." }
        }
        section.card.flush aria-labelledby="ahead" {
            div.pad { h2 #ahead { "To come, or not written down yet" } }
            @if ahead.is_empty() { div.pad { (empty_state("No visit is planned", "Planned visits stand here and in the diary of the day.", None)) } } @else { (list.table(&ahead)) }
        }
        @if !past.is_empty() {
            section.card.flush aria-labelledby="past" {
                div.pad { h2 #past { "Past" } @if past.len() > PAST { p.small.muted { "The latest " (PAST) " of " (past.len()) ". " a href=(format!("/chart/{}/entries?family=visit", chart.id)) { "All of them" } } } }
                (list.table(&past[..past.len().min(PAST)]))
            }
        }
    }
}

struct List<'a> {
    base: &'a str,
    today: Date,
    zone: &'a TimeZone,
}

impl List<'_> {
    fn table(&self, visits: &[&Visit]) -> Markup {
        html! {
            table.visits {
                thead { tr { th scope="col" { "When" } th scope="col" { "With" } th scope="col" { "What for" } th scope="col" { "What became of it" } } }
                tbody { @for visit in visits { (self.row(visit)) } }
            }
        }
    }

    fn row(&self, visit: &Visit) -> Markup {
        let planned = visit.planned.as_ref();
        let happened = match &visit.outcome {
            Some(Outcome::Happened(happened)) => Some(happened),
            _ => None,
        };
        let with = planned
            .map(|planned| planned.with_name.as_str())
            .or(happened.map(|happened| happened.with_name.as_str()))
            .unwrap_or_default();
        html! {
            tr {
                td.tm { b { (frame::moment(visit.at, self.today, self.zone)) } @if let Some(planned) = planned { span { (planned.minutes) " min" @if !planned.room.is_empty() { ", " (planned.room) } } } }
                td data-label="With" { @if with.is_empty() { span.faint { "not said" } } @else { (with) } }
                td data-label="What for" {
                    @if let Some(planned) = planned { (planned.purpose) }
                    @if let Some(happened) = happened { (happened.reasons.join(", ")) }
                }
                td { (self.outcome(visit)) }
            }
        }
    }

    fn outcome(&self, visit: &Visit) -> Markup {
        match &visit.outcome {
            Some(Outcome::Happened(happened)) => {
                html! { (tag("good", Some(Icon::Check), "took place")) span.small { (happened.what) } }
            }
            Some(Outcome::NotHeld(NotHeld::DidNotAttend)) => tag("care", Some(Icon::Cross), "did not attend"),
            Some(Outcome::NotHeld(why)) => tag("", Some(Icon::Level), why.words()),
            None => html! {
                @if visit.arrived { (tag("good", Some(Icon::Check), "here")) } @else { (tag("line", Some(Icon::Calendar), "planned")) }
                span.small {
                    a href=(format!("{}/visit-happened?visit={}", self.base, visit.id)) { "took place" } " · "
                    a href=(format!("{}/visit-not-held?visit={}", self.base, visit.id)) { "did not" }
                }
            },
        }
    }
}
