//! Names of things: one type per kind, so that a patient can never be passed as an encounter.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

macro_rules! slug_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as it is written in `knowledge/` and in addresses, e.g. `phq-9`.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

uuid_ids! {
    /// One patient's chart. Random, except for imported people, where it is derived from the source's identifier.
    ChartId,
    /// One event in a chart.
    EventId,
    /// One treatment course: a medication trial, a course of therapy, a complementary course.
    CourseId,
    /// One planned or held therapy session.
    SessionId,
    /// One piece of homework.
    HomeworkId,
    /// One goal in the patient's words.
    GoalId,
    /// One visit in the diary of the practice.
    VisitId,
    /// One member of staff.
    StaffId,
    /// One sign-in, of staff or patient.
    AccountId,
    /// One thing that a patient plans to do.
    ActivityId,
    /// One step of an exposure ladder.
    ExposureItemId,
    /// Somebody who may act for a patient.
    ProxyId,
    /// One release of part of a record to somebody outside.
    ReleaseId,
    /// The practice (organisation) whose data these are; first part of every key.
    OrganisationId,
}

slug_ids! {
    /// An instrument in `knowledge/instruments/`, e.g. `phq-9`.
    InstrumentId,
    /// A substance in `knowledge/substances/`, e.g. `sertraline`.
    SubstanceId,
    /// A therapy in `knowledge/therapies/`, e.g. `cbt`.
    TherapyId,
    /// A complementary practice in `knowledge/practices/`, e.g. `mindfulness`.
    PracticeId,
    /// An article in `knowledge/education/`, e.g. `ssri`.
    ArticleId,
    /// A citation in `knowledge/sources/`.
    SourceId,
    /// A place of the practice, e.g. `riverside`.
    PlaceId,
}
