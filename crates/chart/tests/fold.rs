//! Laws of the fold: order of recording does not matter, adding is the same as folding, nothing retracted counts.

#![allow(clippy::unwrap_used, missing_docs)]

use concord_chart::{
    Author, AuthorKind, Chart, ChartId, CourseId, Draft, Event, EventId, IdempotencyKey, Recorded, Sensitivity, SessionId, When,
    diary::MoodEntered,
    entry::{EntryRetracted, RetractionReason},
    medication::{
        DoseChanged, DoseMissed, DoseTaken, Dosing, KnownFrom, PlannedStep, Started, StepsPlanned, StopReason, Stopped,
    },
    quantity::Dose,
    questionnaire::{Answered, Respondent},
    registration::{Demographics, Registered},
    session,
    steps::{PlanPaused, PlanResumed, StepConfirmed},
    therapy,
};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, date},
};
use proptest::prelude::*;
use std::sync::Arc;
use uuid::Uuid;

const CHART: ChartId = ChartId(Uuid::from_u128(7));
const FIRST: Date = date(2026, 1, 1);

fn draft(number: u128, on: Date, event: Event) -> Draft {
    Draft {
        id: EventId(Uuid::from_u128(number)),
        occurred: When::Day(on),
        author: Author { kind: AuthorKind::Staff, staff: None, name: "R. Lindgren".into(), role: "Therapist".into() },
        on_behalf_of: None,
        sensitivity: Sensitivity::General,
        key: IdempotencyKey(format!("key-{number}")),
        amends: None,
        source: None,
        event,
    }
}

fn log(drafts: Vec<Draft>) -> Vec<Arc<Recorded>> {
    let recorded_at = Timestamp::UNIX_EPOCH;
    (1..).zip(drafts).map(|(seq, draft)| Arc::new(Recorded { seq, recorded_at, draft })).collect()
}

fn registered() -> Draft {
    let person = Demographics { family_name: "Delgado".into(), given_name: "Maria".into(), ..Demographics::default() };
    draft(1, FIRST, Event::Registered(Registered { record_number: "204 517".into(), person }))
}

fn dosing(mg: i64) -> Dosing {
    Dosing { dose: Some(Dose::mg(mg)), per_day: Some(1.into()), time_words: String::new(), as_needed: false }
}

fn started(number: u128, course: u128, on: Date) -> Draft {
    draft(
        number,
        on,
        Event::MedicationStarted(Started {
            course: CourseId(Uuid::from_u128(course)),
            substance: Some("sertraline".into()),
            name: "Sertraline".into(),
            coding: vec![],
            dosing: dosing(25),
            route: None,
            purpose: String::new(),
            prescriber: String::new(),
            from_elsewhere: false,
        }),
    )
}

fn retraction(number: u128, of: u128, on: Date) -> Draft {
    let event =
        EntryRetracted { entry: EventId(Uuid::from_u128(of)), reason: RetractionReason::EnteredInError, words: String::new() };
    draft(number, on, Event::EntryRetracted(event))
}

fn answered(number: u128, on: Date, each: u8) -> Draft {
    draft(
        number,
        on,
        Event::QuestionnaireAnswered(Answered {
            instrument: "phq-9".into(),
            version: "1".into(),
            answers: vec![Some(each); 9],
            difficulty: None,
            respondent: Respondent::Patient,
            language: "en".into(),
            partial: false,
        }),
    )
}

#[test]
fn a_retracted_answer_counts_for_nothing_and_stays_readable() {
    let chart = Chart::fold(CHART, log(vec![registered(), answered(2, FIRST, 3), retraction(3, 2, FIRST)]));
    assert_eq!(chart.questionnaires.completed, []);
    let entry = chart.entry(EventId(Uuid::from_u128(2))).unwrap();
    assert!(entry.status.is_retracted());
}

#[test]
fn a_retraction_that_is_retracted_has_no_effect() {
    let drafts = vec![registered(), answered(2, FIRST, 3), retraction(3, 2, FIRST), retraction(4, 3, FIRST)];
    assert_eq!(Chart::fold(CHART, log(drafts)).questionnaires.completed.len(), 1);
}

#[test]
fn a_correction_takes_the_place_of_the_entry_and_of_nothing_else() {
    let mut corrected = answered(3, FIRST, 1);
    corrected.amends = Some(EventId(Uuid::from_u128(2)));
    let chart = Chart::fold(CHART, log(vec![registered(), answered(2, FIRST, 3), corrected]));
    let ids: Vec<_> = chart.questionnaires.completed.iter().map(|done| done.id.0.as_u128()).collect();
    assert_eq!(ids, [3]);
}

