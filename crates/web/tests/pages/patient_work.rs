//! The patient's own work between visits, over HTTP and without script: kept, read back, refused with the words kept, sent twice
//! and counted once; and what of it others of the team can read.

use crate::{
    browser::{Browser, Page},
    failing::{self, Mood},
    labels,
    own_pages::chart,
    practice::{CBT, HOMEWORK, MINDFULNESS, NOW, Practice, prescriber, therapist},
};
use axum::http::StatusCode;
use concord_access::Purpose;
use concord_actions::{Clinic, Entry, SeededIds, SetClock};
use concord_chart::{
    Chart, Event, ExposureItemId, HomeworkId,
    therapy::{HomeworkSet, WorkForm},
    work::{CardSet, Commented, ItemSet, Readers, Target},
};
use jiff::SignedDuration;
use std::sync::Arc;
use uuid::Uuid;

const RECORDS: HomeworkId = HomeworkId(Uuid::from_u128(7001));
pub const LIFT: ExposureItemId = ExposureItemId(Uuid::from_u128(7002));

pub async fn told_by_therapist(practice: &Practice, key: &str, event: Event) {
    practice.clinic.record(&therapist(), practice.maria, None, vec![Entry::new(key, event)]).await.unwrap();
}

/// A task with a form.
async fn task(practice: &Practice, homework: HomeworkId, form: WorkForm, times: Option<u16>) {
    let set = HomeworkSet {
        course: CBT,
        homework,
        session: None,
        task: "A thought record, three times".into(),
        due: None,
        form: Some(form),
        times,
    };
    told_by_therapist(practice, &format!("task-{homework}"), Event::HomeworkSet(set)).await;
}

pub async fn lay_out_card(practice: &Practice) {
    let row = |code: &str, label: &str, level: Option<u8>| Target { code: code.into(), label: label.into(), level };
    let card = CardSet {
        course: Some(CBT),
        urges: vec![row("self_harm", "To hurt myself", Some(1)), row("hide", "To cancel or hide", None)],
        acts: vec![row("drinking", "Drank alcohol", Some(3))],
        emotions: vec![row("shame", "Shame", None), row("joy", "Glad", None)],
        skills: vec!["opposite_action".into(), "stop".into()],
        skills_rated: false,
        asks_medicines: false,
    };
    told_by_therapist(practice, "card", Event::DiaryCardSet(card)).await;
}

/// Follows the answer of a form to the page it leads to.
pub async fn follow(maria: &Browser, page: &Page) -> Page {
    assert!(page.status.is_redirection(), "{}: {}", page.status, page.text);
    maria.get(page.to()).await
}

/// Begins a record and writes its steps, each under the key of the page.
pub async fn write_record(maria: &Browser, steps: &[&[(&str, &str)]]) -> Page {
    let begun = maria.post("/my/work/thought/begin", &[("form", "seven"), ("homework", &RECORDS.to_string())]).await;
    let mut page = follow(maria, &begun).await;
    for (step, number) in steps.iter().zip(1..) {
        let (key, number) = (page.field("key"), number.to_string());
        let mut fields = vec![("key", key.as_str()), ("step", number.as_str())];
        fields.extend_from_slice(step);
        page = follow(maria, &maria.post("/my/work/thought", &fields).await).await;
    }
    page
}

pub const SEVEN: [&[(&str, &str)]; 7] = [
    &[("situation", "Leo asked for help with fractions, I snapped")],
    &[("m1", "guilt"), ("s1", "80"), ("m2", "sad"), ("s2", "60")],
    &[("t1", "I let them down"), ("b1", "80"), ("hot", "1"), ("distortion", "labelling")],
    &[("for", "I raised my voice")],
    &[("against", "I said sorry")],
    &[("fairer", "I was tired and put it right"), ("belief", "65")],
    &[("ta1", "35"), ("ma1", "40"), ("ma2", "40")],
];

