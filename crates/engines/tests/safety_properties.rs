//! What holds for every regimen, whatever is in it.
#![allow(clippy::unwrap_used)]

use concord_engines::safety::{Circumstances, Item, Lab, Regimen, Review, Sex, Status, shipped_book};
use concord_knowledge::shipped;
use concord_knowledge::vocabulary::Kind;
use proptest::prelude::*;
use rust_decimal::Decimal;

const LABS: &[(&str, i64)] = &[
    ("qtc_ms", 520),
    ("qtc_ms", 410),
    ("potassium_mmol_l", 3),
    ("sodium_mmol_l", 128),
    ("crcl_ml_min", 25),
    ("lithium_mmol_l", 2),
    ("anc_per_ul", 900),
    ("platelets_10e9_l", 90),
    ("bp_systolic", 170),
    ("hr", 48),
    ("inr", 4),
    ("alt_u_l", 200),
];

fn substance() -> impl Strategy<Value = String> {
    let names: Vec<String> = shipped().substances().map(|substance| substance.name.clone()).collect();
    proptest::sample::select(names)
}

fn item() -> impl Strategy<Value = Item> {
    let status = prop_oneof![5 => Just(Status::Active), 2 => Just(Status::Proposed), 2 => Just(Status::Stopped), 1 => Just(Status::Restart), 1 => Just(Status::StopPlannedAbrupt)];
    (substance(), proptest::option::weighted(0.8, 1_i64..400), status, proptest::option::of(0_u32..900)).prop_map(
        |(name, dose, status, days)| Item {
            name,
            dose: dose.map(Decimal::from),
            unit: Some("mg".to_owned()),
            per_day: Some(Decimal::ONE),
            status,
            days_on: days.filter(|_| status == Status::Active),
            days_since_stop: days.filter(|_| status == Status::Stopped).map(|days| days % 40),
            days_missed: days.filter(|_| status == Status::Restart).map(|days| days % 20),
            ..Item::default()
        },
    )
}

prop_compose! {
    fn person()(age in proptest::option::of(5_u32..95), female in proptest::option::of(any::<bool>()),
                pregnant in proptest::option::of(any::<bool>()), smoker in proptest::option::of(any::<bool>()),
                labs in proptest::sample::subsequence(LABS, 0..5)) -> Circumstances {
        Circumstances {
            age,
            sex: female.map(|female| if female { Sex::Female } else { Sex::Male }),
            pregnant,
            smoker,
            labs: labs.into_iter().map(|(key, value)| (key.to_owned(), lab(value))).collect(),
            ..Circumstances::default()
        }
    }
}

fn lab(value: i64) -> Lab {
    Lab { value: Decimal::from(value), days_old: None }
}

fn reviewed(items: &[Item], person: &Circumstances) -> Review {
    shipped_book().review(&Regimen { items: items.to_vec() }, person, Some("sedation"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_order_in_which_items_are_written_means_nothing(
        (items, shuffled) in proptest::collection::vec(item(), 1..7).prop_flat_map(|items| (Just(items.clone()), Just(items).prop_shuffle())),
        person in person(),
    ) {
        prop_assert_eq!(reviewed(&items, &person), reviewed(&shuffled, &person));
    }

    #[test]
    fn an_unknown_substance_is_always_said(items in proptest::collection::vec(item(), 0..5), person in person(), place in 0_usize..5) {
        let mut items = items;
        items.insert(place.min(items.len()), Item { name: "Unheard-of remedy".to_owned(), ..Item::default() });
        let review = reviewed(&items, &person);
        prop_assert!(review.not_checked.iter().any(|open| open.what == "Unheard-of remedy"));
        prop_assert!(!review.checked_clear);
    }

    /// A value that no rule asked for can add a finding, but silences nothing and closes no open question.
    #[test]
    fn what_was_not_asked_for_turns_nothing_into_silence(
        items in proptest::collection::vec(item(), 1..6), person in person(), new in proptest::sample::select(LABS.to_vec()),
    ) {
        let (key, value) = new;
        let before = reviewed(&items, &person);
        let names = name_of(key);
        let asked = before.not_checked.iter().map(|open| &open.what).chain(before.findings.iter().flat_map(|found| &found.context_missing));
        let asked: Vec<&String> = asked.collect();
        prop_assume!(!person.labs.contains_key(key) && !names.iter().any(|name| asked.contains(&name)));
        let mut told = person.clone();
        told.labs.insert(key.to_owned(), lab(value));
        let after = reviewed(&items, &told);
        for found in before.findings.iter().filter(|found| found.kind != Kind::Monitoring) {
            let still = after.findings.iter().any(|same| same.id == found.id && same.ids == found.ids)
                || after.suppressed.iter().any(|hidden| hidden.finding.id == found.id && hidden.finding.ids == found.ids);
            prop_assert!(still, "{} {:?} is gone because of {key}, which nobody had asked for", found.id, found.substances);
        }
        for open in &before.not_checked {
            prop_assert!(after.not_checked.iter().any(|same| same.what == open.what), "{} is closed by {key}", open.what);
        }
    }

    /// A value that was asked for and is now known is no longer said to be missing: it was judged.
    #[test]
    fn what_was_asked_for_and_is_told_is_judged(items in proptest::collection::vec(item(), 1..6), person in person(), new in proptest::sample::select(LABS.to_vec())) {
        let (key, value) = new;
        let mut told = person.clone();
        told.labs.insert(key.to_owned(), lab(value));
        let after = reviewed(&items, &told);
        prop_assert!(!after.not_checked.iter().any(|open| name_of(key).contains(&open.what)));
    }

    #[test]
    fn only_what_is_well_known_and_personal_or_forbidden_stops_anybody(items in proptest::collection::vec(item(), 1..7), person in person()) {
        use concord_knowledge::vocabulary::{Evidence, Severity};
        for found in reviewed(&items, &person).findings.iter().filter(|found| found.interruptive) {
            prop_assert!(found.evidence < Evidence::D, "{}", found.id);
            let forbidden = found.severity == Severity::Contraindicated && found.evidence <= Evidence::B;
            prop_assert!(forbidden || (found.severity == Severity::Major && found.personal), "{}", found.id);
        }
    }
}

/// The names by which a value is said to be missing; clearance and filtration rate stand in for each other.
fn name_of(key: &str) -> Vec<String> {
    let keys: &[&str] = if key == "crcl_ml_min" { &["crcl_ml_min", "egfr"] } else { &[key] };
    let name = |key: &&str| shipped().tests().find(|test| test.lab.as_deref() == Some(*key)).map(|test| test.name.clone());
    keys.iter().filter_map(name).collect()
}
