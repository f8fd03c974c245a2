//! Whose row it is: what identifies a person on every list.

use concord_chart::registration::{Demographics, Registration};
use concord_chart::{PlaceId, StaffId, When};
use concord_engines::days::full_day_words;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What identifies a person on a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Family name.
    pub family_name: String,
    /// Given names.
    pub given_name: String,
    /// Date of birth, as precisely as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth: Option<When>,
    /// The practice's number for the record.
    pub record_number: String,
    /// Where the person is mostly seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceId>,
}

impl Person {
    /// The person of a chart; `None` until somebody is registered.
    pub fn of(registration: &Registration) -> Option<Self> {
        registration.person.as_ref().map(|person| Self::from_details(person, &registration.record_number))
    }

    fn from_details(person: &Demographics, record_number: &str) -> Self {
        Self {
            family_name: person.family_name.clone(),
            given_name: person.given_name.clone(),
            birth: person.birth_date,
            record_number: record_number.to_owned(),
            place: person.place.clone(),
        }
    }

    /// `14 Mar 1988`, as precisely as known.
    pub fn born_words(&self) -> String {
        born_words(self.birth)
    }

    /// Whole years of age on a day; `None` where the birth date is not known to the day.
    pub fn age(&self, today: Date) -> Option<i16> {
        let Some(When::Day(born)) = self.birth else { return None };
        let before_birthday = (today.month(), today.day()) < (born.month(), born.day());
        (born <= today).then(|| today.year() - born.year() - i16::from(before_birthday))
    }

    /// What lists are sorted by: family name, given name, record number, without case and accents.
    pub fn sort(&self) -> String {
        crate::name::folded(&format!("{} {} {}", self.family_name, self.given_name, self.record_number))
    }
}

/// A date of birth in words: `14 Mar 1988`; what is known of it, or `not known`.
pub(crate) fn born_words(birth: Option<When>) -> String {
    match birth {
        Some(When::Day(day)) => full_day_words(day),
        Some(other) => other.to_string(),
        None => "not known".to_owned(),
    }
}

/// The members of the practice's staff on the care team.
pub fn staff_of(registration: &Registration) -> Vec<StaffId> {
    registration.team.iter().filter_map(|member| member.staff).collect()
}
