//! What each type of resource becomes.

use crate::support::*;
use concord_chart::{Event, condition::ConditionStatus, medication::StopReason, questionnaire::Answers, therapy::Format};
use jiff::tz::TimeZone;
use serde_json::json;

#[test]
fn a_record_with_every_type_becomes_a_chart() {
    let shelf = shelf(ONE_PERSON);
    insta::assert_snapshot!(lines(&shelf.chart));
}

#[test]
fn the_report_says_what_was_taken_up_and_why_the_rest_was_only_kept() {
    insta::assert_snapshot!(taken(ONE_PERSON).report.to_string());
}

#[test]
fn the_person_is_described_as_the_sender_does() {
    let person = shelf(ONE_PERSON).chart.registration.person.unwrap();
    insta::assert_debug_snapshot!(person);
}

#[test]
fn every_resource_is_kept_word_for_word_but_a_psychotherapy_note_and_its_text() {
    let shelf = shelf(ONE_PERSON);
    let bundle: serde_json::Value = serde_json::from_str(ONE_PERSON).unwrap();
    let entries = bundle["entry"].as_array().unwrap();
    // The note of another therapist and the file that holds its words: sealed to their author, or not taken in at all.
    let his_alone = |id: &str| id.ends_with("0071") || id.ends_with("0072");
    let (sealed, rest): (Vec<_>, Vec<_>) = entries.iter().partition(|entry| his_alone(entry["resource"]["id"].as_str().unwrap()));
    assert_eq!((sealed.len(), shelf.kept.len()), (2, rest.len()));
    assert!(!shelf.kept.iter().any(|kept| his_alone(&kept.resource)));
    for entry in rest {
        let name =
            format!("{}/{}", entry["resource"]["resourceType"].as_str().unwrap(), entry["resource"]["id"].as_str().unwrap());
        let kept = shelf.kept.iter().find(|kept| kept.resource == name).unwrap();
        assert_eq!(serde_json::from_str::<serde_json::Value>(&kept.json).unwrap(), entry["resource"]);
    }
    let sodium = shelf.kept.iter().find(|kept| kept.resource.ends_with("0040")).unwrap();
    assert!(sodium.json.contains("\"value\":141.50"), "{}", sodium.json);
}

#[test]
fn every_event_names_the_record_that_it_was_made_from() {
    let shelf = shelf(ONE_PERSON);
    for entry in &shelf.chart.entries {
        let source = entry.recorded.draft.source.as_ref().unwrap();
        assert!(shelf.kept.iter().any(|kept| kept.resource == source.resource && kept.sha256 == source.sha256));
    }
}

#[test]
fn a_changed_dose_is_one_course_with_two_steps() {
    let chart = shelf(ONE_PERSON).chart;
    let course = chart.medications.iter().find(|course| course.what.name.starts_with("sertraline")).unwrap();
    let words: Vec<_> = course.steps.iter().map(|step| step.dosing.as_ref().unwrap().words()).collect();
    assert_eq!(words, ["50 mg", "100 mg in the morning"]);
    assert!(course.is_current(), "the first prescription was replaced, not stopped");
    assert_eq!(course.what.substance.as_ref().unwrap().as_str(), "sertraline");
}

#[test]
fn a_medicine_stopped_nobody_knows_when_covers_only_what_is_certain() {
    let chart = shelf(ONE_PERSON).chart;
    let course = chart.medications.iter().find(|course| course.what.name.starts_with("Amoxicillin")).unwrap();
    let (when, stopped) = course.stopped.as_ref().unwrap();
    assert_eq!((when.to_string().as_str(), stopped.reason), ("2025-11-03/2026-11-22", StopReason::NotSaid));
    assert_eq!(course.last_day(&TimeZone::UTC), Some(jiff::civil::date(2025, 11, 3)));
    assert_eq!(course.steps[0].dosing.as_ref().unwrap().words(), "strength not known");
}

#[test]
fn sessions_of_couple_therapy_are_one_course_that_begins_with_the_first() {
    let chart = shelf(ONE_PERSON).chart;
    let [course] = chart.therapies.as_slice() else { panic!("{:?}", chart.therapies) };
    assert_eq!(course.started.to_string(), "2026-05-06T16:00:00Z");
    assert_eq!((course.held().count(), course.sessions[0].format, course.sessions[0].minutes), (2, Format::Couple, Some(75)));
    assert!(course.sessions[0].summary.contains("Sam Invented (partner)"));
}

#[test]
fn left_out_answers_stay_left_out_and_the_safety_item_is_there() {
    let chart = shelf(ONE_PERSON).chart;
    let answered = chart.questionnaires.completed.iter().find_map(|done| match &done.what {
        Answers::Items(answered) => Some(answered),
        Answers::Reported(_) => None,
    });
    let answered = answered.unwrap();
    assert_eq!(answered.answers, [Some(2), Some(2), Some(1), None, Some(1), Some(1), Some(2), Some(0), Some(1)]);
}

#[test]
fn a_total_that_its_answers_do_not_give_is_no_score() {
    // One item was left out, so the answers give no total; the sender's 11 stays an observation and is not a second PHQ-9.
    let chart = shelf(ONE_PERSON).chart;
    let at = |text: &str| chart.questionnaires.completed.iter().filter(|done| done.at.to_string().starts_with(text)).count();
    assert_eq!(at("2026-05-04"), 1);
    assert!(chart.measurements.iter().any(|measured| measured.what.value_words() == "11 {score}"));
}

