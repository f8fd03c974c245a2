//! Shows that every instrument scores as its manual says, by answers whose score somebody worked out by hand, and that no
//! instrument carries the LOINC code of another.
#![allow(clippy::unwrap_used)]

use concord_engines::outcomes::{compare, other_thresholds};
use concord_engines::scoring::{Score, ScoreContext, ScoreError, score};
use concord_knowledge::instrument::{SafetyKind, Sex};
use concord_knowledge::{Instrument, LoincRole, shipped};
use rust_decimal::Decimal;

fn instrument(id: &str) -> &'static Instrument {
    shipped().instrument(&id.into()).unwrap_or_else(|| panic!("{id} ships"))
}

fn given(answers: &[u8]) -> Vec<Option<u8>> {
    answers.iter().copied().map(Some).collect()
}

fn scored(id: &str, answers: &[u8]) -> Score {
    score(instrument(id), &given(answers), &ScoreContext::default()).unwrap()
}

fn of_sex(id: &str, answers: &[u8], sex: Sex) -> Score {
    score(instrument(id), &given(answers), &ScoreContext { sex: Some(sex), ..ScoreContext::default() }).unwrap()
}

fn total_and_band(id: &str, answers: &[u8]) -> (i32, String) {
    let score = scored(id, answers);
    (score.total.unwrap(), score.band.unwrap())
}

/// Answers that are `low` except at the named positions.
fn all_but(count: usize, low: u8, but: &[(usize, u8)]) -> Vec<u8> {
    let mut answers = vec![low; count];
    for (position, value) in but {
        answers[position - 1] = *value;
    }
    answers
}

#[test]
fn the_short_screens_add_up_and_say_which_part_is_positive() {
    assert_eq!(total_and_band("phq-2", &[1, 2]), (3, "positive".to_owned()));
    assert_eq!(total_and_band("gad-2", &[1, 1]), (2, "negative".to_owned()));
    let both = scored("phq-4", &[2, 1, 0, 2]);
    assert_eq!((both.total, both.band.as_deref()), (Some(5), Some("mild")));
    assert_eq!((both.meets["anxiety_positive"], both.meets["depression_positive"]), (Some(true), Some(false)));
}

#[test]
fn the_phq_for_teens_keeps_its_two_questions_about_suicide_apart() {
    let nine = all_but(9, 1, &[(9, 0)]);
    let score = scored("phq-a", &nine);
    assert_eq!((score.total, score.flags.len()), (Some(8), 0), "the nine alone give a total");
    let mut all = nine;
    all.extend([0, 1, 1, 1]);
    let score = scored("phq-a", &all);
    let kinds: Vec<(u8, SafetyKind)> = score.flags.iter().map(|flag| (flag.item, flag.kind)).collect();
    assert_eq!(score.total, Some(8), "they add nothing");
    assert_eq!(kinds, [(12, SafetyKind::SuicidalIdeation), (13, SafetyKind::SuicidalBehaviour)]);
    let pattern = scored("phq-a", &[2, 2, 2, 2, 0, 0, 0, 0, 1]);
    assert_eq!(pattern.meets["dsm_major_depression_algorithm"], Some(true));
    let caution = |age| score_of_age("phq-a", age).cautions.len();
    assert_eq!([10, 11, 17, 18].map(caution), [1, 0, 0, 1]);
}

fn score_of_age(id: &str, age: u8) -> Score {
    let context = ScoreContext { age: Some(age), ..ScoreContext::default() };
    score(instrument(id), &given(&[0; 9]), &context).unwrap()
}

#[test]
fn the_item_about_periods_is_asked_of_women_only() {
    let without = |sex| {
        let mut answers = given(&[1; 15]);
        answers[3] = None;
        score(instrument("phq-15"), &answers, &ScoreContext { sex, ..ScoreContext::default() }).unwrap()
    };
    assert_eq!(without(Some(Sex::Male)).total, Some(14));
    assert_eq!((without(Some(Sex::Female)).total, without(Some(Sex::Female)).missing), (None, vec![4]));
    assert_eq!(without(None).total, None, "whether it had to be asked is not known");
    assert_eq!(total_and_band("phq-15", &[2; 15]), (30, "high".to_owned()));
}

