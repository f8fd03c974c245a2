//! A whole record on paper, read back with a reader by others: what it says, what it leaves out, how it is tagged.

#![allow(clippy::unwrap_used, missing_docs)]

mod read_back;

use concord_chart::{
    Author, AuthorKind, Chart, ChartId, CourseId, Draft, Event, EventId, IdempotencyKey, InstrumentId, Recorded, Sensitivity,
    SessionId, When,
    disclosure::{Handling, ToldAlone},
    entry::{EntryRetracted, RetractionReason},
    medication::{Dosing, Started as MedicationStarted, StopReason, Stopped},
    note::{NoteSigned, Section},
    plan::{PlanPart, PlanRevised},
    questionnaire::{Answered, Respondent},
    registration::{CareRole, Demographics, Registered, TeamJoined, TeamMember},
    release::ReleasePart,
    safety_plan::PlanWritten,
    therapy::{Format, SessionHeld, Started as TherapyStarted},
};
use concord_papers::{Document, Given, Paper, Practice, document_pdf, leaving, record_paper};
use jiff::{civil::date, tz::TimeZone};
use read_back::{elements, text};
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

/// A sentence that must be nowhere.
const CANARY: &str = "CANARY-LEAVES";

struct Log(Vec<Arc<Recorded>>);

impl Log {
    fn add(&mut self, month: i8, day: i8, label: Sensitivity, amends: Option<EventId>, event: Event) -> EventId {
        let seq = u64::try_from(self.0.len()).unwrap() + 1;
        let id = EventId(Uuid::from_u128(u128::from(seq)));
        let on = date(2026, month, day);
        let draft = Draft {
            id,
            occurred: When::Day(on),
            author: Author { kind: AuthorKind::Staff, staff: None, name: "Ruth Lindgren".into(), role: "Therapist".into() },
            on_behalf_of: None,
            sensitivity: label,
            key: IdempotencyKey(format!("key-{seq}")),
            amends,
            source: None,
            event,
        };
        let recorded_at = on.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
        self.0.push(Arc::new(Recorded { seq, recorded_at, draft }));
        id
    }

    fn say(&mut self, month: i8, day: i8, event: Event) -> EventId {
        self.add(month, day, Sensitivity::General, None, event)
    }

    fn chart(self) -> Chart {
        Chart::fold(ChartId(Uuid::from_u128(500)), self.0)
    }
}

fn note(text: &str) -> Event {
    let sections = vec![Section { heading: "Plan".into(), text: text.into() }];
    Event::NoteSigned(NoteSigned { format: "progress".into(), sections, session: None })
}

fn phq9(each: u8) -> Event {
    Event::QuestionnaireAnswered(Answered {
        instrument: InstrumentId::from("phq-9"),
        version: concord_knowledge::shipped().instrument(&InstrumentId::from("phq-9")).unwrap().version.clone(),
        answers: vec![Some(each); 9],
        difficulty: None,
        respondent: Respondent::Patient,
        language: "en".into(),
        partial: false,
    })
}

fn medicine(course: u128, name: &str) -> Event {
    Event::MedicationStarted(MedicationStarted {
        course: CourseId(Uuid::from_u128(course)),
        substance: Some(name.to_lowercase().as_str().into()),
        name: name.into(),
        coding: vec![],
        dosing: Dosing { dose: None, per_day: None, time_words: String::new(), as_needed: false },
        route: None,
        purpose: "low mood".into(),
        prescriber: "Dr Amara Osei".into(),
        from_elsewhere: false,
    })
}

fn held(course: CourseId, session: u128, format: Format, summary: &str) -> Event {
    let session = SessionId(Uuid::from_u128(session));
    let summary = summary.to_owned();
    Event::SessionHeld(SessionHeld { course, session, minutes: Some(50), format, summary, interventions: vec![] })
}

