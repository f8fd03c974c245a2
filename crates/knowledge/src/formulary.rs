//! What a formulary says about a substance beyond its name: properties, kinetics, steps up and down, effects, boxes.

use crate::basis::{Verification, sourced};
use crate::expression::Expression;
use crate::ids::SourceId;
use crate::vocabulary::{Attribute, Enzyme};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What kind of thing is taken: decides how a pair finding is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubstanceKind {
    /// A medicine, prescribed or bought.
    #[default]
    Medicine,
    /// A herb or supplement.
    Supplement,
    /// Something eaten or drunk.
    Food,
    /// Tobacco smoke.
    Tobacco,
}

/// Properties that rest on one citation, perhaps only by some route or from some dose on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Property → strength.
    pub values: BTreeMap<Attribute, i8>,
    /// Only by these routes; empty means any. Overrides a general value of the same property.
    #[serde(default)]
    pub routes: Vec<String>,
    /// Only from this daily amount on, in mg.
    pub from_daily: Option<Decimal>,
    /// Only up to this daily amount, in mg.
    pub to_daily: Option<Decimal>,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// Another name for the same active part of the molecule.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moiety {
    /// The other substance's id.
    pub of: String,
    /// How they are related.
    pub relation: MoietyRelation,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// How two substances share an active part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoietyRelation {
    /// One is a mirror-image form contained in the other.
    Enantiomer,
    /// One is the other's active metabolite.
    Metabolite,
    /// One is made into the other.
    Prodrug,
    /// Salts or esters of one another.
    Salt,
}

/// One way out of the body.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// Which enzyme or carrier.
    pub enzyme: Enzyme,
    /// How much depends on it, by the FDA's classes of substrates.
    pub share: Share,
    /// Share of clearance by it, 0 to 1, where a source gives one.
    pub fraction: Option<Decimal>,
    /// True where the product of this step is what works, as endoxifen from tamoxifen: inhibition then loses effect.
    #[serde(default)]
    pub activates: bool,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// How much a substance's clearance depends on one enzyme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// A sensitive substrate: exposure rises fivefold or more under a strong inhibitor.
    Sensitive,
    /// A moderately sensitive substrate: twofold to fivefold.
    Moderate,
    /// Takes part, with less than a doubling.
    Minor,
}

/// What a substance does to an enzyme or a carrier.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effect {
    /// On which.
    pub enzyme: Enzyme,
    /// Which way.
    pub how: How,
    /// How strongly.
    pub strength: Strength,
    /// Only from this daily amount on, in mg.
    pub from_daily: Option<Decimal>,
    /// Days until it is there.
    pub onset_days: Option<u16>,
    /// Days until it is gone after the last dose.
    pub offset_days: Option<u16>,
    /// Only by these routes; empty means any.
    #[serde(default)]
    pub routes: Vec<String>,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// Which way an enzyme is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Works less: what it clears rises.
    Inhibits,
    /// Works more: what it clears falls.
    Induces,
}

/// Strength by the FDA's classes: strong moves a sensitive substrate's exposure fivefold (inhibitor) or by 80 %
/// (inducer), moderate twofold or by 50 %, weak below that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Weak.
    Weak,
    /// Moderate.
    Moderate,
    /// Strong.
    Strong,
}

