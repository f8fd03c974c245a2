use crate::client::*;
use concord_knowledge::shipped;
use serde_json::Value;
use std::collections::BTreeSet;

const FIELDS: &[&str] = &[
    "inputs",
    "rule",
    "rule_text",
    "version",
    "citation",
    "evidence_grade",
    "intended_user",
    "population",
    "limits",
    "alternatives",
    "urgency",
    "attributes",
    "feedback",
];

const ATTRIBUTES: &[&str] = &[
    "citation",
    "developer",
    "funding",
    "release_and_revision_dates",
    "use_of_race",
    "use_of_ethnicity",
    "use_of_language",
    "use_of_sexual_orientation",
    "use_of_gender_identity",
    "use_of_sex",
    "use_of_date_of_birth",
    "use_of_social_determinants_of_health",
    "use_of_health_status",
];

/// What the specification demands of every card, and what we demand of our own.
fn hold(card: &Value) {
    let summary = card["summary"].as_str().unwrap();
    assert!(!summary.is_empty() && summary.chars().count() < 140, "{summary}");
    assert!(["info", "warning", "critical"].contains(&card["indicator"].as_str().unwrap()));
    assert!(card["uuid"].as_str().unwrap().parse::<uuid::Uuid>().is_ok());
    assert!(!card["source"]["label"].as_str().unwrap().is_empty(), "{summary}");
    for field in ["code", "system", "display"] {
        assert!(!card["source"]["topic"][field].as_str().unwrap().is_empty(), "{summary}");
    }
    for link in card["links"].as_array().into_iter().flatten() {
        assert!(link["url"].as_str().unwrap().starts_with("http") && link["type"] == "absolute", "{link}");
    }
    let suggestions = card["suggestions"].as_array().map(Vec::as_slice).unwrap_or_default();
    assert_eq!(suggestions.is_empty(), card.get("selectionBehavior").is_none(), "{summary}");
    let recommended = suggestions.iter().filter(|one| one["isRecommended"] == true).count();
    assert!(recommended <= 1, "{summary}");
    for action in suggestions.iter().flat_map(|one| one["actions"].as_array().unwrap()) {
        assert!(!action["description"].as_str().unwrap().is_empty());
        let wanted = if action["type"] == "delete" { "resourceId" } else { "resource" };
        assert!(!action[wanted].is_null(), "{action}");
    }
    assert!(card["overrideReasons"].as_array().unwrap().iter().all(|one| one["code"].is_string() && one["system"].is_string()));
    explained(card, summary);
}

fn explained(card: &Value, summary: &str) {
    let said = &card["extension"]["concord.explanation"];
    for field in FIELDS {
        assert!(!said[*field].is_null() && said[*field] != "", "{summary} lacks {field}");
    }
    for field in ATTRIBUTES {
        assert!(!said["attributes"][*field].is_null(), "{summary} lacks the attribute {field}");
    }
    assert!(!said["limits"].as_array().unwrap().is_empty() && !said["alternatives"].as_array().unwrap().is_empty(), "{summary}");
    assert_eq!(said["version"], shipped().version());
    let inputs = said["inputs"].as_array().unwrap();
    assert!(!inputs.is_empty(), "{summary} rests on nothing");
    for input in inputs {
        for field in ["name", "value", "time", "source", "missing"] {
            assert!(input.get(field).is_some(), "{summary}: {input} lacks {field}");
        }
        assert_eq!(input["missing"] == true, input["value"].is_null(), "{summary}: {input}");
    }
    if said["rule"] != "not-checked" {
        assert!(!said["citation"].as_array().unwrap().is_empty(), "{summary} cites nothing");
    }
}

#[tokio::test]
async fn no_card_of_any_order_lacks_a_field_and_at_most_one_stops() {
    let client = Client::new(None);
    let always = || {
        vec![
            medicine("70", "active", "lithium carbonate", 300, 3),
            medicine("71", "active", "carbamazepine", 200, 2),
            medicine("72", "active", "haloperidol", 5, 2),
            medicine("73", "active", "fluoxetine", 40, 1),
        ]
    };
    let values = || vec![value("k", "2823-3", "3.1", "mmol/L", "2026-08-01"), value("qt", "8636-3", "480", "ms", "2026-08-10")];
    let (mut cards, mut stopped, mut rules) = (0, 0, BTreeSet::new());
    for substance in shipped().substances() {
        // Each client is its own address would be; here every call is another client's.
        let client = Client {
            clinic: client.clinic.clone(),
            router: concord_cds::service(client.clinic.clone(), &concord_cds::Settings::default()),
        };
        let order = draft("5", &substance.name, 50, 2);
        let answer = client.post(SIGN, &call("order-sign", vec![order], known(always(), values()))).await;
        assert!(answer.with("critical").len() <= 1, "{}: {:?}", substance.name, answer.summaries());
        stopped += answer.with("critical").len();
        for card in answer.cards() {
            hold(card);
            cards += 1;
            rules.insert(card["extension"]["concord.explanation"]["rule"].to_string());
        }
        let unique: BTreeSet<String> = answer.cards().iter().map(|card| card["uuid"].to_string()).collect();
        assert_eq!(unique.len(), answer.cards().len(), "{}: two cards share an id", substance.name);
    }
    assert!(cards > 500 && stopped > 5 && rules.len() > 100, "{cards} cards, {stopped} stopped, {} rules", rules.len());
}

#[tokio::test]
async fn no_card_on_an_opened_chart_lacks_a_field() {
    let client = Client::new(None);
    let taken = vec![medicine("70", "active", "clozapine", 200, 2), medicine("71", "active", "fluvoxamine", 100, 1)];
    let answer = client.post(VIEW, &view(known(taken, vec![]))).await;
    assert!(answer.cards().len() >= 2, "{:?}", answer.summaries());
    answer.cards().iter().for_each(hold);
}
