//! Charts that nobody would write: any event at any time, also about courses that were never started.

use concord_chart::change_request::{ChangeAsked, Wish};
use concord_chart::circumstance::{Circumstance, CircumstanceNoted};
use concord_chart::decision::{Arm, DecisionMade, Judged, Verdict};
use concord_chart::dispensing::Dispensed;
use concord_chart::entry::{EntryRetracted, RetractionReason};
use concord_chart::finding::{FindingClosed, FindingTaken};
use concord_chart::medication::{self, DoseChanged, DoseMissed, DoseTaken, Dosing, KnownFrom, StopReason};
use concord_chart::plan::{PlanPart, PlanRevised};
use concord_chart::quantity::Dose;
use concord_chart::questionnaire::{Answered, Declined, Offered, Reported, Respondent};
use concord_chart::registration::*;
use concord_chart::steps::StepConfirmed;
use concord_chart::task::{TaskKind, TaskOpened};
use concord_chart::therapy::{
    self, CourseEnd, Format, HomeworkReported, HomeworkSet, NotHeld, SessionHeld, SessionNotHeld, SessionPlanned,
};
use concord_chart::visit::{VisitArrived, VisitHappened, VisitNotHeld, VisitPlanned};
use concord_chart::*;
use concord_engines::findings::FindingKind;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::sync::Arc;

/// The first day on which anything happens.
pub const FIRST: Date = date(2026, 1, 5);

/// The zone of the invented practice.
pub fn zone() -> TimeZone {
    TimeZone::get("America/New_York").unwrap()
}

/// Numbers from which an event is made.
#[derive(Clone, Debug)]
pub struct Seed {
    /// Which kind.
    pub kind: u8,
    /// Minutes since the first day.
    pub minute: u32,
    /// What the event is about: a few courses, sessions and so on, so that events meet.
    pub about: u8,
    /// A number for doses, answers and the like.
    pub number: u8,
    /// More numbers.
    pub answers: Vec<u8>,
}

/// Any seed within two years.
pub fn seed() -> impl Strategy<Value = Seed> {
    (0..50_u8, 0..1_000_000_u32, 0..4_u8, any::<u8>(), proptest::collection::vec(0..5_u8, 0..12))
        .prop_map(|(kind, minute, about, number, answers)| Seed { kind, minute, about, number, answers })
}

/// An id by number.
pub fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(number: u128) -> T {
    format!("{number:032x}").parse().unwrap()
}

/// A draft from a seed; `index` makes its id and, within a minute, its place in time.
pub fn draft(index: usize, seed: &Seed) -> Draft {
    let number = 0x1000 + index as u128;
    let at = FIRST.to_zoned(zone()).unwrap().timestamp() + (i64::from(seed.minute)).minutes() + (index as i64).microseconds();
    Draft {
        id: id(number),
        occurred: When::Instant(at),
        author: Author { kind: author(seed), staff: None, name: "B. Achebe".to_owned(), role: String::new() },
        on_behalf_of: None,
        sensitivity: Sensitivity::General,
        key: IdempotencyKey(number.to_string()),
        amends: None,
        source: None,
        event: event(seed, at),
    }
}

fn author(seed: &Seed) -> AuthorKind {
    if seed.number.is_multiple_of(5) { AuthorKind::Import } else { AuthorKind::Patient }
}

/// A log in this order of recording, one entry a draft, after the registration.
pub fn log(drafts: impl IntoIterator<Item = Draft>) -> Vec<Arc<Recorded>> {
    let drafts = std::iter::once(registered()).chain(drafts);
    let recorded_at = Timestamp::UNIX_EPOCH;
    (1..).zip(drafts).map(|(seq, draft)| Arc::new(Recorded { seq, recorded_at, draft })).collect()
}

fn registered() -> Draft {
    let person = Demographics { family_name: "Delgado".to_owned(), given_name: "Maria".to_owned(), ..Demographics::default() };
    let event = Event::Registered(Registered { record_number: "C-1204".to_owned(), person });
    Draft {
        event,
        occurred: When::Day(date(2025, 12, 1)),
        ..draft(usize::from(u16::MAX), &Seed { kind: 0, minute: 0, about: 0, number: 1, answers: Vec::new() })
    }
}

fn course(seed: &Seed) -> CourseId {
    id(0x10 + u128::from(seed.about))
}

fn dosing(seed: &Seed) -> Dosing {
    let unit = ["mg", "g", "tablet", "ug"][usize::from(seed.number / 64)];
    let dose = (!seed.number.is_multiple_of(7)).then(|| Dose { amount: Decimal::from(seed.number), unit: unit.to_owned() });
    let per_day = (!seed.number.is_multiple_of(11)).then(|| Decimal::from(seed.about + 1));
    Dosing { dose, per_day, time_words: String::new(), as_needed: seed.number.is_multiple_of(13) }
}

fn pick<T: Copy>(all: &[T], seed: &Seed) -> T {
    all[usize::from(seed.number) % all.len()]
}

