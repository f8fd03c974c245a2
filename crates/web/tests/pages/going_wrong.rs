//! Whatever goes wrong ends in a page: what happened, what was kept, what to do.

use crate::{
    browser::Browser,
    failing::{self, Mood},
    practice::{Practice, prescriber},
    sending::{FORM, send, send_from},
};
use axum::http::{Method, StatusCode};

#[tokio::test]
async fn every_refusal_is_a_page_with_a_way_back_and_never_a_bare_code() {
    let practice = Practice::open().await;
    let cookie = format!("concord={}", practice.sign_in(&practice.patient()).await);
    let own = ("cookie", cookie.as_str());
    let too_long = format!("words={}", "a".repeat(2_000_000));
    let cases = [
        ("an unknown address", Method::GET, "/nowhere", vec![own], String::new(), StatusCode::NOT_FOUND),
        ("a method that is not taken", Method::DELETE, "/my", vec![own], String::new(), StatusCode::METHOD_NOT_ALLOWED),
        ("an address that takes a form", Method::GET, "/my/doses", vec![own], String::new(), StatusCode::METHOD_NOT_ALLOWED),
        (
            "a form without its fields",
            Method::POST,
            "/my/doses",
            vec![own, FORM],
            "course=x".into(),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            "a body that is no form",
            Method::POST,
            "/my/doses",
            vec![own, ("content-type", "application/json")],
            "{}".into(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        ("a form that is too long", Method::POST, "/my/side-effect", vec![own, FORM], too_long, StatusCode::PAYLOAD_TOO_LARGE),
        ("an id that is none", Method::GET, "/my/homework/none", vec![own], String::new(), StatusCode::NOT_FOUND),
        ("a page of another role", Method::GET, "/caseload", vec![own], String::new(), StatusCode::FORBIDDEN),
        (
            "a query that cannot be read",
            Method::GET,
            "/my/questions/phq-9?q=many",
            vec![own],
            String::new(),
            StatusCode::BAD_REQUEST,
        ),
    ];
    for (what, method, path, headers, body, status) in cases {
        let answer = send(&practice, method, path, &headers, body).await;
        assert_eq!(answer.status, status, "{what}");
        assert!(answer.is_page(), "{what}: {}", answer.text);
        assert_eq!(answer.text.matches("<h1").count(), 1, "{what}");
        assert!(answer.text.contains("href=\"/\"") && answer.text.contains("href=\"/help-now\""), "{what} has no way back");
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{what}");
        assert_eq!(answer.header("cache-control"), "no-store", "{what}");
    }
}

#[tokio::test]
async fn a_form_of_another_site_is_refused_and_changes_nothing() {
    let practice = Practice::open().await;
    let cookie = format!("concord={}", practice.sign_in(&practice.patient()).await);
    let head = practice.head(practice.maria).await;
    let form = |key: &str| format!("key={key}&mood=-1&words=&hours=&minutes=0");
    let foreign: [&[(&str, &str)]; 4] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
    ];
    for (number, headers) in foreign.iter().enumerate() {
        let headers: Vec<_> = headers.iter().copied().chain([FORM, ("cookie", cookie.as_str())]).collect();
        let answer = send(&practice, Method::POST, "/my/check-in", &headers, form(&format!("foreign-{number}"))).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
        assert!(answer.is_page() && answer.text.contains("another site"), "{}", answer.text);
    }
    assert_eq!(practice.head(practice.maria).await, head, "something was recorded");
    let own: [&[(&str, &str)]; 3] = [&[("sec-fetch-site", "same-origin")], &[("origin", "http://concord.example")], &[]];
    for (number, headers) in own.iter().enumerate() {
        let headers: Vec<_> = headers.iter().copied().chain([FORM, ("cookie", cookie.as_str())]).collect();
        let answer = send(&practice, Method::POST, "/my/check-in", &headers, form(&format!("own-{number}"))).await;
        assert_eq!(answer.header("location"), "/my?done=check-in", "{headers:?}");
    }
}

#[tokio::test]
async fn reading_an_address_changes_nothing() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let head = practice.head(practice.maria).await;
    for route in concord_web::routes::table().into_iter().filter(|route| route.path.starts_with("/my")) {
        maria.get(&format!("{}?mood=-1&key=x&done=100&value=3&q=1", route.path.replace("{instrument}", "phq-9"))).await;
    }
    assert_eq!(practice.head(practice.maria).await, head);
}

