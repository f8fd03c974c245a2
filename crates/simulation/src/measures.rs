//! Weight, blood pressure and laboratory results that belong to what somebody takes.

use crate::{
    calendar::{days_between, plus},
    chance::Chance,
    deed::{By, Line},
    life::Life,
    staff::StaffNumber,
};
use concord_chart::{
    Event, EventId,
    measurement::{Measured, Part, Range},
    quantity::{Coding, Quantity},
};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;

/// Something a laboratory measures.
struct Test {
    what: &'static str,
    loinc: &'static str,
    unit: &'static str,
    /// Digits after the point.
    digits: u32,
    /// Middle and spread of what comes back, in units of the last digit.
    usual: (i64, i64),
    /// What the laboratory calls usual, in units of the last digit.
    range: (i64, i64),
    /// Days until it is asked for again.
    every: i64,
}

const fn test(
    what: &'static str,
    loinc: &'static str,
    unit: &'static str,
    digits: u32,
    usual: (i64, i64),
    range: (i64, i64),
    every: i64,
) -> Test {
    Test { what, loinc, unit, digits, usual, range, every }
}

const LITHIUM: Test = test("Lithium level", "14334-7", "mmol/L", 2, (72, 9), (60, 120), 84);
const TSH: Test = test("TSH", "3016-3", "m[IU]/L", 1, (20, 5), (4, 45), 170);
const EGFR: Test = test("eGFR", "98979-8", "mL/min/{1.73_m2}", 0, (88, 8), (60, 0), 170);
const CALCIUM: Test = test("Calcium", "17861-6", "mg/dL", 1, (94, 3), (86, 103), 350);
const SODIUM: Test = test("Sodium", "2951-2", "mmol/L", 0, (139, 2), (135, 145), 180);
const HBA1C: Test = test("HbA1c", "4548-4", "%", 1, (54, 3), (40, 57), 180);
const CHOLESTEROL: Test = test("Cholesterol", "2093-3", "mg/dL", 0, (192, 24), (0, 200), 350);
const ALT: Test = test("ALT", "1742-6", "U/L", 0, (24, 6), (7, 56), 350);

fn loinc(code: &str, words: &str) -> Vec<Coding> {
    vec![Coding { system: "http://loinc.org".to_owned(), code: code.to_owned(), display: words.to_owned() }]
}

pub(crate) fn quantity(units_of_last_digit: i64, digits: u32, unit: &str) -> Quantity {
    Quantity { value: Decimal::new(units_of_last_digit, digits), unit: unit.to_owned(), comparator: None }
}

/// A number with its name.
pub(crate) fn number(what: &str, code: &str, value: Quantity, range: Option<Range>) -> Measured {
    Measured { what: what.to_owned(), coding: loinc(code, what), value: Some(value), words: None, range, parts: Vec::new() }
}

/// Weight in kilograms, tenths.
pub(crate) fn weight(tenths: i64) -> Event {
    Event::VitalMeasured(number("Weight", "29463-7", quantity(tenths, 1, "kg"), None))
}

/// Blood pressure.
pub(crate) fn pressure(systolic: i64, diastolic: i64) -> Event {
    let part = |what: &str, code: &str, value: i64| Part {
        what: what.to_owned(),
        coding: loinc(code, what),
        value: Some(quantity(value, 0, "mm[Hg]")),
        words: None,
    };
    Event::VitalMeasured(Measured {
        what: "Blood pressure".to_owned(),
        coding: loinc("85354-9", "Blood pressure panel"),
        value: None,
        words: None,
        range: None,
        parts: vec![part("Systolic", "8480-6", systolic), part("Diastolic", "8462-4", diastolic)],
    })
}

/// A laboratory's result: name, LOINC code, value in units of the last digit, digits, unit, usual range (0: none).
fn lab(what: &str, code: &str, value: i64, digits: u32, unit: &str, (low, high): (i64, i64)) -> Event {
    let end = |end: i64| (end > 0).then(|| Decimal::new(end, digits));
    let range = Range { low: end(low), high: end(high) };
    Event::LabResulted(number(what, code, quantity(value, digits, unit), Some(range)))
}

/// Lithium, hundredths of a millimole per litre.
pub(crate) fn lithium_level(value: i64) -> Event {
    lab("Lithium level", "14334-7", value, 2, "mmol/L", (60, 100))
}

/// Filtration by the kidneys, millilitres a minute.
pub(crate) fn egfr(value: i64) -> Event {
    lab("eGFR", "98979-8", value, 0, "mL/min/{1.73_m2}", (60, 0))
}

