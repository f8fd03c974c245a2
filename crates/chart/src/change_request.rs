//! Asking to change or stop a medicine: asked by the patient or for them, owed an answer by the prescriber, seen by the
//! whole team.

use crate::{Chart, Recorded, Refusal, condition::plain, ids::*, medication, when::When};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Somebody asked to change or stop a medicine. Nothing changes until a prescriber changes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeAsked {
    /// Which course.
    pub course: CourseId,
    /// What is wished for.
    pub wish: Wish,
    /// Why, in the patient's words; may be empty unless the wish is `other`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Who is to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<StaffId>,
    /// By when an answer was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Timestamp>,
}

/// A wish was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeAnswered {
    /// The event that asked.
    pub request: EventId,
    /// The answer, in words the patient can read.
    pub words: String,
}

/// What can be wished for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// To stop.
    Stop,
    /// To leave it out for a while.
    Pause,
    /// A lower dose.
    Lower,
    /// A higher dose.
    Raise,
    /// Another time of day.
    OtherTime,
    /// A different medicine.
    Different,
    /// Something else, in words.
    Other,
}

impl Wish {
    /// Every wish, for a form.
    pub const ALL: &'static [Self] =
        &[Self::Stop, Self::Pause, Self::Lower, Self::Raise, Self::OtherTime, Self::Different, Self::Other];

    /// The wish in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Stop => "stop it",
            Self::Pause => "leave it out for a while",
            Self::Lower => "take less of it",
            Self::Raise => "take more of it",
            Self::OtherTime => "take it at another time of day",
            Self::Different => "try a different medicine",
            Self::Other => "change something else about it",
        }
    }
}

/// A wish as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRequest {
    /// The event that asked.
    pub id: EventId,
    /// When.
    pub at: When,
    /// Who asked.
    pub by: String,
    /// What was asked.
    pub what: ChangeAsked,
    /// The answer: when, by whom, in what words.
    pub answer: Option<(When, String, String)>,
}

pub(crate) fn asked(known: &mut Vec<ChangeRequest>, recorded: &Recorded, event: &ChangeAsked) {
    known.push(ChangeRequest {
        id: recorded.id(),
        at: recorded.occurred(),
        by: recorded.author().name.clone(),
        what: event.clone(),
        answer: None,
    });
}

pub(crate) fn answered(known: &mut [ChangeRequest], recorded: &Recorded, event: &ChangeAnswered) {
    if let Some(request) = known.iter_mut().find(|request| request.id == event.request) {
        request.answer = Some((recorded.occurred(), recorded.author().name.clone(), event.words.clone()));
    }
}

pub(crate) fn decide_ask(chart: &Chart, event: &ChangeAsked) -> Result<(), Refusal> {
    if event.wish == Wish::Other && event.words.trim().is_empty() {
        return plain("Say in a few words what should be different.");
    }
    medication::decide_on_current(chart, event.course)
}

pub(crate) fn decide_answer(chart: &Chart, event: &ChangeAnswered) -> Result<(), Refusal> {
    if event.words.trim().is_empty() {
        return plain("Write the answer that the patient and the team will read.");
    }
    if chart.change_requests.iter().any(|request| request.id == event.request) {
        return Ok(());
    }
    plain("That request is not on this chart any more. Open the chart again.")
}
