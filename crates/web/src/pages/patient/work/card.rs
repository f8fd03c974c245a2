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
    finish::within,
    guard::Who,
    pages::{
        patient::{after_answering, frame, help, own, safety_words::help_words},
        public::help_now,
    },
};
use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry, Receipt, Told};
use concord_chart::{
    Event,
    work::{Act, CardFilled, CardSet, Medicines, SkillUsed, Target},
};
use concord_engines::{days::plus, escalation::of_card};
use concord_knowledge::Knowledge;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use std::{collections::BTreeMap, time::Duration};
use uuid::Uuid;

/// How long somebody whose answer calls for a person waits for the store before help is shown without it.
const PATIENCE: Duration = Duration::from_millis(2500);
/// The end of a row of urges or feelings.
const HARDEST: u8 = 5;
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
    let sent = own.chart().work.cards.get(&on).map(|kept| written(&kept.what)).unwrap_or_default();
    Ok(card_form::page(&own, &Shown { layout: &layout.what, on, sent: &sent }, &html! {}, None))
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
fn written(card: &CardFilled) -> Sent {
    let mut sent = Sent::default();
    card.urges.iter().for_each(|(code, value)| sent.put(format!("u:{code}"), value));
    card.emotions.iter().for_each(|(code, value)| sent.put(format!("f:{code}"), value));
    for (code, act) in &card.acts {
        sent.put(format!("a:{code}"), if act.done { "yes" } else { "no" });
        sent.put_some(format!("t:{code}"), act.times);
    }
    card.skills.iter().for_each(|used| sent.put(format!("s:{}", used.skill), used.rating));
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
    let worries = may_worry(&app, &read(&sent).judged);
    let keeping = {
        let (app, who) = (app.clone(), who.clone());
        async move { keep(&app, &who, &sent).await }
    };
    if !worries {
        return keeping.await.unwrap_or_else(IntoResponse::into_response);
    }
    match within(PATIENCE, keeping).await {
        Some(Ok(response)) => response,
        Some(Err(_)) | None => after_answering::not_kept(&app, &who, "en"),
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
    let Read { card, judged, wrong } = read(sent);
    let worrying =
        |card: &CardFilled| of_card(Some(&layout), card, own.app.clinic.knowledge(), &own.app.clinic.practice().safety).is_some();
    let calls = worrying(&judged);
    let again_with = |on: Date, first: Markup, wrong: &Wrong| {
        let shown = Shown { layout: &layout, on, sent };
        let first = if calls {
            help_first(&own, &first)
        } else {
            html! {}
        };
        again(card_form::page(&own, &shown, &first, Some(wrong)))
    };
    let Some(on) = day(&own, sent.get("on")) else {
        return Ok(again_with(own.today(), html! {}, &Wrong::new("rows", words::CARD_TOO_OLD)));
    };
    let card = CardFilled { on, ..as_asked(&own, &layout, on, card) };
    if let Some(wrong) = wrong {
        // What can be read and calls for a person does not wait until the rest is put right.
        let first = if worrying(&card) {
            keep_readable(&own, sent, card).await?
        } else {
            html! {}
        };
        return Ok(again_with(on, first, &wrong));
    }
    match own.record(vec![Entry::new(own.key(sent), Event::DiaryCardFilled(card))]).await? {
        Ok(receipt) if calls => Ok(kept_with_help(&own, called_about(&own, &receipt).await?.as_ref()).into_response()),
        Ok(_) => Ok(Redirect::to("/my?done=card").into_response()),
        Err(sentence) => Ok(again_with(on, html! {}, &Wrong::new("rows", sentence))),
    }
}

/// Puts the part that can be read in the record, with whatever it calls for; the whole card takes its place. The same part is
/// kept once, however often it is sent.
async fn keep_readable(own: &Own, sent: &Sent, card: CardFilled) -> Result<Markup, Problem> {
    let part = serde_json::to_vec(&card).map_err(|error| own.trouble(ActionError::Inside(error.to_string())))?;
    let key = format!("{}:part:{}", own.key(sent), Uuid::new_v5(&Uuid::NAMESPACE_OID, &part));
    let receipt = match own.record(vec![Entry::new(key, Event::DiaryCardFilled(card))]).await? {
        Ok(receipt) => receipt,
        Err(_) => return Ok(html! {}),
    };
    let told = called_about(own, &receipt).await?;
    Ok(html! {
        p { (words::PART_IS_KEPT) }
        @if let Some(told) = &told { (help::what_happens(&own.app, told, help_words("en"))) }
    })
}

async fn called_about(own: &Own, receipt: &Receipt) -> Result<Option<Told>, Problem> {
    let Some(card) = receipt.events.first() else { return Ok(None) };
    Ok(own.app.clinic.told_about(own::id(&own.app, &own.who)?, *card).await)
}

/// The numbers to call on top of a card that has to be put right.
fn help_first(own: &Own, then: &Markup) -> Markup {
    html! {
        section.at-once aria-label=(words::HELP_NOW) {
            p.b { (words::THANK_YOU_FOR_TELLING) " " (words::NOT_ALONE) }
            (help_now::lines(&own.app))
            (then)
        }
    }
}

/// What was sent, as far as it can be read.
struct Read {
    /// What was not chosen is absent, never zero; what cannot be read is absent too.
    card: CardFilled,
    /// The same for judging alone: a number over the end of a row counts as its end.
    judged: CardFilled,
    /// The first row that has to be put right.
    wrong: Option<Wrong>,
}

fn read(sent: &Sent) -> Read {
    let codes = |prefix: &'static str| sent.0.iter().filter_map(move |(name, _)| name.strip_prefix(prefix));
    let mut wrong: Option<Wrong> = None;
    let mut number = |name: &str, most: u8| match sent.number(name, most) {
        Ok(value) => value,
        Err(found) => {
            wrong.get_or_insert(found);
            None
        }
    };
    let mut rated = |prefix: &'static str, most: u8| -> BTreeMap<String, u8> {
        codes(prefix).filter_map(|code| Some((code.to_owned(), number(&format!("{prefix}{code}"), most)?))).collect()
    };
    let (urges, emotions, skills) = (rated("u:", HARDEST), rated("f:", HARDEST), rated("s:", 7));
    let mut acts = BTreeMap::new();
    for code in codes("a:") {
        let done = match sent.get(&format!("a:{code}")) {
            "yes" => true,
            "no" => false,
            _ => continue,
        };
        let times = number(&format!("t:{code}"), u8::MAX).map(u16::from).filter(|_| done);
        acts.insert(code.to_owned(), Act { done, times, words: String::new() });
    }
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
    let card = CardFilled {
        on: Date::default(),
        urges,
        acts,
        emotions,
        skills: skills.into_iter().map(|(skill, rating)| SkillUsed { skill, rating }).collect(),
        medicines: (told != Medicines::default()).then_some(told),
        words: sent.get("words").to_owned(),
    };
    let mut judged = card.clone();
    for code in codes("u:") {
        if sent.get(&format!("u:{code}")).parse::<u32>().is_ok_and(|value| value > u32::from(HARDEST)) {
            judged.urges.insert(code.to_owned(), HARDEST);
        }
    }
    Read { card, judged, wrong }
}

