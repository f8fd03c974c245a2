//! Everything out as a logical stream, and everything in.

use super::{accounts, columns::*, connection, events, rows, said, sealed, writer::Desk};
use crate::*;
use rusqlite::Connection;
use std::path::Path;
use tokio::sync::mpsc;

/// Lines that travel together between two threads.
const TOGETHER: usize = 512;
/// Parcels that may be under way.
const UNDER_WAY: usize = 4;

type Parcel = Result<Vec<BackupLine>, StoreError>;

/// A pipe between the thread that reads lines and the one that writes them.
pub(super) fn pipe() -> (mpsc::Sender<Parcel>, mpsc::Receiver<Parcel>) {
    mpsc::channel(UNDER_WAY)
}

/// Follows the chains of the lines and sends them on. Stops when the other side has failed; it says why.
pub(super) async fn send(
    lines: &mut (dyn Iterator<Item = Result<BackupLine, StoreError>> + Send),
    pipe: mpsc::Sender<Parcel>,
) -> Result<(), StoreError> {
    let mut chains = checks::Chains::default();
    loop {
        let mut parcel = Vec::with_capacity(TOGETHER);
        while parcel.len() < TOGETHER {
            let Some(line) = lines.next() else { break };
            match line.and_then(|line| chains.admit(&line).map(|()| line)) {
                Ok(line) => parcel.push(line),
                Err(error) => {
                    // The writer only has to know that it must take everything back; the reason goes to the caller.
                    let _ = pipe.send(Err(StoreError::Refused("the stream ended early".to_owned()))).await;
                    return Err(error);
                }
            }
        }
        if parcel.is_empty() || pipe.send(Ok(parcel)).await.is_err() {
            return Ok(());
        }
    }
}

/// Writes what comes through the pipe. The caller's savepoint takes it all back when anything is wrong.
pub(super) fn fill(desk: &mut Desk, mut pipe: mpsc::Receiver<Parcel>) -> Result<(), StoreError> {
    if !events::is_empty(&desk.connection)? {
        return Err(checks::not_empty());
    }
    let mut heads = std::collections::HashMap::new();
    while let Some(parcel) = pipe.blocking_recv() {
        for line in parcel? {
            if let BackupLine::Event { organisation, chart, event } = &line {
                heads.insert((*organisation, *chart), (event.seq, event.hash.clone()));
            }
            put(desk, line)?;
        }
    }
    for ((organisation, chart), (seq, text)) in heads {
        let mut hash = [0_u8; 32];
        hex::decode_to_slice(&text, &mut hash).map_err(|error| StoreError::Damaged(format!("chart {chart}: {error}")))?;
        events::move_head(&desk.connection, organisation, chart, Link { seq, hash })?;
    }
    Ok(())
}

fn put(desk: &mut Desk, line: BackupLine) -> Result<(), StoreError> {
    match line {
        BackupLine::Event { organisation, chart, event } => events::insert(&desk.connection, organisation, chart, &event)
            .map_err(|error| {
                StoreError::Damaged(format!("chart {chart}, entry {}: the database does not take it ({error})", event.seq))
            }),
        BackupLine::Kept { organisation, chart, kept } => events::keep(&desk.connection, organisation, chart, &kept),
        BackupLine::Row { organisation, chart, row } => rows::change(desk, organisation, chart, &RowChange::Put(row)),
        BackupLine::Access { organisation, line } => events::write_line(desk, organisation, &line),
        BackupLine::Account(account) => accounts::put(desk, &account),
        BackupLine::Draft { account, form, body, at } => accounts::put_draft(desk, account, &form, &body, at),
        BackupLine::Setting { key, value } => accounts::put_setting(desk, &key, &value),
        BackupLine::Outbox { organisation, message, sent } => events::put_message(&desk.connection, organisation, &message, sent),
        BackupLine::AuthorKey(key) => sealed::add_key(desk, &key).map(drop),
        BackupLine::Sealed(piece) => sealed::add(desk, &piece),
        BackupLine::SealedDraft(draft) => sealed::put_draft(desk, &draft),
    }
}

