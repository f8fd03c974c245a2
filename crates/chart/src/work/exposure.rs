//! Steps of exposure and their trials. What is looked for is that an expectation did not come true; that fear goes
//! down is welcome and not required.

use super::{Readers, percent};
use crate::{Chart, Recorded, Refusal, condition::plain, ids::*, when::When};
use serde::{Deserialize, Serialize};

/// A step of the ladder was set, or set anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemSet {
    /// The step that later events name.
    pub item: ExposureItemId,
    /// The course that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<CourseId>,
    /// What is faced.
    pub situation: String,
    /// Distress expected, 0–100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_distress: Option<u8>,
    /// What is feared to happen; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub feared_outcome: String,
    /// What is to be left out while facing it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub safety_behaviours: Vec<String>,
    /// True when it was taken off the ladder.
    #[serde(default)]
    pub dropped: bool,
}

/// A step was tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// Which step.
    pub item: ExposureItemId,
    /// How likely the feared outcome seemed before, 0–100 %.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expectancy_before: Option<u8>,
    /// How likely it seems now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expectancy_after: Option<u8>,
    /// Distress at the start, 0–100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<u8>,
    /// Highest distress.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peak: Option<u8>,
    /// Distress at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<u8>,
    /// Minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
    /// Whether the feared outcome happened; absent when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feared_outcome_happened: Option<bool>,
    /// Whether safety behaviours were left out; absent when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_prevention_kept: Option<bool>,
    /// What was learnt; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub learnt: String,
    /// The homework that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub homework: Option<HomeworkId>,
    /// Who may read it.
    #[serde(default)]
    pub readers: Readers,
}

impl Tried {
    pub(crate) fn without_words(&self) -> Self {
        Self {
            item: self.item,
            expectancy_before: None,
            expectancy_after: None,
            start: None,
            peak: None,
            end: None,
            minutes: self.minutes,
            feared_outcome_happened: None,
            response_prevention_kept: None,
            learnt: String::new(),
            homework: self.homework,
            readers: self.readers.clone(),
        }
    }
}

/// A step as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExposureItem {
    /// Its id.
    pub id: ExposureItemId,
    /// The event that set it last.
    pub because: EventId,
    /// What was set.
    pub what: ItemSet,
    /// Trials in order of time.
    pub tried: Vec<(EventId, When, Tried)>,
}

pub(super) fn set(known: &mut Vec<ExposureItem>, recorded: &Recorded, event: &ItemSet) {
    match known.iter_mut().find(|item| item.id == event.item) {
        Some(item) => {
            item.because = recorded.id();
            item.what = event.clone();
        }
        None => known.push(ExposureItem { id: event.item, because: recorded.id(), what: event.clone(), tried: Vec::new() }),
    }
}

pub(super) fn tried(known: &mut [ExposureItem], recorded: &Recorded, event: &Tried) {
    if let Some(item) = known.iter_mut().find(|item| item.id == event.item) {
        item.tried.push((recorded.id(), recorded.occurred(), event.clone()));
    }
}

pub(super) fn decide_set(event: &ItemSet) -> Result<(), Refusal> {
    if event.situation.trim().is_empty() {
        return plain("Say in a few words what is to be faced.");
    }
    percent(event.expected_distress)
}

pub(super) fn decide_try(chart: &Chart, event: &Tried) -> Result<(), Refusal> {
    if !chart.work.exposure.iter().any(|item| item.id == event.item) {
        return plain("That step is not on the ladder any more. Open the page again.");
    }
    for value in [event.expectancy_before, event.expectancy_after, event.start, event.peak, event.end] {
        percent(value)?;
    }
    Ok(())
}
