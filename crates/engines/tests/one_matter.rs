//! A class and one of its substances may each have a rule about the same thing. Then one of the two speaks, the closer one:
//! a reader who is told the same twice stops reading.
#![allow(clippy::unwrap_used)]

use concord_engines::safety::{Finding, shipped_book, wire};
use concord_knowledge::shipped;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Matters that are two different things, although they are about the same substances and the same circumstances: what
/// each says is to be done is not the same. Whoever writes a rule with a new pair either gives the two one `matter`, names
/// the other in `instead_of`, or says here that they are two things.
const TWO_THINGS: &[(&str, &str)] = &[
    ("age", "antipsychotic_age"),
    ("age", "metabolic_age"),
    ("antagonism", "qt"),
    ("anticholinergic", "level"),
    ("bleeding", "level"),
    ("bleeding", "sedation"),
    ("blood_pressure", "qt_pulse"),
    ("blood_pressure", "sedation"),
    ("bradycardia", "level"),
    ("bradycardia", "qt"),
    ("child_choice", "suicidality"),
    ("disulfiram", "pressor"),
    ("dopamine", "movement"),
    ("dopamine", "qt"),
    ("dopamine", "tics"),
    ("dose", "older_adult"),
    ("dose-cap", "sodium_age"),
    ("fluid", "qt"),
    ("growth", "suicidality"),
    ("heart", "qt"),
    ("heat", "level"),
    ("hypotension", "pressor"),
    ("hypotension", "qt"),
    ("lamotrigine_level", "level_after_stop"),
    ("level", "level_after_stop"),
    ("level", "liver"),
    ("level", "qt"),
    ("level", "qt_potassium"),
    ("level", "qt_pulse"),
    ("level", "sedation"),
    ("level", "seizure"),
    ("level", "serotonin"),
    ("level", "sodium"),
    ("liver", "psychosis"),
    ("liver", "sedation"),
    ("myocarditis", "qt"),
    ("nerves", "seizure"),
    ("older_adult", "sodium_age"),
    ("orthostasis", "qt"),
    ("overdose", "suicidality"),
    ("qt", "seizure"),
    ("release", "sedation"),
    ("serotonin", "sodium"),
];

#[derive(Deserialize)]
struct Story {
    check: Vec<Check>,
}

/// Of a check only the question: what is expected is another test's matter.
#[derive(Deserialize)]
struct Check {
    regimen: toml::Value,
    context: Option<toml::Value>,
    #[serde(default)]
    expect: Vec<toml::Value>,
}

fn reviewed(check: &Check) -> Vec<Finding> {
    let json = |value: &toml::Value| serde_json::to_value(value).unwrap();
    let mut item = serde_json::Map::from_iter([("regimen".to_owned(), json(&check.regimen))]);
    item.extend(check.context.as_ref().map(|context| ("context".to_owned(), json(context))));
    let asked = wire::question(&item).unwrap();
    shipped_book().review(&asked.regimen, &asked.circumstances, None).findings
}

#[test]
fn a_class_and_its_substance_do_not_say_the_same_thing_twice() {
    // Rule → whether it belongs to a substance.
    let owned: BTreeMap<&str, bool> = shipped().rules().map(|(owner, rule)| (rule.id.as_str(), owner.is_some())).collect();
    let is_class_and_substance = |a: &Finding, b: &Finding| match (owned.get(a.id.as_str()), owned.get(b.id.as_str())) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/medication/rules");
    let (mut asked, mut twice) = (0, BTreeSet::new());
    for file in std::fs::read_dir(folder).unwrap() {
        let story: Story = toml::from_str(&std::fs::read_to_string(file.unwrap().path()).unwrap()).unwrap();
        for check in story.check.iter().filter(|check| !check.expect.is_empty()) {
            asked += 1;
            let findings = reviewed(check);
            for (place, a) in findings.iter().enumerate() {
                for b in &findings[place + 1..] {
                    let (first, second) = if a.matter < b.matter { (a, b) } else { (b, a) };
                    let two = TWO_THINGS.contains(&(first.matter.as_str(), second.matter.as_str()));
                    if a.kind == b.kind && a.ids == b.ids && is_class_and_substance(a, b) && !two {
                        twice.insert((first.id.clone(), first.matter.clone(), second.id.clone(), second.matter.clone()));
                    }
                }
            }
        }
    }
    assert!(asked > 2000, "the stories are gone");
    assert!(twice.is_empty(), "{twice:#?}");
}
