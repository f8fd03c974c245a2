//! Checks of medicines: what is due is listed with its reason, ordered with one press, and done.

use crate::{
    browser::Browser,
    practice::{self, Practice},
};
use concord_actions::Entry;
use concord_chart::{ChartId, CourseId, Event, When, measurement::Measured, medication::Started, quantity::Quantity};
use jiff::civil::{Date, date};
use uuid::Uuid;

const LITHIUM: CourseId = CourseId(Uuid::from_u128(7_001));

pub fn started(course: CourseId, name: &str, mg: i64) -> Event {
    Event::MedicationStarted(Started {
        course,
        substance: Some(name.into()),
        name: name.to_owned(),
        coding: Vec::new(),
        dosing: practice::dosing(mg, "at night"),
        route: None,
        purpose: String::new(),
        prescriber: String::new(),
        from_elsewhere: false,
    })
}

fn level(value: &str) -> Event {
    let value = Quantity { value: value.parse().unwrap(), unit: "mmol/L".to_owned(), comparator: None };
    Event::LabResulted(Measured {
        what: "Lithium level".to_owned(),
        coding: Vec::new(),
        value: Some(value),
        words: None,
        range: None,
        parts: Vec::new(),
    })
}

pub async fn record(practice: &Practice, chart: ChartId, entries: Vec<(Event, Date)>) {
    let entries = entries.into_iter().map(|(event, on)| Entry::new(practice.clinic.fresh().to_string(), event).at(When::Day(on)));
    practice.clinic.record(&practice::prescriber(), chart, None, entries.collect()).await.unwrap();
}

async fn with_lithium() -> (Practice, Browser, String) {
    let practice = Practice::open().await;
    let events = vec![
        (started(LITHIUM, "lithium", 900), date(2025, 3, 3)),
        (level("0.65"), date(2025, 3, 10)),
        (level("0.78"), date(2025, 6, 2)),
    ];
    record(&practice, practice.noor, events).await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let address = format!("/chart/{}/checks", practice.noor);
    (practice, doctor, address)
}

#[tokio::test]
async fn an_old_level_is_said_to_be_old_and_is_ordered_with_one_press() {
    let (practice, doctor, address) = with_lithium().await;
    let page = doctor.get(&address).await;
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.text.contains("0.78 mmol/L") && page.text.contains("14 months ago"), "{}", page.text);
    assert!(page.text.contains("old: says little about today"));
    assert!(page.text.contains("never done"), "the other checks of lithium have no result");
    let chart = practice.noor.to_string();
    let sent = [("chart", chart.as_str()), ("key", "order-1"), ("item", "lithium_level")];
    for _ in 0..2 {
        assert_eq!(doctor.post(&format!("{address}/order"), &sent).await.status, 303);
    }
    let page = doctor.get(&address).await;
    assert_eq!(page.text.matches("Order: lithium level").count(), 3, "one task, in one list, with its two buttons");
    assert!(page.text.contains("yours, by 27 Aug"));
}

#[tokio::test]
async fn a_task_is_handed_over_and_done_by_whoever_has_it() {
    let (practice, doctor, address) = with_lithium().await;
    let chart = practice.noor.to_string();
    let order = [("chart", chart.as_str()), ("key", "order-2"), ("item", "lithium_level")];
    doctor.post(&format!("{address}/order"), &order).await;
    let task = doctor.get(&address).await.field("task");
    let to = practice::care_manager().staff.unwrap().to_string();
    let hand = [("chart", chart.as_str()), ("key", "hand-1"), ("task", task.as_str()), ("to", to.as_str())];
    let handed = doctor.post(&format!("/chart/{chart}/task/hand-over"), &hand).await;
    assert_eq!(handed.status, 303, "{}", handed.text);
    let manager = Browser::of(&practice, &practice::care_manager()).await;
    assert!(manager.get(&address).await.text.contains("yours, by"));
    let done = [("chart", chart.as_str()), ("key", "done-1"), ("task", task.as_str()), ("words", "drawn this morning")];
    assert_eq!(manager.post(&format!("/chart/{chart}/task/done"), &done).await.status, 303);
    assert!(manager.get(&address).await.text.contains("drawn this morning"));
}

#[tokio::test]
async fn a_new_level_makes_the_check_due_half_a_year_later() {
    let (practice, doctor, address) = with_lithium().await;
    record(&practice, practice.noor, vec![(level("0.72"), date(2026, 8, 20))]).await;
    let page = doctor.get(&address).await;
    assert!(!page.text.contains("old: says little about today"), "{}", page.text);
}

#[tokio::test]
async fn a_form_of_another_record_orders_nothing() {
    let (practice, doctor, address) = with_lithium().await;
    let other = practice.maria.to_string();
    let sent = [("chart", other.as_str()), ("key", "order-3"), ("item", "lithium_level")];
    assert_eq!(doctor.post(&format!("{address}/order"), &sent).await.status, 404);
    let elsewhere = [("chart", &practice.noor.to_string()[..]), ("key", "order-4"), ("item", "no_such_test")];
    assert_eq!(doctor.post(&format!("{address}/order"), &elsewhere).await.status, 404);
}

#[tokio::test]
async fn what_is_taken_without_an_entry_is_said_not_to_be_checked() {
    let practice = Practice::open().await;
    let mut unknown = started(CourseId(Uuid::from_u128(7_002)), "moonbeam extract", 5);
    if let Event::MedicationStarted(started) = &mut unknown {
        started.substance = None;
    }
    record(&practice, practice.noor, vec![(unknown, date(2026, 8, 1))]).await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let page = doctor.get(&format!("/chart/{}/checks", practice.noor)).await;
    assert!(page.text.contains("Not checked: ") && page.text.contains("moonbeam extract"), "{}", page.text);
}
