//! An invented practice: three patients, everybody who works there, and a clock that stands still.

use concord_access::{Role, Subject};
use concord_actions::{Clinic, Entry, NewPatient, Place, PracticeSettings, SeededIds, SetClock};
use concord_chart::{
    AccountId, ChartId, CourseId, Event, EventId, GoalId, HomeworkId, InstrumentId, SessionId, StaffId, VisitId, When,
    decision::{Arm, DecisionMade},
    diary::{MoodEntered, SleepEntered},
    goal::GoalSet,
    life_event::{Feel, Noted},
    measurement::Measured,
    medication::{DoseChanged, DoseMissed, DoseTaken, Dosing, KnownFrom, PlannedStep, Started, StepsPlanned},
    plan::{PlanPart, PlanRevised},
    practice,
    quantity::{Dose, Quantity},
    questionnaire,
    registration::{CareRole, Demographics, TeamMember},
    side_effect, therapy,
    visit::VisitPlanned,
};
use concord_engines::escalation::{Rules, Signed};
use concord_store::{Account, MemoryStore, Session, Store};
use concord_web::app::{App, Shared};
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, date},
    tz::TimeZone,
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

pub const SERTRALINE: CourseId = CourseId(Uuid::from_u128(901));
pub const CBT: CourseId = CourseId(Uuid::from_u128(902));
pub const MINDFULNESS: CourseId = CourseId(Uuid::from_u128(903));
pub const PLANNED_SESSION: SessionId = SessionId(Uuid::from_u128(950));
pub const HOMEWORK: HomeworkId = HomeworkId(Uuid::from_u128(960));
pub const GOAL: GoalId = GoalId(Uuid::from_u128(970));
pub const VISIT: VisitId = VisitId(Uuid::from_u128(980));
pub const REPORT: EventId = EventId(Uuid::from_u128(990));
pub const CONDITION: EventId = EventId(Uuid::from_u128(991));

/// 13:40 on Thursday 20 August where the practice is.
pub const NOW: &str = "2026-08-20T17:40:00Z";

pub struct Practice {
    pub clinic: Arc<Clinic>,
    pub store: Arc<MemoryStore>,
    pub app: Shared,
    /// The one with everything on it.
    pub maria: ChartId,
    /// Same team, little on it.
    pub noor: ChartId,
    /// Nobody's patient here.
    pub june: ChartId,
}

pub fn person(role: Role, number: u128, name: &str) -> Subject {
    let id = Uuid::from_u128(number);
    Subject {
        account: AccountId(id),
        organisation: concord_chart::OrganisationId(Uuid::from_u128(1)),
        role,
        staff: (role != Role::Patient).then_some(StaffId(id)),
        chart: None,
        name: name.to_owned(),
        places: Vec::new(),
        glass: None,
    }
}

pub fn prescriber() -> Subject {
    person(Role::Prescriber, 11, "Dr Amara Osei")
}
pub fn therapist() -> Subject {
    person(Role::Therapist, 12, "Ruth Lindgren")
}
pub fn care_manager() -> Subject {
    person(Role::CareManager, 13, "Ben Achebe")
}
pub fn teacher() -> Subject {
    person(Role::ComplementaryPractitioner, 14, "Kei Tanaka")
}
pub fn outsider() -> Subject {
    person(Role::Therapist, 15, "Tomas Hale")
}
pub fn desk() -> Subject {
    person(Role::FrontDesk, 16, "Priya Nair")
}
pub fn administrator() -> Subject {
    person(Role::Administrator, 17, "Sam Whitaker")
}

fn day(number: i64) -> Date {
    date(2026, 6, 1).checked_add(jiff::Span::new().days(number)).unwrap()
}

pub fn dosing(mg: i64, time: &str) -> Dosing {
    Dosing { dose: Some(Dose::mg(mg)), per_day: Some(1.into()), time_words: time.into(), as_needed: false }
}

