//! What a therapist writes about a session for the team: one model, of which SOAP, DAP, BIRP and the others are views.
//!
//! What was said and thought in the room is not here; it belongs in the sealed note. What the law never lets be
//! sealed (45 CFR 164.501) stands in [`ShareableFacts`].

use crate::{Chart, Recorded, Refusal, condition::plain, course_plan::Participant, ids::*, therapy, when::When};
use serde::{Deserialize, Serialize};

/// The shared face of a session was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionWritten {
    /// Which course.
    pub course: CourseId,
    /// Which session; it was recorded as held.
    pub session: SessionId,
    /// Its number in the course, as the protocol counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u16>,
    /// The note format in which its author likes to see it: `soap`, `dap`, `birp`, `girp`, `pie`, `plain`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub view: String,
    /// Agenda, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agenda: Vec<AgendaItem>,
    /// Interventions, by their ids in the therapy's entry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub techniques: Vec<String>,
    /// Interventions that have no entry, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_techniques: Vec<String>,
    /// Homework that was looked at together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub homework_reviewed: Vec<HomeworkReviewed>,
    /// Instruments that were gone through.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<InstrumentId>,
    /// How the patient found the working together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alliance: Option<Alliance>,
    /// Elements of the protocol and whether they were delivered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fidelity: Vec<FidelityMark>,
    /// Whether self-harm and safety were asked about. Absent: nobody wrote it down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<RiskAsked>,
    /// Who was there beside patient and therapist.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<Participant>,
    /// What happened, in the parts of which every note format is made.
    #[serde(default)]
    pub content: Content,
    /// What may never be sealed.
    #[serde(default)]
    pub facts: ShareableFacts,
    /// Two or three sentences that team and patient read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
}

/// One point of an agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaItem {
    /// In words.
    pub words: String,
    /// Its level in a target hierarchy, 1 being the first to be talked about; absent without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// True once it was talked about.
    #[serde(default)]
    pub done: bool,
}

/// A piece of homework that was looked at together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeworkReviewed {
    /// Which task.
    pub homework: HomeworkId,
    /// How much was done: 0 not tried, 1 partly, 2 mostly, 3 fully.
    pub done: u8,
    /// How well, 0–3, where the therapist rates it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<u8>,
    /// What got in the way, by its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obstacle: Option<String>,
    /// In words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// How the patient found the working together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alliance {
    /// From 0 (not at all) to 10 (very well).
    pub rating: u8,
    /// What was said about it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// An element of a protocol and whether it was delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FidelityMark {
    /// The element, by its id in the therapy's entry.
    pub element: String,
    /// Whether it was delivered.
    pub delivered: Delivered,
}

/// Whether an element was delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivered {
    /// It was.
    Yes,
    /// In part.
    Partly,
    /// It was not.
    No,
}

impl Delivered {
    /// All three, for a form.
    pub const ALL: &'static [Self] = &[Self::Yes, Self::Partly, Self::No];

    /// In words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }
}

/// Whether self-harm and safety were asked about, and what was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskAsked {
    /// True when it was asked.
    pub asked: bool,
    /// True when there is something that somebody has to act on.
    #[serde(default)]
    pub concern: bool,
    /// What was said or agreed; why it was not asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// What was done about a concern, where it was settled on the spot. Empty: somebody else still has to act.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub done: String,
}

/// The parts of which every note format is made; each may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// What the patient reports.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub subjective: String,
    /// What is seen and measured.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub objective: String,
    /// What the patient did: the B of BIRP.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub behaviour: String,
    /// What the therapist did.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub intervention: String,
    /// How the patient responded.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub response: String,
    /// What the therapist makes of it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub assessment: String,
    /// What comes next.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub plan: String,
    /// The goal it served: the G of GIRP.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub goal: String,
    /// The problem it was about: the P of PIE.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub problem: String,
}

/// What the law names as never part of a psychotherapy note, beside medicines, times, kind, frequency and test
/// results, which stand elsewhere on the chart. Each is a summary; empty means that nothing new was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShareableFacts {
    /// Summary of diagnosis.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub diagnosis: String,
    /// Summary of functional status.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub function: String,
    /// Summary of the treatment plan.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub plan: String,
    /// Summary of symptoms.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub symptoms: String,
    /// Summary of prognosis.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub prognosis: String,
    /// Summary of progress to date.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub progress: String,
}

/// The shared face of a session as it was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The event.
    pub id: EventId,
    /// Which time it is about.
    pub at: When,
    /// Who signed.
    pub by: String,
    /// What was signed.
    pub what: SessionWritten,
}

pub(crate) fn written(courses: &mut [therapy::TherapyCourse], recorded: &Recorded, event: &SessionWritten) {
    let course = courses.iter_mut().rev().find(|known| known.id == event.course);
    if let Some(session) = course.and_then(|course| course.sessions.iter_mut().find(|known| known.id == event.session)) {
        let by = recorded.author().name.clone();
        session.written = Some(Written { id: recorded.id(), at: recorded.occurred(), by, what: event.clone() });
        if !event.summary.is_empty() {
            session.summary.clone_from(&event.summary);
        }
    }
}

pub(crate) fn decide_write(chart: &Chart, event: &SessionWritten) -> Result<(), Refusal> {
    let course = chart.therapy(event.course);
    let session = course.and_then(|course| course.sessions.iter().find(|known| known.id == event.session));
    match session {
        None => return plain("That session is not on this chart. Record it as held first."),
        Some(session) if session.state != therapy::SessionState::Held => {
            return plain("That session is not recorded as held. Say first what became of it.");
        }
        Some(session) if session.written.is_some() => {
            return plain("This session is already signed. Correct that entry, or add to it.");
        }
        Some(_) => {}
    }
    if event.homework_reviewed.iter().any(|review| review.done > 3 || review.quality.is_some_and(|quality| quality > 3)) {
        return plain("Homework is rated from 0 (not tried) to 3 (fully).");
    }
    if event.alliance.as_ref().is_some_and(|alliance| alliance.rating > 10) {
        return plain("The working together is rated from 0 to 10.");
    }
    Ok(())
}
