//! The same file twice, newer versions of the same records, and what people here have done in between.

use crate::support::*;
use concord_chart::{
    Author, AuthorKind, Draft, Event, EventId, IdempotencyKey, Sensitivity, StaffId, When,
    entry::{EntryRetracted, RetractionReason},
    medication::{StopReason, Stopped},
    registration::DetailsChanged,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// Something that a clinician of this practice records.
fn here(number: u128, event: Event) -> Draft {
    Draft {
        id: EventId(Uuid::from_u128(number)),
        occurred: When::Day(reading().today),
        author: Author {
            kind: AuthorKind::Staff,
            staff: Some(StaffId(Uuid::from_u128(7))),
            name: "Dr. Here".into(),
            role: "Prescriber".into(),
        },
        on_behalf_of: None,
        sensitivity: Sensitivity::General,
        key: IdempotencyKey(format!("here:{number}")),
        amends: None,
        source: None,
        event,
    }
}

const LONG: &str = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed";

fn weight(id: &str, value: i32) -> Value {
    observation(id, json!({"valueQuantity": {"value": value, "unit": "kg"}}))
}

fn add(shelf: &mut Shelf, text: &str) -> concord_fhir::Settled {
    let intake = taken(text);
    shelf.add(&intake.charts[0])
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let mut shelf = shelf(ONE_PERSON);
    let before = lines(&shelf.chart);
    let settled = add(&mut shelf, ONE_PERSON);
    assert!(settled.drafts.is_empty() && settled.kept.is_empty() && settled.notes.is_empty(), "{settled:?}");
    assert_eq!(lines(&shelf.chart), before);
}

#[test]
fn the_same_file_written_with_other_white_space_changes_nothing() {
    let mut shelf = shelf(ONE_PERSON);
    let compact = serde_json::from_str::<Value>(ONE_PERSON).unwrap().to_string();
    assert!(add(&mut shelf, &compact).drafts.is_empty());
}

#[test]
fn a_newer_version_amends_what_the_older_one_said() {
    let mut shelf = shelf(&record(&[weight(LONG, 70)]));
    add(&mut shelf, &record(&[weight(LONG, 72)]));
    let values: Vec<_> = shelf.chart.measurements.iter().map(|measured| measured.what.value_words()).collect();
    assert_eq!(values, ["72 kg"]);
    assert_eq!(shelf.chart.entries.len(), 3, "the older value stays readable");
}

#[test]
fn an_older_version_that_comes_late_changes_nothing() {
    let mut shelf = shelf(&record(&[weight(LONG, 70)]));
    add(&mut shelf, &record(&[weight(LONG, 72)]));
    assert!(add(&mut shelf, &record(&[weight(LONG, 70)])).drafts.is_empty());
    assert_eq!(shelf.chart.measurements[0].what.value_words(), "72 kg");
}

#[test]
fn what_a_newer_version_no_longer_says_is_retracted() {
    let request = |status: &str| {
        about(
            "MedicationRequest",
            LONG,
            json!({"status": status, "intent": "order", "medicationCodeableConcept": {"text": "lithium"}, "authoredOn": "2026-05-04"}),
        )
    };
    let mut shelf = shelf(&record(&[request("stopped")]));
    assert!(!shelf.chart.medications[0].is_current());
    let course = shelf.chart.medications[0].id;
    add(&mut shelf, &record(&[request("active")]));
    assert_eq!(shelf.chart.medications.len(), 1);
    assert!(shelf.chart.medications[0].is_current() && shelf.chart.medications[0].id == course);
    add(&mut shelf, &record(&[request("entered-in-error")]));
    assert!(shelf.chart.medications.is_empty(), "{}", lines(&shelf.chart));
}

#[test]
fn a_newer_version_of_a_course_keeps_the_id_that_others_name() {
    let request = |dose: &str| {
        about(
            "MedicationRequest",
            LONG,
            json!({"status": "active", "intent": "order", "medicationCodeableConcept": {"text": "lithium"}, "authoredOn": "2026-05-04", "dosageInstruction": [{"text": dose}]}),
        )
    };
    let mut shelf = shelf(&record(&[request("300 mg daily")]));
    let course = shelf.chart.medications[0].id;
    shelf.append(vec![here(
        1,
        Event::DoseTaken(concord_chart::medication::DoseTaken {
            course,
            on: reading().today,
            at: None,
            known_from: Default::default(),
        }),
    )]);
    add(&mut shelf, &record(&[request("600 mg daily")]));
    let course = &shelf.chart.medications[0];
    assert_eq!((course.steps[0].dosing.as_ref().unwrap().words().as_str(), course.taken.len()), ("600 mg", 1));
}

#[test]
fn short_ids_of_two_senders_are_two_things() {
    let mut shelf = shelf(&record(&[weight("1", 70)]));
    let settled = add(&mut shelf, &record(&[observation("1", json!({"code": {"text": "Height"}}))]));
    assert!(settled.notes[0].contains("both stand there"), "{:?}", settled.notes);
    assert_eq!(shelf.chart.measurements.len(), 2);
}

#[test]
fn a_correction_made_here_is_not_undone() {
    let mut shelf = shelf(&record(&[weight(LONG, 70)]));
    let entry = shelf.chart.entries[1].recorded.id();
    let retracted = EntryRetracted { entry, reason: RetractionReason::WrongPatient, words: String::new() };
    shelf.append(vec![here(1, Event::EntryRetracted(retracted))]);
    let settled = add(&mut shelf, &record(&[weight(LONG, 72)]));
    assert!(settled.notes[0].contains("that correction stands"), "{:?}", settled.notes);
    assert!(shelf.chart.measurements.is_empty());
    assert_eq!(shelf.chart.kept.len(), 1, "the newer version is kept");
    assert!(add(&mut shelf, &record(&[weight(LONG, 72)])).drafts.is_empty());
}

#[test]
fn a_medicine_stopped_here_is_not_stopped_again() {
    let request = |status: &str| {
        about(
            "MedicationRequest",
            LONG,
            json!({"status": status, "intent": "order", "medicationCodeableConcept": {"text": "lithium"}, "authoredOn": "2026-05-04"}),
        )
    };
    let mut shelf = shelf(&record(&[request("active")]));
    let course = shelf.chart.medications[0].id;
    shelf.append(vec![here(
        1,
        Event::MedicationStopped(Stopped { course, reason: StopReason::SideEffect, words: String::new() }),
    )]);
    add(&mut shelf, &record(&[request("stopped")]));
    assert_eq!(shelf.chart.medications[0].stopped.as_ref().unwrap().1.reason, StopReason::SideEffect);
}

#[test]
fn details_changed_here_stay_unless_the_sender_changed_them_too() {
    let person = |phone: &str, city: &str| {
        let mut person = patient();
        person["telecom"] = json!([{"system": "phone", "value": phone}]);
        person["address"] = json!([{"city": city}]);
        bundle(&[person])
    };
    let mut shelf = shelf(&person("555-0100", "Harbour"));
    let mut now = shelf.chart.registration.person.clone().unwrap();
    now.phone = Some("555-0199".into());
    now.pronouns = Some("they/them".into());
    shelf.append(vec![here(1, Event::DetailsChanged(DetailsChanged { person: now }))]);
    add(&mut shelf, &person("555-0100", "Hilltown"));
    let now = shelf.chart.registration.person.clone().unwrap();
    assert_eq!(
        (now.phone.as_deref(), now.address.as_deref(), now.pronouns.as_deref()),
        (Some("555-0199"), Some("Hilltown"), Some("they/them"))
    );
    assert!(add(&mut shelf, &person("555-0100", "Hilltown")).drafts.is_empty());
}

#[test]
fn one_identifier_of_two_people_is_refused() {
    let shelf = shelf(&record(&[]));
    let mut other = patient();
    other["name"] = json!([{"family": "Invented", "given": ["Sam"]}]);
    assert!(taken(&bundle(&[other.clone()])).charts[0].settle(&shelf.chart).is_ok(), "one difference may be a correction");
    other["birthDate"] = json!("2019-01-01");
    let refusal = taken(&bundle(&[other])).charts[0].settle(&shelf.chart).unwrap_err();
    assert!(refusal.sentence.contains("is another person"), "{refusal}");
}

#[test]
fn two_files_about_one_person_meet_on_one_chart() {
    let (first, second) = (taken(&record(&[weight("a", 70)])), taken(&record(&[weight("b", 71)])));
    assert_eq!(first.charts[0].chart, second.charts[0].chart);
    let mut shelf = Shelf::empty(first.charts[0].chart);
    shelf.add(&first.charts[0]);
    shelf.add(&second.charts[0]);
    assert_eq!(shelf.chart.measurements.len(), 2);
}
