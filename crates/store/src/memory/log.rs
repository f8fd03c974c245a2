//! One chart in memory: its events as they are read and as they are stored, its keys, and its kept records.

use crate::{Kept, Link, RawEvent, StoreError, hash};
use concord_chart::{ChartId, OrganisationId, Recorded};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashSet};

pub(super) struct Log {
    events: Vec<Recorded>,
    raw: Vec<RawEvent>,
    keys: HashSet<String>,
    kept: BTreeMap<String, Vec<Kept>>,
    link: Link,
}

impl Default for Log {
    fn default() -> Self {
        Self { events: Vec::new(), raw: Vec::new(), keys: HashSet::new(), kept: BTreeMap::new(), link: Link::START }
    }
}

impl Log {
    pub fn head(&self) -> u64 {
        self.link.seq
    }

    pub fn has_key(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    pub fn after(&self, after: u64) -> Vec<Recorded> {
        let from = usize::try_from(after).unwrap_or(usize::MAX).min(self.events.len());
        self.events[from..].to_vec()
    }

    pub fn raw(&self) -> &[RawEvent] {
        &self.raw
    }

    /// In order of resource name; several versions of one resource in order of arrival.
    pub fn kept(&self) -> Vec<Kept> {
        self.kept.values().flatten().cloned().collect()
    }

    /// The same text of the same resource is kept once.
    pub fn keep(&mut self, kept: Kept) {
        let versions = self.kept.entry(kept.resource.clone()).or_default();
        if !versions.iter().any(|known| known.sha256 == kept.sha256) {
            versions.push(kept);
        }
    }

    pub fn seal(&mut self, organisation: OrganisationId, chart: ChartId, raw: &mut RawEvent) {
        self.link.seal(organisation, chart, raw);
    }

    pub fn push(&mut self, recorded: Recorded, raw: RawEvent) {
        self.keys.insert(raw.key.clone());
        self.events.push(recorded);
        self.raw.push(raw);
    }

    /// Takes over an event whose place in the chain was already checked.
    pub fn restore(&mut self, chart: ChartId, raw: RawEvent) -> Result<(), StoreError> {
        if self.keys.contains(&raw.key) {
            return Err(StoreError::KeyUsed { chart, key: raw.key });
        }
        let hash = hex::decode(&raw.hash).ok().and_then(|hash| hash.try_into().ok());
        let hash = hash.ok_or_else(|| StoreError::Damaged(format!("chart {chart}, entry {}: its hash is none", raw.seq)))?;
        self.link = Link { seq: raw.seq, hash };
        self.push(hash::read(&raw)?, raw);
        Ok(())
    }
}

/// The databases keep microseconds, so the reference does.
pub(super) fn to_the_microsecond(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}
