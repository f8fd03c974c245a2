//! What it costs to work out the rows of a chart, which happens at every recording, and to sort and read a caseload.

#![allow(clippy::unwrap_used, missing_docs)]

use concord_chart::medication::{DoseTaken, Dosing, KnownFrom, Started};
use concord_chart::quantity::Dose;
use concord_chart::questionnaire::Answered;
use concord_chart::registration::{CareRole, Demographics, EpisodeOpened, Registered, TeamJoined, TeamMember};
use concord_chart::therapy::{self, Format, HomeworkReported, HomeworkSet, SessionHeld, SessionPlanned};
use concord_chart::*;
use concord_knowledge::shipped;
use concord_registry::{CaseloadRow, Shelf, project};
use jiff::civil::{Date, date};
use jiff::{ToSpan, tz::TimeZone};
use rust_decimal::Decimal;
use std::str::FromStr;
use std::sync::Arc;

fn main() {
    let chart = chart(500);
    let rows = project(&chart, shipped(), &zone());
    let row = rows.iter().find(|row| row.shelf == Shelf::Caseload).unwrap();
    println!("{} entries, {} rows, caseload row {} bytes", chart.entries.len(), rows.len(), row.body.len());
    divan::main();
}

fn zone() -> TimeZone {
    TimeZone::get("America/New_York").unwrap()
}

fn id<T: FromStr<Err: std::fmt::Debug>>(number: u128) -> T {
    format!("{number:032x}").parse().unwrap()
}

/// A year or so of one person: an antidepressant with daily ticks, weekly therapy with homework, a PHQ-9 every two weeks.
fn events() -> impl Iterator<Item = (Date, Event)> {
    let first = date(2026, 1, 5);
    let on = move |days: i64| first.checked_add(days.days()).unwrap();
    let member = |number, name: &str, role| {
        Event::TeamJoined(TeamJoined { member: TeamMember { staff: Some(id(number)), name: name.to_owned(), role } })
    };
    let (medicine, therapy) = (id(10), id(11));
    let beginning = [
        Event::Registered(Registered {
            record_number: "C-1204".to_owned(),
            person: Demographics { family_name: "Delgado".to_owned(), given_name: "Maria".to_owned(), ..Demographics::default() },
        }),
        Event::EpisodeOpened(EpisodeOpened { reason: "low mood".to_owned() }),
        member(1, "Dr Osei", CareRole::Prescriber),
        member(2, "R. Lindgren", CareRole::Therapist),
        member(3, "B. Achebe", CareRole::CareManager),
        Event::MedicationStarted(Started {
            course: medicine,
            substance: Some("sertraline".into()),
            name: "sertraline".to_owned(),
            coding: Vec::new(),
            dosing: Dosing {
                dose: Some(Dose::mg(50)),
                per_day: Some(Decimal::ONE),
                time_words: "at night".to_owned(),
                as_needed: false,
            },
            route: None,
            purpose: String::new(),
            prescriber: String::new(),
            from_elsewhere: false,
        }),
        Event::TherapyStarted(therapy::Started {
            course: therapy,
            therapy: Some("cbt".into()),
            name: "CBT".to_owned(),
            planned_sessions: Some(16),
            every_days: Some(7),
            therapist: Some(id(2)),
            therapist_name: "R. Lindgren".to_owned(),
            aim: String::new(),
        }),
    ];
    let days = (0..).flat_map(move |day: i64| {
        let known_from = KnownFrom::PatientTick;
        let mut events = vec![Event::DoseTaken(DoseTaken { course: medicine, on: on(day), at: None, known_from })];
        let number = u128::try_from(day).unwrap();
        if day % 14 == 0 {
            let answers = (0..9).map(|item| Some(u8::try_from((day / 14 + item) % 4).unwrap())).collect();
            events.push(Event::QuestionnaireAnswered(Answered {
                instrument: "phq-9".into(),
                version: "1".to_owned(),
                answers,
                difficulty: None,
                respondent: Default::default(),
                language: "en".to_owned(),
                partial: false,
            }));
        }
        if day % 7 == 1 {
            let session = id(0x1000 + number);
            let at = on(day).at(15, 0, 0, 0).to_zoned(zone()).unwrap().timestamp();
            let planned = SessionPlanned { course: therapy, session, at, minutes: 50, place: None, format: Format::Individual };
            let held = SessionHeld {
                course: therapy,
                session,
                minutes: Some(50),
                format: Format::Individual,
                summary: String::new(),
                interventions: Vec::new(),
            };
            let homework = id(0x2000 + number);
            let set = HomeworkSet {
                course: therapy,
                homework,
                session: None,
                task: "activity plan".to_owned(),
                due: None,
                form: None,
                times: None,
            };
            let reported =
                HomeworkReported { course: therapy, homework, done_percent: 70, could_not: String::new(), obstacle: None };
            events.extend([
                Event::SessionPlanned(planned),
                Event::SessionHeld(held),
                Event::HomeworkSet(set),
                Event::HomeworkReported(reported),
            ]);
        }
        events.into_iter().map(move |event| (on(day), event))
    });
    beginning.into_iter().map(move |event| (first, event)).chain(days)
}

fn chart(entries: usize) -> Chart {
    let author = Author { kind: AuthorKind::Patient, staff: None, name: "Maria Delgado".to_owned(), role: String::new() };
    let log = (1..).zip(events()).take(entries).map(|(seq, (on, event))| {
        let draft = Draft {
            id: id(0x10_0000 + u128::from(seq)),
            occurred: When::Instant(on.at(9, 0, 0, 0).to_zoned(zone()).unwrap().timestamp()),
            author: author.clone(),
            on_behalf_of: None,
            sensitivity: Sensitivity::General,
            key: IdempotencyKey(seq.to_string()),
            amends: None,
            source: None,
            event,
        };
        Arc::new(Recorded { seq, recorded_at: jiff::Timestamp::UNIX_EPOCH, draft })
    });
    Chart::fold(id(5), log.collect::<Vec<_>>())
}

#[divan::bench(args = [50, 500, 3000])]
fn rows_of_a_chart(bencher: divan::Bencher<'_, '_>, entries: usize) {
    let (chart, zone) = (chart(entries), zone());
    bencher.bench(|| project(&chart, shipped(), &zone));
}

fn caseload() -> Vec<CaseloadRow> {
    let rows = project(&chart(500), shipped(), &zone());
    let row = rows.iter().find(|row| row.shelf == Shelf::Caseload).unwrap();
    vec![serde_json::from_str(&row.body).unwrap(); 10_000]
}

#[divan::bench]
fn sorting_ten_thousand_people(bencher: divan::Bencher<'_, '_>) {
    let rows = caseload();
    let today = date(2026, 9, 1);
    bencher.bench(|| {
        let mut order: Vec<_> = rows.iter().map(|row| (row.standing(today), &row.person.family_name)).collect();
        order.sort_unstable();
        order.len()
    });
}

#[divan::bench]
fn the_facts_of_ten_thousand_people(bencher: divan::Bencher<'_, '_>) {
    let rows = caseload();
    bencher.bench(|| concord_registry::caseload::facts(rows.iter(), date(2026, 9, 1)));
}

#[divan::bench]
fn fifty_lines(bencher: divan::Bencher<'_, '_>) {
    let rows = caseload();
    bencher.bench(|| rows[..50].iter().map(|row| row.at(date(2026, 9, 1))).collect::<Vec<_>>());
}
