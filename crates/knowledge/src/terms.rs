//! The words in which conditions, unwanted effects, formulas and products of several substances are written, and what
//! they mean to the rules.

use crate::basis::{Verification, sourced};
use crate::ids::SourceId;
use rust_decimal::Decimal;
use serde::Deserialize;

/// `vocabulary/conditions.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conditions {
    /// All conditions that rules know.
    pub conditions: Vec<ConditionTerm>,
}

/// A condition that a rule can ask for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionTerm {
    /// Id: `seizure_disorder`.
    pub id: String,
    /// Name in words.
    pub name: String,
    /// Words that mean it, in lower case; a condition's text that contains one as whole words is it.
    #[serde(default)]
    pub words: Vec<String>,
    /// Beginnings of ICD-10-CM codes that mean it.
    #[serde(default)]
    pub icd10: Vec<String>,
    /// SNOMED CT codes that mean it.
    #[serde(default)]
    pub snomed: Vec<String>,
    /// Wider conditions that it is also: `bulimia` is also `eating_disorder`.
    #[serde(default)]
    pub is_also: Vec<String>,
}

/// `vocabulary/effects.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effects {
    /// All unwanted effects that the formulary knows.
    pub effects: Vec<EffectTerm>,
}

/// An unwanted effect.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EffectTerm {
    /// Id: `weight_gain`.
    pub id: String,
    /// Name in a clinician's words.
    pub name: String,
    /// Plain words for the patient.
    pub plain: String,
    /// Other words and spellings.
    #[serde(default)]
    pub words: Vec<String>,
}

/// `vocabulary/tests.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tests {
    /// All tests that schedules and rules name.
    pub tests: Vec<crate::monitoring::Test>,
}

/// `vocabulary/outside.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outside {
    /// Substances and classes that rules name although the formulary has no entry for them: the rule waits for one.
    pub names: Vec<String>,
}

/// `vocabulary/formulas.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formulas {
    /// All published formulas that calculators use.
    pub formulas: Vec<Formula>,
}

/// A published formula.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formula {
    /// Id: the calculator's name, `qtc_bazett`.
    pub id: String,
    /// The formula in words.
    pub words: String,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

sourced!(Formula);

/// `vocabulary/products.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Products {
    /// All products of several substances that are known by one name.
    pub products: Vec<Product>,
}

/// A product of several substances under one name: who takes it takes all of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// The name on the box: `Symbyax`.
    pub name: String,
    /// Other names of the same composition.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Ids of its substances, or names of `outside.toml` where the formulary has no entry.
    pub ingredients: Vec<String>,
    /// Milligrams of each ingredient, in their order, in one tablet, capsule or film: one row for each strength.
    #[serde(default)]
    pub strengths: Vec<Vec<Decimal>>,
    /// The ingredient whose milligrams are meant where one amount stands for the whole: `Suboxone 8 mg`.
    pub called_by: Option<String>,
    /// The form, where rules depend on it: `xr`.
    pub form: Option<String>,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

impl Product {
    /// Every name of it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.synonyms).map(String::as_str)
    }
}

sourced!(Product);
