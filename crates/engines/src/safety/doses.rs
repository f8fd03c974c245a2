//! Doses against the entry's limits.

use super::case::Case;
use super::draft::{Draft, Says};
use super::finding::Numbers;
use super::not_checked::{Missing, Unjudged};
use super::present::same_route;
use super::truth::Span;
use concord_knowledge::Sourced;
use concord_knowledge::substance::{DoseRange, DoseUnit, Population};
use concord_knowledge::vocabulary::{Evidence, Kind, Severity};
use rust_decimal::Decimal;

/// Doses above the highest, single doses above the largest, doses below the lowest that is expected to work.
pub(crate) fn drafts<'c>(case: &Case<'c>, unjudged: &mut Unjudged) -> Vec<Draft<'c>> {
    let mut all = Vec::new();
    for item in (0..case.items.len()).filter(|item| case.items[*item].taken) {
        let present = &case.items[item];
        if present.item.has_strange_unit() {
            let unit = present.item.unit.as_deref().unwrap_or("no unit");
            let why = format!("its unit ({unit}) cannot be turned into milligrams, so no dose of it was checked");
            unjudged.say(format!("dose of {}", present.name), why);
            continue;
        }
        let limits = Limits::of(case, item);
        if limits.fitting.is_empty() {
            no_limit(case, item, unjudged);
            continue;
        }
        all.extend(above(case, item, &limits, unjudged));
        all.extend(below(case, item, &limits));
    }
    all
}

/// The ranges that fit the person and the route.
struct Limits<'c> {
    fitting: Vec<&'c DoseRange>,
}

impl<'c> Limits<'c> {
    fn of(case: &Case<'c>, item: usize) -> Self {
        let present = &case.items[item];
        let doses = &case.book.drugs[present.place].substance.doses;
        let route = present.item.route();
        let by_route = |dose: &&DoseRange| {
            if dose.routes.is_empty() {
                same_route("oral", route)
            } else {
                dose.routes.iter().any(|known| same_route(known, route))
            }
        };
        let here: Vec<&DoseRange> = doses.iter().filter(by_route).collect();
        let own = population(case.person.age);
        let mut fitting: Vec<&DoseRange> = here.iter().copied().filter(|dose| dose.population == own).collect();
        if fitting.is_empty() {
            // Nothing is said for this age: what is too much for an adult is too much here as well.
            fitting = here.into_iter().filter(|dose| dose.population == Population::Adult).collect();
        }
        Self { fitting }
    }

    fn highest(&self, unit: DoseUnit) -> Option<&'c DoseRange> {
        self.fitting.iter().copied().filter(|dose| dose.unit == unit).max_by_key(|dose| dose.max)
    }

    /// The largest single dose; none where one of the ranges sets no such limit, as that of a slow form.
    fn largest_at_once(&self) -> Option<(&'c DoseRange, Decimal)> {
        let single = |dose: &&'c DoseRange| match dose.unit {
            DoseUnit::MgPerDose => Some((*dose, dose.single_max.unwrap_or(dose.max))),
            DoseUnit::MgPerDay => dose.single_max.map(|max| (*dose, max)),
        };
        let all: Option<Vec<(&'c DoseRange, Decimal)>> = self.fitting.iter().map(single).collect();
        all?.into_iter().max_by_key(|(_, max)| *max)
    }
}

fn population(age: Span) -> Population {
    let years = age.decimal();
    let below = |limit: u32| years.is_some_and(|years| years < Decimal::from(limit));
    match years {
        None => Population::Adult,
        Some(_) if below(13) => Population::Child,
        Some(_) if below(18) => Population::Adolescent,
        Some(_) if below(65) => Population::Adult,
        Some(_) => Population::OlderAdult,
    }
}

fn no_limit(case: &Case<'_>, item: usize, unjudged: &mut Unjudged) {
    let present = &case.items[item];
    let substance = case.book.drugs[present.place].substance;
    if present.item.dose.is_some() && !substance.doses.is_empty() {
        let why = format!("the entry has no highest dose by this route ({})", present.item.route());
        unjudged.say(format!("dose of {}", present.name), why);
    }
}

