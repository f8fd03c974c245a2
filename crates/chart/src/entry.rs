//! Retraction: an entry was made in error. It stays readable, struck through, and counts for nothing.

use crate::{Chart, Refusal, condition::plain, ids::*};
use serde::{Deserialize, Serialize};

/// An entry was retracted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRetracted {
    /// Which event.
    pub entry: EventId,
    /// Why.
    pub reason: RetractionReason,
    /// In words; may be empty.
    #[serde(default)]
    pub words: String,
}

/// Why an entry was retracted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetractionReason {
    /// It belongs to somebody else.
    WrongPatient,
    /// It is not true.
    EnteredInError,
    /// It is there twice.
    Duplicate,
}

impl RetractionReason {
    /// Every reason, for a form.
    pub const ALL: &'static [Self] = &[Self::WrongPatient, Self::EnteredInError, Self::Duplicate];

    /// The reason in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::WrongPatient => "belongs to somebody else",
            Self::EnteredInError => "entered in error",
            Self::Duplicate => "entered twice",
        }
    }
}

pub(crate) fn decide_retract(chart: &Chart, event: &EntryRetracted) -> Result<(), Refusal> {
    match chart.entry(event.entry) {
        None => plain("That entry is not on this chart."),
        Some(entry) if entry.status.is_retracted() => plain("That entry is already retracted."),
        Some(entry) if entry.recorded.event().kind() == "registration.registered" => {
            plain("A registration cannot be retracted. Merge or close the record instead.")
        }
        Some(entry) if entry.recorded.event().kind() == "unit.opened" => {
            plain("The opening of a couple, family or group cannot be retracted. Close its record instead.")
        }
        Some(entry) => crate::safety_alert::may_be_corrected(entry.recorded.event()),
    }
}
