//! Which entries call for a person, and how soon. An entry says what it says: nothing is added up, nothing is guessed.

use super::{Rules, TierRule};
use crate::days::{day_of, days_between};
use concord_chart::questionnaire::{Answered, Reported, Respondent};
use concord_chart::safety_alert::{CameIn, HelpAsked, Tier};
use concord_chart::work::{CardFilled, CardSet, Target};
use concord_chart::{AuthorKind, Chart, Draft, Event, EventId};
use concord_knowledge::instrument::{SafetyItem, SafetyKind};
use concord_knowledge::{Instrument, Knowledge, ListName};
use jiff::{civil::Date, tz::TimeZone};

/// What about an entry calls for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worry {
    /// In words for staff: `PHQ-9 item 9: several days`.
    pub what: String,
    /// How soon a person has to look.
    pub tier: Tier,
    /// How it came in.
    pub came: CameIn,
    /// Where the patient said they are; may be empty.
    pub location: String,
    /// The number at which they want to be called; may be empty.
    pub call_back: String,
}

/// One answer to one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The item's position, from 1.
    pub item: u8,
    /// The answer's value.
    pub value: u8,
}

/// True when an instrument asks about suicide or self-harm: it is sent to nobody before the practice has signed what
/// happens out of hours.
pub fn asks_about_safety(instrument: &Instrument) -> bool {
    !instrument.safety_items.is_empty()
}

/// What of a draft calls for a person, on a chart on which it is not recorded yet. Nothing where an open alert says as much
/// already: of the same questionnaire a moment before, of the same day's card, of a call for help that nobody answered yet.
pub fn of_draft(
    chart: &Chart,
    draft: &Draft,
    knowledge: &Knowledge,
    rules: &Rules,
    today: Date,
    zone: &TimeZone,
) -> Option<Worry> {
    let day = day_of(draft.occurred, zone);
    let (what, tier, days, known, mut came) = match &draft.event {
        Event::QuestionnaireAnswered(answered) => {
            let instrument = knowledge.instrument(&answered.instrument)?;
            let (what, tier) = of_answered(instrument, answered, rules)?;
            let came = if answered.partial { CameIn::Partial } else { CameIn::Answered };
            (what, tier, days_that_count(instrument, rules), as_earlier_state(chart, draft, tier), came)
        }
        Event::QuestionnaireReported(reported) => {
            let instrument = knowledge.instrument(&reported.instrument)?;
            let (what, tier) = of_reported(instrument, reported, rules)?;
            (what, tier, days_that_count(instrument, rules), as_earlier_state(chart, draft, tier), CameIn::Answered)
        }
        Event::DiaryCardFilled(card) => {
            let (what, tier) = of_card(chart.work.card.as_ref().map(|piece| &piece.what), card, knowledge, rules)?;
            (what, tier, i64::from(rules.chain.recent_days), as_same_days_card(chart, card, tier), CameIn::DiaryCard)
        }
        Event::SessionWritten(_) | Event::AskedAlone(_) => {
            let what = of_concern(&draft.event)?.what;
            // Somebody has to act today, whenever the session was; what another system sends speaks of its own day.
            let days = if draft.author.kind == AuthorKind::Import { i64::from(rules.chain.recent_days) } else { i64::MAX };
            (what.to_owned(), rules.told.tier, days, of_concern_before(chart, draft), CameIn::Staff)
        }
        Event::HelpAsked(asked) => {
            let waits = chart.alerts.iter().any(|alert| alert.waits() && alert.what.came == CameIn::Message);
            return (!waits).then(|| of_help(asked));
        }
        _ => return None,
    };
    let on = if let Event::DiaryCardFilled(card) = &draft.event { card.on } else { day };
    if known || days_between(on, today) > days {
        return None;
    }
    if asked_by_whom_it_is_in_hand(chart, draft, tier) {
        return None;
    }
    match draft.author.kind {
        AuthorKind::Import => came = CameIn::Imported,
        AuthorKind::Staff => came = CameIn::Staff,
        AuthorKind::Patient | AuthorKind::Proxy => {}
    }
    Some(Worry { what, tier, came, location: String::new(), call_back: String::new() })
}

/// A concern that a clinician was told in person and wrote down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Concern<'e> {
    /// In words for staff, without a word of what was told.
    pub what: &'static str,
    /// What was told; may be empty.
    pub words: &'e str,
    /// What was done about it on the spot; empty where somebody else still has to act.
    pub done: &'e str,
}

