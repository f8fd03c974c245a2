//! Who is asking, and what they are to the patient.

use concord_chart::{AccountId, Author, AuthorKind, ChartId, OrganisationId, PlaceId, ProxyId, StaffId, proxy::ProxyMay};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// What somebody is at the practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Prescribes and looks after medicines.
    Prescriber,
    /// Provides psychotherapy.
    Therapist,
    /// Keeps everybody in step.
    CareManager,
    /// Teaches or treats in a complementary therapy.
    ComplementaryPractitioner,
    /// Names, visits and forms.
    FrontDesk,
    /// Runs the installation; sees no clinical content.
    Administrator,
    /// The person whose chart it is.
    Patient,
    /// Somebody who may act for one patient: a parent, a guardian.
    Proxy,
}

impl Role {
    /// Every role.
    pub const ALL: &'static [Self] = &[
        Self::Prescriber,
        Self::Therapist,
        Self::CareManager,
        Self::ComplementaryPractitioner,
        Self::FrontDesk,
        Self::Administrator,
        Self::Patient,
        Self::Proxy,
    ];

    /// The role as it is shown.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Prescriber => "Prescriber",
            Self::Therapist => "Therapist",
            Self::CareManager => "Care manager",
            Self::ComplementaryPractitioner => "Complementary practitioner",
            Self::FrontDesk => "Front desk",
            Self::Administrator => "Practice admin",
            Self::Patient => "Patient",
            Self::Proxy => "Acts for a patient",
        }
    }

    /// The stored word, also printed by the demo.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Prescriber => "prescriber",
            Self::Therapist => "therapist",
            Self::CareManager => "care_manager",
            Self::ComplementaryPractitioner => "complementary_practitioner",
            Self::FrontDesk => "front_desk",
            Self::Administrator => "administrator",
            Self::Patient => "patient",
            Self::Proxy => "proxy",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.as_str() == text)
    }

    /// True for those who work at the practice.
    pub fn is_staff(&self) -> bool {
        !matches!(self, Self::Patient | Self::Proxy)
    }

    /// True for those who treat: they may be on a care team.
    pub fn treats(&self) -> bool {
        matches!(self, Self::Prescriber | Self::Therapist | Self::CareManager | Self::ComplementaryPractitioner)
    }

    /// True for those who may read whole charts of their teams.
    pub fn is_clinician(&self) -> bool {
        matches!(self, Self::Prescriber | Self::Therapist | Self::CareManager)
    }
}

/// An opened glass: a clinician outside the team reads one chart for a stated reason, for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glass {
    /// Which chart.
    pub chart: ChartId,
    /// Why, in the clinician's words; shown to the patient.
    pub reason: String,
    /// Until when.
    pub until: Timestamp,
}

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The sign-in.
    pub account: AccountId,
    /// The practice.
    pub organisation: OrganisationId,
    /// What they are at the practice.
    pub role: Role,
    /// The member of staff; `None` for patients.
    pub staff: Option<StaffId>,
    /// The own chart; for a proxy, the chart of the patient for whom they act; `None` for staff.
    pub chart: Option<ChartId>,
    /// Name as shown.
    pub name: String,
    /// Places where a member of staff works; empty means all of them for staff who treat, none for front desk.
    pub places: Vec<PlaceId>,
    /// A glass that was opened and has not run out.
    pub glass: Option<Glass>,
}

impl Subject {
    /// The author of what this person records.
    pub fn author(&self) -> Author {
        let kind = match self.role {
            Role::Patient => AuthorKind::Patient,
            Role::Proxy => AuthorKind::Proxy,
            _ => AuthorKind::Staff,
        };
        Author { kind, staff: self.staff, name: self.name.clone(), role: self.role.words().to_owned() }
    }
}

/// What the subject is to one patient. The store finds it out without opening the chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relation {
    /// Members of the practice's staff on the patient's care team.
    pub team: Vec<StaffId>,
    /// People who may act for the patient, with the last day of their right.
    pub proxies: Vec<ProxyRight>,
    /// The members, where the chart is that of a couple, family, group or team; `None` for a person's chart.
    pub unit: Option<Vec<ChartId>>,
    /// Who was a member and has left: they read nothing, and still say whether notes of their time are given out.
    pub former: Vec<ChartId>,
}

/// What somebody may see and do for a patient, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyRight {
    /// Whose: the proxy's sign-in has the same id.
    pub proxy: ProxyId,
    /// What.
    pub may: Vec<ProxyMay>,
    /// The last day; `None` where nothing ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl Relation {
    /// True when the subject is on the team.
    pub fn includes(&self, subject: &Subject) -> bool {
        subject.staff.is_some_and(|staff| self.team.contains(&staff))
    }

    /// What the subject may see and do for the patient on this day; empty for nothing.
    pub fn right_of(&self, subject: &Subject, today: Date) -> &[ProxyMay] {
        let right = self.proxies.iter().find(|right| right.proxy.0 == subject.account.0);
        right.filter(|right| right.until.is_none_or(|until| today <= until)).map_or(&[], |right| &right.may)
    }
}
