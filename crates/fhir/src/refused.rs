//! Why a file was not taken in: one sentence, with the place, and the promise that nothing of it was.

use std::{collections::BTreeMap, fmt};

/// A file that was refused as a whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Refused {
    /// The file (or files, for those that are read together).
    pub file: String,
    /// Which part of it: `entry 12`, `line 3`; empty when it is about the whole file.
    pub place: String,
    /// The resource, e.g. `Observation/123`; empty when there is none to name.
    pub resource: String,
    /// Where in the resource, e.g. `effectiveDateTime`; may be empty.
    pub path: String,
    /// What is wrong and the way back.
    pub sentence: String,
    /// How many resources of each type were refused with it, as far as the file could be read.
    pub counts: BTreeMap<String, usize>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if !self.place.is_empty() {
            write!(f, ", {}", self.place)?;
        }
        if !self.resource.is_empty() {
            write!(f, " ({})", self.resource)?;
        }
        if !self.path.is_empty() {
            write!(f, ", at {}", self.path)?;
        }
        write!(f, ": {} Nothing of this file was taken in.", self.sentence)
    }
}

impl Refused {
    /// A refusal of the whole file.
    pub fn whole(file: &str, sentence: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            place: String::new(),
            resource: String::new(),
            path: String::new(),
            sentence: sentence.into(),
            counts: BTreeMap::new(),
        }
    }
}

/// What is wrong inside one resource. The caller knows which one it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) path: String,
    pub(crate) sentence: String,
}

impl Wrong {
    pub(crate) fn at(path: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self { path: path.into(), sentence: sentence.into() }
    }

    /// A required element is not there.
    pub(crate) fn missing(path: &str) -> Self {
        Self::at(path, format!("“{path}” is missing, and FHIR requires it. Ask the sender for a complete export."))
    }
}
