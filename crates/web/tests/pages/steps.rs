//! Dose steps: proposed from the label, drawn, recorded, confirmed on their day.

use crate::{
    browser::Browser,
    checks::{record, started},
    practice::{self, Practice},
};
use concord_chart::CourseId;
use jiff::civil::date;
use uuid::Uuid;

const LAMOTRIGINE: CourseId = CourseId(Uuid::from_u128(7_101));
const VALPROATE: CourseId = CourseId(Uuid::from_u128(7_102));
const FLUOXETINE: CourseId = CourseId(Uuid::from_u128(7_103));

async fn taking(medicines: &[(CourseId, &str, i64)]) -> (Practice, Browser, String) {
    let practice = Practice::open().await;
    let events = medicines.iter().map(|(course, name, mg)| (started(*course, name, *mg), date(2026, 8, 20)));
    record(&practice, practice.noor, events.collect()).await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let address = format!("/chart/{}/steps", practice.noor);
    (practice, doctor, address)
}

/// The fields of the first table of a page, as the browser would send them.
fn rows(page: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for input in page.split("<input").skip(1).filter_map(|rest| rest.split('>').next()) {
        let of =
            |name: &str| input.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
        if let (Some(name), Some(value)) = (of("name"), of("value"))
            && (name.starts_with("a-") || name.starts_with("b-") || name == "basis")
        {
            found.push((name, value));
        }
    }
    found
}

