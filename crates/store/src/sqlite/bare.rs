//! The same rows with the same durability and nothing around them: the limit that this store is measured against.

use super::{connection, events, migrate, said};
use crate::{Link, StoreError, hash};
use concord_chart::{ChartId, Draft, OrganisationId};
use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// One connection that does nothing but insert.
pub(crate) struct Bare(Connection);

impl Bare {
    pub fn new(path: &Path) -> Result<Self, StoreError> {
        let mut connection = connection::writing(path, true)?;
        migrate::bring_up_to_date(&mut connection, path)?;
        Ok(Self(connection))
    }

    /// One transaction with one event at position `seq` for each chart. The hashes are not computed.
    pub fn commit(&mut self, organisation: OrganisationId, rows: &[(ChartId, Draft)], seq: u64) -> Result<(), StoreError> {
        let writing = self.0.transaction_with_behavior(TransactionBehavior::Immediate).map_err(said)?;
        for (chart, draft) in rows {
            let mut raw = hash::columns(draft, Timestamp::UNIX_EPOCH)?;
            raw.seq = seq;
            raw.prev_hash = "0".repeat(64);
            raw.hash.clone_from(&raw.prev_hash);
            events::insert(&writing, organisation, *chart, &raw).map_err(said)?;
            events::move_head(&writing, organisation, *chart, Link { seq, hash: [0; 32] })?;
        }
        writing.commit().map_err(said)
    }
}
