//! Before a course begins: what the therapy is, how much of it is usual, and for whom it is only with care, looked at for
//! this person. From here its form opens with the usual numbers filled in.

use super::cautions;
use crate::{
    app::Shared,
    guard::Who,
    pages::clinician::{
        forms::sentence_case,
        frame::{self, RecordPage},
    },
};
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use concord_actions::OpenChart;
use concord_chart::{ChartId, TherapyId};
use concord_knowledge::{Therapy, Verification, therapy::School};
use maud::{Markup, html};
use serde::Deserialize;

/// Which therapy is looked at.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    therapy: String,
}

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(asked): Query<Asked>) -> Response {
    let open = match frame::open(&app, &who, chart, "begin a course of therapy").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let chosen = app.clinic.knowledge().therapy(&TherapyId::from(asked.therapy.as_str()));
    let body = match chosen {
        Some(entry) => one(&app, &open, entry),
        None => list(&app, chart),
    };
    frame::page(&app, &who, &RecordPage { open: &open, tab: "/sessions", title: "Begin a course" }, body).into_response()
}

/// Every therapy, by school.
fn list(app: &Shared, chart: ChartId) -> Markup {
    let of = |school: School| app.clinic.knowledge().therapies().filter(move |entry| entry.school == school);
    html! {
        header.page-head { h2 { "Begin a course" } p.lead { "Choose the therapy; what is usual and what to be careful about comes next." } }
        div.columns {
            @for school in School::ALL {
                @if of(*school).next().is_some() {
                    section.card { h3 { (sentence_case(school.words())) }
                        ul { @for entry in of(*school) { li { a href=(format!("/chart/{chart}/course/begin?therapy={}", entry.id)) { (entry.name) } } } } }
                }
            }
        }
        p { a href=(format!("/chart/{chart}/record/therapy-start")) { "Another one, or straight to the form" } }
    }
}

fn one(app: &Shared, open: &OpenChart, entry: &Therapy) -> Markup {
    let chart = &open.chart;
    let dose = &entry.expected;
    let source =
        app.clinic.knowledge().source(&dose.source).map_or_else(|| dose.source.to_string(), |source| source.title.clone());
    let form = |sessions: u16, days: u16| {
        format!("/chart/{}/record/therapy-start?therapy={}&sessions={sessions}&every_days={days}", chart.id, entry.id)
    };
    html! {
        header.page-head { h2 { (entry.name) } p.lead { (entry.patient_about) } }
        div.two-columns {
            div {
                section.card {
                    h3 { "How much is usual" }
                    p { (dose.sessions_from) " to " (dose.sessions_to) " sessions of " (dose.minutes) " minutes, every " (dose.days_between) " days. A verdict is fair after " (entry.judge.weeks_from) " to " (entry.judge.weeks_to) " weeks and at least " (entry.judge.min_sessions) " sessions." }
                    p.small.muted { cite { (source) } @match dose.verification { Verification::Read => ", read there.", Verification::Unverified => { ", " b { "not verified in the source" } "." } } }
                    p.row { a.button href=(form(dose.sessions_to, dose.days_between)) { "Begin with these numbers" } }
                }
                @if !entry.protocols.is_empty() {
                    section.card {
                        h3 { "Set courses" }
                        @for protocol in &entry.protocols {
                            p { b { (protocol.name) } ": " (protocol.about) " " span.small.muted { (protocol.sessions_from) " to " (protocol.sessions_to) " sessions" } " "
                                a href=(form(protocol.sessions_to, protocol.days_between.unwrap_or(dose.days_between))) { "Begin with these" span.vh { ": " (protocol.name) } } }
                        }
                    }
                }
                section.card { h3 { "Its phases" } ol { @for phase in &entry.phases { li { b { (phase.label) } ": " (phase.goal) } } } }
            }
            aside aria-label="Cautions" { (cautions::card(app, chart, entry)) }
        }
    }
}
