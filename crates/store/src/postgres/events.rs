//! The log and what is written with it: events, kept records, messages, the access log. What is many goes in one
//! statement, as arrays.

use super::{columns::*, said};
use crate::*;
use deadpool_postgres::GenericClient;
use tokio_postgres::error::SqlState;
use uuid::Uuid;

/// Why events were not inserted.
pub(super) enum Refusal {
    /// The position or a key is taken.
    Taken,
    /// The server says something else.
    Other(tokio_postgres::Error),
    /// A value cannot be one of these columns.
    Unfit(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Unfit(error)
    }
}

/// Inserts sealed events of one chart.
pub(super) async fn insert(
    client: &impl GenericClient,
    organisation: OrganisationId,
    chart: ChartId,
    events: &[RawEvent],
) -> Result<(), Refusal> {
    if events.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "INSERT INTO event (organisation, chart, {EVENT}) SELECT $1, $2, * FROM unnest($3::bigint[], $4::uuid[], $5::text[],
           $6::bigint[], $7::text[], $8::text[], $9::text[], $10::text[], $11::uuid[], $12::text[], $13::text[], $14::integer[],
           $15::text[], $16::bytea[], $17::bytea[])"
    );
    let each = |column: fn(&RawEvent) -> &str| events.iter().map(column).collect::<Vec<_>>();
    let maybe = |column: fn(&RawEvent) -> Option<&str>| events.iter().map(column).collect::<Vec<_>>();
    let amends = events.iter().map(|event| event.amends.as_deref().map(id).transpose());
    let sql = prepared(client, &sql).await?;
    let done = client
        .execute(
            &sql,
            &[
                &organisation.0,
                &chart.0,
                &events.iter().map(|event| signed(event.seq)).collect::<Vec<_>>(),
                &events.iter().map(|event| id(&event.id)).collect::<Result<Vec<_>, _>>()?,
                &each(|event| &event.occurred),
                &events.iter().map(|event| event.recorded_at).collect::<Vec<_>>(),
                &each(|event| &event.author),
                &maybe(|event| event.on_behalf_of.as_deref()),
                &each(|event| &event.sensitivity),
                &each(|event| &event.key),
                &amends.collect::<Result<Vec<_>, _>>()?,
                &maybe(|event| event.source.as_deref()),
                &each(|event| &event.kind),
                &events.iter().map(|event| i32::from(event.version)).collect::<Vec<_>>(),
                &each(|event| &event.body),
                &events.iter().map(|event| bytes(&event.prev_hash)).collect::<Result<Vec<_>, _>>()?,
                &events.iter().map(|event| bytes(&event.hash)).collect::<Result<Vec<_>, _>>()?,
            ],
        )
        .await;
    match done {
        Ok(_) => Ok(()),
        Err(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => Err(Refusal::Taken),
        Err(error) => Err(Refusal::Other(error)),
    }
}

/// Notes where a chart's log ends.
pub(super) async fn move_head(
    client: &impl GenericClient,
    organisation: OrganisationId,
    chart: ChartId,
    link: Link,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO chart (organisation, chart, head, hash) VALUES ($1, $2, $3, $4)
               ON CONFLICT (organisation, chart) DO UPDATE SET head = $3, hash = $4";
    let sql = prepared(client, sql).await?;
    client.execute(&sql, &[&organisation.0, &chart.0, &signed(link.seq), &&link.hash[..]]).await.map_err(said)?;
    Ok(())
}

pub(super) async fn head(client: &impl GenericClient, organisation: OrganisationId, chart: ChartId) -> Result<u64, StoreError> {
    let sql = prepared(client, "SELECT head FROM chart WHERE organisation = $1 AND chart = $2").await?;
    let found = client.query_opt(&sql, &[&organisation.0, &chart.0]).await.map_err(said)?;
    found.map_or(Ok(0), |row| position(&row, 0))
}

