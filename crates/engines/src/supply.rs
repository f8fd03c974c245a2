//! Supply: how many days were covered by what was handed out, and for how long somebody stayed with a medicine.
//!
//! The proportion of days covered counts each day once: an early fill begins when the one before it is used up, so that
//! nobody is counted as covered twice on one day. The period begins with the first fill. Having a supply is not taking it;
//! whoever shows this says so, and shows ticks and counts beside it.

use crate::days::{days_between, plus};
use concord_chart::EventId;
use concord_chart::dispensing::Fill;
use concord_chart::medication::{KnownFrom, MedicationCourse};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// What the fills of one course cover.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supply {
    /// The day of the first fill: the period begins here.
    pub from: Date,
    /// The last day looked at: today, or the last day of a stopped course.
    pub to: Date,
    /// Days with supply.
    pub covered: u32,
    /// Days of the period.
    pub days: u32,
    /// Stretches with supply, first and last day, in order and without overlap.
    pub stretches: Vec<(Date, Date)>,
    /// Days left over at the end of the period from fills already handed out.
    pub left_over: u32,
    /// The fills that it rests on.
    pub because: Vec<EventId>,
    /// Fills that do not say for how many days they are.
    pub unclear: usize,
}

impl Supply {
    /// Works out the supply of a course up to a day; `None` where no fill says for how many days it is.
    pub fn of(course: &MedicationCourse, until: Date) -> Option<Self> {
        let mut fills: Vec<(&Fill, u16)> = course
            .fills
            .iter()
            .filter_map(|fill| Some((fill, fill.what.days_supply?)))
            .filter(|(fill, _)| fill.what.on <= until)
            .collect();
        fills.sort_by_key(|(fill, _)| fill.what.on);
        let from = fills.first()?.0.what.on;
        let mut supply = Self {
            from,
            to: until,
            covered: 0,
            days: count(from, until),
            stretches: Vec::new(),
            left_over: 0,
            because: fills.iter().map(|(fill, _)| fill.id).collect(),
            unclear: course.fills.iter().filter(|fill| fill.what.days_supply.is_none()).count(),
        };
        for (fill, days) in fills {
            supply.add(fill.what.on, days);
        }
        supply.end();
        Some(supply)
    }

    /// Adds a fill: it begins on its day, or when what is there is used up.
    fn add(&mut self, on: Date, days: u16) {
        let begins = self.stretches.last().map_or(on, |(_, last)| on.max(plus(*last, 1)));
        let ends = plus(begins, i64::from(days) - 1);
        match self.stretches.last_mut() {
            Some((_, last)) if plus(*last, 1) == begins => *last = ends,
            _ => self.stretches.push((begins, ends)),
        }
    }

    /// Cuts everything at the end of the period and counts.
    fn end(&mut self) {
        for (first, last) in &mut self.stretches {
            if *last > self.to {
                self.left_over += count((*first).max(plus(self.to, 1)), *last);
                *last = self.to;
            }
        }
        self.stretches.retain(|(first, last)| first <= last);
        self.covered = self.stretches.iter().map(|(first, last)| count(*first, *last)).sum();
    }

    /// Share of days covered, in percent, rounded half up.
    pub fn percent(&self) -> u8 {
        u8::try_from((self.covered * 200 + self.days) / (self.days * 2).max(1)).unwrap_or(100)
    }

    /// Days from the first fill to the first gap longer than `most` days, or to the end of the period.
    pub fn persistence_days(&self, most: u16) -> u32 {
        let gap_ends = self.stretches.windows(2).find(|pair| days_between(pair[0].1, pair[1].0) - 1 > i64::from(most));
        let last_covered = match gap_ends {
            Some(pair) => pair[0].1,
            None => match self.stretches.last() {
                Some((_, last)) if days_between(*last, self.to) > i64::from(most) => *last,
                _ => self.to,
            },
        };
        count(self.from, last_covered)
    }
}

/// Days from one day to another, both counted; 0 when the second comes first.
fn count(from: Date, to: Date) -> u32 {
    u32::try_from(days_between(from, to) + 1).unwrap_or(0)
}

/// What two things on the chart say about taking: how many were used between two counts, of how many that were due.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// The day of the count.
    pub on: Date,
    /// Units used since the fill before it.
    pub used: Decimal,
    /// Units that were due in these days.
    pub due: Decimal,
    /// The fill and the count.
    pub because: [EventId; 2],
}

impl Used {
    /// The latest count against the last fill before it that says how many units for how many days. Only one fill between:
    /// with more, it is not known from which the rest comes.
    pub fn latest(course: &MedicationCourse) -> Option<Self> {
        let count = course.counts.iter().max_by_key(|count| count.what.on)?;
        let fill = course.fills.iter().filter(|fill| fill.what.on <= count.what.on).max_by_key(|fill| fill.what.on)?;
        let (quantity, days) = (fill.what.quantity?, fill.what.days_supply.filter(|days| *days > 0)?);
        let gone = Decimal::from(days_between(fill.what.on, count.what.on));
        let due = (quantity * gone / Decimal::from(days)).min(quantity);
        Some(Self { on: count.what.on, used: (quantity - count.what.left).max(Decimal::ZERO), due, because: [fill.id, count.id] })
    }
}

/// How a source of knowledge about taking is called.
pub fn source_words(from: KnownFrom) -> &'static str {
    match from {
        KnownFrom::PatientTick => "ticked by the patient",
        KnownFrom::Conversation => "said in conversation",
        KnownFrom::PillCount => "counted",
        KnownFrom::Fill => "pharmacy",
        KnownFrom::Observed => "given or watched",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn supply(fills: &[(Date, u16)], until: Date) -> Supply {
        let mut supply = Supply {
            from: fills[0].0,
            to: until,
            covered: 0,
            days: count(fills[0].0, until),
            stretches: Vec::new(),
            left_over: 0,
            because: Vec::new(),
            unclear: 0,
        };
        for (on, days) in fills {
            supply.add(*on, *days);
        }
        supply.end();
        supply
    }

    #[test]
    fn an_early_fill_is_shifted_and_not_counted_twice() {
        let supply = supply(&[(date(2026, 1, 1), 30), (date(2026, 1, 21), 30)], date(2026, 3, 1));
        assert_eq!(supply.stretches, [(date(2026, 1, 1), date(2026, 3, 1))]);
        assert_eq!((supply.covered, supply.days, supply.percent(), supply.left_over), (60, 60, 100, 0));
    }

    #[test]
    fn a_late_fill_leaves_a_gap() {
        let supply = supply(&[(date(2026, 1, 1), 30), (date(2026, 2, 10), 30)], date(2026, 3, 1));
        assert_eq!(supply.stretches, [(date(2026, 1, 1), date(2026, 1, 30)), (date(2026, 2, 10), date(2026, 3, 1))]);
        assert_eq!((supply.covered, supply.days, supply.percent(), supply.left_over), (50, 60, 83, 10));
        assert_eq!(supply.persistence_days(7), 30, "ten days without supply end it");
        assert_eq!(supply.persistence_days(14), 60, "ten days without supply are within what is allowed");
    }

    #[test]
    fn what_was_handed_out_ahead_counts_only_up_to_the_last_day() {
        let supply = supply(&[(date(2026, 1, 1), 90)], date(2026, 1, 10));
        assert_eq!((supply.covered, supply.days, supply.left_over), (10, 10, 80));
    }

    #[test]
    fn a_supply_that_ran_out_long_ago_ends_persistence_there() {
        let supply = supply(&[(date(2026, 1, 1), 30)], date(2026, 6, 1));
        assert_eq!(supply.persistence_days(30), 30);
    }
}