/// Kinetic constants beside the half-life.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kinetics {
    /// Share of an oral dose that arrives, 0 to 1.
    pub bioavailability: Option<Decimal>,
    /// Volume of distribution, litres per kilogram.
    pub volume_l_per_kg: Option<Decimal>,
    /// Hours to the highest level.
    pub peak_hours: Option<Decimal>,
    /// Half-life in hours after it has induced its own clearance: from, to.
    pub half_life_after_autoinduction: Option<(Decimal, Decimal)>,
    /// Days until it has: from, to.
    pub autoinduction_days: Option<(u16, u16)>,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// The range of levels in blood in which it is expected to work.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelRange {
    /// The laboratory key: `lithium_mmol_l`, or a new one of the same shape.
    pub lab: String,
    /// Lower end.
    pub from: Decimal,
    /// Upper end.
    pub to: Decimal,
    /// From here on the laboratory calls.
    pub alert: Option<Decimal>,
    /// Unit in words: `mmol/L`.
    pub unit: String,
    /// For which use; absent for any.
    pub indication: Option<String>,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// How long after the last dose it still acts on its partners, beyond kinetics.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lingers {
    /// Days.
    pub days: u16,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// The label's steps from the first dose to the usual one.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Titration {
    /// Which way of it: `no interacting medicine`, `with valproate`.
    pub variant: String,
    /// What for.
    pub indication: Option<String>,
    /// When this variant is the one; absent: when no other is.
    pub when: Option<Expression>,
    /// In order of time.
    pub steps: Vec<TitrationStep>,
    /// What a step depends on, in words.
    pub note: Option<String>,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// One step: from this day of treatment on, this daily amount.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitrationStep {
    /// First day of the step; the first day of treatment is 1.
    pub from_day: u16,
    /// mg a day.
    pub daily: Decimal,
    /// Number of doses that the day's amount is divided into.
    pub divided: Option<u8>,
    /// True where it is reached only if the response asks for it.
    #[serde(default)]
    pub if_needed: bool,
}

/// How it is lowered towards nothing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taper {
    /// Largest cut at a step, in percent of the dose before it.
    pub percent: u8,
    /// Weeks between steps.
    pub weeks_between: u8,
    /// Smallest daily amount that can practically be given, in mg; below it the next step is nothing.
    pub smallest: Option<Decimal>,
    /// Not shorter than so many weeks in all after long use.
    pub weeks_min: Option<u16>,
    /// In words: forms that make small steps possible, what to watch.
    pub note: Option<String>,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// One of the label's boxed warnings, in our words.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Boxed {
    /// Topic in a word or two: `severe neutropenia`.
    pub topic: String,
    /// One sentence.
    pub text: String,
    /// For whom, where it is not for everybody.
    pub when: Option<Expression>,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// One unwanted effect.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unwanted {
    /// The effect's id in `effects.toml`.
    pub effect: String,
    /// How strongly the source ties it to this substance.
    pub strength: Tie,
    /// First days in which it usually begins: from, to.
    pub onset_days: Option<(u16, u16)>,
    /// Rises with the dose.
    #[serde(default)]
    pub dose_related: bool,
    /// Plain words for the patient, where more than the effect's own words are needed.
    pub plain: Option<String>,
    /// True where the patient is to tell somebody at once.
    #[serde(default)]
    pub tell_at_once: bool,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// How strongly a source ties an effect to a substance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    /// Below 1 in 100, or single reports.
    Rare,
    /// 1 to 10 in 100.
    Common,
    /// More than 1 in 10.
    VeryCommon,
    /// Named among the label's warnings.
    Warning,
    /// Typical of it: what it is known for among its neighbours, or boxed.
    Hallmark,
}

/// A product that releases the substance slowly: depots and patches.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formulation {
    /// Id: `risperidone-microspheres-2w`.
    pub id: String,
    /// Name in words with brand.
    pub name: String,
    /// Brands and other names.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Route in a word: `intramuscular`.
    pub route: String,
    /// Days between doses.
    pub interval_days: Option<u16>,
    /// Days for which the tablets go on at the start.
    pub overlap_days: Option<u16>,
    /// Half-life of release, in days: from, to.
    pub release_half_life_days: Option<(Decimal, Decimal)>,
    /// How it is begun, in words.
    pub loading: Option<String>,
    /// mg of this per dose for each mg of the daily tablet dose: from, to.
    pub per_oral_mg: Option<(Decimal, Decimal)>,
    /// What to do after a late dose, by how late.
    #[serde(default)]
    pub missed: Vec<MissedDose>,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// What to do after a dose that came late.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissedDose {
    /// More than so many days since the last dose.
    pub more_than_days: u16,
    /// What to do.
    pub action: String,
}

/// What is not the person's own words: when to expect what, how to take it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HowToTake {
    /// With or without food, time of day, what to avoid: plain words.
    pub words: String,
    /// What to do after a forgotten dose, in plain words.
    pub forgotten: Option<String>,
    /// When what can be expected, in plain words.
    pub expect: Option<String>,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

sourced!(Facts, Moiety, Route, Effect, Kinetics, LevelRange, Lingers, Titration, Taper, Boxed, Unwanted, Formulation, HowToTake);
