//! An amount of a medicine as it was typed. `1.0 mg` has been given as 10 mg and `.5 mg` as 5 mg, so such ways of writing
//! are not taken; what is taken is said back in words before anything is recorded.

use rust_decimal::Decimal;

/// Units that a dose can have, with the word that is said back.
pub const UNITS: &[(&str, &str)] = &[
    ("mg", "milligrams"),
    ("mcg", "micrograms"),
    ("g", "grams"),
    ("mL", "millilitres"),
    ("mg/24h", "milligrams in 24 hours"),
    ("mcg/h", "micrograms an hour"),
    ("units", "units"),
    ("mmol", "millimoles"),
    ("tablet", "tablets"),
    ("capsule", "capsules"),
    ("drop", "drops"),
    ("patch", "patches"),
    ("puff", "puffs"),
    ("drink", "drinks"),
    ("cup", "cups"),
    ("cigarette", "cigarettes"),
];

/// Reads an amount; a sentence to the one who typed it where it could be misread.
///
/// # Errors
/// Why it is not taken and how to write it.
pub fn strict(text: &str) -> Result<Decimal, String> {
    let plain = text.trim().replace(',', ".");
    let Some(amount) = number(&plain) else {
        return Err(match plain.strip_prefix('.').and_then(number) {
            Some(_) => format!(
                "Write 0{plain} and not {plain}: the point is easily missed, and the dose is then ten or a hundred times as much."
            ),
            None => format!("“{}” is not a number. Write for example 50 or 12.5.", text.trim()),
        });
    };
    let written = amount.normalize().to_string();
    if plain.ends_with('.') {
        return Err(format!("Write {written}, without a point after it."));
    }
    if plain.contains('.') && plain.ends_with('0') {
        return Err(format!(
            "Write {written} and not {plain}: where the point is missed, {plain} is read as {}.",
            plain.replace('.', "")
        ));
    }
    if plain.len() > 1 && plain.starts_with('0') && !plain.starts_with("0.") {
        return Err(format!("Write {written}, without a zero before it."));
    }
    Ok(amount)
}

/// Digits, with at most one point after the first of them.
fn number(plain: &str) -> Option<Decimal> {
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (!whole.is_empty() && digits(whole) && digits(part)).then(|| plain.trim_end_matches('.').parse().ok()).flatten()
}

/// A unit in the spelling that is kept; a sentence where nobody here knows it.
///
/// # Errors
/// Which units are known.
pub fn unit(text: &str) -> Result<&'static str, String> {
    let written = text.trim();
    let plain = match written.to_lowercase().as_str() {
        "ug" | "µg" | "μg" | "microgram" | "micrograms" => "mcg".to_owned(),
        "ml" => "mL".to_owned(),
        "iu" | "u" | "unit" => "units".to_owned(),
        other => other.trim_end_matches("(s)").to_owned(),
    };
    let known = UNITS.iter().find(|(unit, words)| *unit == plain || *words == plain);
    known.map(|(unit, _)| *unit).ok_or_else(|| {
        let all: Vec<&str> = UNITS.iter().map(|(unit, _)| *unit).collect();
        format!("“{written}” is not a unit that is known here. Use {}.", all.join(", "))
    })
}

/// An amount said back, with its unit in full: `0.5 milligrams`.
pub fn in_full(amount: Decimal, unit: &str) -> String {
    let words = UNITS.iter().find(|(known, _)| *known == unit).map_or(unit, |(_, words)| words);
    let words = if amount == Decimal::ONE { words.strip_suffix('s').unwrap_or(words) } else { words };
    format!("{} {words}", amount.normalize())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_can_be_misread_is_not_taken_and_the_sentence_says_how_to_write_it() {
        for (typed, right) in [
            ("1.0", "Write 1 and not 1.0"),
            (".5", "Write 0.5 and not .5"),
            (",25", "Write 0.25"),
            ("5.", "Write 5,"),
            ("05", "Write 5,"),
            ("2.50", "Write 2.5 and"),
            ("1,000", "Write 1 and not 1.000"),
        ] {
            let sentence = strict(typed).unwrap_err();
            assert!(sentence.starts_with(right), "{typed}: {sentence}");
        }
        for typed in ["", "much", "1.2.3", "-5", "5mg", ".", "1e3"] {
            assert!(strict(typed).unwrap_err().contains("is not a number"), "{typed}");
        }
    }

    #[test]
    fn what_is_plain_is_taken_as_it_stands() {
        for (typed, kept) in [("50", "50"), ("12.5", "12.5"), ("12,5", "12.5"), ("0.125", "0.125"), ("100", "100"), (" 7 ", "7")]
        {
            assert_eq!(strict(typed).unwrap().to_string(), kept, "{typed}");
        }
    }

    #[test]
    fn a_unit_is_known_or_asked_for() {
        assert_eq!(unit("mg").unwrap(), "mg");
        assert_eq!(unit("ug").unwrap(), "mcg");
        assert_eq!(unit("IU").unwrap(), "units");
        assert!(unit("mq").unwrap_err().starts_with("“mq” is not a unit that is known here"));
    }

    #[test]
    fn an_amount_is_said_back_with_its_unit_in_full() {
        assert_eq!(in_full("0.5".parse().unwrap(), "mg"), "0.5 milligrams");
        assert_eq!(in_full(1.into(), "tablet"), "1 tablet");
        assert_eq!(in_full(25.into(), "mcg"), "25 micrograms");
    }
}
