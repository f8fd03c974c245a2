//! Laboratory results, vital signs and other observations.

use crate::{
    Recorded, Refusal,
    condition::plain,
    ids::*,
    quantity::{Coding, Quantity},
    when::When,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Something was measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// What, in words.
    pub what: String,
    /// Codes, where given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coding: Vec<Coding>,
    /// The value, where it is a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Quantity>,
    /// The value in words, where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The laboratory's range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// Parts, e.g. systolic and diastolic pressure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// A range that a laboratory calls usual.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// Lower end, in the value's unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<Decimal>,
    /// Upper end, in the value's unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<Decimal>,
}

/// One part of a measurement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What, in words.
    pub what: String,
    /// Codes, where given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coding: Vec<Coding>,
    /// The value, where it is a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Quantity>,
    /// The value in words, where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

impl Measured {
    /// The value in words: number with unit, words, parts, or "no value given".
    pub fn value_words(&self) -> String {
        let one =
            |value: &Option<Quantity>, words: &Option<String>| value.as_ref().map(Quantity::to_string).or_else(|| words.clone());
        if let Some(own) = one(&self.value, &self.words) {
            return own;
        }
        let parts: Vec<_> = self.parts.iter().filter_map(|part| one(&part.value, &part.words)).collect();
        if parts.is_empty() { "no value given".to_owned() } else { parts.join(" / ") }
    }
}

/// The three kinds of measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A laboratory result.
    Lab,
    /// A vital sign.
    Vital,
    /// Anything else.
    Other,
}

/// A measurement on the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measurement {
    /// The event.
    pub id: EventId,
    /// When.
    pub at: When,
    /// Which kind.
    pub kind: Kind,
    /// What was measured.
    pub what: Measured,
}

pub(crate) fn measured(known: &mut Vec<Measurement>, recorded: &Recorded, kind: Kind, event: &Measured) {
    known.push(Measurement { id: recorded.id(), at: recorded.occurred(), kind, what: event.clone() });
}

pub(crate) fn decide_measure(event: &Measured) -> Result<(), Refusal> {
    if event.what.trim().is_empty() && event.coding.is_empty() {
        return plain("Say what was measured.");
    }
    Ok(())
}
