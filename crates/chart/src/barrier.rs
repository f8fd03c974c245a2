//! What gets in the way of taking a medicine: a reason, somebody who looks after it, and what became of it.

use crate::{Chart, Recorded, Refusal, condition::plain, ids::*, medication, when::When};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Something gets in the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BarrierNoted {
    /// The medicine, where it is about one; absent when it is about all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<CourseId>,
    /// What kind of obstacle.
    pub reason: BarrierReason,
    /// In the patient's words; may be empty unless the reason is `other`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Who looks after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<StaffId>,
    /// When to look again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_on: Option<Date>,
}

/// It no longer gets in the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BarrierResolved {
    /// The event that noted it.
    pub barrier: EventId,
    /// What helped, in words.
    pub words: String,
}

/// The kinds of obstacle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BarrierReason {
    /// It is forgotten.
    Forgot,
    /// It brings side effects.
    SideEffects,
    /// It costs too much.
    Cost,
    /// It does not help, as the patient sees it.
    DoesNotHelp,
    /// Worries, or beliefs about medicines.
    Worry,
    /// It is hard to get: pharmacy, supply, prescription run out.
    Access,
    /// Too many, too often, hard to swallow, hard to understand.
    Complicated,
    /// Something else, in words.
    Other,
}

impl BarrierReason {
    /// Every reason, for a form.
    pub const ALL: &'static [Self] = &[
        Self::Forgot,
        Self::SideEffects,
        Self::Cost,
        Self::DoesNotHelp,
        Self::Worry,
        Self::Access,
        Self::Complicated,
        Self::Other,
    ];

    /// The reason in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Forgot => "it is forgotten",
            Self::SideEffects => "side effects",
            Self::Cost => "it costs too much",
            Self::DoesNotHelp => "it does not seem to help",
            Self::Worry => "worries about taking it",
            Self::Access => "it is hard to get",
            Self::Complicated => "it is too complicated",
            Self::Other => "something else",
        }
    }
}

/// An obstacle as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barrier {
    /// The event that noted it.
    pub id: EventId,
    /// When.
    pub at: When,
    /// Who noted it.
    pub by: String,
    /// What was noted.
    pub what: BarrierNoted,
    /// When, by whom and in what words it was said to be out of the way.
    pub resolved: Option<(When, String, String)>,
}

pub(crate) fn noted(known: &mut Vec<Barrier>, recorded: &Recorded, event: &BarrierNoted) {
    known.push(Barrier {
        id: recorded.id(),
        at: recorded.occurred(),
        by: recorded.author().name.clone(),
        what: event.clone(),
        resolved: None,
    });
}

pub(crate) fn resolved(known: &mut [Barrier], recorded: &Recorded, event: &BarrierResolved) {
    if let Some(barrier) = known.iter_mut().find(|barrier| barrier.id == event.barrier) {
        barrier.resolved = Some((recorded.occurred(), recorded.author().name.clone(), event.words.clone()));
    }
}

pub(crate) fn decide_note(chart: &Chart, event: &BarrierNoted) -> Result<(), Refusal> {
    if event.reason == BarrierReason::Other && event.words.trim().is_empty() {
        return plain("Say in a few words what gets in the way.");
    }
    event.course.map_or(Ok(()), |course| medication::decide_on_known(chart, course))
}

pub(crate) fn decide_resolve(chart: &Chart, event: &BarrierResolved) -> Result<(), Refusal> {
    match chart.barriers.iter().find(|barrier| barrier.id == event.barrier) {
        None => plain("That obstacle is not on this chart any more. Open the chart again."),
        Some(barrier) if barrier.resolved.is_some() => {
            plain("That obstacle is already out of the way. If it came back, note it again.")
        }
        Some(_) if event.words.trim().is_empty() => plain("Say in a few words what helped."),
        Some(_) => Ok(()),
    }
}
