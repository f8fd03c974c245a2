//! What is known about taking one medicine: days with their source, what was handed out, what was counted, what gets in the
//! way, and whether that is enough to judge the medicine by. Days nobody answered for are neither taken nor left out.

use concord_chart::{
    Chart,
    barrier::Barrier,
    medication::{KnownFrom, MedicationCourse},
};
use concord_engines::{
    days::{days_between, plus},
    supply::{Supply, Used},
};
use concord_knowledge::{Substance, substance::Exposure};
use jiff::{civil::Date, tz::TimeZone};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Days that are looked back upon for what was taken.
pub(crate) const LATELY: i64 = 28;
/// Days of the picture: twelve weeks.
pub(crate) const SHOWN: i64 = 84;
/// Gaps, in days without supply, after which somebody counts as no longer on the medicine. The choice is a convention and
/// changes the answer, which is why there are two.
pub(crate) const GAPS: [u16; 2] = [14, 30];

/// What is known about one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Day {
    /// Before the course, or after it.
    Outside,
    /// The medicine was held.
    Held,
    /// Taken, and how we know.
    Taken(KnownFrom),
    /// Left out, and how we know.
    Missed(KnownFrom),
    /// Nobody said.
    Unanswered,
    /// Today, and nobody said yet: the day is not over.
    NotYet,
}

/// Days of a stretch, counted by what is known of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    /// Days on which it was taken.
    pub taken: u32,
    /// Days on which it was left out.
    pub missed: u32,
    /// Days nobody answered for.
    pub unanswered: u32,
    /// Days on which it was held.
    pub held: u32,
    /// Days answered for, by how we know: taken, left out.
    pub from: Vec<(KnownFrom, u32, u32)>,
}

impl Counted {
    fn of(days: &[(Date, Day)]) -> Self {
        let mut counted = Self::default();
        for (_, day) in days {
            match day {
                Day::Taken(from) => {
                    counted.taken += 1;
                    counted.add(*from, 1, 0);
                }
                Day::Missed(from) => {
                    counted.missed += 1;
                    counted.add(*from, 0, 1);
                }
                Day::Unanswered => counted.unanswered += 1,
                Day::Held => counted.held += 1,
                Day::Outside | Day::NotYet => {}
            }
        }
        counted
    }

    fn add(&mut self, from: KnownFrom, taken: u32, missed: u32) {
        match self.from.iter_mut().find(|(known, ..)| *known == from) {
            Some(known) => {
                known.1 += taken;
                known.2 += missed;
            }
            None => self.from.push((from, taken, missed)),
        }
    }

    /// Days somebody answered for.
    pub fn answered(&self) -> u32 {
        self.taken + self.missed
    }
}

/// A fill on a day on which something was still there: its days begin later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Early {
    /// The day of the fill.
    pub on: Date,
    /// By how many days it was moved.
    pub by: i64,
}

/// Whether enough was taken to judge the medicine by its effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Enough {
    /// Too little, with what says so.
    TooLittle(Vec<String>),
    /// Nobody can say, and why.
    NotKnown(String),
    /// Enough, with what says so.
    Yes(String),
}

/// Everything that is known about taking one medicine.
pub(crate) struct Taking<'a> {
    /// The course.
    pub course: &'a MedicationCourse,
    /// The last twelve weeks, each day.
    pub days: Vec<(Date, Day)>,
    /// The last 28 days, counted.
    pub lately: Counted,
    /// True where it is due every day, so that a day without an answer is one to ask about.
    pub daily: bool,
    /// What the fills cover; `None` where no fill says for how many days it is.
    pub supply: Option<Supply>,
    /// The fills that came early.
    pub early: Vec<Early>,
    /// The latest count against the fill before it.
    pub used: Option<Used>,
    /// What gets in the way, what is open first.
    pub barriers: Vec<&'a Barrier>,
    /// What a fair trial asks for, where the formulary says it.
    pub exposure: Option<&'a Exposure>,
}

impl<'a> Taking<'a> {
    /// Gathers it for a day.
    pub fn of(
        chart: &'a Chart,
        course: &'a MedicationCourse,
        substance: Option<&'a Substance>,
        today: Date,
        zone: &TimeZone,
    ) -> Self {
        let until = course.last_day(zone).map_or(today, |last| last.min(today));
        let days = days(course, today, until, zone);
        let recent = days.len().saturating_sub(usize::try_from(LATELY).unwrap_or(0));
        let lately = Counted::of(&days[recent..]);
        let dosing = course.dosing().unwrap_or(&course.what.dosing);
        let mut barriers: Vec<&Barrier> =
            chart.barriers.iter().filter(|barrier| barrier.what.course.is_none_or(|about| about == course.id)).collect();
        barriers.sort_by(|a, b| a.resolved.is_some().cmp(&b.resolved.is_some()).then_with(|| b.at.order(&a.at)));
        Self {
            course,
            days,
            lately,
            daily: !dosing.as_needed && dosing.per_day.is_none_or(|times| times >= Decimal::ONE),
            supply: Supply::of(course, until),
            early: early(course, until),
            used: Used::latest(course),
            barriers,
            exposure: substance.and_then(|substance| substance.exposure.as_ref()),
        }
    }

