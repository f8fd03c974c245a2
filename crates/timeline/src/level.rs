//! A simulated steady-state level: one compartment, day by day, between what is sure and what is possible.
//!
//! The level is a share of the daily dose that would hold it steady, so that it is drawn on the dose's own scale. It is
//! no blood level and is labelled "simulated". Nothing is assumed about days on which nobody said whether the medicine
//! was taken: the lower bound counts them as left out, the upper one as taken, and what lies between is drawn as hatch.

/// What is known of one day's dose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Day {
    /// Taken, this much.
    Taken(f32),
    /// Known to have been missed, or not prescribed.
    None,
    /// Nobody said; this much was prescribed, where the strength is known.
    Unknown(f32),
}

/// Level at the end of each day: the least it can be and the most it can be.
pub(crate) fn simulate(half_life_hours: f32, days: &[Day]) -> Vec<(f32, f32)> {
    let kept = 0.5_f32.powf(24.0 / half_life_hours);
    let (mut low, mut high) = (0.0, 0.0);
    days.iter()
        .map(|day| {
            let (least, most) = bounds(*day);
            low = low * kept + least * (1.0 - kept);
            high = high * kept + most * (1.0 - kept);
            (low, high)
        })
        .collect()
}

/// Dose of a day: the least and the most that can have been taken.
pub(crate) fn bounds(day: Day) -> (f32, f32) {
    match day {
        Day::Taken(dose) => (dose, dose),
        Day::None => (0.0, 0.0),
        Day::Unknown(dose) => (0.0, dose),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_settles_at_the_dose() {
        let levels = simulate(26.0, &[Day::Taken(50.0); 30]);
        assert!((levels[29].0 - 50.0).abs() < 0.1);
        assert!(levels.windows(2).all(|w| w[0].0 <= w[1].0));
        assert!(levels.iter().all(|(low, high)| low == high));
    }

    #[test]
    fn one_half_life_without_a_dose_halves_it() {
        let mut days = vec![Day::Taken(80.0); 60];
        days.push(Day::None);
        let (low, high) = simulate(24.0, &days)[60];
        assert!((low - 40.0).abs() < 0.01 && low == high);
    }

    #[test]
    fn an_unknown_day_opens_a_gap_between_the_bounds_that_closes_again() {
        let mut days = vec![Day::Taken(10.0); 40];
        days[20] = Day::Unknown(10.0);
        let levels = simulate(24.0, &days);
        let gap = |day: usize| levels[day].1 - levels[day].0;
        assert!(gap(19) < 0.01 && (gap(20) - 5.0).abs() < 0.1 && gap(22) < gap(20) && gap(30) < 0.01);
    }

    #[test]
    fn if_nobody_ever_said_the_least_is_nothing_and_the_most_is_the_dose() {
        let (low, high) = simulate(24.0, &[Day::Unknown(75.0); 60])[59];
        assert!(low == 0.0 && (high - 75.0).abs() < 0.1);
    }
}
