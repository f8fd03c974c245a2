//! How much time is shown: links, so that each has its own address.

use concord_timeline::{Window, shift};
use jiff::civil::Date;

/// The windows that are offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WindowChoice {
    /// By day.
    FourWeeks,
    /// By week.
    TwelveWeeks,
    /// By week: the present course of treatment and what is planned.
    #[default]
    Course,
    /// By fortnight.
    OneYear,
    /// By month.
    FiveYears,
    /// By quarter.
    TenYears,
}

impl WindowChoice {
    /// Every choice, in the order of the links.
    pub const ALL: &'static [Self] =
        &[Self::FourWeeks, Self::TwelveWeeks, Self::Course, Self::OneYear, Self::FiveYears, Self::TenYears];

    /// The word in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FourWeeks => "4w",
            Self::TwelveWeeks => "12w",
            Self::Course => "24w",
            Self::OneYear => "1y",
            Self::FiveYears => "5y",
            Self::TenYears => "10y",
        }
    }

    /// The words of the link.
    pub fn label(self) -> &'static str {
        match self {
            Self::FourWeeks => "4 wk",
            Self::TwelveWeeks => "12 wk",
            Self::Course => "24 wk",
            Self::OneYear => "1 y",
            Self::FiveYears => "5 y",
            Self::TenYears => "10 y",
        }
    }

    /// The words in full, for screen readers.
    pub fn words(self) -> &'static str {
        match self {
            Self::FourWeeks => "4 weeks",
            Self::TwelveWeeks => "12 weeks",
            Self::Course => "24 weeks",
            Self::OneYear => "1 year",
            Self::FiveYears => "5 years",
            Self::TenYears => "10 years",
        }
    }

    /// Reads the word in the address; anything else is the usual window.
    pub fn parse(text: &str) -> Self {
        Self::ALL.iter().copied().find(|choice| choice.as_str() == text).unwrap_or_default()
    }

    /// The days that are shown. Plans reach ahead of today in every window, in proportion.
    pub fn window(self, today: Date, course_start: Option<Date>) -> Window {
        match self {
            Self::FourWeeks => Window::around(today, 20, 8),
            Self::TwelveWeeks => Window::around(today, 56, 28),
            Self::Course => Window::for_course(today, course_start),
            Self::OneYear => Window::around(today, 305, 60),
            Self::FiveYears => Window::around(today, 1_766, 60),
            Self::TenYears => Window::around(today, 3_590, 60),
        }
    }

    /// The same on a narrow screen: less ahead, because what has happened comes first.
    pub fn phone_window(self, today: Date, course_start: Option<Date>) -> Window {
        match self {
            Self::Course => {
                let usual = Window::for_course(today, course_start);
                let from = usual.from.max(shift(today, -84));
                Window { from, to: shift(today, 35) }
            }
            other => other.window(today, course_start),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use concord_timeline::Zoom;
    use jiff::civil::date;

    #[test]
    fn each_window_is_read_in_its_own_unit() {
        let today = date(2026, 8, 20);
        let zooms: Vec<Zoom> = WindowChoice::ALL.iter().map(|choice| choice.window(today, None).zoom()).collect();
        assert_eq!(zooms, [Zoom::Days, Zoom::Weeks, Zoom::Weeks, Zoom::Fortnights, Zoom::Months, Zoom::Quarters]);
    }

    #[test]
    fn every_window_holds_today_and_an_unknown_word_gives_the_usual_one() {
        let today = date(2026, 8, 20);
        for choice in WindowChoice::ALL {
            assert!(choice.window(today, Some(date(2026, 6, 1))).holds(today), "{choice:?}");
            assert!(choice.phone_window(today, Some(date(2026, 6, 1))).holds(today), "{choice:?}");
            assert_eq!(WindowChoice::parse(choice.as_str()), *choice);
        }
        assert_eq!(WindowChoice::parse("a month"), WindowChoice::Course);
    }
}
