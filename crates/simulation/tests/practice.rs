//! The invented practice as a whole.
#![allow(clippy::unwrap_used, missing_docs)]

use concord_simulation::{Options, Richness, simulate};
use concord_store::{BackupLine, MemoryStore, Store};

async fn lines(store: &MemoryStore) -> Vec<BackupLine> {
    let mut lines = Vec::new();
    store
        .dump(&mut |line| {
            lines.push(line);
            Ok(())
        })
        .await
        .unwrap();
    lines
}

fn make(seed: u64, patients: usize) -> Vec<BackupLine> {
    let options = Options { seed, patients, richness: Richness::Full };
    let simulated = simulate(&options, concord_knowledge::shipped(), |_| {}).unwrap();
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(lines(&simulated.store))
}

#[test]
fn the_same_seed_is_the_same_practice_byte_for_byte() {
    let (once, again) = (make(11, 40), make(11, 40));
    assert_eq!(once.len(), again.len());
    for (one, other) in once.iter().zip(&again) {
        assert_eq!(one, other);
    }
}
