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
            Err(Missed::Taken) => which_key(pool, batch).await?.map_or(Missed::TakenBack(busy()), Missed::Answer),
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
    let mut moved = BTreeSet::new();
    let mut heads = Vec::with_capacity(batch.len());
    for append in batch {
        let place = (append.may.organisation(), append.may.chart());
        let link = links.entry(place).or_insert(Link::START);
        write(&writing, append, link).await?;
        if !append.events.is_empty() {
            moved.insert(place);
        }
        heads.push(link.seq);
    }
    for (organisation, chart) in moved {
        let link = links.get(&(organisation, chart)).copied().unwrap_or(Link::START);
        events::move_head(&writing, organisation, chart, link).await?;
    }
    match writing.commit().await {
        Ok(()) => Ok(heads),
        // Only these say for certain that nothing was saved. A server that is being stopped may still have saved it.
        Err(error) if error.code().is_some_and(|code| AGAIN.contains(code)) => Err(taken_back(error)),
        Err(_) => Err(Missed::Unknown),
    }
}

/// Locks the charts of a batch, in one order for everybody, and answers where they are.
async fn lock(writing: &Transaction<'_>, batch: &[Append]) -> Result<BTreeMap<(OrganisationId, ChartId), Link>, Missed> {
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
    if link.seq != append.expected || has_twice(append) {
        return Err(Missed::Answer(match used_key(writing, append).await? {
            Some(key) => StoreError::KeyUsed { chart, key },
            None => StoreError::Conflict { chart, expected: append.expected, found: link.seq },
        }));
    }
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

/// After a unique violation: the first key of the batch that is used, on its chart or earlier in the batch. `None`
/// when it was the position that somebody else took.
async fn which_key(pool: &Pool, batch: &[Append]) -> Result<Option<StoreError>, StoreError> {
    let client = pool.take().await?;
    let mut seen = BTreeSet::new();
    for append in batch {
        let chart = append.may.chart();
        if let Some(key) = used_key(&client, append).await? {
            return Ok(Some(StoreError::KeyUsed { chart, key }));
        }
        for draft in &append.events {
            if !seen.insert((append.may.organisation(), chart, &draft.key.0)) {
                return Ok(Some(StoreError::KeyUsed { chart, key: draft.key.0.clone() }));
            }
        }
    }
    Ok(None)
}

fn has_twice(append: &Append) -> bool {
    let mut seen = BTreeSet::new();
    append.events.iter().any(|draft| !seen.insert(&draft.key.0))
}

/// The first of these that is already on the chart, or twice among them.
async fn used_key(client: &impl GenericClient, append: &Append) -> Result<Option<String>, StoreError> {
    let keys: Vec<&str> = append.events.iter().map(|draft| draft.key.0.as_str()).collect();
    let sql = prepared(client, "SELECT key FROM event WHERE organisation = $1 AND chart = $2 AND key = ANY($3)").await?;
    let found = client.query(&sql, &[&append.may.organisation().0, &append.may.chart().0, &keys]).await.map_err(said)?;
    let mut used: BTreeSet<String> = found.iter().map(|row| row.get(0)).collect();
    Ok(keys.into_iter().find(|key| !used.insert((*key).to_owned())).map(str::to_owned))
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
