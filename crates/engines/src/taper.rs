//! Tapers: from a daily amount down to nothing, each cut a share of the dose before it.
//!
//! Proportional cuts make small steps at small doses, where one milligram occupies more receptors than at large ones. The
//! amounts are rounded up to what can be measured, so that rounding never makes a cut larger than agreed. A taper is a
//! proposal: each step is confirmed by a person on its day, and the patient can pause it.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use std::fmt;

/// How a taper is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaperRule {
    /// Largest cut, in percent of the dose before it: 1 to 100.
    pub percent: u8,
    /// Weeks between cuts, at least 1.
    pub weeks_between: u16,
    /// Smallest daily amount that can practically be given, in mg; the step below it is nothing.
    pub smallest: Decimal,
    /// The whole is not to be shorter than this.
    pub weeks_min: u16,
}

impl TaperRule {
    /// The formulary's rule. Without a smallest amount on file the last cut is made where a hundredth of a milligram is
    /// left, which no rule of a shipped entry relies on.
    pub fn of(cited: &concord_knowledge::formulary::Taper) -> Self {
        Self {
            percent: cited.percent,
            weeks_between: u16::from(cited.weeks_between),
            smallest: cited.smallest.unwrap_or(Decimal::new(1, 2)),
            weeks_min: cited.weeks_min.unwrap_or(0),
        }
    }
}

/// Why no taper can be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaperProblem {
    /// The daily amount is not above zero.
    NoDose,
    /// The cut is not between 1 and 100 percent, or steps are zero weeks apart.
    NoRule,
    /// It would take more than so many steps; the rule is too fine for the dose.
    TooLong,
}

impl fmt::Display for TaperProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoDose => "A taper begins at a daily amount above zero.",
            Self::NoRule => "A cut is between 1 and 100 percent, with at least one week between cuts.",
            Self::TooLong => "These steps would go on for more than ten years. Choose larger cuts or a larger last amount.",
        })
    }
}

/// One cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaperStep {
    /// Weeks after the first cut.
    pub week: u16,
    /// mg a day from then on.
    pub daily: Decimal,
}

/// A drawn taper: monotone, ending at nothing.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taper {
    /// mg a day before it.
    pub from: Decimal,
    /// The cuts in order; the last is nothing.
    pub steps: Vec<TaperStep>,
}

impl Taper {
    /// Draws the taper of a daily amount in mg.
    ///
    /// # Errors
    /// When dose or rule make none.
    pub fn draw(from: Decimal, rule: &TaperRule) -> Result<Self, TaperProblem> {
        if from <= Decimal::ZERO {
            return Err(TaperProblem::NoDose);
        }
        if rule.percent == 0 || rule.percent > 100 || rule.weeks_between == 0 {
            return Err(TaperProblem::NoRule);
        }
        let doses = doses(from, rule)?;
        let weeks_between = weeks_between(doses.len(), rule);
        let steps = doses.into_iter().zip(0_u16..).map(|(daily, index)| TaperStep { week: index * weeks_between, daily });
        Ok(Self { from, steps: steps.collect() })
    }

    /// Weeks from the first cut to nothing.
    pub fn weeks(&self) -> u16 {
        self.steps.last().map_or(0, |step| step.week)
    }

    /// The largest share of the dose, 0 to 1, that is cut within so many weeks, the last step to nothing excepted.
    pub fn largest_cut_within(&self, weeks: u16) -> Decimal {
        let mut largest = Decimal::ZERO;
        let before = |index: usize| if index == 0 { self.from } else { self.steps[index - 1].daily };
        for (index, step) in self.steps.iter().enumerate() {
            let within = self.steps[index..].iter().take_while(|later| later.week < step.week + weeks);
            let lowest = within.filter(|later| later.daily > Decimal::ZERO).map(|later| later.daily).min();
            if let Some(lowest) = lowest {
                largest = largest.max(Decimal::ONE - lowest / before(index));
            }
        }
        largest
    }
}

