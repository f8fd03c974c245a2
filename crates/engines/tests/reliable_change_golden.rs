//! Shows that the reliable change engine gives the published results: the worked example of Jacobson and Truax (1991),
//! the index vector of the R package clinicalsignificance, and the distributions found in three samples.
//!
//! The samples are told as what the method needs of them and no more: mean and spread before treatment, and how many
//! people changed by how much. Origin: Claus and others 2020 (osf.io/rc754), Jacobson and others 1989 as printed in
//! Jacobson and Truax 1991.
#![allow(clippy::unwrap_used)]

use concord_engines::reliable_change::{
    Better, ChangeCategory, DifferenceError, Population, categorise, cut_off_a, cut_off_b, cut_off_c,
};
use std::collections::BTreeMap;

fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} is not {expected}");
}

/// How many people fall into each category, given (change, people).
fn distribution(error: DifferenceError, better: Better, changes: &[(f64, usize)]) -> BTreeMap<ChangeCategory, usize> {
    let mut found = BTreeMap::new();
    for (change, people) in changes {
        *found.entry(categorise(error, better, None, 50.0, 50.0 + change)).or_insert(0) += people;
    }
    found
}

#[test]
fn the_worked_example_comes_out_as_printed() {
    let clinical = Population { mean: 40.0, sd: 7.5 };
    let functional = Population { mean: 60.0, sd: 7.5 };
    let error = DifferenceError::new(7.5, 0.80).unwrap();
    near(error.one_score, 3.35, 0.005);
    near(error.difference, 4.74, 0.005);
    near(error.index(32.5, 47.5), 3.16, 0.005);
    near(cut_off_a(clinical, Better::Higher), 55.0, 1e-9);
    near(cut_off_b(functional, Better::Higher), 45.0, 1e-9);
    near(cut_off_c(clinical, functional), 50.0, 1e-9);
    assert_eq!(categorise(error, Better::Higher, Some(50.0), 32.5, 47.5), ChangeCategory::Improved, "short of the cut-off");
    assert_eq!(categorise(error, Better::Higher, Some(45.0), 32.5, 47.5), ChangeCategory::Recovered);
}

#[test]
fn the_index_vector_for_a_spread_of_five_comes_out() {
    let error = DifferenceError::new(5.0, 0.80).unwrap();
    near(error.difference, 3.1623, 5e-5);
    for (change, index) in [(-8.0, -2.5298), (-4.0, -1.2649), (0.0, 0.0), (4.0, 1.2649), (8.0, 2.5298)] {
        near(error.index(20.0, 20.0 + change), index, 5e-5);
    }
}

/// HAM-D, wave 1 to 4, of 40 people: change, functional before, functional after, people.
const CLAUS_HAMD: &[(i32, bool, bool, usize)] = &[
    (-25, false, true, 1),
    (-24, false, true, 1),
    (-21, false, true, 1),
    (-20, false, true, 1),
    (-19, false, true, 3),
    (-18, false, true, 2),
    (-16, false, true, 2),
    (-15, false, true, 1),
    (-14, false, true, 1),
    (-13, false, true, 2),
    (-12, false, true, 4),
    (-10, false, true, 1),
    (-9, false, true, 3),
    (-8, false, true, 1),
    (-7, false, false, 1),
    (-7, false, true, 1),
    (-6, false, true, 1),
    (-5, false, false, 2),
    (-4, false, false, 1),
    (-4, true, true, 1),
    (-3, false, false, 1),
    (-2, false, false, 2),
    (-1, false, false, 2),
    (2, true, false, 1),
    (3, false, false, 1),
    (4, false, false, 1),
    (6, false, false, 1),
];
const CLAUS_HAMD_BEFORE: Population = Population { mean: 24.85, sd: 3.340_121 };

#[test]
fn claus_hamd_gives_29_improved_10_unchanged_1_deteriorated() {
    let error = DifferenceError::new(CLAUS_HAMD_BEFORE.sd, 0.80).unwrap();
    let changes: Vec<(f64, usize)> = CLAUS_HAMD.iter().map(|(change, _, _, people)| (f64::from(*change), *people)).collect();
    let found = distribution(error, Better::Lower, &changes);
    use ChangeCategory::{Deteriorated, Improved, Unchanged};
    assert_eq!(found, BTreeMap::from([(Improved, 29), (Unchanged, 10), (Deteriorated, 1)]));
}

#[test]
fn claus_hamd_with_a_functional_population_gives_26_recovered_3_improved_10_unchanged_1_deteriorated_0_harmed() {
    let error = DifferenceError::new(CLAUS_HAMD_BEFORE.sd, 0.80).unwrap();
    let cut = cut_off_c(CLAUS_HAMD_BEFORE, Population { mean: 8.0, sd: 8.0 });
    near(cut, 19.887, 5e-4);
    let mut found = BTreeMap::new();
    for (change, was, is, people) in CLAUS_HAMD {
        // A pair of totals with this change on these sides of the cut-off.
        let before = (0..=52).find(|before| {
            let (before, after) = (f64::from(*before), f64::from(before + change));
            (before < cut, after < cut) == (*was, *is) && after >= 0.0
        });
        let before = f64::from(before.unwrap());
        let category = categorise(error, Better::Lower, Some(cut), before, before + f64::from(*change));
        *found.entry(category).or_insert(0) += people;
    }
    use ChangeCategory::{Deteriorated, Improved, Recovered, Unchanged};
    assert_eq!(found, BTreeMap::from([(Recovered, 26), (Improved, 3), (Unchanged, 10), (Deteriorated, 1)]));
}