#[tokio::test]
async fn a_thought_record_is_written_step_by_step_and_read_back() {
    let practice = Practice::open().await;
    task(&practice, RECORDS, WorkForm::ThoughtRecord, Some(3)).await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    assert!(
        maria.get("/my").await.text.contains(&format!("/my/work/thought?homework={RECORDS}")),
        "the task does not lead to its form"
    );
    let result = write_record(&maria, &SEVEN).await;
    for said in [
        "What shifted",
        "Leo asked for help",
        "guilt 80",
        "I let them down",
        "I raised my voice",
        "I said sorry",
        "Believed 65",
        "old thought 35",
        "labelling",
    ] {
        assert!(result.text.contains(said), "{said} is not on the page: {}", result.text);
    }
    assert!(result.text.contains("Old thought: before 80, after 35"), "the picture says nothing to those who do not see it");
    assert_eq!(labels::unlabelled(&result.text), Vec::<String>::new());
    assert_eq!(labels::loose_ends(&result.text), Vec::<String>::new());
    let chart = chart(&practice).await;
    let record = &chart.work.thoughts[0].what;
    assert_eq!((record.reached, record.belief_change(), record.moods[1].after), (7, Some(-45), Some(40)));
    assert_eq!(record.readers, Readers::Only(vec![therapist().staff.unwrap()]), "only the therapist of the course to begin with");
    let reported =
        chart.therapies[0].homework.iter().find(|task| task.what.homework == RECORDS).unwrap().reported.as_ref().unwrap();
    assert_eq!(reported.1.done_percent, 33, "one of three");
    assert!(maria.get("/my/work/thoughts").await.text.contains("Leo asked for help"));
    assert!(maria.get("/my/work/thoughts?as=columns").await.text.contains("I raised my voice"));
}

#[tokio::test]
async fn a_record_that_was_begun_is_there_on_another_phone_and_back_works() {
    let practice = Practice::open().await;
    task(&practice, RECORDS, WorkForm::ThoughtRecord, None).await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let third = write_record(&maria, &SEVEN[..2]).await;
    assert!(third.text.contains("Step 3 of 7") && third.text.contains("guilt 80 · sad 60"), "earlier steps do not stand above");
    let elsewhere = Browser::of(&practice, &practice.patient()).await;
    let back = elsewhere.get("/my/work/thought?step=2").await;
    assert!(back.text.contains("value=\"guilt\"") && back.text.contains("value=\"80\""));
    assert!(elsewhere.get("/my/work/thought?step=6").await.text.contains("Step 3 of 7"), "nobody skips ahead by an address");
    assert!(chart(&practice).await.work.thoughts.is_empty(), "nothing is on the chart before it is kept");
    let (other, begun) = (Browser::of(&practice, &practice.other_patient()).await, "Step 3 of 7");
    assert!(!other.get("/my/work/thought").await.text.contains(begun), "somebody else's record");
}

#[tokio::test]
async fn a_number_over_a_hundred_is_asked_again_with_everything_that_was_typed() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let second = write_record(&maria, &SEVEN[..1]).await;
    let key = second.field("key");
    for strength in ["180", "-5", "strong", "7.5"] {
        let page = maria
            .post(
                "/my/work/thought",
                &[("key", &key), ("step", "2"), ("m1", "guilt"), ("s1", strength), ("m2", "sad"), ("s2", "60")],
            )
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{strength}");
        for kept in ["value=\"guilt\"", "value=\"sad\"", "value=\"60\"", &format!("value=\"{strength}\"")] {
            assert!(page.text.contains(kept), "{strength}: {kept} is gone");
        }
    }
}

#[tokio::test]
async fn stopping_keeps_what_is_there_and_says_what_was_not_reached() {
    let practice = Practice::open().await;
    task(&practice, RECORDS, WorkForm::ThoughtRecord, None).await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let third = write_record(&maria, &SEVEN[..2]).await;
    let key = third.field("key");
    let stop = [("key", key.as_str()), ("step", "3"), ("t1", "I ruin every visit"), ("b1", "90"), ("go", "stop")];
    let kept = follow(&maria, &maria.post("/my/work/thought", &stop).await).await;
    assert!(kept.text.contains("Stopped after step 3 of 7") && kept.text.matches("not reached").count() >= 4, "{}", kept.text);
    assert_eq!(chart(&practice).await.work.thoughts[0].what.reached, 3);
    let open = chart(&practice).await;
    let task = open.therapies[0].homework.iter().find(|task| task.what.homework == RECORDS).unwrap();
    assert!(task.reported.is_none(), "half a record says nothing about the task by itself");
}

