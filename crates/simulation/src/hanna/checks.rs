//! Levels and checks over the years: lithium, kidney, thyroid, calcium, weight.

use super::IMANI;
use crate::{
    calendar::{open_from, plus},
    deed::Line,
    measures::{number, quantity, weight},
    scribe::Scribe,
};
use concord_chart::{Event, When, measurement::Range};
use jiff::civil::{Date, date};
use rust_decimal::Decimal;

/// Lithium twelve hours after the dose, in hundredths of a millimole per litre.
const LEVELS: &[(Date, i64)] = &[
    (date(2024, 9, 17), 78),
    (date(2024, 12, 10), 74),
    (date(2025, 3, 11), 76),
    (date(2025, 6, 3), 79),
    (date(2025, 9, 16), 78),
    (date(2025, 11, 4), 94),
    (date(2025, 12, 2), 72),
    (date(2026, 3, 3), 70),
    (date(2026, 4, 14), 48),
    (date(2026, 6, 15), 68),
];

/// Kidney: as told by year before she came, then measured.
const KIDNEY_TOLD: &[(i16, i64)] = &[(2019, 104), (2020, 102), (2021, 100), (2022, 97), (2023, 94)];
const KIDNEY: &[(Date, i64)] =
    &[(date(2024, 9, 17), 91), (date(2025, 3, 11), 89), (date(2025, 9, 16), 88), (date(2026, 3, 3), 84)];
/// Thyroid (tenths) and calcium (tenths) on the same days.
const THYROID: &[i64] = &[19, 22, 24, 21];
const CALCIUM: &[i64] = &[94, 93, 95, 94];
/// Weight in tenths of a kilogram, at visits.
const WEIGHTS: &[(Date, i64)] = &[
    (date(2024, 8, 22), 706),
    (date(2025, 3, 13), 712),
    (date(2025, 9, 18), 718),
    (date(2026, 3, 5), 722),
    (date(2026, 5, 8), 741),
    (date(2026, 8, 20), 729),
];

fn range(low: i64, high: Option<i64>, digits: u32) -> Option<Range> {
    Some(Range { low: Some(Decimal::new(low, digits)), high: high.map(|high| Decimal::new(high, digits)) })
}

fn kidney(value: i64) -> Event {
    Event::LabResulted(number("eGFR", "98979-8", quantity(value, 0, "mL/min/{1.73_m2}"), range(60, None, 0)))
}

pub(super) fn write(scribe: &mut Scribe<'_>) {
    let told = KIDNEY_TOLD.iter().map(|(year, value)| Line::from(kidney(*value)).at(When::Year(*year)));
    let levels = [(When::Month(2022, 3), 55), (When::Month(2023, 5), 66)];
    let levels = levels.into_iter().map(|(when, value)| Line::from(level(value)).at(when));
    let lines = told.chain(levels).collect();
    scribe.by_staff(scribe.at(date(2024, 8, 22), 11, 52), IMANI, lines);
    for (day, value) in LEVELS {
        let drawn = scribe.at(*day, 8, 10);
        let mut lines = vec![Line::from(level(*value)).at(drawn)];
        if let Some(index) = KIDNEY.iter().position(|(on, _)| on == day) {
            lines.push(Line::from(kidney(KIDNEY[index].1)).at(drawn));
            let tsh = number("TSH", "3016-3", quantity(THYROID[index], 1, "m[IU]/L"), range(4, Some(45), 1));
            lines.push(Line::from(Event::LabResulted(tsh)).at(drawn));
            let calcium = number("Calcium", "17861-6", quantity(CALCIUM[index], 1, "mg/dL"), range(86, Some(103), 1));
            lines.push(Line::from(Event::LabResulted(calcium)).at(drawn));
        }
        scribe.by_staff(scribe.at(open_from(plus(*day, 1)), 16, 20), IMANI, lines);
    }
    for (day, tenths) in WEIGHTS {
        scribe.by_staff(scribe.at(*day, 11, 19), IMANI, vec![weight(*tenths).into()]);
    }
}

fn level(hundredths: i64) -> Event {
    Event::LabResulted(number("Lithium level", "14334-7", quantity(hundredths, 2, "mmol/L"), range(60, Some(80), 2)))
}
