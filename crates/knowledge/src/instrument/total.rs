//! How totals and parts are made, and what words lie over them.

use super::kind::Sex;
use crate::basis::{Verification, sourced};
use crate::ids::SourceId;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;

/// How the total is made.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// What is done with the item values.
    pub rule: TotalRule,
    /// Positions of the items that enter; empty for all.
    #[serde(default)]
    pub items: Vec<u8>,
    /// With `sum_of_domains`: groups of which only the highest answer counts. Items in no group count for themselves.
    #[serde(default)]
    pub domains: Vec<Vec<u8>>,
    /// Groups of which one answer is enough, as in "either less or more appetite".
    #[serde(default)]
    pub one_is_enough: Vec<Vec<u8>>,
    /// The sum is multiplied by this; 1 for most, 4 for the WHO-5.
    #[serde(default = "once")]
    pub multiply: u8,
    /// Lowest total.
    pub min: i32,
    /// Highest total.
    pub max: i32,
    /// What is counted: `points`, `percent of best`.
    pub unit: String,
    /// What the manual reports in place of the sum: a mean, a percentage, a standard score.
    pub scale: Option<Scale>,
    /// Where the rule stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

fn once() -> u8 {
    1
}

/// Rules for a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TotalRule {
    /// The sum of all items.
    Sum,
    /// The sum over domains, of each only its highest item.
    SumOfDomains,
}

/// What is reported in place of a sum. Series, bands and cut-offs go by the sum, which is exact and keeps its order.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// How it is made from the sum.
    pub rule: ScaleRule,
    /// With `divide`: by how much. The number of items gives the mean; 10 turns tenths into whole units.
    pub by: Option<u8>,
    /// With `table`: the standard score of each sum.
    #[serde(default)]
    pub table: Vec<(i32, Decimal)>,
    /// Whether it takes the place of the sum as the total that people see; otherwise it stands beside the sum.
    #[serde(default = "in_place")]
    pub in_place: bool,
    /// Decimal places; halves are rounded up.
    #[serde(default)]
    pub decimals: u8,
    /// What is counted: `mean of the items`, `T`.
    pub unit: String,
    /// Where the rule or table stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

fn in_place() -> bool {
    true
}

/// Ways from a sum to what is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScaleRule {
    /// The sum divided by a number.
    Divide,
    /// 100 × (sum − lowest) / (highest − lowest).
    PercentOfRange,
    /// Looked up in the manual's table.
    Table,
}

impl Scale {
    /// What is reported for a sum that lies between the lowest and the highest possible; `None` where a table has a hole.
    pub fn of(&self, sum: i32, (min, max): (i32, i32)) -> Option<Decimal> {
        let exact = match self.rule {
            ScaleRule::Divide => Decimal::from(sum).checked_div(Decimal::from(self.by?))?,
            ScaleRule::PercentOfRange => Decimal::from(100 * (sum - min)).checked_div(Decimal::from(max - min))?,
            ScaleRule::Table => self.table.iter().find(|(of, _)| *of == sum)?.1,
        };
        Some(exact.round_dp_with_strategy(u32::from(self.decimals), RoundingStrategy::MidpointAwayFromZero).normalize())
    }
}

/// One severity word with its range of totals.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Id, as in exports: `moderately_severe`.
    pub id: String,
    /// Words for staff: `moderately severe`.
    pub label: String,
    /// Lowest total in the band.
    pub from: i32,
    /// Highest total in the band.
    pub to: i32,
    /// The sex for which it holds, where the cut-offs differ.
    pub sex: Option<Sex>,
    /// Whose bands these are.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether they were read there.
    pub verification: Verification,
}

/// One level of a screen that has no total.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TriageLevel {
    /// Id, as in exports: `high`.
    pub id: String,
    /// Words for staff.
    pub label: String,
    /// Positions of which any one endorsed puts a person here; empty for the level that is left.
    #[serde(default)]
    pub any_of: Vec<u8>,
    /// Whose levels these are.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether they were read there.
    pub verification: Verification,
}

/// A part with a score of its own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subscale {
    /// Id, as in exports.
    pub id: String,
    /// Words for staff.
    pub label: String,
    /// What is done with the item values.
    pub rule: SubscaleRule,
    /// Positions of its items.
    pub items: Vec<u8>,
    /// With `count`: an item counts from this answer on.
    #[serde(default = "once")]
    pub counts_from: u8,
    /// The result is multiplied by this, as in the DASS-21.
    #[serde(default = "once")]
    pub multiply: u8,
    /// What the manual reports in place of the sum.
    pub scale: Option<Scale>,
    /// Words over the part's score; together they cover every score exactly once, or there are none.
    #[serde(default)]
    pub bands: Vec<PartBand>,
    /// Where it is defined.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

impl Subscale {
    /// The band of a score of this part.
    pub fn band(&self, score: i32) -> Option<&PartBand> {
        self.bands.iter().find(|band| (band.from..=band.to).contains(&score))
    }
}

/// One word over the score of a part; it rests on the part's own citation.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartBand {
    /// Id, as in exports.
    pub id: String,
    /// Words for staff.
    pub label: String,
    /// Lowest score in the band.
    pub from: i32,
    /// Highest score in the band.
    pub to: i32,
}

/// Rules for a subscale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubscaleRule {
    /// The sum of its items.
    Sum,
    /// The highest of its items.
    Max,
    /// How many of its items were answered `counts_from` or more.
    Count,
    /// The place (from 1) of the last of its items that was endorsed; 0 when none was.
    HighestEndorsed,
}

/// What the manual allows when items are missing. A missing safety item is never filled in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prorating {
    /// At most this many items may be missing.
    pub max_missing: u8,
    /// Where it is allowed.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

sourced!(Total, Scale, Band, TriageLevel, Subscale, Prorating);