#[test]
fn the_pcl5_shows_pattern_and_total_side_by_side() {
    let few = scored("pcl-5", &all_but(20, 0, &[(1, 2), (6, 2), (8, 2), (9, 2), (15, 2), (16, 2)]));
    assert_eq!((few.total, few.band.as_deref()), (Some(12), Some("below")));
    assert_eq!(few.meets["dsm5_ptsd_pattern"], Some(true), "although the total is below 31");
    let lacking = scored("pcl-5", &all_but(20, 0, &[(1, 4), (2, 4), (6, 4), (8, 4), (15, 4), (16, 4)]));
    assert_eq!(lacking.meets["dsm5_ptsd_pattern"], Some(false), "one of cluster D is not enough");
    assert_eq!(scored("pcl-5", &[2; 20]).subscales["arousal"], 12);
    assert_eq!(total_and_band("pcl-5", &all_but(20, 1, &[(1, 4), (2, 4), (3, 4), (4, 4)])).0, 32);
}

#[test]
fn without_a_traumatic_event_the_pc_ptsd5_is_zero_and_asks_nothing_more() {
    let none = scored("pc-ptsd-5", &[0]);
    assert_eq!((none.total, none.band.as_deref(), none.missing), (Some(0), Some("negative"), vec![]));
    assert_eq!(total_and_band("pc-ptsd-5", &[1, 1, 1, 1, 0, 0]), (3, "positive".to_owned()));
    let three = |sex| of_sex("pc-ptsd-5", &[1, 1, 1, 1, 0, 0], sex).meets["positive_by_sex"];
    assert_eq!(
        (three(Sex::Female), three(Sex::Male)),
        (Some(true), Some(false)),
        "women are found from three on, men from four (Bovin 2021)"
    );
    assert_eq!(scored("pc-ptsd-5", &[1, 1, 1, 1, 0, 0]).meets["positive_by_sex"], None, "the sex is not known");
    assert_eq!(scored("pc-ptsd-5", &[1, 1, 1, 1, 1, 0]).meets["positive_by_sex"], Some(true), "four is enough for both");
    let contradiction = score(instrument("pc-ptsd-5"), &given(&[0, 1]), &ScoreContext::default());
    assert!(matches!(contradiction, Err(ScoreError::Skipped { item: 2, because_of: 1, .. })));
}

#[test]
fn the_mdq_needs_seven_at_one_time_and_a_real_problem() {
    let answers = |yes: u8, together: u8, problem: u8| {
        let mut all: Vec<u8> = (1..=13).map(|item| u8::from(item <= yes)).collect();
        all.extend([together, problem]);
        scored("mdq", &all)
    };
    assert_eq!(answers(7, 1, 2).meets["positive_screen"], Some(true));
    for (yes, together, problem) in [(6, 1, 3), (7, 0, 3), (7, 1, 1)] {
        assert_eq!(answers(yes, together, problem).meets["positive_screen"], Some(false), "{yes} {together} {problem}");
    }
    assert_eq!(answers(9, 1, 2).total, Some(9), "the two questions at the end do not count");
    let short = scored("mdq", &[1; 13]);
    assert_eq!((short.total, short.meets["positive_screen"]), (Some(13), None), "whether it was at one time is open");
}

#[test]
fn the_qids_counts_each_domain_by_its_highest_answer() {
    let answers = [3, 0, 1, 0, 2, 0, 2, 0, 1, 1, 1, 0, 2, 1, 0, 2];
    assert_eq!(total_and_band("qids-sr16", &answers), (14, "moderate".to_owned()));
    assert_eq!(total_and_band("qids-sr16", &[3; 16]), (27, "very_severe".to_owned()));
    let mut less_only = given(&answers);
    less_only[6] = None;
    less_only[8] = None;
    let score = score(instrument("qids-sr16"), &less_only, &ScoreContext::default()).unwrap();
    assert_eq!((score.total, score.missing), (Some(12), vec![]), "either less or more appetite is answered, never both");
    let flag = |value| scored("qids-sr16", &all_but(16, 0, &[(12, value)])).flags.first().map(|flag| flag.severity.clone());
    assert_eq!(flag(0), None);
    assert!(flag(1).unwrap().contains("look into it") && flag(2).unwrap().contains("suicide"));
}

