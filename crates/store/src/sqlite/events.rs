//! The log and what is written with it: appending, loading, kept records, messages, the access log.

use super::{columns::*, rows, said, writer::Desk};
use crate::*;
use rusqlite::{Connection, OptionalExtension, params};

/// One append: looks where the chart is, writes, and answers with the new head.
pub(super) fn append(desk: &mut Desk, append: &Append, columns: Vec<RawEvent>) -> Result<u64, StoreError> {
    let (organisation, chart) = (append.may.organisation(), append.may.chart());
    let mut link = link(&desk.connection, organisation, chart)?;
    if link.seq != append.expected {
        return Err(match used_key(&desk.connection, organisation, chart, &append.events)? {
            Some(key) => StoreError::KeyUsed { chart, key },
            None => StoreError::Conflict { chart, expected: append.expected, found: link.seq },
        });
    }
    for mut raw in columns {
        link.seal(organisation, chart, &mut raw);
        match insert(&desk.connection, organisation, chart, &raw) {
            Ok(()) => {}
            Err(error) if is_taken(&error) => return Err(StoreError::KeyUsed { chart, key: raw.key }),
            Err(error) => return Err(said(error)),
        }
    }
    if !append.events.is_empty() {
        move_head(&desk.connection, organisation, chart, link)?;
    }
    append.kept.iter().try_for_each(|kept| keep(&desk.connection, organisation, chart, kept))?;
    append.rows.iter().try_for_each(|change| rows::change(desk, organisation, chart, change))?;
    append.outbox.iter().try_for_each(|message| put_message(&desk.connection, organisation, message, None))?;
    Ok(link.seq)
}

/// Where a chart's log ends.
pub(super) fn link(connection: &Connection, organisation: OrganisationId, chart: ChartId) -> Result<Link, StoreError> {
    let mut find =
        connection.prepare_cached("SELECT head, hash FROM chart WHERE organisation = ?1 AND chart = ?2").map_err(said)?;
    let mut found = find.query(params![organisation.0.as_bytes(), chart.0.as_bytes()]).map_err(said)?;
    match found.next().map_err(said)? {
        Some(row) => Ok(Link { seq: position(row, 0)?, hash: get(row, 1)? }),
        None => Ok(Link::START),
    }
}

/// Notes where a chart's log ends.
pub(super) fn move_head(
    connection: &Connection,
    organisation: OrganisationId,
    chart: ChartId,
    link: Link,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO chart (organisation, chart, head, hash) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (organisation, chart) DO UPDATE SET head = ?3, hash = ?4";
    let mut put = connection.prepare_cached(sql).map_err(said)?;
    put.execute(params![organisation.0.as_bytes(), chart.0.as_bytes(), signed(link.seq), link.hash]).map_err(said)?;
    Ok(())
}

/// The first of these that is already on the chart, or twice among them.
fn used_key(
    connection: &Connection,
    organisation: OrganisationId,
    chart: ChartId,
    drafts: &[concord_chart::Draft],
) -> Result<Option<String>, StoreError> {
    let sql = "SELECT 1 FROM event WHERE organisation = ?1 AND chart = ?2 AND key = ?3";
    let mut find = connection.prepare_cached(sql).map_err(said)?;
    let mut seen = std::collections::HashSet::new();
    for draft in drafts {
        let key = &draft.key.0;
        let known = find.exists(params![organisation.0.as_bytes(), chart.0.as_bytes(), key]).map_err(said)?;
        if known || !seen.insert(key) {
            return Ok(Some(key.clone()));
        }
    }
    Ok(None)
}

/// The position is free (the head was just read in this transaction), so what is taken is the key.
fn is_taken(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE)
}

/// Inserts a sealed event.
pub(super) fn insert(
    connection: &Connection,
    organisation: OrganisationId,
    chart: ChartId,
    raw: &RawEvent,
) -> Result<(), rusqlite::Error> {
    let sql = "INSERT INTO event (organisation, chart, seq, id, occurred, recorded_at, author, on_behalf_of, sensitivity, key,
                 amends, source, kind, version, body, prev_hash, hash)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";
    let unreadable = |error: uuid::Error| rusqlite::Error::ToSqlConversionFailure(Box::new(error));
    let bytes = |text: &str| uuid::Uuid::parse_str(text).map(uuid::Uuid::into_bytes).map_err(unreadable);
    let hash = |text: &str| {
        let mut hash = [0_u8; 32];
        hex::decode_to_slice(text, &mut hash).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
        Ok::<_, rusqlite::Error>(hash)
    };
    connection.prepare_cached(sql)?.execute(params![
        organisation.0.as_bytes(),
        chart.0.as_bytes(),
        signed(raw.seq),
        bytes(&raw.id)?,
        raw.occurred,
        raw.recorded_at,
        raw.author,
        raw.on_behalf_of,
        raw.sensitivity,
        raw.key,
        raw.amends.as_deref().map(bytes).transpose()?,
        raw.source,
        raw.kind,
        raw.version,
        raw.body,
        hash(&raw.prev_hash)?,
        hash(&raw.hash)?,
    ])?;
    Ok(())
}

