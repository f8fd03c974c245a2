//! Why a file was not taken in: one sentence, with the place, and the promise that nothing of it was.

use std::{collections::BTreeMap, fmt};

/// A file that was refused as a whole. Shown, it is the sentence to the person who tried.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Refused(Box<Details>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    file: String,
    place: String,
    resource: String,
    path: String,
    sentence: String,
    counts: BTreeMap<String, usize>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Details { file, place, resource, path, sentence, .. } = &*self.0;
        write!(f, "{file}")?;
        if !place.is_empty() {
            write!(f, ", {place}")?;
        }
        if !resource.is_empty() {
            write!(f, " ({resource})")?;
        }
        if !path.is_empty() {
            write!(f, ", at {path}")?;
        }
        write!(f, ": {sentence} Nothing of this file was taken in.")
    }
}

impl Refused {
    /// A refusal of the whole file (or of several that are read together).
    pub fn whole(file: &str, sentence: impl Into<String>) -> Self {
        Self(Box::new(Details {
            file: file.to_owned(),
            place: String::new(),
            resource: String::new(),
            path: String::new(),
            sentence: sentence.into(),
            counts: BTreeMap::new(),
        }))
    }

    /// Which part of the file: `entry 12`, `line 3`.
    pub(crate) fn in_place(mut self, place: &str) -> Self {
        place.clone_into(&mut self.0.place);
        self
    }

    /// Which resource, e.g. `Observation/123`, and where in it.
    pub(crate) fn of(mut self, resource: String, path: &str) -> Self {
        self.0.resource = resource;
        path.clone_into(&mut self.0.path);
        self
    }

    pub(crate) fn with_counts(mut self, counts: BTreeMap<String, usize>) -> Self {
        self.0.counts = counts;
        self
    }

    /// How many resources of each type were refused with the file, as far as it could be read.
    pub fn counts(&self) -> &BTreeMap<String, usize> {
        &self.0.counts
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
