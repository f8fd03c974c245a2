//! The person in whose life the regimen stands.

use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What is known about the person. What is absent is not known, except conditions: a list that was given is whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// Years.
    pub age: Option<u32>,
    /// Sex, as far as doses and pregnancy depend on it.
    pub sex: Option<Sex>,
    /// Pregnant.
    pub pregnant: Option<bool>,
    /// Weeks of pregnancy.
    pub gestation_weeks: Option<u32>,
    /// Breast-feeding.
    pub breastfeeding: Option<bool>,
    /// Could become pregnant.
    pub childbearing_potential: Option<bool>,
    /// Contraception in words: `combined oral`, `none`.
    pub contraception: Option<String>,
    /// Conditions in plain words or as codes.
    pub conditions: Vec<String>,
    /// Laboratory values, ECG measures and vital signs by their keys.
    pub labs: BTreeMap<String, Lab>,
    /// Gene → phenotype in words: `CYP2D6` → `poor`.
    pub pharmacogenes: BTreeMap<String, String>,
    /// Smokes tobacco.
    pub smoker: Option<bool>,
    /// What changed about smoking, in words: `stopped 6 days ago`.
    pub smoking_change: Option<String>,
    /// Ancestry in words.
    pub ancestry: Option<String>,
    /// What was checked how many days ago, by the names of tests.
    pub last_done: BTreeMap<String, u32>,
    /// Known allergies and intolerances.
    pub allergies: Vec<KnownAllergy>,
    /// Which of several schedules of checks the practice has chosen: `metabolic` → `ada_apa_2004`.
    pub schedules: BTreeMap<String, String>,
}

/// Sex, as far as doses and pregnancy depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// A value and how old it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lab {
    /// In the unit of its key.
    pub value: Decimal,
    /// Days since it was taken; absent: taken as of today.
    pub days_old: Option<u32>,
}

/// An allergy or an intolerance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownAllergy {
    /// To what: a substance or a class, in words.
    pub to: String,
    /// True for an intolerance: an unwanted effect of its own nature, no allergy.
    pub intolerance: bool,
    /// What happened, in words.
    pub reaction: Option<String>,
}
