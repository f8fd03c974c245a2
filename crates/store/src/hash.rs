//! The hash chain: each event's hash covers every column of it, its chart, and the hash of the event before.
//!
//! What is hashed, in this order, after the words `concord.event.1`: the hash before (32 bytes), organisation, chart
//! (16 bytes each), position, id, occurred, recorded_at, author, on behalf of, sensitivity, key, amends, source, kind,
//! version, body. Texts carry their length in front (eight bytes, little end first), so that no two different events
//! read the same; what may be absent carries a 0 or a 1 in front. Numbers are eight bytes, little end first.
//!
//! **The order is stored format.** Another way of hashing is another word at the front, never a change of this one.

use crate::{RawEvent, StoreError};
use concord_chart::{ChartId, Draft, Event, EventId, IdempotencyKey, OrganisationId, Recorded, Sensitivity};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// The last link of a chart's chain: where the next event goes, and the hash that it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Position of the last event; 0 before the first.
    pub seq: u64,
    /// Its hash; zeros before the first.
    pub hash: [u8; 32],
}

impl Link {
    /// Before the first event.
    pub const START: Self = Self { seq: 0, hash: [0; 32] };

    /// Gives the next event its place and its hash, and moves on to it.
    pub fn seal(&mut self, organisation: OrganisationId, chart: ChartId, raw: &mut RawEvent) {
        raw.seq = self.seq + 1;
        raw.prev_hash = hex::encode(self.hash);
        let hash = hash_of(&self.hash, organisation, chart, raw);
        raw.hash = hex::encode(hash);
        *self = Self { seq: raw.seq, hash };
    }

    /// Moves on to a stored event, if it is the next one and is as it was written.
    ///
    /// # Errors
    /// A sentence that says what does not fit.
    pub fn follow(&mut self, organisation: OrganisationId, chart: ChartId, raw: &RawEvent) -> Result<(), String> {
        if raw.seq != self.seq + 1 {
            return Err(format!("entry {} should come here and entry {} is here instead", self.seq + 1, raw.seq));
        }
        if raw.prev_hash != hex::encode(self.hash) {
            return Err("it does not follow the entry before it: the hash of that entry is another one".to_owned());
        }
        let hash = hash_of(&self.hash, organisation, chart, raw);
        if raw.hash != hex::encode(hash) {
            return Err("its content is not what was written: the hash is another one".to_owned());
        }
        *self = Self { seq: raw.seq, hash };
        Ok(())
    }
}

/// The hash of an event whose predecessor has the hash `before`.
pub fn hash_of(before: &[u8; 32], organisation: OrganisationId, chart: ChartId, raw: &RawEvent) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"concord.event.1");
    hash.update(before);
    hash.update(organisation.0.as_bytes());
    hash.update(chart.0.as_bytes());
    hash.update(raw.seq.to_le_bytes());
    text(&mut hash, &raw.id);
    text(&mut hash, &raw.occurred);
    hash.update(raw.recorded_at.to_le_bytes());
    text(&mut hash, &raw.author);
    maybe(&mut hash, raw.on_behalf_of.as_deref());
    text(&mut hash, &raw.sensitivity);
    text(&mut hash, &raw.key);
    maybe(&mut hash, raw.amends.as_deref());
    maybe(&mut hash, raw.source.as_deref());
    text(&mut hash, &raw.kind);
    hash.update(u64::from(raw.version).to_le_bytes());
    text(&mut hash, &raw.body);
    hash.finalize().into()
}

