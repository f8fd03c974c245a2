use crate::desk::*;
use concord_access::Purpose;
use concord_registry::{ReadRow, RowChange, Shelf};

#[tokio::test]
async fn every_reading_of_a_chart_leaves_a_line() {
    let practice = Practice::open().await;
    practice.clinic.open_chart(&therapist(), practice.chart, Purpose("chart")).await.unwrap();
    practice.clinic.open_chart(&therapist(), practice.chart, Purpose("regimen")).await.unwrap();
    let lines = practice.clinic.who_looked(&practice.patient(), practice.chart, 10).await.unwrap();
    let of_therapist: Vec<_> = lines.iter().filter(|line| line.name == therapist().name).map(|line| line.what.as_str()).collect();
    assert_eq!(of_therapist, ["regimen", "chart"]);
}

#[tokio::test]
async fn a_reading_whose_line_cannot_be_written_does_not_happen() {
    let practice = Practice::open().await;
    practice.clinic.open_chart(&therapist(), practice.chart, Purpose("chart")).await.unwrap();
    practice.store.refuse_access_lines(true);
    assert!(practice.clinic.open_chart(&therapist(), practice.chart, Purpose("chart")).await.is_err());
    assert!(practice.clinic.caseload(&therapist()).await.is_err());
    assert!(practice.clinic.find_patient(&therapist(), "del").await.is_err());
}

#[tokio::test]
async fn replay_finds_no_difference_and_mends_a_row_that_was_tampered_with() {
    let practice = Practice::open().await;
    assert_eq!(practice.clinic.replay(false, |_| {}).await.unwrap().len(), 0);
    let wrong = ReadRow { shelf: Shelf::Caseload, key: "row".into(), sort: String::new(), body: "{}".into() };
    practice
        .clinic
        .store()
        .repair_rows(practice.clinic.organisation(), practice.chart, vec![RowChange::Put(wrong)])
        .await
        .unwrap();
    assert!(!practice.clinic.replay(false, |_| {}).await.unwrap().is_empty());
    practice.clinic.replay(true, |_| {}).await.unwrap();
    assert_eq!(practice.clinic.replay(false, |_| {}).await.unwrap().len(), 0);
}
