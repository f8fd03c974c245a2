//! What was done and how mood went with it: mastery, pleasure, and mood after.

use concord_chart::work::Activity;
use jiff::{civil::Date, tz::TimeZone};

/// Fewer pairs than this say nothing about how two things go together. A choice of ours, no published threshold: five
/// pairs of ratings gave strong figures by chance.
pub const PAIRS: usize = 10;

/// A thing done, with its ratings from 0 to 10; absent ones were not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoneActivity {
    /// The day.
    pub on: Date,
    /// What, in the patient's words.
    pub what: String,
    /// How well it was managed.
    pub mastery: Option<u8>,
    /// How much it was enjoyed.
    pub pleasure: Option<u8>,
    /// Mood after.
    pub mood: Option<u8>,
}

/// Everything done, in order of time.
pub fn done(activities: &[Activity], zone: &TimeZone) -> Vec<DoneActivity> {
    let of = |activity: &Activity| {
        let (at, report) = activity.reported.as_ref().filter(|(_, report)| report.done)?;
        Some(DoneActivity {
            on: crate::days::day_of(*at, zone),
            what: activity.what().to_owned(),
            mastery: report.mastery,
            pleasure: report.pleasure,
            mood: report.mood_after,
        })
    };
    let mut all: Vec<DoneActivity> = activities.iter().filter_map(of).collect();
    all.sort_by_key(|one| one.on);
    all
}

/// How far two ratings go together, from −1 to 1 (Pearson); `None` with fewer than [`PAIRS`] pairs, or when one of them
/// never changes.
pub fn together(pairs: &[(u8, u8)]) -> Option<f64> {
    if pairs.len() < PAIRS {
        return None;
    }
    let count = pairs.len() as f64;
    let mean = |part: fn(&(u8, u8)) -> u8| pairs.iter().map(|pair| f64::from(part(pair))).sum::<f64>() / count;
    let (x, y) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let sum = |of: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|(a, b)| of(f64::from(*a) - x, f64::from(*b) - y)).sum::<f64>();
    let (xy, xx, yy) = (sum(&|a, b| a * b), sum(&|a, _| a * a), sum(&|_, b| b * b));
    (xx > 0.0 && yy > 0.0).then(|| xy / (xx * yy).sqrt())
}

/// Pairs of one rating with mood after, where both were given.
pub fn with_mood(done: &[DoneActivity], rating: impl Fn(&DoneActivity) -> Option<u8>) -> Vec<(u8, u8)> {
    done.iter().filter_map(|one| rating(one).zip(one.mood)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn mood_that_rises_with_pleasure_goes_together_with_it() {
        let pairs = [(1, 2), (2, 3), (3, 4), (6, 7), (8, 9), (1, 2), (4, 5), (5, 6), (7, 8), (9, 10)];
        assert!((together(&pairs).unwrap() - 1.0).abs() < 1e-9);
        let against: Vec<(u8, u8)> = pairs.iter().map(|(a, b)| (*a, 10 - b)).collect();
        assert!((together(&against).unwrap() + 1.0).abs() < 1e-9);
    }

    #[test]
    fn nine_pairs_and_a_mood_that_never_moves_say_nothing() {
        let nine: Vec<(u8, u8)> = (0..9).map(|number| (number, number + 1)).collect();
        assert_eq!(together(&nine), None);
        let still: Vec<(u8, u8)> = (0..10).map(|number| (number, 5)).collect();
        assert_eq!(together(&still), None);
    }
}
