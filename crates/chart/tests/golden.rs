//! Today's code reads what yesterday's code wrote: one file a kind and version, none of which is ever changed.

#![allow(clippy::unwrap_used, missing_docs)]

use concord_chart::Event;
use serde_json::Value;
use std::{collections::BTreeSet, fs, path::PathBuf};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden")
}

fn files() -> Vec<(String, u16, String)> {
    let mut files: Vec<_> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let (kind, version) = stem.rsplit_once(".v").expect("a golden file is named kind.vN.json");
            (kind.to_owned(), version.parse().unwrap(), fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_kind_has_a_golden_file_of_its_current_version() {
    let have: BTreeSet<_> = files().into_iter().map(|(kind, version, _)| (kind, version)).collect();
    let missing: Vec<_> = Event::KINDS.iter().filter(|(kind, version)| !have.contains(&((*kind).to_owned(), *version))).collect();
    assert!(missing.is_empty(), "write crates/chart/golden/<kind>.v<version>.json for {missing:?}");
}

#[test]
fn every_version_that_was_ever_written_keeps_its_golden_file() {
    let have: BTreeSet<_> = files().into_iter().map(|(kind, version, _)| (kind, version)).collect();
    for (kind, current) in Event::KINDS {
        for version in 1..=*current {
            assert!(have.contains(&((*kind).to_owned(), version)), "the golden file of {kind} version {version} is gone");
        }
    }
}

#[test]
fn todays_code_reads_every_golden_file() {
    for (kind, version, body) in files() {
        let event = Event::read(&kind, version, &body).unwrap_or_else(|error| panic!("{kind}.v{version}: {error}"));
        assert_eq!(event.kind(), kind);
    }
}

#[test]
fn a_current_golden_file_is_written_back_as_it_was_read() {
    for (kind, version, body) in files() {
        let event = Event::read(&kind, version, &body).unwrap();
        if event.version() != version {
            continue;
        }
        let (before, after): (Value, Value) =
            (serde_json::from_str(&body).unwrap(), serde_json::from_str(&event.to_body().unwrap()).unwrap());
        assert_eq!(before, after, "{kind}.v{version}: a field was lost, renamed or made up");
    }
}

#[test]
fn hours_of_sleep_from_version_1_are_read_as_minutes() {
    let event = Event::read("diary.sleep_entered", 1, r#"{"on":"2026-08-20","hours":7}"#).unwrap();
    let Event::SleepEntered(sleep) = event else { panic!("another kind: {event:?}") };
    assert_eq!(sleep.minutes, 420);
}

#[test]
fn a_version_from_the_future_is_refused_with_a_sentence() {
    let error = Event::read("diary.sleep_entered", 99, "{}").unwrap_err().to_string();
    assert!(error.contains("newer than this version of Concord"), "{error}");
    let error = Event::read("diary.dream_entered", 1, "{}").unwrap_err().to_string();
    assert!(error.contains("unknown to this version"), "{error}");
}

#[test]
fn every_kind_has_words_of_its_own() {
    for (kind, version, body) in files() {
        let event = Event::read(&kind, version, &body).unwrap();
        assert_ne!(event.words(), kind, "say in words what {kind} means");
    }
}