#[test]
fn the_epds_takes_the_printed_numbers_and_its_tenth_item_calls_at_one() {
    assert_eq!(total_and_band("epds", &[0; 10]), (0, "below".to_owned()));
    let alone = scored("epds", &all_but(10, 0, &[(10, 1)]));
    assert_eq!((alone.total, alone.flags.len(), alone.flags[0].kind), (Some(1), 1, SafetyKind::SelfHarm));
    assert_eq!(total_and_band("epds", &all_but(10, 1, &[(1, 2), (2, 2), (3, 2)])), (13, "probable".to_owned()));
}

#[test]
fn the_last_two_items_of_the_audit_count_nothing_two_or_four() {
    assert_eq!(total_and_band("audit", &[4; 10]), (40, "dependence".to_owned()));
    assert_eq!(total_and_band("audit", &[1, 1, 1, 1, 1, 1, 0, 0, 2, 0]), (8, "hazardous".to_owned()));
    let odd = score(instrument("audit"), &given(&[1, 0, 0, 0, 0, 0, 0, 0, 3, 0]), &ScoreContext::default());
    assert!(matches!(&odd, Err(ScoreError::NotOffered { item: 9, given: 3, .. })), "{odd:?}");
    let mut abstinent = vec![Some(0)];
    abstinent.extend([None; 7]);
    abstinent.extend([Some(2), Some(0)]);
    let score = score(instrument("audit"), &abstinent, &ScoreContext::default()).unwrap();
    assert_eq!((score.total, score.missing), (Some(2), vec![]), "who never drinks is asked only three questions");
}

#[test]
fn the_cut_off_of_the_audit_c_is_four_for_men_and_three_for_women() {
    let positive = |answers: &[u8], sex| {
        let score = of_sex("audit-c", answers, sex);
        (score.meets["positive"], score.band.unwrap())
    };
    let (yes, no) = ((Some(true), "positive".to_owned()), (Some(false), "negative".to_owned()));
    assert_eq!((positive(&[4, 0, 0], Sex::Male), positive(&[4, 0, 0], Sex::Female)), (yes.clone(), yes.clone()));
    assert_eq!((positive(&[3, 0, 0], Sex::Male), positive(&[3, 0, 0], Sex::Female)), (no, yes));
    let unknown = scored("audit-c", &[3, 0, 0]);
    assert_eq!((unknown.total, unknown.band, unknown.meets["positive"]), (Some(3), None, None));
    assert_eq!(scored("audit-c", &[2, 0, 0]).band.as_deref(), Some("negative"), "below both cut-offs");
}

#[test]
fn being_able_to_stop_counts_the_other_way_round_in_the_dast() {
    assert_eq!(total_and_band("dast-10", &[0; 10]), (1, "low".to_owned()), "no to being able to stop counts");
    assert_eq!(total_and_band("dast-10", &all_but(10, 0, &[(3, 1)])), (0, "none".to_owned()));
    assert_eq!(total_and_band("dast-10", &all_but(10, 0, &[(1, 1), (3, 1)])), (1, "low".to_owned()));
    assert_eq!(total_and_band("dast-10", &all_but(10, 1, &[(3, 0)])), (10, "severe".to_owned()));
}

#[test]
fn the_who5_is_told_as_a_percentage_with_the_raw_sum() {
    let score = scored("who-5", &[3, 3, 2, 2, 2]);
    assert_eq!((score.raw, score.total, score.band.as_deref()), (Some(12), Some(48), Some("poor")));
}

