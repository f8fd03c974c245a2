//! What surrounds every event: when it was true, when we learnt it, who says so, for whom, and how private it is.

use crate::{event::Event, ids::*, when::When};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Who put something on the chart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Author {
    /// What kind of author.
    pub kind: AuthorKind,
    /// The member of staff, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<StaffId>,
    /// The name as it was shown when the event was recorded.
    pub name: String,
    /// The role as it was shown when the event was recorded, e.g. `Prescriber`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
}

/// The kinds of author.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthorKind {
    /// A member of staff.
    Staff,
    /// The person whose chart it is.
    Patient,
    /// Somebody who may act for the patient.
    Proxy,
    /// Another record system; the name says which.
    Import,
}

/// How private an event is. The label is set when the event is written and every copy inherits it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// Whoever may read this part of the chart.
    #[default]
    General,
    /// Violence, abuse or coercion: the care team, never a proxy, never a message.
    Safe,
    /// A service to which a minor consented alone: the care team and the minor.
    MinorConsented,
    /// A substance-use programme's record (42 CFR Part 2).
    SubstanceUse,
    /// Said alone by one member of a couple or family.
    SideDisclosure,
    /// A psychotherapy note (45 CFR 164.501): its author, nobody else, on every path.
    PsychotherapyNote,
}

impl Sensitivity {
    /// The stored word.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Safe => "safe",
            Self::MinorConsented => "minor_consented",
            Self::SubstanceUse => "substance_use",
            Self::SideDisclosure => "side_disclosure",
            Self::PsychotherapyNote => "psychotherapy_note",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::General, Self::Safe, Self::MinorConsented, Self::SubstanceUse, Self::SideDisclosure, Self::PsychotherapyNote]
            .into_iter()
            .find(|label| label.as_str() == text)
    }
}

/// The record of another system that an event was made from. The verbatim text is kept beside the log.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Source {
    /// `Observation/123`.
    pub resource: String,
    /// SHA-256 of the verbatim text, hexadecimal.
    pub sha256: String,
}

/// The sender's name for a submission: recording the same key on the same chart twice changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IdempotencyKey(pub String);

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An event that somebody wants to record: everything but its place in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its id, chosen by the sender so that later events can name it.
    pub id: EventId,
    /// When it was true.
    pub occurred: When,
    /// Who says so.
    pub author: Author,
    /// For whom the author acted, where it was for somebody else.
    pub on_behalf_of: Option<Author>,
    /// How private it is.
    pub sensitivity: Sensitivity,
    /// Makes a double tap harmless. Unique on the chart.
    pub key: IdempotencyKey,
    /// The event that this one corrects. It takes that event's place; the old one stays readable, struck through.
    pub amends: Option<EventId>,
    /// The other system's record that it was made from.
    pub source: Option<Source>,
    /// What happened.
    pub event: Event,
}

/// An event in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Position on the chart, from 1, without gaps.
    pub seq: u64,
    /// When the practice learnt it (server time).
    pub recorded_at: Timestamp,
    /// What was recorded.
    pub draft: Draft,
}

impl Recorded {
    /// The event's id.
    pub fn id(&self) -> EventId {
        self.draft.id
    }

    /// What happened.
    pub fn event(&self) -> &Event {
        &self.draft.event
    }

    /// When it was true.
    pub fn occurred(&self) -> When {
        self.draft.occurred
    }

    /// Who says so.
    pub fn author(&self) -> &Author {
        &self.draft.author
    }
}
