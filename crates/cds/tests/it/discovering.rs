use crate::client::*;
use axum::{
    body::Body,
    http::{Request, StatusCode},
};

#[tokio::test]
async fn the_three_services_say_what_they_want_to_be_sent() {
    let found = Client::new(None).get("/cds-services").await;
    let services = found.body["services"].as_array().unwrap();
    let hooks: Vec<&str> = services.iter().map(|service| service["hook"].as_str().unwrap()).collect();
    assert_eq!(hooks, ["patient-view", "order-select", "order-sign"]);
    for service in services {
        assert!(service["id"].as_str().unwrap().starts_with("concord-medication-"));
        for field in ["title", "description", "usageRequirements"] {
            assert!(service[field].as_str().unwrap().len() > 20, "{field}");
        }
        let prefetch = service["prefetch"].as_object().unwrap();
        assert_eq!(prefetch["patient"], "Patient/{{context.patientId}}");
        assert!(prefetch.values().all(|query| query.as_str().unwrap().contains("{{context.patientId}}")));
        assert!(prefetch["observations"].as_str().unwrap().contains("http://loinc.org|8636-3"), "the QTc is asked for");
    }
}

#[tokio::test]
async fn a_browser_of_another_origin_may_ask_and_never_brings_cookies() {
    let client = Client::new(Some("secret"));
    let request = Request::options(SELECT).header("origin", "https://sandbox.example").body(Body::empty()).unwrap();
    let answer = client.send(request).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.headers["access-control-allow-origin"], "*");
    assert_eq!(answer.headers["access-control-allow-methods"], "GET, POST, OPTIONS");
    assert!(answer.headers["access-control-allow-headers"].to_str().unwrap().contains("content-type"));
    assert!(!answer.headers.contains_key("access-control-allow-credentials"));
}
