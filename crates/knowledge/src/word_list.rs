//! Lists of words that a form offers for ticking: thinking habits, wishes in relationships, obstacles to homework.

use crate::basis::{Verification, sourced};
use crate::ids::SourceId;
use serde::Deserialize;
use std::fmt;

/// Defines the lists that forms know by name, each with its file's name.
macro_rules! lists {
    ($($(#[$about:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// The name of a list; its file in `words/` is called so.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        pub enum ListName {
            $($(#[$about])* #[serde(rename = $text)] $name,)+
        }

        impl ListName {
            /// Every list.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name as it stands in `knowledge/`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

lists! {
    /// Thinking habits of a thought record.
    Distortions = "distortions",
    /// Names of feelings, for thought records and logs.
    Emotions = "emotions",
    /// Ways of avoiding, each with another way of coping.
    AvoidancePatterns = "avoidance-patterns",
    /// Things done to feel safe in a feared situation.
    SafetyBehaviours = "safety-behaviours",
    /// Why homework could not be done.
    HomeworkObstacles = "homework-obstacles",
    /// Areas of life in which something matters.
    ValueDomains = "value-domains",
    /// Urges of a diary card.
    DbtUrges = "dbt-urges",
    /// Acts of a diary card.
    DbtActs = "dbt-acts",
    /// Feelings of a diary card.
    DbtEmotions = "dbt-emotions",
    /// The order in which targets come up in a session.
    DbtTargets = "dbt-targets",
    /// The ways in which the whole treatment is delivered.
    DbtModes = "dbt-modes",
    /// The parts of a chain of events.
    ChainParts = "chain-parts",
    /// Wishes in relationship episodes.
    CcrtWishes = "ccrt-wishes",
    /// What the other does in relationship episodes.
    CcrtResponsesOfOther = "ccrt-responses-of-other",
    /// What the person feels and does in relationship episodes.
    CcrtResponsesOfSelf = "ccrt-responses-of-self",
    /// Inner conflicts that keep coming back.
    Conflicts = "conflicts",
    /// Abilities by which a person deals with self and others.
    StructureAbilities = "structure-abilities",
    /// Ways of keeping feelings away.
    Defences = "defences",
    /// Problem areas of interpersonal psychotherapy.
    IptProblemAreas = "ipt-problem-areas",
    /// Processes of acceptance and commitment therapy.
    ActProcesses = "act-processes",
    /// What is rated on a ruler in motivational interviewing.
    MiRulers = "mi-rulers",
    /// Kinds of talk for and against change.
    ChangeTalk = "change-talk",
    /// Modes of schema therapy.
    SchemaModes = "schema-modes",
    /// Themes of thoughts in which a person is stuck after trauma.
    StuckPointThemes = "stuck-point-themes",
    /// How secrets between members are handled, each with the sentence that is read before signing.
    SecretsPolicies = "secrets-policies",
    /// In what role somebody takes part.
    ParticipantRoles = "participant-roles",
    /// Why a session did not take place.
    MissedReasons = "missed-reasons",
    /// What kind of strain there was in the working relationship.
    AllianceRuptures = "alliance-ruptures",
    /// What may help in a group.
    GroupFactors = "group-factors",
}

impl fmt::Display for ListName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordList {
    /// Which list; equals the file's name.
    pub id: ListName,
    /// Heading for staff.
    pub name: String,
    /// What a patient reads above it.
    pub patient_name: String,
    /// What it is for, and how it came to be.
    pub about: String,
    /// The scale on which each of its words is rated, where it is.
    pub scale: Option<String>,
    /// The words, in the order in which they are shown.
    pub words: Vec<Word>,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

impl WordList {
    /// The word with this code.
    pub fn word(&self, code: &str) -> Option<&Word> {
        self.words.iter().find(|word| word.code == code)
    }
}

/// One word of a list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// Code as it is kept in the record; never reused for something else.
    pub code: String,
    /// What staff see.
    pub label: String,
    /// What it means, in plain words for the patient.
    pub plain: Option<String>,
    /// An example of it, or the other way for it.
    pub example: Option<String>,
    /// Heading under which it stands.
    pub group: Option<String>,
    /// Rated so high or higher (for an act: done so often or more), somebody looks at it the same day.
    pub review_from: Option<u16>,
}

sourced!(WordList);
