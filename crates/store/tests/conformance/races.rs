//! What a store promises when many use it at once.

use super::{backends::Backend, support::*};
use concord_registry::Shelf;
use concord_store::*;
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

const WRITERS: u128 = 32;

async fn all<T: Send + 'static>(tasks: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>) -> Vec<T> {
    let running: Vec<_> = tasks.into_iter().map(tokio::spawn).collect();
    let mut results = Vec::new();
    for task in running {
        results.push(task.await.unwrap());
    }
    results
}

pub async fn thirty_two_writers_on_one_chart_lose_nothing(backend: &Backend) {
    let tasks = (0..WRITERS).map(|writer| {
        let store = backend.store();
        async move {
            let mut conflicts = 0_u64;
            for index in 0..5 {
                let mut expected = store.head(organisation(), chart(1)).await.unwrap();
                loop {
                    match store.append(vec![append(chart(1), expected, vec![draft(&format!("{writer}/{index}"))])]).await {
                        Ok(_) => break,
                        Err(StoreError::Conflict { found, .. }) => {
                            conflicts += 1;
                            assert!(found >= expected);
                            expected = store.head(organisation(), chart(1)).await.unwrap();
                        }
                        Err(other) => panic!("{other}"),
                    }
                }
            }
            conflicts
        }
    });
    all(tasks).await;
    let log = backend.store().raw_log(organisation(), chart(1)).await.unwrap();
    let mut link = Link::START;
    log.iter().for_each(|event| link.follow(organisation(), chart(1), event).unwrap());
    let keys: BTreeSet<_> = log.iter().map(|event| event.key.clone()).collect();
    assert_eq!((log.len(), keys.len()), (160, 160), "each entry once, no gap");
}

pub async fn thirty_two_writers_on_their_own_charts_all_succeed(backend: &Backend) {
    let tasks = (1..=WRITERS).map(|writer| {
        let store = backend.store();
        async move {
            for expected in 0..10 {
                let rows = vec![put(Shelf::Caseload, "row", &format!("{expected}"))];
                let one = Append { rows, ..append(chart(writer), expected, vec![draft(&format!("{expected}"))]) };
                store.append(vec![one]).await.unwrap();
                assert_eq!(store.head(organisation(), chart(writer)).await.unwrap(), expected + 1);
            }
        }
    });
    all(tasks).await;
    let charts = backend.store().charts(organisation(), None, 100).await.unwrap();
    assert_eq!(charts, (1..=WRITERS).map(|writer| (chart(writer), 10)).collect::<Vec<_>>());
    assert_eq!(backend.store().check().await.unwrap(), []);
}

pub async fn a_key_raced_for_is_used_once(backend: &Backend) {
    let tasks = (0..WRITERS).map(|_| {
        let store = backend.store();
        async move { store.append(vec![append(chart(1), 0, vec![draft("double tap")])]).await }
    });
    let results = all(tasks).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    let told = results.iter().filter(|result| matches!(result, Err(StoreError::KeyUsed { .. }))).count();
    assert_eq!(told, 31, "the others are told that it is already there");
}

pub async fn batches_over_the_same_charts_in_opposite_order_do_not_block_each_other(backend: &Backend) {
    let tasks = (0..WRITERS).map(|writer| {
        let store = backend.store();
        async move {
            for _ in 0..50 {
                let mut batch = Vec::new();
                for number in [1, 2, 3] {
                    let expected = store.head(organisation(), chart(number)).await.unwrap();
                    batch.push(append(chart(number), expected, vec![draft(&format!("{writer}"))]));
                }
                if writer % 2 == 0 {
                    batch.reverse();
                }
                match store.append(batch).await {
                    Ok(_) => return true,
                    Err(StoreError::Conflict { .. }) => tokio::task::yield_now().await,
                    Err(other) => panic!("{other}"),
                }
            }
            false
        }
    });
    let won = all(tasks).await.into_iter().filter(|won| *won).count() as u64;
    assert!(won > 0);
    for number in [1, 2, 3] {
        assert_eq!(backend.store().head(organisation(), chart(number)).await.unwrap(), won, "whole batches only");
    }
}

pub async fn news_misses_nothing_while_many_write(backend: &Backend) {
    let writers = (1..=8_u128).map(|writer| {
        let store = backend.store();
        async move {
            for expected in 0..20 {
                let rows = vec![put(Shelf::Work, &format!("{writer}/{expected}"), "s")];
                let one = Append { rows, ..append(chart(writer), expected, vec![draft(&format!("{expected}"))]) };
                store.append(vec![one]).await.unwrap();
            }
        }
    });
    let done = Arc::new(AtomicBool::new(false));
    let reader = tokio::spawn({
        let (store, done) = (backend.store(), Arc::clone(&done));
        async move {
            let (mut seen, mut token) = (BTreeSet::new(), None::<String>);
            loop {
                // Asked before the news is: the last round hears of everything.
                let last = done.load(Ordering::SeqCst);
                let news = store.changed_rows(organisation(), Shelf::Work, token.as_deref()).await.unwrap();
                seen.extend(news.put.into_iter().map(|row| row.row.key));
                token = Some(news.token);
                if last {
                    return seen.len();
                }
                tokio::task::yield_now().await;
            }
        }
    });
    all(writers).await;
    done.store(true, Ordering::SeqCst);
    assert_eq!(reader.await.unwrap(), 160);
}
