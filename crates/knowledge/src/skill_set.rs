//! Skills that a therapy teaches, in modules, each with a hint in plain words for the person who practises it.

use crate::basis::{Verification, sourced};
use crate::caution::Caution;
use crate::ids::SourceId;
use serde::Deserialize;

/// The skills of one therapy.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkillSet {
    /// Id: `dbt`.
    pub id: String,
    /// Name.
    pub name: String,
    /// The scale on which the use of a skill is rated.
    pub scale: String,
    /// The modules, in the order in which they are shown.
    pub modules: Vec<SkillModule>,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

impl SkillSet {
    /// The skill with this code, and its module.
    pub fn skill(&self, code: &str) -> Option<(&SkillModule, &Skill)> {
        self.modules.iter().find_map(|module| module.skills.iter().find(|skill| skill.code == code).map(|skill| (module, skill)))
    }

    /// All skills, module by module.
    pub fn skills(&self) -> impl Iterator<Item = &Skill> {
        self.modules.iter().flat_map(|module| &module.skills)
    }
}

/// Skills that are taught together.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkillModule {
    /// Id: `distress_tolerance`.
    pub id: String,
    /// Name.
    pub label: String,
    /// What it is for, in plain words.
    pub plain: String,
    /// Its skills, in the order in which they are taught.
    pub skills: Vec<Skill>,
}

/// One skill.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skill {
    /// Code as it is kept in the record: `opposite_action`. Once within the set.
    pub code: String,
    /// What staff and patients see.
    pub label: String,
    /// How it goes, in plain words.
    pub plain: String,
    /// Heading under which it stands within the module.
    pub group: Option<String>,
    /// For whom it is not, or only with care.
    #[serde(default)]
    pub cautions: Vec<Caution>,
}

sourced!(SkillSet);
