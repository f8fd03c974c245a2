//! The simulated level of a medicine, day by day, behind today and ahead of it: one compartment, evenly spread doses, the
//! middle of the half-life on file. It is told as the steady dose that would hold the same level, and is no blood level.
//!
//! Nothing is assumed about days on which nobody said whether the medicine was taken: the least counts them as left out, the
//! most as taken. Ahead of today the firm steps of the plan are taken as agreed; a step that depends on something is not.

use crate::days::{day_of, days_between, plus};
use crate::safety::same_route;
use concord_chart::When;
use concord_chart::medication::{Dosing, MedicationCourse};
use concord_knowledge::Substance;
use concord_knowledge::substance::HalfLife;
use jiff::{civil::Date, tz::TimeZone};
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeSet;

/// Half-lives after which what was taken before no longer shows: 2⁻⁵ is 3 %.
const HALF_LIVES_UNTIL_GONE: f64 = 5.0;
/// Longer courses are simulated over their last stretch only: about 55 years.
const DAYS_AT_MOST: i64 = 20_000;

/// What is known of the dose of one day, in the unit of the course.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DayDose {
    /// Taken, so much in the whole day.
    Taken(f64),
    /// Known to have been left out, or not prescribed.
    None,
    /// Nobody said; so much was prescribed.
    Unknown(f64),
}

/// The level at the end of a day, as the steady dose a day that would hold it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// The least that it can be.
    pub least: f64,
    /// The most that it can be; the same as the least where every day is known.
    pub most: f64,
}

/// The course of a level.
#[derive(Clone, Debug, PartialEq)]
pub struct Exposure<'k> {
    /// The day of the first level.
    pub from: Date,
    /// One level a day.
    pub levels: Vec<Level>,
    /// The half-life that it rests on, with its source.
    pub half_life: &'k HalfLife,
}

/// By these ways a dose is taken up at once, next to the half-life; a course without a way is taken by mouth.
const AT_ONCE: &[&str] = &["oral", "sublingual", "buccal", "nasal"];

/// Why no level is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoExposure {
    /// The substance is not known here, or its entry has no half-life.
    NoHalfLife,
    /// It is given in a form that releases it slowly, so that the half-life does not say how the level runs.
    SlowForm,
    /// The amount a day is not known.
    DoseNotKnown,
}

impl NoExposure {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoHalfLife => "no half-life is on file",
            Self::SlowForm => "its form releases it slowly, and the half-life does not say how",
            Self::DoseNotKnown => "the amount a day is not known",
        }
    }
}

/// Level at the end of each day, from `before` (a steady dose taken for long).
#[must_use]
pub fn levels(half_life_hours: f64, before: f64, days: impl IntoIterator<Item = DayDose>) -> Vec<Level> {
    let kept = 0.5_f64.powf(24.0 / half_life_hours.max(0.1));
    let mut now = Level { least: before, most: before };
    let next = |level: f64, dose: f64| level * kept + dose * (1.0 - kept);
    let day = |day: DayDose| {
        let (least, most) = match day {
            DayDose::Taken(dose) => (dose, dose),
            DayDose::None => (0.0, 0.0),
            DayDose::Unknown(dose) => (0.0, dose),
        };
        now = Level { least: next(now.least, least), most: next(now.most, most) };
        now
    };
    days.into_iter().map(day).collect()
}

/// The level of one course from its beginning up to and with `until`, in `unit` a day: as taken up to today, as planned after.
///
/// # Errors
/// Why none can be simulated.
pub fn of_course<'k>(
    course: &MedicationCourse,
    substance: Option<&'k Substance>,
    unit: &str,
    (today, until): (Date, Date),
    zone: &TimeZone,
) -> Result<Exposure<'k>, NoExposure> {
    let half_life = substance.and_then(Substance::half_life).ok_or(NoExposure::NoHalfLife)?;
    let route = course.what.route.as_deref().unwrap_or_default().trim();
    if !route.is_empty() && !AT_ONCE.iter().any(|at_once| same_route(route, at_once)) {
        return Err(NoExposure::SlowForm);
    }
    let doses = Doses::of(course, unit, today, zone);
    let hours = half_life.middle_hours();
    // What was taken before the first known dose has to be gone before a level can be told.
    let (first, unseen) = doses.known_from().ok_or(NoExposure::DoseNotKnown)?;
    let gone_after = if unseen { (hours * HALF_LIVES_UNTIL_GONE / 24.0).ceil() as i64 } else { 0 };
    let first = first.max(plus(until, -DAYS_AT_MOST));
    let days = (0..=days_between(first, until)).map(|day| plus(first, day));
    let taken: Vec<DayDose> = days.map_while(|day| doses.on(day)).collect();
    let mut levels = levels(hours, 0.0, taken);
    let from = plus(first, gone_after);
    levels.drain(..usize::try_from(gone_after).unwrap_or(0).min(levels.len()));
    if levels.is_empty() { Err(NoExposure::DoseNotKnown) } else { Ok(Exposure { from, levels, half_life }) }
}

