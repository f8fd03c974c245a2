//! Progress notes. A signed note is never changed: a correction amends it and both stay readable.

use crate::{Chart, Recorded, Refusal, condition::plain, ids::*, when::When};
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

/// Something was added to a signed note, or to the signed face of a session. What was signed stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteAddended {
    /// The event that is added to: a signed note, a signed session or a joint note.
    pub note: EventId,
    /// The addition.
    pub text: String,
}

/// An addition to something signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addendum {
    /// The event.
    pub id: EventId,
    /// When.
    pub at: When,
    /// Who signed it.
    pub by: String,
    /// What was added.
    pub what: NoteAddended,
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

pub(crate) fn addended(known: &mut Vec<Addendum>, recorded: &Recorded, event: &NoteAddended) {
    let by = recorded.author().name.clone();
    known.push(Addendum { id: recorded.id(), at: recorded.occurred(), by, what: event.clone() });
}

pub(crate) fn decide_addend(chart: &Chart, event: &NoteAddended) -> Result<(), Refusal> {
    if event.text.trim().is_empty() {
        return plain("The addition is empty. Write something before you sign it.");
    }
    if let Some(unit) = &chart.unit {
        crate::unit::no_names(unit, &[&event.text])?;
    }
    let signed = chart.entry(event.note).is_some_and(|entry| {
        let kind = entry.recorded.event().kind();
        entry.status.counts() && matches!(kind, "note.signed" | "therapy.session_written" | "unit.note_signed")
    });
    if signed {
        Ok(())
    } else {
        plain("What you add to is not a signed note on this record, or it was corrected. Open it again.")
    }
}
