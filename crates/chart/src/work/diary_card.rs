//! The diary card: laid out by patient and therapist, filled in once a day. Nothing is filled in for the patient;
//! a row that was left out stays left out.

use crate::{Refusal, condition::plain, ids::*};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The diary card was laid out, or laid out anew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardSet {
    /// The course that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<CourseId>,
    /// Urges, rated 0–5, in order.
    pub urges: Vec<Target>,
    /// Acts, counted, in order.
    pub acts: Vec<Target>,
    /// Feelings, rated 0–5, in order.
    pub emotions: Vec<Target>,
    /// Skills that are offered first, by their codes in the therapy's entry.
    pub skills: Vec<String>,
    /// True when the card asks how far each skill helped on the scale from 0 to 7; otherwise used, or used and helped.
    #[serde(default)]
    pub skills_rated: bool,
    /// True when the card asks about medicines beside the ticks.
    #[serde(default)]
    pub asks_medicines: bool,
}

/// A row of the card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Its code: one of the therapy's entry, or one of the practice's own making.
    pub code: String,
    /// As the patient reads it.
    pub label: String,
    /// The level in the target hierarchy at which it is talked about, 1 first; absent for what is only watched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
}

/// A day's card was filled in. Rows that are absent were not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardFilled {
    /// The day that it is about.
    pub on: Date,
    /// Urge → strongest of the day, 0–5.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub urges: BTreeMap<String, u8>,
    /// Act → what was done.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub acts: BTreeMap<String, Act>,
    /// Feeling → strongest of the day, 0–5.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub emotions: BTreeMap<String, u8>,
    /// Skills.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<SkillUsed>,
    /// Medicines, where the card asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medicines: Option<Medicines>,
    /// In words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// An act and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// True when it was done.
    pub done: bool,
    /// How often, where it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u16>,
    /// What, how much; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// A skill and how it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkillUsed {
    /// Its code.
    pub skill: String,
    /// On the scale from 0 (not thought about it) to 7 (came by itself and helped). Without the scale, 4 stands for
    /// used and 5 for used and helped.
    pub rating: u8,
}

/// Medicines as told on a card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Medicines {
    /// Taken as agreed; absent when not said.
    pub as_agreed: Option<bool>,
    /// Something taken when needed.
    pub when_needed: Option<bool>,
    /// Something from the shop.
    pub over_the_counter: Option<bool>,
}

/// A diary card and its layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiaryCard {
    /// How it is laid out.
    pub layout: CardSet,
    /// Day → what was filled in.
    pub days: BTreeMap<Date, CardFilled>,
}

pub(super) fn decide_set(event: &CardSet) -> Result<(), Refusal> {
    let rows = || event.urges.iter().chain(&event.acts).chain(&event.emotions);
    if rows().next().is_none() && event.skills.is_empty() {
        return plain("A diary card needs at least one row.");
    }
    if rows().any(|row| row.label.trim().is_empty() || row.code.trim().is_empty()) {
        return plain("Every row of the card needs a name.");
    }
    // An urge and an act may share a code: they are filled in apart.
    if [&event.urges, &event.acts, &event.emotions].into_iter().any(|part| repeats(part)) {
        return plain("Two rows of the card have the same code. Give one of them another name.");
    }
    Ok(())
}

fn repeats(rows: &[Target]) -> bool {
    let mut codes: Vec<&str> = rows.iter().map(|row| row.code.as_str()).collect();
    codes.sort_unstable();
    codes.windows(2).any(|pair| pair[0] == pair[1])
}

pub(super) fn decide_fill(event: &CardFilled) -> Result<(), Refusal> {
    let empty = event.urges.is_empty()
        && event.acts.is_empty()
        && event.emotions.is_empty()
        && event.skills.is_empty()
        && event.medicines.is_none()
        && event.words.trim().is_empty();
    if empty {
        return plain("Nothing is filled in yet. One row is enough to keep the card.");
    }
    if event.urges.values().chain(event.emotions.values()).any(|value| *value > 5) {
        return plain("Urges and feelings go from 0 (none) to 5 (very strong).");
    }
    if event.skills.iter().any(|skill| skill.rating > 7) {
        return plain("Skills are rated from 0 to 7.");
    }
    Ok(())
}
