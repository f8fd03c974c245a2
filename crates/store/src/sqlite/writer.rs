//! The one connection that writes, and who sits at its desk.
//!
//! Requests wait in a bounded queue. A thread takes the first, and then whatever else waits already, up to [`MOST`] or
//! [`LONGEST`], runs each inside a savepoint of one transaction, commits once, and only then answers all. It never
//! waits for company: while one commit syncs, the next ones gather by themselves. A request that fails takes back its
//! own savepoint and nobody else's.
//!
//! Where the desk is free and nobody waits, a writer sits down at it itself: two changes of thread cost more than
//! the writing. As soon as a second one comes, the queue forms and the thread serves it.

use super::said;
use crate::StoreError;
use rusqlite::{Connection, ErrorCode};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError, TryLockError},
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
    /// After a failed sync nobody knows which of the written pages the disk still has. Going on could acknowledge an
    /// entry that is not there, so nothing more is written.
    disk_failed: bool,
}

impl Desk {
    pub fn new(connection: Connection) -> Result<Self, StoreError> {
        let read = "SELECT coalesce(max(value), 0) FROM counter WHERE name = 'change'";
        let changes = connection.query_row(read, [], |row| row.get(0)).map_err(said)?;
        Ok(Self { connection, changes, saved_changes: Some(changes), disk_failed: false })
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
    desk: Arc<Mutex<Desk>>,
    queue: Option<mpsc::Sender<Request>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Writer {
    pub fn start(desk: Desk) -> Result<Self, StoreError> {
        let (queue, requests) = mpsc::channel(WAITING);
        let desk = Arc::new(Mutex::new(desk));
        let at = Arc::clone(&desk);
        let thread = std::thread::Builder::new()
            .name("concord-writer".to_owned())
            .spawn(move || write_all(&at, requests))
            .map_err(|error| StoreError::Unavailable(format!("no thread for writing could be started: {error}")))?;
        Ok(Self { desk, queue: Some(queue), thread: Some(thread) })
    }

    /// Writes and answers when the disk has it.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Desk) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (request, answer) = request(work);
        match self.write_here(request) {
            Some(request) => self.wait_in_queue(request, answer).await,
            None => answer.await.map_err(|_| gone())?,
        }
    }

    /// The same, always by the thread: for work that waits for something the caller does meanwhile.
    pub async fn write_elsewhere<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Desk) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (request, answer) = request(work);
        self.wait_in_queue(request, answer).await
    }

    async fn wait_in_queue<T>(
        &self,
        request: Request,
        answer: oneshot::Receiver<Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let queue = self.queue.as_ref().ok_or_else(gone)?;
        queue.send(request).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }

    /// Sits down at a free desk when nobody waits for it; else gives the request back.
    fn write_here(&self, request: Request) -> Option<Request> {
        let nobody_waits = self.queue.as_ref().is_some_and(|queue| queue.capacity() == queue.max_capacity());
        if !nobody_waits || !may_block() {
            return Some(request);
        }
        let mut desk = match self.desk.try_lock() {
            Ok(desk) => desk,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return Some(request),
        };
        tokio::task::block_in_place(|| write_group(&mut desk, request, || None));
        None
    }
}

impl Drop for Writer {
    /// Lets the thread finish what it has; with the desk the file is closed, and the log folded into the database.
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// True where a task may block its thread because others take over the rest.
pub(super) fn may_block() -> bool {
    use tokio::runtime::{Handle, RuntimeFlavor};
    Handle::try_current().is_ok_and(|handle| handle.runtime_flavor() == RuntimeFlavor::MultiThread)
}

fn gone() -> StoreError {
    StoreError::Unavailable("it has stopped writing; restart Concord".to_owned())
}

fn request<T: Send + 'static>(
    work: impl FnOnce(&mut Desk) -> Result<T, StoreError> + Send + 'static,
) -> (Request, oneshot::Receiver<Result<T, StoreError>>) {
    let (sender, receiver) = oneshot::channel();
    let request = move |desk: Result<&mut Desk, StoreError>| {
        let result = desk.and_then(work);
        let well = result.is_ok();
        // A sender that went away meanwhile does not need the answer.
        let answer = move |commit: Result<(), StoreError>| drop(sender.send(result.and_then(|value| commit.map(|()| value))));
        Done { well, answer: Box::new(answer) }
    };
    (Box::new(request), receiver)
}

fn write_all(desk: &Mutex<Desk>, mut requests: mpsc::Receiver<Request>) {
    while let Some(first) = requests.blocking_recv() {
        // A panic while the desk was held was that request's own; its savepoint or transaction was taken back.
        let mut desk = desk.lock().unwrap_or_else(PoisonError::into_inner);
        write_group(&mut desk, first, || requests.try_recv().ok());
    }
}

/// One transaction with everything that waits.
fn write_group(desk: &mut Desk, first: Request, next: impl FnMut() -> Option<Request>) {
    if let Err(error) = begin(desk) {
        let done = first(Err(error));
        (done.answer)(Ok(()));
        return;
    }
    let mut group = Vec::new();
    let written = run_group(desk, first, next, &mut group).and_then(|()| desk.save_changes()).and_then(|()| desk.run("COMMIT"));
    let Err(error) = written else {
        return group.into_iter().for_each(|done| (done.answer)(Ok(())));
    };
    desk.saved_changes = None;
    desk.disk_failed = error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure);
    if !desk.connection.is_autocommit() {
        // SQLite may have taken the transaction back by itself; this is for when it has not.
        let _ = desk.connection.execute_batch("ROLLBACK");
    }
    let failed = said(error);
    tracing::error!(requests = group.len(), stopped = desk.disk_failed, "a commit failed and nothing of it was saved: {failed}");
    let sentence = failed.to_string();
    for done in group {
        (done.answer)(Err(StoreError::Unavailable(sentence.clone())));
    }
}

fn begin(desk: &Desk) -> Result<(), StoreError> {
    if desk.disk_failed {
        let sentence = "the disk failed while saving; look at the disk, then restart Concord";
        return Err(StoreError::Unavailable(sentence.to_owned()));
    }
    desk.run("BEGIN IMMEDIATE").map_err(said)
}

/// Runs each request in a savepoint of its own.
fn run_group(
    desk: &mut Desk,
    first: Request,
    mut next: impl FnMut() -> Option<Request>,
    group: &mut Vec<Done>,
) -> Result<(), rusqlite::Error> {
    let began = Instant::now();
    let mut waiting = Some(first);
    while let Some(request) = waiting.take() {
        desk.run("SAVEPOINT request")?;
        // A panic in one request is that request's failure alone: its sender is told that nothing was written.
        let done = catch_unwind(AssertUnwindSafe(|| request(Ok(desk)))).ok();
        if !done.as_ref().is_some_and(|done| done.well) {
            desk.run("ROLLBACK TO request")?;
        }
        group.extend(done);
        desk.run("RELEASE request")?;
        if group.len() < MOST && began.elapsed() < LONGEST {
            waiting = next();
        }
    }
    Ok(())
}
