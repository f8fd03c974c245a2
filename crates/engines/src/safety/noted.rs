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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::safety::{Item, shipped_book};

    fn item(name: &str, status: Status) -> Item {
        Item { name: name.to_owned(), status, ..Item::default() }
    }

    #[test]
    fn what_is_written_is_read_into_ids_and_what_is_not_understood_is_kept_as_written() {
        let regimen = Regimen {
            items: vec![
                item("Zoloft 50 mg tablet", Status::Active),
                item("warfarin", Status::Stopped),
                item("grandmother's drops", Status::Active),
            ],
        };
        let conditions = ["bulimia", "no history of seizures", "Morbus Nobody"];
        let given = Circumstances { conditions: conditions.map(str::to_owned).to_vec(), ..Circumstances::default() };
        let noted = noted(&regimen, &given, shipped_book());
        assert_eq!(noted.conditions, BTreeSet::from(["bulimia".to_owned()]), "what is denied is not there");
        assert_eq!(noted.taking, BTreeSet::from([SubstanceId::from("sertraline")]), "what was stopped is not taken");
        assert_eq!(noted.not_understood, ["Morbus Nobody", "grandmother's drops"]);
    }

    #[test]
    fn a_man_is_not_pregnant_and_of_a_woman_it_is_not_known_until_it_is_said() {
        let pregnant = |given: Circumstances| noted(&Regimen::default(), &given, shipped_book()).pregnant;
        let of = |sex, pregnant| Circumstances { sex: Some(sex), age: Some(30), pregnant, ..Circumstances::default() };
        assert_eq!(pregnant(of(crate::safety::Sex::Male, None)), Some(false));
        assert_eq!(pregnant(of(crate::safety::Sex::Female, None)), None);
        assert_eq!(pregnant(of(crate::safety::Sex::Female, Some(true))), Some(true));
    }
}
