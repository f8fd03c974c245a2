//! What a patient wrote is not thrown away: not by a refusal, not by another page, not by a list that changed meanwhile. What
//! calls for a person is said and kept although another row of the same form cannot be read.

use crate::{
    browser::Browser,
    own_pages::chart,
    patient_work::{LIFT, SEVEN, lay_out_card, seen_by, told_by_therapist, write_record},
    practice::{CBT, HOMEWORK, MINDFULNESS, Practice, prescriber, therapist},
};
use axum::http::StatusCode;
use concord_chart::{
    Event,
    entry::{EntryRetracted, RetractionReason},
    work::{CardSet, ItemSet, Readers, Target},
};

#[tokio::test]
async fn a_strong_urge_beside_a_row_that_cannot_be_read_brings_the_numbers_calls_somebody_once_and_loses_nothing() {
    let practice = Practice::open().await;
    lay_out_card(&practice).await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let before = seen_by(&practice, &therapist()).await.alerts.len();
    let row = |cancel| [("key", "k"), ("on", "2026-08-20"), ("u:self_harm", "5"), ("u:hide", cancel), ("f:shame", "4")];
    for _ in 0..2 {
        let page = maria.post("/my/work/card", &row("9")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        let (numbers, wrong) = (page.text.find("tel:988").expect("no numbers"), page.text.find("from 0 to 5").unwrap());
        assert!(numbers < wrong, "help stands first");
        assert!(page.text.contains("What could be read is in your record") && page.text.contains("value=\"5\" checked"));
        let seen = seen_by(&practice, &therapist()).await;
        assert_eq!(seen.alerts.len(), before + 1, "somebody is called, once");
        let card = &seen.work.cards.values().next().unwrap().what;
        assert_eq!((card.urges["self_harm"], card.urges.len(), card.emotions["shame"]), (5, 1, 4));
    }
    let whole = maria.post("/my/work/card", &row("2")).await;
    assert!(whole.status.is_success() && whole.text.contains("tel:988"));
    let seen = seen_by(&practice, &therapist()).await;
    assert_eq!((seen.alerts.len(), seen.work.cards.values().next().unwrap().what.urges["hide"]), (before + 1, 2));
}

#[tokio::test]
async fn a_number_over_the_end_of_a_hard_row_brings_the_numbers_although_nothing_of_it_can_be_kept() {
    let practice = Practice::open().await;
    lay_out_card(&practice).await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let page = maria.post("/my/work/card", &[("key", "k"), ("on", "2026-08-20"), ("u:self_harm", "10")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("tel:988") && !page.text.contains("What could be read is in your record"));
    let harmless = maria.post("/my/work/card", &[("key", "k2"), ("on", "2026-08-20"), ("f:shame", "10")]).await;
    assert!(!harmless.text.contains("tel:988"), "numbers to call where nothing calls for them");
}

#[tokio::test]
async fn a_card_that_was_laid_out_anew_keeps_what_the_day_already_said_and_what_an_open_page_still_asks() {
    let practice = Practice::open().await;
    lay_out_card(&practice).await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let day = ("on", "2026-08-20");
    maria.post("/my/work/card", &[("key", "a"), day, ("u:hide", "3"), ("s:stop", "5")]).await;
    let row = Target { code: "shame".into(), label: "Shame".into(), level: None };
    let anew = CardSet { course: Some(CBT), emotions: vec![row], ..CardSet::default() };
    told_by_therapist(&practice, "anew", Event::DiaryCardSet(anew)).await;
    maria.post("/my/work/card", &[("key", "b"), day, ("f:shame", "2"), ("f:joy", "4")]).await;
    let chart = chart(&practice).await;
    let card = &chart.work.cards.values().next().unwrap().what;
    assert_eq!((card.urges["hide"], card.skills[0].rating), (3, 5), "rows that are no longer asked were taken away");
    assert_eq!((card.emotions["shame"], card.emotions["joy"]), (2, 4), "the page that was open asked for it");
}

#[tokio::test]
async fn a_half_written_record_is_not_thrown_away_for_a_change_of_a_kept_one() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    write_record(&maria, &SEVEN).await;
    let id = chart(&practice).await.work.thoughts[0].id;
    maria.post("/my/work/thought/begin", &[("form", "three")]).await;
    let key = maria.get("/my/work/thought").await.field("key");
    maria.post("/my/work/thought", &[("key", &key), ("step", "1"), ("situation", "The bus was full"), ("go", "next")]).await;
    let asked = maria.post(&format!("/my/work/thought/{id}/change"), &[]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.text.contains("The bus was full") && asked.text.contains("Go on with it"), "{}", asked.text);
    assert!(maria.get("/my/work/thought?step=1").await.text.contains("The bus was full"), "it was thrown away");
    maria.post("/my/work/thought/drop", &[]).await;
    assert_eq!(maria.post(&format!("/my/work/thought/{id}/change"), &[]).await.to(), "/my/work/thought?step=1");
    assert_eq!(maria.post(&format!("/my/work/thought/{id}/change"), &[]).await.to(), "/my/work/thought", "it goes on");
}

#[tokio::test]
async fn a_step_that_was_taken_off_the_ladder_while_it_was_being_done_can_be_finished() {
    let practice = Practice::open().await;
    let step = |dropped| ItemSet {
        item: LIFT,
        course: Some(CBT),
        situation: "Take the lift alone".into(),
        expected_distress: None,
        feared_outcome: String::new(),
        safety_behaviours: Vec::new(),
        dropped,
    };
    told_by_therapist(&practice, "lift", Event::ExposureItemSet(step(false))).await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    maria.post("/my/work/facing/start", &[("item", &LIFT.to_string()), ("expectancy", "80")]).await;
    told_by_therapist(&practice, "dropped", Event::ExposureItemSet(step(true))).await;
    let doing = maria.get("/my/work/facing").await;
    assert!(doing.text.contains("Take the lift alone") && doing.text.contains("data-no-wait"), "{}", doing.text);
    let key = doing.field("key");
    let kept = maria.post("/my/work/facing/finish", &[("key", &key), ("learnt", "It only hums")]).await;
    assert_eq!(kept.to(), "/my/work/facing/kept");
    assert_eq!(chart(&practice).await.work.exposure[0].tried.len(), 1);
    assert!(!maria.get("/my/work/facing").await.text.contains("Take the lift alone"), "afterwards it is off the ladder");
}

#[tokio::test]
async fn a_second_choice_of_readers_from_the_same_page_counts() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let result = write_record(&maria, &SEVEN).await;
    let (key, work) = (result.field("key"), chart(&practice).await.work.thoughts[0].id);
    let (ruth, amara) = (therapist().staff.unwrap(), prescriber().staff.unwrap());
    let choose = async |readers: &[String]| {
        let work = work.to_string();
        let mut fields = vec![("key", key.as_str()), ("work", work.as_str()), ("to", "/my?done=work")];
        fields.extend(readers.iter().map(|reader| ("reader", reader.as_str())));
        maria.post("/my/work/readers", &fields).await
    };
    assert_eq!(choose(&[ruth.to_string(), amara.to_string()]).await.to(), "/my?done=work");
    assert_eq!(choose(&[]).await.to(), "/my?done=work");
    assert_eq!(chart(&practice).await.work.readers[&work], Readers::Only(Vec::new()), "the second choice was dropped");
    let third = choose(&[ruth.to_string(), amara.to_string()]).await;
    assert_eq!(third.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", third.text);
    assert!(third.text.contains("Open the page again"), "a choice that does not count says so");
}

#[tokio::test]
async fn words_go_along_from_how_it_went_to_what_got_in_the_way_and_to_something_smaller() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let words = "He was in the house again";
    let page = maria.post(&format!("/my/homework/{HOMEWORK}"), &[("key", "z"), ("done", "0"), ("words", words)]).await;
    assert!(page.status.is_success() && page.text.contains(words) && page.text.contains("name=\"obstacle\""), "{}", page.text);
    let homework = HOMEWORK.to_string();
    let smaller = [("homework", homework.as_str()), ("words", words), ("for", "smaller")];
    maria.post("/my/work/could-not", &smaller).await;
    assert!(maria.get(&format!("/my/work/could-not?homework={HOMEWORK}")).await.text.contains(words));
}