#[test]
fn who_does_not_work_leaves_the_first_item_of_the_wsas_out() {
    assert_eq!(total_and_band("wsas", &[8; 5]), (40, "severe".to_owned()));
    let retired = scored("wsas", &[9, 4, 4, 4, 4]);
    assert_eq!((retired.total, retired.out_of, retired.missing), (Some(16), Some(32), vec![]));
    assert_eq!(scored("wsas", &[0, 4, 4, 4, 4]).out_of, None);
}

#[test]
fn one_missing_item_of_the_whodas_may_be_filled_in_and_its_days_never_count() {
    assert_eq!(scored("whodas-12", &[2; 12]).total, Some(24));
    let mut answers = given(&[2; 12]);
    answers[4] = None;
    let filled = score(instrument("whodas-12"), &answers, &ScoreContext::default()).unwrap();
    assert_eq!((filled.total, filled.prorated_total), (None, Some(24)));
    let mut with_days = vec![1; 12];
    with_days.extend([30, 12, 3]);
    assert_eq!(scored("whodas-12", &with_days).total, Some(12));
}

#[test]
fn the_ders_turns_its_eleven_reversed_items() {
    assert_eq!(scored("ders", &[1; 36]).total, Some(36 + 11 * 4));
    assert_eq!(scored("ders", &[5; 36]).total, Some(36 * 5 - 11 * 4));
    let best: Vec<u8> = instrument("ders").items.iter().map(|item| if item.reverse { 5 } else { 1 }).collect();
    assert_eq!(scored("ders", &best).total, Some(36));
    assert_eq!(instrument("ders").items.iter().filter(|item| item.reverse).count(), 11);
    assert_eq!(scored("ders", &[1; 36]).subscales["awareness"], 6 * 5, "all six of them are reversed");
    let parts: i32 = scored("ders", &[3; 36]).subscales.values().sum();
    assert_eq!(parts, 108, "the six parts are the whole");
    assert_eq!(scored("ders-16", &[5; 16]).total, Some(80));
}

#[test]
fn the_bsl_is_told_as_a_mean() {
    let score = scored("bsl-23", &all_but(23, 1, &[(1, 3)]));
    assert_eq!((score.total, score.scaled), (Some(25), Some(Decimal::new(109, 2))));
    assert_eq!(score.band.as_deref(), Some("moderate"), "1.09 is above 1.07");
    let mut with_deeds = vec![0; 23];
    with_deeds.push(80);
    with_deeds.extend(all_but(11, 0, &[(1, 2), (3, 1)]));
    let score = scored("bsl-23", &with_deeds);
    assert_eq!((score.total, score.flags.len()), (Some(0), 2), "what was done calls, though the list itself is 0");
}

#[test]
fn the_shaded_boxes_of_the_asrs_begin_later_from_the_fourth_item_on() {
    assert_eq!(scored("asrs-6", &[2, 2, 2, 3, 0, 0]).meets["part_a_positive"], Some(true));
    assert_eq!(scored("asrs-6", &[2, 2, 2, 2, 2, 2]).meets["part_a_positive"], Some(false));
    assert_eq!(total_and_band("asrs-6", &[3, 3, 2, 2, 2, 2]), (14, "positive".to_owned()));
    let eighteen = scored("asrs-18", &all_but(18, 4, &[(1, 0), (2, 0), (3, 0)]));
    assert_eq!((eighteen.meets["part_a_positive"], eighteen.subscales["part_b"]), (Some(false), 48));
}

#[test]
fn the_overview_flags_each_domain_by_its_own_threshold() {
    let slight = scored("dsm5-l1", &[1; 23]);
    let flagged: Vec<&str> = slight.meets.iter().filter(|(_, met)| **met == Some(true)).map(|(id, _)| id.as_str()).collect();
    assert_eq!(flagged, ["psychosis_flag", "substance_use_flag", "suicidal_ideation_flag"]);
    assert_eq!((slight.total, slight.flags.len()), (None, 1));
    let one = scored("dsm5-l1", &all_but(23, 0, &[(5, 3)]));
    assert_eq!((one.subscales["mania"], one.meets["mania_flag"], one.meets["anger_flag"]), (3, Some(true), Some(false)));
    assert_eq!(one.meets.len(), 13);
}