async fn recorded(practice: &Practice, doctor: &Browser, address: &str, query: &str, extra: &[(&str, &str)]) -> u16 {
    let page = doctor.get(&format!("{address}?{query}")).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let mut fields = rows(&page.text);
    let chart = practice.noor.to_string();
    fields.push(("chart".to_owned(), chart));
    fields.push(("key".to_owned(), practice.clinic.fresh().to_string()));
    fields.extend(
        query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
    fields.extend(extra.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let sent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = doctor.post(address, &sent).await;
    assert!(answer.status == 303, "{}", answer.text);
    answer.status.as_u16()
}

#[tokio::test]
async fn lamotrigine_beside_valproate_is_raised_more_slowly() {
    let (_, doctor, address) = taking(&[(LAMOTRIGINE, "lamotrigine", 12), (VALPROATE, "valproate", 1000)]).await;
    let page = doctor.get(&format!("{address}?course={LAMOTRIGINE}&kind=titration")).await;
    assert!(page.text.contains("label’s steps, with valproate"), "{}", page.text);
    assert!(page.text.contains("(fits what is taken)") && page.text.contains("(does not fit what is taken)"));
    assert!(page.text.contains("<svg") && page.text.contains("What Noor is told"));
}

#[tokio::test]
async fn a_recorded_plan_is_confirmed_step_by_step() {
    let (practice, doctor, address) = taking(&[(LAMOTRIGINE, "lamotrigine", 25)]).await;
    recorded(&practice, &doctor, &address, &format!("course={LAMOTRIGINE}&kind=titration"), &[]).await;
    let page = doctor.get(&format!("{address}?course={LAMOTRIGINE}")).await;
    assert!(page.text.contains("Next: 50 mg a day"), "{}", page.text);
    let chart = practice.noor.to_string();
    let course = LAMOTRIGINE.to_string();
    let from = "2026-09-03";
    let sent = [("chart", chart.as_str()), ("key", "c-1"), ("course", course.as_str()), ("from", from), ("words", "no rash")];
    let confirmed = doctor.post(&format!("{address}/confirm"), &sent).await;
    assert_eq!(confirmed.status, 303, "{}", confirmed.text);
    let page = doctor.get(&format!("{address}?course={LAMOTRIGINE}")).await;
    assert!(page.text.contains("Next: 100 mg a day"), "{}", page.text);
    let again = [("chart", chart.as_str()), ("key", "c-2"), ("course", course.as_str()), ("from", from), ("words", "")];
    let twice = doctor.post(&format!("{address}/confirm"), &again).await;
    assert_eq!(twice.status, 422, "a step is confirmed once");
}

#[tokio::test]
async fn from_fluoxetine_to_phenelzine_five_weeks_pass_without_either() {
    let (practice, doctor, address) = taking(&[(FLUOXETINE, "fluoxetine", 20)]).await;
    let query = format!("course={FLUOXETINE}&kind=switch&to=phenelzine&percent=50&weeks=1&smallest=20");
    let page = doctor.get(&format!("{address}?{query}")).await;
    assert!(page.text.contains("35 whole days without either: phenelzine not before 24 Sep 2026"), "{}", page.text);
    assert!(page.text.contains("Speaks for withdrawal") && page.text.contains("Speaks for relapse"));
    recorded(&practice, &doctor, &address, &query, &[]).await;
    let tasks = doctor.get(&format!("/chart/{}/checks", practice.noor)).await;
    assert!(tasks.text.contains("Begin phenelzine, not before 2026-09-24"), "{}", tasks.text);
}

#[tokio::test]
async fn where_a_washout_is_needed_there_is_no_cross_taper() {
    let (_, doctor, address) = taking(&[(FLUOXETINE, "fluoxetine", 40)]).await;
    let page = doctor.get(&format!("{address}?course={FLUOXETINE}&kind=cross_taper&to=phenelzine")).await;
    assert!(page.text.contains("this cannot be a cross-taper"), "{}", page.text);
    assert!(!page.text.contains("both taken:"));
    let page = doctor.get(&format!("{address}?course={FLUOXETINE}&kind=cross_taper&to=mirtazapine")).await;
    assert!(page.text.contains("both taken:"), "{}", page.text);
    assert!(page.text.contains("not the same as none being needed"));
}

#[tokio::test]
async fn after_too_long_a_gap_it_is_begun_again_from_the_beginning() {
    let (_, doctor, address) = taking(&[(LAMOTRIGINE, "lamotrigine", 200)]).await;
    let page = doctor.get(&format!("{address}?course={LAMOTRIGINE}&kind=restart&missed=30")).await;
    assert!(page.text.contains("begin again as for the first time"), "{}", page.text);
    let page = doctor.get(&format!("{address}?course={LAMOTRIGINE}&kind=restart&missed=1")).await;
    assert!(page.text.contains("can go on at the dose before"), "{}", page.text);
    let page = doctor.get(&format!("{address}?course={LAMOTRIGINE}&kind=restart")).await;
    assert!(page.text.contains("Say for how many days it was not taken"));
}

#[tokio::test]
async fn an_amount_that_can_be_misread_is_not_recorded_and_what_was_typed_is_kept() {
    let (practice, doctor, address) = taking(&[(FLUOXETINE, "fluoxetine", 20)]).await;
    let (chart, course) = (practice.noor.to_string(), FLUOXETINE.to_string());
    let sent = [
        ("chart", chart.as_str()),
        ("key", "p-1"),
        ("course", course.as_str()),
        ("kind", "titration"),
        ("a-from-1", "2026-09-10"),
        ("a-amount-1", "40.0"),
    ];
    let page = doctor.post(&address, &sent).await;
    assert_eq!(page.status, 422);
    assert!(page.text.contains("href=\"#a-amount-1\"") && page.text.contains("value=\"40.0\""), "{}", page.text);
}

#[tokio::test]
async fn steps_are_moved_and_wait_when_somebody_asks() {
    let (practice, doctor, address) = taking(&[(LAMOTRIGINE, "lamotrigine", 25)]).await;
    recorded(&practice, &doctor, &address, &format!("course={LAMOTRIGINE}&kind=titration"), &[]).await;
    let (chart, course) = (practice.noor.to_string(), LAMOTRIGINE.to_string());
    let send = async |end: &str, key: &str, from: &str| {
        let sent = [("chart", chart.as_str()), ("key", key), ("course", course.as_str()), ("from", from)];
        let answer = doctor.post(&format!("{address}/{end}"), &sent).await;
        assert_eq!(answer.status, 303, "{end}: {}", answer.text);
        doctor.get(&format!("{address}?course={course}")).await.text
    };
    assert!(send("shift", "m-1", "2026-09-10").await.contains("10 Sep 2026"));
    assert!(send("pause", "w-1", "").await.contains("paused by Dr Amara Osei"));
    assert!(!send("resume", "r-1", "").await.contains("paused by"));
}
