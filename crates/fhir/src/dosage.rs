//! Dosage instructions ↔ how much, how often, at what time of day.
//!
//! An amount is taken over only where the sender states one: `sertraline 50 MG Oral Tablet` with “1 tablet daily” is
//! 50 mg once a day; the same tablet without an instruction is a medicine whose dose is not known.

use crate::datatypes::{decimal, list, text, words};
use concord_chart::{medication::Dosing, quantity::Dose};
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// Reads `dosageInstruction` (or `dosage`) of a medicine with this name.
pub(crate) fn read(instructions: &[Value], name: &str) -> Dosing {
    match instructions {
        [] => Dosing { dose: None, per_day: None, time_words: String::new(), as_needed: false },
        [only] => read_one(only, name),
        // Several instructions are a scheme in time or over the day: its words are shown, no single dose is true.
        several => Dosing {
            dose: None,
            per_day: None,
            time_words: several.iter().filter_map(|one| text(one, "text")).collect::<Vec<_>>().join("; "),
            as_needed: several.iter().all(is_as_needed),
        },
    }
}

fn read_one(instruction: &Value, name: &str) -> Dosing {
    let repeat = instruction.get("timing").and_then(|timing| timing.get("repeat"));
    let told = text(instruction, "text");
    let spoken = told.and_then(spoken);
    let dose = stated_dose(instruction, name).or_else(|| spoken.as_ref().and_then(|spoken| spoken.dose(name)));
    let per_day = times_a_day(instruction).or_else(|| spoken.as_ref().map(|spoken| spoken.per_day));
    let mut dosing = Dosing { dose, per_day, time_words: String::new(), as_needed: is_as_needed(instruction) };
    dosing.time_words = match (&spoken, told) {
        (Some(spoken), _) if !spoken.time_words.is_empty() => spoken.time_words.clone(),
        (Some(_), _) | (None, None) => when_words(repeat),
        // Our own way of writing it begins with what we know already; the rest is the time of day. Anything else that
        // could not be read as numbers is shown as it was written.
        (None, Some(told)) => told.strip_prefix(&dosing.words()).unwrap_or(told).trim().to_owned(),
    };
    dosing
}

fn is_as_needed(instruction: &Value) -> bool {
    instruction.get("asNeededBoolean").and_then(Value::as_bool).unwrap_or(false)
        || instruction.get("asNeededCodeableConcept").is_some()
}

/// `doseQuantity`: an amount in a unit of mass, or a number of tablets of a known strength.
fn stated_dose(instruction: &Value, name: &str) -> Option<Dose> {
    let rates = list(instruction, "doseAndRate");
    let [only] = rates else { return None };
    let quantity = only.get("doseQuantity")?;
    let amount = decimal(quantity.get("value")?)?.ok().filter(|amount| *amount > Decimal::ZERO)?;
    let unit = text(quantity, "code").or_else(|| text(quantity, "unit")).unwrap_or_default();
    match mass_unit(unit) {
        Some(unit) => Some(Dose { amount, unit: unit.to_owned() }),
        None if unit.is_empty() || is_countable(unit) || is_countable(text(quantity, "unit").unwrap_or_default()) => {
            strength(name).and_then(|strength| so_many(amount, strength))
        }
        None => None,
    }
}

fn mass_unit(unit: &str) -> Option<&'static str> {
    match unit.to_lowercase().as_str() {
        "mg" => Some("mg"),
        "ug" | "mcg" | "µg" => Some("ug"),
        "g" => Some("g"),
        _ => None,
    }
}

fn is_countable(unit: &str) -> bool {
    let unit = unit.to_lowercase();
    let unit = unit.trim_matches(|c| matches!(c, '{' | '}')).trim_end_matches('s').trim_end_matches("(");
    ["tablet", "tab", "tbl", "capsule", "cap", "pill", "each", "1"].contains(&unit)
}

