//! How a therapist understands what is going on: relationship episodes and formulations with all their versions.

use crate::{Chart, Recorded, Refusal, condition::plain, ids::*, note::Section, therapy, when::When};
use serde::{Deserialize, Serialize};

/// An episode between the patient and somebody else, told in a session (Luborsky's relationship episode).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationshipEpisode {
    /// Which course.
    pub course: CourseId,
    /// The session in which it was told, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    /// With whom, as a role: `mother`, `boss`, `therapist`.
    pub other: String,
    /// What the patient wished: a category of the therapy's entry, or own words.
    pub wish: String,
    /// How the other responded.
    pub response_of_other: String,
    /// How the self responded.
    pub response_of_self: String,
    /// True when it ended well for the patient.
    #[serde(default)]
    pub positive: bool,
}

/// A formulation was written. A later one of the same kind takes its place; all versions stay readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormulationWritten {
    /// Which course.
    pub course: CourseId,
    /// Which kind: `ccrt`, `case`, `focus`, `cycle`, `hexaflex`, or another that the therapy's entry names.
    pub kind: String,
    /// Heading and text, in order.
    pub parts: Vec<Section>,
    /// What changed since the version before, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// A relationship episode on the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The event.
    pub id: EventId,
    /// When it was told.
    pub at: When,
    /// What was told.
    pub what: RelationshipEpisode,
}

/// One version of a formulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The event.
    pub id: EventId,
    /// Since when.
    pub at: When,
    /// Who wrote it.
    pub by: String,
    /// What was written.
    pub what: FormulationWritten,
}

/// Coaching between sessions, by telephone or message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coached {
    /// Which course.
    pub course: CourseId,
    /// Why the patient called.
    pub reason: String,
    /// The skills coached, by their codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    /// Minutes, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
    /// What came of it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub outcome: String,
    /// True when the patient had hurt themselves in the 24 hours before: then coaching waits and safety comes first.
    #[serde(default)]
    pub within_24_hours_of_self_harm: bool,
}

/// A coaching call on the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The event.
    pub id: EventId,
    /// When.
    pub at: When,
    /// Who coached.
    pub by: String,
    /// What was coached.
    pub what: Coached,
}

pub(crate) fn told(courses: &mut [therapy::TherapyCourse], recorded: &Recorded, event: &RelationshipEpisode) {
    if let Some(course) = courses.iter_mut().rev().find(|known| known.id == event.course) {
        course.episodes.push(Told { id: recorded.id(), at: recorded.occurred(), what: event.clone() });
    }
}

pub(crate) fn written(courses: &mut [therapy::TherapyCourse], recorded: &Recorded, event: &FormulationWritten) {
    if let Some(course) = courses.iter_mut().rev().find(|known| known.id == event.course) {
        let by = recorded.author().name.clone();
        course.formulations.push(Version { id: recorded.id(), at: recorded.occurred(), by, what: event.clone() });
    }
}

pub(crate) fn coached(courses: &mut [therapy::TherapyCourse], recorded: &Recorded, event: &Coached) {
    if let Some(course) = courses.iter_mut().rev().find(|known| known.id == event.course) {
        let by = recorded.author().name.clone();
        course.calls.push(Call { id: recorded.id(), at: recorded.occurred(), by, what: event.clone() });
    }
}

pub(crate) fn decide_tell(chart: &Chart, event: &RelationshipEpisode) -> Result<(), Refusal> {
    if [&event.other, &event.wish, &event.response_of_other, &event.response_of_self].iter().any(|part| part.trim().is_empty()) {
        return plain(
            "A relationship episode has four parts: with whom, the wish, how the other responded, how the self responded.",
        );
    }
    therapy::decide_on_known(chart, event.course)
}

pub(crate) fn decide_write(chart: &Chart, event: &FormulationWritten) -> Result<(), Refusal> {
    if event.parts.iter().all(|part| part.text.trim().is_empty()) {
        return plain("The formulation is empty. Write something before you keep it.");
    }
    therapy::decide_on_known(chart, event.course)
}

pub(crate) fn decide_coach(chart: &Chart, event: &Coached) -> Result<(), Refusal> {
    if event.reason.trim().is_empty() {
        return plain("Say in a few words why the patient called.");
    }
    therapy::decide_on_known(chart, event.course)
}
