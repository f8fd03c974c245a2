//! Possible causes of a side effect: ranked for the prescriber by what is published, and never shown to the patient.

use crate::{
    browser::Browser,
    labels,
    practice::{self, Practice},
};
use concord_actions::Entry;
use concord_chart::{CourseId, Event, EventId, When, medication::Started, side_effect::Reported, task};
use jiff::civil::{Date, date};
use uuid::Uuid;

const OTHER: EventId = EventId(Uuid::from_u128(4_001));

fn started(number: u128, name: &str, mg: i64) -> Event {
    Event::MedicationStarted(Started {
        course: CourseId(Uuid::from_u128(number)),
        substance: None,
        name: name.to_owned(),
        coding: Vec::new(),
        dosing: practice::dosing(mg, "at night"),
        route: None,
        purpose: "sleep".into(),
        prescriber: "Dr Amara Osei".into(),
        from_elsewhere: false,
    })
}

async fn record(practice: &Practice, key: &str, event: Event, on: Date) {
    let entry = Entry::new(key, event).at(When::Day(on));
    practice.clinic.record(&practice::prescriber(), practice.maria, None, vec![entry]).await.unwrap();
}

#[tokio::test]
async fn the_prescriber_sees_who_is_suspected_with_rank_reason_and_source() {
    let practice = Practice::open().await;
    // The report is of 18 August: what was begun after it cannot have caused it.
    record(&practice, "quetiapine", started(5_001, "Quetiapine", 300), date(2026, 8, 10)).await;
    record(&practice, "mirtazapine", started(5_002, "Mirtazapine", 15), date(2026, 8, 19)).await;
    record(&practice, "drops", started(5_003, "Grandmother’s drops", 5), date(2026, 8, 1)).await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let answer = format!("/chart/{}/record/side-effect-answer?report={}", practice.maria, practice::REPORT);
    for address in [answer, format!("/chart/{}/regimen", practice.maria)] {
        let page = doctor.get(&address).await;
        assert_eq!(page.status, 200, "{}", page.text);
        let causes = page.text.split("Possible causes, by what is published").nth(1).unwrap_or_else(|| panic!("{address}"));
        let causes = causes.split("</section>").next().unwrap();
        assert!(
            causes.contains("and when it began; not a verdict") && causes.contains("18 Aug, the day of the report"),
            "{causes}"
        );
        assert!(causes.contains("Read as <b>sedation</b>, by the words “sleepy”"), "{causes}");
        let place = |name: &str| causes.find(&format!("<b>{name}</b>"));
        let (first, second) = (place("quetiapine"), place("sertraline"));
        assert!(first.is_some() && first < second, "quetiapine first, then sertraline: {causes}");
        assert_eq!(place("mirtazapine"), None, "it was not begun yet: {causes}");
        assert!(
            causes.contains("value=\"1\"") && causes.contains("What it is known for; the time fits: 8 days on it"),
            "{causes}"
        );
        assert!(causes.contains("class=\"sources\"") && causes.contains("not verified"), "{causes}");
        assert!(causes.contains("Not checked: Grandmother’s drops"), "what nobody knows is not cleared: {causes}");
        assert!(labels::loose_ends(&page.text).is_empty(), "{:?}", labels::loose_ends(&page.text));
    }
}

#[tokio::test]
async fn words_that_no_list_knows_put_nobody_under_suspicion() {
    let practice = Practice::open().await;
    let told = Reported { words: "like a wet blanket".into(), burden: 3, ..Reported::default() };
    let entry = Entry::new("other", Event::SideEffectReported(told)).with_id(OTHER).at(When::Day(date(2026, 8, 19)));
    practice.clinic.record(&practice::therapist(), practice.maria, None, vec![entry]).await.unwrap();
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let page = doctor.get(&format!("/chart/{}/record/side-effect-answer?report={OTHER}", practice.maria)).await;
    assert!(
        page.text.contains("We know no word for this in the list of effects; nobody is suspected by the program."),
        "{}",
        page.text
    );
    assert!(!page.text.contains("class=\"sources\""), "the other report is not asked about: {}", page.text);
}

#[tokio::test]
async fn the_patient_reads_of_no_suspects() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    for address in ["/my/medicines", "/my/side-effect"] {
        let page = maria.get(address).await;
        assert_eq!(page.status, 200, "{address}");
        for words in ["ossible causes", "not a verdict", "suspected by the program"] {
            assert!(!page.text.contains(words), "{address}: {words}");
        }
    }
}

#[tokio::test]
async fn a_task_to_order_a_test_opens_at_the_checks() {
    let practice = Practice::open().await;
    let order = Event::TaskOpened(task::TaskOpened {
        what: "Order sodium".into(),
        kind: task::TaskKind::OrderTest,
        item: Some("sodium".into()),
        course: None,
        owner: practice::prescriber().staff.unwrap(),
        due: Some(date(2026, 8, 25)),
        because: Vec::new(),
    });
    record(&practice, "order", order, date(2026, 8, 20)).await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let page = doctor.get("/today").await;
    let row = page.text.split("Order sodium").nth(1).unwrap_or_else(|| panic!("{}", page.text));
    let row = row.split("class=\"act\"").nth(1).unwrap().split("</div>").next().unwrap();
    assert!(row.contains(&format!("/chart/{}/checks", practice.maria)), "{row}");
}
