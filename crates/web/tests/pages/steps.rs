//! Dose steps: proposed from the label, drawn, recorded, confirmed on their day.

use crate::{
    browser::Browser,
    checks::{record, started},
    practice::{self, Practice},
};
use concord_access::Purpose;
use concord_chart::{
    CourseId, Event,
    medication::StepsPlanned,
    steps::{PlannedStep, StepsKind},
};
use jiff::civil::date;
use uuid::Uuid;

const LAMOTRIGINE: CourseId = CourseId(Uuid::from_u128(7_101));
const VALPROATE: CourseId = CourseId(Uuid::from_u128(7_102));
const FLUOXETINE: CourseId = CourseId(Uuid::from_u128(7_103));
const SERTRALINE: CourseId = CourseId(Uuid::from_u128(7_104));
const PHENELZINE: CourseId = CourseId(Uuid::from_u128(7_105));

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

/// Sertraline beside phenelzine, to be lowered in two steps: the pair interrupts on the day of each.
async fn lowered_beside_phenelzine() -> (Practice, Browser, String) {
    let (practice, doctor, address) = taking(&[(SERTRALINE, "sertraline", 100), (PHENELZINE, "phenelzine", 15)]).await;
    let step =
        |day: i8, mg: i64| PlannedStep { from: date(2026, 8, day), dosing: practice::dosing(mg, "at night"), only_if: None };
    let plan = StepsPlanned { kind: Some(StepsKind::Taper), ..StepsPlanned::plain(SERTRALINE, vec![step(20, 50), step(27, 25)]) };
    record(&practice, practice.noor, vec![(Event::StepsPlanned(plan), date(2026, 8, 20))]).await;
    (practice, doctor, address)
}

/// The keys by which a page names what has to be weighed.
fn to_weigh(page: &str) -> Vec<String> {
    page.split("name=\"weighed:").skip(1).filter_map(|rest| Some(rest.split('"').next()?.to_owned())).collect()
}

