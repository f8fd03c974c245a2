//! Enter the answers of a questionnaire: from paper, or read aloud. Left out stays left out.

use super::{
    forms::{About, Field, Problem as Wrong, Reading, Values, show_fields, show_problems},
    frame::{self, RecordPage},
    record::Desk,
    schedule_measures::why_not_asked,
};
use crate::{
    app::Shared,
    components::{
        form as controls,
        icon::{Icon, icon},
    },
    errors::Problem,
    guard::Who,
    pages::patient::questionnaire::{is_for_patients, value_of},
};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry, Submission};
use concord_chart::{
    ChartId, Event, EventId, InstrumentId,
    questionnaire::{Answered, Respondent},
};
use concord_engines::scoring::{ScoreContext, score};
use concord_knowledge::{
    Instrument,
    instrument::{AnswerRange, Item, Mode},
};
use maud::{Markup, html};

/// Which instrument, or the list of them.
pub async fn show(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Query(given): Query<Vec<(String, String)>>,
) -> Response {
    let given = Values::new(given);
    let desk = match Desk::open(&app, &who, chart, true).await {
        Ok(desk) => desk,
        Err(response) => return response,
    };
    match app.clinic.instrument(&InstrumentId::from(given.get("instrument"))) {
        Some(instrument) => page(&app, &who, &desk, &instrument, &given, &[], StatusCode::OK),
        None => list(&app, &who, &desk),
    }
}

fn list(app: &Shared, who: &Who, desk: &Desk) -> Response {
    let chart = &desk.open.chart;
    let waits = |id: &InstrumentId| chart.questionnaires.open.iter().any(|open| open.what.instrument == *id);
    let body = html! {
        header.page-head { h2 { "Enter answers" } p.lead { "Choose the questionnaire." } }
        section.card {
            ul { @for instrument in app.clinic.instruments() {
                li {
                    a href=(format!("/chart/{}/record/questionnaire?instrument={}", chart.id, instrument.id)) { (instrument.short_name) ", " (instrument.name) }
                    @if waits(&instrument.id) { " " span.tag.care { (icon(Icon::Clock)) "offered" } }
                    @if instrument.mode == Mode::Clinician { span.small { " A clinician rates." } }
                    @if !instrument.has_wording() { span.small.muted { " Wording not shown here; have the form beside you." } }
                }
            } }
        }
    };
    frame::page(app, who, &RecordPage { open: &desk.open, tab: "/record", title: "Enter answers" }, body).into_response()
}

/// The page that a correction opens: the answers as they were entered.
pub(super) fn correct(app: &Shared, who: &Who, desk: &Desk, entry: EventId, answered: &Answered) -> Response {
    let Some(instrument) = app.clinic.instrument(&answered.instrument) else {
        return Problem::not_found(app, Some(who)).into_response();
    };
    let mut values = Values::default().with("amends", entry).with("respondent", respondent_word(answered.respondent));
    for (answer, position) in answered.answers.iter().zip(1_u8..) {
        let item = instrument.item(position);
        let shown =
            answer.map(|value| item.and_then(Item::number_input).map_or_else(|| value.to_string(), |range| range.shown(value)));
        values = values.with_some(&name_of(position), shown);
    }
    let values = values.with_some("difficulty", answered.difficulty);
    page(app, who, desk, &instrument, &values, &[], StatusCode::OK)
}

fn name_of(position: u8) -> String {
    format!("item_{position}")
}

fn respondent_word(respondent: Respondent) -> &'static str {
    match respondent {
        Respondent::Patient => "patient",
        Respondent::Proxy => "proxy",
        Respondent::Clinician => "clinician",
    }
}

