//! What an instrument measures, which way is better, who answers, and on what terms its wording may be shown.

use crate::basis::{Verification, sourced};
use crate::ids::SourceId;
use serde::Deserialize;

/// Writes an enum whose words in `knowledge/`, in exports and on the page stand side by side.
macro_rules! constructs {
    ($($(#[$about:meta])+ $name:ident = $word:literal, $said:literal;)+) => {
        /// What an instrument measures.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Construct { $($(#[$about])+ $name),+ }

        impl Construct {
            /// Every construct, in the order in which measures are ranked.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word as it stands in `knowledge/`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// A few plain words, as in `low mood`.
            pub fn words(self) -> &'static str {
                match self { $(Self::$name => $said),+ }
            }
        }
    };
}

constructs! {
    /// Depressive symptoms.
    Depression = "depression", "low mood";
    /// Anxiety symptoms.
    Anxiety = "anxiety", "worry";
    /// Well-being.
    Wellbeing = "wellbeing", "well-being";
    /// Suicidal thoughts and behaviour.
    Suicidality = "suicidality", "thoughts of suicide";
    /// Symptoms after trauma.
    Trauma = "trauma", "after trauma";
    /// Manic symptoms.
    Mania = "mania", "raised mood";
    /// Psychotic symptoms.
    Psychosis = "psychosis", "psychotic symptoms";
    /// Obsessions and compulsions.
    Obsessions = "obsessions", "obsessions and compulsions";
    /// Panic.
    Panic = "panic", "panic";
    /// Sleep.
    Sleep = "sleep", "sleep";
    /// Alcohol.
    Alcohol = "alcohol", "alcohol";
    /// Other drugs.
    Drugs = "drugs", "drugs";
    /// Attention and activity.
    Attention = "attention", "attention";
    /// Bodily symptoms.
    Somatic = "somatic", "bodily symptoms";
    /// Tiredness.
    Fatigue = "fatigue", "tiredness";
    /// Distress of any kind.
    Distress = "distress", "distress";
    /// Many domains at once.
    Domains = "domains", "many areas";
    /// How emotions are handled.
    EmotionRegulation = "emotion_regulation", "handling emotions";
    /// Borderline symptoms.
    Borderline = "borderline", "emotional instability";
    /// What gets done in daily life.
    Functioning = "functioning", "daily life";
    /// Quality of life.
    QualityOfLife = "quality_of_life", "quality of life";
    /// Taking part in social life, its support or its lack.
    Social = "social", "other people";
    /// A couple's relationship.
    Couple = "couple", "the relationship";
    /// A family together.
    Family = "family", "the family";
    /// A therapy group together.
    Group = "group", "the group";
    /// The bond and agreement between patient and therapist.
    Alliance = "alliance", "working together";
    /// Stigma turned against oneself.
    Stigma = "stigma", "self-stigma";
    /// Unwanted effects of medicines.
    SideEffects = "side_effects", "side effects";
    /// Unwanted movements.
    Movement = "movement", "movement";
    /// Signs after stopping a medicine.
    Discontinuation = "discontinuation", "after stopping";
    /// Medicines taken as agreed.
    Adherence = "adherence", "taking medicine";
    /// Exercise and other habits.
    Habits = "habits", "habits";
    /// A clinician's overall impression.
    GlobalImpression = "global_impression", "overall impression";
    /// How well a therapist works by a model.
    Competence = "competence", "the therapist's work";
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// A fall is an improvement.
    LowerIsBetter,
    /// A rise is an improvement.
    HigherIsBetter,
}

/// Who gives the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The patient, alone.
    SelfReport,
    /// A clinician asks and records.
    Clinician,
    /// Somebody who knows the patient answers for them.
    Proxy,
    /// Somebody who watches or listens rates, as in supervision.
    Observer,
}

impl Mode {
    /// The word as it stands in `knowledge/` and in `concord instruments`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SelfReport => "self_report",
            Self::Clinician => "clinician",
            Self::Proxy => "proxy",
            Self::Observer => "observer",
        }
    }
}

/// Sex, where an item or a cut-off depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// Terms of use of an instrument's wording.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Short kind of terms.
    pub kind: LicenceKind,
    /// Whether the wording is in this file and may be shown.
    pub ships_wording: bool,
    /// The notice to show with it.
    pub notice: String,
    /// Where the terms stand.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether they were read there.
    pub verification: Verification,
}

/// Kinds of terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LicenceKind {
    /// No permission needed.
    Free,
    /// Free while the notice stays with it.
    FreeWithNotice,
    /// Free where no money is made from it.
    NonCommercial,
    /// Free or not, the holder wants to be asked before the wording is shown on a screen.
    Permission,
    /// A licence or a fee; the wording never ships.
    Proprietary,
}

impl LicenceKind {
    /// The word as it stands in `knowledge/` and in `concord instruments`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::FreeWithNotice => "free_with_notice",
            Self::NonCommercial => "non_commercial",
            Self::Permission => "permission",
            Self::Proprietary => "proprietary",
        }
    }
}

sourced!(Licence);
