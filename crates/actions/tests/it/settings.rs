use crate::desk::*;
use concord_access::Role;
use concord_actions::{ActionError, Entry, PracticeSettings};
use concord_chart::{CourseId, Event, When, measurement::Measured, medication::Started, quantity::Quantity};
use concord_engines::findings::FindingKind;
use jiff::civil::{Date, date};
use uuid::Uuid;

fn on(day: Date, key: &str, event: Event) -> Entry {
    Entry::new(key, event).at(When::Day(day))
}

fn olanzapine() -> Event {
    Event::MedicationStarted(Started {
        course: CourseId(Uuid::from_u128(901)),
        substance: Some("olanzapine".into()),
        name: "Olanzapine".into(),
        coding: vec![],
        dosing: mg(10),
        route: None,
        purpose: String::new(),
        prescriber: String::new(),
        from_elsewhere: false,
    })
}

fn weight() -> Event {
    let value = Some(Quantity { value: 82.into(), unit: "kg".into(), comparator: None });
    Event::VitalMeasured(Measured { what: "Weight".into(), coding: vec![], value, words: None, range: None, parts: vec![] })
}

#[tokio::test]
async fn another_schedule_of_checks_shows_on_the_caseload_at_once_and_no_row_is_written_again() {
    let practice = Practice::open().await;
    let clinic = &practice.clinic;
    let entries = vec![on(date(2026, 4, 1), "olanzapine", olanzapine()), on(date(2026, 7, 1), "weight", weight())];
    clinic.record(&prescriber(), practice.chart, None, entries).await.unwrap();
    let overdue = async || {
        let listed = clinic.caseload(&prescriber()).await.unwrap();
        let findings = &listed[0].row.findings;
        let holds = findings.iter().filter(|one| one.kind == FindingKind::CheckOverdue && one.holds(clinic.today()));
        holds.map(|one| one.title.clone()).collect::<Vec<_>>()
    };
    let with = async |schedule: &str| {
        let schedules = [("metabolic".to_owned(), schedule.to_owned())].into();
        clinic
            .change_practice(&staff(Role::Administrator, 21), PracticeSettings { schedules, ..(*clinic.practice()).clone() })
            .await
    };
    let usual = overdue().await;
    assert!(usual.iter().all(|title| !title.contains("weight")), "{usual:?}");
    with("apa_2020").await.unwrap();
    let chosen = overdue().await;
    assert!(chosen.iter().any(|title| title.starts_with("Overdue: weight")), "{chosen:?}");
    assert_eq!(clinic.replay(false, |_| {}).await.unwrap().len(), 0, "rows do not depend on the choice");
    with("metabolic").await.unwrap();
    assert_eq!(overdue().await, usual);
}

#[tokio::test]
async fn only_the_administrator_changes_the_practice_and_a_line_says_so() {
    let practice = Practice::open().await;
    let clinic = &practice.clinic;
    let wanted = PracticeSettings { name: "Three Rivers".into(), zone: "America/Denver".into(), ..PracticeSettings::default() };
    for role in [Role::Prescriber, Role::FrontDesk, Role::Patient] {
        let refused = clinic.change_practice(&staff(role, 20), wanted.clone()).await;
        assert!(matches!(refused, Err(ActionError::Denied(_))), "{role:?}");
    }
    clinic.change_practice(&staff(Role::Administrator, 21), wanted.clone()).await.unwrap();
    assert_eq!(*clinic.practice(), wanted);
    assert_eq!(clinic.zone().iana_name(), Some("America/Denver"));
    let lines = clinic.store().access_lines(clinic.organisation(), None, 5).await.unwrap();
    assert!(lines.iter().any(|line| line.what.contains("practice’s settings")));
}

#[tokio::test]
async fn settings_that_will_not_do_change_nothing() {
    let practice = Practice::open().await;
    let clinic = &practice.clinic;
    let before = clinic.practice();
    let wanted = PracticeSettings { zone: "Mars/Olympus".into(), ..PracticeSettings::default() };
    assert!(clinic.change_practice(&staff(Role::Administrator, 21), wanted).await.is_err());
    assert_eq!(clinic.practice(), before);
    clinic.load_practice().await.unwrap();
    assert_eq!(clinic.practice(), before);
}

#[tokio::test]
async fn the_practice_is_open_on_weekdays_within_its_hours_where_it_is() {
    let practice = Practice::open().await;
    let open_at = |at: &str| {
        practice.clock.set(at.parse().unwrap());
        practice.clinic.is_open_now()
    };
    assert!(open_at("2026-08-20T12:00:00Z"), "Thursday 8:00 in New York");
    assert!(!open_at("2026-08-20T11:59:00Z"), "a minute earlier");
    assert!(!open_at("2026-08-20T21:00:00Z"), "Thursday 17:00");
    assert!(!open_at("2026-08-22T15:00:00Z"), "Saturday");
}
