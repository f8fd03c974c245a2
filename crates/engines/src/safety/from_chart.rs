//! What a chart says to a review: what is taken and was stopped within the year, and what is known about the person.

use super::book::Book;
use super::circumstances::{Circumstances, KnownAllergy, Lab, Sex};
use super::products;
use super::regimen::{Item, Regimen, Status};
use super::words;
use crate::days::{day_of, days_between};
use concord_chart::circumstance::Circumstance;
use concord_chart::condition::Condition;
use concord_chart::measurement::Measurement;
use concord_chart::medication::{DoseStep, MedicationCourse};
use concord_chart::quantity::{Coding, Quantity};
use concord_chart::{Chart, When};
use concord_knowledge::ids::SubstanceId;
use concord_knowledge::monitoring::Test;
use jiff::{civil::Date, tz::TimeZone};

/// What was stopped longer ago than this no longer acts on anything, and a value older than this says nothing about today.
const A_YEAR: u32 = 365;
/// For so many days after a pause a medicine counts as begun again.
const JUST_RESUMED_DAYS: u32 = 7;
/// A beginning that is known only to the month or year counts as long ago from here on; before, it is not known.
const LONG_AGO_DAYS: u32 = 180;
/// Weeks from the beginning of a pregnancy to the day due.
const TERM_WEEKS: i64 = 40;

/// The regimen and the circumstances that stand on a chart on a day.
pub fn from_chart(chart: &Chart, book: &Book<'_>, today: Date, zone: &TimeZone) -> (Regimen, Circumstances) {
    let items = chart.medications.iter().filter_map(|course| item(course, book, today, zone)).collect();
    (Regimen { items }, circumstances(chart, book, today, zone))
}

/// The regimen with one thing begun, changed or stopped: a proposal about a substance that is taken by the same route takes
/// its place, so that its doses do not add up.
pub fn with_proposal(regimen: &Regimen, proposal: Item, book: &Book<'_>) -> Regimen {
    let places = |item: &Item| -> Vec<usize> {
        if let Some((compound, _)) = products::of_item(item, book) {
            return compound.known().collect();
        }
        let known = item.substance.as_ref().and_then(|id| book.place(id));
        let named = || words::substances_named(&item.name, book).into_iter().map(|named| named.place).collect();
        known.map_or_else(named, |place| vec![place])
    };
    let (wanted, route) = (places(&proposal), proposal.route().to_owned());
    let same = |item: &Item| {
        let taken = item.status != Status::Stopped;
        taken && !wanted.is_empty() && places(item) == wanted && super::present::same_route(item.route(), &route)
    };
    let before = regimen.items.iter().find(|item| same(item));
    let mut proposal = proposal;
    if let Some(before) = before.filter(|_| proposal.status == Status::Proposed) {
        proposal.status = before.status;
        proposal.days_on = proposal.days_on.or(before.days_on);
    }
    let rest = regimen.items.iter().filter(|item| !same(item)).cloned();
    Regimen { items: rest.chain([proposal]).collect() }
}

fn item(course: &MedicationCourse, book: &Book<'_>, today: Date, zone: &TimeZone) -> Option<Item> {
    let what = &course.what;
    let since = |day: Date| u32::try_from(days_between(day, today)).ok();
    // What comes after the day that is asked about does not count yet: neither a later dose nor a later end.
    let steps: Vec<&DoseStep> = course.steps.iter().filter(|step| day_of(step.from, zone) <= today).collect();
    let dosing = steps.iter().rev().find_map(|step| step.dosing.as_ref()).unwrap_or(&what.dosing);
    let mut item = Item {
        name: what.name.trim().to_owned(),
        substance: substance(course, book),
        dose: dosing.dose.as_ref().map(|dose| dose.amount),
        unit: dosing.dose.as_ref().map(|dose| dose.unit.clone()),
        per_day: dosing.per_day,
        route: what.route.clone(),
        prn: dosing.as_needed,
        days_on: days_on(course.started, today, zone),
        ..Item::default()
    };
    if let Some(last) = course.last_day(zone).filter(|last| *last <= today) {
        let days = since(last)?;
        item.status = Status::Stopped;
        item.days_since_stop = Some(days);
        return (days <= A_YEAR).then_some(item);
    }
    if let Some(held) = steps.last().filter(|step| step.dosing.is_none()) {
        item.status = Status::Stopped;
        item.days_since_stop = since(day_of(held.from, zone));
    } else if day_of(course.started, zone) > today {
        item.status = Status::Proposed;
    } else if let Some((missed, resumed)) = pause(&steps, zone)
        && since(resumed).is_some_and(|days| days <= JUST_RESUMED_DAYS)
    {
        item.status = Status::Restart;
        item.days_missed = u32::try_from(missed).ok();
    }
    Some(item)
}

