use crate::desk::*;
use concord_access::Purpose;
use concord_actions::Submission;
use concord_chart::{
    EntryStatus, InstrumentId,
    questionnaire::{Answers, Respondent},
    registration::CareRole,
};

fn phq9(key: &str, last: Option<u8>) -> Submission {
    let mut answers = vec![Some(1); 8];
    answers.push(last);
    Submission {
        key: key.into(),
        instrument: InstrumentId::from("phq-9"),
        answers,
        difficulty: None,
        respondent: Respondent::Patient,
        at: None,
        language: "en".into(),
        partial: false,
    }
}

#[tokio::test]
async fn a_worrying_answer_counts_before_the_last_page_was_sent_and_the_team_is_told_once() {
    let practice = Practice::open().await;
    let (patient, clinic) = (practice.patient(), &practice.clinic);
    let first = clinic.answer_so_far(&patient, practice.chart, phq9("so-far", Some(2)), None).await.unwrap();
    let told =
        |outbox: Vec<concord_store::OutboxMessage>| outbox.iter().filter(|message| message.kind == "finding_to_owner").count();
    assert_eq!(told(clinic.store().outbox(clinic.organisation(), 10).await.unwrap()), 1);

    let again = clinic.answer_so_far(&patient, practice.chart, phq9("so-far", Some(2)), None).await.unwrap();
    assert_eq!(again, first, "the same page sent twice is one entry");

    let done = clinic.answer_instead_of(&patient, practice.chart, phq9("done", Some(2)), first).await.unwrap();
    assert!(done.show_help);
    let open = clinic.open_chart(&prescriber(), practice.chart, Purpose("chart")).await.unwrap();
    assert_eq!(open.chart.questionnaires.completed.len(), 1, "the finished set took the place of the first");
    assert!(matches!(&open.chart.questionnaires.completed[0].what, Answers::Items(answered) if !answered.partial));
    assert_eq!(told(clinic.store().outbox(clinic.organisation(), 10).await.unwrap()), 1);
}

#[tokio::test]
async fn an_answer_that_was_taken_back_before_sending_stays_readable_for_the_team() {
    let practice = Practice::open().await;
    let (patient, clinic) = (practice.patient(), &practice.clinic);
    let first = clinic.answer_so_far(&patient, practice.chart, phq9("so-far", Some(2)), None).await.unwrap();
    let done = clinic.answer_instead_of(&patient, practice.chart, phq9("done", Some(0)), first).await.unwrap();
    assert!(!done.show_help);
    let open = clinic.open_chart(&prescriber(), practice.chart, Purpose("chart")).await.unwrap();
    let entry = open.chart.entry(first).unwrap();
    assert!(matches!(entry.status, EntryStatus::Amended { .. }));
    assert!(open.chart.registration.member(CareRole::Prescriber).is_some());
}
