//! Progress notes. A signed note is never changed: a correction amends it and both stay readable.

use crate::{Recorded, Refusal, condition::plain, ids::*, when::When};
use serde::{Deserialize, Serialize};

/// A note was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteSigned {
    /// How it is laid out: `free`, `soap`, `dap`, `birp`.
    pub format: String,
    /// Heading and text, in order.
    pub sections: Vec<Section>,
    /// The session that it belongs to, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
}

/// One part of a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Heading; may be empty.
    #[serde(default)]
    pub heading: String,
    /// Text.
    pub text: String,
}

/// A note on the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The event.
    pub id: EventId,
    /// What time it is about.
    pub at: When,
    /// Who signed.
    pub by: String,
    /// Their role.
    pub role: String,
    /// What was signed.
    pub what: NoteSigned,
}

pub(crate) fn signed(notes: &mut Vec<Note>, recorded: &Recorded, event: &NoteSigned) {
    notes.push(Note {
        id: recorded.id(),
        at: recorded.occurred(),
        by: recorded.author().name.clone(),
        role: recorded.author().role.clone(),
        what: event.clone(),
    });
}

pub(crate) fn decide_sign(event: &NoteSigned) -> Result<(), Refusal> {
    if event.sections.iter().all(|section| section.text.trim().is_empty()) {
        return plain("The note is empty. Write something before you sign it.");
    }
    Ok(())
}
