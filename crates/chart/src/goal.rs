//! What the patient wants to reach, in their own words.

use crate::{Chart, Refusal, condition::plain, ids::*, when::When};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A goal was set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalSet {
    /// The goal that later events name.
    pub goal: GoalId,
    /// In the patient's words.
    pub words: String,
    /// Until when, where agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Date>,
}

/// A goal moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalMoved {
    /// Which goal.
    pub goal: GoalId,
    /// Where it stands.
    pub state: GoalState,
    /// In words; may be empty.
    #[serde(default)]
    pub words: String,
}

/// Where a goal stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalState {
    /// Being worked on.
    #[default]
    Active,
    /// Getting nearer.
    Improving,
    /// Reached.
    Reached,
    /// Let go.
    LetGo,
}

impl GoalState {
    /// The state in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Active => "being worked on",
            Self::Improving => "getting nearer",
            Self::Reached => "reached",
            Self::LetGo => "let go",
        }
    }
}

/// A goal as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// The event that set it.
    pub because: EventId,
    /// When it was set.
    pub set: When,
    /// What was set.
    pub what: GoalSet,
    /// Where it stands.
    pub state: GoalState,
    /// The latest words about it; may be empty.
    pub latest_words: String,
}

pub(crate) fn decide_set(chart: &Chart, event: &GoalSet) -> Result<(), Refusal> {
    if event.words.trim().is_empty() {
        return plain("Write the goal in the patient's words.");
    }
    if chart.goals.iter().any(|goal| goal.what.goal == event.goal) {
        return plain("This goal was already set.");
    }
    Ok(())
}

pub(crate) fn decide_move(chart: &Chart, event: &GoalMoved) -> Result<(), Refusal> {
    if chart.goals.iter().any(|goal| goal.what.goal == event.goal) {
        return Ok(());
    }
    plain("That goal is not on this chart any more. Open the plan again.")
}
