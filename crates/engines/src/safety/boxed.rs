//! The label's boxed warnings: shown when a medicine is about to be begun, on demand afterwards.

use super::case::{At, Case};
use super::draft::{Draft, Says};
use super::finding::Numbers;
use super::not_checked::sentence_of;
use super::regimen::Status;
use super::truth::Truth;
use concord_knowledge::vocabulary::{Evidence, Kind, Severity};

/// Every boxed warning that is for this person.
pub(crate) fn drafts<'c>(case: &Case<'c>) -> Vec<Draft<'c>> {
    let mut all = Vec::new();
    for (item, present) in case.items.iter().enumerate().filter(|(_, present)| present.taken) {
        let drug = &case.book.drugs[present.place];
        let begins = matches!(present.item.status, Status::Proposed | Status::Restart);
        for (boxed, when) in drug.substance.boxed.iter().zip(&drug.boxed) {
            let holds = when.as_ref().map_or(Truth::True, |when| case.test(when, At::one(item)));
            if holds == Truth::False {
                continue;
            }
            let says = Says {
                id: "boxed",
                kind: Kind::BoxedWarning,
                matter: "boxed",
                severity: if begins { Severity::Moderate } else { Severity::Info },
                personal: false,
                serious: true,
                title: format!("{}: boxed warning, {}", present.name, boxed.topic),
                consequence: boxed.text.clone(),
                mechanism: "The label puts this into a box.".to_owned(),
                action: "Weigh it with the person before the first dose, and say what to watch for and whom to tell.".to_owned(),
                evidence: Evidence::A,
                sources: vec![boxed],
                numbers: Numbers::default(),
            };
            let mut draft = Draft::of(says, &[item], case);
            draft.finding.matter = format!("boxed: {}", boxed.topic);
            if let Some(when) = when {
                case.used(when, At::one(item), &mut draft.finding.context_used);
                let mut missing = Vec::new();
                case.missing(when, At::one(item), &mut missing);
                draft.finding.context_missing = missing.iter().map(|missing| sentence_of(missing, case)).collect();
            }
            all.push(draft);
        }
    }
    all
}