fn page(
    app: &Shared,
    who: &Who,
    desk: &Desk,
    instrument: &Instrument,
    values: &Values,
    problems: &[Wrong],
    status: StatusCode,
) -> Response {
    let chart = &desk.open.chart;
    let base = format!("/chart/{}", chart.id);
    let key = if values.get("key").is_empty() { app.clinic.fresh().to_string() } else { values.get("key").to_owned() };
    let amends = values.get("amends");
    let who_answered = controls::Field {
        name: "respondent",
        label: "Who answered",
        value: or(values.get("respondent"), usual_respondent(instrument)),
        hint: "Another respondent is another series: the two are never joined.",
        ..controls::Field::default()
    };
    let given = frame::given_name(chart);
    let (own, proxy) = (format!("{given}, on paper or on a screen"), format!("Somebody for {given}"));
    let mut respondents = vec![("clinician", "A clinician, rating or reading aloud"), ("proxy", proxy.as_str())];
    if instrument.mode == Mode::SelfReport || values.get("respondent") == "patient" {
        respondents.insert(0, ("patient", own.as_str()));
    }
    let body = html! {
        header.page-head { h2 { (instrument.short_name) } p.lead { (instrument.name) ", about " (instrument.recall) "." } }
        (show_problems(problems))
        @if !is_for_patients(instrument) { p.small { (why_not_asked(instrument)) } }
        @for note in &instrument.notes { p.small.muted { (note) } }
        section.card {
            form.stack method="post" action=(format!("{base}/record/questionnaire")) novalidate data-guard="" data-draft=(format!("answers-{}", instrument.id)) {
                input type="hidden" name="chart" value=(chart.id);
                input type="hidden" name="key" value=(key);
                input type="hidden" name="instrument" value=(instrument.id);
                @if !amends.is_empty() { input type="hidden" name="amends" value=(amends); }
                (controls::radios(&who_answered, &respondents))
                @if let Some(intro) = &instrument.intro { p { (intro) } }
                @for item in &instrument.items { (question(instrument, item, &name_of(item.position), values)) }
                @for item in &instrument.unscored { (question(instrument, item, "difficulty", values)) }
                (show_fields(&[Field::occurred().hint("When it was answered. Empty means now.")], values, problems))
                (frame::signing(app, chart))
                p.row { button.button type="submit" { "Record the answers for " (given) } a.button.quiet href=(base) { "Back to the chart" } }
                p.tiny { (instrument.licence.notice) @if let Some(to) = &instrument.licensed_to { " Licensed to " (to.holder) " (" (to.reference) ")." } }
            }
        }
    };
    (status, frame::page(app, who, &RecordPage { open: &desk.open, tab: "/record", title: &instrument.short_name }, body))
        .into_response()
}

fn or<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.is_empty() { otherwise } else { text }
}

/// Nothing is chosen beforehand: a question that was left out on paper is left out here.
fn question(instrument: &Instrument, item: &Item, name: &str, values: &Values) -> Markup {
    let label = format!("{}. {}", item.position, item.text.as_deref().unwrap_or(&item.label));
    let options = instrument.options_of(item);
    let chosen = values.get(name);
    if let Some(range) = item.number_input() {
        return number(&label, range, name, chosen);
    }
    html! {
        fieldset id=(name) {
            legend { (label) @if let Some(condition) = item.ask_if { span.small.muted { " Asked only if item " (condition.item) " is " (condition.at_least) " or more." } } }
            div.row {
                @for option in options {
                    label.choice { input type="radio" name=(name) value=(option.value) checked[chosen == option.value.to_string()]; span { (option.value) " " (option.label) } }
                }
                label.choice { input type="radio" name=(name) value="" checked[chosen.is_empty()]; span.muted { "left out" } }
            }
        }
    }
}

/// A number with its unit; empty is left out.
fn number(label: &str, range: &AnswerRange, name: &str, chosen: &str) -> Markup {
    let mut hint =
        format!("{} to {} {}", range.shown(range.from), range.shown(range.to), range.unit.as_deref().unwrap_or_default());
    for (end, meaning) in [(range.from, &range.low), (range.to, &range.high)] {
        if let Some(meaning) = meaning {
            hint.push_str(&format!("; {} means {meaning}", range.shown(end)));
        }
    }
    controls::text(&controls::Field { name, label, hint: &hint, value: chosen, ..controls::Field::default() }, "text")
}

