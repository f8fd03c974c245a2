//! Types that a chart has no place for: kept word for word, with one line about each.

use crate::{
    context::{Context, NewEvent, Taken},
    datatypes::{list, name, text, words},
    dates,
    refused::Wrong,
};
use concord_chart::{Event, When, document::RecordKept};
use serde_json::Value;

/// Why these types are kept and no more, for the report.
pub(crate) fn take_up(context: &Context<'_>) -> Result<Taken, Wrong> {
    Taken::kept(match context.resource.kind.as_str() {
        "Practitioner" | "PractitionerRole" | "Organization" | "Location" | "RelatedPerson" | "HealthcareService" => {
            "its name stands where the records refer to it"
        }
        "DiagnosticReport" => "its results stand on the chart one by one",
        "Medication" => "its name stands on the prescriptions that refer to it",
        "Claim" | "ExplanationOfBenefit" | "Coverage" | "Account" | "Invoice" => "it is about money",
        "Provenance" | "AuditEvent" => "who wrote and read over there is kept, and trusted for nothing here",
        _ => "a chart has no place for this type yet",
    })
}

/// The event under which a record is kept.
pub(crate) fn kept(context: &Context<'_>) -> NewEvent {
    let event = RecordKept {
        resource_type: context.resource.kind.clone(),
        resource_id: context.resource.id.clone(),
        summary: summary(context).chars().take(200).collect(),
    };
    NewEvent::new(date(context), Event::RecordKept(event))
}

/// Dates by which a record may be put in order, best first.
const DATES: &[&str] = &[
    "effectiveDateTime",
    "occurrenceDateTime",
    "performedDateTime",
    "authoredOn",
    "authored",
    "onsetDateTime",
    "recordedDate",
    "started",
    "date",
    "dateWritten",
    "created",
    "issued",
    "recorded",
    "sent",
    "indexed",
    "startDate",
    "start",
];
const PERIODS: &[&str] = &["effectivePeriod", "performedPeriod", "occurrencePeriod", "period", "billablePeriod"];

fn date(context: &Context<'_>) -> When {
    let value = context.value();
    let plain = DATES.iter().filter_map(|key| text(value, key));
    let periods = PERIODS.iter().filter_map(|key| value.get(*key).and_then(|period| text(period, "start")));
    let known = plain.chain(periods).filter_map(dates::read).find(|when| !context.is_future(*when));
    known.or_else(|| context.occurred(&[]).ok()).unwrap_or(When::Day(context.reading.today))
}

/// One line about a record, from whatever it calls itself.
fn summary(context: &Context<'_>) -> String {
    let value = context.value();
    let coded = ["vaccineCode", "code", "type", "category", "medicationCodeableConcept", "activity", "serviceType"];
    let coded = coded.iter().find_map(|key| {
        let element = value.get(*key)?;
        words(element.as_array().map_or(Some(element), |all| all.first()))
    });
    let told = ["title", "description", "purpose", "conclusion"].iter().find_map(|key| text(value, key).map(str::to_owned));
    let named = name(value).map(|name| name.spoken());
    let relation = words(list(value, "relationship").first());
    match (named, relation) {
        (Some(named), Some(relation)) => format!("{named} ({relation})"),
        (Some(named), None) => named,
        _ => coded.or(told).or_else(|| series(value)).unwrap_or_default(),
    }
}

/// Pictures say what they are in their series.
fn series(value: &Value) -> Option<String> {
    let first = list(value, "series").first()?;
    text(first.get("bodySite").unwrap_or(&Value::Null), "display")
        .or_else(|| text(first.get("modality").unwrap_or(&Value::Null), "display"))
        .map(str::to_owned)
}
