//! The agenda of a session from the week's diary card, in the order of targets: what threatens life first, then what
//! gets in the way of therapy, then what makes life worse, then skills.

use concord_chart::EventId;
use concord_chart::work::{CardFilled, CardSet, Piece, Target};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// An urge at a lower level comes up from this strength on; at the first level every urge does.
pub const URGE_FROM: u8 = 3;
/// The level of what gets in the way of therapy: a card that was not kept.
const INTERFERING: u8 = 2;
/// The level of skills.
const SKILLS: u8 = 4;

/// One point that the week's card proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// Level in the order of targets, 1 first.
    pub level: u8,
    /// In words, without the day.
    pub words: String,
    /// The day on which it was strongest or last happened; absent for what is about the whole week.
    pub on: Option<Date>,
    /// Its strength or count on that day.
    pub value: u16,
    /// The cards on which it rests.
    pub because: Vec<EventId>,
}

/// The level at which a row of the card usually comes up, for rows that nobody gave one. `None` is only watched.
pub fn usual_level(code: &str) -> Option<u8> {
    match code {
        "suicide" | "self_harm" | "suicide_attempt" => Some(1),
        "quit_therapy" | "lying" => Some(INTERFERING),
        "substance" | "binge" => Some(3),
        _ => None,
    }
}

/// What the cards of the days from `from` to `to` propose, the first to be talked about first.
pub fn agenda(layout: &CardSet, cards: &BTreeMap<Date, Piece<CardFilled>>, from: Date, to: Date) -> Vec<Proposed> {
    let week: Vec<(Date, &Piece<CardFilled>)> = cards.range(from..=to).map(|(day, card)| (*day, card)).collect();
    let level = |row: &Target| row.level.or_else(|| usual_level(&row.code));
    let act_rows = rows(&layout.acts, week.iter().flat_map(|(_, card)| card.what.acts.keys()));
    let urge_rows = rows(&layout.urges, week.iter().flat_map(|(_, card)| card.what.urges.keys()));
    let acts = act_rows.iter().filter_map(|row| level(row).and_then(|level| act(row, level, &week)));
    let urges = urge_rows.iter().filter_map(|row| level(row).and_then(|level| urge(row, level, &week)));
    let mut proposed: Vec<Proposed> =
        acts.chain(urges).chain(missed_days(&week, from, to)).chain(no_skill(layout, &week)).collect();
    proposed.sort_by(|a, b| a.level.cmp(&b.level).then_with(|| b.value.cmp(&a.value)));
    proposed
}

/// The rows of the card, and those that were on it when a day of this week was filled in and are not on it any more: what
/// was said there is talked about all the same.
fn rows<'c>(now: &[Target], filled: impl Iterator<Item = &'c String>) -> Vec<Target> {
    let mut rows = now.to_vec();
    for code in filled {
        if !rows.iter().any(|row| row.code == *code) {
            rows.push(Target { code: code.clone(), label: code.replace('_', " "), level: None });
        }
    }
    rows
}

fn act(row: &Target, level: u8, week: &[(Date, &Piece<CardFilled>)]) -> Option<Proposed> {
    let done: Vec<(Date, EventId, u16)> = week
        .iter()
        .filter_map(|(day, card)| card.what.acts.get(&row.code).map(|act| (*day, card.id, act)))
        .filter(|(_, _, act)| act.done)
        .map(|(day, id, act)| (day, id, act.times.unwrap_or(1)))
        .collect();
    let (last, _, _) = done.last()?;
    let times: u16 = done.iter().fold(0, |sum, (_, _, times)| sum.saturating_add(*times));
    // An act weighs more than every urge of its level.
    let value = 100_u16.saturating_add(times);
    Some(Proposed {
        level,
        words: row.label.clone(),
        on: Some(*last),
        value,
        because: done.iter().map(|(_, id, _)| *id).collect(),
    })
}

fn urge(row: &Target, level: u8, week: &[(Date, &Piece<CardFilled>)]) -> Option<Proposed> {
    let least = if level == 1 { 1 } else { URGE_FROM };
    let felt = week.iter().filter_map(|(day, card)| card.what.urges.get(&row.code).map(|value| (*day, card.id, *value)));
    let felt: Vec<(Date, EventId, u8)> = felt.filter(|(_, _, value)| *value >= least).collect();
    let (day, _, value) = felt.iter().rev().max_by_key(|(_, _, value)| *value)?;
    let words = format!("{}, {value} of 5", row.label);
    Some(Proposed {
        level,
        words,
        on: Some(*day),
        value: u16::from(*value),
        because: felt.iter().map(|(_, id, _)| *id).collect(),
    })
}

