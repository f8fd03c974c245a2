//! What two scores of one person amount to: response, remission, reliable change, each by a named definition.

use crate::reliable_change::{DifferenceError, RELIABLE};
use concord_knowledge::OutcomeDefinition;
use concord_knowledge::basis::Sourced;
use concord_knowledge::ids::SourceId;
use concord_knowledge::instrument::Direction;
use concord_knowledge::outcome::{ChangeMeaning, ChangeParameter};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The change from the baseline of the present treatment course to the latest score.
#[must_use]
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Total at baseline.
    pub baseline: i32,
    /// Latest total.
    pub latest: i32,
    /// Latest minus baseline, in points.
    pub difference: i32,
    /// The difference in percent of baseline, counted from the lowest the scale can go; absent when nothing was above it, and
    /// for standard scores.
    pub percent: Option<f64>,
    /// Whether the improvement is a response; absent where the definition has none.
    pub response: Option<bool>,
    /// Whether the latest total is in the range of remission; absent where the definition has none.
    pub remission: Option<bool>,
    /// Further levels of improvement by id, as partial response.
    pub grades: BTreeMap<String, bool>,
    /// Change against the error of measurement; absent where neither points nor spread are known.
    pub reliable: Option<ReliableChange>,
    /// Whether the clinical cut-off was crossed; absent where the definition has none.
    pub caseness: Option<CasenessCrossing>,
    /// The one word that is shown first.
    pub headline: OutcomeWord,
    /// The citations that the result rests on.
    pub sources: Vec<SourceId>,
}

/// Change against the error of measurement.
#[derive(Clone, Debug, PartialEq)]
pub struct ReliableChange {
    /// The difference in units of its standard error, if spread and reliability are known.
    pub rci: Option<f64>,
    /// From this many points on, in either direction.
    pub threshold_points: i32,
    /// Where the threshold comes from.
    pub used: UsedThreshold,
    /// Which of the three it is.
    pub category: ReliableCategory,
    /// Whose threshold.
    pub source: SourceId,
}

/// Which threshold decided about reliable change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UsedThreshold {
    /// A published number of points.
    Points,
    /// The reliable change index, from spread and reliability of a sample.
    Index,
}

impl UsedThreshold {
    /// The word in the output of `concord change`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Points => "points",
            Self::Index => "index",
        }
    }
}

/// One threshold that other people use, beside the one that decided.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherThreshold {
    /// Its id in `knowledge/outcomes/`.
    pub id: String,
    /// What it tells.
    pub what: ChangeMeaning,
    /// From this many points on, as the manual reports them; computed from percent or spread where these are given.
    pub points: f64,
    /// Whether the change for the better reaches it.
    pub better: bool,
    /// Whether the change for the worse reaches it.
    pub worse: bool,
    /// The definition in one sentence.
    pub meaning: String,
    /// Whose threshold.
    pub source: SourceId,
}

/// Better, worse, or within the error of measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReliableCategory {
    /// Better by more than the error of measurement.
    Improved,
    /// Within the error of measurement.
    NoChange,
    /// Worse by more than the error of measurement: deterioration.
    Worse,
}

impl ReliableCategory {
    /// The word in the output of `concord change`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Improved => "reliably_improved",
            Self::NoChange => "no_reliable_change",
            Self::Worse => "reliably_worse",
        }
    }
}

/// Where baseline and latest stand to the clinical cut-off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CasenessCrossing {
    /// A case before and now.
    StillACase,
    /// A case before, not now.
    NoLongerACase,
    /// Not a case before, a case now.
    NowACase,
    /// Not a case before or now.
    NeverACase,
}

/// The word that is shown first: the first of these that is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutcomeWord {
    /// Symptoms down to a minimal level, from above it.
    Remission,
    /// Enough better, in percent of baseline.
    Response,
    /// Better by more than the error of measurement.
    ReliableChange,
    /// Better by this many percent, within the error of measurement.
    Better {
        /// Improvement in percent of baseline, rounded down.
        percent: u16,
    },
    /// Neither better nor reliably worse.
    NoReliableChange,
    /// Worse by more than the error of measurement.
    ReliablyWorse,
    /// Nobody has said from how many points on a difference is more than the error of measurement: only its direction is
    /// told.
    NotJudged(Way),
}

