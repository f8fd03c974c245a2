//! Scales on which one thing is rated by one number: distress from 0 to 100, an urge from 0 to 5, the use of a skill.
//! They are no questionnaires: nothing is summed and nothing has a band.

use crate::basis::{Verification, sourced};
use crate::ids::SourceId;
use serde::Deserialize;

/// `vocabulary/scales.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatingScales {
    /// All scales that therapies, practices and word lists name.
    pub scales: Vec<RatingScale>,
}

/// One scale for one number.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatingScale {
    /// Id: `suds`.
    pub id: String,
    /// Name for staff: `SUDS`.
    pub name: String,
    /// What is asked, in plain words.
    pub question: String,
    /// Lowest number.
    pub from: u16,
    /// Highest number.
    pub to: u16,
    /// Size of one step on a slider.
    #[serde(default = "one")]
    pub step: u16,
    /// What the lowest number means.
    pub low: String,
    /// What the highest number means.
    pub high: String,
    /// Words for single numbers, rising; empty where only the ends have words.
    #[serde(default)]
    pub points: Vec<RatingPoint>,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

impl RatingScale {
    /// True for a number that can be given on it.
    pub fn admits(&self, number: u16) -> bool {
        (self.from..=self.to).contains(&number)
    }

    /// The words for a number, where it has any.
    pub fn words(&self, number: u16) -> Option<&str> {
        let point = self.points.iter().find(|point| point.value == number).map(|point| point.label.as_str());
        point
            .or_else(|| (number == self.from).then_some(self.low.as_str()))
            .or_else(|| (number == self.to).then_some(self.high.as_str()))
    }
}

/// What a number on a scale means.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatingPoint {
    /// The number.
    pub value: u16,
    /// Its words.
    pub label: String,
}

fn one() -> u16 {
    1
}

sourced!(RatingScale);
