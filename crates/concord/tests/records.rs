//! Records of other systems through a real database and back: whole or not at all, twice the same, word for word.
#![allow(clippy::unwrap_used)]

use concord::commands::{
    export::{Format, export, export_pdf, find},
    import::{Became, Unit, take_in, units},
};
use concord_access::{MayRead, View};
use concord_actions::{Clinic, SeededIds, SetClock};
use concord_chart::{Chart, ChartId};
use concord_fhir::Report;
use concord_papers::Paper;
use concord_store::{MemoryStore, SqliteStore, Store, verify};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

const ONE_PERSON: &str = include_str!("../../fhir/tests/bundles/one-person.json");

fn clinic(store: Arc<dyn Store>) -> Clinic {
    let clock = SetClock::at("2026-11-22T15:00:00Z".parse().unwrap());
    Clinic::new(store, concord_knowledge::shipped(), Arc::new(clock), Arc::new(SeededIds::new(1)))
}

fn file(folder: &Path, name: &str, text: &str) -> Unit {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    Unit { name: name.to_owned(), files: vec![path] }
}

async fn taken(clinic: &Clinic, unit: &Unit) -> (usize, Report) {
    match take_in(clinic, unit, "Harbour Clinic").await.unwrap() {
        Became::TakenIn { entries, report, .. } => (entries, report),
        Became::Refused { sentence, .. } => panic!("{sentence}"),
    }
}

async fn charts(clinic: &Clinic) -> Vec<ChartId> {
    let all = clinic.store().charts(clinic.organisation(), None, 1_000).await.unwrap();
    all.into_iter().map(|(chart, _)| chart).collect()
}

async fn chart(clinic: &Clinic, id: ChartId) -> Chart {
    let may = MayRead::operator(clinic.organisation(), id, "test");
    let log: Vec<_> = clinic.store().load(&may, 0, None).await.unwrap().into_iter().map(Arc::new).collect();
    Chart::fold(id, View::Everything.filter(&log))
}

/// What the chart says, entry by entry, without when the practice learnt it.
fn facts(chart: &Chart) -> BTreeSet<String> {
    let one = |entry: &concord_chart::Entry| {
        let draft = &entry.recorded.draft;
        format!(
            "{} {} {:?} {} {:?} {:?}",
            draft.occurred,
            draft.event.kind(),
            draft.sensitivity,
            draft.event.to_body().unwrap(),
            draft.source,
            entry.status
        )
    };
    chart.entries.iter().map(one).collect()
}

#[tokio::test]
async fn a_record_goes_in_and_out_and_in_again_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let first = clinic(Arc::new(MemoryStore::new()));
    taken(&first, &file(folder.path(), "one-person.json", ONE_PERSON)).await;
    let id = charts(&first).await[0];
    let exported = export(&first, id, Format::Fhir).await.unwrap();

    let second = clinic(Arc::new(MemoryStore::new()));
    taken(&second, &file(folder.path(), "again.json", &exported.text)).await;
    assert_eq!(charts(&second).await, [id]);
    assert_eq!(facts(&chart(&first, id).await), facts(&chart(&second, id).await));

    let sealed = |entry: &&serde_json::Value| {
        entry["resource"]["id"].as_str().is_some_and(|id| id.ends_with("0071") || id.ends_with("0072"))
    };
    let entries = |text: &str| {
        let bundle: serde_json::Value = serde_json::from_str(text).unwrap();
        let entries = bundle["entry"].as_array().unwrap().iter().filter(|entry| !sealed(entry));
        entries.map(ToString::to_string).collect::<BTreeSet<String>>()
    };
    assert_eq!(entries(&exported.text), entries(ONE_PERSON), "every record goes back as it came, but for the sealed note");
    assert!(!exported.text.contains("0071") && !exported.text.contains("0072"));

    // And what goes out a second time is the same to the letter.
    assert_eq!(export(&second, id, Format::Fhir).await.unwrap().text, exported.text);
    // Back into the practice that it came from, it changes nothing.
    assert_eq!(taken(&first, &file(folder.path(), "back.json", &exported.text)).await.0, 0);
}

