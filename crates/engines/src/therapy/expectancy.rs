//! Exposure by what was expected: how likely the feared thing seemed before and after, and whether it came. That fear
//! falls is welcome and is not asked for.

use concord_chart::work::{ExposureItem, Tried};

/// What a trial taught.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lesson {
    /// It was thought likely, and it did not come.
    NotAsFeared,
    /// It came.
    Happened,
    /// It did not come, and had not been thought likely.
    AsExpected,
    /// Nobody said.
    NotSaid,
}

impl Lesson {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotAsFeared => "not as feared",
            Self::Happened => "it happened",
            Self::AsExpected => "did not happen, as expected",
            Self::NotSaid => "not said whether it happened",
        }
    }
}

/// From here on the feared thing counts as thought likely: as likely as not, in per cent.
const LIKELY: u8 = 50;

/// What one trial taught.
pub fn lesson(trial: &Tried) -> Lesson {
    match (trial.feared_outcome_happened, trial.expectancy_before) {
        (None, _) => Lesson::NotSaid,
        (Some(true), _) => Lesson::Happened,
        (Some(false), Some(before)) if before >= LIKELY => Lesson::NotAsFeared,
        (Some(false), _) => Lesson::AsExpected,
    }
}

/// Change of the expectation over one trial, in points of 100; `None` when it was not rated twice.
pub fn change(trial: &Tried) -> Option<i16> {
    Some(i16::from(trial.expectancy_after?) - i16::from(trial.expectancy_before?))
}

/// One step over all its trials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OverTrials {
    /// Trials.
    pub trials: usize,
    /// Trials that went otherwise than feared.
    pub not_as_feared: usize,
    /// Trials in which safety behaviours were left out.
    pub without_safety_behaviour: usize,
    /// Trials of which somebody said whether they were.
    pub safety_behaviour_said: usize,
    /// The expectation before the first and after the last trial, where both were rated.
    pub from_to: Option<(u8, u8)>,
}

/// Adds up the trials of a step.
pub fn over_trials(item: &ExposureItem) -> OverTrials {
    let trials = || item.tried.iter().map(|(_, _, trial)| trial);
    let first = trials().find_map(|trial| trial.expectancy_before);
    let last = trials().rev().find_map(|trial| trial.expectancy_after);
    OverTrials {
        trials: item.tried.len(),
        not_as_feared: trials().filter(|trial| lesson(trial) == Lesson::NotAsFeared).count(),
        without_safety_behaviour: trials().filter(|trial| trial.response_prevention_kept == Some(true)).count(),
        safety_behaviour_said: trials().filter(|trial| trial.response_prevention_kept.is_some()).count(),
        from_to: first.zip(last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use concord_chart::{EventId, ExposureItemId, When, work::ItemSet};
    use jiff::civil::date;
    use uuid::Uuid;

    fn trial(before: Option<u8>, after: Option<u8>, happened: Option<bool>) -> Tried {
        Tried {
            item: ExposureItemId(Uuid::from_u128(1)),
            expectancy_before: before,
            expectancy_after: after,
            start: Some(60),
            peak: Some(90),
            end: Some(85),
            minutes: Some(20),
            feared_outcome_happened: happened,
            response_prevention_kept: Some(true),
            learnt: String::new(),
            homework: None,
            readers: Default::default(),
        }
    }

    #[test]
    fn a_trial_in_which_fear_stayed_high_still_teaches_when_the_feared_thing_did_not_come() {
        let one = trial(Some(80), Some(30), Some(false));
        assert_eq!(lesson(&one), Lesson::NotAsFeared);
        assert_eq!(change(&one), Some(-50));
    }

    #[test]
    fn what_nobody_said_is_not_said() {
        assert_eq!(lesson(&trial(Some(80), None, None)), Lesson::NotSaid);
        assert_eq!(change(&trial(Some(80), None, None)), None);
        assert_eq!(lesson(&trial(Some(10), None, Some(false))), Lesson::AsExpected);
        assert_eq!(lesson(&trial(None, None, Some(true))), Lesson::Happened);
    }

    #[test]
    fn a_step_goes_from_the_first_expectation_to_the_last() {
        let at = When::Day(date(2026, 8, 1));
        let tried = [trial(Some(90), Some(70), Some(false)), trial(Some(60), Some(20), Some(false))];
        let tried = tried.map(|one| (EventId(Uuid::from_u128(9)), at, one)).to_vec();
        let what = ItemSet {
            item: ExposureItemId(Uuid::from_u128(1)),
            course: None,
            situation: "The bus at noon".into(),
            expected_distress: Some(70),
            feared_outcome: "I faint".into(),
            safety_behaviours: Vec::new(),
            dropped: false,
        };
        let item = ExposureItem { id: what.item, because: EventId(Uuid::from_u128(8)), what, tried };
        let over = over_trials(&item);
        assert_eq!((over.trials, over.not_as_feared, over.from_to), (2, 2, Some((90, 20))));
    }
}
