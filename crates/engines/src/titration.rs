//! Plans of doses over time: up by the label's steps, down by a share of the dose, from one medicine to another, and again
//! after missed doses. Pure proposals: a person changes and records them, and confirms each step on its day.

use crate::calculators::{fits_washout, selector_holds};
use crate::days::{days_between, plus};
use crate::exposure::{DayDose, levels};
use crate::taper::{Taper, TaperProblem, TaperRule};
use concord_knowledge::formulary::Titration;
use concord_knowledge::rule::{Rule, Scope};
use concord_knowledge::{Knowledge, Substance};
use jiff::civil::Date;
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// After so many half-lives less than a thirtieth is left: what was got used to is gone. Arithmetic of a first-order
/// elimination, as labels use it for "restart from the beginning".
const HALF_LIVES_UNTIL_GONE: u32 = 5;

/// One step of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// From which day.
    pub from: Date,
    /// mg a day; zero is the end.
    pub daily: Decimal,
    /// Number of doses that the day's amount is divided into, where the source says so.
    pub divided: Option<u8>,
    /// Only if the response asks for it.
    pub if_needed: bool,
}

/// Whether a variant of the label's steps is the one for this person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Its condition holds with what is taken.
    Fits,
    /// It has no condition: the ordinary one.
    Ordinary,
    /// Its condition asks for more than what is taken.
    Open,
    /// Its condition does not hold.
    DoesNot,
}

/// The label's variants, the fitting ones first. `beside`: what else is taken.
#[must_use]
pub fn variants<'k>(substance: &'k Substance, beside: &[&Substance]) -> Vec<(&'k Titration, Fit)> {
    let mut all: Vec<(&Titration, Fit)> = substance
        .titrations
        .iter()
        .map(|titration| {
            let fit = match titration.when.as_ref().map(|when| selector_holds(when, substance, beside)) {
                None => Fit::Ordinary,
                Some(Some(true)) => Fit::Fits,
                Some(Some(false)) => Fit::DoesNot,
                Some(None) => Fit::Open,
            };
            (titration, fit)
        })
        .collect();
    all.sort_by_key(|(_, fit)| *fit);
    all
}

/// The label's steps from a first day on.
#[must_use]
pub fn by_label(titration: &Titration, start: Date) -> Vec<Step> {
    let steps = titration.steps.iter().map(|step| Step {
        from: plus(start, i64::from(step.from_day) - 1),
        daily: step.daily.normalize(),
        divided: step.divided,
        if_needed: step.if_needed,
    });
    steps.collect()
}

/// Steps down to nothing from a daily amount, the first cut on `start`.
///
/// # Errors
/// When amount or rule make no taper.
pub fn going_down(from: Decimal, rule: &TaperRule, start: Date) -> Result<Vec<Step>, TaperProblem> {
    let taper = Taper::draw(from, rule)?;
    let step = |step: &crate::taper::TaperStep| Step {
        from: plus(start, i64::from(step.week) * 7),
        daily: step.daily.normalize(),
        divided: None,
        if_needed: false,
    };
    Ok(taper.steps.iter().map(step).collect())
}

/// Days that have to pass between the last dose of one and the first of another.
#[derive(Clone, Copy, Debug)]
pub struct Washout<'k> {
    /// Whole days without either.
    pub days: u16,
    /// The rule that says so.
    pub rule: &'k Rule,
}

/// The longest washout that a rule asks for; `None` where none is on file, which is not the same as none being needed.
#[must_use]
pub fn washout<'k>(knowledge: &'k Knowledge, from: &Substance, to: &Substance) -> Option<Washout<'k>> {
    let rules = knowledge.rules().filter(|(_, rule)| rule.scope == Scope::Washout);
    let fitting = rules.filter(|(owner, rule)| fits_washout(*owner, rule, from, to));
    let timed = fitting.filter_map(|(_, rule)| Some(Washout { days: rule.min_days?.ceil().to_u16()?, rule }));
    timed.max_by_key(|washout| washout.days)
}

/// The first day without the old medicine: the day of its last step, where that is nothing.
#[must_use]
pub fn first_day_without(steps: &[Step]) -> Option<Date> {
    steps.iter().find(|step| step.daily.is_zero()).map(|step| step.from)
}

/// The first day on which another may be begun: so many whole days without the old one.
#[must_use]
pub fn earliest_start(down: &[Step], days: u16) -> Option<Date> {
    first_day_without(down).map(|day| plus(day, i64::from(days)))
}

/// The days on which both are taken, first and last; `None` where they do not meet.
#[must_use]
pub fn both_taken(down: &[Step], up: &[Step]) -> Option<(Date, Date)> {
    let first = up.iter().filter(|step| !step.daily.is_zero()).map(|step| step.from).min()?;
    let last = plus(first_day_without(down)?, -1);
    (first <= last).then_some((first, last))
}

/// How many days both are taken.
#[must_use]
pub fn overlap_days(down: &[Step], up: &[Step]) -> u16 {
    both_taken(down, up).and_then(|(first, last)| u16::try_from(days_between(first, last) + 1).ok()).unwrap_or(0)
}

