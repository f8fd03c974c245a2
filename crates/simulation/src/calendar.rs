//! The demo's own calendar. Its today is a Thursday in August 2026, whatever day it is outside; its history is two years.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Weekday, date},
    tz::TimeZone,
};

/// The time zone of the practice.
pub(crate) const ZONE: &str = "America/New_York";
/// The day on which every demo begins.
pub(crate) const TODAY: Date = date(2026, 8, 20);
/// The practice began to use Concord on this day.
pub(crate) const FIRST_DAY: Date = date(2024, 8, 21);
/// The time of day at which every demo begins: after lunch, with the morning's visits done and the afternoon's to come.
const NOW: (i8, i8) = (13, 40);

/// Turns the practice's days and times into instants.
#[derive(Clone)]
pub(crate) struct Calendar(TimeZone);

impl Calendar {
    pub fn new() -> Self {
        Self(TimeZone::get(ZONE).unwrap_or(TimeZone::UTC))
    }

    /// The present moment of every demo.
    pub fn now(&self) -> Timestamp {
        self.at(TODAY, NOW.0, NOW.1)
    }

    /// This time on this day. Times that a change of the clocks leaves out move on by an hour.
    pub fn at(&self, day: Date, hour: i8, minute: i8) -> Timestamp {
        day.at(hour, minute, 0, 0).to_zoned(self.0.clone()).map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
    }
}

/// This many days later (or earlier).
pub(crate) fn plus(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}

/// Days from the first to the second.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// The number of the day's week; weeks begin on Monday.
pub(crate) fn week(day: Date) -> i64 {
    // 1 January 2024 was a Monday.
    days_between(date(2024, 1, 1), day).div_euclid(7)
}

/// True when the practice is open: Monday to Friday, but not on a public holiday.
pub(crate) fn is_open(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_holiday(day)
}

/// The first open day from this one on.
pub(crate) fn open_from(day: Date) -> Date {
    let mut day = day;
    while !is_open(day) {
        day = plus(day, 1);
    }
    day
}

fn is_holiday(day: Date) -> bool {
    let nth_weekday = i32::from(day.day() - 1) / 7 + 1;
    let is_last_of_month = plus(day, 7).month() != day.month();
    match (day.month(), day.day(), day.weekday()) {
        (1, 1, _) | (7, 4, _) | (12, 24..=26, _) => true,
        (5, _, Weekday::Monday) => is_last_of_month,
        (9, _, Weekday::Monday) => nth_weekday == 1,
        (11, _, Weekday::Thursday) => nth_weekday == 4,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_begins_on_a_thursday_that_is_open() {
        assert_eq!(TODAY.weekday(), Weekday::Thursday);
        assert!(is_open(TODAY));
        assert_eq!(Calendar::new().now().to_string(), "2026-08-20T17:40:00Z");
    }

    #[test]
    fn nobody_is_booked_on_thanksgiving() {
        assert!(!is_open(date(2025, 11, 27)));
        assert!(is_open(date(2025, 11, 20)));
        assert!(!is_open(date(2026, 5, 25)), "Memorial Day");
        assert!(!is_open(date(2025, 9, 1)), "Labor Day");
        assert_eq!(open_from(date(2025, 7, 4)), date(2025, 7, 7));
    }

    #[test]
    fn a_time_that_the_clocks_leave_out_still_is_one() {
        assert!(Calendar::new().at(date(2026, 3, 8), 2, 30) > Timestamp::UNIX_EPOCH);
    }
}
