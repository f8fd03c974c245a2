//! Patterns over single answers, and cut-offs that may depend on sex and age. Both are answered yes, no, or left open.

use super::{Answers, ScoreContext};
use concord_knowledge::Instrument;
use concord_knowledge::instrument::{Algorithm, Cutoff, Item};
use std::collections::BTreeMap;

impl Answers<'_> {
    /// Whether a pattern is met: yes if it is met whatever is missing, no if nothing missing could meet it, else open.
    pub(super) fn meets(&self, rule: &Algorithm) -> Option<bool> {
        let at_worst = self.meets_if(rule, false);
        (at_worst == self.meets_if(rule, true)).then_some(at_worst)
    }

    /// Whether a pattern is met if every missing item counts, or none does.
    fn meets_if(&self, rule: &Algorithm, missing_counts: bool) -> bool {
        let of_rule = |item: &&Item| rule.items.is_empty() || rule.items.contains(&item.position);
        let counts = |item: &&Item| {
            let exception = rule.exceptions.iter().find(|exception| exception.item == item.position);
            let from = exception.map_or(rule.counts_from, |exception| exception.from);
            self.counts(item, from, rule.counts_to, missing_counts)
        };
        let counting: Vec<u8> = self.instrument.items.iter().filter(of_rule).filter(counts).map(|item| item.position).collect();
        let one_of = rule.one_of.is_empty() || rule.one_of.iter().any(|position| counting.contains(position));
        let clause = |items: &[u8], from, to, count: u8| {
            let items = items.iter().filter_map(|position| self.instrument.item(*position));
            items.filter(|item| self.counts(item, from, to, missing_counts)).count() >= usize::from(count)
        };
        let own = counting.len() >= usize::from(rule.count_at_least) && one_of;
        (own && rule.and.iter().all(|part| clause(&part.items, part.from, part.to, part.count)))
            || rule.or.iter().any(|part| clause(&part.items, part.from, part.to, part.count))
    }

    /// Whether one answer counts. A skipped item counts as not endorsed, a missing one as it is asked for.
    fn counts(&self, item: &Item, from: u8, to: Option<u8>, missing_counts: bool) -> bool {
        let within = |value: u8| value >= from && to.is_none_or(|to| value <= to);
        match self.at(item.position) {
            Some(value) => self.applies(item) && within(value),
            None if !self.asked(item) => within(0),
            None => missing_counts,
        }
    }
}

/// The cut-offs of an instrument by id. Of several with one id those count that may hold for this person; they have to
/// agree.
pub(super) fn cutoffs(
    instrument: &Instrument,
    total: Option<i32>,
    parts: &BTreeMap<String, i32>,
    context: &ScoreContext,
) -> BTreeMap<String, Option<bool>> {
    let mut told: BTreeMap<String, Option<Option<bool>>> = BTreeMap::new();
    for cut in instrument.cutoffs.iter().filter(|cut| may_hold(cut, context)) {
        let score = cut.part.as_ref().map_or(total, |part| parts.get(part).copied());
        let met = score.map(|score| cut.from.is_none_or(|from| score >= from) && cut.to.is_none_or(|to| score <= to));
        let entry = told.entry(cut.id.clone()).or_insert(Some(met));
        if *entry != Some(met) {
            *entry = None;
        }
    }
    told.into_iter().map(|(id, met)| (id, met.flatten())).collect()
}

/// Whether a cut-off holds for a person, as far as sex and age are known.
fn may_hold(cut: &Cutoff, context: &ScoreContext) -> bool {
    let sex = cut.sex.is_none_or(|sex| context.sex.is_none_or(|given| given == sex));
    let old_enough = cut.age_from.is_none_or(|from| context.age.is_none_or(|age| age >= from));
    let young_enough = cut.age_to.is_none_or(|to| context.age.is_none_or(|age| age <= to));
    sex && old_enough && young_enough
}