#[tokio::test]
async fn an_address_that_knocks_too_often_waits_and_help_is_never_rationed() {
    let practice = Practice::open().await;
    let knock = |path: &'static str| send_from(&practice, "203.0.113.9", Method::GET, path, &[], "");
    let mut refused = None;
    for _ in 0..400 {
        let answer = knock("/sign-in").await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("nobody was ever asked to wait");
    assert!(refused.is_page() && refused.header("retry-after") == "10");
    let help = knock("/help-now").await;
    assert_eq!(help.status, StatusCode::OK);
    assert!(help.text.contains("tel:988"));
    let other = send_from(&practice, "203.0.113.10", Method::GET, "/sign-in", &[], "").await;
    assert_eq!(other.status, StatusCode::OK, "somebody else has to wait as well");
}

#[tokio::test]
async fn a_client_cannot_say_where_it_comes_from() {
    let practice = Practice::open().await;
    let mut refused = false;
    for number in 0..400 {
        let pretended = format!("10.0.0.{}", number % 250);
        let headers = [("x-forwarded-for", pretended.as_str()), ("x-concord-peer", pretended.as_str())];
        refused |= send_from(&practice, "203.0.113.9", Method::GET, "/sign-in", &headers, "").await.status
            == StatusCode::TOO_MANY_REQUESTS;
    }
    assert!(refused, "a made-up address has a bucket of its own");
}

#[tokio::test]
async fn when_the_record_is_away_pages_say_so_and_a_patient_has_the_numbers_at_once() {
    let (practice, store, _) = failing::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let doctor = Browser::of(&practice, &prescriber()).await;
    store.turn(Mood::Away);
    for path in ["/my", "/my/course", "/my/questions/phq-9"] {
        let page = maria.get(path).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(page.text.contains("tel:988") && page.text.contains("tel:911"), "{path}: no number to call");
        assert_eq!(page.text.matches("<h1").count(), 1, "{path}");
    }
    let page = doctor.get("/caseload").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.text.contains("cannot be reached just now"));
    assert!(!page.text.contains("it was told to be away"), "what the store says is for the log");
    assert_eq!(doctor.get("/healthz").await.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test(start_paused = true)]
async fn a_store_that_says_nothing_does_not_keep_anybody_waiting_for_long() {
    let (practice, store, _) = failing::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    store.turn(Mood::Silent);
    let began = tokio::time::Instant::now();
    let help = maria.get("/help-now").await;
    assert_eq!(help.status, StatusCode::OK);
    assert!(help.text.contains("tel:988"));
    assert!(began.elapsed().as_secs_f32() < 2.0, "help took {:?}", began.elapsed());
    let began = tokio::time::Instant::now();
    let home = maria.get("/my").await;
    assert_eq!(home.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(home.text.contains("tel:988"));
    assert!(began.elapsed().as_secs_f32() < 6.0, "home took {:?}", began.elapsed());
}

#[tokio::test]
async fn something_broken_inside_has_a_number_to_quote_and_not_a_word_about_the_inside() {
    let (practice, store, _) = failing::open().await;
    let doctor = Browser::of(&practice, &prescriber()).await;
    let mut session = concord_store::Store::setting(&*practice.store, "practice").await.unwrap().unwrap();
    session.push_str("nothing that can be read");
    concord_store::Store::put_setting(&*practice.store, "practice", &session).await.unwrap();
    let error = practice.clinic.load_practice().await.unwrap_err();
    store.turn(Mood::Fine);
    let page = axum::response::IntoResponse::into_response(concord_web::errors::Problem::of(&practice.app, None, error));
    assert_eq!(page.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let text = axum::body::to_bytes(page.into_body(), 100_000).await.unwrap();
    let text = String::from_utf8_lossy(&text);
    let number = text.split("this number finds it: <strong>").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
    assert!(number.len() >= 6 && number.contains('-'), "{number}");
    assert!(!text.contains("practice settings"), "the page tells what is inside");
    assert_eq!(doctor.get("/caseload").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_old_address_of_the_stylesheet_is_gone_and_the_present_one_is_kept_for_ever() {
    let practice = Practice::open().await;
    let page = send(&practice, Method::GET, "/sign-in", &[], "").await;
    let style = page.text.split("rel=\"stylesheet\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let found = send(&practice, Method::GET, &style, &[], "").await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(found.header("cache-control").contains("immutable") && found.header("x-content-type-options") == "nosniff");
    assert!(found.text.len() < 40 * 1024 + 4096, "the stylesheet is {} bytes", found.text.len());
    let old = send(&practice, Method::GET, "/assets/0000000000000000/concord.css", &[], "").await;
    assert_eq!(old.status, StatusCode::NOT_FOUND);
    assert!(old.header("content-security-policy").contains("default-src 'none'"));
}
