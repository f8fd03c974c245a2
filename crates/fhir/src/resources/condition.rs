//! Condition ↔ what the person has, or is thought to have.

use crate::{
    context::{Context, NewEvent, Taken},
    datatypes::{codings, concept, has_code, words},
    dates,
    refused::Wrong,
};
use concord_chart::{
    Event, When,
    condition::{ConditionNoted, ConditionStatus},
};
use serde_json::{Value, json};

const CLINICAL: &str = "http://terminology.hl7.org/CodeSystem/condition-clinical";
const VERIFICATION: &str = "http://terminology.hl7.org/CodeSystem/condition-ver-status";

pub(crate) fn take_up(context: &Context<'_>) -> Result<Taken, Wrong> {
    let value = context.value();
    let verification = value.get("verificationStatus");
    for (code, reason) in
        [("entered-in-error", "the sender says that it was entered in error"), ("refuted", "the sender says that it was refuted")]
    {
        if has_code(verification, code) {
            return Taken::kept(reason);
        }
    }
    let coding = codings(value.get("code"));
    let Some(name) = words(value.get("code")) else { return Taken::kept("it does not say which condition it is") };
    let (onset_start, onset_end) = context.period("onsetPeriod")?;
    let since = context.date("onsetDateTime")?.or_else(|| span(onset_start, onset_end));
    let (_, abated) = context.period("abatementPeriod")?;
    let until = context.date("abatementDateTime")?.or(abated);
    if let (Some(since), Some(until)) = (since, until)
        && until.last_day() < since.first_day()
    {
        return Err(Wrong::at(
            "abatementDateTime",
            format!("It ended ({until}) before it began ({since}). Ask the sender to put it right."),
        ));
    }
    let event = ConditionNoted {
        name,
        coding,
        status: status(value, until.is_some()),
        provisional: ["provisional", "differential", "unconfirmed"].iter().any(|code| has_code(verification, code)),
        since,
        until,
    };
    let occurred = context.occurred(&[("recordedDate", context.date("recordedDate")?), ("onsetDateTime", since)])?;
    Taken::one(
        NewEvent::new(occurred, Event::ConditionNoted(event)).by(context.named("recorder").or_else(|| context.named("asserter"))),
    )
}

fn span(start: Option<When>, end: Option<When>) -> Option<When> {
    match (start, end) {
        (Some(start), Some(end)) => Some(When::Between(start.first_day(), end.last_day())),
        (Some(only), None) | (None, Some(only)) => Some(only),
        (None, None) => None,
    }
}

/// A condition without a status is over where it has an end, and otherwise taken as present: to overlook one is worse.
fn status(value: &Value, has_ended: bool) -> ConditionStatus {
    let said = value.get("clinicalStatus");
    let known = [
        ("active", ConditionStatus::Active),
        ("recurrence", ConditionStatus::Recurrence),
        ("relapse", ConditionStatus::Relapse),
        ("inactive", ConditionStatus::Inactive),
        ("remission", ConditionStatus::Remission),
        ("resolved", ConditionStatus::Resolved),
    ];
    let otherwise = if has_ended { ConditionStatus::Resolved } else { ConditionStatus::Active };
    known.into_iter().find(|(code, _)| has_code(said, code)).map_or(otherwise, |(_, status)| status)
}

fn code(status: ConditionStatus) -> &'static str {
    match status {
        ConditionStatus::Active => "active",
        ConditionStatus::Recurrence => "recurrence",
        ConditionStatus::Relapse => "relapse",
        ConditionStatus::Inactive => "inactive",
        ConditionStatus::Remission => "remission",
        ConditionStatus::Resolved => "resolved",
    }
}

/// The condition as it now stands.
pub(crate) fn give_back(known: &ConditionNoted, recorded: When, patient: &Value) -> Value {
    let mut condition = json!({
        "resourceType": "Condition",
        "clinicalStatus": {"coding": [{"system": CLINICAL, "code": code(known.status)}]},
        "verificationStatus": {"coding": [{"system": VERIFICATION, "code": if known.provisional { "provisional" } else { "confirmed" }}]},
        "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-category", "code": "problem-list-item"}]}],
        "code": concept(&known.name, &known.coding),
        "subject": patient,
    });
    put_span(&mut condition, "onset", known.since);
    // con-4: what has ended may not be called active.
    if !known.status.is_present() {
        put_span(&mut condition, "abatement", known.until);
    }
    if let Some(recorded) = dates::write(recorded) {
        condition["recordedDate"] = json!(recorded);
    }
    condition
}

fn put_span(condition: &mut Value, key: &str, when: Option<When>) {
    match when.map(|when| (when, dates::write(when))) {
        Some((_, Some(date))) => condition[format!("{key}DateTime")] = json!(date),
        Some((when, None)) => condition[format!("{key}Period")] = dates::write_period(when),
        None => {}
    }
}

/// The other system's record with the status that holds now.
pub(crate) fn restate(original: &mut Value, known: &ConditionNoted) {
    original["clinicalStatus"] = json!({"coding": [{"system": CLINICAL, "code": code(known.status)}]});
    let has_end = original.as_object().is_some_and(|fields| fields.keys().any(|key| key.starts_with("abatement")));
    if !known.status.is_present() && !has_end {
        put_span(original, "abatement", known.until);
    }
    if known.status.is_present()
        && let Some(fields) = original.as_object_mut()
    {
        fields.retain(|key, _| !key.starts_with("abatement"));
    }
}

/// The other system's record, entered in error here.
pub(crate) fn strike(original: &mut Value) {
    original["verificationStatus"] = json!({"coding": [{"system": VERIFICATION, "code": "entered-in-error"}]});
    // con-5: then there is no clinical status.
    if let Some(fields) = original.as_object_mut() {
        fields.remove("clinicalStatus");
    }
}
