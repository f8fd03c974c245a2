//! The care plan: what is intended, part by part, so that two people's changes can be put side by side.

use crate::{Recorded, Refusal, condition::plain, ids::*, when::When};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A part of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanPart {
    /// What the patient wants, in their words.
    WhatMatters,
    /// The medication arm.
    Medication,
    /// The psychotherapy arm.
    Psychotherapy,
    /// The complementary arm.
    Complementary,
    /// What is measured, and when next.
    Measures,
    /// Who does what, and how the clinicians keep in touch.
    WhoDoesWhat,
    /// What to do if things start to slip.
    IfThingsSlip,
    /// When to look at it all again.
    LookAgain,
}

impl PlanPart {
    /// Every part, in the order of the page.
    pub const ALL: &'static [Self] = &[
        Self::WhatMatters,
        Self::Medication,
        Self::Psychotherapy,
        Self::Complementary,
        Self::Measures,
        Self::WhoDoesWhat,
        Self::IfThingsSlip,
        Self::LookAgain,
    ];

    /// The part's stored word, also its field name on a form.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::WhatMatters => "what_matters",
            Self::Medication => "medication",
            Self::Psychotherapy => "psychotherapy",
            Self::Complementary => "complementary",
            Self::Measures => "measures",
            Self::WhoDoesWhat => "who_does_what",
            Self::IfThingsSlip => "if_things_slip",
            Self::LookAgain => "look_again",
        }
    }

    /// The part's heading.
    pub fn words(&self) -> &'static str {
        match self {
            Self::WhatMatters => "What matters",
            Self::Medication => "Medicine",
            Self::Psychotherapy => "Talking therapy",
            Self::Complementary => "Complementary",
            Self::Measures => "Measures",
            Self::WhoDoesWhat => "Who does what",
            Self::IfThingsSlip => "If things start to slip",
            Self::LookAgain => "Look again",
        }
    }
}

/// Parts of the plan were revised; parts not named stay as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRevised {
    /// The new text of each part that changed; empty text clears a part.
    pub parts: BTreeMap<PlanPart, String>,
}

/// One part as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartText {
    /// The text.
    pub text: String,
    /// The event that wrote it.
    pub because: EventId,
    /// When.
    pub at: When,
    /// Who.
    pub by: String,
}

/// The plan as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The parts that have a text.
    pub parts: BTreeMap<PlanPart, PartText>,
}

impl Plan {
    /// The text of a part; empty when there is none.
    pub fn text(&self, part: PlanPart) -> &str {
        self.parts.get(&part).map_or("", |written| written.text.as_str())
    }

    pub(crate) fn revised(&mut self, recorded: &Recorded, event: &PlanRevised) {
        for (part, text) in &event.parts {
            if text.trim().is_empty() {
                self.parts.remove(part);
                continue;
            }
            let by = recorded.author().name.clone();
            self.parts.insert(*part, PartText { text: text.clone(), because: recorded.id(), at: recorded.occurred(), by });
        }
    }
}

pub(crate) fn decide(event: &PlanRevised) -> Result<(), Refusal> {
    if event.parts.is_empty() { plain("No part of the plan was changed.") } else { Ok(()) }
}