#[tokio::test]
async fn a_psychotherapy_note_from_elsewhere_leaves_by_no_door() {
    let folder = tempfile::tempdir().unwrap();
    let clinic = clinic(Arc::new(MemoryStore::new()));
    taken(&clinic, &file(folder.path(), "one-person.json", ONE_PERSON)).await;
    let id = charts(&clinic).await[0];
    let canary = "U0VBTEVELUNBTkFSWSB3aGF0IHdhcyBzYWlkIGluIHRoZSByb29t";
    assert!(ONE_PERSON.contains(canary));
    for format in [Format::Fhir, Format::Csv, Format::Pdf] {
        let text = export(&clinic, id, format).await.unwrap().text;
        for trace in
            ["SEALED-CANARY", canary, "PSYTHPN", "7d0e8a52-3a1f-4c77-9a55-0f6d2f1c0071", "7d0e8a52-3a1f-4c77-9a55-0f6d2f1c0072"]
        {
            assert!(!text.contains(trace), "{trace} in {format:?}");
        }
    }
}

#[tokio::test]
async fn a_refused_file_leaves_the_database_as_it_was_and_the_next_one_goes_in() {
    let folder = tempfile::tempdir().unwrap();
    let clinic = clinic(Arc::new(SqliteStore::open(folder.path().join("practice.db")).unwrap()));
    let broken = ONE_PERSON.replace("2025-10-12", "2026-02-30");
    match take_in(&clinic, &file(folder.path(), "broken.json", &broken), "elsewhere").await.unwrap() {
        Became::Refused { sentence, report } => {
            assert!(sentence.contains("entry 40 (Immunization/"), "{sentence}");
            assert_eq!((report.total().refused, report.total().taken_up), (43, 0));
        }
        taken => panic!("{taken:?}"),
    }
    assert!(charts(&clinic).await.is_empty());
    let (entries, report) = taken(&clinic, &file(folder.path(), "sound.json", ONE_PERSON)).await;
    assert_eq!((report.total().taken_up, report.total().refused, entries > 40), (27, 1, true), "but for the sealed note");
}

#[tokio::test]
async fn another_person_under_the_same_identifier_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let clinic = clinic(Arc::new(MemoryStore::new()));
    taken(&clinic, &file(folder.path(), "one-person.json", ONE_PERSON)).await;
    let other = ONE_PERSON.replace("\"Noor\"", "\"Sam\"").replace("1990-07-14", "1992-07-14");
    match take_in(&clinic, &file(folder.path(), "other.json", &other), "elsewhere").await.unwrap() {
        Became::Refused { sentence, .. } => assert!(sentence.contains("identifier of record K-2041"), "{sentence}"),
        taken => panic!("{taken:?}"),
    }
}

#[tokio::test]
async fn a_person_is_found_by_id_and_by_record_number() {
    let folder = tempfile::tempdir().unwrap();
    let clinic = clinic(Arc::new(MemoryStore::new()));
    taken(&clinic, &file(folder.path(), "one-person.json", ONE_PERSON)).await;
    let id = charts(&clinic).await[0];
    assert_eq!(find(&clinic, "K-2041").await.unwrap(), id);
    assert_eq!(find(&clinic, &id.to_string()).await.unwrap(), id);
    assert!(find(&clinic, "K-9").await.unwrap_err().to_string().contains("nobody here"));
    let namesake = ONE_PERSON.replace("urn:oid:2.999.1", "urn:oid:2.999.2");
    taken(&clinic, &file(folder.path(), "namesake.json", &namesake)).await;
    assert!(find(&clinic, "K-2041").await.unwrap_err().to_string().contains("2 people"));
}

