//! What was agreed about a course of therapy: protocol, phase, targets, rhythm, participants. The latest counts.

use crate::{Chart, Recorded, Refusal, condition::plain, ids::*, therapy, when::When};
use serde::{Deserialize, Serialize};

/// A course of therapy was planned, or its plan or phase changed: the whole of what is now so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoursePlanned {
    /// Which course.
    pub course: CourseId,
    /// The protocol, by its id in the therapy's entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    /// The phase the course is in, by its id in the therapy's entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<String>,
    /// What the work is aimed at, in order of weight.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<String>,
    /// Goals of the patient that this course serves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goals: Vec<GoalId>,
    /// Sessions planned in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_sessions: Option<u16>,
    /// Days between two sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_days: Option<u16>,
    /// Minutes of a session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
    /// Who takes part beside patient and therapist.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<Participant>,
    /// The couple, family or group in which it takes place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<ChartId>,
    /// Instruments by which it is followed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<InstrumentId>,
    /// Why it changed, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// Somebody who takes part in sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Name as shown.
    pub name: String,
    /// As what.
    pub role: ParticipantRole,
    /// Their own record, where they have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chart: Option<ChartId>,
}

/// As what somebody takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParticipantRole {
    /// The person in whose name treatment was sought.
    IdentifiedPatient,
    /// Husband, wife, partner.
    Partner,
    /// Mother, father, or in their place.
    Parent,
    /// Daughter, son.
    Child,
    /// Sister, brother.
    Sibling,
    /// Member of a group.
    GroupMember,
    /// A second therapist.
    CoTherapist,
    /// Anybody else.
    Other,
}

impl ParticipantRole {
    /// Every role, for a form.
    pub const ALL: &'static [Self] = &[
        Self::IdentifiedPatient,
        Self::Partner,
        Self::Parent,
        Self::Child,
        Self::Sibling,
        Self::GroupMember,
        Self::CoTherapist,
        Self::Other,
    ];

    /// The role in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::IdentifiedPatient => "identified patient",
            Self::Partner => "partner",
            Self::Parent => "parent",
            Self::Child => "child",
            Self::Sibling => "sibling",
            Self::GroupMember => "group member",
            Self::CoTherapist => "co-therapist",
            Self::Other => "other",
        }
    }
}

/// A plan of a course as it was agreed at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreedPlan {
    /// The event.
    pub id: EventId,
    /// Since when.
    pub at: When,
    /// Who wrote it down.
    pub by: String,
    /// What was agreed.
    pub what: CoursePlanned,
}

pub(crate) fn planned(courses: &mut [therapy::TherapyCourse], recorded: &Recorded, event: &CoursePlanned) {
    if let Some(course) = courses.iter_mut().rev().find(|known| known.id == event.course) {
        let by = recorded.author().name.clone();
        course.plans.push(AgreedPlan { id: recorded.id(), at: recorded.occurred(), by, what: event.clone() });
    }
}

pub(crate) fn decide_plan(chart: &Chart, event: &CoursePlanned) -> Result<(), Refusal> {
    if event.planned_sessions == Some(0) || event.every_days == Some(0) {
        return plain(
            "A plan has at least one session and at least one day between two. Leave the field empty where nothing was agreed.",
        );
    }
    if event.minutes.is_some_and(|minutes| minutes == 0 || minutes > 720) {
        return plain("A session lasts from 1 to 720 minutes. Check the number.");
    }
    therapy::decide_on_current(chart, event.course)
}
