//! Read-only connections, kept open and lent out, each to one reader at a time on a thread that may block.

use super::{connection, said, writer::may_block};
use crate::StoreError;
use rusqlite::Connection;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::Semaphore;

/// More than this at once would only wait for the same disk and cores.
const AT_ONCE: usize = 8;

pub(super) struct Readers {
    path: PathBuf,
    idle: Arc<Mutex<Vec<Connection>>>,
    turns: Arc<Semaphore>,
}

impl Readers {
    /// Opens the first one, so that a file that cannot be read is told at once.
    pub fn new(path: &Path) -> Result<Self, StoreError> {
        let first = connection::reading(path)?;
        Ok(Self { path: path.to_path_buf(), idle: Arc::new(Mutex::new(vec![first])), turns: Arc::new(Semaphore::new(AT_ONCE)) })
    }

    /// Reads in one snapshot: everything that was acknowledged before is in it. On the caller's own thread where others
    /// take over what else it had to do: most reads are shorter than a change of thread.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let gone = |_| StoreError::Unavailable("it is being closed".to_owned());
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(gone)?;
        let (idle, path) = (Arc::clone(&self.idle), self.path.clone());
        let reading = move || {
            let _turn = turn;
            let lent = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let connection = match lent {
                Some(connection) => connection,
                None => connection::reading(&path)?,
            };
            let result = in_one_snapshot(&connection, work);
            idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            result
        };
        if may_block() {
            return tokio::task::block_in_place(reading);
        }
        tokio::task::spawn_blocking(reading).await.map_err(|error| StoreError::Database(format!("a reader stopped: {error}")))?
    }
}

fn in_one_snapshot<T>(connection: &Connection, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
    let snapshot = connection.unchecked_transaction().map_err(said)?;
    let result = work(connection);
    snapshot.finish().map_err(said)?;
    result
}