/// Who usually answers: the form begins with it.
fn usual_respondent(instrument: &Instrument) -> &'static str {
    match instrument.mode {
        Mode::SelfReport => "patient",
        Mode::Clinician | Mode::Observer => "clinician",
        Mode::Proxy => "proxy",
    }
}

/// Records the answers; the answers are the fact, the score is worked out wherever it is shown.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let values = Values::new(pairs);
    let id = InstrumentId::from(values.get("instrument"));
    let (Some(instrument), true) = (app.clinic.instrument(&id), values.get("chart") == chart.to_string()) else {
        return Problem::not_found(&app, Some(&who)).into_response();
    };
    let instrument: &Instrument = &instrument;
    let desk = match Desk::open(&app, &who, chart, false).await {
        Ok(desk) => desk,
        Err(response) => return response,
    };
    let (submission, problems) = desk.about(|about| read(about, instrument, &values));
    let again = |problems: &[Wrong]| page(&app, &who, &desk, instrument, &values, problems, StatusCode::UNPROCESSABLE_ENTITY);
    if !problems.is_empty() {
        return again(&problems);
    }
    match send(&app, &who, chart, instrument, &values, submission).await {
        Ok(show_help) => {
            let help = if show_help { "&help=now" } else { "" };
            Redirect::to(&format!("/chart/{chart}?done=answers{help}")).into_response()
        }
        Err(ActionError::Refused(refusal)) => again(&[Wrong { field: "item_1".to_owned(), sentence: refusal.sentence }]),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

fn read(about: &About<'_>, instrument: &Instrument, values: &Values) -> (Submission, Vec<Wrong>) {
    let mut reading = Reading::new(values, about.zone);
    let mut answers = Vec::new();
    let mut unreadable = Vec::new();
    for item in &instrument.items {
        let name = name_of(item.position);
        let typed = values.get(&name).trim();
        let value = value_of(instrument, item, typed);
        if value.is_none() && !typed.is_empty() {
            let sentence = format!("“{typed}” is no answer to item {}. Leave it empty if it was left out.", item.position);
            unreadable.push(Wrong { field: name, sentence });
        }
        answers.push(value);
    }
    let submission = Submission {
        key: values.get("key").to_owned(),
        instrument: instrument.id.clone(),
        answers,
        difficulty: values.get("difficulty").parse().ok(),
        respondent: match values.get("respondent") {
            "clinician" => Respondent::Clinician,
            "proxy" => Respondent::Proxy,
            _ => Respondent::Patient,
        },
        at: reading.occurred(),
        language: instrument.language.clone(),
        partial: false,
    };
    let problems = reading.into_problems().into_iter().chain(unreadable).collect();
    (submission, problems)
}

/// Answers whether help has to be shown at once.
async fn send(
    app: &Shared,
    who: &Who,
    chart: ChartId,
    instrument: &Instrument,
    values: &Values,
    submission: Submission,
) -> Result<bool, ActionError> {
    let Ok(earlier) = values.get("amends").parse::<EventId>() else {
        return app.clinic.answer_questionnaire(&who.subject, chart, submission).await.map(|receipt| receipt.show_help);
    };
    let scored = score(instrument, &submission.answers, &ScoreContext::default());
    let show_help =
        scored.map(|score| !score.flags.is_empty()).map_err(|error| concord_chart::Refusal::new(error.to_string()))?;
    let answered = Answered {
        instrument: submission.instrument,
        version: instrument.version.clone(),
        answers: submission.answers,
        difficulty: submission.difficulty,
        respondent: submission.respondent,
        language: submission.language,
        partial: false,
    };
    let mut entry = Entry::new(submission.key, Event::QuestionnaireAnswered(answered)).amending(earlier);
    if let Some(at) = submission.at {
        entry = entry.at(at);
    } else if let Some(before) =
        app.clinic.open_chart(&who.subject, chart, concord_access::Purpose("correct answers")).await?.chart.entry(earlier)
    {
        entry = entry.at(before.recorded.occurred());
    }
    app.clinic.record(&who.subject, chart, None, vec![entry]).await?;
    Ok(show_help)
}