#[tokio::test]
async fn why_a_task_could_not_be_done_is_read_by_the_therapist_and_not_by_the_rest_of_the_team() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let (homework, words) = (HOMEWORK.to_string(), "He was in the house again");
    let page = maria.get(&format!("/my/work/could-not?homework={HOMEWORK}")).await;
    assert!(page.text.contains("the rest of your team sees that it could not be done, and the reason"));
    let fields = [("key", "w"), ("homework", homework.as_str()), ("obstacle", "no_time"), ("words", words), ("for", "team")];
    assert_eq!(maria.post("/my/work/could-not", &fields).await.to(), "/my?done=could-not");
    let said = async |who| {
        let seen = seen_by(&practice, &who).await;
        let task = seen.therapies[0].homework.iter().find(|task| task.what.homework == HOMEWORK).unwrap();
        let report = task.reported.as_ref().unwrap().1.clone();
        (report.could_not, report.obstacle)
    };
    assert_eq!(said(therapist()).await, (words.to_owned(), Some("no_time".to_owned())));
    assert_eq!(said(prescriber()).await, (String::new(), Some("no_time".to_owned())));
}

#[tokio::test]
async fn a_line_that_is_not_taken_stands_on_the_page_that_says_why() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let gone = uuid::Uuid::from_u128(424_242).to_string();
    let page =
        maria.post("/my/work/line", &[("key", "l"), ("about", &gone), ("text", "I went after all"), ("to", "/my/work")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("I went after all") && page.text.contains("not on the record any more"), "{}", page.text);
}

