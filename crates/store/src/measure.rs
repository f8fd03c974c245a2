//! The raw limits of this machine, for `concord bench`: what the database itself can do with the same rows and the
//! same durability, and what a store adds to it. Figures are for people to compare; nothing passes or fails by them.

use crate::{Append, SqliteStore, Store, StoreError, sqlite::bare};
use concord_access::MayWrite;
use concord_chart::{
    Author, AuthorKind, ChartId, Draft, Event, EventId, IdempotencyKey, OrganisationId, Sensitivity, diary::SleepEntered,
};
use jiff::{Timestamp, civil::Date};
use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use uuid::Uuid;

const ORGANISATION: OrganisationId = OrganisationId(Uuid::from_u128(1));

/// One night's sleep, an event of ordinary size.
fn draft(chart: usize, index: u64) -> Draft {
    let event = Event::SleepEntered(SleepEntered { on: Date::constant(2026, 3, 2), minutes: 420 });
    Draft {
        id: EventId(Uuid::from_u64_pair(chart as u64, index)),
        occurred: Date::constant(2026, 3, 2).into(),
        author: Author { kind: AuthorKind::Staff, staff: None, name: "Measure".to_owned(), role: "Therapist".to_owned() },
        on_behalf_of: None,
        sensitivity: Sensitivity::General,
        key: IdempotencyKey(format!("measure-{index}")),
        amends: None,
        source: None,
        event,
    }
}

fn chart(number: usize) -> ChartId {
    ChartId(Uuid::from_u128(number as u128 + 1))
}

/// Events a second by prepared inserts on one connection: the event, and where its chart ends. One commit, with one
/// sync, holds one event of each of `writers` writers, which is the most there can be when each waits for its own.
///
/// # Errors
/// When the database cannot be made or written at `path`.
pub fn bare_inserts(path: &Path, writers: usize, long: Duration) -> Result<f64, StoreError> {
    let mut bare = bare::Bare::new(path)?;
    let mut rows: Vec<_> = (0..writers.max(1)).map(|number| (chart(number), draft(number, 0))).collect();
    let (begun, mut index) = (Instant::now(), 0);
    while begun.elapsed() < long {
        index += 1;
        for (number, (_, row)) in rows.iter_mut().enumerate() {
            row.id = EventId(Uuid::from_u64_pair(number as u64, index));
            row.key = IdempotencyKey(format!("measure-{index}"));
        }
        bare.commit(ORGANISATION, &rows, index)?;
    }
    Ok((index * rows.len() as u64) as f64 / begun.elapsed().as_secs_f64())
}

/// Events a second through [`Store::append`], each writer on a chart of its own, one event an append.
///
/// # Errors
/// When the database cannot be made or written at `path`.
pub async fn appends(path: &Path, writers: usize, long: Duration) -> Result<f64, StoreError> {
    let store = Arc::new(SqliteStore::open(path)?);
    let begun = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..writers.max(1) {
        tasks.spawn(append_until(Arc::clone(&store), number, begun + long));
    }
    let mut events = 0;
    while let Some(done) = tasks.join_next().await {
        events += done.map_err(|error| StoreError::Database(error.to_string()))??;
    }
    Ok(events as f64 / begun.elapsed().as_secs_f64())
}

async fn append_until(store: Arc<SqliteStore>, number: usize, until: Instant) -> Result<u64, StoreError> {
    let mut head = 0;
    while Instant::now() < until {
        let append = Append {
            may: MayWrite::import(ORGANISATION, chart(number), "measure"),
            expected: head,
            events: vec![draft(number, head)],
            recorded_at: Timestamp::UNIX_EPOCH,
            rows: Vec::new(),
            kept: Vec::new(),
            outbox: Vec::new(),
        };
        store.append(vec![append]).await?;
        head += 1;
    }
    Ok(head)
}
