//! Thought records in three, five and seven columns. The shorter forms are parts of the longest.

use super::{Readers, percent};
use crate::{Refusal, condition::plain, ids::*};
use serde::{Deserialize, Serialize};

/// How many columns a thought record was begun with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordForm {
    /// Situation, feelings, thoughts.
    Three,
    /// These, an answer to the thought, and what came of it.
    Five,
    /// Situation, feelings, thoughts, for, against, a fairer thought, feelings again.
    #[default]
    Seven,
}

/// A thought record was kept, finished or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThoughtRecorded {
    /// Columns.
    pub form: RecordForm,
    /// The homework that it belongs to, where it was set as one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub homework: Option<HomeworkId>,
    /// 1: what happened: who, what, when, where.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub situation: String,
    /// 2 and 7: feelings, before and after.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moods: Vec<Mood>,
    /// 3: what went through the mind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub thoughts: Vec<Thought>,
    /// 4: what speaks for the thought.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence_for: String,
    /// 5: what speaks against it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence_against: String,
    /// 6: a fairer way to say it; in five columns, the answer to the thought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balanced: Option<Balanced>,
    /// What came of it: the fifth of five columns.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub outcome: String,
    /// Thinking habits that were spotted, by their codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub distortions: Vec<String>,
    /// The last column that was reached, from 1; columns after it are *not reached*, which is not the same as empty.
    #[serde(default)]
    pub reached: u8,
    /// Who may read it.
    #[serde(default)]
    pub readers: Readers,
}

/// A feeling and its strength, 0–100.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mood {
    /// Its name.
    pub name: String,
    /// Before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u8>,
    /// After.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u8>,
}

/// A thought and how far it is believed, 0–100.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thought {
    /// In the patient's words.
    pub text: String,
    /// Before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u8>,
    /// After.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u8>,
    /// True for the thought that carries the feeling most.
    #[serde(default)]
    pub hot: bool,
}

/// A fairer thought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balanced {
    /// In the patient's words.
    pub text: String,
    /// How far it is believed, 0–100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub belief: Option<u8>,
}

impl ThoughtRecorded {
    /// The thought that carries the feeling most; the first where none is marked.
    pub fn hot(&self) -> Option<&Thought> {
        self.thoughts.iter().find(|thought| thought.hot).or_else(|| self.thoughts.first())
    }

    /// Change in belief of the hot thought, in points of 100; `None` when it was not rated twice.
    pub fn belief_change(&self) -> Option<i16> {
        let hot = self.hot()?;
        Some(i16::from(hot.after?) - i16::from(hot.before?))
    }

    /// The number of columns of its form.
    pub fn columns(&self) -> u8 {
        match self.form {
            RecordForm::Three => 3,
            RecordForm::Five => 5,
            RecordForm::Seven => 7,
        }
    }

    pub(crate) fn without_words(&self) -> Self {
        Self { form: self.form, homework: self.homework, reached: self.reached, readers: self.readers.clone(), ..Self::default() }
    }
}

pub(super) fn decide(event: &ThoughtRecorded) -> Result<(), Refusal> {
    let empty = event.situation.trim().is_empty() && event.moods.is_empty() && event.thoughts.is_empty();
    if empty {
        return plain("Write down what happened, a feeling or a thought; one is enough to keep the record.");
    }
    for mood in &event.moods {
        percent(mood.before).and(percent(mood.after))?;
    }
    for thought in &event.thoughts {
        percent(thought.before).and(percent(thought.after))?;
    }
    percent(event.balanced.as_ref().and_then(|balanced| balanced.belief))
}
