//! The words of a card: the rule behind it, and text that a client shows as markdown.

use concord_knowledge::{
    Knowledge,
    rule::{Rule, Scope},
};

/// The rule behind a finding in one or a few sentences.
pub fn rule(knowledge: &Knowledge, id: &str) -> String {
    match knowledge.rules().find(|(_, rule)| rule.id == id) {
        Some((about, rule)) => of_rule(knowledge, about.map(|substance| substance.name.as_str()), rule),
        None => own_check(id).to_owned(),
    }
}

fn of_rule(knowledge: &Knowledge, about: Option<&str>, rule: &Rule) -> String {
    let mut parts = Vec::new();
    let first = match rule.scope {
        Scope::One => "Looks at what",
        Scope::Pair => "Looks at two of which one",
        Scope::All => "Adds up what",
        Scope::Washout => "Looks at what was stopped and",
    };
    match (&rule.a, about) {
        (Some(a), _) => parts.push(format!("{first} is or has: {}", a.words(knowledge))),
        (None, Some(name)) => parts.push(format!("{first} is {name}")),
        (None, None) => {}
    }
    if let Some(b) = &rule.b {
        parts.push(format!("The other is or has: {}", b.words(knowledge)));
    }
    if let Some(when) = &rule.when {
        parts.push(format!("Holds only if {}", when.words(knowledge)));
    }
    if let Some(most) = rule.max_daily {
        parts.push(format!("Speaks above {} mg a day", most.normalize()));
    }
    if let Some(days) = rule.min_days {
        parts.push(format!("{} days have to pass", days.normalize()));
    }
    for step in &rule.ladder {
        let when = step.when.as_ref().map_or_else(|| "otherwise".to_owned(), |when| format!("if {}", when.words(knowledge)));
        parts.push(format!("Is {} {when}", step.severity.as_str()));
    }
    if let Some(silent) = &rule.silent_when {
        parts.push(format!("Is silent while {}", silent.words(knowledge)));
    }
    parts.join(". ") + "."
}

/// What is done where no written rule is behind a finding: one sum over the values of the entries.
fn own_check(id: &str) -> &'static str {
    match id.split('.').next().unwrap_or_default() {
        "kinetics" => {
            "Works out how exposure changes: from the share that each enzyme has in the clearance of one substance, and from how \
             strongly the others inhibit or induce it at these doses and at this time."
        }
        "dose" => "Compares the amount a day with the limits of the entry for route, age, kidney and liver.",
        "duplicate" => "Looks for two items of one class, or with the same active part.",
        "level" => "Compares a measured level with the range of the entry.",
        "boxed" => "Shows what the label puts into a box, where its condition holds for this person.",
        "check" => "Compares the schedule of checks with the days on which they were last done.",
        "allergy" => "Compares what is taken and ordered with every known allergy and intolerance, by substance and by class.",
        _ => "Applies one sum to the values of the entries that are cited with it.",
    }
}

/// Somebody else's text inside markdown: shown as it is written, whatever signs are in it.
pub fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '~' => out.extend(['\\', letter]),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use concord_knowledge::shipped;

    #[test]
    fn every_rule_that_is_shipped_can_be_said_in_words() {
        for (_, one) in shipped().rules() {
            let words = rule(shipped(), &one.id);
            assert!(words.len() > 20 && !words.contains(".."), "{}: {words}", one.id);
        }
    }

    #[test]
    fn what_others_wrote_cannot_become_a_link_or_a_picture() {
        assert_eq!(literal("![x](http://a)\n**b**"), "\\!\\[x\\](http://a) \\*\\*b\\*\\*");
    }
}
