//! Stories of people who want to begin a practice, and what the list of cautions says to each of them.
#![allow(clippy::unwrap_used)]

use concord_chart::Chart;
use concord_engines::practice_cautions::{Checked, CheckedCaution, Person, Standing, check};
use concord_engines::safety::shipped_book;
use concord_knowledge::ids::{PracticeId, SubstanceId};
use concord_knowledge::{CautionStrength, Knowledge, Sourced, shipped};
use jiff::{civil::date, tz::TimeZone};
use std::collections::BTreeSet;

/// Somebody about whom everything is known, and nothing stands in the way of anything.
fn known_and_well() -> Person {
    Person {
        conditions: Some(BTreeSet::new()),
        taking: Some(BTreeSet::new()),
        pregnant: Some(false),
        age: Some(40),
        not_understood: Vec::new(),
    }
}

fn with_condition(id: &str) -> Person {
    assert!(shipped().condition(id).is_some(), "{id} is in the vocabulary");
    Person { conditions: Some(BTreeSet::from([id.to_owned()])), ..known_and_well() }
}

fn taking(id: &str) -> Person {
    assert!(shipped().substance(&SubstanceId::from(id)).is_some(), "{id} is in the formulary");
    Person { taking: Some(BTreeSet::from([SubstanceId::from(id)])), ..known_and_well() }
}

fn about(practice: &str, person: &Person) -> Checked<'static> {
    check(shipped(), &shipped().practice(&PracticeId::from(practice)).unwrap().cautions, person)
}

fn the<'a>(checked: &'a Checked<'static>, id: &str) -> &'a CheckedCaution<'static> {
    checked.cautions.iter().find(|each| each.caution.id == id).unwrap_or_else(|| panic!("no caution {id}"))
}

#[test]
fn a_man_with_a_pacemaker_may_have_needles_but_no_current() {
    let checked = about("acupuncture", &with_condition("pacemaker"));
    let first = &checked.cautions[0];
    assert_eq!((first.caution.id.as_str(), first.standing), ("pacemaker", Standing::Found));
    assert_eq!(first.because, ["pacemaker or implanted defibrillator"]);
    assert!(checked.advises_against());
    assert!(first.caution.action.as_ref().unwrap().contains("No electrical needling"));
    assert!(shipped().source(first.source()).is_some(), "it says where that stands");
    assert_eq!(the(&checked, "blood_thinner").standing, Standing::Clear);
}

#[test]
fn a_woman_on_lithium_is_told_about_heat_before_yoga_and_may_still_come() {
    let checked = about("yoga", &taking("lithium"));
    let lithium = the(&checked, "lithium");
    assert_eq!((lithium.standing, lithium.because.as_slice()), (Standing::Found, ["takes lithium".to_owned()].as_slice()));
    assert_eq!(lithium.caution.strength, CautionStrength::Caution);
    assert!(!checked.advises_against());
    assert!(!checked.checked_clear());
}

#[test]
fn a_class_of_medicines_is_meant_as_well_as_a_single_one() {
    let warfarin = about("massage", &taking("warfarin"));
    assert_eq!(the(&warfarin, "bleeding").because, ["takes warfarin"]);
    let sertraline = about("massage", &taking("sertraline"));
    assert_eq!(the(&sertraline, "bleeding").standing, Standing::Clear);
}

#[test]
fn bulimia_is_an_eating_disorder_too() {
    let checked = about("nutrition", &with_condition("bulimia"));
    let eating = the(&checked, "eating_disorder");
    assert_eq!(eating.standing, Standing::Found);
    assert!(eating.because.contains(&"eating disorder".to_owned()));
}

#[test]
fn an_eating_disorder_of_unknown_kind_leaves_open_whether_it_is_the_one_that_forbids_exercise() {
    let checked = about("exercise", &with_condition("eating_disorder"));
    let forbids = the(&checked, "eating_disorder");
    assert_eq!(forbids.standing, Standing::NotKnown);
    assert_eq!(forbids.missing, ["whether “eating disorder” is anorexia nervosa"]);
    assert_eq!(the(&checked, "eating").standing, Standing::Found);
    let bulimia = about("exercise", &with_condition("bulimia"));
    assert_eq!(
        the(&bulimia, "eating_disorder").standing,
        Standing::Clear,
        "bulimia was named, so it is not anorexia that is meant"
    );
}

#[test]
fn somebody_of_whom_nothing_is_known_is_never_clear() {
    for practice in shipped().practices() {
        let checked = check(shipped(), &practice.cautions, &Person::default());
        assert!(!checked.checked_clear(), "{}", practice.id);
        for each in &checked.cautions {
            let expected = if each.caution.when.is_some() { Standing::NotKnown } else { Standing::ForEverybody };
            assert_eq!(each.standing, expected, "{} {}", practice.id, each.caution.id);
            assert_eq!(each.missing.is_empty(), each.caution.when.is_none(), "{} {}", practice.id, each.caution.id);
        }
    }
}

#[test]
fn an_empty_chart_is_a_person_of_whom_nothing_is_known() {
    let chart = Chart::empty("00000000-0000-7000-8000-000000000001".parse().unwrap());
    let person = Person::from_chart(&chart, shipped_book(), date(2026, 11, 22), &TimeZone::UTC);
    assert_eq!(person, Person::default());
}