fn missed_days(week: &[(Date, &Piece<CardFilled>)], from: Date, to: Date) -> Option<Proposed> {
    let days = usize::try_from(crate::days::days_between(from, to) + 1).unwrap_or(0);
    let kept = week.len();
    let words = format!("The card: kept on {kept} of {days} days");
    let because = week.iter().map(|(_, card)| card.id).collect();
    (kept < days).then_some(Proposed { level: INTERFERING, words, on: None, value: 0, because })
}

fn no_skill(layout: &CardSet, week: &[(Date, &Piece<CardFilled>)]) -> Option<Proposed> {
    let none_used = week.iter().all(|(_, card)| card.what.skills.is_empty());
    (!layout.skills.is_empty() && !week.is_empty() && none_used).then(|| Proposed {
        level: SKILLS,
        words: "No skill was noted this week".to_owned(),
        on: None,
        value: 0,
        because: week.iter().map(|(_, card)| card.id).collect(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use concord_chart::{When, work::Act};
    use jiff::civil::date;
    use uuid::Uuid;

    fn row(code: &str, label: &str) -> Target {
        Target { code: code.into(), label: label.into(), level: None }
    }

    fn layout() -> CardSet {
        CardSet {
            urges: vec![row("quit_therapy", "To cancel or hide"), row("self_harm", "To hurt myself")],
            acts: vec![row("self_harm", "Hurt myself"), row("substance", "Drank")],
            emotions: vec![row("shame", "Shame")],
            skills: vec!["tip".into()],
            ..CardSet::default()
        }
    }

    fn card(on: Date, urges: &[(&str, u8)], acts: &[&str]) -> (Date, Piece<CardFilled>) {
        let what = CardFilled {
            on,
            urges: urges.iter().map(|(code, value)| ((*code).to_owned(), *value)).collect(),
            acts: acts.iter().map(|code| ((*code).to_owned(), Act { done: true, times: None, words: String::new() })).collect(),
            emotions: BTreeMap::new(),
            skills: vec![concord_chart::work::SkillUsed { skill: "tip".into(), rating: 4 }],
            medicines: None,
            words: String::new(),
        };
        (on, Piece { id: EventId(Uuid::from_u128(on.day() as u128)), at: When::Day(on), by: "Maria".into(), what })
    }

    #[test]
    fn on_a_week_with_an_act_the_act_is_talked_about_before_the_urge_and_both_before_the_rest() {
        let (from, to) = (date(2026, 8, 13), date(2026, 8, 15));
        let cards = BTreeMap::from([
            card(date(2026, 8, 13), &[("self_harm", 1), ("quit_therapy", 4)], &[]),
            card(date(2026, 8, 14), &[("self_harm", 3)], &["substance"]),
            card(date(2026, 8, 15), &[("self_harm", 0)], &["self_harm"]),
        ]);
        let proposed = agenda(&layout(), &cards, from, to);
        let words: Vec<(u8, &str)> = proposed.iter().map(|one| (one.level, one.words.as_str())).collect();
        let expected = [(1, "Hurt myself"), (1, "To hurt myself, 3 of 5"), (2, "To cancel or hide, 4 of 5"), (3, "Drank")];
        assert_eq!(words, expected);
        assert_eq!(proposed[1].on, Some(date(2026, 8, 14)));
    }

    #[test]
    fn what_was_done_is_talked_about_although_its_row_has_left_the_card_since() {
        let day = date(2026, 8, 13);
        let cards = BTreeMap::from([card(day, &[("suicide", 2)], &["suicide_attempt"])]);
        let proposed = agenda(&layout(), &cards, day, day);
        let words: Vec<(u8, &str)> = proposed.iter().map(|one| (one.level, one.words.as_str())).collect();
        assert_eq!(words, [(1, "suicide attempt"), (1, "suicide, 2 of 5")]);
    }

    #[test]
    fn a_small_urge_at_a_lower_level_and_a_feeling_stay_off_the_agenda() {
        let day = date(2026, 8, 13);
        let cards = BTreeMap::from([card(day, &[("quit_therapy", 2)], &[])]);
        assert!(agenda(&layout(), &cards, day, day).is_empty());
    }

    #[test]
    fn days_without_a_card_are_said_and_never_taken_for_quiet_ones() {
        let cards = BTreeMap::from([card(date(2026, 8, 13), &[], &[])]);
        let proposed = agenda(&layout(), &cards, date(2026, 8, 13), date(2026, 8, 19));
        assert_eq!(proposed[0].words, "The card: kept on 1 of 7 days");
        assert_eq!(proposed[0].level, 2);
    }
}
