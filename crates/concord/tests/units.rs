//! What leaves the house about people who are treated together: each one's own record, and nobody else in it.
#![allow(clippy::unwrap_used)]

use concord::commands::export::{Format, export, find};
use concord_access::{Role, Subject};
use concord_actions::{Clinic, JointOutcome, JointPlan, NewMember, NewPatient, NewUnit, SeededIds, SetClock};
use concord_chart::{
    AccountId, ChartId, OrganisationId, StaffId,
    course_plan::ParticipantRole,
    registration::{CareRole, Demographics, TeamMember},
    unit::{Attendance, SecretsPolicy, UnitKind},
};
use concord_store::MemoryStore;
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

fn therapist() -> Subject {
    let id = Uuid::from_u128(12);
    Subject {
        account: AccountId(id),
        organisation: OrganisationId(Uuid::from_u128(1)),
        role: Role::Therapist,
        staff: Some(StaffId(id)),
        chart: None,
        name: "Ruth Lindgren".into(),
        places: vec![],
        glass: None,
    }
}

async fn person(clinic: &Clinic, given: &str, family: &str) -> ChartId {
    let desk = Subject { role: Role::FrontDesk, ..therapist() };
    let patient = NewPatient {
        record_number: String::new(),
        person: Demographics { family_name: family.into(), given_name: given.into(), ..Demographics::default() },
        team: vec![TeamMember { staff: therapist().staff, name: therapist().name, role: CareRole::Therapist }],
        reason: "skills".into(),
    };
    clinic.register_patient(&desk, given, patient).await.unwrap().0
}

/// A group with one session behind it.
async fn group(clinic: &Clinic, members: &[ChartId]) -> ChartId {
    let who = therapist();
    let new = NewUnit {
        kind: UnitKind::Group,
        name: "Skills, Tuesdays".into(),
        public_name: "Tuesday".into(),
        therapy: None,
        members: members.iter().map(|chart| NewMember { chart: *chart, role: ParticipantRole::GroupMember }).collect(),
        with: vec![],
        open: true,
        places: Some(8),
        planned_sessions: None,
    };
    let unit = clinic.open_new_unit(&who, "group", new).await.unwrap();
    clinic.choose_secrets_rule(&who, unit, "rule", SecretsPolicy::NoSecrets, "What is said here stays here.").await.unwrap();
    for member in members {
        clinic.signed_on_paper(&who, unit, &member.to_string(), *member).await.unwrap();
    }
    let plan = JointPlan { at: "2026-11-20T15:00:00Z".parse().unwrap(), minutes: 90, place: None, topic: "mindfulness".into() };
    let session = clinic.plan_joint_session(&who, unit, "s", plan).await.unwrap();
    let attendance: BTreeMap<_, _> = members.iter().map(|member| (*member, Attendance::Came)).collect();
    let (topic, summary) = ("mindfulness".to_owned(), "A full room.".to_owned());
    let outcome = JointOutcome { session, minutes: None, attendance, topic, techniques: vec![], summary };
    clinic.hold_joint_session(&who, unit, "held", outcome).await.unwrap();
    unit
}

#[tokio::test]
async fn a_members_record_leaves_without_the_others_and_a_groups_record_does_not_leave() {
    let clock = SetClock::at("2026-11-22T15:00:00Z".parse().unwrap());
    let store = Arc::new(MemoryStore::new());
    let clinic = Clinic::new(store, concord_knowledge::shipped(), Arc::new(clock), Arc::new(SeededIds::new(1)));
    let (ada, bela) = (person(&clinic, "Ada", "Brandt").await, person(&clinic, "Bela", "Castillo").await);
    let unit = group(&clinic, &[ada, bela]).await;
    for format in [Format::Fhir, Format::Csv, Format::Pdf] {
        let text = export(&clinic, ada, format).await.unwrap().text;
        assert!(text.contains("Brandt"), "her own name is on her own record");
        for other in ["Bela", "Castillo", &bela.to_string(), "A full room.", "Skills, Tuesdays"] {
            assert!(!text.contains(other), "{other} leaves with somebody else’s record");
        }
        let refused = export(&clinic, unit, format).await.unwrap_err().to_string();
        assert!(refused.contains("belongs to several people"), "{refused}");
    }
    assert!(find(&clinic, "Skills").await.is_err(), "a unit has no record number to be found by");
}
