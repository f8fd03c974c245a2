//! Proposes cases for every rule by trying situations that its own conditions name.
//!
//! A case is kept as the engine answers it today, with the rule's title beside it, so that a reader can see whether that
//! is right; from then on a change of rule, data or engine that changes the answer is seen.

use crate::situation::{Asked, Fact, Said, Situation, number};
use crate::wishes::{Wish, both, wishes};
use anyhow::{Context, Result};
use concord_engines::safety::shipped_book;
use concord_knowledge::expression::{Expression, ItemFact, PersonFact, Subject};
use concord_knowledge::rule::{Rule, Scope};
use concord_knowledge::vocabulary::Attribute;
use concord_knowledge::{Knowledge, Substance, shipped};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// One question with what is expected of it.
struct Check {
    name: String,
    situation: Situation,
    said: Said,
    how: Asked,
}

/// Writes the cases of every rule, one file for each file of rules and each substance.
pub fn write() -> Result<()> {
    let know = shipped();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/medication/rules");
    std::fs::create_dir_all(&folder).context("the folder of cases cannot be made")?;
    let (mut found, mut without) = (0_usize, Vec::new());
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let of_classes = know.rule_files().flat_map(|file| file.rules.iter().map(move |rule| (file.id.clone(), None, rule)));
    let of_substances = know
        .substances()
        .flat_map(|entry| entry.rules.iter().map(move |rule| (format!("substance-{}", entry.id), Some(entry), rule)));
    for (file, owner, rule) in of_classes.chain(of_substances) {
        let checks = propose(know, owner, rule);
        if checks.iter().any(|check| check.said != Said::Nothing) {
            found += 1;
        } else if !shipped_book().waits(&rule.id) {
            without.push(rule.id.as_str());
        }
        let text = files.entry(file.clone()).or_insert_with(|| {
            format!("story = \"\"\"Rules of {file}, each where it speaks, where it is silent and at its thresholds.\"\"\"\n")
        });
        checks.iter().for_each(|check| show(check, rule, text));
    }
    for (file, text) in files.iter().filter(|(_, text)| text.contains("[[check]]")) {
        std::fs::write(folder.join(format!("{file}.toml")), text).with_context(|| format!("{file} cannot be written"))?;
    }
    println!("{found} rules speak in a case; {} were not made to: {}", without.len(), without.join(", "));
    Ok(())
}

/// The situations of one rule: where it speaks, the same with one fact turned, and both sides of each number.
fn propose(know: &Knowledge, owner: Option<&Substance>, rule: &Rule) -> Vec<Check> {
    let ways = if rule.ladder.is_empty() { &[Asked::Alone][..] } else { &[Asked::AmongAll, Asked::Alone] };
    ways.iter().map(|how| propose_asked(know, owner, rule, *how)).find(|checks| !checks.is_empty()).unwrap_or_default()
}

/// The same, asked in one way; nothing where it cannot be made to speak so.
fn propose_asked(know: &Knowledge, owner: Option<&Substance>, rule: &Rule, how: Asked) -> Vec<Check> {
    let Some((spoken, names, said)) = speaking(know, owner, rule, how) else { return Vec::new() };
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut checks = vec![Check { name: SPEAKS.to_owned(), situation: spoken.clone(), said, how }];
    let facts = facts(know, rule);
    let silent = facts
        .iter()
        .map(|fact| spoken.with(fact))
        .chain(without_one(&spoken))
        .find(|tried| tried.says(&rule.id, &[], how) == Some(Said::Nothing));
    let silent = silent.map(|situation| ("silent when one fact is another".to_owned(), situation, Said::Nothing));
    checks.extend(silent.map(|(name, situation, said)| Check { name, situation, said, how }));
    for (name, fact) in thresholds(rule) {
        let situation = spoken.with(&fact);
        // Silent about these substances, but not about others, is not silent.
        let silent = |said: &Said| *said != Said::Nothing || situation.says(&rule.id, &[], how) == Some(Said::Nothing);
        if let Some(said) = situation.says(&rule.id, &names, how).filter(silent) {
            checks.push(Check { name, situation, said, how });
        }
    }
    checks
}

/// What the check is called in which a rule speaks.
const SPEAKS: &str = "speaks";

