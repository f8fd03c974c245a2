//! Conditions of rules, made ready to be asked many times: names are places in tables, sets are bits.

use super::regimen::Status;
use super::truth::{Span, millionths};
use super::words;
use concord_knowledge::expression::{Comparison, Expression, ItemFact, PersonFact, Subject};
use concord_knowledge::formulary::{How, Share, Strength};
use concord_knowledge::vocabulary::{Attribute, Enzyme};

/// A set of places in a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Set(Vec<u64>);

impl Set {
    pub fn insert(&mut self, place: usize) {
        let word = place / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (place % 64);
    }

    pub fn has(&self, place: usize) -> bool {
        self.0.get(place / 64).is_some_and(|word| word & (1 << (place % 64)) != 0)
    }

    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    /// The places that are in both.
    pub fn both<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = usize> + 'a {
        self.0.iter().zip(&other.0).enumerate().flat_map(|(word, (a, b))| {
            let mut rest = a & b;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros();
                rest &= rest.checked_sub(1)?;
                Some(word * 64 + bit as usize)
            })
        })
    }
}

impl FromIterator<usize> for Set {
    fn from_iter<I: IntoIterator<Item = usize>>(places: I) -> Self {
        let mut set = Self::default();
        places.into_iter().for_each(|place| set.insert(place));
        set
    }
}

/// Something that is true, false or not known.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    And(Vec<Test>),
    Or(Vec<Test>),
    Not(Box<Test>),
    Compare(Number, Comparison, Number),
    /// A number alone: true when above 0.
    Above(Number),
    Is(Subject, Set),
    Route(Subject, Vec<String>),
    Form(Subject, Vec<String>),
    Status(Subject, u8),
    AsNeeded(Subject),
    Acts(Subject, How, Enzyme, u8),
    ClearedBy(Subject, Enzyme, u8),
    Male,
    Female,
    Pregnant,
    Breastfeeding,
    Childbearing,
    Smoker,
    Condition(Set),
    Gene(String, Phenotype),
    Ancestry(String),
    Contraception(String),
    Taking(Box<Test>),
    Known(Box<Test>),
    GeneKnown(String),
}

/// A number that a condition compares.
#[derive(Clone, Debug)]
pub(crate) enum Number {
    Written(Span),
    Property(Subject, Attribute),
    Daily(Subject),
    Dose(Subject),
    DaysOn(Subject),
    DaysSinceStop(Subject),
    DaysMissed(Subject),
    DayOfTreatment(Subject),
    Age,
    GestationWeeks,
    Lab(usize),
    SmokingStoppedDays,
    SmokingStartedDays,
    Count(Box<Test>),
    Sum(Attribute),
    Max(Attribute),
    /// 1 where it holds, 0 where it does not.
    Holds(Box<Test>),
}

/// How a gene shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Phenotype {
    Poor,
    Intermediate,
    Normal,
    Rapid,
    Ultrarapid,
    Positive,
    Negative,
    Other(String),
}

impl Phenotype {
    /// As people write it: `poor metabolizer`, `PM`, `positive`, `carrier`.
    pub fn read(word: &str) -> Self {
        let word = word.trim().to_lowercase();
        let begins = |with: &str| word.starts_with(with);
        match word.as_str() {
            "pm" => Self::Poor,
            "im" => Self::Intermediate,
            "nm" | "em" => Self::Normal,
            "rm" => Self::Rapid,
            "um" => Self::Ultrarapid,
            "true" | "yes" => Self::Positive,
            "false" | "no" => Self::Negative,
            _ if begins("poor") => Self::Poor,
            _ if begins("intermediate") => Self::Intermediate,
            _ if begins("normal") || begins("extensive") => Self::Normal,
            _ if begins("ultra") => Self::Ultrarapid,
            _ if begins("rapid") => Self::Rapid,
            _ if begins("pos") || begins("present") || begins("carrier") || begins("hetero") || begins("homo") => Self::Positive,
            _ if begins("neg") || begins("absent") || begins("non") => Self::Negative,
            _ => Self::Other(word),
        }
    }
}

/// The name of a gene, however its stars and hyphens are written.
pub(crate) fn gene_name(written: &str) -> String {
    let bare = written.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase();
    bare.strip_prefix("HLA").map(str::to_owned).unwrap_or(bare)
}

/// Where names are looked up while conditions are made ready.
pub(crate) trait Names {
    /// The substances that an id or a tag means.
    fn substances(&self, word: &str) -> Vec<usize>;
    /// The condition with this id.
    fn condition(&self, id: &str) -> Option<usize>;
    /// The place of a laboratory key, which is made where it is new.
    fn lab(&mut self, key: &str) -> usize;
}

/// Makes a condition ready.
pub(crate) fn test(written: &Expression, names: &mut impl Names) -> Test {
    match written {
        Expression::And(parts) => Test::And(parts.iter().map(|part| test(part, names)).collect()),
        Expression::Or(parts) => Test::Or(parts.iter().map(|part| test(part, names)).collect()),
        Expression::Not(inner) => Test::Not(Box::new(test(inner, names))),
        Expression::Compare(left, comparison, right) => Test::Compare(number(left, names), *comparison, number(right, names)),
        Expression::Item(subject, fact) => item(*subject, fact, names).unwrap_or_else(|| Test::Above(number(written, names))),
        Expression::Person(fact) => person(fact, names).unwrap_or_else(|| Test::Above(number(written, names))),
        Expression::Taking(inner) => Test::Taking(Box::new(test(inner, names))),
        Expression::Known(inner) => match &**inner {
            Expression::Person(PersonFact::Gene(gene, _)) => Test::GeneKnown(gene_name(gene)),
            inner => Test::Known(Box::new(test(inner, names))),
        },
        Expression::Number(_) | Expression::Count(_) | Expression::Sum(_) | Expression::Max(_) => {
            Test::Above(number(written, names))
        }
    }
}