impl Practice {
    pub async fn open() -> Self {
        let store = Arc::new(MemoryStore::new());
        let clock = Arc::new(SetClock::at(NOW.parse().unwrap()));
        let clinic = Arc::new(Clinic::new(store.clone(), concord_knowledge::shipped(), clock, Arc::new(SeededIds::new(1))));
        clinic.save_practice(settings()).await.unwrap();
        let members = [prescriber(), therapist(), care_manager(), teacher(), outsider(), desk(), administrator()];
        store.put_accounts(members.iter().map(account).collect()).await.unwrap();
        let maria = register(&clinic, "maria", "Delgado", "Maria", "1988-03-14", true).await;
        let noor = register(&clinic, "noor", "Haddad", "Noor", "1996-09-02", true).await;
        let june = register(&clinic, "june", "Whitlock", "June", "1959-04-03", false).await;
        let own = |chart, number, name| Subject { chart: Some(chart), ..person(Role::Patient, number, name) };
        store
            .put_accounts(vec![account(&own(maria, 31, "Maria Delgado")), account(&own(noor, 32, "Noor Haddad"))])
            .await
            .unwrap();
        let app = App::new(clinic.clone(), false);
        let practice = Self { clinic, store, app, maria, noor, june };
        practice.fill().await;
        practice
    }

    /// The patient of the chart with everything on it.
    pub fn patient(&self) -> Subject {
        Subject { chart: Some(self.maria), ..person(Role::Patient, 31, "Maria Delgado") }
    }

    /// Another patient.
    pub fn other_patient(&self) -> Subject {
        Subject { chart: Some(self.noor), ..person(Role::Patient, 32, "Noor Haddad") }
    }

    /// A session for somebody; the answer is the value of the cookie.
    pub async fn sign_in(&self, who: &Subject) -> String {
        let secret = format!("secret-of-{}", who.account);
        let now: Timestamp = NOW.parse().unwrap();
        let session = Session {
            id_hash: hex::encode(Sha256::digest(secret.as_bytes())),
            account: who.account,
            created: now,
            seen: now,
            state: "{}".to_owned(),
        };
        self.store.put_session(session).await.unwrap();
        secret
    }

    pub async fn head(&self, chart: ChartId) -> u64 {
        self.store.head(self.clinic.organisation(), chart).await.unwrap()
    }

    pub async fn lines(&self, chart: ChartId) -> usize {
        self.store.access_lines(self.clinic.organisation(), Some(chart), 100_000).await.unwrap().len()
    }

    async fn add(&self, who: &Subject, chart: ChartId, entries: Vec<Entry>) {
        self.clinic.record(who, chart, None, entries).await.unwrap();
    }

    /// Twelve weeks of sertraline, CBT and mindfulness.
    async fn fill(&self) {
        let (doctor, therapist, patient) = (prescriber(), therapist(), self.patient());
        self.add(&doctor, self.maria, medicine()).await;
        self.add(&therapist, self.maria, therapy_course()).await;
        self.add(&teacher(), self.maria, practice_course()).await;
        self.add(&patient, self.maria, own_entries()).await;
        self.add(&care_manager(), self.maria, around()).await;
        for (index, scores) in PHQ9.iter().enumerate() {
            let number = index as i64 * 14;
            self.add(&patient, self.maria, vec![answered(&format!("phq-{index}"), day(number), scores)]).await;
        }
        let report = side_effect::Reported {
            words: "foggy and sleepy after lunch".into(),
            course: Some(SERTRALINE),
            burden: 4,
            since: Some(When::Day(day(70))),
            effect: "missed a walk".into(),
            told_to: "Ruth Lindgren in session".into(),
            owner: doctor.staff,
            answer_by: Some("2026-08-20T20:00:00Z".parse().unwrap()),
            ..side_effect::Reported::default()
        };
        self.add(
            &therapist,
            self.maria,
            vec![Entry::new("report", Event::SideEffectReported(report)).with_id(REPORT).at(day(78))],
        )
        .await;
    }
}

