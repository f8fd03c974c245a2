//! Old bodies read as new ones: one small step a version, applied in order.

use serde_json::Value;

/// One step: the kind, the version it reads, and what it does to the body.
type Step = (&'static str, u16, fn(Value) -> Value);

/// Every step there is. A step is never removed.
const STEPS: &[Step] = &[("diary.sleep_entered", 1, sleep_hours_to_minutes)];

/// Version 1 kept sleep in whole hours (`hours`); version 2 keeps minutes, since half an hour is what a titration moves.
fn sleep_hours_to_minutes(mut body: Value) -> Value {
    if let Some(fields) = body.as_object_mut()
        && let Some(hours) = fields.remove("hours").and_then(|hours| hours.as_u64())
    {
        fields.insert("minutes".to_owned(), Value::from(hours * 60));
    }
    body
}

/// Takes a body from `version` to `current`, step by step.
///
/// # Errors
/// The body is not JSON.
pub(crate) fn upcast(kind: &str, version: u16, current: u16, body: &str) -> Result<String, serde_json::Error> {
    let mut value: Value = serde_json::from_str(body)?;
    for from in version..current {
        if let Some((_, _, step)) = STEPS.iter().find(|(of, at, _)| *of == kind && *at == from) {
            value = step(value);
        }
    }
    serde_json::to_string(&value)
}
