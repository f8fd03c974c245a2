//! Part of a record goes to somebody outside the practice: what was asked for, who consented, what went out.
//!
//! One person's record leaves with that person's consent. The record of a couple, family or group belongs to several
//! people: it leaves with the consent of every member who decides alone, those who have left included, and only what was
//! written for all of them. Each consent is given to one release (this recipient, this purpose, this scope) and to no
//! other.

use crate::{Chart, Event, Recorded, Refusal, condition::plain, ids::*, unit::UnitKind, when::When};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Somebody outside asked for part of a record, or its owner asked for it to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseAsked {
    /// The release that later events name.
    pub release: ReleaseId,
    /// Who gets it.
    pub to: String,
    /// Their address; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// What for.
    pub purpose: String,
    /// Which parts of the record, and no other.
    pub parts: Vec<ReleasePart>,
    /// The first day of what is given out; everything up to the last day where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day of what is given out; up to the day of asking where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_day: Option<Date>,
}

/// Parts of a record that can be given out. Psychotherapy notes and what was told alone are not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleasePart {
    /// Of one person: conditions and the plan with its goals.
    Plan,
    /// Of one person: current medicines, earlier ones, allergies, side effects.
    Medicines,
    /// Of one person: courses of therapy and complementary practice, with signed session notes.
    Therapy,
    /// Of one person: questionnaires.
    Measures,
    /// Of one person: laboratory results and vital signs.
    Checks,
    /// Of one person: the safety plan.
    SafetyPlan,
    /// Of one person: visits.
    Visits,
    /// Of a unit: the dates of its sessions, without anybody's attendance.
    JointDates,
    /// Of a unit: goals, tasks and the measure that all count together.
    JointGoals,
    /// Of a unit: summaries and joint notes.
    JointNotes,
}

impl ReleasePart {
    /// Parts of one person's record, for a form.
    pub const OF_A_PERSON: &'static [Self] =
        &[Self::Plan, Self::Medicines, Self::Therapy, Self::Measures, Self::Checks, Self::SafetyPlan, Self::Visits];
    /// Parts of a unit's record, for a form.
    pub const OF_A_UNIT: &'static [Self] = &[Self::JointDates, Self::JointGoals, Self::JointNotes];

    /// The stored word.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Medicines => "medicines",
            Self::Therapy => "therapy",
            Self::Measures => "measures",
            Self::Checks => "checks",
            Self::SafetyPlan => "safety_plan",
            Self::Visits => "visits",
            Self::JointDates => "joint_dates",
            Self::JointGoals => "joint_goals",
            Self::JointNotes => "joint_notes",
        }
    }

    /// In words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Plan => "conditions, plan and goals",
            Self::Medicines => "medicines, allergies and side effects",
            Self::Therapy => "courses of therapy and practice, with signed session notes",
            Self::Measures => "questionnaires and their totals",
            Self::Checks => "laboratory results and vital signs",
            Self::SafetyPlan => "the safety plan",
            Self::Visits => "visits",
            Self::JointDates => "dates of joint sessions",
            Self::JointGoals => "joint goals, tasks and the shared measure",
            Self::JointNotes => "summaries and joint notes",
        }
    }
}

/// One person consented to a release, or took the consent back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseConsented {
    /// Which.
    pub release: ReleaseId,
    /// Whose consent, by their own record.
    pub member: ChartId,
    /// True for a consent; false when it was refused or taken back.
    pub on: bool,
    /// How it is known: on paper and seen by whom, said in the session.
    pub how: String,
    /// The last day on which it holds; absent where none was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// What was asked for left the practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseGiven {
    /// Which.
    pub release: ReleaseId,
    /// How: handed over, sent by post.
    pub how: String,
}

/// A consent as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Since when.
    pub at: When,
    /// Who noted it.
    pub by: String,
    /// What was noted.
    pub what: ReleaseConsented,
}

/// A release as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The event in which it was asked for.
    pub id: EventId,
    /// When.
    pub at: When,
    /// Who wrote it down.
    pub by: String,
    /// What was asked for.
    pub what: ReleaseAsked,
    /// The latest word of each person who was asked.
    pub consents: BTreeMap<ChartId, Consent>,
    /// Each time it was given out: when, by whom, how.
    pub given: Vec<(When, String, ReleaseGiven)>,
}

impl Release {
    /// True when this person consents on this day.
    pub fn has_consent_of(&self, member: ChartId, today: Date) -> bool {
        self.consents.get(&member).is_some_and(|consent| consent.what.on && consent.what.until.is_none_or(|last| today <= last))
    }

    /// True when a part was asked for.
    pub fn covers(&self, part: ReleasePart) -> bool {
        self.what.parts.contains(&part)
    }
}