/// Days of the pause after which it goes on, and the day on which it went on.
fn pause(steps: &[&DoseStep], zone: &TimeZone) -> Option<(i64, Date)> {
    let [.., held, resumed] = steps else { return None };
    let (from, to) = (day_of(held.from, zone), day_of(resumed.from, zone));
    (held.dosing.is_none() && resumed.dosing.is_some()).then(|| (days_between(from, to), to))
}

/// The course's substance: as noted, by its RxNorm code, or left to its name.
pub(super) fn substance(course: &MedicationCourse, book: &Book<'_>) -> Option<SubstanceId> {
    let noted = course.what.substance.clone().filter(|id| book.place(id).is_some());
    noted.or_else(|| {
        let codes = course.what.coding.iter().filter(|coding| coding.system.contains("rxnorm"));
        let mut known = codes.filter_map(|coding| book.knowledge.substance_by_rxcui(&coding.code));
        known.next().map(|substance| substance.id.clone())
    })
}

fn days_on(started: When, today: Date, zone: &TimeZone) -> Option<u32> {
    match started.day_in(zone) {
        Some(day) => u32::try_from(days_between(day, today)).ok(),
        None => u32::try_from(days_between(started.last_day(), today)).ok().filter(|days| *days >= LONG_AGO_DAYS),
    }
}

fn circumstances(chart: &Chart, book: &Book<'_>, today: Date, zone: &TimeZone) -> Circumstances {
    let person = chart.registration.person.as_ref();
    let mut known = Circumstances {
        age: person.and_then(|person| person.birth_date).and_then(|born| age(born, today)),
        sex: person.and_then(|person| person.sex.as_deref()).and_then(sex),
        conditions: chart.conditions.iter().flat_map(|condition| condition_words(condition, book)).collect(),
        allergies: allergies(chart),
        ..Circumstances::default()
    };
    for noted in &chart.circumstances.known {
        note(&mut known, &noted.what, today);
    }
    for measurement in &chart.measurements {
        measured(&mut known, measurement, book, today, zone);
    }
    known
}

fn age(born: When, today: Date) -> Option<u32> {
    let years = born.last_day().until((jiff::Unit::Year, today)).ok()?.get_years();
    u32::try_from(years).ok()
}

fn sex(word: &str) -> Option<Sex> {
    match word.trim().to_lowercase().as_str() {
        "f" | "female" => Some(Sex::Female),
        "m" | "male" => Some(Sex::Male),
        _ => None,
    }
}

/// The words and codes of a condition that rules know; its name where they know none, so that this is said.
fn condition_words(condition: &Condition, book: &Book<'_>) -> Vec<String> {
    if !condition.what.status.is_present() {
        return Vec::new();
    }
    let name = condition.what.name.trim();
    let codes = condition.what.coding.iter().map(|coding| coding.code.as_str());
    let all = std::iter::once(name).chain(codes).filter(|text| !text.is_empty());
    let known: Vec<String> = all.filter(|text| !words::conditions_named(text, book).is_empty()).map(str::to_owned).collect();
    if known.is_empty() && !name.is_empty() { vec![name.to_owned()] } else { known }
}

fn allergies(chart: &Chart) -> Vec<KnownAllergy> {
    let each = chart.allergies.known.iter().map(|allergy| KnownAllergy {
        to: allergy.what.substance.clone(),
        intolerance: allergy.what.intolerance.unwrap_or(false),
        reaction: (!allergy.what.reactions.is_empty()).then(|| allergy.what.reactions.join(", ")),
    });
    each.collect()
}

