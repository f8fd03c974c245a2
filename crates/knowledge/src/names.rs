//! Every name that a rule, a schedule, a table or an effect uses is somewhere: a misspelt condition would make a rule
//! that can never speak, and nobody would hear it.

use crate::expression::{Expression, ItemFact, PersonFact};
use crate::load::Reading;
use crate::refusal::Refusal;
use std::collections::BTreeSet;

/// Refuses names that nothing has.
pub(crate) fn all(reading: &Reading, found: &mut Vec<Refusal>) {
    let known = Known::of(reading);
    for (file, rules) in files_with_rules(reading) {
        for rule in rules {
            let ladder = rule.ladder.iter().filter_map(|step| step.when.as_ref());
            let all = rule.a.iter().chain(&rule.b).chain(&rule.when).chain(&rule.silent_when).chain(ladder);
            all.for_each(|condition| known.check(file, &format!("rule {}", rule.id), condition, found));
        }
    }
    for (file, substance) in reading.substances.values() {
        for unwanted in &substance.unwanted {
            known.expect(file, "unwanted", reading.effects.contains_key(&unwanted.effect), "effect", &unwanted.effect, found);
        }
        for moiety in &substance.moieties {
            known.expect(file, "moieties", known.items.contains(moiety.of.as_str()), "substance", &moiety.of, found);
        }
        let conditions = substance.titrations.iter().filter_map(|one| one.when.as_ref());
        conditions
            .chain(substance.boxed.iter().filter_map(|one| one.when.as_ref()))
            .for_each(|condition| known.check(file, "a condition", condition, found));
    }
    for product in reading.products.values() {
        for ingredient in &product.ingredients {
            let entry = format!("product {}", product.name);
            known.expect(
                "vocabulary/products.toml",
                &entry,
                known.ingredient(ingredient, reading),
                "substance",
                ingredient,
                found,
            );
        }
    }
    for (file, schedule) in reading.schedules.values() {
        known.check(file, "applies", &schedule.applies, found);
        for check in &schedule.checks {
            known.expect(file, "checks", reading.tests.contains_key(&check.item), "test", &check.item, found);
            check.when.iter().for_each(|condition| known.check(file, &format!("check {}", check.item), condition, found));
        }
    }
}

fn files_with_rules(reading: &Reading) -> impl Iterator<Item = (&str, &[crate::rule::Rule])> {
    let of_classes = reading.rules.values().map(|(file, entry)| (file.as_str(), entry.rules.as_slice()));
    of_classes.chain(reading.substances.values().map(|(file, entry)| (file.as_str(), entry.rules.as_slice())))
}

/// The names that can be used.
struct Known<'a> {
    items: BTreeSet<&'a str>,
    conditions: BTreeSet<&'a str>,
}

impl<'a> Known<'a> {
    fn of(reading: &'a Reading) -> Self {
        let mut items: BTreeSet<&str> = reading.outside.iter().map(String::as_str).collect();
        for (_, substance) in reading.substances.values() {
            items.extend([substance.id.as_str(), substance.name.as_str()]);
            items.extend(substance.tags.iter().map(String::as_str));
        }
        Self { items, conditions: reading.conditions.keys().map(String::as_str).collect() }
    }

    fn check(&self, file: &str, entry: &str, condition: &Expression, found: &mut Vec<Refusal>) {
        condition.walk(&mut |part| match part {
            Expression::Item(_, ItemFact::Is(names)) => {
                for name in names {
                    self.expect(file, entry, self.items.contains(name.as_str()), "substance or class", name, found);
                }
            }
            Expression::Person(PersonFact::Condition(names)) => {
                for name in names {
                    self.expect(file, entry, self.conditions.contains(name.as_str()), "condition", name, found);
                }
            }
            _ => {}
        });
    }

    /// What a product is made of is a substance by its id, or known to be outside: never a class.
    fn ingredient(&self, name: &str, reading: &Reading) -> bool {
        reading.substances.keys().any(|id| id.as_str() == name) || reading.outside.iter().any(|outside| outside == name)
    }

    fn expect(&self, file: &str, entry: &str, there: bool, sort: &str, name: &str, found: &mut Vec<Refusal>) {
        if !there {
            let sentence = format!("there is no {sort} `{name}`; correct it, add it, or list it in vocabulary/outside.toml.");
            found.push(Refusal::new(file, entry, sentence));
        }
    }
}
