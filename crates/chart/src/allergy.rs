//! What the person must not be given. "Not asked yet" and "none known" are different facts.

use crate::{Chart, Recorded, Refusal, condition::plain, ids::*, quantity::Coding};
use serde::{Deserialize, Serialize};

/// An allergy or intolerance was noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllergyNoted {
    /// To what, in words.
    pub substance: String,
    /// Codes, where given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coding: Vec<Coding>,
    /// True for an intolerance, false for an allergy, absent when not known which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intolerance: Option<bool>,
    /// What happened, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<String>,
    /// `low`, `high` or `unable_to_assess`, where said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criticality: Option<String>,
}

/// The person was asked, and knows of none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoKnownAllergies {}

/// A noted allergy turned out not to be one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllergyRefuted {
    /// The event that noted it.
    pub allergy: EventId,
    /// How we know.
    pub reason: String,
}

/// An allergy as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allergy {
    /// The event that noted it.
    pub id: EventId,
    /// What was noted.
    pub what: AllergyNoted,
}

/// What is known about allergies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allergies {
    /// Noted and not refuted.
    pub known: Vec<Allergy>,
    /// True once somebody asked and none was known (and none was noted since).
    pub none_known: bool,
}

impl Allergies {
    /// The banner's words: the allergies, "none known", or "not asked yet".
    pub fn words(&self) -> String {
        if self.known.is_empty() {
            return if self.none_known { "none known".to_owned() } else { "not asked yet".to_owned() };
        }
        let one = |allergy: &Allergy| match allergy.what.reactions.first() {
            Some(reaction) => format!("{} ({reaction})", allergy.what.substance),
            None => allergy.what.substance.clone(),
        };
        self.known.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    pub(crate) fn noted(&mut self, recorded: &Recorded, event: &AllergyNoted) {
        self.none_known = false;
        self.known.push(Allergy { id: recorded.id(), what: event.clone() });
    }

    pub(crate) fn none_known(&mut self) {
        self.none_known = self.known.is_empty();
    }

    pub(crate) fn refuted(&mut self, event: &AllergyRefuted) {
        self.known.retain(|allergy| allergy.id != event.allergy);
    }
}

pub(crate) fn decide_note(event: &AllergyNoted) -> Result<(), Refusal> {
    if event.substance.trim().is_empty() && event.coding.is_empty() {
        return plain("Say what the person is allergic to.");
    }
    Ok(())
}

pub(crate) fn decide_none(chart: &Chart) -> Result<(), Refusal> {
    if chart.allergies.known.is_empty() {
        return Ok(());
    }
    plain("Allergies are noted on this chart. Refute or retract them before recording that none are known.")
}

pub(crate) fn decide_refute(chart: &Chart, event: &AllergyRefuted) -> Result<(), Refusal> {
    if chart.allergies.known.iter().any(|allergy| allergy.id == event.allergy) {
        return Ok(());
    }
    plain("That allergy is not on this chart any more. Open the chart again.")
}