fn note(known: &mut Circumstances, what: &Circumstance, today: Date) {
    match what {
        Circumstance::Pregnancy { due } => {
            known.pregnant = Some(true);
            let weeks = due.map(|due| TERM_WEEKS - days_between(today, due).div_euclid(7));
            known.gestation_weeks = weeks.and_then(|weeks| u32::try_from(weeks).ok());
            // Long past its day it has ended in some way that nobody noted.
            if weeks.is_some_and(|weeks| weeks > TERM_WEEKS + 3) {
                known.pregnant = None;
                known.gestation_weeks = None;
            }
        }
        Circumstance::NotPregnant {} => known.pregnant = Some(false),
        Circumstance::Breastfeeding {} => known.breastfeeding = Some(true),
        Circumstance::NotBreastfeeding {} => known.breastfeeding = Some(false),
        Circumstance::Contraception { words } => known.contraception = Some(words.clone()),
        Circumstance::CanBecomePregnant { yes } => known.childbearing_potential = Some(*yes),
        Circumstance::PregnancyWanted { .. } => {}
        Circumstance::Ancestry { words } => known.ancestry = Some(words.clone()),
        Circumstance::Gene { gene, phenotype, .. } => {
            known.pharmacogenes.insert(gene.clone(), phenotype.clone());
        }
    }
}

fn measured(known: &mut Circumstances, measurement: &Measurement, book: &Book<'_>, today: Date, zone: &TimeZone) {
    let Ok(days) = u32::try_from(days_between(day_of(measurement.at, zone), today)) else { return };
    let what = &measurement.what;
    take(known, test(&what.what, &what.coding, book), what.value.as_ref(), days);
    for part in &what.parts {
        take(known, test(&part.what, &part.coding, book), part.value.as_ref(), days);
    }
}

/// The test that a measurement is of.
pub(super) fn test<'b>(name: &str, coding: &[Coding], book: &Book<'b>) -> Option<&'b Test> {
    let by_code = coding.iter().filter(|coding| coding.system.contains("loinc"));
    let by_code = by_code.flat_map(|coding| book.knowledge.tests().filter(|test| test.loinc.contains(&coding.code)));
    by_code.into_iter().next().or_else(|| book.tests.get(&words::squeezed(name)).copied())
}

/// Keeps the day of a test, and its value where the unit is understood; the newest of each wins.
fn take(known: &mut Circumstances, test: Option<&Test>, value: Option<&Quantity>, days: u32) {
    let Some(test) = test else { return };
    let last = known.last_done.entry(test.id.clone()).or_insert(days);
    *last = days.min(*last);
    let value = value.and_then(|quantity| in_our_unit(test, quantity));
    if let (Some(key), Some(value)) = (&test.lab, value.filter(|_| days <= A_YEAR)) {
        let newer = known.labs.get(key).and_then(|lab| lab.days_old).is_none_or(|before| days <= before);
        if newer {
            known.labs.insert(key.clone(), Lab { value, days_old: Some(days) });
        }
    }
}

