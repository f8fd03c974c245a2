//! The patient's own pages: what is due, questions one at a time, doses, check-in, telling, the picture.

use crate::{
    browser::{Browser, Page},
    practice::{self, HOMEWORK, MINDFULNESS, Practice, SERTRALINE, prescriber},
};
use axum::http::StatusCode;
use concord_access::Purpose;
use concord_chart::{Chart, questionnaire::Answers};
use concord_registry::WorkItem;
use std::sync::Arc;

pub async fn chart(practice: &Practice) -> Arc<Chart> {
    practice.clinic.open_chart(&practice.patient(), practice.maria, Purpose("test")).await.unwrap().chart
}

/// Answers one question of the PHQ-9.
async fn answer(browser: &Browser, number: usize, value: &str) -> Page {
    browser.post("/my/questions/phq-9", &[("q", &number.to_string()), ("value", value)]).await
}

fn checked(page: &Page) -> Option<String> {
    let before = page.text.split(" checked").next().filter(|before| before.len() < page.text.len())?;
    before.rsplit("value=\"").next()?.split('"').next().map(str::to_owned)
}

#[tokio::test]
async fn questions_come_one_at_a_time_are_kept_and_can_be_gone_back_to() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let first = maria.get("/my/questions/phq-9").await;
    assert!(first.text.contains("Question 1 of 10") && first.text.contains("Little interest or pleasure"));
    assert_eq!(checked(&first), None, "nothing is chosen beforehand");
    for number in 1..=3 {
        let next = answer(&maria, number, "2").await;
        assert_eq!(next.to(), format!("/my/questions/phq-9?q={}", number + 1));
    }
    // Another browser, the same person: an empty battery loses nothing.
    let elsewhere = Browser::of(&practice, &practice.patient()).await;
    let home = elsewhere.get("/my").await;
    assert!(home.text.contains("Go on where I stopped") && home.text.contains("question 3 of 10"));
    let resumed = elsewhere.get("/my/questions/phq-9").await;
    assert!(resumed.text.contains("Question 4 of 10"));
    let back = elsewhere.get("/my/questions/phq-9?q=2").await;
    assert_eq!(checked(&back).as_deref(), Some("2"), "the answer that was given stands");
    assert!(elsewhere.get("/my/questions/phq-9?q=9").await.text.contains("Question 4 of 10"), "nobody skips ahead by an address");
    assert_eq!(chart(&practice).await.questionnaires.completed.len(), 6, "nothing is on the chart before it is sent");
}

#[tokio::test]
async fn a_page_sent_without_a_choice_is_asked_again_and_a_wrong_value_is_no_answer() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    for value in ["", "9", "-1", "many"] {
        let page = answer(&maria, 1, value).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{value}");
        assert!(page.text.contains("Choose one answer, or leave this one out."));
    }
    assert_eq!(answer(&maria, 11, "1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn leaving_one_out_is_a_choice_and_stays_left_out() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    for number in 1..=10 {
        let page = if number == 4 {
            maria.post("/my/questions/phq-9", &[("q", "4"), ("leave_out", "yes")]).await
        } else {
            answer(&maria, number, if number == 9 { "0" } else { "1" }).await
        };
        assert!(page.status.is_redirection() || number == 10, "{number}: {}", page.status);
        if number == 10 {
            assert!(page.text.contains("Thank you.") && !page.text.contains("tel:988"), "{}", page.text);
        }
    }
    let chart = chart(&practice).await;
    let Answers::Items(answered) = &chart.questionnaires.completed.last().unwrap().what else { panic!("no items") };
    assert_eq!(answered.answers, [Some(1), Some(1), Some(1), None, Some(1), Some(1), Some(1), Some(1), Some(0)]);
    assert_eq!(answered.difficulty, Some(1));
    assert!(!answered.partial);
    assert!(!maria.get("/my").await.text.contains("Go on where I stopped"), "what was sent is offered again");
}