#[tokio::test]
async fn a_double_tap_on_the_last_step_keeps_one_record() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let last = write_record(&maria, &SEVEN[..6]).await;
    let key = last.field("key");
    let fields = [("key", key.as_str()), ("step", "7"), ("ta1", "35")];
    let first = maria.post("/my/work/thought", &fields).await;
    let again = maria.post("/my/work/thought", &fields).await;
    assert_eq!(first.to(), again.to(), "the second tap leads somewhere else");
    assert_eq!(chart(&practice).await.work.thoughts.len(), 1);
}

#[tokio::test]
async fn a_changed_step_stands_in_place_of_the_first_version() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    write_record(&maria, &SEVEN).await;
    let id = chart(&practice).await.work.thoughts[0].id;
    let first = follow(&maria, &maria.post(&format!("/my/work/thought/{id}/change"), &[]).await).await;
    let key = first.field("key");
    maria
        .post("/my/work/thought", &[("key", &key), ("step", "1"), ("situation", "Leo asked, and I was late"), ("go", "stop")])
        .await;
    let chart = chart(&practice).await;
    assert_eq!(chart.work.thoughts.len(), 1);
    assert_eq!(
        (chart.work.thoughts[0].what.situation.as_str(), chart.work.thoughts[0].what.reached),
        ("Leo asked, and I was late", 7)
    );
}

/// The chart as a member of staff sees it.
pub async fn seen_by(practice: &Practice, who: &concord_access::Subject) -> Arc<Chart> {
    practice.clinic.open_chart(who, practice.maria, Purpose("test")).await.unwrap().chart
}

#[tokio::test]
async fn the_prescriber_sees_that_it_was_done_and_the_words_only_when_let_in() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let result = write_record(&maria, &SEVEN).await;
    let seen = seen_by(&practice, &prescriber()).await;
    assert_eq!((seen.work.thoughts.len(), seen.work.thoughts[0].what.reached), (1, 7));
    assert!(seen.work.thoughts[0].what.situation.is_empty() && seen.work.thoughts[0].what.thoughts.is_empty());
    assert_eq!(seen_by(&practice, &therapist()).await.work.thoughts[0].what.thoughts[0].text, "I let them down");
    let (key, work) = (result.field("key"), chart(&practice).await.work.thoughts[0].id.to_string());
    assert!(result.text.contains("name=\"reader\""), "nobody can be let in");
    let (ruth, amara) = (therapist().staff.unwrap().to_string(), prescriber().staff.unwrap().to_string());
    let fields = [
        ("key", key.as_str()),
        ("work", work.as_str()),
        ("reader", ruth.as_str()),
        ("reader", amara.as_str()),
        ("to", "/my?done=work"),
    ];
    assert_eq!(maria.post("/my/work/readers", &fields).await.to(), "/my?done=work");
    assert_eq!(seen_by(&practice, &prescriber()).await.work.thoughts[0].what.thoughts[0].text, "I let them down");
    let head = practice.head(practice.maria).await;
    maria.post("/my/work/readers", &fields).await;
    assert_eq!(practice.head(practice.maria).await, head, "the same choice is no new entry");
    let elsewhere = [("key", "x"), ("work", work.as_str()), ("to", "https://example.org/")];
    assert_eq!(maria.post("/my/work/readers", &elsewhere).await.to(), "/my/work");
    assert!(seen_by(&practice, &therapist()).await.work.thoughts[0].what.thoughts.is_empty(), "shut out again");
}

#[tokio::test]
async fn a_card_that_was_not_laid_out_says_so_and_nothing_is_filled_in_for_anybody() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    assert!(maria.get("/my/work/card").await.text.contains("laid out together with your therapist"));
    lay_out_card(&practice).await;
    let page = maria.get("/my/work/card").await;
    let chosen = page.text.matches(" checked").count();
    assert!(chosen > 7, "no row begins as not answered");
    assert_eq!(chosen, page.text.matches("value=\"\" checked").count(), "a row or skill begins with an answer");
    assert!(page.text.contains("Ruth Lindgren reads this card") && page.text.contains("nobody watches it"));
    assert_eq!(labels::unlabelled(&page.text), Vec::<String>::new());
    assert_eq!(labels::loose_ends(&page.text), Vec::<String>::new());
}

