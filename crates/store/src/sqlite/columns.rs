//! How values lie in SQLite's columns, and back.

use super::said;
use crate::*;
use concord_access::Role;
use concord_chart::{PlaceId, StaffId};
use concord_registry::ReadRow;
use rusqlite::{Row, types::FromSql};
use uuid::Uuid;

/// An id as sixteen bytes.
pub(super) type Bytes = [u8; 16];

/// Reads a column; what is in it and does not fit is damage.
pub(super) fn get<T: FromSql>(row: &Row<'_>, column: usize) -> Result<T, StoreError> {
    row.get(column).map_err(said)
}

pub(super) fn uuid(row: &Row<'_>, column: usize) -> Result<Uuid, StoreError> {
    get::<Bytes>(row, column).map(Uuid::from_bytes)
}

pub(super) fn maybe_uuid(row: &Row<'_>, column: usize) -> Result<Option<Uuid>, StoreError> {
    Ok(get::<Option<Bytes>>(row, column)?.map(Uuid::from_bytes))
}

pub(super) fn time(row: &Row<'_>, column: usize) -> Result<Timestamp, StoreError> {
    let micros: i64 = get(row, column)?;
    Timestamp::from_microsecond(micros).map_err(|_| StoreError::Damaged(format!("{micros} is no moment")))
}

/// A position; the database has signed numbers.
pub(super) fn position(row: &Row<'_>, column: usize) -> Result<u64, StoreError> {
    let found: i64 = get(row, column)?;
    u64::try_from(found).map_err(|_| StoreError::Damaged(format!("{found} is no position")))
}

pub(super) fn signed(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

pub(super) fn shelf(row: &Row<'_>, column: usize) -> Result<Shelf, StoreError> {
    let word: String = get(row, column)?;
    Shelf::parse(&word).ok_or_else(|| StoreError::Damaged(format!("“{word}” is no read model")))
}

/// Columns from `shelf` on: shelf, key, sort, body.
pub(super) fn read_row(row: &Row<'_>, from: usize) -> Result<ReadRow, StoreError> {
    Ok(ReadRow { shelf: shelf(row, from)?, key: get(row, from + 1)?, sort: get(row, from + 2)?, body: get(row, from + 3)? })
}

/// The columns of an event, in this order.
pub(super) const EVENT: &str = "seq, id, occurred, recorded_at, author, on_behalf_of, sensitivity, key, amends, source, kind, \
                                version, body, prev_hash, hash";

/// The columns of [`EVENT`], from `from` on.
pub(super) fn raw_event(row: &Row<'_>, from: usize) -> Result<RawEvent, StoreError> {
    Ok(RawEvent {
        seq: position(row, from)?,
        id: uuid(row, from + 1)?.to_string(),
        occurred: get(row, from + 2)?,
        recorded_at: get(row, from + 3)?,
        author: get(row, from + 4)?,
        on_behalf_of: get(row, from + 5)?,
        sensitivity: get(row, from + 6)?,
        key: get(row, from + 7)?,
        amends: maybe_uuid(row, from + 8)?.map(|id| id.to_string()),
        source: get(row, from + 9)?,
        kind: get(row, from + 10)?,
        version: get(row, from + 11)?,
        body: get(row, from + 12)?,
        prev_hash: hex::encode(get::<[u8; 32]>(row, from + 13)?),
        hash: hex::encode(get::<[u8; 32]>(row, from + 14)?),
    })
}

/// at, account, name, role, chart, what, reason.
pub(super) const LINE: &str = "at, account, name, role, chart, what, reason";

/// The columns of [`LINE`], from `from` on.
pub(super) fn line(row: &Row<'_>, from: usize) -> Result<AccessLine, StoreError> {
    Ok(AccessLine {
        at: time(row, from)?,
        account: maybe_uuid(row, from + 1)?.map(AccountId),
        name: get(row, from + 2)?,
        role: get(row, from + 3)?,
        chart: maybe_uuid(row, from + 4)?.map(ChartId),
        what: get(row, from + 5)?,
        reason: get(row, from + 6)?,
    })
}

/// id, account, kind, text, at.
pub(super) const MESSAGE: &str = "id, account, kind, text, at";

/// The columns of [`MESSAGE`], from `from` on.
pub(super) fn message(row: &Row<'_>, from: usize) -> Result<OutboxMessage, StoreError> {
    Ok(OutboxMessage {
        id: get(row, from)?,
        to: AccountId(uuid(row, from + 1)?),
        kind: get(row, from + 2)?,
        text: get(row, from + 3)?,
        at: time(row, from + 4)?,
    })
}

/// The columns of an account, in this order.
pub(super) const ACCOUNT: &str = "id, organisation, login, name, role, staff, chart, places, password, open, settings";

pub(super) fn account(row: &Row<'_>) -> Result<Account, StoreError> {
    let role: String = get(row, 4)?;
    let places: String = get(row, 7)?;
    Ok(Account {
        id: AccountId(uuid(row, 0)?),
        organisation: OrganisationId(uuid(row, 1)?),
        login: get(row, 2)?,
        name: get(row, 3)?,
        role: Role::parse(&role).ok_or_else(|| StoreError::Damaged(format!("“{role}” is no role")))?,
        staff: maybe_uuid(row, 5)?.map(StaffId),
        chart: maybe_uuid(row, 6)?.map(ChartId),
        places: serde_json::from_str::<Vec<PlaceId>>(&places).map_err(|error| StoreError::Damaged(error.to_string()))?,
        password: get(row, 8)?,
        open: get(row, 9)?,
        settings: get(row, 10)?,
    })
}
