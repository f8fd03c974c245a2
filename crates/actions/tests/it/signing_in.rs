use crate::desk::*;
use concord_access::{Purpose, Role};
use concord_actions::{ActionError, SignedIn, Visitor};
use concord_store::Account;
use jiff::ToSpan;

const PASSWORD: &str = "river stone window";

async fn with_account(practice: &Practice) {
    let who = prescriber();
    let account = Account {
        id: who.account,
        organisation: who.organisation,
        login: "osei".into(),
        name: who.name,
        role: Role::Prescriber,
        staff: who.staff,
        chart: None,
        places: vec![],
        password: concord_actions::hash_password(PASSWORD).unwrap(),
        open: true,
        settings: "{}".into(),
    };
    practice.store_account(account).await;
}

impl Practice {
    async fn store_account(&self, account: Account) {
        self.clinic.store().put_accounts(vec![account]).await.unwrap();
    }

    async fn later(&self, minutes: i64) {
        let now = self.clinic.now().checked_add(minutes.minutes()).unwrap();
        self.clock.set(now);
    }

    async fn who(&self, secret: &str) -> Visitor {
        self.clinic.visitor(secret, false).await.unwrap()
    }
}

fn signed_in(visitor: Visitor) -> SignedIn {
    match visitor {
        Visitor::SignedIn(who) => *who,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_right_password_opens_a_session_and_signing_out_ends_it() {
    let practice = Practice::open().await;
    with_account(&practice).await;
    let (secret, role) = practice.clinic.sign_in(" OSEI ", PASSWORD, "here").await.unwrap();
    assert_eq!(role, Role::Prescriber);
    let who = signed_in(practice.who(&secret).await);
    practice.clinic.sign_out(&who).await.unwrap();
    assert!(matches!(practice.who(&secret).await, Visitor::Stranger));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_get_the_same_answer() {
    let practice = Practice::open().await;
    with_account(&practice).await;
    let wrong = practice.clinic.sign_in("osei", "nope", "here").await.unwrap_err().to_string();
    let unknown = practice.clinic.sign_in("nobody", "nope", "here").await.unwrap_err().to_string();
    assert_eq!(wrong, unknown);
}

#[tokio::test]
async fn after_many_wrong_passwords_even_the_right_one_has_to_wait() {
    let practice = Practice::open().await;
    with_account(&practice).await;
    for _ in 0..8 {
        practice.clinic.sign_in("osei", "nope", "here").await.unwrap_err();
    }
    assert!(matches!(practice.clinic.sign_in("osei", PASSWORD, "elsewhere").await, Err(ActionError::Wait { .. })));
    practice.later(16).await;
    practice.clinic.sign_in("osei", PASSWORD, "here").await.unwrap();
}

#[tokio::test]
async fn an_idle_session_ends_and_background_calls_do_not_keep_it_alive() {
    let practice = Practice::open().await;
    with_account(&practice).await;
    let (secret, _) = practice.clinic.sign_in("osei", PASSWORD, "here").await.unwrap();
    practice.later(10).await;
    practice.clinic.visitor(&secret, true).await.unwrap();
    practice.later(6).await;
    assert!(matches!(practice.who(&secret).await, Visitor::TimedOut(_)));
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_however_busy() {
    let practice = Practice::open().await;
    with_account(&practice).await;
    let (secret, _) = practice.clinic.sign_in("osei", PASSWORD, "here").await.unwrap();
    for _ in 0..72 {
        practice.later(10).await;
        practice.who(&secret).await;
    }
    practice.later(10).await;
    assert!(!matches!(practice.who(&secret).await, Visitor::SignedIn(_)));
}

#[tokio::test]
async fn a_closed_account_is_out_at_once() {
    let practice = Practice::open().await;
    with_account(&practice).await;
    let (secret, _) = practice.clinic.sign_in("osei", PASSWORD, "here").await.unwrap();
    practice.clinic.set_account_open(&staff(Role::Administrator, 21), prescriber().account, false).await.unwrap();
    assert!(matches!(practice.who(&secret).await, Visitor::Stranger));
    assert!(practice.clinic.sign_in("osei", PASSWORD, "here").await.is_err());
}

#[tokio::test]
async fn the_glass_needs_a_reason_is_seen_by_the_patient_and_closes_after_an_hour() {
    let practice = Practice::open().await;
    let who = outsider();
    let account = Account {
        id: who.account,
        organisation: who.organisation,
        login: "hale".into(),
        name: who.name.clone(),
        role: Role::Therapist,
        staff: who.staff,
        chart: None,
        places: vec![],
        password: concord_actions::hash_password(PASSWORD).unwrap(),
        open: true,
        settings: "{}".into(),
    };
    practice.store_account(account).await;
    let (secret, _) = practice.clinic.sign_in("hale", PASSWORD, "here").await.unwrap();
    let outside = signed_in(practice.who(&secret).await);
    assert!(practice.clinic.break_glass(&outside, practice.chart, "  ").await.is_err());
    practice.clinic.break_glass(&outside, practice.chart, "on the phone now, shaking").await.unwrap();
    let inside = signed_in(practice.who(&secret).await);
    practice.clinic.open_chart(&inside.subject, practice.chart, Purpose("chart")).await.unwrap();
    let lines = practice.clinic.who_looked(&practice.patient(), practice.chart, 10).await.unwrap();
    assert!(lines.iter().any(|line| line.reason == "on the phone now, shaking"));
    for _ in 0..5 {
        practice.later(13).await;
        practice.who(&secret).await;
    }
    let after = signed_in(practice.who(&secret).await);
    assert!(practice.clinic.open_chart(&after.subject, practice.chart, Purpose("chart")).await.is_err());
}