#[tokio::test]
async fn what_was_not_answered_is_never_a_nought() {
    let practice = Practice::open().await;
    lay_out_card(&practice).await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let key = maria.get("/my/work/card").await.field("key");
    let fields = [
        ("key", key.as_str()),
        ("on", "2026-08-20"),
        ("u:hide", "0"),
        ("u:self_harm", ""),
        ("f:shame", "2"),
        ("f:joy", ""),
        ("a:drinking", ""),
        ("s:stop", "5"),
    ];
    assert_eq!(maria.post("/my/work/card", &fields).await.to(), "/my?done=card");
    let chart = chart(&practice).await;
    let card = &chart.work.cards.values().next().unwrap().what;
    assert_eq!((card.urges.len(), card.urges["hide"], card.emotions.len(), card.acts.len(), card.skills.len()), (1, 0, 1, 0, 1));
    let again = maria.get("/my/work/card").await;
    assert!(again.text.contains("<b>2</b> of 5"), "two of five rows are answered");
    let week = maria.get("/my/work/card/week").await;
    assert!(week.text.contains("not answered") && week.text.contains("To hurt myself"));
    let tomorrow = maria.get("/my/work/card?on=2026-08-19").await;
    assert!(
        tomorrow.text.contains("Wednesday 19") && !tomorrow.text.contains("value=\"2\" checked"),
        "one day's answers are no other's"
    );
}

