//! A rule: whom it is about, when it speaks, what it says, and when it must stay silent.

use crate::basis::{Verification, sourced};
use crate::expression::Expression;
use crate::ids::SourceId;
use crate::vocabulary::{Evidence, Kind, Severity};
use rust_decimal::Decimal;
use serde::Deserialize;

/// One file of `rules/`: rules about one subject.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// Id; equals the file's name: `serotonin`.
    pub id: String,
    /// What the rules of this file are about, in one sentence.
    pub about: String,
    /// The rules.
    #[serde(default)]
    pub rules: Vec<Rule>,
}

/// One rule. In a substance's file `a` is that substance unless it says otherwise.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Id, unique in all of knowledge: `serotonin.maoi_sri`.
    pub id: String,
    /// What it looks at.
    pub scope: Scope,
    /// What kind of finding it makes. Absent for a pair: then it follows from what the two are (medicine, supplement,
    /// food, tobacco).
    pub kind: Option<Kind>,
    /// What the finding is about, one word. Of several findings about the same substances and the same matter only the
    /// most specific is shown: `serotonin`, `level`, `qt`, `bleeding`.
    pub matter: String,
    /// Which item (scope `one`), which first item (`pair`), which stopped item (`washout`), which items count (`all`).
    pub a: Option<Expression>,
    /// Which second item (`pair`), which item begun (`washout`).
    pub b: Option<Expression>,
    /// Holds only if this does; unknown means the rule could not be checked.
    pub when: Option<Expression>,
    /// The rule says nothing while this holds, and shows why on demand.
    pub silent_when: Option<Expression>,
    /// Why it stays silent then.
    pub silent_why: Option<String>,
    /// Severity by circumstances: the first step that holds decides; none holding means no finding.
    pub ladder: Vec<Step>,
    /// One line; `{a}`, `{b}` and `{all}` stand for the substances' names.
    pub title: String,
    /// What can happen to the person.
    pub consequence: String,
    /// How it comes about, or `not known`.
    pub mechanism: String,
    /// What to do.
    pub action: String,
    /// What to watch.
    #[serde(default)]
    pub monitoring: Vec<String>,
    /// How often harm follows, where a source says so; absent means that no figure is available, and the page says that.
    pub frequency: Option<String>,
    /// Death, danger to life, hospital, lasting harm, harm to the unborn.
    #[serde(default)]
    pub serious: bool,
    /// How well it is known.
    pub evidence: Evidence,
    /// Longest daily amount that is still in order, in mg of `a`; with it, the rule speaks only above that amount.
    pub max_daily: Option<Decimal>,
    /// Days that have to pass.
    pub min_days: Option<Decimal>,
    /// Ids of rules that stay silent for the same substances when this one speaks or, with an empty ladder, always.
    #[serde(default)]
    pub instead_of: Vec<String>,
    /// Opinions differ by country: whose view this is, `UK`.
    pub opinion: Option<String>,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
    /// Further places where it stands.
    #[serde(default)]
    pub also: Vec<Cite>,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One item of the regimen with the person's circumstances.
    One,
    /// Two items.
    Pair,
    /// All matching items together.
    All,
    /// One that was stopped and one that is begun or taken.
    Washout,
}

/// One step of a ladder.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// When; absent: always.
    #[serde(rename = "if")]
    pub when: Option<Expression>,
    /// How bad then.
    pub severity: Severity,
    /// True where this step rests on circumstances of this person: only then may `major` interrupt.
    #[serde(default)]
    pub personal: bool,
    /// Replaces the rule's action at this step.
    pub action: Option<String>,
}

/// A further citation.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cite {
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

sourced!(Rule, Cite);
