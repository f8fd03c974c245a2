//! Every two items and what came of looking at them together: found, clear, or not checked.

use super::Regimen;
use super::case::Case;
use super::finding::{Finding, PairOutcome, PairState};
use super::products;
use super::words;
use concord_knowledge::vocabulary::{Kind, Severity};
use std::collections::BTreeMap;

/// The outcome for every two names, each pair once, in the order of names.
pub(crate) fn outcomes(case: &Case<'_>, regimen: &Regimen, findings: &[Finding], unjudged: &[(usize, usize)]) -> Vec<PairState> {
    let mut names: Vec<(String, Option<usize>)> = Vec::new();
    for item in &case.items {
        if !names.iter().any(|(_, place)| *place == Some(item.place)) {
            names.push((item.name.clone(), Some(item.place)));
        }
    }
    for item in &regimen.items {
        if let Some((compound, _)) = products::of_item(item, case.book) {
            names.extend(compound.unknown().map(|name| (name, None)));
            continue;
        }
        let known = item.substance.as_ref().is_some_and(|id| case.book.place(id).is_some());
        if !known && words::substances_named(&item.name, case.book).is_empty() {
            names.push((item.name.trim().to_owned(), None));
        }
    }
    names.sort();
    names.dedup();
    let mut worst = worst_of_pairs(case, findings);
    for (a, b) in unjudged {
        worst.entry(in_order(case.items[*a].place, case.items[*b].place)).or_insert(None);
    }
    let mut all = Vec::with_capacity(names.len() * names.len().saturating_sub(1) / 2);
    for (place, (a, first)) in names.iter().enumerate() {
        for (b, second) in &names[place + 1..] {
            let known = first.zip(*second).map(|(a, b)| worst.get(&in_order(a, b)));
            let state = match known {
                Some(Some(Some(severity))) => PairOutcome::Found(*severity),
                Some(None) => PairOutcome::Clear,
                Some(Some(None)) | None => PairOutcome::NotChecked,
            };
            all.push(PairState { a: a.clone(), b: b.clone(), state });
        }
    }
    all
}

fn in_order(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}

/// The worst finding about every two substances.
fn worst_of_pairs(case: &Case<'_>, findings: &[Finding]) -> BTreeMap<(usize, usize), Option<Severity>> {
    let mut worst: BTreeMap<(usize, usize), Option<Severity>> = BTreeMap::new();
    // A check that both need says nothing about the two together.
    for finding in findings.iter().filter(|finding| finding.ids.len() > 1 && finding.kind != Kind::Monitoring) {
        let places: Vec<usize> = finding.ids.iter().filter_map(|id| case.book.place(id)).collect();
        for (place, a) in places.iter().enumerate() {
            for b in &places[place + 1..] {
                let known = worst.entry(in_order(*a, *b)).or_default();
                *known = Some(finding.severity).max(*known);
            }
        }
    }
    worst
}
