use crate::desk::*;
use concord_access::{Purpose, Role};
use concord_actions::{ActionError, Entry, Submission};
use concord_chart::{
    Event, When,
    change_request::{ChangeAsked, Wish},
    diary::MoodEntered,
    questionnaire::Respondent,
    registration::{CareRole, TeamJoined, TeamMember},
    side_effect::Reported,
};
use std::sync::Arc;

#[tokio::test]
async fn two_dose_changes_from_the_same_page_are_a_conflict_and_nothing_is_overwritten() {
    let practice = Practice::open().await;
    let seen = practice.clinic.open_chart(&prescriber(), practice.chart, Purpose("chart")).await.unwrap().head;
    practice.clinic.record(&prescriber(), practice.chart, Some(seen), vec![change_to("mine", 75)]).await.unwrap();
    let second = practice.clinic.record(&prescriber(), practice.chart, Some(seen), vec![change_to("yours", 100)]).await;
    let Err(ActionError::Conflict { theirs, head, .. }) = second else { panic!("{second:?}") };
    assert_eq!((theirs.len(), head), (1, seen + 1));
    let chart = practice.clinic.open_chart(&prescriber(), practice.chart, Purpose("chart")).await.unwrap().chart;
    assert_eq!(chart.medication(COURSE).unwrap().dosing().unwrap().words(), "75 mg");
}

#[tokio::test]
async fn a_note_of_mood_in_between_is_no_conflict() {
    let practice = Practice::open().await;
    let seen = practice.clinic.open_chart(&prescriber(), practice.chart, Purpose("chart")).await.unwrap().head;
    let mood = Event::MoodEntered(MoodEntered { on: practice.clinic.today(), mood: -1, words: String::new() });
    practice.clinic.record(&practice.patient(), practice.chart, None, vec![Entry::new("mood", mood)]).await.unwrap();
    practice.clinic.record(&prescriber(), practice.chart, Some(seen), vec![change_to("mine", 75)]).await.unwrap();
}