fn event(seed: &Seed, at: Timestamp) -> Event {
    let day = at.to_zoned(zone()).date();
    match seed.kind {
        0..16 => questionnaire(seed, day),
        16..25 => medicine(seed, day),
        25..36 => therapy(seed, at, day),
        _ => around(seed, at),
    }
}

fn questionnaire(seed: &Seed, day: Date) -> Event {
    let instrument: InstrumentId =
        pick(&["phq-9", "phq-9", "phq-9", "gad-7", "c-ssrs-screen", "who-5", "unheard-of"], seed).into();
    match seed.kind {
        0..11 => Event::QuestionnaireAnswered(Answered {
            instrument,
            version: if seed.number.is_multiple_of(17) { "0" } else { "1" }.to_owned(),
            answers: seed.answers.iter().map(|value| (*value < 4).then_some(*value)).collect(),
            difficulty: None,
            respondent: pick(&[Respondent::Patient, Respondent::Patient, Respondent::Clinician, Respondent::Proxy], seed),
            language: String::new(),
            partial: false,
        }),
        11 | 12 => Event::QuestionnaireOffered(Offered { instrument, due: day, reason: String::new() }),
        13 => Event::QuestionnaireDeclined(Declined { instrument, reason: String::new() }),
        _ => Event::QuestionnaireReported(Reported {
            instrument,
            total: seed.number.is_multiple_of(2).then_some(i32::from(seed.number) - 20),
            items: seed.answers.iter().enumerate().map(|(index, value)| (index as u8, *value)).collect(),
        }),
    }
}

fn medicine(seed: &Seed, day: Date) -> Event {
    let course = course(seed);
    match seed.kind {
        16 | 17 => Event::MedicationStarted(medication::Started {
            course,
            substance: Some(pick(&["sertraline", "lithium", "zolpidem", "unheard-of", "mirtazapine"], seed).into()),
            name: "something".to_owned(),
            coding: Vec::new(),
            dosing: dosing(seed),
            route: None,
            purpose: String::new(),
            prescriber: String::new(),
            from_elsewhere: false,
        }),
        18 => Event::DoseChanged(DoseChanged { course, dosing: dosing(seed), reason: String::new() }),
        19 => Event::MedicationHeld(medication::Held { course, reason: String::new(), until: None }),
        20 => Event::MedicationResumed(medication::Resumed { course }),
        21 => Event::MedicationStopped(medication::Stopped { course, reason: pick(StopReason::ALL, seed), words: String::new() }),
        22 | 23 => Event::DoseTaken(DoseTaken { course, on: day, at: None, known_from: KnownFrom::PatientTick }),
        _ => Event::DoseMissed(DoseMissed { course, on: day, reason: String::new(), known_from: KnownFrom::Conversation }),
    }
}

fn therapy(seed: &Seed, at: Timestamp, day: Date) -> Event {
    let course = course(seed);
    let session: SessionId = id(0x100 + u128::from(seed.number % 32));
    let homework: HomeworkId = id(0x200 + u128::from(seed.number % 16));
    match seed.kind {
        25 => Event::TherapyStarted(therapy::Started {
            course,
            therapy: Some(pick(&["cbt", "dbt", "couple", "unheard-of"], seed).into()),
            name: "therapy".to_owned(),
            planned_sessions: Some(12),
            every_days: None,
            therapist: None,
            therapist_name: "R. Lindgren".to_owned(),
            aim: String::new(),
        }),
        26 => Event::SessionPlanned(SessionPlanned { course, session, at, minutes: 50, place: None, format: Format::Individual }),
        27 | 28 => Event::SessionHeld(SessionHeld {
            course,
            session,
            minutes: None,
            format: Format::Individual,
            summary: String::new(),
            interventions: Vec::new(),
        }),
        29 => Event::SessionNotHeld(SessionNotHeld { course, session, why: pick(NotHeld::ALL, seed), words: String::new() }),
        30 => Event::HomeworkSet(HomeworkSet {
            course,
            homework,
            session: None,
            task: "a task".to_owned(),
            due: Some(day),
            form: None,
            times: None,
        }),
        31 => Event::HomeworkReported(HomeworkReported {
            course,
            homework,
            done_percent: seed.number % 101,
            could_not: String::new(),
            obstacle: None,
        }),
        32 => Event::TherapyEnded(therapy::Ended { course, how: pick(CourseEnd::ALL, seed), words: String::new() }),
        33 => Event::PracticeStarted(practice::Started {
            course,
            practice: Some(pick(&["mindfulness", "acupuncture", "unheard-of"], seed).into()),
            name: "practice".to_owned(),
            planned_classes: None,
            aim_minutes_week: Some(60),
            practitioner: None,
            practitioner_name: String::new(),
            aim: String::new(),
        }),
        34 => Event::Practised(practice::Practised { course, on: day, minutes: 20 }),
        _ => Event::ClassAttended(practice::ClassAttended { course, minutes: None }),
    }
}

