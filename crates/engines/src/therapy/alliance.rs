//! How the patient found the working together, session by session, and when a drop is worth talking about.

use concord_chart::therapy::TherapyCourse;
use jiff::{civil::Date, tz::TimeZone};

/// A drop is told against so many earlier ratings at least: of fewer no spread can be worked out.
const EARLIER: usize = 3;

/// One rating, 0–10.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// The day of the session.
    pub on: Date,
    /// The rating.
    pub value: u8,
    /// What was said about it; may be empty.
    pub words: String,
}

/// Why the latest rating is worth talking about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drop {
    /// Lower than this person's own earlier ratings by their standard deviation or more.
    BelowOwn,
    /// Under the number that the practice set.
    BelowCut,
}

impl Drop {
    /// As a sentence for the therapist.
    pub fn words(self) -> &'static str {
        match self {
            Self::BelowOwn => "Lower than usual for this person: worth talking about.",
            Self::BelowCut => "Under the number that the practice looks at: worth talking about.",
        }
    }
}

/// The ratings of a course in order of time.
pub fn ratings(course: &TherapyCourse, zone: &TimeZone) -> Vec<Rating> {
    let mut ratings: Vec<Rating> = course
        .held()
        .filter_map(|session| {
            let alliance = session.written.as_ref()?.what.alliance.as_ref()?;
            let on = crate::days::day_of(session.at, zone);
            Some(Rating { on, value: alliance.rating, words: alliance.words.clone() })
        })
        .collect();
    ratings.sort_by_key(|rating| rating.on);
    ratings
}

/// Whether the latest rating dropped: by one standard deviation of the person's own earlier ratings or more, or under
/// the practice's cut where it has one. With earlier ratings that were all the same, every lower one is a drop.
pub fn drop_of(values: &[u8], cut: Option<u8>) -> Option<Drop> {
    let (latest, earlier) = values.split_last()?;
    if cut.is_some_and(|cut| *latest < cut) {
        return Some(Drop::BelowCut);
    }
    if earlier.len() < EARLIER {
        return None;
    }
    let count = earlier.len() as f64;
    let mean = earlier.iter().map(|value| f64::from(*value)).sum::<f64>() / count;
    let spread = (earlier.iter().map(|value| (f64::from(*value) - mean).powi(2)).sum::<f64>() / (count - 1.0)).sqrt();
    let fall = mean - f64::from(*latest);
    (fall > 0.0 && fall >= spread).then_some(Drop::BelowOwn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_after_sevens_and_eights_is_a_drop_and_seven_is_not() {
        assert_eq!(drop_of(&[7, 8, 8, 7, 5], None), Some(Drop::BelowOwn));
        assert_eq!(drop_of(&[7, 8, 8, 6, 7], None), None);
    }

    #[test]
    fn somebody_who_always_said_nine_and_says_eight_dropped() {
        assert_eq!(drop_of(&[9, 9, 9, 8], None), Some(Drop::BelowOwn));
        assert_eq!(drop_of(&[9, 9, 9, 9], None), None);
    }

    #[test]
    fn of_two_ratings_no_spread_can_be_told_but_the_cut_still_speaks() {
        assert_eq!(drop_of(&[9, 3], None), None);
        assert_eq!(drop_of(&[9, 3], Some(5)), Some(Drop::BelowCut));
        assert_eq!(drop_of(&[], Some(5)), None);
    }
}
