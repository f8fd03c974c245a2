//! What is wrong with a file, in a sentence; nothing of it is taken in.

use crate::support::*;
use serde_json::json;

#[test]
fn each_refusal_names_the_place_and_the_way_back() {
    let visit = |id: &str, subject: &str| json!({"resourceType": "Encounter", "id": id, "status": "finished", "class": {"code": "AMB"}, "subject": {"reference": subject}, "period": {"start": "2026-05-04"}});
    let other = json!({"resourceType": "Patient", "id": "q", "name": [{"family": "Other"}]});
    let with = |rest| record(&[observation("o", rest)]);
    let files = [
        ("nobody", bundle(&[observation("o", json!({}))])),
        (
            "no subject",
            bundle(&[patient(), json!({"resourceType": "Observation", "id": "o", "status": "final", "code": {"text": "x"}})]),
        ),
        ("a stranger", with(json!({"subject": {"reference": "Patient/stranger"}}))),
        ("another server's Patient/p", with(json!({"subject": {"reference": "https://elsewhere.example/fhir/Patient/p"}}))),
        (
            "a subject that is no person",
            bundle(&[
                patient(),
                json!({"resourceType": "Practitioner", "id": "d"}),
                observation("o", json!({"subject": {"reference": "Practitioner/d"}})),
            ]),
        ),
        (
            "a hidden subject",
            with(json!({"subject": {"reference": "#x"}, "contained": [{"resourceType": "Patient", "id": "x"}]})),
        ),
        ("a lost neighbour", with(json!({"performer": [{"reference": "urn:uuid:0b2e1a52-3a1f-4c77-9a55-0f6d2f1c0001"}]}))),
        ("a lost part", with(json!({"performer": [{"reference": "#nobody"}]}))),
        (
            "somebody else's visit",
            bundle(&[
                patient(),
                other.clone(),
                visit("v", "Patient/q"),
                observation("o", json!({"encounter": {"reference": "Encounter/v"}})),
            ]),
        ),
        ("a visit that is none", with(json!({"encounter": {"reference": "Patient/p"}}))),
        ("a thirtieth of February", with(json!({"effectiveDateTime": "2026-02-30"}))),
        ("a time without a zone", with(json!({"effectiveDateTime": "2026-02-03T10:00:00"}))),
        ("a day to come", with(json!({"effectiveDateTime": "2031-01-01"}))),
        ("long before birth", with(json!({"effectiveDateTime": "1980-01-01"}))),
        (
            "an end before the beginning",
            record(&[about(
                "Procedure",
                "x",
                json!({"status": "completed", "code": {"text": "x"}, "performedPeriod": {"start": "2026-05-04", "end": "2026-05-03"}}),
            )]),
        ),
        (
            "death before birth",
            bundle(&[
                json!({"resourceType": "Patient", "id": "p", "name": [{"family": "X"}], "birthDate": "1990-01-01", "deceasedDateTime": "1989-01-01"}),
            ]),
        ),
        ("a nameless person", bundle(&[json!({"resourceType": "Patient", "id": "p"})])),
        ("a status that is none", with(json!({"status": "probably"}))),
        ("a missing status", record(&[about("Procedure", "x", json!({"code": {"text": "x"}}))])),
        ("a missing medicine", record(&[about("MedicationRequest", "x", json!({"status": "active", "intent": "order"}))])),
        (
            "a damaged document",
            record(&[about(
                "DocumentReference",
                "x",
                json!({"status": "current", "content": [{"attachment": {"contentType": "text/plain", "data": "%%%"}}]}),
            )]),
        ),
        (
            "a person who cannot be read",
            bundle(&[
                json!({"resourceType": "Patient", "id": "p", "name": [{"family": "X"}], "modifierExtension": [{"url": "urn:x", "valueBoolean": true}]}),
            ]),
        ),
        (
            "an identifier of two people",
            bundle(&[
                patient(),
                json!({"resourceType": "Patient", "id": "q", "identifier": patient()["identifier"], "name": [{"family": "Other", "given": ["Person"]}], "birthDate": "1950-01-01"}),
            ]),
        ),
        (
            "several people at once",
            bundle(&[
                patient(),
                other.clone(),
                json!({"resourceType": "List", "id": "l", "status": "current", "mode": "working", "entry": [{"item": {"reference": "Patient/p"}}, {"item": {"reference": "Patient/q"}}]}),
            ]),
        ),
        (
            "nobody's among several",
            bundle(&[patient(), other, json!({"resourceType": "Basic", "id": "b", "code": {"text": "x"}})]),
        ),
    ];
    let sentences: Vec<String> = files.iter().map(|(what, text)| format!("{what}\n  {}", refusal(text))).collect();
    insta::assert_snapshot!(sentences.join("\n"));
}

#[test]
fn a_refusal_counts_what_was_refused_with_it() {
    let text = record(&[observation("a", json!({})), observation("b", json!({"effectiveDateTime": "2026-02-30"}))]);
    let refused = concord_fhir::read("record.json", &text, &reading()).unwrap_err();
    assert_eq!((refused.counts()["Observation"], refused.counts()["Patient"]), (2, 1));
}

#[test]
fn references_to_other_servers_stay_as_words() {
    let doctor = json!({"performer": [{"reference": "Practitioner/elsewhere", "display": "Dr. Far Away"}]});
    let chart = shelf(&record(&[observation("o", doctor)])).chart;
    assert_eq!(chart.entries[1].recorded.draft.on_behalf_of.as_ref().unwrap().name, "Dr. Far Away");
}

#[test]
fn the_same_resource_twice_word_for_word_counts_once() {
    let intake = taken(&record(&[observation("o", json!({})), observation("o", json!({}))]));
    assert_eq!(intake.report.types["Observation"].taken_up, 1);
    assert!(intake.report.notes[0].contains("word for word"), "{:?}", intake.report.notes);
}
