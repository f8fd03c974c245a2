//! The Bundle itself. Verbatim records are put into it as text, so that not a digit of theirs changes.

use super::{Exported, Giver, Out};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Bundle<'a> {
    #[serde(rename = "resourceType")]
    resource_type: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    timestamp: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    entry: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    #[serde(rename = "fullUrl")]
    full_url: String,
    resource: Box<RawValue>,
}

pub(super) fn write(giver: Giver<'_>, now: Timestamp) -> Exported {
    let (mut counts, mut entries, mut notes) = (BTreeMap::new(), Vec::with_capacity(giver.leaving.len()), giver.notes);
    for leaving in giver.leaving {
        let json = match leaving.out {
            Out::Verbatim(json) => json,
            Out::Made(value) => value.to_string(),
        };
        match RawValue::from_string(json) {
            Ok(resource) => {
                *counts.entry(leaving.kind).or_default() += 1;
                entries.push(Entry { full_url: leaving.full_url, resource });
            }
            Err(error) => notes.push(format!("The kept record {} is damaged and was left out: {error}.", leaving.full_url)),
        }
    }
    let bundle = Bundle { resource_type: "Bundle", kind: "collection", timestamp: now.to_string(), entry: entries };
    let json = serde_json::to_string(&bundle).unwrap_or_else(|error| {
        notes.push(format!("The Bundle could not be written: {error}."));
        String::new()
    });
    Exported { json, counts, notes }
}
