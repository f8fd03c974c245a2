//! The words of a review: how bad, what kind, and the rule as it stands in knowledge.

use crate::components::{icon::Icon, status_tag::tag};
use concord_engines::safety::Finding;
use concord_knowledge::{
    Knowledge,
    rule::{Rule, Scope},
    vocabulary::{Kind, Severity},
};
use maud::Markup;

/// How bad it is and what that asks for, as a tag. For clinicians only.
pub fn severity_tag(severity: Severity) -> Markup {
    let (class, drawing) = match severity {
        Severity::Contraindicated | Severity::Major => ("stop", Icon::Octagon),
        Severity::Moderate => ("care", Icon::Triangle),
        Severity::Minor | Severity::Info => ("line", Icon::Eye),
    };
    tag(class, Some(drawing), &format!("{}: {}", severity.as_str(), severity.orca()))
}

/// What a finding is about, in words.
pub fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::DrugDrug => "two medicines",
        Kind::DrugSupplement => "medicine and supplement",
        Kind::DrugFood => "medicine and food or drink",
        Kind::DrugTobacco => "medicine and tobacco smoke",
        Kind::DrugCondition => "medicine and condition",
        Kind::DrugLab => "medicine and a measured value",
        Kind::DrugAge => "medicine and age",
        Kind::PregnancyLactation => "pregnancy and breast-feeding",
        Kind::Pharmacogene => "medicine and an inherited trait",
        Kind::DuplicateTherapy => "the same thing twice",
        Kind::Dose => "dose",
        Kind::Titration => "how fast it is begun or raised",
        Kind::Monitoring => "a check",
        Kind::BoxedWarning => "boxed warning of the label",
        Kind::Washout => "drug-free interval",
        Kind::Discontinuation => "stopping",
        Kind::BurdenSerotonergic => "serotonin, added up",
        Kind::BurdenQt => "QT, added up",
        Kind::BurdenCns => "sedation and breathing, added up",
        Kind::BurdenAnticholinergic => "anticholinergic load, added up",
        Kind::Allergy => "allergy or intolerance",
        Kind::SideEffectAttribution => "suspected cause of a complaint",
    }
}

/// The rule behind a finding in words, line by line: what it looks at, when it speaks, how bad then, when it is silent.
pub fn rule_words(knowledge: &Knowledge, id: &str) -> Vec<(String, String)> {
    match knowledge.rules().find(|(_, rule)| rule.id == id) {
        Some((about, rule)) => of_rule(knowledge, about.map(|substance| substance.name.as_str()), rule),
        None => vec![("Own check".to_owned(), own_check(id).to_owned())],
    }
}

/// The entry in which a finding's rule stands, or whose values its sum uses: address of its page and name.
pub fn entry_of(knowledge: &Knowledge, finding: &Finding) -> Option<(String, String)> {
    let file = knowledge.rule_files().find(|file| file.rules.iter().any(|rule| rule.id == finding.id));
    if let Some(file) = file {
        return Some((format!("/knowledge?entry=rules/{}", file.id), file.id.clone()));
    }
    let own = knowledge.rules().find(|(_, rule)| rule.id == finding.id).and_then(|(substance, _)| substance);
    let substance = own.or_else(|| finding.ids.first().and_then(|id| knowledge.substance(id)))?;
    Some((format!("/knowledge?entry=substances/{}", substance.id), substance.name.clone()))
}

fn of_rule(knowledge: &Knowledge, about: Option<&str>, rule: &Rule) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let mut say = |label: &str, words: String| lines.push((label.to_owned(), words));
    let (first, second) = match rule.scope {
        Scope::One => ("Looks at", "With"),
        Scope::Pair => ("Looks at one", "with one"),
        Scope::All => ("Adds up what", "With"),
        Scope::Washout => ("Looks at one that was stopped", "before or with one"),
    };
    match (&rule.a, about) {
        (Some(a), _) => say(first, format!("that is or has: {}", a.words(knowledge))),
        (None, Some(name)) => say(first, name.to_owned()),
        (None, None) => {}
    }
    if let Some(b) = &rule.b {
        say(second, format!("that is or has: {}", b.words(knowledge)));
    }
    if let Some(when) = &rule.when {
        say("Holds only if", when.words(knowledge));
    }
    if let Some(most) = rule.max_daily {
        say("Speaks above", format!("{} mg a day", most.normalize()));
    }
    if let Some(days) = rule.min_days {
        say("Days that have to pass", days.normalize().to_string());
    }
    for step in &rule.ladder {
        let words = step.when.as_ref().map_or_else(|| "otherwise".to_owned(), |when| format!("if {}", when.words(knowledge)));
        say(step.severity.as_str(), words);
    }
    if let Some(silent) = &rule.silent_when {
        say("Silent while", silent.words(knowledge));
    }
    lines
}

/// What the engine does where no written rule is behind a finding: it applies one sum to the values of the entries.
fn own_check(id: &str) -> &'static str {
    match id.split('.').next().unwrap_or_default() {
        "kinetics" => {
            "Exposure is worked out from the share of each enzyme in the clearance of one substance, and from how strongly the others inhibit or induce it at these doses and at this time."
        }
        "dose" => "The amount a day is compared with the entry’s limits for the indication, route, age, kidney and liver.",
        "duplicate" => "Two items of one class, or with the same active part, are the same thing twice.",
        "level" => "A measured level is compared with the range of the entry for this indication.",
        "boxed" => "The label puts this into a box; it is shown where its condition holds for this person.",
        "check" => "The schedule of checks in the entry is compared with the days on which they were last done.",
        "allergy" => {
            "What is taken is compared with every noted allergy and intolerance: by substance, by class and by what is known to cross."
        }
        _ => "A check of the engine over the values of the entries that are cited below.",
    }
}