#[test]
fn a_correction_of_a_correction_leaves_one_account_and_the_first_does_not_come_back() {
    let correcting =
        |number, earlier: u128, event| Draft { amends: Some(EventId(Uuid::from_u128(earlier))), ..draft(number, FIRST, event) };
    let Draft { event: Event::MedicationStarted(first), .. } = started(2, 50, FIRST) else { panic!("no start") };
    let named = |name: &str| Event::MedicationStarted(Started { name: name.into(), ..first.clone() });
    let twice = vec![
        registered(),
        started(2, 50, FIRST),
        correcting(3, 2, named("Sertralin")),
        correcting(4, 3, named("Sertraline hydrochloride")),
    ];
    let names = |chart: &Chart| chart.medications.iter().map(|course| course.what.name.clone()).collect::<Vec<_>>();
    let chart = Chart::fold(CHART, log(twice.clone()));
    assert_eq!(names(&chart), ["Sertraline hydrochloride"]);

    let third = correcting(5, 4, named("Zoloft"));
    assert_eq!(chart.decide(vec![third.clone()], FIRST), Ok(vec![third]), "it can be corrected once more");
    let back = Chart::fold(CHART, log([twice, vec![retraction(5, 4, FIRST)]].concat()));
    assert_eq!(names(&back), ["Sertralin"], "without the last account the one before it holds");
}

#[test]
fn minutes_that_are_corrected_after_the_note_was_signed_leave_the_note_in_its_place() {
    let (course, session) = (CourseId(Uuid::from_u128(20)), SessionId(Uuid::from_u128(30)));
    let begun = therapy::Started {
        course,
        therapy: None,
        name: "CBT".into(),
        planned_sessions: None,
        every_days: None,
        therapist: None,
        therapist_name: String::new(),
        aim: String::new(),
    };
    let held = |minutes| {
        let format = therapy::Format::default();
        let (summary, interventions) = ("in short".to_owned(), Vec::new());
        Event::SessionHeld(therapy::SessionHeld { course, session, minutes: Some(minutes), format, summary, interventions })
    };
    let golden = include_str!("../golden/therapy.session_written.v1.json");
    let Event::SessionWritten(signed) = Event::read("therapy.session_written", 1, golden).unwrap() else { panic!("no session") };
    let signed = session::SessionWritten { course, session, summary: "what was signed".into(), ..signed };
    let corrected = Draft { amends: Some(EventId(Uuid::from_u128(3))), ..draft(5, FIRST, held(45)) };
    let log = log(vec![
        registered(),
        draft(2, FIRST, Event::TherapyStarted(begun)),
        draft(3, FIRST, held(50)),
        draft(4, FIRST, Event::SessionWritten(signed)),
        corrected,
    ]);
    let chart = Chart::fold(CHART, log);
    let session = &chart.therapies[0].sessions[0];
    assert_eq!(session.minutes, Some(45));
    assert!(session.written.is_some(), "the signed note is still there");
    assert_eq!(session.summary, "what was signed");
}

#[test]
fn a_dose_change_recorded_before_the_start_still_finds_its_course() {
    let change = draft(
        3,
        FIRST,
        Event::DoseChanged(DoseChanged { course: CourseId(Uuid::from_u128(50)), dosing: dosing(50), reason: String::new() }),
    );
    let chart = Chart::fold(CHART, log(vec![registered(), change, started(2, 50, FIRST)]));
    assert_eq!(chart.medications[0].dosing().unwrap().words(), "50 mg");
}

#[test]
fn the_same_submission_twice_adds_nothing() {
    let chart = Chart::fold(CHART, log(vec![registered(), answered(2, FIRST, 3)]));
    assert_eq!(chart.decide(vec![answered(2, FIRST, 3)], FIRST).unwrap(), []);
}

#[test]
fn a_stopped_medicine_is_not_changed_again() {
    let course = CourseId(Uuid::from_u128(50));
    let stop =
        draft(3, FIRST, Event::MedicationStopped(Stopped { course, reason: StopReason::SideEffect, words: String::new() }));
    let chart = Chart::fold(CHART, log(vec![registered(), started(2, 50, FIRST), stop]));
    let change = draft(4, FIRST, Event::DoseChanged(DoseChanged { course, dosing: dosing(50), reason: String::new() }));
    let refusal = chart.decide(vec![change], FIRST).unwrap_err();
    assert!(refusal.sentence.contains("was stopped"), "{refusal}");
}