/// A record with something of every kind, and a canary in everything that may not leave.
fn record() -> Chart {
    let mut log = Log(vec![]);
    let person = Demographics {
        family_name: "Delgado".into(),
        given_name: "María".into(),
        birth_date: Some(When::Day(date(1988, 3, 14))),
        ..Demographics::default()
    };
    log.say(1, 5, Event::Registered(Registered { record_number: "10234".into(), person }));
    let member = TeamMember { staff: None, name: "Ruth Lindgren".into(), role: CareRole::Therapist };
    log.say(1, 5, Event::TeamJoined(TeamJoined { member }));
    log.say(1, 5, phq9(2));
    log.say(1, 6, medicine(1, "Sertraline"));
    log.say(1, 6, medicine(2, "Mirtazapine"));
    let course = CourseId(Uuid::from_u128(2));
    log.say(2, 1, Event::MedicationStopped(Stopped { course, reason: StopReason::SideEffect, words: "too sleepy".into() }));
    let parts = BTreeMap::from([(PlanPart::WhatMatters, "To walk the dog again".to_owned())]);
    log.say(1, 7, Event::PlanRevised(PlanRevised { parts }));
    let course = CourseId(Uuid::from_u128(3));
    log.say(
        1,
        8,
        Event::TherapyStarted(TherapyStarted {
            course,
            therapy: None,
            name: "Behavioural activation".into(),
            planned_sessions: Some(12),
            every_days: Some(7),
            therapist: None,
            therapist_name: "Ruth Lindgren".into(),
            aim: "more days outside".into(),
        }),
    );
    log.say(1, 15, held(course, 31, Format::Individual, "Week planned together."));
    log.say(1, 22, held(course, 32, Format::Couple, &format!("{CANARY} he said")));
    let first = log.say(1, 23, note("First account"));
    log.say(
        1,
        24,
        Event::EntryRetracted(EntryRetracted {
            entry: first,
            reason: RetractionReason::EnteredInError,
            words: "typed twice".into(),
        }),
    );
    let other = log.say(1, 23, note(&format!("{CANARY} of another person")));
    log.say(
        1,
        24,
        Event::EntryRetracted(EntryRetracted { entry: other, reason: RetractionReason::WrongPatient, words: CANARY.into() }),
    );
    log.say(1, 25, note("Sleep first, then mornings"));
    let was = log.say(1, 26, note(&format!("{CANARY} corrected under a label")));
    log.add(1, 26, Sensitivity::Safe, Some(was), note(CANARY));
    log.add(1, 27, Sensitivity::PsychotherapyNote, None, note(CANARY));
    log.add(1, 27, Sensitivity::MinorConsented, None, note(CANARY));
    log.add(1, 27, Sensitivity::SubstanceUse, None, note(CANARY));
    let told = ToldAlone { unit: ChartId(Uuid::from_u128(77)), words: CANARY.into(), handling: Handling::Keep };
    log.add(1, 27, Sensitivity::SideDisclosure, None, Event::ToldAlone(told));
    log.say(
        2,
        2,
        Event::SafetyPlanWritten(PlanWritten { warning_signs: vec!["I stop answering".into()], ..PlanWritten::default() }),
    );
    log.say(3, 2, phq9(1));
    log.chart()
}

fn practice() -> Practice {
    Practice {
        name: "Three Rivers".into(),
        reach: vec!["Riverside: 555 0100".into()],
        hours: String::new(),
        emergency: "911".into(),
    }
}

fn paper(chart: &Chart, parts: Option<&[ReleasePart]>) -> Document {
    let (practice, zone, consents) = (practice(), TimeZone::UTC, ["Consent signed on paper on 1 August 2026.".to_owned()]);
    let given = Given {
        practice: &practice,
        by: "Ruth Lindgren, therapist",
        to: if parts.is_some() { "Dr N. Ito" } else { "" },
        purpose: "second opinion",
        consents: &consents,
        parts,
        from: None,
        until: None,
        today: date(2026, 8, 20),
        zone: &zone,
    };
    record_paper(chart, concord_knowledge::shipped(), &given)
}

fn read(document: &Document) -> lopdf::Document {
    lopdf::Document::load_mem(&document_pdf(document, Paper::Letter).unwrap()).unwrap()
}

