//! Sign-in, its cookie, its end, and what happens to a form that comes too late.

use crate::{
    browser::Browser,
    failing,
    practice::{self, Practice, administrator, prescriber},
    sending::{FORM, send},
};
use axum::http::{Method, StatusCode};
use concord_actions::hash_with_salt;
use concord_store::{Account, Store};
use concord_web::app::App;
use jiff::ToSpan;

const PASSWORD: &str = "river stone window";

async fn with_password(practice: &Practice) {
    let account = practice.store.account(prescriber().account).await.unwrap().unwrap();
    let password = hash_with_salt(PASSWORD, &[7; 16]).unwrap();
    practice.store.put_accounts(vec![Account { password, ..account }]).await.unwrap();
}

fn form(login: &str, password: &str, to: &str) -> String {
    format!("login={login}&password={}&to={}", password.replace(' ', "+"), to.replace('/', "%2F"))
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_of_other_sites() {
    let practice = Practice::open().await;
    with_password(&practice).await;
    let answer = send(&practice, Method::POST, "/sign-in", &[FORM], form("dr.amara.osei", PASSWORD, "")).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/today"));
    let cookie = answer.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.to_lowercase().contains("domain="), "{cookie}");
    let secret = answer.cookie();
    assert!(secret.len() > "concord=".len() + 40, "128 bits and more: {secret}");
}

#[tokio::test]
async fn over_tls_the_cookie_is_bound_to_the_host_and_the_browser_is_told_to_stay_there() {
    let practice = Practice::open().await;
    with_password(&practice).await;
    let practice = Practice { app: App::new(practice.clinic.clone(), true), ..practice };
    let answer = send(&practice, Method::POST, "/sign-in", &[FORM], form("dr.amara.osei", PASSWORD, "")).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-concord=") && cookie.contains("Secure"), "{cookie}");
    assert!(answer.header("strict-transport-security").contains("max-age="));
}

