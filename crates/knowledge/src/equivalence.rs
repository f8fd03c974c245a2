//! Tables of equivalent doses, one file each. They disagree; no two are ever merged.

use crate::basis::{Verification, sourced};
use crate::ids::{SourceId, SubstanceId};
use rust_decimal::Decimal;
use serde::Deserialize;

/// One file of `equivalents/`: one table by one method.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EquivalenceTable {
    /// Id; equals the file's name: `ashton`, `leucht2015_mean_dose`.
    pub id: String,
    /// Name in words with year.
    pub name: String,
    /// Other names by which a calculator's question may call it.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Of what: `benzodiazepine`, `antipsychotic`, `antidepressant`.
    pub group: String,
    /// How the numbers came about.
    pub method: String,
    /// The unit: `mg` or `mg/day`.
    pub unit: String,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
    /// Doses that this table holds to be alike.
    pub doses: Vec<EquivalentDose>,
}

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EquivalentDose {
    /// Of which.
    pub substance: SubstanceId,
    /// This much; the middle where the table gives a range.
    pub amount: Decimal,
    /// The table's range, where it gives one.
    pub range: Option<(Decimal, Decimal)>,
    /// Whether this line was read.
    pub verification: Option<Verification>,
}

sourced!(EquivalenceTable);
