use crate::client::*;
use axum::http::StatusCode;
use concord_access::{Role, Subject};
use concord_actions::CardCounts;
use concord_chart::AccountId;
use serde_json::{Value, json};
use std::time::Duration;

fn administrator() -> Subject {
    let id = uuid::Uuid::from_u128(21);
    Subject {
        account: AccountId(id),
        organisation: concord_chart::OrganisationId(uuid::Uuid::from_u128(1)),
        role: Role::Administrator,
        staff: Some(concord_chart::StaffId(id)),
        chart: None,
        name: "Administrator".to_owned(),
        places: Vec::new(),
        glass: None,
    }
}

/// The counts once so many rules were shown: they are counted beside the answer.
async fn counts(client: &Client, rules: usize) -> Vec<CardCounts> {
    for _ in 0..200 {
        let counts = client.clinic.card_counts(&administrator()).await.unwrap();
        if counts.len() >= rules {
            return counts;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the showings were not counted");
}

async fn shown(client: &Client) -> Value {
    let taken = vec![medicine("70", "active", "phenelzine", 15, 3)];
    let answer = client.post(SELECT, &call("order-select", vec![draft("103", "sertraline", 50, 1)], known(taken, vec![]))).await;
    counts(client, 1).await;
    answer.with("critical")[0].clone()
}

#[tokio::test]
async fn feedback_is_kept_for_the_rule_that_spoke() {
    let client = Client::new(None);
    let card = shown(&client).await;
    let rule = card["extension"]["concord.explanation"]["rule"].as_str().unwrap().to_owned();
    let path = card["extension"]["concord.explanation"]["feedback"].as_str().unwrap();
    let overridden = json!({"feedback": [{
        "card": card["uuid"], "outcome": "overridden", "outcomeTimestamp": "2026-08-20T13:05:00Z",
        "overrideReason": {"reason": {"code": "monitored", "system": "urn:concord:override-reason"}, "userComment": "seen by the ward"},
    }]});
    for _ in 0..2 {
        assert_eq!(client.post(path, &overridden).await.status, StatusCode::OK);
    }
    let all = counts(&client, 1).await;
    let of_rule = all.iter().find(|counts| counts.rule == rule).unwrap();
    assert_eq!((of_rule.shown, of_rule.overridden, of_rule.accepted), (1, 1, 0));
    assert_eq!(of_rule.reasons["monitored"], 1);
    assert_eq!(of_rule.comments, ["seen by the ward"]);
}

#[tokio::test]
async fn an_accepted_suggestion_is_counted() {
    let client = Client::new(None);
    let card = shown(&client).await;
    let accepted = json!({"feedback": [{
        "card": card["uuid"], "outcome": "accepted", "outcomeTimestamp": "2026-08-20T13:05:00Z",
        "acceptedSuggestions": [{"id": card["suggestions"][0]["uuid"]}],
    }]});
    assert_eq!(client.post(&format!("{SELECT}/feedback"), &accepted).await.status, StatusCode::OK);
    assert_eq!(counts(&client, 1).await.iter().map(|counts| counts.accepted).sum::<u64>(), 1);
}

#[tokio::test]
async fn feedback_that_says_nothing_is_refused_with_a_sentence() {
    let client = Client::new(None);
    let card = shown(&client).await;
    let one =
        |card: Value, outcome: &str, at: &str| json!({"feedback": [{"card": card, "outcome": outcome, "outcomeTimestamp": at}]});
    let day = "2026-08-20T13:05:00Z";
    let wrong = [
        (json!({}), StatusCode::BAD_REQUEST),
        (one(json!("x"), "overridden", day), StatusCode::BAD_REQUEST),
        (one(card["uuid"].clone(), "ignored", day), StatusCode::BAD_REQUEST),
        (one(card["uuid"].clone(), "accepted", day), StatusCode::BAD_REQUEST),
        (one(card["uuid"].clone(), "overridden", "yesterday"), StatusCode::BAD_REQUEST),
        (one(json!("00000000-0000-4000-8000-000000000000"), "overridden", day), StatusCode::NOT_FOUND),
    ];
    for (body, status) in wrong {
        let answer = client.post(&format!("{SELECT}/feedback"), &body).await;
        assert_eq!(answer.status, status, "{body}");
        assert!(answer.body["issue"][0]["details"]["text"].as_str().unwrap().len() > 10);
    }
    assert!(counts(&client, 1).await.iter().all(|counts| counts.overridden + counts.accepted == 0));
}
