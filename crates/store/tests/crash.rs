//! The process is killed at any moment, again and again, and nothing that it acknowledged is gone.
//!
//! The test starts itself as another process that writes from many tasks and prints what was acknowledged. It is killed
//! with SIGKILL at a moment drawn by lot, also while it opens, brings a database up to date, or writes a backup. Then
//! the file is opened again: every acknowledged entry must be in it at its position, each batch whole or not at all,
//! each list row as old as its chart, and `verify` clean.
//!
//! `CONCORD_CRASH_ROUNDS` says how often (12 otherwise), `CONCORD_CRASH_SEED` where the lot begins.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use concord_registry::Shelf;
use concord_store::*;
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};
use support::*;

const ROLE: &str = "CONCORD_CRASH_ROLE";
const PLACE: &str = "CONCORD_CRASH_PLACE";
/// Tasks that write at once.
const WRITERS: u128 = 8;
/// Rounds after which a new database is begun, so that looking at it stays quick.
const ROUNDS_A_DATABASE: u64 = 20;

fn rounds() -> u64 {
    std::env::var("CONCORD_CRASH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(12)
}

/// A lot that can be drawn again (splitmix64).
struct Lot(u64);

impl Lot {
    fn new() -> Self {
        Self(std::env::var("CONCORD_CRASH_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(7))
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut drawn = self.0;
        drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (drawn ^ (drawn >> 31)) % end
    }

    fn microseconds(&mut self, most: u64) -> Duration {
        Duration::from_micros(self.below(most))
    }
}

// ── the process that is killed ──────────────────────────────────────────────────────────────────────────────────────

/// Nothing when run as a test; the other process when the variables say so.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_other_process() {
    let Ok(role) = std::env::var(ROLE) else { return };
    let place = PathBuf::from(std::env::var(PLACE).unwrap());
    say("begin");
    let store = Arc::new(SqliteStore::open(place.join("concord.db")).unwrap());
    say("open");
    match role.as_str() {
        "write" => write_until_killed(store).await,
        "back up" => back_up_until_killed(&*store, &place).await,
        _ => std::future::pending().await,
    }
}

/// One line, whole: what was acknowledged counts as told only with its end of line.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\n{line}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// Each task writes a chart of its own and, every few entries, a batch over it and the shared chart 1000 + task.
async fn write_until_killed(store: Arc<SqliteStore>) {
    let mut tasks = tokio::task::JoinSet::new();
    for writer in 1..=WRITERS {
        let store = Arc::clone(&store);
        tasks.spawn(async move {
            let (own, twin) = (chart(writer), chart(1000 + writer));
            let mut head = store.head(organisation(), own).await.unwrap();
            let mut twin_head = store.head(organisation(), twin).await.unwrap();
            loop {
                let with_twin = head % 3 == 0;
                let mut batch = vec![one(own, head)];
                if with_twin {
                    batch.push(one(twin, twin_head));
                }
                let heads = store.append(batch).await.unwrap();
                say(&format!("ack {writer} {}", heads[0]));
                if with_twin {
                    say(&format!("ack {} {}", 1000 + writer, heads[1]));
                    twin_head += 1;
                }
                head += 1;
                if head % 7 == 0 {
                    store.load(&may_read(own), head, Some(line(Some(own), "chart", 1))).await.unwrap();
                    say(&format!("line {writer}"));
                }
            }
        });
    }
    tasks.join_all().await;
}

/// An entry with everything that goes with it in the same transaction.
fn one(of: concord_chart::ChartId, head: u64) -> Append {
    let mut rows = vec![put(Shelf::Caseload, "row", &format!("{:08}", head + 1))];
    rows.push(put(Shelf::Work, &format!("w{}", head % 5), "x"));
    Append {
        rows,
        kept: vec![kept(&format!("Observation/{head}"), &format!("{{\"v\":{head}}}"))],
        outbox: vec![message(&format!("{of}/{head}"), 1)],
        ..append(of, head, vec![draft(&format!("entry {}", head + 1))])
    }
}

async fn back_up_until_killed(store: &dyn Store, place: &Path) {
    for number in 0_u64.. {
        let path = place.join(format!("{number:06}.gz"));
        if !path.exists() {
            backup::write(store, &path, at(0), &mut |_| {}).await.unwrap();
            say(&format!("backup {number}"));
        }
    }
}

// ── the one that kills and looks ────────────────────────────────────────────────────────────────────────────────────

fn start(role: &str, place: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_other_process", "--nocapture", "--test-threads=1"])
        .env(ROLE, role)
        .env(PLACE, place)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits until the process says `from`, a while longer, kills it, and answers with every whole line that it said.
fn kill_after(mut child: Child, from: &str, wait: Duration) -> Vec<String> {
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut said = Vec::new();
    let mut text = Vec::new();
    while out.read_until(b'\n', &mut text).unwrap() > 0 {
        let line = String::from_utf8_lossy(&std::mem::take(&mut text)).trim_end().to_owned();
        said.push(line);
        if said.last().is_some_and(|line| line == from) {
            break;
        }
    }
    let reader = std::thread::spawn(move || {
        while out.read_until(b'\n', &mut text).unwrap() > 0 {
            if text.last() == Some(&b'\n') {
                said.push(String::from_utf8_lossy(&text).trim_end().to_owned());
            }
            text.clear();
        }
        said
    });
    std::thread::sleep(wait);
    child.kill().unwrap();
    let status = child.wait_with_output().unwrap();
    let said = reader.join().unwrap();
    assert_eq!(status.status.code(), None, "it ended by itself: {}", String::from_utf8_lossy(&status.stderr));
    said
}

/// Acknowledged position by chart, and acknowledged lines of the access log by chart.
#[derive(Default)]
struct Told {
    heads: BTreeMap<u128, u64>,
    lines: BTreeMap<u128, u64>,
    entries: u64,
}

impl Told {
    fn hear(&mut self, said: &[String]) {
        for line in said {
            let words: Vec<&str> = line.split(' ').collect();
            match words[..] {
                ["ack", chart, seq] => {
                    let head = self.heads.entry(chart.parse().unwrap()).or_default();
                    *head = (*head).max(seq.parse().unwrap());
                    self.entries += 1;
                }
                ["line", chart] => *self.lines.entry(chart.parse().unwrap()).or_default() += 1,
                _ => {}
            }
        }
    }

    /// What was acknowledged is there; what is there is whole.
    async fn look_at(&self, store: &SqliteStore) {
        for (number, acknowledged) in &self.heads {
            let log = store.load(&may_read(chart(*number)), 0, None).await.unwrap();
            let head = log.len() as u64;
            assert!(head >= *acknowledged, "chart {number}: entry {acknowledged} was acknowledged, and the log ends at {head}");
            for recorded in &log {
                assert_eq!(recorded.draft, draft(&format!("entry {}", recorded.seq)), "chart {number}");
            }
            let rows = store.rows_of(organisation(), chart(*number)).await.unwrap();
            assert_eq!(rows[0].sort, format!("{head:08}"), "chart {number}: the row is as old as the log");
            assert_eq!(store.kept(&may_read(chart(*number))).await.unwrap().len() as u64, head);
            if *number < 1000 {
                let twin = store.head(organisation(), chart(1000 + number)).await.unwrap();
                assert_eq!(twin, head.div_ceil(3), "chart {number}: a batch over two charts is whole or not at all");
            }
            let lines = store.access_lines(organisation(), Some(chart(*number)), u32::MAX).await.unwrap().len() as u64;
            assert!(lines >= self.lines.get(number).copied().unwrap_or(0), "chart {number}: a line of the access log is gone");
        }
        let report = verify::verify(store, organisation(), None, &mut |_| {}).await.unwrap();
        assert_eq!(report.damage, []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_the_process_is_killed_while_writing() {
    let mut lot = Lot::new();
    let (mut entries, mut lines) = (0, 0);
    for begin in (0..rounds()).step_by(ROUNDS_A_DATABASE as usize) {
        let folder = tempfile::tempdir().unwrap();
        let mut told = Told::default();
        for round in begin..rounds().min(begin + ROUNDS_A_DATABASE) {
            // One in four is killed while it opens: making the tables, or taking over what the last one left.
            let (from, most) = if lot.below(4) == 0 { ("begin", 40_000) } else { ("open", 200_000) };
            let said = kill_after(start("write", folder.path()), from, lot.microseconds(most));
            told.hear(&said);
            let store = SqliteStore::open(folder.path().join("concord.db"))
                .unwrap_or_else(|error| panic!("round {round}: it does not open again: {error}"));
            told.look_at(&store).await;
        }
        entries += told.entries;
        lines += told.lines.values().sum::<u64>();
    }
    println!("{} rounds, {entries} acknowledged entries and {lines} lines of the access log, none lost", rounds());
    assert!(entries > 0, "the other process wrote nothing, so nothing was tested");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_whose_making_was_killed_is_made_at_the_next_start() {
    let mut lot = Lot::new();
    let mut unmade = 0;
    for _ in 0..rounds() {
        let folder = tempfile::tempdir().unwrap();
        let said = kill_after(start("only open", folder.path()), "begin", lot.microseconds(25_000));
        unmade += u64::from(!said.iter().any(|line| line == "open"));
        let store = SqliteStore::open(folder.path().join("concord.db")).unwrap();
        furnish(&store).await;
        assert_eq!(verify::verify(&store, organisation(), None, &mut |_| {}).await.unwrap().damage, []);
    }
    println!("{} rounds, {unmade} of them killed before the database was made", rounds());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_was_killed_is_no_backup_and_the_next_one_is() {
    let mut lot = Lot::new();
    let folder = tempfile::tempdir().unwrap();
    {
        let store = SqliteStore::open(folder.path().join("concord.db")).unwrap();
        furnish(&store).await;
        let many = (0..2000).map(|index| draft(&format!("{index}"))).collect();
        store.append(vec![append(chart(50), 0, many)]).await.unwrap();
    }
    let (mut whole, mut halves) = (0, 0);
    for _ in 0..rounds() {
        kill_after(start("back up", folder.path()), "open", lot.microseconds(150_000));
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let path = entry.unwrap().path();
            match path.extension().and_then(|end| end.to_str()) {
                Some("gz") => {
                    assert_eq!(backup::verify(&path, &mut |_| {}).unwrap().counts.events, 2018);
                    whole += 1;
                    std::fs::remove_file(path).unwrap();
                }
                Some("part") => halves += 1,
                _ => {}
            }
        }
    }
    println!("{} rounds, {whole} whole backups, {halves} halves lay beside them, none under a backup's name", rounds());
    assert!(halves > 0, "no backup was killed halfway, so nothing was tested");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_never_serve_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = start("only open", folder.path());
    let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(out.any(|line| line.unwrap() == "open"));
    let path = folder.path().join("concord.db");
    let error = SqliteStore::open(&path).err().expect("the file is being served");
    assert!(error.to_string().contains(&format!("process {}", child.id())), "{error}");

    let beside = SqliteStore::open_beside(&path).unwrap();
    beside.log_access(organisation(), line(None, "export", 1)).await.unwrap();
    assert_eq!(beside.access_lines(organisation(), None, 9).await.unwrap().len(), 1);
    assert!(beside.append(vec![append(chart(1), 0, vec![draft("beside")])]).await.is_err());

    child.kill().unwrap();
    child.wait().unwrap();
    SqliteStore::open(&path).expect("the lock goes with the process");
}
