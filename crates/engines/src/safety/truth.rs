//! What a condition is worth when some facts are missing: Kleene's three values, and numbers as ranges.

use concord_knowledge::expression::Comparison;
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// True, false, or not to be said with what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    False,
    Unknown,
    True,
}

impl Truth {
    /// What a fact is worth that may be missing.
    pub fn of(known: Option<bool>) -> Self {
        known.map_or(Self::Unknown, Self::from)
    }

    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            _ => Self::Unknown,
        }
    }

    pub fn or(self, other: Self) -> Self {
        !(!self).and(!other)
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }
}

impl From<bool> for Truth {
    fn from(known: bool) -> Self {
        if known { Self::True } else { Self::False }
    }
}

/// What one whole is worth in a [`Span`]: millionths are finer than any dose or laboratory value.
const WHOLE: i64 = 1_000_000;

/// A number between two ends, in millionths. Both ends the same: it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub low: i64,
    pub high: i64,
}

impl Span {
    /// Nothing is known about it.
    pub const UNKNOWN: Self = Self { low: i64::MIN, high: i64::MAX };
    pub const ZERO: Self = Self { low: 0, high: 0 };

    pub fn whole(number: impl Into<i64>) -> Self {
        Self::exact(number.into().saturating_mul(WHOLE))
    }

    pub fn exact(millionths: i64) -> Self {
        Self { low: millionths, high: millionths }
    }

    pub fn of(number: Option<Decimal>) -> Self {
        number.map_or(Self::UNKNOWN, |number| Self::exact(millionths(number)))
    }

    pub fn days(days: Option<u32>) -> Self {
        days.map_or(Self::UNKNOWN, Self::whole)
    }

    pub fn is_known(self) -> bool {
        self.low == self.high
    }

    /// The number, where it is known.
    pub fn decimal(self) -> Option<Decimal> {
        self.is_known().then(|| Decimal::new(self.low, 6).normalize())
    }

    pub fn plus(self, other: Self) -> Self {
        Self { low: self.low.saturating_add(other.low), high: self.high.saturating_add(other.high) }
    }

    pub fn larger(self, other: Self) -> Self {
        Self { low: self.low.max(other.low), high: self.high.max(other.high) }
    }

    pub fn compare(self, comparison: Comparison, other: Self) -> Truth {
        match comparison {
            Comparison::Less if self.high < other.low => Truth::True,
            Comparison::Less if self.low >= other.high => Truth::False,
            Comparison::AtMost if self.high <= other.low => Truth::True,
            Comparison::AtMost if self.low > other.high => Truth::False,
            Comparison::More | Comparison::AtLeast => other.compare(turned(comparison), self),
            Comparison::Equal if self.is_known() && self == other => Truth::True,
            Comparison::Equal if self.high < other.low || other.high < self.low => Truth::False,
            Comparison::NotEqual => !self.compare(Comparison::Equal, other),
            _ => Truth::Unknown,
        }
    }
}

fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::More => Comparison::Less,
        _ => Comparison::AtMost,
    }
}

/// A number in millionths; what is beyond any dose stands at the end of the range.
pub(crate) fn millionths(number: Decimal) -> i64 {
    let end = if number.is_sign_negative() { i64::MIN } else { i64::MAX };
    number.checked_mul(Decimal::from(WHOLE)).and_then(|number| number.round().to_i64()).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_stays_unknown_unless_the_rest_decides() {
        assert_eq!(Truth::False.and(Truth::Unknown), Truth::False);
        assert_eq!(Truth::True.or(Truth::Unknown), Truth::True);
        assert_eq!(Truth::True.and(Truth::Unknown), Truth::Unknown);
        assert_eq!(Truth::False.or(Truth::Unknown), Truth::Unknown);
        assert_eq!(!Truth::Unknown, Truth::Unknown);
    }

    #[test]
    fn a_range_is_compared_by_its_ends() {
        let (low, high) = (Span::whole(2), Span::whole(5));
        let between = Span { low: low.low, high: high.low };
        assert_eq!(low.compare(Comparison::Less, high), Truth::True);
        assert_eq!(between.compare(Comparison::AtLeast, low), Truth::True);
        assert_eq!(between.compare(Comparison::More, low), Truth::Unknown);
        assert_eq!(between.compare(Comparison::More, high), Truth::False);
        assert_eq!(Span::UNKNOWN.compare(Comparison::Equal, low), Truth::Unknown);
        assert_eq!(between.compare(Comparison::NotEqual, Span::whole(9)), Truth::True);
        assert_eq!(low.compare(Comparison::AtMost, low), Truth::True);
    }
}
