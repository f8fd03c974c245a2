//! Complementary courses: begun with a dose and its grounds, cautions weighed by those who see conditions and medicines,
//! classes written, ratings drawn; and a practitioner who learns nothing of what somebody has or takes.

use crate::{
    browser::{Browser, Page},
    labels,
    practice::{self, MINDFULNESS, Practice},
};
use axum::http::StatusCode;
use concord_access::Purpose;
use concord_actions::Entry;
use concord_chart::{
    Chart, CourseId, Event,
    condition::{ConditionNoted, ConditionStatus},
    medication::Started,
    practice::{PracticePlanned, PracticeRated, Started as Begun},
};
use jiff::civil::date;
use std::sync::Arc;
use uuid::Uuid;

const ELSEWHERE: CourseId = CourseId(Uuid::from_u128(7_001));

async fn chart(practice: &Practice) -> Arc<Chart> {
    practice.clinic.open_chart(&practice::care_manager(), practice.maria, Purpose("test")).await.unwrap().chart
}

async fn takes(practice: &Practice, name: &str, substance: Option<&str>) {
    let started = Started {
        course: CourseId(Uuid::from_u128(7_100)),
        substance: substance.map(Into::into),
        name: name.to_owned(),
        coding: Vec::new(),
        dosing: practice::dosing(300, "at night"),
        route: None,
        purpose: String::new(),
        prescriber: String::new(),
        from_elsewhere: false,
    };
    let entry = Entry::new(format!("takes {name}"), Event::MedicationStarted(started)).at(date(2026, 7, 1));
    practice.clinic.record(&practice::prescriber(), practice.maria, None, vec![entry]).await.unwrap();
}

async fn has(practice: &Practice, name: &str) {
    let noted = ConditionNoted {
        name: name.to_owned(),
        coding: Vec::new(),
        status: ConditionStatus::Active,
        provisional: false,
        since: None,
        until: None,
    };
    let entry = Entry::new(format!("has {name}"), Event::ConditionNoted(noted));
    practice.clinic.record(&practice::prescriber(), practice.maria, None, vec![entry]).await.unwrap();
}

fn address(practice: &Practice, end: &str) -> String {
    format!("/chart/{}/practices{end}", practice.maria)
}

/// Begins yoga as the form would be sent, with further fields.
async fn begin(practice: &Practice, browser: &Browser, more: &[(&str, &str)]) -> Page {
    let chart = practice.maria.to_string();
    let mut fields =
        vec![("key", "begin-yoga"), ("chart", chart.as_str()), ("practice", "yoga"), ("classes", "8"), ("minutes", "60")];
    fields.extend_from_slice(more);
    browser.post(&address(practice, "/begin"), &fields).await
}

fn cautions(page: &Page) -> String {
    let after = page.text.split("id=\"cautions\"").nth(1).unwrap_or_else(|| panic!("no cautions: {}", page.text));
    after.split("</section>").next().unwrap().to_owned()
}

