//! The diary card: one day, one tap a row. Nothing is filled in for anybody; a row that was left out stays left out. An answer
//! that calls for a person leads to help in the same response, whatever the store does.

use super::{
    card_form::{self, Shown},
    own_work::{Own, Sent, Wrong, again},
    words,
};
use crate::{
    app::Shared,
    errors::Problem,
    guard::Who,
    pages::{
        patient::{after_answering, frame, help, own},
        public::help_now,
    },
};
use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{Entry, Told};
use concord_chart::{
    Event,
    work::{Act, CardFilled, CardSet, Medicines, SkillUsed},
};
use concord_engines::{days::plus, escalation::of_card};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use std::{collections::BTreeMap, time::Duration};

/// How long somebody whose answer calls for a person waits for the store before help is shown without it.
const PATIENCE: Duration = Duration::from_millis(2500);
/// Days back for which a card can still be filled in.
const DAYS: i64 = 7;

/// Which day.
#[derive(Deserialize, Default)]
pub struct Which {
    #[serde(default)]
    on: String,
}

/// A day's card; today's without a day.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(which): Query<Which>) -> Result<Markup, Problem> {
    let own = Own::open(app, who, "own diary card").await?;
    let Some(layout) = own.chart().work.card.as_ref() else { return Ok(not_laid_out(&own)) };
    let on = day(&own, &which.on).unwrap_or(own.today());
    let sent = own.chart().work.cards.get(&on).map(|kept| written(&layout.what, &kept.what)).unwrap_or_default();
    Ok(card_form::page(&own, &Shown { layout: &layout.what, on, sent: &sent }, None))
}

fn not_laid_out(own: &Own) -> Markup {
    let body = html! {
        header { h1 { (words::CARD) } p.lead { (words::NO_CARD) } }
        p { a href="/my/work" { (words::MY_WORK) } }
    };
    own.page(("/my/work", words::MY_WORK), body)
}

/// The days that can be filled in, today first.
pub(super) fn days(today: Date) -> impl Iterator<Item = Date> {
    (0..DAYS).map(move |back| plus(today, -back))
}

fn day(own: &Own, text: &str) -> Option<Date> {
    text.parse().ok().filter(|on| days(own.today()).any(|day| day == *on))
}

/// What stands in the fields of a card that was kept.
fn written(layout: &CardSet, card: &CardFilled) -> Sent {
    let mut sent = Sent::default();
    card.urges.iter().for_each(|(code, value)| sent.put(format!("u:{code}"), value));
    card.emotions.iter().for_each(|(code, value)| sent.put(format!("f:{code}"), value));
    for (code, act) in &card.acts {
        sent.put(format!("a:{code}"), if act.done { "yes" } else { "no" });
        sent.put_some(format!("t:{code}"), act.times);
    }
    for used in &card.skills {
        let value = if layout.skills_rated || used.rating == 4 || used.rating == 5 { used.rating } else { 4 };
        sent.put(format!("s:{}", used.skill), value);
    }
    let medicines = card.medicines.unwrap_or_default();
    let yes_no = |answer: Option<bool>| answer.map(|yes| if yes { "yes" } else { "no" });
    sent.put_some("m:as_agreed", yes_no(medicines.as_agreed));
    sent.put_some("m:when_needed", yes_no(medicines.when_needed));
    sent.put_some("m:over_the_counter", yes_no(medicines.over_the_counter));
    sent.put("words", &card.words);
    sent
}

/// Keeps a day's card. What it says is read before anything is written, so that help does not depend on the store.
pub async fn submit(State(app): State<Shared>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Response {
    let sent = Sent(fields);
    let worries = read(&sent).is_ok_and(|card| may_worry(&app, &card));
    let keeping = keep(&app, &who, &sent);
    if !worries {
        return keeping.await.unwrap_or_else(IntoResponse::into_response);
    }
    match tokio::time::timeout(PATIENCE, keeping).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) | Err(_) => after_answering::not_kept(&app, &who),
    }
}

/// True when the card alone, without its layout, could call for a person: then the numbers to call do not wait.
fn may_worry(app: &Shared, card: &CardFilled) -> bool {
    let at_least = app.clinic.practice().safety.diary.urge_at_least;
    card.urges.values().any(|strength| *strength >= at_least) || card.acts.values().any(|act| act.done)
}

async fn keep(app: &Shared, who: &Who, sent: &Sent) -> Result<Response, Problem> {
    let own = Own::open(app.clone(), who.clone(), "own diary card").await?;
    let Some(layout) = own.chart().work.card.as_ref().map(|piece| piece.what.clone()) else { return Err(own.nothing()) };
    let on = match day(&own, sent.get("on")) {
        Some(on) => on,
        None => return Err(own.trouble(concord_chart::Refusal::new(words::CARD_TOO_OLD).into())),
    };
    let shown = Shown { layout: &layout, on, sent };
    let card = match read(sent) {
        Ok(card) => CardFilled { on, ..of_layout(&layout, card) },
        Err(wrong) => return Ok(again(card_form::page(&own, &shown, Some(&wrong)))),
    };
    let worrying = of_card(Some(&layout), &card, own.app.clinic.knowledge(), &own.app.clinic.practice().safety).is_some();
    let entry = Entry::new(own.key(sent), Event::DiaryCardFilled(card));
    match own.record(vec![entry]).await? {
        Ok(receipt) if worrying => {
            let told = match receipt.events.first() {
                Some(card) => own.app.clinic.told_about(own::id(app, who)?, *card).await,
                None => None,
            };
            Ok(kept_with_help(&own, told.as_ref()).into_response())
        }
        Ok(_) => Ok(Redirect::to("/my?done=card").into_response()),
        Err(sentence) => Ok(again(card_form::page(&own, &shown, Some(&Wrong::new("rows", sentence))))),
    }
}

