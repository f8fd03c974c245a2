//! Shows what ships: the entries the practice needs, found by the names people use, with honest marks and right codes.
#![allow(clippy::unwrap_used)]

use concord_knowledge::basis::{Sourced, Verification};
use concord_knowledge::ids::{InstrumentId, PracticeId, SubstanceId, TherapyId};
use concord_knowledge::instrument::{Band, Sex};
use concord_knowledge::{LoincRole, shipped};
use std::collections::BTreeSet;

#[test]
fn the_first_instruments_ship_with_their_items_and_safety_items() {
    let items = |id: &str| shipped().instrument(&InstrumentId::from(id)).map(|instrument| instrument.items.len());
    let counts = ["phq-9", "phq-2", "gad-7", "who-5", "c-ssrs-screen"].map(items);
    assert_eq!(counts, [Some(9), Some(2), Some(7), Some(5), Some(7)]);
    assert_eq!(shipped().instrument(&"phq-9".into()).unwrap().safety_item().unwrap().item, 9);
    assert_eq!(shipped().instrument(&"gad-7".into()).unwrap().safety_item(), None);
}

#[test]
fn the_first_substances_therapies_and_practices_ship() {
    let substances = [
        "sertraline",
        "escitalopram",
        "citalopram",
        "fluoxetine",
        "paroxetine",
        "venlafaxine",
        "desvenlafaxine",
        "duloxetine",
        "bupropion",
        "mirtazapine",
        "vortioxetine",
        "trazodone",
        "amitriptyline",
        "nortriptyline",
        "lithium",
        "lamotrigine",
        "valproate",
        "quetiapine",
        "aripiprazole",
        "olanzapine",
        "risperidone",
        "buspirone",
        "hydroxyzine",
        "lorazepam",
        "zolpidem",
        "propranolol",
        "prazosin",
        "methylphenidate",
    ];
    for id in substances {
        assert!(shipped().substance(&SubstanceId::from(id)).is_some(), "{id}");
    }
    for id in ["cbt", "dbt", "psychodynamic", "couple", "family"] {
        assert!(shipped().therapy(&TherapyId::from(id)).is_some(), "{id}");
    }
    for id in ["mindfulness", "yoga", "art-therapy", "acupuncture"] {
        assert!(shipped().practice(&PracticeId::from(id)).is_some(), "{id}");
    }
}

/// Medicines with a dose for depression for which no fair trial has been found in a source; their clock says so. A name
/// leaves this list when its trial is found, and none joins it unnoticed.
const NO_TRIAL_FOUND: &[&str] = &[
    "agomelatine",
    "desipramine",
    "doxepin",
    "gepirone",
    "imipramine",
    "isocarboxazid",
    "levomilnacipran",
    "moclobemide",
    "nefazodone",
    "phenelzine",
    "protriptyline",
    "tranylcypromine",
    "trimipramine",
    "vilazodone",
];

#[test]
fn every_medicine_with_a_dose_for_depression_says_what_a_fair_trial_is_or_is_known_to_lack_one() {
    for substance in shipped().substances() {
        let for_depression = substance.doses.iter().any(|dose| dose.indication == "depression");
        let lacking = NO_TRIAL_FOUND.contains(&substance.id.as_str());
        assert_eq!(for_depression && !lacking, substance.adequate_trial().is_some(), "{}", substance.id);
        assert!(for_depression || !lacking, "{} has no dose for depression and needs no exception", substance.id);
        for trial in &substance.adequate_trials {
            let dosed = substance.doses.iter().any(|dose| dose.indication == trial.indication);
            assert!(dosed, "{} has a trial for {} and no dose for it", substance.id, trial.indication);
        }
    }
}

#[test]
fn a_substance_is_found_by_ingredient_brand_or_synonym_and_inside_a_product_name() {
    let found = |text: &str| shipped().substance_by_name(text).map(|substance| substance.id.to_string());
    for text in
        ["sertraline", "SERTRALINE", " Zoloft ", "sertraline 50 MG Oral Tablet", "Sertraline 100MG", "sertraline hydrochloride"]
    {
        assert_eq!(found(text).as_deref(), Some("sertraline"), "{text}");
    }
    assert_eq!(found("Clonazepam [Klonopin]").as_deref(), Some("clonazepam"));
    assert_eq!(found("divalproex sodium 500 MG Delayed Release Oral Tablet").as_deref(), Some("valproate"));
    assert_eq!(found("lithium carbonate 300 MG Oral Capsule").as_deref(), Some("lithium"));
}

