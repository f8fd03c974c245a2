//! What a review says: findings with everything that their card shows, what was not said and why, what was not checked.

use concord_knowledge::Verification;
use concord_knowledge::ids::{SourceId, SubstanceId};
use concord_knowledge::vocabulary::{Evidence, Kind, Severity};
use rust_decimal::Decimal;

/// The answer to one regimen.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// What there is to know, from most to least important.
    pub findings: Vec<Finding>,
    /// What was found and is not said, with the reason.
    pub suppressed: Vec<Suppressed>,
    /// What could not be judged.
    pub not_checked: Vec<NotChecked>,
    /// Every two items, and what came of looking at them together.
    pub pairs: Vec<PairState>,
    /// Who is to be suspected of the effect that was asked about, most likely first.
    pub attribution: Vec<Suspect>,
    /// The state of knowledge that answered.
    pub data_version: String,
    /// Nothing was found and nothing was left unchecked.
    pub checked_clear: bool,
}

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule's id, or that of the engine's own check: `kinetics`, `dose.max`.
    pub id: String,
    /// What kind.
    pub kind: Kind,
    /// What it is about, one word.
    pub matter: String,
    /// How bad.
    pub severity: Severity,
    /// It rests on circumstances of this person.
    pub personal: bool,
    /// It may stop the one who prescribes and ask for a reason.
    pub interruptive: bool,
    /// Death, danger to life, hospital, lasting harm, harm to the unborn.
    pub serious: bool,
    /// Names of the substances, in order.
    pub substances: Vec<String>,
    /// Their ids, in order.
    pub ids: Vec<SubstanceId>,
    /// One line.
    pub title: String,
    /// What can happen.
    pub consequence: String,
    /// How it comes about.
    pub mechanism: String,
    /// What to do.
    pub action: String,
    /// What to watch.
    pub monitoring: Vec<String>,
    /// How often harm follows, where a source says so.
    pub frequency: Option<String>,
    /// How well it is known.
    pub evidence: Evidence,
    /// Where it stands.
    pub citations: Vec<Citation>,
    /// Numbers of it.
    pub numbers: Numbers,
    /// Facts about this person and regimen that it rests on: name and value.
    pub context_used: Vec<(String, String)>,
    /// Facts that could change it and are not known.
    pub context_missing: Vec<String>,
    /// Whose view it is, where opinions differ by country.
    pub opinion: Option<String>,
}

/// Numbers of a finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Days that have to pass.
    pub min_days: Option<Decimal>,
    /// Largest daily amount in mg.
    pub max_daily_mg: Option<Decimal>,
    /// Exposure in relation to what it is without the partner.
    pub ratio: Option<Decimal>,
}

/// A place where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Citation {
    /// The source.
    pub source: SourceId,
    /// Where in it.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// A finding that is not said.
#[derive(Clone, Debug, PartialEq)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// Why it is not said.
    pub why: String,
    /// The rule by which it is silent.
    pub by: String,
}

/// Something that could not be judged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotChecked {
    /// What is missing or not known.
    pub what: String,
    /// What could not be judged for that.
    pub why: String,
    /// How bad the worst of it could have been, where that is known.
    pub could_be: Option<Severity>,
}

/// Two items looked at together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairState {
    /// Name of the first, in order.
    pub a: String,
    /// Name of the second.
    pub b: String,
    /// What came of it.
    pub state: PairOutcome,
}

/// What came of looking at two items together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairOutcome {
    /// There are findings about them; the worst is so bad.
    Found(Severity),
    /// They were checked, and there is nothing.
    Clear,
    /// A rule about them could not be judged, or one of them is not known.
    NotChecked,
}

/// One suspect.
#[derive(Clone, Debug, PartialEq)]
pub struct Suspect {
    /// Its name.
    pub substance: String,
    /// Its id.
    pub id: SubstanceId,
    /// Its place, 1 being the most likely; no two have the same.
    pub rank: u32,
    /// Why it stands there.
    pub why: String,
    /// Where it stands.
    pub citations: Vec<Citation>,
}
