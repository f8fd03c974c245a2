//! What the person has, or is thought to have.

use crate::{Chart, Recorded, Refusal, ids::*, quantity::Coding, when::When};
use serde::{Deserialize, Serialize};

/// A condition was noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionNoted {
    /// In words.
    pub name: String,
    /// Codes, where given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coding: Vec<Coding>,
    /// Whether it is present.
    pub status: ConditionStatus,
    /// True when it is thought, not yet established.
    #[serde(default)]
    pub provisional: bool,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<When>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<When>,
}

/// A condition's status changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionChanged {
    /// The event that noted the condition.
    pub condition: EventId,
    /// Whether it is present now.
    pub status: ConditionStatus,
    /// In words; may be empty.
    #[serde(default)]
    pub words: String,
}

/// Whether a condition is present.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConditionStatus {
    /// Present.
    Active,
    /// Back after sustained remission.
    Recurrence,
    /// Back before sustained remission.
    Relapse,
    /// Not present now.
    Inactive,
    /// Symptoms down to a minimal level.
    Remission,
    /// Over.
    Resolved,
}

impl ConditionStatus {
    /// True while the condition counts as present.
    pub fn is_present(&self) -> bool {
        matches!(self, Self::Active | Self::Recurrence | Self::Relapse)
    }

    /// The status in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Recurrence => "recurrence",
            Self::Relapse => "relapse",
            Self::Inactive => "inactive",
            Self::Remission => "in remission",
            Self::Resolved => "resolved",
        }
    }
}

/// A condition as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The event that noted it.
    pub id: EventId,
    /// When it was noted.
    pub noted: When,
    /// What was noted, with the present status.
    pub what: ConditionNoted,
}

pub(crate) fn noted(conditions: &mut Vec<Condition>, recorded: &Recorded, event: &ConditionNoted) {
    conditions.push(Condition { id: recorded.id(), noted: recorded.occurred(), what: event.clone() });
}

pub(crate) fn changed(conditions: &mut [Condition], recorded: &Recorded, event: &ConditionChanged) {
    if let Some(condition) = conditions.iter_mut().find(|condition| condition.id == event.condition) {
        condition.what.status = event.status;
        if !event.status.is_present() && condition.what.until.is_none() {
            condition.what.until = Some(recorded.occurred());
        }
    }
}

pub(crate) fn decide_note(event: &ConditionNoted) -> Result<(), Refusal> {
    if event.name.trim().is_empty() && event.coding.is_empty() {
        return plain("Say which condition it is, in words or by a code.");
    }
    match (event.since, event.until) {
        (Some(since), Some(until)) if until.last_day() < since.first_day() => {
            plain("The condition ends before it begins. Check the two dates.")
        }
        _ => Ok(()),
    }
}

pub(crate) fn decide_change(chart: &Chart, event: &ConditionChanged) -> Result<(), Refusal> {
    if chart.conditions.iter().any(|condition| condition.id == event.condition) {
        return Ok(());
    }
    plain("That condition is not on this chart, or its entry was retracted. Open the chart again and choose it there.")
}

/// A refusal in a sentence.
pub(crate) fn plain(sentence: &str) -> Result<(), Refusal> {
    Err(Refusal::new(sentence))
}
