//! Folding a chart of 3,000 events.

use super::table::{Table, milliseconds, percentile};
use concord_chart::{
    Author, AuthorKind, Chart, ChartId, Draft, Event, EventId, IdempotencyKey, Recorded, Sensitivity, When,
    diary::MoodEntered,
    medication::{DoseTaken, Dosing, KnownFrom, Started},
    quantity::Dose,
    questionnaire::{Answered, Respondent},
    registration::{Demographics, Registered},
};
use jiff::{Timestamp, ToSpan, civil::date};
use std::{sync::Arc, time::Instant};
use uuid::Uuid;

const EVENTS: u64 = 3_000;

/// Folds the same log many times and prints the middle and the slow end.
pub fn measure(table: &mut Table) {
    let log = log(EVENTS);
    let mut times: Vec<_> = (0..60)
        .map(|_| {
            let begun = Instant::now();
            let chart = Chart::fold(ChartId(Uuid::nil()), log.iter().map(Arc::clone));
            std::hint::black_box(chart.head);
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    table.line("folding a chart of 3,000 events, p50", &milliseconds(percentile(&times, 0.5)), "under 3 ms");
    table.line("folding a chart of 3,000 events, p99", &milliseconds(percentile(&times, 0.99)), "");
}

/// A log of doses, moods and questionnaires over years, as a diligent patient leaves it.
pub fn log(events: u64) -> Vec<Arc<Recorded>> {
    let course = concord_chart::CourseId(Uuid::from_u128(1));
    (1..=events).map(|seq| Arc::new(Recorded { seq, recorded_at: Timestamp::UNIX_EPOCH, draft: draft(seq, course) })).collect()
}

fn draft(seq: u64, course: concord_chart::CourseId) -> Draft {
    let on = date(2018, 1, 1).checked_add((seq as i64 / 3).days()).unwrap_or(date(2018, 1, 1));
    let event = match (seq, seq % 3) {
        (1, _) => Event::Registered(Registered {
            record_number: "1".to_owned(),
            person: Demographics { family_name: "Bench".to_owned(), ..Demographics::default() },
        }),
        (2, _) => Event::MedicationStarted(Started {
            course,
            substance: Some("sertraline".into()),
            name: "Sertraline".to_owned(),
            coding: Vec::new(),
            dosing: Dosing { dose: Some(Dose::mg(50)), per_day: Some(1.into()), time_words: String::new(), as_needed: false },
            route: None,
            purpose: String::new(),
            prescriber: String::new(),
            from_elsewhere: false,
        }),
        (_, 0) if seq.is_multiple_of(42) => Event::QuestionnaireAnswered(Answered {
            instrument: "phq-9".into(),
            version: "1".to_owned(),
            answers: vec![Some(1); 9],
            difficulty: None,
            respondent: Respondent::Patient,
            language: "en".to_owned(),
            partial: false,
        }),
        (_, 1) => Event::MoodEntered(MoodEntered { on, mood: (seq % 5) as i8 - 2, words: String::new() }),
        _ => Event::DoseTaken(DoseTaken { course, on, at: None, known_from: KnownFrom::PatientTick }),
    };
    Draft {
        id: EventId(Uuid::from_u128(u128::from(seq))),
        occurred: When::Day(on),
        author: Author { kind: AuthorKind::Patient, staff: None, name: "Bench".to_owned(), role: "Patient".to_owned() },
        on_behalf_of: None,
        sensitivity: Sensitivity::General,
        key: IdempotencyKey(format!("bench-{seq}")),
        amends: None,
        source: None,
        event,
    }
}
