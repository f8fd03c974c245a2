//! The one thread that writes.
//!
//! Requests wait in a bounded queue. The thread takes the first, and then whatever else waits already, up to
//! [`MOST`] or [`LONGEST`], runs each inside a savepoint of one transaction, commits once, and only then answers all.
//! It never waits for company: while one commit syncs, the next ones gather by themselves. A request that fails takes
//! back its own savepoint and nobody else's.

use super::said;
use crate::StoreError;
use rusqlite::{Connection, ErrorCode};
use std::{
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};
use tokio::sync::{mpsc, oneshot};

/// Requests in one commit.
const MOST: usize = 128;
/// How long requests are gathered into one commit.
const LONGEST: Duration = Duration::from_millis(2);
/// Requests that may wait; the next ones wait outside, which slows their senders down.
const WAITING: usize = 1024;

/// What the writer has on its desk.
pub(super) struct Desk {
    pub connection: Connection,
    /// Number of the last change of a read-model row; the one in the database is put right before each commit.
    pub changes: i64,
    saved_changes: Option<i64>,
}

impl Desk {
    pub fn new(connection: Connection) -> Result<Self, StoreError> {
        let read = "SELECT coalesce(max(value), 0) FROM counter WHERE name = 'change'";
        let changes = connection.query_row(read, [], |row| row.get(0)).map_err(said)?;
        Ok(Self { connection, changes, saved_changes: Some(changes) })
    }

    fn save_changes(&mut self) -> Result<(), rusqlite::Error> {
        if self.saved_changes != Some(self.changes) {
            let sql = "INSERT INTO counter (name, value) VALUES ('change', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1";
            self.connection.prepare_cached(sql)?.execute([self.changes])?;
            self.saved_changes = Some(self.changes);
        }
        Ok(())
    }

    fn run(&self, sql: &str) -> Result<(), rusqlite::Error> {
        self.connection.prepare_cached(sql)?.execute([]).map(drop)
    }
}

/// Does the work on the desk, or is told why there is none. What comes back is told to the sender later.
type Request = Box<dyn FnOnce(Result<&mut Desk, StoreError>) -> Done + Send>;

/// A request that ran inside its savepoint and waits for the commit.
struct Done {
    well: bool,
    /// Tells the sender: its own result, or that the commit failed.
    answer: Box<dyn FnOnce(Result<(), StoreError>) + Send>,
}

pub(super) struct Writer {
    queue: Option<mpsc::Sender<Request>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Writer {
    pub fn start(desk: Desk) -> Result<Self, StoreError> {
        let (queue, requests) = mpsc::channel(WAITING);
        let thread = std::thread::Builder::new()
            .name("concord-writer".to_owned())
            .spawn(move || write_all(desk, requests))
            .map_err(|error| StoreError::Unavailable(format!("no thread for writing could be started: {error}")))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Writes and answers when the disk has it.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Desk) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let gone = || StoreError::Unavailable("it has stopped writing; restart Concord".to_owned());
        let (sender, receiver) = oneshot::channel();
        let request: Request = Box::new(move |desk| {
            let result = desk.and_then(work);
            let well = result.is_ok();
            // A sender that went away meanwhile does not need the answer.
            let answer = move |commit: Result<(), StoreError>| drop(sender.send(result.and_then(|value| commit.map(|()| value))));
            Done { well, answer: Box::new(answer) }
        });
        let queue = self.queue.as_ref().ok_or_else(gone)?;
        queue.send(request).await.map_err(|_| gone())?;
        receiver.await.map_err(|_| gone())?
    }
}

impl Drop for Writer {
    /// Lets the thread finish what it has and close the file, so that the log is folded into the database.
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn write_all(mut desk: Desk, mut requests: mpsc::Receiver<Request>) {
    while let Some(first) = requests.blocking_recv() {
        if write_group(&mut desk, first, &mut requests).is_break() {
            // After a failed sync nobody knows which of the written pages the disk still has. Going on could
            // acknowledge an entry that is not there, so the writer stops; the queue closes and every sender is told.
            tracing::error!("the disk failed while saving; nothing more is written until Concord is restarted");
            return;
        }
    }
}

/// One transaction with everything that waits. Breaks when the disk cannot be trusted any more.
fn write_group(desk: &mut Desk, first: Request, requests: &mut mpsc::Receiver<Request>) -> ControlFlow<()> {
    if let Err(error) = desk.run("BEGIN IMMEDIATE") {
        let done = first(Err(said(error)));
        (done.answer)(Ok(()));
        return ControlFlow::Continue(());
    }
    let mut group = Vec::new();
    let written =
        run_group(desk, first, requests, &mut group).and_then(|()| desk.save_changes()).and_then(|()| desk.run("COMMIT"));
    let Err(error) = written else {
        group.into_iter().for_each(|done| (done.answer)(Ok(())));
        return ControlFlow::Continue(());
    };
    let disk = error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure);
    desk.saved_changes = None;
    if !desk.connection.is_autocommit() {
        // SQLite may have taken the transaction back by itself; this is for when it has not.
        let _ = desk.connection.execute_batch("ROLLBACK");
    }
    let sentence = said(error).to_string();
    tracing::warn!(requests = group.len(), "a commit failed and nothing of it was saved: {sentence}");
    for done in group {
        (done.answer)(Err(StoreError::Unavailable(sentence.clone())));
    }
    if disk { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// Runs each request in a savepoint of its own.
fn run_group(
    desk: &mut Desk,
    first: Request,
    requests: &mut mpsc::Receiver<Request>,
    group: &mut Vec<Done>,
) -> Result<(), rusqlite::Error> {
    let began = Instant::now();
    let mut next = Some(first);
    while let Some(request) = next.take() {
        desk.run("SAVEPOINT request")?;
        // A panic in one request is that request's failure alone: its sender is told that nothing was written.
        let done = catch_unwind(AssertUnwindSafe(|| request(Ok(desk)))).ok();
        if !done.as_ref().is_some_and(|done| done.well) {
            desk.run("ROLLBACK TO request")?;
        }
        group.extend(done);
        desk.run("RELEASE request")?;
        if group.len() < MOST && began.elapsed() < LONGEST {
            next = requests.try_recv().ok();
        }
    }
    Ok(())
}
