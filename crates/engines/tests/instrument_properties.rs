//! Shows what holds for every instrument and any answers: more trouble never gives a lower total, unanswered is never
//! zero, and a safety item is heard whatever else is missing.
#![allow(clippy::unwrap_used)]

use concord_engines::scoring::{Score, ScoreContext, score};
use concord_knowledge::{Instrument, shipped};
use proptest::prelude::*;
use proptest::sample::Index;

fn all() -> Vec<&'static Instrument> {
    shipped().instruments().collect()
}

/// An instrument with one answer that counts for every item, none of them skipped.
fn answered() -> impl Strategy<Value = (&'static Instrument, Vec<Option<u8>>)> {
    (any::<Index>(), prop::collection::vec(any::<Index>(), 60)).prop_map(|(which, picks)| {
        let instrument = *which.get(&all());
        let answers = instrument.items.iter().zip(picks).map(|(item, pick)| {
            let counting: Vec<u8> =
                instrument.options_of(item).iter().filter(|option| option.counts).map(|option| option.value).collect();
            // A condition on an earlier item is met when that item is at its highest.
            let opens =
                instrument.items.iter().any(|later| later.ask_if.is_some_and(|condition| condition.item == item.position));
            Some(if opens { *counting.last().unwrap() } else { *pick.get(&counting) })
        });
        (instrument, answers.collect())
    })
}

fn scored(instrument: &Instrument, answers: &[Option<u8>]) -> Score {
    score(instrument, answers, &ScoreContext::default()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn raising_one_answer_never_lowers_the_total_unless_the_item_is_reversed((instrument, answers) in answered(), which in any::<Index>()) {
        let place = which.index(answers.len());
        let item = &instrument.items[place];
        let value = answers[place].unwrap();
        let higher = instrument.options_of(item).iter().find(|option| option.counts && option.value > value);
        prop_assume!(higher.is_some());
        let mut raised = answers.clone();
        raised[place] = higher.map(|option| option.value);
        let (before, after) = (scored(instrument, &answers).total, scored(instrument, &raised).total);
        prop_assert_eq!(before.is_some(), instrument.total.is_some());
        if item.reverse {
            prop_assert!(after <= before, "{} item {}", instrument.id, item.position);
        } else {
            prop_assert!(after >= before, "{} item {}", instrument.id, item.position);
        }
    }

    #[test]
    fn an_answer_left_out_is_never_counted_as_zero((instrument, answers) in answered(), which in any::<Index>()) {
        let counted: Vec<u8> = instrument.items_of_total().map(|item| item.position).collect();
        let enough: Vec<u8> = instrument.total.iter().flat_map(|total| total.one_is_enough.iter().flatten().copied()).collect();
        let opens: Vec<u8> = instrument.items.iter().filter_map(|item| item.ask_if).map(|condition| condition.item).collect();
        let position = *which.get(&counted);
        prop_assume!(!enough.contains(&position) && !opens.contains(&position));
        let mut left_out = answers.clone();
        left_out[usize::from(position) - 1] = None;
        let score = scored(instrument, &left_out);
        prop_assert_eq!(score.total, None, "{} item {}", instrument.id, position);
        prop_assert!(score.missing.contains(&position));
        prop_assert!(score.band.is_none() || score.at_least || instrument.total.is_none());
    }

    #[test]
    fn a_safety_item_is_heard_whatever_else_is_missing((instrument, answers) in answered(), left_out in prop::collection::vec(any::<bool>(), 60)) {
        let safety: Vec<u8> = instrument.safety_items.iter().map(|safety| safety.item).collect();
        let opens: Vec<u8> = instrument.items.iter().filter_map(|item| item.ask_if).map(|condition| condition.item).collect();
        let partly: Vec<Option<u8>> = answers
            .iter()
            .zip(&left_out)
            .zip(1_u8..)
            .map(|((answer, left_out), position)| if *left_out && !safety.contains(&position) && !opens.contains(&position) { None } else { *answer })
            .collect();
        prop_assert_eq!(scored(instrument, &partly).flags, scored(instrument, &answers).flags, "{}", instrument.id);
    }

    #[test]
    fn a_missing_safety_item_is_never_filled_in((instrument, answers) in answered()) {
        for safety in &instrument.safety_items {
            let mut without = answers.clone();
            without[usize::from(safety.item) - 1] = None;
            let score = scored(instrument, &without);
            let counts = instrument.items_of_total().any(|item| item.position == safety.item);
            prop_assert!(!counts || score.prorated_total.is_none(), "{} item {}", instrument.id, safety.item);
        }
    }

    #[test]
    fn totals_and_parts_stay_within_their_ranges((instrument, answers) in answered()) {
        let score = scored(instrument, &answers);
        if let (Some(total), Some((min, max))) = (score.total, instrument.total_range()) {
            prop_assert!((min..=max).contains(&total), "{} {total}", instrument.id);
            prop_assert!(instrument.bands.is_empty() || instrument.bands.iter().any(|band| (band.from..=band.to).contains(&total)));
            prop_assert_eq!(instrument.total_of_shown(instrument.shown_total(total)).map(|back| instrument.shown_total(back)), Some(instrument.shown_total(total)));
        }
        for part in &instrument.subscales {
            let (min, max) = instrument.range_of_part(part);
            prop_assert!((min..=max).contains(&score.subscales[&part.id]), "{} {}", instrument.id, part.id);
        }
    }

    #[test]
    fn a_pattern_or_cut_off_that_is_settled_stays_settled((instrument, answers) in answered(), left_out in prop::collection::vec(any::<bool>(), 60)) {
        let opens: Vec<u8> = instrument.items.iter().filter_map(|item| item.ask_if).map(|condition| condition.item).collect();
        let partly: Vec<Option<u8>> = answers
            .iter()
            .zip(&left_out)
            .zip(1_u8..)
            .map(|((answer, left_out), position)| if *left_out && !opens.contains(&position) { None } else { *answer })
            .collect();
        let (before, after) = (scored(instrument, &partly), scored(instrument, &answers));
        for (id, settled) in before.meets.iter().filter(|(_, met)| met.is_some()) {
            prop_assert_eq!(Some(settled), after.meets.get(id), "{} {}", instrument.id, id);
        }
    }
}
