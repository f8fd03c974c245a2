//! Whose row it is: what identifies a person on every list.

use concord_chart::registration::{Demographics, Registration};
use concord_chart::{PlaceId, StaffId, When};
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

    /// What lists are sorted by: family name, given name, record number, without case and accents.
    pub fn sort(&self) -> String {
        crate::name::folded(&format!("{} {} {}", self.family_name, self.given_name, self.record_number))
    }
}

/// The members of the practice's staff on the care team.
pub fn staff_of(registration: &Registration) -> Vec<StaffId> {
    registration.team.iter().filter_map(|member| member.staff).collect()
}
