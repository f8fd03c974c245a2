//! Answer a questionnaire: one question a page, answers kept on the server as one goes, back works, no script needed.
//!
//! An answer that calls for help does not wait for the last page: it is on the chart, and the team is told, as soon as it
//! was given, and the next page begins with the numbers to call.

pub mod all;
mod number;
mod page;
mod question;
pub(super) mod so_far;
pub(super) mod way;
pub(super) mod words;

use super::{after_answering, frame, own};
use crate::{app::Shared, errors::Problem, finish::within, guard::Who};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_access::Role;
use concord_actions::{ActionError, Entry, ShownInstrument, Submission};
use concord_chart::{
    Event, InstrumentId,
    questionnaire::{Declined, Respondent},
};
use concord_knowledge::{
    Instrument,
    instrument::{Item, Mode},
};
use maud::Markup;
pub(crate) use number::value_of;
use page::{Sheet, asked_at_the_practice, before, help_at_once, notice_of};
use serde::Deserialize;
pub(super) use so_far::SoFar;
use std::time::Duration;
use way::Way;

/// How long somebody who gave a worrying answer waits for the store before help is shown without it.
const PATIENCE: Duration = Duration::from_millis(2500);

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
    /// The language of the page that was answered: known from it, so that the answer to it needs no store.
    #[serde(default)]
    shown_in: String,
}

/// Questionnaires that a patient answers alone and whose wording may be shown in some language: it ships, or the practice
/// holds a licence.
pub(crate) fn is_for_patients(instrument: &Instrument) -> bool {
    instrument.mode == Mode::SelfReport && !instrument.languages().is_empty()
}

/// Questionnaires that somebody who knows the patient answers on a page of their own.
pub(crate) fn is_for_proxies(instrument: &Instrument) -> bool {
    instrument.mode == Mode::Proxy && !instrument.languages().is_empty()
}

/// The questionnaire of an address, where it is put to whoever asks for it: patients find what patients answer, somebody who
/// acts for a patient finds what the team assigned to them.
async fn find(app: &Shared, who: &Who, id: &str) -> Result<ShownInstrument, Problem> {
    let missing = || Problem::of(app, Some(who), ActionError::NotFound);
    let found = app.clinic.instrument(&InstrumentId::from(id)).ok_or_else(missing)?;
    let is_theirs = if who.subject.role == Role::Proxy {
        let asked = app.clinic.questions_for_proxy(&who.subject).await.map_err(|error| Problem::of(app, Some(who), error))?;
        is_for_proxies(&found) && asked.iter().any(|(instrument, _)| *instrument == found.id)
    } else {
        is_for_patients(&found)
    };
    if is_theirs { Ok(found) } else { Err(missing()) }
}

/// Whose answers these are.
fn respondent(who: &Who) -> Respondent {
    if who.subject.role == Role::Proxy { Respondent::Proxy } else { Respondent::Patient }
}

/// Shows one question; without a number, the first one that was not reached. Or all, for those who like that better.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(
    State(app): State<Shared>,
    who: Who,
    Path(id): Path<String>,
    Query(which): Query<Which>,
) -> Result<Markup, Problem> {
    let instrument = find(&app, &who, &id).await?;
    let sheet = Sheet::of(&app, &who, &instrument, Way::of(&app, &who).await?);
    let kept = so_far::load(&app, &who, &instrument).await?;
    // One that was begun goes on: what somebody has said already is worth more than the rule.
    if kept.reached == 0 && !app.clinic.may_send(&instrument) {
        return Ok(asked_at_the_practice(&sheet));
    }
    let last = questions(&instrument).len();
    let number = which.q.unwrap_or(kept.reached + 1).clamp(1, last.min(kept.reached + 1));
    Ok(all::either(&sheet, &kept, number, None))
}

/// Keeps one answer and goes on; after the last one, sends them.
pub async fn submit(State(app): State<Shared>, who: Who, Path(id): Path<String>, Form(answer): Form<Answer>) -> Response {
    let instrument = match find(&app, &who, &id).await {
        Ok(instrument) => instrument,
        Err(problem) => return problem.into_response(),
    };
    // What was just said gets its answer, from memory, whatever the store does and however long it takes.
    let given = answer.value.parse::<u8>().ok().filter(|_| answer.leave_out.is_none());
    let worries = calls_for_help(&instrument, answer.q, given);
    let language = answer.shown_in.clone();
    let going_on = {
        let (app, who) = (app.clone(), who.clone());
        async move { go_on(&app, &who, &instrument, &answer).await }
    };
    if !worries {
        return going_on.await.unwrap_or_else(IntoResponse::into_response);
    }
    match within(PATIENCE, going_on).await {
        Some(Ok(response)) => response,
        Some(Err(_)) | None => after_answering::not_kept(&app, &who, &language),
    }
}

