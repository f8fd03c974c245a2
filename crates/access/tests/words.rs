//! What a patient wrote for one person of the team, and what they keep from somebody who acts for them.

#![allow(clippy::unwrap_used, missing_docs)]

use concord_access::View;
use concord_chart::{
    ActivityId, Author, AuthorKind, CourseId, Draft, Event, EventId, HomeworkId, IdempotencyKey, Recorded, Sensitivity, StaffId,
    When, medication, practice::PracticeRated, proxy::ProxyMay, therapy, work::ActivityReported,
};
use jiff::civil::date;
use std::sync::Arc;
use uuid::Uuid;

const THERAPIST: StaffId = StaffId(Uuid::from_u128(1));
const PRESCRIBER: StaffId = StaffId(Uuid::from_u128(2));
const TALKING: CourseId = CourseId(Uuid::from_u128(3));
const TABLETS: CourseId = CourseId(Uuid::from_u128(4));
const OWN_TABLETS: CourseId = CourseId(Uuid::from_u128(5));
const WORDS: &str = "he was in the house again";

fn log(events: Vec<(AuthorKind, Event)>) -> Vec<Arc<Recorded>> {
    let recorded = (1_u64..).zip(events).map(|(seq, (kind, event))| {
        let draft = Draft {
            id: EventId(Uuid::from_u128(u128::from(seq))),
            occurred: When::Day(date(2026, 8, 20)),
            author: Author { kind, staff: None, name: "somebody".to_owned(), role: String::new() },
            on_behalf_of: None,
            sensitivity: Sensitivity::General,
            key: IdempotencyKey(seq.to_string()),
            amends: None,
            source: None,
            event,
        };
        Arc::new(Recorded { seq, recorded_at: jiff::Timestamp::UNIX_EPOCH, draft })
    });
    recorded.collect()
}

fn talking(therapist: Option<StaffId>) -> Event {
    Event::TherapyStarted(therapy::Started {
        course: TALKING,
        therapy: None,
        name: "Talking".to_owned(),
        planned_sessions: None,
        every_days: None,
        therapist,
        therapist_name: "Dr Silva".to_owned(),
        aim: String::new(),
    })
}

fn task_not_done() -> Event {
    Event::HomeworkReported(therapy::HomeworkReported {
        course: TALKING,
        homework: HomeworkId(Uuid::from_u128(9)),
        done_percent: 0,
        could_not: WORDS.to_owned(),
        obstacle: Some("no_time".to_owned()),
    })
}

fn plan_not_done(done: bool) -> Event {
    Event::ActivityReported(ActivityReported {
        activity: ActivityId(Uuid::from_u128(8)),
        what: String::new(),
        done,
        mastery: None,
        pleasure: None,
        mood_before: None,
        mood_after: None,
        obstacle: (!done).then(|| "no_time".to_owned()),
        words: WORDS.to_owned(),
    })
}

fn practice_not_done() -> Event {
    Event::PracticeRated(PracticeRated {
        course: CourseId(Uuid::from_u128(7)),
        on: date(2026, 8, 20),
        before: None,
        after: None,
        noticed: WORDS.to_owned(),
        obstacle: Some("no_time".to_owned()),
    })
}

fn words_seen(view: &View, events: Vec<(AuthorKind, Event)>) -> usize {
    format!("{:?}", view.filter(&log(events))).matches(WORDS).count()
}

#[test]
fn why_a_task_could_not_be_done_is_read_by_whoever_set_it_and_the_team_sees_that_and_the_reason() {
    let told = || {
        let patient = AuthorKind::Patient;
        let own = [task_not_done(), plan_not_done(false), practice_not_done()].map(|event| (patient, event));
        std::iter::once((AuthorKind::Staff, talking(Some(THERAPIST)))).chain(own).collect::<Vec<_>>()
    };
    assert_eq!(words_seen(&View::Clinical(THERAPIST), told()), 3);
    assert_eq!(words_seen(&View::Patient, told()), 3);
    assert_eq!(words_seen(&View::Clinical(PRESCRIBER), told()), 0);
    let seen = format!("{:?}", View::Clinical(PRESCRIBER).filter(&log(told())));
    assert_eq!(seen.matches("no_time").count(), 3, "the reason is the team's to know: {seen}");
}

#[test]
fn where_nobody_is_named_or_the_team_wrote_it_down_itself_the_team_reads_it() {
    let (staff, patient) = (AuthorKind::Staff, AuthorKind::Patient);
    assert_eq!(words_seen(&View::Clinical(PRESCRIBER), vec![(staff, talking(None)), (patient, task_not_done())]), 1);
    let by_team = vec![(staff, talking(Some(THERAPIST))), (staff, task_not_done())];
    assert_eq!(words_seen(&View::Clinical(PRESCRIBER), by_team), 1);
    let done = vec![(staff, talking(Some(THERAPIST))), (patient, plan_not_done(true))];
    assert_eq!(words_seen(&View::Clinical(PRESCRIBER), done), 1, "what was done is no secret");
}

fn started(course: CourseId, name: &str, from_elsewhere: bool) -> Event {
    Event::MedicationStarted(medication::Started {
        course,
        substance: None,
        name: name.to_owned(),
        coding: Vec::new(),
        dosing: medication::Dosing { dose: None, per_day: None, time_words: String::new(), as_needed: false },
        route: None,
        purpose: String::new(),
        prescriber: String::new(),
        from_elsewhere,
    })
}

#[test]
fn somebody_who_acts_sees_what_is_prescribed_and_not_what_the_patient_told_of() {
    let (staff, patient) = (AuthorKind::Staff, AuthorKind::Patient);
    let missed = |course| {
        let (on, reason) = (date(2026, 8, 20), WORDS.to_owned());
        Event::DoseMissed(medication::DoseMissed { course, on, reason, known_from: medication::KnownFrom::default() })
    };
    let told = vec![
        (staff, started(TABLETS, "Sertraline", false)),
        (patient, started(OWN_TABLETS, "The pill", true)),
        (patient, missed(TABLETS)),
        (staff, missed(OWN_TABLETS)),
    ];
    let seen = View::Proxy(ProxyMay::ALL.to_vec()).filter(&log(told));
    let kinds: Vec<&str> = seen.iter().map(|recorded| recorded.event().kind()).collect();
    assert_eq!(kinds, ["medication.started"]);
    assert!(!format!("{seen:?}").contains("The pill"));
}
