#![allow(clippy::unwrap_used)]

use super::*;
use std::collections::BTreeSet;

#[test]
fn every_form_has_an_address_of_its_own() {
    let addresses: BTreeSet<&str> = all().map(|form| form.what).collect();
    assert_eq!(addresses.len(), all().count());
    assert!(addresses.iter().all(|what| what.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
}

#[test]
fn every_kind_that_people_record_has_exactly_one_form_to_correct_it() {
    // Notes, sessions, sheets, the patient's own work, the plan, answered questionnaires and identities have pages of
    // their own; so has what is done beside a medicine: its steps, its supply, what gets in its way, wishes about it,
    // findings about it. The rest comes from other systems or is what people did about a finding, a task or an entry,
    // which is retracted and done again.
    let elsewhere = [
        "registration.registered",
        "questionnaire.answered",
        "questionnaire.reported",
        "medication.step_confirmed",
        "medication.plan_paused",
        "medication.plan_resumed",
        "medication.change_asked",
        "medication.finding_acknowledged",
        "task.opened",
        "task.done",
        "task.handed_over",
        "note.signed",
        "questionnaire.scheduled",
        "questionnaire.schedule_ended",
        "work.thought_recorded",
        "work.activity_planned",
        "work.activity_reported",
        "work.exposure_tried",
        "work.diary_card_filled",
        "work.commented",
        "work.readers_chosen",
        "practice.planned",
        "practice.class_written",
        "practice.rated",
        "diary.cycle_entered",
        "note.addended",
        "registration.proxy_named",
        "registration.proxy_ended",
        "registration.minor_consented",
        "registration.unit_entered",
        "registration.unit_left",
        "work.sheet_filled",
        "therapy.session_written",
        "plan.revised",
        "visit.arrived",
        "document.outside_plan_noted",
        "document.record_kept",
        "finding.taken",
        "finding.closed",
        "entry.retracted",
    ];
    // Whole families have pages of their own: units, worrying answers and safety plans, reading, what was told alone, what is
    // given out.
    let families = ["unit", "safety", "education", "disclosure", "release"];
    for (kind, _) in Event::KINDS {
        let forms = all().filter(|form| form.records.contains(kind)).count();
        let family = kind.split('.').next().unwrap_or_default();
        let expected = usize::from(!elsewhere.contains(kind) && !families.contains(&family));
        assert_eq!(forms, expected, "{kind}");
    }
}

#[test]
fn what_was_typed_is_read_as_it_was_meant() {
    let zone = jiff::tz::TimeZone::get("America/New_York").unwrap();
    let values =
        Values::default().with("amount", "12,5").with("on_day", "2026-08-20").with("on_time", "14:30").with("often", "2");
    let mut reading = Reading::new(&values, &zone);
    assert_eq!(reading.amount("amount").unwrap().to_string(), "12.5");
    assert_eq!(reading.occurred().unwrap().to_string(), "2026-08-20T18:30:00Z");
    assert!(reading.into_problems().is_empty());
}

#[test]
fn a_rough_date_stays_rough_and_no_date_is_now() {
    let zone = jiff::tz::TimeZone::UTC;
    let rough = Values::default().with("about", "2019-03");
    assert_eq!(Reading::new(&rough, &zone).occurred(), Some(When::Month(2019, 3)));
    assert_eq!(Reading::new(&Values::default(), &zone).occurred(), None);
}

#[test]
fn what_cannot_be_read_is_asked_for_at_its_field() {
    let zone = jiff::tz::TimeZone::UTC;
    let values = Values::default().with("amount", "a lot").with("on", "yesterday").with("minutes", "0");
    let mut reading = Reading::new(&values, &zone);
    let _ = (
        reading.amount("amount"),
        reading.needed_day("on", ""),
        reading.whole("minutes", 1..=60),
        reading.needed("words", "Say it."),
    );
    let fields: Vec<String> = reading.into_problems().into_iter().map(|problem| problem.field).collect();
    assert_eq!(fields, ["amount", "on", "minutes", "words"]);
}