/// The firm steps of a plan with the day from which each can begin: a step whose day has passed unconfirmed begins tomorrow at
/// the earliest. None while the plan waits.
pub fn steps_ahead(course: &MedicationCourse, today: Date) -> impl Iterator<Item = (Date, &Dosing)> {
    let waits = course.plan.as_ref().is_some_and(|plan| plan.paused.is_some());
    let firm = course.planned.iter().filter(move |step| !waits && step.only_if.is_none());
    firm.map(move |step| (step.from.max(plus(today, 1)), &step.dosing))
}

/// The amount a day in a unit; an end of a plan is none of it. `None` where strength or frequency is not known, or the unit is
/// another.
#[must_use]
pub fn amount_a_day(dosing: &Dosing, unit: &str) -> Option<rust_decimal::Decimal> {
    match &dosing.dose {
        Some(dose) if dose.amount.is_zero() => Some(dose.amount),
        _ => dosing.per_day_amount().filter(|dose| dose.unit == unit).map(|dose| dose.amount),
    }
}

/// The doses of a course by day.
struct Doses {
    /// From which day what was prescribed, in order of time; `None`: the amount is not known.
    steps: Vec<(Date, Option<f64>)>,
    taken: BTreeSet<Date>,
    missed: BTreeSet<Date>,
    last: Option<Date>,
    today: Date,
}

impl Doses {
    fn of(course: &MedicationCourse, unit: &str, today: Date, zone: &TimeZone) -> Self {
        let amount = |dosing: &Dosing| amount_a_day(dosing, unit).and_then(|amount| amount.to_f64());
        let past = course.steps.iter().map(|step| {
            let dose = step.dosing.as_ref().map_or(Some(0.0), &amount);
            (begins(step.from, today, zone), dose)
        });
        let ahead = steps_ahead(course, today).map(|(from, dosing)| (from, amount(dosing)));
        let mut steps: Vec<(Date, Option<f64>)> = past.chain(ahead).collect();
        steps.sort_by_key(|(from, _)| *from);
        Self {
            steps,
            taken: course.taken.iter().copied().collect(),
            missed: course.missed.iter().map(|(day, _)| *day).collect(),
            last: course.last_day(zone),
            today,
        }
    }

    /// The first day from which, up to today, every amount is known; and whether something of another amount came before.
    fn known_from(&self) -> Option<(Date, bool)> {
        let past = self.steps.partition_point(|(from, _)| *from <= self.today);
        let unknown = self.steps[..past].iter().rposition(|(_, dose)| dose.is_none());
        let (from, _) = self.steps.get(unknown.map_or(0, |place| place + 1))?;
        Some((*from, unknown.is_some()))
    }

    /// What is known of a day; `None` where the amount is not.
    fn on(&self, day: Date) -> Option<DayDose> {
        if self.last.is_some_and(|last| day > last) {
            return Some(DayDose::None);
        }
        let (_, dose) = self.steps.iter().rfind(|(from, _)| *from <= day)?;
        let dose = (*dose)?;
        Some(match day {
            _ if self.missed.contains(&day) => DayDose::None,
            // Today is not over, and what is ahead is taken as agreed.
            _ if day >= self.today || self.taken.contains(&day) => DayDose::Taken(dose),
            _ => DayDose::Unknown(dose),
        })
    }
}

/// The day from which a step counts; of one that is known only roughly, the latest that it can have been.
fn begins(when: When, today: Date, zone: &TimeZone) -> Date {
    when.day_in(zone).unwrap_or_else(|| when.last_day().min(today).max(day_of(when, zone)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_level_settles_at_the_dose() {
        let levels = levels(26.0, 0.0, [DayDose::Taken(50.0); 30]);
        assert!((levels[29].least - 50.0).abs() < 0.1);
        assert!(levels.windows(2).all(|two| two[0].least <= two[1].least));
        assert!(levels.iter().all(|level| (level.most - level.least).abs() < 1e-9));
    }

    #[test]
    fn one_half_life_without_a_dose_halves_it() {
        assert_eq!(levels(24.0, 80.0, [DayDose::None])[0], Level { least: 40.0, most: 40.0 });
    }

    #[test]
    fn an_unknown_day_opens_a_gap_between_the_bounds_that_closes_again() {
        let mut days = [DayDose::Taken(10.0); 40];
        days[20] = DayDose::Unknown(10.0);
        let levels = levels(24.0, 0.0, days);
        let gap = |day: usize| levels[day].most - levels[day].least;
        assert!(gap(19) < 0.01 && (gap(20) - 5.0).abs() < 0.1 && gap(22) < gap(20) && gap(30) < 0.01);
    }

    #[test]
    fn if_nobody_ever_said_the_least_is_nothing_and_the_most_is_the_dose() {
        let last = levels(24.0, 0.0, [DayDose::Unknown(75.0); 60])[59];
        assert!(last.least.abs() < 1e-9 && (last.most - 75.0).abs() < 0.1);
    }
}
