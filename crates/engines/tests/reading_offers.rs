//! Shows which articles are offered to whom, in which order and why, with the articles that ship.
#![allow(clippy::unwrap_used)]

use concord_engines::reading::{Reader, Reason, Situation, Standing, Taken, UnderWay, WasRead, offered};
use concord_knowledge::article::{TeachBackResult, TreatmentPhase};
use concord_knowledge::shipped;
use jiff::ToSpan;
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 23);

fn nothing() -> Situation<'static> {
    Situation {
        reader: Reader::Patient,
        language: "en",
        medicines: &[],
        therapies: &[],
        practices: &[],
        conditions: &[],
        phase: None,
        read: &[],
    }
}

fn takes(substance: &str, days: i32) -> Taken {
    Taken { substance: substance.into(), since: Some(TODAY.saturating_sub(days.days())), long_acting: false }
}

fn ids(situation: &Situation<'_>) -> Vec<String> {
    offered(situation, shipped(), TODAY).iter().map(|offer| offer.article.id.to_string()).collect()
}

fn is_offered(situation: &Situation<'_>, id: &str) -> bool {
    ids(situation).iter().any(|offer| offer == id)
}

fn standing(situation: &Situation<'_>, id: &str) -> Option<Standing> {
    offered(situation, shipped(), TODAY).iter().find(|offer| offer.article.id.as_str() == id).map(|offer| offer.standing)
}

fn was_read(id: &str, version: Date, result: Option<TeachBackResult>) -> WasRead {
    WasRead { article: id.into(), version, result }
}

#[test]
fn a_medicine_calls_for_the_article_about_its_class_and_for_no_other_class() {
    let medicines = [takes("sertraline", 3)];
    let situation = Situation { medicines: &medicines, ..nothing() };
    assert!(is_offered(&situation, "ssri") && is_offered(&situation, "side-effects"));
    for other in ["snri", "lithium", "benzodiazepines", "clozapine", "long-acting-injections"] {
        assert!(!is_offered(&situation, other), "{other}");
    }
}

#[test]
fn a_long_acting_injection_is_known_by_the_way_it_is_given() {
    let tablet = [takes("paliperidone", 3)];
    assert!(!is_offered(&Situation { medicines: &tablet, ..nothing() }, "long-acting-injections"));
    let injection = [Taken { long_acting: true, ..takes("paliperidone", 3) }];
    let situation = Situation { medicines: &injection, ..nothing() };
    assert!(is_offered(&situation, "long-acting-injections") && is_offered(&situation, "antipsychotics"));
}

#[test]
fn what_two_treatments_together_mean_is_offered_only_where_there_are_two() {
    let (medicines, therapies) = ([takes("sertraline", 3)], [UnderWay { id: "cbt".into(), since: Some(TODAY) }]);
    assert!(!is_offered(&Situation { medicines: &medicines, ..nothing() }, "combined-treatment"));
    let both = Situation { medicines: &medicines, therapies: &therapies, ..nothing() };
    assert!(is_offered(&both, "combined-treatment") && is_offered(&both, "cbt"));
}

#[test]
fn everybody_is_offered_the_plan_for_hard_times() {
    assert!(is_offered(&nothing(), "safety-plan"));
    assert!(is_offered(&nothing(), "a-very-hard-night"));
}

#[test]
fn stopping_is_spoken_of_after_the_acute_phase() {
    let medicines = [takes("sertraline", 200)];
    let at = |phase| Situation { medicines: &medicines, phase: Some(phase), ..nothing() };
    assert!(!is_offered(&at(TreatmentPhase::Acute), "stopping-safely"));
    assert!(is_offered(&at(TreatmentPhase::Continuation), "stopping-safely"));
    assert!(
        !is_offered(&Situation { medicines: &medicines, ..nothing() }, "stopping-safely"),
        "an unknown phase calls for nothing"
    );
}

#[test]
fn what_belongs_to_the_beginning_is_offered_only_then() {
    let at = |days| [UnderWay { id: "cbt".into(), since: Some(TODAY.saturating_sub(i64::from(days).days())) }];
    let limit = i32::from(shipped().article(&"starting-therapy".into()).unwrap().offered_when.within_weeks.unwrap()) * 7;
    assert!(is_offered(&Situation { therapies: &at(0), ..nothing() }, "starting-therapy"));
    assert!(is_offered(&Situation { therapies: &at(limit - 1), ..nothing() }, "starting-therapy"));
    assert!(!is_offered(&Situation { therapies: &at(limit), ..nothing() }, "starting-therapy"));
    assert!(!is_offered(&Situation { therapies: &at(-1), ..nothing() }, "starting-therapy"), "it has not begun");
    let unknown = [UnderWay { id: "cbt".into(), since: None }];
    assert!(!is_offered(&Situation { therapies: &unknown, ..nothing() }, "starting-therapy"), "nobody knows since when");
    assert!(is_offered(&Situation { therapies: &unknown, ..nothing() }, "cbt"));
}

