//! Medicines: names, doses, how long a fair trial takes, how long they stay in the body.

use crate::basis::{Verification, sourced};
use crate::formulary::{
    Boxed, Effect, Facts, Formulation, HowToTake, Kinetics, LevelRange, Lingers, Moiety, Route, SubstanceKind, Taper, Titration,
    Unwanted,
};
use crate::ids::{SourceId, SubstanceId};
use crate::rule::Rule;
use crate::vocabulary::Severity;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;

/// One substance that can be taken.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Substance {
    /// Id: `sertraline`.
    pub id: SubstanceId,
    /// Generic name.
    pub name: String,
    /// Class in a clinician's words: `SSRI`.
    pub class: String,
    /// Group for lists.
    pub group: SubstanceGroup,
    /// What kind of thing it is.
    #[serde(default)]
    pub kind: SubstanceKind,
    /// Classes that rules speak of: `ssri`, `antidepressant`.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Brand names.
    #[serde(default)]
    pub brands: Vec<String>,
    /// Other generic names, salts and abbreviations.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// RxNorm ingredient code.
    pub rxcui: Option<Code>,
    /// WHO ATC code.
    pub atc: Option<Code>,
    /// Plain words for the patient.
    pub plain: Plain,
    /// Doses by use.
    #[serde(default)]
    pub doses: Vec<DoseRange>,
    /// What a fair trial is, by use.
    #[serde(default)]
    pub adequate_trials: Vec<AdequateTrial>,
    /// How much of it has to be taken for the time to count towards a fair trial.
    pub exposure: Option<Exposure>,
    /// How long the substance, and what it turns into, stays.
    #[serde(default)]
    pub half_lives: Vec<HalfLife>,
    /// How it is taken, in plain words.
    pub how_to_take: Option<HowToTake>,
    /// Properties that rules ask for.
    #[serde(default)]
    pub facts: Vec<Facts>,
    /// Substances with the same active part.
    #[serde(default)]
    pub moieties: Vec<Moiety>,
    /// Kinetic constants.
    pub kinetics: Option<Kinetics>,
    /// Ways out of the body.
    #[serde(default)]
    pub cleared_by: Vec<Route>,
    /// What it does to enzymes and carriers.
    #[serde(default)]
    pub affects: Vec<Effect>,
    /// How long it acts on after the last dose.
    pub lingers: Option<Lingers>,
    /// Ranges of its level in blood.
    #[serde(default)]
    pub levels: Vec<LevelRange>,
    /// The label's steps up.
    #[serde(default)]
    pub titrations: Vec<Titration>,
    /// Steps down.
    pub taper: Option<Taper>,
    /// The label's boxed warnings.
    #[serde(default)]
    pub boxed: Vec<Boxed>,
    /// Unwanted effects.
    #[serde(default)]
    pub unwanted: Vec<Unwanted>,
    /// Depots and other slow forms.
    #[serde(default)]
    pub formulations: Vec<Formulation>,
    /// Rules that belong to this substance alone.
    #[serde(default)]
    pub rules: Vec<Rule>,
}

impl Substance {
    /// The dose range that comes first in the file: the substance's main use here.
    pub fn main_dose(&self) -> Option<&DoseRange> {
        self.doses.first()
    }

    /// The fair trial that comes first in the file: the one for the substance's main use.
    pub fn adequate_trial(&self) -> Option<&AdequateTrial> {
        self.adequate_trials.first()
    }

    /// The half-life that decides how the level builds up: the substance's own, which stands first.
    pub fn half_life(&self) -> Option<&HalfLife> {
        self.half_lives.first()
    }

    /// Share (0 to 1) of the steady level reached after this many days on one unchanged dose, if the half-life is
    /// known: one compartment, evenly spread doses, the middle of the half-life's range. A simulation, and shown as one.
    pub fn share_of_steady_level(&self, days: u32) -> Option<f64> {
        let half_life = self.half_life()?.middle_hours();
        Some(1.0 - 0.5_f64.powf(f64::from(days) * 24.0 / half_life))
    }
}

