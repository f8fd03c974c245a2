//! A client, and the bodies that it sends.

use axum::{
    Router,
    body::Body,
    http::{Method, Request, StatusCode},
};
use concord_actions::{Clinic, SeededIds, SetClock};
use concord_cds::{Settings, service};
use concord_store::MemoryStore;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::sync::Arc;
use tower::ServiceExt;

pub const SELECT: &str = "/cds-services/concord-medication-order-select";
pub const SIGN: &str = "/cds-services/concord-medication-order-sign";
pub const VIEW: &str = "/cds-services/concord-medication-patient-view";
pub const RXNORM: &str = "http://www.nlm.nih.gov/research/umls/rxnorm";
const LOINC: &str = "http://loinc.org";

pub struct Client {
    pub clinic: Arc<Clinic>,
    pub router: Router,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: Value,
}

impl Answer {
    pub fn cards(&self) -> &Vec<Value> {
        self.body["cards"].as_array().unwrap_or_else(|| panic!("no cards: {} {}", self.status, self.body))
    }

    /// The first card that says this in its summary or detail.
    pub fn card(&self, words: &str) -> &Value {
        let words = words.to_lowercase();
        let says = |card: &&Value| card.to_string().to_lowercase().contains(&words);
        let found = self.cards().iter().find(says);
        found.unwrap_or_else(|| panic!("no card says {words}: {:?}", self.summaries()))
    }

    pub fn summaries(&self) -> Vec<&str> {
        self.cards().iter().map(|card| card["summary"].as_str().unwrap()).collect()
    }

    pub fn with(&self, indicator: &str) -> Vec<&Value> {
        self.cards().iter().filter(|card| card["indicator"] == indicator).collect()
    }
}

impl Client {
    pub fn new(token: Option<&str>) -> Self {
        let clock = Arc::new(SetClock::at("2026-08-20T14:00:00Z".parse().unwrap()));
        let ids = Arc::new(SeededIds::new(1));
        let clinic = Arc::new(Clinic::new(Arc::new(MemoryStore::new()), concord_knowledge::shipped(), clock, ids));
        let router = service(clinic.clone(), &Settings { token: token.map(str::to_owned) });
        Self { clinic, router }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        let request = Request::builder().method(Method::POST).uri(path).header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }
}

pub fn bundle(resources: Vec<Value>) -> Value {
    let entries: Vec<Value> = resources.into_iter().map(|resource| json!({"resource": resource})).collect();
    json!({"resourceType": "Bundle", "type": "searchset", "entry": entries})
}

/// A prescription: `name` with “`mg` mg, `times` a day”.
pub fn medicine(id: &str, status: &str, name: &str, mg: u32, times: u32) -> Value {
    json!({
        "resourceType": "MedicationRequest", "id": id, "status": status, "intent": "order",
        "medicationCodeableConcept": {"text": name},
        "subject": {"reference": "Patient/1288992"},
        "authoredOn": "2026-01-10",
        "dosageInstruction": [{
            "text": format!("{mg} mg"),
            "timing": {"repeat": {"frequency": times, "period": 1, "periodUnit": "d"}},
            "doseAndRate": [{"doseQuantity": {"value": mg, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}}],
        }],
    })
}

pub fn draft(id: &str, name: &str, mg: u32, times: u32) -> Value {
    let mut order = medicine(id, "draft", name, mg, times);
    order["authoredOn"] = json!("2026-08-20");
    order
}

pub fn value(id: &str, loinc: &str, number: &str, unit: &str, day: &str) -> Value {
    let number: Value = serde_json::from_str(number).unwrap();
    json!({
        "resourceType": "Observation", "id": id, "status": "final", "subject": {"reference": "Patient/1288992"},
        "code": {"coding": [{"system": LOINC, "code": loinc}]}, "effectiveDateTime": day,
        "valueQuantity": {"value": number, "unit": unit},
    })
}

pub fn condition(id: &str, text: &str, system: &str, code: &str) -> Value {
    json!({
        "resourceType": "Condition", "id": id, "subject": {"reference": "Patient/1288992"},
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "code": {"text": text, "coding": [{"system": system, "code": code}]}, "onsetDateTime": "2019",
    })
}

/// What is known about one person, by the names of the prefetch templates.
pub fn known(taken: Vec<Value>, values: Vec<Value>) -> Value {
    json!({
        "patient": {"resourceType": "Patient", "id": "1288992", "gender": "female", "birthDate": "1961-04-02"},
        "medicationRequests": bundle(taken),
        "medicationStatements": bundle(vec![]),
        "conditions": bundle(vec![]),
        "observations": bundle(values),
        "allergies": bundle(vec![]),
    })
}

/// A call on orders, shaped as the specification's examples are.
pub fn call(hook: &str, orders: Vec<Value>, prefetch: Value) -> Value {
    let selections: Vec<String> =
        orders.iter().map(|order| format!("MedicationRequest/{}", order["id"].as_str().unwrap())).collect();
    json!({
        "hook": hook,
        "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "fhirServer": "https://fhir.example/r4",
        "fhirAuthorization": {"access_token": "some-token", "token_type": "Bearer", "expires_in": 300, "scope": "patient/*.read", "subject": "cds"},
        "context": {"userId": "Practitioner/123", "patientId": "1288992", "encounterId": "89284", "selections": selections, "draftOrders": bundle(orders)},
        "prefetch": prefetch,
    })
}

pub fn view(prefetch: Value) -> Value {
    json!({
        "hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": {"userId": "Practitioner/123", "patientId": "1288992"},
        "prefetch": prefetch,
    })
}
