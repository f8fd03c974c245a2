//! Amounts with their units. A number without a unit is not an amount.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount of a medicine per administration, exact, in the unit it is usually written in (`mg`, `ug`, `mL`, `tablet`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Dose {
    /// Amount in `unit`; more than zero.
    pub amount: Decimal,
    /// Unit as written, UCUM where there is one.
    pub unit: String,
}

impl Dose {
    /// An amount in milligrams.
    pub fn mg(amount: impl Into<Decimal>) -> Self {
        Self { amount: amount.into(), unit: "mg".to_owned() }
    }
}

/// Never a trailing zero and never a naked decimal point: `1.0 mg` has been given as 10 mg, and `.5 mg` as 5 mg.
impl fmt::Display for Dose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount.normalize(), self.unit)
    }
}

/// A measured amount.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Quantity {
    /// The number as reported, with the digits it was reported with.
    pub value: Decimal,
    /// Unit as reported, UCUM where there is one; empty only for counts.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// `<`, `<=`, `>=` or `>` where the laboratory said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparator: Option<String>,
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let comparator = self.comparator.as_deref().unwrap_or_default();
        let space = if self.unit.is_empty() { "" } else { " " };
        write!(f, "{comparator}{}{space}{}", self.value, self.unit)
    }
}

/// A code in somebody's code system, with the words they use for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Coding {
    /// Address of the code system, e.g. `http://snomed.info/sct`.
    pub system: String,
    /// The code.
    pub code: String,
    /// The code system's words for it, where given.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub display: String,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_dose_has_no_trailing_zero_and_no_naked_point() {
        assert_eq!(Dose { amount: "1.0".parse().unwrap(), unit: "mg".into() }.to_string(), "1 mg");
        assert_eq!(Dose { amount: ".5".parse().unwrap(), unit: "mg".into() }.to_string(), "0.5 mg");
        assert_eq!(Dose::mg(100).to_string(), "100 mg");
    }
}
