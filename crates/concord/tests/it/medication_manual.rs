//! The manual of medication rules: what each rule asks for in words, what it says, where it stands and how sure that is.

use super::manual::{begin, check};
use concord_knowledge::rule::{Rule, Scope};
use concord_knowledge::{Knowledge, Sourced, Verification, shipped};
use std::fmt::Write;

fn mark(verification: Verification) -> &'static str {
    match verification {
        Verification::Read => "read",
        Verification::Unverified => "not verified",
    }
}

fn cite(know: &Knowledge, cited: &dyn Sourced) -> String {
    let title = know.source(cited.source()).map_or_else(|| cited.source().to_string(), |source| source.title.clone());
    let locator = cited.locator().map(|locator| format!(", {locator}")).unwrap_or_default();
    format!("{title}{locator} ({})", mark(cited.verification()))
}

/// Whom it is about and when, in words.
fn asks(know: &Knowledge, rule: &Rule) -> String {
    let words = |expression: &Option<concord_knowledge::Expression>| expression.as_ref().map(|expression| expression.words(know));
    let mut parts = Vec::new();
    match rule.scope {
        Scope::One => parts.extend(words(&rule.a).map(|a| format!("one that {a}"))),
        Scope::All => parts.extend(words(&rule.a).map(|a| format!("all that {a}, together"))),
        Scope::Pair => {
            parts.extend(words(&rule.a).map(|a| format!("the first {a}")));
            parts.extend(words(&rule.b).map(|b| format!("the second {b}")));
        }
        Scope::Washout => {
            parts.extend(words(&rule.a).map(|a| format!("stopped: {a}")));
            parts.extend(words(&rule.b).map(|b| format!("begun: {b}")));
        }
    }
    parts.extend(words(&rule.when).map(|when| format!("if {when}")));
    parts.extend(rule.max_daily.map(|most| format!("above {} mg a day", most.normalize())));
    parts.extend(rule.min_days.map(|days| format!("before {} days have passed", days.normalize())));
    parts.join("; ")
}

fn severities(know: &Knowledge, rule: &Rule) -> String {
    let step = |step: &concord_knowledge::rule::Step| {
        let when = step.when.as_ref().map(|when| format!(" if {}", when.words(know))).unwrap_or_default();
        format!("**{}**{when}", step.severity.as_str())
    };
    if rule.ladder.is_empty() {
        "says nothing; silences others".to_owned()
    } else {
        rule.ladder.iter().map(step).collect::<Vec<_>>().join("; ")
    }
}

fn write_rule(page: &mut String, know: &Knowledge, rule: &Rule) {
    let _ = write!(page, "\n### `{}`\n\n{}\n\n", rule.id, rule.title);
    let asked = asks(know, rule);
    if !asked.is_empty() {
        let _ = writeln!(page, "- Asks for: {asked}");
    }
    let _ = writeln!(page, "- Severity: {} · evidence {}", severities(know, rule), rule.evidence.as_str());
    if let (Some(when), Some(why)) = (&rule.silent_when, &rule.silent_why) {
        let _ = writeln!(page, "- Silent when {}: {why}", when.words(know));
    } else if let Some(why) = &rule.silent_why {
        let _ = writeln!(page, "- Silent because: {why}");
    }
    if !rule.instead_of.is_empty() {
        let _ = writeln!(page, "- Instead of: {}", rule.instead_of.join(", "));
    }
    if !rule.ladder.is_empty() {
        let _ = writeln!(page, "- What to do: {}", rule.action);
    }
    let cites = std::iter::once(cite(know, rule)).chain(rule.also.iter().map(|also| cite(know, also)));
    let _ = writeln!(page, "- Stands in: {}", cites.collect::<Vec<_>>().join(" · "));
}

#[test]
fn the_manual_of_class_rules_is_what_the_rules_say() {
    let know = shipped();
    let mut page = begin(
        "Rules about classes of medicines",
        "Each rule as it is applied, in words. A rule is changed by editing its file in `knowledge/rules/`.",
    );
    for file in know.rule_files() {
        let _ = write!(page, "\n## {}\n\n{}\n", file.id, file.about);
        for rule in &file.rules {
            write_rule(&mut page, know, rule);
        }
    }
    check("rules.md", &page);
}

#[test]
fn the_manual_of_substance_rules_is_what_the_substances_say() {
    let know = shipped();
    let mut page = begin(
        "Rules that belong to one substance",
        "Each rule as it is applied, in words. A rule is changed by editing its substance's file in `knowledge/substances/`.",
    );
    for substance in know.substances().filter(|substance| !substance.rules.is_empty()) {
        let _ = write!(page, "\n## {}\n", substance.name);
        for rule in &substance.rules {
            write_rule(&mut page, know, rule);
        }
    }
    check("substance-rules.md", &page);
}