/// Item by item; the last one moves against the total.
const PHQ9: [[u8; 9]; 6] = [
    [3, 3, 2, 2, 2, 2, 2, 2, 0],
    [3, 3, 2, 2, 2, 2, 2, 1, 0],
    [2, 2, 2, 2, 2, 2, 2, 1, 0],
    [2, 2, 2, 2, 2, 2, 1, 1, 0],
    [2, 2, 1, 1, 2, 1, 1, 1, 0],
    [1, 1, 1, 1, 1, 1, 1, 0, 1],
];

fn settings() -> PracticeSettings {
    let place = |id: &str, name: &str| Place { id: id.into(), name: name.to_owned(), phone: "555 0100".to_owned() };
    PracticeSettings {
        name: "Three Rivers".to_owned(),
        places: vec![place("riverside", "Riverside"), place("old-mill", "Old Mill")],
        invented: true,
        safety: Rules { signed: Some(signed()), ..Rules::default() },
        ..PracticeSettings::default()
    }
}

/// What happens out of hours, so that questions about safety are sent to patients.
fn signed() -> Signed {
    let words = "The person on call reads such an answer within 15 minutes and calls back.".to_owned();
    Signed { words, by: administrator().name, at: NOW.parse().unwrap() }
}

pub fn account(who: &Subject) -> Account {
    Account {
        id: who.account,
        organisation: who.organisation,
        login: who.name.to_lowercase().replace(' ', "."),
        name: who.name.clone(),
        role: who.role,
        staff: who.staff,
        chart: who.chart,
        places: Vec::new(),
        password: String::new(),
        open: true,
        settings: "{}".to_owned(),
    }
}

async fn register(clinic: &Clinic, key: &str, family: &str, given: &str, born: &str, ours: bool) -> ChartId {
    let member = |who: Subject, role| TeamMember { staff: who.staff, name: who.name, role };
    let team = if ours {
        vec![
            member(prescriber(), CareRole::Prescriber),
            member(therapist(), CareRole::Therapist),
            member(care_manager(), CareRole::CareManager),
            member(teacher(), CareRole::ComplementaryPractitioner),
        ]
    } else {
        Vec::new()
    };
    let person = Demographics {
        family_name: family.into(),
        given_name: given.into(),
        birth_date: Some(born.parse().unwrap()),
        pronouns: Some("she / her".into()),
        languages: vec!["Spanish".into(), "English".into()],
        place: Some("riverside".into()),
        ..Demographics::default()
    };
    let patient = NewPatient { record_number: String::new(), person, team, reason: "low mood".into() };
    clinic.register_patient(&desk(), key, patient).await.unwrap().0
}

fn medicine() -> Vec<Entry> {
    let started = Started {
        course: SERTRALINE,
        substance: Some("sertraline".into()),
        name: "Sertraline".into(),
        coding: Vec::new(),
        dosing: dosing(25, ""),
        route: None,
        purpose: "low mood and worry".into(),
        prescriber: "Dr Amara Osei".into(),
        from_elsewhere: false,
    };
    let change = |key: &str, at: i64, mg: i64, time: &str, why: &str| {
        let changed = DoseChanged { course: SERTRALINE, dosing: dosing(mg, time), reason: why.into() };
        Entry::new(key, Event::DoseChanged(changed)).at(day(at))
    };
    let step = PlannedStep { from: day(112), dosing: dosing(100, "at night"), only_if: Some("PHQ-9 over 9".into()) };
    vec![
        Entry::new("sertraline", Event::MedicationStarted(started)).at(day(0)),
        change("to 50", 7, 50, "", "first step"),
        change("to 100", 28, 100, "", "less than hoped for at week 4"),
        change("to 75", 42, 75, "at night", "foggy afternoons"),
        Entry::new("steps", Event::StepsPlanned(StepsPlanned::plain(SERTRALINE, vec![step]))).at(day(78)),
    ]
}

