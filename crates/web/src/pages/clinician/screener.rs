//! The screening questions, read aloud: those that are to be asked after the answers so far, and no others. Which follow
//! which is data of the instrument; the page shows the next ones each time it is sent, without script.

use super::frame::{self, RecordPage};
use crate::{
    app::Shared,
    components::{
        error_summary::error_summary,
        form::{self as controls, Field},
        icon::{Icon, icon},
    },
    errors::Problem,
    guard::Who,
};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, OpenChart, Submission};
use concord_chart::{ChartId, EventId, InstrumentId, questionnaire::Respondent};
use concord_engines::scoring::{self, ScoreContext};
use concord_knowledge::{Instrument, instrument::Item};
use maud::{Markup, html};
use serde::Deserialize;

/// The screener of these pages.
const SCREENER: &str = "c-ssrs-screen";

/// From which alert somebody came here.
#[derive(Default, Deserialize)]
pub struct From {
    #[serde(default)]
    alert: String,
}

/// What was answered so far.
#[derive(Default)]
struct Typed {
    fields: Vec<(String, String)>,
}

impl Typed {
    fn one(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim()).unwrap_or_default()
    }

    /// The answers in the order of the items; what is not to be asked any more after a change is left out.
    fn answers(&self, instrument: &Instrument) -> Vec<Option<u8>> {
        let mut answers = vec![None; instrument.items.len()];
        for (place, item) in instrument.items.iter().enumerate() {
            if instrument.asks(item, &answers, None) {
                let value = self.one(&format!("item_{}", item.position)).parse().ok();
                answers[place] = value.filter(|value| instrument.option_of(item, *value).is_some());
            }
        }
        answers
    }
}

fn instrument(app: &Shared) -> Option<&'static Instrument> {
    app.clinic.knowledge().instrument(&InstrumentId::from(SCREENER))
}

/// The items to be shown: asked for sure after what was answered, up to the first on which a later one hangs.
fn shown<'a>(instrument: &'a Instrument, answers: &[Option<u8>]) -> Vec<&'a Item> {
    let answered = |position: u8| answers.get(usize::from(position).wrapping_sub(1)).copied().flatten();
    let is_open = |item: &Item| match item.ask_if {
        // Hangs on an item that is not answered yet: not known whether it is asked.
        Some(condition) => answered(condition.item).is_some() && instrument.asks(item, answers, None),
        None => true,
    };
    instrument.items.iter().filter(|item| is_open(item)).collect()
}

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(from): Query<From>) -> Response {
    match frame::open(&app, &who, chart, "screening questions").await {
        Ok(open) => page(&app, &who, &open, &Typed { fields: vec![("alert".to_owned(), from.alert)] }, None),
        Err(response) => response,
    }
}

fn given(answers: &[Option<u8>], item: &Item) -> Option<u8> {
    answers.get(usize::from(item.position).wrapping_sub(1)).copied().flatten()
}

