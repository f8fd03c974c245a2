//! Going on past a safety finding, with a reason. The finding is computed again each time; what is kept is that a person
//! saw it, what it rested on then, and why they went on. It is shown again when what it rests on has become worse.

use crate::{Recorded, Refusal, condition::plain, ids::*, when::When};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A person went on past a safety finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingAcknowledged {
    /// Id of the rule, e.g. `sero.maoi_sri`.
    pub finding: String,
    /// The substances that it was about, in any order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub substances: Vec<SubstanceId>,
    /// How severe it was then: the stored word of the rules, e.g. `major`.
    pub severity: String,
    /// Fingerprint of what it rested on then, as the check made it; may be empty. Another one is another context.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub context: String,
    /// Why they went on.
    pub reason: AcknowledgeReason,
    /// In words; may be empty unless the reason is `other`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Last day on which it holds; absent when it holds until the context changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// Why somebody went on past a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AcknowledgeReason {
    /// The benefit outweighs the risk for this person.
    BenefitOutweighs,
    /// It is being monitored.
    Monitored,
    /// The two are taken together for a short time only.
    ShortOverlap,
    /// The person takes it already and tolerates it.
    AlreadyTolerated,
    /// It does not apply to this person.
    NotApplicable,
    /// Something else, in words.
    Other,
}

impl AcknowledgeReason {
    /// Every reason, for a form.
    pub const ALL: &'static [Self] =
        &[Self::BenefitOutweighs, Self::Monitored, Self::ShortOverlap, Self::AlreadyTolerated, Self::NotApplicable, Self::Other];

    /// The stored word.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::BenefitOutweighs => "benefit_outweighs",
            Self::Monitored => "monitored",
            Self::ShortOverlap => "short_overlap",
            Self::AlreadyTolerated => "already_tolerated",
            Self::NotApplicable => "not_applicable",
            Self::Other => "other",
        }
    }

    /// The reason in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::BenefitOutweighs => "the benefit outweighs the risk",
            Self::Monitored => "it is being monitored",
            Self::ShortOverlap => "taken together for a short time only",
            Self::AlreadyTolerated => "taken already and tolerated",
            Self::NotApplicable => "does not apply to this person",
            Self::Other => "another reason",
        }
    }
}

impl FindingAcknowledged {
    /// Why, in words: the reason, and what was written.
    pub fn why(&self) -> String {
        match (self.reason, self.words.trim()) {
            (AcknowledgeReason::Other, words) => words.to_owned(),
            (reason, "") => reason.words().to_owned(),
            (reason, words) => format!("{}: {words}", reason.words()),
        }
    }

    /// The substances in alphabetical order, each once: a regimen has no order.
    pub fn about(&self) -> Vec<SubstanceId> {
        let mut about = self.substances.clone();
        about.sort();
        about.dedup();
        about
    }
}

/// The latest acknowledgement of one finding about the same substances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// The event.
    pub id: EventId,
    /// When.
    pub at: When,
    /// Who went on.
    pub by: String,
    /// The substances in alphabetical order.
    pub about: Vec<SubstanceId>,
    /// What was said.
    pub what: FindingAcknowledged,
}

impl Acknowledged {
    /// True while it holds on this day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.what.until.is_none_or(|until| day <= until)
    }
}

pub(crate) fn acknowledged(known: &mut Vec<Acknowledged>, recorded: &Recorded, event: &FindingAcknowledged) {
    let about = event.about();
    known.retain(|earlier| earlier.what.finding != event.finding || earlier.about != about);
    known.push(Acknowledged {
        id: recorded.id(),
        at: recorded.occurred(),
        by: recorded.author().name.clone(),
        about,
        what: event.clone(),
    });
}

pub(crate) fn decide_acknowledge(event: &FindingAcknowledged) -> Result<(), Refusal> {
    if event.finding.trim().is_empty() || event.severity.trim().is_empty() {
        return plain("Say which finding you go on past. Open the regimen again and answer it there.");
    }
    if event.reason == AcknowledgeReason::Other && event.words.trim().is_empty() {
        return plain("Choose why you go on, or say it in words.");
    }
    Ok(())
}
