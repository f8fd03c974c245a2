use crate::desk::*;
use concord_access::Role;
use concord_actions::{ActionError, PracticeSettings};

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
