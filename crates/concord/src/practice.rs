//! Opens a store by its address and puts a clinic on it.

use anyhow::{Context, Result, bail};
use concord_actions::{Clinic, Clock, RandomIds, SystemClock};
use concord_store::{PostgresStore, SqliteStore, Store};
use std::sync::Arc;

/// Opens `sqlite:PATH` or `postgres://…`. A bare path is taken for SQLite.
///
/// # Errors
/// An unknown kind of address, or a store that cannot be opened; each with the way back.
pub async fn open_store(address: &str) -> Result<Arc<dyn Store>> {
    if address.starts_with("postgres://") || address.starts_with("postgresql://") {
        let store = PostgresStore::open(address).await.context("the PostgreSQL database could not be opened")?;
        return Ok(Arc::new(store));
    }
    let path = address.strip_prefix("sqlite:").unwrap_or(address);
    if path.contains("://") {
        bail!("“{address}” is not a database address: write sqlite:PATH or postgres://USER@HOST/DATABASE");
    }
    let store = SqliteStore::open(path).with_context(|| format!("the database file {path} could not be opened"))?;
    Ok(Arc::new(store))
}

/// Opens a store to read it, also beside the process that serves it: for `backup` and `verify`.
///
/// # Errors
/// An unknown kind of address, a database that is not there, or one that this version would have to change first.
pub async fn open_store_to_read(address: &str) -> Result<Arc<dyn Store>> {
    match address.strip_prefix("sqlite:") {
        Some(path) => {
            let store = SqliteStore::open_beside(path).with_context(|| format!("the database file {path} could not be read"))?;
            Ok(Arc::new(store))
        }
        None if address.contains("://") => open_store(address).await,
        None => Box::pin(open_store_to_read(&format!("sqlite:{address}"))).await,
    }
}

/// A clinic on this store, with the machine's clock.
///
/// # Errors
/// When the practice's settings cannot be read.
pub async fn clinic(store: Arc<dyn Store>) -> Result<Arc<Clinic>> {
    clinic_at(store, Arc::new(SystemClock)).await
}

/// A clinic on this store, with a clock of one's own.
///
/// # Errors
/// When the practice's settings cannot be read.
pub async fn clinic_at(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Result<Arc<Clinic>> {
    let clinic = Clinic::new(store, concord_knowledge::shipped(), clock, Arc::new(RandomIds));
    clinic.load_practice().await?;
    Ok(Arc::new(clinic))
}
