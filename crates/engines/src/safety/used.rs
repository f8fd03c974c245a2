//! The facts on which a finding rests, by name and value.

use super::case::{At, Case};
use super::condition::{Number, Test};
use super::truth::{Span, Truth};
use concord_knowledge::expression::Subject;

/// Names and values, in the order in which they were met.
pub(crate) type Used = Vec<(String, String)>;

impl Case<'_> {
    /// Adds the known facts of a condition.
    pub fn used(&self, test: &Test, at: At, used: &mut Used) {
        let mut put = |name: &str, value: String| add(used, name.to_owned(), value);
        match test {
            Test::And(parts) | Test::Or(parts) => parts.iter().for_each(|part| self.used(part, at, used)),
            Test::Not(inner) | Test::Taking(inner) => self.used(inner, at, used),
            Test::Compare(left, _, right) => {
                self.used_number(left, at, used);
                self.used_number(right, at, used);
            }
            Test::Above(number) => self.used_number(number, at, used),
            Test::Male | Test::Female if self.person.male != Truth::Unknown => {
                put("sex", if self.person.male == Truth::True { "male" } else { "female" }.to_owned());
            }
            Test::Pregnant if self.person.pregnant == Truth::True => put("pregnant", "yes".to_owned()),
            Test::Breastfeeding if self.person.breastfeeding == Truth::True => put("breast-feeding", "yes".to_owned()),
            Test::Childbearing if self.person.childbearing == Truth::True => put("pregnancy possible", "yes".to_owned()),
            Test::Smoker if self.person.smoker != Truth::Unknown => {
                put("smokes", if self.person.smoker == Truth::True { "yes" } else { "no" }.to_owned());
            }
            Test::Condition(set) => {
                for place in set.both(&self.person.conditions) {
                    put("condition", self.book.conditions[place].term.name.clone());
                }
            }
            Test::Gene(gene, _) => {
                if let Some(known) = self.person.gene(gene) {
                    put(gene, format!("{known:?}").to_lowercase());
                }
            }
            Test::Ancestry(_) => self.person.ancestry.iter().for_each(|known| put("ancestry", known.clone())),
            Test::Contraception(_) => self.person.contraception.iter().for_each(|known| put("contraception", known.clone())),
            _ => {}
        }
    }

    fn used_number(&self, number: &Number, at: At, used: &mut Used) {
        let name_of = |subject: &Subject| match subject {
            Subject::B => at.b,
            _ => at.a.or(at.this),
        };
        let named = |subject: &Subject| name_of(subject).map(|item| self.items[item].name.clone()).unwrap_or_default();
        let Some(value) = self.number(number, at).and_then(Span::decimal) else {
            return;
        };
        match number {
            Number::Daily(subject) => add(used, format!("daily dose of {}", named(subject)), format!("{value} mg")),
            Number::Dose(subject) => add(used, format!("single dose of {}", named(subject)), format!("{value} mg")),
            Number::DaysOn(subject) | Number::DayOfTreatment(subject) => {
                add(used, format!("day of treatment with {}", named(subject)), value.to_string());
            }
            Number::DaysSinceStop(subject) => add(used, format!("days since {} was stopped", named(subject)), value.to_string()),
            Number::DaysMissed(subject) => add(used, format!("days without {}", named(subject)), value.to_string()),
            Number::Age => add(used, "age".to_owned(), value.to_string()),
            Number::GestationWeeks => add(used, "week of pregnancy".to_owned(), value.to_string()),
            Number::Lab(place) => add(used, self.lab_name(*place), self.lab_value(*place)),
            Number::SmokingStoppedDays => add(used, "days since smoking was stopped".to_owned(), value.to_string()),
            Number::SmokingStartedDays => add(used, "days since smoking was begun".to_owned(), value.to_string()),
            Number::Sum(attribute) => add(used, format!("added up: {}", attribute.words()), value.to_string()),
            Number::Max(attribute) => add(used, format!("strongest: {}", attribute.words()), value.to_string()),
            Number::Count(_) | Number::Holds(_) | Number::Property(..) | Number::Written(_) => {}
        }
    }

    /// A laboratory value in words: `510 ms, 12 days old`.
    pub fn lab_value(&self, place: usize) -> String {
        let lab = &self.person.labs[place];
        let value = lab.value.decimal().map(|value| value.to_string()).unwrap_or_default();
        let unit = self.book.labs[place].unit.map(|unit| format!(" {unit}")).unwrap_or_default();
        let age = match lab.days_old {
            _ if lab.computed => ", computed".to_owned(),
            Some(1) => ", 1 day old".to_owned(),
            Some(days) if days > 1 => format!(", {days} days old"),
            _ => String::new(),
        };
        format!("{value}{unit}{age}")
    }
}

pub(crate) fn add(used: &mut Used, name: String, value: String) {
    if !used.iter().any(|(known, same)| *known == name && *same == value) {
        used.push((name, value));
    }
}
