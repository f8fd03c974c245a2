//! How private things are survives the journey, and is never weakened.

use crate::support::*;
use concord_access::View;
use concord_chart::{Chart, Sensitivity, StaffId};
use serde_json::json;
use std::sync::Arc;

fn labelled(code: &str, rest: serde_json::Value) -> serde_json::Value {
    let mut resource = observation("0123456789abcdef", rest);
    resource["meta"] = json!({"security": [{"system": ACT_CODE, "code": code}]});
    resource
}

#[test]
fn labels_of_the_sender_are_labels_of_the_entry() {
    for (code, label) in [
        ("ETH", Sensitivity::SubstanceUse),
        ("SDV", Sensitivity::Safe),
        ("PSYTHPN", Sensitivity::PsychotherapyNote),
        ("PSY", Sensitivity::General),
    ] {
        let chart = shelf(&record(&[labelled(code, json!({}))])).chart;
        assert_eq!(chart.entries[1].recorded.draft.sensitivity, label, "{code}");
    }
}

#[test]
fn a_psychotherapy_note_from_elsewhere_is_in_the_log_and_shown_to_nobody() {
    let shelf = shelf(ONE_PERSON);
    let sealed: Vec<_> =
        shelf.chart.entries.iter().filter(|entry| entry.recorded.draft.sensitivity == Sensitivity::PsychotherapyNote).collect();
    assert_eq!(sealed.len(), 2, "the note, and the Binary that holds its text");
    assert!(sealed.iter().any(|entry| entry.recorded.event().to_body().unwrap().contains("SEALED-CANARY")));
    let log: Vec<Arc<_>> = shelf.chart.log().map(Arc::clone).collect();
    for view in [View::Clinical(StaffId(uuid::Uuid::from_u128(1))), View::Patient, View::Everything, View::Desk] {
        let seen = Chart::fold(shelf.chart.id, view.filter(&log));
        assert!(!lines(&seen).contains("SEALED"), "{view:?}");
        assert!(seen.entries.iter().all(|entry| entry.recorded.draft.sensitivity != Sensitivity::PsychotherapyNote), "{view:?}");
    }
}

#[test]
fn the_report_says_plainly_that_nobody_will_see_it() {
    let notes = taken(ONE_PERSON).report.notes.join(" ");
    assert!(notes.contains("1 psychotherapy note ") && notes.contains("nobody is shown it and no export holds it"), "{notes}");
}

#[test]
fn a_newer_version_without_the_label_keeps_the_label() {
    let mut shelf = shelf(&record(&[labelled("ETH", json!({}))]));
    let newer = taken(&record(&[observation("0123456789abcdef", json!({"valueString": "changed"}))]));
    shelf.add(&newer.charts[0]);
    let latest = shelf.chart.entries.last().unwrap();
    assert!(latest.recorded.draft.amends.is_some());
    assert_eq!(latest.recorded.draft.sensitivity, Sensitivity::SubstanceUse);
}
