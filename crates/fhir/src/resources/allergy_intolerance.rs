//! AllergyIntolerance ↔ what the person must not be given.

use crate::{
    context::{Context, NewEvent, Taken},
    datatypes::{SNOMED, codes_of, codings, concept, has_code, list, text, words},
    dates,
    refused::Wrong,
};
use concord_chart::{
    Event, When,
    allergy::{AllergyNoted, NoKnownAllergies},
};
use serde_json::{Value, json};

const CLINICAL: &str = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";
const VERIFICATION: &str = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification";
/// SNOMED CT “No known allergy (situation)”. “No known drug allergy” says less, and is not taken for it.
const NO_KNOWN_ALLERGY: &str = "716186003";

pub(crate) fn take_up(context: &Context<'_>) -> Result<Taken, Wrong> {
    let value = context.value();
    let verification = value.get("verificationStatus");
    if has_code(verification, "entered-in-error") {
        return Taken::kept("the sender says that it was entered in error");
    }
    if has_code(verification, "refuted") {
        return Taken::kept("the sender says that it was refuted");
    }
    if has_code(value.get("clinicalStatus"), "resolved") || has_code(value.get("clinicalStatus"), "inactive") {
        return Taken::kept("the sender says that it no longer holds");
    }
    let occurred = context
        .occurred(&[("recordedDate", context.date("recordedDate")?), ("onsetDateTime", context.date("onsetDateTime")?)])?;
    let by = context.named("recorder").or_else(|| context.named("asserter"));
    if codes_of(value.get("code"), SNOMED).any(|code| code == NO_KNOWN_ALLERGY) {
        return Taken::one(NewEvent::new(occurred, Event::NoKnownAllergies(NoKnownAllergies {})).by(by));
    }
    let Some(substance) = words(value.get("code")) else { return Taken::kept("it does not say to what") };
    if substance.to_lowercase().starts_with("no known") {
        return Taken::kept("it says that some kind of allergy is not known, which is less than that none is");
    }
    let event = AllergyNoted {
        substance,
        coding: codings(value.get("code")),
        intolerance: text(value, "type").and_then(|kind| match kind {
            "intolerance" => Some(true),
            "allergy" => Some(false),
            _ => None,
        }),
        reactions: reactions(value),
        criticality: text(value, "criticality").map(|criticality| criticality.replace('-', "_")),
    };
    Taken::one(NewEvent::new(occurred, Event::AllergyNoted(event)).by(by))
}

fn reactions(value: &Value) -> Vec<String> {
    let manifestations = list(value, "reaction").iter().flat_map(|reaction| {
        let words_ = list(reaction, "manifestation").iter().filter_map(|manifestation| words(Some(manifestation)));
        words_.chain(text(reaction, "description").map(str::to_owned))
    });
    manifestations.collect()
}

/// An allergy that was noted here.
pub(crate) fn give_back(known: &AllergyNoted, recorded: When, patient: &Value) -> Value {
    let mut allergy = shell(concept(&known.substance, &known.coding), recorded, patient);
    if let Some(intolerance) = known.intolerance {
        allergy["type"] = json!(if intolerance { "intolerance" } else { "allergy" });
    }
    if let Some(criticality) = known.criticality.as_deref().map(|word| word.replace('_', "-"))
        && ["low", "high", "unable-to-assess"].contains(&criticality.as_str())
    {
        allergy["criticality"] = json!(criticality);
    }
    if !known.reactions.is_empty() {
        let manifestations: Vec<Value> = known.reactions.iter().map(|reaction| json!({"text": reaction})).collect();
        allergy["reaction"] = json!([{"manifestation": manifestations}]);
    }
    allergy
}

/// Asked, and none known.
pub(crate) fn give_back_none(recorded: When, patient: &Value) -> Value {
    let code = json!({"coding": [{"system": SNOMED, "code": NO_KNOWN_ALLERGY, "display": "No known allergy"}], "text": "No known allergy"});
    shell(code, recorded, patient)
}

fn shell(code: Value, recorded: When, patient: &Value) -> Value {
    let mut allergy = json!({
        "resourceType": "AllergyIntolerance",
        "clinicalStatus": {"coding": [{"system": CLINICAL, "code": "active"}]},
        "verificationStatus": {"coding": [{"system": VERIFICATION, "code": "confirmed"}]},
        "code": code,
        "patient": patient,
    });
    if let Some(recorded) = dates::write(recorded) {
        allergy["recordedDate"] = json!(recorded);
    }
    allergy
}

/// The other system's record, refuted here (`refuted`) or entered in error (`entered-in-error`).
pub(crate) fn restate(original: &mut Value, verification: &str) {
    original["verificationStatus"] = json!({"coding": [{"system": VERIFICATION, "code": verification}]});
    if let Some(fields) = original.as_object_mut() {
        // ait-2: what was entered in error has no clinical status; what was refuted has none to speak of.
        fields.remove("clinicalStatus");
        if verification == "refuted" {
            fields.insert("clinicalStatus".to_owned(), json!({"coding": [{"system": CLINICAL, "code": "inactive"}]}));
        }
    }
}