/// A situation in which the rule speaks, the smallest that is found, and the substances it speaks about.
fn speaking(know: &Knowledge, owner: Option<&Substance>, rule: &Rule, how: Asked) -> Option<(Situation, Vec<String>, Said)> {
    let first = match (&rule.a, owner) {
        (Some(selector), _) => candidates(know, selector, 10),
        (None, Some(owner)) => vec![owner],
        (None, None) => return None,
    };
    let second = rule.b.as_ref().map_or_else(Vec::new, |selector| candidates(know, selector, 10));
    let facts = facts(know, rule);
    let mut starts = Vec::new();
    for a in &first {
        match rule.scope {
            Scope::One => starts.push(vec![*a]),
            Scope::All => {}
            Scope::Pair | Scope::Washout => starts.extend(second.iter().filter(|b| b.id != a.id).map(|b| vec![*a, *b])),
        }
    }
    if rule.scope == Scope::All {
        starts = together(know, rule, &first);
    }
    starts.iter().take(40).find_map(|start| {
        let names: Vec<&str> = start.iter().map(|substance| substance.name.as_str()).collect();
        let about: Vec<&str> = if rule.scope == Scope::All { Vec::new() } else { names.clone() };
        let mut bare = Situation::of(&names);
        if rule.scope == Scope::Washout {
            let stopped = [
                Fact::Item(0, "status", json!("stopped")),
                Fact::Item(
                    0,
                    "days_since_stop",
                    json!(if rule.min_days.is_some_and(|days| days <= Decimal::ONE) { 0 } else { 1 }),
                ),
                Fact::Item(1, "status", json!("proposed")),
            ];
            bare = stopped.iter().fold(bare, |so_far, fact| so_far.with(fact));
        }
        // Middle doses, because many rules ask for an amount.
        for (place, substance) in start.iter().enumerate() {
            if let Some(dose) = substance.doses.first() {
                bare = bare.with(&Fact::Item(place, "dose", number(dose.max)));
            }
        }
        let speaks = |situation: &Situation| situation.says(&rule.id, &about, how).is_some_and(|said| said != Said::Nothing);
        let situation = search(&bare, &facts, speaks).or_else(|| wished(know, rule, &bare).into_iter().find(speaks))?;
        let said = situation.says(&rule.id, &about, how)?;
        Some((situation, about.iter().map(|name| (*name).to_owned()).collect(), said))
    })
}

