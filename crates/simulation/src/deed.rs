//! What somebody does at a moment: the lines of the script that [`crate::play`] then acts out.
//!
//! A script knows nothing of stores and permissions; acting it out goes through the same actions as people use, so what
//! is not allowed or not possible ends the simulation with the refusal.

use crate::staff::StaffNumber;
use concord_chart::{
    Event, EventId, Sensitivity, When, acknowledgement::AcknowledgeReason, change_request::ChangeAsked, entry::RetractionReason,
    questionnaire::Respondent, registration::TeamMember, side_effect,
};
use jiff::Timestamp;

/// Who does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Patient,
    Staff(StaffNumber),
}

/// A name for an event that gets its id only when it is acted out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Label(pub u32);

/// What is recorded.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "nearly every deed is an event, so a box would only cost")]
pub(crate) enum What {
    Event(Event),
    AnswerReport {
        report: Label,
        words: String,
    },
    AnswerWish {
        request: Label,
        words: String,
    },
    /// On past what the check of the regimen says at that moment, by the rule's id or the beginning of it.
    GoOn {
        rule: String,
        reason: AcknowledgeReason,
        words: String,
    },
    TakeFinding {
        because: Vec<Label>,
        words: String,
    },
    CloseFinding {
        because: Vec<Label>,
        words: String,
    },
    Retract {
        entry: Label,
        reason: RetractionReason,
        words: String,
    },
}

/// One line of a record.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub what: What,
    /// When it was true, if not at the moment of the deed.
    pub at: Option<When>,
    pub id: Option<EventId>,
    pub amends: Option<EventId>,
    pub sensitivity: Sensitivity,
}

impl Line {
    pub fn of(what: What) -> Self {
        Self { what, at: None, id: None, amends: None, sensitivity: Sensitivity::General }
    }

    pub fn at(self, when: impl Into<When>) -> Self {
        Self { at: Some(when.into()), ..self }
    }

    pub fn with_id(self, id: EventId) -> Self {
        Self { id: Some(id), ..self }
    }

    pub fn amending(self, earlier: EventId) -> Self {
        Self { amends: Some(earlier), ..self }
    }

    pub fn labelled(self, sensitivity: Sensitivity) -> Self {
        Self { sensitivity, ..self }
    }
}

impl From<Event> for Line {
    fn from(event: Event) -> Self {
        Self::of(What::Event(event))
    }
}

/// A questionnaire that was filled in.
#[derive(Clone, Debug)]
pub(crate) struct Filled {
    pub label: Label,
    pub instrument: &'static str,
    pub answers: Vec<Option<u8>>,
    pub difficulty: Option<u8>,
    pub respondent: Respondent,
    pub language: &'static str,
}

/// What is done.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// The person is registered.
    Register { team: Vec<TeamMember>, reason: String },
    /// Entries are recorded, all or nothing.
    Record(Vec<Line>),
    /// A questionnaire is answered.
    Answer(Filled),
    /// A side effect is reported.
    Report(Label, side_effect::Reported),
    /// A change of a medicine is asked for.
    Ask(Label, ChangeAsked),
    /// The chart is opened and read.
    Look,
}

/// A line of the script.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    pub at: Timestamp,
    pub by: By,
    pub act: Act,
}