#[tokio::test]
async fn a_course_begins_with_its_usual_dose_its_evidence_and_where_both_stand() {
    let practice = Practice::open().await;
    let ben = Browser::of(&practice, &practice::care_manager()).await;
    let choice = ben.get(&address(&practice, "/begin")).await;
    assert!(choice.text.contains("practice=yoga&amp;protocol=tctsy"), "set courses can be chosen");
    let form = ben.get(&address(&practice, "/begin?practice=yoga&protocol=class")).await;
    assert!(form.text.contains("name=\"classes\" type=\"number\" value=\"16\""), "{}", form.text);
    assert!(form.text.contains("name=\"home_minutes\" type=\"number\" value=\"40\""), "two sittings of 20 minutes");
    assert!(form.text.contains("The studies are small") && form.text.contains("level 2 of 4"));
    assert!(form.text.contains("not verified in the source") && form.text.contains("read there"));
    assert_eq!(labels::unlabelled(&form.text), Vec::<String>::new());
    assert_eq!(labels::loose_ends(&form.text), Vec::<String>::new());
    let sent =
        begin(&practice, &ben, &[("with", &practice::teacher().staff.unwrap().to_string()), ("credential", "RYT-500")]).await;
    assert!(sent.to().ends_with("?done=begun"), "{} {}", sent.status, sent.text);
    let page = ben.get(sent.to()).await;
    assert!(page.text.contains("Kei Tanaka, RYT-500") && page.text.contains("0 of 8 attended"), "{}", page.text);
    let again = begin(&practice, &ben, &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert_eq!(chart(&practice).await.practices.len(), 2, "sent twice it begins once");
}

#[tokio::test]
async fn what_is_found_for_this_person_has_to_be_weighed_in_words() {
    let practice = Practice::open().await;
    takes(&practice, "Lithium", Some("lithium")).await;
    let ben = Browser::of(&practice, &practice::care_manager()).await;
    let form = ben.get(&address(&practice, "/begin?practice=yoga")).await;
    assert!(form.text.contains("Because: takes lithium"), "found, and on what it rests: {}", form.text);
    assert!(form.text.contains("whether there is a pregnancy"), "what nobody asked is not known");
    assert!(form.text.contains("does not hold here"), "and what does not hold is said");
    let silent = begin(&practice, &ben, &[]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text.contains("Say what was decided about this caution, and why."));
    assert_eq!(chart(&practice).await.practices.len(), 1, "nothing was begun");
    let weighed = [("weigh-lithium", "Level is steady; no hot room."), ("tell-lithium", "Keep the room cool.")];
    let sent = begin(&practice, &ben, &weighed).await;
    assert!(sent.to().ends_with("?done=begun"), "{}", sent.text);
    let chart = chart(&practice).await;
    let plan = chart.practices.last().unwrap().plan().unwrap().clone();
    assert_eq!(plan.weighed.len(), 1);
    assert_eq!(plan.weighed[0].words, "Level is steady; no hot room.");
    assert!(ben.get(sent.to()).await.text.contains("Weighed: "));
}

#[tokio::test]
async fn the_short_form_of_the_record_page_is_no_way_around_the_weighing() {
    let practice = Practice::open().await;
    takes(&practice, "Lithium", Some("lithium")).await;
    let ben = Browser::of(&practice, &practice::care_manager()).await;
    let form = format!("/chart/{}/record/practice-start", practice.maria);
    let page = ben.get(&form).await;
    let chart_id = practice.maria.to_string();
    let fields = [("chart", chart_id.as_str()), ("seen", &page.field("seen")), ("key", "short"), ("practice", "yoga")];
    let sent = ben.post(&form, &fields).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sent.text.contains("has to be weighed for this person first"));
    assert_eq!(chart(&practice).await.practices.len(), 1);
}

#[tokio::test]
async fn a_caution_that_comes_up_later_is_shown_as_not_weighed() {
    let practice = Practice::open().await;
    let ben = Browser::of(&practice, &practice::care_manager()).await;
    let course = begin(&practice, &ben, &[]).await.to().split('?').next().unwrap().to_owned();
    assert!(!ben.get(&course).await.text.contains("not weighed yet"));
    takes(&practice, "Lithium", Some("lithium")).await;
    let page = ben.get(&course).await;
    assert!(page.text.contains("1 found and not weighed yet."), "{}", cautions(&page));
    // The prescriber sees medicines and so may weigh, though the course is not theirs to begin.
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    assert_eq!(doctor.get(&address(&practice, "/begin")).await.status, StatusCode::FORBIDDEN);
    let chart_id = practice.maria.to_string();
    let fields = [("key", "w"), ("chart", chart_id.as_str()), ("classes", "8"), ("weigh-lithium", "Level in two weeks.")];
    assert!(doctor.post(&format!("{course}/plan"), &fields).await.to().ends_with("?done=planned"));
    assert!(!ben.get(&course).await.text.contains("not weighed yet"));
}