/// Rows that were asked: by the card as it is, or as it was when the page was opened. What the day's card already says in rows
/// that are no longer asked stays.
fn as_asked(own: &Own, layout: &CardSet, on: Date, card: CardFilled) -> CardFilled {
    let layouts = own.chart().entries.iter().filter_map(|entry| match entry.recorded.event() {
        Event::DiaryCardSet(set) => Some(set),
        _ => None,
    });
    let layouts: Vec<&CardSet> = layouts.collect();
    let was_asked = |rows: fn(&CardSet) -> &Vec<Target>, code: &String| {
        layouts.iter().any(|layout| rows(layout).iter().any(|row| row.code == *code))
    };
    let mut card = card;
    card.urges.retain(|code, _| was_asked(|set| &set.urges, code));
    card.acts.retain(|code, _| was_asked(|set| &set.acts, code));
    card.emotions.retain(|code, _| was_asked(|set| &set.emotions, code));
    match own.chart().work.cards.get(&on) {
        Some(before) => with_rows_not_asked(layout, &before.what, own.app.clinic.knowledge(), card),
        None => card,
    }
}

/// What was answered before and is on no row of the page is no row that was emptied.
fn with_rows_not_asked(layout: &CardSet, before: &CardFilled, know: &Knowledge, card: CardFilled) -> CardFilled {
    let asks = |rows: &[Target], code: &str| rows.iter().any(|row| row.code == code);
    let mut card = card;
    for (code, value) in before.urges.iter().filter(|(code, _)| !asks(&layout.urges, code)) {
        card.urges.entry(code.clone()).or_insert(*value);
    }
    for (code, value) in before.emotions.iter().filter(|(code, _)| !asks(&layout.emotions, code)) {
        card.emotions.entry(code.clone()).or_insert(*value);
    }
    for (code, act) in before.acts.iter().filter(|(code, _)| !asks(&layout.acts, code)) {
        card.acts.entry(code.clone()).or_insert_with(|| act.clone());
    }
    let shown = card_form::skills_asked(know, layout);
    for used in before.skills.iter().filter(|used| !shown.contains(&used.skill)) {
        if card.skills.iter().all(|known| known.skill != used.skill) {
            card.skills.push(used.clone());
        }
    }
    if !layout.asks_medicines && card.medicines.is_none() {
        card.medicines = before.medicines;
    }
    card
}

