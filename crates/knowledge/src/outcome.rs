//! What counts as response, remission and reliable change, each named by whose definition it is.

use crate::basis::{Verification, date, sourced};
use crate::ids::{InstrumentId, SourceId};
use crate::instrument::{Construct, Direction};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;

/// One file of `knowledge/outcomes/`: the definitions for one construct.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcomes {
    /// The construct; equals the file's name.
    pub construct: Construct,
    /// Definitions per instrument. A changed definition is a new entry with a later date; the old one stays.
    #[serde(rename = "definition")]
    pub definitions: Vec<OutcomeDefinition>,
}

/// How two scores of one instrument are judged, from a day on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeDefinition {
    /// The instrument whose totals are compared.
    pub instrument: InstrumentId,
    /// From this day on.
    #[serde(deserialize_with = "date")]
    pub in_force_from: Date,
    /// Enough better, in percent of baseline.
    pub response: Option<Response>,
    /// Symptoms down to a minimal level.
    pub remission: Option<Remission>,
    /// More than the instrument's own error of measurement.
    pub reliable_change: Option<ReliableChangeRule>,
    /// Spread and reliability in a named sample, for the reliable change index.
    pub measurement_error: Option<MeasurementError>,
    /// At or beyond the clinical cut-off.
    pub caseness: Option<Caseness>,
    /// Which way is better; copied from the instrument when loaded.
    #[serde(skip, default = "lower")]
    pub direction: Direction,
    /// Lowest and highest total; copied from the instrument when loaded.
    #[serde(skip)]
    pub range: (i32, i32),
}

/// Filled in by the loader from the instrument before anybody can read it.
fn lower() -> Direction {
    Direction::LowerIsBetter
}

/// Response: improvement of at least this share of baseline.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// Improvement in percent of the baseline.
    pub percent: u8,
    /// The definition in one sentence.
    pub meaning: String,
    /// Whose definition.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// Remission: below a total now.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remission {
    /// The total has to be below this.
    pub below: i32,
    /// The definition in one sentence.
    pub meaning: String,
    /// Whose definition.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// Reliable change as a number of points, in either direction.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReliableChangeRule {
    /// At least this many points.
    pub points: i32,
    /// The definition in one sentence.
    pub meaning: String,
    /// Whose definition.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// What the reliable change index needs of a sample.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasurementError {
    /// Standard deviation of totals before treatment, in points.
    pub sd: Decimal,
    /// Reliability coefficient, 0 to 1.
    pub reliability: Decimal,
    /// Which sample and which coefficient.
    pub sample: String,
    /// Where they stand.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether they were read there.
    pub verification: Verification,
}

/// The clinical cut-off: a case at or beyond it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caseness {
    /// A case from this total on (down from it where higher is better).
    pub at: i32,
    /// The definition in one sentence.
    pub meaning: String,
    /// Whose cut-off.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

sourced!(Response, Remission, ReliableChangeRule, MeasurementError, Caseness);
