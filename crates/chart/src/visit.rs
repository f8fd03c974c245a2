//! Visits in the diary of the practice: times, lengths, rooms. Front desk sees these and no more.

use crate::{Chart, Recorded, Refusal, condition::plain, ids::*, when::When};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A visit was planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitPlanned {
    /// The visit that later events name.
    pub visit: VisitId,
    /// When it begins.
    pub at: Timestamp,
    /// How long, in minutes.
    pub minutes: u16,
    /// With whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<StaffId>,
    /// Their name as shown.
    pub with_name: String,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceId>,
    /// Room or link, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub room: String,
    /// What it is for, in words the team reads; front desk does not; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purpose: String,
}

/// The patient arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitArrived {
    /// Which visit.
    pub visit: VisitId,
}

/// A visit took place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitHappened {
    /// The planned visit, or a new one.
    pub visit: VisitId,
    /// What it was, in words.
    pub what: String,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<When>,
    /// With whom, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub with_name: String,
    /// Where, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub where_words: String,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

/// A planned visit did not take place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitNotHeld {
    /// Which visit.
    pub visit: VisitId,
    /// Why.
    pub why: crate::therapy::NotHeld,
}

/// A visit as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Its id.
    pub id: VisitId,
    /// The latest event about it.
    pub because: EventId,
    /// When it was, or is to be.
    pub at: When,
    /// What was planned, where it was planned here.
    pub planned: Option<VisitPlanned>,
    /// True once the patient was seen at the desk.
    pub arrived: bool,
    /// What became of it.
    pub outcome: Option<Outcome>,
}

/// What became of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It took place.
    Happened(VisitHappened),
    /// It did not.
    NotHeld(crate::therapy::NotHeld),
}

fn find(visits: &mut [Visit], id: VisitId) -> Option<&mut Visit> {
    visits.iter_mut().rev().find(|visit| visit.id == id)
}

pub(crate) fn planned(visits: &mut Vec<Visit>, recorded: &Recorded, event: &VisitPlanned) {
    let visit = Visit {
        id: event.visit,
        because: recorded.id(),
        at: When::Instant(event.at),
        planned: Some(event.clone()),
        arrived: false,
        outcome: None,
    };
    match find(visits, event.visit) {
        Some(known) => *known = visit,
        None => visits.push(visit),
    }
}

pub(crate) fn arrived(visits: &mut [Visit], recorded: &Recorded, event: &VisitArrived) {
    if let Some(visit) = find(visits, event.visit) {
        visit.because = recorded.id();
        visit.arrived = true;
    }
}

pub(crate) fn happened(visits: &mut Vec<Visit>, recorded: &Recorded, event: &VisitHappened) {
    let outcome = Some(Outcome::Happened(event.clone()));
    match find(visits, event.visit) {
        Some(visit) => {
            visit.because = recorded.id();
            visit.outcome = outcome;
        }
        None => visits.push(Visit {
            id: event.visit,
            because: recorded.id(),
            at: recorded.occurred(),
            planned: None,
            arrived: false,
            outcome,
        }),
    }
}

pub(crate) fn not_held(visits: &mut [Visit], recorded: &Recorded, event: &VisitNotHeld) {
    if let Some(visit) = find(visits, event.visit) {
        visit.because = recorded.id();
        visit.outcome = Some(Outcome::NotHeld(event.why));
    }
}

pub(crate) fn decide_plan(chart: &Chart, event: &VisitPlanned) -> Result<(), Refusal> {
    if event.minutes == 0 || event.minutes > 720 {
        return plain("A visit lasts from 1 to 720 minutes. Check the number.");
    }
    match chart.visits.iter().find(|known| known.id == event.visit) {
        Some(known) if known.outcome.is_some() => plain("That visit is over, so it cannot be moved. Plan a new one."),
        _ => Ok(()),
    }
}

pub(crate) fn decide_on_open(chart: &Chart, visit: VisitId) -> Result<(), Refusal> {
    match chart.visits.iter().find(|known| known.id == visit) {
        None => plain("That visit is not in the diary any more. Open the list again."),
        Some(known) if known.outcome.is_some() => {
            plain("What became of this visit is already recorded. Correct that entry instead.")
        }
        Some(_) => Ok(()),
    }
}

pub(crate) fn decide_happen(chart: &Chart, event: &VisitHappened) -> Result<(), Refusal> {
    match chart.visits.iter().find(|known| known.id == event.visit) {
        Some(known) if known.outcome.is_some() => {
            plain("What became of this visit is already recorded. Correct that entry instead.")
        }
        _ => Ok(()),
    }
}