/// Groups of substances for a rule about everything: what its selector names, four at a time, and what it counts.
fn together<'k>(know: &'k Knowledge, rule: &Rule, first: &[&'k Substance]) -> Vec<Vec<&'k Substance>> {
    let mut groups: Vec<Vec<&Substance>> = vec![first.iter().copied().take(4).collect()];
    let mut counted: Vec<&Substance> = Vec::new();
    for (_, condition) in conditions(rule) {
        condition.walk(&mut |part| {
            if let Expression::Count(inner) = part {
                counted.extend(candidates(know, inner, 3));
            }
        });
    }
    counted.dedup_by_key(|substance| substance.id.clone());
    groups.push(counted);
    groups.extend(first.chunks(4).map(<[_]>::to_vec));
    groups
}

/// Situations in which everything that the rule asks for is wished true, step by step of its ladder.
fn wished(know: &Knowledge, rule: &Rule, bare: &Situation) -> Vec<Situation> {
    let mut base = vec![Vec::new()];
    for (this, condition) in
        rule.a.iter().map(|a| (0, a)).chain(rule.b.iter().map(|b| (1, b))).chain(rule.when.iter().map(|when| (0, when)))
    {
        base = both(&base, &wishes(know, condition, this, true));
    }
    if let Some(silent) = &rule.silent_when {
        base = both(&base, &wishes(know, silent, 0, false));
    }
    let steps = rule.ladder.iter().map(|step| step.when.as_ref().map_or(vec![Vec::new()], |when| wishes(know, when, 0, true)));
    let all = if rule.ladder.is_empty() { base.clone() } else { steps.flat_map(|step| both(&base, &step)).collect() };
    all.iter().map(|wish: &Wish| wish.iter().fold(bare.clone(), |so_far, fact| so_far.with(fact))).collect()
}

/// The situation itself, then with one, two and three facts more.
fn search(bare: &Situation, facts: &[Fact], speaks: impl Fn(&Situation) -> bool) -> Option<Situation> {
    if speaks(bare) {
        return Some(bare.clone());
    }
    let ones: Vec<Situation> = facts.iter().take(60).map(|fact| bare.with(fact)).collect();
    if let Some(one) = ones.iter().find(|one| speaks(one)) {
        return Some(one.clone());
    }
    for (place, one) in ones.iter().enumerate() {
        for fact in &facts[place + 1..facts.len().min(60)] {
            let two = one.with(fact);
            if speaks(&two) {
                return Some(two);
            }
        }
    }
    let few = &facts[..facts.len().min(14)];
    for (i, first) in few.iter().enumerate() {
        for (j, second) in few.iter().enumerate().skip(i + 1) {
            for third in &few[j + 1..] {
                let three = bare.with(first).with(second).with(third);
                if speaks(&three) {
                    return Some(three);
                }
            }
        }
    }
    None
}

/// Each optional fact of a situation taken away.
fn without_one(situation: &Situation) -> Vec<Situation> {
    let mut all = Vec::new();
    for field in ["conditions", "labs", "pharmacogenes", "pregnant", "smoking_change", "smoker", "age", "ancestry"] {
        let mut less = situation.clone();
        if less.person.remove(field).is_some() {
            all.push(less);
        }
    }
    for place in 0..situation.items.len() {
        for (field, value) in
            [("status", json!("active")), ("dose", json!(0.1)), ("route", json!("topical")), ("status", json!("stopped"))]
        {
            all.push(situation.with(&Fact::Item(place, field, value)));
        }
        if situation.items.len() > 1 {
            let mut less = situation.clone();
            less.items.remove(place);
            all.push(less);
            all.push(Situation { items: vec![situation.items[place].clone()], ..situation.clone() });
        }
    }
    all.sort_by_key(Situation::size);
    all
}

/// Substances that some positive part of a selector names: by id or tag, by property, by what they do to enzymes.
pub(crate) fn candidates<'k>(know: &'k Knowledge, selector: &Expression, most: usize) -> Vec<&'k Substance> {
    let named: Vec<&Substance> = know.substances().filter(|entry| names(selector, entry)).collect();
    spread(&named, most)
}

/// A few over all, so that exceptions inside a class do not hide the class.
fn spread<'k>(all: &[&'k Substance], most: usize) -> Vec<&'k Substance> {
    all.iter().copied().step_by((all.len() / most).max(1)).take(most).collect()
}

/// Whether a selector could mean a substance, as far as its entry tells.
fn names(selector: &Expression, entry: &Substance) -> bool {
    match selector {
        Expression::And(parts) => parts.iter().all(|part| names(part, entry)),
        Expression::Or(parts) => parts.iter().any(|part| names(part, entry)),
        Expression::Not(inner) => !matches!(**inner, Expression::Item(_, ItemFact::Is(_))) || !names(inner, entry),
        Expression::Item(_, ItemFact::Is(ids)) => {
            ids.iter().any(|id| *id == entry.id.as_str() || *id == entry.name || entry.tags.contains(id))
        }
        Expression::Item(_, ItemFact::Property(property)) => values(entry, *property).any(|value| value > 0),
        Expression::Item(_, ItemFact::Inhibits(enzyme, least) | ItemFact::Induces(enzyme, least)) => {
            entry.affects.iter().any(|effect| effect.enzyme == *enzyme && effect.strength >= *least)
        }
        Expression::Item(_, ItemFact::ClearedBy(enzyme, _)) => entry.cleared_by.iter().any(|route| route.enzyme == *enzyme),
        Expression::Compare(left, comparison, right) => match (&**left, &**right) {
            (Expression::Item(_, ItemFact::Property(property)), Expression::Number(edge)) => {
                values(entry, *property).any(|value| comparison.holds(Decimal::from(value), *edge))
            }
            _ => true,
        },
        _ => true,
    }
}

/// The values that a property has by some route or dose; 0 where none is written.
fn values(entry: &Substance, property: Attribute) -> impl Iterator<Item = i8> {
    let written: Vec<i8> = entry.facts.iter().filter_map(|facts| facts.values.get(&property).copied()).collect();
    let plain = entry
        .facts
        .iter()
        .any(|facts| facts.routes.is_empty() && facts.from_daily.is_none() && facts.values.contains_key(&property));
    written.into_iter().chain((!plain).then_some(0))
}

