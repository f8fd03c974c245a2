//! Every two items and what came of looking at them together: found, clear, or not checked.

use super::Regimen;
use super::case::Case;
use super::finding::{Finding, PairOutcome, PairState};
use super::words;

/// The outcome for every two names, each pair once, in the order of names.
pub(crate) fn outcomes(case: &Case<'_>, regimen: &Regimen, findings: &[Finding], unjudged: &[(usize, usize)]) -> Vec<PairState> {
    let mut names: Vec<(String, Option<usize>)> = Vec::new();
    for item in &case.items {
        if !names.iter().any(|(_, place)| *place == Some(item.place)) {
            names.push((item.name.clone(), Some(item.place)));
        }
    }
    for item in &regimen.items {
        let known = item.substance.as_ref().is_some_and(|id| case.book.place(id).is_some());
        if !known && words::substances_named(&item.name, case.book).is_empty() {
            names.push((item.name.trim().to_owned(), None));
        }
    }
    names.sort();
    names.dedup();
    let mut all = Vec::with_capacity(names.len() * names.len().saturating_sub(1) / 2);
    for (place, (a, first)) in names.iter().enumerate() {
        for (b, second) in &names[place + 1..] {
            let state = first.zip(*second).map_or(PairOutcome::NotChecked, |(a, b)| outcome(case, a, b, findings, unjudged));
            all.push(PairState { a: a.clone(), b: b.clone(), state });
        }
    }
    all
}

fn outcome(case: &Case<'_>, a: usize, b: usize, findings: &[Finding], unjudged: &[(usize, usize)]) -> PairOutcome {
    let id = |place: usize| &case.book.drugs[place].substance.id;
    let about = findings.iter().filter(|finding| {
        // A check that both need says nothing about the two together.
        finding.kind != concord_knowledge::vocabulary::Kind::Monitoring
            && finding.ids.contains(id(a))
            && finding.ids.contains(id(b))
    });
    if let Some(worst) = about.map(|finding| finding.severity).max() {
        return PairOutcome::Found(worst);
    }
    let open = unjudged.iter().any(|(x, y)| {
        let (x, y) = (case.items[*x].place, case.items[*y].place);
        (x, y) == (a, b) || (x, y) == (b, a)
    });
    if open { PairOutcome::NotChecked } else { PairOutcome::Clear }
}
