//! Patient, Condition, AllergyIntolerance → what is known about the person.

use super::{Asked, Sent};
use crate::{
    datatypes::{SNOMED, codes_of, has_code, list, text, words},
    dates,
};
use concord_engines::safety::{KnownAllergy, Sex};
use concord_knowledge::{Knowledge, terms::ConditionTerm};
use jiff::civil::Date;
use serde_json::Value;

/// SNOMED CT for a pregnancy that is there.
pub(super) const PREGNANT: &str = "77386006";

pub(super) fn read(sent: &Sent<'_>, knowledge: &Knowledge, today: Date, asked: &mut Asked) {
    match sent.patient {
        Some(patient) => of_patient(patient, today, asked),
        None => asked.unread("age and sex", "the patient was not sent, so nothing that depends on age or sex was judged"),
    }
    match &sent.conditions {
        Some(conditions) => conditions.iter().for_each(|condition| of_condition(condition, knowledge, asked)),
        None => asked.unread("conditions", "the list was not sent, so no medicine was checked against a condition"),
    }
    match &sent.allergies {
        Some(allergies) => allergies.iter().for_each(|allergy| of_allergy(allergy, asked)),
        None => asked.unread("allergies and intolerances", "the list was not sent, so no medicine was checked against it"),
    }
}

fn of_patient(patient: &Value, today: Date, asked: &mut Asked) {
    let born = text(patient, "birthDate").and_then(dates::read);
    let years = born.and_then(|born| born.last_day().until((jiff::Unit::Year, today)).ok());
    asked.circumstances.age = years.and_then(|span| u32::try_from(span.get_years()).ok());
    if let Some(age) = asked.circumstances.age {
        asked.input("age", age.to_string(), text(patient, "birthDate"), patient);
    }
    // Sex at birth, where it is told, says more about doses and pregnancy than the administrative one.
    let at_birth = list(patient, "extension")
        .iter()
        .find(|extension| text(extension, "url").is_some_and(|url| url.ends_with("/us-core-birthsex")));
    let told = at_birth.and_then(|extension| text(extension, "valueCode")).or_else(|| text(patient, "gender"));
    asked.circumstances.sex = match told.map(str::to_lowercase).as_deref() {
        Some("f" | "female") => Some(Sex::Female),
        Some("m" | "male") => Some(Sex::Male),
        _ => None,
    };
    if let (Some(_), Some(told)) = (asked.circumstances.sex, told) {
        asked.input("sex", told.to_lowercase(), None, patient);
    }
}

fn of_condition(condition: &Value, knowledge: &Knowledge, asked: &mut Asked) {
    if text(condition, "resourceType") != Some("Condition") {
        return;
    }
    let gone = ["inactive", "resolved", "remission"].iter().any(|code| has_code(condition.get("clinicalStatus"), code));
    let not_so = ["refuted", "entered-in-error"].iter().any(|code| has_code(condition.get("verificationStatus"), code));
    let code = condition.get("code");
    let Some(name) = words(code).filter(|_| !gone && !not_so) else { return };
    let since = text(condition, "onsetDateTime").or_else(|| text(condition, "recordedDate"));
    if codes_of(code, SNOMED).any(|code| code == PREGNANT) {
        asked.circumstances.pregnant = Some(true);
        asked.input("pregnant", "yes", since, condition);
    }
    let known: Vec<&ConditionTerm> = knowledge.conditions().filter(|term| is_coded(term, code)).collect();
    if known.is_empty() {
        asked.input("condition", name.clone(), since, condition);
        asked.circumstances.conditions.push(name);
        return;
    }
    for term in known {
        asked.input("condition", term.name.clone(), since, condition);
        asked.circumstances.conditions.push(term.name.clone());
    }
}

/// Whether one of the codes means this condition.
fn is_coded(term: &ConditionTerm, concept: Option<&Value>) -> bool {
    let codings = concept.map_or(&[][..], |concept| list(concept, "coding"));
    codings.iter().any(|coding| {
        let (system, code) = (text(coding, "system").unwrap_or_default(), text(coding, "code").unwrap_or_default());
        let snomed = system == SNOMED && term.snomed.iter().any(|known| known == code);
        snomed || (system.contains("icd-10") && term.icd10.iter().any(|start| code.starts_with(start.as_str())))
    })
}

fn of_allergy(allergy: &Value, asked: &mut Asked) {
    let holds = !["inactive", "resolved"].iter().any(|code| has_code(allergy.get("clinicalStatus"), code))
        && !["refuted", "entered-in-error"].iter().any(|code| has_code(allergy.get("verificationStatus"), code));
    let to = words(allergy.get("code")).filter(|_| holds && text(allergy, "resourceType") == Some("AllergyIntolerance"));
    let Some(to) = to.filter(|to| !to.to_lowercase().starts_with("no known")) else { return };
    let manifestations = list(allergy, "reaction").iter().flat_map(|reaction| list(reaction, "manifestation"));
    let reactions: Vec<String> = manifestations.filter_map(|manifestation| words(Some(manifestation))).collect();
    let intolerance = text(allergy, "type") == Some("intolerance");
    let kind = if intolerance { "intolerance" } else { "allergy" };
    asked.input(kind, to.clone(), text(allergy, "recordedDate"), allergy);
    let reaction = (!reactions.is_empty()).then(|| reactions.join(", "));
    // Food and pollen are no medicine, and no rule looks for them.
    let categories: Vec<&str> = list(allergy, "category").iter().filter_map(Value::as_str).collect();
    if categories.is_empty() || categories.iter().any(|category| matches!(*category, "medication" | "biologic")) {
        asked.circumstances.allergies.push(KnownAllergy { to, intolerance, reaction });
    }
}