#[tokio::test]
async fn a_worrying_answer_brings_the_numbers_on_the_next_page_and_the_team_knows_before_the_last() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    for number in 1..=8 {
        answer(&maria, number, "1").await;
    }
    let asked = maria.get("/my/questions/phq-9?q=9").await;
    assert!(asked.text.contains("Help now") && asked.text.contains("it takes no choice away from you"));
    let next = answer(&maria, 9, "2").await;
    let shown = maria.get(next.to()).await;
    assert!(shown.text.contains("tel:988") && shown.text.contains("sms:988") && shown.text.contains("tel:911"));
    let (help, question) = (shown.text.find("tel:988").unwrap(), shown.text.find("Question 10 of 10").unwrap());
    assert!(help < question, "help stands below the question");

    // The page is closed here. What was said is on the chart, and somebody is told.
    let waiting = practice.clinic.waiting(&prescriber()).await.unwrap();
    let safety = waiting.iter().filter(|(_, row)| matches!(row.what, WorkItem::SafetyItem(_))).count();
    assert_eq!(safety, 1);
    let outbox = practice.clinic.store().outbox(practice.clinic.organisation(), 100).await.unwrap();
    assert!(outbox.iter().any(|message| message.kind == "alert"));
    assert!(outbox.iter().all(|message| !message.text.to_lowercase().contains("self-harm") && !message.text.contains("PHQ")));

    let before = chart(&practice).await.questionnaires.completed.len();
    let sent = answer(&maria, 10, "1").await;
    assert_eq!(sent.status, StatusCode::OK);
    assert!(sent.text.contains("Thank you for telling us.") && sent.text.contains("tel:988"));
    assert!(sent.text.contains("We began calling Ben Achebe at 1:40 pm."), "who knows of it, and since when");
    let chart = chart(&practice).await;
    assert_eq!(chart.questionnaires.completed.len(), before, "the finished set stands in place of the first");
    let Answers::Items(answered) = &chart.questionnaires.completed.last().unwrap().what else { panic!("no items") };
    assert_eq!((answered.answers[8], answered.partial), (Some(2), false));
}

#[tokio::test]
async fn sending_twice_records_once() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    for number in 1..=9 {
        answer(&maria, number, if number == 9 { "0" } else { "1" }).await;
    }
    answer(&maria, 10, "0").await;
    let count = chart(&practice).await.questionnaires.completed.len();
    let tick = [("course", SERTRALINE.to_string()), ("on", "2026-08-20".to_owned()), ("key", "one key".to_owned())];
    let tick: Vec<(&str, &str)> = tick.iter().map(|(name, value)| (*name, value.as_str())).collect();
    maria.post("/my/doses", &tick).await;
    let head = practice.head(practice.maria).await;
    maria.post("/my/doses", &tick).await;
    assert_eq!(practice.head(practice.maria).await, head);
    assert_eq!(chart(&practice).await.questionnaires.completed.len(), count);
}

#[tokio::test]
async fn declining_is_a_fact_of_its_own() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let page = maria.post("/my/questions/gad-7/decline", &[]).await;
    assert_eq!(page.to(), "/my?done=declined");
    let chart = chart(&practice).await;
    assert_eq!(chart.questionnaires.declined.len(), 1);
    assert!(chart.questionnaires.open.iter().all(|open| open.what.instrument.as_str() != "gad-7"));
    let again = maria.post("/my/questions/gad-7/decline", &[]).await;
    assert_eq!(again.to(), "/my?done=not-now", "nothing waits, so there is nothing to decline");
}

