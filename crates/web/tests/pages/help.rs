//! Help at once: from memory, whatever the store does, signed in or not, at any hour.

use crate::{
    browser::Browser,
    failing::{self, Mood},
    practice::{Practice, administrator, care_manager},
};
use axum::http::StatusCode;
use concord_actions::{Entry, PracticeSettings};
use concord_chart::{
    Event,
    plan::{PlanPart, PlanRevised},
};
use std::collections::BTreeMap;

#[tokio::test]
async fn help_opens_for_anybody_whatever_the_store_does() {
    let (practice, store, _) = failing::open().await;
    let stranger = Browser::stranger(&practice);
    let maria = Browser::of(&practice, &practice.patient()).await;
    for mood in [Mood::Fine, Mood::ReadOnly, Mood::Away] {
        store.turn(mood);
        for (who, browser) in [("stranger", &stranger), ("Maria", &maria)] {
            let page = browser.get("/help-now").await;
            assert_eq!(page.status, StatusCode::OK, "{mood:?} {who}");
            for needed in ["href=\"tel:988\"", "href=\"sms:988\"", "href=\"tel:911\"", "Leave this page quickly", "tel:5550100"] {
                assert!(page.text.contains(needed), "{mood:?} {who}: no {needed}");
            }
            assert_eq!(page.text.matches("<h1").count(), 1);
            assert!(!page.text.contains("<form") || *who == *"Maria", "a stranger is asked for nothing");
        }
    }
}

#[tokio::test]
async fn the_page_says_whether_somebody_is_there_now() {
    let (practice, _, clock) = failing::open().await;
    let stranger = Browser::stranger(&practice);
    assert!(stranger.get("/help-now").await.text.contains("Now: open."));
    for closed in ["2026-08-21T02:00:00Z", "2026-08-22T17:00:00Z"] {
        clock.set(closed.parse().unwrap());
        let page = stranger.get("/help-now").await;
        assert!(page.text.contains("Now: closed.") && page.text.contains("tel:988"), "{closed}");
    }
}

#[tokio::test]
async fn somebody_who_is_signed_in_finds_their_own_plan_below_the_numbers() {
    let (practice, store, _) = failing::open().await;
    let parts = BTreeMap::from([(PlanPart::IfThingsSlip, "Cold water. Walk to the corner. Call Inés.".to_owned())]);
    let revised = Entry::new("slip", Event::PlanRevised(PlanRevised { parts }));
    practice.clinic.record(&care_manager(), practice.maria, None, vec![revised]).await.unwrap();
    let maria = Browser::of(&practice, &practice.patient()).await;
    let page = maria.get("/help-now").await;
    let (numbers, plan) = (page.text.find("tel:988").unwrap(), page.text.find("Walk to the corner").expect("no plan"));
    assert!(numbers < plan);
    assert!(!Browser::stranger(&practice).get("/help-now").await.text.contains("Walk to the corner"));
    store.turn(Mood::Away);
    assert_eq!(maria.get("/help-now").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_numbers_are_those_that_the_practice_set_a_moment_ago() {
    let practice = Practice::open().await;
    let mut settings = PracticeSettings::clone(&practice.clinic.practice());
    settings.emergency_number = "112".into();
    practice.clinic.change_practice(&administrator(), settings).await.unwrap();
    assert!(Browser::stranger(&practice).get("/help-now").await.text.contains("href=\"tel:112\""));
}

/// Answers the first eight questions while all is well.
async fn eight_answers(practice: &Practice) -> Browser {
    let maria = Browser::of(practice, &practice.patient()).await;
    for number in 1..=8 {
        maria.post("/my/questions/phq-9", &[("q", &number.to_string()), ("value", "1")]).await;
    }
    maria
}

#[tokio::test]
async fn a_worrying_answer_gets_help_in_the_same_answer_although_nothing_can_be_kept() {
    for mood in [Mood::ReadOnly, Mood::Away] {
        let (practice, store, _) = failing::open().await;
        let maria = eight_answers(&practice).await;
        store.turn(mood);
        let page = maria.post("/my/questions/phq-9", &[("q", "9"), ("value", "3")]).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{mood:?}");
        assert!(page.text.contains("tel:988") && page.text.contains("sms:988") && page.text.contains("tel:911"), "{mood:?}");
        assert!(!page.text.contains("began calling"), "{mood:?}: a promise that nobody keeps");
        // The line is back: pressing again brings it to the team, once.
        store.turn(Mood::Fine);
        let again = maria.post("/my/questions/phq-9", &[("q", "9"), ("value", "3")]).await;
        assert_eq!(again.to(), "/my/questions/phq-9?q=10", "{mood:?}");
        let waiting = practice.clinic.waiting(&care_manager()).await.unwrap();
        assert_eq!(waiting.iter().filter(|(_, row)| matches!(row.what, concord_registry::WorkItem::SafetyItem(_))).count(), 1);
    }
}

#[tokio::test]
async fn who_answers_in_spanish_reads_in_spanish_that_it_could_not_be_kept() {
    let (practice, store, _) = failing::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    maria.post("/my/questions/phq-9/way", &[("language", "es")]).await;
    for number in 1..=8 {
        maria.post("/my/questions/phq-9", &[("q", &number.to_string()), ("value", "1")]).await;
    }
    assert!(maria.get("/my/questions/phq-9").await.text.contains("name=\"shown_in\" value=\"es\""));
    store.turn(Mood::ReadOnly);
    let page = maria.post("/my/questions/phq-9", &[("q", "9"), ("value", "3"), ("shown_in", "es")]).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.text.contains("tel:988") && page.text.contains("Gracias por decírnoslo."), "{}", page.text);
    assert!(!page.text.contains("Thank you for telling us."));
}

#[tokio::test]
async fn an_answer_that_worries_nobody_is_simply_not_kept_and_the_page_says_so() {
    let (practice, store, _) = failing::open().await;
    let maria = eight_answers(&practice).await;
    store.turn(Mood::ReadOnly);
    let page = maria.post("/my/questions/phq-9", &[("q", "9"), ("value", "0")]).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.text.contains("cannot be reached just now") && page.text.contains("href=\"/help-now\""));
}