/// Every fact that the rule's conditions name, in a form that could make them true, and the turned one.
fn facts(know: &Knowledge, rule: &Rule) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut add = |fact: Fact| {
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    };
    for (subject, expression) in conditions(rule) {
        expression.walk(&mut |part| match part {
            Expression::Item(of, ItemFact::Status(states)) => {
                states.iter().for_each(|state| add(Fact::Item(place(*of, subject), "status", json!(state))));
            }
            Expression::Item(of, ItemFact::Route(routes)) => {
                routes.iter().take(3).for_each(|route| add(Fact::Item(place(*of, subject), "route", json!(route))));
            }
            Expression::Item(of, ItemFact::Form(forms)) => {
                forms.iter().take(2).for_each(|form| add(Fact::Item(place(*of, subject), "form", json!(form))));
            }
            Expression::Item(of, ItemFact::AsNeeded) => add(Fact::Item(place(*of, subject), "prn", json!(true))),
            Expression::Person(fact) => person(know, fact).into_iter().for_each(&mut add),
            Expression::Taking(selector) => {
                candidates(know, selector, 4).iter().for_each(|other| add(Fact::Beside(other.name.clone())))
            }
            Expression::Compare(left, _, right) => {
                for (_, _, fact) in around(left, right, subject) {
                    add(fact);
                }
            }
            _ => {}
        });
    }
    if let Some(most) = rule.max_daily {
        add(Fact::Item(0, "dose", number(most + Decimal::ONE)));
    }
    facts
}

fn conditions(rule: &Rule) -> Vec<(usize, &Expression)> {
    let ladder = rule.ladder.iter().filter_map(|step| step.when.as_ref());
    let rest = rule.when.iter().chain(ladder).chain(rule.silent_when.iter()).map(|expression| (0, expression));
    rule.a.iter().map(|expression| (0, expression)).chain(rule.b.iter().map(|expression| (1, expression))).chain(rest).collect()
}

fn place(of: Subject, this: usize) -> usize {
    match of {
        Subject::This => this,
        Subject::A => 0,
        Subject::B => 1,
    }
}

pub(crate) fn person(know: &Knowledge, fact: &PersonFact) -> Vec<Fact> {
    match fact {
        PersonFact::Male => vec![Fact::Person("sex", json!("M"))],
        PersonFact::Female => vec![Fact::Person("sex", json!("F"))],
        PersonFact::Pregnant => vec![Fact::Person("pregnant", json!(true))],
        PersonFact::Breastfeeding => vec![Fact::Person("breastfeeding", json!(true))],
        PersonFact::Childbearing => vec![Fact::Person("childbearing_potential", json!(true))],
        PersonFact::Smoker => vec![Fact::Person("smoker", json!(true))],
        PersonFact::SmokingStoppedDays => vec![Fact::Person("smoking_change", json!("stopped 5 days ago"))],
        PersonFact::SmokingStartedDays => vec![Fact::Person("smoking_change", json!("started 14 days ago"))],
        PersonFact::Ancestry(words) => vec![Fact::Person("ancestry", json!(words))],
        PersonFact::Contraception(words) => vec![Fact::Person("contraception", json!(words))],
        PersonFact::Gene(gene, phenotype) => vec![Fact::Gene(gene.clone(), phenotype.clone())],
        PersonFact::Condition(ids) => {
            let name =
                |id: &String| Fact::Condition(know.condition(id).map_or_else(|| id.replace('_', " "), |term| term.name.clone()));
            ids.iter().take(4).map(name).collect()
        }
        PersonFact::Age | PersonFact::GestationWeeks | PersonFact::Lab(_) => Vec::new(),
    }
}

/// The facts just below, at and just above a number that a condition compares with.
fn thresholds(rule: &Rule) -> Vec<(String, Fact)> {
    let mut all = Vec::new();
    for (subject, expression) in conditions(rule) {
        expression.walk(&mut |part| {
            if let Expression::Compare(left, _, right) = part {
                all.extend(around(left, right, subject).into_iter().map(|(words, _, fact)| (words, fact)));
            }
        });
    }
    if let Some(most) = rule.max_daily {
        all.push((format!("at {} mg a day", most.normalize()), Fact::Item(0, "dose", number(most))));
        all.push((
            format!("just above {} mg a day", most.normalize()),
            Fact::Item(0, "dose", number(most * Decimal::new(101, 2))),
        ));
    }
    if let (Scope::Washout, Some(days)) = (rule.scope, rule.min_days) {
        for (words, gone) in [("a day before the end", days - Decimal::ONE), ("on the last day", days)] {
            all.push((format!("{words} of the washout"), Fact::Item(0, "days_since_stop", number(gone))));
        }
    }
    all
}

