//! Things planned to be done, and what became of them (behavioural activation).

use super::ten;
use crate::{Chart, Recorded, Refusal, condition::plain, ids::*, when::When};
use serde::{Deserialize, Serialize};

/// Something to do was planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityPlanned {
    /// The activity that later events name.
    pub activity: ActivityId,
    /// What, in the patient's words.
    pub what: String,
    /// When.
    pub at: When,
    /// Where and with whom; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// A smaller version for a bad day; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub smaller: String,
    /// What it is good for: a value domain by its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The homework that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub homework: Option<HomeworkId>,
}

/// What became of something planned; or something done that was not planned, with a new id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityReported {
    /// Which activity.
    pub activity: ActivityId,
    /// What, where it was not planned; empty otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// True when it was done, whole or in its smaller version.
    pub done: bool,
    /// How well it was managed, 0–10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mastery: Option<u8>,
    /// How much it was enjoyed, 0–10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pleasure: Option<u8>,
    /// Mood before, 0–10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood_before: Option<u8>,
    /// Mood after, 0–10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood_after: Option<u8>,
    /// What got in the way, by its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obstacle: Option<String>,
    /// In words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// A thing to do as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Its id.
    pub id: ActivityId,
    /// The first event about it.
    pub because: EventId,
    /// What was planned; `None` for something done without a plan.
    pub planned: Option<ActivityPlanned>,
    /// When it was, or is to be.
    pub at: When,
    /// What became of it.
    pub reported: Option<(When, ActivityReported)>,
}

impl Activity {
    /// What it is, in the patient's words.
    pub fn what(&self) -> &str {
        match (&self.planned, &self.reported) {
            (Some(planned), _) => &planned.what,
            (None, Some((_, reported))) => &reported.what,
            (None, None) => "",
        }
    }
}

pub(super) fn planned(known: &mut Vec<Activity>, recorded: &Recorded, event: &ActivityPlanned) {
    match known.iter_mut().find(|activity| activity.id == event.activity) {
        Some(activity) => {
            activity.at = event.at;
            activity.planned = Some(event.clone());
        }
        None => known.push(Activity {
            id: event.activity,
            because: recorded.id(),
            planned: Some(event.clone()),
            at: event.at,
            reported: None,
        }),
    }
}

pub(super) fn reported(known: &mut Vec<Activity>, recorded: &Recorded, event: &ActivityReported) {
    let report = Some((recorded.occurred(), event.clone()));
    match known.iter_mut().find(|activity| activity.id == event.activity) {
        Some(activity) => activity.reported = report,
        None => known.push(Activity {
            id: event.activity,
            because: recorded.id(),
            planned: None,
            at: recorded.occurred(),
            reported: report,
        }),
    }
}

pub(super) fn decide_plan(event: &ActivityPlanned) -> Result<(), Refusal> {
    if event.what.trim().is_empty() {
        return plain("Say in a few words what you plan to do.");
    }
    Ok(())
}

pub(super) fn decide_report(chart: &Chart, event: &ActivityReported) -> Result<(), Refusal> {
    let known = chart.work.activities.iter().any(|activity| activity.id == event.activity);
    if !known && event.what.trim().is_empty() {
        return plain("Say in a few words what you did.");
    }
    for value in [event.mastery, event.pleasure, event.mood_before, event.mood_after] {
        ten(value)?;
    }
    Ok(())
}
