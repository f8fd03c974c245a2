//! Psychotherapies as treatments with a dose: phases, sessions, and when a verdict is fair.

use crate::basis::{Verification, sourced};
use crate::ids::{SourceId, TherapyId};
use serde::Deserialize;

/// One kind of psychotherapy.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Therapy {
    /// Id: `cbt`.
    pub id: TherapyId,
    /// Full name.
    pub name: String,
    /// Short name in lanes and tables.
    pub short_name: String,
    /// Other names people write.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// What a patient sees as its name.
    pub patient_name: String,
    /// One or two plain sentences about what it is like.
    pub patient_about: String,
    /// With whom it is done.
    pub unit: CareUnit,
    /// The course in parts, in order.
    pub phases: Vec<Phase>,
    /// How much is usually planned.
    pub expected: ExpectedSessions,
    /// When a verdict is fair.
    pub judge: JudgeTherapy,
    /// The therapy's own measure beside the symptom scale, if it has one.
    pub own_measure: Option<OwnMeasure>,
    /// What a session is made of, in order.
    pub session_parts: Vec<String>,
    /// Kinds of work between sessions.
    #[serde(default)]
    pub homework: Vec<String>,
    /// Skills that can be ticked as taught or used.
    #[serde(default)]
    pub skills: Vec<String>,
    /// What to look out for.
    #[serde(default)]
    pub cautions: Vec<Caution>,
}

/// With whom a therapy is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CareUnit {
    /// One person.
    Individual,
    /// One person, with a group beside it.
    IndividualAndGroup,
    /// Two partners.
    Couple,
    /// A family.
    Family,
    /// A group.
    Group,
}

/// One part of a course of therapy.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Id: `opening`.
    pub id: String,
    /// Words for staff and patient.
    pub label: String,
    /// What it is for.
    pub goal: String,
}

/// How much therapy is usually planned.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedSessions {
    /// Fewest sessions of a usual course.
    pub sessions_from: u16,
    /// Most sessions of a usual course.
    pub sessions_to: u16,
    /// Usual days between two sessions.
    pub days_between: u16,
    /// Usual minutes of a session.
    pub minutes: u16,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// When a verdict on a course of therapy is fair. Weeks count from the first attended session.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JudgeTherapy {
    /// The verdict is fair from this week on.
    pub weeks_from: u16,
    /// The verdict is due by this week.
    pub weeks_to: u16,
    /// Fewer attended sessions than this are too few to judge.
    pub min_sessions: u16,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// A therapy's own measure.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnMeasure {
    /// Its name.
    pub name: String,
    /// What it tells.
    pub about: String,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// Something to look out for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caution {
    /// In plain words.
    pub text: String,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

sourced!(ExpectedSessions, JudgeTherapy, OwnMeasure, Caution);