/// The events after a position, each as `read` makes it.
pub(super) fn raw<T>(
    connection: &Connection,
    organisation: OrganisationId,
    chart: ChartId,
    after: u64,
    read: impl Fn(RawEvent) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let sql = format!("SELECT {EVENT} FROM event WHERE organisation = ?1 AND chart = ?2 AND seq > ?3 ORDER BY seq");
    let mut find = connection.prepare_cached(&sql).map_err(said)?;
    let mut found = find.query(params![organisation.0.as_bytes(), chart.0.as_bytes(), signed(after)]).map_err(said)?;
    let mut events = Vec::new();
    while let Some(row) = found.next().map_err(said)? {
        events.push(read(raw_event(row, 0)?)?);
    }
    Ok(events)
}

pub(super) fn charts(
    connection: &Connection,
    organisation: OrganisationId,
    after: Option<ChartId>,
    limit: u32,
) -> Result<Vec<(ChartId, u64)>, StoreError> {
    // An empty blob sorts before every id.
    let after = after.map(|chart| chart.0.as_bytes().to_vec()).unwrap_or_default();
    let sql = "SELECT chart, head FROM chart WHERE organisation = ?1 AND chart > ?2 ORDER BY chart LIMIT ?3";
    let mut find = connection.prepare_cached(sql).map_err(said)?;
    let mut found = find.query(params![organisation.0.as_bytes(), after, limit]).map_err(said)?;
    let mut charts = Vec::new();
    while let Some(row) = found.next().map_err(said)? {
        charts.push((ChartId(uuid(row, 0)?), position(row, 1)?));
    }
    Ok(charts)
}

/// The same text of the same resource is kept once; another text of it is kept beside the first.
pub(super) fn keep(connection: &Connection, organisation: OrganisationId, chart: ChartId, kept: &Kept) -> Result<(), StoreError> {
    let sql = "INSERT INTO kept (organisation, chart, resource, sha256, arrived, json)
               SELECT ?1, ?2, ?3, ?4, 1 + coalesce(max(arrived), 0), ?5 FROM kept
               WHERE organisation = ?1 AND chart = ?2 AND resource = ?3
               ON CONFLICT DO NOTHING";
    let mut put = connection.prepare_cached(sql).map_err(said)?;
    put.execute(params![organisation.0.as_bytes(), chart.0.as_bytes(), kept.resource, kept.sha256, kept.json]).map_err(said)?;
    Ok(())
}

pub(super) fn kept(connection: &Connection, organisation: OrganisationId, chart: ChartId) -> Result<Vec<Kept>, StoreError> {
    let sql = "SELECT resource, sha256, json FROM kept WHERE organisation = ?1 AND chart = ?2 ORDER BY resource, arrived";
    let mut find = connection.prepare_cached(sql).map_err(said)?;
    let mut found = find.query(params![organisation.0.as_bytes(), chart.0.as_bytes()]).map_err(said)?;
    let mut kept = Vec::new();
    while let Some(row) = found.next().map_err(said)? {
        kept.push(Kept { resource: get(row, 0)?, sha256: get(row, 1)?, json: get(row, 2)? });
    }
    Ok(kept)
}

/// A message whose id is already there stays as it is.
pub(super) fn put_message(
    connection: &Connection,
    organisation: OrganisationId,
    message: &OutboxMessage,
    sent: Option<Timestamp>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO outbox (organisation, id, account, kind, text, at, sent) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
               ON CONFLICT DO NOTHING";
    let mut put = connection.prepare_cached(sql).map_err(said)?;
    put.execute(params![
        organisation.0.as_bytes(),
        message.id,
        message.to.0.as_bytes(),
        message.kind,
        message.text,
        message.at.as_microsecond(),
        sent.map(|at| at.as_microsecond()),
    ])
    .map_err(said)?;
    Ok(())
}