#[test]
fn nothing_has_happened_the_day_after_tomorrow() {
    let chart = Chart::fold(CHART, log(vec![registered()]));
    let later = FIRST.checked_add(2.days()).unwrap();
    assert!(chart.decide(vec![answered(2, later, 1)], FIRST).is_err());
    assert!(chart.decide(vec![answered(2, FIRST.tomorrow().unwrap(), 1)], FIRST).is_ok());
}

#[test]
fn only_changes_of_the_same_thing_are_a_conflict() {
    let course = CourseId(Uuid::from_u128(50));
    let change =
        |number| draft(number, FIRST, Event::DoseChanged(DoseChanged { course, dosing: dosing(50), reason: String::new() }));
    let chart = Chart::fold(CHART, log(vec![registered(), started(2, 50, FIRST), change(3), answered(4, FIRST, 1)]));
    let theirs = chart.changed_since(2, &[change(9)]);
    assert_eq!(theirs.iter().map(|recorded| recorded.seq).collect::<Vec<_>>(), [3]);
    assert!(chart.changed_since(3, &[change(9)]).is_empty());
    assert!(chart.changed_since(0, &[answered(9, FIRST, 1)]).is_empty());
}

/// Any event of a small clinic, on any of 40 days, with retractions and corrections among them.
fn any_draft(number: u128) -> impl Strategy<Value = Draft> {
    let course = (0_u128..3).prop_map(|course| CourseId(Uuid::from_u128(1000 + course)));
    (0_i64..40, course, 0_u8..4, 0_usize..11, 2_u128..40).prop_map(move |(day, course, small, kind, other)| {
        let on = FIRST.checked_add(day.days()).unwrap();
        match kind {
            0 => answered(number, on, small),
            1 => draft(
                number,
                on,
                Event::DoseChanged(DoseChanged { course, dosing: dosing(25 * (i64::from(small) + 1)), reason: String::new() }),
            ),
            2 => draft(number, on, Event::DoseTaken(DoseTaken { course, on, at: None, known_from: KnownFrom::PatientTick })),
            3 => draft(
                number,
                on,
                Event::DoseMissed(DoseMissed { course, on, reason: String::new(), known_from: KnownFrom::PatientTick }),
            ),
            4 => draft(number, on, Event::MoodEntered(MoodEntered { on, mood: small as i8 - 2, words: String::new() })),
            5 => retraction(number, other, on),
            6 => {
                let steps = [7, 14].map(|days| PlannedStep {
                    from: FIRST.checked_add((day + days).days()).unwrap(),
                    dosing: dosing(50),
                    only_if: None,
                });
                draft(number, on, Event::StepsPlanned(StepsPlanned::plain(course, steps.into())))
            }
            7 => draft(number, on, Event::PlanPaused(PlanPaused { course, until: None, words: String::new() })),
            8 => draft(number, on, Event::PlanResumed(PlanResumed { course, shift_days: small.into() })),
            9 => {
                let confirmed = StepConfirmed { course, from: on, dosing: dosing(75), words: String::new() };
                draft(number, on, Event::StepConfirmed(confirmed))
            }
            _ => Draft { amends: Some(EventId(Uuid::from_u128(other))), ..answered(number, on, small) },
        }
    })
}

fn any_log() -> impl Strategy<Value = Vec<Draft>> {
    let rest: Vec<_> = (5..40).map(any_draft).collect();
    rest.prop_map(|rest| {
        let mut drafts = vec![registered(), started(2, 1000, FIRST), started(3, 1001, FIRST), started(4, 1002, FIRST)];
        drafts.extend(rest);
        drafts
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn adding_one_by_one_is_the_same_as_folding_the_whole(drafts in any_log()) {
        let log = log(drafts);
        let whole = Chart::fold(CHART, log.clone());
        let mut one_by_one = Chart::empty(CHART);
        for recorded in log {
            one_by_one.add([recorded]);
        }
        prop_assert_eq!(whole, one_by_one);
    }

    #[test]
    fn folding_never_fails_on_a_log_with_holes(drafts in any_log(), keep in prop::collection::vec(any::<bool>(), 39)) {
        let kept = drafts.into_iter().zip(keep).filter_map(|(draft, keep)| keep.then_some(draft)).collect();
        let chart = Chart::fold(CHART, log(kept));
        prop_assert!(chart.entries.len() <= 39);
    }
}