#[tokio::test]
async fn a_session_that_somebody_else_put_into_the_browser_is_not_gone_on_with() {
    let practice = Practice::open().await;
    with_password(&practice).await;
    let planted = format!("concord={}", practice.sign_in(&administrator()).await);
    let answer =
        send(&practice, Method::POST, "/sign-in", &[FORM, ("cookie", &planted)], form("dr.amara.osei", PASSWORD, "")).await;
    assert_ne!(answer.cookie(), planted);
    let with_the_old_one = send(&practice, Method::GET, "/admin", &[("cookie", &planted)], "").await;
    assert!(with_the_old_one.header("location").starts_with("/sign-in"), "the planted session still opens pages");
    let with_the_new_one = send(&practice, Method::GET, "/today", &[("cookie", &answer.cookie())], "").await;
    assert_eq!(with_the_new_one.status, StatusCode::OK);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_get_the_same_page() {
    let practice = Practice::open().await;
    with_password(&practice).await;
    let known = send(&practice, Method::POST, "/sign-in", &[FORM], form("dr.amara.osei", "wrong", "")).await;
    let unknown = send(&practice, Method::POST, "/sign-in", &[FORM], form("nobody.at.all", "wrong", "")).await;
    assert_eq!(known.status, StatusCode::UNAUTHORIZED);
    assert_eq!(known.status, unknown.status);
    assert_eq!(known.text.replace("dr.amara.osei", "LOGIN"), unknown.text.replace("nobody.at.all", "LOGIN"));
    assert!(known.text.contains("href=\"/help-now\""), "help is in reach of somebody who cannot get in");
    assert!(!known.text.contains("wrong"), "the password is not written back");
}

#[tokio::test]
async fn after_signing_in_one_is_where_one_wanted_to_go_and_never_elsewhere() {
    let practice = Practice::open().await;
    with_password(&practice).await;
    let asked = send(&practice, Method::GET, "/caseload?sort=name&filter=due", &[], "").await;
    assert_eq!(asked.header("location"), "/sign-in?to=/caseload%3Fsort%3Dname%26filter%3Ddue");
    let page = send(&practice, Method::GET, asked.header("location"), &[], "").await;
    assert!(page.text.contains("value=\"/caseload?sort=name&amp;filter=due\""));
    let done = send(&practice, Method::POST, "/sign-in", &[FORM], form("dr.amara.osei", PASSWORD, "/caseload?x=1")).await;
    assert_eq!(done.header("location"), "/caseload?x=1");
    for elsewhere in ["//evil.example", "https:%2F%2Fevil.example", "/%09/evil.example"] {
        let done = send(&practice, Method::POST, "/sign-in", &[FORM], form("dr.amara.osei", PASSWORD, elsewhere)).await;
        assert_eq!(done.header("location"), "/today", "{elsewhere}");
    }
}

#[tokio::test]
async fn a_screen_left_alone_asks_for_the_password_and_says_why() {
    let (practice, _, clock) = failing::open().await;
    let cookie = format!("concord={}", practice.sign_in(&prescriber()).await);
    clock.set(clock_plus(&practice, 16));
    let answer = send(&practice, Method::GET, "/caseload", &[("cookie", &cookie)], "").await;
    assert_eq!(answer.header("location"), "/sign-in?reason=waited&to=/caseload");
    let page = send(&practice, Method::GET, answer.header("location"), &[], "").await;
    assert!(page.text.contains("nothing happened for a while"));
}

#[tokio::test]
async fn asking_in_the_background_does_not_keep_a_session_alive() {
    let (practice, _, clock) = failing::open().await;
    let cookie = format!("concord={}", practice.sign_in(&prescriber()).await);
    let background = [("cookie", cookie.as_str()), ("x-concord-background", "yes")];
    for minutes in [5, 5, 4] {
        clock.set(clock_plus(&practice, minutes));
        assert_eq!(send(&practice, Method::GET, "/caseload", &background, "").await.status, StatusCode::OK);
    }
    clock.set(clock_plus(&practice, 2));
    let answer = send(&practice, Method::GET, "/caseload", &[("cookie", &cookie)], "").await;
    assert!(answer.header("location").starts_with("/sign-in?reason=waited"), "{} {}", answer.status, answer.header("location"));
}

fn clock_plus(practice: &Practice, minutes: i64) -> jiff::Timestamp {
    practice.clinic.now().checked_add(minutes.minutes()).unwrap()
}

#[tokio::test]
async fn a_form_that_came_too_late_waits_for_its_sender_and_for_nobody_else() {
    let (practice, _, clock) = failing::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    clock.set(clock_plus(&practice, 61));
    let fields = [
        ("key", "late"),
        ("words", "My hands tremble & I spill tea."),
        ("burden", "4"),
        ("course", ""),
        ("since", ""),
        ("effect", ""),
    ];
    let answer = maria.post("/my/side-effect", &fields).await;
    assert_eq!(answer.to(), "/sign-in?reason=kept&to=/kept");

    let session = |who: concord_access::Subject| {
        let practice = &practice;
        async move {
            let secret = format!("after-{}", who.account);
            let now = practice.clinic.now();
            let id_hash = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(secret.as_bytes()));
            let session =
                concord_store::Session { id_hash, account: who.account, created: now, seen: now, state: "{}".to_owned() };
            practice.store.put_session(session).await.unwrap();
            format!("concord={secret}")
        }
    };
    let other = session(practice.other_patient()).await;
    assert!(!send(&practice, Method::GET, "/kept", &[("cookie", &other)], "").await.text.contains("tremble"));

    let own = session(practice.patient()).await;
    let kept = send(&practice, Method::GET, "/kept", &[("cookie", &own)], "").await;
    assert!(kept.text.contains("My hands tremble &amp; I spill tea."), "{}", kept.text);
    let sent = send(&practice, Method::POST, "/kept", &[FORM, ("cookie", &own)], "").await;
    assert_eq!((sent.status, sent.header("location")), (StatusCode::TEMPORARY_REDIRECT, "/my/side-effect"));
    let again = send(&practice, Method::GET, "/kept", &[("cookie", &own)], "").await;
    assert!(again.text.contains("Nothing is waiting"));
}

