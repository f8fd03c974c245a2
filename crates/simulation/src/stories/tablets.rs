//! Medicines and other things that are taken, in few words.

use concord_chart::{
    CourseId, SubstanceId,
    medication::{Dosing, Started},
    quantity::Dose,
};
use rust_decimal::Decimal;

/// Something that is taken, before it is begun on a chart.
#[derive(Clone, Debug)]
pub(super) struct Tablets {
    name: &'static str,
    substance: Option<&'static str>,
    dosing: Dosing,
    route: Option<&'static str>,
    purpose: &'static str,
    prescriber: &'static str,
    from_elsewhere: bool,
}

/// So much in milligrams (hundredths of one), once a day.
pub(super) fn hundredths(amount: i64, when: &str) -> Dosing {
    let dose = Dose { amount: Decimal::new(amount, 2).normalize(), unit: "mg".to_owned() };
    Dosing { dose: Some(dose), per_day: Some(Decimal::ONE), time_words: when.to_owned(), as_needed: false }
}

/// So much in whole milligrams, once a day.
pub(super) fn mg(amount: i64, when: &str) -> Dosing {
    hundredths(amount * 100, when)
}

/// The same so many times a day.
pub(super) fn times(dosing: Dosing, per_day: i64) -> Dosing {
    Dosing { per_day: Some(Decimal::from(per_day)), ..dosing }
}

/// Every second day.
pub(super) fn every_second_day(dosing: Dosing) -> Dosing {
    Dosing { per_day: Some(Decimal::new(5, 1)), ..dosing }
}

/// Only when it is needed.
pub(super) fn as_needed(dosing: Dosing) -> Dosing {
    Dosing { per_day: None, as_needed: true, ..dosing }
}

/// Nobody knows how much of it.
pub(super) fn some(when: &str) -> Dosing {
    Dosing { dose: None, per_day: None, time_words: when.to_owned(), as_needed: false }
}

impl Tablets {
    /// So much in micrograms, once a day.
    pub fn micrograms(amount: i64, when: &str) -> Dosing {
        let dose = Dose { amount: Decimal::from(amount), unit: "mcg".to_owned() };
        Dosing { dose: Some(dose), ..mg(amount, when) }
    }

    /// A medicine of the formulary, prescribed here.
    pub fn of(substance: &'static str, name: &'static str, dosing: Dosing, purpose: &'static str) -> Self {
        Self { name, substance: Some(substance), dosing, route: Some("by mouth"), purpose, prescriber: "", from_elsewhere: false }
    }

    /// Bought, grown, drunk or prescribed by somebody else, under the name it was told by.
    pub fn beside(name: &'static str, dosing: Dosing, purpose: &'static str) -> Self {
        Self { name, substance: None, dosing, route: None, purpose, prescriber: "", from_elsewhere: true }
    }

    /// By another route.
    pub fn by(self, route: &'static str) -> Self {
        Self { route: Some(route), ..self }
    }

    /// Prescribed by somebody elsewhere.
    pub fn from(self, prescriber: &'static str) -> Self {
        Self { prescriber, from_elsewhere: true, ..self }
    }

    pub(super) fn started(self, course: CourseId, here: &str) -> Started {
        let prescriber = if self.prescriber.is_empty() && !self.from_elsewhere { here } else { self.prescriber };
        Started {
            course,
            substance: self.substance.map(SubstanceId::from),
            name: self.name.to_owned(),
            coding: Vec::new(),
            dosing: self.dosing,
            route: self.route.map(str::to_owned),
            purpose: self.purpose.to_owned(),
            prescriber: prescriber.to_owned(),
            from_elsewhere: self.from_elsewhere,
        }
    }
}