fn around(seed: &Seed, at: Timestamp) -> Event {
    let visit: VisitId = id(0x300 + u128::from(seed.number % 16));
    let some_event: EventId = id(0x1000 + u128::from(seed.number));
    match seed.kind {
        36 => Event::SideEffectReported(side_effect::Reported {
            words: "tired".to_owned(),
            course: Some(course(seed)),
            burden: seed.number % 7,
            since: None,
            effect: String::new(),
            told_to: String::new(),
            owner: None,
            answer_by: Some(at),
            ..side_effect::Reported::default()
        }),
        37 => Event::SideEffectAnswered(side_effect::Answered { report: some_event, words: "an answer".to_owned() }),
        38 => Event::VisitPlanned(VisitPlanned {
            visit,
            at,
            minutes: 30,
            with: None,
            with_name: "Dr Osei".to_owned(),
            place: None,
            room: String::new(),
            purpose: String::new(),
        }),
        39 => Event::VisitHappened(VisitHappened {
            visit,
            what: "a visit".to_owned(),
            until: None,
            with_name: String::new(),
            where_words: String::new(),
            reasons: Vec::new(),
        }),
        40 => Event::VisitNotHeld(VisitNotHeld { visit, why: pick(NotHeld::ALL, seed) }),
        41 => Event::VisitArrived(VisitArrived { visit }),
        42 => Event::DecisionMade(DecisionMade {
            what: "something".to_owned(),
            why: "because".to_owned(),
            who: vec!["Maria".to_owned()],
            arms: vec![pick(Arm::ALL, seed)],
            options: Vec::new(),
            look_again: seed.number.is_multiple_of(2).then(|| at.to_zoned(zone()).date()),
            judged: vec![Judged { course: course(seed), verdict: pick(Verdict::ALL, seed) }],
        }),
        43 => episode(seed),
        45..50 => beside_medicine(seed, at),
        _ => Event::PlanRevised(PlanRevised { parts: [(PlanPart::IfThingsSlip, "call".to_owned())].into() }),
    }
}

fn beside_medicine(seed: &Seed, at: Timestamp) -> Event {
    let (course, day) = (course(seed), at.to_zoned(zone()).date());
    match seed.kind {
        45 => Event::ChangeAsked(ChangeAsked {
            course,
            wish: pick(Wish::ALL, seed),
            words: String::new(),
            owner: seed.number.is_multiple_of(2).then(|| id(u128::from(seed.number))),
            answer_by: seed.number.is_multiple_of(3).then_some(at),
        }),
        46 => Event::TaskOpened(TaskOpened {
            what: "a task".to_owned(),
            kind: pick(TaskKind::ALL, seed),
            item: None,
            course: Some(course),
            owner: id(u128::from(seed.number)),
            due: seed.number.is_multiple_of(2).then_some(day),
            because: Vec::new(),
        }),
        47 => Event::StepConfirmed(StepConfirmed { course, from: day, dosing: dosing(seed), words: String::new() }),
        48 => Event::Dispensed(Dispensed {
            course,
            on: day,
            quantity: None,
            unit: String::new(),
            days_supply: Some(30),
            place: String::new(),
            known_from: KnownFrom::Fill,
        }),
        _ => Event::CircumstanceNoted(CircumstanceNoted { what: Circumstance::Pregnancy { due: Some(day) } }),
    }
}

fn episode(seed: &Seed) -> Event {
    match seed.about {
        0 | 1 => Event::EpisodeOpened(EpisodeOpened { reason: "low mood".to_owned() }),
        2 => Event::EpisodeClosed(EpisodeClosed { how: EpisodeEnd::Completed, words: String::new() }),
        _ => {
            let member = TeamMember {
                staff: Some(id(u128::from(seed.number))),
                name: "R. Lindgren".to_owned(),
                role: CareRole::Therapist,
            };
            Event::TeamJoined(TeamJoined { member })
        }
    }
}

/// A later entry that speaks about an earlier one: a correction, a retraction, or what was done about a finding.
pub fn speaking_about(index: usize, earlier: &Draft, seed: &Seed) -> Draft {
    let mut draft = draft(index, seed);
    match seed.number % 4 {
        0 => {
            draft.event = Event::EntryRetracted(EntryRetracted {
                entry: earlier.id,
                reason: RetractionReason::Duplicate,
                words: String::new(),
            })
        }
        1 => {
            draft.amends = Some(earlier.id);
            draft.event = earlier.event.clone();
        }
        number => {
            let finding = pick(FindingKind::ALL, seed).as_str().to_owned();
            let because = vec![earlier.id];
            let words = "spoke with her".to_owned();
            draft.event = if number == 2 {
                Event::FindingTaken(FindingTaken { finding, because, words })
            } else {
                Event::FindingClosed(FindingClosed { finding, because, words })
            };
        }
    }
    draft
}