#[test]
fn promis_forms_are_told_as_t_scores_and_their_bands_are_those_of_t() {
    let t = |id: &str, answers: &[u8]| scored(id, answers).scaled.unwrap().to_string();
    assert_eq!(t("promis-depression-4a", &[1; 4]), "41");
    assert_eq!(t("promis-depression-8a", &[5; 8]), "81.3");
    assert_eq!(t("promis-anxiety-4a", &[2, 2, 2, 2]), "55.8");
    assert_eq!(t("promis-social-roles-4a", &[3, 3, 3, 3]), "44.2");
    for instrument in shipped().instruments().filter(|known| known.id.as_str().starts_with("promis-")) {
        let (min, max) = instrument.total_range().unwrap();
        let mut before = Decimal::ZERO;
        for raw in min..=max {
            let t = instrument.scaled(raw).unwrap();
            assert!(t > before, "{} {raw}: the table rises", instrument.id);
            before = t;
            let cut = |points: i64| t >= Decimal::from(points);
            let more = instrument.direction == concord_knowledge::instrument::Direction::HigherIsBetter;
            let band = match more {
                false if cut(70) => "severe",
                false if cut(60) => "moderate",
                false if cut(55) => "mild",
                true if !cut(30) => "severe",
                true if !cut(40) => "moderate",
                true if !cut(45) => "mild",
                _ => "normal",
            };
            assert_eq!(instrument.band(raw).unwrap().id, band, "{} {raw} {t}", instrument.id);
        }
    }
}

#[test]
fn the_kessler_scales_say_which_coding_they_use() {
    assert_eq!(total_and_band("k6", &[2, 2, 2, 2, 2, 3]), (13, "serious".to_owned()));
    assert_eq!(total_and_band("k10", &[1; 10]), (10, "low".to_owned()));
    assert_eq!(total_and_band("k10", &[3; 10]), (30, "severe".to_owned()));
    assert!(score(instrument("k10"), &given(&[0]), &ScoreContext::default()).is_err());
}

#[test]
fn the_dass_doubles_its_three_parts() {
    let score = scored("dass-21", &[1; 21]);
    assert_eq!((score.subscales["depression"], score.subscales["anxiety"], score.subscales["stress"]), (14, 14, 14));
    let bands = ["depression", "anxiety", "stress"].map(|part| score.subscale_bands[part].as_str());
    assert_eq!(bands, ["moderate", "moderate", "normal"]);
    assert_eq!(score.total, Some(42));
    let mut every: Vec<u8> = instrument("dass-21").subscales.iter().flat_map(|part| part.items.clone()).collect();
    every.sort_unstable();
    assert_eq!(every, (1..=21).collect::<Vec<_>>(), "each item belongs to one part");
}

#[test]
fn the_burden_alone_decides_the_fibser() {
    assert_eq!(total_and_band("fibser", &[6, 6, 2]), (2, "keep".to_owned()));
    assert_eq!(total_and_band("fibser", &[0, 0, 5]), (5, "change".to_owned()));
}

#[test]
fn side_effects_count_when_they_are_strong_and_when_they_are_linked() {
    let mut answers = all_but(21, 0, &[(1, 2), (2, 1), (16, 3)]);
    answers.extend(all_but(21, 0, &[(1, 1), (16, 1)]));
    let score = scored("asec", &answers);
    assert_eq!((score.total, score.subscales["to_act_on"], score.subscales["linked"]), (Some(6), 2, 2));
    assert_eq!(total_and_band("dess", &all_but(43, 0, &[(1, 1), (9, 1), (30, 1), (43, 1)])), (4, "syndrome".to_owned()));
}

#[test]
fn lines_are_kept_in_tenths_and_told_in_centimetres() {
    assert_eq!(total_and_band("srs", &[90, 90, 90, 89]), (359, "concern".to_owned()));
    assert_eq!(total_and_band("srs", &[90; 4]), (360, "good".to_owned()));
    let ors = scored("ors", &[62, 62, 62, 64]);
    assert_eq!((ors.scaled, ors.band.as_deref()), (Some(Decimal::from(25)), Some("functional")));
}

