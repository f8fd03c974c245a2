//! What every card must say about itself, so that a person can judge it without trusting it: on what it rests, by which
//! rule, from where, for whom, and where its limits are. Stands in `extension` under [`KEY`].

use crate::{call::Call, words};
use concord_engines::safety::{Citation, Finding};
use concord_knowledge::Knowledge;
use serde_json::{Value, json};

/// The name of the extension.
pub const KEY: &str = "concord.explanation";

/// The parts in which cards differ.
pub struct Parts<'a> {
    pub rule: &'a str,
    pub rule_text: String,
    pub inputs: Vec<Value>,
    pub citations: Vec<Citation>,
    pub evidence: String,
    pub limits: Vec<String>,
    pub alternatives: Vec<String>,
    /// What else belongs to it: severity, kind, the finding itself.
    pub more: Value,
}

/// The explanation of a card.
pub fn explanation(parts: Parts<'_>, call: &Call, knowledge: &Knowledge) -> Value {
    let citation: Vec<Value> = parts.citations.iter().map(|citation| cited(citation, knowledge)).collect();
    let attributes = attributes(&parts, &citation, knowledge);
    let mut said = json!({
        "inputs": parts.inputs,
        "rule": parts.rule,
        "rule_text": parts.rule_text,
        "version": knowledge.version(),
        "citation": citation,
        "evidence_grade": parts.evidence,
        "intended_user": "Health professionals who prescribe or review medicines; not for patients.",
        "population": "People in outpatient mental-health care, as far as the cited sources cover them; age, pregnancy and organ \
                       function are taken into account where they were sent and a rule asks for them.",
        "limits": parts.limits,
        "alternatives": parts.alternatives,
        "urgency": "Not time-critical: for a decision at leisure before the next dose, no alarm and no monitoring of a person in danger.",
        "attributes": attributes,
        "feedback": format!("/cds-services/{}/feedback", call.hook.service()),
    });
    if let (Some(said), Value::Object(more)) = (said.as_object_mut(), parts.more) {
        said.extend(more);
    }
    json!({ KEY: said })
}

fn cited(citation: &Citation, knowledge: &Knowledge) -> Value {
    let source = knowledge.source(&citation.source);
    json!({
        "id": citation.source.as_str(),
        "title": source.map(|source| source.title.as_str()),
        "citation": source.map(|source| source.citation.as_str()),
        "section": citation.locator,
        "url": address(citation, knowledge),
        "verification": citation.verification.as_str(),
    })
}

/// Where a source stands on the web.
pub fn address(citation: &Citation, knowledge: &Knowledge) -> Option<String> {
    let source = knowledge.source(&citation.source)?;
    let url = source.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    url.or_else(|| source.doi.as_ref().map(|doi| format!("https://doi.org/{doi}")))
}

/// What a buyer of decision support is to be told about each intervention, the use of personal attributes above all.
fn attributes(parts: &Parts<'_>, citation: &[Value], knowledge: &Knowledge) -> Value {
    let asked = format!("{} {}", parts.rule_text, Value::from(parts.inputs.clone())).to_lowercase();
    let used = |words: &[&str], how: &str| {
        let uses = words.iter().any(|word| asked.contains(word));
        if uses { how.to_owned() } else { "not used".to_owned() }
    };
    json!({
        "citation": citation.iter().filter_map(|one| one["citation"].as_str()).collect::<Vec<_>>(),
        "developer": "The Concord project, from the cited public sources.",
        "funding": "No outside funding of this rule is recorded.",
        "release_and_revision_dates": format!("Edition of {}, version {}.", knowledge.edition(), knowledge.version()),
        "use_of_race": used(&["ancestry"], "ancestry, where it stands for the frequency of a gene variant and the gene is not known"),
        "use_of_ethnicity": "not used",
        "use_of_language": "not used",
        "use_of_sexual_orientation": "not used",
        "use_of_gender_identity": "not used",
        "use_of_sex": used(&["sex", "male", "woman", "women", "pregnan", "breast"], "sex, pregnancy or breast-feeding, as the rule says"),
        "use_of_date_of_birth": used(&["age ", "age:", "\"age\"", "years"], "age in years"),
        "use_of_social_determinants_of_health": "not used",
        "use_of_health_status": "medicines, conditions, laboratory values and vital signs that came with the call",
    })
}

/// On what a finding rests: each fact with its value, its day and the resource; what is missing, as missing.
pub fn inputs(finding: &Finding, call: &Call) -> Vec<Value> {
    let known = &call.asked.inputs;
    let medicines = known.iter().filter(|input| input.substances.iter().any(|substance| finding.ids.contains(substance)));
    let mut all: Vec<Value> = medicines
        .map(|input| json!({"name": input.name, "value": input.value, "time": input.time, "source": input.source, "missing": false}))
        .collect();
    for (name, value) in &finding.context_used {
        let named = |input: &&concord_fhir::review::Input| {
            input.name.eq_ignore_ascii_case(name) && (name != "condition" || input.value.eq_ignore_ascii_case(value))
        };
        let origin = known.iter().find(named);
        let source = origin.map_or_else(|| "worked out from what was sent".to_owned(), |input| input.source.clone());
        let time = origin.and_then(|input| input.time.clone());
        all.push(json!({"name": name, "value": value, "time": time, "source": source, "missing": false}));
    }
    let missing = finding.context_missing.iter();
    all.extend(missing.map(|name| json!({"name": name, "value": null, "time": null, "source": null, "missing": true})));
    all
}

/// Where a finding's knowledge ends.
pub fn limits(finding: &Finding) -> Vec<String> {
    let mut all = vec!["Rests on what the calling system sent; what it did not send is not known here.".to_owned()];
    if !finding.context_missing.is_empty() {
        all.push(format!("Could read otherwise if these were known: {}.", finding.context_missing.join(", ")));
    }
    if finding.frequency.is_none() {
        all.push("No figure is available for how often harm follows.".to_owned());
    }
    if finding.citations.iter().any(|citation| citation.verification == concord_knowledge::Verification::Unverified) {
        all.push("Not every cited passage has been read at its source; each citation says whether it was.".to_owned());
    }
    if let Some(whose) = &finding.opinion {
        all.push(format!("Opinions differ; this one is held in: {whose}."));
    }
    all
}

/// The rule text of several findings on one card.
pub fn rule_texts(findings: &[&Finding], knowledge: &Knowledge) -> String {
    let texts: Vec<String> = findings.iter().map(|finding| words::rule(knowledge, &finding.id)).collect();
    texts.join(" — ")
}