#[tokio::test]
async fn sending_the_last_page_with_a_worrying_set_brings_help_although_it_cannot_be_sent() {
    let (practice, store, _) = failing::open().await;
    let maria = eight_answers(&practice).await;
    maria.post("/my/questions/phq-9", &[("q", "9"), ("value", "1")]).await;
    store.turn(Mood::ReadOnly);
    let page = maria.post("/my/questions/phq-9", &[("q", "10"), ("value", "2")]).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.text.contains("tel:988"));
}

#[tokio::test(start_paused = true)]
async fn a_store_that_says_nothing_holds_help_back_for_three_seconds_at_most() {
    let (practice, store, _) = failing::open().await;
    let maria = eight_answers(&practice).await;
    store.turn(Mood::SilentOnWrites);
    let began = tokio::time::Instant::now();
    let page = maria.post("/my/questions/phq-9", &[("q", "9"), ("value", "2")]).await;
    assert!(began.elapsed().as_secs_f32() < 3.0, "{:?}", began.elapsed());
    assert!(page.text.contains("tel:988") && page.text.contains("You are not alone"));
}

#[tokio::test]
async fn the_page_after_a_worrying_answer_promises_only_what_the_calls_stand_for() {
    let (practice, _, clock) = failing::open().await;
    let maria = eight_answers(&practice).await;
    maria.post("/my/questions/phq-9", &[("q", "9"), ("value", "3")]).await;
    clock.set("2026-08-20T17:43:00Z".parse().unwrap());
    let sent = maria.post("/my/questions/phq-9", &[("q", "10"), ("value", "2")]).await;
    assert!(sent.text.contains("We began calling Ben Achebe at 1:40 pm."), "{}", sent.text);
    assert!(sent.text.contains("If nobody has read it by 1:45 pm, we call Ruth Lindgren."), "{}", sent.text);
    assert!(!sent.text.contains("in touch today"), "nobody promised that");
}

#[tokio::test]
async fn what_a_phone_keeps_says_from_which_day_it_is_and_never_whether_somebody_is_there_now() {
    let practice = Practice::open().await;
    let stranger = Browser::stranger(&practice);
    let worker = stranger.get("/service-worker.js").await.text;
    assert!(worker.contains("\"?copy=yes\""), "the worker asks for copies");
    let maria = Browser::of(&practice, &practice.patient()).await;
    let copies = [
        stranger.get("/help-now?copy=yes").await,
        stranger.get("/offline?copy=yes").await,
        maria.get("/help-now?copy=yes").await,
        maria.get("/my/safety-plan/copy").await,
    ];
    for copy in copies {
        assert_eq!(copy.status, StatusCode::OK);
        assert!(copy.text.contains("tel:988") && copy.text.contains("tel:5550100"));
        assert!(!copy.text.contains("Now: "), "a copy does not know what is now");
        assert!(copy.text.contains("The numbers and hours are those of 20 August 2026."));
        assert!(!copy.text.contains("href=\"/my/help\""), "what needs a line is not offered");
    }
}
