//! What only SQLite can check: its own integrity, its settings, and that each log ends where its chart says.

use super::{columns::*, connection, said};
use crate::*;
use rusqlite::Connection;

pub(super) fn check(connection: &Connection) -> Result<Vec<Damage>, StoreError> {
    let mut damage = Vec::new();
    let mut integrity = connection.prepare("PRAGMA integrity_check(100)").map_err(said)?;
    let found = integrity.query_map([], |row| row.get::<_, String>(0)).map_err(said)?;
    for what in found {
        let what = what.map_err(said)?;
        if what != "ok" {
            damage.push(Damage { at: "database file".to_owned(), what });
        }
    }
    if let Err(error) = connection::assert_durable(connection) {
        damage.push(Damage { at: "settings".to_owned(), what: error.to_string() });
    }
    damage.extend(ends(connection)?);
    damage.extend(guards(connection)?);
    Ok(damage)
}

/// A log that was cut short, or that has entries beyond its end.
fn ends(connection: &Connection) -> Result<Vec<Damage>, StoreError> {
    let sql = "SELECT c.chart, c.head, coalesce(max(e.seq), 0), (SELECT l.hash IS NOT c.hash FROM event l
                 WHERE l.organisation = c.organisation AND l.chart = c.chart AND l.seq = c.head)
               FROM chart c LEFT JOIN event e ON e.organisation = c.organisation AND e.chart = c.chart
               GROUP BY c.organisation, c.chart
               UNION ALL
               SELECT e.chart, 0, max(e.seq), NULL FROM event e
               WHERE NOT EXISTS (SELECT 1 FROM chart c WHERE c.organisation = e.organisation AND c.chart = e.chart)
               GROUP BY e.organisation, e.chart";
    let mut find = connection.prepare(sql).map_err(said)?;
    let mut found = find.query([]).map_err(said)?;
    let mut damage = Vec::new();
    while let Some(row) = found.next().map_err(said)? {
        let (chart, head, last) = (uuid(row, 0)?, position(row, 1)?, position(row, 2)?);
        let other_hash: Option<bool> = get(row, 3)?;
        let what = match (last.cmp(&head), other_hash) {
            (std::cmp::Ordering::Less, _) => format!("entries {} to {head} are missing from the end of the log", last + 1),
            (std::cmp::Ordering::Greater, _) => format!("the log goes on to entry {last}, and was written only to entry {head}"),
            (_, Some(true)) => format!("entry {head} is not the one that was written last"),
            _ => continue,
        };
        damage.push(Damage { at: format!("chart {chart}"), what });
    }
    Ok(damage)
}

/// The triggers that refuse a change of the log.
fn guards(connection: &Connection) -> Result<Vec<Damage>, StoreError> {
    let guards = [
        "event_is_never_changed",
        "event_is_never_deleted",
        "access_log_is_never_changed",
        "access_log_is_never_deleted",
        "sealed_is_never_changed",
        "sealed_is_never_deleted",
    ];
    let mut find = connection.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND name = ?1").map_err(said)?;
    let mut damage = Vec::new();
    for guard in guards {
        if !find.exists([guard]).map_err(said)? {
            damage.push(Damage { at: "settings".to_owned(), what: format!("the guard “{guard}” is gone from the database") });
        }
    }
    Ok(damage)
}