impl Chart {
    /// Whose consent a release of this record needs: the person's own; of a unit, that of everybody who decides alone,
    /// present and former.
    pub fn consent_needed(&self) -> Vec<ChartId> {
        match &self.unit {
            None => vec![self.id],
            Some(unit) => {
                let former = unit.former.iter().map(|(_, member)| member);
                unit.members.iter().chain(former).filter(|member| member.decides_alone).map(|member| member.chart).collect()
            }
        }
    }

    /// The release with this id.
    pub fn release(&self, id: ReleaseId) -> Option<&Release> {
        self.releases.iter().find(|release| release.what.release == id)
    }

    /// Whose consent is still missing on a day. `None` where nobody is there who could give it: then nothing leaves.
    pub fn consent_missing(&self, release: &Release, today: Date) -> Option<Vec<ChartId>> {
        let needed = self.consent_needed();
        if needed.is_empty() {
            return None;
        }
        Some(needed.into_iter().filter(|member| !release.has_consent_of(*member, today)).collect())
    }

    /// True when everybody who has to consents on this day.
    pub fn may_be_given(&self, release: &Release, today: Date) -> bool {
        self.consent_missing(release, today).is_some_and(|missing| missing.is_empty())
    }
}

pub(crate) fn apply(releases: &mut Vec<Release>, recorded: &Recorded) {
    let (at, by) = (recorded.occurred(), recorded.author().name.clone());
    match recorded.event() {
        Event::ReleaseAsked(event) => {
            releases.retain(|known| known.what.release != event.release);
            releases.push(Release {
                id: recorded.id(),
                at,
                by,
                what: event.clone(),
                consents: BTreeMap::new(),
                given: Vec::new(),
            });
        }
        Event::ReleaseConsented(event) => {
            if let Some(release) = releases.iter_mut().find(|known| known.what.release == event.release) {
                release.consents.insert(event.member, Consent { at, by, what: event.clone() });
            }
        }
        Event::ReleaseGiven(event) => {
            if let Some(release) = releases.iter_mut().find(|known| known.what.release == event.release) {
                release.given.push((at, by, event.clone()));
            }
        }
        _ => {}
    }
}

pub(crate) fn decide(chart: &Chart, event: &Event, today: Date) -> Result<(), Refusal> {
    match event {
        Event::ReleaseAsked(event) => decide_ask(chart, event),
        Event::ReleaseConsented(event) => decide_consent(chart, event),
        Event::ReleaseGiven(event) => decide_give(chart, event, today),
        _ => Ok(()),
    }
}

/// Consents were given to exactly what was asked for, and would go over to a request that is changed under them.
pub(crate) fn may_be_corrected(event: &Event) -> Result<(), Refusal> {
    match event {
        Event::ReleaseAsked(_) => plain(
            "A request for a release is not corrected, since consents were given to it as it stands. Retract it and write a new one.",
        ),
        _ => Ok(()),
    }
}

fn decide_ask(chart: &Chart, event: &ReleaseAsked) -> Result<(), Refusal> {
    if event.to.trim().is_empty() || event.purpose.trim().is_empty() {
        return plain("Write who gets it and what for.");
    }
    if event.parts.is_empty() {
        return plain("Choose at least one part of the record. An empty list means nothing.");
    }
    if event.from.zip(event.to_day).is_some_and(|(from, to)| to < from) {
        return plain("The last day lies before the first one.");
    }
    let possible = match &chart.unit {
        Some(unit) if unit.what.kind == UnitKind::ConsultationTeam => {
            return plain("A consultation team's record is no patient's record; nothing of it is given out.");
        }
        Some(_) => ReleasePart::OF_A_UNIT,
        None => ReleasePart::OF_A_PERSON,
    };
    if event.parts.iter().any(|part| !possible.contains(part)) {
        return plain("One of these parts does not belong to this record. Open the page again.");
    }
    Ok(())
}

fn decide_consent(chart: &Chart, event: &ReleaseConsented) -> Result<(), Refusal> {
    known(chart, event.release)?;
    if !chart.consent_needed().contains(&event.member) {
        return plain("Their consent is not asked for this release.");
    }
    if event.how.trim().is_empty() {
        return plain("Write how it is known: on paper and seen by you, said in the session.");
    }
    Ok(())
}

fn decide_give(chart: &Chart, event: &ReleaseGiven, today: Date) -> Result<(), Refusal> {
    let release = known(chart, event.release)?;
    if event.how.trim().is_empty() {
        return plain("Write how it was given out: handed over, sent by post.");
    }
    if chart.may_be_given(release, today) {
        return Ok(());
    }
    plain("A consent is missing, has ended or was taken back. Nothing leaves before everybody who has to has consented.")
}

fn known(chart: &Chart, release: ReleaseId) -> Result<&Release, Refusal> {
    chart.release(release).ok_or_else(|| Refusal::new("That release is not on this record any more. Open the page again."))
}
