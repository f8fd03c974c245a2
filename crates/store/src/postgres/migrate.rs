//! Brings the tables up to date: numbered steps, each in one transaction with the note that it was done. Nodes that
//! start at once take turns. A step that was changed after it was released is refused by its checksum.

use super::said;
use crate::{StoreError, hash::sha256_hex};
use deadpool_postgres::Client;

/// The steps, in order; the first is number 1. A step is never edited: add the next one.
const STEPS: &[&str] = &[include_str!("../../migrations/postgres/0001.sql"), include_str!("../../migrations/postgres/0002.sql")];

/// One node at a time: the bytes of “CNCD”. Let go of when the transaction ends, however it ends.
const TURN: &str = "SELECT pg_advisory_xact_lock(1129202500)";

pub(super) async fn bring_up_to_date(client: &mut Client) -> Result<(), StoreError> {
    while do_next(client, STEPS).await? {}
    Ok(())
}

/// Does the first step that is missing; false when there is none.
async fn do_next(client: &mut Client, steps: &[&str]) -> Result<bool, StoreError> {
    let step = client.transaction().await.map_err(said)?;
    step.batch_execute("SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0").await.map_err(said)?;
    step.batch_execute(TURN).await.map_err(said)?;
    let note = "CREATE TABLE IF NOT EXISTS migration (number integer PRIMARY KEY, checksum text NOT NULL)";
    step.batch_execute(note).await.map_err(said)?;
    let rows = step.query("SELECT number, checksum FROM migration ORDER BY number", &[]).await.map_err(said)?;
    for (index, row) in rows.iter().enumerate() {
        let (number, checksum): (i32, String) = (row.get(0), row.get(1));
        match steps.get(index) {
            None => {
                return Err(StoreError::Refused(format!(
                    "this database was brought to step {number} by a newer version of Concord, and this one knows {}: run the newer one",
                    steps.len()
                )));
            }
            Some(sql) if sha256_hex(sql) == checksum => {}
            Some(_) => {
                return Err(StoreError::Refused(format!(
                    "step {number} of this database is not the one that this version of Concord knows: it was changed after it was done. \
                     Run the version that made the database"
                )));
            }
        }
    }
    let Some(sql) = steps.get(rows.len()) else { return Ok(false) };
    step.batch_execute(sql).await.map_err(said)?;
    let number = i32::try_from(rows.len() + 1).unwrap_or(i32::MAX);
    let note = "INSERT INTO migration (number, checksum) VALUES ($1, $2)";
    step.execute(note, &[&number, &sha256_hex(sql)]).await.map_err(said)?;
    step.commit().await.map_err(said)?;
    Ok(true)
}
