//! Files made to do harm: no panic, no half import, no long wait.

use crate::support::*;
use concord_chart::{AuthorKind, Event};
use concord_fhir::read;
use proptest::prelude::*;
use serde_json::json;
use std::time::{Duration, Instant};

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let text = ONE_PERSON.trim_end();
    for end in (0..text.len()).step_by(97).filter(|end| text.is_char_boundary(*end)) {
        assert!(read("cut.json", &text[..end], &reading()).is_err(), "{end} bytes were taken in");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Whatever byte is changed to whatever, the file is either refused or taken in whole.
    #[test]
    fn a_changed_byte_never_makes_half_an_import(at in 0usize..100_000, byte in 0x20u8..0x7f) {
        let mut bytes = ONE_PERSON.as_bytes().to_vec();
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok(text) = String::from_utf8(bytes)
            && let Ok(intake) = read("changed.json", &text, &reading())
        {
            for one in &intake.charts {
                let mut shelf = Shelf::empty(one.chart);
                shelf.add(one);
                prop_assert_eq!(one.kept().len(), shelf.kept.len());
            }
        }
    }

    /// Values of a shape that FHIR does not have are passed over or refused, never fatal.
    #[test]
    fn a_value_of_any_shape_is_survived(
        key in prop::sample::select(vec!["code", "subject", "category", "component", "valueQuantity", "effectiveDateTime", "status", "meta", "performer",
            "referenceRange", "period", "participant", "type", "class", "content", "item", "dosageInstruction", "medicationCodeableConcept", "activity",
            "name", "identifier", "contained", "telecom", "extension", "encounter", "target", "description"]),
        kind in prop::sample::select(vec!["Observation", "Encounter", "MedicationRequest", "QuestionnaireResponse", "DocumentReference", "CarePlan", "Goal", "CareTeam", "Patient"]),
        shape in prop::sample::select(vec!["1", "\"x\"", "[]", "{}", "null", "[[1]]", "[{\"coding\":1}]", "{\"reference\":1}", "{\"coding\":[{\"code\":{}}]}", "true", "-1e300"]),
    ) {
        let mut resource = observation("x", json!({"valueQuantity": {"value": 1}, "class": {"code": "AMB"}, "intent": "order", "lifecycleStatus": "active"}));
        resource["resourceType"] = json!(kind);
        resource[key] = serde_json::from_str(shape).unwrap();
        let _ = read("shape.json", &record(&[resource]), &reading());
    }
}

#[test]
fn ten_thousand_levels_are_refused_with_a_sentence() {
    let deep = format!("{}1{}", "{\"extension\":[".repeat(5_000), "]}".repeat(5_000));
    let text = record(&[]).replace("\"name\"", &format!("\"extension\":[{deep}],\"name\""));
    assert!(refusal(&text).contains("levels"), "{}", refusal(&text));
}

#[test]
fn a_hundred_thousand_entries_take_seconds_and_not_hours() {
    let visit = |at: usize| {
        about(
            "Encounter",
            &format!("v{at}"),
            json!({"status": "finished", "class": {"code": "AMB"}, "type": [{"text": "couple therapy session"}], "period": {"start": "2026-05-04"}}),
        )
    };
    let goal = |at: usize| about("Goal", &format!("g{at}"), json!({"lifecycleStatus": "active", "description": {"text": "x"}}));
    let mut all: Vec<_> = (0..80_000)
        .map(|at| {
            observation(&format!("o{at}"), json!({"hasMember": [{"reference": format!("Observation/o{}", (at + 1) % 80_000)}]}))
        })
        .collect();
    all.extend((0..10_000).map(visit));
    all.extend((0..10_000).map(goal));
    let text = record(&all);
    let began = Instant::now();
    assert_eq!(taken(&text).report.total().taken_up, 100_001);
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
}

#[test]
fn references_in_a_circle_end() {
    let a = about(
        "Encounter",
        "a",
        json!({"status": "finished", "class": {"code": "AMB"}, "partOf": {"reference": "Encounter/b"}, "period": {"start": "2026-05-04"}}),
    );
    let b = about(
        "Encounter",
        "b",
        json!({"status": "finished", "class": {"code": "AMB"}, "partOf": {"reference": "Encounter/a"}, "period": {"start": "2026-05-04"}}),
    );
    let request = |id: &str, prior: &str| {
        about(
            "MedicationRequest",
            id,
            json!({"status": "stopped", "intent": "order", "medicationCodeableConcept": {"text": "x"}, "authoredOn": "2026-05-04", "priorPrescription": {"reference": format!("MedicationRequest/{prior}")}}),
        )
    };
    let role = json!({"resourceType": "PractitionerRole", "id": "r", "practitioner": {"reference": "PractitionerRole/r"}});
    let led = observation("o", json!({"performer": [{"reference": "PractitionerRole/r"}]}));
    let chart = shelf(&record(&[a, b, request("m", "n"), request("n", "m"), role, led])).chart;
    assert_eq!((chart.visits.len(), chart.medications.len()), (2, 1));
}

#[test]
fn a_file_cannot_name_its_own_author() {
    let provenance = json!({"resourceType": "Provenance", "id": "x", "target": [{"reference": "Observation/o"}], "recorded": "2026-05-04T10:00:00Z", "agent": [{"who": {"display": "The medical director"}}]});
    let audit = json!({"resourceType": "AuditEvent", "id": "a", "type": {"code": "rest"}, "recorded": "2026-05-04T10:00:00Z", "agent": [{"requestor": true}], "source": {"observer": {"display": "x"}}, "entity": [{"what": {"reference": "Patient/p"}}]});
    let chart =
        shelf(&record(&[observation("o", json!({"performer": [{"display": "A colleague here"}]})), provenance, audit])).chart;
    for entry in &chart.entries {
        let draft = &entry.recorded.draft;
        assert_eq!(
            (draft.author.kind, draft.author.name.as_str(), draft.author.staff),
            (AuthorKind::Import, "Harbour Clinic", None)
        );
        assert!(draft.on_behalf_of.as_ref().is_none_or(|whom| whom.kind == AuthorKind::Import && whom.staff.is_none()));
    }
    assert_eq!(chart.kept.len(), 2);
}

#[test]
fn a_narrative_with_a_script_is_never_text_of_the_chart() {
    let narrative = json!({"status": "generated", "div": "<div><script>alert('EVIL')</script></div>"});
    let html = about(
        "DocumentReference",
        "d",
        json!({"status": "current", "type": {"text": "Letter"}, "content": [{"attachment": {"contentType": "text/html", "data": "PHNjcmlwdD5FVklMPC9zY3JpcHQ+"}}]}),
    );
    let shelf = shelf(&record(&[observation("o", json!({"text": narrative})), html]));
    for entry in &shelf.chart.entries {
        assert!(!entry.recorded.event().to_body().unwrap().contains("EVIL"));
    }
    assert!(shelf.kept.iter().any(|kept| kept.json.contains("EVIL")), "it is kept all the same");
}

#[test]
fn a_course_that_ends_elsewhere_before_it_began_is_not_believed() {
    let odd = about(
        "MedicationStatement",
        "m",
        json!({"status": "stopped", "medicationCodeableConcept": {"text": "x"}, "effectiveDateTime": "2026-05-04"}),
    );
    let chart = shelf(&record(&[odd])).chart;
    assert!(chart.entries.iter().any(|entry| matches!(entry.recorded.event(), Event::MedicationStopped(_))));
    assert!(chart.medications[0].stopped.as_ref().unwrap().0.first_day() >= chart.medications[0].started.first_day());
}
