//! Any other sheet: values, rulers, stuck points, a letter. Labels and answers, in order.

use super::Readers;
use crate::{Refusal, condition::plain, ids::*};
use serde::{Deserialize, Serialize};

/// A sheet was filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetFilled {
    /// Which sheet, by its id in the therapy's entry, e.g. `values`, `readiness_rulers`, `stuck_point`.
    pub sheet: String,
    /// The course that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<CourseId>,
    /// The homework that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub homework: Option<HomeworkId>,
    /// Answers in order; an unanswered field is absent.
    pub fields: Vec<Field>,
    /// Who may read it.
    #[serde(default)]
    pub readers: Readers,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// What was asked.
    pub label: String,
    /// In words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// As a number, where one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<u8>,
}

impl SheetFilled {
    pub(crate) fn without_words(&self) -> Self {
        Self { fields: Vec::new(), ..self.clone() }
    }
}

pub(super) fn decide(event: &SheetFilled) -> Result<(), Refusal> {
    if event.fields.iter().all(|field| field.text.trim().is_empty() && field.value.is_none()) {
        return plain("Nothing is filled in yet. One field is enough to keep the sheet.");
    }
    Ok(())
}
