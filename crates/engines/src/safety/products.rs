//! Products of several substances under one name: who takes one takes all of them, each in its amount.

use super::book::Book;
use super::regimen::Item;
use super::words;
use concord_knowledge::Knowledge;
use concord_knowledge::terms::Product;
use rust_decimal::Decimal;
use std::collections::HashMap;

/// A product, its parts as places of substances.
pub(crate) struct Compound<'k> {
    pub product: &'k Product,
    /// The place of each ingredient; nothing where the formulary has no entry for it.
    pub parts: Vec<Option<usize>>,
}

impl<'k> Compound<'k> {
    /// The places of the ingredients that are known.
    pub fn known(&self) -> impl Iterator<Item = usize> + '_ {
        self.parts.iter().flatten().copied()
    }

    /// The names of the ingredients that are not.
    pub fn unknown(&self) -> impl Iterator<Item = String> + '_ {
        let each = self.product.ingredients.iter().zip(&self.parts);
        each.filter(|(_, place)| place.is_none()).map(|(name, _)| name.replace('_', " "))
    }

    /// Milligrams of each ingredient at one time, as far as name, strength and amount tell them. `anchor`: the ingredient
    /// whose milligrams the item's amount is, where it was written under that ingredient's name.
    pub fn amounts(&self, item: &Item, anchor: Option<usize>) -> Vec<Option<Decimal>> {
        let nothing = vec![None; self.parts.len()];
        let Some(dose) = item.dose else { return nothing };
        let row = self.strength(item);
        let unit = item.unit.as_deref().map(words::plain);
        if unit.as_deref().is_some_and(is_piece) {
            let times = |amount: &Decimal| amount.checked_mul(dose);
            return row.map_or(nothing, |row| row.iter().map(times).collect());
        }
        let called = || self.product.ingredients.iter().position(|name| Some(name) == self.product.called_by.as_ref());
        let (Some(anchor), Some(milligrams)) = (anchor.or_else(called), item.milligrams().dose) else { return nothing };
        let mut told = nothing;
        let rows: Vec<Vec<Decimal>> = row.map_or_else(|| self.product.strengths.clone(), |row| vec![row.clone()]);
        let mut fitting: Vec<Vec<Decimal>> = rows.iter().filter_map(|row| multiple(row, anchor, milligrams)).collect();
        fitting.dedup();
        if let [one] = fitting.as_slice() {
            told = one.iter().copied().map(Some).collect();
        }
        told[anchor] = Some(milligrams);
        told
    }

    /// The strength that is meant: the only one there is, or the one whose amounts stand in the name in this order.
    fn strength(&self, item: &Item) -> Option<&'k Vec<Decimal>> {
        if let [only] = self.product.strengths.as_slice() {
            return Some(only);
        }
        let written = item.brand.iter().chain([&item.name]).map(|text| numbers(text));
        let written: Vec<Vec<Decimal>> = written.collect();
        self.product.strengths.iter().find(|row| written.contains(row))
    }
}

/// A strength taken several times, so that the anchor's amount comes out.
fn multiple(row: &[Decimal], anchor: usize, milligrams: Decimal) -> Option<Vec<Decimal>> {
    let times = milligrams.checked_div(row[anchor])?;
    if times <= Decimal::ZERO || !times.fract().is_zero() {
        return None;
    }
    row.iter().map(|amount| amount.checked_mul(times).map(|amount| amount.normalize())).collect()
}

/// Whether a unit counts tablets and the like.
fn is_piece(unit: &str) -> bool {
    const PIECES: [&str; 9] = ["tablet", "tab", "capsule", "cap", "film", "pill", "caplet", "patch", "dose"];
    PIECES.contains(&unit.trim_end_matches('s'))
}

/// The amounts written in a text: `6 mg/25 mg capsule` → 6 and 25.
fn numbers(text: &str) -> Vec<Decimal> {
    let each = text.split(|c: char| !c.is_ascii_digit() && c != '.').map(|word| word.trim_matches('.'));
    each.filter_map(|word| word.parse().ok()).collect()
}

/// A product's name as it is looked up: however its parts are joined.
pub(crate) fn key(name: &str) -> String {
    words::plain(name)
        .replace(['/', '+', '&'], " ")
        .split(' ')
        .filter(|word| !word.is_empty() && *word != "and")
        .collect::<Vec<_>>()
        .join(" ")
}

