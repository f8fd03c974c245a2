//! Brings a database up to date: numbered steps, each in one transaction with the note that it was done, so that a
//! step that was killed has not happened. A step that was changed after it was released is refused by its checksum.

use super::said;
use crate::{StoreError, hash::sha256_hex};
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// The steps, in order; the first is number 1. A step is never edited: add the next one.
const STEPS: &[&str] = &[include_str!("../../migrations/sqlite/0001.sql"), include_str!("../../migrations/sqlite/0002.sql")];

/// Marks the file as Concord's: the bytes of “CNCD”.
const APPLICATION: i64 = 0x434E_4344;

/// Does the steps that are missing. Before a database that holds something is changed, it is copied beside itself.
pub(super) fn bring_up_to_date(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let done = done(connection, STEPS)?;
    if done > 0 && done < STEPS.len() {
        copy_before(connection, path, done)?;
    }
    run(connection, STEPS)
}

/// Refuses a database that this version would have to change first.
pub(super) fn is_up_to_date(connection: &Connection) -> Result<(), StoreError> {
    match done(connection, STEPS)? {
        all if all == STEPS.len() => Ok(()),
        _ => Err(StoreError::Refused(
            "this database is of an older version: let the new version serve it once, which brings it up to date".to_owned(),
        )),
    }
}

fn run(connection: &mut Connection, steps: &[&str]) -> Result<(), StoreError> {
    for (index, sql) in steps.iter().enumerate().skip(done(connection, steps)?) {
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(said)?;
        let note = "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, checksum TEXT NOT NULL) STRICT;";
        step.execute_batch(note).map_err(said)?;
        step.execute_batch(sql).map_err(said)?;
        step.pragma_update(None, "application_id", APPLICATION).map_err(said)?;
        step.execute("INSERT INTO migration (number, checksum) VALUES (?1, ?2)", (number(index), sha256_hex(sql)))
            .map_err(said)?;
        step.commit().map_err(said)?;
    }
    Ok(())
}

fn number(index: usize) -> i64 {
    i64::try_from(index + 1).unwrap_or(i64::MAX)
}

/// How many steps were done. Refuses a file that is not ours, is newer, or had other steps.
fn done(connection: &Connection, steps: &[&str]) -> Result<usize, StoreError> {
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(said)?;
    if tables == 0 {
        return Ok(0);
    }
    let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(said)?;
    if application != APPLICATION {
        return Err(StoreError::Refused("this file is a database of another program; name another file".to_owned()));
    }
    let mut statement = connection.prepare("SELECT number, checksum FROM migration ORDER BY number").map_err(said)?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))).map_err(said)?;
    let mut count = 0;
    for row in rows {
        let (found, checksum) = row.map_err(said)?;
        match steps.get(count) {
            None => {
                return Err(StoreError::Refused(format!(
                    "this database was brought to step {found} by a newer version of Concord, and this one knows {}: run the newer one",
                    steps.len()
                )));
            }
            Some(sql) if found == number(count) && sha256_hex(sql) == checksum => count += 1,
            Some(_) => {
                return Err(StoreError::Refused(format!(
                    "step {found} of this database is not the one that this version of Concord knows: it was changed after it was done. \
                     Run the version that made the database"
                )));
            }
        }
    }
    Ok(count)
}

fn copy_before(connection: &Connection, path: &Path, done: usize) -> Result<(), StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".before-step-{}", done + 1));
    if !Path::new(&name).exists() {
        connection.execute("VACUUM INTO ?1", [name.to_string_lossy()]).map_err(said)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const FIRST: &str = "CREATE TABLE a (x INTEGER) STRICT;";
    const SECOND: &str = "CREATE TABLE b (y INTEGER) STRICT; INSERT INTO b VALUES (1);";

    fn tables(connection: &Connection) -> i64 {
        connection.query_row("SELECT count(*) FROM sqlite_schema WHERE type = 'table'", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn steps_are_done_once_and_in_order() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection, &[FIRST]).unwrap();
        run(&mut connection, &[FIRST, SECOND]).unwrap();
        run(&mut connection, &[FIRST, SECOND]).unwrap();
        let rows: i64 = connection.query_row("SELECT count(*) FROM b", [], |row| row.get(0)).unwrap();
        assert_eq!((tables(&connection), rows), (3, 1));
    }

    #[test]
    fn a_step_that_fails_halfway_has_not_happened() {
        let mut connection = Connection::open_in_memory().unwrap();
        let broken = "CREATE TABLE b (y INTEGER) STRICT; INSERT INTO nowhere VALUES (1);";
        assert!(run(&mut connection, &[FIRST, broken]).is_err());
        assert_eq!(tables(&connection), 2, "the first step and the notes, nothing of the second");
        run(&mut connection, &[FIRST, SECOND]).unwrap();
    }

    #[test]
    fn a_step_that_was_changed_afterwards_is_refused_in_a_sentence() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection, &[FIRST]).unwrap();
        let error = run(&mut connection, &["CREATE TABLE c (x INTEGER) STRICT;"]).unwrap_err();
        assert!(error.to_string().contains("step 1 of this database is not the one"), "{error}");
    }

    #[test]
    fn a_newer_database_and_a_foreign_one_are_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection, &[FIRST, SECOND]).unwrap();
        let error = run(&mut connection, &[FIRST]).unwrap_err();
        assert!(error.to_string().contains("newer version"), "{error}");
        let mut foreign = Connection::open_in_memory().unwrap();
        foreign.execute_batch("CREATE TABLE theirs (x)").unwrap();
        let error = run(&mut foreign, &[FIRST]).unwrap_err();
        assert!(error.to_string().contains("another program"), "{error}");
    }
}
