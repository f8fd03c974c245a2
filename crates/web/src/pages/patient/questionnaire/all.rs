//! All questions on one page, for those who like to see them together. What is chosen is kept on the server as one goes;
//! without the script a button keeps it.

use super::{
    SoFar, before, calls_for_help, find, help_at_once, notice_of, number,
    page::{Sheet, asked_at_the_practice, decline, switches},
    question, questions, record_so_far, send, so_far,
    way::Way,
};
use crate::{app::Shared, errors::Problem, finish::within, guard::Who, pages::patient::after_answering, pages::patient::frame};
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_knowledge::{Instrument, instrument::Item};
use maud::{Markup, html};
use serde::Deserialize;

/// Everything, on one page.
pub(super) fn page(sheet: &Sheet<'_>, kept: &SoFar, wrong: Option<&str>) -> Markup {
    let (instrument, words) = (&sheet.instrument, sheet.words);
    let address = format!("{}/{}/all", sheet.base(), instrument.id);
    let body = html! {
        div.row.between { p.back { a href=(frame::home(sheet.who)) { (words.back) } } (switches(sheet, None)) }
        @if kept.is_worrying(instrument) { (help_at_once(sheet, kept)) }
        header { h1 { (instrument.patient_name) } p.lead { (words.all_lead) } }
        (frame::trouble(wrong, "item_1"))
        (before(sheet))
        form.questions method="post" action=(address) data-keeps=(address) {
            input type="hidden" name="key" value=(kept.key);
            input type="hidden" name="shown_in" value=(sheet.instrument.language);
            @for (place, item) in (1..).zip(questions(instrument)) { (one(sheet, item, kept, place)) }
            div.go {
                button.button.primary type="submit" { (words.send) }
                button.button.secondary type="submit" name="keep" value="yes" { (words.keep) }
            }
        }
        (decline(sheet))
        (notice_of(sheet))
    };
    sheet.page(body)
}

fn one(sheet: &Sheet<'_>, item: &Item, kept: &SoFar, place: usize) -> Markup {
    let (instrument, words) = (&sheet.instrument, sheet.words);
    let (name, chosen) = (format!("item_{place}"), kept.chosen(place));
    let intro = instrument.intro.as_deref().filter(|_| place == 1).unwrap_or_default();
    html! {
        fieldset.answers id=(name) {
            legend { @if !intro.is_empty() { span.lead { (intro) } } h2 { (place) ". " (item.text.as_deref().unwrap_or(&item.label)) } }
            @if let Some(condition) = item.ask_if { p.small.muted { (words.depends_on) " " (condition.item) "." } }
            @if let Some(range) = item.number_input() { (number::field(&name, range, chosen, words)) }
            @else {
                @for option in instrument.options_of(item) {
                    label.answer { input type="radio" name=(name) value=(option.value) checked[chosen == Some(option.value)]; span { (option.label) } }
                }
                label.answer.out { input type="radio" name=(name) value="" checked[kept.is_left_out(place)]; span.muted { (words.leave_out) } }
            }
        }
    }
}

/// Sends them, or keeps them.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let instrument = match find(&app, &who, &id).await {
        Ok(instrument) => instrument,
        Err(problem) => return problem.into_response(),
    };
    let typed = |place: usize| {
        let name = format!("item_{place}");
        pairs.iter().rev().find(|(field, _)| *field == name).map_or("", |(_, value)| value.as_str())
    };
    let all = questions(&instrument);
    let given: Vec<Option<u8>> = (1..).zip(&all).map(|(place, item)| number::value_of(&instrument, item, typed(place))).collect();
    let keep = pairs.iter().find(|(field, _)| field == "keep").map(|(_, value)| value.as_str());
    let key = pairs.iter().find(|(field, _)| field == "key").map_or("", |(_, value)| value.as_str());
    let shown_in = pairs.iter().find(|(field, _)| field == "shown_in").map_or("", |(_, value)| value.as_str());
    let unreadable = (1..).zip(&given).any(|(place, value)| value.is_none() && !typed(place).trim().is_empty());
    let worries = (1..).zip(&given).any(|(place, value)| calls_for_help(&instrument, place, *value));
    let sent = Sent { unreadable, key: key.to_owned(), keep: keep.map(str::to_owned), given };
    let going_on = {
        let (app, who, instrument) = (app.clone(), who.clone(), instrument.clone());
        async move { go_on(&app, &who, &instrument, &sent).await }
    };
    if !worries {
        return going_on.await.unwrap_or_else(IntoResponse::into_response);
    }
    // What was just said gets its answer, from memory, whatever the store does and however long it takes.
    match within(super::PATIENCE, going_on).await {
        Some(Ok(response)) => response,
        Some(Err(_)) | None => after_answering::not_kept(&app, &who, shown_in),
    }
}

