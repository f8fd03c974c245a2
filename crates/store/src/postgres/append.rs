//! Appending: one transaction over all charts of a batch, tried again where the server asks for it, and a lost
//! answer resolved instead of guessed.

use super::{
    columns::{position, prepared, signed},
    events::{self, Refusal},
    pool::{Pool, said},
    rows,
};
use crate::*;
use deadpool_postgres::{GenericClient, Transaction};
use std::collections::{BTreeMap, BTreeSet};
use tokio_postgres::error::SqlState;

/// How often a batch is tried before the caller is told to try later.
const TRIES: u32 = 12;

/// The server's ways of saying that it took everything back and that another try may go well.
const AGAIN: [SqlState; 3] = [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED, SqlState::UNIQUE_VIOLATION];

/// Why one try did not end in an acknowledged commit.
enum Missed {
    /// The store's own answer.
    Answer(StoreError),
    /// The server took it back (serialization, deadlock, another writer's key): try again and look anew.
    TakenBack(StoreError),
    /// A position or a key was taken by somebody else.
    Taken,
    /// The connection broke while committing. It may be saved or not.
    Unknown,
}

impl From<StoreError> for Missed {
    fn from(error: StoreError) -> Self {
        Self::Answer(error)
    }
}

pub(super) async fn append(pool: &Pool, batch: &[Append]) -> Result<Vec<u64>, StoreError> {
    let mut unknown = false;
    let mut last = busy();
    for tried in 0..TRIES {
        let missed = match one_try(pool, batch).await {
            Ok(heads) => return Ok(heads),
            // A key, or else the position: then another writer was first, and the next try sees where the chart is.
            Err(Missed::Taken) => {
                first_used_key(&pool.take().await?, batch).await?.map_or(Missed::TakenBack(busy()), Missed::Answer)
            }
            Err(missed) => missed,
        };
        match missed {
            // After a lost answer, our own keys on the chart at our own positions mean that it was saved.
            Missed::Answer(error @ (StoreError::KeyUsed { .. } | StoreError::Conflict { .. })) => {
                return if unknown && is_there(pool, batch).await? { Ok(heads(batch)) } else { Err(error) };
            }
            Missed::Answer(StoreError::Unavailable(_)) if unknown => {}
            Missed::Answer(error) => return Err(error),
            Missed::TakenBack(error) => last = error,
            Missed::Unknown => unknown = true,
            Missed::Taken => {}
        }
        tokio::time::sleep(std::time::Duration::from_millis(u64::from(tried * tried) * 4)).await;
    }
    if unknown {
        return Err(StoreError::Database(
            "the connection was lost while saving, and whether it was saved is not known. Sending the same again does no harm"
                .to_owned(),
        ));
    }
    Err(last)
}

fn busy() -> StoreError {
    StoreError::Unavailable("many write to these charts at once".to_owned())
}

async fn one_try(pool: &Pool, batch: &[Append]) -> Result<Vec<u64>, Missed> {
    let mut client = pool.take().await?;
    let writing = client.transaction().await.map_err(said)?;
    let mut links = lock(&writing, batch).await?;
    admit(&writing, batch, &links).await?;
    // In one order for everybody, as the locks: two batches that make the same charts wait for one another in turn.
    let mut in_order: Vec<&Append> = batch.iter().collect();
    in_order.sort_by_key(|append| place(append));
    for append in &in_order {
        write(&writing, append, links.entry(place(append)).or_insert(Link::START)).await?;
    }
    let moved: BTreeSet<_> = batch.iter().filter(|append| !append.events.is_empty()).map(place).collect();
    for (organisation, chart) in moved {
        let link = links.get(&(organisation, chart)).copied().unwrap_or(Link::START);
        events::move_head(&writing, organisation, chart, link).await?;
    }
    match writing.commit().await {
        Ok(()) => Ok(heads(batch)),
        // Only these say for certain that nothing was saved. A server that is being stopped may still have saved it.
        Err(error) if error.code().is_some_and(|code| AGAIN.contains(code)) => Err(taken_back(error)),
        Err(_) => Err(Missed::Unknown),
    }
}

type Place = (OrganisationId, ChartId);

fn place(append: &Append) -> Place {
    (append.may.organisation(), append.may.chart())
}

/// Looks whether every append is for the position where its chart will be. A key that is used is told before a
/// position that is old, and what comes first in the batch before what comes later.
async fn admit(writing: &Transaction<'_>, batch: &[Append], links: &BTreeMap<Place, Link>) -> Result<(), Missed> {
    let mut heads: BTreeMap<Place, u64> = BTreeMap::new();
    for (index, append) in batch.iter().enumerate() {
        let head = heads.entry(place(append)).or_insert_with(|| links.get(&place(append)).map_or(0, |link| link.seq));
        if *head != append.expected {
            let conflict = StoreError::Conflict { chart: append.may.chart(), expected: append.expected, found: *head };
            return Err(Missed::Answer(first_used_key(writing, &batch[..=index]).await?.unwrap_or(conflict)));
        }
        *head += append.events.len() as u64;
    }
    Ok(())
}

