//! Answer a questionnaire: one question a page, answers kept as one goes, back works, no script needed.

use super::{after_answering, frame, own};
use crate::{app::Shared, components, errors::Problem, guard::Who, pages::public::help_now};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry, Submission};
use concord_chart::{Event, InstrumentId, questionnaire::{Declined, Respondent}};
use concord_knowledge::{Instrument, instrument::{Item, LicenceKind}};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

/// What was answered so far, kept on the server until it is sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct SoFar {
    /// Sending the same set twice records once.
    key: String,
    /// The scored items; `None` = not reached or left out.
    answers: Vec<Option<u8>>,
    /// The unscored question, where there is one.
    difficulty: Option<u8>,
    /// How many questions were reached.
    reached: usize,
}

impl SoFar {
    fn new(app: &Shared, instrument: &Instrument) -> Self {
        Self { key: frame::fresh_key(app), answers: vec![None; instrument.items.len()], difficulty: None, reached: 0 }
    }
}

/// Which question.
#[derive(Deserialize, Default)]
pub struct Which {
    q: Option<usize>,
}

/// One answer.
#[derive(Deserialize)]
pub struct Answer {
    q: usize,
    #[serde(default)]
    value: String,
    #[serde(default)]
    leave_out: Option<String>,
}

fn form_name(instrument: &Instrument) -> String {
    format!("questions:{}", instrument.id)
}

fn find<'a>(app: &'a Shared, who: &Who, id: &str) -> Result<&'a Instrument, Problem> {
    let found = app.clinic.knowledge().instrument(&InstrumentId::from(id));
    found.filter(|instrument| instrument.licence.ships_wording).ok_or_else(|| Problem::of(app, Some(who), ActionError::NotFound))
}

async fn so_far(app: &Shared, who: &Who, instrument: &Instrument) -> Result<SoFar, Problem> {
    let kept = app.clinic.draft_of(&who.subject, &form_name(instrument)).await.map_err(|error| Problem::of(app, Some(who), error))?;
    let read = kept.and_then(|text| serde_json::from_str::<SoFar>(&text).ok());
    Ok(read.filter(|kept| kept.answers.len() == instrument.items.len()).unwrap_or_else(|| SoFar::new(app, instrument)))
}

/// Shows one question; without a number, the first one that was not reached.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Path(id): Path<String>, Query(which): Query<Which>) -> Result<Markup, Problem> {
    let instrument = find(&app, &who, &id)?;
    let kept = so_far(&app, &who, instrument).await?;
    let last = questions(instrument).len();
    let number = which.q.unwrap_or(kept.reached + 1).clamp(1, last);
    Ok(question_page(&app, &who, instrument, &kept, number, None))
}

