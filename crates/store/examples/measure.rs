//! Prints the raw limits of this machine and what the store adds: `cargo run --release -p concord-store --example measure`.

use concord_store::{Damage, MemoryStore, SqliteStore, Store, StoreError, measure};
use std::time::{Duration, Instant};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join(format!("concord-measure-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let long = Duration::from_secs(3);
    for writers in [1, 8, 32] {
        let bare = measure::bare_inserts(&folder.join(format!("bare-{writers}.db")), writers, long)?;
        let store = measure::appends(&folder.join(format!("store-{writers}.db")), writers, long).await?;
        println!("{writers:>2} writers: bare {bare:.0} events/s, store {store:.0} events/s ({:.0} %)", 100.0 * store / bare);
    }
    moving(&folder.join("store-32.db"), &folder.join("filled.db")).await?;
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// How fast everything goes out of one database and into another.
async fn moving(from: &std::path::Path, to: &std::path::Path) -> Result<(), StoreError> {
    let opened = Instant::now();
    let full = SqliteStore::open(from)?;
    full.setting("practice").await?;
    println!("start to first answer: {:.1} ms", opened.elapsed().as_secs_f64() * 1000.0);
    let mut lines = Vec::new();
    let began = Instant::now();
    full.dump(&mut |line| {
        lines.push(line);
        Ok(())
    })
    .await?;
    let count = lines.len() as f64;
    println!("dump: {count} lines, {:.0} a second", count / began.elapsed().as_secs_f64());
    let empty = SqliteStore::open(to)?;
    let began = Instant::now();
    empty.fill(&mut lines.clone().into_iter().map(Ok)).await?;
    println!("fill: {:.0} lines a second", count / began.elapsed().as_secs_f64());
    let memory = MemoryStore::new();
    let began = Instant::now();
    memory.fill(&mut lines.into_iter().map(Ok)).await?;
    println!("fill in memory: {:.0} lines a second", count / began.elapsed().as_secs_f64());
    let none: Vec<Damage> = empty.check().await?;
    println!("damage: {none:?}");
    Ok(())
}