#[test]
fn a_total_that_its_answers_give_is_not_told_twice() {
    let answers: Vec<_> = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"]
        .iter()
        .map(|code| json!({"linkId": code, "answer": [{"valueInteger": 1}]}))
        .collect();
    let response =
        about("QuestionnaireResponse", "q", json!({"status": "completed", "authored": "2026-05-04T10:00:00Z", "item": answers}));
    let total = |value: i32| {
        observation(
            "t",
            json!({"code": {"coding": [{"system": "http://loinc.org", "code": "44261-6"}]}, "effectiveDateTime": "2026-05-04T10:00:00Z", "valueInteger": value}),
        )
    };
    let chart = shelf(&record(&[response.clone(), total(9)])).chart;
    assert_eq!((chart.questionnaires.completed.len(), chart.measurements.len()), (1, 0));
    let chart = shelf(&record(&[response, total(8)])).chart;
    assert_eq!((chart.questionnaires.completed.len(), chart.measurements.len()), (1, 1));
}

#[test]
fn totals_and_items_of_one_sitting_are_one_report() {
    let chart = shelf(ONE_PERSON).chart;
    let reported = chart.questionnaires.completed.iter().filter_map(|done| match &done.what {
        Answers::Reported(reported) => Some((done.at.to_string(), reported)),
        Answers::Items(_) => None,
    });
    let all: Vec<_> = reported.map(|(at, one)| (at, one.instrument.to_string(), one.total, one.items.clone())).collect();
    assert_eq!(all.len(), 2, "{all:?}");
    assert_eq!((all[0].1.as_str(), all[0].2), ("gad-7", Some(9)));
    assert_eq!((all[1].2, all[1].3.get(&9)), (Some(14), Some(&1)));
}

#[test]
fn the_code_of_a_questionnaire_is_not_taken_for_its_total_and_an_impossible_total_for_none() {
    let chart = shelf(ONE_PERSON).chart;
    let observed: Vec<_> = chart.measurements.iter().map(|measured| measured.what.value_words()).collect();
    assert!(observed.contains(&"12".to_owned()) && observed.contains(&"31".to_owned()), "{observed:?}");
}

#[test]
fn two_items_that_phq_2_and_phq_9_share_belong_to_the_one_with_the_other_items() {
    let item = |id: &str, code: &str| {
        observation(id, json!({"code": {"coding": [{"system": "http://loinc.org", "code": code}]}, "valueInteger": 1}))
    };
    let instrument = |chart: &concord_chart::Chart| chart.questionnaires.completed[0].instrument.to_string();
    let nine = shelf(&record(&[item("a", "44250-9"), item("b", "44255-8"), item("c", "44260-8")])).chart;
    assert_eq!((nine.questionnaires.completed.len(), instrument(&nine)), (1, "phq-9".to_owned()));
    let two = shelf(&record(&[item("a", "44250-9"), item("b", "44255-8")])).chart;
    assert_eq!(two.questionnaires.completed.len(), 1);
}

#[test]
fn no_known_allergy_is_said_only_where_none_is_known() {
    let none = json!({"resourceType": "AllergyIntolerance", "id": "n", "patient": {"reference": "Patient/p"},
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": "716186003"}]}});
    let one = json!({"resourceType": "AllergyIntolerance", "id": "o", "patient": {"reference": "Patient/p"}, "code": {"text": "Latex"}});
    assert_eq!(shelf(&record(std::slice::from_ref(&none))).chart.allergies.words(), "none known");
    assert_eq!(shelf(&record(&[none, one])).chart.allergies.words(), "Latex");
}

#[test]
fn a_number_with_too_many_digits_is_kept_and_not_rounded() {
    let text = record(&[observation("o", json!({"valueQuantity": {"value": 1}}))])
        .replace("\"value\":1}", "\"value\":0.1234567890123456789012345678901234567890}");
    let intake = taken(&text);
    assert_eq!((intake.report.types["Observation"].taken_up, intake.report.types["Observation"].kept), (0, 1));
    assert!(intake.charts[0].kept()[1].json.contains("0.1234567890123456789012345678901234567890"));
}

#[test]
fn a_text_that_is_too_long_is_kept_and_not_cut() {
    let intake = taken(&record(&[observation("o", json!({"code": {"text": "x".repeat(5_000)}}))]));
    assert_eq!(intake.report.types["Observation"].kept, 1);
    assert!(intake.report.to_string().contains("5000 characters"));
}

#[test]
fn what_is_not_said_is_not_invented() {
    let chart = shelf(&record(&[about("Condition", "c", json!({"code": {"text": "Insomnia"}}))])).chart;
    let condition = &chart.conditions[0];
    assert_eq!((condition.what.since, condition.what.status), (None, ConditionStatus::Active));
    // The sender gives no date at all: the entry stands on the day on which we learnt it.
    assert_eq!(condition.noted.to_string(), "2026-11-22");
}

#[test]
fn a_folder_of_a_bulk_export_is_read_as_one() {
    let files = [
        (
            "Observation.ndjson",
            format!("{}\n{}\n", observation("a", json!({})), observation("b", json!({"subject": {"reference": "Patient/q"}}))),
        ),
        (
            "Patient.ndjson",
            format!("{}\n{}\n", patient(), json!({"resourceType": "Patient", "id": "q", "name": [{"family": "Other"}]})),
        ),
    ];
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let intake = concord_fhir::read_together("export", &files, &reading()).unwrap();
    assert_eq!(intake.charts.len(), 2);
    assert!(
        intake.charts.iter().all(|chart| chart.drafts().iter().any(|draft| matches!(draft.event, Event::ObservationMade(_))))
    );
    assert!(concord_fhir::read("Observation.ndjson", files[0].1, &reading()).is_err());
}