fn page(app: &Shared, who: &Who, open: &OpenChart, typed: &Typed, wrong: Option<(&str, &str)>) -> Response {
    let Some(instrument) = instrument(app) else { return Problem::not_found(app, Some(who)).into_response() };
    let answers = typed.answers(instrument);
    let items = shown(instrument, &answers);
    let complete = items.iter().all(|item| given(&answers, item).is_some());
    let errors: Vec<_> = wrong.map(|(field, sentence)| (format!("#{field}"), sentence.to_owned())).into_iter().collect();
    let key = if typed.one("key").is_empty() { app.clinic.fresh().to_string() } else { typed.one("key").to_owned() };
    let body = html! {
        header.page-head { div { h2 { (instrument.short_name) } p.lead { "Read each question aloud as it stands. What comes next depends on the answers. “" (instrument.intro.as_deref().unwrap_or_default()) "”" } } }
        (error_summary(&errors))
        form.card.stack method="post" action=(format!("/chart/{}/screener", open.chart.id)) data-guard {
            input type="hidden" name="chart" value=(open.chart.id);
            input type="hidden" name="key" value=(key);
            input type="hidden" name="alert" value=(typed.one("alert"));
            @for item in &items { (question(instrument, item, given(&answers, item))) }
            @if complete { (triage(instrument, &answers)) (frame::signing(app, &open.chart)) }
            p.row {
                @if complete { button.button.primary type="submit" name="act" value="sign" { "Record for " (frame::given_name(&open.chart)) } }
                button.button.secondary[complete] type="submit" name="act" value="next" { @if complete { "Check again after a change" } @else { "Next questions" } }
                @if !complete && answers.iter().any(Option::is_some) { button.button.quiet type="submit" name="act" value="part" { "Broken off: record what was answered" } }
            }
        }
        p.tiny.licence { (instrument.licence.notice) }
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    (status, frame::page(app, who, &RecordPage { open, tab: "/safety", title: "Screening questions" }, body)).into_response()
}

fn question(instrument: &Instrument, item: &Item, value: Option<u8>) -> Markup {
    let name = format!("item_{}", item.position);
    let label = format!("{}. {}", item.position, item.text.as_deref().unwrap_or(&item.label));
    let options: Vec<(String, &str)> =
        instrument.options_of(item).iter().map(|option| (option.value.to_string(), option.label.as_str())).collect();
    let options: Vec<(&str, &str)> = options.iter().map(|(value, words)| (value.as_str(), *words)).collect();
    let value = value.map(|value| value.to_string()).unwrap_or_default();
    controls::answers(&Field { name: &name, label: &label, value: &value, ..Field::default() }, &options)
}

/// The level of the triage, for staff: what the answers add up to in the instrument's own words, and that it is no verdict.
fn triage(instrument: &Instrument, answers: &[Option<u8>]) -> Markup {
    let band = scoring::score(instrument, answers, &ScoreContext::default()).ok().and_then(|score| score.band);
    let level = band.and_then(|band| instrument.triage.iter().find(|level| level.id == band));
    html! {
        @if let Some(level) = level {
            p { (icon(Icon::Shield)) " By these answers: " b { (level.label) } ". What to do about it is decided by people, with everything else they know." }
        }
    }
}

/// Shows the next questions, or records.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let typed = Typed { fields };
    let Some(instrument) = instrument(&app) else { return Problem::not_found(&app, Some(&who)).into_response() };
    if typed.one("chart") != chart.to_string() {
        return Problem::not_found(&app, Some(&who)).into_response();
    }
    if !matches!(typed.one("act"), "sign" | "part") {
        return again(&app, &who, chart, &typed, None).await;
    }
    let answers = typed.answers(instrument);
    let broken_off = typed.one("act") == "part";
    if let Some(missing) = shown(instrument, &answers).into_iter().find(|item| given(&answers, item).is_none())
        && (!broken_off || answers.iter().all(Option::is_none))
    {
        let sentence = format!(
            "Question {} has no answer yet, and nothing was recorded. Ask it, or record what was answered as broken off.",
            missing.position
        );
        return again(&app, &who, chart, &typed, Some((&format!("item_{}", missing.position), &sentence))).await;
    }
    let submission = Submission {
        key: typed.one("key").to_owned(),
        instrument: instrument.id.clone(),
        partial: shown(instrument, &answers).into_iter().any(|item| given(&answers, item).is_none()),
        answers,
        difficulty: None,
        respondent: Respondent::Clinician,
        at: None,
        language: instrument.language.clone(),
    };
    match app.clinic.answer_questionnaire(&who.subject, chart, submission).await {
        Ok(receipt) => {
            let raised = receipt.receipt.events.first().and_then(|answered| app.clinic.open_alert_about(chart, *answered));
            let came_from = typed.one("alert").parse::<EventId>().ok();
            let next = match (raised, came_from) {
                (Some(raised), _) => format!("/chart/{chart}/alert/{raised}?done=raised"),
                (None, Some(alert)) => format!("/chart/{chart}/alert/{alert}?done=asked"),
                (None, None) => format!("/chart/{chart}/safety?done=asked"),
            };
            Redirect::to(&next).into_response()
        }
        Err(ActionError::Refused(refusal)) => again(&app, &who, chart, &typed, Some(("item_1", &refusal.sentence))).await,
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

async fn again(app: &Shared, who: &Who, chart: ChartId, typed: &Typed, wrong: Option<(&str, &str)>) -> Response {
    match frame::read(app, who, chart, "screening questions").await {
        Ok(open) => page(app, who, &open, typed, wrong),
        Err(response) => response,
    }
}
