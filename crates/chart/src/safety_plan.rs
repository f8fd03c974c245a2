//! The safety plan in six steps (Stanley and Brown), in the patient's words, with all its versions.

use crate::{Recorded, Refusal, condition::plain, ids::*, when::When};
use serde::{Deserialize, Serialize};

/// A safety plan was written, or written anew. Older versions stay readable.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanWritten {
    /// 1: signs that a crisis may be coming.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warning_signs: Vec<String>,
    /// 2: what I can do alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub coping_alone: Vec<String>,
    /// 3: people and places that take my mind off it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub distraction: Vec<Contact>,
    /// 4: people whom I can ask for help.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Contact>,
    /// 5: professionals and services.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub professionals: Vec<Contact>,
    /// 6: how the surroundings are made safer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub safer_surroundings: Vec<String>,
    /// What I stay for; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason_to_stay: String,
    /// With whom it was written; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub written_with: String,
    /// When it is to be looked at again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_on: Option<jiff::civil::Date>,
}

/// Somebody to turn to, or a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    /// Who or where.
    pub name: String,
    /// Telephone; empty where there is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// In the patient's words; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// The plan was looked at again and stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanReviewed {
    /// The version that was looked at.
    pub plan: EventId,
    /// What was said; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// A version of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanVersion {
    /// The event.
    pub id: EventId,
    /// Since when.
    pub at: When,
    /// Who wrote it down.
    pub by: String,
    /// What it says.
    pub what: PlanWritten,
    /// When it was looked at again, by whom, with what words; in order of time.
    pub reviewed: Vec<(When, String, String)>,
}

impl PlanVersion {
    /// When it was last written or looked at.
    pub fn last_looked_at(&self) -> When {
        self.reviewed.last().map_or(self.at, |(at, ..)| *at)
    }
}

impl PlanWritten {
    /// True when nothing is in any of the six steps.
    pub fn is_empty(&self) -> bool {
        let lists = [&self.warning_signs, &self.coping_alone, &self.safer_surroundings];
        let contacts = [&self.distraction, &self.people, &self.professionals];
        lists.iter().all(|list| list.iter().all(|line| line.trim().is_empty()))
            && contacts.iter().all(|list| list.iter().all(|contact| contact.name.trim().is_empty()))
    }
}

pub(crate) fn written(versions: &mut Vec<PlanVersion>, recorded: &Recorded, event: &PlanWritten) {
    let by = recorded.author().name.clone();
    let version = PlanVersion { id: recorded.id(), at: recorded.occurred(), by, what: event.clone(), reviewed: Vec::new() };
    versions.push(version);
}

pub(crate) fn reviewed(versions: &mut [PlanVersion], recorded: &Recorded, event: &PlanReviewed) {
    if let Some(version) = versions.iter_mut().find(|version| version.id == event.plan) {
        version.reviewed.push((recorded.occurred(), recorded.author().name.clone(), event.words.clone()));
    }
}

pub(crate) fn decide_write(event: &PlanWritten) -> Result<(), Refusal> {
    if event.is_empty() {
        return plain("The plan is empty. One line in one step is enough to keep it.");
    }
    Ok(())
}

pub(crate) fn decide_review(versions: &[PlanVersion], event: &PlanReviewed) -> Result<(), Refusal> {
    match versions.last() {
        Some(latest) if latest.id == event.plan => Ok(()),
        _ => plain("The plan was written anew in the meantime. Open it again."),
    }
}
