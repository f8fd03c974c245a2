use crate::desk::*;
use concord_access::{Denied, Purpose, Role, Subject};
use concord_actions::{ActionError, Entry};
use concord_chart::{
    Event,
    acknowledgement::{AcknowledgeReason, FindingAcknowledged},
    barrier::{BarrierNoted, BarrierReason},
    circumstance::{Circumstance, CircumstanceNoted},
    dispensing::{Counted, Dispensed},
    medication::{KnownFrom, PlannedStep, StepsPlanned},
    registration::TeamLeft,
    steps::{PlanPaused, PlanResumed, StepConfirmed},
    task::{TaskKind, TaskOpened},
};
use jiff::civil::date;

fn is_denied<T: std::fmt::Debug>(result: Result<T, ActionError>, why: Denied) -> bool {
    matches!(result, Err(ActionError::Denied(denied)) if denied == why)
}

#[tokio::test]
async fn a_clinician_outside_the_team_is_refused_and_the_refusal_is_written_down() {
    let practice = Practice::open().await;
    let tried = practice.clinic.open_chart(&outsider(), practice.chart, Purpose("chart")).await.map(|open| open.head);
    assert!(is_denied(tried, Denied::NotOnTeam));
    let lines = practice.clinic.who_looked(&prescriber(), practice.chart, 10).await.unwrap();
    assert!(lines.iter().any(|line| line.what == "refused: chart" && line.name == outsider().name));
}

#[tokio::test]
async fn nobody_but_the_roles_that_may_sees_anything_of_a_chart() {
    let practice = Practice::open().await;
    let open = async |who: Subject| practice.clinic.open_chart(&who, practice.chart, Purpose("chart")).await;
    assert_eq!(open(prescriber()).await.unwrap().chart.medications.len(), 1);
    assert_eq!(open(therapist()).await.unwrap().chart.medications.len(), 1);
    assert_eq!(open(practice.patient()).await.unwrap().chart.medications.len(), 1);
    let desk = open(staff(Role::FrontDesk, 20)).await.unwrap().chart;
    assert_eq!((desk.medications.len(), desk.registration.episode_since), (0, None));
    assert!(is_denied(open(staff(Role::Administrator, 21)).await.map(|open| open.head), Denied::NotForRole));
    assert!(is_denied(open(staff(Role::Patient, 31)).await.map(|open| open.head), Denied::NotForRole));
    assert!(is_denied(open(staff(Role::ComplementaryPractitioner, 22)).await.map(|open| open.head), Denied::NotForRole));
}

#[tokio::test]
async fn a_therapist_does_not_change_a_dose_and_a_patient_does_not_sign_a_note() {
    let practice = Practice::open().await;
    let tried = practice.clinic.record(&therapist(), practice.chart, None, vec![change_to("k", 75)]).await;
    assert!(is_denied(tried, Denied::NotForRole));
    let tried = practice.clinic.record(&practice.patient(), practice.chart, None, vec![change_to("k", 75)]).await;
    assert!(is_denied(tried, Denied::NotForRole));
}

