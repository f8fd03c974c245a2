//! Opening a connection, and asking it whether it keeps its promises.

use super::said;
use crate::StoreError;
use rusqlite::{Connection, OpenFlags, config::DbConfig};
use std::{path::Path, time::Duration};

/// 3.51.3 is the first version in which resetting the write-ahead log cannot lose a commit
/// (sqlite.org/wal.html, “the WAL-reset bug”).
const OLDEST: i32 = 3_051_003;

/// Prepared statements that a connection keeps; more than there are statements in this crate.
const STATEMENTS: usize = 96;

/// The connection that writes.
pub(super) fn writing(path: &Path, create: bool) -> Result<Connection, StoreError> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let connection = Connection::open_with_flags(path, flags).map_err(said)?;
    configure(&connection)?;
    // Recursive triggers also catch INSERT OR REPLACE, which would otherwise delete a row unseen.
    let settings = "PRAGMA recursive_triggers = ON; PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 2000;
         PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -32000;";
    connection.execute_batch(settings).map_err(said)?;
    assert_durable(&connection)?;
    Ok(connection)
}

/// A connection that can only read.
pub(super) fn reading(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(said)?;
    configure(&connection)?;
    connection.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -8000;").map_err(said)?;
    assert_durable(&connection)?;
    Ok(connection)
}

fn configure(connection: &Connection) -> Result<(), StoreError> {
    if rusqlite::version_number() < OLDEST {
        return Err(StoreError::Unsafe(format!(
            "SQLite {} can lose commits when its log is reset; 3.51.3 or newer is needed",
            rusqlite::version()
        )));
    }
    connection.busy_timeout(Duration::from_secs(5)).map_err(said)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // The page size counts only while the file is still empty.
    let settings = "PRAGMA page_size = 8192; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL;";
    connection.execute_batch(settings).map_err(said)?;
    if !connection.is_readonly(rusqlite::MAIN_DB).map_err(said)? {
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).map_err(said)?;
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true).map_err(said)?;
    Ok(())
}

/// Write-ahead log, and a sync before a commit is acknowledged.
pub(super) fn assert_durable(connection: &Connection) -> Result<(), StoreError> {
    let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).map_err(said)?;
    let synchronous: i64 = connection.pragma_query_value(None, "synchronous", |row| row.get(0)).map_err(said)?;
    if mode != "wal" {
        return Err(StoreError::Unsafe(format!(
            "SQLite keeps the journal in mode “{mode}” here, and “wal” is needed: use a local disk"
        )));
    }
    // 2 is FULL, 3 is EXTRA. Less can lose acknowledged commits when the power fails.
    if synchronous < 2 {
        return Err(StoreError::Unsafe(format!("SQLite runs with synchronous={synchronous}, and FULL is needed")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn with(settings: &str) -> Result<(), StoreError> {
        let folder = tempfile::tempdir().unwrap();
        let connection = writing(&folder.path().join("concord.db"), true).unwrap();
        connection.execute_batch(settings).unwrap();
        assert_durable(&connection)
    }

    #[test]
    fn every_connection_is_durable() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("concord.db");
        let writing = writing(&path, true).unwrap();
        assert!(assert_durable(&writing).is_ok());
        assert!(assert_durable(&reading(&path).unwrap()).is_ok());
        assert!(rusqlite::version_number() >= OLDEST);
    }

    #[test]
    fn less_than_a_full_sync_is_noticed() {
        assert!(with("PRAGMA synchronous = FULL").is_ok());
        for settings in ["PRAGMA synchronous = NORMAL", "PRAGMA synchronous = OFF"] {
            assert!(matches!(with(settings), Err(StoreError::Unsafe(_))), "{settings}");
        }
    }

    #[test]
    fn another_journal_than_the_write_ahead_log_is_noticed() {
        for settings in ["PRAGMA journal_mode = DELETE", "PRAGMA journal_mode = TRUNCATE"] {
            assert!(matches!(with(settings), Err(StoreError::Unsafe(_))), "{settings}");
        }
    }

    #[test]
    fn a_reading_connection_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("concord.db");
        writing(&path, true).unwrap().execute_batch("CREATE TABLE a (x)").unwrap();
        assert!(reading(&path).unwrap().execute_batch("INSERT INTO a VALUES (1)").is_err());
    }
}
