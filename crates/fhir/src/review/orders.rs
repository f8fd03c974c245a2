//! Orders as a suggestion writes them: the draft with a smaller dose, a request for a test.

use super::Draft;
use crate::{
    datatypes::{LOINC, number, text},
    dosage,
};
use concord_chart::{medication::Dosing, quantity::Dose};
use concord_knowledge::monitoring::Test;
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// `Observation/12`; the type alone where the resource has no id.
pub fn reference(resource: &Value) -> String {
    let kind = text(resource, "resourceType").unwrap_or("resource");
    text(resource, "id").map_or_else(|| kind.to_owned(), |id| format!("{kind}/{id}"))
}

/// The order with an amount at one time that keeps within so many mg a day, and that amount in mg. `None` where the order
/// does not say plainly what it is now, or keeps within it already.
pub fn lowered(draft: &Draft, most_a_day: Decimal) -> Option<(Value, Decimal)> {
    let (dose, per_day) = (draft.dose?, draft.per_day.filter(|times| *times > Decimal::ZERO)?);
    if dose.checked_mul(per_day)? <= most_a_day {
        return None;
    }
    let amount = most_a_day.checked_div(per_day)?.round_dp_with_strategy(3, rust_decimal::RoundingStrategy::ToZero).normalize();
    let before = draft.resource.get("dosageInstruction").and_then(Value::as_array)?;
    let [before] = before.as_slice() else { return None };
    // Words to the patient, or a scheme beside the instruction, would still say the old amount.
    if ["patientInstruction", "additionalInstruction", "maxDosePerPeriod"].iter().any(|key| before.get(key).is_some()) {
        return None;
    }
    let dosing = Dosing {
        dose: Some(Dose { amount, unit: "mg".to_owned() }),
        per_day: Some(per_day),
        time_words: String::new(),
        as_needed: before.get("asNeededBoolean").and_then(Value::as_bool).unwrap_or(false),
    };
    // The words and the numbers of an instruction must say the same, so both are written anew; the rest stays.
    let written = dosage::write(&dosing);
    let mut instruction = before.clone();
    instruction["text"] = written["text"].clone();
    instruction["doseAndRate"] = json!([{"doseQuantity": {
        "value": number(amount), "unit": "mg", "system": crate::datatypes::UCUM, "code": "mg"}}]);
    if instruction.get("timing").is_none() {
        instruction["timing"] = written["timing"].clone();
    }
    let mut order = draft.resource.clone();
    order["dosageInstruction"] = json!([instruction]);
    Some((order, amount))
}

/// A draft order for a test of this patient; `None` for a test that has no LOINC code.
pub fn test_order(test: &Test, patient: &str) -> Option<Value> {
    let code = test.loinc.first()?;
    Some(json!({
        "resourceType": "ServiceRequest",
        "status": "draft",
        "intent": "proposal",
        "code": {"coding": [{"system": LOINC, "code": code}], "text": test.name},
        "subject": {"reference": format!("Patient/{patient}")},
    }))
}
