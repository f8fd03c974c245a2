//! One call of the service: what was sent, checked for its shape and for being about one patient.

use crate::discovery::{Hook, keys};
use axum::http::StatusCode;
use concord_fhir::review::{Asked, Sent, ask, of_another_patient, page};
use concord_knowledge::Knowledge;
use jiff::civil::Date;
use serde_json::{Map, Value};
use uuid::Uuid;

/// Why a call is not answered: the status, and a sentence for whoever runs the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub StatusCode, pub String);

/// A call that can be answered.
pub struct Call {
    pub hook: Hook,
    pub instance: Uuid,
    pub patient: String,
    /// References of the orders just chosen; empty where all drafts are meant.
    pub selections: Vec<String>,
    pub asked: Asked,
}

/// Reads a call of this service.
pub fn read(hook: Hook, body: &Value, knowledge: &Knowledge, today: Date) -> Result<Call, Refused> {
    let said = text(body, "hook").ok_or_else(|| bad("The call names no `hook`."))?;
    if said != hook.name() {
        return Err(bad(format!("This service answers the hook {}, not {said}.", hook.name())));
    }
    let instance = text(body, "hookInstance").and_then(|id| id.parse().ok());
    let instance = instance.ok_or_else(|| bad("`hookInstance` must be a UUID."))?;
    let context = body.get("context").filter(|context| context.is_object()).ok_or_else(|| bad("`context` is missing."))?;
    text(context, "userId").ok_or_else(|| bad("`context.userId` is missing."))?;
    let patient = text(context, "patientId").ok_or_else(|| bad("`context.patientId` is missing."))?;
    let patient = patient.strip_prefix("Patient/").unwrap_or(patient).to_owned();
    let nothing = Map::new();
    let prefetch = body.get("prefetch").and_then(Value::as_object).unwrap_or(&nothing);
    let mut open = Vec::new();
    let sent = sent(hook, context, prefetch, &mut open)?;
    one_patient(&sent, &patient)?;
    let mut asked = ask(&sent, knowledge, today);
    asked.open.extend(open);
    let selections = context.get("selections").and_then(Value::as_array).into_iter().flatten();
    let selections = selections.filter_map(Value::as_str).map(str::to_owned);
    let selections = if hook == Hook::OrderSelect { selections.collect() } else { Vec::new() };
    Ok(Call { hook, instance, patient, selections, asked })
}

fn sent<'v>(
    hook: Hook,
    context: &'v Value,
    prefetch: &'v Map<String, Value>,
    open: &mut Vec<(String, String)>,
) -> Result<Sent<'v>, Refused> {
    let mut list = |key: &str, what: &str| -> Option<Vec<&'v Value>> {
        let page = page(prefetch.get(key))?;
        if !page.answered {
            return None;
        }
        if !page.whole {
            let why = format!("`{key}` came with more pages to follow; only the first was sent and looked at");
            open.push((what.to_owned(), why));
        }
        Some(page.resources)
    };
    let requests = list(keys::REQUESTS, "further medicines");
    let statements = list(keys::STATEMENTS, "further medicines");
    let conditions = list(keys::CONDITIONS, "further conditions");
    let observations = list(keys::OBSERVATIONS, "further values");
    let allergies = list(keys::ALLERGIES, "further allergies");
    let patient = list(keys::PATIENT, "patient").and_then(|found| found.first().copied());
    if requests.is_none() && statements.is_some() {
        open.push(("prescriptions".to_owned(), format!("`{}` was not sent", keys::REQUESTS)));
    }
    let medicines = match (requests, statements) {
        (None, None) => None,
        (requests, statements) => Some(requests.into_iter().chain(statements).flatten().collect()),
    };
    if medicines.is_none() && patient.is_none() {
        let sentence = "Neither the patient nor the medicines came with the call, and this service fetches nothing itself. Send the \
                        prefetch that the discovery document asks for.";
        return Err(Refused(StatusCode::PRECONDITION_FAILED, sentence.to_owned()));
    }
    let drafts = match page(context.get("draftOrders")) {
        Some(page) if hook.has_orders() => page.resources,
        None if hook.has_orders() => return Err(bad("`context.draftOrders` is missing: a Bundle of the orders being written.")),
        _ => Vec::new(),
    };
    Ok(Sent { patient, medicines, conditions, observations, allergies, drafts })
}

/// A card about a mixture of two people would be worse than none.
fn one_patient(sent: &Sent<'_>, patient: &str) -> Result<(), Refused> {
    let lists = [&sent.medicines, &sent.conditions, &sent.observations, &sent.allergies];
    let all = lists.into_iter().flatten().flatten().chain(&sent.drafts).copied().chain(sent.patient);
    match of_another_patient(all, patient) {
        None => Ok(()),
        Some(found) => {
            Err(bad(format!("{found} is about somebody else than `context.patientId`, {patient}. Nothing was checked.")))
        }
    }
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

fn bad(sentence: impl Into<String>) -> Refused {
    Refused(StatusCode::BAD_REQUEST, sentence.into())
}