#[tokio::test]
async fn what_is_done_beside_a_medicine_is_recorded_by_those_whom_it_is_for() {
    let steps = vec![PlannedStep { from: date(2026, 9, 1), dosing: mg(75), only_if: None }];
    let plan = Event::StepsPlanned(StepsPlanned::plain(COURSE, steps));
    let pause = Event::PlanPaused(PlanPaused { course: COURSE, until: None, words: "dizzy".into() });
    let resume = Event::PlanResumed(PlanResumed { course: COURSE, shift_days: 7 });
    let step = StepConfirmed { course: COURSE, from: date(2026, 9, 8), dosing: mg(75), words: String::new() };
    let fill = Dispensed {
        course: COURSE,
        on: date(2026, 8, 20),
        quantity: None,
        unit: String::new(),
        days_supply: Some(30),
        place: String::new(),
        known_from: KnownFrom::Conversation,
    };
    let counted = Counted { course: COURSE, on: date(2026, 8, 20), left: 3.into(), expected: None };
    let barrier =
        BarrierNoted { course: None, reason: BarrierReason::Forgot, words: String::new(), owner: None, review_on: None };
    let task = TaskOpened {
        what: "Call".into(),
        kind: TaskKind::Call,
        item: None,
        course: None,
        owner: prescriber().staff.unwrap(),
        due: None,
        because: Vec::new(),
    };
    let went_on = FindingAcknowledged {
        finding: "a.rule".into(),
        substances: Vec::new(),
        severity: "major".into(),
        context: String::new(),
        reason: AcknowledgeReason::Monitored,
        words: String::new(),
        until: None,
    };
    let circumstance = CircumstanceNoted { what: Circumstance::NotPregnant {} };
    let (doctor, team, everybody) = ("d", "dt", "dtp");
    // In this order, since the plan must be there before it is paused, and paused before it goes on.
    let cases = [
        (plan, doctor),
        (pause, "dp"),
        (resume, doctor),
        (Event::StepConfirmed(step), doctor),
        (Event::Dispensed(fill), team),
        (Event::PillsCounted(counted), everybody),
        (Event::BarrierNoted(barrier), everybody),
        (Event::TaskOpened(task), team),
        (Event::FindingAcknowledged(went_on), doctor),
        (Event::CircumstanceNoted(circumstance), team),
    ];
    let practice = Practice::open().await;
    let people = [('f', staff(Role::FrontDesk, 20)), ('t', therapist()), ('p', practice.patient()), ('d', prescriber())];
    for (number, (event, may)) in cases.into_iter().enumerate() {
        let mut recorded = false;
        for (letter, who) in &people {
            let kind = event.kind();
            let entry = Entry::new(format!("{number}-{letter}"), event.clone());
            let tried = practice.clinic.record(who, practice.chart, None, vec![entry]).await;
            match tried {
                Err(error) if !may.contains(*letter) => assert!(is_denied::<()>(Err(error), Denied::NotForRole), "{kind}"),
                // A plan that the patient paused is paused already when the prescriber comes to it.
                Err(ActionError::Refused(_)) if recorded => {}
                Err(error) => panic!("{kind} by {letter}: {error:?}"),
                Ok(_) => {
                    assert!(may.contains(*letter), "{kind} was recorded by {letter}");
                    recorded = true;
                }
            }
        }
        assert!(recorded);
    }
}

#[tokio::test]
async fn leaving_the_team_ends_access_at_the_next_request_although_the_chart_lies_in_memory() {
    let practice = Practice::open().await;
    practice.clinic.open_chart(&therapist(), practice.chart, Purpose("chart")).await.unwrap();
    let left = Event::TeamLeft(TeamLeft { staff: therapist().staff.unwrap(), reason: String::new() });
    practice.clinic.record(&prescriber(), practice.chart, None, vec![Entry::new("left", left)]).await.unwrap();
    let tried = practice.clinic.open_chart(&therapist(), practice.chart, Purpose("chart")).await.map(|open| open.head);
    assert!(is_denied(tried, Denied::NotOnTeam));
}

#[tokio::test]
async fn lists_hold_only_patients_of_ones_own() {
    let practice = Practice::open().await;
    assert_eq!(practice.clinic.caseload(&prescriber()).await.unwrap().len(), 1);
    assert_eq!(practice.clinic.caseload(&outsider()).await.unwrap().len(), 0);
    assert!(is_denied(practice.clinic.caseload(&staff(Role::FrontDesk, 20)).await.map(|rows| rows.len()), Denied::NotForRole));
    assert!(is_denied(
        practice.clinic.find_patient(&practice.patient(), "delgado").await.map(|found| found.len()),
        Denied::NotForRole
    ));
}

#[tokio::test]
async fn a_person_is_found_by_the_beginnings_of_name_number_and_birth_date() {
    let practice = Practice::open().await;
    for query in ["del", "maria", "DELG mar", "204"] {
        let found = practice.clinic.find_patient(&staff(Role::FrontDesk, 20), query).await.unwrap();
        assert_eq!(found.len(), 1, "{query}");
    }
    assert!(practice.clinic.find_patient(&staff(Role::FrontDesk, 20), "delgado anna").await.unwrap().is_empty());
}

#[tokio::test]
async fn the_front_desk_knows_of_a_visit_when_and_with_whom_and_not_what_for() {
    let practice = Practice::open().await;
    let visit = concord_chart::VisitId(uuid::Uuid::from_u128(77));
    let happened = concord_chart::visit::VisitHappened {
        visit,
        what: "Lithium review".into(),
        until: None,
        with_name: "Dr Osei".into(),
        where_words: String::new(),
        reasons: vec!["bipolar disorder".into()],
    };
    let entry = Entry::new("visit", Event::VisitHappened(happened));
    practice.clinic.record(&prescriber(), practice.chart, None, vec![entry]).await.unwrap();
    let seen = practice.clinic.open_chart(&staff(Role::FrontDesk, 20), practice.chart, Purpose("identity")).await.unwrap().chart;
    let words = format!("{seen:?}");
    assert_eq!(seen.visits.len(), 1);
    assert!(words.contains("Dr Osei") && !words.contains("Lithium") && !words.contains("bipolar"), "{words}");
}
