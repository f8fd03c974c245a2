//! What one member of a couple, family or group tells alone. It lives on the teller's own chart and nowhere else, so
//! that nothing about it can show on anybody else's.

use crate::{Chart, Recorded, Refusal, Sensitivity, condition::plain, ids::*, when::When};
use serde::{Deserialize, Serialize};

/// Something was told alone. Always labelled [`Sensitivity::SideDisclosure`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldAlone {
    /// The unit beside which it was told.
    pub unit: ChartId,
    /// In the teller's words.
    pub words: String,
    /// What the therapist may do with it; the teller sets it.
    pub handling: Handling,
}

/// What the therapist may do with something told alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handling {
    /// It stays between the two.
    Keep,
    /// The therapist asks before bringing it in.
    AskFirst,
    /// The therapist may bring it in.
    MayBring,
}

impl Handling {
    /// All three, for a form.
    pub const ALL: &'static [Self] = &[Self::Keep, Self::AskFirst, Self::MayBring];

    /// In words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::AskFirst => "ask first",
            Self::MayBring => "may bring",
        }
    }
}

/// The teller changed what may be done with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandlingChanged {
    /// The event in which it was told.
    pub told: EventId,
    /// What may be done from now on.
    pub handling: Handling,
}

/// The therapist answered the teller, alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnsweredAlone {
    /// The event in which it was told.
    pub told: EventId,
    /// The answer.
    pub words: String,
}

/// One member was asked alone whether they are safe at home. Always labelled [`Sensitivity::Safe`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedAlone {
    /// The unit beside which it was asked.
    pub unit: ChartId,
    /// True when something was told that somebody has to act on.
    pub concern: bool,
    /// What was said; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// What was done about a concern, where it was settled on the spot. Empty: somebody else still has to act.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub done: String,
}

/// Something told alone, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// The event in which it was told.
    pub id: EventId,
    /// When.
    pub at: When,
    /// Who wrote it down.
    pub by: String,
    /// What was told.
    pub what: ToldAlone,
    /// What may be done with it now.
    pub handling: Handling,
    /// Answers: when, by whom, in what words.
    pub answers: Vec<(When, String, String)>,
}

pub(crate) fn told(known: &mut Vec<Disclosure>, recorded: &Recorded, event: &ToldAlone) {
    known.push(Disclosure {
        id: recorded.id(),
        at: recorded.occurred(),
        by: recorded.author().name.clone(),
        what: event.clone(),
        handling: event.handling,
        answers: Vec::new(),
    });
}

pub(crate) fn changed(known: &mut [Disclosure], event: &HandlingChanged) {
    if let Some(disclosure) = known.iter_mut().find(|disclosure| disclosure.id == event.told) {
        disclosure.handling = event.handling;
    }
}

pub(crate) fn answered(known: &mut [Disclosure], recorded: &Recorded, event: &AnsweredAlone) {
    if let Some(disclosure) = known.iter_mut().find(|disclosure| disclosure.id == event.told) {
        disclosure.answers.push((recorded.occurred(), recorded.author().name.clone(), event.words.clone()));
    }
}

pub(crate) fn decide_tell(event: &ToldAlone, label: Sensitivity) -> Result<(), Refusal> {
    if event.words.trim().is_empty() {
        return plain("Write what you want to tell.");
    }
    labelled(label, Sensitivity::SideDisclosure)
}

pub(crate) fn decide_ask(label: Sensitivity) -> Result<(), Refusal> {
    labelled(label, Sensitivity::Safe)
}

pub(crate) fn decide_about(chart: &Chart, told: EventId, label: Sensitivity) -> Result<(), Refusal> {
    if !chart.disclosures.iter().any(|disclosure| disclosure.id == told) {
        return plain("That is not on this record any more. Open the page again.");
    }
    labelled(label, Sensitivity::SideDisclosure)
}

/// A label that is forgotten would open a wall, so an entry without it is refused.
fn labelled(label: Sensitivity, wanted: Sensitivity) -> Result<(), Refusal> {
    if label == wanted {
        Ok(())
    } else {
        plain("This entry has to carry its label; it was not kept. Send it again from its own page.")
    }
}