#[test]
fn content_with_life_is_a_percentage_of_the_range() {
    let answers = |value| vec![value; 14];
    assert_eq!(scored("qlesq-sf", &answers(1)).scaled, Some(Decimal::ZERO));
    assert_eq!(scored("qlesq-sf", &answers(4)).scaled, Some(Decimal::from(75)));
    let mut with_two_more = answers(5);
    with_two_more.extend([1, 1]);
    assert_eq!(scored("qlesq-sf", &with_two_more).total, Some(70), "the last two stand by themselves");
}

#[test]
fn company_and_support() {
    assert_eq!(total_and_band("ucla-3", &[2, 2, 2]), (6, "lonely".to_owned()));
    assert_eq!(total_and_band("lsns-6", &[2, 2, 2, 2, 2, 1]), (11, "isolated".to_owned()));
    let support = scored("mspss", &all_but(12, 5, &[(3, 1), (4, 1), (8, 1), (11, 1)]));
    assert_eq!((support.subscales["family"], support.subscales_scaled["family"]), (4, Decimal::ONE));
    assert_eq!(support.band.as_deref(), Some("moderate"));
}

#[test]
fn stigma_and_family_scales_turn_their_reversed_items() {
    assert_eq!(scored("ismi-10", &all_but(10, 1, &[(2, 4), (9, 4)])).total, Some(10));
    assert_eq!(total_and_band("ismi-10", &all_but(10, 4, &[(2, 1), (9, 1)])), (40, "severe".to_owned()));
    let best: Vec<u8> = instrument("score-15").items.iter().map(|item| if item.reverse { 5 } else { 1 }).collect();
    assert_eq!((scored("score-15", &best).total, scored("score-15", &best).scaled), (Some(15), Some(Decimal::ONE)));
}

#[test]
fn what_a_parent_answers_has_three_parts_and_a_cut_off_that_asks_for_a_closer_look() {
    let of = |places: &[usize]| all_but(17, 0, &places.iter().map(|place| (*place, 2)).collect::<Vec<_>>());
    let parts = |answers: &[u8]| {
        let scored = scored("psc-17", answers);
        ["attention", "internalizing", "externalizing"].map(|part| scored.subscales[part])
    };
    assert_eq!(parts(&of(&[1, 3, 7, 13, 17])), [10, 0, 0]);
    assert_eq!(parts(&of(&[2, 6, 9, 11, 15])), [0, 10, 0]);
    assert_eq!(parts(&of(&[4, 5, 8, 10, 12, 14, 16])), [0, 0, 14]);
    let fifteen = all_but(17, 1, &[(1, 0), (2, 0)]);
    assert_eq!(total_and_band("psc-17", &fifteen), (15, "at_or_above".to_owned()));
    assert_eq!(total_and_band("psc-17", &all_but(17, 1, &[(1, 0), (2, 0), (3, 0)])), (14, "below".to_owned()));
    assert_eq!(instrument("psc-17").mode, concord_knowledge::instrument::Mode::Proxy);
}

#[test]
fn scales_for_couples_have_items_of_different_length() {
    let highest = |id: &str| instrument(id).items.iter().map(|item| instrument(id).range_of(item).1).collect::<Vec<_>>();
    for (id, top) in [("das", 151), ("rdas", 69), ("csi-4", 21)] {
        assert_eq!(scored(id, &highest(id)).total, Some(top), "{id}");
    }
    let das = scored("das", &highest("das"));
    let parts = ["consensus", "satisfaction", "cohesion", "affection"].map(|part| das.subscales[part]);
    assert_eq!(parts, [65, 50, 24, 12]);
    let rdas = scored("rdas", &highest("rdas"));
    assert_eq!(["consensus", "satisfaction", "cohesion"].map(|part| rdas.subscales[part]), [30, 20, 19]);
    assert_eq!(total_and_band("csi-4", &[4, 3, 3, 3]), (13, "distressed".to_owned()));
}

