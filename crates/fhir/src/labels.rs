//! Security labels: how private other systems say that something is, and how we say it to them.
//!
//! A label is never weakened. Codes for which Concord has no label of its own become the strictest handling that the
//! care team can still read (`safe`: never a proxy, never a message); the code itself stays in the verbatim text.

use crate::datatypes::{list, text, words};
use concord_chart::Sensitivity;
use serde_json::{Value, json};

/// Concord's own labels, for other installations of Concord.
pub(crate) const OWN_LABELS: &str = "urn:concord:label";
const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
const CONFIDENTIALITY: &str = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

/// The label of a resource: the strictest of its own, those inside it, and what its title says.
pub(crate) fn of(resource: &Value) -> Sensitivity {
    let mut strictest = Sensitivity::General;
    gather(resource, &mut strictest);
    if resource.get("resourceType").and_then(Value::as_str) == Some("DocumentReference") && is_titled_as_process_note(resource) {
        strictest = Sensitivity::PsychotherapyNote;
    }
    strictest
}

/// Labels in `meta.security` of the resource and of whatever it contains, and in `securityLabel` of documents.
fn gather(value: &Value, strictest: &mut Sensitivity) {
    match value {
        Value::Object(fields) => {
            let own = value.get("meta").map_or(&[][..], |meta| list(meta, "security"));
            let documents = list(value, "securityLabel").iter().flat_map(|concept| list(concept, "coding"));
            for coding in own.iter().chain(documents) {
                *strictest = (*strictest).max(one(coding));
            }
            if value.get("resourceType").and_then(Value::as_str) == Some("Composition") {
                let code = json!({"system": CONFIDENTIALITY, "code": value.get("confidentiality")});
                *strictest = (*strictest).max(one(&code));
            }
            fields.values().for_each(|inner| gather(inner, strictest));
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, strictest)),
        _ => {}
    }
}

/// What one code means here.
fn one(coding: &Value) -> Sensitivity {
    let code = text(coding, "code").unwrap_or_default();
    match text(coding, "system") {
        Some(OWN_LABELS) => Sensitivity::parse(code).unwrap_or(Sensitivity::Safe),
        Some(CONFIDENTIALITY) if code == "V" => Sensitivity::Safe,
        Some(CONFIDENTIALITY) => Sensitivity::General,
        Some(ACT_CODE) => act_code(code),
        // A system that leaves out the code system still means its label.
        None => act_code(code),
        _ => Sensitivity::General,
    }
}

fn act_code(code: &str) -> Sensitivity {
    match code {
        "PSYTHPN" => Sensitivity::PsychotherapyNote,
        "ETH" | "SUD" | "ETHUD" | "OPIOIDUD" | "42CFRPart2" => Sensitivity::SubstanceUse,
        "ADOL" => Sensitivity::MinorConsented,
        // Here everything is mental health, so these say nothing that the chart does not say by being one.
        "PSY" | "MH" | "BH" | "PDS" | "DEMO" | "" => Sensitivity::General,
        _ => Sensitivity::Safe,
    }
}

/// A process note without a label is one all the same.
fn is_titled_as_process_note(document: &Value) -> bool {
    let titles = [words(document.get("type")), text(document, "description").map(str::to_owned)];
    titles.into_iter().flatten().any(|title| {
        let title = title.to_lowercase();
        title.contains("psychotherapy note") || title.contains("process note") || title.contains("psychotherapy (process) note")
    })
}

/// Our label as other systems write it; nothing for what everybody of the care team may read.
pub(crate) fn write(label: Sensitivity) -> Vec<Value> {
    let act = |code: &str| json!({"system": ACT_CODE, "code": code});
    let own = || json!({"system": OWN_LABELS, "code": label.as_str()});
    let confidential = |code: &str| json!({"system": CONFIDENTIALITY, "code": code});
    match label {
        Sensitivity::General => Vec::new(),
        Sensitivity::Safe => vec![confidential("R"), act("SDV"), own()],
        Sensitivity::MinorConsented => vec![confidential("R"), act("ADOL"), own()],
        Sensitivity::SubstanceUse => vec![confidential("R"), act("ETH"), act("42CFRPart2")],
        Sensitivity::SideDisclosure => vec![confidential("V"), own()],
        Sensitivity::PsychotherapyNote => vec![confidential("V"), act("PSYTHPN")],
    }
}

/// Puts a label on a resource that is about to leave, beside those it has.
pub(crate) fn put(resource: &mut Value, label: Sensitivity) {
    if label == Sensitivity::General {
        return;
    }
    let mut all = resource.get("meta").map_or(&[][..], |meta| list(meta, "security")).to_vec();
    for wanted in write(label) {
        if !all.iter().any(|known| known.get("code") == wanted.get("code") && known.get("system") == wanted.get("system")) {
            all.push(wanted);
        }
    }
    resource["meta"]["security"] = Value::Array(all);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn labelled(system: &str, code: &str) -> Sensitivity {
        of(&json!({"resourceType": "Observation", "meta": {"security": [{"system": system, "code": code}]}}))
    }

    #[test]
    fn every_label_comes_back_as_itself() {
        for label in ["general", "safe", "minor_consented", "substance_use", "side_disclosure", "psychotherapy_note"] {
            let label = Sensitivity::parse(label).unwrap();
            let mut resource = json!({"resourceType": "Observation"});
            put(&mut resource, label);
            assert_eq!(of(&resource), label);
        }
    }

    #[test]
    fn an_unknown_label_is_not_taken_for_none() {
        assert_eq!(labelled(ACT_CODE, "NEWCODE"), Sensitivity::Safe);
        assert_eq!(labelled(ACT_CODE, "HIV"), Sensitivity::Safe);
        assert_eq!(labelled(CONFIDENTIALITY, "V"), Sensitivity::Safe);
        assert_eq!(labelled("http://terminology.hl7.org/CodeSystem/v3-ActReason", "HTEST"), Sensitivity::General);
    }

    #[test]
    fn the_strictest_label_counts_wherever_it_stands() {
        let inside = json!({"resourceType": "DiagnosticReport", "contained": [{"meta": {"security": [{"system": ACT_CODE, "code": "PSYTHPN"}]}}]});
        assert_eq!(of(&inside), Sensitivity::PsychotherapyNote);
        let document =
            json!({"resourceType": "DocumentReference", "securityLabel": [{"coding": [{"system": ACT_CODE, "code": "ETH"}]}]});
        assert_eq!(of(&document), Sensitivity::SubstanceUse);
    }

    #[test]
    fn a_process_note_without_a_label_is_one_all_the_same() {
        let note = json!({"resourceType": "DocumentReference", "type": {"text": "Psychotherapy (process) note"}});
        assert_eq!(of(&note), Sensitivity::PsychotherapyNote);
        let note = json!({"resourceType": "DocumentReference", "type": {"text": "Progress note (DAP)"}});
        assert_eq!(of(&note), Sensitivity::General);
    }

    #[test]
    fn putting_a_label_keeps_the_others() {
        let mut resource = json!({"meta": {"security": [{"system": ACT_CODE, "code": "ETH"}]}});
        put(&mut resource, Sensitivity::SubstanceUse);
        assert_eq!(resource["meta"]["security"].as_array().unwrap().len(), 3);
    }
}
