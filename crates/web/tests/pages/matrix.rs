//! Who may open which address: every route asked as everybody, as a table that a privacy officer can read.

use crate::{
    browser::{Browser, Page},
    practice::{self, Practice},
};
use axum::http::{Method, StatusCode};
use concord_web::routes;
use std::fmt::Write as _;

/// The address with its places filled in for one chart.
pub fn filled(practice: &Practice, path: &str, chart: concord_chart::ChartId) -> String {
    let _ = practice;
    path.replace("{chart}", &chart.to_string())
        .replace("{what}", "side-effect")
        .replace("{entry}", &practice::REPORT.to_string())
        .replace("{event}", &practice::REPORT.to_string())
        .replace("{release}", &practice::REPORT.to_string())
        .replace("{visit}", &practice::VISIT.to_string())
        .replace("{session}", &practice::PLANNED_SESSION.to_string())
        .replace("{instrument}", "phq-9")
        .replace("{article}", "ssri")
        .replace("{practice}", &practice::MINDFULNESS.to_string())
        .replace("{unit}", &chart.to_string())
        .replace("{course}", &practice::SERTRALINE.to_string())
}

fn answer(page: &Page) -> &'static str {
    match page.status {
        StatusCode::FORBIDDEN => "–",
        status if status.is_redirection() && page.to().starts_with("/sign-in?") => "sign in",
        StatusCode::NOT_FOUND => "nothing",
        status if status.is_server_error() => "BROKEN",
        _ => "yes",
    }
}

#[tokio::test]
async fn every_route_as_everybody() {
    let practice = Practice::open().await;
    let everybody = [
        ("stranger", None, Browser::stranger(&practice)),
        ("prescriber", Some(practice::prescriber()), Browser::of(&practice, &practice::prescriber()).await),
        ("therapist", Some(practice::therapist()), Browser::of(&practice, &practice::therapist()).await),
        ("care mgr", Some(practice::care_manager()), Browser::of(&practice, &practice::care_manager()).await),
        ("teacher", Some(practice::teacher()), Browser::of(&practice, &practice::teacher()).await),
        ("outsider", Some(practice::outsider()), Browser::of(&practice, &practice::outsider()).await),
        ("desk", Some(practice::desk()), Browser::of(&practice, &practice::desk()).await),
        ("admin", Some(practice::administrator()), Browser::of(&practice, &practice::administrator()).await),
        ("patient", Some(practice.patient()), Browser::of(&practice, &practice.patient()).await),
        ("other pat.", Some(practice.other_patient()), Browser::of(&practice, &practice.other_patient()).await),
    ];
    let mut table =
        String::from("One chart; who may ask for what of it. yes: answered, also when a form was sent back to be put right.\n");
    table.push_str("outsider: a therapist who is not on the care team. teacher: a complementary practitioner of the team.\n\n");
    let _ = write!(table, "{:<52}", "");
    for (name, _, _) in &everybody {
        let _ = write!(table, "{name:<11}");
    }
    table.push('\n');
    for route in routes::table() {
        // These end the session, or close the account, that the other questions are asked with.
        if matches!(route.path, "/sign-out" | "/account/everywhere" | "/access/{chart}/close") {
            continue;
        }
        let path = filled(&practice, route.path, practice.maria);
        let _ = write!(table, "{:<52}", format!("{:<5}{}", route.method.as_str(), route.path));
        for (name, who, browser) in &everybody {
            // A form before this one may have ended the session; each question is asked by somebody who is signed in.
            if let Some(who) = who {
                practice.sign_in(who).await;
            }
            let page = browser.send(route.method.clone(), &path, "").await;
            assert!(!page.status.is_server_error(), "{} {path} as {name}: {}", route.method, page.text);
            let _ = write!(table, "{:<11}", answer(&page));
        }
        table.push('\n');
    }
    let table = table.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!("who_may_open_what", table);
}

#[tokio::test]
async fn what_is_in_no_table_does_not_exist() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    assert_eq!(doctor.get("/charts").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        doctor.send(Method::DELETE, &format!("/chart/{}", practice.maria), "").await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}
