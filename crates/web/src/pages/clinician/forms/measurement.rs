//! Laboratory results, vital signs, other observations.

use super::about::About;
use super::field::{Choice, Field, Input};
use super::reading::Reading;
use super::values::Values;
use super::{CLINICIANS, Form, Group, ToRecord};
use concord_chart::{
    Event,
    measurement::{Measured, Part, Range},
    quantity::Quantity,
};
use rust_decimal::Decimal;

pub(super) const FORMS: &[Form] = &[
    Form {
        what: "lab",
        title: "A laboratory result",
        about: "Also the level of a medicine",
        button: "Keep the result",
        group: Group::Measures,
        roles: CLINICIANS,
        records: &["measurement.lab_resulted"],
        fields: |about| {
            fields(
                about,
                &[
                    "Sodium",
                    "Potassium",
                    "Creatinine",
                    "eGFR",
                    "TSH",
                    "Glucose",
                    "HbA1c",
                    "ALT",
                    "Lithium level",
                    "Valproate level",
                ],
            )
        },
        read: |reading, _| read(reading, Event::LabResulted),
        fill: |event, _| fill(event),
    },
    Form {
        what: "vital",
        title: "A vital sign",
        about: "Weight, pressure, pulse",
        button: "Keep it",
        group: Group::Measures,
        roles: CLINICIANS,
        records: &["measurement.vital_measured"],
        fields: |about| fields(about, &["Weight", "Blood pressure", "Pulse", "Height", "Waist", "Temperature"]),
        read: |reading, _| read(reading, Event::VitalMeasured),
        fill: |event, _| fill(event),
    },
    Form {
        what: "observation",
        title: "Another observation",
        about: "",
        button: "Keep it",
        group: Group::Measures,
        roles: CLINICIANS,
        records: &["measurement.observed"],
        fields: |about| fields(about, &["Smoking", "Alcohol", "Working together, rating"]),
        read: |reading, _| read(reading, Event::ObservationMade),
        fill: |event, _| fill(event),
    },
];

fn fields(_: &About<'_>, names: &[&str]) -> Vec<Field> {
    let units = ["mmol/L", "mg/dL", "mL/min/1.73m2", "U/L", "%", "mIU/L", "mEq/L", "ug/mL", "kg", "cm", "/min", "mm[Hg]", "Cel"];
    let comparators = [("", "exactly"), ("<", "less than"), (">", "more than")];
    vec![
        Field::needed("what", "What", Input::Suggest(names.iter().map(|name| (*name).to_owned()).collect())),
        Field::needed("value", "Value", Input::Text).hint("A number; for blood pressure 120/80; or the result in words."),
        Field::optional("unit", "Unit", Input::Suggest(units.map(str::to_owned).to_vec()))
            .hint("As the laboratory writes it. A number without its unit is not a result."),
        Field::optional(
            "comparator",
            "Reported as",
            Input::Select(comparators.map(|(value, label)| Choice::new(value, label)).to_vec()),
        ),
        Field::optional("low", "Laboratory’s range, from", Input::Amount),
        Field::optional("high", "to", Input::Amount),
        Field::occurred(),
    ]
}

fn read(reading: &mut Reading<'_>, event: fn(Measured) -> Event) -> Option<Vec<ToRecord>> {
    let what = reading.needed("what", "Say what was measured.");
    let text = reading.needed("value", "Write the value.");
    let unit = reading.text("unit");
    let comparator = reading.some_text("comparator");
    let number = |text: &str| text.trim().replace(',', ".").parse::<Decimal>().ok();
    let quantity = |value: Decimal| Quantity { value, unit: unit.clone(), comparator: comparator.clone() };
    let mut measured = Measured { what, coding: Vec::new(), value: None, words: None, range: None, parts: Vec::new() };
    match (number(&text), text.split_once('/').and_then(|(first, second)| Some((number(first)?, number(second)?)))) {
        (Some(value), _) => measured.value = Some(quantity(value)),
        (None, Some((systolic, diastolic))) => {
            let part =
                |what: &str, value| Part { what: what.to_owned(), coding: Vec::new(), value: Some(quantity(value)), words: None };
            measured.parts = vec![part("systolic", systolic), part("diastolic", diastolic)];
        }
        (None, None) => measured.words = Some(text),
    }
    if measured.words.is_none() && unit.is_empty() {
        reading.problem("unit", "Write the unit, for example kg or mmol/L. A number without its unit is not a result.");
    }
    let (low, high) = (reading.amount("low"), reading.amount("high"));
    if low.is_some() || high.is_some() {
        measured.range = Some(Range { low, high });
    }
    let at = reading.occurred();
    reading.unless_problems(())?;
    ToRecord::at(event(measured), at)
}

fn fill(event: &Event) -> Values {
    let (Event::LabResulted(measured) | Event::VitalMeasured(measured) | Event::ObservationMade(measured)) = event else {
        return Values::default();
    };
    let parts: Vec<String> =
        measured.parts.iter().filter_map(|part| part.value.as_ref()).map(|value| value.value.to_string()).collect();
    let own = measured.value.as_ref().map(|value| value.value.to_string()).or_else(|| measured.words.clone());
    let first = measured.value.as_ref().or_else(|| measured.parts.iter().find_map(|part| part.value.as_ref()));
    let range = measured.range.as_ref();
    Values::default()
        .with("what", &measured.what)
        .with("value", own.unwrap_or_else(|| parts.join("/")))
        .with_some("unit", first.map(|quantity| &quantity.unit))
        .with_some("comparator", first.and_then(|quantity| quantity.comparator.as_ref()))
        .with_some("low", range.and_then(|range| range.low))
        .with_some("high", range.and_then(|range| range.high))
}
