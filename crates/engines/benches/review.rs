//! How long a review takes: `cargo bench -p concord-engines`. The aim is under 100 µs for ten substances.
#![allow(missing_docs)]

use concord_engines::safety::{Circumstances, Item, Lab, Regimen, Sex, shipped_book};
use concord_knowledge::shipped;

fn main() {
    divan::main();
}

const TEN: &[(&str, &str, i64, u32)] = &[
    ("lithium", "mg", 450, 400),
    ("quetiapine", "mg", 300, 400),
    ("sertraline", "mg", 100, 90),
    ("lamotrigine", "mg", 200, 300),
    ("lisinopril", "mg", 10, 900),
    ("ibuprofen", "mg", 400, 10),
    ("omeprazole", "mg", 20, 500),
    ("metformin", "mg", 850, 500),
    ("levothyroxine", "mcg", 75, 800),
    ("lorazepam", "mg", 1, 60),
];

fn regimen(substances: usize) -> Regimen {
    let items = TEN.iter().take(substances).map(|(name, unit, dose, days)| Item {
        name: (*name).to_owned(),
        dose: Some((*dose).into()),
        unit: Some((*unit).to_owned()),
        per_day: Some(1.into()),
        days_on: Some(*days),
        ..Item::default()
    });
    Regimen { items: items.collect() }
}

fn person() -> Circumstances {
    let labs = [("egfr", 58), ("qtc_ms", 440), ("sodium_mmol_l", 138), ("potassium_mmol_l", 4)];
    Circumstances {
        age: Some(58),
        sex: Some(Sex::Female),
        pregnant: Some(false),
        smoker: Some(false),
        conditions: vec!["type 2 diabetes".to_owned(), "hypertension".to_owned()],
        labs: labs.into_iter().map(|(key, value)| (key.to_owned(), Lab { value: value.into(), days_old: Some(9) })).collect(),
        last_done: [("lithium_level", 80), ("tsh", 200), ("weight", 30)].map(|(name, days)| (name.to_owned(), days)).into(),
        ..Circumstances::default()
    }
}

#[divan::bench(args = [2, 5, 10])]
fn substances(bencher: divan::Bencher<'_, '_>, count: usize) {
    let (book, regimen, person) = (shipped_book(), regimen(count), person());
    bencher.bench(|| book.review(&regimen, &person, None).findings.len());
}

#[divan::bench]
fn building_the_rule_book() -> usize {
    let book = concord_engines::safety::Book::of(shipped());
    book.review(&Regimen::default(), &Circumstances::default(), None).findings.len()
}
