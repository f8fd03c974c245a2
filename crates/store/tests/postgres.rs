//! What only PostgreSQL can do wrong: an unsafe server, nodes that start at once, connections that break while saving.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use concord_store::*;
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use support::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_could_lose_commits_is_refused_in_a_sentence() {
    let Some(database) = Database::make().await else { return };
    run(&database.url, &format!("ALTER DATABASE {} SET synchronous_commit = off", database.name)).await.unwrap();
    let error = PostgresStore::open(&database.url).await.err().expect("it was accepted");
    assert!(matches!(error, StoreError::Unsafe(_)) && error.to_string().contains("synchronous_commit"), "{error}");
    run(&database.url, &format!("ALTER DATABASE {} SET synchronous_commit = on", database.name)).await.unwrap();
    PostgresStore::open(&database.url).await.unwrap();
    database.drop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_there_is_told_in_a_sentence() {
    let error = PostgresStore::open("postgres://nobody@127.0.0.1:1/none").await.err().unwrap();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
    let error = PostgresStore::open("not an address").await.err().unwrap();
    assert!(matches!(error, StoreError::Refused(_)), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_nodes_that_start_at_once_make_the_tables_once() {
    let Some(database) = Database::make().await else { return };
    let nodes: Vec<_> = (0..8)
        .map(|_| {
            let url = database.url.clone();
            tokio::spawn(async move { PostgresStore::open(&url).await.map(drop) })
        })
        .collect();
    for node in nodes {
        node.await.unwrap().unwrap();
    }
    let store = PostgresStore::open(&database.url).await.unwrap();
    furnish(&store).await;
    assert_eq!(store.check().await.unwrap(), []);
    drop(store);
    database.drop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_was_changed_after_it_was_done_is_refused() {
    let Some(database) = Database::make().await else { return };
    drop(PostgresStore::open(&database.url).await.unwrap());
    run(&database.url, "UPDATE migration SET checksum = 'other'").await.unwrap();
    let error = PostgresStore::open(&database.url).await.err().unwrap();
    assert!(error.to_string().contains("step 1 of this database is not the one"), "{error}");
    run(&database.url, "INSERT INTO migration VALUES (99, 'x')").await.unwrap();
    let fresh = Database::make().await.unwrap();
    drop(PostgresStore::open(&fresh.url).await.unwrap());
    run(&fresh.url, "INSERT INTO migration VALUES (3, 'x')").await.unwrap();
    let error = PostgresStore::open(&fresh.url).await.err().unwrap();
    assert!(error.to_string().contains("newer version"), "{error}");
    database.drop().await;
    fresh.drop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_making_that_was_cut_off_is_done_at_the_next_start() {
    for wait in (0..10).map(|index| Duration::from_millis(index * 4)) {
        let Some(database) = Database::make().await else { return };
        let url = database.url.clone();
        let opening = tokio::spawn(async move { PostgresStore::open(&url).await.map(drop) });
        tokio::time::sleep(wait).await;
        cut_all(&database).await;
        let _ = opening.await.unwrap();
        let store = PostgresStore::open(&database.url).await.unwrap();
        furnish(&store).await;
        assert_eq!(store.check().await.unwrap(), []);
        drop(store);
        database.drop().await;
    }
}

/// Ends every connection of the store, wherever it is.
async fn cut_all(database: &Database) {
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = current_database() AND application_name = 'concord'";
    run(&database.url, sql).await.unwrap();
}

/// Writers record one entry after the other while their connections are cut every few milliseconds. Each sends an entry
/// again, with the same key, until it is told that it is there.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn connections_that_break_while_saving_lose_nothing_and_double_nothing() {
    let Some(database) = Database::make().await else { return };
    let store = Arc::new(PostgresStore::open(&database.url).await.unwrap());
    let writers: Vec<_> = (1..=8)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move { write_forty(&*store, number).await })
        })
        .collect();
    let mut cuts = 0;
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
        tokio::time::sleep(Duration::from_millis(7)).await;
        cut_all(&database).await;
        cuts += 1;
        // A pause now and then, so that the writers get on.
        if cuts % 4 == 0 {
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
    }
    let mut failures = 0;
    for writer in writers {
        failures += writer.await.unwrap();
    }
    println!("{cuts} cuts, {failures} times a writer was told to try again");
    for number in 1..=8 {
        let log = store.raw_log(organisation(), chart(number)).await.unwrap();
        let keys: BTreeSet<_> = log.iter().map(|event| event.key.clone()).collect();
        assert_eq!((log.len(), keys.len()), (40, 40), "chart {number}: each entry once");
    }
    let report = verify::verify(&*store, organisation(), None, &mut |_| {}).await.unwrap();
    assert_eq!(report.damage, []);
    drop(store);
    database.drop().await;
}

async fn write_forty(store: &dyn Store, number: u128) -> u32 {
    let mut failures = 0;
    for expected in 0..40 {
        loop {
            match store.append(vec![append(chart(number), expected, vec![draft(&format!("{expected}"))])]).await {
                Ok(heads) => {
                    assert_eq!(heads, [expected + 1]);
                    break;
                }
                // It is there, from a try whose answer was lost.
                Err(StoreError::KeyUsed { .. }) => break,
                Err(StoreError::Unavailable(_) | StoreError::Database(_)) => {
                    failures += 1;
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                Err(other) => panic!("{other}"),
            }
        }
    }
    failures
}
