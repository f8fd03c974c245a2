//! Take a finding on, or close it with what was found and done. Only people close findings.

use super::frame::{self, BannerWords, RecordPage};
use crate::{
    app::Shared,
    components::{error_summary::error_summary, form as controls},
    errors::Problem,
    guard::Who,
};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry, OpenChart};
use concord_chart::{
    ChartId, Event, EventId,
    finding::{FindingClosed, FindingTaken},
};
use concord_engines::{
    course_state::CourseState,
    findings::{self, FindingKind},
};
use maud::{Markup, html};
use serde::Deserialize;

/// Which finding: its kind, and the events that it rests on, with commas between.
#[derive(Debug, Default, Deserialize)]
pub struct Named {
    #[serde(default)]
    chart: String,
    #[serde(default)]
    key: String,
    #[serde(default)]
    finding: String,
    #[serde(default)]
    because: String,
    #[serde(default)]
    words: String,
}

impl Named {
    fn because(&self) -> Vec<EventId> {
        self.because.split(',').filter_map(|id| id.parse().ok()).collect()
    }

    /// A form that was made for another record is not taken for this one.
    fn is_for(&self, chart: ChartId) -> bool {
        self.chart == chart.to_string() && FindingKind::parse(&self.finding).is_some()
    }
}

/// Puts one's own name to a finding.
pub async fn take(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(named): Form<Named>) -> Response {
    if !named.is_for(chart) {
        return Problem::not_found(&app, Some(&who)).into_response();
    }
    let event = FindingTaken { because: named.because(), finding: named.finding, words: String::new() };
    match app.clinic.record(&who.subject, chart, None, vec![Entry::new(named.key, Event::FindingTaken(event))]).await {
        Ok(_) => Redirect::to(&format!("/chart/{chart}?done=taken#findings")).into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// The page that asks what was found and done.
pub async fn ask(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(named): Query<Named>) -> Response {
    match frame::open(&app, &who, chart, "close a finding").await {
        Ok(open) => page(&app, &who, &open, &named, None).into_response(),
        Err(response) => response,
    }
}

/// Closes it.
pub async fn close(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(named): Form<Named>) -> Response {
    if !named.is_for(chart) {
        return Problem::not_found(&app, Some(&who)).into_response();
    }
    let event = FindingClosed { because: named.because(), finding: named.finding.clone(), words: named.words.trim().to_owned() };
    match app.clinic.record(&who.subject, chart, None, vec![Entry::new(named.key.clone(), Event::FindingClosed(event))]).await {
        Ok(_) => Redirect::to(&format!("/chart/{chart}?done=closed#findings")).into_response(),
        Err(ActionError::Refused(refusal)) => match frame::read(&app, &who, chart, "close a finding").await {
            Ok(open) => {
                (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &who, &open, &named, Some(&refusal.sentence))).into_response()
            }
            Err(response) => response,
        },
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

fn page(app: &Shared, who: &Who, open: &OpenChart, named: &Named, wrong: Option<&str>) -> Markup {
    let (chart, today, zone) = (&open.chart, app.clinic.today(), app.clinic.zone());
    let state = CourseState::of(chart, app.clinic.knowledge(), &zone).choosing(&app.clinic.practice().schedules);
    let because = named.because();
    let found = findings::all(&state)
        .into_iter()
        .find(|finding| finding.kind.as_str() == named.finding && finding.report.because == because);
    let key = if named.key.is_empty() { app.clinic.fresh().to_string() } else { named.key.clone() };
    let field = controls::Field {
        name: "words",
        label: "What was found out and done",
        hint: "For example: called at 11:20, no plan and no intent, safety plan looked at together. It stays under your name.",
        error: wrong.unwrap_or_default(),
        value: &named.words,
        required: false,
    };
    let errors: Vec<(String, String)> = wrong.map(|sentence| ("#words".to_owned(), sentence.to_owned())).into_iter().collect();
    let body = html! {
        header.page-head { h2 { "Close a finding" } p.lead { "A finding is closed by a person with a reason. A later answer opens it again." } }
        (error_summary(&errors))
        section.card {
            @match &found {
                Some(finding) => { h3 { (finding.title) } p { (finding.sentences.join(" ")) } },
                None => p { "This finding has changed since the page was made. " a href=(format!("/chart/{}#findings", chart.id)) { "Look at it again" } },
            }
            @if found.is_some() {
                form.stack method="post" action=(format!("/chart/{}/finding/close", chart.id)) data-guard="" data-draft="close-finding" {
                    input type="hidden" name="chart" value=(chart.id);
                    input type="hidden" name="key" value=(key);
                    input type="hidden" name="finding" value=(named.finding);
                    input type="hidden" name="because" value=(named.because);
                    (controls::textarea(&field, 4))
                    (BannerWords::of(chart, today, &zone).beside_button())
                    p.row { button.button type="submit" { "Close it for " (frame::given_name(chart)) } a.button.quiet href=(format!("/chart/{}", chart.id)) { "Back to the chart" } }
                }
            }
        }
    };
    frame::page(app, who, &RecordPage { open, tab: "", title: "Close a finding" }, body)
}
