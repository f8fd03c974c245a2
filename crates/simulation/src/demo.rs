//! The demo practice in a file: made once, used again.

use crate::{Options, Richness, SimulationError, calendar::Calendar, simulate};
use concord_chart::OrganisationId;
use concord_store::{BackupLine, MemoryStore, SqliteStore, Store, StoreError};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::{path::Path, sync::Arc};

/// Under this setting a database says that it is a demo, and which.
pub(crate) const SETTING: &str = "demo";

/// Which demo a database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marker {
    /// The seed that it was made from.
    pub seed: u64,
    /// The number of patients that were made.
    pub patients: usize,
}

/// A demo that is ready to be served.
pub struct Opened {
    /// Its database.
    pub store: Arc<SqliteStore>,
    /// The moment at which its clock is to start.
    pub now: Timestamp,
    /// Which one it is.
    pub marker: Marker,
    /// True when it was made just now, false when the file held it already.
    pub made: bool,
}

/// Opens the demo in this file, making it where the file is new. `seed` and `patients` say which one is wanted; leaving
/// them out takes what is there, or the usual one. `progress` is told the number of patients done, from any thread.
///
/// # Errors
/// When the file holds something else than the demo that is wanted, is served by another process, or cannot be written.
pub async fn open_or_make(
    database: &Path,
    seed: Option<u64>,
    patients: Option<u32>,
    progress: impl Fn(usize) + Send + Sync + 'static,
) -> Result<Opened, SimulationError> {
    let store = Arc::new(SqliteStore::open(database)?);
    if let Some(marker) = marker_of(&*store).await? {
        let wanted =
            seed.is_none_or(|seed| seed == marker.seed) && patients.is_none_or(|patients| patients as usize == marker.patients);
        if !wanted {
            return Err(StoreError::Refused(format!(
                "{} holds the practice of seed {} with {} patients; name another file with --database, or leave --seed and --patients out",
                database.display(),
                marker.seed,
                marker.patients
            ))
            .into());
        }
        let now = now_of(&*store).await?;
        return Ok(Opened { store, now, marker, made: false });
    }
    if has_charts(&*store).await? {
        return Err(StoreError::Refused(format!(
            "{} holds a practice that is not a demo, and nothing invented is put beside real people; name another file with --database",
            database.display()
        ))
        .into());
    }
    let usual = Options::default();
    let options = Options {
        seed: seed.unwrap_or(usual.seed),
        patients: patients.map_or(usual.patients, |patients| patients as usize),
        ..usual
    };
    fill(&store, options, progress).await?;
    let now = Calendar::new().now();
    Ok(Opened { store, now, marker: Marker { seed: options.seed, patients: options.patients }, made: true })
}

/// Makes a practice in a new file and closes it.
///
/// # Errors
/// When the file holds anything already or cannot be written.
pub async fn make(database: &Path, seed: u64, patients: u32, richness: Richness) -> Result<(), SimulationError> {
    let store = SqliteStore::open(database)?;
    fill(&store, Options { seed, patients: patients as usize, richness }, |_| {}).await
}

/// Lives everybody's life in memory, then writes it all to the database in one go.
async fn fill(
    store: &SqliteStore,
    options: Options,
    progress: impl Fn(usize) + Send + Sync + 'static,
) -> Result<(), SimulationError> {
    let living = move || simulate(&options, concord_knowledge::shipped(), progress);
    let simulated = tokio::task::spawn_blocking(living).await.map_err(|error| SimulationError::Stopped(error.to_string()))??;
    let lines = everything(&simulated.store).await?;
    drop(simulated);
    Ok(store.fill(&mut lines.into_iter().map(Ok)).await?)
}

/// Everything in a store, as a logical backup tells it.
pub(crate) async fn everything(store: &MemoryStore) -> Result<Vec<BackupLine>, StoreError> {
    let mut lines = Vec::new();
    store
        .dump(&mut |line| {
            lines.push(line);
            Ok(())
        })
        .await?;
    Ok(lines)
}

/// Which demo a store holds; `None` when it holds none.
///
/// # Errors
/// When the store cannot be read.
async fn marker_of(store: &dyn Store) -> Result<Option<Marker>, SimulationError> {
    let Some(text) = store.setting(SETTING).await? else { return Ok(None) };
    serde_json::from_str(&text).map(Some).map_err(|error| StoreError::Damaged(format!("the setting “{SETTING}”: {error}")).into())
}

/// The moment at which the clock of a demo that was used before starts: where its people were last seen, or where every
/// demo begins. The access log knows, because everybody who does anything looks at something first.
///
/// # Errors
/// When the store cannot be read.
async fn now_of(store: &dyn Store) -> Result<Timestamp, SimulationError> {
    let begin = Calendar::new().now();
    let newest = store.access_lines(practice(), None, 1).await?;
    let last = newest.first().map_or(begin, |line| line.at.checked_add(SignedDuration::from_mins(1)).unwrap_or(line.at));
    Ok(last.max(begin))
}

async fn has_charts(store: &dyn Store) -> Result<bool, SimulationError> {
    Ok(!store.charts(practice(), None, 1).await?.is_empty())
}

/// The one practice of an installation.
fn practice() -> OrganisationId {
    OrganisationId(uuid::Uuid::from_u128(1))
}