fn therapy_course() -> Vec<Entry> {
    let zone = TimeZone::get("America/New_York").unwrap();
    let at = |number: i64| When::Instant(day(number).at(15, 0, 0, 0).to_zoned(zone.clone()).unwrap().timestamp());
    let started = therapy::Started {
        course: CBT,
        therapy: Some("cbt".into()),
        name: "CBT".into(),
        planned_sessions: Some(13),
        every_days: Some(7),
        therapist: therapist().staff,
        therapist_name: therapist().name,
        aim: "to think straight and have tools".into(),
    };
    let mut entries = vec![Entry::new("cbt", Event::TherapyStarted(started)).at(day(1))];
    for number in 0..10_u128 {
        let session = SessionId(Uuid::from_u128(1000 + number));
        let held = therapy::SessionHeld {
            course: CBT,
            session,
            minutes: Some(50),
            format: therapy::Format::Individual,
            summary: if number == 9 { "Steady week. Next: a written plan for hard days.".into() } else { String::new() },
            interventions: vec!["thought record".into()],
        };
        let when = 9 + number as i64 * 7;
        let homework = HomeworkId(Uuid::from_u128(2000 + number));
        let set = therapy::HomeworkSet {
            course: CBT,
            homework,
            session: Some(session),
            task: "Thought record, 3 entries".into(),
            due: None,
            form: None,
            times: None,
        };
        let done = therapy::HomeworkReported {
            course: CBT,
            homework,
            done_percent: if number == 4 { 0 } else { 100 },
            could_not: if number == 4 { "too foggy".into() } else { String::new() },
            obstacle: None,
        };
        entries.push(Entry::new(format!("held-{number}"), Event::SessionHeld(held)).at(at(when)));
        entries.push(Entry::new(format!("set-{number}"), Event::HomeworkSet(set)).at(at(when)));
        entries.push(Entry::new(format!("done-{number}"), Event::HomeworkReported(done)).at(day(when + 6)));
    }
    let planned = therapy::SessionPlanned {
        course: CBT,
        session: PLANNED_SESSION,
        at: "2026-08-20T19:00:00Z".parse().unwrap(),
        minutes: 50,
        place: Some("riverside".into()),
        format: therapy::Format::Individual,
    };
    entries.push(Entry::new("planned", Event::SessionPlanned(planned)).at(day(75)));
    let open = therapy::HomeworkSet {
        course: CBT,
        homework: HOMEWORK,
        session: None,
        task: "A walk, twice".into(),
        due: Some(day(84)),
        form: None,
        times: None,
    };
    entries.push(Entry::new("open homework", Event::HomeworkSet(open)).at(day(75)));
    entries
}

fn practice_course() -> Vec<Entry> {
    let started = practice::Started {
        course: MINDFULNESS,
        practice: Some("mindfulness".into()),
        name: "Mindfulness".into(),
        planned_classes: Some(8),
        aim_minutes_week: Some(60),
        practitioner: teacher().staff,
        practitioner_name: teacher().name,
        aim: "sleep".into(),
    };
    let mut entries = vec![Entry::new("mindfulness", Event::PracticeStarted(started)).at(day(21))];
    for number in 0..7_i64 {
        let attended = practice::ClassAttended { course: MINDFULNESS, minutes: Some(60) };
        entries.push(Entry::new(format!("class-{number}"), Event::ClassAttended(attended)).at(day(22 + number * 7)));
        let minutes = practice::Practised { course: MINDFULNESS, on: day(24 + number * 7), minutes: 45 };
        entries.push(Entry::new(format!("minutes-{number}"), Event::Practised(minutes)).at(day(24 + number * 7)));
    }
    entries
}

fn own_entries() -> Vec<Entry> {
    let mut entries = Vec::new();
    for number in 0..80_i64 {
        let on = day(number);
        let event = if number % 13 == 5 {
            Event::DoseMissed(DoseMissed { course: SERTRALINE, on, reason: "forgot".into(), known_from: KnownFrom::PatientTick })
        } else {
            Event::DoseTaken(DoseTaken { course: SERTRALINE, on, at: None, known_from: KnownFrom::PatientTick })
        };
        entries.push(Entry::new(format!("dose-{number}"), event).at(on));
        if number % 2 == 0 {
            let mood = MoodEntered {
                on,
                mood: if number < 50 { -2 } else { 0 },
                words: if number == 60 { "walked with Inés".into() } else { String::new() },
            };
            entries.push(Entry::new(format!("mood-{number}"), Event::MoodEntered(mood)).at(on));
            let sleep = SleepEntered { on, minutes: 330 + u16::try_from(number).unwrap() };
            entries.push(Entry::new(format!("sleep-{number}"), Event::SleepEntered(sleep)).at(on));
        }
    }
    let event = Noted { words: "mother’s operation".into(), feel: Feel::Hard };
    entries.push(Entry::new("life", Event::LifeEventNoted(event)).at(day(33)));
    entries
}

