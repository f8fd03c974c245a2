//! What every backend checks before it writes, so that all of them refuse the same things.

use crate::{Append, BackupLine, Link, RawEvent, StoreError, hash};
use concord_chart::{ChartId, OrganisationId};
use concord_registry::RowChange;
use jiff::{Timestamp, ToSpan};
use std::collections::HashMap;

/// Keys longer than this do not fit into every database's index. Bytes.
const LONGEST_KEY: usize = 512;
/// Key and sort of a row together, for the same reason. Bytes.
const LONGEST_ROW_KEY: usize = 2000;

/// Refuses what no store may take, whatever its state.
pub(crate) fn batch(batch: &[Append]) -> Result<(), StoreError> {
    for append in batch {
        if let Some(draft) = append.events.iter().find(|draft| !is_key(&draft.key.0)) {
            return Err(refused(&format!("an entry came with the idempotency key “{}”, which is none", draft.key)));
        }
        if let Some(kept) = append.kept.iter().find(|kept| hash::sha256_hex(&kept.json) != kept.sha256) {
            return Err(refused(&format!("the record {} is not the one that its hash names", kept.resource)));
        }
        rows(&append.rows)?;
    }
    Ok(())
}

/// Refuses rows that not every database can hold.
pub(crate) fn rows(rows: &[RowChange]) -> Result<(), StoreError> {
    let fits = |change: &RowChange| match change {
        RowChange::Put(row) => {
            row.key.len() + row.sort.len() <= LONGEST_ROW_KEY
                && ![&row.key, &row.sort, &row.body].iter().any(|text| text.contains('\0'))
        }
        RowChange::Remove(..) => true,
    };
    match rows.iter().all(fits) {
        true => Ok(()),
        false => Err(refused("a row of a list has a key that is too long, or a zero byte")),
    }
}

fn is_key(key: &str) -> bool {
    (1..=LONGEST_KEY).contains(&key.len()) && !key.contains('\0')
}

fn refused(why: &str) -> StoreError {
    StoreError::Refused(format!("{why}; nothing was saved"))
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

impl Chains {
    /// The last link of each chart.
    pub fn heads(&self) -> impl Iterator<Item = (OrganisationId, ChartId, Link)> {
        self.0.iter().map(|((organisation, chart), link)| (*organisation, *chart, *link))
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