/// Groups for lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubstanceGroup {
    /// Antidepressants.
    Antidepressant,
    /// Medicines against anxiety.
    Anxiolytic,
    /// Medicines for sleep.
    Hypnotic,
    /// Mood stabilisers.
    MoodStabiliser,
    /// Antipsychotics.
    Antipsychotic,
    /// Stimulants and others for ADHD.
    Adhd,
    /// Medicines against dependence.
    SubstanceUse,
    /// Medicines for dementia.
    Dementia,
    /// Medicines against movement disorders that other medicines cause.
    Movement,
    /// Herbs and supplements.
    Supplement,
    /// Things eaten and drunk.
    Food,
    /// Tobacco smoke.
    Exposure,
    /// Medicines mainly used elsewhere.
    Other,
}

/// A code of a public terminology.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// The code.
    pub code: String,
    /// Where it was looked up.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// Plain words about a medicine, for the person who takes it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plain {
    /// What it is for: `for low mood and worry`.
    pub purpose: String,
    /// How it works and when it is felt, in one sentence.
    pub action: String,
    /// Where this is said.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// The doses for one use. Oral, for adults with ordinary kidneys and liver, unless `note` says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoseRange {
    /// The use: `depression`.
    pub indication: String,
    /// Amount per day at the start.
    pub start: Decimal,
    /// Lowest amount per day that is expected to work.
    pub min_effective: Option<Decimal>,
    /// Highest usual amount per day.
    pub max: Decimal,
    /// Unit of all three.
    pub unit: DoseUnit,
    /// For whom.
    #[serde(default)]
    pub population: Population,
    /// By which routes; empty: by mouth.
    #[serde(default)]
    pub routes: Vec<String>,
    /// Largest amount at one time, in mg, where there is one.
    pub single_max: Option<Decimal>,
    /// How bad it is to go above `max`; absent: moderate.
    pub max_severity: Option<Severity>,
    /// Form, splitting, or what a number depends on.
    pub note: Option<String>,
    /// Where the doses stand.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether they were read there.
    pub verification: Verification,
}

/// Whom a dose range is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Population {
    /// 18 years and older.
    #[default]
    Adult,
    /// Up to 12 years.
    Child,
    /// 13 to 17 years.
    Adolescent,
    /// 65 years and older.
    OlderAdult,
}

/// Units of a dose range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub enum DoseUnit {
    /// Milligrams a day.
    #[serde(rename = "mg/day")]
    MgPerDay,
    /// Milligrams for one dose taken when needed.
    #[serde(rename = "mg/dose")]
    MgPerDose,
}

impl DoseUnit {
    /// The unit as it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MgPerDay => "mg/day",
            Self::MgPerDose => "mg/dose",
        }
    }
}

/// Enough dose for long enough: before that, no verdict on the medicine is fair.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdequateTrial {
    /// The use: `depression`.
    pub indication: String,
    /// From this dose on the clock runs.
    pub min_effective_dose: Decimal,
    /// Unit of the dose.
    pub unit: DoseUnit,
    /// The verdict is fair from this week of adequate dose on.
    pub weeks_from: u16,
    /// The verdict is due by this week.
    pub weeks_to: u16,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// How much of a medicine has to be taken before its trial can be called one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exposure {
    /// Share of planned doses that has to be taken, in percent.
    pub taken_percent: u8,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// Elimination half-life, in hours.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HalfLife {
    /// Of what, where it is not the substance itself but what it turns into.
    pub of: Option<String>,
    /// Shortest usual.
    pub from: Decimal,
    /// Longest usual.
    pub to: Decimal,
    /// Always `hours`: a half-life without a unit does not load.
    pub unit: HalfLifeUnit,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

impl HalfLife {
    /// The middle of the range, in hours.
    pub fn middle_hours(&self) -> f64 {
        ((self.from + self.to) / Decimal::TWO).to_f64().unwrap_or(f64::INFINITY)
    }
}

/// Unit of a half-life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HalfLifeUnit {
    /// Hours.
    Hours,
}

sourced!(Code, Plain, DoseRange, AdequateTrial, Exposure, HalfLife);