/// The page as it came in.
struct Sent {
    given: Vec<Option<u8>>,
    /// True when something was typed that is no answer.
    unreadable: bool,
    key: String,
    /// `yes` to stop here, `quiet` in the background; else everything is sent.
    keep: Option<String>,
}

async fn go_on(app: &Shared, who: &Who, instrument: &Instrument, sent: &Sent) -> Result<Response, Problem> {
    let sheet = Sheet::of(app, who, instrument, Way::of(app, who).await?);
    let mut kept = so_far::load(app, who, instrument).await?;
    if kept.reached == 0 && !app.clinic.may_send(instrument) {
        return Ok(asked_at_the_practice(&sheet).into_response());
    }
    if kept.reached == 0 && !sent.key.is_empty() {
        // A page sent twice brings the key under which it was sent the first time.
        kept.key.clone_from(&sent.key);
    }
    for (place, value) in (1..).zip(&sent.given) {
        kept.put(instrument, place, *value);
    }
    kept.drop_skipped(instrument);
    kept.reached = if sent.keep.is_some() { last_answered(&sent.given) } else { sent.given.len() };
    if sent.keep.is_none() && !sent.unreadable && kept.answers.iter().all(Option::is_none) {
        let page = page(&sheet, &kept, Some(sheet.words.answer_one));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let before = kept.recorded_under.clone();
    if kept.is_worrying(instrument) && (sent.keep.is_some() || sent.unreadable) {
        record_so_far(&sheet, &mut kept).await?;
    }
    so_far::keep(app, who, instrument, &kept).await?;
    let again = |words: &str| (StatusCode::UNPROCESSABLE_ENTITY, page(&sheet, &kept, Some(words))).into_response();
    match sent.keep.as_deref() {
        // In the background, and an answer that calls for help was given: the page comes back with the numbers on top.
        Some("quiet") if kept.recorded_under != before => Ok(page(&sheet, &kept, None).into_response()),
        Some("quiet") => Ok(StatusCode::NO_CONTENT.into_response()),
        Some(_) if kept.is_worrying(instrument) => Ok(page(&sheet, &kept, None).into_response()),
        Some(_) => Ok(Redirect::to(&format!("{}?done=questions-kept", frame::home(who))).into_response()),
        None if sent.unreadable => Ok(again(sheet.words.choose_one)),
        None => send(&sheet, kept).await,
    }
}

/// How far somebody has come: the last question with an answer.
fn last_answered(given: &[Option<u8>]) -> usize {
    given.iter().rposition(Option::is_some).map_or(0, |index| index + 1)
}

/// What somebody switched.
#[derive(Deserialize, Default)]
pub struct Switched {
    #[serde(default)]
    q: Option<usize>,
    #[serde(default)]
    all: String,
    #[serde(default)]
    language: String,
}

/// Remembers how somebody likes to answer, and goes on at the same question.
pub async fn switch(State(app): State<Shared>, who: Who, Path(id): Path<String>, Form(switched): Form<Switched>) -> Response {
    let instrument = match find(&app, &who, &id).await {
        Ok(instrument) => instrument,
        Err(problem) => return problem.into_response(),
    };
    let mut way = match Way::of(&app, &who).await {
        Ok(way) => way,
        Err(problem) => return problem.into_response(),
    };
    if instrument.languages().contains(&switched.language.as_str()) {
        way.language = switched.language;
    }
    match switched.all.as_str() {
        "yes" => way.all_on_one = true,
        "no" => way.all_on_one = false,
        _ => {}
    }
    if let Err(problem) = way.keep(&app, &who).await {
        return problem.into_response();
    }
    let place = switched.q.filter(|_| !way.all_on_one).map(|place| format!("?q={place}")).unwrap_or_default();
    Redirect::to(&format!("{}/{}{place}", super::page::base_of(&who), instrument.id)).into_response()
}

/// The page that fits the way: one question, or all.
pub(super) fn either(sheet: &Sheet<'_>, kept: &SoFar, place: usize, wrong: Option<&str>) -> Markup {
    if sheet.way.all_on_one { page(sheet, kept, wrong) } else { question::page(sheet, kept, place, wrong) }
}
