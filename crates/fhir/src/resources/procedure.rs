//! Procedure ↔ something that was done.

use crate::{
    context::{Context, NewEvent, Taken},
    datatypes::{codings, concept, words},
    dates,
    refused::Wrong,
};
use concord_chart::{Event, When, document::ProcedureDone};
use serde_json::{Value, json};

const STATUSES: &[&str] =
    &["preparation", "in-progress", "not-done", "on-hold", "stopped", "completed", "entered-in-error", "unknown"];

pub(crate) fn take_up(context: &Context<'_>) -> Result<Taken, Wrong> {
    match context.code("status", STATUSES)? {
        "preparation" | "on-hold" => return Taken::kept("it has not been done yet"),
        "not-done" => return Taken::kept("the sender says that it was not done"),
        "entered-in-error" => return Taken::kept("the sender says that it was entered in error"),
        _ => {}
    }
    let value = context.value();
    let Some(what) = words(value.get("code")) else { return Taken::kept("it does not say what was done") };
    let (start, end) = context.period("performedPeriod")?;
    let occurred = context.occurred(&[
        ("performedDateTime", context.date("performedDateTime")?),
        ("performedPeriod.start", start),
        ("performedPeriod.end", end),
    ])?;
    let event = ProcedureDone {
        what,
        coding: codings(value.get("code")),
        until: end.filter(|_| start.is_some()),
        reasons: context.reasons(),
    };
    let performer = value.get("performer").and_then(|all| all.get(0)).and_then(|first| first.get("actor"));
    let by = performer.and_then(|actor| context.name_of(actor)).or_else(|| context.named("recorder"));
    Taken::one(NewEvent::new(occurred, Event::ProcedureDone(event)).by(by))
}

/// A procedure that was recorded here. `status` is FHIR's word for whether it counts.
pub(crate) fn give_back(known: &ProcedureDone, at: When, status: &str, patient: &Value) -> Value {
    let mut procedure = json!({
        "resourceType": "Procedure",
        "status": status,
        "code": concept(&known.what, &known.coding),
        "subject": patient,
    });
    match (dates::write(at), known.until.and_then(dates::write)) {
        (Some(start), Some(end)) => procedure["performedPeriod"] = json!({"start": start, "end": end}),
        (Some(start), None) => procedure["performedDateTime"] = json!(start),
        (None, _) => procedure["performedPeriod"] = dates::write_period(at),
    }
    if !known.reasons.is_empty() {
        procedure["reasonCode"] = known.reasons.iter().map(|reason| json!({"text": reason})).collect();
    }
    procedure
}
