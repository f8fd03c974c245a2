//! When something was true: an instant, a day, a month, a year, or a span in which it lies.
//!
//! People remember "spring 2019" as often as they remember a minute. Rounding that to a day would invent a fact,
//! so the precision travels with the value, in the stored text and on the chart.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::{cmp::Ordering, fmt, str::FromStr};

/// A moment known as well as it is known. Stored as text: `2026-08-20T12:05:00Z`, `2026-08-20`, `2026-08`, `2026`
/// or a span `2018-03/2018-09`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum When {
    /// To the microsecond, in UTC.
    Instant(Timestamp),
    /// A civil day, in the practice's own time zone.
    Day(Date),
    /// A month: year and month 1–12.
    Month(i16, i8),
    /// A year.
    Year(i16),
    /// Somewhere from the first day to the last, both included.
    Between(Date, Date),
}

/// A text that is no moment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a date: write 2026-08-20, 2026-08, 2026, a time such as 2026-08-20T14:05:00Z, or a span 2018-03/2018-09")]
pub struct NotAMoment(pub String);

impl When {
    /// The first day that the moment may lie on, seen from UTC for instants.
    pub fn first_day(&self) -> Date {
        match *self {
            When::Instant(at) => at.to_zoned(TimeZone::UTC).date(),
            When::Day(day) => day,
            When::Month(year, month) => Date::new(year, month, 1).unwrap_or(Date::ZERO),
            When::Year(year) => Date::new(year, 1, 1).unwrap_or(Date::ZERO),
            When::Between(from, _) => from,
        }
    }

    /// The last day that the moment may lie on.
    pub fn last_day(&self) -> Date {
        match *self {
            When::Month(..) => self.first_day().last_of_month(),
            When::Year(year) => Date::new(year, 12, 31).unwrap_or(Date::ZERO),
            When::Between(_, to) => to,
            When::Instant(_) | When::Day(_) => self.first_day(),
        }
    }

    /// The day in the practice's time zone, for a value that is known to the day or better.
    pub fn day_in(&self, zone: &TimeZone) -> Option<Date> {
        match *self {
            When::Instant(at) => Some(at.to_zoned(zone.clone()).date()),
            When::Day(day) => Some(day),
            _ => None,
        }
    }

    /// True when the value is known to the day or better.
    pub fn is_exact(&self) -> bool {
        matches!(self, When::Instant(_) | When::Day(_))
    }

    /// The order in which things are folded: by first possible day; a whole day sorts before its instants,
    /// because a form filled in "on the 3rd" holds for all of the 3rd.
    pub fn order(&self, other: &When) -> Ordering {
        let key = |when: &When| match when {
            When::Instant(at) => (when.first_day(), 1, at.as_microsecond()),
            _ => (when.first_day(), 0, 0),
        };
        key(self).cmp(&key(other))
    }
}

impl From<Date> for When {
    fn from(day: Date) -> Self {
        When::Day(day)
    }
}

impl From<Timestamp> for When {
    fn from(at: Timestamp) -> Self {
        When::Instant(at)
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::Instant(at) => write!(f, "{at}"),
            When::Day(day) => write!(f, "{day}"),
            When::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            When::Year(year) => write!(f, "{year:04}"),
            When::Between(from, to) => write!(f, "{from}/{to}"),
        }
    }
}

impl FromStr for When {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        let wrong = || NotAMoment(text.to_owned());
        if let Some((from, to)) = text.split_once('/') {
            let (from, to): (When, When) = (from.parse()?, to.parse()?);
            let span = (from.first_day(), to.last_day());
            return if span.0 <= span.1 { Ok(When::Between(span.0, span.1)) } else { Err(wrong()) };
        }
        match text.len() {
            4 => text.parse().ok().filter(|year| (1..=9999).contains(year)).map(When::Year).ok_or_else(wrong),
            7 => {
                let (year, month) = text.split_once('-').ok_or_else(wrong)?;
                let (year, month) = (year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?);
                Date::new(year, month, 1).map(|_| When::Month(year, month)).map_err(|_| wrong())
            }
            10 => text.parse().map(When::Day).map_err(|_| wrong()),
            _ => text.parse().map(When::Instant).map_err(|_| wrong()),
        }
    }
}

impl TryFrom<String> for When {
    type Error = NotAMoment;
    fn try_from(text: String) -> Result<Self, NotAMoment> {
        text.parse()
    }
}

impl From<When> for String {
    fn from(when: When) -> String {
        when.to_string()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_precision_survives_being_written_and_read() {
        for text in ["2026-08-20T12:05:00Z", "2026-08-20", "2026-08", "2026", "2018-03-01/2018-09-30"] {
            assert_eq!(text.parse::<When>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn an_impossible_date_is_refused() {
        for text in ["2026-02-30", "2026-13", "yesterday", "", "2026-09/2026-03", "0000"] {
            assert!(text.parse::<When>().is_err(), "{text} was accepted");
        }
    }

    #[test]
    fn a_whole_day_comes_before_its_instants() {
        let day: When = "2026-08-20".parse().unwrap();
        let noon: When = "2026-08-20T12:00:00Z".parse().unwrap();
        assert_eq!(day.order(&noon), Ordering::Less);
        assert_eq!(When::Month(2026, 8).order(&day), Ordering::Less);
    }
}
