//! The read models.

use super::{columns::*, said, writer::Desk};
use crate::*;
use concord_registry::ReadRow;
use rusqlite::{Connection, params};

/// Puts or removes one row and gives the change its number.
pub(super) fn change(
    desk: &mut Desk,
    organisation: OrganisationId,
    chart: ChartId,
    change: &RowChange,
) -> Result<(), StoreError> {
    let (organisation, chart) = (organisation.0.as_bytes(), chart.0.as_bytes());
    let number = desk.changes + 1;
    let changed = match change {
        RowChange::Put(row) => {
            let sql =
                "INSERT INTO read_row (organisation, chart, shelf, key, sort, body, change) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                       ON CONFLICT (organisation, chart, shelf, key) DO UPDATE SET sort = ?5, body = ?6, change = ?7";
            let mut put = desk.connection.prepare_cached(sql).map_err(said)?;
            put.execute(params![organisation, chart, row.shelf.as_str(), row.key, row.sort, row.body, number])
        }
        RowChange::Remove(shelf, key) => {
            let sql = "UPDATE read_row SET sort = NULL, body = NULL, change = ?5
                       WHERE organisation = ?1 AND chart = ?2 AND shelf = ?3 AND key = ?4 AND body IS NOT NULL";
            let mut remove = desk.connection.prepare_cached(sql).map_err(said)?;
            remove.execute(params![organisation, chart, shelf.as_str(), key, number])
        }
    };
    if changed.map_err(said)? > 0 {
        desk.changes = number;
    }
    Ok(())
}

pub(super) fn between(
    connection: &Connection,
    organisation: OrganisationId,
    shelf: Shelf,
    from: &str,
    to: &str,
    limit: u32,
) -> Result<Vec<StoredRow>, StoreError> {
    let sql = "SELECT chart, shelf, key, sort, body FROM read_row
               WHERE organisation = ?1 AND shelf = ?2 AND sort >= ?3 AND sort < ?4 AND body IS NOT NULL
               ORDER BY sort, chart, key LIMIT ?5";
    let mut find = connection.prepare_cached(sql).map_err(said)?;
    let mut found = find.query(params![organisation.0.as_bytes(), shelf.as_str(), from, to, limit]).map_err(said)?;
    let mut rows = Vec::new();
    while let Some(row) = found.next().map_err(said)? {
        rows.push(StoredRow { chart: ChartId(uuid(row, 0)?), row: read_row(row, 1)? });
    }
    Ok(rows)
}

pub(super) fn of_chart(
    connection: &Connection,
    organisation: OrganisationId,
    chart: ChartId,
) -> Result<Vec<ReadRow>, StoreError> {
    let sql = "SELECT shelf, key, sort, body FROM read_row WHERE organisation = ?1 AND chart = ?2 AND body IS NOT NULL";
    let mut find = connection.prepare_cached(sql).map_err(said)?;
    let mut found = find.query(params![organisation.0.as_bytes(), chart.0.as_bytes()]).map_err(said)?;
    let mut rows = Vec::new();
    while let Some(row) = found.next().map_err(said)? {
        rows.push(read_row(row, 0)?);
    }
    rows.sort();
    Ok(rows)
}

pub(super) fn on_shelf(
    connection: &Connection,
    organisation: OrganisationId,
    chart: ChartId,
    shelf: Shelf,
) -> Result<Vec<ReadRow>, StoreError> {
    let sql = "SELECT shelf, key, sort, body FROM read_row
               WHERE organisation = ?1 AND chart = ?2 AND shelf = ?3 AND body IS NOT NULL ORDER BY key";
    let mut find = connection.prepare_cached(sql).map_err(said)?;
    let mut found = find.query(params![organisation.0.as_bytes(), chart.0.as_bytes(), shelf.as_str()]).map_err(said)?;
    let mut rows = Vec::new();
    while let Some(row) = found.next().map_err(said)? {
        rows.push(read_row(row, 0)?);
    }
    Ok(rows)
}

/// The caller reads in one snapshot, so the number read here covers exactly the rows read here.
pub(super) fn news(
    connection: &Connection,
    organisation: OrganisationId,
    shelf: Shelf,
    since: Option<i64>,
) -> Result<RowNews, StoreError> {
    let now = "SELECT coalesce(max(value), 0) FROM counter WHERE name = 'change'";
    let now: i64 = connection.prepare_cached(now).and_then(|mut now| now.query_row([], |row| row.get(0))).map_err(said)?;
    let mut news = RowNews { token: now.to_string(), ..RowNews::default() };
    let sql = "SELECT chart, body IS NULL, shelf, key, sort, body FROM read_row
               WHERE organisation = ?1 AND shelf = ?2 AND change > ?3 ORDER BY change";
    let mut find = connection.prepare_cached(sql).map_err(said)?;
    let mut found = find.query(params![organisation.0.as_bytes(), shelf.as_str(), since.unwrap_or(i64::MIN)]).map_err(said)?;
    while let Some(row) = found.next().map_err(said)? {
        let chart = ChartId(uuid(row, 0)?);
        match (get::<bool>(row, 1)?, since) {
            (false, _) => news.put.push(StoredRow { chart, row: read_row(row, 2)? }),
            (true, Some(_)) => news.removed.push((chart, get(row, 3)?)),
            (true, None) => {}
        }
    }
    Ok(news)
}
