//! Everything out as a logical stream, and everything in.

use super::{
    accounts,
    columns::*,
    events::{self, Refusal},
    rows, said, sealed,
};
use crate::*;
use concord_registry::ReadRow;
use deadpool_postgres::{Client, GenericClient, Transaction};
use tokio_postgres::{IsolationLevel, Row};

/// Rows that are fetched at once.
const TOGETHER: i32 = 1000;
/// Lines of one kind and chart that are written at once.
const MOST: usize = 1000;

type Sink<'a> = &'a mut (dyn FnMut(BackupLine) -> Result<(), StoreError> + Send);

/// Reads everything in one snapshot.
pub(super) async fn dump(client: &mut Client, sink: Sink<'_>) -> Result<(), StoreError> {
    let reading = client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true);
    let reading = reading.start().await.map_err(said)?;
    unhurried(&reading).await?;
    each(&reading, "SELECT key, value FROM setting ORDER BY key", sink, |row| {
        Ok(BackupLine::Setting { key: get(row, 0)?, value: get(row, 1)? })
    })
    .await?;
    each(&reading, &format!("SELECT {ACCOUNT} FROM account ORDER BY id"), sink, |row| account(row).map(BackupLine::Account))
        .await?;
    let sql = format!("SELECT organisation, chart, {EVENT} FROM event ORDER BY organisation, chart, seq");
    each(&reading, &sql, sink, |row| {
        Ok(BackupLine::Event { organisation: organisation(row)?, chart: chart(row)?, event: raw_event(row, 2)? })
    })
    .await?;
    let sql = "SELECT organisation, chart, resource, sha256, json FROM kept ORDER BY organisation, chart, resource, arrived";
    each(&reading, sql, sink, |row| {
        let kept = Kept { resource: get(row, 2)?, sha256: get(row, 3)?, json: get(row, 4)? };
        Ok(BackupLine::Kept { organisation: organisation(row)?, chart: chart(row)?, kept })
    })
    .await?;
    let sql = "SELECT organisation, chart, shelf, key, sort, body FROM read_row WHERE body IS NOT NULL
               ORDER BY organisation, chart, shelf, key";
    each(&reading, sql, sink, |row| {
        Ok(BackupLine::Row { organisation: organisation(row)?, chart: chart(row)?, row: read_row(row, 2)? })
    })
    .await?;
    let sql = format!("SELECT organisation, {LINE} FROM access_log ORDER BY organisation, at, number");
    each(&reading, &sql, sink, |row| Ok(BackupLine::Access { organisation: organisation(row)?, line: line(row, 1)? })).await?;
    each(&reading, "SELECT account, form, body, at FROM draft ORDER BY account, form", sink, |row| {
        Ok(BackupLine::Draft { account: AccountId(get(row, 0)?), form: get(row, 1)?, body: get(row, 2)?, at: time(row, 3)? })
    })
    .await?;
    let sql = format!("SELECT organisation, {MESSAGE}, sent FROM outbox ORDER BY organisation, at, id");
    each(&reading, &sql, sink, |row| {
        let sent = get::<Option<i64>>(row, 6)?.map(|_| time(row, 6)).transpose()?;
        Ok(BackupLine::Outbox { organisation: organisation(row)?, message: message(row, 1)?, sent })
    })
    .await?;
    each(&reading, sealed::DUMP_KEYS, sink, sealed::key_line).await?;
    each(&reading, sealed::DUMP_PIECES, sink, sealed::piece_line).await?;
    each(&reading, sealed::DUMP_DRAFTS, sink, sealed::draft_line).await?;
    reading.commit().await.map_err(said)
}

fn organisation(row: &Row) -> Result<OrganisationId, StoreError> {
    get(row, 0).map(OrganisationId)
}

fn chart(row: &Row) -> Result<ChartId, StoreError> {
    get(row, 1).map(ChartId)
}

async fn unhurried(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let sql = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0";
    transaction.batch_execute(sql).await.map_err(said)
}

async fn each(
    reading: &Transaction<'_>,
    sql: &str,
    sink: Sink<'_>,
    read: impl Fn(&Row) -> Result<BackupLine, StoreError>,
) -> Result<(), StoreError> {
    let portal = reading.bind(sql, &[]).await.map_err(said)?;
    loop {
        let rows = reading.query_portal(&portal, TOGETHER).await.map_err(said)?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in &rows {
            sink(read(row)?)?;
        }
    }
}

