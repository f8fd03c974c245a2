//! Taking one medicine: days, supply and counts side by side, what gets in the way, and whether it was enough.

use crate::{
    browser::{Browser, Page},
    checks::{record, started},
    labels,
    practice::{self, Practice},
};
use concord_chart::{
    CourseId, Event, StaffId,
    barrier::{BarrierNoted, BarrierReason},
    dispensing::{Counted, Dispensed},
    medication::{DoseMissed, DoseTaken, KnownFrom},
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use uuid::Uuid;

const COURSE: CourseId = CourseId(Uuid::from_u128(7_301));
/// The day of the practice.
const TODAY: Date = date(2026, 8, 20);

fn fill(on: Date, days: u16) -> (Event, Date) {
    let what = Dispensed {
        course: COURSE,
        on,
        quantity: Some(days.into()),
        unit: "tablet".into(),
        days_supply: Some(days),
        place: "River Street Pharmacy".into(),
        known_from: KnownFrom::Fill,
    };
    (Event::Dispensed(what), on)
}

fn ago(days: i64) -> Date {
    TODAY.checked_sub(days.days()).unwrap()
}

fn taken(on: Date, known_from: KnownFrom) -> (Event, Date) {
    (Event::DoseTaken(DoseTaken { course: COURSE, on, at: None, known_from }), on)
}

fn left_out(on: Date) -> (Event, Date) {
    let reason = "fell asleep early".to_owned();
    (Event::DoseMissed(DoseMissed { course: COURSE, on, reason, known_from: KnownFrom::PatientTick }), on)
}

async fn page_with(substance: &str, mut events: Vec<(Event, Date)>) -> (Practice, Browser, Page) {
    let practice = Practice::open().await;
    events.insert(0, (started(COURSE, substance, 50), date(2026, 6, 1)));
    record(&practice, practice.noor, events).await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let page = doctor.get(&format!("/chart/{}/regimen/taking?course={COURSE}", practice.noor)).await;
    assert_eq!(page.status, 200, "{}", page.text);
    (practice, doctor, page)
}

/// What a reader sees: the text between the tags, blanks made single.
fn words(page: &Page) -> String {
    let mut inside = false;
    let text = page.text.chars().filter(|letter| match letter {
        '<' => {
            inside = true;
            false
        }
        '>' => {
            inside = false;
            false
        }
        _ => !inside,
    });
    text.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(page: &Page, sentences: &[&str]) {
    let text = words(page);
    for sentence in sentences {
        assert!(text.contains(sentence), "{sentence}\n{text}");
    }
}

#[tokio::test]
async fn an_early_fill_a_count_ticks_and_a_barrier_stand_in_one_view() {
    // 30 days from 1 June to 30 June; on 21 June 10 days early: to 30 July. Then nothing until the fill of 10 August.
    let mut events = vec![fill(date(2026, 6, 1), 30), fill(date(2026, 6, 21), 30), fill(date(2026, 8, 10), 30)];
    events.extend((3..=12).map(|days| taken(ago(days), KnownFrom::PatientTick)));
    events.extend((13..=14).map(|days| taken(ago(days), KnownFrom::Conversation)));
    events.extend((15..=22).map(|days| left_out(ago(days))));
    events.push((Event::PillsCounted(Counted { course: COURSE, on: ago(0), left: 26.into(), expected: None }), ago(0)));
    let barrier = BarrierNoted {
        course: Some(COURSE),
        reason: BarrierReason::Forgot,
        words: "late shifts".into(),
        owner: Some(StaffId(Uuid::from_u128(13))),
        review_on: Some(date(2026, 9, 1)),
    };
    events.push((Event::BarrierNoted(barrier), ago(5)));
    let (practice, doctor, page) = page_with("sertraline", events).await;
    says(
        &page,
        &[
            "Of the last 28 days it was taken on 12 and left out on 8; 7 days have no answer.",
            "12 of 20days answered for (60 %); 7 without an answer.",
            "ticked by the patient: taken 10, left out 8",
            "said in conversation: taken 2, left out 0",
            "88 %of days covered: 71 of 81 days, from the first fill on 1 Jun to 20 Aug.",
            "covered 1 Jun to 30 Jul",
            "The fill of 21 Jun came early: counted from 10 days later",
            "19 days are left over from what was handed out.",
            "81 days, if it ends with the first gap of more than 14 days without supply",
            "River Street Pharmacy (pharmacy)",
            "4 of 10that were due between the last fill and the count are gone.",
            "Having a supply is not taking it",
            "Not enough was taken to call this a failure. Taken on 12 of 20 days answered for, 60 %. By the count, 4 of 10 that \
             were due are gone.",
            "Asked for: at least 75 % of the planned doses.",
            "It is forgotten “late shifts”",
            "Ben Achebe looks after it.",
            "To be looked at again on 1 Sep.",
        ],
    );
    assert_eq!(page.text.matches("class=\"took\"").count(), 12);
    assert_eq!(page.text.matches("class=\"cross\"").count(), 8);
    assert_eq!(page.text.matches("class=\"supply\"").count(), 71, "each day with supply has its line");
    assert!(page.text.contains("role=\"img\"") && page.text.contains("<desc") && !page.text.contains("style=\""));
    assert!(labels::unlabelled(&page.text).is_empty() && labels::loose_ends(&page.text).is_empty());
    for form in ["fill?course=", "count?course=", "barrier?about_course="] {
        let address = format!("/chart/{}/record/{form}{COURSE}", practice.noor);
        assert!(page.text.contains(&address), "{address}");
        let opened = doctor.get(&address).await;
        assert!(opened.status == 200 && opened.text.contains(&format!("value=\"{COURSE}\" selected")), "{}", opened.text);
    }
    let regimen = doctor.get(&format!("/chart/{}/regimen", practice.noor)).await;
    assert!(regimen.text.contains(&format!("/regimen/taking?course={COURSE}")), "the regimen leads here");
}

#[tokio::test]
async fn days_without_an_answer_are_neither_taken_nor_left_out() {
    let (_, _, page) = page_with("sertraline", Vec::new()).await;
    says(
        &page,
        &[
            "Nobody answered for any of the last 28 days: how much was taken is not known.",
            "Not known. Nobody answered for any of the last 28 days.",
            "No fill is on the chart.",
            "Nothing was counted since 1 Jun",
        ],
    );
    assert!(!words(&page).contains("call this a failure"));
    let (_, _, few) = page_with("sertraline", (1..=10).map(|days| taken(ago(days), KnownFrom::PatientTick)).collect()).await;
    says(&few, &["Not known. Taken on 10 of 10 days answered for, but 17 days have no answer"]);
    let (_, _, all) = page_with("sertraline", (1..=25).map(|days| taken(ago(days), KnownFrom::PatientTick)).collect()).await;
    says(&all, &["Enough was taken, by what was answered. Taken on 25 of the last 27 days on which it was due."]);
}

#[tokio::test]
async fn where_the_formulary_asks_for_nothing_the_page_says_not_checked() {
    let (_, _, page) = page_with("ibuprofen", vec![left_out(ago(2))]).await;
    says(&page, &["Not checked: the formulary does not say how much of it has to be taken for a fair trial."]);
}

#[tokio::test]
async fn a_medicine_of_another_chart_is_not_found_and_without_one_the_page_lets_choose() {
    let (practice, doctor, _) = page_with("sertraline", Vec::new()).await;
    let other = doctor.get(&format!("/chart/{}/regimen/taking?course={COURSE}", practice.maria)).await;
    assert_eq!(other.status, 404);
    let choice = doctor.get(&format!("/chart/{}/regimen/taking", practice.noor)).await;
    assert!(choice.status == 200 && choice.text.contains(&format!("taking?course={COURSE}")), "{}", choice.text);
}
