//! Complementary practices as treatments with a dose: how much, for how long, how well founded, what to look out for.

use crate::basis::{Verification, sourced};
use crate::ids::{PracticeId, SourceId};
use crate::therapy::Caution;
use serde::Deserialize;

/// One complementary practice.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Practice {
    /// Id: `yoga`.
    pub id: PracticeId,
    /// Name for staff.
    pub name: String,
    /// Other names people write.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// What a patient sees as its name.
    pub patient_name: String,
    /// One or two plain sentences about what it is like.
    pub patient_about: String,
    /// Whether it is counted in minutes practised or in sessions attended.
    pub counted_in: CountedIn,
    /// How much is usually planned.
    pub expected: ExpectedPractice,
    /// When a verdict is fair.
    pub judge: JudgePractice,
    /// How well founded it is, in plain words.
    pub evidence: Evidence,
    /// What to look out for.
    pub cautions: Vec<Caution>,
}

/// What the dose of a practice is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountedIn {
    /// Minutes practised, mostly alone.
    Minutes,
    /// Classes or sessions attended.
    Sessions,
}

/// How much of a practice is usually planned.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedPractice {
    /// Classes or sessions a week; absent where it is practised alone.
    pub sessions_per_week: Option<u16>,
    /// Fewest sessions of a usual course.
    pub sessions_from: Option<u16>,
    /// Most sessions of a usual course.
    pub sessions_to: Option<u16>,
    /// Minutes of one class, session or sitting.
    pub minutes: u16,
    /// Sittings a week at home; absent where there are none.
    pub home_per_week: Option<u16>,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// When a verdict on a practice is fair. Weeks count from the first class or sitting.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JudgePractice {
    /// The verdict is fair from this week on.
    pub weeks_from: u16,
    /// The verdict is due by this week.
    pub weeks_to: u16,
    /// Fewer sessions or sittings than this are too few to judge.
    pub min_sessions: u16,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// How well founded a practice is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// In plain words, for patient and clinician alike.
    pub line: String,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

sourced!(ExpectedPractice, JudgePractice, Evidence);
