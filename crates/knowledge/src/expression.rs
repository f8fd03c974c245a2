//! Conditions as they are written in rules: `age > 60 and not taking(is(valproate))`.
//!
//! Parsed once, when knowledge loads; the engine walks the tree. What a fact is worth, and whether it is known at all, is
//! the engine's matter: here is only what was written. The grammar stands in `knowledge/FORMAT.md`.

// Named in full because the build script reads this module under a path of its own.
#[path = "expression/parser.rs"]
mod parser;

use crate::vocabulary::{Attribute, Enzyme};
use crate::{formulary::Share, formulary::Strength};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, de::Error};

/// A condition, or a number to compare.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// All of them hold.
    And(Vec<Expression>),
    /// At least one holds.
    Or(Vec<Expression>),
    /// It does not hold.
    Not(Box<Expression>),
    /// Two numbers compared.
    Compare(Box<Expression>, Comparison, Box<Expression>),
    /// A number as written.
    Number(Decimal),
    /// A fact about an item of the regimen.
    Item(Subject, ItemFact),
    /// A fact about the person.
    Person(PersonFact),
    /// Whether another item than `a` and `b` is taken that matches.
    Taking(Box<Expression>),
    /// How many items now active match.
    Count(Box<Expression>),
    /// The property added up over all items now active.
    Sum(Attribute),
    /// The highest value of the property among all items now active.
    Max(Attribute),
    /// Whether what is inside is known at all.
    Known(Box<Expression>),
}

/// How two numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
}

impl Comparison {
    /// Whether the comparison holds.
    pub fn holds<T: PartialOrd>(self, left: T, right: T) -> bool {
        match self {
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::More => left > right,
            Self::AtLeast => left >= right,
            Self::Equal => left == right,
            Self::NotEqual => left != right,
        }
    }
}

/// Which item a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The item being matched: a bare word in a selector.
    This,
    /// The rule's first item.
    A,
    /// The rule's second item.
    B,
}

/// A fact about one item.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemFact {
    /// It is one of these: ids of substances or tags.
    Is(Vec<String>),
    /// Strength of a property.
    Property(Attribute),
    /// mg a day.
    Daily,
    /// mg at a time.
    Dose,
    /// Taken by one of these routes.
    Route(Vec<String>),
    /// In one of these forms.
    Form(Vec<String>),
    /// In one of these states.
    Status(Vec<String>),
    /// Days since it was begun.
    DaysOn,
    /// Days since the last dose of a stopped item.
    DaysSinceStop,
    /// Days without it before it is begun again.
    DaysMissed,
    /// Which day of treatment it is, the first being 1.
    DayOfTreatment,
    /// Taken only when needed.
    AsNeeded,
    /// It inhibits the enzyme now, at least so strongly.
    Inhibits(Enzyme, Strength),
    /// It induces the enzyme now, at least so strongly.
    Induces(Enzyme, Strength),
    /// It is cleared by the enzyme, at least to that share.
    ClearedBy(Enzyme, Share),
}

/// A fact about the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonFact {
    /// Years.
    Age,
    /// Male.
    Male,
    /// Female.
    Female,
    /// Pregnant.
    Pregnant,
    /// Weeks of pregnancy.
    GestationWeeks,
    /// Breast-feeding.
    Breastfeeding,
    /// Could become pregnant.
    Childbearing,
    /// Has one of these conditions.
    Condition(Vec<String>),
    /// A laboratory value, ECG measure or vital sign by its key.
    Lab(String),
    /// A gene has this phenotype.
    Gene(String, String),
    /// Smokes tobacco.
    Smoker,
    /// Days since smoking was stopped.
    SmokingStoppedDays,
    /// Days since smoking was begun.
    SmokingStartedDays,
    /// Has this ancestry.
    Ancestry(String),
    /// Uses this contraception.
    Contraception(String),
}

impl Expression {
    /// Reads a condition as it is written in a rule.
    ///
    /// # Errors
    /// A sentence that says what cannot be read, and where.
    pub fn parse(text: &str) -> Result<Self, String> {
        parser::parse(text)
    }

    /// Calls `visit` on this condition and all its parts.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Expression)) {
        visit(self);
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.walk(visit)),
            Self::Not(inner) | Self::Taking(inner) | Self::Count(inner) | Self::Known(inner) => inner.walk(visit),
            Self::Compare(left, _, right) => {
                left.walk(visit);
                right.walk(visit);
            }
            Self::Number(_) | Self::Item(..) | Self::Person(_) | Self::Sum(_) | Self::Max(_) => {}
        }
    }
}

impl<'de> Deserialize<'de> for Expression {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = String::deserialize(input)?;
        Self::parse(&text).map_err(|sentence| D::Error::custom(format!("cannot read the condition `{text}`: {sentence}")))
    }
}
