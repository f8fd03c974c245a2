//! The read models.

use super::{columns::*, said};
use crate::*;
use concord_registry::ReadRow;
use deadpool_postgres::{Client, GenericClient, Transaction};
use std::collections::BTreeMap;
use tokio_postgres::IsolationLevel;

/// Puts and removes rows of one chart. Of several changes of one row the last counts.
pub(super) async fn change(
    writing: &Transaction<'_>,
    organisation: OrganisationId,
    chart: ChartId,
    changes: &[RowChange],
) -> Result<(), StoreError> {
    let mut last: BTreeMap<(Shelf, &str), Option<&ReadRow>> = BTreeMap::new();
    for change in changes {
        match change {
            RowChange::Put(row) => last.insert((row.shelf, &row.key), Some(row)),
            RowChange::Remove(shelf, key) => last.insert((*shelf, key), None),
        };
    }
    let removed: Vec<_> = last.iter().filter(|(_, row)| row.is_none()).map(|(at, _)| *at).collect();
    put(writing, organisation, chart, &last.into_values().flatten().collect::<Vec<_>>()).await?;
    remove(writing, organisation, chart, &removed).await
}

pub(super) async fn put(
    client: &impl GenericClient,
    organisation: OrganisationId,
    chart: ChartId,
    rows: &[&ReadRow],
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let sql = "INSERT INTO read_row (organisation, chart, shelf, key, sort, body)
               SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::text[], $6::text[])
               ON CONFLICT (organisation, chart, shelf, key)
               DO UPDATE SET sort = excluded.sort, body = excluded.body, change = excluded.change";
    let sql = prepared(client, sql).await?;
    let each = |column: fn(&ReadRow) -> &str| rows.iter().map(|row| column(row)).collect::<Vec<_>>();
    let (shelves, keys) = (each(|row| row.shelf.as_str()), each(|row| &row.key));
    let (sorts, bodies) = (each(|row| &row.sort), each(|row| &row.body));
    client.execute(&sql, &[&organisation.0, &chart.0, &shelves, &keys, &sorts, &bodies]).await.map_err(said)?;
    Ok(())
}

async fn remove(
    client: &impl GenericClient,
    organisation: OrganisationId,
    chart: ChartId,
    places: &[(Shelf, &str)],
) -> Result<(), StoreError> {
    if places.is_empty() {
        return Ok(());
    }
    let sql = "UPDATE read_row SET sort = NULL, body = NULL, change = DEFAULT
               FROM unnest($3::text[], $4::text[]) AS gone (shelf, key)
               WHERE read_row.organisation = $1 AND read_row.chart = $2 AND read_row.shelf = gone.shelf
                 AND read_row.key = gone.key AND read_row.body IS NOT NULL";
    let sql = prepared(client, sql).await?;
    let (shelves, keys): (Vec<&str>, Vec<&str>) = places.iter().map(|(shelf, key)| (shelf.as_str(), *key)).unzip();
    client.execute(&sql, &[&organisation.0, &chart.0, &shelves, &keys]).await.map_err(said)?;
    Ok(())
}

pub(super) async fn between(
    client: &impl GenericClient,
    organisation: OrganisationId,
    shelf: Shelf,
    from: &str,
    to: &str,
    limit: u32,
) -> Result<Vec<StoredRow>, StoreError> {
    let sql = "SELECT chart, shelf, key, sort, body FROM read_row
               WHERE organisation = $1 AND shelf = $2 AND sort >= $3 AND sort < $4 AND body IS NOT NULL
               ORDER BY sort, chart, key LIMIT $5";
    let sql = prepared(client, sql).await?;
    let found = client.query(&sql, &[&organisation.0, &shelf.as_str(), &from, &to, &i64::from(limit)]).await.map_err(said)?;
    found.iter().map(|row| Ok(StoredRow { chart: ChartId(get(row, 0)?), row: read_row(row, 1)? })).collect()
}

pub(super) async fn of_chart(
    client: &impl GenericClient,
    organisation: OrganisationId,
    chart: ChartId,
) -> Result<Vec<ReadRow>, StoreError> {
    let sql = "SELECT shelf, key, sort, body FROM read_row WHERE organisation = $1 AND chart = $2 AND body IS NOT NULL";
    let sql = prepared(client, sql).await?;
    let found = client.query(&sql, &[&organisation.0, &chart.0]).await.map_err(said)?;
    let mut rows = found.iter().map(|row| read_row(row, 0)).collect::<Result<Vec<_>, _>>()?;
    rows.sort();
    Ok(rows)
}

pub(super) async fn on_shelf(
    client: &impl GenericClient,
    organisation: OrganisationId,
    chart: ChartId,
    shelf: Shelf,
) -> Result<Vec<ReadRow>, StoreError> {
    let sql = "SELECT shelf, key, sort, body FROM read_row
               WHERE organisation = $1 AND chart = $2 AND shelf = $3 AND body IS NOT NULL ORDER BY key";
    let sql = prepared(client, sql).await?;
    let found = client.query(&sql, &[&organisation.0, &chart.0, &shelf.as_str()]).await.map_err(said)?;
    found.iter().map(|row| read_row(row, 0)).collect()
}

/// In one snapshot: its oldest unfinished transaction is where the next asking goes on. Everything older is in the
/// snapshot; what is not older is told again.
pub(super) async fn news(
    client: &mut Client,
    organisation: OrganisationId,
    shelf: Shelf,
    token: Option<&str>,
) -> Result<RowNews, StoreError> {
    let since = token.map(|text| text.parse::<u64>().map_err(|_| checks::token(text))).transpose()?;
    let reading = client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true);
    let reading = reading.start().await.map_err(said)?;
    let sql = prepared(&reading, "SELECT pg_snapshot_xmin(pg_current_snapshot())::text").await?;
    let token = reading.query_one(&sql, &[]).await.map_err(said)?;
    let mut news = RowNews { token: get(&token, 0)?, ..RowNews::default() };
    let sql = "SELECT chart, body IS NULL, shelf, key, sort, body FROM read_row
               WHERE organisation = $1 AND shelf = $2 AND change >= $3::text::xid8";
    let sql = prepared(&reading, sql).await?;
    let from = since.unwrap_or(0).to_string();
    for row in reading.query(&sql, &[&organisation.0, &shelf.as_str(), &from]).await.map_err(said)? {
        let chart = ChartId(get(&row, 0)?);
        match (get::<bool>(&row, 1)?, since) {
            (false, _) => news.put.push(StoredRow { chart, row: read_row(&row, 2)? }),
            (true, Some(_)) => news.removed.push((chart, get(&row, 3)?)),
            (true, None) => {}
        }
    }
    reading.commit().await.map_err(said)?;
    Ok(news)
}
