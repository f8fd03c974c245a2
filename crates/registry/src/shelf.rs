//! One row of a read model, as the store keeps it.

use serde::{Deserialize, Serialize};

/// The read models.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shelf {
    /// One row a patient: the registry.
    Caseload,
    /// Names, birth dates and record numbers, for finding people: one row a searchable word.
    Name,
    /// Visits and sessions in the diary, sorted by time.
    Diary,
    /// Work that waits for a person: answers promised, questionnaires open, findings to close.
    Work,
    /// Who is near a chart, for permission: the care team, people who may act for the patient, members of a unit.
    Team,
    /// Couples, families, groups and consultation teams: one row each.
    Unit,
    /// Alerts that are not closed, by the time at which a person has to have looked.
    Alert,
}

impl Shelf {
    /// Every shelf.
    pub const ALL: &'static [Self] = &[Self::Caseload, Self::Name, Self::Diary, Self::Work, Self::Team, Self::Unit, Self::Alert];

    /// The stored word.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Caseload => "caseload",
            Self::Name => "name",
            Self::Diary => "diary",
            Self::Work => "work",
            Self::Team => "team",
            Self::Unit => "unit",
            Self::Alert => "alert",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|shelf| shelf.as_str() == text)
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReadRow {
    /// Which read model.
    pub shelf: Shelf,
    /// Unique within (chart, shelf).
    pub key: String,
    /// What lists are ordered and searched by, within the shelf; compared byte by byte.
    pub sort: String,
    /// The content as JSON.
    pub body: String,
}

/// A change of the read models of one chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowChange {
    /// Put this row, replacing one with the same shelf and key.
    Put(ReadRow),
    /// Take away the row with this shelf and key.
    Remove(Shelf, String),
}

/// What turns the rows `before` into the rows `after`. Unchanged rows are not touched.
pub fn difference(before: &[ReadRow], after: &[ReadRow]) -> Vec<RowChange> {
    use std::collections::BTreeMap;
    let key = |row: &ReadRow| (row.shelf, row.key.clone());
    let old: BTreeMap<_, _> = before.iter().map(|row| (key(row), row)).collect();
    let new: BTreeMap<_, _> = after.iter().map(|row| (key(row), row)).collect();
    let gone = old.keys().filter(|at| !new.contains_key(at)).map(|(shelf, key)| RowChange::Remove(*shelf, key.clone()));
    let put = new.iter().filter(|(at, row)| old.get(at) != Some(row)).map(|(_, row)| RowChange::Put((*row).clone()));
    gone.chain(put).collect()
}
