//! Shows that all 262,144 ways to answer a PHQ-9 are scored as an independently written reference scores them, and that
//! leaving items out never invents a total.
#![allow(clippy::unwrap_used)]

use concord_engines::scoring::{ScoreContext, score};
use concord_knowledge::{Instrument, shipped};
use proptest::prelude::*;

fn phq9() -> &'static Instrument {
    shipped().instrument(&"phq-9".into()).unwrap()
}

/// The answers with this number, read as nine digits to the base of four; item 1 is the lowest.
fn answers(number: u32) -> [Option<u8>; 9] {
    std::array::from_fn(|item| Some(((number >> (2 * item)) & 3) as u8))
}

/// The reference: works on the number itself, with the published cut points, and shares nothing with the engine.
struct Reference {
    total: i32,
    band: &'static str,
    syndrome: bool,
    item_9: u32,
}

fn reference(number: u32) -> Reference {
    // Low bits count single points, high bits count two: a digit is 2 × high + low.
    let low = number & 0b01_0101_0101_0101_0101;
    let high = (number >> 1) & 0b01_0101_0101_0101_0101;
    let total = (low.count_ones() + 2 * high.count_ones()) as i32;
    let item_9 = number >> 16;
    // "More than half the days" or more is a set high bit; item 9 counts at any answer but "not at all".
    let of_first_eight = (high & 0b00_0101_0101_0101_0101).count_ones();
    let symptoms = of_first_eight + u32::from(item_9 > 0);
    let band = ["none", "mild", "moderate", "moderately_severe", "severe", "severe"][(total / 5) as usize];
    Reference { total, band, syndrome: symptoms >= 5 && high & 0b0101 != 0, item_9 }
}

#[test]
fn all_answer_sets_are_scored_as_the_reference_scores_them() {
    let context = ScoreContext::default();
    let mut by_band = std::collections::BTreeMap::new();
    for number in 0..4_u32.pow(9) {
        let expected = reference(number);
        let score = score(phq9(), &answers(number), &context).unwrap();
        assert_eq!(score.total, Some(expected.total), "{number}");
        assert_eq!(score.band.as_deref(), Some(expected.band), "{number}");
        assert_eq!(score.meets["dsm_major_depression_algorithm"], Some(expected.syndrome), "{number}");
        assert_eq!(score.flags.iter().map(|flag| u32::from(flag.value)).sum::<u32>(), expected.item_9, "{number}");
        assert_eq!(score.flags.len(), usize::from(expected.item_9 > 0), "{number}");
        assert!(score.missing.is_empty() && !score.prorated && score.prorated_total.is_none(), "{number}");
        *by_band.entry(expected.band).or_insert(0_u32) += 1;
    }
    assert_eq!(by_band.values().sum::<u32>(), 262_144);
    assert_eq!(by_band.len(), 5, "every band occurs: {by_band:?}");
}

proptest! {
    #[test]
    fn leaving_items_out_gives_no_total_and_keeps_the_safety_flag(number in 0_u32..262_144, left_out in 1_u32..512) {
        let mut given = answers(number);
        for (item, answer) in given.iter_mut().enumerate() {
            if left_out >> item & 1 == 1 {
                *answer = None;
            }
        }
        let score = score(phq9(), &given, &ScoreContext::default()).unwrap();
        prop_assert_eq!(score.total, None);
        prop_assert_eq!(&score.band, &None);
        prop_assert_eq!(score.missing.len(), left_out.count_ones() as usize);
        let item_9 = if left_out >> 8 & 1 == 1 { 0 } else { number >> 16 };
        prop_assert_eq!(score.flags.len(), usize::from(item_9 > 0));
        // What is filled up lies between the answered sum and the sum with every missing item at its highest.
        if let Some(filled) = score.prorated_total {
            let sum: i32 = given.iter().flatten().map(|answer| i32::from(*answer)).sum();
            prop_assert!(left_out.count_ones() <= 2 && left_out >> 8 == 0);
            prop_assert!(sum <= filled && filled <= sum + 3 * left_out.count_ones() as i32);
        }
    }

    #[test]
    fn a_pattern_that_is_settled_stays_settled_however_the_rest_is_answered(number in 0_u32..262_144, left_out in 0_u32..512) {
        let full = answers(number);
        let partly: [Option<u8>; 9] = std::array::from_fn(|item| if left_out >> item & 1 == 1 { None } else { full[item] });
        let meets = |given: &[Option<u8>]| score(phq9(), given, &ScoreContext::default()).unwrap().meets["dsm_major_depression_algorithm"];
        if let Some(settled) = meets(&partly) {
            prop_assert_eq!(meets(&full), Some(settled));
        }
    }
}