/// Whether a medicine that was not taken for some days is begun again from the beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Restart {
    /// Nothing of it is left: from the beginning, as for a first time. After so many days.
    FromTheBeginning(u32),
    /// Some of it is still there; it would be gone after so many days.
    NotYet(u32),
    /// No half-life is on file.
    NotKnown,
}

/// By five of the longest half-lives, metabolites not counted: what the body has got used to is the substance itself. A rule of
/// the substance's own goes before this; the review says it.
#[must_use]
pub fn restart(substance: &Substance, days_missed: u32) -> Restart {
    let hours = substance.half_life().and_then(|half_life| (half_life.to * Decimal::from(HALF_LIVES_UNTIL_GONE)).to_u32());
    match hours.map(|hours| hours.div_ceil(24)) {
        None => Restart::NotKnown,
        Some(days) if days_missed > days => Restart::FromTheBeginning(days),
        Some(days) => Restart::NotYet(days),
    }
}

/// Level relative to the one that a steady dose would give, in mg a day, at the end of each day from `from` on: one
/// compartment, evenly spread doses. `before` is what was taken for long before. A simulation, and shown as one.
#[must_use]
pub fn simulated(steps: &[Step], before: Decimal, half_life_hours: f64, from: Date, days: u32) -> Vec<f64> {
    let dose = |day: i64| {
        let today = plus(from, day);
        let step = steps.iter().filter(|step| !step.if_needed && step.from <= today).max_by_key(|step| step.from);
        DayDose::Taken(step.map_or(before, |step| step.daily).to_f64().unwrap_or(0.0))
    };
    let levels = levels(half_life_hours, before.to_f64().unwrap_or(0.0), (0..i64::from(days)).map(dose));
    levels.into_iter().map(|level| level.most).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use concord_knowledge::shipped;
    use jiff::civil::date;

    fn substance(name: &str) -> &'static Substance {
        shipped().substance_by_name(name).unwrap()
    }

    #[test]
    fn lamotrigine_beside_valproate_is_raised_by_its_own_steps() {
        let lamotrigine = substance("lamotrigine");
        let chosen = |beside: &[&Substance]| variants(lamotrigine, beside)[0].0.variant.clone();
        assert_eq!(chosen(&[substance("valproate")]), "with valproate");
        assert_eq!(chosen(&[substance("sertraline")]), "no interacting medicine");
        assert!(chosen(&[substance("carbamazepine")]).contains("inducer"));
        let steps = by_label(variants(lamotrigine, &[])[0].0, date(2026, 1, 1));
        assert_eq!((steps[0].from, steps[0].daily), (date(2026, 1, 1), Decimal::from(25)));
        assert_eq!((steps[1].from, steps[1].daily), (date(2026, 1, 15), Decimal::from(50)));
    }

    #[test]
    fn from_fluoxetine_to_an_maoi_five_weeks_pass_after_the_last_dose() {
        let washout = washout(shipped(), substance("fluoxetine"), substance("phenelzine")).unwrap();
        assert_eq!(washout.days, 35);
        let down = [Step { from: date(2026, 1, 1), daily: Decimal::ZERO, divided: None, if_needed: false }];
        assert_eq!(earliest_start(&down, washout.days), Some(date(2026, 2, 5)));
    }

    #[test]
    fn a_cross_taper_says_for_how_many_days_both_are_taken() {
        let rule = TaperRule { percent: 50, weeks_between: 1, smallest: Decimal::from(25), weeks_min: 0 };
        let down = going_down(Decimal::from(100), &rule, date(2026, 1, 1)).unwrap();
        let up = [Step { from: date(2026, 1, 1), daily: Decimal::from(10), divided: None, if_needed: false }];
        assert_eq!(first_day_without(&down), Some(date(2026, 1, 15)));
        assert_eq!(overlap_days(&down, &up), 14);
        let after = [Step { from: date(2026, 1, 15), ..up[0].clone() }];
        assert_eq!(both_taken(&down, &after), None);
    }

    #[test]
    fn a_medicine_that_is_gone_is_begun_again_from_the_beginning() {
        let lamotrigine = substance("lamotrigine");
        assert!(matches!(restart(lamotrigine, 30), Restart::FromTheBeginning(_)));
        assert!(matches!(restart(lamotrigine, 1), Restart::NotYet(_)));
    }

    #[test]
    fn the_simulated_level_halves_in_a_half_life_and_never_passes_the_dose() {
        let stop = [Step { from: date(2026, 1, 1), daily: Decimal::ZERO, divided: None, if_needed: false }];
        let levels = simulated(&stop, Decimal::from(100), 24.0, date(2026, 1, 1), 3);
        assert_eq!(levels, [50.0, 25.0, 12.5]);
        let start = [Step { daily: Decimal::from(100), ..stop[0].clone() }];
        assert!(simulated(&start, Decimal::ZERO, 24.0, date(2026, 1, 1), 60).iter().all(|level| *level <= 100.0));
    }
}
