//! Days as numbers, and the stretches of time in which a view is read.

use crate::model::{Timeline, When, Zoom};
use crate::words::Words;
use jiff::civil::{Date, date};

/// Days since 1970-01-01, by the civil calendar. Subtracting two is much cheaper than a calendar difference.
pub(crate) fn number(day: Date) -> i32 {
    let (y, m, d) = (i32::from(day.year()), i32::from(day.month()), i32::from(day.day()));
    let y = if m <= 2 { y - 1 } else { y };
    let era = y.div_euclid(400);
    let of_era = y.rem_euclid(400);
    let of_year = (153 * (m + if m > 2 { -3 } else { 9 }) + 2) / 5 + d - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// One stretch of a view: `from` up to but without `to`, as day numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub from: i32,
    pub to: i32,
    /// First day.
    pub first: Date,
    /// Day after the last.
    pub end: Date,
}

/// Length of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Every {
    Days(i32),
    Months(i8),
}

impl Every {
    /// The stretch that bars and hover regions are made of.
    pub(crate) fn bar(zoom: Zoom) -> Self {
        match zoom {
            Zoom::Days => Self::Days(1),
            Zoom::Weeks => Self::Days(7),
            Zoom::Fortnights => Self::Days(14),
            Zoom::Months => Self::Months(1),
            Zoom::Quarters => Self::Months(3),
        }
    }

    /// The stretch that is one row of the table.
    pub(crate) fn row(zoom: Zoom) -> Self {
        match zoom {
            Zoom::Days => Self::Days(7),
            Zoom::Weeks | Zoom::Fortnights => Self::Days(14),
            Zoom::Months => Self::Months(1),
            Zoom::Quarters => Self::Months(12),
        }
    }

    /// The stretch of weekly amounts (burden, homework, minutes): never shorter than a week.
    pub(crate) fn weekly(zoom: Zoom) -> Self {
        match zoom {
            Zoom::Days | Zoom::Weeks => Self::Days(7),
            _ => Self::Months(if zoom == Zoom::Quarters { 3 } else { 1 }),
        }
    }
}

/// The stretches that cover the window. Weeks count from the start of the course, or from a Monday without one;
/// months are calendar months. The first and last may reach outside the window.
pub(crate) fn stretches(t: &Timeline, every: Every) -> Vec<Stretch> {
    let (from, to) = (number(t.window.from), number(t.window.to));
    let mut all = Vec::new();
    match every {
        Every::Days(length) => {
            let anchor = t.course_start.map_or(4, number); // 1970-01-05 was a Monday
            let mut start = anchor + (from - anchor).div_euclid(length) * length;
            while start < to && all.len() < 5_000 {
                let first = crate::model::shift(t.window.from, start - from);
                let end = crate::model::shift(first, length);
                all.push(Stretch { from: start, to: start + length, first, end });
                start += length;
            }
        }
        Every::Months(length) => {
            let year = t.window.from.year();
            let month = (t.window.from.month() - 1) / length * length + 1;
            let mut first = date(year, month, 1);
            while number(first) < to && all.len() < 5_000 {
                let next = first.saturating_add(jiff::Span::new().months(i32::from(length)));
                if next <= first {
                    break; // the end of the calendar
                }
                all.push(Stretch { from: number(first), to: number(next), first, end: next });
                first = next;
            }
        }
    }
    all
}

impl Stretch {
    /// The part of a list, sorted by day, that falls into the stretch.
    pub(crate) fn of<'s, T>(&self, sorted: &'s [T], day: impl Fn(&T) -> Date) -> &'s [T] {
        let from = sorted.partition_point(|item| day(item) < self.first);
        let to = sorted.partition_point(|item| day(item) < self.end);
        sorted.get(from..to).unwrap_or(&[])
    }
}

/// The day from which something counts whose beginning may be known only roughly: the latest it can have been, or, where
/// that is still to come, the middle of what has passed.
pub(crate) fn begins(when: &When, today: Date) -> Date {
    match when {
        When::On(day) => *day,
        When::Between { latest, .. } if *latest <= today => *latest,
        When::Between { earliest, .. } if *earliest >= today => *earliest,
        When::Between { earliest, .. } => crate::model::shift(*earliest, (number(today) - number(*earliest)) / 2),
    }
}

/// "10 Aug", with the year where it is not the year of `today`.
pub(crate) fn short(day: Date, today: Date, words: &Words) -> String {
    let month = words.months[usize::try_from(day.month() - 1).unwrap_or(0).min(11)];
    if day.year() == today.year() { format!("{} {month}", day.day()) } else { format!("{} {month} {}", day.day(), day.year()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::model::days_between;

    #[test]
    fn day_numbers_agree_with_the_calendar() {
        let zero = date(1970, 1, 1);
        let mut day = date(1899, 12, 25);
        while day < date(2105, 1, 1) {
            assert_eq!(number(day), days_between(zero, day), "{day}");
            day = crate::model::shift(day, 17);
        }
    }

    #[test]
    fn a_rough_beginning_that_may_still_be_to_come_counts_from_the_middle_of_what_has_passed() {
        let today = date(2026, 8, 21);
        let between = |earliest, latest| When::Between { earliest, latest, words: String::new() };
        assert_eq!(begins(&between(date(2026, 8, 1), date(2026, 8, 31)), today), date(2026, 8, 11));
        assert_eq!(begins(&between(date(2026, 7, 1), date(2026, 7, 31)), today), date(2026, 7, 31));
        assert_eq!(begins(&When::On(date(2026, 9, 1)), today), date(2026, 9, 1));
    }

    #[test]
    fn weeks_count_from_the_start_of_the_course() {
        let t = Timeline::new(date(2026, 8, 20), Some(date(2026, 6, 3)));
        let weeks = stretches(&t, Every::Days(7));
        assert!(weeks.iter().any(|w| w.first == date(2026, 6, 3)));
        assert!(weeks.windows(2).all(|w| w[0].to == w[1].from));
        assert!(weeks[0].from <= number(t.window.from) && weeks.last().unwrap().to >= number(t.window.to));
    }
}
