//! What every backend checks before it writes, so that all of them refuse the same things.

use crate::{Append, BackupLine, Link, RawEvent, StoreError, hash};
use concord_chart::{ChartId, OrganisationId};
use jiff::{Timestamp, ToSpan};
use std::collections::HashMap;

/// Refuses what no store may take, whatever its state.
pub(crate) fn batch(batch: &[Append]) -> Result<(), StoreError> {
    for append in batch {
        if append.events.iter().any(|draft| draft.key.0.is_empty()) {
            return Err(StoreError::Refused("an entry came without an idempotency key; nothing was saved".to_owned()));
        }
        if let Some(kept) = append.kept.iter().find(|kept| hash::sha256_hex(&kept.json) != kept.sha256) {
            return Err(StoreError::Refused(format!(
                "the record {} is not the one that its hash names; nothing was saved",
                kept.resource
            )));
        }
    }
    Ok(())
}

/// The columns of each append's events, still without a place.
pub(crate) fn columns(append: &Append) -> Result<Vec<RawEvent>, StoreError> {
    append.events.iter().map(|draft| hash::columns(draft, append.recorded_at)).collect()
}

/// A change token that this backend did not make.
pub(crate) fn token(token: &str) -> StoreError {
    StoreError::Refused(format!("“{token}” is no place in the news of a shelf; ask again without one"))
}

/// Follows the chains of a logical stream while it is written.
#[derive(Default)]
pub(crate) struct Chains(HashMap<(OrganisationId, ChartId), Link>);

impl Chains {
    /// Refuses a line that does not fit what came before it.
    pub fn admit(&mut self, line: &BackupLine) -> Result<(), StoreError> {
        match line {
            BackupLine::Event { organisation, chart, event } => self
                .0
                .entry((*organisation, *chart))
                .or_insert(Link::START)
                .follow(*organisation, *chart, event)
                .map_err(|what| StoreError::Damaged(format!("chart {chart}, entry {}: {what}", event.seq))),
            BackupLine::Kept { kept, chart, .. } if hash::sha256_hex(&kept.json) != kept.sha256 => Err(StoreError::Damaged(
                format!("chart {chart}, kept record {}: it is not the one that its hash names", kept.resource),
            )),
            _ => Ok(()),
        }
    }
}

/// A backup is only read into an empty store.
pub(crate) fn not_empty() -> StoreError {
    StoreError::Refused(
        "this database already holds records, and a backup is only restored into an empty one: name a new database".to_owned(),
    )
}

/// Failures older than this are of no use to anybody and are taken away.
pub(crate) fn forgotten(at: Timestamp) -> Timestamp {
    at.checked_sub((31 * 24).hours()).unwrap_or(Timestamp::MIN)
}