/// The concern that an entry carries, if it carries one.
pub fn of_concern(event: &Event) -> Option<Concern<'_>> {
    let (what, concern, words, done) = match event {
        Event::SessionWritten(written) => {
            let risk = written.risk.as_ref()?;
            ("asked about safety in a session: somebody has to act", risk.concern, &risk.words, &risk.done)
        }
        Event::AskedAlone(asked) => {
            ("asked alone about safety at home: somebody has to act", asked.concern, &asked.words, &asked.done)
        }
        _ => return None,
    };
    concern.then_some(Concern { what, words: words.trim(), done: done.trim() })
}

/// A call for help is looked at soon, whatever its words: nobody and nothing reads them before a person does.
pub fn of_help(asked: &HelpAsked) -> Worry {
    Worry {
        what: "asked for help in their own words".to_owned(),
        tier: Tier::Soon,
        came: CameIn::Message,
        location: asked.location.clone(),
        call_back: asked.call_back.clone(),
    }
}

fn of_answered(instrument: &Instrument, answered: &Answered, rules: &Rules) -> Option<(String, Tier)> {
    let given = (1_u8..).zip(&answered.answers);
    let given: Vec<Answer> = given.filter_map(|(item, value)| value.map(|value| Answer { item, value })).collect();
    of_answers(instrument, &given, rules)
}

fn of_reported(instrument: &Instrument, reported: &Reported, rules: &Rules) -> Option<(String, Tier)> {
    let given: Vec<Answer> = reported.items.iter().map(|(item, value)| Answer { item: *item, value: *value }).collect();
    of_answers(instrument, &given, rules)
}

/// The most pressing of the answers to the items about suicide and self-harm, in words and with its tier.
pub fn of_answers(instrument: &Instrument, given: &[Answer], rules: &Rules) -> Option<(String, Tier)> {
    let endorsed = |safety: &SafetyItem| {
        let answer = given.iter().find(|answer| answer.item == safety.item && answer.value >= safety.at_least)?;
        let word = safety.severity(answer.value).map_or_else(|| format!("answered with {}", answer.value), str::to_owned);
        let what = format!("{} item {}: {word}", instrument.short_name, safety.item);
        Some((tier_of(instrument, safety, answer.value, given, rules), safety.kind, answer.value, what))
    };
    let worst = instrument.safety_items.iter().filter_map(endorsed).max_by_key(|(tier, kind, value, _)| (*tier, *kind, *value));
    worst.map(|(tier, .., what)| (what, tier))
}

/// The practice's own rule for the answer; else the level of the instrument's triage; else what the item asks about.
fn tier_of(instrument: &Instrument, safety: &SafetyItem, value: u8, given: &[Answer], rules: &Rules) -> Tier {
    let own = |rule: &&TierRule| rule.instrument == instrument.id.as_str() && rule.item == safety.item && value >= rule.at_least;
    if let Some(rule) = rules.tiers.iter().filter(own).max_by_key(|rule| rule.at_least) {
        return rule.tier;
    }
    if let Some(tier) = by_triage(instrument, given) {
        return tier;
    }
    let highest = instrument.item(safety.item).map_or(1, |item| instrument.range_of(item).1);
    match safety.kind {
        SafetyKind::SuicidalBehaviour => Tier::AtOnce,
        // The mildest of at least three answers above "not at all": "several days", "hardly ever".
        _ if value == 1 && highest >= 3 => Tier::NextWorkingPeriod,
        SafetyKind::WishToBeDead if value <= safety.at_least => Tier::NextWorkingPeriod,
        _ => Tier::Soon,
    }
}

fn by_triage(instrument: &Instrument, given: &[Answer]) -> Option<Tier> {
    let answers: Vec<Option<u8>> = (1_u8..)
        .take(instrument.items.len())
        .map(|item| given.iter().find(|answer| answer.item == item).map(|answer| answer.value))
        .collect();
    let level = instrument.triage.iter().find(|level| {
        level
            .any_of
            .iter()
            .any(|item| answers.get(usize::from(*item).wrapping_sub(1)).copied().flatten().is_some_and(|value| value > 0))
    })?;
    match level.id.as_str() {
        "high" => Some(Tier::AtOnce),
        "moderate" => Some(Tier::Soon),
        "low" => Some(Tier::NextWorkingPeriod),
        _ => None,
    }
}

