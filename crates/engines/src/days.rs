//! Days of the practice: what falls on which civil day, how many weeks lie between, and how a day is written.

use concord_chart::When;
use jiff::{ToSpan, civil::Date, tz::TimeZone};

/// The day of a moment in the practice's zone; for a month, year or span its first day.
pub fn day_of(when: When, zone: &TimeZone) -> Date {
    when.day_in(zone).unwrap_or_else(|| when.first_day())
}

/// A day moved by some days; stays where it is at the ends of the calendar.
pub fn plus(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}

/// Days from one day to another; negative when the other lies before.
pub fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// Whole weeks from one day to another, 0 when the other lies before: the first seven days are week 0.
pub fn weeks_between(from: Date, to: Date) -> u16 {
    u16::try_from(days_between(from, to).max(0) / 7).unwrap_or(u16::MAX)
}

/// The Monday of the week in which a day lies.
pub fn monday_of(day: Date) -> Date {
    plus(day, -i64::from(day.weekday().to_monday_zero_offset()))
}

/// A day as staff read it: `10 Aug`, with the year when it is not the year of `today`.
pub fn day_words(day: Date, today: Date) -> String {
    let month = MONTHS[usize::from(day.month().unsigned_abs()).saturating_sub(1) % 12];
    if day.year() == today.year() { format!("{} {month}", day.day()) } else { format!("{} {month} {}", day.day(), day.year()) }
}

/// A day with its year, for sentences that are not read on a known day: `10 Aug 2026`.
pub fn full_day_words(day: Date) -> String {
    day_words(day, Date::ZERO)
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_week_is_over_after_seven_days() {
        assert_eq!(weeks_between(date(2026, 6, 1), date(2026, 6, 7)), 0);
        assert_eq!(weeks_between(date(2026, 6, 1), date(2026, 6, 8)), 1);
        assert_eq!(weeks_between(date(2026, 6, 8), date(2026, 6, 1)), 0);
        assert_eq!(days_between(date(2025, 12, 30), date(2026, 3, 1)), 61);
    }

    #[test]
    fn the_year_is_written_when_it_is_another() {
        assert_eq!(day_words(date(2026, 8, 10), date(2026, 12, 1)), "10 Aug");
        assert_eq!(day_words(date(2025, 8, 10), date(2026, 12, 1)), "10 Aug 2025");
        assert_eq!(full_day_words(date(2026, 8, 10)), "10 Aug 2026");
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_panic() {
        assert_eq!(plus(Date::MAX, 10), Date::MAX);
        assert_eq!(plus(Date::MIN, -10), Date::MIN);
    }
}
