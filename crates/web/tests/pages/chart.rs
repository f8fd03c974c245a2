//! The chart page and the pages beside it, as different people see them.

use crate::{
    browser::Browser,
    practice::{self, Practice},
};

fn address(practice: &Practice, end: &str) -> String {
    format!("/chart/{}{end}", practice.maria)
}

#[tokio::test]
async fn the_chart_is_a_picture_a_list_of_decisions_and_a_table() {
    let practice = Practice::open().await;
    let page = Browser::of(&practice, &practice::prescriber()).await.get(&address(&practice, "")).await;
    for part in ["ct-wide", "ct-phone", "id=\"decision-1\"", "<table class=\"facts\"", "Decide together", "id=\"findings\""] {
        assert!(page.text.contains(part), "{part}");
    }
    assert!(page.text.contains("Week 11: response, not yet remission"));
}

#[tokio::test]
async fn every_window_has_its_own_address() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    for window in ["4w", "12w", "24w", "1y", "5y", "10y"] {
        let page = doctor.get(&address(&practice, &format!("?window={window}"))).await;
        assert_eq!(page.status, 200, "{window}");
        assert!(page.text.contains(&format!("?window={window}\" aria-current=\"true\"")), "{window}");
    }
    assert_eq!(doctor.get(&address(&practice, "?from=2026-06-01&to=2026-07-01")).await.status, 200);
}

#[tokio::test]
async fn a_hidden_lane_is_named_and_remembered() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let sent = doctor.post(&address(&practice, "/lanes"), &[("known", "sleep"), ("known", "mood"), ("show", "mood")]).await;
    assert_eq!(sent.status, 303);
    let page = doctor.get(&address(&practice, "")).await;
    assert!(page.text.contains("lane is hidden: Sleep"));
    let for_now = doctor.get(&address(&practice, "?hide=phq-9-item-9")).await;
    assert!(for_now.text.contains("Item 9") && for_now.text.contains("2 lanes are hidden"));
}

#[tokio::test]
async fn a_teacher_sees_the_own_arm_and_is_told_what_is_not_shared() {
    let practice = Practice::open().await;
    let page = Browser::of(&practice, &practice::teacher()).await.get(&address(&practice, "")).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("Mindfulness") && page.text.contains("not shared with you"));
    for hidden in ["Sertraline", "sertraline", "PHQ-9", "CBT", "foggy", "choir operation"] {
        assert!(!page.text.contains(hidden), "a teacher would read “{hidden}”");
    }
}

#[tokio::test]
async fn the_therapist_reads_the_medicine_and_tells_the_prescriber() {
    let practice = Practice::open().await;
    let therapist = Browser::of(&practice, &practice::therapist()).await;
    let page = therapist.get(&address(&practice, "/regimen")).await;
    assert!(page.text.contains("Sertraline") && page.text.contains("Tell the prescriber"));
    assert!(!page.text.contains("/record/dose-change"), "doses are the prescriber’s");
    assert_eq!(therapist.get(&address(&practice, "/record/dose-change")).await.status, 403);
}

#[tokio::test]
async fn the_prescriber_sees_attendance_homework_and_what_the_therapist_shares() {
    let practice = Practice::open().await;
    let page = Browser::of(&practice, &practice::prescriber()).await.get(&address(&practice, "/sessions")).await;
    assert!(page.text.contains("10 of 13 sessions attended"));
    assert!(page.text.contains("Steady week") && page.text.contains("too foggy"));
    assert!(!page.text.contains("/record/session-held"));
}

#[tokio::test]
async fn answers_stand_item_by_item_and_item_nine_is_marked() {
    let practice = Practice::open().await;
    let page = Browser::of(&practice, &practice::care_manager()).await.get(&address(&practice, "/measures")).await;
    assert!(page.text.contains("PHQ-9") && page.text.contains("Sodium") && page.text.contains("139 mmol/L"));
    assert!(page.text.contains("GAD-7") && page.text.contains("not answered yet"));
}

#[tokio::test]
async fn a_finding_is_taken_and_closed_by_a_named_person() {
    let practice = Practice::open().await;
    let manager = Browser::of(&practice, &practice::care_manager()).await;
    let chart = manager.get(&address(&practice, "")).await;
    let form = chart.text.split("/finding/take").nth(1).unwrap();
    let value =
        |name: &str| form.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned();
    let (chart_id, key, finding, because) = (value("chart"), value("key"), value("finding"), value("because"));
    assert_eq!(finding, "suicidal_ideation_endorsed");
    let taken = manager
        .post(
            &address(&practice, "/finding/take"),
            &[("chart", &chart_id), ("key", &key), ("finding", &finding), ("because", &because)],
        )
        .await;
    assert_eq!(taken.status, 303, "{}", taken.text);
    assert!(manager.get(&address(&practice, "")).await.text.contains("Ben Achebe took this on"));
    let ask = manager.get(&address(&practice, &format!("/finding/close?finding={finding}&because={because}"))).await;
    let (key, fields) = (ask.field("key"), [("chart", chart_id.as_str()), ("finding", &finding), ("because", &because)]);
    let without_words = [&fields[..], &[("key", key.as_str()), ("words", " ")]].concat();
    assert_eq!(manager.post(&address(&practice, "/finding/close"), &without_words).await.status, 422);
    let with_words = [&fields[..], &[("key", key.as_str()), ("words", "Called at 11:20: no plan, no intent.")]].concat();
    assert_eq!(manager.post(&address(&practice, "/finding/close"), &with_words).await.status, 303);
    assert!(!manager.get(&address(&practice, "")).await.text.contains("value=\"suicidal_ideation_endorsed\""));
}

#[tokio::test]
async fn a_retracted_entry_stays_struck_through() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let end = format!("/entries/{}/retract", practice::REPORT);
    let ask = doctor.get(&address(&practice, &end)).await;
    let (chart, key, seen) = (ask.field("chart"), ask.field("key"), ask.field("seen"));
    let fields =
        [("chart", chart.as_str()), ("key", key.as_str()), ("seen", seen.as_str()), ("reason", "belongs to somebody else")];
    assert_eq!(doctor.post(&address(&practice, &end), &fields[..3]).await.status, 422);
    assert_eq!(doctor.post(&address(&practice, &end), &fields).await.status, 303);
    let log = doctor.get(&address(&practice, "/entries?family=side_effect")).await;
    assert!(log.text.contains("<s>side effect: foggy and sleepy after lunch</s>"));
}