#[test]
fn the_whole_record_says_who_what_and_when_and_ends_with_its_corrections() {
    let text = text(&read(&paper(&record(), None)));
    for said in [
        "Record of María Delgado",
        "Born 14 March 1988. Record number 10234.",
        "Given out by Three Rivers on 20 August 2026, made by Ruth Lindgren, therapist.",
        "To walk the dog again",
        "Sertraline",
        "stopped",
        "too sleepy",
        "2 of 12 planned sessions held",
        "Week planned together.",
        "Sleep first, then mornings",
        "PHQ-9 18 → 9",
        "9 points lower (50 %). Response.",
        "9; item 9: several days",
        "I stop answering",
        "Psychotherapy notes (45 CFR 164.501)",
        "retracted by Ruth Lindgren, 24 January 2026: entered in error; typed twice",
        "Page 1 of",
    ] {
        assert!(text.contains(said), "“{said}” is not in: {text}");
    }
}

#[test]
fn what_may_not_leave_is_nowhere_on_it_and_nothing_tells_that_it_exists() {
    let document = paper(&record(), None);
    assert!(!document.text().contains(CANARY), "{}", document.text());
    let bytes = document_pdf(&document, Paper::A4).unwrap();
    assert!(!text(&lopdf::Document::load_mem(&bytes).unwrap()).contains(CANARY));
    assert!(document.text().contains("an entry about another person"), "the retraction itself is said");
    let whole = record();
    let without: Vec<Arc<Recorded>> = leaving(&whole).log().map(Arc::clone).collect();
    let without = Chart::fold(whole.id, without);
    assert_eq!(document_pdf(&paper(&without, None), Paper::A4).unwrap(), bytes, "the same paper as if it had never been said");
}

#[test]
fn a_release_holds_its_parts_and_no_other() {
    let document = paper(&record(), Some(&[ReleasePart::Medicines]));
    let text = document.text();
    for said in
        ["From the record of María Delgado", "For Dr N. Ito. What for: second opinion.", "Consent signed on paper", "Sertraline"]
    {
        assert!(text.contains(said), "“{said}” is not in: {text}");
    }
    for other in ["PHQ-9", "walk the dog", "Behavioural activation", "I stop answering", "typed twice", "Sleep first"] {
        assert!(!text.contains(other), "“{other}” was not asked for");
    }
}

#[test]
fn it_is_tagged_in_order_with_headings_of_columns_and_rows_and_a_language() {
    let document = read(&paper(&record(), None));
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en");
    let roles = elements(&document);
    let levels: Vec<u8> = roles.iter().filter_map(|(role, _)| role.strip_prefix('H')?.parse().ok()).collect();
    assert_eq!(levels.first(), Some(&1));
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "no level of heading is left out: {levels:?}");
    let count = |name: &str| roles.iter().filter(|(role, _)| role == name).count();
    let (tables, rows) = (count("Table"), count("TR"));
    assert!(tables >= 5, "{tables}");
    let scoped = roles.iter().filter(|(role, element)| role == "TH" && format!("{element:?}").contains("Scope")).count();
    assert_eq!(scoped, count("TH"), "every heading of a table says what it heads");
    assert!(count("TH") > rows, "each row has its heading, and each table those of its columns");
}

#[test]
fn a_long_cell_goes_on_on_the_next_sheet_and_a_letter_that_the_font_lacks_leaves_its_number() {
    let mut log = Log(vec![]);
    let person = Demographics { family_name: "Ito".into(), ..Demographics::default() };
    log.say(1, 5, Event::Registered(Registered { record_number: "1".into(), person }));
    let words = format!("{} the end 漢", "furthermore it goes on ".repeat(500));
    let course = CourseId(Uuid::from_u128(1));
    log.say(1, 6, medicine(1, "Sertraline"));
    log.say(1, 7, Event::MedicationStopped(Stopped { course, reason: StopReason::SideEffect, words }));
    let document = read(&paper(&log.chart(), None));
    let text = text(&document);
    // What stands at the head and foot of a sheet comes between words, never into one.
    assert_eq!(text.matches("furthermore").count(), 500, "nothing of it is lost");
    assert!(text.contains("[U+6F22]"), "{}", &text[text.len() - 400..]);
    assert!(document.get_pages().len() > 3);
}
