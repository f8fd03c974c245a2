//! What another system says about one patient → the question that a review of the regimen is asked.
//!
//! Nothing here is taken into a chart: the resources are read, answered and forgotten. What could not be read is said in
//! [`Asked::open`], so that a review that rests on half of a list does not look like a whole one.

mod bundles;
mod medicines;
mod observations;
mod orders;
mod outcome;
mod person;

pub use bundles::{Page, of_another_patient, page};
pub use orders::{lowered, reference, test_order};
pub use outcome::outcome;

use concord_chart::SubstanceId;
use concord_engines::safety::{Circumstances, Regimen};
use concord_knowledge::Knowledge;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::Value;

/// What the other system sent, by what it is; a list that was not sent is `None`, which is not an empty list.
#[derive(Clone, Debug, Default)]
pub struct Sent<'v> {
    /// Patient.
    pub patient: Option<&'v Value>,
    /// MedicationRequest and MedicationStatement; Medication where they refer to it.
    pub medicines: Option<Vec<&'v Value>>,
    /// Condition.
    pub conditions: Option<Vec<&'v Value>>,
    /// Observation.
    pub observations: Option<Vec<&'v Value>>,
    /// AllergyIntolerance.
    pub allergies: Option<Vec<&'v Value>>,
    /// The orders that are being written.
    pub drafts: Vec<&'v Value>,
}

/// The question, and where each part of it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// What is taken and what is ordered.
    pub regimen: Regimen,
    /// What is known about the person.
    pub circumstances: Circumstances,
    /// Values with their day and resource.
    pub inputs: Vec<Input>,
    /// What was sent and could not be read, or was not sent: what, and why.
    pub open: Vec<(String, String)>,
    /// The orders that are medicines.
    pub drafts: Vec<Draft>,
    /// There was an order of a medicine that does not say which.
    pub unread_orders: bool,
}

/// One value that a review can rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// What it is, in the words that a review uses: the test's name, `age`, the medicine's name.
    pub name: String,
    /// The value in words.
    pub value: String,
    /// When it was so, as the sender wrote it; absent where they did not.
    pub time: Option<String>,
    /// The resource, e.g. `Observation/12`.
    pub source: String,
    /// The substances, where it is a medicine.
    pub substances: Vec<SubstanceId>,
}

/// A medicine that is being ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its name as the sender wrote it.
    pub name: String,
    /// The substances that it is made of, as far as they are known.
    pub substances: Vec<SubstanceId>,
    /// mg at a time; absent where the order does not say.
    pub dose: Option<Decimal>,
    /// Times a day.
    pub per_day: Option<Decimal>,
    /// The order as it came.
    pub resource: Value,
    /// `MedicationRequest/103`.
    pub reference: String,
}

/// Reads what was sent.
pub fn ask(sent: &Sent<'_>, knowledge: &Knowledge, today: Date) -> Asked {
    let mut asked = Asked::default();
    person::read(sent, knowledge, today, &mut asked);
    observations::read(sent, knowledge, today, &mut asked);
    medicines::read(sent, knowledge, today, &mut asked);
    asked
}

impl Asked {
    pub(crate) fn unread(&mut self, what: impl Into<String>, why: impl Into<String>) {
        let said = (what.into(), why.into());
        if !self.open.contains(&said) {
            self.open.push(said);
        }
    }

    pub(crate) fn input(&mut self, name: &str, value: impl Into<String>, time: Option<&str>, resource: &Value) {
        self.inputs.push(Input {
            name: name.to_owned(),
            value: value.into(),
            time: time.map(str::to_owned),
            source: reference(resource),
            substances: Vec::new(),
        });
    }
}

/// Whole days from a day to today; nothing for what lies ahead.
pub(crate) fn days_since(day: Date, today: Date) -> Option<u32> {
    day.until((jiff::Unit::Day, today)).ok().and_then(|span| u32::try_from(span.get_days()).ok())
}
