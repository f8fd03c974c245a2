//! What a course of therapy amounts to: agenda, homework, working together, attendance, themes, exposure, skills, and the
//! ways to lay out a note. Everything here proposes or adds up what people wrote; a therapist decides.

pub mod activity;
pub mod agenda;
pub mod alliance;
pub mod attendance;
pub mod ccrt;
pub mod expectancy;
pub mod facts;
pub mod homework;
pub mod modes;
pub mod note_view;
pub mod progress;
pub mod skills;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// The number of days by which an entry was late: recorded so many whole days after it happened; `None` when it was
/// recorded within a day, or when what happened is not known to the day.
pub fn late_by(occurred: concord_chart::When, recorded: Timestamp, zone: &TimeZone) -> Option<i64> {
    let day: Date = occurred.day_in(zone)?;
    let hours = match occurred {
        concord_chart::When::Instant(at) => recorded.duration_since(at).as_hours(),
        _ => 24 * (crate::days::days_between(day, recorded.to_zoned(zone.clone()).date()) - 1),
    };
    let days = hours / 24;
    (days >= 1).then_some(days)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use concord_chart::When;
    use jiff::civil::date;

    #[test]
    fn a_session_signed_the_same_evening_is_not_late_and_one_signed_on_friday_is() {
        let held = When::Instant("2026-08-19T14:00:00Z".parse().unwrap());
        let evening = "2026-08-19T22:00:00Z".parse().unwrap();
        let friday = "2026-08-21T15:00:00Z".parse().unwrap();
        assert_eq!(late_by(held, evening, &TimeZone::UTC), None);
        assert_eq!(late_by(held, friday, &TimeZone::UTC), Some(2));
    }

    #[test]
    fn of_a_rough_date_nobody_can_say_that_it_was_late() {
        let now = "2026-08-21T15:00:00Z".parse().unwrap();
        assert_eq!(late_by(When::Month(2019, 3), now, &TimeZone::UTC), None);
        assert_eq!(late_by(When::Day(date(2026, 8, 20)), now, &TimeZone::UTC), None);
        assert_eq!(late_by(When::Day(date(2026, 8, 18)), now, &TimeZone::UTC), Some(2));
    }
}