/// Fills an empty database, all or nothing.
pub(super) async fn fill(
    client: &mut Client,
    lines: &mut (dyn Iterator<Item = Result<BackupLine, StoreError>> + Send),
) -> Result<(), StoreError> {
    let writing = client.transaction().await.map_err(said)?;
    unhurried(&writing).await?;
    // Nobody may write between the question whether it is empty and the last line.
    let alone = "LOCK TABLE chart, event, kept, read_row, access_log, account, draft, setting, outbox, author_key,
                 sealed, sealed_draft IN EXCLUSIVE MODE";
    writing.batch_execute(alone).await.map_err(said)?;
    if !is_empty(&writing).await? {
        return Err(checks::not_empty());
    }
    let (mut chains, mut parcel) = (checks::Chains::default(), Vec::new());
    for line in lines {
        let line = line?;
        chains.admit(&line)?;
        let goes_with = parcel.last().is_none_or(|last| goes_with(last, &line));
        if !goes_with || parcel.len() == MOST {
            put(&writing, std::mem::take(&mut parcel)).await?;
        }
        parcel.push(line);
    }
    put(&writing, parcel).await?;
    for (organisation, chart, link) in chains.heads() {
        events::move_head(&writing, organisation, chart, link).await?;
    }
    writing.commit().await.map_err(said)
}

async fn is_empty(client: &impl GenericClient) -> Result<bool, StoreError> {
    let sql = "SELECT 1 WHERE EXISTS (SELECT 1 FROM event) OR EXISTS (SELECT 1 FROM kept) OR EXISTS (SELECT 1 FROM read_row)
                 OR EXISTS (SELECT 1 FROM access_log) OR EXISTS (SELECT 1 FROM account) OR EXISTS (SELECT 1 FROM draft)
                 OR EXISTS (SELECT 1 FROM setting) OR EXISTS (SELECT 1 FROM outbox)
                 OR EXISTS (SELECT 1 FROM author_key) OR EXISTS (SELECT 1 FROM sealed) OR EXISTS (SELECT 1 FROM sealed_draft)";
    Ok(client.query_opt(sql, &[]).await.map_err(said)?.is_none())
}

/// Lines of one kind and chart are written in one statement.
fn goes_with(one: &BackupLine, other: &BackupLine) -> bool {
    let place = |line: &BackupLine| match line {
        BackupLine::Event { organisation, chart, .. }
        | BackupLine::Kept { organisation, chart, .. }
        | BackupLine::Row { organisation, chart, .. } => (Some(*organisation), Some(*chart)),
        BackupLine::Access { organisation, .. } | BackupLine::Outbox { organisation, .. } => (Some(*organisation), None),
        BackupLine::Account(_)
        | BackupLine::Draft { .. }
        | BackupLine::Setting { .. }
        | BackupLine::AuthorKey(_)
        | BackupLine::Sealed(_)
        | BackupLine::SealedDraft(_) => (None, None),
    };
    std::mem::discriminant(one) == std::mem::discriminant(other) && place(one) == place(other)
}

/// Writes lines that go with one another.
async fn put(writing: &Transaction<'_>, lines: Vec<BackupLine>) -> Result<(), StoreError> {
    let (mut events, mut kept, mut rows, mut access, mut outbox) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut place = None;
    for line in lines {
        match line {
            BackupLine::Event { organisation, chart, event } => {
                place = Some((organisation, chart));
                events.push(event);
            }
            BackupLine::Kept { organisation, chart, kept: one } => {
                place = Some((organisation, chart));
                kept.push(one);
            }
            BackupLine::Row { organisation, chart, row } => {
                place = Some((organisation, chart));
                rows.push(row);
            }
            BackupLine::Access { organisation, line } => {
                place = Some((organisation, ChartId(uuid::Uuid::nil())));
                access.push(line);
            }
            BackupLine::Outbox { organisation, message, sent } => {
                place = Some((organisation, ChartId(uuid::Uuid::nil())));
                outbox.push((message, sent));
            }
            BackupLine::Account(account) => accounts::put(writing, &account).await?,
            BackupLine::Draft { account, form, body, at } => accounts::put_draft(writing, account, &form, &body, at).await?,
            BackupLine::Setting { key, value } => accounts::put_setting(writing, &key, &value).await?,
            BackupLine::AuthorKey(key) => drop(sealed::add_key(writing, &key).await?),
            BackupLine::Sealed(piece) => sealed::add(writing, &piece).await?,
            BackupLine::SealedDraft(draft) => sealed::put_draft(writing, &draft).await?,
        }
    }
    let Some((organisation, chart)) = place else { return Ok(()) };
    events::insert(writing, organisation, chart, &events).await.map_err(|refusal| refused(chart, refusal))?;
    events::keep(writing, organisation, chart, &kept).await?;
    rows::put(writing, organisation, chart, &rows.iter().collect::<Vec<&ReadRow>>()).await?;
    if !access.is_empty() {
        events::write_lines(writing, organisation, &access).await?;
    }
    events::put_messages(writing, organisation, outbox.iter().map(|(message, sent)| (message, *sent))).await
}

fn refused(chart: ChartId, refusal: Refusal) -> StoreError {
    match refusal {
        Refusal::Taken => StoreError::Damaged(format!("chart {chart}: two entries have the same idempotency key")),
        Refusal::Other(error) => said(error),
        Refusal::Unfit(error) => error,
    }
}
