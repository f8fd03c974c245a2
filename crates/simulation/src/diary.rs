//! Whose appointment book has room when: every patient gets a time of the week of their own, so nobody is booked twice.

use crate::{
    calendar::{TODAY, week},
    staff::StaffNumber,
};
use jiff::civil::{Date, Weekday};
use std::collections::{HashMap, HashSet};

/// A time of the week, every week or every second one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Slot {
    pub weekday: Weekday,
    pub hour: i8,
    pub minute: i8,
    /// For a time that comes every second week: whether in even (0) or odd (1) weeks.
    pub parity: Option<i64>,
}

impl Slot {
    pub const fn weekly(weekday: Weekday, hour: i8) -> Self {
        Self { weekday, hour, minute: 0, parity: None }
    }

    /// True when the slot lies on this day.
    pub fn is_on(&self, day: Date) -> bool {
        day.weekday() == self.weekday && self.parity.is_none_or(|parity| week(day).rem_euclid(2) == parity)
    }

    /// The first day from this one on that the slot lies on.
    pub fn first_from(&self, day: Date) -> Date {
        let mut day = day;
        while !self.is_on(day) {
            day = crate::calendar::plus(day, 1);
        }
        day
    }
}

/// Times of day at which a prescriber sees people, and those of today in the order in which they are given away.
const VISITS: &[(i8, i8)] = &[
    (8, 30),
    (9, 0),
    (9, 30),
    (10, 0),
    (10, 30),
    (11, 0),
    (11, 30),
    (13, 0),
    (13, 30),
    (14, 0),
    (14, 30),
    (15, 0),
    (15, 30),
    (16, 0),
];
const VISITS_TODAY: &[(i8, i8)] = &[(9, 30), (15, 0), (11, 0), (13, 30), (9, 0), (16, 0), (10, 30), (14, 0), (14, 30), (15, 30)];
/// Times of day at which a therapist sees people.
const SESSIONS: &[i8] = &[8, 9, 10, 11, 13, 14, 15, 16];
const SESSIONS_TODAY: &[i8] = &[14, 10, 15, 9, 13, 11, 16, 8];
const WEEKDAYS: &[Weekday] = &[Weekday::Monday, Weekday::Wednesday, Weekday::Tuesday, Weekday::Friday, Weekday::Thursday];

/// Visits every second week, in the week and on the weekday of today.
fn of_today(hour: i8, minute: i8) -> Slot {
    Slot { weekday: TODAY.weekday(), hour, minute, parity: Some(week(TODAY).rem_euclid(2)) }
}

/// Everybody's appointment books.
#[derive(Default)]
pub(crate) struct Books {
    taken: HashSet<(StaffNumber, Slot)>,
    /// How often a book was full and somebody had to share a time.
    shared: HashMap<StaffNumber, usize>,
}

impl Books {
    /// Keeps a time for somebody.
    pub fn keep(&mut self, staff: StaffNumber, slot: Slot) -> Slot {
        self.taken.insert((staff, slot));
        slot
    }

    /// A time for visits every second week; on today's time where wanted and to be had.
    pub fn visit(&mut self, staff: StaffNumber, today: bool) -> Slot {
        let todays = VISITS_TODAY.iter().map(|(hour, minute)| of_today(*hour, *minute));
        let all = [0, 1].into_iter().flat_map(|parity| {
            let times = VISITS.iter().flat_map(|(hour, minute)| WEEKDAYS.iter().map(move |weekday| (*weekday, *hour, *minute)));
            times.map(move |(weekday, hour, minute)| Slot { weekday, hour, minute, parity: Some(parity) })
        });
        let others = all.filter(|slot| !slot.is_on(TODAY));
        if today { self.first_free(staff, todays.chain(others)) } else { self.first_free(staff, others) }
    }

    /// A time for weekly sessions; on today's weekday where wanted and to be had.
    pub fn session(&mut self, staff: StaffNumber, today: bool) -> Slot {
        let todays = SESSIONS_TODAY.iter().map(|hour| Slot::weekly(TODAY.weekday(), *hour));
        let all = SESSIONS.iter().flat_map(|hour| WEEKDAYS.iter().map(|weekday| Slot::weekly(*weekday, *hour)));
        let others = all.filter(|slot| slot.weekday != TODAY.weekday());
        let last_resort = SESSIONS_TODAY.iter().map(|hour| Slot::weekly(TODAY.weekday(), *hour));
        if today { self.first_free(staff, todays.chain(others)) } else { self.first_free(staff, others.chain(last_resort)) }
    }

    fn first_free(&mut self, staff: StaffNumber, slots: impl Iterator<Item = Slot> + Clone) -> Slot {
        let free = slots.clone().find(|slot| !self.taken.contains(&(staff, *slot)));
        match free {
            Some(slot) => self.keep(staff, slot),
            // Ten thousand patients have the staff of three hundred: then times are shared, in turn.
            None => {
                let turn = self.shared.entry(staff).or_default();
                *turn += 1;
                let count = slots.clone().count().max(1);
                slots.clone().nth(*turn % count).unwrap_or(Slot::weekly(Weekday::Monday, 9))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_booked_twice_while_there_is_room() {
        let mut books = Books::default();
        let mut seen = HashSet::new();
        for number in 0..130 {
            assert!(seen.insert(books.visit(StaffNumber(0), number % 3 == 0)), "visit {number}");
        }
        let mut seen = HashSet::new();
        for number in 0..40 {
            assert!(seen.insert(books.session(StaffNumber(6), number < 8)), "session {number}");
        }
        books.session(StaffNumber(6), true);
    }

    #[test]
    fn who_is_wanted_today_is_booked_today() {
        let mut books = Books::default();
        assert!(books.visit(StaffNumber(1), true).is_on(TODAY));
        assert!(books.session(StaffNumber(7), true).is_on(TODAY));
        assert!(!books.visit(StaffNumber(1), false).is_on(TODAY));
    }
}