fn above<'c>(case: &Case<'c>, item: usize, limits: &Limits<'c>, unjudged: &mut Unjudged) -> Option<Draft<'c>> {
    let present = &case.items[item];
    let largest_at_once = limits.largest_at_once();
    let daily = limits.highest(DoseUnit::MgPerDay).map(|range| (range, range.max));
    let what = format!("whether {} is above its highest dose", present.name);
    let needs_dose = daily.is_some() && !present.daily.is_known() || largest_at_once.is_some() && !present.dose.is_known();
    if needs_dose {
        unjudged.fact(Missing::Daily(item), &what, Some(Severity::Moderate));
    }
    let over = |amount: Span, limit: Option<(&'c DoseRange, Decimal)>| {
        let (range, max) = limit?;
        amount.decimal().filter(|amount| *amount > max).map(|amount| (range, max, amount))
    };
    if let Some((range, max, amount)) = over(present.daily, daily) {
        return Some(too_much(case, item, range, max, amount, "a day", limits));
    }
    let (range, max, amount) = over(present.dose, largest_at_once)?;
    Some(too_much(case, item, range, max, amount, "at one time", limits))
}

fn too_much<'c>(
    case: &Case<'c>,
    item: usize,
    range: &'c DoseRange,
    max: Decimal,
    amount: Decimal,
    per: &str,
    limits: &Limits<'c>,
) -> Draft<'c> {
    let name = &case.items[item].name;
    let far = amount >= max * Decimal::TWO;
    let ordinary = limits.fitting.iter().filter_map(|range| range.max_severity).max().unwrap_or(Severity::Moderate);
    let severity = if far && ordinary < Severity::Major { Severity::Major } else { ordinary };
    let (shown, limit) = (amount.normalize(), max.normalize());
    let daily = per == "a day";
    let says = Says {
        id: "dose.max",
        kind: Kind::Dose,
        matter: if daily { "dose" } else { "single_dose" },
        severity,
        personal: false,
        serious: far,
        title: format!("{name} {shown} mg {per} exceeds the maximum of {limit} mg"),
        consequence: format!(
            "Above the maximum, dose-dependent unwanted effects and toxicity of {name} grow without proof of more benefit."
        ),
        mechanism: format!(
            "The highest dose for this use, age and route ({}, {}) is {limit} mg {per}.",
            range.indication,
            population_words(range.population)
        ),
        action: format!(
            "Check for a slip of the pen, and lower {name} to at most {limit} mg {per}; a reason to stay above it belongs into the record."
        ),
        evidence: Evidence::A,
        sources: vec![range as &dyn Sourced],
        numbers: Numbers { max_daily_mg: daily.then_some(max), ..Numbers::default() },
    };
    let mut draft = Draft::of(says, &[item], case).context(format!("dose of {name}"), format!("{shown} mg {per}"));
    if let Some(age) = case.person.age.decimal() {
        draft = draft.context("age", age.to_string());
    } else {
        draft.finding.context_missing.push("age".to_owned());
    }
    draft
}

fn population_words(population: Population) -> &'static str {
    match population {
        Population::Adult => "adults",
        Population::Child => "children",
        Population::Adolescent => "adolescents",
        Population::OlderAdult => "older adults",
    }
}

/// So many days a low dose is a step on the way up.
const SETTLED_DAYS: u32 = 28;

fn below<'c>(case: &Case<'c>, item: usize, limits: &Limits<'c>) -> Option<Draft<'c>> {
    let present = &case.items[item];
    let settled = present.days_on.low >= Span::whole(SETTLED_DAYS).low && present.days_on.is_known();
    let lowest = limits.fitting.iter().filter(|range| range.unit == DoseUnit::MgPerDay);
    let all: Option<Vec<(&'c DoseRange, Decimal)>> =
        lowest.map(|range| range.min_effective.map(|least| (*range, least))).collect();
    let (range, least) = all?.into_iter().min_by_key(|(_, least)| *least)?;
    let amount = present.daily.decimal().filter(|amount| *amount < least && !present.item.prn && settled)?.normalize();
    let (name, least) = (&present.name, least.normalize());
    let says = Says {
        id: "dose.low",
        kind: Kind::Dose,
        matter: "dose",
        severity: Severity::Info,
        personal: false,
        serious: false,
        title: format!("{name} {amount} mg a day is below the lowest dose that is expected to work, {least} mg"),
        consequence: "No effect at this dose says nothing about the medicine.".to_owned(),
        mechanism: "The dose has stayed below the range in which effect was shown.".to_owned(),
        action: format!("Raise {name} if it is tolerated, or note why it stays low."),
        evidence: Evidence::B,
        sources: vec![range as &dyn Sourced],
        numbers: Numbers::default(),
    };
    Some(Draft::of(says, &[item], case).context(format!("daily dose of {name}"), format!("{amount} mg")))
}

/// The highest daily amount for this person and route, in mg.
pub(crate) fn highest_daily(case: &Case<'_>, item: usize) -> Option<Decimal> {
    Limits::of(case, item).highest(DoseUnit::MgPerDay).map(|range| range.max)
}