/// Which way a difference goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// For the better.
    Better,
    /// There is none.
    Same,
    /// For the worse.
    Worse,
}

impl Way {
    /// In words, for a difference that no threshold judges.
    pub fn words(self) -> &'static str {
        match self {
            Self::Better => "better, no threshold known",
            Self::Same => "unchanged",
            Self::Worse => "worse, no threshold known",
        }
    }
}

impl fmt::Display for OutcomeWord {
    /// The words of the tag.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Remission => f.write_str("remission"),
            Self::Response => f.write_str("response"),
            Self::ReliableChange => f.write_str("reliable change"),
            Self::Better { percent } => write!(f, "{percent} % better"),
            Self::NoReliableChange => f.write_str("no reliable change"),
            Self::ReliablyWorse => f.write_str("reliably worse"),
            Self::NotJudged(way) => f.write_str(way.words()),
        }
    }
}

/// Compares the latest total with the baseline of the present treatment course. Zero is a number: 18 → 0 is remission.
/// Cannot fail: what the definition does not say is absent.
pub fn compare(definition: &OutcomeDefinition, baseline: i32, latest: i32) -> Change {
    let gain = gain(definition, baseline, latest);
    let above_base = baseline - definition.percent_base;
    // Without division, so that exactly half is half.
    let reaches = |percent: Option<u8>, points: Option<i32>| {
        let enough = percent.is_none_or(|percent| i64::from(gain) * 100 >= i64::from(percent) * i64::from(above_base));
        gain > 0 && enough && points.is_none_or(|points| gain >= points)
    };
    let response = definition.response.as_ref().map(|rule| reaches(rule.percent, rule.points));
    let grades = definition.grades.iter().map(|grade| (grade.id.clone(), reaches(grade.percent, grade.points)));
    let remission = definition.remission.as_ref().map(|rule| latest < rule.below);
    let already_minimal = definition.remission.as_ref().is_some_and(|rule| baseline < rule.below);
    let reliable = reliable(definition, baseline, latest);
    let change = Change {
        baseline,
        latest,
        difference: latest - baseline,
        percent: (above_base != 0 && !definition.standard).then(|| f64::from(latest - baseline) * 100.0 / f64::from(above_base)),
        response,
        grades: grades.collect(),
        remission,
        caseness: caseness(definition, baseline, latest),
        headline: OutcomeWord::NoReliableChange,
        sources: sources(definition),
        reliable,
    };
    Change { headline: headline(&change, gain, already_minimal), ..change }
}

/// Points gained in the direction of better.
fn gain(definition: &OutcomeDefinition, baseline: i32, latest: i32) -> i32 {
    match definition.direction {
        Direction::LowerIsBetter => baseline - latest,
        Direction::HigherIsBetter => latest - baseline,
    }
}

/// The first true word. A baseline that was already minimal cannot remit or respond any more.
fn headline(change: &Change, gain: i32, already_minimal: bool) -> OutcomeWord {
    let category = change.reliable.as_ref().map(|reliable| reliable.category);
    if change.remission == Some(true) && !already_minimal {
        OutcomeWord::Remission
    } else if change.response == Some(true) && !already_minimal {
        OutcomeWord::Response
    } else if category == Some(ReliableCategory::Improved) {
        OutcomeWord::ReliableChange
    } else if category == Some(ReliableCategory::Worse) {
        OutcomeWord::ReliablyWorse
    } else {
        match (change.percent.map(f64::abs), category, gain) {
            (Some(percent), _, 1..) if percent >= 1.0 => OutcomeWord::Better { percent: percent.to_u16().unwrap_or(u16::MAX) },
            (_, Some(_), _) => OutcomeWord::NoReliableChange,
            (_, None, 1..) => OutcomeWord::NotJudged(Way::Better),
            (_, None, 0) => OutcomeWord::NotJudged(Way::Same),
            (_, None, _) => OutcomeWord::NotJudged(Way::Worse),
        }
    }
}

