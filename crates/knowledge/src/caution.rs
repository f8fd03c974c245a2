//! What to look out for in a therapy, a practice or a skill: for everybody, or for people of whom something holds.

use crate::basis::{Verification, sourced};
use crate::ids::SourceId;
use serde::Deserialize;

/// Something to look out for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caution {
    /// Id, once within its entry: `pacemaker`.
    pub id: String,
    /// What the matter is, in plain words.
    pub text: String,
    /// What to do about it, in plain words; absent where the text says it.
    pub action: Option<String>,
    /// How firm it is.
    #[serde(default)]
    pub strength: CautionStrength,
    /// For whom; absent: for everybody.
    pub when: Option<CautionWhen>,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// How firm a caution is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CautionStrength {
    /// Go on with care: adapt it, ask first.
    #[default]
    Caution,
    /// Not this, for this person, as things are.
    Contraindicated,
}

impl CautionStrength {
    /// In plain words, for patient and clinician alike.
    pub fn words(self) -> &'static str {
        match self {
            Self::Caution => "with care",
            Self::Contraindicated => "better not",
        }
    }
}

/// Of whom a caution speaks: of everybody of whom at least one of these holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CautionWhen {
    /// Conditions, by their ids in `vocabulary/conditions.toml`.
    #[serde(default)]
    pub conditions: Vec<String>,
    /// What is taken: ids or tags of substances.
    #[serde(default)]
    pub taking: Vec<String>,
    /// A pregnancy.
    #[serde(default)]
    pub pregnant: bool,
    /// Younger than so many years.
    pub age_below: Option<u8>,
    /// So many years old or older.
    pub age_from: Option<u8>,
}

impl CautionWhen {
    /// True where it names nothing and so could never speak.
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
            && self.taking.is_empty()
            && !self.pregnant
            && self.age_below.is_none()
            && self.age_from.is_none()
    }
}

sourced!(Caution);
