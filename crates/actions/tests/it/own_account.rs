use crate::desk::*;
use concord_access::Role;
use concord_actions::{ActionError, FIRST_PASSWORD_DAYS, SignedIn, Theme, Visitor};
use concord_chart::AccountId;
use jiff::ToSpan;

async fn signed_in(practice: &Practice, login: &str, password: &str) -> SignedIn {
    let (secret, _) = practice.clinic.sign_in(login, password, "here").await.unwrap();
    visitor(practice, &secret).await.unwrap()
}

async fn visitor(practice: &Practice, secret: &str) -> Option<SignedIn> {
    match practice.clinic.visitor(secret, false).await.unwrap() {
        Visitor::SignedIn(who) => Some(*who),
        _ => None,
    }
}

#[tokio::test]
async fn a_first_password_is_for_once_and_changing_it_ends_every_other_session() {
    let practice = Practice::open().await;
    let clinic = &practice.clinic;
    let first = clinic.give_patient_access(&staff(Role::FrontDesk, 20), practice.chart).await.unwrap();
    assert_eq!(first.login, "maria.delgado");
    let (elsewhere, _) = clinic.sign_in(&first.login, &first.password, "elsewhere").await.unwrap();
    let who = signed_in(&practice, &first.login, &first.password).await;
    assert!(who.has_first_password());
    assert_eq!(who.subject.chart, Some(practice.chart));

    let secret = clinic.change_password(&who, &first.password, "four odd paper boats", "four odd paper boats").await.unwrap();
    assert!(visitor(&practice, &elsewhere).await.is_none(), "the other session goes on");
    assert!(!visitor(&practice, &secret).await.unwrap().has_first_password());
    assert!(clinic.sign_in(&first.login, &first.password, "here").await.is_err(), "the first password still opens");
}

#[tokio::test]
async fn a_first_password_runs_out_and_a_new_one_can_be_given() {
    let practice = Practice::open().await;
    let (clinic, desk) = (&practice.clinic, staff(Role::FrontDesk, 20));
    let first = clinic.give_patient_access(&desk, practice.chart).await.unwrap();
    practice.clock.set(clinic.now().checked_add((24 * FIRST_PASSWORD_DAYS + 1).hours()).unwrap());
    let refused = clinic.sign_in(&first.login, &first.password, "here").await.unwrap_err();
    assert!(matches!(&refused, ActionError::Refused(_)) && refused.to_string().contains("run out"), "{refused}");
    assert!(clinic.patient_access(&desk, practice.chart).await.unwrap().unwrap().run_out);

    let second = clinic.give_patient_access(&desk, practice.chart).await.unwrap();
    assert_eq!(second.login, first.login);
    clinic.sign_in(&second.login, &second.password, "here").await.unwrap();
}

#[tokio::test]
async fn closing_a_patients_sign_in_ends_it_at_once_and_leaves_a_trace() {
    let practice = Practice::open().await;
    let (clinic, desk) = (&practice.clinic, staff(Role::FrontDesk, 20));
    assert!(clinic.close_patient_access(&desk, practice.chart).await.is_err(), "there was none to close");
    let first = clinic.give_patient_access(&desk, practice.chart).await.unwrap();
    let (secret, _) = clinic.sign_in(&first.login, &first.password, "here").await.unwrap();
    clinic.close_patient_access(&desk, practice.chart).await.unwrap();
    assert!(visitor(&practice, &secret).await.is_none());
    let lines = clinic.store().access_lines(clinic.organisation(), Some(practice.chart), 20).await.unwrap();
    for what in ["gave a first password", "closed the patient’s sign-in"] {
        assert!(lines.iter().any(|line| line.what == what), "no line says that somebody {what}");
    }
}

#[tokio::test]
async fn only_the_front_desk_and_care_managers_give_a_sign_in() {
    let practice = Practice::open().await;
    for role in [Role::Prescriber, Role::Therapist, Role::ComplementaryPractitioner, Role::Administrator, Role::Patient] {
        let refused = practice.clinic.give_patient_access(&staff(role, 11), practice.chart).await;
        assert!(matches!(refused, Err(ActionError::Denied(_))), "{role:?}");
    }
    // A care manager who is not on the team does not get at the record this way either.
    assert!(practice.clinic.give_patient_access(&staff(Role::CareManager, 77), practice.chart).await.is_err());
}

#[tokio::test]
async fn the_present_password_is_asked_and_cannot_be_tried_for_ever() {
    let practice = Practice::open().await;
    let clinic = &practice.clinic;
    let first = clinic.give_patient_access(&staff(Role::FrontDesk, 20), practice.chart).await.unwrap();
    let who = signed_in(&practice, &first.login, &first.password).await;
    let new = "four odd paper boats";
    for _ in 0..8 {
        assert!(matches!(clinic.change_password(&who, "a guess", new, new).await, Err(ActionError::Refused(_))));
    }
    assert!(matches!(clinic.change_password(&who, &first.password, new, new).await, Err(ActionError::Wait { .. })));
}

#[tokio::test]
async fn the_look_of_the_pages_is_kept_with_the_account_and_loses_nothing_else() {
    let practice = Practice::open().await;
    let clinic = &practice.clinic;
    let first = clinic.give_patient_access(&staff(Role::FrontDesk, 20), practice.chart).await.unwrap();
    let who = signed_in(&practice, &first.login, &first.password).await;
    assert_eq!(who.theme(), Theme::System);
    clinic.set_theme(&who, Theme::Dark).await.unwrap();
    let who = signed_in(&practice, &first.login, &first.password).await;
    assert_eq!(who.theme(), Theme::Dark);
    assert!(who.has_first_password(), "the first password was forgotten with the theme");
}

#[tokio::test]
async fn ending_other_sessions_keeps_this_browser_signed_in() {
    let practice = Practice::open().await;
    let clinic = &practice.clinic;
    let first = clinic.give_patient_access(&staff(Role::FrontDesk, 20), practice.chart).await.unwrap();
    let (elsewhere, _) = clinic.sign_in(&first.login, &first.password, "elsewhere").await.unwrap();
    let who = signed_in(&practice, &first.login, &first.password).await;
    let here = clinic.end_other_sessions(&who).await.unwrap();
    assert!(visitor(&practice, &elsewhere).await.is_none());
    let who = visitor(&practice, &here).await.unwrap();
    clinic.sign_out_everywhere(&who).await.unwrap();
    assert!(visitor(&practice, &here).await.is_none());
    assert_ne!(who.subject.account, AccountId(uuid::Uuid::nil()));
}