async fn go_on(app: &Shared, who: &Who, instrument: &Instrument, answer: &Answer) -> Result<Response, Problem> {
    let all = questions(instrument);
    let Some(item) = answer.q.checked_sub(1).and_then(|index| all.get(index)) else {
        return Err(Problem::of(app, Some(who), ActionError::NotFound));
    };
    let sheet = Sheet::of(app, who, instrument, Way::of(app, who).await?);
    let mut kept = so_far::load(app, who, instrument).await?;
    let value = match (&answer.leave_out, value_of(instrument, item, &answer.value)) {
        (Some(_), _) => None,
        (None, Some(value)) => Some(value),
        (None, None) => {
            let page = question::page(&sheet, &kept, answer.q, Some(sheet.words.choose_one));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    kept.put(instrument, answer.q, value);
    kept.drop_skipped(instrument);
    let next = (answer.q + 1..=all.len()).find(|number| all.get(number - 1).is_some_and(|item| kept.is_asked(instrument, item)));
    let worrying = kept.is_worrying(instrument);
    if worrying && next.is_some() {
        record_so_far(&sheet, &mut kept).await?;
    }
    // Questions that are skipped count as passed, so that the next one can be reached.
    kept.reached = kept.reached.max(next.unwrap_or(all.len() + 1) - 1);
    so_far::keep(app, who, instrument, &kept).await?;
    if let Some(next) = next {
        return Ok(Redirect::to(&format!("{}/{}?q={next}", sheet.base(), instrument.id)).into_response());
    }
    send(&sheet, kept).await
}

/// True when this answer alone calls for help to be shown, before anything is read or written. Questions are counted from 1.
fn calls_for_help(instrument: &Instrument, place: usize, given: Option<u8>) -> bool {
    let reached =
        |value: u8| instrument.safety_items.iter().any(|safety| usize::from(safety.item) == place && value >= safety.at_least);
    given.is_some_and(reached)
}

/// Puts the answers on the chart before the last page: once for every state of them.
async fn record_so_far(sheet: &Sheet<'_>, kept: &mut SoFar) -> Result<(), Problem> {
    let (app, who, instrument) = (sheet.app, sheet.who, &sheet.instrument);
    let key = kept.key_of_this_state();
    if kept.recorded_under.as_deref() == Some(key.as_str()) {
        return Ok(());
    }
    let chart = own::id(app, who)?;
    let submission = Submission { key: key.clone(), partial: true, ..submission(who, instrument, kept) };
    let recorded = app.clinic.answer_so_far(&who.subject, chart, submission.clone(), kept.recorded).await;
    let recorded = match recorded {
        // What was recorded before was corrected by the team meanwhile: this is then an entry of its own.
        Err(ActionError::Refused(_)) if kept.recorded.is_some() => {
            app.clinic.answer_so_far(&who.subject, chart, submission, None).await
        }
        other => other,
    };
    kept.recorded = Some(recorded.map_err(|error| Problem::of(app, Some(who), error))?);
    kept.recorded_under = Some(key);
    Ok(())
}

fn submission(who: &Who, instrument: &Instrument, kept: &SoFar) -> Submission {
    Submission {
        key: kept.key.clone(),
        instrument: instrument.id.clone(),
        answers: kept.answers.clone(),
        difficulty: kept.difficulty,
        respondent: respondent(who),
        at: None,
        language: instrument.language.clone(),
        partial: false,
    }
}

/// Sends the set. The page that answers is made from the answers and from memory, so that help stands on it
/// whatever became of the sending.
async fn send(sheet: &Sheet<'_>, kept: SoFar) -> Result<Response, Problem> {
    let (app, who, instrument) = (sheet.app, sheet.who, &sheet.instrument);
    let chart = own::id(app, who)?;
    let whole = submission(who, instrument, &kept);
    let sent = match kept.recorded {
        Some(earlier) => match app.clinic.answer_instead_of(&who.subject, chart, whole.clone(), earlier).await {
            Err(ActionError::Refused(_)) => app.clinic.answer_questionnaire(&who.subject, chart, whole).await,
            other => other,
        },
        None => app.clinic.answer_questionnaire(&who.subject, chart, whole).await,
    };
    match sent {
        Ok(receipt) => {
            so_far::forget(app, who, instrument).await;
            Ok(after_answering::page(app, who, instrument, &receipt).into_response())
        }
        Err(_) if kept.is_worrying(instrument) => Ok(after_answering::not_kept(app, who, &instrument.language)),
        Err(ActionError::Refused(refusal)) => {
            let page = all::either(sheet, &kept, 1, Some(&refusal.sentence));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(Problem::of(app, Some(who), error)),
    }
}

/// Declines the questionnaire: a fact of its own, not a row of zeros. One that nobody asked for is simply left.
pub async fn decline(State(app): State<Shared>, who: Who, Path(id): Path<String>) -> Response {
    let event = Event::QuestionnaireDeclined(Declined { instrument: InstrumentId::from(id.as_str()), reason: String::new() });
    let chart = match own::id(&app, &who) {
        Ok(chart) => chart,
        Err(problem) => return problem.into_response(),
    };
    if let Ok(instrument) = find(&app, &who, &id).await {
        so_far::forget(&app, &who, &instrument).await;
    }
    match app.clinic.record(&who.subject, chart, None, vec![Entry::new(frame::fresh_key(&app), event)]).await {
        Ok(_) => Redirect::to("/my?done=declined").into_response(),
        Err(ActionError::Refused(_)) => Redirect::to("/my?done=not-now").into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// Scored items first, then the unscored ones.
fn questions(instrument: &Instrument) -> Vec<&Item> {
    instrument.all_items().collect()
}