/// Kept, with help first: the same page as after a questionnaire.
fn kept_with_help(own: &Own, told: Option<&Told>) -> Markup {
    let body = html! {
        header.thanks { h1 { (words::THANK_YOU_FOR_TELLING) } p { (words::NOT_ALONE) } }
        (help_now::lines(&own.app))
        @if let Some(told) = told { (help::what_happens(&own.app, told, help_words("en"))) }
        (help::ask_form(&own.app, &help::Typed::default(), help_words("en")))
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
        let card = read(&sent(&[("u:self_harm", "0"), ("u:cancel", ""), ("f:shame", "5"), ("a:self_harm", ""), ("s:stop", "5")]));
        let card = card.card;
        assert_eq!(card.urges, BTreeMap::from([("self_harm".to_owned(), 0)]));
        assert_eq!(card.emotions, BTreeMap::from([("shame".to_owned(), 5)]));
        assert!(card.acts.is_empty());
        assert_eq!(card.skills, [SkillUsed { skill: "stop".to_owned(), rating: 5 }]);
        assert_eq!(card.medicines, None);
    }

    #[test]
    fn a_six_is_no_answer_to_a_row_that_ends_at_five() {
        assert_eq!(read(&sent(&[("u:cancel", "6")])).wrong.unwrap().field, "u:cancel");
        assert_eq!(read(&sent(&[("s:stop", "8")])).wrong.unwrap().field, "s:stop");
    }

    #[test]
    fn what_was_kept_stands_in_the_fields_again() {
        let fields =
            [("u:cancel", "2"), ("f:shame", "0"), ("a:drink", "yes"), ("t:drink", "3"), ("s:stop", "4"), ("m:as_agreed", "no")];
        let shown = written(&read(&sent(&fields)).card);
        assert!(fields.iter().all(|(name, value)| shown.get(name) == *value), "{shown:?}");
    }

    #[test]
    fn what_cannot_be_read_takes_nothing_away_from_what_can_and_is_judged_as_the_most_it_could_mean() {
        let read = read(&sent(&[("u:self_harm", "5"), ("u:cancel", "55"), ("a:drink", "yes"), ("t:drink", "often")]));
        assert_eq!(read.card.urges, BTreeMap::from([("self_harm".to_owned(), 5)]));
        assert!(read.card.acts["drink"].done);
        assert_eq!(read.judged.urges["cancel"], 5);
        assert_eq!(read.wrong.unwrap().field, "u:cancel");
    }

    #[test]
    fn rows_that_are_no_longer_asked_stay_and_rows_that_were_emptied_go() {
        let row = |code: &str| Target { code: code.to_owned(), label: code.to_owned(), level: None };
        let layout = CardSet { urges: vec![row("cancel")], ..CardSet::default() };
        let before = read(&sent(&[("u:self_harm", "3"), ("u:cancel", "2"), ("s:stop", "6"), ("m:as_agreed", "no")])).card;
        let now = read(&sent(&[("u:cancel", "")])).card;
        let kept = with_rows_not_asked(&layout, &before, concord_knowledge::shipped(), now);
        assert_eq!(kept.urges, BTreeMap::from([("self_harm".to_owned(), 3)]));
        assert_eq!(kept.skills, [SkillUsed { skill: "stop".to_owned(), rating: 6 }]);
        assert_eq!(kept.medicines.unwrap().as_agreed, Some(false));
    }
}
