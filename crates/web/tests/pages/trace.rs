//! No page about a person without a trace: a line in the access log, or an entry on the chart.

use crate::{
    browser::Browser,
    matrix::filled,
    practice::{self, Practice},
};
use concord_web::routes;

#[tokio::test]
async fn whatever_shows_or_changes_a_record_leaves_a_trace() {
    let practice = Practice::open().await;
    let everybody = [
        practice::prescriber(),
        practice::therapist(),
        practice::care_manager(),
        practice::teacher(),
        practice::outsider(),
        practice::desk(),
        practice::administrator(),
        practice.patient(),
    ];
    let mut asked = 0;
    for who in everybody {
        let browser = Browser::of(&practice, &who).await;
        for route in routes::table().into_iter().filter(|route| route.on_chart) {
            // The form that asks for a reason names nobody and shows nothing of the record.
            if route.path.ends_with("/glass") {
                continue;
            }
            let chart = who.chart.unwrap_or(practice.maria);
            let before = (practice.lines(chart).await, practice.head(chart).await);
            let page = browser.send(route.method.clone(), &filled(&practice, route.path, chart), "").await;
            if page.status.is_success() {
                asked += 1;
                let after = (practice.lines(chart).await, practice.head(chart).await);
                assert_ne!(before, after, "{} {} as {} left no trace", route.method, route.path, who.name);
            }
        }
    }
    assert!(asked > 40, "only {asked} routes answered");
}

#[tokio::test]
async fn a_refusal_leaves_a_line_as_well() {
    let practice = Practice::open().await;
    let outsider = Browser::of(&practice, &practice::outsider()).await;
    let before = practice.lines(practice.maria).await;
    let page = outsider.get(&format!("/chart/{}", practice.maria)).await;
    assert_eq!(page.status, 403);
    assert!(!page.text.contains("Delgado"), "a refusal must not name the person");
    assert_eq!(practice.lines(practice.maria).await, before + 1);
}

#[tokio::test]
async fn the_glass_opens_with_a_reason_for_an_hour_and_is_seen() {
    let practice = Practice::open().await;
    let outsider = Browser::of(&practice, &practice::outsider()).await;
    let address = format!("/chart/{}/glass", practice.maria);
    let refused = outsider.post(&address, &[("why", "Something else"), ("reason", "")]).await;
    assert_eq!(refused.status, 422);
    let opened = outsider.post(&address, &[("why", "Something else"), ("reason", "On the phone now, shaking")]).await;
    assert_eq!(opened.to(), format!("/chart/{}", practice.maria));
    let chart = outsider.get(&format!("/chart/{}", practice.maria)).await;
    assert_eq!(chart.status, 200);
    assert!(chart.text.contains("On the phone now, shaking"));
    let looked = Browser::of(&practice, &practice::prescriber()).await.get(&format!("/chart/{}/looked", practice.maria)).await;
    assert!(looked.text.contains("Tomas Hale") && looked.text.contains("On the phone now, shaking"));
    assert_eq!(outsider.get(&format!("/chart/{}", practice.noor)).await.status, 403, "one reason opens one record");
}