#[tokio::test]
async fn an_interview_that_a_clinician_asks_is_not_put_to_the_patient() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let know = practice.clinic.knowledge();
    let asked_by_others = know.instruments().filter(|known| known.mode == concord_knowledge::instrument::Mode::Clinician);
    for instrument in asked_by_others {
        assert_eq!(
            maria.get(&format!("/my/questions/{}", instrument.id)).await.status,
            StatusCode::NOT_FOUND,
            "{}",
            instrument.id
        );
    }
    assert_eq!(maria.get("/my/questions/no-such-thing").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_dose_is_ticked_taken_back_and_ticked_again() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let home = maria.get("/my").await;
    assert!(home.text.contains("Tick when taken") && !home.text.to_lowercase().contains("missed"));
    let tick = |key: String| {
        let maria = &maria;
        async move { maria.post("/my/doses", &[("course", &SERTRALINE.to_string()), ("on", "2026-08-20"), ("key", &key)]).await }
    };
    let today = jiff::civil::date(2026, 8, 20);
    let taken = |chart: Arc<Chart>| chart.medication(SERTRALINE).unwrap().taken.iter().filter(|day| **day == today).count();
    let first = home.text.split("name=\"key\" value=\"dose:").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    assert_eq!(tick(format!("dose:{first}")).await.to(), "/my?done=dose");
    let ticked = maria.get("/my?done=dose").await;
    assert!(ticked.text.contains("Ticked 1:40 pm"), "{}", ticked.text);
    assert_eq!(taken(chart(&practice).await), 1);
    let entry = ticked.field("entry");
    assert_eq!(maria.post("/my/doses/undo", &[("entry", &entry)]).await.to(), "/my?done=undone");
    assert_eq!(taken(chart(&practice).await), 0);
    let again = maria.get("/my").await;
    let second =
        again.text.split("name=\"key\" value=\"dose:").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    assert_ne!(first, second, "the same key would record nothing");
    tick(format!("dose:{second}")).await;
    assert_eq!(taken(chart(&practice).await), 1);
}

#[tokio::test]
async fn a_tick_from_a_page_of_long_ago_is_not_taken_for_today() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let page = maria.post("/my/doses", &[("course", &SERTRALINE.to_string()), ("on", "2026-08-01"), ("key", "old")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("from another day"));
}

#[tokio::test]
async fn a_dose_left_out_because_of_the_medicine_leads_to_the_prescriber() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let course = SERTRALINE.to_string();
    let fields = |reason: &'static str, key: &'static str| {
        [("course", course.as_str()), ("on", "2026-08-20"), ("reason", reason), ("words", ""), ("key", key)]
    };
    assert_eq!(maria.post("/my/doses/left-out", &fields("I forgot", "a")).await.to(), "/my?done=left-out");
    let led = maria.post("/my/doses/left-out", &fields("I felt foggy or sleepy from it", "b")).await;
    assert_eq!(led.to(), format!("/my/side-effect?course={course}&from=left-out"));
    let page = maria.get(led.to()).await;
    assert!(page.text.contains("Dr Amara Osei answers within one working day"));
    let missed = chart(&practice).await.medication(SERTRALINE).unwrap().missed.clone();
    assert!(missed.iter().any(|(_, reason)| reason.contains("foggy")));
    let none = maria.post("/my/doses/left-out", &[("reason", "I forgot"), ("key", "c")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text.contains("Choose which medicine.") && none.text.contains("checked"), "the reason that was chosen is gone");
}

