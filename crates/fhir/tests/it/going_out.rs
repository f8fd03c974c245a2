//! What was recorded in this practice, as others read it.

use crate::support::*;
use concord_chart::{
    Author, AuthorKind, Chart, ChartId, CourseId, Draft, Event, EventId, GoalId, HomeworkId, IdempotencyKey, Sensitivity,
    SessionId, StaffId, VisitId, When,
    acknowledgement::{AcknowledgeReason, FindingAcknowledged},
    allergy::{AllergyNoted, NoKnownAllergies},
    barrier::{BarrierNoted, BarrierReason, BarrierResolved},
    change_request::{ChangeAnswered, ChangeAsked, Wish},
    circumstance::{Circumstance, CircumstanceNoted},
    condition::{ConditionChanged, ConditionNoted, ConditionStatus},
    decision::{Arm, DecisionMade, Judged, Verdict},
    diary::{MoodEntered, SleepEntered},
    dispensing::{Counted, Dispensed},
    document::{DocumentFiled, OutsidePlanNoted, ProcedureDone},
    entry::{EntryRetracted, RetractionReason},
    finding::FindingClosed,
    goal::{GoalMoved, GoalSet, GoalState},
    life_event::{Feel, Noted},
    measurement::{Measured, Part, Range},
    medication::{
        self, DoseChanged, DoseMissed, DoseTaken, Dosing, Held, KnownFrom, PlannedStep, StepsPlanned, StopReason, Stopped,
    },
    note::{NoteSigned, Section},
    plan::{PlanPart, PlanRevised},
    practice,
    quantity::{Dose, Quantity},
    questionnaire::{Answered, Reported, Respondent},
    registration::{CareRole, Demographics, DetailsChanged, EpisodeOpened, Registered, TeamJoined, TeamMember},
    side_effect,
    steps::PlanPaused,
    task::{TaskDone, TaskKind, TaskOpened},
    therapy::{self, CourseEnd, Format, HomeworkReported, HomeworkSet, NotHeld, SessionHeld, SessionNotHeld, SessionPlanned},
    visit::{VisitHappened, VisitNotHeld, VisitPlanned},
};
use concord_fhir::{Exported, export};
use concord_store::Kept;
use jiff::{Timestamp, civil::date};
use rust_decimal::Decimal;
use serde_json::Value;
use std::{collections::BTreeMap, path::PathBuf};
use uuid::Uuid;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(0xc0ff_ee00_0000_4000_8000_0000_0000_0000 + number)
}

/// A chart to which entries are added one after another.
struct Writing {
    shelf: Shelf,
    next: u128,
}

impl Writing {
    fn new() -> Self {
        Self { shelf: Shelf::empty(ChartId(id(0))), next: 1 }
    }

    fn say(&mut self, at: &str, event: Event) -> EventId {
        self.say_as(at, event, |draft| draft)
    }

    fn say_as(&mut self, at: &str, event: Event, change: impl Fn(Draft) -> Draft) -> EventId {
        let event_id = EventId(id(1_000 + self.next));
        let draft = Draft {
            id: event_id,
            occurred: at.parse::<When>().unwrap(),
            author: Author {
                kind: AuthorKind::Staff,
                staff: Some(StaffId(id(1))),
                name: "M. Adeyemi".into(),
                role: "Prescriber".into(),
            },
            on_behalf_of: None,
            sensitivity: Sensitivity::General,
            key: IdempotencyKey(format!("here:{}", self.next)),
            amends: None,
            source: None,
            event,
        };
        self.next += 1;
        self.shelf.append(vec![change(draft)]);
        event_id
    }
}

fn by_the_patient(draft: Draft) -> Draft {
    Draft { author: Author { kind: AuthorKind::Patient, staff: None, name: "Lia Invented".into(), role: String::new() }, ..draft }
}

fn mg(amount: &str, per_day: &str, time: &str) -> Dosing {
    Dosing {
        dose: Some(Dose { amount: amount.parse().unwrap(), unit: "mg".into() }),
        per_day: Some(per_day.parse().unwrap()),
        time_words: time.into(),
        as_needed: false,
    }
}

