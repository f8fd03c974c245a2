//! What was handed out and what is left of it: fills and counts, from which it is worked out how many days were covered.

use crate::{Chart, Recorded, Refusal, condition::plain, ids::*, medication, medication::KnownFrom};
use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A medicine was handed out: a fill at the pharmacy, a refill, samples, a supply from the practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispensed {
    /// Which course.
    pub course: CourseId,
    /// The day it was handed out.
    pub on: Date,
    /// How much, in `unit`; absent when only the days are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Decimal>,
    /// What was counted, e.g. `tablet`; may be empty when there is no quantity.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// For how many days it is meant to last; absent when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_supply: Option<u16>,
    /// Where, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// How we know: `fill` is the pharmacy's own record, `observed` was handed out here, the others were told.
    #[serde(default = "from_the_pharmacy")]
    pub known_from: KnownFrom,
}

fn from_the_pharmacy() -> KnownFrom {
    KnownFrom::Fill
}

/// What is left was counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Which course.
    pub course: CourseId,
    /// The day of the count.
    pub on: Date,
    /// How many are left, in the unit of the fills.
    pub left: Decimal,
    /// How many should be left, where somebody worked it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Decimal>,
}

/// A fill of a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The event.
    pub id: EventId,
    /// What was handed out.
    pub what: Dispensed,
}

/// A count of a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PillCount {
    /// The event.
    pub id: EventId,
    /// What was counted.
    pub what: Counted,
}

impl Dispensed {
    /// How much and for how long, e.g. `30 tablet for 30 days`, `for 28 days`.
    pub fn words(&self) -> String {
        let amount = self.quantity.map(|quantity| format!("{} {}", quantity.normalize(), self.unit).trim_end().to_owned());
        let days = self.days_supply.map(|days| format!("for {days} days"));
        [amount, days].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

impl Counted {
    /// What is left and what should be, e.g. `12 left, 9 expected`.
    pub fn words(&self) -> String {
        let expected = self.expected.map(|expected| format!(", {} expected", expected.normalize())).unwrap_or_default();
        format!("{} left{expected}", self.left.normalize())
    }
}

pub(crate) fn dispensed(courses: &mut [medication::MedicationCourse], recorded: &Recorded, event: &Dispensed) {
    let fill = Fill { id: recorded.id(), what: event.clone() };
    medication::fold::with(courses, event.course, |course| course.fills.push(fill));
}

pub(crate) fn counted(courses: &mut [medication::MedicationCourse], recorded: &Recorded, event: &Counted) {
    let count = PillCount { id: recorded.id(), what: event.clone() };
    medication::fold::with(courses, event.course, |course| course.counts.push(count));
}

pub(crate) fn decide_dispense(chart: &Chart, event: &Dispensed, today: Date) -> Result<(), Refusal> {
    medication::decide_on_known(chart, event.course)?;
    not_to_come(event.on, today)?;
    if event.quantity.is_none() && event.days_supply.is_none() {
        return plain("Say how much was handed out, or for how many days it is meant to last.");
    }
    if event.quantity.is_some_and(|quantity| quantity <= Decimal::ZERO) || event.days_supply == Some(0) {
        return plain("A fill is more than nothing. Leave open what is not known.");
    }
    if event.quantity.is_some() && event.unit.trim().is_empty() {
        return plain("Say what was counted, for example tablets or mL.");
    }
    Ok(())
}

pub(crate) fn decide_count(chart: &Chart, event: &Counted, today: Date) -> Result<(), Refusal> {
    medication::decide_on_known(chart, event.course)?;
    not_to_come(event.on, today)?;
    if event.left < Decimal::ZERO || event.expected.is_some_and(|expected| expected < Decimal::ZERO) {
        return plain("A count is zero or more.");
    }
    Ok(())
}

/// The same day's grace as for every entry: an evening west of the server is tomorrow there.
fn not_to_come(on: Date, today: Date) -> Result<(), Refusal> {
    if on > today.checked_add(1.day()).unwrap_or(today) {
        return Err(Refusal::new(format!("{on} lies in the future. Record what was handed out or counted already.")).about("on"));
    }
    Ok(())
}
