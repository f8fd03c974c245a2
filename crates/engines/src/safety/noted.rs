//! Who somebody is in the ids of `knowledge/`: what a chart says about conditions and medicines, read by the same words as
//! the review of medicines reads it.

use super::book::Book;
use super::circumstances::Circumstances;
use super::not_checked::Unjudged;
use super::person::{Person, denied};
use super::regimen::{Regimen, Status};
use super::truth::Truth;
use super::{products, words};
use concord_knowledge::ids::SubstanceId;
use std::collections::BTreeSet;

/// A person in ids. What was written and not understood stands in `not_understood`, as it was written.
pub(crate) struct Noted {
    pub conditions: BTreeSet<String>,
    pub taking: BTreeSet<SubstanceId>,
    pub pregnant: Option<bool>,
    pub not_understood: Vec<String>,
}

/// Reads a regimen and circumstances into ids. What was stopped is not taken; what is about to be begun is.
pub(crate) fn noted(regimen: &Regimen, given: &Circumstances, book: &Book<'_>) -> Noted {
    let mut noted = Noted {
        conditions: BTreeSet::new(),
        taking: BTreeSet::new(),
        pregnant: match Person::of(given, book, &mut Unjudged::default()).pregnant {
            Truth::True => Some(true),
            Truth::False => Some(false),
            Truth::Unknown => None,
        },
        not_understood: Vec::new(),
    };
    for written in given.conditions.iter().map(|written| written.trim()).filter(|text| !text.is_empty()) {
        let named = words::conditions_named(written, book);
        if denied(&written.to_lowercase()) {
            continue;
        }
        if named.is_empty() {
            noted.not_understood.push(written.to_owned());
        }
        noted.conditions.extend(named.iter().map(|place| book.conditions[*place].term.id.clone()));
    }
    for item in regimen.items.iter().filter(|item| item.status != Status::Stopped) {
        let mut places: Vec<usize> = item.substance.as_ref().and_then(|id| book.place(id)).into_iter().collect();
        if let Some((compound, _)) = products::of_item(item, book) {
            places.extend(compound.known());
            noted.not_understood.extend(compound.unknown());
        } else if places.is_empty() {
            places.extend(words::substances_named(&item.name, book).into_iter().map(|named| named.place));
            if places.is_empty() {
                noted.not_understood.push(item.name.clone());
            }
        }
        noted.taking.extend(places.iter().map(|place| book.drugs[*place].substance.id.clone()));
    }
    noted
}
