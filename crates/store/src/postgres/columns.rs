//! How values lie in PostgreSQL's columns, and back.

use super::said;
use crate::*;
use concord_access::Role;
use concord_chart::{PlaceId, StaffId};
use concord_registry::ReadRow;
use tokio_postgres::{Row, types::FromSql};
use uuid::Uuid;

/// Reads a column; what is in it and does not fit is damage.
pub(super) fn get<'a, T: FromSql<'a>>(row: &'a Row, column: usize) -> Result<T, StoreError> {
    row.try_get(column).map_err(|error| StoreError::Damaged(error.to_string()))
}

pub(super) fn time(row: &Row, column: usize) -> Result<Timestamp, StoreError> {
    let micros: i64 = get(row, column)?;
    Timestamp::from_microsecond(micros).map_err(|_| StoreError::Damaged(format!("{micros} is no moment")))
}

/// A position; the database has signed numbers.
pub(super) fn position(row: &Row, column: usize) -> Result<u64, StoreError> {
    let found: i64 = get(row, column)?;
    u64::try_from(found).map_err(|_| StoreError::Damaged(format!("{found} is no position")))
}

pub(super) fn signed(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

/// Columns from `from` on: shelf, key, sort, body.
pub(super) fn read_row(row: &Row, from: usize) -> Result<ReadRow, StoreError> {
    let word: &str = get(row, from)?;
    let shelf = Shelf::parse(word).ok_or_else(|| StoreError::Damaged(format!("“{word}” is no read model")))?;
    Ok(ReadRow { shelf, key: get(row, from + 1)?, sort: get(row, from + 2)?, body: get(row, from + 3)? })
}

/// The columns of an event, in this order.
pub(super) const EVENT: &str = "seq, id, occurred, recorded_at, author, on_behalf_of, sensitivity, key, amends, source, kind, \
                                version, body, prev_hash, hash";

/// The columns of [`EVENT`], from `from` on.
pub(super) fn raw_event(row: &Row, from: usize) -> Result<RawEvent, StoreError> {
    let version: i32 = get(row, from + 11)?;
    Ok(RawEvent {
        seq: position(row, from)?,
        id: get::<Uuid>(row, from + 1)?.to_string(),
        occurred: get(row, from + 2)?,
        recorded_at: get(row, from + 3)?,
        author: get(row, from + 4)?,
        on_behalf_of: get(row, from + 5)?,
        sensitivity: get(row, from + 6)?,
        key: get(row, from + 7)?,
        amends: get::<Option<Uuid>>(row, from + 8)?.map(|id| id.to_string()),
        source: get(row, from + 9)?,
        kind: get(row, from + 10)?,
        version: u16::try_from(version).map_err(|_| StoreError::Damaged(format!("{version} is no version of a kind")))?,
        body: get(row, from + 12)?,
        prev_hash: hex::encode(get::<&[u8]>(row, from + 13)?),
        hash: hex::encode(get::<&[u8]>(row, from + 14)?),
    })
}

/// An id as it is in a logical stream.
pub(super) fn id(text: &str) -> Result<Uuid, StoreError> {
    Uuid::parse_str(text).map_err(|error| StoreError::Damaged(format!("“{text}” is no id ({error})")))
}

/// A hash as it is in a logical stream.
pub(super) fn bytes(text: &str) -> Result<Vec<u8>, StoreError> {
    hex::decode(text).map_err(|error| StoreError::Damaged(format!("“{text}” is no hash ({error})")))
}

/// at, account, name, role, chart, what, reason.
pub(super) const LINE: &str = "at, account, name, role, chart, what, reason";

/// The columns of [`LINE`], from `from` on. The chart of zeros stands for no chart.
pub(super) fn line(row: &Row, from: usize) -> Result<AccessLine, StoreError> {
    Ok(AccessLine {
        at: time(row, from)?,
        account: get::<Option<Uuid>>(row, from + 1)?.map(AccountId),
        name: get(row, from + 2)?,
        role: get(row, from + 3)?,
        chart: Some(get::<Uuid>(row, from + 4)?).filter(|chart| !chart.is_nil()).map(ChartId),
        what: get(row, from + 5)?,
        reason: get(row, from + 6)?,
    })
}

/// id, account, kind, text, at.
pub(super) const MESSAGE: &str = "id, account, kind, text, at";

/// The columns of [`MESSAGE`], from `from` on.
pub(super) fn message(row: &Row, from: usize) -> Result<OutboxMessage, StoreError> {
    Ok(OutboxMessage {
        id: get(row, from)?,
        to: AccountId(get(row, from + 1)?),
        kind: get(row, from + 2)?,
        text: get(row, from + 3)?,
        at: time(row, from + 4)?,
    })
}

/// The columns of an account, in this order.
pub(super) const ACCOUNT: &str = "id, organisation, login, name, role, staff, chart, places, password, open, settings";

pub(super) fn account(row: &Row) -> Result<Account, StoreError> {
    let role: &str = get(row, 4)?;
    Ok(Account {
        id: AccountId(get(row, 0)?),
        organisation: OrganisationId(get(row, 1)?),
        login: get(row, 2)?,
        name: get(row, 3)?,
        role: Role::parse(role).ok_or_else(|| StoreError::Damaged(format!("“{role}” is no role")))?,
        staff: get::<Option<Uuid>>(row, 5)?.map(StaffId),
        chart: get::<Option<Uuid>>(row, 6)?.map(ChartId),
        places: serde_json::from_str::<Vec<PlaceId>>(get(row, 7)?).map_err(|error| StoreError::Damaged(error.to_string()))?,
        password: get(row, 8)?,
        open: get(row, 9)?,
        settings: get(row, 10)?,
    })
}

/// One statement, prepared once for each connection.
pub(super) async fn prepared(
    client: &impl deadpool_postgres::GenericClient,
    sql: &str,
) -> Result<tokio_postgres::Statement, StoreError> {
    client.prepare_cached(sql).await.map_err(said)
}
