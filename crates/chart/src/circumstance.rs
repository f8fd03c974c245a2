//! Facts about the person that the safety rules ask for and that are neither a condition nor a measurement. What was not
//! asked is not known, which is another thing than "no".

use crate::{Recorded, Refusal, condition::plain, ids::*, when::When};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// A circumstance was noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CircumstanceNoted {
    /// Which.
    pub what: Circumstance,
}

/// What can be noted about a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Circumstance {
    /// Pregnant.
    Pregnancy {
        /// The day the child is due, where known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Date>,
    },
    /// Asked or tested: not pregnant.
    NotPregnant {},
    /// Breastfeeding.
    Breastfeeding {},
    /// Not breastfeeding.
    NotBreastfeeding {},
    /// Which contraception is used; `none` is an answer too.
    Contraception {
        /// In words, e.g. `combined pill`.
        words: String,
    },
    /// Whether the person can become pregnant.
    CanBecomePregnant {
        /// The answer.
        yes: bool,
    },
    /// Whether a pregnancy is wished for.
    PregnancyWanted {
        /// The answer.
        yes: bool,
    },
    /// Where the family comes from, since some gene variants are common in some places.
    Ancestry {
        /// In words, e.g. `Han Chinese`.
        words: String,
    },
    /// A result of a gene test.
    Gene {
        /// The gene, e.g. `CYP2D6`, `HLA-B*15:02`.
        gene: String,
        /// What it means, e.g. `poor metabolizer`, `positive`.
        phenotype: String,
        /// Diplotype, laboratory and other words; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        words: String,
    },
}

/// What a circumstance is about: a later one about the same takes its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// Pregnant or not.
    Pregnancy,
    /// Breastfeeding or not.
    Breastfeeding,
    /// Contraception.
    Contraception,
    /// Able to become pregnant or not.
    CanBecomePregnant,
    /// A pregnancy wished for or not.
    PregnancyWanted,
    /// Ancestry.
    Ancestry,
    /// One gene, in capitals.
    Gene(String),
}

impl Circumstance {
    /// What it is about.
    pub fn about(&self) -> About {
        match self {
            Self::Pregnancy { .. } | Self::NotPregnant {} => About::Pregnancy,
            Self::Breastfeeding {} | Self::NotBreastfeeding {} => About::Breastfeeding,
            Self::Contraception { .. } => About::Contraception,
            Self::CanBecomePregnant { .. } => About::CanBecomePregnant,
            Self::PregnancyWanted { .. } => About::PregnancyWanted,
            Self::Ancestry { .. } => About::Ancestry,
            Self::Gene { gene, .. } => About::Gene(gene.trim().to_uppercase()),
        }
    }

    /// In words, e.g. `pregnant, due 2027-03-01`, `CYP2D6: poor metabolizer`.
    pub fn words(&self) -> String {
        match self {
            Self::Pregnancy { due: Some(due) } => format!("pregnant, due {due}"),
            Self::Pregnancy { due: None } => "pregnant, day due not known".to_owned(),
            Self::NotPregnant {} => "not pregnant".to_owned(),
            Self::Breastfeeding {} => "breastfeeding".to_owned(),
            Self::NotBreastfeeding {} => "not breastfeeding".to_owned(),
            Self::Contraception { words } => format!("contraception: {words}"),
            Self::CanBecomePregnant { yes: true } => "can become pregnant".to_owned(),
            Self::CanBecomePregnant { yes: false } => "cannot become pregnant".to_owned(),
            Self::PregnancyWanted { yes: true } => "wishes for a pregnancy".to_owned(),
            Self::PregnancyWanted { yes: false } => "does not wish for a pregnancy now".to_owned(),
            Self::Ancestry { words } => format!("ancestry: {words}"),
            Self::Gene { gene, phenotype, words } if words.is_empty() => format!("{gene}: {phenotype}"),
            Self::Gene { gene, phenotype, words } => format!("{gene}: {phenotype} ({words})"),
        }
    }
}

/// A circumstance as it was last noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The event.
    pub id: EventId,
    /// When it was so.
    pub at: When,
    /// What.
    pub what: Circumstance,
}

/// What is known: the latest of each kind, and of each gene.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// In order of time; one each of what they are about.
    pub known: Vec<Known>,
}

impl Circumstances {
    /// The latest about this; `None` when nobody asked.
    pub fn latest(&self, about: &About) -> Option<&Known> {
        self.known.iter().find(|known| known.what.about() == *about)
    }

    /// The latest result for a gene, in any letter case.
    pub fn gene(&self, gene: &str) -> Option<&Known> {
        self.latest(&About::Gene(gene.trim().to_uppercase()))
    }

    /// Every gene that was tested.
    pub fn genes(&self) -> impl Iterator<Item = &Known> {
        self.known.iter().filter(|known| matches!(known.what, Circumstance::Gene { .. }))
    }

    pub(crate) fn noted(&mut self, recorded: &Recorded, event: &CircumstanceNoted) {
        let about = event.what.about();
        self.known.retain(|earlier| earlier.what.about() != about);
        self.known.push(Known { id: recorded.id(), at: recorded.occurred(), what: event.what.clone() });
    }
}

pub(crate) fn decide_note(event: &CircumstanceNoted, occurred: When) -> Result<(), Refusal> {
    match &event.what {
        Circumstance::Pregnancy { due: Some(due) } => decide_due(*due, occurred),
        Circumstance::Contraception { words } if words.trim().is_empty() => {
            plain("Say which contraception is used, or write “none”.")
        }
        Circumstance::Ancestry { words } if words.trim().is_empty() => plain("Say where the family comes from."),
        Circumstance::Gene { gene, .. } if gene.trim().is_empty() => plain("Say which gene was tested, for example CYP2D6."),
        Circumstance::Gene { phenotype, .. } if phenotype.trim().is_empty() => {
            plain("Say what the result means, for example “poor metabolizer” or “positive”.")
        }
        _ => Ok(()),
    }
}

/// A child is born at most some weeks after the day it is due, and that day lies less than ten months ahead: anything
/// else is a slip of the pen, most often in the year.
fn decide_due(due: Date, occurred: When) -> Result<(), Refusal> {
    let (first, last) = (occurred.first_day(), occurred.last_day());
    let earliest = first.checked_sub(4.weeks()).unwrap_or(first);
    let latest = last.checked_add(42.weeks()).unwrap_or(last);
    if due < earliest || due > latest {
        return Err(Refusal::new(format!(
            "{due} cannot be the day due of a pregnancy on {occurred}: it lies within the 42 weeks that follow. Check the year."
        ))
        .about("due"));
    }
    Ok(())
}
