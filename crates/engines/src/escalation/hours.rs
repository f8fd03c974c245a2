//! By when a person has to have looked.

use super::Rules;
use concord_chart::safety_alert::Tier;
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Weekday, tz::TimeZone};

/// Opening hours, Monday to Friday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// The hour at which the practice opens, 0–23.
    pub opens: i8,
    /// The hour at which it closes, 1–24.
    pub closes: i8,
}

/// A working period that is nearly over is no time to look.
const LONG_ENOUGH: SignedDuration = SignedDuration::from_hours(1);

/// By when a person has to have looked at an answer that was known at `now`.
pub fn respond_by(tier: Tier, now: Timestamp, hours: Hours, zone: &TimeZone, rules: &Rules) -> Timestamp {
    let after = |minutes: i64| now.checked_add(SignedDuration::from_mins(minutes)).unwrap_or(now);
    match tier {
        Tier::AtOnce => after(i64::from(rules.chain.at_once)),
        Tier::Soon => after(i64::from(rules.chain.soon)),
        Tier::NextWorkingPeriod => {
            let latest = after(60 * i64::from(rules.chain.next_period_hours));
            next_close(now, hours, zone).map_or(latest, |close| close.min(latest))
        }
    }
}

/// The end of the working period that is going on, where enough of it is left, else of the next one.
fn next_close(now: Timestamp, hours: Hours, zone: &TimeZone) -> Option<Timestamp> {
    let today = now.to_zoned(zone.clone()).date();
    let mut days = today.series(1.days()).take(8).filter(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday));
    days.find_map(|day| {
        // 24 is the midnight at the end of the day.
        let (day, hour) = if hours.closes >= 24 { (day.tomorrow().ok()?, 0) } else { (day, hours.closes) };
        let close = day.at(hour, 0, 0, 0).to_zoned(zone.clone()).ok()?.timestamp();
        (close.duration_since(now) >= LONG_ENOUGH).then_some(close)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn by(tier: Tier, now: &str) -> String {
        let zone = TimeZone::get("America/New_York").unwrap();
        let at = respond_by(tier, now.parse().unwrap(), Hours { opens: 8, closes: 17 }, &zone, &Rules::default());
        at.to_zoned(zone).strftime("%a %H:%M").to_string()
    }

    #[test]
    fn what_is_pressing_is_counted_in_minutes_at_any_hour() {
        assert_eq!(by(Tier::AtOnce, "2026-08-22T06:00:00Z"), "Sat 02:05");
        assert_eq!(by(Tier::Soon, "2026-08-22T06:00:00Z"), "Sat 02:15");
    }

    #[test]
    fn the_next_working_period_ends_with_the_day_and_never_later_than_a_day_from_now() {
        assert_eq!(by(Tier::NextWorkingPeriod, "2026-08-20T14:00:00Z"), "Thu 17:00", "there are seven hours left");
        assert_eq!(by(Tier::NextWorkingPeriod, "2026-08-20T20:45:00Z"), "Fri 16:45", "a quarter of an hour is no period");
        assert_eq!(by(Tier::NextWorkingPeriod, "2026-08-20T06:00:00Z"), "Thu 17:00", "at two in the morning");
        assert_eq!(by(Tier::NextWorkingPeriod, "2026-08-22T00:00:00Z"), "Sat 20:00", "a weekend is not waited through");
    }

    #[test]
    fn the_change_of_the_clock_does_not_shorten_or_lengthen_a_promise() {
        // Clocks go back on 1 November 2026 at two in the morning, and forward on 8 March 2026.
        assert_eq!(by(Tier::Soon, "2026-11-01T05:50:00Z"), "Sun 01:05", "01:50 for the first time, then 01:05 for the second");
        assert_eq!(by(Tier::Soon, "2026-03-08T06:50:00Z"), "Sun 03:05");
    }
}