pub(super) async fn raw(
    client: &impl GenericClient,
    organisation: OrganisationId,
    chart: ChartId,
    after: u64,
) -> Result<Vec<RawEvent>, StoreError> {
    let sql = format!("SELECT {EVENT} FROM event WHERE organisation = $1 AND chart = $2 AND seq > $3 ORDER BY seq");
    let sql = prepared(client, &sql).await?;
    let found = client.query(&sql, &[&organisation.0, &chart.0, &signed(after)]).await.map_err(said)?;
    found.iter().map(|row| raw_event(row, 0)).collect()
}

pub(super) async fn charts(
    client: &impl GenericClient,
    organisation: OrganisationId,
    after: Option<ChartId>,
    limit: u32,
) -> Result<Vec<(ChartId, u64)>, StoreError> {
    let sql =
        "SELECT chart, head FROM chart WHERE organisation = $1 AND ($2::uuid IS NULL OR chart > $2) ORDER BY chart LIMIT $3";
    let sql = prepared(client, sql).await?;
    let after = after.map(|chart| chart.0);
    let found = client.query(&sql, &[&organisation.0, &after, &i64::from(limit)]).await.map_err(said)?;
    found.iter().map(|row| Ok((ChartId(get(row, 0)?), position(row, 1)?))).collect()
}

