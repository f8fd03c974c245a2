//! Shows that answers become the scores that the literature and other people's implementations give them.
#![allow(clippy::unwrap_used)]

use concord_engines::scoring::{Score, ScoreContext, ScoreError, score};
use concord_knowledge::instrument::SafetyKind;
use concord_knowledge::{Instrument, shipped};

const NO: Option<u8> = Some(0);
const YES: Option<u8> = Some(1);

fn instrument(id: &str) -> &'static Instrument {
    shipped().instrument(&id.into()).unwrap()
}

/// Scores answers with nothing known of the person. A blank is written as 9.
fn scored(id: &str, answers: &[u8]) -> Score {
    scored_with(id, answers, &ScoreContext::default())
}

fn scored_with(id: &str, answers: &[u8], context: &ScoreContext) -> Score {
    let answers: Vec<Option<u8>> = answers.iter().map(|answer| (*answer != 9).then_some(*answer)).collect();
    score(instrument(id), &answers, context).unwrap()
}

fn band(score: &Score) -> &str {
    score.band.as_deref().unwrap_or("no band")
}

#[test]
fn phq9_totals_run_from_none_to_severe() {
    for (answer, total, word) in [(0, 0, "none"), (1, 9, "mild"), (2, 18, "moderately_severe"), (3, 27, "severe")] {
        let score = scored("phq-9", &[answer; 9]);
        assert_eq!((score.total, band(&score)), (Some(total), word));
    }
}

#[test]
fn phq9_five_symptoms_with_low_mood_make_the_pattern_of_a_major_depressive_syndrome() {
    let score = scored("phq-9", &[2, 2, 2, 2, 2, 0, 0, 0, 0]);
    assert_eq!((score.total, band(&score)), (Some(10), "moderate"));
    assert_eq!(score.meets["dsm_major_depression_algorithm"], Some(true));
}

#[test]
fn phq9_more_symptoms_without_low_mood_or_lost_interest_do_not() {
    let score = scored("phq-9", &[0, 0, 2, 2, 2, 2, 2, 0, 1]);
    assert_eq!((score.total, band(&score)), (Some(11), "moderate"));
    assert_eq!(score.meets["dsm_major_depression_algorithm"], Some(false));
}

#[test]
fn phq9_item_9_counts_towards_the_pattern_from_several_days_on() {
    assert_eq!(scored("phq-9", &[2, 2, 2, 2, 0, 0, 0, 0, 1]).meets["dsm_major_depression_algorithm"], Some(true));
    assert_eq!(scored("phq-9", &[2, 2, 2, 2, 0, 0, 0, 1, 0]).meets["dsm_major_depression_algorithm"], Some(false));
}