pub(super) fn outbox(
    connection: &Connection,
    organisation: OrganisationId,
    limit: u32,
) -> Result<Vec<OutboxMessage>, StoreError> {
    let sql = format!("SELECT {MESSAGE} FROM outbox WHERE organisation = ?1 AND sent IS NULL ORDER BY at, id LIMIT ?2");
    let mut find = connection.prepare_cached(&sql).map_err(said)?;
    let mut found = find.query(params![organisation.0.as_bytes(), limit]).map_err(said)?;
    let mut messages = Vec::new();
    while let Some(row) = found.next().map_err(said)? {
        messages.push(message(row, 0)?);
    }
    Ok(messages)
}

pub(super) fn outbox_since(
    connection: &Connection,
    organisation: OrganisationId,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<OutboxMessage>, StoreError> {
    let sql =
        format!("SELECT {MESSAGE} FROM outbox WHERE organisation = ?1 AND sent IS NULL AND at >= ?2 ORDER BY at, id LIMIT ?3");
    let mut find = connection.prepare_cached(&sql).map_err(said)?;
    let mut found = find.query(params![organisation.0.as_bytes(), since.as_microsecond(), limit]).map_err(said)?;
    let mut messages = Vec::new();
    while let Some(row) = found.next().map_err(said)? {
        messages.push(message(row, 0)?);
    }
    Ok(messages)
}

pub(super) fn sent(desk: &Desk, organisation: OrganisationId, message: &str, at: Timestamp) -> Result<(), StoreError> {
    let sql = "UPDATE outbox SET sent = ?3 WHERE organisation = ?1 AND id = ?2 AND sent IS NULL";
    let mut put = desk.connection.prepare_cached(sql).map_err(said)?;
    put.execute(params![organisation.0.as_bytes(), message, at.as_microsecond()]).map_err(said)?;
    Ok(())
}

pub(super) fn write_line(desk: &Desk, organisation: OrganisationId, line: &AccessLine) -> Result<(), StoreError> {
    let sql = format!("INSERT INTO access_log (organisation, {LINE}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    let mut put = desk.connection.prepare_cached(&sql).map_err(said)?;
    put.execute(params![
        organisation.0.as_bytes(),
        line.at.as_microsecond(),
        line.account.map(|id| id.0.into_bytes()),
        line.name,
        line.role,
        line.chart.map(|id| id.0.into_bytes()),
        line.what,
        line.reason,
    ])
    .map_err(said)?;
    Ok(())
}

pub(super) fn lines(
    connection: &Connection,
    organisation: OrganisationId,
    chart: Option<ChartId>,
    limit: u32,
) -> Result<Vec<AccessLine>, StoreError> {
    // Two texts, so that each finds its index.
    let of_chart = if chart.is_some() { "AND chart = ?2" } else { "AND ?2 IS NULL" };
    let sql = format!("SELECT {LINE} FROM access_log WHERE organisation = ?1 {of_chart} ORDER BY at DESC, number DESC LIMIT ?3");
    let mut find = connection.prepare_cached(&sql).map_err(said)?;
    let chart = chart.map(|chart| chart.0.into_bytes());
    let mut found = find.query(params![organisation.0.as_bytes(), chart, limit]).map_err(said)?;
    let mut lines = Vec::new();
    while let Some(row) = found.next().map_err(said)? {
        lines.push(line(row, 0)?);
    }
    Ok(lines)
}

/// True when nothing was ever written that a backup would hold.
pub(super) fn is_empty(connection: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT 1 WHERE EXISTS (SELECT 1 FROM event) OR EXISTS (SELECT 1 FROM kept) OR EXISTS (SELECT 1 FROM read_row)
                 OR EXISTS (SELECT 1 FROM access_log) OR EXISTS (SELECT 1 FROM account) OR EXISTS (SELECT 1 FROM draft)
                 OR EXISTS (SELECT 1 FROM setting) OR EXISTS (SELECT 1 FROM outbox)
                 OR EXISTS (SELECT 1 FROM author_key) OR EXISTS (SELECT 1 FROM sealed) OR EXISTS (SELECT 1 FROM sealed_draft)";
    Ok(connection.query_row(sql, [], |_| Ok(())).optional().map_err(said)?.is_none())
}
