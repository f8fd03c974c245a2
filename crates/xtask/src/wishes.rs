//! What would have to be so for a condition to hold, or not to hold: alternatives, each a few facts.

use crate::cases::{around, candidates, person};
use crate::situation::{Fact, number};
use concord_knowledge::Knowledge;
use concord_knowledge::expression::{Comparison, Expression, ItemFact, PersonFact, Subject};
use rust_decimal::Decimal;
use serde_json::json;

/// So many alternatives are followed.
const MOST: usize = 24;

/// Facts that are wished for together.
pub type Wish = Vec<Fact>;

/// Alternatives under which a condition holds (`hold`) or does not. What facts cannot change, as which substance an item
/// is, counts as given: whether it is so is seen when the question is asked. `this`: the item that a bare word is about.
pub fn wishes(know: &Knowledge, condition: &Expression, this: usize, hold: bool) -> Vec<Wish> {
    match (condition, hold) {
        (Expression::And(parts), true) | (Expression::Or(parts), false) => all_of(know, parts, this, hold),
        (Expression::Or(parts), true) | (Expression::And(parts), false) => {
            parts.iter().flat_map(|part| wishes(know, part, this, hold)).take(MOST).collect()
        }
        (Expression::Not(inner), _) => wishes(know, inner, this, !hold),
        (Expression::Compare(left, comparison, right), _) => compared(left, *comparison, right, this, hold),
        (Expression::Taking(inner), true) => {
            candidates(know, inner, 4).iter().map(|other| vec![Fact::Beside(other.name.clone())]).collect()
        }
        (Expression::Person(fact), true) => person(know, fact).into_iter().map(|fact| vec![fact]).collect(),
        (Expression::Person(fact), false) => vec![denied(fact)],
        (Expression::Item(of, fact), true) => of_item(place(*of, this), fact),
        (Expression::Item(of, ItemFact::Route(routes)), false) => {
            let other = ["transdermal", "oral"].into_iter().find(|other| routes.iter().all(|route| route != other));
            other.map(|other| vec![Fact::Item(place(*of, this), "route", json!(other))]).into_iter().collect()
        }
        (Expression::Known(inner), true) => known(know, inner, this),
        _ => vec![Vec::new()],
    }
}

/// Every part at once: each alternative of one with each of the others.
fn all_of(know: &Knowledge, parts: &[Expression], this: usize, hold: bool) -> Vec<Wish> {
    parts.iter().fold(vec![Vec::new()], |so_far, part| {
        let more = wishes(know, part, this, hold);
        both(&so_far, &more)
    })
}

/// Each wish of one list with each of the other.
pub fn both(first: &[Wish], second: &[Wish]) -> Vec<Wish> {
    first.iter().flat_map(|one| second.iter().map(|other| [one.as_slice(), other].concat())).take(MOST).collect()
}

fn place(of: Subject, this: usize) -> usize {
    match of {
        Subject::This => this,
        Subject::A => 0,
        Subject::B => 1,
    }
}

/// Values on the wished-for side of a number.
fn compared(left: &Expression, comparison: Comparison, right: &Expression, this: usize, hold: bool) -> Vec<Wish> {
    let Expression::Number(edge) = right else { return vec![Vec::new()] };
    let sides = around(left, right, this);
    let fits = |value: Decimal| comparison.holds(value, *edge) == hold;
    let mut found: Vec<Wish> = sides.into_iter().filter(|(_, value, _)| fits(*value)).map(|(_, _, fact)| vec![fact]).collect();
    // A day's dose in several parts, for a condition that also looks at each of them.
    if let (Expression::Item(of, ItemFact::Daily), true) = (left, fits(*edge + Decimal::ONE)) {
        let item = place(*of, this);
        let third = (*edge + Decimal::TEN) / Decimal::from(3);
        found.push(vec![Fact::Item(item, "dose", number(third.round_dp(2))), Fact::Item(item, "per_day", json!(3))]);
    }
    if found.is_empty() { vec![Vec::new()] } else { found }
}

fn of_item(item: usize, fact: &ItemFact) -> Vec<Wish> {
    let each =
        |field: &'static str, words: &[String]| words.iter().map(|word| vec![Fact::Item(item, field, json!(word))]).collect();
    match fact {
        ItemFact::Status(words) => each("status", words),
        ItemFact::Route(words) => each("route", words),
        ItemFact::Form(words) => each("form", words),
        ItemFact::AsNeeded => vec![vec![Fact::Item(item, "prn", json!(true))]],
        _ => vec![Vec::new()],
    }
}

/// A fact about the person, denied.
fn denied(fact: &PersonFact) -> Wish {
    match fact {
        PersonFact::Male => vec![Fact::Person("sex", json!("F"))],
        PersonFact::Female => vec![Fact::Person("sex", json!("M"))],
        PersonFact::Pregnant => vec![Fact::Person("pregnant", json!(false))],
        PersonFact::Breastfeeding => vec![Fact::Person("breastfeeding", json!(false))],
        PersonFact::Childbearing => vec![Fact::Person("childbearing_potential", json!(false))],
        PersonFact::Smoker => vec![Fact::Person("smoker", json!(false))],
        PersonFact::Contraception(_) => vec![Fact::Person("contraception", json!("none"))],
        PersonFact::Ancestry(_) => vec![Fact::Person("ancestry", json!("European"))],
        PersonFact::Age
        | PersonFact::GestationWeeks
        | PersonFact::Condition(_)
        | PersonFact::Lab(_)
        | PersonFact::Gene(..)
        | PersonFact::SmokingStoppedDays
        | PersonFact::SmokingStartedDays => Vec::new(),
    }
}

/// A fact that is there, whatever it is.
fn known(know: &Knowledge, inner: &Expression, this: usize) -> Vec<Wish> {
    match inner {
        Expression::Person(fact) => {
            let there = person(know, fact);
            if there.is_empty() { vec![Vec::new()] } else { there.into_iter().map(|fact| vec![fact]).collect() }
        }
        other => wishes(know, other, this, true),
    }
}
