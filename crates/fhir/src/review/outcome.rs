//! A sentence as an OperationOutcome, for systems that look for one when something went wrong.

use serde_json::{Value, json};

/// One error with its code of `issue-type`, e.g. `invalid`.
pub fn outcome(code: &str, sentence: &str) -> Value {
    json!({
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "error", "code": code, "details": {"text": sentence}, "diagnostics": sentence}],
    })
}