#[tokio::test]
async fn no_password_is_kept_with_a_form_that_came_too_late() {
    let (practice, _, clock) = failing::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    clock.set(clock_plus(&practice, 61));
    let answer = maria
        .post("/account/password", &[("present", "old secret"), ("new", "new secret words"), ("again", "new secret words")])
        .await;
    assert_eq!(answer.to(), "/sign-in?reason=waited");
    assert_eq!(practice.clinic.unsent(&practice.patient()).await.unwrap(), None);
}

#[tokio::test]
async fn a_first_password_opens_one_page_and_help_until_it_is_changed() {
    let practice = Practice::open().await;
    let first = practice.clinic.give_patient_access(&practice::desk(), practice.june).await.unwrap();
    let signed = send(&practice, Method::POST, "/sign-in", &[FORM], form(&first.login, &first.password, "")).await;
    let cookie = signed.cookie();
    for path in ["/my", "/my/course", "/my/looked"] {
        let answer = send(&practice, Method::GET, path, &[("cookie", &cookie)], "").await;
        assert_eq!(answer.header("location"), "/account?first=yes", "{path}");
    }
    assert_eq!(send(&practice, Method::GET, "/help-now", &[("cookie", &cookie)], "").await.status, StatusCode::OK);

    let short = format!("present={}&new=short&again=short", first.password);
    let refused = send(&practice, Method::POST, "/account/password", &[FORM, ("cookie", &cookie)], short).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("At least 12 characters") && refused.text.contains("role=\"alert\""));

    let change = format!("present={}&new=four+odd+paper+boats&again=four+odd+paper+boats", first.password);
    let changed = send(&practice, Method::POST, "/account/password", &[FORM, ("cookie", &cookie)], change).await;
    assert_eq!(changed.header("location"), "/my");
    assert_ne!(changed.cookie(), cookie, "a new session after a change of the password");
    assert!(send(&practice, Method::GET, "/my", &[("cookie", &cookie)], "").await.header("location").starts_with("/sign-in"));
    assert_eq!(send(&practice, Method::GET, "/my", &[("cookie", &changed.cookie())], "").await.status, StatusCode::OK);
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server_and_empties_the_browser() {
    let practice = Practice::open().await;
    let cookie = format!("concord={}", practice.sign_in(&prescriber()).await);
    let out = send(&practice, Method::POST, "/sign-out", &[FORM, ("cookie", &cookie)], "").await;
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert!(out.header("clear-site-data").contains("cache"));
    assert!(send(&practice, Method::GET, "/today", &[("cookie", &cookie)], "").await.header("location").starts_with("/sign-in"));
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session_and_only_ones_own() {
    let practice = Practice::open().await;
    let cookie = format!("concord={}", practice.sign_in(&prescriber()).await);
    let other = format!("concord={}", practice.sign_in(&administrator()).await);
    let out = send(&practice, Method::POST, "/account/everywhere", &[FORM, ("cookie", &cookie)], "").await;
    assert_eq!(out.header("location"), "/sign-in?reason=everywhere");
    assert!(send(&practice, Method::GET, "/today", &[("cookie", &cookie)], "").await.header("location").starts_with("/sign-in"));
    assert_eq!(send(&practice, Method::GET, "/admin", &[("cookie", &other)], "").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_look_that_somebody_chose_is_on_every_page_of_theirs() {
    let practice = Practice::open().await;
    for (who, home) in [(practice.patient(), "/my"), (prescriber(), "/caseload")] {
        let browser = Browser::of(&practice, &who).await;
        assert!(!browser.get(home).await.text.contains("data-theme"), "nothing was chosen yet");
        assert_eq!(browser.post("/account/look", &[("look", "dark")]).await.to(), "/account?done=look");
        for path in [home, "/account"] {
            assert!(browser.get(path).await.text.contains("<html lang=\"en\" data-theme=\"dark\">"), "{path}");
        }
    }
}
