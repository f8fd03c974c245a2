//! How far the medication knowledge is verified, monitored and tested.

use anyhow::{Context, Result};
use concord_engines::safety::shipped_book;
use concord_knowledge::expression::{Expression, ItemFact};
use concord_knowledge::rule::Rule;
use concord_knowledge::substance::{Substance, SubstanceGroup};
use concord_knowledge::{EntryKind, Knowledge, Verification, shipped};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Prints the report.
pub fn print() -> Result<()> {
    let know = shipped();
    println!("Knowledge {}", know.version());
    by_verification(know);
    let folder = root().join("cases/medication");
    let mut cases = Cases::read(&folder)?;
    cases.and(Cases::read(&folder.join("rules"))?);
    rules(know, &cases);
    unmonitored(know);
    sources(know);
    Ok(())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn by_verification(know: &Knowledge) {
    println!("\nValues by verification");
    for kind in EntryKind::ALL {
        let entries: Vec<_> = know.entries().into_iter().filter(|entry| entry.kind == *kind).collect();
        let read: usize = entries.iter().map(|entry| entry.read()).sum();
        let unverified: usize = entries.iter().map(|entry| entry.unverified()).sum();
        println!("  {:<28} {:>4} entries  {read:>5} read  {unverified:>5} not verified", kind.words(), entries.len());
    }
    let products: Vec<_> = know.products().collect();
    let read = products.iter().filter(|product| product.verification == Verification::Read).count();
    let (name, unverified) = ("Products of several", products.len() - read);
    println!("  {name:<28} {:>4} entries  {read:>5} read  {unverified:>5} not verified", products.len());
}

/// The rules that the cases name: where they have to speak, and where they have to be silent.
struct Cases {
    speaks: BTreeSet<String>,
    silent: BTreeSet<String>,
    files: usize,
}

impl Cases {
    /// Both together.
    fn and(&mut self, other: Self) {
        self.speaks.extend(other.speaks);
        self.silent.extend(other.silent);
        self.files += other.files;
    }

    /// Reads every case of a folder. A case's `expect` and `silent` name rules by their ids.
    fn read(folder: &Path) -> Result<Self> {
        let mut cases = Self { speaks: BTreeSet::new(), silent: BTreeSet::new(), files: 0 };
        let Ok(entries) = std::fs::read_dir(folder) else { return Ok(cases) };
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_none_or(|extension| extension != "toml") {
                continue;
            }
            let text = std::fs::read_to_string(&path).with_context(|| format!("{} could not be read", path.display()))?;
            let value: toml::Value = toml::from_str(&text).with_context(|| format!("{} is not TOML", path.display()))?;
            collect(&value, &mut cases);
            cases.files += 1;
        }
        Ok(cases)
    }
}

/// Walks a case: under `expect` and `silent` every text, and every `id`, is a rule's id.
fn collect(value: &toml::Value, cases: &mut Cases) {
    match value {
        toml::Value::Table(table) => {
            if let (Some(rule), Some(speaks)) = (table.get("alone"), table.get("speaks").and_then(toml::Value::as_bool)) {
                ids(rule, if speaks { &mut cases.speaks } else { &mut cases.silent });
            }
            for (key, inner) in table {
                match key.as_str() {
                    "expect" => ids(inner, &mut cases.speaks),
                    "silent" => ids(inner, &mut cases.silent),
                    _ => collect(inner, cases),
                }
            }
        }
        toml::Value::Array(list) => list.iter().for_each(|inner| collect(inner, cases)),
        _ => {}
    }
}

fn ids(value: &toml::Value, into: &mut BTreeSet<String>) {
    match value {
        toml::Value::String(id) => {
            into.insert(id.clone());
        }
        toml::Value::Array(list) => list.iter().for_each(|inner| ids(inner, into)),
        toml::Value::Table(table) => {
            table.get("id").or_else(|| table.get("rule")).into_iter().for_each(|inner| ids(inner, into));
        }
        _ => {}
    }
}

fn rules(know: &Knowledge, cases: &Cases) {
    let all: Vec<&Rule> = know.rules().map(|(_, rule)| rule).collect();
    let silencing = all.iter().filter(|rule| rule.ladder.is_empty()).count();
    println!("\nRules: {} that speak, {silencing} that only silence; {} files of cases", all.len() - silencing, cases.files);
    let (waiting, ready): (Vec<&str>, Vec<&str>) =
        all.iter().map(|rule| rule.id.as_str()).partition(|id| shipped_book().waits(id));
    list("Rules that wait, because no substance of the formulary can stand in them", &waiting);
    let without = |there: &BTreeSet<String>| ready.iter().copied().filter(|id| !there.contains(*id)).collect::<Vec<_>>();
    let (unspoken, unsilenced) = (without(&cases.speaks), without(&cases.silent));
    list("Rules without a case in which they speak", &unspoken);
    list("Rules without a case in which they stay silent", &unsilenced);
}

/// Psychiatric medicines for which no schedule asks for anything.
fn unmonitored(know: &Knowledge) {
    let psychiatric = |substance: &&Substance| {
        !matches!(
            substance.group,
            SubstanceGroup::Other | SubstanceGroup::Supplement | SubstanceGroup::Food | SubstanceGroup::Exposure
        )
    };
    let covered = |substance: &Substance| know.schedules().any(|schedule| names(&schedule.applies, substance));
    let without: Vec<&str> = know
        .substances()
        .filter(psychiatric)
        .filter(|substance| !covered(substance))
        .map(|substance| substance.id.as_str())
        .collect();
    println!("\n{} substances, {} schedules", know.substances().count(), know.schedules().count());
    list("Psychiatric medicines without a schedule of checks", &without);
}

/// Whether a selector names the substance by id or class; by its properties counts as named.
fn names(selector: &Expression, substance: &Substance) -> bool {
    let mut named = false;
    selector.walk(&mut |part| match part {
        Expression::Item(_, ItemFact::Is(ids)) => {
            named |= ids.iter().any(|id| *id == substance.id.as_str() || *id == substance.name || substance.tags.contains(id));
        }
        Expression::Item(_, ItemFact::Property(attribute)) => {
            named |= substance.facts.iter().any(|facts| facts.values.get(attribute).is_some_and(|value| *value > 0));
        }
        _ => {}
    });
    named
}

fn sources(know: &Knowledge) {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    let entries = know.entries();
    for (_, part) in entries.iter().flat_map(|entry| &entry.parts) {
        *uses.entry(part.source().as_str()).or_default() += 1;
    }
    let mut uses: Vec<(usize, &str)> = uses.into_iter().map(|(id, count)| (count, id)).collect();
    uses.sort_by(|a, b| b.cmp(a));
    println!("\nSources by use, {} in all", uses.len());
    for (count, id) in uses.iter().take(40) {
        let mark = know.source(&(*id).into()).map_or("missing", |source| source.verification.as_str());
        println!("  {count:>5}  {id} ({mark})");
    }
}

fn list(title: &str, ids: &[&str]) {
    println!("\n{title}: {}", ids.len());
    for row in ids.chunks(6) {
        println!("  {}", row.join(", "));
    }
}