pub(crate) fn around(left: &Expression, right: &Expression, subject: usize) -> Vec<(String, Decimal, Fact)> {
    let Expression::Number(edge) = right else { return Vec::new() };
    let step = if edge.fract().is_zero() { Decimal::ONE } else { Decimal::new(1, 1) };
    let step = if *edge > Decimal::ZERO && *edge <= step { *edge / Decimal::TWO } else { step };
    let values = [("just below", *edge - step), ("at", *edge), ("just above", *edge + step)];
    let each = values.into_iter().filter(|(_, value)| *value > Decimal::ZERO);
    let named = each.filter_map(|(words, value)| {
        let value_json: Value = number(value);
        let (what, fact) = match left {
            Expression::Person(PersonFact::Age) => ("age", Fact::Person("age", json!(whole(value)?))),
            Expression::Person(PersonFact::GestationWeeks) => {
                ("weeks of pregnancy", Fact::Person("gestation_weeks", json!(whole(value)?)))
            }
            Expression::Person(PersonFact::SmokingStoppedDays) => {
                ("days without smoke", Fact::Person("smoking_change", json!(format!("stopped {} days ago", whole(value)?))))
            }
            Expression::Person(PersonFact::SmokingStartedDays) => {
                ("days of smoking", Fact::Person("smoking_change", json!(format!("started {} days ago", whole(value)?))))
            }
            Expression::Person(PersonFact::Lab(key)) => {
                return Some((format!("{key} {words} {edge}"), value, Fact::Lab(key.clone(), value_json)));
            }
            Expression::Item(of, fact) => {
                let (what, field) = match fact {
                    ItemFact::Daily | ItemFact::Dose => ("mg", "dose"),
                    ItemFact::DaysOn => ("days on it", "days_on"),
                    ItemFact::DaysSinceStop => ("days since the last dose", "days_since_stop"),
                    ItemFact::DaysMissed => ("days missed", "days_missed"),
                    ItemFact::DayOfTreatment => ("day of treatment", "day_of_treatment"),
                    _ => return None,
                };
                let json = if field == "dose" { value_json } else { json!(whole(value)?) };
                (what, Fact::Item(place(*of, subject), field, json))
            }
            _ => return None,
        };
        Some((format!("{what} {words} {}", edge.normalize()), value, fact))
    });
    named.collect()
}

fn whole(value: Decimal) -> Option<u32> {
    rust_decimal::prelude::ToPrimitive::to_u32(&value.floor())
}

fn show(check: &Check, rule: &Rule, text: &mut String) {
    let name = if check.name == SPEAKS { format!("{} speaks", rule.id) } else { format!("{}: {}", rule.id, check.name) };
    let _ = write!(text, "\n[[check]]\nname = {}\n", quoted(&name));
    let items: Vec<String> = check.situation.items.iter().map(|item| inline(&Value::Object(item.clone()))).collect();
    let _ = writeln!(text, "regimen = [\n    {},\n]", items.join(",\n    "));
    let _ = writeln!(text, "context = {}", inline(&Value::Object(check.situation.person.clone())));
    let id = quoted(&rule.id);
    let _ = match (check.how, check.said) {
        (Asked::Alone, said) => writeln!(text, "alone = {id}\nspeaks = {}", said != Said::Nothing),
        (Asked::AmongAll, Said::Finding(severity)) => {
            let severity = quoted(severity.as_str());
            writeln!(text, "expect = [{{ id = {id}, from = {severity}, to = {severity} }}]")
        }
        (Asked::AmongAll, _) => writeln!(text, "silent = [{{ id = {id} }}]"),
    };
}

/// A value as TOML writes it on one line.
fn inline(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let each: Vec<String> = fields.iter().map(|(name, value)| format!("{} = {}", key(name), inline(value))).collect();
            format!("{{ {} }}", each.join(", "))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

fn key(name: &str) -> String {
    let bare = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if bare { name.to_owned() } else { quoted(name) }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
