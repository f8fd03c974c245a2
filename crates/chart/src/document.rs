//! Documents, procedures and plans from elsewhere, and records of other systems that are kept as they are.

use crate::{ids::*, quantity::Coding, when::When};
use serde::{Deserialize, Serialize};

/// A document was filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentFiled {
    /// Title.
    pub title: String,
    /// Kind in words, e.g. `Progress note (DAP)`; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub document_kind: String,
    /// Its text, where it is plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Who wrote it, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub written_by: String,
}

/// A procedure was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcedureDone {
    /// What, in words.
    pub what: String,
    /// Codes, where given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coding: Vec<Coding>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<When>,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

/// Another system's care plan was noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutsidePlanNoted {
    /// Title in words.
    pub title: String,
    /// `active`, `completed` or another word of that system.
    pub status: String,
    /// Activities in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<String>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<When>,
}

/// A record of another system was kept as it is; the verbatim text lies beside the log (see [`crate::Source`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordKept {
    /// Its type, e.g. `Immunization`.
    pub resource_type: String,
    /// Its id there.
    pub resource_id: String,
    /// One line about it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
}

/// An entry of this family on the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed<T> {
    /// The event.
    pub id: EventId,
    /// When.
    pub at: When,
    /// Who recorded it.
    pub by: String,
    /// What.
    pub what: T,
}