fn reliable(definition: &OutcomeDefinition, baseline: i32, latest: i32) -> Option<ReliableChange> {
    let error = definition.measurement_error.as_ref();
    let index = error.and_then(|error| DifferenceError::new(error.sd.to_f64()?, error.reliability.to_f64()?));
    let (threshold_points, used, source) = match (&definition.reliable_change, index, error) {
        (Some(rule), ..) => (rule.points, UsedThreshold::Points, rule.source.clone()),
        (None, Some(index), Some(error)) => {
            (index.smallest_reliable().ceil().to_i32()?, UsedThreshold::Index, error.source.clone())
        }
        _ => return None,
    };
    let gain = gain(definition, baseline, latest);
    let category = if gain >= threshold_points {
        ReliableCategory::Improved
    } else if gain <= -threshold_points {
        ReliableCategory::Worse
    } else {
        ReliableCategory::NoChange
    };
    let rci = index.map(|index| index.index(f64::from(baseline), f64::from(latest)));
    Some(ReliableChange { rci, threshold_points, used, category, source })
}

/// The thresholds of other people that hold for this baseline. Both scores are as the manual reports them: a T-score, a
/// mean, else the total.
pub fn other_thresholds(definition: &OutcomeDefinition, baseline: Decimal, latest: Decimal) -> Vec<OtherThreshold> {
    let gain = match definition.direction {
        Direction::LowerIsBetter => baseline - latest,
        Direction::HigherIsBetter => latest - baseline,
    };
    let holds = |also: &&ChangeParameter| {
        also.baseline_from.is_none_or(|from| baseline >= Decimal::from(from))
            && also.baseline_to.is_none_or(|to| baseline <= Decimal::from(to))
    };
    let told = definition.also.iter().filter(holds).filter_map(|also| {
        let (gain, points) = (gain.to_f64()?, points_of(definition, also, baseline)?);
        Some(OtherThreshold {
            id: also.id.clone(),
            what: also.what,
            points,
            better: gain >= points,
            worse: gain <= -points,
            meaning: also.meaning.clone(),
            source: also.source.clone(),
        })
    });
    told.collect()
}

/// A threshold in points. Nothing can be told in percent of a baseline at the lower end.
fn points_of(definition: &OutcomeDefinition, also: &ChangeParameter, baseline: Decimal) -> Option<f64> {
    if let Some(points) = also.points {
        return points.to_f64();
    }
    if let Some(percent) = also.percent {
        let above_base = baseline - Decimal::from(definition.percent_base);
        return (above_base > Decimal::ZERO).then(|| percent * above_base / Decimal::ONE_HUNDRED)?.to_f64();
    }
    let error = DifferenceError::new(also.sd?.to_f64()?, also.reliability?.to_f64()?)?;
    Some(RELIABLE * error.difference)
}

/// Whether a total lies at or beyond the clinical cut-off; `None` where the definition has none.
pub fn is_case(definition: &OutcomeDefinition, total: i32) -> Option<bool> {
    let at = definition.caseness.as_ref()?.at;
    Some(match definition.direction {
        Direction::LowerIsBetter => total >= at,
        Direction::HigherIsBetter => total <= at,
    })
}

fn caseness(definition: &OutcomeDefinition, baseline: i32, latest: i32) -> Option<CasenessCrossing> {
    Some(match (is_case(definition, baseline)?, is_case(definition, latest)?) {
        (true, true) => CasenessCrossing::StillACase,
        (true, false) => CasenessCrossing::NoLongerACase,
        (false, true) => CasenessCrossing::NowACase,
        (false, false) => CasenessCrossing::NeverACase,
    })
}

/// The citations of every part of the definition, each once.
fn sources(definition: &OutcomeDefinition) -> Vec<SourceId> {
    let parts: [Option<&dyn Sourced>; 5] = [
        definition.response.as_ref().map(|part| part as &dyn Sourced),
        definition.remission.as_ref().map(|part| part as &dyn Sourced),
        definition.reliable_change.as_ref().map(|part| part as &dyn Sourced),
        definition.measurement_error.as_ref().map(|part| part as &dyn Sourced),
        definition.caseness.as_ref().map(|part| part as &dyn Sourced),
    ];
    let grades = definition.grades.iter().map(Sourced::source);
    let ids: BTreeSet<&SourceId> = parts.into_iter().flatten().map(Sourced::source).chain(grades).collect();
    ids.into_iter().cloned().collect()
}