fn measured(what: &str, value: &str, unit: &str) -> Measured {
    Measured {
        what: what.into(),
        coding: Vec::new(),
        value: Some(Quantity { value: value.parse().unwrap(), unit: unit.into(), comparator: None }),
        words: None,
        range: None,
        parts: Vec::new(),
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// One entry of nearly every kind, as people of a practice record them.
fn our_own_record() -> Chart {
    let mut on = Writing::new();
    on.say("2026-03-01", Event::Registered(Registered { record_number: "1042".into(), person: person() }));
    on.say("2026-03-01", Event::EpisodeOpened(EpisodeOpened { reason: "low mood since winter".into() }));
    on.say(
        "2026-03-01",
        Event::TeamJoined(TeamJoined {
            member: TeamMember { staff: Some(StaffId(id(1))), name: "M. Adeyemi".into(), role: CareRole::Prescriber },
        }),
    );
    on.say(
        "2026-03-01",
        Event::TeamJoined(TeamJoined {
            member: TeamMember { staff: None, name: "Family doctor".into(), role: CareRole::Outside },
        }),
    );
    problems(&mut on);
    measures(&mut on);
    medicines(&mut on);
    beside_medicines(&mut on);
    talking(&mut on);
    rest(&mut on);
    on.shelf.chart
}

fn person() -> Demographics {
    Demographics {
        family_name: "Invented".into(),
        given_name: "Lia Maria".into(),
        birth_date: Some("1988-02-03".parse().unwrap()),
        sex: Some("F".into()),
        pronouns: Some("she/her".into()),
        languages: vec!["en".into(), "Sign language".into()],
        phone: Some("555-0102".into()),
        email: Some("lia@example.org".into()),
        address: Some("1 Hill Road, Harbour".into()),
        place: None,
        died: None,
    }
}

fn problems(on: &mut Writing) {
    let depression = on.say(
        "2026-03-02",
        Event::ConditionNoted(ConditionNoted {
            name: "Depression".into(),
            coding: Vec::new(),
            status: ConditionStatus::Active,
            provisional: true,
            since: Some("2025-10/2026-01".parse().unwrap()),
            until: None,
        }),
    );
    on.say(
        "2026-08-01",
        Event::ConditionChanged(ConditionChanged {
            condition: depression,
            status: ConditionStatus::Remission,
            words: String::new(),
        }),
    );
    on.say("2026-03-02", Event::NoKnownAllergies(NoKnownAllergies {}));
    on.say(
        "2026-03-09",
        Event::AllergyNoted(AllergyNoted {
            substance: "Lamotrigine".into(),
            coding: Vec::new(),
            intolerance: Some(false),
            reactions: vec!["rash".into()],
            criticality: Some("unable_to_assess".into()),
        }),
    );
    let wrong = on.say(
        "2026-03-09",
        Event::ConditionNoted(ConditionNoted {
            name: "Gout".into(),
            coding: Vec::new(),
            status: ConditionStatus::Active,
            provisional: false,
            since: None,
            until: None,
        }),
    );
    on.say(
        "2026-03-10",
        Event::EntryRetracted(EntryRetracted { entry: wrong, reason: RetractionReason::WrongPatient, words: String::new() }),
    );
}

fn measures(on: &mut Writing) {
    let answers = |answers: &[Option<u8>]| {
        Event::QuestionnaireAnswered(Answered {
            instrument: "phq-9".into(),
            version: "1".into(),
            answers: answers.to_vec(),
            difficulty: Some(1),
            respondent: Respondent::Patient,
            language: "en".into(),
            partial: false,
        })
    };
    on.say_as("2026-03-02T09:50:00Z", answers(&[3, 3, 2, 2, 2, 2, 2, 2, 0].map(Some)), by_the_patient);
    let first = on.say_as(
        "2026-03-16T09:50:00Z",
        answers(&[Some(1), Some(1), None, Some(1), Some(1), Some(1), Some(1), Some(1), Some(1)]),
        by_the_patient,
    );
    on.say_as("2026-03-16T09:50:00Z", answers(&[1; 9].map(Some)), |draft| Draft { amends: Some(first), ..draft });
    on.say(
        "2026-03-20",
        Event::QuestionnaireReported(Reported { instrument: "gad-7".into(), total: Some(9), items: BTreeMap::new() }),
    );
    let mut sodium = measured("Sodium", "138.0", "mmol/L");
    sodium.range = Some(Range { low: Some(Decimal::from(135)), high: Some(Decimal::from(145)) });
    on.say("2026-03-03T08:00:00Z", Event::LabResulted(sodium));
    let mut pressure = Measured { value: None, ..measured("Blood pressure", "1", "") };
    pressure.parts = ["124", "78"]
        .iter()
        .map(|value| Part {
            what: "pressure".into(),
            coding: Vec::new(),
            value: measured("x", value, "mm[Hg]").value,
            words: None,
        })
        .collect();
    on.say("2026-03-03T08:05:00Z", Event::VitalMeasured(pressure));
    on.say(
        "2026-03",
        Event::ObservationMade(Measured {
            value: None,
            words: Some("Smokes on weekends".into()),
            ..measured("Tobacco", "1", "")
        }),
    );
    let mood = |mood, words: &str| Event::MoodEntered(MoodEntered { on: date(2026, 3, 4), mood, words: words.into() });
    on.say_as("2026-03-04", mood(-2, "grey"), by_the_patient);
    on.say_as("2026-03-04", mood(-1, "better by the evening"), by_the_patient);
    on.say_as("2026-03-05", Event::SleepEntered(SleepEntered { on: date(2026, 3, 5), minutes: 390 }), by_the_patient);
}

fn medicines(on: &mut Writing) {
    let course = CourseId(id(10));
    let start = |course, name: &str, dosing| {
        Event::MedicationStarted(medication::Started {
            course,
            substance: None,
            name: name.into(),
            coding: Vec::new(),
            dosing,
            route: None,
            purpose: "low mood".into(),
            prescriber: "M. Adeyemi".into(),
            from_elsewhere: false,
        })
    };
    on.say("2026-03-02", start(course, "sertraline", mg("50", "1", "in the morning")));
    on.say(
        "2026-03-30",
        Event::DoseChanged(DoseChanged { course, dosing: mg("75", "1", "with breakfast"), reason: "partial response".into() }),
    );
    on.say(
        "2026-03-31",
        Event::StepsPlanned(StepsPlanned::plain(
            course,
            vec![PlannedStep { from: date(2026, 12, 1), dosing: mg("100", "1", ""), only_if: Some("PHQ-9 over 9".into()) }],
        )),
    );
    for day in 3..6 {
        on.say_as(
            "2026-03-06",
            Event::DoseTaken(DoseTaken { course, on: date(2026, 3, day), at: None, known_from: KnownFrom::PatientTick }),
            by_the_patient,
        );
    }
    on.say_as(
        "2026-03-06",
        Event::DoseMissed(DoseMissed {
            course,
            on: date(2026, 3, 6),
            reason: "forgot".into(),
            known_from: KnownFrom::PatientTick,
        }),
        by_the_patient,
    );
    let report = on.say_as(
        "2026-03-07T07:00:00Z",
        Event::SideEffectReported(side_effect::Reported {
            words: "nausea".into(),
            course: Some(course),
            burden: 4,
            since: Some("2026-03-05".parse().unwrap()),
            effect: "skipped breakfast".into(),
            told_to: String::new(),
            owner: None,
            answer_by: None,
            ..side_effect::Reported::default()
        }),
        by_the_patient,
    );
    on.say("2026-03-08", Event::SideEffectAnswered(side_effect::Answered { report, words: "Take it with food.".into() }));
    let other = CourseId(id(11));
    on.say("2026-04-01", start(other, "hydroxyzine", Dosing { as_needed: true, ..mg("25", "2", "") }));
    on.say("2026-04-10", Event::MedicationHeld(Held { course: other, reason: "drowsy".into(), until: None }));
    on.say(
        "2026-04-20",
        Event::MedicationStopped(Stopped { course: other, reason: StopReason::SideEffect, words: "still drowsy".into() }),
    );
}

fn beside_medicines(on: &mut Writing) {
    let course = CourseId(id(10));
    let dispensed = Dispensed {
        course,
        on: date(2026, 3, 2),
        quantity: Some("28".parse().unwrap()),
        unit: "tablet".into(),
        days_supply: Some(28),
        place: "Quay pharmacy".into(),
        known_from: KnownFrom::Fill,
    };
    on.say("2026-03-02", Event::Dispensed(dispensed.clone()));
    let wrong = on.say("2026-03-03", Event::Dispensed(Dispensed { on: date(2026, 3, 3), ..dispensed }));
    let retracted = EntryRetracted { entry: wrong, reason: RetractionReason::Duplicate, words: String::new() };
    on.say("2026-03-03", Event::EntryRetracted(retracted));
    let counted = Counted { course, on: date(2026, 3, 20), left: "10.5".parse().unwrap(), expected: Some("10".parse().unwrap()) };
    on.say("2026-03-20", Event::PillsCounted(counted));
    let barrier =
        BarrierNoted { course: Some(course), reason: BarrierReason::Cost, words: "co-pay".into(), owner: None, review_on: None };
    let barrier = on.say("2026-03-20", Event::BarrierNoted(barrier));
    on.say("2026-03-25", Event::BarrierResolved(BarrierResolved { barrier, words: "generic".into() }));
    let asked = ChangeAsked { course, wish: Wish::Lower, words: "sleepy".into(), owner: None, answer_by: None };
    let request = on.say_as("2026-03-21", Event::ChangeAsked(asked), by_the_patient);
    on.say("2026-03-22", Event::ChangeAnswered(ChangeAnswered { request, words: "Let us wait a week.".into() }));
    let acknowledged = FindingAcknowledged {
        finding: "bleeding.nsaid".into(),
        substances: vec!["sertraline".into(), "ibuprofen".into()],
        severity: "moderate".into(),
        context: "FINGERPRINT-CANARY".into(),
        reason: AcknowledgeReason::ShortOverlap,
        words: "three days".into(),
        until: None,
    };
    on.say("2026-03-22", Event::FindingAcknowledged(acknowledged));
    let opened = TaskOpened {
        what: "Sodium".into(),
        kind: TaskKind::OrderTest,
        item: Some("sodium".into()),
        course: Some(course),
        owner: StaffId(id(1)),
        due: Some(date(2026, 4, 2)),
        because: Vec::new(),
    };
    let task = on.say("2026-03-22", Event::TaskOpened(opened));
    on.say("2026-04-01", Event::TaskDone(TaskDone { task, words: "138 mmol/L".into() }));
    let noted = |what| Event::CircumstanceNoted(CircumstanceNoted { what });
    on.say("2026-03-02", noted(Circumstance::Pregnancy { due: Some(date(2026, 9, 1)) }));
    let gene = Circumstance::Gene { gene: "CYP2C19".into(), phenotype: "poor metabolizer".into(), words: String::new() };
    on.say("2026-03-02", noted(gene));
    on.say("2026-04-01", Event::PlanPaused(PlanPaused { course, until: None, words: "dizzy".into() }));
}

fn talking(on: &mut Writing) {
    let course = CourseId(id(20));
    let at_ten = "2026-03-11T10:00:00Z";
    on.say(
        "2026-03-05",
        Event::TherapyStarted(therapy::Started {
            course,
            therapy: Some("cbt".into()),
            name: "CBT".into(),
            planned_sessions: Some(12),
            every_days: Some(7),
            therapist: None,
            therapist_name: "R. Lindgren".into(),
            aim: "leave the house again".into(),
        }),
    );
    for (number, day) in [(1, "2026-03-11T10:00:00Z"), (2, "2026-03-18T10:00:00Z"), (3, "2026-12-25T10:00:00Z")] {
        let planned = SessionPlanned {
            course,
            session: SessionId(id(30 + number)),
            at: at(day),
            minutes: 50,
            place: None,
            format: Format::Video,
        };
        on.say("2026-03-05", Event::SessionPlanned(planned));
    }
    let held = SessionHeld {
        course,
        session: SessionId(id(31)),
        minutes: Some(50),
        format: Format::Video,
        summary: String::new(),
        interventions: vec!["activity planning".into()],
    };
    on.say(at_ten, Event::SessionHeld(held));
    on.say(
        "2026-03-18T10:00:00Z",
        Event::SessionNotHeld(SessionNotHeld {
            course,
            session: SessionId(id(32)),
            why: NotHeld::DidNotAttend,
            words: String::new(),
        }),
    );
    let homework = HomeworkId(id(40));
    on.say(
        at_ten,
        Event::HomeworkSet(HomeworkSet {
            course,
            homework,
            session: Some(SessionId(id(31))),
            task: "Walk twice".into(),
            due: Some(date(2026, 3, 18)),
            form: None,
            times: None,
        }),
    );
    on.say_as(
        "2026-03-17",
        Event::HomeworkReported(HomeworkReported {
            course,
            homework,
            done_percent: 50,
            could_not: "rain".into(),
            obstacle: None,
        }),
        by_the_patient,
    );
    let yoga = CourseId(id(50));
    on.say(
        "2026-04-01",
        Event::PracticeStarted(practice::Started {
            course: yoga,
            practice: Some("yoga".into()),
            name: "Yoga".into(),
            planned_classes: Some(8),
            aim_minutes_week: Some(60),
            practitioner: None,
            practitioner_name: "P. Osei".into(),
            aim: String::new(),
        }),
    );
    on.say_as(
        "2026-04-03",
        Event::Practised(practice::Practised { course: yoga, on: date(2026, 4, 3), minutes: 25 }),
        by_the_patient,
    );
    on.say("2026-04-08", Event::ClassAttended(practice::ClassAttended { course: yoga, minutes: Some(60) }));
    on.say("2026-04-15", Event::ClassMissed(practice::ClassMissed { course: yoga, words: "ill".into() }));
    on.say(
        "2026-06-01",
        Event::PracticeEnded(practice::Ended { course: yoga, how: CourseEnd::PatientChoice, words: String::new() }),
    );
}

fn rest(on: &mut Writing) {
    let goal = GoalId(id(60));
    on.say("2026-03-05", Event::GoalSet(GoalSet { goal, words: "Sing in the choir again".into(), by: Some(date(2026, 9, 1)) }));
    on.say("2026-08-01", Event::GoalMoved(GoalMoved { goal, state: GoalState::Reached, words: "first rehearsal".into() }));
    on.say_as("2026-05", Event::LifeEventNoted(Noted { words: "moved house".into(), feel: Feel::Good }), by_the_patient);
    let note = |text: &str| {
        Event::NoteSigned(NoteSigned {
            format: "dap".into(),
            sections: vec![Section { heading: "Data".into(), text: text.into() }],
            session: None,
        })
    };
    on.say("2026-03-11T11:00:00Z", note("On time. <b>Steadier</b>."));
    on.say_as("2026-03-11T11:10:00Z", note("SEALED-CANARY"), |draft| Draft {
        sensitivity: Sensitivity::PsychotherapyNote,
        ..draft
    });
    on.say_as("2026-03-12", note("From the programme."), |draft| Draft { sensitivity: Sensitivity::SubstanceUse, ..draft });
    on.say(
        "2026-03-30",
        Event::DecisionMade(DecisionMade {
            what: "Raise sertraline".into(),
            why: "Half better after four weeks".into(),
            who: vec!["Lia".into(), "M. Adeyemi".into()],
            arms: vec![Arm::Medication],
            options: vec!["wait".into(), "raise".into()],
            look_again: Some(date(2026, 4, 27)),
            judged: vec![Judged { course: CourseId(id(10)), verdict: Verdict::Working }],
        }),
    );
    let plan = [(PlanPart::WhatMatters, "Choir"), (PlanPart::IfThingsSlip, "Call R. Lindgren")];
    on.say(
        "2026-03-30",
        Event::PlanRevised(PlanRevised { parts: plan.into_iter().map(|(part, text)| (part, text.to_owned())).collect() }),
    );
    let visit = |number, day: &str| VisitPlanned {
        visit: VisitId(id(number)),
        at: at(day),
        minutes: 30,
        with: None,
        with_name: "M. Adeyemi".into(),
        place: None,
        room: String::new(),
        purpose: "review".into(),
    };
    for (number, day) in [(71, "2026-03-30T09:00:00Z"), (72, "2026-04-27T09:00:00Z"), (73, "2026-12-01T09:00:00Z")] {
        on.say("2026-03-05", Event::VisitPlanned(visit(number, day)));
    }
    let happened = VisitHappened {
        visit: VisitId(id(71)),
        what: "Medication review".into(),
        until: Some("2026-03-30T09:25:00Z".parse().unwrap()),
        with_name: "M. Adeyemi".into(),
        where_words: "Room 2".into(),
        reasons: vec!["low mood".into()],
    };
    on.say("2026-03-30T09:00:00Z", Event::VisitHappened(happened));
    on.say(
        "2026-04-27T09:00:00Z",
        Event::VisitNotHeld(VisitNotHeld { visit: VisitId(id(72)), why: NotHeld::CancelledByPatient }),
    );
    on.say(
        "2026-03-06",
        Event::DocumentFiled(DocumentFiled {
            title: "Letter".into(),
            document_kind: "Referral".into(),
            text: Some("Dear colleague".into()),
            written_by: "Family doctor".into(),
        }),
    );
    on.say(
        "2026-03-06",
        Event::ProcedureDone(ProcedureDone {
            what: "ECG".into(),
            coding: Vec::new(),
            until: None,
            reasons: vec!["before lithium".into()],
        }),
    );
    on.say(
        "2026-03-06",
        Event::OutsidePlanNoted(OutsidePlanNoted {
            title: "Diet plan".into(),
            status: "active".into(),
            activities: vec!["less salt".into()],
            until: None,
        }),
    );
    let because = on.shelf.chart.entries[0].recorded.id();
    on.say(
        "2026-03-17",
        Event::FindingClosed(FindingClosed {
            finding: "suicidal_ideation_endorsed".into(),
            because: vec![because],
            words: "Called; safe; plan reviewed.".into(),
        }),
    );
}

fn given(chart: &Chart, kept: &[Kept]) -> Exported {
    export(chart, kept, concord_knowledge::shipped(), at("2026-11-22T12:00:00Z"))
}

fn resources(exported: &Exported) -> Vec<Value> {
    let bundle: Value = serde_json::from_str(&exported.json).unwrap();
    bundle["entry"].as_array().unwrap().iter().map(|entry| entry["resource"].clone()).collect()
}

fn of_kind(exported: &Exported, kind: &str) -> Vec<Value> {
    resources(exported).into_iter().filter(|resource| resource["resourceType"] == kind).collect()
}

/// The golden file is what validators written by others are asked about (`validators/`). `CONCORD_WRITE_GOLDEN=1` writes it.
#[test]
fn our_own_record_goes_out_as_the_golden_file_says() {
    let exported = given(&our_own_record(), &[]);
    let pretty = format!("{}\n", serde_json::to_string_pretty(&serde_json::from_str::<Value>(&exported.json).unwrap()).unwrap());
    let golden = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/bundles/our-own-record.json");
    if std::env::var_os("CONCORD_WRITE_GOLDEN").is_some() {
        std::fs::write(&golden, &pretty).unwrap();
    }
    assert!(
        std::fs::read_to_string(golden).unwrap() == pretty,
        "the export changed: look at it, then write the golden file anew"
    );
    assert!(exported.notes.is_empty(), "{:?}", exported.notes);
}

#[test]
fn a_psychotherapy_note_written_here_is_not_in_the_bundle() {
    let exported = given(&our_own_record(), &[]);
    assert!(!exported.json.contains("SEALED") && !exported.json.contains("U0VBTEVE") && !exported.json.contains("PSYTHPN"));
    assert_eq!(of_kind(&exported, "DocumentReference").len(), 3, "two notes and a letter");
}

#[test]
fn a_signed_session_leaves_with_every_part_of_its_note_and_with_what_was_said_about_safety() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let mut on = Writing::new();
    on.say("2026-03-01", Event::Registered(Registered { record_number: "1".into(), person: person() }));
    talking(&mut on);
    let parts = ["subjective", "objective", "behaviour", "intervention", "response", "assessment", "plan", "goal", "problem"];
    let content: serde_json::Map<String, Value> =
        parts.iter().map(|part| ((*part).to_owned(), Value::from(format!("words of the {part}")))).collect();
    let written = serde_json::json!({
        "course": CourseId(id(20)),
        "session": SessionId(id(31)),
        "content": content,
        "risk": {"asked": true, "concern": true, "words": "pills at home", "done": "his sister keeps them"},
    });
    on.say("2026-03-11T11:00:00Z", Event::SessionWritten(serde_json::from_value(written).unwrap()));
    let exported = given(&on.shelf.chart, &[]);
    let notes = of_kind(&exported, "DocumentReference");
    assert_eq!(notes.len(), 1);
    let data = notes[0]["content"][0]["attachment"]["data"].as_str().unwrap();
    let text = String::from_utf8(STANDARD.decode(data).unwrap()).unwrap();
    for part in parts {
        assert!(text.contains(&format!("words of the {part}")), "{part} is not in it: {text}");
    }
    assert!(text.contains("somebody has to act on what was said. pills at home his sister keeps them"), "{text}");
}

#[test]
fn a_safety_plan_leaves_with_every_step_and_with_what_somebody_stays_for() {
    let mut on = Writing::new();
    on.say("2026-03-01", Event::Registered(Registered { record_number: "1".into(), person: person() }));
    let contact = |name: &str| serde_json::json!([{"name": name, "phone": "555 0100"}]);
    let plan = serde_json::json!({
        "warning_signs": ["no sleep"], "coping_alone": ["walk"], "distraction": contact("The market"), "people": contact("Ines"),
        "professionals": contact("The practice"), "safer_surroundings": ["pills with Ines"], "reason_to_stay": "my dog",
    });
    on.say("2026-03-11", Event::SafetyPlanWritten(serde_json::from_value(plan).unwrap()));
    let exported = given(&on.shelf.chart, &[]);
    for words in
        ["no sleep", "walk", "The market", "Ines, 555 0100", "The practice", "pills with Ines", "What I stay for: my dog"]
    {
        assert!(exported.json.contains(words), "{words}");
    }
}

#[test]
fn a_total_is_under_its_own_code_with_its_answers_and_the_safety_item_beside_it() {
    let exported = given(&our_own_record(), &[]);
    let responses = of_kind(&exported, "QuestionnaireResponse");
    assert_eq!(responses.len(), 2, "the corrected answers stand for what they correct");
    let with_code = |code: &str| {
        let has = |resource: &Value| resource["code"]["coding"][0]["code"] == code;
        of_kind(&exported, "Observation").into_iter().filter(has).collect::<Vec<_>>()
    };
    let totals: Vec<i64> = with_code("44261-6").iter().map(|total| total["valueQuantity"]["value"].as_i64().unwrap()).collect();
    assert_eq!(totals, [9, 18]);
    assert_eq!(with_code("44260-8").len(), 2);
    assert!(with_code("44260-8").iter().all(|item| item["derivedFrom"].is_array()));
    assert!(with_code("44249-1").is_empty(), "the code of the questionnaire is on no score");
}

#[test]
fn an_incomplete_questionnaire_says_that_there_is_no_total() {
    let mut on = Writing::new();
    on.say("2026-03-01", Event::Registered(Registered { record_number: "1".into(), person: person() }));
    let answers = vec![Some(1), None, Some(1), Some(1), Some(1), Some(1), Some(1), Some(1), Some(2)];
    let answered = Answered {
        instrument: "phq-9".into(),
        version: "1".into(),
        answers,
        difficulty: None,
        respondent: Respondent::Patient,
        language: String::new(),
        partial: true,
    };
    on.say("2026-03-02", Event::QuestionnaireAnswered(answered));
    let exported = given(&on.shelf.chart, &[]);
    let observations = of_kind(&exported, "Observation");
    assert_eq!(observations.len(), 2);
    assert!(observations.iter().any(|one| one["dataAbsentReason"].is_object() && one.get("valueQuantity").is_none()));
    assert!(observations.iter().any(|one| one["valueCodeableConcept"]["coding"][0]["code"] == "LA6570-1"));
    assert_eq!(of_kind(&exported, "QuestionnaireResponse")[0]["item"].as_array().unwrap().len(), 8, "what was left out is not 0");
}

#[test]
fn a_course_is_prescriptions_that_follow_each_other() {
    let exported = given(&our_own_record(), &[]);
    let requests = of_kind(&exported, "MedicationRequest");
    let status = |name: &str| {
        let of = requests.iter().filter(|one| one["medicationCodeableConcept"]["text"] == name);
        of.map(|one| one["status"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(status("sertraline"), ["stopped", "active", "draft"]);
    assert_eq!(status("hydroxyzine"), ["stopped"]);
    assert!(requests[1]["priorPrescription"]["reference"].as_str().unwrap().ends_with(requests[0]["id"].as_str().unwrap()));
    assert_eq!(requests[0]["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]["value"].to_string(), "50");
}

#[test]
fn what_is_done_beside_a_medicine_goes_out_with_where_it_stands() {
    let exported = given(&our_own_record(), &[]);
    let dispenses = of_kind(&exported, "MedicationDispense");
    assert_eq!(
        dispenses.iter().map(|one| one["status"].as_str().unwrap()).collect::<Vec<_>>(),
        ["entered-in-error", "completed"]
    );
    assert_eq!(
        (dispenses[1]["quantity"]["value"].to_string(), dispenses[1]["daysSupply"]["value"].to_string()),
        ("28".into(), "28".into())
    );
    let first = of_kind(&exported, "MedicationRequest")[0]["id"].as_str().unwrap().to_owned();
    assert!(dispenses[1]["authorizingPrescription"][0]["reference"].as_str().unwrap().ends_with(&first));
    let [issue] = of_kind(&exported, "DetectedIssue").try_into().unwrap();
    assert_eq!((issue["severity"].as_str(), issue["detail"].as_str()), (Some("moderate"), Some("About ibuprofen, sertraline.")));
    assert_eq!(issue["mitigation"][0]["action"]["text"], "taken together for a short time only: three days");
    assert!(!exported.json.contains("FINGERPRINT-CANARY"));
    let task = of_kind(&exported, "Task").into_iter().find(|one| one["description"] == "Sodium").unwrap();
    assert_eq!((task["status"].as_str(), task["owner"]["display"].as_str()), (Some("completed"), Some("M. Adeyemi")));
    assert_eq!(
        (task["note"][0]["text"].as_str(), task["restriction"]["period"]["end"].as_str()),
        (Some("138 mmol/L"), Some("2026-04-02"))
    );
}

#[test]
fn a_wish_and_its_answer_an_obstacle_a_count_and_circumstances_go_out_in_words() {
    let exported = given(&our_own_record(), &[]);
    let said = of_kind(&exported, "Communication");
    let wish = said.iter().find(|one| one["payload"][0]["contentString"].as_str().unwrap().contains("take less of it")).unwrap();
    let answer = said.iter().find(|one| one["inResponseTo"].is_array()).unwrap();
    assert!(answer["inResponseTo"][0]["reference"].as_str().unwrap().ends_with(wish["id"].as_str().unwrap()));
    let of_code = |code: &str| {
        let has = |one: &Value| one["code"]["coding"][0]["code"] == code;
        of_kind(&exported, "Observation").into_iter().find(has).unwrap()
    };
    assert_eq!(of_code("medicine-left")["valueQuantity"]["value"].to_string(), "10.5");
    let barrier = of_code("medicine-barrier");
    assert_eq!(barrier["valueString"], "it costs too much: co-pay");
    assert_eq!(barrier["note"][0]["text"], "No longer in the way since 2026-03-25: generic");
    assert_eq!(of_code("pregnancy")["component"][0]["valueDateTime"], "2026-09-01");
    assert_eq!(of_code("gene")["valueString"], "CYP2C19: poor metabolizer");
    let waiting = of_kind(&exported, "MedicationRequest").into_iter().find(|one| one["status"] == "draft").unwrap();
    assert_eq!(waiting["statusReason"]["text"], "paused: dizzy");
}

#[test]
fn labels_go_out_with_what_they_are_on() {
    let exported = given(&our_own_record(), &[]);
    let labelled: Vec<_> =
        resources(&exported).into_iter().filter(|one| one["meta"]["security"].to_string().contains("42CFRPart2")).collect();
    let kinds: Vec<_> = labelled.iter().map(|one| one["resourceType"].as_str().unwrap().to_owned()).collect();
    assert_eq!(kinds, ["DocumentReference", "Provenance"]);
}

#[test]
fn everything_that_was_written_says_who_wrote_it() {
    let exported = given(&our_own_record(), &[]);
    let said: Vec<String> = of_kind(&exported, "Provenance")
        .iter()
        .flat_map(|one| one["target"].as_array().unwrap().clone())
        .map(|target| target["reference"].as_str().unwrap().to_owned())
        .collect();
    let bundle: Value = serde_json::from_str(&exported.json).unwrap();
    for entry in bundle["entry"].as_array().unwrap() {
        let kind = entry["resource"]["resourceType"].as_str().unwrap();
        // The planned step and the summary of doses are views of entries that have theirs.
        let a_view = kind == "MedicationStatement" || entry["resource"]["status"] == "draft";
        assert!(kind == "Provenance" || a_view || said.contains(&entry["fullUrl"].as_str().unwrap().to_owned()), "{entry}");
    }
}

#[test]
fn our_own_record_is_read_again_by_ourselves() {
    let chart = our_own_record();
    let exported = given(&chart, &[]);
    let intake = taken(&exported.json);
    assert_eq!(intake.charts[0].chart, chart.id);
    // Back where it came from it changes nothing.
    let again = intake.charts[0].settle(&chart).unwrap();
    assert!(again.drafts.is_empty(), "{:?}", again.drafts);
    // Elsewhere it says the same: who it is, the course with its steps, the scores, the conditions.
    let mut shelf = Shelf::empty(chart.id);
    shelf.add(&intake.charts[0]);
    let (ours, theirs) = (&chart, &shelf.chart);
    let described = |chart: &Chart| Demographics { place: None, ..chart.registration.person.clone().unwrap() };
    assert_eq!(described(theirs), described(ours));
    assert_eq!(theirs.registration.record_number, ours.registration.record_number);
    let steps = |chart: &Chart| {
        let course = chart.medications.iter().find(|course| course.what.name == "sertraline").unwrap();
        course.steps.iter().map(|step| (step.from.to_string(), step.dosing.as_ref().unwrap().words())).collect::<Vec<_>>()
    };
    assert_eq!(steps(theirs), steps(ours));
    let scores = |chart: &Chart| {
        let answered = chart.questionnaires.completed.iter().filter(|done| done.instrument.as_str() == "phq-9");
        answered.map(|done| format!("{} {:?}", done.at, done.what)).collect::<Vec<_>>()
    };
    assert_eq!(scores(theirs), scores(ours));
    let conditions = |chart: &Chart| {
        chart.conditions.iter().map(|one| (one.what.name.clone(), one.what.status, one.what.since)).collect::<Vec<_>>()
    };
    assert_eq!(conditions(theirs), conditions(ours));
    assert_eq!(theirs.allergies.words(), ours.allergies.words());
}

/// A record from elsewhere, and what people here then did about it.
fn with(text: &str, did: impl Fn(&Chart) -> Vec<Event>) -> Exported {
    let mut shelf = shelf(text);
    let mut on = Writing { next: 1, shelf: Shelf { chart: shelf.chart.clone(), kept: Vec::new() } };
    for event in did(&shelf.chart) {
        on.say("2026-11-20", event);
    }
    shelf.chart = on.shelf.chart;
    given(&shelf.chart, &shelf.kept)
}

#[test]
fn a_prescription_from_elsewhere_that_was_stopped_here_says_so() {
    let request = about(
        "MedicationRequest",
        "m",
        serde_json::json!({"status": "active", "intent": "order", "medicationCodeableConcept": {"text": "lithium"}, "authoredOn": "2026-05-04", "note": [{"text": "theirs"}]}),
    );
    let exported = with(&record(&[request]), |chart| {
        let course = chart.medications[0].id;
        vec![Event::MedicationStopped(Stopped { course, reason: StopReason::Safety, words: String::new() })]
    });
    let [request] = of_kind(&exported, "MedicationRequest").try_into().unwrap();
    assert_eq!((request["status"].as_str(), request["note"][0]["text"].as_str()), (Some("stopped"), Some("theirs")));
    assert_eq!(request["statusReason"]["text"], "safety");
}

#[test]
fn a_dose_changed_here_follows_the_prescription_from_elsewhere() {
    let request = about(
        "MedicationRequest",
        "m",
        serde_json::json!({"status": "active", "intent": "order", "medicationCodeableConcept": {"text": "lithium"}, "authoredOn": "2026-05-04"}),
    );
    let exported = with(&record(&[request]), |chart| {
        let course = chart.medications[0].id;
        vec![Event::DoseChanged(DoseChanged { course, dosing: mg("600", "1", ""), reason: String::new() })]
    });
    let requests = of_kind(&exported, "MedicationRequest");
    assert_eq!((requests[0]["id"].as_str(), requests[0]["status"].as_str()), (Some("m"), Some("stopped")));
    assert_eq!(requests[1]["status"], "active");
    let bundle: Value = serde_json::from_str(&exported.json).unwrap();
    let addresses: Vec<_> = bundle["entry"].as_array().unwrap().iter().map(|entry| entry["fullUrl"].clone()).collect();
    assert!(addresses.contains(&requests[1]["priorPrescription"]["reference"]), "{addresses:?}");
}

#[test]
fn what_was_retracted_here_goes_back_as_entered_in_error() {
    let retract = |chart: &Chart| {
        let retracted = |at: usize| EntryRetracted {
            entry: chart.entries[at].recorded.id(),
            reason: RetractionReason::EnteredInError,
            words: String::new(),
        };
        vec![Event::EntryRetracted(retracted(1)), Event::EntryRetracted(retracted(2))]
    };
    let condition = about(
        "Condition",
        "c",
        serde_json::json!({"clinicalStatus": {"coding": [{"code": "active"}]}, "code": {"text": "Gout"}}),
    );
    let exported = with(&record(&[observation("o", serde_json::json!({})), condition]), retract);
    assert_eq!(of_kind(&exported, "Observation")[0]["status"], "entered-in-error");
    let condition = &of_kind(&exported, "Condition")[0];
    assert_eq!(condition["verificationStatus"]["coding"][0]["code"], "entered-in-error");
    assert!(condition.get("clinicalStatus").is_none());
}

#[test]
fn a_person_whose_details_changed_here_goes_out_as_they_are_now() {
    let exported = with(&record(&[]), |chart| {
        let mut person = chart.registration.person.clone().unwrap();
        person.family_name = "Newname".into();
        vec![Event::DetailsChanged(DetailsChanged { person })]
    });
    let [patient] = of_kind(&exported, "Patient").try_into().unwrap();
    assert_eq!((patient["id"].as_str(), patient["name"][0]["family"].as_str()), (Some("p"), Some("Newname")));
    assert_eq!(patient["identifier"][0]["value"], "K-1");
}

#[test]
fn a_label_that_stood_on_the_bundle_goes_out_on_the_record() {
    let text = record(&[observation("o", serde_json::json!({}))]).replacen(
        "\"type\"",
        &format!("\"meta\":{{\"security\":[{{\"system\":\"{ACT_CODE}\",\"code\":\"ETH\"}}]}},\"type\""),
        1,
    );
    let exported = with(&text, |_| Vec::new());
    assert!(of_kind(&exported, "Observation")[0]["meta"]["security"].to_string().contains("ETH"));
}

#[test]
fn a_record_whose_text_is_not_behind_the_chart_does_not_leave() {
    let shelf = shelf(&record(&[]));
    let stray =
        Kept { resource: "Observation/x".into(), sha256: "0".repeat(64), json: "{\"resourceType\":\"Observation\"}".into() };
    let exported = given(&shelf.chart, &[shelf.kept, vec![stray]].concat());
    assert_eq!(exported.counts.keys().collect::<Vec<_>>(), ["Patient"]);
}