/// The daily amounts after each cut, down to nothing.
fn doses(from: Decimal, rule: &TaperRule) -> Result<Vec<Decimal>, TaperProblem> {
    let kept = Decimal::ONE - Decimal::new(i64::from(rule.percent), 2);
    let mut doses = Vec::new();
    let mut now = from;
    while now > Decimal::ZERO {
        // Ten years of weekly steps; also ends a rule that never gets anywhere.
        if doses.len() > 520 {
            return Err(TaperProblem::TooLong);
        }
        let exact = now * kept;
        let next = round_up(exact, (now - exact) / Decimal::TWO);
        now = if next < rule.smallest || next >= now { Decimal::ZERO } else { next };
        doses.push(now);
    }
    Ok(doses)
}

/// Rounded up to a measurable amount: a multiple of 1, 2.5 or 5 in some decimal place, at most `most` away.
fn round_up(amount: Decimal, most: Decimal) -> Decimal {
    let grains = [Decimal::from(5), Decimal::new(25, 1), Decimal::ONE];
    let mut scale = Decimal::from(10);
    for _ in 0..8 {
        for grain in grains {
            let grain = grain * scale;
            if grain <= most {
                return ((amount / grain).round_dp_with_strategy(0, RoundingStrategy::AwayFromZero) * grain).normalize();
            }
        }
        scale /= Decimal::from(10);
    }
    amount.normalize()
}

/// The agreed weeks, stretched where the whole would be too short.
fn weeks_between(steps: usize, rule: &TaperRule) -> u16 {
    let gaps = steps.saturating_sub(1).to_u16().unwrap_or(u16::MAX).max(1);
    rule.weeks_between.max(rule.weeks_min.div_ceil(gaps))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn rule(percent: u8, weeks_between: u16, smallest: &str, weeks_min: u16) -> TaperRule {
        TaperRule { percent, weeks_between, smallest: smallest.parse().unwrap(), weeks_min }
    }

    #[test]
    fn each_cut_is_a_share_of_the_dose_before_it() {
        let taper = Taper::draw(Decimal::from(40), &rule(25, 2, "5", 0)).unwrap();
        let doses: Vec<String> = taper.steps.iter().map(|step| step.daily.to_string()).collect();
        assert_eq!(doses, ["30", "22.5", "17.5", "14", "11", "9", "7", "5.5", "0"]);
        assert_eq!(taper.weeks(), 16);
    }

    #[test]
    fn a_short_taper_after_long_use_is_stretched() {
        let taper = Taper::draw(Decimal::from(20), &rule(50, 1, "10", 4)).unwrap();
        assert_eq!(taper.steps.len(), 2, "{taper:?}");
        assert_eq!(taper.weeks(), 4);
    }

    #[test]
    fn what_cannot_be_drawn_is_said() {
        assert_eq!(Taper::draw(Decimal::ZERO, &rule(10, 2, "1", 0)), Err(TaperProblem::NoDose));
        assert_eq!(Taper::draw(Decimal::TEN, &rule(0, 2, "1", 0)), Err(TaperProblem::NoRule));
        assert_eq!(Taper::draw(Decimal::from(1000), &rule(1, 1, "0.0001", 0)), Err(TaperProblem::TooLong));
    }

    proptest! {
        #[test]
        fn a_taper_only_goes_down_ends_at_nothing_and_never_cuts_more_than_agreed(
            tenths in 1_i64..20_000, percent in 5_u8..=50, weeks in 1_u16..6,
        ) {
            let from = Decimal::new(tenths, 1);
            let taper = Taper::draw(from, &rule(percent, weeks, "0.05", 0)).unwrap();
            prop_assert_eq!(taper.steps.last().unwrap().daily, Decimal::ZERO);
            let mut before = from;
            for step in &taper.steps {
                prop_assert!(step.daily < before);
                if step.daily > Decimal::ZERO {
                    prop_assert!(Decimal::ONE - step.daily / before <= Decimal::new(i64::from(percent), 2));
                }
                before = step.daily;
            }
        }
    }
}