fn around() -> Vec<Entry> {
    let decided = |key: &str, at: i64, what: &str, why: &str, look_again: Option<Date>| {
        let made = DecisionMade {
            what: what.into(),
            why: why.into(),
            who: vec!["Maria Delgado".into(), "Dr Amara Osei".into()],
            arms: vec![Arm::Medication],
            options: Vec::new(),
            look_again,
            judged: Vec::new(),
        };
        Entry::new(key, Event::DecisionMade(made)).at(day(at))
    };
    let parts = BTreeMap::from([
        (PlanPart::WhatMatters, "A clear head in the afternoons, when the children are home.".to_owned()),
        (PlanPart::Medication, "Sertraline 75 mg at night. Decide again 21 Sep.".to_owned()),
        (PlanPart::Psychotherapy, "CBT weekly, 13 sessions.".to_owned()),
    ]);
    let sodium = Measured {
        what: "Sodium".into(),
        coding: Vec::new(),
        value: Some(Quantity { value: 139.into(), unit: "mmol/L".into(), comparator: None }),
        words: None,
        range: None,
        parts: Vec::new(),
    };
    let visit = VisitPlanned {
        visit: VISIT,
        at: "2026-08-20T18:30:00Z".parse().unwrap(),
        minutes: 20,
        with: prescriber().staff,
        with_name: prescriber().name,
        place: Some("riverside".into()),
        room: "room 1".into(),
        purpose: "decide what stays".into(),
    };
    let condition = concord_chart::condition::ConditionNoted {
        name: "Major depression, moderate".into(),
        coding: Vec::new(),
        status: concord_chart::condition::ConditionStatus::Active,
        provisional: false,
        since: Some(When::Month(2026, 3)),
        until: None,
    };
    let offered = questionnaire::Offered { instrument: InstrumentId::from("gad-7"), due: day(80), reason: String::new() };
    vec![
        decided("d1", 0, "Start sertraline and CBT", "She compared four ways to begin and chose both.", None),
        decided("d2", 28, "Up to 100 mg", "17 % lower at week 4.", None),
        decided("d3", 42, "Down to 75 mg, at night", "Foggy afternoons; homework stopped.", None),
        decided("d4", 70, "Stay the course", "Response reached.", Some(day(112))),
        Entry::new("plan", Event::PlanRevised(PlanRevised { parts })).at(day(0)),
        Entry::new("goal", Event::GoalSet(GoalSet { goal: GOAL, words: "Go back to the choir.".into(), by: None })).at(day(0)),
        Entry::new("sodium", Event::LabResulted(sodium)).at(day(21)),
        Entry::new("visit", Event::VisitPlanned(visit)).at(day(70)),
        Entry::new("condition", Event::ConditionNoted(condition)).with_id(CONDITION).at(day(0)),
        Entry::new("offer", Event::QuestionnaireOffered(offered)).at(day(75)),
    ]
}

pub fn answered(key: &str, on: Date, items: &[u8; 9]) -> Entry {
    let event = questionnaire::Answered {
        instrument: InstrumentId::from("phq-9"),
        version: "1".into(),
        answers: items.iter().copied().map(Some).collect(),
        difficulty: Some(1),
        respondent: questionnaire::Respondent::Patient,
        language: "en".into(),
        partial: false,
    };
    let at = on.at(9, 12, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp() + SignedDuration::from_hours(4);
    Entry::new(key, Event::QuestionnaireAnswered(event)).at(at)
}
