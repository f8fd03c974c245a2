//! FHIR's data types, as far as a chart has a use for them. Read leniently: what has another shape than FHIR's counts
//! as absent here, and stays in the verbatim text.

use concord_chart::quantity::{Coding, Quantity};
use rust_decimal::Decimal;
use serde_json::{Value, json};

pub(crate) const LOINC: &str = "http://loinc.org";
pub(crate) const SNOMED: &str = "http://snomed.info/sct";
pub(crate) const RXNORM: &str = "http://www.nlm.nih.gov/research/umls/rxnorm";
pub(crate) const UCUM: &str = "http://unitsofmeasure.org";
pub(crate) const CPT: &str = "http://www.ama-assn.org/go/cpt";

/// A text element, unless it is blank.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

/// A list element; empty when absent.
pub(crate) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The codes of a CodeableConcept, as they stand.
pub(crate) fn codings(concept: Option<&Value>) -> Vec<Coding> {
    let Some(concept) = concept else { return Vec::new() };
    let one = |coding: &Value| {
        Some(Coding {
            system: text(coding, "system").unwrap_or_default().to_owned(),
            code: text(coding, "code")?.to_owned(),
            display: text(coding, "display").unwrap_or_default().to_owned(),
        })
    };
    list(concept, "coding").iter().filter_map(one).collect()
}

/// The codes of one code system in a CodeableConcept.
pub(crate) fn codes_of<'a>(concept: Option<&'a Value>, system: &'a str) -> impl Iterator<Item = &'a str> {
    let codings = concept.map_or(&[][..], |concept| list(concept, "coding"));
    codings.iter().filter(move |coding| text(coding, "system") == Some(system)).filter_map(|coding| text(coding, "code"))
}

/// True when a CodeableConcept holds this code, in whichever system.
pub(crate) fn has_code(concept: Option<&Value>, code: &str) -> bool {
    concept.is_some_and(|concept| list(concept, "coding").iter().any(|coding| text(coding, "code") == Some(code)))
}

/// The words of a CodeableConcept: its text, else a display, else a code.
pub(crate) fn words(concept: Option<&Value>) -> Option<String> {
    let concept = concept?;
    let display = || list(concept, "coding").iter().find_map(|coding| text(coding, "display"));
    let code = || list(concept, "coding").iter().find_map(|coding| text(coding, "code"));
    text(concept, "text").or_else(display).or_else(code).map(str::to_owned)
}

/// A CodeableConcept from words and codes.
pub(crate) fn concept(words: &str, codings: &[Coding]) -> Value {
    let mut concept = json!({});
    if !codings.is_empty() {
        concept["coding"] = codings.iter().map(coding).collect();
    }
    if !words.trim().is_empty() {
        concept["text"] = json!(words);
    }
    concept
}

/// One Coding.
pub(crate) fn coding(known: &Coding) -> Value {
    let mut coding = json!({});
    for (key, text) in [("system", &known.system), ("code", &known.code), ("display", &known.display)] {
        if !text.is_empty() {
            coding[key] = json!(text);
        }
    }
    coding
}

/// Why a number of somebody else's cannot be kept as a value: it would lose digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooPrecise;

/// A JSON number as it was written, digit by digit.
pub(crate) fn decimal(number: &Value) -> Option<Result<Decimal, TooPrecise>> {
    let Value::Number(number) = number else { return None };
    let text = number.to_string();
    let exact = if text.contains(['e', 'E']) { Decimal::from_scientific(&text) } else { Decimal::from_str_exact(&text) };
    Some(exact.map_err(|_| TooPrecise))
}

/// A Quantity: number, unit, comparator. `None` when it has no number.
pub(crate) fn quantity(value: &Value) -> Option<Result<Quantity, TooPrecise>> {
    let number = decimal(value.get("value")?)?;
    let unit = text(value, "unit").or_else(|| text(value, "code")).unwrap_or_default();
    Some(number.map(|value_| Quantity {
        value: value_,
        unit: unit.to_owned(),
        comparator: text(value, "comparator").map(str::to_owned),
    }))
}