#[test]
fn phq9_item_9_alone_raises_the_flag_at_a_total_of_one() {
    let score = scored("phq-9", &[0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!((score.total, band(&score)), (Some(1), "none"));
    let flag = &score.flags[0];
    assert_eq!((flag.item, flag.kind, flag.severity.as_str()), (9, SafetyKind::SuicidalIdeation, "several days"));
}

#[test]
fn a_missing_item_gives_no_total_and_no_band_but_the_safety_item_is_read() {
    let score = scored("phq-9", &[2, 1, 9, 0, 1, 1, 0, 0, 2]);
    assert_eq!((score.total, score.band.as_deref(), &score.missing[..]), (None, None, &[3][..]));
    assert_eq!(score.flags[0].severity, "more than half the days");
}

#[test]
fn a_list_that_ends_early_leaves_the_rest_unanswered() {
    let score = scored("phq-9", &[2, 1]);
    assert_eq!((score.total, score.missing.len()), (None, 7));
    assert!(score.flags.is_empty());
}

#[test]
fn phq9_with_two_missing_items_can_be_filled_up_when_asked() {
    let answers = [1, 1, 1, 9, 1, 1, 9, 1, 1];
    let plain = scored("phq-9", &answers);
    assert_eq!((plain.total, plain.prorated, plain.prorated_total), (None, false, Some(9)));
    let asked = scored_with("phq-9", &answers, &ScoreContext { prorate: true, ..ScoreContext::default() });
    assert_eq!((asked.total, asked.prorated, band(&asked), asked.missing.len()), (Some(9), true, "mild", 2));
}

#[test]
fn filling_up_rounds_half_up() {
    // 3 of 8 answered items: 3 × 9 / 8 = 3.375 → 3; 4 → 4.5 → 5.
    assert_eq!(scored("phq-9", &[3, 0, 0, 0, 0, 0, 0, 9, 0]).prorated_total, Some(3));
    assert_eq!(scored("phq-9", &[3, 1, 0, 0, 0, 0, 0, 9, 0]).prorated_total, Some(5));
}

#[test]
fn three_missing_items_or_a_missing_safety_item_are_never_filled_up() {
    assert_eq!(scored("phq-9", &[1, 1, 9, 9, 9, 1, 1, 1, 1]).prorated_total, None);
    assert_eq!(scored("phq-9", &[1, 1, 1, 1, 1, 1, 1, 1, 9]).prorated_total, None);
}

#[test]
fn a_pattern_is_open_while_missing_items_could_decide_it() {
    let meets = |answers: &[u8]| scored("phq-9", answers).meets["dsm_major_depression_algorithm"];
    assert_eq!(meets(&[2, 2, 2, 2, 9, 0, 0, 0, 0]), None);
    assert_eq!(meets(&[2, 2, 2, 2, 2, 9, 9, 9, 9]), Some(true), "whatever is missing");
    assert_eq!(meets(&[0, 0, 9, 9, 9, 9, 9, 9, 9]), Some(false), "neither of the first two");
}

#[test]
fn the_phq9_says_that_it_is_made_for_adults() {
    let of_age = |age| scored_with("phq-9", &[0; 9], &ScoreContext { age: Some(age), ..ScoreContext::default() }).cautions.len();
    assert_eq!((of_age(15), of_age(17), of_age(18), of_age(70)), (1, 1, 0, 0));
    assert!(scored("phq-9", &[0; 9]).cautions.is_empty(), "an unknown age says nothing");
}

#[test]
fn phq2_is_positive_from_three_on() {
    assert_eq!(band(&scored("phq-2", &[1, 1])), "negative");
    let score = scored("phq-2", &[1, 2]);
    assert_eq!((score.total, band(&score)), (Some(3), "positive"));
}

#[test]
fn gad7_totals_and_bands() {
    for (answers, total, word) in [
        ([1; 7], 7, "mild"),
        ([3, 3, 3, 0, 0, 0, 0], 9, "mild"),
        ([3, 3, 3, 1, 0, 0, 0], 10, "moderate"),
        ([3, 3, 3, 3, 3, 0, 0], 15, "severe"),
        ([0; 7], 0, "none"),
        ([3; 7], 21, "severe"),
    ] {
        let score = scored("gad-7", &answers);
        assert_eq!((score.total, band(&score)), (Some(total), word));
    }
}

#[test]
fn who5_keeps_the_raw_sum_beside_the_percentage() {
    let score = scored("who-5", &[3, 3, 2, 2, 2]);
    assert_eq!((score.raw, score.total, band(&score)), (Some(12), Some(48), "poor"));
    assert_eq!(band(&scored("who-5", &[2, 2, 1, 1, 1])), "very_poor", "28");
    assert_eq!(band(&scored("who-5", &[3, 3, 3, 2, 2])), "good", "52");
    let best = scored("who-5", &[5; 5]);
    assert_eq!((best.raw, best.total), (Some(25), Some(100)));
}

fn screened(answers: &[Option<u8>]) -> Score {
    score(instrument("c-ssrs-screen"), answers, &ScoreContext::default()).unwrap()
}

#[test]
fn cssrs_triage_rises_with_the_severest_answer() {
    let level = |answers: &[Option<u8>]| {
        let score = screened(answers);
        assert_eq!(score.total, None, "the screener has no total");
        assert!(!score.at_least, "nothing is missing");
        band(&score).to_owned()
    };
    assert_eq!(level(&[NO, NO, None, None, None, NO]), "none");
    assert_eq!(level(&[YES, NO, None, None, None, NO]), "low");
    assert_eq!(level(&[YES, YES, NO, NO, NO, NO]), "low");
    assert_eq!(level(&[YES, YES, YES, NO, NO, NO]), "moderate");
    assert_eq!(level(&[YES, YES, NO, YES, NO, NO]), "high");
    assert_eq!(level(&[YES, YES, NO, NO, YES, NO]), "high");
    assert_eq!(level(&[NO, NO, None, None, None, YES, NO]), "moderate", "behaviour longer ago");
    assert_eq!(level(&[NO, NO, None, None, None, YES, YES]), "high", "behaviour within three months");
}

#[test]
fn cssrs_items_that_are_rightly_skipped_are_not_missing() {
    assert_eq!(screened(&[NO, NO, None, None, None, NO]).missing, Vec::<u8>::new());
    assert_eq!(screened(&[NO, YES, None, None, None, NO]).missing, [3, 4, 5]);
    assert_eq!(screened(&[NO, NO, None, None, None, YES]).missing, [7]);
}

#[test]
fn cssrs_nothing_endorsed_is_not_claimed_while_something_is_missing() {
    let score = screened(&[NO, NO, None, None, None, None]);
    assert_eq!((score.band, &score.missing[..]), (None, &[6, 7][..]));
}

#[test]
fn cssrs_a_level_is_the_least_it_can_be_while_a_severer_item_is_missing() {
    let score = screened(&[YES, YES, YES, None, NO, NO]);
    assert_eq!((band(&score), score.at_least), ("moderate", true));
    let score = screened(&[YES, NO, None, None, None, None]);
    assert_eq!((band(&score), score.at_least), ("low", true));
    let score = screened(&[None, YES, YES, YES, NO, NO]);
    assert_eq!((band(&score), score.at_least), ("high", false), "it cannot rise any more");
}

#[test]
fn cssrs_an_endorsed_item_that_was_to_be_skipped_is_rejected() {
    let answers = [YES, NO, None, YES, None, NO];
    let error = score(instrument("c-ssrs-screen"), &answers, &ScoreContext::default()).unwrap_err();
    assert!(matches!(error, ScoreError::Skipped { item: 4, because_of: 2, .. }), "{error:?}");
    let answers = [NO, NO, None, None, None, NO, YES];
    let error = score(instrument("c-ssrs-screen"), &answers, &ScoreContext::default()).unwrap_err();
    assert!(matches!(error, ScoreError::Skipped { item: 7, because_of: 6, .. }), "{error:?}");
}

#[test]
fn cssrs_a_no_to_a_skipped_item_agrees_with_skipping_it() {
    let score = screened(&[YES, NO, NO, NO, NO, NO]);
    assert_eq!((band(&score), score.missing.len()), ("low", 0));
}

#[test]
fn cssrs_names_the_severest_thought_and_every_endorsed_item() {
    let score = screened(&[YES, YES, YES, NO, NO, YES, YES]);
    assert_eq!(score.subscales["ideation"], 3);
    let kinds: Vec<SafetyKind> = score.flags.iter().map(|flag| flag.kind).collect();
    use SafetyKind::{SuicidalBehaviour, SuicidalIdeation, WishToBeDead};
    assert_eq!(kinds, [WishToBeDead, SuicidalIdeation, SuicidalIdeation, SuicidalBehaviour, SuicidalBehaviour]);
    assert_eq!(screened(&[NO, NO, None, None, None, NO]).subscales["ideation"], 0);
    assert!(!screened(&[NO, YES, None, NO, NO, NO]).subscales.contains_key("ideation"), "item 3 is missing");
}

#[test]
fn an_answer_out_of_range_is_an_error_with_the_range() {
    let mut answers = [Some(0); 9];
    answers[3] = Some(4);
    let error = score(instrument("phq-9"), &answers, &ScoreContext::default()).unwrap_err();
    assert_eq!(error.to_string(), "Item 4 of the PHQ-9 is answered from 0 to 3, not 4.");
}

#[test]
fn too_many_answers_are_an_error() {
    let error = score(instrument("phq-9"), &[Some(0); 10], &ScoreContext::default()).unwrap_err();
    let said = "The PHQ-9 has 9 items, but 10 answers were given. Leave an unanswered item empty.";
    assert_eq!(error.to_string(), said);
}

#[test]
fn a_score_names_the_sources_it_rests_on() {
    let score = scored("phq-9", &[1; 9]);
    for source in &score.sources {
        assert!(shipped().source(source).is_some(), "{source}");
    }
    assert!(score.sources.iter().any(|source| source.as_str() == "kroenke-2001"));
}