/// Creatinine, hundredths of a milligram per decilitre.
pub(crate) fn creatinine(value: i64) -> Event {
    lab("Creatinine", "2160-0", value, 2, "mg/dL", (60, 130))
}

/// TSH, tenths.
pub(crate) fn tsh(value: i64) -> Event {
    lab("TSH", "3016-3", value, 1, "m[IU]/L", (4, 45))
}

/// Sodium, millimoles per litre.
pub(crate) fn sodium(value: i64) -> Event {
    lab("Sodium", "2951-2", value, 0, "mmol/L", (135, 145))
}

/// Potassium, tenths of a millimole per litre.
pub(crate) fn potassium(value: i64) -> Event {
    lab("Potassium", "2823-3", value, 1, "mmol/L", (35, 51))
}

/// Neutrophils per microlitre.
pub(crate) fn neutrophils(value: i64) -> Event {
    lab("Absolute neutrophil count", "751-8", value, 0, "/uL", (1_500, 8_000))
}

/// Clozapine, nanograms per millilitre.
pub(crate) fn clozapine_level(value: i64) -> Event {
    lab("Clozapine level", "6896-5", value, 0, "ng/mL", (350, 600))
}

/// Valproate, micrograms per millilitre.
pub(crate) fn valproate_level(value: i64) -> Event {
    lab("Valproate level", "4086-5", value, 0, "ug/mL", (50, 125))
}

/// Platelets, thousands per microlitre.
pub(crate) fn platelets(value: i64) -> Event {
    lab("Platelets", "777-3", value, 0, "10*9/L", (150, 400))
}

/// ALT, units per litre.
pub(crate) fn alt(value: i64) -> Event {
    lab("ALT", "1742-6", value, 0, "U/L", (7, 56))
}

/// Glycated haemoglobin, tenths of a per cent.
pub(crate) fn hba1c(value: i64) -> Event {
    lab("HbA1c", "4548-4", value, 1, "%", (40, 57))
}

/// Cholesterol, milligrams per decilitre.
pub(crate) fn cholesterol(value: i64) -> Event {
    lab("Cholesterol", "2093-3", value, 0, "mg/dL", (0, 200))
}

/// Triglycerides, milligrams per decilitre.
pub(crate) fn triglycerides(value: i64) -> Event {
    lab("Triglycerides", "2571-8", value, 0, "mg/dL", (0, 150))
}

/// Prolactin, nanograms per millilitre.
pub(crate) fn prolactin(value: i64) -> Event {
    lab("Prolactin", "2842-3", value, 0, "ng/mL", (4, 25))
}

/// The corrected QT interval, milliseconds.
pub(crate) fn qtc(value: i64) -> Event {
    Event::VitalMeasured(number("QTc interval", "8636-3", quantity(value, 0, "ms"), None))
}

/// Pulse, beats a minute.
pub(crate) fn pulse(value: i64) -> Event {
    Event::VitalMeasured(number("Pulse", "8867-4", quantity(value, 0, "/min"), None))
}

/// Height, millimetres, shown in centimetres.
pub(crate) fn height(millimetres: i64) -> Event {
    Event::VitalMeasured(number("Height", "8302-2", quantity(millimetres, 1, "cm"), None))
}

