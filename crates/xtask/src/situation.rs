//! A regimen and a person, as one question to the engine, built up and changed fact by fact.

use concord_engines::safety::{Finding, shipped_book, wire};
use concord_knowledge::ids::SubstanceId;
use concord_knowledge::shipped;
use concord_knowledge::vocabulary::Severity;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde_json::{Map, Value, json};

/// One question, in the form of the command line.
#[derive(Clone, Debug, PartialEq)]
pub struct Situation {
    /// What is taken.
    pub items: Vec<Map<String, Value>>,
    /// By whom.
    pub person: Map<String, Value>,
}

/// Among which rules a rule is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// As a review does: a closer rule speaks in its place.
    AmongAll,
    /// As if there were no other.
    Alone,
}

/// What a rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    Nothing,
    /// It keeps others silent.
    Silences,
    /// A finding so bad.
    Finding(Severity),
}

/// One fact that can be set.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// A field of the item at this place.
    Item(usize, &'static str, Value),
    /// A field of the person.
    Person(&'static str, Value),
    /// A laboratory value.
    Lab(String, Value),
    /// A condition that is there.
    Condition(String),
    /// A gene's phenotype.
    Gene(String, String),
    /// Something else is taken.
    Beside(String),
}

impl Situation {
    /// An adult who takes these substances by mouth, nothing else known.
    pub fn of(names: &[&str]) -> Self {
        let item = |name: &&str| Map::from_iter([("substance".to_owned(), json!(name))]);
        let person = Map::from_iter([("age".to_owned(), json!(40)), ("sex".to_owned(), json!("F"))]);
        Self { items: names.iter().map(item).collect(), person }
    }

    /// The same with one fact more, or changed.
    pub fn with(&self, fact: &Fact) -> Self {
        let mut changed = self.clone();
        match fact {
            Fact::Item(place, field, value) => {
                if let Some(item) = changed.items.get_mut(*place) {
                    item.insert((*field).to_owned(), value.clone());
                    if *field == "dose" {
                        item.insert("unit".to_owned(), json!("mg"));
                        item.entry("per_day").or_insert(json!(1));
                    }
                }
            }
            Fact::Person(field, value) => {
                changed.person.insert((*field).to_owned(), value.clone());
            }
            Fact::Lab(key, value) => changed.within("labs").into_iter().for_each(|labs| {
                labs.insert(key.clone(), value.clone());
            }),
            Fact::Gene(gene, phenotype) => changed.within("pharmacogenes").into_iter().for_each(|genes| {
                genes.insert(gene.clone(), json!(phenotype));
            }),
            Fact::Condition(name) => {
                let known = changed.person.entry("conditions").or_insert(json!([]));
                if let Value::Array(known) = known {
                    known.push(json!(name));
                }
            }
            Fact::Beside(name) => changed.items.push(Map::from_iter([("substance".to_owned(), json!(name))])),
        }
        changed
    }

    fn within(&mut self, field: &str) -> Option<&mut Map<String, Value>> {
        self.person.entry(field).or_insert(json!({})).as_object_mut()
    }

    /// What the rule says, if the question can be asked at all: about all of `names`, when any are given.
    pub fn says(&self, rule: &str, names: &[&str], how: Asked) -> Option<Said> {
        let fields = Map::from_iter([("regimen".to_owned(), json!(self.items)), ("context".to_owned(), json!(self.person))]);
        let asked = wire::question(&fields).ok()?;
        let (findings, silences) = match how {
            Asked::AmongAll => (shipped_book().review(&asked.regimen, &asked.circumstances, None).findings, false),
            Asked::Alone => {
                let alone = shipped_book().alone(rule, &asked.regimen, &asked.circumstances)?;
                let silences = alone.silences.iter().any(|ids| names.iter().all(|name| ids.iter().any(|id| is_called(id, name))));
                (alone.findings, silences)
            }
        };
        let about =
            |found: &&Finding| found.id == rule && names.iter().all(|name| found.ids.iter().any(|id| is_called(id, name)));
        let worst = findings.iter().filter(about).map(|found| found.severity).max();
        Some(worst.map_or(if silences { Said::Silences } else { Said::Nothing }, Said::Finding))
    }

    /// How many facts it takes to tell.
    pub fn size(&self) -> usize {
        self.items.iter().map(Map::len).sum::<usize>() + self.person.len() * 2
    }
}

fn is_called(id: &SubstanceId, name: &str) -> bool {
    shipped().substance(id).is_some_and(|substance| substance.name == name)
}

/// A number as JSON: whole where it is whole.
pub fn number(value: Decimal) -> Value {
    let value = value.normalize();
    value.to_i64().filter(|whole| Decimal::from(*whole) == value).map_or_else(|| json!(value.to_f64()), |whole| json!(whole))
}
