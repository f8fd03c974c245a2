//! A backup that is not whole is refused, naming where; one that is whole gives everything back.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use concord_store::*;
use std::path::{Path, PathBuf};
use support::*;

struct Practice {
    folder: tempfile::TempDir,
    store: SqliteStore,
}

impl Practice {
    async fn furnished() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path().join("concord.db")).unwrap();
        furnish(&store).await;
        Self { folder, store }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn back_up(&self) -> (PathBuf, backup::Summary) {
        let path = self.path("backup.gz");
        let summary = backup::write(&self.store, &path, at(99), &mut |_| {}).await.unwrap();
        (path, summary)
    }

    /// Tries to restore and answers with the refusal; shows that nothing was written.
    async fn refusal(&self, path: &Path) -> Option<StoreError> {
        let target = MemoryStore::new();
        let error = backup::restore(path, &target, &mut |_| {}).await.err();
        if error.is_some() {
            assert!(everything(&target).await.is_empty(), "nothing of a damaged backup is restored");
        }
        error
    }
}

fn unpack(path: &Path) -> Vec<String> {
    use std::io::Read;
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// Packs lines and seals them, as somebody would who edits a backup by hand and knows its form.
fn pack(lines: &[String], path: &Path) {
    use sha2::Digest;
    use std::io::Write;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    lines.iter().for_each(|line| writeln!(packed, "{line}").unwrap());
    let mut packed = packed.finish().unwrap();
    let seal = format!("{{\"file_sha256\":\"{}\"}}\n", hex::encode(sha2::Sha256::digest(&packed)));
    let mut crc = flate2::Crc::new();
    crc.update(seal.as_bytes());
    packed.extend([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1, 83, 0, 172, 255]);
    packed.extend(seal.as_bytes());
    packed.extend(crc.sum().to_le_bytes());
    packed.extend(83_u32.to_le_bytes());
    std::fs::write(path, packed).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_comes_back_on_every_backend() {
    let practice = Practice::furnished().await;
    let (path, written) = practice.back_up().await;
    let before = everything(&practice.store).await;
    assert_eq!(written.counts.total(), before.len() as u64);
    assert_eq!((written.counts.events, written.counts.access, written.made_at), (18, 3, at(99)));

    let memory = MemoryStore::new();
    assert_eq!(backup::restore(&path, &memory, &mut |_| {}).await.unwrap(), written);
    assert_eq!(everything(&memory).await, before);

    let sqlite = SqliteStore::open(practice.path("restored.db")).unwrap();
    backup::restore(&path, &sqlite, &mut |_| {}).await.unwrap();
    assert_eq!(everything(&sqlite).await, before);
    assert_eq!(verify::verify(&sqlite, organisation(), None, &mut |_| {}).await.unwrap().damage, []);

    if let Some(database) = Database::make().await {
        let postgres = PostgresStore::open(&database.url).await.unwrap();
        backup::restore(&path, &postgres, &mut |_| {}).await.unwrap();
        let back = practice.path("from postgres.gz");
        backup::write(&postgres, &back, at(99), &mut |_| {}).await.unwrap();
        assert_eq!(std::fs::read(&back).unwrap(), std::fs::read(&path).unwrap(), "the same file from either database");
        drop(postgres);
        database.drop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_byte_changed_at_any_of_two_hundred_places_is_noticed() {
    let practice = Practice::furnished().await;
    let (path, _) = practice.back_up().await;
    let whole = std::fs::read(&path).unwrap();
    let damaged = practice.path("damaged.gz");
    let places = (0..200).map(|index| index * (whole.len() - 1) / 199);
    for place in places {
        for bit in [0x01, 0x80] {
            let mut bytes = whole.clone();
            bytes[place] ^= bit;
            std::fs::write(&damaged, &bytes).unwrap();
            let error = practice.refusal(&damaged).await;
            let sentence = error.unwrap_or_else(|| panic!("bit {bit:#x} of byte {place} went unnoticed")).to_string();
            assert!(sentence.contains("line ") && sentence.contains("damaged.gz"), "{sentence}");
        }
    }
    std::fs::write(&damaged, &whole).unwrap();
    assert!(practice.refusal(&damaged).await.is_none(), "the file itself is sound");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_cut_short_anywhere_is_refused() {
    let practice = Practice::furnished().await;
    let (path, _) = practice.back_up().await;
    let whole = std::fs::read(&path).unwrap();
    let damaged = practice.path("damaged.gz");
    for length in (0..200).map(|index| index * (whole.len() - 1) / 199) {
        std::fs::write(&damaged, &whole[..length]).unwrap();
        assert!(practice.refusal(&damaged).await.is_some(), "{length} bytes of {} were accepted", whole.len());
    }
    let mut longer = whole.clone();
    longer.push(b'\n');
    std::fs::write(&damaged, &longer).unwrap();
    assert!(practice.refusal(&damaged).await.is_some(), "something after the end was accepted");
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_changed_swapped_or_left_out_are_named() {
    let practice = Practice::furnished().await;
    let (path, _) = practice.back_up().await;
    let mut lines = unpack(&path);
    assert!(lines.pop().unwrap().contains("file_sha256"), "the seal");
    let event = lines.iter().position(|line| line.contains("\"seq\":3")).unwrap();
    let mut changed = lines.clone();
    changed[event] = changed[event].replace("event 2", "event !");
    let mut swapped = lines.clone();
    swapped.swap(event, event + 1);
    let mut without = lines.clone();
    without.remove(event);
    let mut short = lines.clone();
    short.truncate(event);
    let damaged = practice.path("damaged.gz");
    pack(&lines, &damaged);
    assert!(practice.refusal(&damaged).await.is_none(), "packed again by hand, unchanged, it is sound");
    let cases = [
        ("changed", changed, "entry 3"),
        ("swapped", swapped, "entry 4"),
        ("left out", without, "entry 4"),
        ("cut off", short, ""),
    ];
    for (what, lines, entry) in cases {
        pack(&lines, &damaged);
        let sentence = practice.refusal(&damaged).await.expect(what).to_string();
        assert!(sentence.contains(&format!("line {}", event + 1)) && sentence.contains(entry), "{what}: {sentence}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_backup_is_refused_in_a_sentence() {
    let practice = Practice::furnished().await;
    let other = practice.path("other");
    for bytes in [&b""[..], b"{}", b"\x1f\x8b", &[0; 5000]] {
        std::fs::write(&other, bytes).unwrap();
        assert!(practice.refusal(&other).await.is_some());
    }
    pack(
        &["{\"format\":\"concord-backup\",\"version\":9,\"made_at\":\"2026-03-02T00:00:00Z\",\"program\":\"7.0.0\"}".to_owned()],
        &other,
    );
    let sentence = practice.refusal(&other).await.unwrap().to_string();
    assert!(sentence.contains("form 9") && sentence.contains("7.0.0"), "{sentence}");
    assert!(practice.refusal(&practice.path("nowhere")).await.unwrap().to_string().contains("cannot be read"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_holds_something_is_not_written_over() {
    let practice = Practice::furnished().await;
    let (path, _) = practice.back_up().await;
    let before = everything(&practice.store).await;
    let error = backup::restore(&path, &practice.store, &mut |_| {}).await.unwrap_err();
    assert!(error.to_string().contains("already holds records"), "{error}");
    assert_eq!(everything(&practice.store).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_never_replaces_a_file_and_leaves_no_half_one() {
    let practice = Practice::furnished().await;
    let (path, _) = practice.back_up().await;
    let first = std::fs::read(&path).unwrap();
    assert!(backup::write(&practice.store, &path, at(100), &mut |_| {}).await.is_err());
    assert_eq!(std::fs::read(&path).unwrap(), first);
    assert!(backup::write(&practice.store, &practice.path("no such folder/b.gz"), at(100), &mut |_| {}).await.is_err());
    let names: Vec<_> = std::fs::read_dir(practice.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().ends_with(".part")), "{names:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_taken_while_people_write_is_one_moment() {
    let practice = Practice::furnished().await;
    let store = std::sync::Arc::new(practice.store);
    let writer = tokio::spawn({
        let store = store.clone();
        async move {
            for expected in 0..300 {
                // Each batch is one moment over two charts: a backup holds both or neither.
                let pair = [10, 11].map(|number| append(chart(number), expected, vec![draft(&format!("{expected}"))]));
                store.append(pair.to_vec()).await.unwrap();
            }
        }
    });
    let mut heads = Vec::new();
    while !writer.is_finished() {
        let path = practice.folder.path().join(format!("{}.gz", heads.len()));
        backup::write(&*store, &path, at(0), &mut |_| {}).await.unwrap();
        let copy = MemoryStore::new();
        backup::restore(&path, &copy, &mut |_| {}).await.unwrap();
        let of = async |number| copy.head(organisation(), chart(number)).await.unwrap();
        assert_eq!(of(10).await, of(11).await);
        heads.push(of(10).await);
    }
    writer.await.unwrap();
    assert!(heads.is_sorted(), "{heads:?}");
}
