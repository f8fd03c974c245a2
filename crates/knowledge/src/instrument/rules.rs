//! Rules over answers beside the total: what must be seen at once, patterns, cut-offs, for whom and how often.

use super::kind::Sex;
use crate::basis::{Verification, sourced};
use crate::ids::SourceId;
use serde::Deserialize;

/// An item that calls a person as soon as it is answered so, whatever the total.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SafetyItem {
    /// The item's position.
    pub item: u8,
    /// The answer from which it counts.
    pub at_least: u8,
    /// What was endorsed.
    pub kind: SafetyKind,
    /// One word per answer value, for lists and messages to staff.
    pub severities: Vec<Severity>,
    /// Where it is said that this item has to be looked at.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

impl SafetyItem {
    /// The word for an answer value.
    pub fn severity(&self, value: u8) -> Option<&str> {
        self.severities.iter().find(|severity| severity.value == value).map(|severity| severity.word.as_str())
    }
}

/// What a safety item asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SafetyKind {
    /// A wish to be dead, without thoughts of killing oneself.
    WishToBeDead,
    /// Thoughts of harming oneself or harm done, without a word about dying.
    SelfHarm,
    /// Thoughts of death, self-harm or suicide.
    SuicidalIdeation,
    /// Something done, begun or prepared to end one's life.
    SuicidalBehaviour,
}

impl SafetyKind {
    /// The word as it stands in `knowledge/` and in the output of `concord score`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WishToBeDead => "wish_to_be_dead",
            Self::SelfHarm => "self_harm",
            Self::SuicidalIdeation => "suicidal_ideation",
            Self::SuicidalBehaviour => "suicidal_behaviour",
        }
    }
}

/// The word for one answer value of a safety item.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Severity {
    /// The answer value.
    pub value: u8,
    /// The word.
    pub word: String,
}

/// A rule that counts endorsed items, as in "five or more, one of them item 1 or 2". It is met when its own count and
/// every `and` is reached, or any `or` by itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Algorithm {
    /// Id, as in the output of `concord score`.
    pub id: String,
    /// Words for staff.
    pub label: String,
    /// Positions of the items that are counted; empty for all.
    #[serde(default)]
    pub items: Vec<u8>,
    /// How many items have to count.
    pub count_at_least: u8,
    /// An item counts from this answer on.
    pub counts_from: u8,
    /// An item counts up to this answer; absent for no upper end.
    pub counts_to: Option<u8>,
    /// Items that count from another answer on.
    #[serde(default)]
    pub exceptions: Vec<AlgorithmException>,
    /// At least one of these has to be among those that count; empty for no such condition.
    #[serde(default)]
    pub one_of: Vec<u8>,
    /// Counts that have to be reached as well.
    #[serde(default)]
    pub and: Vec<Clause>,
    /// Counts of which each is enough by itself.
    #[serde(default)]
    pub or: Vec<Clause>,
    /// Where the rule stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// One count within an algorithm.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Positions of the items that are counted.
    pub items: Vec<u8>,
    /// An item counts from this answer on.
    pub from: u8,
    /// An item counts up to this answer; absent for no upper end.
    pub to: Option<u8>,
    /// How many have to count.
    pub count: u8,
}

/// An item that counts from another answer on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlgorithmException {
    /// The item's position.
    pub item: u8,
    /// It counts from this answer on.
    pub from: u8,
}

/// A cut-off over the total or a part, for everybody or for one sex or age. Several entries may carry one id: each person
/// meets the one that fits, and where sex or age is unknown the answer stays open unless all agree.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cutoff {
    /// Id, as in the output of `concord score` under `meets`.
    pub id: String,
    /// Words for staff.
    pub label: String,
    /// The part that is looked at; absent for the total.
    pub part: Option<String>,
    /// Met from this score on.
    pub from: Option<i32>,
    /// Met up to this score.
    pub to: Option<i32>,
    /// The sex for which it holds; absent for any.
    pub sex: Option<Sex>,
    /// From this age in years.
    pub age_from: Option<u8>,
    /// Up to this age in years.
    pub age_to: Option<u8>,
    /// Whose cut-off.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// The ages for which an instrument was made.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ages {
    /// From this age in years.
    pub from: u8,
    /// Up to this age in years; absent for no upper end.
    pub to: Option<u8>,
    /// What to do for people outside, in words.
    pub otherwise: String,
    /// Where it is said.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// How often an instrument is offered during active treatment, unless a pathway says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Days between two offers while treatment is active.
    pub every_days: u16,
    /// Days between two offers while a person is staying well.
    pub every_days_when_well: u16,
    /// Where the rhythm comes from.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

sourced!(SafetyItem, Algorithm, Cutoff, Ages, Schedule);