#[test]
fn one_name_inside_another_is_not_taken_for_it() {
    let found = |text: &str| shipped().substance_by_name(text).map(|substance| substance.id.to_string());
    assert_eq!(found("escitalopram 10 MG Oral Tablet").as_deref(), Some("escitalopram"));
    assert_eq!(found("desvenlafaxine 50 MG Extended Release Oral Tablet").as_deref(), Some("desvenlafaxine"));
    assert_eq!(found("Dexmethylphenidate Hydrochloride 5 MG Oral Tablet").as_deref(), Some("dexmethylphenidate"));
}

#[test]
fn a_product_with_several_ingredients_is_not_taken_for_one_of_them() {
    assert_eq!(shipped().substance_by_name("amitriptyline hydrochloride 25 MG / perphenazine 2 MG Oral Tablet"), None);
    assert_eq!(shipped().substance_by_name("neosporin ointment"), None);
}

#[test]
fn an_instrument_is_found_by_the_ways_people_write_it() {
    for name in ["phq-9", "PHQ-9", "phq9", "PHQ 9"] {
        assert_eq!(shipped().instrument_by_name(name).unwrap().id.as_str(), "phq-9");
    }
    assert_eq!(shipped().instrument_by_name("C-SSRS").unwrap().id.as_str(), "c-ssrs-screen");
    assert_eq!(shipped().instrument_by_name("HAM-D").unwrap().id.as_str(), "hamd-17");
    assert!(shipped().instrument_by_name("BDI-II").is_none());
}

#[test]
fn a_loinc_code_is_read_as_what_it_is() {
    let role = |code: &str| shipped().instrument_by_loinc(code).map(|(instrument, role)| (instrument.id.to_string(), role));
    assert_eq!(role("44249-1"), Some(("phq-9".into(), LoincRole::Panel)));
    assert_eq!(role("44261-6"), Some(("phq-9".into(), LoincRole::Total)));
    assert_eq!(role("44260-8"), Some(("phq-9".into(), LoincRole::Item(9))));
    assert_eq!(role("44250-9"), Some(("phq-9".into(), LoincRole::Item(1))), "shared with the PHQ-2; the longer one is meant");
    assert_eq!(role("55758-7"), Some(("phq-2".into(), LoincRole::Total)));
    assert_eq!(role("70274-6"), Some(("gad-7".into(), LoincRole::Total)));
    assert_eq!(role("69737-5"), Some(("gad-7".into(), LoincRole::Panel)), "the panel, not the total");
    assert_eq!(role("93373-9"), Some(("c-ssrs-screen".into(), LoincRole::Panel)));
}

#[test]
fn codes_that_others_confuse_are_not_ours() {
    assert!(shipped().instrument_by_loinc("70221-7").is_none(), "the PCL-C is not the PCL-5");
    let owners = [
        ("71354-5", "epds"),
        ("89204-2", "phq-a"),
        ("75626-2", "audit-c"),
        ("75624-7", "audit"),
        ("82667-7", "dast-10"),
        ("70273-8", "phq-15"),
    ];
    for (code, owner) in owners {
        assert_eq!(shipped().instrument_by_loinc(code).unwrap().0.id.as_str(), owner, "{code}");
    }
    let gad7 = shipped().instrument(&"gad-7".into()).unwrap();
    assert_ne!(gad7.loinc_total.as_ref().unwrap().code, "69737-5");
    let who5 = shipped().instrument(&"who-5".into()).unwrap();
    assert_eq!((&who5.loinc_panel, &who5.loinc_total), (&None, &None), "LOINC has none, so none is borrowed");
}