async fn confirm(
    practice: &Practice,
    doctor: &Browser,
    address: &str,
    from: &str,
    weighed: &[(String, String)],
) -> (u16, String) {
    let (chart, course, key) = (practice.noor.to_string(), SERTRALINE.to_string(), practice.clinic.fresh().to_string());
    let mut sent = vec![("chart", chart.as_str()), ("key", &key), ("course", &course), ("from", from), ("words", "sleeps badly")];
    sent.extend(weighed.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let answer = doctor.post(&format!("{address}/confirm"), &sent).await;
    (answer.status.as_u16(), answer.text)
}

#[tokio::test]
async fn a_step_past_an_interruption_is_confirmed_with_a_reason_for_each_finding_which_is_then_quiet() {
    let (practice, doctor, address) = lowered_beside_phenelzine().await;
    let page = doctor.get(&format!("{address}?course={SERTRALINE}")).await;
    let keys = to_weigh(&page.text);
    assert!(!keys.is_empty(), "the pair interrupts: {}", page.text);

    let head = practice.head(practice.noor).await;
    let (status, text) = confirm(&practice, &doctor, &address, "2026-08-20", &[]).await;
    assert_eq!((status, practice.head(practice.noor).await), (422, head), "words about the person are no reason");
    assert!(text.contains("weigh “") && text.contains("value=\"sleeps badly\""), "what was typed is kept: {text}");
    let ticked: Vec<_> = keys.iter().map(|key| (format!("weighed:{key}"), "yes".to_owned())).collect();
    let (status, text) = confirm(&practice, &doctor, &address, "2026-08-20", &ticked).await;
    assert!(status == 422 && text.contains("Choose why you go on past"), "{text}");
    assert!(text.contains(&format!("href=\"#reason:{}\"", keys[0])), "the sentence leads to its field");

    let reasons = keys.iter().map(|key| (format!("reason:{key}"), "short_overlap".to_owned()));
    let weighed: Vec<_> = ticked.iter().cloned().chain(reasons).collect();
    let (status, text) = confirm(&practice, &doctor, &address, "2026-08-20", &weighed).await;
    assert_eq!(status, 303, "{text}");
    let chart = practice.clinic.open_chart(&practice::prescriber(), practice.noor, Purpose("test")).await.unwrap().chart;
    assert_eq!(chart.acknowledged.len(), keys.len(), "one entry for each finding");
    assert!(chart.acknowledged.iter().all(|known| known.what.why() == "taken together for a short time only"));

    let page = doctor.get(&format!("{address}?course={SERTRALINE}")).await;
    assert_eq!(to_weigh(&page.text), Vec::<String>::new(), "less is not worse");
    assert!(page.text.contains("Weighed before: "), "{}", page.text);
    let (status, text) = confirm(&practice, &doctor, &address, "2026-08-27", &[]).await;
    assert_eq!(status, 303, "{text}");
}

#[tokio::test]
async fn what_was_weighed_at_a_step_is_weighed_again_when_the_next_one_is_higher() {
    let (practice, doctor, address) = lowered_beside_phenelzine().await;
    let page = doctor.get(&format!("{address}?course={SERTRALINE}")).await;
    let weighed: Vec<_> = to_weigh(&page.text)
        .into_iter()
        .flat_map(|key| [(format!("weighed:{key}"), "yes".to_owned()), (format!("reason:{key}"), "monitored".to_owned())])
        .collect();
    assert_eq!(confirm(&practice, &doctor, &address, "2026-08-20", &weighed).await.0, 303);
    let up = PlannedStep { from: date(2026, 8, 27), dosing: practice::dosing(150, "at night"), only_if: None };
    let plan = Event::StepsPlanned(StepsPlanned::plain(SERTRALINE, vec![up]));
    record(&practice, practice.noor, vec![(plan, date(2026, 8, 20))]).await;
    let page = doctor.get(&format!("{address}?course={SERTRALINE}")).await;
    assert!(
        !to_weigh(&page.text).is_empty() && page.text.contains("Shown again: Dr Amara Osei went on past it"),
        "{}",
        page.text
    );
    assert!(page.text.contains("the dose of sertraline is higher now: 150 mg a day"), "{}", page.text);
    assert_eq!(confirm(&practice, &doctor, &address, "2026-08-27", &[]).await.0, 422);
}

#[tokio::test]
async fn the_small_form_of_a_plan_reads_amounts_as_strictly_as_a_prescription() {
    let (practice, doctor, _) = taking(&[(LAMOTRIGINE, "lamotrigine", 25)]).await;
    let form = format!("/chart/{}/record/planned-step", practice.noor);
    let (chart, course) = (practice.noor.to_string(), LAMOTRIGINE.to_string());
    let send = async |amount: &str| {
        let page = doctor.get(&form).await;
        let (key, seen) = (page.field("key"), page.field("seen"));
        let sent = [
            ("chart", chart.as_str()),
            ("key", &key),
            ("seen", &seen),
            ("course", &course),
            ("from-1", "2026-09-03"),
            ("amount-1", amount),
        ];
        doctor.post(&form, &sent).await
    };
    let head = practice.head(practice.noor).await;
    for (typed, sentence) in [
        ("50.0", "Write 50 and not 50.0"),
        (".5", "Write 0.5 and not .5"),
        ("-5", "is not a number"),
        ("fifty", "is not a number"),
    ] {
        let refused = send(typed).await;
        assert_eq!((refused.status.as_u16(), practice.head(practice.noor).await), (422, head), "{typed}");
        assert!(
            refused.text.contains(sentence) && refused.text.contains(&format!("value=\"{typed}\"")),
            "{typed}: {}",
            refused.text
        );
        assert!(!refused.text.contains("Write the amount of step 1"), "one sentence for one slip");
    }
    assert_eq!(send("12.5").await.status, 303);
    assert_eq!(send("0").await.status, 303, "the end of a taper");
}
