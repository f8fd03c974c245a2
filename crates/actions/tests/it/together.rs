//! A small invented practice with a couple, for the files about units and minors.

use crate::desk::{outsider, prescriber, staff, therapist};
use concord_access::{Purpose, Role, Subject};
use concord_actions::{Clinic, JointOutcome, JointPlan, NewMember, NewPatient, NewUnit, SeededIds, SetClock};
use concord_chart::{
    Chart, ChartId, SessionId,
    course_plan::ParticipantRole,
    registration::{CareRole, Demographics, TeamMember},
    unit::{Attendance, SecretsPolicy, UnitKind},
};
use concord_store::MemoryStore;
use std::{collections::BTreeMap, sync::Arc};

/// The moment at which everything begins: the middle of a working day.
pub const NOW: &str = "2026-08-20T14:00:00Z";

/// A practice with people in it.
pub struct House {
    pub clinic: Arc<Clinic>,
    pub clock: Arc<SetClock>,
    pub store: Arc<MemoryStore>,
}

impl House {
    pub fn open() -> Self {
        let store = Arc::new(MemoryStore::new());
        let clock = Arc::new(SetClock::at(NOW.parse().unwrap()));
        let clinic = Clinic::new(store.clone(), concord_knowledge::shipped(), clock.clone(), Arc::new(SeededIds::new(7)));
        Self { clinic: Arc::new(clinic), clock, store }
    }

    /// Somebody with both clinicians on the team.
    pub async fn person(&self, given: &str, family: &str, born: &str) -> ChartId {
        let member = |who: Subject, role| TeamMember { staff: who.staff, name: who.name, role };
        let team = vec![member(prescriber(), CareRole::Prescriber), member(therapist(), CareRole::Therapist)];
        let person = Demographics {
            family_name: family.into(),
            given_name: given.into(),
            birth_date: Some(born.parse().unwrap()),
            email: Some(format!("{}@example.org", given.to_lowercase())),
            ..Demographics::default()
        };
        let patient = NewPatient { record_number: String::new(), person, team, reason: "us".into() };
        let key = format!("{given} {family}");
        self.clinic.register_patient(&staff(Role::FrontDesk, 20), &key, patient).await.unwrap().0
    }

    /// The member's own sign-in.
    pub fn own(&self, chart: ChartId) -> Subject {
        let number = chart.0.as_u128();
        Subject { chart: Some(chart), ..staff(Role::Patient, number) }
    }

    pub async fn unit(&self, kind: UnitKind, members: &[ChartId]) -> ChartId {
        let role = if kind == UnitKind::Group { ParticipantRole::GroupMember } else { ParticipantRole::Partner };
        let new = NewUnit {
            kind,
            name: "Those of Tuesday".into(),
            public_name: if kind == UnitKind::Group { "Tuesday".into() } else { String::new() },
            therapy: None,
            members: members.iter().map(|chart| NewMember { chart: *chart, role }).collect(),
            with: Vec::new(),
            open: true,
            places: None,
            planned_sessions: Some(10),
        };
        self.clinic.open_new_unit(&therapist(), "unit", new).await.unwrap()
    }

    /// The rule chosen and signed by everybody, on paper.
    pub async fn agree(&self, unit: ChartId, members: &[ChartId]) {
        let (clinic, who) = (&self.clinic, therapist());
        clinic
            .choose_secrets_rule(&who, unit, "rule", SecretsPolicy::LimitedSecrets, "What one says alone stays.")
            .await
            .unwrap();
        for member in members {
            clinic.signed_on_paper(&who, unit, &format!("paper-{member}"), *member).await.unwrap();
        }
    }

    /// A session held an hour ago with everybody there.
    pub async fn session(&self, unit: ChartId, members: &[ChartId], key: &str) -> SessionId {
        let plan = JointPlan { at: "2026-08-20T13:00:00Z".parse().unwrap(), minutes: 50, place: None, topic: String::new() };
        let session = self.clinic.plan_joint_session(&therapist(), unit, key, plan).await.unwrap();
        let attendance: BTreeMap<_, _> = members.iter().map(|member| (*member, Attendance::Came)).collect();
        let outcome = JointOutcome {
            session,
            minutes: Some(50),
            attendance,
            topic: String::new(),
            techniques: vec![],
            summary: String::new(),
        };
        self.clinic.hold_joint_session(&therapist(), unit, &format!("{key}-held"), outcome).await.unwrap();
        session
    }

    pub async fn seen(&self, who: &Subject, chart: ChartId) -> Arc<Chart> {
        self.clinic.open_chart(who, chart, Purpose("test")).await.unwrap().chart
    }

    /// Whether somebody may open it at all.
    pub async fn opens(&self, who: &Subject, chart: ChartId) -> bool {
        self.clinic.open_chart(who, chart, Purpose("test")).await.is_ok()
    }

    /// A therapist who is on nobody's team.
    pub fn stranger(&self) -> Subject {
        outsider()
    }
}