#[tokio::test]
async fn nothing_of_yesterday_is_filled_into_todays_check_in() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let page = maria.get("/my/check-in").await;
    assert!(!page.text.contains(" checked") && page.text.contains("name=\"hours\""), "something is chosen beforehand");
    assert_eq!(page.field("key").len(), 36);
    let empty = maria.post("/my/check-in", &[("key", "e"), ("hours", ""), ("minutes", "0"), ("words", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("key", "k"), ("mood", "-1"), ("hours", "6.5"), ("minutes", "0"), ("words", "rain & tea")];
    assert_eq!(maria.post("/my/check-in", &fields).await.to(), "/my?done=check-in");
    let chart = chart(&practice).await;
    let today = jiff::civil::date(2026, 8, 20);
    assert_eq!(chart.diary.mood.get(&today), Some(&(-1, "rain & tea".to_owned())));
    assert_eq!(chart.diary.sleep.get(&today), Some(&390));
    assert!(maria.get("/my").await.text.contains("Done for today."));
    assert!(maria.get("/my/course").await.text.contains("rain &amp; tea"), "the words stand on the picture");
}

#[tokio::test]
async fn a_side_effect_told_by_the_patient_waits_for_the_prescriber_with_a_time() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let course = SERTRALINE.to_string();
    let told = [
        ("key", "t"),
        ("words", "My hands tremble."),
        ("burden", "4"),
        ("course", course.as_str()),
        ("since", "2026-08-14"),
        ("effect", ""),
    ];
    assert_eq!(maria.post("/my/side-effect", &told).await.to(), "/my?done=side-effect");
    let waiting = practice.clinic.waiting(&prescriber()).await.unwrap();
    let row = waiting.iter().map(|(_, row)| row).find(|row| row.words.contains("My hands tremble.")).expect("it does not wait");
    assert!(row.answer_by.is_some() && row.owner == prescriber().staff);
    let page = maria.get("/my/side-effect").await;
    assert!(page.text.contains("“My hands tremble.”") && page.text.contains("Not answered yet. Promised by"));
    for (field, value, sentence) in
        [("words", " ", "Say in a few words"), ("burden", "", "Choose how much"), ("since", "2027-01-01", "still to come")]
    {
        let wrong: Vec<(&str, &str)> = told.iter().map(|(name, old)| (*name, if *name == field { value } else { old })).collect();
        let page = maria.post("/my/side-effect", &wrong).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(page.text.contains(sentence) && page.text.contains(&format!("href=\"#{field}\"")), "{field}: {}", page.text);
    }
}