    /// The days of the picture by week, the latest week last, each counted.
    pub fn weeks(&self) -> impl Iterator<Item = (&[(Date, Day)], Counted)> {
        self.days.chunks(7).map(|week| (week, Counted::of(week)))
    }

    /// True where a day had supply.
    pub fn supplied(&self, day: Date) -> bool {
        self.supply.as_ref().is_some_and(|supply| supply.stretches.iter().any(|(first, last)| (*first..=*last).contains(&day)))
    }

    /// Whether so much was taken, in percent, that the medicine can be judged. Each of the three ways of knowing can say
    /// that it was too little; that it was enough is said only by answers, because a supply is not taken by being there.
    pub fn enough(&self, needed: u8) -> Enough {
        if !self.daily {
            return Enough::NotKnown("It is not due every day, so that days do not tell how much of it was taken.".to_owned());
        }
        let too_little = self.too_little(needed);
        if !too_little.is_empty() {
            return Enough::TooLittle(too_little);
        }
        let (taken, answered, open) = (self.lately.taken, self.lately.answered(), self.lately.unanswered);
        if answered == 0 {
            return Enough::NotKnown(format!("Nobody answered for any of the last {LATELY} days."));
        }
        if below(taken, answered + open, needed) {
            return Enough::NotKnown(format!(
                "Taken on {taken} of {answered} days answered for, but {open} days have no answer: if it was left out on them, \
                 it was less than {needed} %."
            ));
        }
        Enough::Yes(format!("Taken on {taken} of the last {} days on which it was due.", answered + open))
    }

    fn too_little(&self, needed: u8) -> Vec<String> {
        let mut found = Vec::new();
        let (taken, answered) = (self.lately.taken, self.lately.answered());
        if answered > 0 && below(taken, answered, needed) {
            found.push(format!("Taken on {taken} of {answered} days answered for, {} %.", percent(taken, answered)));
        }
        // A fill that does not say for how many days it is may have covered what looks like a gap.
        if let Some(supply) =
            self.supply.as_ref().filter(|supply| supply.unclear == 0 && below(supply.covered, supply.days, needed))
        {
            found.push(format!("There was supply on {} % of the days since the first fill.", supply.percent()));
        }
        if let Some(used) = &self.used
            && used.due > Decimal::ZERO
            && used.used * Decimal::ONE_HUNDRED < used.due * Decimal::from(needed)
        {
            found.push(format!(
                "By the count, {} of {} that were due are gone.",
                used.used.normalize(),
                used.due.round_dp(1).normalize()
            ));
        }
        found
    }
}

/// True where a share lies below so many percent.
fn below(part: u32, of: u32, percent: u8) -> bool {
    u64::from(part) * 100 < u64::from(of) * u64::from(percent)
}

/// A share in percent, rounded down: it never looks like more than it is.
pub(crate) fn percent(part: u32, of: u32) -> u32 {
    (part * 100).checked_div(of).unwrap_or(0)
}

fn days(course: &MedicationCourse, today: Date, until: Date, zone: &TimeZone) -> Vec<(Date, Day)> {
    let first = course.started.day_in(zone).unwrap_or_else(|| course.started.last_day());
    let mut known: BTreeMap<Date, Day> = course.taken_from.iter().map(|(day, from)| (*day, Day::Taken(*from))).collect();
    known.extend(course.missed_from.iter().map(|(day, from)| (*day, Day::Missed(*from))));
    let held = |day: Date| {
        let began =
            |step: &&concord_chart::medication::DoseStep| step.from.day_in(zone).unwrap_or_else(|| step.from.first_day()) <= day;
        course.steps.iter().rev().find(began).is_some_and(|step| step.dosing.is_none())
    };
    let one = |day: Date| match known.get(&day) {
        Some(known) => *known,
        None if day < first || day > until => Day::Outside,
        None if held(day) => Day::Held,
        None if day == today => Day::NotYet,
        None => Day::Unanswered,
    };
    (0..SHOWN).map(|number| plus(today, number + 1 - SHOWN)).map(|day| (day, one(day))).collect()
}

/// The fills that came while something was still there, with the days by which each begins later.
fn early(course: &MedicationCourse, until: Date) -> Vec<Early> {
    let mut fills: Vec<(Date, u16)> = course
        .fills
        .iter()
        .filter_map(|fill| Some((fill.what.on, fill.what.days_supply?)))
        .filter(|(on, _)| *on <= until)
        .collect();
    fills.sort_unstable();
    let (mut found, mut free): (Vec<Early>, Option<Date>) = (Vec::new(), None);
    for (on, days) in fills {
        let begins = free.map_or(on, |free| free.max(on));
        if begins > on {
            found.push(Early { on, by: days_between(on, begins) });
        }
        free = Some(plus(begins, i64::from(days)));
    }
    found
}
