//! Who the person is, who looks after them, and when care began and ended.

use crate::{Chart, Recorded, Refusal, condition::plain, ids::*, when::When};
use serde::{Deserialize, Serialize};

/// What identifies and describes a person. Everything that is not known is absent, and shown as "not known".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demographics {
    /// Family name.
    pub family_name: String,
    /// Given names, in order.
    pub given_name: String,
    /// Date of birth, as precisely as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<When>,
    /// Sex as recorded for clinical use (`F`, `M`, or another word).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// Pronouns the person uses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pronouns: Option<String>,
    /// Languages, preferred first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Postal address on one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The place of the practice where the person is mostly seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceId>,
    /// When the person died.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub died: Option<When>,
}

/// The person was registered with the practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// The practice's number for this record, shown in the banner.
    pub record_number: String,
    /// Who the person is.
    #[serde(flatten)]
    pub person: Demographics,
}

/// A detail changed; the whole of what is now so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailsChanged {
    /// Who the person is, from now on.
    #[serde(flatten)]
    pub person: Demographics,
}

/// What somebody does for this patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CareRole {
    /// Prescribes and looks after medicines.
    Prescriber,
    /// Provides psychotherapy.
    Therapist,
    /// Keeps everybody in step (behavioural health care manager).
    CareManager,
    /// Teaches or treats in a complementary therapy.
    ComplementaryPractitioner,
    /// Advises the team without seeing the patient.
    PsychiatricConsultant,
    /// Somebody outside the practice, e.g. a family doctor.
    Outside,
}

impl CareRole {
    /// The role in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Prescriber => "prescriber",
            Self::Therapist => "therapist",
            Self::CareManager => "care manager",
            Self::ComplementaryPractitioner => "complementary practitioner",
            Self::PsychiatricConsultant => "psychiatric consultant",
            Self::Outside => "outside the practice",
        }
    }
}

/// Somebody who looks after this patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    /// The member of staff; absent for people outside the practice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<StaffId>,
    /// Name.
    pub name: String,
    /// What they do for this patient.
    pub role: CareRole,
}

/// Somebody joined the care team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamJoined {
    /// Who.
    #[serde(flatten)]
    pub member: TeamMember,
}

/// Somebody left the care team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamLeft {
    /// Who.
    pub staff: StaffId,
    /// Why, in words; may be empty.
    #[serde(default)]
    pub reason: String,
}

/// An episode of care began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpisodeOpened {
    /// What brought the person, in words.
    pub reason: String,
}

/// An episode of care ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpisodeClosed {
    /// How it ended.
    pub how: EpisodeEnd,
    /// In words; may be empty.
    #[serde(default)]
    pub words: String,
}

/// How an episode of care ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EpisodeEnd {
    /// Treatment was finished as agreed.
    Completed,
    /// The person stopped coming.
    DroppedOut,
    /// The person went elsewhere.
    Moved,
    /// The person died.
    Died,
}

/// Who the person is and who looks after them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registration {
    /// The practice's number for the record.
    pub record_number: String,
    /// The person; `None` until registered.
    pub person: Option<Demographics>,
    /// The present care team, in the order in which they joined.
    pub team: Vec<TeamMember>,
    /// When the present episode of care began; `None` when no episode is open.
    pub episode_since: Option<When>,
    /// How the last episode ended, when none is open.
    pub episode_ended: Option<(When, EpisodeEnd)>,
}

impl Registration {
    pub(crate) fn registered(&mut self, event: &Registered) {
        self.record_number.clone_from(&event.record_number);
        self.person = Some(event.person.clone());
    }

    pub(crate) fn details_changed(&mut self, event: &DetailsChanged) {
        self.person = Some(event.person.clone());
    }

    pub(crate) fn joined(&mut self, event: &TeamJoined) {
        self.team.retain(|member| member.staff.is_none() || member.staff != event.member.staff);
        self.team.push(event.member.clone());
    }

    pub(crate) fn left(&mut self, event: &TeamLeft) {
        self.team.retain(|member| member.staff != Some(event.staff));
    }

    pub(crate) fn opened(&mut self, at: When) {
        self.episode_since = Some(at);
        self.episode_ended = None;
    }

    pub(crate) fn closed(&mut self, recorded: &Recorded, event: &EpisodeClosed) {
        self.episode_since = None;
        self.episode_ended = Some((recorded.occurred(), event.how));
    }

    /// The member of the team with this role who joined last.
    pub fn member(&self, role: CareRole) -> Option<&TeamMember> {
        self.team.iter().rev().find(|member| member.role == role)
    }

    /// True when this member of staff is on the team.
    pub fn has(&self, staff: StaffId) -> bool {
        self.team.iter().any(|member| member.staff == Some(staff))
    }
}

pub(crate) fn decide_register(chart: &Chart, event: &Registered) -> Result<(), Refusal> {
    if chart.registration.person.is_some() {
        return plain("This record already belongs to a registered person. Change their details instead.");
    }
    decide_person(&event.person)
}

pub(crate) fn decide_person(person: &Demographics) -> Result<(), Refusal> {
    if person.family_name.trim().is_empty() && person.given_name.trim().is_empty() {
        return plain("A record needs a name. Write the family name or the given name.");
    }
    Ok(())
}

pub(crate) fn decide_leave(chart: &Chart, event: &TeamLeft) -> Result<(), Refusal> {
    if chart.registration.has(event.staff) {
        return Ok(());
    }
    plain("That person is not on the care team, so they cannot leave it.")
}