#[tokio::test]
async fn a_six_on_the_card_is_refused_and_the_other_rows_are_kept_on_the_page() {
    let practice = Practice::open().await;
    lay_out_card(&practice).await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let refused = maria.post("/my/work/card", &[("key", "six"), ("on", "2026-08-20"), ("u:hide", "6"), ("f:shame", "4")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("from 0 to 5") && refused.text.contains("value=\"4\" checked"));
    let empty = maria.post("/my/work/card", &[("key", "none"), ("on", "2026-08-20")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let old = maria.post("/my/work/card", &[("key", "old"), ("on", "2026-07-01"), ("f:shame", "4")]).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(chart(&practice).await.work.cards.is_empty());
}

#[tokio::test]
async fn a_strong_urge_brings_the_numbers_to_call_in_the_same_answer_and_the_team_is_told() {
    let practice = Practice::open().await;
    lay_out_card(&practice).await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let before = seen_by(&practice, &therapist()).await.alerts.len();
    let sent = maria.post("/my/work/card", &[("key", "urge"), ("on", "2026-08-20"), ("u:self_harm", "4")]).await;
    assert_eq!(sent.status, StatusCode::OK);
    assert!(sent.text.contains("Thank you for telling us.") && sent.text.contains("tel:988"));
    let seen = seen_by(&practice, &therapist()).await;
    assert_eq!((seen.work.cards.len(), seen.alerts.len()), (1, before + 1));
}

#[tokio::test]
async fn a_strong_urge_brings_the_numbers_to_call_although_nothing_can_be_written_and_is_kept_when_sent_again() {
    for mood in [Mood::ReadOnly, Mood::Away] {
        let practice = Practice::open().await;
        lay_out_card(&practice).await;
        let (practice, store, _) = failing::on_failing_store(practice);
        practice.clinic.load_practice().await.unwrap();
        let maria = Browser::of(&practice, &practice.patient()).await;
        let urge = [("key", "urge"), ("on", "2026-08-20"), ("u:self_harm", "4")];
        store.turn(mood);
        let page = maria.post("/my/work/card", &urge).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{mood:?}");
        assert!(page.text.contains("tel:988") && !page.text.contains("began calling"), "{mood:?}");
        store.turn(Mood::Fine);
        assert_eq!(maria.post("/my/work/card", &urge).await.status, StatusCode::OK, "{mood:?}");
        assert_eq!(chart(&practice).await.work.cards.len(), 1, "{mood:?}");
    }
}

#[tokio::test]
async fn something_planned_is_done_or_could_not_be_and_moves() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let plan = [
        ("key", "p1"),
        ("what", "Water the balcony"),
        ("on", "2026-08-20"),
        ("at", "16:00"),
        ("place", "with Leo"),
        ("smaller", "one pot"),
    ];
    assert_eq!(maria.post("/my/work/doing/plan", &plan).await.to(), "/my/work/doing");
    maria.post("/my/work/doing/plan", &plan).await;
    let planned = chart(&practice).await;
    assert_eq!(planned.work.activities.len(), 1, "a double tap plans once");
    let id = planned.work.activities[0].id.to_string();
    let list = maria.get("/my/work/doing").await;
    assert!(list.text.contains("4:00 pm, with Leo") && list.text.contains("one pot"), "{}", list.text);
    let wrong =
        maria.post("/my/work/doing/did", &[("key", "did wrong"), ("activity", &id), ("pleasure", "11"), ("mastery", "6")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("value=\"6\" checked"), "what was chosen is gone");
    let did = [
        ("key", "did it"),
        ("activity", id.as_str()),
        ("pleasure", "7"),
        ("mastery", "6"),
        ("mood_before", "3"),
        ("mood_after", "6"),
    ];
    assert_eq!(maria.post("/my/work/doing/did", &did).await.to(), "/my/work/doing");
    let list = maria.get("/my/work/doing").await;
    assert!(list.text.contains("enjoyed 7, managed 6") && list.text.contains("Higher afterwards 1 of 1 times"));
    let past = maria.post("/my/work/doing/plan", &[("key", "p2"), ("what", "Yesterday"), ("on", "2026-08-19")]).await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(past.text.contains("value=\"Yesterday\""));
}

#[tokio::test]
async fn what_could_not_be_done_is_a_short_bar_and_is_left_out_of_what_is_counted() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    for (key, what) in [("a", "Walk"), ("b", "Choir")] {
        maria.post("/my/work/doing/plan", &[("key", key), ("what", what), ("on", "2026-08-20")]).await;
    }
    let ids: Vec<String> = chart(&practice).await.work.activities.iter().map(|activity| activity.id.to_string()).collect();
    maria.post("/my/work/doing/did", &[("key", "c"), ("activity", &ids[0]), ("mood_before", "5"), ("mood_after", "4")]).await;
    let sent = maria
        .post("/my/work/could-not", &[("key", "d"), ("activity", &ids[1]), ("obstacle", "no_time"), ("words", "rain")])
        .await;
    assert_eq!(sent.to(), "/my?done=could-not");
    let list = maria.get("/my/work/doing").await;
    assert!(list.text.contains("Could not: rain.") && list.text.contains("Higher afterwards 0 of 1 times"));
    assert_eq!(list.text.matches("class=\"could-not\"").count(), 1);
    let moved = maria.get(&format!("/my/work/doing/plan?activity={}", ids[1])).await;
    assert!(moved.text.contains("value=\"Choir\"") && !moved.text.contains("name=\"activity\""), "what was said stays said");
}

#[tokio::test]
async fn fog_from_the_medicine_reaches_the_prescriber_with_a_promise_in_one_step() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let address = format!("/my/work/could-not?homework={HOMEWORK}");
    let page = maria.get(&address).await;
    assert!(page.text.contains("Not a mark against you"));
    assert!(
        page.text.contains("A message goes to Dr Amara Osei now, and you have an answer within one working day."),
        "who hears of it is not said beforehand"
    );
    let homework = HOMEWORK.to_string();
    let unasked = maria.post("/my/work/could-not", &[("key", "f"), ("homework", &homework), ("words", "asleep at 3")]).await;
    assert_eq!(unasked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unasked.text.contains("asleep at 3"));
    let no_burden =
        maria.post("/my/work/could-not", &[("key", "f"), ("homework", &homework), ("obstacle", "foggy_medicine")]).await;
    assert_eq!(no_burden.status, StatusCode::UNPROCESSABLE_ENTITY, "a burden is never made up");
    let fields = [
        ("key", "f"),
        ("homework", homework.as_str()),
        ("obstacle", "foggy_medicine"),
        ("burden", "4"),
        ("words", "asleep at 3"),
    ];
    let before = chart(&practice).await.side_effects.len();
    for _ in 0..2 {
        assert_eq!(maria.post("/my/work/could-not", &fields).await.to(), "/my?done=medicine");
    }
    let chart = chart(&practice).await;
    assert_eq!(chart.side_effects.len(), before + 1, "told once");
    let told = &chart.side_effects.last().unwrap().what;
    assert_eq!((told.burden, told.owner, told.answer_by.is_some()), (4, prescriber().staff, true));
    let task = chart.therapies[0].homework.iter().find(|task| task.what.homework == HOMEWORK).unwrap();
    let (_, reported) = task.reported.as_ref().unwrap();
    assert_eq!((reported.done_percent, reported.obstacle.as_deref()), (0, Some("foggy_medicine")));
    let outbox = practice.clinic.store().outbox(practice.clinic.organisation(), 100).await.unwrap();
    assert_eq!(outbox.iter().filter(|message| message.kind == "side_effect_to_prescriber").count(), 1);
}

#[tokio::test]
async fn what_is_kept_for_oneself_is_on_no_chart_and_a_smaller_one_is_offered() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let (homework, head) = (HOMEWORK.to_string(), practice.head(practice.maria).await);
    let fields = [("homework", homework.as_str()), ("obstacle", "too_hard"), ("words", "I was ashamed"), ("for", "me")];
    assert_eq!(maria.post("/my/work/could-not", &fields).await.to(), "/my?done=mine");
    assert_eq!(practice.head(practice.maria).await, head);
    assert!(maria.get(&format!("/my/work/could-not?homework={HOMEWORK}")).await.text.contains("I was ashamed"));
    let smaller = maria.post("/my/work/could-not", &[("homework", &homework), ("for", "smaller")]).await;
    assert!(follow(&maria, &smaller).await.text.contains("A walk, twice"), "the task is not named where it is made smaller");
    let other = Browser::of(&practice, &practice.other_patient()).await;
    assert_eq!(other.get(&format!("/my/work/could-not?homework={HOMEWORK}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn facing_asks_before_and_after_and_keeps_what_was_learnt() {
    let practice = Practice::open().await;
    let step = ItemSet {
        item: LIFT,
        course: Some(CBT),
        situation: "Take the lift alone".into(),
        expected_distress: Some(70),
        feared_outcome: "it stops and nobody comes".into(),
        safety_behaviours: vec!["phone in hand".into()],
        dropped: false,
    };
    told_by_therapist(&practice, "lift", Event::ExposureItemSet(step)).await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let item = LIFT.to_string();
    assert!(maria.get("/my/work/facing").await.text.contains("Take the lift alone"));
    let wrong = maria.post("/my/work/facing/start", &[("item", &item), ("expectancy", "120"), ("start", "60")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("value=\"120\"") && wrong.text.contains("value=\"60\""));
    let during =
        follow(&maria, &maria.post("/my/work/facing/start", &[("item", &item), ("expectancy", "80"), ("start", "60")]).await)
            .await;
    assert!(during.text.contains("Now do it") && chart(&practice).await.work.exposure[0].tried.is_empty());
    let key = during.field("key");
    let fields = [
        ("key", key.as_str()),
        ("happened", "no"),
        ("expectancy_after", "30"),
        ("peak", "85"),
        ("end", "40"),
        ("learnt", "It only hums"),
    ];
    let kept = follow(&maria, &maria.post("/my/work/facing/finish", &fields).await).await;
    assert!(
        kept.text.contains("did not happen")
            && kept.text.contains("It happens: before 80, after 30")
            && kept.text.contains("It only hums")
    );
    maria.post("/my/work/facing/finish", &fields).await;
    let seen = seen_by(&practice, &prescriber()).await;
    assert_eq!(seen.work.exposure[0].tried.len(), 1, "once, and the prescriber sees that it was done");
    assert_eq!(seen.work.exposure[0].tried[0].2.learnt, "");
    assert_eq!(chart(&practice).await.work.exposure[0].tried[0].2.response_prevention_kept, None, "not said is not no");
}

/// The same practice some time later: the store is the same, the clock has gone on.
fn later(practice: &Practice, by: SignedDuration) -> Practice {
    let now = NOW.parse::<jiff::Timestamp>().unwrap() + by;
    let clock = Arc::new(SetClock::at(now));
    let clinic = Arc::new(Clinic::new(practice.store.clone(), concord_knowledge::shipped(), clock, Arc::new(SeededIds::new(7))));
    let app = concord_web::app::App::new(clinic.clone(), false);
    Practice { clinic, store: practice.store.clone(), app, maria: practice.maria, noor: practice.noor, june: practice.june }
}

#[tokio::test]
async fn the_server_counts_the_minutes_between_two_posts() {
    let practice = Practice::open().await;
    let course = MINDFULNESS.to_string();
    let maria = Browser::of(&practice, &practice.patient()).await;
    let running = follow(&maria, &maria.post("/my/work/minutes/start", &[("course", &course), ("minutes", "10")]).await).await;
    assert!(running.text.contains("began 1:40 pm") && running.text.contains("1:50 pm"));
    let key = running.field("key");
    let later = later(&practice, SignedDuration::from_secs(11 * 60 + 10));
    later.clinic.load_practice().await.unwrap();
    let back = Browser::of(&later, &later.patient()).await;
    for _ in 0..2 {
        back.post("/my/work/minutes/finish", &[("key", &key)]).await;
    }
    let chart = chart(&later).await;
    let today: Vec<_> =
        chart.practice(MINDFULNESS).unwrap().practised.iter().filter(|(day, _)| day.to_string() == "2026-08-20").collect();
    assert_eq!(today, [&(jiff::civil::date(2026, 8, 20), 11)]);
    let kept = back.get(&format!("/my/work/minutes?course={course}&done=kept")).await;
    assert!(kept.text.contains("What did you notice?"));
}

#[tokio::test]
async fn a_phone_that_was_put_away_is_asked_and_a_practice_thrown_away_leaves_nothing() {
    let practice = Practice::open().await;
    let course = MINDFULNESS.to_string();
    let maria = Browser::of(&practice, &practice.patient()).await;
    let head = practice.head(practice.maria).await;
    maria.post("/my/work/minutes/start", &[("course", &course), ("minutes", "10")]).await;
    let later = later(&practice, SignedDuration::from_hours(5));
    later.clinic.load_practice().await.unwrap();
    let back = Browser::of_at(&later, &later.patient(), later.clinic.now()).await;
    let key = back.get("/my/work/minutes").await.field("key");
    let asked = back.post("/my/work/minutes/finish", &[("key", &key)]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.text.contains("How many minutes of it were practice?"));
    assert_eq!(
        back.post("/my/work/minutes/finish", &[("key", &key), ("really", "9000")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    back.post("/my/work/minutes/drop", &[]).await;
    assert_eq!(later.head(later.maria).await, head);
}

#[tokio::test]
async fn practice_that_stirs_things_up_says_what_to_do_and_tells_teacher_and_therapist() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let course = MINDFULNESS.to_string();
    let noticed = maria.post("/my/work/minutes/noticed", &[("key", "n"), ("course", &course), ("noticed", "stirred_up")]).await;
    let page = follow(&maria, &noticed).await;
    assert!(page.text.contains("Put both feet on the floor") && page.text.contains("Kei Tanaka and Ruth Lindgren"));
    let outbox = practice.clinic.store().outbox(practice.clinic.organisation(), 100).await.unwrap();
    let told: Vec<_> = outbox.iter().filter(|message| message.kind == "own_work_to_therapist").collect();
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|message| !message.text.to_lowercase().contains("stir") && !message.text.contains("Maria")));
    let seen = seen_by(&practice, &crate::practice::teacher()).await;
    assert_eq!(seen.practice(MINDFULNESS).unwrap().rated.last().unwrap().1.noticed, "stirred_up");
}

#[tokio::test]
async fn a_line_from_the_therapist_stands_on_home_until_it_is_answered() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    write_record(&maria, &SEVEN).await;
    let about = chart(&practice).await.work.thoughts[0].id;
    let line = Commented { about, text: "What would you tell a friend?".into() };
    let ruth =
        practice.clinic.record(&therapist(), practice.maria, None, vec![Entry::new("line", Event::WorkCommented(line))]).await;
    ruth.unwrap();
    assert!(maria.get("/my").await.text.contains("What would you tell a friend?"));
    let work = maria.get(&format!("/my/work/thoughts?of={about}")).await;
    assert!(work.text.contains("What would you tell a friend?") && work.text.contains("Ruth Lindgren"));
    let (here, id) = (format!("/my/work/thoughts?of={about}"), about.to_string());
    let sent =
        maria.post("/my/work/line", &[("key", "answer"), ("about", &id), ("text", "That she is trying"), ("to", &here)]).await;
    assert_eq!(sent.to(), here);
    assert!(!maria.get("/my").await.text.contains("What would you tell a friend?"), "an answered line still waits");
    assert!(maria.get(&here).await.text.contains("That she is trying"));
}

#[tokio::test]
async fn sheets_and_chains_are_kept_once_and_read_back() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let empty = maria.post("/my/work/sheet", &[("key", "s0")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..2 {
        let kept = maria.post("/my/work/sheet", &[("key", "s1"), ("noticed", "Mornings are easier")]).await;
        assert!(follow(&maria, &kept).await.text.contains("Mornings are easier"));
    }
    let chain = [
        ("key", "c1"),
        ("behaviour", "Did not go to the choir"),
        ("k1", "thought"),
        ("l1", "They will stare"),
        ("i1", "call Sofía"),
    ];
    for _ in 0..2 {
        let kept = follow(&maria, &maria.post("/my/work/chain", &chain).await).await;
        assert!(kept.text.contains("They will stare") && kept.text.contains("call Sofía"));
    }
    let refused = maria.post("/my/work/chain", &[("key", "c2"), ("l1", "Only a link")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("value=\"Only a link\""));
    let chart = chart(&practice).await;
    assert_eq!((chart.work.sheets.len(), chart.work.chains.len()), (1, 1));
    assert!(seen_by(&practice, &prescriber()).await.work.chains[0].what.behaviour.is_empty());
}

#[tokio::test]
async fn the_cycle_is_asked_only_after_it_was_switched_on() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    assert!(!maria.get("/my/check-in").await.text.contains("Bleeding today"));
    let unasked = maria.post("/my/check-in", &[("key", "c0"), ("mood", "0"), ("bleeding", "2")]).await;
    assert!(unasked.status.is_redirection() && chart(&practice).await.diary.cycle.is_empty());
    maria.post("/my/check-in/cycle", &[("on", "yes")]).await;
    assert!(maria.get("/my/check-in").await.text.contains("Bleeding today"));
    maria.post("/my/check-in", &[("key", "c1"), ("bleeding", "2")]).await;
    assert_eq!(chart(&practice).await.diary.cycle.values().next().unwrap().0, Some(2));
    maria.post("/my/check-in/cycle", &[("on", "")]).await;
    assert!(!maria.get("/my/check-in").await.text.contains("Bleeding today"));
}

#[tokio::test]
async fn titles_say_nothing_and_every_work_page_has_a_way_out() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    for path in [
        "/my",
        "/my/work",
        "/my/work/thought",
        "/my/work/card",
        "/my/work/doing",
        "/my/work/minutes",
        "/my/work/facing",
        "/my/work/could-not",
    ] {
        let page = maria.get(path).await;
        assert!(page.text.contains("<title>My pages</title>"), "{path}");
        assert!(path == "/my" || page.text.contains("data-leave"), "{path} has no way out");
    }
}

#[tokio::test]
async fn the_key_for_waiting_forms_is_the_session_s_own_and_is_not_its_secret() {
    let practice = Practice::open().await;
    let key = |page: Page| page.text.split("data-line-key=\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
    let maria = key(Browser::of(&practice, &practice.patient()).await.get("/my").await).unwrap();
    let noor = key(Browser::of(&practice, &practice.other_patient()).await.get("/my").await).unwrap();
    assert_eq!((maria.len(), maria == noor), (64, false));
    let secret = practice.sign_in(&practice.patient()).await;
    assert!(!secret.contains(&maria) && !maria.contains(&secret));
    assert_eq!(key(Browser::stranger(&practice).get("/help-now").await), None);
    assert_eq!(key(Browser::of(&practice, &therapist()).await.get("/today").await), None);
}

#[tokio::test]
async fn own_progress_shows_what_was_said_and_done() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let page = maria.get("/my/course").await;
    for said in ["What I said matters", "Go back to the choir.", "Tasks, week by week", "Minutes of practice, week by week"] {
        assert!(page.text.contains(said), "{said}");
    }
}
