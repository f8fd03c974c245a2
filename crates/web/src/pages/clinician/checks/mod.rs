//! Checks: what is due for whom and why, the last result with its age, what the results say for this person, and the tasks
//! that are open. Ordering is one press; it opens a task with an owner and a day.

mod send;
mod table;
mod tasks;

pub use send::{done, hand_over, order, task_done};

use super::frame::{self, RecordPage};
use crate::{
    app::Shared,
    components::{
        empty_state::empty_state,
        icon::{Icon, icon},
        notice,
    },
    errors::Problem,
    guard::Who,
    own_words::{taken_and_known, with_book},
};
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use concord_access::View;
use concord_actions::OpenChart;
use concord_chart::{Chart, ChartId};
use concord_engines::{
    checks_due::{CheckState, DueCheck, checks_due},
    safety::Review,
};
use concord_knowledge::vocabulary::Kind;
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};
use serde::Deserialize;

/// What was just done.
#[derive(Default, Deserialize)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// Everything the parts of the page look at.
struct Desk<'a> {
    app: &'a Shared,
    who: &'a Who,
    chart: &'a Chart,
    today: Date,
    zone: &'a TimeZone,
}

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(said): Query<Said>) -> Response {
    let open = match frame::open(&app, &who, chart, "checks").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    if matches!(open.view, View::Complementary(_)) {
        return Problem::not_for_role(&app, &who).into_response();
    }
    let body = body(&app, &who, &open, &said);
    frame::page(&app, &who, &RecordPage { open: &open, tab: "/checks", title: "Checks" }, body).into_response()
}

/// The checks of a chart by the practice's choice of schedules.
fn checks<'k>(app: &'k Shared, chart: &Chart) -> Vec<DueCheck<'k>> {
    let choices = &app.clinic.practice().schedules;
    checks_due(chart, app.clinic.knowledge(), app.clinic.today(), &app.clinic.zone(), choices)
}

fn body(app: &Shared, who: &Who, open: &OpenChart, said: &Said) -> Markup {
    let (chart, today, zone) = (&open.chart, app.clinic.today(), app.clinic.zone());
    let desk = Desk { app, who, chart, today, zone: &zone };
    let mut checks = checks(app, chart);
    checks.sort_by_key(|check| (check.state(today), check.name.clone()));
    let (now, ahead): (Vec<_>, Vec<_>) = checks.into_iter().partition(|check| check.state(today) < CheckState::Coming(Date::MIN));
    let (coming, later): (Vec<_>, Vec<_>) =
        ahead.into_iter().partition(|check| check.state(today) < CheckState::Later(Date::MIN));
    html! {
        header.page-head {
            h2 { "Checks" }
            p.row {
                a.button.secondary href=(format!("/chart/{}/record/lab", chart.id)) { "A laboratory result" }
                a.button.secondary href=(format!("/chart/{}/record/vital", chart.id)) { "A vital sign" }
            }
            p.lead { "What the medicines of " (frame::given_name(chart)) " ask for, when it was last done, and when it is due." }
        }
        (said_words(&said.done))
        (desk.judged())
        @if now.is_empty() && coming.is_empty() && later.is_empty() {
            section.card { (empty_state("No check is asked for", "No medicine on this chart has a schedule of checks here. That is not the same as none being needed.", None)) }
        } @else {
            (desk.table("now", "Due now", &now, "Nothing is due today."))
            (desk.table("coming", "In the next 30 days", &coming, "Nothing comes in the next 30 days."))
            @if !later.is_empty() { details.card { summary { (later.len()) " later" } (desk.table("later", "Later", &later, "")) } }
        }
        (desk.without_schedule())
        (desk.tasks())
    }
}

fn said_words(done: &str) -> Markup {
    match done {
        "ordered" => notice::done("Ordered. The task stands below and on your list of today."),
        "done" => notice::done("Kept as done."),
        "task" => notice::done("The task is done."),
        "handed" => notice::done("Handed over."),
        _ => html! {},
    }
}

impl Desk<'_> {
    /// What the results say for this person: findings of today's review that rest on results.
    fn judged(&self) -> Markup {
        let review = self.review();
        let about: Vec<_> = review.findings.iter().filter(|finding| finding.kind == Kind::DrugLab).collect();
        html! {
            @if !about.is_empty() {
                section.card.pad aria-labelledby="judged" {
                    h3 #judged { "What the results say" }
                    ul.plain { @for finding in about {
                        li {
                            p { (icon(Icon::Triangle)) " " b { (finding.title) } }
                            p.small { (finding.consequence) " " (finding.action) }
                            @if !finding.context_used.is_empty() { p.small.muted { "Rests on: " (used(&finding.context_used)) } }
                        }
                    } }
                    p.small { a href=(format!("/chart/{}/regimen", self.chart.id)) { "The whole review, with sources" } }
                }
            }
        }
    }

    fn review(&self) -> Review {
        let clinic = &self.app.clinic;
        with_book(clinic.knowledge(), |book| {
            let (regimen, given) = taken_and_known(self.chart, book, self.today, self.zone, &clinic.practice().schedules);
            book.review(&regimen, &given, None)
        })
    }

    /// Medicines that nothing here asks a check for: said, so that silence is not read as "none needed".
    fn without_schedule(&self) -> Markup {
        let unknown: Vec<&str> = with_book(self.app.clinic.knowledge(), |book| {
            let taken = self.chart.medications.iter().filter(|course| course.is_current());
            taken.filter(|course| book.substances_of(course).is_empty()).map(|course| course.what.name.as_str()).collect()
        });
        html! {
            @if !unknown.is_empty() {
                section.unchecked { p { (icon(Icon::Query)) " " b { "Not checked: " } (unknown.join(", ")) "." } p.small { "No entry here knows these names, so no schedule could be looked up." } }
            }
        }
    }
}

fn used(context: &[(String, String)]) -> String {
    context.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(", ")
}