/// What has been measured of somebody so far.
#[derive(Debug, Default)]
pub(crate) struct Bench {
    done: Vec<(&'static str, Date)>,
    last_weighed: Option<Date>,
    /// Kilograms, tenths; drawn at the first weighing.
    tenths: i64,
    slipped: bool,
}

impl Bench {
    fn is_due(&self, test: &Test, day: Date) -> bool {
        let last = self.done.iter().rev().find(|(what, _)| *what == test.what);
        last.is_none_or(|(_, done)| days_between(*done, day) >= test.every)
    }
}

impl Life<'_> {
    /// At the first visit and about four times a year people are weighed; those on some medicines more often.
    pub fn measure_at_visit(&mut self, start: Timestamp, lines: &mut Vec<Line>) {
        let often = self.takes(&[
            "venlafaxine",
            "quetiapine",
            "mirtazapine",
            "methylphenidate",
            "lisdexamfetamine",
            "atomoxetine",
            "lithium",
        ]);
        let every = if often { 55 } else { 100 };
        let day = self.day;
        let bench = &mut self.bench;
        if bench.last_weighed.is_some_and(|last| days_between(last, day) < every) || !self.full {
            return;
        }
        let chance = &mut self.dice.visits;
        if bench.last_weighed.is_none() {
            bench.tenths = if self.who.person.sex == "F" { chance.between(520, 920) } else { chance.between(640, 1_060) };
        } else {
            let drift = if self
                .medicines
                .iter()
                .any(|medicine| !medicine.ended && matches!(medicine.usual.substance, "mirtazapine" | "quetiapine"))
            {
                14
            } else {
                0
            };
            bench.tenths += chance.between(-12, 12) + drift;
        }
        bench.last_weighed = Some(day);
        let id = EventId(self.names.id());
        // One weight in thirty is written down ten times too high and put right before the day is over.
        let slips = !bench.slipped && chance.happens(0.03);
        let written = if slips { bench.tenths * 10 } else { bench.tenths };
        if slips {
            bench.slipped = true;
            self.slips.weight = Some((id, start, bench.tenths));
        }
        lines.push(Line::from(weight(written)).with_id(id).at(start));
        let age = i64::from(self.who.person.age());
        let raised = if often { 6 } else { 0 };
        let (systolic, diastolic) = (108 + age / 4 + raised + chance.between(-8, 14), 66 + age / 8 + chance.between(-5, 9));
        lines.push(Line::from(pressure(systolic, diastolic)).at(start));
    }

    pub fn takes(&self, substances: &[&str]) -> bool {
        self.medicines.iter().any(|medicine| !medicine.ended && substances.contains(&medicine.usual.substance))
    }

    /// What the laboratory is asked for, and its answer some days later.
    pub fn laboratory(&mut self, staff: StaffNumber) {
        if !self.full {
            return;
        }
        let mut wanted: Vec<&'static Test> = Vec::new();
        if self.takes(&["lithium"]) {
            wanted.extend([&LITHIUM, &TSH, &EGFR, &CALCIUM]);
        }
        if self.takes(&["quetiapine", "aripiprazole", "lurasidone"]) {
            wanted.extend([&HBA1C, &CHOLESTEROL]);
        }
        if self.who.person.age() >= 60
            && self.takes(&["sertraline", "escitalopram", "citalopram", "fluoxetine", "venlafaxine", "duloxetine", "mirtazapine"])
        {
            wanted.push(&SODIUM);
        }
        if self.takes(&["duloxetine"]) {
            wanted.push(&ALT);
        }
        if self.visits.done == 1 {
            wanted.push(&TSH);
        }
        let days = self.dice.visits.between(3, 8);
        let drawn = self.open_day_in(days);
        wanted.retain(|test| self.bench.is_due(test, self.day));
        if wanted.is_empty() {
            return;
        }
        let sample = self.calendar.at(drawn, 7, 50);
        let came_in = self.calendar.at(crate::calendar::open_from(plus(drawn, 1)), 16, 12);
        let mut lines = Vec::new();
        for test in wanted {
            self.bench.done.push((test.what, drawn));
            lines.push(Line::from(Event::LabResulted(result(test, &mut self.dice.visits))).at(sample));
        }
        self.record(came_in, By::Staff(staff), lines);
    }
}

fn result(test: &Test, chance: &mut Chance) -> Measured {
    let value = test.usual.0 + (chance.bell() * test.usual.1 as f64).round() as i64;
    let end = |value: i64| (value > 0).then(|| Decimal::new(value, test.digits));
    let range = Range { low: end(test.range.0), high: end(test.range.1) };
    number(test.what, test.loinc, quantity(value.max(1), test.digits, test.unit), Some(range))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_believable_and_have_their_units() {
        let mut chance = Chance::new(1, "laboratory");
        for test in [&LITHIUM, &TSH, &EGFR, &CALCIUM, &SODIUM, &HBA1C, &CHOLESTEROL, &ALT] {
            for _ in 0..500 {
                let measured = result(test, &mut chance);
                let value = measured.value.map(|quantity| (quantity.value, quantity.unit));
                let (low, high) = (Decimal::new(test.range.0 / 3, test.digits), Decimal::new(test.usual.0 * 3, test.digits));
                assert!(
                    value.as_ref().is_some_and(|(value, unit)| *value > low && *value < high && !unit.is_empty()),
                    "{}: {value:?}",
                    test.what
                );
            }
        }
    }

    #[test]
    fn a_level_is_written_with_its_digits() {
        assert_eq!(quantity(70, 2, "mmol/L").to_string(), "0.70 mmol/L");
        assert_eq!(quantity(684, 1, "kg").to_string(), "68.4 kg");
    }
}