#[test]
fn what_was_not_assessed_gives_no_impression() {
    let none = scored("cgi-s", &[0]);
    assert_eq!((none.total, none.band, none.missing), (None, None, vec![]));
    assert_eq!(total_and_band("cgi-s", &[2]), (2, "borderline".to_owned()));
    assert_eq!(total_and_band("cgi-i", &[2]), (2, "much_improved".to_owned()));
    assert!(instrument("cgi-i").screen, "two changes are never subtracted from one another");
}

#[test]
fn clinicians_scales_reach_their_published_ends() {
    let ends = |id: &str| {
        let known = instrument(id);
        let (low, high): (Vec<u8>, Vec<u8>) = known.items.iter().map(|item| known.range_of(item)).unzip();
        (scored(id, &low).total.unwrap(), scored(id, &high).total.unwrap())
    };
    for (id, low, high) in [
        ("hamd-17", 0, 52),
        ("ham-a", 0, 56),
        ("madrs", 0, 60),
        ("ymrs", 0, 60),
        ("panss", 30, 210),
        ("bprs-18", 18, 126),
        ("ybocs", 0, 40),
        ("aims", 0, 28),
        ("ctrs", 0, 66),
    ] {
        assert_eq!(ends(id), (low, high), "{id}");
    }
    let panss = scored("panss", &[4; 30]);
    assert_eq!(["positive", "negative", "general"].map(|part| panss.subscales[part]), [28, 28, 64]);
    assert_eq!(
        scored("panss", &all_but(30, 5, &[(1, 3), (2, 3), (3, 3), (8, 3), (11, 3), (13, 3), (19, 3), (23, 3)])).meets["remission_severity"],
        Some(true)
    );
    assert_eq!(scored("panss", &[4; 30]).meets["remission_severity"], Some(false));
    assert_eq!(total_and_band("ymrs", &all_but(11, 0, &[(5, 8), (6, 5)])), (13, "mild".to_owned()));
    assert_eq!(scored("hamd-17", &all_but(17, 0, &[(3, 1)])).flags.len(), 1);
    assert_eq!(scored("madrs", &all_but(10, 0, &[(10, 2)])).flags.len(), 1);
}

#[test]
fn one_area_of_three_or_two_of_two_meet_schooler_and_kane() {
    let met = |answers: &[u8]| {
        let score = scored("aims", answers);
        (score.total, score.meets["schooler_kane"])
    };
    assert_eq!(met(&all_but(12, 0, &[(3, 3)])), (Some(3), Some(true)));
    assert_eq!(met(&all_but(12, 0, &[(3, 2), (5, 2)])), (Some(4), Some(true)));
    assert_eq!(met(&all_but(12, 0, &[(3, 2), (5, 1)])), (Some(3), Some(false)));
    assert_eq!(met(&all_but(12, 0, &[(8, 4), (9, 4), (10, 4)])), (Some(0), Some(false)), "the global items do not count");
    assert_eq!(met(&[0; 7]), (Some(0), Some(false)), "the seven areas are enough");
}

#[test]
fn the_global_rating_is_the_severity_of_akathisia() {
    let score = scored("bars-akathisia", &[3, 3, 3, 1]);
    assert_eq!((score.total, score.band.as_deref(), score.meets["akathisia"]), (Some(1), Some("questionable"), Some(false)));
    assert_eq!(score.subscales["items"], 9);
    assert_eq!(scored("bars-akathisia", &[0, 0, 0, 2]).meets["akathisia"], Some(true));
}

#[test]
fn changes_are_judged_by_each_scales_own_rules() {
    let changed = |id: &str, before, after| compare(shipped().outcome_definition(&id.into()).unwrap(), before, after);
    assert_eq!(changed("panss", 90, 60).percent, Some(-50.0), "counted from 30 and not 33");
    assert_eq!(changed("panss", 30, 30).percent, None, "nothing was above the lowest");
    assert_eq!(changed("ybocs", 28, 18).response, Some(true), "35.7 %");
    assert_eq!(changed("ybocs", 28, 19).response, Some(false), "32.1 %");
    assert_eq!((changed("isi", 20, 12).response, changed("isi", 20, 13).response), (Some(true), Some(false)));
    assert_eq!((changed("ymrs", 24, 12).remission, changed("ymrs", 26, 13).remission), (Some(true), Some(false)));
    let couples = changed("das", 90, 106).reliable.unwrap();
    assert_eq!((couples.threshold_points, couples.used.as_str()), (12, "index"), "1.96 × 5.79 is 11.4");
}