#[test]
fn what_was_read_and_understood_is_not_offered_again() {
    let version = shipped().article(&"safety-plan".into()).unwrap().version;
    let with = |read: WasRead| standing(&Situation { read: &[read], ..nothing() }, "safety-plan");
    assert_eq!(standing(&nothing(), "safety-plan"), Some(Standing::New));
    assert_eq!(with(was_read("safety-plan", version, None)), None);
    assert_eq!(with(was_read("safety-plan", version, Some(TeachBackResult::InOwnWords))), None);
    assert_eq!(with(was_read("safety-plan", version, Some(TeachBackResult::Partly))), None);
    assert_eq!(with(was_read("safety-plan", version, Some(TeachBackResult::NotYet))), Some(Standing::ExplainAgain));
    let older = version.saturating_sub(1.day());
    assert_eq!(with(was_read("safety-plan", older, Some(TeachBackResult::InOwnWords))), Some(Standing::Changed));
}

#[test]
fn a_later_reading_that_went_well_settles_an_earlier_one_that_did_not() {
    let version = shipped().article(&"safety-plan".into()).unwrap().version;
    let read = [
        was_read("safety-plan", version, Some(TeachBackResult::NotYet)),
        was_read("safety-plan", version, Some(TeachBackResult::InOwnWords)),
    ];
    assert_eq!(standing(&Situation { read: &read, ..nothing() }, "safety-plan"), None);
}

#[test]
fn an_article_comes_in_the_readers_language_where_there_is_one_and_counts_as_read_in_any() {
    let spanish = Situation { language: "es", ..nothing() };
    let offers = ids(&spanish);
    assert!(offers.contains(&"safety-plan-es".to_owned()) && !offers.contains(&"safety-plan".to_owned()));
    assert!(offers.contains(&"peer-support".to_owned()), "English where there is no Spanish");
    let version = shipped().article(&"safety-plan".into()).unwrap().version;
    let read = [was_read("safety-plan", version, None)];
    assert!(!is_offered(&Situation { language: "es", read: &read, ..nothing() }, "safety-plan-es"));
}

#[test]
fn a_family_is_offered_nothing_that_tells_of_the_patients_treatment() {
    let (medicines, conditions) = ([takes("lithium", 3)], ["ptsd".to_owned()]);
    let therapies = [UnderWay { id: "couple".into(), since: Some(TODAY) }];
    let alone = ids(&Situation { reader: Reader::Family, ..nothing() });
    let told = Situation {
        reader: Reader::Family,
        medicines: &medicines,
        therapies: &therapies,
        conditions: &conditions,
        phase: Some(TreatmentPhase::Tapering),
        ..nothing()
    };
    assert_eq!(ids(&told), alone, "the list is the same whatever the treatment is");
    assert!(alone.contains(&"family-how-to-help".to_owned()) && alone.contains(&"family-in-a-crisis".to_owned()));
    assert!(!alone.contains(&"a-very-hard-night".to_owned()), "that one is for the patient");
    assert!(!is_offered(&nothing(), "family-how-to-help"), "and this one for the family");
}

#[test]
fn the_particular_stands_before_the_general() {
    let medicines = [takes("lithium", 3)];
    let offers = offered(&Situation { medicines: &medicines, ..nothing() }, shipped(), TODAY);
    let general = offers.iter().position(|offer| offer.why == [Reason::Everyone]).unwrap();
    assert!(offers[..general].iter().any(|offer| offer.article.id.as_str() == "lithium"));
    assert!(offers[general..].iter().all(|offer| offer.why == [Reason::Everyone]));
}

#[test]
fn a_reader_is_never_told_a_condition_or_a_phase_and_the_team_is() {
    let conditions = ["ptsd".to_owned()];
    let offers = offered(&Situation { conditions: &conditions, ..nothing() }, shipped(), TODAY);
    let offer = offers.iter().find(|offer| offer.article.id.as_str() == "trauma-focused-therapy").unwrap();
    assert_eq!(offer.why, [Reason::Condition("ptsd".to_owned())]);
    assert_eq!(offer.why[0].to_reader(shipped()), "Because it fits where you are now.");
    assert_eq!(offer.why[0].to_team(shipped()), "On the chart: post-traumatic stress disorder.");
    let phase = Reason::Phase(TreatmentPhase::Tapering);
    assert!(!phase.to_reader(shipped()).contains("taper") && phase.to_team(shipped()).contains("tapering"));
    assert_eq!(Reason::Medicine("sertraline".into()).to_reader(shipped()), "Because you take sertraline.");
}
