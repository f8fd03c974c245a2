//! Side effects: told by anybody to anybody, owed an answer by the prescriber, seen by the whole team.

use crate::{Chart, Recorded, Refusal, condition::plain, ids::*, when::When};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A side effect was reported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// In the patient's words.
    pub words: String,
    /// The medicine suspected, where one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<CourseId>,
    /// How much of a burden, 0 (none) to 6 (cannot bear it).
    pub burden: u8,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<When>,
    /// What it does to daily life and to therapy, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub effect: String,
    /// How severe, as it was told; absent when nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// What it does to daily life alone, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub effect_on_life: String,
    /// What it does to therapy alone, such as homework or attendance, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub effect_on_therapy: String,
    /// Who heard it, in words, e.g. `R. Lindgren in session`; empty when told in the app.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub told_to: String,
    /// Who is to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<StaffId>,
    /// By when an answer was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Timestamp>,
}

/// How severe a side effect is, as the person tells it. The burden says how much it bothers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It is there and can be lived with.
    Mild,
    /// It gets in the way of something.
    Moderate,
    /// It makes ordinary days impossible, or somebody had to help.
    Severe,
}

impl Severity {
    /// Every severity, for a form.
    pub const ALL: &'static [Self] = &[Self::Mild, Self::Moderate, Self::Severe];

    /// The severity in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Mild => "mild",
            Self::Moderate => "moderate",
            Self::Severe => "severe",
        }
    }
}

/// A report was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The event that reported it.
    pub report: EventId,
    /// The answer, in words the patient can read.
    pub words: String,
}

impl Reported {
    /// Everything that was said about what it does, in one text; empty when nothing was.
    pub fn effects(&self) -> String {
        let parts = [&self.effect, &self.effect_on_life, &self.effect_on_therapy];
        parts.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
    }
}

/// A report as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideEffect {
    /// The event that reported it.
    pub id: EventId,
    /// When.
    pub at: When,
    /// Who told us.
    pub by: String,
    /// What was reported.
    pub what: Reported,
    /// The answer: when, by whom, in what words.
    pub answer: Option<(When, String, String)>,
}

pub(crate) fn reported(known: &mut Vec<SideEffect>, recorded: &Recorded, event: &Reported) {
    known.push(SideEffect {
        id: recorded.id(),
        at: recorded.occurred(),
        by: recorded.author().name.clone(),
        what: event.clone(),
        answer: None,
    });
}

pub(crate) fn answered(known: &mut [SideEffect], recorded: &Recorded, event: &Answered) {
    if let Some(report) = known.iter_mut().find(|report| report.id == event.report) {
        report.answer = Some((recorded.occurred(), recorded.author().name.clone(), event.words.clone()));
    }
}

pub(crate) fn decide_report(chart: &Chart, event: &Reported) -> Result<(), Refusal> {
    if event.words.trim().is_empty() {
        return plain("Say what it feels like, in a few words.");
    }
    if event.burden > 6 {
        return plain("The burden goes from 0 (none) to 6 (cannot bear it).");
    }
    match event.course {
        Some(course) => crate::medication::decide_on_known(chart, course),
        None => Ok(()),
    }
}

pub(crate) fn decide_answer(chart: &Chart, event: &Answered) -> Result<(), Refusal> {
    if event.words.trim().is_empty() {
        return plain("Write the answer that the patient and the therapist will read.");
    }
    if chart.side_effects.iter().any(|report| report.id == event.report) {
        return Ok(());
    }
    plain("That report is not on this chart any more. Open the chart again.")
}