/// A value in the test's own unit; `None` where its unit is not understood.
pub(super) fn in_our_unit(test: &Test, quantity: &Quantity) -> Option<rust_decimal::Decimal> {
    let unit = quantity.unit.trim();
    if unit.is_empty() || test.unit.as_deref().is_some_and(|ours| ours.eq_ignore_ascii_case(unit)) {
        return Some(quantity.value);
    }
    let other = test.units.iter().find(|other| other.unit.eq_ignore_ascii_case(unit))?;
    quantity.value.checked_mul(other.factor)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::safety::shipped_book;
    use concord_chart::ids::CourseId;
    use concord_chart::medication::{Dosing, Started};
    use concord_chart::quantity::Dose;
    use jiff::civil::date;

    fn course(name: &str, started: When, stopped: Option<When>) -> MedicationCourse {
        use concord_chart::medication::{StopReason, Stopped};
        let dosing = Dosing {
            dose: Some(Dose::mg(20)),
            per_day: Some(rust_decimal::Decimal::ONE),
            time_words: String::new(),
            as_needed: false,
        };
        let id: CourseId = serde_json::from_str("\"00000000-0000-7000-8000-000000000001\"").unwrap();
        let because = serde_json::from_str("\"00000000-0000-7000-8000-000000000002\"").unwrap();
        let what = Started {
            course: id,
            substance: None,
            name: name.to_owned(),
            coding: Vec::new(),
            dosing: dosing.clone(),
            route: None,
            purpose: String::new(),
            prescriber: String::new(),
            from_elsewhere: false,
        };
        let stopped = stopped.map(|when| (when, Stopped { course: id, reason: StopReason::NotSaid, words: String::new() }));
        MedicationCourse {
            id,
            because,
            what,
            started,
            steps: vec![DoseStep { because, from: started, dosing: Some(dosing), reason: String::new() }],
            stopped,
            taken: Vec::new(),
            taken_from: Vec::new(),
            missed: Vec::new(),
            missed_from: Vec::new(),
            fills: Vec::new(),
            counts: Vec::new(),
            planned: Vec::new(),
            plan: None,
        }
    }

    #[test]
    fn what_is_taken_and_what_was_stopped_within_the_year_stands_in_the_regimen() {
        let today = date(2026, 11, 22);
        let read = |course: MedicationCourse| item(&course, shipped_book(), today, &TimeZone::UTC);
        let taken = read(course("fluoxetine", When::Day(date(2026, 11, 2)), None)).unwrap();
        assert_eq!((taken.status, taken.days_on, taken.dose), (Status::Active, Some(20), Some(20.into())));
        let stopped = read(course("fluoxetine", When::Year(2020), Some(When::Day(date(2026, 11, 2))))).unwrap();
        assert_eq!((stopped.status, stopped.days_since_stop), (Status::Stopped, Some(20)));
        assert_eq!(read(course("fluoxetine", When::Year(2020), Some(When::Year(2024)))), None);
        let coming = read(course("fluoxetine", When::Day(date(2026, 11, 30)), None)).unwrap();
        assert_eq!(coming.status, Status::Proposed);
        let vague = read(course("fluoxetine", When::Month(2026, 10), None)).unwrap();
        assert_eq!(vague.days_on, None, "in October is not a day");
    }

    #[test]
    fn a_day_that_has_passed_knows_nothing_of_later_doses_and_ends() {
        let (day, later) = (date(2026, 11, 2), date(2026, 11, 12));
        let mut course = course("fluoxetine", When::Day(date(2026, 10, 13)), Some(When::Day(date(2026, 11, 20))));
        let raised = Dosing { dose: Some(Dose::mg(60)), ..course.what.dosing.clone() };
        course.steps.push(DoseStep { from: When::Day(later), dosing: Some(raised), ..course.steps[0].clone() });
        let then = item(&course, shipped_book(), day, &TimeZone::UTC).unwrap();
        assert_eq!((then.status, then.days_on, then.dose), (Status::Active, Some(20), Some(20.into())));
        let today = item(&course, shipped_book(), date(2026, 11, 22), &TimeZone::UTC).unwrap();
        assert_eq!((today.status, today.days_since_stop, today.dose), (Status::Stopped, Some(2), Some(60.into())));
    }

    #[test]
    fn a_changed_dose_takes_the_place_of_the_one_before() {
        let item = |dose: i64, status| Item {
            name: "fluoxetine".to_owned(),
            dose: Some(dose.into()),
            unit: Some("mg".to_owned()),
            status,
            days_on: (status == Status::Active).then_some(30),
            ..Item::default()
        };
        let regimen = Regimen { items: vec![item(20, Status::Active)] };
        let changed = with_proposal(&regimen, item(40, Status::Proposed), shipped_book());
        assert_eq!(changed.items.len(), 1);
        assert_eq!((changed.items[0].status, changed.items[0].days_on), (Status::Active, Some(30)));
        let new = Item { name: "lithium".to_owned(), status: Status::Proposed, ..Item::default() };
        assert_eq!(with_proposal(&regimen, new, shipped_book()).items.len(), 2);
    }

    #[test]
    fn a_pregnancy_is_counted_back_from_the_day_due() {
        let mut known = Circumstances::default();
        note(&mut known, &Circumstance::Pregnancy { due: Some(date(2027, 3, 14)) }, date(2026, 11, 22));
        assert_eq!((known.pregnant, known.gestation_weeks), (Some(true), Some(24)));
        note(&mut known, &Circumstance::Pregnancy { due: Some(date(2026, 3, 14)) }, date(2026, 11, 22));
        assert_eq!(known.pregnant, None, "long over, and nobody noted how");
    }
}
