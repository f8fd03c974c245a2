//! What an answer of an engine rests on: so that every number on a page can be asked "why?".

use concord_chart::EventId;
use concord_knowledge::basis::Sourced;
use concord_knowledge::ids::SourceId;
use concord_knowledge::{Knowledge, Verification};

/// The grounds of one answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The events that it rests on, in order of time.
    pub because: Vec<EventId>,
    /// The entries of `knowledge/` that it rests on.
    pub entries: Vec<EntryUsed>,
    /// What was not on the chart or not in `knowledge/`, as sentences to a clinician.
    pub missing: Vec<String>,
}

/// One entry of `knowledge/` that was used, in the state in which it was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryUsed {
    /// Path below `knowledge/` without the ending: `outcomes/depression`, `substances/sertraline`.
    pub entry: String,
    /// The instrument's own version, or the edition of the whole (`2026-11-22+0f3a…`) for entries without one.
    pub version: String,
    /// The citation.
    pub source: SourceId,
    /// Whether the number was read there; unverified numbers are shown as such.
    pub verification: Verification,
}

impl Report {
    /// Adds an event, once.
    pub fn event(&mut self, id: EventId) {
        if !self.because.contains(&id) {
            self.because.push(id);
        }
    }

    /// Adds an entry of `knowledge/` with the part that was used.
    pub fn entry(&mut self, knowledge: &Knowledge, entry: String, part: &impl Sourced) {
        self.entry_in_version(knowledge.version(), entry, part);
    }

    /// Adds an entry that has a version of its own.
    pub fn entry_in_version(&mut self, version: &str, entry: String, part: &impl Sourced) {
        let used =
            EntryUsed { entry, version: version.to_owned(), source: part.source().clone(), verification: part.verification() };
        if !self.entries.contains(&used) {
            self.entries.push(used);
        }
    }

    /// Adds a sentence about what is missing.
    pub fn missing(&mut self, sentence: impl Into<String>) {
        self.missing.push(sentence.into());
    }
}
