//! A small invented practice for the other files.

use concord_access::{Role, Subject};
use concord_actions::{Clinic, Entry, NewPatient, SeededIds, SetClock};
use concord_chart::{
    AccountId, ChartId, CourseId, Event, EventId, StaffId,
    medication::{DoseChanged, Dosing, Started},
    quantity::Dose,
    registration::{CareRole, Demographics, TeamMember},
};
use concord_store::MemoryStore;
use std::sync::Arc;
use uuid::Uuid;

pub const COURSE: CourseId = CourseId(Uuid::from_u128(900));

/// The practice, its clock in hand, and one patient with a prescriber and a therapist.
pub struct Practice {
    pub clinic: Arc<Clinic>,
    pub clock: Arc<SetClock>,
    pub store: Arc<MemoryStore>,
    pub chart: ChartId,
}

pub fn staff(role: Role, number: u128) -> Subject {
    let id = Uuid::from_u128(number);
    Subject {
        account: AccountId(id),
        organisation: concord_chart::OrganisationId(Uuid::from_u128(1)),
        role,
        staff: (role != Role::Patient).then_some(StaffId(id)),
        chart: None,
        name: format!("{} {number}", role.words()),
        places: vec![],
        glass: None,
    }
}

pub fn prescriber() -> Subject {
    staff(Role::Prescriber, 11)
}

pub fn therapist() -> Subject {
    staff(Role::Therapist, 12)
}

pub fn outsider() -> Subject {
    staff(Role::Therapist, 13)
}

impl Practice {
    pub async fn open() -> Self {
        let store = Arc::new(MemoryStore::new());
        let clock = Arc::new(SetClock::at("2026-08-20T14:00:00Z".parse().unwrap()));
        let clinic = Clinic::new(store.clone(), concord_knowledge::shipped(), clock.clone(), Arc::new(SeededIds::new(1)));
        let clinic = Arc::new(clinic);
        let member = |who: Subject, role| TeamMember { staff: who.staff, name: who.name, role };
        let patient = NewPatient {
            record_number: "204 517".into(),
            person: Demographics { family_name: "Delgado".into(), given_name: "Maria".into(), ..Demographics::default() },
            team: vec![member(prescriber(), CareRole::Prescriber), member(therapist(), CareRole::Therapist)],
            reason: "low mood".into(),
        };
        let (chart, _) = clinic.register_patient(&staff(Role::FrontDesk, 20), "first", patient).await.unwrap();
        let started = Entry::new(
            "start",
            Event::MedicationStarted(Started {
                course: COURSE,
                substance: Some("sertraline".into()),
                name: "Sertraline".into(),
                coding: vec![],
                dosing: mg(50),
                route: None,
                purpose: String::new(),
                prescriber: String::new(),
                from_elsewhere: false,
            }),
        );
        clinic.record(&prescriber(), chart, None, vec![started]).await.unwrap();
        Self { clinic, clock, store, chart }
    }

    pub fn patient(&self) -> Subject {
        Subject { chart: Some(self.chart), ..staff(Role::Patient, 30) }
    }
}

pub fn mg(amount: i64) -> Dosing {
    Dosing { dose: Some(Dose::mg(amount)), per_day: Some(1.into()), time_words: String::new(), as_needed: false }
}

pub fn change_to(key: &str, amount: i64) -> Entry {
    Entry::new(key, Event::DoseChanged(DoseChanged { course: COURSE, dosing: mg(amount), reason: "not enough yet".into() }))
}

pub fn id(number: u128) -> EventId {
    EventId(Uuid::from_u128(number))
}
