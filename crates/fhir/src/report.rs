//! What became of a file, type by type, in numbers and reasons.

use serde::Serialize;
use std::{
    collections::BTreeMap,
    fmt::{self, Write as _},
};

/// What became of the resources of one type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fate {
    /// Events were made of them that show on the chart.
    pub taken_up: usize,
    /// Kept word for word, and no more.
    pub kept: usize,
    /// Refused, together with their file or by themselves.
    pub refused: usize,
}

/// What became of everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Type → numbers.
    pub types: BTreeMap<String, Fate>,
    /// Why resources were only kept: type and reason → how many.
    #[serde(serialize_with = "as_list")]
    pub reasons: BTreeMap<(String, String), usize>,
    /// Things a person should know, as sentences.
    pub notes: Vec<String>,
}

fn as_list<S: serde::Serializer>(reasons: &BTreeMap<(String, String), usize>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer
        .collect_seq(reasons.iter().map(|((kind, why), count)| serde_json::json!({"type": kind, "why": why, "count": count})))
}

impl Report {
    pub(crate) fn taken_up(&mut self, kind: &str) {
        self.types.entry(kind.to_owned()).or_default().taken_up += 1;
    }

    pub(crate) fn kept(&mut self, kind: &str, why: &str) {
        self.types.entry(kind.to_owned()).or_default().kept += 1;
        *self.reasons.entry((kind.to_owned(), why.to_owned())).or_default() += 1;
    }

    /// Counts a psychotherapy note that was sealed to its author, of a resource such as `DocumentReference/12`.
    pub fn sealed(&mut self, resource: &str) {
        self.taken_up(kind_of(resource));
    }

    /// Counts a resource that was left out of a file that was taken in, and says why.
    pub fn left_out(&mut self, resource: &str, why: String) {
        self.types.entry(kind_of(resource).to_owned()).or_default().refused += 1;
        self.notes.push(why);
    }

    /// Counts the resources of a refused file.
    pub fn refused(&mut self, counts: &BTreeMap<String, usize>) {
        for (kind, count) in counts {
            self.types.entry(kind.clone()).or_default().refused += count;
        }
    }

    /// Adds another report to this one.
    pub fn add(&mut self, other: &Self) {
        for (kind, fate) in &other.types {
            let known = self.types.entry(kind.clone()).or_default();
            known.taken_up += fate.taken_up;
            known.kept += fate.kept;
            known.refused += fate.refused;
        }
        for (reason, count) in &other.reasons {
            *self.reasons.entry(reason.clone()).or_default() += count;
        }
        self.notes.extend(other.notes.iter().cloned());
    }

    /// All types together.
    pub fn total(&self) -> Fate {
        self.types.values().fold(Fate::default(), |sum, fate| Fate {
            taken_up: sum.taken_up + fate.taken_up,
            kept: sum.kept + fate.kept,
            refused: sum.refused + fate.refused,
        })
    }
}

/// The type in `DocumentReference/12`.
fn kind_of(resource: &str) -> &str {
    resource.split('/').next().unwrap_or(resource)
}

/// A table for a terminal, the reasons, the notes.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.types.keys().map(|kind| kind.chars().count()).max().unwrap_or(0).max(12);
        writeln!(f, "{:width$}  {:>8}  {:>13}  {:>7}", "type", "taken up", "kept verbatim", "refused")?;
        let mut line =
            |kind: &str, fate: Fate| writeln!(f, "{kind:width$}  {:>8}  {:>13}  {:>7}", fate.taken_up, fate.kept, fate.refused);
        for (kind, fate) in &self.types {
            line(kind, *fate)?;
        }
        line("all", self.total())?;
        if !self.reasons.is_empty() {
            let mut why = String::new();
            for ((kind, reason), count) in &self.reasons {
                writeln!(why, "  {count} × {kind}: {reason}")?;
            }
            write!(f, "\nKept word for word and no more, because:\n{why}")?;
        }
        if !self.notes.is_empty() {
            write!(f, "\nTo know:\n")?;
            self.notes.iter().try_for_each(|note| writeln!(f, "  {note}"))?;
        }
        Ok(())
    }
}
