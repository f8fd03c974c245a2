//! A simulated steady-state level: one compartment, doses known to be taken, day by day.
//!
//! The level is a share of the daily dose that would hold it steady, so that it is drawn on the dose's own scale. It is
//! no blood level and is labelled "simulated". What is not known is left out: while nobody said whether the medicine
//! was taken, and for four half-lives after (by then 94 % of what was unknown is gone), there is no level.

/// What is known of one day's dose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Day {
    /// Taken, this much.
    Taken(f32),
    /// Known to have been missed, or not prescribed.
    None,
    /// Nobody said.
    Unknown,
}

/// Level at the end of each day; `None` where it is not known.
pub(crate) fn simulate(half_life_hours: f32, days: &[Day]) -> Vec<Option<f32>> {
    if !(half_life_hours.is_finite() && half_life_hours > 0.0) {
        return vec![None; days.len()];
    }
    let kept = 0.5_f32.powf(24.0 / half_life_hours);
    let blind_days = (4.0 * half_life_hours / 24.0).ceil() as usize;
    let mut level = 0.0;
    let mut blind = 0;
    days.iter()
        .map(|day| {
            let dose = match day {
                Day::Taken(dose) => *dose,
                Day::None => 0.0,
                Day::Unknown => {
                    blind = blind_days;
                    return None;
                }
            };
            level = level * kept + dose * (1.0 - kept);
            if blind > 0 {
                blind -= 1;
                return None;
            }
            Some(level)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_level_settles_at_the_dose() {
        let levels = simulate(26.0, &[Day::Taken(50.0); 30]);
        assert!((levels[29].unwrap() - 50.0).abs() < 0.1);
        assert!(levels.windows(2).all(|w| w[0].unwrap() <= w[1].unwrap()));
    }

    #[test]
    fn one_half_life_without_a_dose_halves_it() {
        let mut days = vec![Day::Taken(80.0); 60];
        days.push(Day::None);
        let levels = simulate(24.0, &days);
        assert!((levels[60].unwrap() - 40.0).abs() < 0.01);
    }

    #[test]
    fn an_unknown_day_gives_no_level_and_neither_do_the_days_after_it() {
        let mut days = vec![Day::Taken(10.0); 20];
        days[10] = Day::Unknown;
        let levels = simulate(24.0, &days);
        assert!(levels[9].is_some());
        assert!(levels[10..15].iter().all(Option::is_none));
        assert!(levels[15].is_some());
    }

    #[test]
    fn no_half_life_gives_no_level() {
        assert_eq!(simulate(0.0, &[Day::Taken(1.0)]), vec![None]);
    }
}
