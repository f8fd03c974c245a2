//! What an entry brings with it: a task for a named person, finished by what settles it.

use crate::desk::*;
use concord_access::{Denied, Purpose};
use concord_actions::{ActionError, Entry};
use concord_chart::{
    Chart, CourseId, Event, StaffId,
    barrier::{BarrierNoted, BarrierReason, BarrierResolved},
    entry::{EntryRetracted, RetractionReason},
    medication::{PlannedStep, Started, StepsPlanned, StopReason, Stopped},
    steps::PlanPaused,
};
use concord_registry::WorkItem;
use jiff::civil::date;
use std::sync::Arc;
use uuid::Uuid;

fn barrier(owner: Option<StaffId>) -> Event {
    let words = "the copay doubled".to_owned();
    let review_on = Some(date(2026, 9, 1));
    Event::BarrierNoted(BarrierNoted { course: Some(COURSE), reason: BarrierReason::Cost, words, owner, review_on })
}

async fn chart(practice: &Practice) -> Arc<Chart> {
    practice.clinic.open_chart(&prescriber(), practice.chart, Purpose("chart")).await.unwrap().chart
}

async fn plan(practice: &Practice, key: &str) {
    let step = PlannedStep { from: date(2026, 9, 10), dosing: mg(25), only_if: None };
    let planned = Event::StepsPlanned(StepsPlanned::plain(COURSE, vec![step]));
    practice.clinic.record(&prescriber(), practice.chart, None, vec![Entry::new(key, planned)]).await.unwrap();
}

fn pause() -> Event {
    Event::PlanPaused(PlanPaused { course: COURSE, until: None, words: "exams first".into() })
}

#[tokio::test]
async fn an_obstacle_with_an_owner_waits_for_them_until_it_is_out_of_the_way() {
    let practice = Practice::open().await;
    let owner = therapist().staff;
    for _ in 0..2 {
        let entry = Entry::new("b", barrier(owner));
        practice.clinic.record(&practice.patient(), practice.chart, None, vec![entry]).await.unwrap();
    }
    let noted = chart(&practice).await;
    let [task] = noted.tasks.as_slice() else { panic!("sent twice, followed once: {:?}", noted.tasks) };
    assert_eq!((Some(task.owner), task.what.due), (owner, Some(date(2026, 9, 1))));
    assert_eq!(task.what.because, [noted.barriers[0].id]);
    let waiting = practice.clinic.waiting(&therapist()).await.unwrap();
    assert!(waiting.iter().any(|(_, row)| row.owner == owner && matches!(row.what, WorkItem::Task(id, _) if id == task.id)));
    let messages = practice.clinic.store().outbox(practice.clinic.organisation(), 10).await.unwrap();
    assert_eq!(messages.iter().map(|message| Some(message.to.0)).collect::<Vec<_>>(), [owner.map(|owner| owner.0)]);
    assert!(!messages[0].text.contains("copay") && !messages[0].text.contains("Maria"), "{}", messages[0].text);

    let helped = BarrierResolved { barrier: noted.barriers[0].id, words: "A generic.".into() };
    let entry = Entry::new("r", Event::BarrierResolved(helped));
    practice.clinic.record(&therapist(), practice.chart, None, vec![entry]).await.unwrap();
    let gone = chart(&practice).await;
    assert_eq!(gone.tasks[0].done.as_ref().map(|(_, _, words)| words.as_str()), Some("A generic."));
}

#[tokio::test]
async fn without_an_owner_nobody_is_bothered_and_a_correction_moves_it_to_the_right_one() {
    let practice = Practice::open().await;
    practice.clinic.record(&prescriber(), practice.chart, None, vec![Entry::new("b", barrier(None))]).await.unwrap();
    let noted = chart(&practice).await;
    assert!(noted.tasks.is_empty());
    let mut earlier = noted.barriers[0].id;
    for (key, owner) in [("to-one", prescriber().staff), ("to-another", therapist().staff)] {
        let entry = Entry::new(key, barrier(owner)).amending(earlier);
        practice.clinic.record(&prescriber(), practice.chart, None, vec![entry]).await.unwrap();
        earlier = chart(&practice).await.barriers[0].id;
    }
    let corrected = chart(&practice).await;
    let open: Vec<_> = corrected.tasks.iter().filter(|task| task.is_open()).map(|task| Some(task.owner)).collect();
    assert_eq!(open, [therapist().staff], "one person has it, and never two");

    let wrong = EntryRetracted { entry: earlier, reason: RetractionReason::WrongPatient, words: String::new() };
    let entry = Entry::new("x", Event::EntryRetracted(wrong));
    practice.clinic.record(&prescriber(), practice.chart, None, vec![entry]).await.unwrap();
    assert!(chart(&practice).await.tasks.iter().all(|task| !task.is_open()), "what was never so waits for nobody");
}

#[tokio::test]
async fn a_pause_by_the_patient_asks_the_prescriber_and_a_new_plan_answers_it() {
    let practice = Practice::open().await;
    plan(&practice, "p").await;
    practice.clinic.record(&practice.patient(), practice.chart, None, vec![Entry::new("w", pause())]).await.unwrap();
    let paused = chart(&practice).await;
    let [task] = paused.tasks.as_slice() else { panic!("{:?}", paused.tasks) };
    assert_eq!((Some(task.owner), task.by.as_str()), (prescriber().staff, practice.patient().name.as_str()));
    assert!(task.what.due.is_some() && task.what.what.contains("exams first"), "{}", task.what.what);
    plan(&practice, "p2").await;
    assert!(chart(&practice).await.tasks.iter().all(|task| !task.is_open()));

    practice.clinic.record(&prescriber(), practice.chart, None, vec![Entry::new("w2", pause())]).await.unwrap();
    assert!(chart(&practice).await.tasks.iter().all(|task| !task.is_open()), "a prescriber needs no reminder of their own pause");
}

#[tokio::test]
async fn a_patient_ends_only_what_they_put_on_the_list() {
    let practice = Practice::open().await;
    let started = |course, from_elsewhere| {
        Event::MedicationStarted(Started {
            course,
            substance: None,
            name: "Valerian".into(),
            coding: Vec::new(),
            dosing: mg(300),
            route: None,
            purpose: String::new(),
            prescriber: String::new(),
            from_elsewhere,
        })
    };
    let (own, told) = (CourseId(Uuid::from_u128(31)), CourseId(Uuid::from_u128(32)));
    let by_patient = vec![Entry::new("own", started(own, true))];
    practice.clinic.record(&practice.patient(), practice.chart, None, by_patient).await.unwrap();
    let by_doctor = vec![Entry::new("told", started(told, true))];
    practice.clinic.record(&prescriber(), practice.chart, None, by_doctor).await.unwrap();
    let stop = |course: CourseId| {
        let stopped = Stopped { course, reason: StopReason::PatientChoice, words: String::new() };
        vec![Entry::new(format!("stop-{course}"), Event::MedicationStopped(stopped))]
    };
    practice.clinic.record(&practice.patient(), practice.chart, None, stop(own)).await.unwrap();
    for course in [told, COURSE] {
        let refused = practice.clinic.record(&practice.patient(), practice.chart, None, stop(course)).await;
        assert!(matches!(refused, Err(ActionError::Denied(Denied::NotForRole))), "{refused:?}");
    }
    let chart = chart(&practice).await;
    let current: Vec<_> = chart.medications.iter().filter(|course| course.is_current()).map(|course| course.id).collect();
    assert_eq!(current, [COURSE, told]);
}