#[test]
fn loinc_codes_carry_their_check_digit() {
    // Mod 10: every second digit from the right is doubled, and the digits of all are summed.
    let check_digit = |number: &str| {
        let sum: u32 = number
            .chars()
            .rev()
            .enumerate()
            .map(|(place, digit)| {
                let digit = digit.to_digit(10).unwrap();
                let weighed = if place % 2 == 0 { digit * 2 } else { digit };
                weighed / 10 + weighed % 10
            })
            .sum();
        (10 - sum % 10) % 10
    };
    let mut seen = BTreeSet::new();
    for instrument in shipped().instruments() {
        let of_items = instrument.all_items().filter_map(|item| item.loinc.as_ref());
        for code in of_items.chain(&instrument.loinc_panel).chain(&instrument.loinc_total) {
            let (number, digit) = code.code.split_once('-').unwrap();
            assert_eq!(digit, check_digit(number).to_string(), "{} of {}", code.code, instrument.id);
            seen.insert(&code.code);
        }
    }
    assert!(seen.len() > 25, "only {} codes were looked at", seen.len());
}

#[test]
fn every_total_falls_into_exactly_one_band_where_there_are_bands() {
    let mut banded = 0;
    for instrument in shipped().instruments().filter(|instrument| !instrument.bands.is_empty()) {
        let Some((min, max)) = instrument.total_range() else { continue };
        for sex in [Sex::Female, Sex::Male] {
            for total in min..=max {
                let fits = |band: &&Band| (band.from..=band.to).contains(&total) && band.sex.is_none_or(|only| only == sex);
                assert_eq!(instrument.bands.iter().filter(fits).count(), 1, "{} {total}", instrument.id);
                assert!(instrument.band_for(total, Some(sex)).is_some());
            }
        }
        assert!(instrument.band(max + 1).is_none());
        banded += 1;
    }
    assert!(banded > 40, "only {banded} have bands");
}

#[test]
fn nothing_is_marked_as_read_unless_its_source_says_when() {
    let know = shipped();
    for substance in know.substances() {
        for dose in &substance.doses {
            if dose.verification() == Verification::Read {
                assert!(know.source(dose.source()).unwrap().read_on.is_some(), "{}", substance.id);
            }
        }
    }
    let read = know.sources().filter(|source| source.verification == Verification::Read).count();
    assert!(read > 0 && read < know.sources().count(), "both kinds of source are expected");
}

#[test]
fn every_source_is_used_by_an_entry() {
    // A citation that nothing rests on is a promise of reading that nobody made use of.
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    let folders = std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path());
    let text: String = folders
        .filter(|path| path.is_dir() && !path.ends_with("sources"))
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    let idle: Vec<_> = shipped().sources().filter(|source| !text.contains(&format!("source = \"{}\"", source.id))).collect();
    assert!(idle.is_empty(), "{:?}", idle.iter().map(|source| source.id.as_str()).collect::<Vec<_>>());
}

#[test]
fn a_level_fills_up_by_half_lives() {
    let sertraline = shipped().substance(&"sertraline".into()).unwrap();
    assert_eq!(sertraline.share_of_steady_level(0), Some(0.0));
    let after = |days| sertraline.share_of_steady_level(days).unwrap();
    assert!(after(1) > 0.45 && after(1) < 0.55, "a day is about one half-life: {}", after(1));
    assert!(after(7) > 0.95 && after(7) < 1.0);
}

#[test]
fn the_version_names_the_edition_and_the_content() {
    let version = shipped().version();
    assert!(version.starts_with(&format!("{}+", shipped().edition())), "{version}");
    assert_eq!(version.len(), "2026-01-01+0123456789abcdef".len());
}

#[test]
fn a_product_is_found_by_its_name_and_is_not_taken_for_one_of_its_parts() {
    let parts = |text: &str| shipped().product_by_name(text).map(|product| product.ingredients.join(" + "));
    assert_eq!(parts("Symbyax 6 mg/25 mg capsule").as_deref(), Some("olanzapine + fluoxetine"));
    assert_eq!(parts("NUEDEXTA").as_deref(), Some("dextromethorphan + quinidine"));
    assert_eq!(parts("Tylenol"), None);
    assert_eq!(parts("Tylenol PM").as_deref(), Some("acetaminophen + diphenhydramine"));
    assert_eq!(shipped().substance_by_name("Suboxone 8 mg/2 mg film"), None);
    assert_eq!(shipped().substance_by_name("Tylenol").map(|known| known.id.to_string()).as_deref(), Some("acetaminophen"));
}