#[tokio::test]
async fn a_practitioner_learns_nothing_of_conditions_and_medicines_on_any_of_these_pages() {
    let practice = Practice::open().await;
    has(&practice, "Canarycondition").await;
    takes(&practice, "Canarymedicine", None).await;
    let ben = Browser::of(&practice, &practice::care_manager()).await;
    let staff = practice::teacher().staff.unwrap().to_string();
    let course = begin(&practice, &ben, &[("with", &staff)]).await.to().split('?').next().unwrap().to_owned();
    let id: CourseId = course.rsplit('/').next().unwrap().parse().unwrap();
    let weighed = concord_chart::practice::CautionWeighed {
        caution: "Canarycaution".into(),
        words: "Canarywords".into(),
        for_practitioner: "Keep the room cool.".into(),
    };
    let plan = PracticePlanned { weighed: vec![weighed], ..chart(&practice).await.practice(id).unwrap().plan().unwrap().clone() };
    let entry = Entry::new("weighed", Event::PracticePlanned(plan));
    practice.clinic.record(&practice::care_manager(), practice.maria, None, vec![entry]).await.unwrap();
    let kei = Browser::of(&practice, &practice::teacher()).await;
    let begin_page = address(&practice, "/begin?practice=yoga");
    let entries = format!("/chart/{}/entries", practice.maria);
    for page in [course.clone(), format!("{course}/plan"), address(&practice, ""), begin_page, entries] {
        let answer = kei.get(&page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        for secret in ["Canary", "canary", "Sertraline", "Major depression"] {
            assert!(!answer.text.contains(secret), "{page} tells {secret}");
        }
    }
    let told = kei.get(&course).await;
    assert!(told.text.contains("Keep the room cool.") && told.text.contains("Ben Achebe"), "{}", cautions(&told));
}

#[tokio::test]
async fn to_a_practitioner_two_people_look_alike_of_whom_one_has_something_to_find() {
    let mut seen = Vec::new();
    for lithium in [false, true] {
        let practice = Practice::open().await;
        if lithium {
            takes(&practice, "Lithium", Some("lithium")).await;
        }
        let kei = Browser::of(&practice, &practice::teacher()).await;
        let sent = begin(&practice, &kei, &[]).await;
        assert!(sent.to().ends_with("?done=begun"), "{}", sent.text);
        seen.push(cautions(&kei.get(sent.to()).await));
        let chart = chart(&practice).await;
        let waits: Vec<&str> = chart.tasks.iter().filter(|task| task.is_open()).map(|task| task.what.what.as_str()).collect();
        assert!(waits.iter().any(|what| what.contains("look at the cautions")), "the team is asked to look: {waits:?}");
    }
    assert_eq!(seen[0], seen[1], "what was found must not show");
    assert!(seen[0].contains("Nobody of the team has looked at this yet."));
}

#[tokio::test]
async fn what_the_team_weighed_outlives_a_change_by_the_practitioner_and_finishes_the_task() {
    let practice = Practice::open().await;
    takes(&practice, "Lithium", Some("lithium")).await;
    let (kei, ben) =
        (Browser::of(&practice, &practice::teacher()).await, Browser::of(&practice, &practice::care_manager()).await);
    let course = begin(&practice, &kei, &[]).await.to().split('?').next().unwrap().to_owned();
    let id: CourseId = course.rsplit('/').next().unwrap().parse().unwrap();
    let chart_id = practice.maria.to_string();
    let weigh = [("key", "b"), ("chart", chart_id.as_str()), ("weigh-lithium", "Fine."), ("tell-lithium", "Cool room.")];
    assert!(ben.post(&format!("{course}/plan"), &weigh).await.to().ends_with("planned"));
    let known = chart(&practice).await;
    assert!(known.tasks.iter().all(|task| !task.is_open() || !task.what.what.contains("look at the cautions")));
    assert!(
        kei.post(&format!("{course}/plan"), &[("key", "k"), ("chart", &chart_id), ("classes", "12")])
            .await
            .to()
            .ends_with("planned")
    );
    let known = chart(&practice).await;
    let plan = known.practice(id).unwrap().plan().unwrap();
    assert_eq!((plan.planned_classes, plan.weighed.len()), (Some(12), 1));
    assert_eq!(plan.weighed[0].words, "Fine.");
}

#[tokio::test]
async fn a_class_is_written_and_what_was_unwanted_reaches_the_prescriber() {
    let practice = Practice::open().await;
    let kei = Browser::of(&practice, &practice::teacher()).await;
    let course = address(&practice, &format!("/{MINDFULNESS}"));
    let chart_id = practice.maria.to_string();
    let empty = kei.post(&format!("{course}/class"), &[("key", "c0"), ("chart", &chart_id)]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("Say in a few words what was done."));
    let before = chart(&practice).await;
    let plain = [("key", "c1"), ("chart", chart_id.as_str()), ("what", "Body scan"), ("response", "calmer")];
    assert!(kei.post(&format!("{course}/class"), &plain).await.to().ends_with("?done=class"));
    let stirred = [
        ("key", "c2"),
        ("chart", chart_id.as_str()),
        ("what", "Long sitting"),
        ("unwanted", "old memories came up"),
        ("burden", "4"),
    ];
    assert!(kei.post(&format!("{course}/class"), &stirred).await.to().ends_with("?done=unwanted"));
    let after = chart(&practice).await;
    assert_eq!(after.practice(MINDFULNESS).unwrap().classes.len(), before.practice(MINDFULNESS).unwrap().classes.len() + 2);
    let report = after.side_effects.last().unwrap();
    assert_eq!(report.what.words, "old memories came up");
    assert_eq!(report.what.owner, practice::prescriber().staff);
    assert!(report.what.answer_by.is_some(), "an answer is promised");
    let page = kei.get(&course).await;
    for words in ["Body scan", "calmer", "Long sitting", "something unwanted"] {
        assert!(page.text.contains(words), "{words}");
    }
}

#[tokio::test]
async fn a_practitioner_has_no_way_into_somebody_elses_course() {
    let practice = Practice::open().await;
    let begun = Begun {
        course: ELSEWHERE,
        practice: Some("acupuncture".into()),
        name: "Acupuncture".into(),
        planned_classes: Some(6),
        aim_minutes_week: None,
        practitioner: None,
        practitioner_name: "Somebody outside".into(),
        aim: String::new(),
    };
    let entry = Entry::new("elsewhere", Event::PracticeStarted(begun));
    practice.clinic.record(&practice::care_manager(), practice.maria, None, vec![entry]).await.unwrap();
    let kei = Browser::of(&practice, &practice::teacher()).await;
    let course = address(&practice, &format!("/{ELSEWHERE}"));
    assert_eq!(kei.get(&course).await.status, StatusCode::NOT_FOUND);
    assert!(!kei.get(&address(&practice, "")).await.text.contains("Acupuncture"));
    let rated = PracticeRated {
        course: ELSEWHERE,
        on: date(2026, 8, 20),
        before: Some(3),
        after: None,
        noticed: String::new(),
        obstacle: None,
    };
    let entry = Entry::new("not mine", Event::PracticeRated(rated));
    let refused = practice.clinic.record(&practice::teacher(), practice.maria, None, vec![entry]).await;
    assert!(matches!(refused, Err(concord_actions::ActionError::Denied(_))), "{refused:?}");
}

#[tokio::test]
async fn a_supplement_goes_through_the_review_and_stands_on_no_plan_before() {
    let practice = Practice::open().await;
    let before = chart(&practice).await.medications.len();
    let ben = Browser::of(&practice, &practice::care_manager()).await;
    let page = ben.get(&address(&practice, "")).await;
    assert!(page.text.contains("Review it as a medicine") && page.text.contains("value=\"medicine-start\""));
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let review = doctor.get(&format!("/chart/{}/regimen?what=medicine-start&name=St+John%27s+wort", practice.maria)).await;
    assert_eq!(review.status, StatusCode::OK);
    let text = review.text.to_lowercase();
    assert!(text.contains("john") && text.contains("serotonin"), "the review names what the two do together");
    assert_eq!(chart(&practice).await.medications.len(), before, "nothing stands on the regimen by having been thought of");
    let kei = Browser::of(&practice, &practice::teacher()).await;
    assert!(!kei.get(&address(&practice, "")).await.text.contains("medicine-start"));
}

#[tokio::test]
async fn ratings_stand_as_a_picture_a_table_and_a_lane_beside_the_other_treatments() {
    let practice = Practice::open().await;
    let rated = |key: &str, day: i8, before, after| {
        let event = PracticeRated {
            course: MINDFULNESS,
            on: date(2026, 8, day),
            before: Some(before),
            after: Some(after),
            noticed: "calmer".into(),
            obstacle: None,
        };
        Entry::new(key, Event::PracticeRated(event))
    };
    let entries = vec![rated("r1", 1, 7, 4), rated("r2", 8, 6, 4), rated("r3", 15, 6, 3)];
    practice.clinic.record(&practice.patient(), practice.maria, None, entries).await.unwrap();
    let ruth = Browser::of(&practice, &practice::therapist()).await;
    let page = ruth.get(&address(&practice, &format!("/{MINDFULNESS}"))).await;
    assert!(page.text.contains("Over 3 rated at both ends, on average 2.6 lower after than before."), "{}", page.text);
    assert!(page.text.contains("polyline"));
    let drawn = ruth.get(&format!("/chart/{}", practice.maria)).await;
    assert!(drawn.text.contains("before and after") && drawn.text.contains("was 6"), "the lane and its table");
}
