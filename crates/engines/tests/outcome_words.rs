//! Shows what two scores are called, and that the first true meaning wins: remission, response, reliable change, n %
//! better, no reliable change, reliably worse.
#![allow(clippy::unwrap_used)]

use concord_engines::outcomes::{CasenessCrossing, Change, OutcomeWord, ReliableCategory, Way, compare};
use concord_knowledge::shipped;
use proptest::prelude::*;

fn change(instrument: &str, before: i32, after: i32) -> Change {
    compare(shipped().outcome_definition(&instrument.into()).unwrap(), before, after)
}

fn word(instrument: &str, before: i32, after: i32) -> String {
    change(instrument, before, after).headline.to_string()
}

#[test]
fn phq9_from_18_to_9_is_a_response_and_no_remission() {
    let change = change("phq-9", 18, 9);
    assert_eq!((change.difference, change.percent), (-9, Some(-50.0)));
    assert_eq!((change.response, change.remission), (Some(true), Some(false)));
    let reliable = change.reliable.unwrap();
    assert_eq!((reliable.threshold_points, reliable.category), (6, ReliableCategory::Improved));
    assert!(reliable.rci.unwrap() < -1.96);
    assert_eq!(change.headline, OutcomeWord::Response);
}

#[test]
fn from_18_to_0_is_remission_because_zero_is_a_number() {
    let change = change("phq-9", 18, 0);
    assert_eq!((change.difference, change.percent, change.remission), (-18, Some(-100.0), Some(true)));
    assert_eq!(change.headline, OutcomeWord::Remission);
}

#[test]
fn the_first_true_meaning_wins() {
    assert_eq!(word("phq-9", 18, 4), "remission");
    assert_eq!(word("phq-9", 8, 4), "remission", "also a response, and not even reliable");
    assert_eq!(word("phq-9", 18, 8), "response");
    assert_eq!(word("phq-9", 20, 13), "reliable change");
    assert_eq!(word("phq-9", 20, 15), "25 % better");
    assert_eq!(word("phq-9", 18, 18), "no reliable change");
    assert_eq!(word("phq-9", 18, 20), "no reliable change");
    assert_eq!(word("phq-9", 12, 18), "reliably worse");
}

#[test]
fn half_is_a_response_and_just_less_than_half_is_not() {
    assert_eq!(change("phq-9", 18, 9).response, Some(true));
    assert_eq!(change("phq-9", 18, 10).response, Some(false));
    assert_eq!(change("phq-9", 17, 9).response, Some(false), "47 %");
    assert_eq!(change("phq-9", 15, 7).response, Some(true), "53 %");
}

#[test]
fn reliable_change_begins_at_the_threshold_in_both_directions() {
    let category = |instrument, before, after| change(instrument, before, after).reliable.unwrap().category;
    assert_eq!(category("phq-9", 20, 14), ReliableCategory::Improved);
    assert_eq!(category("phq-9", 20, 15), ReliableCategory::NoChange);
    assert_eq!(category("phq-9", 14, 19), ReliableCategory::NoChange);
    assert_eq!(category("phq-9", 14, 20), ReliableCategory::Worse);
    assert_eq!(category("gad-7", 14, 10), ReliableCategory::Improved);
    assert_eq!(category("gad-7", 14, 11), ReliableCategory::NoChange);
}

#[test]
fn a_baseline_that_was_already_minimal_neither_remits_nor_responds_in_the_headline() {
    let change = change("phq-9", 4, 2);
    assert_eq!(change.remission, Some(true), "it is in the range of remission");
    assert_eq!(change.headline, OutcomeWord::Better { percent: 50 });
}

#[test]
fn from_zero_there_is_no_percentage() {
    let change = change("phq-9", 0, 7);
    assert_eq!((change.percent, change.response), (None, Some(false)));
    assert_eq!(change.headline, OutcomeWord::ReliablyWorse);
    assert_eq!(word("phq-9", 0, 0), "no reliable change");
}

#[test]
fn caseness_is_crossed_at_the_cut_off() {
    let crossing = |instrument, before, after| change(instrument, before, after).caseness.unwrap();
    assert_eq!(crossing("phq-9", 18, 10), CasenessCrossing::StillACase);
    assert_eq!(crossing("phq-9", 18, 9), CasenessCrossing::NoLongerACase);
    assert_eq!(crossing("phq-9", 9, 10), CasenessCrossing::NowACase);
    assert_eq!(crossing("gad-7", 7, 5), CasenessCrossing::NeverACase);
    assert_eq!(crossing("who-5", 48, 52), CasenessCrossing::NoLongerACase, "higher is better");
}

#[test]
fn for_the_who5_a_rise_is_better() {
    let better = change("who-5", 40, 52);
    assert_eq!(better.reliable.as_ref().unwrap().category, ReliableCategory::Improved);
    assert_eq!((better.response, better.remission), (None, None), "nobody has defined them");
    assert_eq!(better.headline, OutcomeWord::ReliableChange);
    assert_eq!(word("who-5", 52, 40), "reliably worse");
    assert_eq!(word("who-5", 40, 48), "20 % better");
}

#[test]
fn where_nobody_knows_a_threshold_only_the_direction_is_told() {
    let change = change("hamd-17", 9, 30);
    assert_eq!((change.reliable, change.headline), (None, OutcomeWord::NotJudged(Way::Worse)), "no claim that nothing changed");
    assert_eq!(word("hamd-17", 20, 20), "unchanged");
    assert_eq!(word("hamd-17", 20, 16), "20 % better");
    assert_eq!(word("promis-anxiety-4a", 16, 12), "better, no threshold known", "a standard score has no percentage");
    assert_eq!(word("promis-social-roles-4a", 16, 12), "worse, no threshold known", "more is better");
}

#[test]
fn what_is_said_names_its_sources() {
    let change = change("phq-9", 18, 9);
    assert!(change.sources.iter().any(|source| source.as_str() == "ncqa-drr-e"));
    for source in &change.sources {
        assert!(shipped().source(source).is_some(), "{source}");
    }
}

proptest! {
    #[test]
    fn a_lower_latest_score_is_never_called_something_worse(before in 0_i32..=27, after in 1_i32..=27) {
        // Ranks the words from best to worst; one point less can only keep the rank or better it.
        let rank = |word: OutcomeWord| match word {
            OutcomeWord::Remission => 0,
            OutcomeWord::Response => 1,
            OutcomeWord::ReliableChange => 2,
            OutcomeWord::Better { .. } => 3,
            OutcomeWord::NoReliableChange => 4,
            OutcomeWord::ReliablyWorse => 5,
            OutcomeWord::NotJudged(way) => panic!("there is a threshold for the PHQ-9, and this is {way:?}"),
        };
        let at = |after| rank(change("phq-9", before, after).headline);
        prop_assert!(at(after - 1) <= at(after), "{before} → {after}");
    }

    #[test]
    fn difference_and_percentage_agree(before in 1_i32..=27, after in 0_i32..=27) {
        let change = change("phq-9", before, after);
        prop_assert!((change.percent.unwrap() * f64::from(before) / 100.0 - f64::from(change.difference)).abs() < 1e-9);
    }
}