/// Locks the charts of a batch, in one order for everybody, and answers where they are.
async fn lock(writing: &Transaction<'_>, batch: &[Append]) -> Result<BTreeMap<Place, Link>, Missed> {
    let mut charts: BTreeMap<OrganisationId, BTreeSet<ChartId>> = BTreeMap::new();
    for append in batch {
        charts.entry(append.may.organisation()).or_default().insert(append.may.chart());
    }
    let sql = "SELECT chart, head, hash FROM chart WHERE organisation = $1 AND chart = ANY($2) ORDER BY chart FOR UPDATE";
    let sql = prepared(writing, sql).await?;
    let mut links = BTreeMap::new();
    for (organisation, charts) in charts {
        let ids: Vec<_> = charts.iter().map(|chart| chart.0).collect();
        for row in writing.query(&sql, &[&organisation.0, &ids]).await.map_err(taken_back)? {
            let hash: &[u8] = row.get(2);
            let hash = hash.try_into().map_err(|_| StoreError::Damaged("the hash of a chart's end".to_owned()))?;
            links.insert((organisation, ChartId(row.get(0))), Link { seq: position(&row, 1)?, hash });
        }
    }
    Ok(links)
}

async fn write(writing: &Transaction<'_>, append: &Append, link: &mut Link) -> Result<(), Missed> {
    let (organisation, chart) = (append.may.organisation(), append.may.chart());
    let mut sealed = checks::columns(append)?;
    sealed.iter_mut().for_each(|raw| link.seal(organisation, chart, raw));
    events::insert(writing, organisation, chart, &sealed).await.map_err(|error| match error {
        Refusal::Taken => Missed::Taken,
        Refusal::Other(error) => taken_back(error),
        Refusal::Unfit(error) => Missed::Answer(error),
    })?;
    events::keep(writing, organisation, chart, &append.kept).await?;
    rows::change(writing, organisation, chart, &append.rows).await?;
    events::put_messages(writing, organisation, append.outbox.iter().map(|message| (message, None))).await?;
    Ok(())
}

/// The first key of these appends that is used already: on its chart, or earlier among them.
async fn first_used_key(client: &impl GenericClient, batch: &[Append]) -> Result<Option<StoreError>, StoreError> {
    let sql = prepared(client, "SELECT key FROM event WHERE organisation = $1 AND chart = $2 AND key = ANY($3)").await?;
    let mut used: BTreeMap<Place, BTreeSet<String>> = BTreeMap::new();
    for append in batch {
        let (organisation, chart) = place(append);
        let keys: Vec<&str> = append.events.iter().map(|draft| draft.key.0.as_str()).collect();
        let found = client.query(&sql, &[&organisation.0, &chart.0, &keys]).await.map_err(said)?;
        let used = used.entry(place(append)).or_default();
        used.extend(found.iter().map(|row| row.get::<_, String>(0)));
        if let Some(key) = keys.into_iter().find(|key| !used.insert((*key).to_owned())) {
            return Ok(Some(StoreError::KeyUsed { chart, key: key.to_owned() }));
        }
    }
    Ok(None)
}

/// True when every event of the batch is on its chart, at its position.
async fn is_there(pool: &Pool, batch: &[Append]) -> Result<bool, StoreError> {
    let client = pool.take().await?;
    let sql = "SELECT count(*) FROM unnest($3::bigint[], $4::uuid[], $5::text[]) AS sent (seq, id, key)
               JOIN event USING (seq, id, key) WHERE organisation = $1 AND chart = $2";
    let sql = prepared(&client, sql).await?;
    for append in batch {
        let seqs: Vec<i64> = (1..).map(|index| signed(append.expected + index)).take(append.events.len()).collect();
        let ids: Vec<_> = append.events.iter().map(|draft| draft.id.0).collect();
        let keys: Vec<&str> = append.events.iter().map(|draft| draft.key.0.as_str()).collect();
        let of = (append.may.organisation().0, append.may.chart().0);
        let found = client.query_one(&sql, &[&of.0, &of.1, &seqs, &ids, &keys]).await.map_err(said)?;
        if found.get::<_, i64>(0) != signed(seqs.len() as u64) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The heads of a batch that was saved.
fn heads(batch: &[Append]) -> Vec<u64> {
    batch.iter().map(|append| append.expected + append.events.len() as u64).collect()
}

/// Whether the server asks to try again.
fn taken_back(error: tokio_postgres::Error) -> Missed {
    let asked = error.code().is_some_and(|code| AGAIN.contains(code));
    let sentence = said(error);
    if asked { Missed::TakenBack(StoreError::Unavailable(sentence.to_string())) } else { Missed::Answer(sentence) }
}
