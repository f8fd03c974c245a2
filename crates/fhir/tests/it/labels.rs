//! How private things are survives the journey, and is never weakened.

use crate::support::*;
use concord_chart::Sensitivity;
use serde_json::json;

fn labelled(code: &str, rest: serde_json::Value) -> serde_json::Value {
    let mut resource = observation("0123456789abcdef", rest);
    resource["meta"] = json!({"security": [{"system": ACT_CODE, "code": code}]});
    resource
}

#[test]
fn labels_of_the_sender_are_labels_of_the_entry() {
    for (code, label) in [("ETH", Sensitivity::SubstanceUse), ("SDV", Sensitivity::Safe), ("PSY", Sensitivity::General)] {
        let chart = shelf(&record(&[labelled(code, json!({}))])).chart;
        assert_eq!(chart.entries[1].recorded.draft.sensitivity, label, "{code}");
    }
}

#[test]
fn a_psychotherapy_note_from_elsewhere_is_for_its_author_and_goes_on_no_chart() {
    let taken = taken(ONE_PERSON);
    let notes = taken.charts[0].notes_for_their_authors();
    assert_eq!(notes.len(), 1, "the Binary that holds its text is the same note");
    assert!(notes[0].text.contains("SEALED-CANARY") && notes[0].verbatim.contains("U0VBTEVE"));
    assert!(!notes[0].author.is_empty());
    let on_the_chart = format!("{:?} {:?}", taken.charts[0].drafts(), taken.charts[0].kept());
    for trace in ["SEALED", "U0VBTEVE", "PSYTHPN", "PsychotherapyNote"] {
        assert!(!on_the_chart.contains(trace), "{trace}");
    }
}

#[test]
fn a_labelled_binary_that_no_note_names_is_a_note_by_itself() {
    let binary = json!({"resourceType": "Binary", "id": "alone-0123456789", "contentType": "text/plain", "data": "U0VBTEVE",
        "meta": {"security": [{"system": ACT_CODE, "code": "PSYTHPN"}]}});
    let intake = taken(&record(&[binary]));
    assert_eq!(intake.charts[0].notes_for_their_authors()[0].resource, "Binary/alone-0123456789");
    assert!(!format!("{:?}", intake.charts[0].kept()).contains("U0VBTEVE"));
}

#[test]
fn the_text_of_a_note_goes_to_the_author_of_the_note_that_names_it_and_to_nobody_whose_note_looks_like_it() {
    let note = |id: &str, author: &str, text: &str| {
        about(
            "DocumentReference",
            id,
            json!({"status": "current", "author": [{"display": author}], "date": "2026-05-06T17:30:00Z",
                "meta": {"security": [{"system": ACT_CODE, "code": "PSYTHPN"}]},
                "content": [{"attachment": {"contentType": "text/plain", "url": format!("Binary/{text}")}}]}),
        )
    };
    let text = |id: &str, data: &str| json!({"resourceType": "Binary", "id": id, "contentType": "text/plain", "data": data});
    // "2" stands in the first note too: in its date, and in the name of its own text.
    let notes = [note("1", "Ada Brandt", "12"), note("3", "Bela Castillo", "2"), text("12", "T25lIQ=="), text("2", "VHdvIQ==")];
    let intake = taken(&record(&notes));
    let notes = intake.charts[0].notes_for_their_authors();
    let of = |author: &str| notes.iter().find(|note| note.author == author).unwrap();
    assert_eq!(notes.len(), 2);
    assert_eq!((of("Ada Brandt").text.as_str(), of("Bela Castillo").text.as_str()), ("One!", "Two!"));
    assert!(!of("Ada Brandt").verbatim.contains("VHdvIQ"), "what one therapist wrote lies in another’s note");
    assert!(of("Bela Castillo").verbatim.contains("VHdvIQ"));
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
