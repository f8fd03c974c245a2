//! Reads records that other people's programs made, where an outside folder of them is named by `CONCORD_FHIR_DATA`.
#![allow(clippy::unwrap_used)]

use concord_fhir::{Reading, Report, read, unpack};
use std::path::PathBuf;

#[test]
fn records_made_by_other_peoples_programs_are_read() {
    let Some(folder) = std::env::var_os("CONCORD_FHIR_DATA").map(PathBuf::from) else { return };
    let reading = Reading { knowledge: concord_knowledge::shipped(), today: jiff::civil::date(2026, 11, 22), system: "outside" };
    let mut report = Report::default();
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = unpack(&name, &std::fs::read(&path).unwrap()).unwrap();
        let intake = read(&name, &text, &reading).unwrap_or_else(|refused| panic!("{refused}"));
        report.add(&intake.report);
    }
    println!("{report}");
}
