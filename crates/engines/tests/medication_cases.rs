//! Every story in `cases/medication/` is reviewed with the knowledge that ships, and says what it must and nothing that
//! it must not.
#![allow(clippy::unwrap_used)]

use concord_engines::safety::{Finding, Review, review, shipped_book, wire};
use concord_knowledge::shipped;
use concord_knowledge::vocabulary::Severity;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

/// One file: a story and what is checked in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    #[allow(dead_code)] // for the reader
    story: String,
    check: Vec<Check>,
}

/// One regimen of one person.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Check {
    /// What it shows, in a few words.
    name: String,
    regimen: toml::Value,
    context: Option<toml::Value>,
    /// The unwanted effect that was asked about.
    effect: Option<String>,
    /// Findings that must be there.
    #[serde(default)]
    expect: Vec<Wanted>,
    /// Findings that must not be there.
    #[serde(default)]
    silent: Vec<Wanted>,
    /// What must be said not to have been checked.
    #[serde(default)]
    not_checked: Vec<String>,
    /// The first suspect.
    first: Option<String>,
    /// Whether nothing is found and nothing is left unchecked.
    clear: Option<bool>,
    /// Only this rule is asked, as if there were no other: a closer one would speak in its place.
    alone: Option<String>,
    /// Whether it speaks, or silences where it only silences.
    speaks: Option<bool>,
}

/// A finding by some of its marks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    id: Option<String>,
    kind: Option<String>,
    /// Not less bad than this.
    from: Option<Severity>,
    /// Not worse than this.
    to: Option<Severity>,
    /// About all of these.
    #[serde(default)]
    of: Vec<String>,
    /// Its text has one of these words, in any case.
    #[serde(default)]
    says: Vec<String>,
    interruptive: Option<bool>,
}

impl Wanted {
    fn is(&self, found: &Finding) -> bool {
        let text = [&found.title, &found.consequence, &found.mechanism, &found.action].map(|part| part.to_lowercase()).join(" ");
        self.id.as_ref().is_none_or(|id| found.id == *id)
            && self.kind.as_ref().is_none_or(|kind| found.kind.as_str() == kind)
            && self.from.is_none_or(|from| found.severity >= from)
            && self.to.is_none_or(|to| found.severity <= to)
            && self.of.iter().all(|name| found.substances.contains(name))
            && (self.says.is_empty() || self.says.iter().any(|word| text.contains(&word.to_lowercase())))
            && self.interruptive.is_none_or(|interruptive| found.interruptive == interruptive)
    }
}

fn json(value: &toml::Value) -> Value {
    serde_json::to_value(value).unwrap()
}

fn question(check: &Check) -> wire::Question {
    let mut item = serde_json::Map::new();
    item.insert("regimen".to_owned(), json(&check.regimen));
    item.extend(check.context.as_ref().map(|context| ("context".to_owned(), json(context))));
    wire::question(&item).unwrap()
}

fn reviewed(check: &Check) -> Review {
    let asked = question(check);
    review(shipped(), &asked.regimen, &asked.circumstances, check.effect.as_deref())
}

/// Whether a rule that is asked alone does what the check says.
fn wrong_alone(check: &Check, rule: &str) -> Option<String> {
    let asked = question(check);
    let said = shipped_book().alone(rule, &asked.regimen, &asked.circumstances);
    let speaks = said.map(|said| !said.findings.is_empty() || !said.silences.is_empty());
    (speaks != check.speaks).then(|| format!("  {}: {rule} alone: {speaks:?}\n", check.name))
}

fn wrong(check: &Check, review: &Review, out: &mut String) {
    let mut miss = |sentence: String| writeln!(out, "  {}: {sentence}", check.name).unwrap();
    for wanted in &check.expect {
        if !review.findings.iter().any(|found| wanted.is(found)) {
            miss(format!("there is no {wanted:?}"));
        }
    }
    for unwanted in &check.silent {
        if let Some(found) = review.findings.iter().find(|found| unwanted.is(found)) {
            miss(format!("{} ({}) must be silent", found.id, found.severity.as_str()));
        }
    }
    for what in &check.not_checked {
        if !review.not_checked.iter().any(|open| open.what.contains(what)) {
            miss(format!("“{what}” is not said to be unchecked"));
        }
    }
    if check.clear.is_some_and(|clear| clear != review.checked_clear) {
        miss(format!("checked and clear is {}; not checked: {:?}", review.checked_clear, review.not_checked));
    }
    let first = review.attribution.first().map(|suspect| &suspect.substance);
    if check.first.is_some() && check.first.as_ref() != first {
        miss(format!("the first suspect is {first:?}"));
    }
}

/// The TOML files of a folder, in order.
fn stories(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.filter(|path| path.extension().is_some_and(|extension| extension == "toml")).collect();
    files.sort();
    files
}

#[test]
fn every_medication_story_says_what_it_must_and_no_more() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/medication");
    let mut files = stories(&folder);
    files.extend(stories(&folder.join("rules")));
    assert!(files.len() >= 100, "the stories are gone");
    let mut out = String::new();
    for file in files {
        let story: Story = toml::from_str(&std::fs::read_to_string(&file).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let mut here = String::new();
        for check in &story.check {
            if let Some(rule) = &check.alone {
                here.extend(wrong_alone(check, rule));
                continue;
            }
            let review = reviewed(check);
            let before = here.len();
            wrong(check, &review, &mut here);
            if here.len() > before {
                for found in &review.findings {
                    writeln!(here, "      {} {} {:?}", found.severity.as_str(), found.id, found.substances).unwrap();
                }
            }
        }
        if !here.is_empty() {
            writeln!(out, "{}\n{here}", file.file_name().unwrap().display()).unwrap();
        }
    }
    assert!(out.is_empty(), "\n{out}");
}

#[test]
fn every_rule_has_a_story_in_which_it_speaks_and_one_in_which_it_is_silent() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/medication");
    let mut files = stories(&folder);
    files.extend(stories(&folder.join("rules")));
    let (mut speaks, mut silent) = (BTreeSet::new(), BTreeSet::new());
    for file in files {
        let story: Story = toml::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        for check in story.check {
            speaks.extend(check.expect.into_iter().filter_map(|wanted| wanted.id));
            silent.extend(check.silent.into_iter().filter_map(|wanted| wanted.id));
            if let Some(rule) = check.alone {
                if check.speaks == Some(true) { &mut speaks } else { &mut silent }.insert(rule);
            }
        }
    }
    let tried = |id: &String| speaks.contains(id) && silent.contains(id);
    let open: Vec<&str> = shipped()
        .rules()
        .map(|(_, rule)| rule)
        .filter(|rule| !tried(&rule.id) && !shipped_book().waits(&rule.id))
        .map(|rule| rule.id.as_str())
        .collect();
    assert!(open.is_empty(), "write a story, or run `cargo run --release -p xtask -- cases`: {open:?}");
}