/// The same text of the same resource is kept once; another text of it is kept beside the first.
pub(super) async fn keep(
    client: &impl GenericClient,
    organisation: OrganisationId,
    chart: ChartId,
    kept: &[Kept],
) -> Result<(), StoreError> {
    if kept.is_empty() {
        return Ok(());
    }
    let sql = "INSERT INTO kept (organisation, chart, resource, sha256, arrived, json)
               SELECT $1, $2, resource, sha256, place + coalesce((SELECT max(arrived) FROM kept WHERE organisation = $1 AND chart = $2), 0), json
               FROM unnest($3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS came (resource, sha256, json, place)
               ORDER BY place ON CONFLICT DO NOTHING";
    let sql = prepared(client, sql).await?;
    let each = |column: fn(&Kept) -> &str| kept.iter().map(column).collect::<Vec<_>>();
    let (resources, hashes, texts) = (each(|kept| &kept.resource), each(|kept| &kept.sha256), each(|kept| &kept.json));
    client.execute(&sql, &[&organisation.0, &chart.0, &resources, &hashes, &texts]).await.map_err(said)?;
    Ok(())
}

pub(super) async fn kept(
    client: &impl GenericClient,
    organisation: OrganisationId,
    chart: ChartId,
) -> Result<Vec<Kept>, StoreError> {
    let sql = "SELECT resource, sha256, json FROM kept WHERE organisation = $1 AND chart = $2 ORDER BY resource, arrived";
    let sql = prepared(client, sql).await?;
    let found = client.query(&sql, &[&organisation.0, &chart.0]).await.map_err(said)?;
    found.iter().map(|row| Ok(Kept { resource: get(row, 0)?, sha256: get(row, 1)?, json: get(row, 2)? })).collect()
}

/// A message whose id is already there stays as it is.
pub(super) async fn put_messages(
    client: &impl GenericClient,
    organisation: OrganisationId,
    messages: impl Iterator<Item = (&OutboxMessage, Option<Timestamp>)>,
) -> Result<(), StoreError> {
    let messages: Vec<_> = messages.collect();
    if messages.is_empty() {
        return Ok(());
    }
    let sql = "INSERT INTO outbox (organisation, id, account, kind, text, at, sent)
               SELECT $1, * FROM unnest($2::text[], $3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::bigint[])
               ON CONFLICT DO NOTHING";
    let sql = prepared(client, sql).await?;
    let each = |column: fn(&OutboxMessage) -> &str| messages.iter().map(|(message, _)| column(message)).collect::<Vec<_>>();
    let (ids, kinds, texts) = (each(|message| &message.id), each(|message| &message.kind), each(|message| &message.text));
    let to: Vec<Uuid> = messages.iter().map(|(message, _)| message.to.0).collect();
    let at: Vec<i64> = messages.iter().map(|(message, _)| message.at.as_microsecond()).collect();
    let sent: Vec<Option<i64>> = messages.iter().map(|(_, sent)| sent.map(|at| at.as_microsecond())).collect();
    client.execute(&sql, &[&organisation.0, &ids, &to, &kinds, &texts, &at, &sent]).await.map_err(said)?;
    Ok(())
}

pub(super) async fn outbox(
    client: &impl GenericClient,
    organisation: OrganisationId,
    limit: u32,
) -> Result<Vec<OutboxMessage>, StoreError> {
    let sql = format!("SELECT {MESSAGE} FROM outbox WHERE organisation = $1 AND sent IS NULL ORDER BY at, id LIMIT $2");
    let sql = prepared(client, &sql).await?;
    let found = client.query(&sql, &[&organisation.0, &i64::from(limit)]).await.map_err(said)?;
    found.iter().map(|row| message(row, 0)).collect()
}

pub(super) async fn outbox_since(
    client: &impl GenericClient,
    organisation: OrganisationId,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<OutboxMessage>, StoreError> {
    let sql =
        format!("SELECT {MESSAGE} FROM outbox WHERE organisation = $1 AND sent IS NULL AND at >= $2 ORDER BY at, id LIMIT $3");
    let sql = prepared(client, &sql).await?;
    let found = client.query(&sql, &[&organisation.0, &since.as_microsecond(), &i64::from(limit)]).await.map_err(said)?;
    found.iter().map(|row| message(row, 0)).collect()
}

pub(super) async fn sent(
    client: &impl GenericClient,
    organisation: OrganisationId,
    message: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE outbox SET sent = $3 WHERE organisation = $1 AND id = $2 AND sent IS NULL";
    let sql = prepared(client, sql).await?;
    client.execute(&sql, &[&organisation.0, &message, &at.as_microsecond()]).await.map_err(said)?;
    Ok(())
}

pub(super) async fn write_lines(
    client: &impl GenericClient,
    organisation: OrganisationId,
    lines: &[AccessLine],
) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO access_log (organisation, {LINE}) SELECT $1, at, account, name, role, chart, what, reason
         FROM unnest($2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[])
           WITH ORDINALITY AS came (at, account, name, role, chart, what, reason, place) ORDER BY place"
    );
    let sql = prepared(client, &sql).await?;
    let each = |column: fn(&AccessLine) -> &str| lines.iter().map(column).collect::<Vec<_>>();
    let at: Vec<i64> = lines.iter().map(|line| line.at.as_microsecond()).collect();
    let accounts: Vec<Option<Uuid>> = lines.iter().map(|line| line.account.map(|id| id.0)).collect();
    let charts: Vec<Uuid> = lines.iter().map(|line| line.chart.map_or(Uuid::nil(), |id| id.0)).collect();
    let (names, roles) = (each(|line| &line.name), each(|line| &line.role));
    let (whats, reasons) = (each(|line| &line.what), each(|line| &line.reason));
    client.execute(&sql, &[&organisation.0, &at, &accounts, &names, &roles, &charts, &whats, &reasons]).await.map_err(said)?;
    Ok(())
}

pub(super) async fn lines(
    client: &impl GenericClient,
    organisation: OrganisationId,
    chart: Option<ChartId>,
    limit: u32,
) -> Result<Vec<AccessLine>, StoreError> {
    // Two texts, so that each finds its index.
    let of_chart = if chart.is_some() { "AND chart = $2" } else { "AND $2::uuid IS NULL" };
    let sql = format!("SELECT {LINE} FROM access_log WHERE organisation = $1 {of_chart} ORDER BY at DESC, number DESC LIMIT $3");
    let sql = prepared(client, &sql).await?;
    let chart = chart.map(|chart| chart.0);
    let found = client.query(&sql, &[&organisation.0, &chart, &i64::from(limit)]).await.map_err(said)?;
    found.iter().map(|row| line(row, 0)).collect()
}