/// The strength of one tablet or capsule in a name such as `sertraline 50 MG Oral Tablet`. None for mixtures, for what
/// is measured by volume, and for what is neither swallowed by the piece.
pub(crate) fn strength(name: &str) -> Option<Dose> {
    let lower = name.to_lowercase();
    let other_forms = [
        "inject",
        "solution",
        "suspension",
        "patch",
        "spray",
        "inhal",
        "cream",
        "ointment",
        "system",
        "pack",
        "drop",
        "syringe",
        "/ml",
        "/actuat",
    ];
    if other_forms.iter().any(|form| lower.contains(form)) || lower.contains(" / ") {
        return None;
    }
    let spaced: String = spaced(&lower);
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let strengths = tokens.windows(2).filter_map(|pair| {
        let unit = mass_unit(pair[1].trim_end_matches(','))?;
        let amount = pair[0].replace(',', "").parse::<Decimal>().ok().filter(|amount| *amount > Decimal::ZERO)?;
        Some(Dose { amount, unit: unit.to_owned() })
    });
    let strengths: Vec<Dose> = strengths.collect();
    match strengths.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// Puts a space between a number and the letters after it: `40mg` → `40 mg`.
fn spaced(text: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    for c in text.chars() {
        if before.is_ascii_digit() && c.is_alphabetic() {
            out.push(' ');
        }
        out.push(c);
        before = c;
    }
    out
}

/// How many times a day the timing says.
fn times_a_day(instruction: &Value) -> Option<Decimal> {
    let timing = instruction.get("timing")?;
    let Some(repeat) = timing.get("repeat") else { return by_code(timing) };
    let number = |key: &str| repeat.get(key).and_then(decimal).and_then(Result::ok);
    if repeat.get("frequencyMax").is_some() || repeat.get("periodMax").is_some() {
        return None;
    }
    let at_times = Decimal::from(list(repeat, "timeOfDay").len().max(list(repeat, "when").len()));
    let frequency = match (number("frequency"), at_times.is_zero()) {
        (Some(frequency), _) => frequency,
        (None, false) => at_times,
        (None, true) => Decimal::ONE,
    };
    let Some(period) = number("period") else { return (!at_times.is_zero()).then_some(at_times) };
    let hours = match text(repeat, "periodUnit")? {
        "min" => Decimal::ONE / Decimal::from(60),
        "h" => Decimal::ONE,
        "d" => Decimal::from(24),
        "wk" => Decimal::from(168),
        _ => return None,
    };
    let per_day = (frequency * Decimal::from(24)).checked_div(period * hours)?.round_dp(6).normalize();
    Some(per_day).filter(|per_day| *per_day > Decimal::ZERO)
}

/// The abbreviations of prescriptions.
fn by_code(timing: &Value) -> Option<Decimal> {
    let code = timing.get("code")?;
    let code = list(code, "coding").iter().find_map(|coding| text(coding, "code")).or_else(|| text(code, "text"))?;
    Some(match code.to_uppercase().as_str() {
        "QD" | "AM" | "PM" | "BED" => Decimal::ONE,
        "BID" => Decimal::TWO,
        "TID" => Decimal::from(3),
        "QID" | "Q6H" => Decimal::from(4),
        "Q8H" => Decimal::from(3),
        "Q4H" => Decimal::from(6),
        "QOD" => Decimal::ONE / Decimal::TWO,
        _ => return None,
    })
}

/// FHIR's codes for times of day, in words.
const TIMES: &[(&str, &str)] = &[
    ("MORN", "in the morning"),
    ("NOON", "at noon"),
    ("AFT", "in the afternoon"),
    ("EVE", "in the evening"),
    ("NIGHT", "at night"),
    ("HS", "at bedtime"),
    ("PHS", "after sleep"),
    ("C", "with meals"),
    ("AC", "before meals"),
    ("PC", "after meals"),
];

fn when_words(repeat: Option<&Value>) -> String {
    let Some(repeat) = repeat else { return String::new() };
    let codes = list(repeat, "when").iter().filter_map(Value::as_str);
    codes
        .filter_map(|code| TIMES.iter().find(|(known, _)| *known == code).map(|(_, words)| *words))
        .collect::<Vec<_>>()
        .join(" and ")
}

/// An instruction in plain English that was read word by word.
#[derive(Debug, PartialEq)]
struct Spoken {
    amount: Decimal,
    /// `None`: pieces.
    unit: Option<&'static str>,
    per_day: Decimal,
    time_words: String,
}

impl Spoken {
    fn dose(&self, name: &str) -> Option<Dose> {
        match self.unit {
            Some(unit) => Some(Dose { amount: self.amount, unit: unit.to_owned() }),
            None => strength(name).and_then(|strength| so_many(self.amount, strength)),
        }
    }
}

/// Reads `1 tablet daily`, `take two capsules twice a day`, `50 mg at bedtime`. Anything more, and nothing is read: half
/// an instruction would be another one.
fn spoken(text: &str) -> Option<Spoken> {
    let lower = spaced(&text.to_lowercase().replace(['.', ','], " . ").replace(" . ", ".").replace(';', " ; "));
    let all: Vec<&str> = lower.trim_end_matches('.').split_whitespace().collect();
    let mut rest = all.as_slice();
    skip(&mut rest, &["take"]);
    let (first, after) = rest.split_first()?;
    let amount = match *first {
        "one" | "a" => Decimal::ONE,
        "two" => Decimal::TWO,
        "three" => Decimal::from(3),
        "half" | "½" => Decimal::new(5, 1),
        number => number.parse().ok().filter(|amount: &Decimal| *amount > Decimal::ZERO)?,
    };
    rest = after;
    skip(&mut rest, &["a"]);
    let (form, after) = rest.split_first()?;
    let unit = mass_unit(form);
    if unit.is_none() && !is_countable(form) {
        return None;
    }
    rest = after;
    let _ = skip(&mut rest, &["by", "mouth"]) || skip(&mut rest, &["orally"]) || skip(&mut rest, &["po"]);
    let frequency = FREQUENCIES.iter().find(|(words, _)| skip(&mut rest, words)).map(|(_, times)| Decimal::from(*times));
    let time = TIMES_SPOKEN.iter().find(|words| skip(&mut rest, words)).map(|words| words.join(" ")).unwrap_or_default();
    if !rest.is_empty() || (frequency.is_none() && time.is_empty()) {
        return None;
    }
    Some(Spoken { amount, unit, per_day: frequency.unwrap_or(Decimal::ONE), time_words: time })
}

/// Longer phrases first, so that `twice a day` is not left standing after `twice`.
const FREQUENCIES: &[(&[&str], u8)] = &[
    (&["once", "a", "day"], 1),
    (&["once", "per", "day"], 1),
    (&["once", "daily"], 1),
    (&["every", "day"], 1),
    (&["a", "day"], 1),
    (&["per", "day"], 1),
    (&["daily"], 1),
    (&["twice", "a", "day"], 2),
    (&["twice", "daily"], 2),
    (&["two", "times", "a", "day"], 2),
    (&["2", "times", "a", "day"], 2),
    (&["three", "times", "a", "day"], 3),
    (&["three", "times", "daily"], 3),
    (&["3", "times", "a", "day"], 3),
    (&["four", "times", "a", "day"], 4),
    (&["4", "times", "a", "day"], 4),
];

const TIMES_SPOKEN: &[&[&str]] = &[
    &["in", "the", "morning"],
    &["every", "morning"],
    &["in", "the", "evening"],
    &["every", "evening"],
    &["at", "night"],
    &["nightly"],
    &["every", "night"],
    &["at", "bedtime"],
    &["with", "food"],
];

fn skip(rest: &mut &[&str], words: &[&str]) -> bool {
    let all: &[&str] = rest;
    let begins = all.len() >= words.len() && all.iter().zip(words).all(|(found, wanted)| found == wanted);
    if begins {
        *rest = &all[words.len()..];
    }
    begins
}

/// Our dosing as a FHIR Dosage.
pub(crate) fn write(dosing: &Dosing) -> Value {
    let mut dosage = json!({"text": dosing.words(), "asNeededBoolean": dosing.as_needed});
    if let Some(dose) = &dosing.dose {
        let mut quantity = json!({"value": crate::datatypes::number(dose.amount), "unit": dose.unit});
        if mass_unit(&dose.unit) == Some(dose.unit.as_str()) {
            quantity["system"] = json!(crate::datatypes::UCUM);
            quantity["code"] = json!(dose.unit);
        }
        dosage["doseAndRate"] = json!([{"doseQuantity": quantity}]);
    }
    if let Some((frequency, days)) = dosing.per_day.and_then(whole_times) {
        dosage["timing"] = json!({"repeat": {"frequency": frequency, "period": days, "periodUnit": "d"}});
        let when = TIMES.iter().find(|(_, words)| *words == dosing.time_words).map(|(code, _)| *code);
        // tim-9 and the rule that `when` comes with a day: one time of day for one dose.
        if let Some(code) = when.filter(|_| frequency == 1 && days == 1) {
            dosage["timing"]["repeat"]["when"] = json!([code]);
        }
    }
    dosage
}

/// So many pieces of one strength; `None` where no number can hold it.
fn so_many(pieces: Decimal, strength: Dose) -> Option<Dose> {
    Some(Dose { amount: strength.amount.checked_mul(pieces)?.normalize(), unit: strength.unit })
}

/// A frequency as so many times in so many whole days: 0.5 a day → once in 2 days.
fn whole_times(per_day: Decimal) -> Option<(u32, u32)> {
    (1..=28).find_map(|days| {
        let times = per_day.checked_mul(Decimal::from(days))?.round_dp(4).normalize();
        let whole: u32 = times.try_into().ok()?;
        (times.is_integer() && whole > 0).then_some((whole, days))
    })
}

/// Route in words, where the instruction or the name of the form says it.
pub(crate) fn route(instructions: &[Value], name: &str) -> Option<String> {
    let stated = instructions.iter().find_map(|one| words(one.get("route")));
    stated.or_else(|| name.to_lowercase().split_whitespace().any(|word| word == "oral").then(|| "oral".to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn words_of(instruction: Value, name: &str) -> String {
        read(&[instruction], name).words()
    }

    #[test]
    fn an_amount_is_read_only_where_the_sender_states_one() {
        let tablet = "sertraline 50 MG Oral Tablet";
        assert_eq!(words_of(json!({"text": "1 tablet daily"}), tablet), "50 mg");
        assert_eq!(words_of(json!({"text": "Take two capsules twice a day"}), tablet), "100 mg twice a day");
        assert_eq!(words_of(json!({"text": "150 mg at bedtime"}), tablet), "150 mg at bedtime");
        assert_eq!(words_of(json!({"text": "one tablet by mouth every morning."}), tablet), "50 mg every morning");
        assert_eq!(read(&[], tablet).words(), "strength not known");
        assert_eq!(read(&[], tablet).per_day, None);
    }

    #[test]
    fn half_an_instruction_is_not_read_as_another_one() {
        for text in [
            "1 tablet daily for 3 days then 2",
            "1-2 tablets daily",
            "1 tablet",
            "as directed",
            "1 puff daily",
            "0 tablets daily",
        ] {
            let read = read(&[json!({"text": text})], "sertraline 50 MG Oral Tablet");
            assert_eq!((read.dose, read.per_day, read.time_words.as_str()), (None, None, text), "{text}");
        }
    }

    #[test]
    fn a_structured_dose_is_exact() {
        let structured = json!({"timing": {"repeat": {"frequency": 1, "period": 6, "periodUnit": "h"}}, "doseAndRate": [{"doseQuantity": {"value": 1}}]});
        assert_eq!(words_of(structured, "Acetaminophen 325 MG Oral Tablet"), "325 mg 4 × a day");
        let weekly = json!({"timing": {"repeat": {"frequency": 3, "period": 1, "periodUnit": "wk"}}, "doseAndRate": [{"doseQuantity": {"value": 12.5, "unit": "mg"}}]});
        assert_eq!(read(&[weekly], "x").dose.unwrap().to_string(), "12.5 mg");
        let range = json!({"timing": {"repeat": {"frequency": 1, "frequencyMax": 2, "period": 1, "periodUnit": "d"}}});
        assert_eq!(read(&[range], "x").per_day, None);
    }

    #[test]
    fn only_what_is_swallowed_by_the_piece_has_a_strength() {
        assert_eq!(strength("24 HR metoprolol succinate 100 MG Extended Release Oral Tablet").unwrap().to_string(), "100 mg");
        assert_eq!(strength("Lasix 40mg").unwrap().to_string(), "40 mg");
        assert_eq!(strength("Digoxin 0.125 MG Oral Tablet").unwrap().to_string(), "0.125 mg");
        for name in [
            "Memantine hydrochloride 2 MG/ML Oral Solution",
            "Amoxicillin 250 MG / Clavulanate 125 MG Oral Tablet",
            "Nitroglycerin 0.4 MG/ACTUAT Mucosal Spray",
            "10 ML Furosemide 10 MG/ML Injection",
            "Diazepam [Valium]",
            "Mirena 52 MG Intrauterine System",
        ] {
            assert_eq!(strength(name), None, "{name}");
        }
    }

    #[test]
    fn a_dosing_survives_being_written_and_read() {
        for (dose, per_day, words) in
            [("12.5", "2", ""), ("50", "1", "at night"), ("100", "0.5", ""), ("37.50", "1", "in the morning")]
        {
            let dosing = Dosing {
                dose: Some(Dose { amount: dose.parse().unwrap(), unit: "mg".into() }),
                per_day: Some(per_day.parse().unwrap()),
                time_words: words.into(),
                as_needed: false,
            };
            let mut written = write(&dosing);
            written.as_object_mut().unwrap().remove("text");
            let back = read(&[written], "sertraline");
            assert_eq!((back.dose, back.per_day, back.time_words), (dosing.dose, dosing.per_day, dosing.time_words));
        }
    }
}