/// What of a day's card calls for a person: an urge of a row that comes first, from the practice's level on, or an act.
pub fn of_card(layout: Option<&CardSet>, card: &CardFilled, knowledge: &Knowledge, rules: &Rules) -> Option<(String, Tier)> {
    let row =
        |rows: fn(&CardSet) -> &Vec<Target>, code: &str| layout.and_then(|card| rows(card).iter().find(|row| row.code == code));
    let comes_first = |target: Option<&Target>, list: ListName, code: &str| {
        let known = knowledge.words(list).iter().any(|word| word.code == code && word.review_from.is_some());
        target.map_or(known, |target| target.level == Some(1) || known)
    };
    let label = |target: Option<&Target>, code: &str| target.map_or_else(|| code.replace('_', " "), |row| row.label.clone());
    let urges = card.urges.iter().filter_map(|(code, strength)| {
        let target = row(|card| &card.urges, code);
        let counts = *strength >= rules.diary.urge_at_least && comes_first(target, ListName::DbtUrges, code);
        counts.then(|| (rules.diary.urge, format!("diary card, {}: {strength} of 5", label(target, code))))
    });
    let acts = card.acts.iter().filter_map(|(code, act)| {
        let target = row(|card| &card.acts, code);
        let counts = act.done && comes_first(target, ListName::DbtActs, code);
        let tier = if code == "suicide_attempt" { Tier::AtOnce } else { rules.diary.act };
        counts.then(|| (tier, format!("diary card, {}: done", label(target, code))))
    });
    acts.chain(urges).reduce(|worst, next| if next.0 > worst.0 { next } else { worst }).map(|(tier, what)| (what, tier))
}

/// Answers speak of the time that the instrument asks about; one that is older says nothing about today.
fn days_that_count(instrument: &Instrument, rules: &Rules) -> i64 {
    i64::from(rules.chain.recent_days.max(instrument.recall_days.unwrap_or(0)))
}

/// An open alert of the state of the same set that this draft takes the place of says as much.
fn as_earlier_state(chart: &Chart, draft: &Draft, tier: Tier) -> bool {
    let mut earlier: Option<EventId> = draft.amends;
    // A set has as many states as taps; the log itself bounds the walk.
    for _ in 0..chart.entries.len() {
        let Some(id) = earlier else { return false };
        if chart.alerts.iter().any(|alert| alert.is_open() && alert.what.about == id && alert.what.tier >= tier) {
            return true;
        }
        earlier = chart.entry(id).and_then(|entry| entry.recorded.draft.amends);
    }
    false
}

/// The concern of a version that this draft takes the place of, with its own alert: correcting a word calls nobody again.
fn of_concern_before(chart: &Chart, draft: &Draft) -> bool {
    let mut earlier = draft.amends;
    for _ in 0..chart.entries.len() {
        let Some(id) = earlier else { return false };
        if chart.alerts.iter().any(|alert| alert.what.about == id) {
            return true;
        }
        earlier = chart.entry(id).and_then(|entry| entry.recorded.draft.amends);
    }
    false
}

/// The screening questions that somebody asks because of an alert are part of what they do about it.
fn asked_by_whom_it_is_in_hand(chart: &Chart, draft: &Draft, tier: Tier) -> bool {
    let by_clinician =
        matches!(&draft.event, Event::QuestionnaireAnswered(answered) if answered.respondent == Respondent::Clinician);
    let in_hand = || {
        chart.alerts.iter().any(|alert| {
            let taken = alert.taken.iter().any(|(.., staff)| staff.is_some() && *staff == draft.author.staff);
            alert.is_open() && taken && alert.what.tier >= tier
        })
    };
    by_clinician && draft.author.staff.is_some() && in_hand()
}

fn as_same_days_card(chart: &Chart, card: &CardFilled, tier: Tier) -> bool {
    let same_day = |id: EventId| {
        chart
            .entry(id)
            .is_some_and(|entry| matches!(entry.recorded.event(), Event::DiaryCardFilled(earlier) if earlier.on == card.on))
    };
    chart.alerts.iter().any(|alert| alert.is_open() && alert.what.tier >= tier && same_day(alert.what.about))
}
