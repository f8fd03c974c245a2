//! What happened in the patient's life, in few words.

use crate::{Refusal, condition::plain, ids::*, when::When};
use serde::{Deserialize, Serialize};

/// Something happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// In few words.
    pub words: String,
    /// How it felt.
    #[serde(default)]
    pub feel: Feel,
}

/// How an event felt to the patient.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feel {
    /// Hard.
    Hard,
    /// Good.
    Good,
    /// Neither, both, or not said.
    #[default]
    Neither,
}

/// A life event on the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifeEvent {
    /// The event.
    pub id: EventId,
    /// When.
    pub at: When,
    /// What happened.
    pub what: Noted,
}

pub(crate) fn decide_note(event: &Noted) -> Result<(), Refusal> {
    if event.words.trim().is_empty() { plain("Say in a few words what happened.") } else { Ok(()) }
}
