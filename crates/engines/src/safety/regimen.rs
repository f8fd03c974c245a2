//! What is taken: items as a person wrote them, and what that is in milligrams.

use concord_knowledge::ids::SubstanceId;
use rust_decimal::Decimal;

/// Everything that is taken, begun, or was stopped not long ago. The order means nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Regimen {
    /// The items.
    pub items: Vec<Item>,
}

/// One medicine, supplement, food or exposure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// The name as it was written.
    pub name: String,
    /// The substance, where the one who built this already knows it; otherwise it is looked up by the name.
    pub substance: Option<SubstanceId>,
    /// Amount at one time, in `unit`; absent: not known, or an exposure without an amount.
    pub dose: Option<Decimal>,
    /// Unit of `dose` as it was written: `mg`, `mcg`, `g`, `mg/24h`.
    pub unit: Option<String>,
    /// Times a day; a fraction for less than daily.
    pub per_day: Option<Decimal>,
    /// Route in a word: `oral`, `transdermal`. Absent means by mouth.
    pub route: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// Days since the last dose, of a stopped one.
    pub days_since_stop: Option<u32>,
    /// Days since it was begun.
    pub days_on: Option<u32>,
    /// Days without it, before it is begun again.
    pub days_missed: Option<u32>,
    /// Which day of treatment, the first being 1.
    pub day_of_treatment: Option<u32>,
    /// Form: `xr`, `patch`.
    pub form: Option<String>,
    /// Brand.
    pub brand: Option<String>,
    /// Taken only when needed.
    pub prn: bool,
}

/// Where an item stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It is taken.
    #[default]
    Active,
    /// It is about to be begun.
    Proposed,
    /// It was stopped.
    Stopped,
    /// It is begun again after a gap.
    Restart,
    /// It is taken, and is to be stopped from one day to the next.
    StopPlannedAbrupt,
}

impl Status {
    /// All, in the order of their words.
    pub const ALL: &'static [Self] = &[Self::Active, Self::Proposed, Self::Stopped, Self::Restart, Self::StopPlannedAbrupt];

    /// The word in files and rules.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Proposed => "proposed",
            Self::Stopped => "stopped",
            Self::Restart => "restart",
            Self::StopPlannedAbrupt => "stop_planned_abrupt",
        }
    }

    /// The status that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase();
        Self::ALL.iter().copied().find(|status| status.as_str() == word)
    }

    /// Its place in a set of states.
    pub(crate) fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// What an amount is in milligrams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Milligrams {
    /// At one time.
    pub dose: Option<Decimal>,
    /// In a day.
    pub daily: Option<Decimal>,
}

impl Item {
    /// The route, by mouth where none is said.
    pub(crate) fn route(&self) -> &str {
        self.route.as_deref().map(str::trim).filter(|route| !route.is_empty()).unwrap_or("oral")
    }

    /// The amounts in milligrams; nothing where amount, unit or number a day is missing or not understood.
    pub(crate) fn milligrams(&self) -> Milligrams {
        let unit = self.unit.as_deref().and_then(unit);
        match (self.dose, unit) {
            (Some(dose), Some(Unit { milligrams, hours: None })) => {
                let dose = if milligrams == Decimal::ONE { Some(dose) } else { dose.checked_mul(milligrams) };
                Milligrams { dose, daily: dose.zip(self.per_day).and_then(|(dose, times)| dose.checked_mul(times)) }
            }
            // A patch or pump gives its rate all day long, however often it is changed.
            (Some(rate), Some(Unit { milligrams, hours: Some(hours) })) => {
                let daily = rate.checked_mul(milligrams).and_then(|rate| rate.checked_mul(Decimal::from(24) / hours));
                Milligrams { dose: daily, daily }
            }
            _ => Milligrams { dose: None, daily: None },
        }
    }

    /// Whether there is an amount whose unit nobody here can read.
    pub(crate) fn has_strange_unit(&self) -> bool {
        self.dose.is_some() && self.unit.as_deref().is_none_or(|written| unit(written).is_none())
    }
}

struct Unit {
    /// What one of it is worth.
    milligrams: Decimal,
    /// For a rate: in how many hours.
    hours: Option<Decimal>,
}

/// A unit as it is written.
fn unit(written: &str) -> Option<Unit> {
    if written == "mg" {
        return Some(Unit { milligrams: Decimal::ONE, hours: None });
    }
    let written = written.trim().to_lowercase().replace(' ', "");
    let (amount, time) = written.split_once('/').map_or((written.as_str(), None), |(amount, time)| (amount, Some(time)));
    let milligrams = match amount {
        "mg" | "milligram" | "milligrams" => Decimal::ONE,
        "mcg" | "ug" | "µg" | "μg" | "microgram" | "micrograms" => Decimal::new(1, 3),
        "ng" => Decimal::new(1, 6),
        "g" | "gram" | "grams" => Decimal::ONE_THOUSAND,
        _ => return None,
    };
    let hours = match time {
        None => None,
        Some("h" | "hr" | "hour" | "1h") => Some(Decimal::ONE),
        Some("24h" | "24hr" | "24hours" | "d" | "day") => Some(Decimal::from(24)),
        Some("16h") => Some(Decimal::from(16)),
        Some("72h") => Some(Decimal::from(72)),
        Some(_) => return None,
    };
    Some(Unit { milligrams, hours })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn taken(dose: &str, unit: &str, per_day: &str) -> Milligrams {
        let item =
            Item { dose: dose.parse().ok(), unit: Some(unit.to_owned()), per_day: per_day.parse().ok(), ..Item::default() };
        item.milligrams()
    }

    #[test]
    fn amounts_are_told_in_milligrams_whatever_their_unit() {
        let daily = |dose, unit, per_day| taken(dose, unit, per_day).daily.map(|mg| mg.normalize().to_string());
        assert_eq!(daily("100", "mg", "2").as_deref(), Some("200"));
        assert_eq!(daily("137", "mcg", "1").as_deref(), Some("0.137"));
        assert_eq!(daily("1", "g", "3").as_deref(), Some("3000"));
        assert_eq!(daily("21", "mg/24h", "1").as_deref(), Some("21"));
        assert_eq!(daily("25", "mcg/h", "0.333").as_deref(), Some("0.6"));
        assert_eq!(daily("150", "mg", "0.25").as_deref(), Some("37.5"));
        assert_eq!(daily("2", "tablets", "1"), None);
    }

    #[test]
    fn a_unit_that_cannot_be_read_is_not_taken_for_milligrams() {
        let item = Item { dose: Some(Decimal::TWO), unit: Some("drops".to_owned()), ..Item::default() };
        assert!(item.has_strange_unit());
        assert!(!Item { unit: None, dose: None, ..item }.has_strange_unit());
    }
}