#[tokio::test]
async fn a_double_tap_records_once_and_is_no_conflict_with_itself() {
    let practice = Practice::open().await;
    let seen = practice.clinic.open_chart(&prescriber(), practice.chart, Purpose("chart")).await.unwrap().head;
    let first = practice.clinic.record(&prescriber(), practice.chart, Some(seen), vec![change_to("tap", 75)]).await.unwrap();
    let again = practice.clinic.record(&prescriber(), practice.chart, Some(seen), vec![change_to("tap", 75)]).await.unwrap();
    assert_eq!((first.events.len(), again.events.len(), again.head), (1, 0, first.head));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forty_people_writing_at_once_lose_nothing() {
    let practice = Practice::open().await;
    let patient = Arc::new(practice.patient());
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..40 {
        let (clinic, patient, chart) = (practice.clinic.clone(), patient.clone(), practice.chart);
        tasks.spawn(async move {
            let event = Event::MoodEntered(MoodEntered { on: clinic.today(), mood: 0, words: number.to_string() });
            clinic.record(&patient, chart, None, vec![Entry::new(format!("mood-{number}"), event)]).await
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap().unwrap();
    }
    let chart = practice.clinic.open_chart(&prescriber(), practice.chart, Purpose("chart")).await.unwrap();
    let moods = chart.chart.entries.iter().filter(|entry| matches!(entry.recorded.event(), Event::MoodEntered(_))).count();
    assert_eq!(moods, 40);
}

#[tokio::test]
async fn a_side_effect_names_the_prescriber_and_promises_an_answer_on_the_next_working_day() {
    let practice = Practice::open().await;
    // Friday, half past four in New York.
    practice.clock.set("2026-08-21T20:30:00Z".parse().unwrap());
    let report = Reported {
        words: "my hands tremble".into(),
        course: Some(COURSE),
        burden: 3,
        since: None,
        effect: String::new(),
        told_to: "in session".into(),
        owner: None,
        answer_by: None,
        ..Reported::default()
    };
    practice.clinic.report_side_effect(&therapist(), practice.chart, "told", report).await.unwrap();
    let waiting = practice.clinic.waiting(&prescriber()).await.unwrap();
    let row = &waiting[0].1;
    assert_eq!(row.owner, prescriber().staff);
    let by = row.answer_by.unwrap().to_zoned(practice.clinic.zone());
    assert_eq!(by.strftime("%A %H:%M").to_string(), "Monday 16:30");
}

#[tokio::test]
async fn a_wish_to_change_a_medicine_names_the_prescriber_promises_an_answer_and_changes_nothing() {
    let practice = Practice::open().await;
    practice.clock.set("2026-08-21T20:30:00Z".parse().unwrap());
    let asked =
        || ChangeAsked { course: COURSE, wish: Wish::Lower, words: "sleepy until noon".into(), owner: None, answer_by: None };
    practice.clinic.ask_for_change(&practice.patient(), practice.chart, "mine", asked()).await.unwrap();
    practice.clinic.ask_for_change(&therapist(), practice.chart, "told", asked()).await.unwrap();
    let chart = practice.clinic.open_chart(&prescriber(), practice.chart, Purpose("chart")).await.unwrap().chart;
    let [own, told] = chart.change_requests.as_slice() else { panic!("{:?}", chart.change_requests) };
    assert_eq!(own.what.owner, prescriber().staff);
    let by = own.what.answer_by.unwrap().to_zoned(practice.clinic.zone());
    assert_eq!(by.strftime("%A %H:%M").to_string(), "Monday 16:30");
    assert_eq!(chart.medication(COURSE).unwrap().dosing().unwrap().words(), "50 mg");
    let for_whom = |id| chart.entry(id).unwrap().recorded.draft.on_behalf_of.as_ref().map(|whom| whom.name.clone());
    assert_eq!((for_whom(own.id), for_whom(told.id)), (None, Some("Maria Delgado".to_owned())));
}

#[tokio::test]
async fn item_nine_tells_the_care_manager_in_the_same_moment() {
    let practice = Practice::open().await;
    let manager = staff(Role::CareManager, 14);
    let member = TeamMember { staff: manager.staff, name: manager.name.clone(), role: CareRole::CareManager };
    practice
        .clinic
        .record(&prescriber(), practice.chart, None, vec![Entry::new("cm", Event::TeamJoined(TeamJoined { member }))])
        .await
        .unwrap();
    let mut answers = vec![Some(0); 9];
    answers[8] = Some(1);
    let submission = Submission {
        key: "phq".into(),
        instrument: "phq-9".into(),
        answers,
        difficulty: None,
        respondent: Respondent::Patient,
        at: None,
        language: "en".into(),
        partial: false,
    };
    let receipt = practice.clinic.answer_questionnaire(&practice.patient(), practice.chart, submission).await.unwrap();
    assert!(receipt.show_help);
    let messages = practice.clinic.store().outbox(practice.clinic.organisation(), 10).await.unwrap();
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].to.0, manager.staff.unwrap().0);
    for word in ["PHQ", "suicid", "depress", "Delgado", "Maria", "harm"] {
        assert!(!messages[0].text.contains(word), "the message says “{word}”");
    }
}

#[tokio::test]
async fn an_answer_out_of_range_is_refused_and_nothing_is_kept() {
    let practice = Practice::open().await;
    let submission = Submission {
        key: "phq".into(),
        instrument: "phq-9".into(),
        answers: vec![Some(7); 9],
        difficulty: None,
        respondent: Respondent::Patient,
        at: None,
        language: "en".into(),
        partial: false,
    };
    let refused = practice.clinic.answer_questionnaire(&practice.patient(), practice.chart, submission).await;
    assert!(matches!(refused, Err(ActionError::Refused(_))), "{refused:?}");
}

#[tokio::test]
async fn people_may_correct_their_own_entries_and_not_those_of_others() {
    let practice = Practice::open().await;
    let mood = |mood| Event::MoodEntered(MoodEntered { on: practice.clinic.today(), mood, words: String::new() });
    let patient = practice.patient();
    practice.clinic.record(&patient, practice.chart, None, vec![Entry::new("a", mood(-3)).with_id(id(71))]).await.unwrap();
    practice.clinic.record(&therapist(), practice.chart, None, vec![Entry::new("b", mood(2)).with_id(id(72))]).await.unwrap();
    practice.clinic.record(&patient, practice.chart, None, vec![Entry::new("c", mood(-2)).amending(id(71))]).await.unwrap();
    let tried = practice.clinic.record(&patient, practice.chart, None, vec![Entry::new("d", mood(-2)).amending(id(72))]).await;
    assert!(matches!(tried, Err(ActionError::Denied(_))), "{tried:?}");
}

#[tokio::test]
async fn a_late_entry_keeps_both_clocks() {
    let practice = Practice::open().await;
    let event = Event::MoodEntered(MoodEntered { on: "2026-08-01".parse().unwrap(), mood: 1, words: String::new() });
    let entry = Entry::new("late", event).at("2026-08-01".parse::<When>().unwrap());
    practice.clinic.record(&practice.patient(), practice.chart, None, vec![entry]).await.unwrap();
    let open = practice.clinic.open_chart(&prescriber(), practice.chart, Purpose("chart")).await.unwrap();
    let last = open.chart.entries.last().unwrap();
    assert_eq!(last.recorded.occurred().to_string(), "2026-08-01");
    assert_eq!(last.recorded.recorded_at, practice.clinic.now());
}