fn item(subject: Subject, fact: &ItemFact, names: &mut impl Names) -> Option<Test> {
    let lower = |words: &[String]| words.iter().map(|word| word.to_lowercase()).collect();
    let forms = |words: &[String]| words.iter().map(|word| form_word(word)).collect();
    Some(match fact {
        ItemFact::Is(words) => Test::Is(subject, words.iter().flat_map(|word| names.substances(word)).collect()),
        ItemFact::Route(words) => Test::Route(subject, lower(words)),
        ItemFact::Form(words) => Test::Form(subject, forms(words)),
        ItemFact::Status(words) => {
            let bits = words.iter().filter_map(|word| Status::from_word(word)).map(Status::bit);
            Test::Status(subject, bits.fold(0, |all, bit| all | bit))
        }
        ItemFact::AsNeeded => Test::AsNeeded(subject),
        ItemFact::Inhibits(enzyme, least) => Test::Acts(subject, How::Inhibits, *enzyme, strength(*least)),
        ItemFact::Induces(enzyme, least) => Test::Acts(subject, How::Induces, *enzyme, strength(*least)),
        ItemFact::ClearedBy(enzyme, least) => Test::ClearedBy(subject, *enzyme, share(*least)),
        ItemFact::Property(_)
        | ItemFact::Daily
        | ItemFact::Dose
        | ItemFact::DaysOn
        | ItemFact::DaysSinceStop
        | ItemFact::DaysMissed
        | ItemFact::DayOfTreatment => return None,
    })
}

fn person(fact: &PersonFact, names: &mut impl Names) -> Option<Test> {
    Some(match fact {
        PersonFact::Male => Test::Male,
        PersonFact::Female => Test::Female,
        PersonFact::Pregnant => Test::Pregnant,
        PersonFact::Breastfeeding => Test::Breastfeeding,
        PersonFact::Childbearing => Test::Childbearing,
        PersonFact::Smoker => Test::Smoker,
        PersonFact::Condition(ids) => Test::Condition(ids.iter().filter_map(|id| names.condition(id)).collect()),
        PersonFact::Gene(gene, phenotype) => Test::Gene(gene_name(gene), Phenotype::read(phenotype)),
        PersonFact::Ancestry(word) => Test::Ancestry(word.to_lowercase()),
        PersonFact::Contraception(word) => Test::Contraception(word.to_lowercase()),
        PersonFact::Age
        | PersonFact::GestationWeeks
        | PersonFact::Lab(_)
        | PersonFact::SmokingStoppedDays
        | PersonFact::SmokingStartedDays => return None,
    })
}

fn number(written: &Expression, names: &mut impl Names) -> Number {
    match written {
        Expression::Number(number) => Number::Written(Span::exact(millionths(*number))),
        Expression::Count(inner) => Number::Count(Box::new(test(inner, names))),
        Expression::Sum(attribute) => Number::Sum(*attribute),
        Expression::Max(attribute) => Number::Max(*attribute),
        Expression::Item(subject, fact) => match fact {
            ItemFact::Property(attribute) => Number::Property(*subject, *attribute),
            ItemFact::Daily => Number::Daily(*subject),
            ItemFact::Dose => Number::Dose(*subject),
            ItemFact::DaysOn => Number::DaysOn(*subject),
            ItemFact::DaysSinceStop => Number::DaysSinceStop(*subject),
            ItemFact::DaysMissed => Number::DaysMissed(*subject),
            ItemFact::DayOfTreatment => Number::DayOfTreatment(*subject),
            _ => Number::Holds(Box::new(test(written, names))),
        },
        Expression::Person(fact) => match fact {
            PersonFact::Age => Number::Age,
            PersonFact::GestationWeeks => Number::GestationWeeks,
            PersonFact::Lab(key) => Number::Lab(names.lab(key)),
            PersonFact::SmokingStoppedDays => Number::SmokingStoppedDays,
            PersonFact::SmokingStartedDays => Number::SmokingStartedDays,
            _ => Number::Holds(Box::new(test(written, names))),
        },
        _ => Number::Holds(Box::new(test(written, names))),
    }
}

/// A form in one word, whichever way it is written: `extended-release`, `ER` and `XR` mean one thing, as do
/// `sustained release` and `SR`.
pub(crate) fn form_word(written: &str) -> String {
    let plain = words::plain(written);
    let released = plain.strip_suffix(" release").unwrap_or(&plain);
    let word = match released {
        "extended" | "er" | "xl" => "xr",
        "prolonged" | "pr" => "xr",
        "sustained" => "sr",
        "controlled" => "cr",
        "immediate" => "ir",
        "modified" => "mr",
        "long acting" | "la injection" => "lai",
        other => other,
    };
    word.to_owned()
}

/// Strength as a number: 1 weak, 2 moderate, 3 strong.
pub(crate) fn strength(strength: Strength) -> u8 {
    strength as u8 + 1
}

/// Share as a number: 1 minor, 2 moderate, 3 sensitive.
pub(crate) fn share(share: Share) -> u8 {
    match share {
        Share::Minor => 1,
        Share::Moderate => 2,
        Share::Sensitive => 3,
    }
}
