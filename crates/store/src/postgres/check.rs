//! What only PostgreSQL can check: its settings, its guards, and that each log ends where its chart says.

use super::{columns::*, pool, said};
use crate::*;
use deadpool_postgres::{Client, GenericClient};

pub(super) async fn check(client: &mut Client) -> Result<Vec<Damage>, StoreError> {
    let broken = pool::promises_broken(client).await.map_err(said)?;
    let mut damage: Vec<_> = broken.into_iter().map(|what| Damage { at: "settings".to_owned(), what }).collect();
    let reading = client.transaction().await.map_err(said)?;
    reading.batch_execute("SET LOCAL statement_timeout = 0").await.map_err(said)?;
    damage.extend(ends(&reading).await?);
    damage.extend(guards(&reading).await?);
    reading.commit().await.map_err(said)?;
    Ok(damage)
}

/// A log that was cut short, or that has entries beyond its end.
async fn ends(client: &impl GenericClient) -> Result<Vec<Damage>, StoreError> {
    let sql = "SELECT coalesce(c.chart, e.chart), coalesce(c.head, 0), coalesce(e.last, 0), l.hash IS DISTINCT FROM c.hash
               FROM chart c
               FULL JOIN (SELECT organisation, chart, max(seq) AS last FROM event GROUP BY organisation, chart) e
                 ON (e.organisation, e.chart) = (c.organisation, c.chart)
               LEFT JOIN event l ON (l.organisation, l.chart, l.seq) = (c.organisation, c.chart, c.head)
               WHERE c.head IS DISTINCT FROM e.last OR l.hash IS DISTINCT FROM c.hash";
    let mut damage = Vec::new();
    for row in client.query(sql, &[]).await.map_err(said)? {
        let (chart, head, last) = (ChartId(get(&row, 0)?), position(&row, 1)?, position(&row, 2)?);
        let what = match last.cmp(&head) {
            std::cmp::Ordering::Less => format!("entries {} to {head} are missing from the end of the log", last + 1),
            std::cmp::Ordering::Greater => format!("the log goes on to entry {last}, and was written only to entry {head}"),
            std::cmp::Ordering::Equal => format!("entry {head} is not the one that was written last"),
        };
        damage.push(Damage { at: format!("chart {chart}"), what });
    }
    Ok(damage)
}

/// The triggers that refuse a change of the log. A database without triggers is told apart by having none of them.
async fn guards(client: &impl GenericClient) -> Result<Vec<Damage>, StoreError> {
    let sql = "SELECT wanted FROM unnest(ARRAY['event_is_never_changed', 'access_log_is_never_changed']) AS wanted
               WHERE NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = wanted AND tgenabled = 'O')";
    let gone = client.query(sql, &[]).await.map_err(said)?;
    let say = |row: &tokio_postgres::Row| {
        Ok(Damage {
            at: "settings".to_owned(),
            what: format!("the guard “{}” is gone from the database, or switched off", get::<String>(row, 0)?),
        })
    };
    gone.iter().map(say).collect()
}