/// SHA-256 of a text, hexadecimal.
pub fn sha256_hex(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

fn text(hash: &mut Sha256, text: &str) {
    hash.update((text.len() as u64).to_le_bytes());
    hash.update(text.as_bytes());
}

fn maybe(hash: &mut Sha256, value: Option<&str>) {
    hash.update([u8::from(value.is_some())]);
    text(hash, value.unwrap_or_default());
}

/// The columns of a draft that has no place on the chart yet; [`Link::seal`] gives it one.
///
/// # Errors
/// A part that cannot be written as JSON; none in practice.
pub fn columns(draft: &Draft, recorded_at: Timestamp) -> Result<RawEvent, StoreError> {
    let json = |error: serde_json::Error| StoreError::Refused(format!("this entry cannot be written down: {error}"));
    Ok(RawEvent {
        seq: 0,
        id: draft.id.to_string(),
        occurred: draft.occurred.to_string(),
        recorded_at: recorded_at.as_microsecond(),
        author: serde_json::to_string(&draft.author).map_err(json)?,
        on_behalf_of: draft.on_behalf_of.as_ref().map(serde_json::to_string).transpose().map_err(json)?,
        sensitivity: draft.sensitivity.as_str().to_owned(),
        key: draft.key.0.clone(),
        amends: draft.amends.map(|id| id.to_string()),
        source: draft.source.as_ref().map(serde_json::to_string).transpose().map_err(json)?,
        kind: draft.event.kind().to_owned(),
        version: draft.event.version(),
        body: draft.event.to_body().map_err(json)?,
        prev_hash: String::new(),
        hash: String::new(),
    })
}

/// Reads a stored event as today's code understands it.
///
/// # Errors
/// [`StoreError::Damaged`] with the position and the column that cannot be read.
pub fn read(raw: &RawEvent) -> Result<Recorded, StoreError> {
    let damaged =
        |column: &str, error: &dyn std::fmt::Display| StoreError::Damaged(format!("entry {}, {column}: {error}", raw.seq));
    let id = |column: &str, text: &str| text.parse::<EventId>().map_err(|error| damaged(column, &error));
    Ok(Recorded {
        seq: raw.seq,
        recorded_at: Timestamp::from_microsecond(raw.recorded_at).map_err(|error| damaged("recorded at", &error))?,
        draft: Draft {
            id: id("id", &raw.id)?,
            occurred: raw.occurred.parse().map_err(|error| damaged("occurred", &error))?,
            author: serde_json::from_str(&raw.author).map_err(|error| damaged("author", &error))?,
            on_behalf_of: raw
                .on_behalf_of
                .as_deref()
                .map(serde_json::from_str)
                .transpose()
                .map_err(|error| damaged("on behalf of", &error))?,
            sensitivity: Sensitivity::parse(&raw.sensitivity)
                .ok_or_else(|| damaged("sensitivity", &format!("“{}” is no label", raw.sensitivity)))?,
            key: IdempotencyKey(raw.key.clone()),
            amends: raw.amends.as_deref().map(|text| id("amends", text)).transpose()?,
            source: raw.source.as_deref().map(serde_json::from_str).transpose().map_err(|error| damaged("source", &error))?,
            event: Event::read(&raw.kind, raw.version, &raw.body).map_err(|error| damaged("body", &error))?,
        },
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn raw(body: &str) -> RawEvent {
        RawEvent {
            seq: 0,
            id: "00000000-0000-0000-0000-000000000007".to_owned(),
            occurred: "2026-03-02".to_owned(),
            recorded_at: 1_772_000_000_000_000,
            author: "{}".to_owned(),
            on_behalf_of: None,
            sensitivity: "general".to_owned(),
            key: "k".to_owned(),
            amends: None,
            source: None,
            kind: "goal.set".to_owned(),
            version: 1,
            body: body.to_owned(),
            prev_hash: String::new(),
            hash: String::new(),
        }
    }

    fn ids() -> (OrganisationId, ChartId) {
        (OrganisationId(uuid::Uuid::from_u128(1)), ChartId(uuid::Uuid::from_u128(2)))
    }

    fn chain() -> Vec<RawEvent> {
        let (organisation, chart) = ids();
        let mut link = Link::START;
        let mut events = vec![raw("a"), raw("b"), raw("c")];
        events.iter_mut().for_each(|event| link.seal(organisation, chart, event));
        events
    }

    fn follows(events: &[RawEvent]) -> Result<(), String> {
        let (organisation, chart) = ids();
        let mut link = Link::START;
        events.iter().try_for_each(|event| link.follow(organisation, chart, event))
    }

    #[test]
    fn a_chain_follows_itself() {
        assert_eq!(follows(&chain()), Ok(()));
    }

    /// Worked out by another program from the words at the head of this file. Hashes computed by any later version must equal it.
    #[test]
    fn the_hash_of_a_known_event_never_changes() {
        let first = &chain()[0];
        assert_eq!(first.hash, "d716085f122b5853ce88e405f10d1cdef0a61fbe1a6d0f062190a6ddb1ab0d8a");
    }

    #[test]
    fn a_change_of_any_column_breaks_the_chain() {
        let changes: [fn(&mut RawEvent); 13] = [
            |event| event.seq += 1,
            |event| event.id.push('0'),
            |event| event.occurred.push('0'),
            |event| event.recorded_at += 1,
            |event| event.author.push(' '),
            |event| event.on_behalf_of = Some(String::new()),
            |event| event.sensitivity.push('x'),
            |event| event.key.push('x'),
            |event| event.amends = Some(String::new()),
            |event| event.source = Some(String::new()),
            |event| event.kind.push('x'),
            |event| event.version += 1,
            |event| event.body.push(' '),
        ];
        for (index, change) in changes.iter().enumerate() {
            let mut events = chain();
            change(&mut events[1]);
            assert!(follows(&events).is_err(), "change {index} was not noticed");
        }
    }

    #[test]
    fn moving_text_from_one_column_to_the_next_is_noticed() {
        let mut events = chain();
        events[1].kind = "goal.setb".to_owned();
        events[1].body = String::new();
        assert!(follows(&events).is_err());
    }

    #[test]
    fn an_entry_taken_out_or_swapped_is_noticed() {
        let mut without = chain();
        without.remove(1);
        assert!(follows(&without).is_err());
        let mut swapped = chain();
        swapped.swap(1, 2);
        assert!(follows(&swapped).is_err());
    }

    #[test]
    fn the_same_events_on_another_chart_have_other_hashes() {
        let (organisation, _) = ids();
        let mut event = raw("a");
        Link::START.clone().seal(organisation, ChartId(uuid::Uuid::from_u128(3)), &mut event);
        assert_ne!(event.hash, chain()[0].hash);
    }
}