/// The products of a state of knowledge, and their names.
pub(crate) fn of<'k>(knowledge: &'k Knowledge, by_id: &HashMap<&'k str, usize>) -> (Vec<Compound<'k>>, HashMap<String, usize>) {
    let compound = |product: &'k Product| {
        let parts = product.ingredients.iter().map(|id| by_id.get(id.as_str()).copied()).collect();
        Compound { product, parts }
    };
    let all: Vec<Compound<'k>> = knowledge.products().map(compound).collect();
    let each = all.iter().enumerate().flat_map(|(place, one)| one.product.names().map(move |name| (key(name), place)));
    let names = each.collect();
    (all, names)
}

/// The product that a text names, alone or inside a text such as `Symbyax 6 mg/25 mg capsule` (of several, the longest),
/// and what is left of the text without its name.
pub(crate) fn named<'b, 'k>(text: &str, book: &'b Book<'k>) -> Option<(&'b Compound<'k>, String)> {
    let text = key(text);
    if let Some(place) = book.product_names.get(text.as_str()) {
        return Some((&book.products[*place], String::new()));
    }
    let words: Vec<&str> = text.split(' ').collect();
    for length in (1..=words::LONGEST.min(words.len())).rev() {
        for (start, phrase) in words.windows(length).enumerate() {
            if let Some(place) = book.product_names.get(phrase.join(" ").as_str()) {
                let rest = [&words[..start], &words[start + length..]].concat();
                return Some((&book.products[*place], rest.join(" ")));
            }
        }
    }
    None
}

/// The product that an item is, by its name or its brand, and the place among the product's parts of the ingredient under
/// whose name it was written.
pub(crate) fn of_item<'b, 'k>(item: &Item, book: &'b Book<'k>) -> Option<(&'b Compound<'k>, Option<usize>)> {
    let written = item.substance.as_ref().and_then(|id| book.place(id)).or_else(|| {
        let known = book.names.get(words::plain(&item.name).as_str());
        known.map(|known| known.place)
    });
    let by_brand = || item.brand.as_deref().and_then(|brand| named(brand, book));
    let (found, _) = named(&item.name, book).or_else(by_brand)?;
    match written {
        None => Some((found, None)),
        // A brand that has nothing to do with the substance is a slip of the pen: the substance stands.
        Some(place) => found.parts.iter().position(|part| *part == Some(place)).map(|anchor| (found, Some(anchor))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::book::shipped_book;
    use super::*;

    fn item(name: &str, dose: &str, unit: &str) -> Item {
        Item { name: name.to_owned(), dose: dose.parse().ok(), unit: Some(unit.to_owned()), ..Item::default() }
    }

    fn amounts(item: &Item) -> Vec<Option<String>> {
        let (compound, anchor) = of_item(item, shipped_book()).unwrap();
        compound.amounts(item, anchor).into_iter().map(|amount| amount.map(|amount| amount.normalize().to_string())).collect()
    }

    fn some(words: &[&str]) -> Vec<Option<String>> {
        words.iter().map(|word| Some((*word).to_owned()).filter(|word| word != "?")).collect()
    }

    #[test]
    fn a_product_is_found_however_its_name_is_joined_and_inside_a_text() {
        for text in ["Symbyax", "symbyax 6 mg/25 mg capsule", "olanzapine/fluoxetine", "Olanzapine and fluoxetine 12-50"] {
            assert_eq!(named(text, shipped_book()).unwrap().0.product.name, "Symbyax", "{text}");
        }
        assert!(named("olanzapine 5 mg", shipped_book()).is_none());
    }

    #[test]
    fn tablets_are_counted_only_where_their_strength_is_certain() {
        assert_eq!(amounts(&item("Contrave", "2", "tablets")), some(&["16", "180"]));
        assert_eq!(amounts(&item("Symbyax 6 mg/25 mg", "1", "capsule")), some(&["6", "25"]));
        assert_eq!(amounts(&item("Symbyax", "1", "capsule")), some(&["?", "?"]));
    }

    #[test]
    fn one_amount_is_that_of_the_ingredient_by_which_the_product_is_called() {
        assert_eq!(amounts(&item("Suboxone", "16", "mg")), some(&["16", "4"]));
        assert_eq!(amounts(&item("Symbyax", "6", "mg")), some(&["6", "?"]), "6 mg come with 25 mg and with 50 mg");
        assert_eq!(amounts(&item("Zubsolv", "5.7", "mg")), some(&["5.7", "?"]), "no strengths are on record");
        let branded = Item { brand: Some("Contrave".to_owned()), ..item("bupropion", "90", "mg") };
        assert_eq!(amounts(&branded), some(&["8", "90"]));
    }

    #[test]
    fn a_brand_of_something_else_changes_nothing() {
        let slip = Item { brand: Some("Symbyax".to_owned()), ..item("sertraline", "50", "mg") };
        assert!(of_item(&slip, shipped_book()).is_none());
    }
}
