//! What people did about findings. The findings themselves are computed and never stored.

use crate::{Refusal, condition::plain, ids::*, when::When};
use serde::{Deserialize, Serialize};

/// Somebody took ownership of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingTaken {
    /// Which finding, e.g. `suicidal_ideation_endorsed`.
    pub finding: String,
    /// The events that it rests on.
    pub because: Vec<EventId>,
    /// What they will do, in words; may be empty.
    #[serde(default)]
    pub words: String,
}

/// A person closed a finding with a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingClosed {
    /// Which finding.
    pub finding: String,
    /// The events that it rests on: a later event opens it again.
    pub because: Vec<EventId>,
    /// What was found out and done.
    pub words: String,
}

/// What people did about one finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handled {
    /// Which finding.
    pub finding: String,
    /// The events that it rests on.
    pub because: Vec<EventId>,
    /// Who took it, and when.
    pub taken: Option<(When, String)>,
    /// Who closed it, when, with what words.
    pub closed: Option<(When, String, String)>,
}

/// Finds or makes the entry for a finding that rests on these events.
pub(crate) fn entry<'a>(handled: &'a mut Vec<Handled>, finding: &str, because: &[EventId]) -> &'a mut Handled {
    let known = handled.iter().position(|entry| entry.finding == finding && entry.because == because);
    let index = known.unwrap_or_else(|| {
        handled.push(Handled { finding: finding.to_owned(), because: because.to_vec(), taken: None, closed: None });
        handled.len() - 1
    });
    &mut handled[index]
}

pub(crate) fn decide_close(event: &FindingClosed) -> Result<(), Refusal> {
    if event.words.trim().is_empty() {
        return plain("Say what was found out and done. A finding is closed by a person with a reason.");
    }
    Ok(())
}
