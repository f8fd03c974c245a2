use crate::client::*;
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::{Value, json};

fn sentence(answer: &Answer) -> &str {
    answer.body["issue"][0]["details"]["text"].as_str().unwrap_or_else(|| panic!("{}", answer.body))
}

#[tokio::test]
async fn a_call_that_cannot_be_read_is_refused_with_a_sentence() {
    let client = Client::new(None);
    let good = || call("order-select", vec![draft("1", "sertraline", 50, 1)], known(vec![], vec![]));
    let without = |pointer: &str, key: &str| {
        let mut body = good();
        body.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(key);
        body
    };
    let mut other_instance = good();
    other_instance["hookInstance"] = json!("42");
    let wrong = [
        (without("", "hook"), "hook"),
        (without("", "hookInstance"), "UUID"),
        (other_instance, "UUID"),
        (without("", "context"), "context"),
        (without("/context", "userId"), "userId"),
        (without("/context", "patientId"), "patientId"),
        (without("/context", "draftOrders"), "draftOrders"),
        (json!([1]), "object"),
        (call("order-sign", vec![], known(vec![], vec![])), "order-select"),
    ];
    for (body, word) in wrong {
        let answer = client.post(SELECT, &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{word}");
        assert!(sentence(&answer).contains(word), "{word}: {}", sentence(&answer));
        assert_eq!(answer.headers["content-type"], "application/json");
    }
    let broken = client.send(Request::post(SELECT).body(Body::from("{\"hook\":")).unwrap()).await;
    assert!(broken.status == StatusCode::BAD_REQUEST && sentence(&broken).contains("line 1"));
    let nested = client.send(Request::post(SELECT).body(Body::from("[".repeat(100_000))).unwrap()).await;
    assert_eq!(nested.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_belongs_to_two_people_is_not_judged() {
    let client = Client::new(None);
    let mut stray = medicine("9", "active", "lithium carbonate", 300, 2);
    stray["subject"]["reference"] = json!("https://ehr.example/fhir/Patient/other");
    let answer =
        client.post(SELECT, &call("order-select", vec![draft("1", "ibuprofen", 400, 3)], known(vec![stray], vec![]))).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(sentence(&answer).contains("MedicationRequest/9") && sentence(&answer).contains("Nothing was checked"));
}

#[tokio::test]
async fn without_anything_to_judge_by_the_precondition_fails() {
    let client = Client::new(None);
    for prefetch in [Value::Null, json!({}), json!({"patient": null, "conditions": bundle(vec![])})] {
        let answer = client.post(SIGN, &call("order-sign", vec![draft("1", "sertraline", 50, 1)], prefetch)).await;
        assert_eq!(answer.status, StatusCode::PRECONDITION_FAILED);
        assert!(sentence(&answer).contains("prefetch"));
    }
}

#[tokio::test]
async fn other_addresses_methods_and_sizes_are_refused_in_words() {
    let client = Client::new(None);
    assert_eq!(client.get("/cds-services/another").await.status, StatusCode::NOT_FOUND);
    assert_eq!(client.get("/cds-services/a/b/c").await.status, StatusCode::NOT_FOUND);
    assert_eq!(client.get(SELECT).await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(client.post("/cds-services", &json!({})).await.status, StatusCode::METHOD_NOT_ALLOWED);
    let large = client.send(Request::post(SELECT).body(Body::from(vec![b' '; 5 * 1024 * 1024])).unwrap()).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(sentence(&large).contains("4 MiB"));
}

#[tokio::test]
async fn the_token_is_asked_for_where_there_is_one() {
    let client = Client::new(Some("correct horse\n"));
    let with = |token: &str| Request::get("/cds-services").header("authorization", token).body(Body::empty()).unwrap();
    let nothing = client.get("/cds-services").await;
    assert_eq!((nothing.status, &nothing.headers["www-authenticate"]), (StatusCode::UNAUTHORIZED, &"Bearer".parse().unwrap()));
    assert_eq!(client.send(with("Bearer wrong")).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(client.send(with("Basic correct horse")).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(client.send(with("Bearer correct horse")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_address_that_asks_without_end_has_to_wait() {
    let client = Client::new(None);
    let mut slowed = 0;
    for _ in 0..400 {
        slowed += usize::from(client.get("/cds-services").await.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(slowed > 50, "{slowed} of 400 were told to wait");
}
