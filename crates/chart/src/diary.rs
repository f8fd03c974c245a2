//! What the patient notes about a day: mood around their usual, and sleep.

use crate::{Refusal, condition::plain};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A day's mood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoodEntered {
    /// Which day.
    pub on: Date,
    /// From −4 (far below my usual) over 0 (my usual) to +4 (far above it).
    pub mood: i8,
    /// The patient's words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// A night's sleep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SleepEntered {
    /// The day on which the night ended.
    pub on: Date,
    /// Minutes asleep.
    pub minutes: u16,
}

/// A day of the cycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CycleEntered {
    /// Which day.
    pub on: Date,
    /// Bleeding from 0 (none) to 3 (heavy); absent when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bleeding: Option<u8>,
    /// What was noticed; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// The diary: the latest entry for each day counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diary {
    /// Day → mood and words.
    pub mood: std::collections::BTreeMap<Date, (i8, String)>,
    /// Day → minutes asleep.
    pub sleep: std::collections::BTreeMap<Date, u16>,
    /// Day → bleeding and words.
    pub cycle: std::collections::BTreeMap<Date, (Option<u8>, String)>,
}

pub(crate) fn decide_mood(event: &MoodEntered) -> Result<(), Refusal> {
    if (-4..=4).contains(&event.mood) {
        return Ok(());
    }
    plain("Mood goes from −4 (far below my usual) to +4 (far above it).")
}

pub(crate) fn decide_sleep(event: &SleepEntered) -> Result<(), Refusal> {
    if event.minutes <= 1440 {
        return Ok(());
    }
    plain("A day has 24 hours, so sleep cannot be longer than that.")
}

pub(crate) fn decide_cycle(event: &CycleEntered) -> Result<(), Refusal> {
    if event.bleeding.is_some_and(|bleeding| bleeding > 3) {
        return plain("Bleeding goes from 0 (none) to 3 (heavy).");
    }
    if event.bleeding.is_none() && event.words.trim().is_empty() {
        return plain("Nothing is filled in yet. One field is enough.");
    }
    Ok(())
}
