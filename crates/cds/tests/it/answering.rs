use crate::client::*;
use axum::http::StatusCode;
use serde_json::{Value, json};

#[tokio::test]
async fn an_order_beside_an_maoi_is_stopped_once_and_can_be_taken_back_with_one_press() {
    let client = Client::new(None);
    let taken = vec![medicine("70", "active", "phenelzine", 15, 3)];
    let order = draft("103", "sertraline 50 MG Oral Tablet", 50, 1);
    let answer = client.post(SELECT, &call("order-select", vec![order], known(taken, vec![]))).await;
    assert_eq!(answer.status, StatusCode::OK);
    let critical = answer.with("critical");
    assert_eq!(critical.len(), 1, "{:?}", answer.summaries());
    assert_eq!(answer.cards()[0], *critical[0], "it stands first");
    assert!(critical[0]["detail"].as_str().unwrap().to_lowercase().contains("serotonin"));
    let suggestions = critical[0]["suggestions"].as_array().unwrap();
    let delete = suggestions.iter().find(|one| one["actions"][0]["type"] == "delete").unwrap();
    assert_eq!(delete["actions"][0]["resourceId"], "MedicationRequest/103");
    assert_eq!(delete["isRecommended"], true);
    let reasons: Vec<&str> =
        critical[0]["overrideReasons"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert!(reasons.contains(&"benefit_outweighs") && reasons.contains(&"other"));
}

#[tokio::test]
async fn what_was_shown_when_the_order_was_chosen_is_shown_when_it_is_signed() {
    let client = Client::new(None);
    let taken = || vec![medicine("70", "active", "lithium carbonate", 300, 3), medicine("71", "active", "lisinopril", 10, 1)];
    let orders = || vec![draft("1", "ibuprofen", 400, 3), draft("2", "sertraline", 50, 1)];
    let selected = client.post(SELECT, &call("order-select", orders(), known(taken(), vec![]))).await;
    let signed = client.post(SIGN, &call("order-sign", orders(), known(taken(), vec![]))).await;
    assert!(selected.card("ibuprofen")["indicator"] != "info");
    for card in selected.cards() {
        assert!(signed.cards().iter().any(|same| same["summary"] == card["summary"]), "{}", card["summary"]);
    }
}

#[tokio::test]
async fn only_what_concerns_the_chosen_order_is_shown_on_it() {
    let client = Client::new(None);
    let taken = vec![medicine("70", "active", "lithium carbonate", 300, 3), medicine("71", "active", "ibuprofen", 400, 3)];
    let mut body =
        call("order-select", vec![draft("1", "ibuprofen", 400, 3), draft("2", "melatonin", 3, 1)], known(taken.clone(), vec![]));
    body["context"]["selections"] = json!(["MedicationRequest/2"]);
    let answer = client.post(SELECT, &body).await;
    let speaks_of_lithium =
        |answer: &Answer| answer.summaries().iter().any(|one| one.starts_with("Lithium") || one.contains("lithium with"));
    assert!(!speaks_of_lithium(&answer), "{:?}", answer.summaries());
    let opened = client.post(VIEW, &view(known(taken, vec![]))).await;
    assert!(opened.card("ibuprofen").to_string().contains("ithium"));
    assert!(opened.with("critical").is_empty(), "nobody is stopped for opening a chart");
}

#[tokio::test]
async fn a_dose_above_the_most_can_be_lowered_with_one_press() {
    let client = Client::new(None);
    let answer = client.post(SIGN, &call("order-sign", vec![draft("5", "citalopram", 60, 1)], known(vec![], vec![]))).await;
    let update = |card: &&Value| {
        card["suggestions"].as_array().is_some_and(|all| all.iter().any(|one| one["actions"][0]["type"] == "update"))
    };
    let card = answer.cards().iter().find(update).unwrap_or_else(|| panic!("{:?}", answer.summaries()));
    let suggestion = card["suggestions"].as_array().unwrap().iter().find(|one| one["actions"][0]["type"] == "update").unwrap();
    let order = &suggestion["actions"][0]["resource"];
    assert_eq!((&order["resourceType"], &order["id"]), (&json!("MedicationRequest"), &json!("5")));
    let dose = &order["dosageInstruction"][0];
    let amount = dose["doseAndRate"][0]["doseQuantity"]["value"].as_f64().unwrap();
    let most = card["extension"]["concord.explanation"]["severity"].clone();
    assert!(amount <= 40.0 && amount > 0.0, "{amount} at {most}");
    assert!(dose["text"].as_str().unwrap().contains(&format!("{amount} mg")), "words and number say the same: {dose}");
    assert_eq!(suggestion["isRecommended"], true);
}

#[tokio::test]
async fn a_missing_ecg_or_level_can_be_ordered_with_one_press() {
    let client = Client::new(None);
    let taken = vec![medicine("70", "active", "haloperidol", 5, 2)];
    let answer = client.post(SIGN, &call("order-sign", vec![draft("5", "citalopram", 20, 1)], known(taken, vec![]))).await;
    let all = answer.cards().iter().flat_map(|card| card["suggestions"].as_array().cloned().unwrap_or_default());
    let created: Vec<Value> =
        all.flat_map(|one| one["actions"].as_array().unwrap().clone()).filter(|action| action["type"] == "create").collect();
    let ecg = created.iter().find(|action| action["resource"]["code"]["text"] == "electrocardiogram");
    let ecg = ecg.unwrap_or_else(|| panic!("{:?} {created:?}", answer.summaries()));
    assert_eq!(ecg["resource"]["resourceType"], "ServiceRequest");
    assert_eq!(ecg["resource"]["subject"]["reference"], "Patient/1288992");
    assert_eq!(ecg["resource"]["status"], "draft");
}

#[tokio::test]
async fn what_was_not_sent_is_said_and_never_taken_for_safe() {
    let client = Client::new(None);
    let prefetch = json!({"patient": {"resourceType": "Patient", "id": "1288992"}});
    let answer = client.post(SIGN, &call("order-sign", vec![draft("5", "sertraline", 50, 1)], prefetch)).await;
    let card = answer.card("not checked:");
    for list in ["other medicines", "conditions", "allergies", "laboratory values"] {
        assert!(card["detail"].as_str().unwrap().contains(list), "{list}: {}", card["detail"]);
    }
    assert_eq!(card["indicator"], "warning");
    let unknown = client.post(SIGN, &call("order-sign", vec![draft("5", "moonshine root", 50, 1)], known(vec![], vec![]))).await;
    assert!(unknown.card("not checked:")["detail"].as_str().unwrap().contains("moonshine root"));
}

#[tokio::test]
async fn values_come_with_their_day_and_resource() {
    let client = Client::new(None);
    let taken = vec![medicine("70", "active", "lithium carbonate", 300, 3)];
    let values = vec![
        value("egfr1", "33914-3", "38", "mL/min/{1.73_m2}", "2026-08-01"),
        value("qt", "8636-3", "0.512", "s", "2026-08-10"),
    ];
    let answer = client.post(SIGN, &call("order-sign", vec![draft("5", "citalopram", 20, 1)], known(taken, values))).await;
    let all =
        answer.cards().iter().flat_map(|card| card["extension"]["concord.explanation"]["inputs"].as_array().unwrap().clone());
    let ecg: Vec<Value> = all.filter(|input| input["source"] == "Observation/qt").collect();
    assert!(!ecg.is_empty(), "{:?}", answer.summaries());
    assert_eq!(ecg[0]["time"], "2026-08-10");
    assert!(ecg[0]["value"].as_str().unwrap().contains("512"), "{}", ecg[0]);
}

#[tokio::test]
async fn codes_are_understood_without_words() {
    let client = Client::new(None);
    let coded = |id: &str, system: &str, code: &str| {
        let mut order = draft(id, "x", 50, 1);
        order["medicationCodeableConcept"] = json!({"coding": [{"system": system, "code": code}]});
        order
    };
    // RxNorm 36437 and ATC N06AB06 are sertraline.
    for order in [coded("1", RXNORM, "36437"), coded("1", "http://www.whocc.no/atc", "N06AB06")] {
        let taken = vec![medicine("70", "active", "phenelzine", 15, 3)];
        let answer = client.post(SIGN, &call("order-sign", vec![order], known(taken, vec![]))).await;
        assert!(answer.with("critical")[0]["detail"].as_str().unwrap().to_lowercase().contains("serotonin"));
    }
    let mut unknown = known(vec![], vec![]);
    unknown["conditions"] = bundle(vec![condition("c1", "Epilepsy", "http://hl7.org/fhir/sid/icd-10-cm", "G40.909")]);
    let answer = client.post(SIGN, &call("order-sign", vec![draft("1", "bupropion", 150, 2)], unknown)).await;
    assert!(answer.card("seizure")["extension"]["concord.explanation"]["inputs"].to_string().contains("Condition/c1"));
}

#[tokio::test]
async fn what_ended_lately_still_counts_and_a_renewal_is_no_duplicate() {
    let client = Client::new(None);
    let mut ended = medicine("70", "stopped", "phenelzine", 15, 3);
    ended["dosageInstruction"][0]["timing"]["repeat"]["boundsPeriod"] = json!({"start": "2026-01-10", "end": "2026-08-15"});
    let answer = client.post(SIGN, &call("order-sign", vec![draft("1", "sertraline", 50, 1)], known(vec![ended], vec![]))).await;
    assert_eq!(answer.with("critical").len(), 1, "{:?}", answer.summaries());
    let taken = vec![medicine("70", "active", "sertraline", 50, 1)];
    let renewed = client.post(SIGN, &call("order-sign", vec![draft("1", "sertraline", 50, 1)], known(taken, vec![]))).await;
    let duplicate = |card: &&Value| card["extension"]["concord.explanation"]["kind"] == "duplicate_therapy";
    assert!(renewed.cards().iter().find(duplicate).is_none(), "{:?}", renewed.summaries());
    let taken = vec![medicine("70", "active", "sertraline", 100, 1)];
    let doubled = client.post(SIGN, &call("order-sign", vec![draft("1", "Zoloft", 50, 1)], known(taken, vec![]))).await;
    assert!(doubled.cards().iter().any(|card| duplicate(&card)), "{:?}", doubled.summaries());
}

#[tokio::test]
async fn orders_of_other_kinds_are_none_of_its_matter() {
    let client = Client::new(None);
    let order = json!({"resourceType": "ServiceRequest", "id": "1", "status": "draft", "intent": "order",
        "subject": {"reference": "Patient/1288992"}, "code": {"text": "chest X-ray"}});
    let answer = client.post(SIGN, &call("order-sign", vec![order], known(vec![], vec![]))).await;
    assert_eq!((answer.status, answer.cards().len()), (StatusCode::OK, 0));
}

#[tokio::test]
async fn the_order_of_what_was_sent_changes_nothing() {
    let client = Client::new(None);
    let taken = vec![medicine("70", "active", "lithium carbonate", 300, 3), medicine("71", "active", "haloperidol", 5, 2)];
    let turned: Vec<Value> = taken.iter().rev().cloned().collect();
    let order = || vec![draft("5", "citalopram", 20, 1)];
    let one = client.post(SIGN, &call("order-sign", order(), known(taken, vec![]))).await;
    let other = client.post(SIGN, &call("order-sign", order(), known(turned, vec![]))).await;
    assert_eq!(one.summaries(), other.summaries());
}
