//! What counts as response, remission and reliable change, each named by whose definition it is.

use crate::basis::{Verification, date, sourced};
use crate::ids::{InstrumentId, SourceId};
use crate::instrument::{Construct, Direction, Instrument};
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
    /// Points below which the scale cannot go; taken off the baseline before a percentage is told, as with the PANSS. Left
    /// out in a file, it is the lowest total.
    #[serde(default)]
    pub percent_base: i32,
    /// Further levels of improvement, as partial response.
    #[serde(default)]
    pub grades: Vec<Grade>,
    /// Other people's thresholds, shown beside the one that is used (`reliable_change`, else `measurement_error`).
    #[serde(default)]
    pub also: Vec<ChangeParameter>,
    /// Which way is better; copied from the instrument when loaded.
    #[serde(skip, default = "lower")]
    pub direction: Direction,
    /// Lowest and highest total; copied from the instrument when loaded.
    #[serde(skip)]
    pub range: (i32, i32),
    /// Whether totals are read as standard scores, of which no percentage is told; copied from the instrument when loaded.
    #[serde(skip)]
    pub standard: bool,
}

impl OutcomeDefinition {
    /// A definition that judges nothing, for an instrument about whose changes nobody has said what they mean.
    pub fn undefined(instrument: &Instrument) -> Self {
        Self {
            instrument: instrument.id.clone(),
            in_force_from: Date::ZERO,
            response: None,
            remission: None,
            reliable_change: None,
            measurement_error: None,
            caseness: None,
            percent_base: instrument.total_range().map_or(0, |(lowest, _)| lowest),
            grades: Vec::new(),
            also: Vec::new(),
            direction: instrument.direction,
            range: instrument.total_range().unwrap_or_default(),
            standard: instrument.is_standard_score(),
        }
    }
}

/// Filled in by the loader from the instrument before anybody can read it.
fn lower() -> Direction {
    Direction::LowerIsBetter
}

/// Response: improvement of at least this share of baseline, or of this many points; one of the two.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// Improvement in percent of the baseline.
    pub percent: Option<u8>,
    /// Improvement in points.
    pub points: Option<i32>,
    /// The definition in one sentence.
    pub meaning: String,
    /// Whose definition.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

impl Response {
    /// Whether it asks for half of the baseline.
    pub fn is_half(&self) -> bool {
        self.percent == Some(50)
    }

    /// What it asks for, in words: `50 %`, `8 points`.
    pub fn asks(&self) -> String {
        match (self.percent, self.points) {
            (Some(percent), _) => format!("{percent} %"),
            (None, points) => format!("{} points", points.unwrap_or_default()),
        }
    }
}

/// A further level of improvement with a name, by percent or by points.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// Id, as in the output of `concord change`: `partial_response`.
    pub id: String,
    /// At least this improvement in percent of the baseline.
    pub percent: Option<u8>,
    /// At least this improvement in points.
    pub points: Option<i32>,
    /// The definition in one sentence.
    pub meaning: String,
    /// Whose definition.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// One published threshold for change: points, or percent of baseline, or spread and reliability of a sample.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeParameter {
    /// Id, as in the output of `concord change`: `kounali_2022`.
    pub id: String,
    /// What it tells.
    pub what: ChangeMeaning,
    /// In points, as the manual reports them (T for a PROMIS form).
    pub points: Option<Decimal>,
    /// In percent of baseline.
    pub percent: Option<Decimal>,
    /// Standard deviation before treatment, for the index.
    pub sd: Option<Decimal>,
    /// Reliability between 0 and 1, for the index.
    pub reliability: Option<Decimal>,
    /// Holds from this baseline on.
    pub baseline_from: Option<i32>,
    /// Holds up to this baseline.
    pub baseline_to: Option<i32>,
    /// The definition in one sentence, with the sample.
    pub meaning: String,
    /// Whose threshold.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// What a threshold for change tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeMeaning {
    /// More than the error of measurement.
    ReliableChange,
    /// Enough to matter to people.
    MinimalDifference,
}

impl ChangeMeaning {
    /// The word as it stands in `knowledge/` and in the output of `concord change`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReliableChange => "reliable_change",
            Self::MinimalDifference => "minimal_difference",
        }
    }
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

sourced!(Response, Grade, ChangeParameter, Remission, ReliableChangeRule, MeasurementError, Caseness);