/// The card as it was sent. What was not chosen is absent, never zero.
fn read(sent: &Sent) -> Result<CardFilled, Wrong> {
    let codes = |prefix: &'static str| sent.0.iter().filter_map(move |(name, _)| name.strip_prefix(prefix));
    let rated = |prefix: &'static str, most: u8| -> Result<BTreeMap<String, u8>, Wrong> {
        let values =
            codes(prefix).map(|code| Ok(sent.number(&format!("{prefix}{code}"), most)?.map(|value| (code.to_owned(), value))));
        values.filter_map(Result::transpose).collect()
    };
    let mut acts = BTreeMap::new();
    for code in codes("a:") {
        let done = match sent.get(&format!("a:{code}")) {
            "yes" => true,
            "no" => false,
            _ => continue,
        };
        let times = sent.number(&format!("t:{code}"), u8::MAX)?.map(u16::from).filter(|_| done);
        acts.insert(code.to_owned(), Act { done, times, words: String::new() });
    }
    let skills = rated("s:", 7)?.into_iter().map(|(skill, rating)| SkillUsed { skill, rating }).collect();
    let yes_no = |name: &str| match sent.get(name) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let told = Medicines {
        as_agreed: yes_no("m:as_agreed"),
        when_needed: yes_no("m:when_needed"),
        over_the_counter: yes_no("m:over_the_counter"),
    };
    Ok(CardFilled {
        on: Date::default(),
        urges: rated("u:", 5)?,
        acts,
        emotions: rated("f:", 5)?,
        skills,
        medicines: (told != Medicines::default()).then_some(told),
        words: sent.get("words").to_owned(),
    })
}

/// Rows that the card has; a page from before it was laid out anew may send others.
fn of_layout(layout: &CardSet, card: CardFilled) -> CardFilled {
    let has = |rows: &[concord_chart::work::Target], code: &String| rows.iter().any(|row| row.code == *code);
    let mut card = card;
    card.urges.retain(|code, _| has(&layout.urges, code));
    card.acts.retain(|code, _| has(&layout.acts, code));
    card.emotions.retain(|code, _| has(&layout.emotions, code));
    card
}

/// Kept, with help first: the same page as after a questionnaire.
fn kept_with_help(own: &Own, told: Option<&Told>) -> Markup {
    let body = html! {
        header.thanks { h1 { (words::THANK_YOU_FOR_TELLING) } p { (words::NOT_ALONE) } }
        (help_now::lines(&own.app))
        @if let Some(told) = told { (help::what_happens(&own.app, told)) }
        (help::ask_form(&own.app, &help::Typed::default()))
        p { (words::CARD_KEPT) " " a href="/my/work/card/week" { (words::THE_WEEK) } }
        p { a href="/my" { (words::HOME) } }
    };
    frame::page(&own.app, &own.who, words::QUIET_TITLE, frame::HOME, body)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sent(fields: &[(&str, &str)]) -> Sent {
        Sent(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_row_that_was_not_answered_is_absent_and_a_chosen_nought_is_there() {
        let card = read(&sent(&[("u:self_harm", "0"), ("u:cancel", ""), ("f:shame", "5"), ("a:self_harm", ""), ("s:stop", "5")]))
            .unwrap();
        assert_eq!(card.urges, BTreeMap::from([("self_harm".to_owned(), 0)]));
        assert_eq!(card.emotions, BTreeMap::from([("shame".to_owned(), 5)]));
        assert!(card.acts.is_empty());
        assert_eq!(card.skills, [SkillUsed { skill: "stop".to_owned(), rating: 5 }]);
        assert_eq!(card.medicines, None);
    }

    #[test]
    fn a_six_is_no_answer_to_a_row_that_ends_at_five() {
        assert_eq!(read(&sent(&[("u:cancel", "6")])).unwrap_err().field, "u:cancel");
        assert_eq!(read(&sent(&[("s:stop", "8")])).unwrap_err().field, "s:stop");
    }

    #[test]
    fn what_was_kept_stands_in_the_fields_again() {
        let fields =
            [("u:cancel", "2"), ("f:shame", "0"), ("a:drink", "yes"), ("t:drink", "3"), ("s:stop", "4"), ("m:as_agreed", "no")];
        let card = read(&sent(&fields)).unwrap();
        let shown = written(&CardSet::default(), &card);
        assert!(fields.iter().all(|(name, value)| shown.get(name) == *value), "{shown:?}");
    }
}