#[test]
fn claus_bdi_gives_18_improved_22_unchanged_0_deteriorated() {
    let error = DifferenceError::new(8.4494, 0.801).unwrap();
    near(error.difference, 5.3305, 5e-5);
    let changes = [
        (-30.0, 2),
        (-27.0, 1),
        (-26.0, 1),
        (-24.0, 2),
        (-23.0, 2),
        (-22.0, 1),
        (-21.0, 1),
        (-15.0, 2),
        (-14.0, 1),
        (-13.0, 2),
        (-12.0, 2),
        (-11.0, 1),
        (-10.0, 1),
        (-9.0, 1),
        (-7.0, 5),
        (-6.0, 1),
        (-4.0, 3),
        (-3.0, 2),
        (-1.0, 1),
        (0.0, 1),
        (1.0, 1),
        (3.0, 1),
        (6.0, 1),
        (7.0, 1),
        (8.0, 1),
        (9.0, 2),
    ];
    let found = distribution(error, Better::Lower, &changes);
    assert_eq!(found, BTreeMap::from([(ChangeCategory::Improved, 18), (ChangeCategory::Unchanged, 22)]));
}

#[test]
fn jacobson_das_gives_16_improved_at_a_reliability_of_80_and_19_at_88() {
    let changes = [
        (-19.5, 1),
        (-9.0, 1),
        (-4.0, 1),
        (-1.0, 1),
        (0.5, 1),
        (1.5, 1),
        (4.0, 1),
        (5.0, 1),
        (6.5, 1),
        (7.0, 1),
        (9.5, 1),
        (12.5, 1),
        (14.0, 1),
        (14.5, 1),
        (16.0, 1),
        (16.5, 1),
        (17.0, 1),
        (19.0, 2),
        (20.5, 1),
        (22.0, 1),
        (23.0, 1),
        (25.5, 1),
        (28.5, 1),
        (29.0, 1),
        (35.5, 1),
        (37.5, 1),
        (44.0, 1),
        (49.5, 1),
        (50.0, 1),
    ];
    for (reliability, difference, improved) in [(0.80, 7.4792, 16), (0.88, 5.7934, 19)] {
        let error = DifferenceError::new(11.8257, reliability).unwrap();
        near(error.difference, difference, 1e-4);
        let found = distribution(error, Better::Higher, &changes);
        assert_eq!(found.get(&ChangeCategory::Improved), Some(&improved));
        assert_eq!(found.get(&ChangeCategory::Deteriorated), Some(&1));
        assert_eq!(found.values().sum::<usize>(), 30);
    }
}

#[test]
fn getting_reliably_worse_across_the_cut_off_is_harm() {
    let error = DifferenceError::new(5.0, 0.80).unwrap();
    assert_eq!(categorise(error, Better::Lower, Some(10.0), 6.0, 14.0), ChangeCategory::Harmed);
    assert_eq!(categorise(error, Better::Lower, Some(10.0), 12.0, 20.0), ChangeCategory::Deteriorated);
    assert_eq!(categorise(error, Better::Lower, Some(10.0), 9.0, 11.0), ChangeCategory::Unchanged, "crossed, but not reliably");
}

#[test]
fn the_same_change_means_the_opposite_where_higher_is_better() {
    let error = DifferenceError::new(5.0, 0.80).unwrap();
    assert_eq!(categorise(error, Better::Lower, None, 20.0, 10.0), ChangeCategory::Improved);
    assert_eq!(categorise(error, Better::Higher, None, 20.0, 10.0), ChangeCategory::Deteriorated);
}

#[test]
fn no_index_is_told_without_a_spread_or_with_an_impossible_reliability() {
    for (sd, reliability) in [(0.0, 0.8), (-1.0, 0.8), (f64::NAN, 0.8), (5.0, 0.0), (5.0, 1.0), (5.0, 1.2), (5.0, f64::NAN)] {
        assert_eq!(DifferenceError::new(sd, reliability), None, "{sd} {reliability}");
    }
}

#[test]
fn the_smallest_reliable_change_is_just_what_the_index_says() {
    let error = DifferenceError::new(8.4494, 0.801).unwrap();
    let smallest = error.smallest_reliable();
    assert_eq!(categorise(error, Better::Lower, None, 40.0, 40.0 - smallest - 0.001), ChangeCategory::Improved);
    assert_eq!(categorise(error, Better::Lower, None, 40.0, 40.0 - smallest + 0.001), ChangeCategory::Unchanged);
}
