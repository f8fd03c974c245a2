//! Decisions: what was decided, why, and by whom together.

use crate::{Recorded, Refusal, condition::plain, ids::*, when::When};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One kind of treatment on the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arm {
    /// Medicines.
    Medication,
    /// Talking therapies.
    Psychotherapy,
    /// Complementary therapies.
    Complementary,
}

impl Arm {
    /// Every arm.
    pub const ALL: &'static [Self] = &[Self::Medication, Self::Psychotherapy, Self::Complementary];

    /// The arm in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Medication => "medication",
            Self::Psychotherapy => "psychotherapy",
            Self::Complementary => "complementary",
        }
    }
}

/// A decision was made together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionMade {
    /// What was decided, in a few words: it is drawn on the chart.
    pub what: String,
    /// Why.
    pub why: String,
    /// Who decided together, in words.
    pub who: Vec<String>,
    /// Which arms it changes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arms: Vec<Arm>,
    /// The options that were on the table, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// When to look at it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look_again: Option<Date>,
    /// What was found of single courses; absent where none was judged. Only people judge.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub judged: Vec<Judged>,
}

/// A course was judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// Which course of a medicine, therapy or practice.
    pub course: CourseId,
    /// What was found.
    pub verdict: Verdict,
}

/// What people found of a course that had its fair trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It works.
    Working,
    /// It does not do enough.
    NotEnough,
    /// It does more harm than good.
    SideEffect,
}

impl Verdict {
    /// Every verdict, for a form.
    pub const ALL: &'static [Self] = &[Self::Working, Self::NotEnough, Self::SideEffect];

    /// The verdict in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::NotEnough => "not enough",
            Self::SideEffect => "side effect",
        }
    }
}

/// A decision on the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The event.
    pub id: EventId,
    /// Its number on this chart, from 1.
    pub number: u16,
    /// When.
    pub at: When,
    /// What was decided.
    pub what: DecisionMade,
}

pub(crate) fn made(decisions: &mut Vec<Decision>, recorded: &Recorded, event: &DecisionMade) {
    let number = u16::try_from(decisions.len() + 1).unwrap_or(u16::MAX);
    decisions.push(Decision { id: recorded.id(), number, at: recorded.occurred(), what: event.clone() });
}

pub(crate) fn decide(event: &DecisionMade) -> Result<(), Refusal> {
    if event.what.trim().is_empty() {
        return plain("Say in a few words what was decided.");
    }
    if event.why.trim().is_empty() {
        return plain("Say why. It is what the others will look for.");
    }
    if event.who.iter().all(|name| name.trim().is_empty()) {
        return plain("Say who decided together. A decision without a name belongs to nobody.");
    }
    Ok(())
}