#[test]
fn a_minimal_difference_may_depend_on_the_baseline() {
    let definition = shipped().outcome_definition(&"phq-9".into()).unwrap();
    let ids = |before: i64| {
        other_thresholds(definition, Decimal::from(before), Decimal::from(5)).into_iter().map(|one| one.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(12), ["kounali_2022", "kounali_2022_points", "lowe_2004"]);
    assert_eq!(ids(20), ["kounali_2022_points", "lowe_2004"], "the percentage was found at a moderate baseline");
    let at_twelve = &other_thresholds(definition, Decimal::from(12), Decimal::from(9))[0];
    assert!((at_twelve.points - 2.52).abs() < 1e-9 && at_twelve.better && !at_twelve.worse);
}

#[test]
fn no_instrument_carries_the_code_of_another() {
    let role = |code: &str| shipped().instrument_by_loinc(code).map(|(known, role)| (known.id.as_str(), role));
    assert_eq!(role("70221-7"), None, "the PCL-C is not the PCL-5");
    assert_eq!(role("71354-5"), Some(("epds", LoincRole::Panel)), "not the MDQ");
    assert_eq!(role("89204-2"), Some(("phq-a", LoincRole::Total)), "not the C-SSRS, not the PC-PTSD-5");
    assert_eq!(role("75626-2"), Some(("audit-c", LoincRole::Total)));
    assert_eq!(role("75624-7"), Some(("audit", LoincRole::Total)));
    assert_eq!(role("69737-5"), Some(("gad-7", LoincRole::Panel)), "never its total");
    assert_eq!(role("70274-6"), Some(("gad-7", LoincRole::Total)));
    assert_eq!(role("82667-7"), Some(("dast-10", LoincRole::Total)));
    assert_eq!(role("70273-8"), Some(("phq-15", LoincRole::Total)), "not the GAD-2");
    for bare in ["mdq", "gad-2", "pc-ptsd-5", "asrm"] {
        assert!(instrument(bare).loinc_total.is_none() && instrument(bare).loinc_panel.is_none(), "{bare}");
    }
}

#[test]
fn wording_ships_only_where_the_terms_allow_it() {
    use concord_knowledge::instrument::LicenceKind::{Free, FreeWithNotice, NonCommercial};
    for known in shipped().instruments() {
        let allowed = matches!(known.licence.kind, Free | FreeWithNotice | NonCommercial);
        assert!(allowed || !known.licence.ships_wording, "{}", known.id);
        assert_eq!(known.licence.ships_wording, known.has_wording(), "{}", known.id);
        assert!(!known.licence.notice.trim().is_empty(), "{}", known.id);
    }
    for closed in ["asrm", "epds", "madrs", "bars-akathisia", "panss", "srs", "ors", "mdq", "qids-sr16", "isi"] {
        assert!(!instrument(closed).has_wording(), "{closed}");
    }
}

#[test]
fn the_free_instruments_are_there_in_spanish_too() {
    for id in ["phq-9", "phq-2", "gad-7", "gad-2", "who-5"] {
        let spanish = instrument(id).in_language("es-MX").unwrap();
        assert_eq!((spanish.language.as_str(), spanish.items.len()), ("es", instrument(id).items.len()));
        assert!(spanish.all_items().zip(instrument(id).all_items()).all(|(one, other)| one.text != other.text), "{id}");
        assert_ne!(spanish.answers[0].label, instrument(id).answers[0].label);
        assert_eq!(spanish.answers[0].value, instrument(id).answers[0].value);
    }
    assert!(instrument("phq-9").in_language("fr").is_none());
    assert_eq!(instrument("phq-9").in_language("en-US").unwrap().language, "en");
}