/// Reads everything in one snapshot, on a connection of its own.
pub(super) async fn dump(
    path: &Path,
    sink: &mut (dyn FnMut(BackupLine) -> Result<(), StoreError> + Send),
) -> Result<(), StoreError> {
    let (sender, mut receiver) = pipe();
    let path = path.to_path_buf();
    let reading = tokio::task::spawn_blocking(move || {
        let mut out = Out { pipe: sender, parcel: Vec::with_capacity(TOGETHER) };
        let result = connection::reading(&path).and_then(|connection| read_all(&connection, &mut out));
        out.finish(result);
    });
    while let Some(parcel) = receiver.recv().await {
        for line in parcel? {
            sink(line)?;
        }
    }
    reading.await.map_err(|error| StoreError::Database(format!("the reader stopped: {error}")))
}

struct Out {
    pipe: mpsc::Sender<Parcel>,
    parcel: Vec<BackupLine>,
}

impl Out {
    fn line(&mut self, line: BackupLine) -> Result<(), StoreError> {
        self.parcel.push(line);
        if self.parcel.len() < TOGETHER {
            return Ok(());
        }
        let parcel = std::mem::replace(&mut self.parcel, Vec::with_capacity(TOGETHER));
        self.pipe.blocking_send(Ok(parcel)).map_err(|_| StoreError::Refused("nobody takes the lines any more".to_owned()))
    }

    /// When nobody listens any more, there is nobody to tell.
    fn finish(self, result: Result<(), StoreError>) {
        let _ = self.pipe.blocking_send(result.map(|()| self.parcel));
    }
}

fn read_all(connection: &Connection, out: &mut Out) -> Result<(), StoreError> {
    let snapshot = connection.unchecked_transaction().map_err(said)?;
    let mut each = |sql: &str, read: &dyn Fn(&rusqlite::Row<'_>) -> Result<BackupLine, StoreError>| {
        let mut find = snapshot.prepare(sql).map_err(said)?;
        let mut found = find.query([]).map_err(said)?;
        while let Some(row) = found.next().map_err(said)? {
            out.line(read(row)?)?;
        }
        Ok::<(), StoreError>(())
    };
    let organisation = |row: &rusqlite::Row<'_>| uuid(row, 0).map(OrganisationId);
    let chart = |row: &rusqlite::Row<'_>| uuid(row, 1).map(ChartId);
    each("SELECT key, value FROM setting ORDER BY key", &|row| {
        Ok(BackupLine::Setting { key: get(row, 0)?, value: get(row, 1)? })
    })?;
    each(&format!("SELECT {ACCOUNT} FROM account ORDER BY id"), &|row| account(row).map(BackupLine::Account))?;
    each(&format!("SELECT organisation, chart, {EVENT} FROM event ORDER BY organisation, chart, seq"), &|row| {
        Ok(BackupLine::Event { organisation: organisation(row)?, chart: chart(row)?, event: raw_event(row, 2)? })
    })?;
    each(
        "SELECT organisation, chart, resource, sha256, json FROM kept ORDER BY organisation, chart, resource, arrived",
        &|row| {
            let kept = Kept { resource: get(row, 2)?, sha256: get(row, 3)?, json: get(row, 4)? };
            Ok(BackupLine::Kept { organisation: organisation(row)?, chart: chart(row)?, kept })
        },
    )?;
    let rows = "SELECT organisation, chart, shelf, key, sort, body FROM read_row WHERE body IS NOT NULL
                ORDER BY organisation, chart, shelf, key";
    each(rows, &|row| Ok(BackupLine::Row { organisation: organisation(row)?, chart: chart(row)?, row: read_row(row, 2)? }))?;
    each(&format!("SELECT organisation, {LINE} FROM access_log ORDER BY organisation, at, number"), &|row| {
        Ok(BackupLine::Access { organisation: organisation(row)?, line: line(row, 1)? })
    })?;
    each("SELECT account, form, body, at FROM draft ORDER BY account, form", &|row| {
        Ok(BackupLine::Draft { account: AccountId(uuid(row, 0)?), form: get(row, 1)?, body: get(row, 2)?, at: time(row, 3)? })
    })?;
    each(&format!("SELECT organisation, {MESSAGE}, sent FROM outbox ORDER BY organisation, at, id"), &|row| {
        let sent = get::<Option<i64>>(row, 6)?.map(|_| time(row, 6)).transpose()?;
        Ok(BackupLine::Outbox { organisation: organisation(row)?, message: message(row, 1)?, sent })
    })?;
    each(sealed::DUMP_KEYS, &sealed::key_line)?;
    each(sealed::DUMP_PIECES, &sealed::piece_line)?;
    each(sealed::DUMP_DRAFTS, &sealed::draft_line)
}