/// A Quantity as FHIR writes it. A unit that UCUM knows under the same spelling is also given as its code.
pub(crate) fn write_quantity(known: &Quantity) -> Value {
    let mut quantity = json!({"value": number(known.value)});
    if let Some(comparator) = &known.comparator {
        quantity["comparator"] = json!(comparator);
    }
    if !known.unit.is_empty() {
        quantity["unit"] = json!(known.unit);
        if UCUM_UNITS.contains(&known.unit.as_str()) {
            quantity["system"] = json!(UCUM);
            quantity["code"] = json!(known.unit);
        }
    }
    quantity
}

/// Units whose usual spelling is their UCUM code.
const UCUM_UNITS: &[&str] = &[
    "%", "mg", "ug", "g", "kg", "mL", "L", "mm", "cm", "m", "mm[Hg]", "mmol/L", "umol/L", "nmol/L", "mg/dL", "ug/L", "ng/mL",
    "g/dL", "mmol/mol", "U/L", "mU/L", "kg/m2", "Cel", "[degF]", "/min", "min", "h", "d", "wk", "mo", "a", "{score}", "ms",
];

/// An exact number for JSON.
pub(crate) fn number(value: Decimal) -> Value {
    value.to_string().parse::<serde_json::Number>().map_or(Value::Null, Value::Number)
}

/// A person's name in parts and as it is spoken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) family: String,
    pub(crate) given: String,
}

impl Name {
    pub(crate) fn spoken(&self) -> String {
        format!("{} {}", self.given, self.family).trim().to_owned()
    }
}

/// The name to use among several: the official one, else the usual one, else the first that is not old.
pub(crate) fn name(resource: &Value) -> Option<Name> {
    // Organization and Location have one name, which is a text.
    if let Some(name) = text(resource, "name") {
        return Some(Name { family: name.to_owned(), given: String::new() });
    }
    let names: Vec<&Value> = list(resource, "name").iter().filter(|name| text(name, "use") != Some("old")).collect();
    let used = |wanted| names.iter().find(|name| text(name, "use") == Some(wanted));
    let best = used("official").or_else(|| used("usual")).or(names.first())?;
    let given = list(best, "given").iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ");
    let name = Name { family: text(best, "family").unwrap_or_default().to_owned(), given: given.trim().to_owned() };
    match text(best, "text") {
        Some(whole) if name.spoken().is_empty() => Some(Name { family: whole.to_owned(), given: String::new() }),
        _ => Some(name).filter(|name| !name.spoken().is_empty()),
    }
}

/// Free-text notes (Annotation), joined.
pub(crate) fn notes(resource: &Value) -> String {
    list(resource, "note").iter().filter_map(|note| text(note, "text")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_number_keeps_the_digits_it_was_written_with() {
        let value: Value = serde_json::from_str(r#"{"value": 14.50, "unit": "mg/dL"}"#).unwrap();
        let read = quantity(&value).unwrap().unwrap();
        assert_eq!(read.to_string(), "14.50 mg/dL");
        assert_eq!(write_quantity(&read)["value"].to_string(), "14.50");
    }

    #[test]
    fn a_number_with_more_digits_than_we_can_keep_is_not_rounded() {
        let value: Value = serde_json::from_str("0.12345678901234567890123456789012345").unwrap();
        assert_eq!(decimal(&value), Some(Err(TooPrecise)));
        let value: Value = serde_json::from_str("1.5e3").unwrap();
        assert_eq!(decimal(&value).unwrap().unwrap().to_string(), "1500");
    }

    #[test]
    fn the_official_name_is_used_and_old_names_are_not() {
        let person = json!({"name": [{"use": "old", "family": "Before"}, {"family": "Nick"}, {"use": "official", "family": "True", "given": ["A", "B"]}]});
        assert_eq!(name(&person).unwrap().spoken(), "A B True");
        assert_eq!(name(&json!({"name": "Clinic by the river"})).unwrap().spoken(), "Clinic by the river");
        assert_eq!(name(&json!({"name": [{"use": "old", "family": "Before"}]})), None);
    }
}
