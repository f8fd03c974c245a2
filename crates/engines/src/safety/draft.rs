//! A finding before it is decided whether it is shown.

use super::case::Case;
use super::finding::{Citation, Finding, Numbers};
use super::words;
use concord_knowledge::Sourced;
use concord_knowledge::vocabulary::{Evidence, Kind, Severity};

/// A finding with what is needed to weigh it against others.
pub(crate) struct Draft<'c> {
    /// Boxed, because drafts are moved about much.
    pub finding: Box<Finding>,
    /// Places of its substances, in order.
    pub drugs: Vec<usize>,
    pub scope: Scope,
    /// The higher, the closer it is cut to its substances.
    pub specificity: u8,
    /// What it silences.
    pub instead_of: &'c [String],
    /// It is silent itself, because of this.
    pub silent: Option<String>,
    /// The substance that it is about, where one of several is.
    pub about: Option<usize>,
}

/// What a finding looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    One,
    All,
    Pair,
    Washout,
}

/// What an engine's own check says.
pub(crate) struct Says<'c> {
    pub id: &'static str,
    pub kind: Kind,
    pub matter: &'static str,
    pub severity: Severity,
    pub personal: bool,
    pub serious: bool,
    pub title: String,
    pub consequence: String,
    pub mechanism: String,
    pub action: String,
    pub evidence: Evidence,
    pub sources: Vec<&'c dyn Sourced>,
    pub numbers: Numbers,
}

impl<'c> Draft<'c> {
    /// What an engine's own check says about items.
    pub fn of(says: Says<'c>, items: &[usize], case: &Case<'c>) -> Self {
        let (drugs, substances, ids) = named(items, case);
        let scope = if drugs.len() > 1 { Scope::Pair } else { Scope::One };
        let finding = Box::new(Finding {
            id: says.id.to_owned(),
            kind: says.kind,
            matter: says.matter.to_owned(),
            severity: says.severity,
            personal: says.personal,
            interruptive: interrupts(says.kind, says.severity, says.personal, says.evidence),
            serious: says.serious,
            substances,
            ids,
            title: words::sentence(says.title),
            consequence: says.consequence,
            mechanism: says.mechanism,
            action: says.action,
            monitoring: Vec::new(),
            frequency: None,
            evidence: says.evidence,
            citations: says.sources.into_iter().map(cite).collect(),
            numbers: says.numbers,
            context_used: Vec::new(),
            context_missing: Vec::new(),
            opinion: None,
        });
        Self {
            finding,
            drugs,
            scope,
            specificity: 0,
            instead_of: &[],
            silent: None,
            about: items.first().map(|item| case.items[*item].place),
        }
    }

    pub fn context(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.finding.context_used.push((name.into(), value.into()));
        self
    }
}

/// Places of items' substances, each once and in order.
pub(crate) fn places(items: &[usize], case: &Case<'_>) -> Vec<usize> {
    let mut all: Vec<usize> = items.iter().map(|item| case.items[*item].place).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Places, names and ids of items' substances, each once and in order.
pub(crate) fn named(items: &[usize], case: &Case<'_>) -> (Vec<usize>, Vec<String>, Vec<concord_knowledge::ids::SubstanceId>) {
    let mut all: Vec<usize> = items.to_vec();
    all.sort_by_key(|item| case.items[*item].place);
    all.dedup_by_key(|item| case.items[*item].place);
    let drugs: Vec<usize> = all.iter().map(|item| case.items[*item].place).collect();
    let substances = all.iter().map(|item| case.items[*item].name.clone()).collect();
    let ids = drugs.iter().map(|place| case.book.drugs[*place].substance.id.clone()).collect();
    (drugs, substances, ids)
}

/// Only what is forbidden, or what is bad for this very person, may stop the one who prescribes.
pub(crate) fn interrupts(kind: Kind, severity: Severity, personal: bool, evidence: Evidence) -> bool {
    let quiet = matches!(kind, Kind::BoxedWarning | Kind::Monitoring | Kind::SideEffectAttribution);
    let bad = match severity {
        Severity::Contraindicated => evidence <= Evidence::B,
        Severity::Major => personal && evidence <= Evidence::C,
        Severity::Moderate | Severity::Minor | Severity::Info => false,
    };
    bad && !quiet
}

/// The citation of an entry.
pub(crate) fn cite(entry: &dyn Sourced) -> Citation {
    Citation { source: entry.source().clone(), locator: entry.locator().map(str::to_owned), verification: entry.verification() }
}