#[tokio::test]
async fn how_a_task_went_is_said_in_one_tap_and_could_not_has_its_own_page() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let address = format!("/my/homework/{HOMEWORK}");
    assert!(maria.get("/my").await.text.contains(&address), "the open task is not on the home page");
    assert!(maria.get(&address).await.text.contains("I could not, because"));
    for nothing in ["", "50", "101"] {
        let page = maria.post(&address, &[("key", "n"), ("done", nothing), ("words", "")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{nothing}");
    }
    let could_not = maria.post(&address, &[("key", "z"), ("done", "0"), ("words", "")]).await;
    assert_eq!(could_not.to(), format!("/my/work/could-not?homework={HOMEWORK}"));
    assert_eq!(maria.post(&address, &[("key", "d"), ("done", "67"), ("words", "two of three")]).await.to(), "/my?done=homework");
    let chart = chart(&practice).await;
    let task = chart.therapies[0].homework.iter().find(|task| task.what.homework == HOMEWORK).unwrap();
    let (_, reported) = task.reported.as_ref().unwrap();
    assert_eq!((reported.done_percent, reported.could_not.as_str()), (67, "two of three"));
    let other = Browser::of(&practice, &practice.other_patient()).await;
    assert_eq!(other.get(&address).await.status, StatusCode::NOT_FOUND, "somebody else's task");
    assert_eq!(other.post(&address, &[("key", "x"), ("done", "100"), ("words", "")]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn minutes_of_practice_are_added_to_the_week() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let course = MINDFULNESS.to_string();
    let kept = maria.post("/my/practice", &[("course", &course), ("minutes", "15"), ("key", "m")]).await;
    assert_eq!(kept.to(), "/my/plan?done=practice");
    assert!(maria.get("/my/plan").await.text.contains("(15 so far)"));
    for minutes in ["", "0", "9000", "ten"] {
        let page = maria.post("/my/practice", &[("course", &course), ("minutes", minutes), ("key", minutes)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{minutes}");
    }
}

#[tokio::test]
async fn the_line_about_self_harm_is_hidden_until_asked_for_and_says_so() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let hidden = maria.get("/my/course").await;
    assert_eq!(hidden.text.matches("1 line is hidden").count(), 1);
    assert!(!hidden.text.contains("Thoughts of self-harm"), "the hidden line is in the page");
    let shown = maria.get("/my/course?all_lines=yes").await;
    assert!(shown.text.contains("Thoughts of self-harm") && !shown.text.contains("1 line is hidden"));
    for window in ["4w", "24w", "1y", "10y", "nonsense"] {
        assert!(maria.get(&format!("/my/course?window={window}")).await.text.contains("<svg"), "{window}");
    }
}

#[tokio::test]
async fn a_note_stands_on_the_own_picture_and_cannot_become_markup() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let words = "<script>alert(1)</script> choir";
    let fields = [("key", "w"), ("words", words), ("feel", "good"), ("on", "2026-08-10")];
    assert_eq!(maria.post("/my/course", &fields).await.to(), "/my/course?done=note");
    for browser in [&maria, &Browser::of(&practice, &prescriber()).await] {
        for path in ["/my/course", &format!("/chart/{}", practice.maria)] {
            let page = browser.get(path).await;
            assert!(!page.text.contains("<script>alert"), "{path}");
        }
    }
    let ahead = maria.post("/my/course", &[("key", "v"), ("words", "x"), ("feel", ""), ("on", "2026-12-24")]).await;
    assert_eq!(ahead.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_own_pages_say_nothing_that_a_machine_made_of_the_person() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let computed = [
        "moderate depression",
        "moderately severe",
        "severe",
        "minimal",
        "suicidal",
        "at risk",
        "prediction",
        "diagnos",
        "judge",
        "non-compliant",
        "non-response",
        "deteriorat",
    ];
    for path in ["/my", "/my/plan", "/my/course", "/my/visits", "/my/side-effect", "/my/medicines", "/my/medicines/list"] {
        let text = maria.get(path).await.text.to_lowercase();
        for word in computed {
            assert!(!text.contains(word), "{path} says “{word}”");
        }
    }
}

#[tokio::test]
async fn every_own_page_has_help_one_heading_and_a_quiet_title() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let pages = concord_web::routes::table()
        .into_iter()
        .filter(|route| route.path.starts_with("/my") && route.method == axum::http::Method::GET)
        // A paper is no page: its own tests read it.
        .filter(|route| !route.path.ends_with(".pdf"))
        // She belongs to no couple and no group here.
        .filter(|route| !route.path.contains("{unit}"));
    for route in pages {
        let path =
            route.path.replace("{instrument}", "phq-9").replace("{homework}", &HOMEWORK.to_string()).replace("{article}", "act");
        let page = maria.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        // The copy that is kept on the phone holds the lines themselves: there may be no page to go to.
        let help = page.text.contains("href=\"/help-now\"") || page.text.contains("href=\"tel:988\"");
        assert!(help, "{path} has no help");
        assert_eq!(page.text.matches("<h1").count(), 1, "{path}");
        let title = page.text.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap().to_lowercase();
        for word in ["phq", "mood", "dep", "anx", "sertraline", "medic", "thera", "help", "delgado", "maria", "course of"] {
            assert!(!title.contains(word), "{path}: the title “{title}” tells something");
        }
        assert_eq!(crate::labels::unlabelled(&page.text), Vec::<String>::new(), "{path}");
    }
}

#[tokio::test]
async fn who_has_looked_shows_the_others_and_their_reasons() {
    let practice = Practice::open().await;
    let _ = practice.clinic.open_chart(&practice::therapist(), practice.maria, Purpose("chart")).await.unwrap();
    let maria = Browser::of(&practice, &practice.patient()).await;
    let page = maria.get("/my/looked").await;
    assert!(page.text.contains("Ruth Lindgren") && page.text.contains("therapist"));
    assert!(page.text.contains("You, 20 Aug 2026"));
}

#[tokio::test]
async fn a_visit_that_the_desk_cancelled_is_no_longer_announced() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    assert!(maria.get("/my").await.text.contains("Dr Amara Osei, today at 2:30 pm"));
    let desk = Browser::of(&practice, &practice::desk()).await;
    let address = format!("/desk/{}/visit/{}", practice.maria, practice::VISIT);
    desk.post(&address, &[("key", "c"), ("kind", "visit"), ("what", "cancelled_by_us")]).await;
    assert!(!maria.get("/my").await.text.contains("Dr Amara Osei, today"));
}
