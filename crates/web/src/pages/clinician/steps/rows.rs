//! The editable table: days and amounts as typed, and what they are as steps of a plan.

use crate::pages::clinician::forms::strict_amount;
use concord_chart::{
    medication::{Dosing, PlannedStep},
    quantity::Dose,
};
use concord_engines::titration::Step;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// Most rows of one table.
pub(super) const ROWS_AT_MOST: usize = 60;
/// Empty rows below the filled ones.
pub(super) const SPARE: usize = 2;

/// One row as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub from: String,
    pub amount: String,
    pub times: String,
    pub only_if: String,
}

/// Both tables as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub first: Vec<Row>,
    pub other: Vec<Row>,
}

impl Row {
    /// A proposed step as a row.
    pub fn of(step: &Step) -> Self {
        Self {
            from: step.from.to_string(),
            amount: step.daily.normalize().to_string(),
            times: step.divided.unwrap_or(1).to_string(),
            only_if: if step.if_needed { "the response asks for it".to_owned() } else { String::new() },
        }
    }

    fn is_empty(&self) -> bool {
        self.from.trim().is_empty() && self.amount.trim().is_empty()
    }
}

impl Typed {
    /// Reads `a-from-1`, `a-amount-1` … and the same with `b`.
    pub fn of(fields: &[(String, String)]) -> Self {
        Self { first: table(fields, "a"), other: table(fields, "b") }
    }
}

fn table(fields: &[(String, String)], prefix: &str) -> Vec<Row> {
    let one = |name: &str, place: usize| {
        let name = format!("{prefix}-{name}-{place}");
        fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    (1..=ROWS_AT_MOST)
        .map(|place| Row {
            from: one("from", place),
            amount: one("amount", place),
            times: one("times", place),
            only_if: one("only", place),
        })
        .filter(|row| !row.is_empty())
        .collect()
}

/// The steps of typed rows, in order of time. A sentence about the first row that is no step.
pub(super) fn steps(rows: &[Row], prefix: &str, unit: &str, today: Date) -> Result<Vec<PlannedStep>, (String, String)> {
    let mut steps = Vec::new();
    for (place, row) in (1..).zip(rows) {
        steps.push(step(row, unit, today).map_err(|(field, sentence)| (format!("{prefix}-{field}-{place}"), sentence))?);
    }
    steps.sort_by_key(|step: &PlannedStep| step.from);
    match steps.windows(2).position(|pair| pair[0].from == pair[1].from && pair[0].only_if == pair[1].only_if) {
        Some(place) => {
            Err((format!("{prefix}-from-{}", place + 2), format!("Two steps are on {}. Leave one of them.", steps[place].from)))
        }
        None => Ok(steps),
    }
}

fn step(row: &Row, unit: &str, today: Date) -> Result<PlannedStep, (&'static str, String)> {
    let from: Date = row.from.parse().map_err(|_| ("from", format!("“{}” is not a day. Write it like 2026-08-20.", row.from)))?;
    if from < today {
        return Err((
            "from",
            format!("{from} has passed. A planned step lies ahead; a change of today is made on the regimen page."),
        ));
    }
    let amount = strict_amount(&row.amount).map_err(|sentence| ("amount", sentence))?;
    let times = if row.times.is_empty() { Decimal::ONE } else { strict_amount(&row.times).unwrap_or_default() };
    if times <= Decimal::ZERO || times > Decimal::from(12) {
        return Err(("times", "Say how many times a day, from 1 to 12.".to_owned()));
    }
    // An amount that does not divide into whole hundredths stays one amount a day.
    let each = (amount / times).round_dp(2);
    let (each, times) = if each * times == amount { (each, times) } else { (amount, Decimal::ONE) };
    let dosing = Dosing {
        dose: Some(Dose { amount: each.normalize(), unit: unit.to_owned() }),
        per_day: Some(times),
        time_words: String::new(),
        as_needed: false,
    };
    let only_if = (!row.only_if.is_empty()).then(|| row.only_if.clone());
    Ok(PlannedStep { from, dosing, only_if })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 8, 20);

    fn row(from: &str, amount: &str, times: &str) -> Row {
        Row { from: from.to_owned(), amount: amount.to_owned(), times: times.to_owned(), only_if: String::new() }
    }

    #[test]
    fn a_day_s_amount_is_divided_into_its_doses() {
        let steps = steps(&[row("2026-08-27", "150", "2")], "a", "mg", TODAY).unwrap();
        assert_eq!(steps[0].dosing.words(), "75 mg twice a day");
        let odd = super::steps(&[row("2026-08-27", "100", "3")], "a", "mg", TODAY).unwrap();
        assert_eq!(odd[0].dosing.words(), "100 mg", "no dose that nobody can measure");
    }

    #[test]
    fn an_amount_that_can_be_misread_is_refused() {
        for wrong in ["1.0", ".5", "5.", "much", "-5"] {
            let (field, sentence) = steps(&[row("2026-08-27", wrong, "1")], "a", "mg", TODAY).unwrap_err();
            assert_eq!(field, "a-amount-1", "{wrong}: {sentence}");
        }
        assert!(steps(&[row("2026-08-27", "0.5", "1")], "a", "mg", TODAY).is_ok());
    }

    #[test]
    fn steps_lie_ahead_and_in_order_of_time() {
        assert_eq!(steps(&[row("2026-08-19", "5", "1")], "a", "mg", TODAY).unwrap_err().0, "a-from-1");
        let both = [row("2026-09-10", "5", "1"), row("2026-09-01", "10", "1")];
        assert_eq!(steps(&both, "a", "mg", TODAY).unwrap()[0].from, date(2026, 9, 1));
        let twice = [row("2026-09-10", "5", "1"), row("2026-09-10", "10", "1")];
        assert!(steps(&twice, "a", "mg", TODAY).unwrap_err().1.contains("Two steps"));
    }
}