/// Keeps one answer and goes on; after the last one, sends them.
pub async fn submit(State(app): State<Shared>, who: Who, Path(id): Path<String>, Form(answer): Form<Answer>) -> Response {
    match go_on(&app, &who, &id, answer).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn go_on(app: &Shared, who: &Who, id: &str, answer: Answer) -> Result<Response, Problem> {
    let instrument = find(app, who, id)?;
    let all = questions(instrument);
    let Some(item) = answer.q.checked_sub(1).and_then(|index| all.get(index)) else {
        return Err(Problem::of(app, Some(who), ActionError::NotFound));
    };
    let value = if answer.leave_out.is_some() { None } else { answer.value.parse::<u8>().ok() };
    let worrying = value.is_some_and(|value| is_worrying(instrument, item, value));
    let mut kept = match so_far(app, who, instrument).await {
        Ok(kept) => kept,
        // The store is away. What was just said still gets its answer, from memory.
        Err(problem) => return if worrying { Ok(after_answering::not_kept(app, who).into_response()) } else { Err(problem) },
    };
    if value.is_none() && answer.leave_out.is_none() {
        let page = question_page(app, who, instrument, &kept, answer.q, Some("Choose one answer, or leave this one out."));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    if answer.q <= instrument.items.len() { kept.answers[answer.q - 1] = value } else { kept.difficulty = value }
    kept.reached = kept.reached.max(answer.q);
    if answer.q < all.len() {
        return keep_and_go(app, who, instrument, &kept, answer.q + 1, worrying).await;
    }
    send(app, who, instrument, kept).await
}

async fn keep_and_go(app: &Shared, who: &Who, instrument: &Instrument, kept: &SoFar, next: usize, worrying: bool) -> Result<Response, Problem> {
    let text = serde_json::to_string(kept).map_err(|error| Problem::of(app, Some(who), ActionError::Inside(error.to_string())))?;
    match app.clinic.keep_draft(&who.subject, &form_name(instrument), &text).await {
        Ok(()) => Ok(Redirect::to(&format!("/my/questions/{}?q={next}", instrument.id)).into_response()),
        Err(_) if worrying => Ok(after_answering::not_kept(app, who).into_response()),
        Err(error) => Err(Problem::of(app, Some(who), error)),
    }
}

/// Sends the set. The page that answers is made from the answers and from memory, so that help stands on it
/// whatever became of the sending.
async fn send(app: &Shared, who: &Who, instrument: &Instrument, kept: SoFar) -> Result<Response, Problem> {
    let worrying = instrument.items.iter().zip(&kept.answers).any(|(item, value)| value.is_some_and(|value| is_worrying(instrument, item, value)));
    let chart = own::id(app, who)?;
    let submission = Submission {
        key: kept.key.clone(),
        instrument: instrument.id.clone(),
        answers: kept.answers.clone(),
        difficulty: kept.difficulty,
        respondent: Respondent::Patient,
        at: None,
        language: instrument.language.clone(),
        partial: false,
    };
    match app.clinic.answer_questionnaire(&who.subject, chart, submission).await {
        Ok(receipt) => {
            // The answers are on the chart; a draft that stays behind would only be offered again.
            let forgotten = app.clinic.keep_draft(&who.subject, &form_name(instrument), "").await;
            if let Err(error) = forgotten {
                tracing::warn!(%error, "a sent questionnaire's draft stays behind");
            }
            Ok(after_answering::page(app, who, instrument, receipt.show_help).into_response())
        }
        Err(_) if worrying => Ok(after_answering::not_kept(app, who).into_response()),
        Err(ActionError::Refused(refusal)) => {
            let page = question_page(app, who, instrument, &kept, 1, Some(&refusal.sentence));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(Problem::of(app, Some(who), error)),
    }
}

/// Declines the questionnaire: a fact of its own, not a row of zeros.
pub async fn decline(State(app): State<Shared>, who: Who, Path(id): Path<String>) -> Response {
    let event = Event::QuestionnaireDeclined(Declined { instrument: InstrumentId::from(id.as_str()), reason: String::new() });
    match super::doses::record(&app, &who, Entry::new(frame::fresh_key(&app), event)).await {
        Ok(()) => Redirect::to("/my?done=declined").into_response(),
        Err(problem) => problem.into_response(),
    }
}

/// Scored items first, then the unscored ones.
fn questions(instrument: &Instrument) -> Vec<&Item> {
    instrument.all_items().collect()
}

fn is_worrying(instrument: &Instrument, item: &Item, value: u8) -> bool {
    instrument.safety_items.iter().any(|safety| safety.item == item.position && value >= safety.at_least)
}

fn is_safety(instrument: &Instrument, number: usize) -> bool {
    instrument.safety_items.iter().any(|safety| usize::from(safety.item) == number)
}

fn question_page(app: &Shared, who: &Who, instrument: &Instrument, kept: &SoFar, number: usize, wrong: Option<&str>) -> Markup {
    let all = questions(instrument);
    let item = all[number - 1];
    let scored = number <= instrument.items.len();
    let chosen = if scored { kept.answers[number - 1] } else { kept.difficulty };
    // Help stands on the page that asks about self-harm and on the one after it.
    let help_here = is_safety(instrument, number) || (number > 1 && is_safety(instrument, number - 1));
    let body = html! {
        p.back { @if number > 1 { a href=(format!("/my/questions/{}?q={}", instrument.id, number - 1)) { "Back" } } @else { a href="/my" { "Back" } } }
        (components::progress_segments::progress_segments(number as u32, all.len() as u32))
        (frame::trouble(wrong, "answers"))
        form.question method="post" action=(format!("/my/questions/{}", instrument.id)) {
            input type="hidden" name="q" value=(number);
            @if let (true, Some(intro)) = (scored, &instrument.intro) { p.lead #intro { (intro) } }
            h1 #asked { (item.text.as_deref().unwrap_or(&item.label)) }
            fieldset.answers #answers aria-labelledby="asked" {
                legend.visually-hidden { "How often" }
                @for option in instrument.options_of(item) {
                    label.answer { input type="radio" name="value" value=(option.value) checked[chosen == Some(option.value)]; span { (option.label) } }
                }
            }
            @if help_here {
                p.note {
                    "Many people have such thoughts when they are low. Saying so brings help and takes no choice away from you. Your care team reads the answers "
                    (app.clinic.practice().hours) ". Need someone now? " a href="/help-now" { "Help now" }
                }
            }
            div.go {
                button.button.primary type="submit" { @if number == all.len() { "Send my answers" } @else { "Next" } }
                button.button.quiet type="submit" name="leave_out" value="yes" { "Leave this one out" }
            }
        }
        @if number == 1 {
            form method="post" action=(format!("/my/questions/{}/decline", instrument.id)) { button.button.quiet type="submit" { "Not this time" } }
        }
        p.tiny { (instrument.licence.notice) @if instrument.licence.kind == LicenceKind::NonCommercial { " For use that earns no money." } }
    };
    frame::page(app, who, "Questions", frame::HOME, body)
}

/// The lines of help, for the page after.
pub(super) fn help_lines(app: &Shared) -> Markup {
    help_now::lines(app)
}
