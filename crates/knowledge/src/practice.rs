//! Complementary practices as treatments with a dose: how much, for how long, how well founded, what to look out for.

use crate::basis::{Verification, sourced};
pub use crate::caution::Caution;
use crate::ids::{InstrumentId, PracticeId, SourceId};
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
    /// What kind of practice it is.
    pub family: PracticeFamily,
    /// Whether it is counted in minutes practised or in sessions attended.
    pub counted_in: CountedIn,
    /// How much is usually planned.
    pub expected: ExpectedPractice,
    /// When a verdict is fair.
    pub judge: JudgePractice,
    /// How well founded it is, in plain words.
    pub evidence: Evidence,
    /// What guidelines and reviews say of it, use by use.
    #[serde(default)]
    pub claims: Vec<EvidenceClaim>,
    /// Set courses with a name of their own.
    #[serde(default)]
    pub protocols: Vec<PracticeProtocol>,
    /// By what words a trained practitioner is known.
    #[serde(default)]
    pub credentials: Vec<Credential>,
    /// How the person tells whether it does good.
    pub own_measure: PracticeMeasure,
    /// Who pays what, in plain words.
    pub cost: String,
    /// What to look out for.
    pub cautions: Vec<Caution>,
}

impl Practice {
    /// The set course with this id.
    pub fn protocol(&self, id: &str) -> Option<&PracticeProtocol> {
        self.protocols.iter().find(|protocol| protocol.id == id)
    }
}

/// What kind of practice it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PracticeFamily {
    /// Attention, breath and rest.
    MindBody,
    /// Moving the body.
    Movement,
    /// Art, music, dance.
    Creative,
    /// Hands on the body.
    Touch,
    /// Needles.
    Needling,
    /// Light.
    Light,
    /// Outdoors, plants and animals.
    Nature,
    /// Faith and meaning.
    Spiritual,
    /// Food.
    Nutrition,
}

impl PracticeFamily {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::MindBody => "attention, breath and rest",
            Self::Movement => "movement",
            Self::Creative => "art and music",
            Self::Touch => "touch",
            Self::Needling => "needling",
            Self::Light => "light",
            Self::Nature => "nature and animals",
            Self::Spiritual => "faith and meaning",
            Self::Nutrition => "food",
        }
    }
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
    /// Minutes of one sitting at home, where they differ from those of a class.
    pub home_minutes: Option<u16>,
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

/// What a guideline or a review says of a practice for one use.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceClaim {
    /// For what: `mild to moderate depression`.
    pub used_for: String,
    /// Alone or beside other treatment.
    pub how: ClaimedUse,
    /// The place the guideline gives it.
    pub line: ClaimedLine,
    /// The guideline's level of evidence, 1 (best) to 4; absent where it gives none.
    pub level: Option<u8>,
    /// The year of the statement.
    pub year: u16,
    /// In plain words, for patient and clinician alike.
    pub words: String,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// Whether a practice is meant alone or beside other treatment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimedUse {
    /// Alone.
    Alone,
    /// Beside other treatment.
    Beside,
    /// Either.
    Either,
}

impl ClaimedUse {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::Beside => "beside other treatment",
            Self::Either => "alone or beside other treatment",
        }
    }
}

/// The place that a guideline gives a treatment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimedLine {
    /// Among the first to be offered.
    First,
    /// When the first do not help or do not suit.
    Second,
    /// Later.
    Third,
    /// The source gives no place, or speaks of an effect only.
    NoPlace,
    /// Not enough is known.
    Insufficient,
    /// Advised against.
    NotRecommended,
}

impl ClaimedLine {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::First => "first line",
            Self::Second => "second line",
            Self::Third => "third line",
            Self::NoPlace => "no place given",
            Self::Insufficient => "not enough known",
            Self::NotRecommended => "not recommended",
        }
    }
}

/// A set course of a practice.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PracticeProtocol {
    /// Id, once within its practice.
    pub id: String,
    /// Name.
    pub name: String,
    /// What it is and for whom, in plain words.
    pub about: String,
    /// Weeks, where it has an end.
    pub weeks: Option<u16>,
    /// Fewest sessions; absent where it is done alone.
    pub sessions_from: Option<u16>,
    /// Most sessions; absent where it is done alone.
    pub sessions_to: Option<u16>,
    /// Minutes of one class, session or sitting.
    pub minutes: u16,
    /// Sittings a week at home; absent where there are none.
    pub home_per_week: Option<u16>,
    /// Minutes of one sitting at home.
    pub home_minutes: Option<u16>,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// Words by which a trained practitioner is known.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// The words or letters: `Board-certified music therapist (MT-BC)`.
    pub label: String,
    /// What they vouch for, in plain words.
    pub about: String,
}

/// How the person tells whether a practice does good.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PracticeMeasure {
    /// What is asked, in plain words.
    pub question: String,
    /// The scale of the answer, by its id in `vocabulary/scales.toml`.
    pub scale: String,
    /// Asked before and after each sitting; else once after it.
    pub before_and_after: bool,
    /// Questionnaires that show how it goes, the main one first.
    #[serde(default)]
    pub instruments: Vec<InstrumentId>,
}

sourced!(ExpectedPractice, JudgePractice, Evidence, EvidenceClaim, PracticeProtocol);
