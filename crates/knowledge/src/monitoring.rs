//! What is checked when: schedules, each a named choice with its source.

use crate::basis::{Verification, sourced};
use crate::expression::Expression;
use crate::ids::SourceId;
use crate::vocabulary::Severity;
use serde::Deserialize;

/// One file of `monitoring/`: one schedule.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Id; equals the file's name: `ada_apa_2004`.
    pub id: String,
    /// Name in words.
    pub name: String,
    /// Other names by which a calculator's question may call it.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// For which item of the regimen.
    pub applies: Expression,
    /// Which circumstances it is for; absent: everybody.
    pub when: Option<Expression>,
    /// Schedules with the same word here are alternatives of which a practice chooses one: `metabolic`.
    pub choice: Option<String>,
    /// True for the one that is used until a practice chooses.
    #[serde(default)]
    pub default: bool,
    /// What is checked.
    pub checks: Vec<Check>,
}

/// One thing that is checked.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Its id in `vocabulary/tests.toml`: `weight`.
    pub item: String,
    /// Before the first dose.
    #[serde(default)]
    pub baseline: bool,
    /// In these weeks of treatment.
    #[serde(default)]
    pub at_weeks: Vec<u16>,
    /// Stretches of regular checks.
    #[serde(default)]
    pub every: Vec<Every>,
    /// So many days after each start or change of dose.
    pub days_after_change: Option<u16>,
    /// Only for whom.
    pub when: Option<Expression>,
    /// How bad it is when it is overdue.
    pub severity: Severity,
    /// Why, in one sentence.
    pub why: String,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// A stretch of treatment with checks at equal distance.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Every {
    /// First week of the stretch.
    pub from_week: u16,
    /// Last week; absent: for good.
    pub to_week: Option<u16>,
    /// Days between checks.
    pub days: u16,
}

/// Something that is measured, by the names that laboratories and people give it: one entry of `vocabulary/tests.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// Id: `lithium_level`.
    pub id: String,
    /// Name in words.
    pub name: String,
    /// Other names.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// The key of its value in a review's `labs`: `lithium_mmol_l`; absent where it has none.
    pub lab: Option<String>,
    /// Unit of that value.
    pub unit: Option<String>,
    /// LOINC codes.
    #[serde(default)]
    pub loinc: Vec<String>,
    /// Other units in which it is reported, with what one of them is worth in ours.
    #[serde(default)]
    pub units: Vec<OtherUnit>,
}

/// A further unit of a test.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherUnit {
    /// As written.
    pub unit: String,
    /// Ours = theirs × this.
    pub factor: rust_decimal::Decimal,
}

sourced!(Check);
