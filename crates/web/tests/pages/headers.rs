//! What every answer says to the browser, whatever was asked for.

use crate::{
    browser::Browser,
    matrix::filled,
    practice::{self, Practice},
};
use concord_web::routes;

const NEEDED: [&str; 7] = [
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
    "x-frame-options",
    "cache-control",
];

#[tokio::test]
async fn every_answer_carries_the_policy_and_nothing_inline() {
    let practice = Practice::open().await;
    let browsers = [
        Browser::stranger(&practice),
        Browser::of(&practice, &practice::prescriber()).await,
        Browser::of(&practice, &practice::desk()).await,
        Browser::of(&practice, &practice.patient()).await,
    ];
    let mut paths: Vec<_> =
        routes::table().into_iter().map(|route| (route.method, filled(&practice, route.path, practice.maria))).collect();
    paths.push((axum::http::Method::GET, "/nowhere".to_owned()));
    for browser in &browsers {
        for (method, path) in
            paths.iter().filter(|(_, path)| !matches!(path.as_str(), "/sign-out" | "/account/everywhere" | "/account/others"))
        {
            let page = browser.send(method.clone(), path, "").await;
            for name in NEEDED {
                assert!(page.headers.contains_key(name), "{method} {path} has no {name}");
            }
            let policy = page.headers["content-security-policy"].to_str().unwrap();
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
            for inline in ["style=\"", "<style", " onclick", " onload", "javascript:"] {
                assert!(!page.text.contains(inline), "{method} {path} has {inline}");
            }
        }
    }
}

#[tokio::test]
async fn the_browser_s_title_begins_with_the_name_and_birth_date() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    for end in [
        "",
        "/plan",
        "/regimen",
        "/sessions",
        "/measures",
        "/visits",
        "/note",
        "/record",
        "/record/decision",
        "/entries",
        "/looked",
    ] {
        let page = doctor.get(&format!("/chart/{}{end}", practice.maria)).await;
        assert!(page.text.contains("<title>DELGADO Maria, 14 Mar 1988: "), "{end}: {}", page.status);
    }
}
