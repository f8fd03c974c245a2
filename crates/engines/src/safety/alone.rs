//! One rule on its own, as if there were no other: what it says before a closer rule speaks in its place. A rule that never
//! speaks even alone is a rule that nobody has tried.

use super::book::Book;
use super::case::Case;
use super::circumstances::Circumstances;
use super::finding::Finding;
use super::not_checked::Unjudged;
use super::person::Person;
use super::regimen::Regimen;
use super::{matched, rules, with_smoking};
use concord_knowledge::ids::SubstanceId;
use concord_knowledge::rule::Scope;

/// What one rule says about a regimen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alone {
    /// Its findings, one for each set of substances.
    pub findings: Vec<Finding>,
    /// The substances about which it keeps others silent, where it is a rule that only silences.
    pub silences: Vec<Vec<SubstanceId>>,
}

impl Book<'_> {
    /// Applies one rule alone: nothing outranks it, and it outranks nothing. `None` where there is no rule with this id.
    pub fn alone(&self, rule: &str, regimen: &Regimen, given: &Circumstances) -> Option<Alone> {
        let number = self.laws.iter().position(|law| law.rule.id == rule)?;
        let mut unjudged = Unjudged::default();
        let items = matched(self, regimen, given, &mut unjudged);
        let given = with_smoking(self, &items, given);
        let case = Case { person: Person::of(&given, self, &mut unjudged), items, book: self };
        let applied = rules::apply(&case, &mut unjudged, |law| law == number);
        let only_silences = self.laws[number].rule.ladder.is_empty();
        let id = |place: &usize| self.drugs[*place].substance.id.clone();
        Some(Alone {
            findings: applied.drafts.into_iter().filter(|draft| draft.silent.is_none()).map(|draft| *draft.finding).collect(),
            silences: applied
                .silencers
                .iter()
                .filter(|_| only_silences)
                .map(|silencer| silencer.drugs.iter().map(id).collect())
                .collect(),
        })
    }

    /// Whether a rule waits: it is about substances of which the formulary has no entry, so that it cannot speak yet.
    pub fn waits(&self, rule: &str) -> bool {
        self.laws.iter().enumerate().filter(|(_, law)| law.rule.id == rule).any(|(number, law)| match law.rule.scope {
            Scope::One => !self.drugs.iter().any(|drug| drug.one.contains(&number)),
            Scope::All => (0..self.drugs.len()).all(|place| !law.members.has(place)),
            Scope::Pair | Scope::Washout => {
                let first = self.drugs.iter().enumerate().filter(|(_, drug)| drug.first.has(number));
                let mut pairs = first.flat_map(|(a, _)| {
                    let second = self.drugs.iter().enumerate().filter(|(_, drug)| drug.second.has(number));
                    second.map(move |(b, _)| (a, b))
                });
                pairs.all(|(a, b)| a == b)
            }
        })
    }
}
