//! Doses and days as they stand on paper: in whole words, with no abbreviation that has been misread before.

use concord_chart::{When, medication::Dosing, quantity::Dose};
use jiff::{civil::Date, tz::TimeZone};
use rust_decimal::Decimal;

/// A dose with how often and when, for example `75 mg, once a day, at night`. What is not known is said.
///
/// `µg` and `ug` become `micrograms`: both have been read as `mg`.
pub fn dose_words(dosing: &Dosing) -> String {
    let amount = dosing.dose.as_ref().map_or_else(|| "strength not known".to_owned(), amount_words);
    let mut parts = vec![amount, often_words(dosing)];
    if !dosing.time_words.is_empty() {
        parts.push(dosing.time_words.clone());
    }
    parts.join(", ")
}

fn amount_words(dose: &Dose) -> String {
    let amount = dose.amount.normalize();
    let one = amount == Decimal::ONE;
    let unit = match dose.unit.as_str() {
        "ug" | "µg" | "μg" | "mcg" if one => "microgram".to_owned(),
        "ug" | "µg" | "μg" | "mcg" => "micrograms".to_owned(),
        "[iU]" | "IU" | "iu" if one => "international unit".to_owned(),
        "[iU]" | "IU" | "iu" => "international units".to_owned(),
        counted @ ("tablet" | "capsule" | "drop" | "puff" | "spray" | "drink" | "cup" | "cigarette") if !one => {
            format!("{counted}s")
        }
        "patch" if !one => "patches".to_owned(),
        unit => unit.to_owned(),
    };
    format!("{amount} {unit}")
}

fn often_words(dosing: &Dosing) -> String {
    match dosing.per_day {
        _ if dosing.as_needed => "only when needed".to_owned(),
        None => "how often is not known".to_owned(),
        Some(per_day) if per_day <= Decimal::ZERO => "how often is not known".to_owned(),
        Some(per_day) if per_day < Decimal::ONE => between_words(Decimal::ONE / per_day),
        Some(per_day) => match per_day.normalize().to_string().as_str() {
            "1" => "once a day".to_owned(),
            "2" => "twice a day".to_owned(),
            "3" => "three times a day".to_owned(),
            "4" => "four times a day".to_owned(),
            other => format!("{other} times a day"),
        },
    }
}

/// Less often than daily: every so many days, in weeks where it is whole weeks.
fn between_words(days: Decimal) -> String {
    match days.round().normalize().to_string().as_str() {
        "2" => "every second day".to_owned(),
        "7" => "once a week".to_owned(),
        days => match days.parse::<u32>() {
            Ok(days) if days % 7 == 0 => format!("every {} weeks", days / 7),
            _ => format!("every {days} days"),
        },
    }
}

/// `14 March 1988`.
pub(crate) fn day_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// A moment as precisely as it is known and no more precisely.
pub(crate) fn when_words(at: When, zone: &TimeZone) -> String {
    match at {
        When::Instant(_) | When::Day(_) => day_words(at.day_in(zone).unwrap_or_else(|| at.first_day())),
        When::Month(..) => at.first_day().strftime("%B %Y").to_string(),
        When::Year(year) => year.to_string(),
        When::Between(from, to) => format!("between {} and {}", day_words(from), day_words(to)),
    }
}

/// A text with its first letter large.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn dosing(amount: &str, unit: &str, per_day: Option<&str>) -> Dosing {
        Dosing {
            dose: Some(Dose { amount: amount.parse().unwrap(), unit: unit.into() }),
            per_day: per_day.map(|per_day| per_day.parse().unwrap()),
            time_words: String::new(),
            as_needed: false,
        }
    }

    #[test]
    fn a_dose_has_no_trailing_zero_and_no_naked_point() {
        assert_eq!(dose_words(&dosing("1.0", "mg", Some("1"))), "1 mg, once a day");
        assert_eq!(dose_words(&dosing(".50", "mg", Some("2.0"))), "0.5 mg, twice a day");
        assert_eq!(dose_words(&dosing("100", "mg", Some("3"))), "100 mg, three times a day");
    }

    #[test]
    fn micrograms_are_written_out() {
        assert_eq!(dose_words(&dosing("25", "ug", Some("1"))), "25 micrograms, once a day");
        assert_eq!(dose_words(&dosing("1000", "IU", Some("1"))), "1000 international units, once a day");
    }

    #[test]
    fn what_is_taken_less_often_than_daily_says_how_many_days_lie_between() {
        assert_eq!(dose_words(&dosing("20", "mg", Some("0.5"))), "20 mg, every second day");
        assert_eq!(dose_words(&dosing("50000", "IU", Some("0.142857"))), "50000 international units, once a week");
        assert_eq!(dose_words(&dosing("100", "mg", Some("0.0357142"))), "100 mg, every 4 weeks");
    }

    #[test]
    fn what_is_not_known_is_said() {
        let unknown = Dosing { dose: None, per_day: None, time_words: String::new(), as_needed: false };
        assert_eq!(dose_words(&unknown), "strength not known, how often is not known");
    }
}