#[tokio::test]
async fn forms_keep_what_is_typed_and_what_hangs_on_the_moment_does_not_wait_for_a_line() {
    let practice = Practice::open().await;
    lay_out_card(&practice).await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    maria.post("/my/work/thought/begin", &[("form", "three")]).await;
    for path in [
        "/my/work/thought",
        "/my/work/card",
        "/my/work/chain",
        "/my/work/sheet",
        "/my/work/doing/plan",
        "/my/help",
        "/my/check-in",
        &format!("/my/homework/{HOMEWORK}"),
        &format!("/my/work/could-not?homework={HOMEWORK}"),
    ] {
        let page = maria.get(path).await.text;
        let written = |form: &&str| form.contains("<textarea") || form.contains("type=\"text\"");
        let form = page.split("<form").find(written).expect(path);
        assert!(form.split('>').next().unwrap().contains("data-draft="), "{path} loses what is typed");
    }
    for path in ["/my/check-in".to_owned(), format!("/my/work/minutes?course={MINDFULNESS}")] {
        assert!(maria.get(&path).await.text.contains(" data-no-wait"), "{path} is sent hours later as if it were now");
    }
}

#[tokio::test]
async fn a_practice_whose_course_is_gone_from_the_record_holds_nobody_up() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    maria.post("/my/work/minutes/start", &[("course", &MINDFULNESS.to_string()), ("minutes", "10")]).await;
    let began = chart(&practice).await;
    let begins = began.entries.iter().find(|entry| matches!(entry.recorded.event(), Event::PracticeStarted(_))).unwrap();
    let gone = EntryRetracted {
        entry: begins.recorded.id(),
        reason: RetractionReason::EnteredInError,
        words: "another person".to_owned(),
    };
    told_by_therapist(&practice, "gone", Event::EntryRetracted(gone)).await;
    let page = maria.get("/my/work/minutes").await;
    assert!(page.status.is_success() && !page.text.contains("/my/work/minutes/finish"), "{}", page.text);
    let kept = practice.clinic.draft_of(&practice.patient(), "work:minutes").await.unwrap();
    assert!(kept.is_none_or(|text| text.is_empty()), "what cannot be finished is still kept");
}