#[test]
fn one_missing_fact_is_named_and_the_others_are_judged() {
    let nobody_asked = Person { pregnant: None, ..known_and_well() };
    let checked = about("acupuncture", &nobody_asked);
    let open: Vec<_> = checked.standing(Standing::NotKnown).collect();
    assert_eq!(open.len(), 1);
    assert_eq!(
        (open[0].caution.id.as_str(), open[0].missing.as_slice()),
        ("pregnancy", ["whether there is a pregnancy".to_owned()].as_slice())
    );
    assert_eq!(the(&checked, "pacemaker").standing, Standing::Clear);
}

#[test]
fn a_fact_that_is_there_decides_though_another_is_missing() {
    let pregnant = Person { conditions: None, taking: None, pregnant: Some(true), ..known_and_well() };
    let hot = about("yoga", &pregnant);
    assert_eq!(the(&hot, "hot").standing, Standing::Found);
    assert_eq!(the(&hot, "hot").because, ["pregnant"]);
    assert!(the(&hot, "hot").missing.is_empty(), "what would change nothing is not asked for");
}

#[test]
fn a_well_known_and_well_person_is_clear_of_everything_that_is_about_somebody() {
    for practice in shipped().practices() {
        let checked = check(shipped(), &practice.cautions, &known_and_well());
        assert!(checked.checked_clear(), "{}", practice.id);
        assert!(!checked.advises_against(), "{}", practice.id);
    }
}

#[test]
fn what_was_written_and_not_understood_is_said_and_keeps_the_whole_from_being_clear() {
    let person = Person { not_understood: vec!["Morbus Nobody".to_owned()], ..known_and_well() };
    let checked = about("music-therapy", &person);
    assert_eq!(checked.not_understood, ["Morbus Nobody"]);
    assert!(!checked.checked_clear());
}

#[test]
fn firm_ones_are_read_before_the_others() {
    let both = Person { conditions: Some(["ptsd".to_owned(), "thromboembolism".to_owned()].into()), ..known_and_well() };
    let checked = about("massage", &both);
    let found: Vec<_> = checked.standing(Standing::Found).map(|each| each.caution.id.as_str()).collect();
    assert_eq!(found, ["clot", "touch"]);
}

#[test]
fn an_age_limit_holds_from_its_birthday_on() {
    let knowledge = Knowledge::load([
        ("edition.toml", "edition = 2026-01-01"),
        (
            "sources/paper.toml",
            "id = \"paper\"\ntitle = \"A paper\"\ncitation = \"Somebody. 2001.\"\nverification = \"unverified\"\n",
        ),
        ("vocabulary/scales.toml", SCALE),
        ("practices/hopping.toml", HOPPING),
    ])
    .unwrap();
    let hopping = knowledge.practice(&PracticeId::from("hopping")).unwrap();
    let at = |age| check(&knowledge, &hopping.cautions, &Person { age, ..known_and_well() }).cautions[0].standing;
    assert_eq!(
        [at(Some(11)), at(Some(12)), at(Some(64)), at(Some(65)), at(None)],
        [Standing::Found, Standing::Clear, Standing::Clear, Standing::Found, Standing::NotKnown]
    );
}

#[test]
fn cold_water_on_the_face_is_not_for_a_slow_heart_nor_beside_what_slows_it() {
    let (_, tip) = shipped().skill_set("dbt").unwrap().skill("tip_temperature").unwrap();
    let slow = check(shipped(), &tip.cautions, &with_condition("bradycardia"));
    assert!(slow.advises_against());
    let propranolol = check(shipped(), &tip.cautions, &taking("propranolol"));
    assert_eq!(propranolol.cautions[0].because, ["takes propranolol"]);
    assert!(!propranolol.advises_against(), "the prescriber is asked first");
}

#[test]
fn a_couple_in_which_there_is_violence_is_not_seen_together_first() {
    let couple = shipped().therapy(&"couple".into()).unwrap();
    let checked = check(shipped(), &couple.cautions, &with_condition("partner_violence"));
    assert!(checked.advises_against());
    assert_eq!(checked.cautions[0].caution.id, "violence");
    assert!(checked.cautions[0].caution.locator().is_none_or(|locator| !locator.is_empty()));
}

const SCALE: &str = r#"
[[scales]]
id = "nrs"
name = "0 to 10"
question = "How strong?"
from = 0
to = 10
low = "not"
high = "very"
source = "paper"
verification = "unverified"
"#;

const HOPPING: &str = r#"
id = "hopping"
name = "Hopping"
patient_name = "Hopping"
patient_about = "You hop."
family = "movement"
counted_in = "minutes"
cost = "Free."
[expected]
minutes = 10
home_per_week = 7
source = "paper"
verification = "unverified"
[judge]
weeks_from = 1
weeks_to = 2
min_sessions = 1
source = "paper"
verification = "unverified"
[evidence]
line = "None."
source = "paper"
verification = "unverified"
[own_measure]
question = "How high?"
scale = "nrs"
before_and_after = false
[[cautions]]
id = "age"
text = "Not for the very young and the old."
action = "Walk."
when = { age_below = 12, age_from = 65 }
source = "paper"
verification = "unverified"
"#;