#[tokio::test]
async fn who_was_exported_is_in_the_access_log() {
    let folder = tempfile::tempdir().unwrap();
    let clinic = clinic(Arc::new(MemoryStore::new()));
    taken(&clinic, &file(folder.path(), "one-person.json", ONE_PERSON)).await;
    let id = charts(&clinic).await[0];
    export(&clinic, id, Format::Csv).await.unwrap();
    let lines = clinic.store().access_lines(clinic.organisation(), Some(id), 10).await.unwrap();
    assert!(lines.iter().any(|line| line.what == "export" && line.role == "Operator"), "{lines:?}");
}

#[tokio::test]
async fn the_paper_of_a_record_names_the_person_and_is_a_tagged_pdf_and_leaves_the_same_line() {
    let folder = tempfile::tempdir().unwrap();
    let clinic = clinic(Arc::new(MemoryStore::new()));
    taken(&clinic, &file(folder.path(), "one-person.json", ONE_PERSON)).await;
    let id = charts(&clinic).await[0];
    let bytes = export_pdf(&clinic, id, Paper::A4).await.unwrap();
    assert!(bytes.starts_with(b"%PDF-"), "{:?}", &bytes[..8]);
    let lines = clinic.store().access_lines(clinic.organisation(), Some(id), 10).await.unwrap();
    assert!(lines.iter().any(|line| line.what == "export" && line.role == "Operator"), "{lines:?}");
    let words = export(&clinic, id, Format::Pdf).await.unwrap().text;
    for said in ["Record number K-2041", "made by the operator at the command line", "What is left out, and why"] {
        assert!(words.contains(said), "“{said}” is not in: {words}");
    }
}

#[test]
fn the_ndjson_files_of_a_folder_are_one_unit_and_other_files_none() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["b.json", "a.json.gz", "Patient.ndjson", "Observation.ndjson.gz", "notes.txt"] {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    let found: Vec<usize> = units(&[folder.path().to_path_buf()]).unwrap().iter().map(|unit| unit.files.len()).collect();
    assert_eq!(found, [2, 1, 1]);
    assert!(units(&[folder.path().join("missing.json")]).is_err());
}

/// With `CONCORD_FHIR_DATA` set to a folder of records made by other people's programs: all of them, twice, on SQLite.
#[tokio::test]
async fn records_made_by_other_peoples_programs_go_in_once_and_come_back() {
    let Some(data) = std::env::var_os("CONCORD_FHIR_DATA").map(PathBuf::from) else { return };
    let folder = tempfile::tempdir().unwrap();
    let clinic = clinic(Arc::new(SqliteStore::open(folder.path().join("practice.db")).unwrap()));
    let units = units(&[data]).unwrap();
    let (mut report, mut added, began) = (Report::default(), 0, std::time::Instant::now());
    for unit in &units {
        let (entries, one) = taken(&clinic, unit).await;
        report.add(&one);
        added += entries;
    }
    println!("{report}\n{added} entries in {:.1} s", began.elapsed().as_secs_f64());
    for unit in &units {
        assert_eq!(taken(&clinic, unit).await.0, 0, "{} changed something the second time", unit.name);
    }
    let other = self::clinic(Arc::new(MemoryStore::new()));
    for id in charts(&clinic).await {
        let exported = export(&clinic, id, Format::Fhir).await.unwrap();
        if let Some(out) = std::env::var_os("CONCORD_EXPORTED") {
            std::fs::write(PathBuf::from(out).join(format!("{id}.json")), &exported.text).unwrap();
        }
        taken(&other, &file(folder.path(), "exported.json", &exported.text)).await;
        assert_eq!(facts(&chart(&clinic, id).await), facts(&chart(&other, id).await), "{id}");
    }
    let (knowledge, zone) = (clinic.knowledge(), clinic.zone());
    let mut project = |chart: &Chart| concord_registry::project(chart, knowledge, &zone);
    let verified = verify::verify(&**clinic.store(), clinic.organisation(), Some(&mut project), &mut |_| {}).await.unwrap();
    assert!(verified.damage.is_empty(), "{:?}", verified.damage);
    println!("{verified:?}");
}
