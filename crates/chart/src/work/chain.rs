//! Chain analysis: from what made the person vulnerable to what followed, and where another link was possible.

use super::Readers;
use crate::{Refusal, condition::plain, ids::*};
use serde::{Deserialize, Serialize};

/// A chain was drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainAnalysed {
    /// The course that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<CourseId>,
    /// What the chain led to.
    pub behaviour: String,
    /// What made it harder that day; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub vulnerability: String,
    /// What set it off; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prompting_event: String,
    /// Links in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// What followed; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub consequences: String,
    /// What mends it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub repair: String,
    /// Who may read it.
    #[serde(default)]
    pub readers: Readers,
}

/// One link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What kind.
    pub kind: LinkKind,
    /// In words.
    pub words: String,
    /// A skill that would have been possible here; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub instead: String,
}

/// The kinds of link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// A thought.
    Thought,
    /// A feeling.
    Emotion,
    /// In the body.
    Body,
    /// Something done.
    Act,
    /// Something that happened.
    Event,
}

impl LinkKind {
    /// Every kind, for a form.
    pub const ALL: &'static [Self] = &[Self::Thought, Self::Emotion, Self::Body, Self::Act, Self::Event];

    /// The kind in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Thought => "thought",
            Self::Emotion => "feeling",
            Self::Body => "body",
            Self::Act => "something done",
            Self::Event => "something that happened",
        }
    }
}

impl ChainAnalysed {
    pub(crate) fn without_words(&self) -> Self {
        Self {
            course: self.course,
            behaviour: String::new(),
            vulnerability: String::new(),
            prompting_event: String::new(),
            links: Vec::new(),
            consequences: String::new(),
            repair: String::new(),
            readers: self.readers.clone(),
        }
    }
}

pub(super) fn decide(event: &ChainAnalysed) -> Result<(), Refusal> {
    if event.behaviour.trim().is_empty() {
        return plain("Say what the chain led to.");
    }
    Ok(())
}
