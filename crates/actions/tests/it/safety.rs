//! Worrying answers: whichever way one is recorded, an alert stands beside it, somebody is called, and only a person ends it.

use crate::desk::*;
use concord_access::{Denied, MayWrite, Purpose, Role, Subject};
use concord_actions::{ActionError, DrillAnswer, Entry, Missing, PracticeSettings, Submission, TakeIn, Visitor};
use concord_chart::{
    Author, AuthorKind, Chart, ChartId, Draft, Event, EventId, IdempotencyKey, InstrumentId, Sensitivity, When,
    disclosure::AskedAlone,
    entry::{EntryRetracted, RetractionReason},
    questionnaire::{Answered, Reported, Respondent},
    safety_alert::{Alert, AlertRaised, Assessed, CameIn, Closed, Cosigned, HelpAsked, Notified, Tier},
    work::{CardFilled, CardSet, Target},
};
use concord_engines::escalation::{
    Answer, Rules,
    calendar::{Calendar, Shift},
};
use concord_registry::Shelf;
use concord_store::{Account, Session, Store};
use jiff::{SignedDuration, Timestamp, civil::Time};
use proptest::prelude::*;
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

fn account(subject: &Subject, open: bool) -> Account {
    Account {
        id: subject.account,
        organisation: subject.organisation,
        login: subject.name.to_lowercase().replace(' ', "."),
        name: subject.name.clone(),
        role: subject.role,
        staff: subject.staff,
        chart: subject.chart,
        places: vec![],
        password: String::new(),
        open,
        settings: "{}".into(),
    }
}

fn lead() -> Subject {
    staff(Role::Prescriber, 14)
}

/// The practice with accounts and a calendar: the outsider is on call first, the therapist second; then the lead.
async fn on_call() -> Practice {
    let practice = Practice::open().await;
    let people = [prescriber(), therapist(), outsider(), lead(), practice.patient()];
    practice.store.put_accounts(people.iter().map(|who| account(who, true)).collect()).await.unwrap();
    let shift = |level: u8, who: Subject| Shift {
        level,
        staff: who.staff.unwrap(),
        days: vec![1, 2, 3, 4, 5, 6, 7],
        from: Time::midnight(),
        until: Time::midnight(),
    };
    let calendar = Calendar { shifts: vec![shift(1, outsider()), shift(2, therapist())], away: vec![] };
    let safety = Rules { calendar, lead: lead().staff, ..Rules::default() };
    practice.clinic.save_practice(PracticeSettings { safety, ..PracticeSettings::default() }).await.unwrap();
    practice
}

fn phq9(key: &str, item_9: Option<u8>) -> Submission {
    let mut answers = vec![Some(1); 8];
    answers.push(item_9);
    Submission {
        key: key.into(),
        instrument: InstrumentId::from("phq-9"),
        answers,
        difficulty: None,
        respondent: Respondent::Patient,
        at: None,
        language: "en".into(),
        partial: false,
    }
}

fn answered(item_9: Option<u8>) -> Event {
    let submission = phq9("", item_9);
    Event::QuestionnaireAnswered(Answered {
        instrument: submission.instrument,
        version: "1".into(),
        answers: submission.answers,
        difficulty: None,
        respondent: Respondent::Patient,
        language: "en".into(),
        partial: false,
    })
}

async fn chart(practice: &Practice) -> Arc<Chart> {
    practice.clinic.open_chart(&prescriber(), practice.chart, Purpose("chart")).await.unwrap().chart
}

async fn alerts(practice: &Practice) -> Vec<Alert> {
    chart(practice).await.alerts.clone()
}

async fn calls_sent(practice: &Practice) -> Vec<concord_store::OutboxMessage> {
    let outbox = practice.clinic.store().outbox(practice.clinic.organisation(), 1000).await.unwrap();
    outbox.into_iter().filter(|message| message.kind == "alert").collect()
}

fn pass(practice: &Practice, minutes: i64) {
    let now = practice.clinic.now().checked_add(SignedDuration::from_mins(minutes)).unwrap();
    practice.clock.set(now);
}

#[tokio::test]
async fn answer_alert_first_call_row_and_message_are_one_write() {
    let practice = on_call().await;
    let head = practice.store.head(practice.clinic.organisation(), practice.chart).await.unwrap();
    let receipt = practice.clinic.answer_questionnaire(&practice.patient(), practice.chart, phq9("a", Some(2))).await.unwrap();
    let raw = practice.store.raw_log(practice.clinic.organisation(), practice.chart).await.unwrap();
    let news: Vec<_> = raw.iter().filter(|event| event.seq > head).collect();
    let kinds: Vec<&str> = news.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["questionnaire.answered", "safety.alert_raised", "safety.alert_notified"]);
    assert!(news.iter().all(|event| event.recorded_at == news[0].recorded_at), "one moment, one append");

    let alert = alerts(&practice).await.pop().unwrap();
    assert_eq!((alert.what.tier, alert.what.came), (Tier::Soon, CameIn::Answered));
    assert_eq!(alert.what.what, "PHQ-9 item 9: more than half the days");
    assert_eq!(alert.notified[0].1.to, outsider().staff, "who is on call, not who is on the team");
    let rows = practice.store.rows_on(practice.clinic.organisation(), practice.chart, Shelf::Alert).await.unwrap();
    assert_eq!(rows.len(), 1);
    let messages = calls_sent(&practice).await;
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].to.0, outsider().account.0);
    for word in ["Maria", "Delgado", "PHQ", "suicid", "self", "item"] {
        assert!(!messages[0].text.contains(word), "{word}");
    }
    let told = receipt.told.unwrap();
    assert_eq!(told.called[0].name, outsider().name);
    assert_eq!(told.next.unwrap().name, therapist().name);
}

#[tokio::test]
async fn sent_twice_it_is_one_alert_and_one_call() {
    let practice = on_call().await;
    for _ in 0..3 {
        practice.clinic.answer_questionnaire(&practice.patient(), practice.chart, phq9("same", Some(3))).await.unwrap();
    }
    assert_eq!(alerts(&practice).await.len(), 1);
    assert_eq!(calls_sent(&practice).await.len(), 1);
}

#[tokio::test]
async fn a_part_and_then_the_whole_are_one_alert_and_taking_the_answer_back_leaves_it_standing() {
    let practice = on_call().await;
    let (patient, clinic) = (practice.patient(), &practice.clinic);
    let first = clinic.answer_so_far(&patient, practice.chart, phq9("part", Some(2)), None).await.unwrap();
    assert_eq!(alerts(&practice).await[0].what.came, CameIn::Partial);
    clinic.answer_instead_of(&patient, practice.chart, phq9("whole", Some(2)), first).await.unwrap();
    assert_eq!(alerts(&practice).await.len(), 1);

    let taken_back = on_call().await;
    let first =
        taken_back.clinic.answer_so_far(&patient_of(&taken_back), taken_back.chart, phq9("part", Some(2)), None).await.unwrap();
    taken_back.clinic.answer_instead_of(&patient_of(&taken_back), taken_back.chart, phq9("whole", Some(0)), first).await.unwrap();
    assert!(alerts(&taken_back).await[0].is_open(), "what was said was said");

    let rises = on_call().await;
    let first = rises.clinic.answer_so_far(&patient_of(&rises), rises.chart, phq9("part", Some(1)), None).await.unwrap();
    rises.clinic.answer_instead_of(&patient_of(&rises), rises.chart, phq9("whole", Some(3)), first).await.unwrap();
    assert_eq!(
        alerts(&rises).await.iter().map(|alert| alert.what.tier).max(),
        Some(Tier::Soon),
        "more pressing is another alert"
    );
}

fn patient_of(practice: &Practice) -> Subject {
    practice.patient()
}

#[tokio::test]
async fn a_call_for_help_is_looked_at_soon_with_the_number_and_the_place() {
    let practice = on_call().await;
    let asked =
        HelpAsked { words: "I cannot do this any more".into(), location: "at my sister's".into(), call_back: "555 0111".into() };
    let entry = |key: &str| Entry::new(key, Event::HelpAsked(asked.clone()));
    practice.clinic.record(&practice.patient(), practice.chart, None, vec![entry("one")]).await.unwrap();
    practice.clinic.record(&practice.patient(), practice.chart, None, vec![entry("two")]).await.unwrap();
    let alerts = alerts(&practice).await;
    assert_eq!(alerts.len(), 1, "a second message while the first waits goes to the same alert");
    assert_eq!((alerts[0].what.tier, alerts[0].what.came), (Tier::Soon, CameIn::Message));
    assert_eq!((alerts[0].what.location.as_str(), alerts[0].what.call_back.as_str()), ("at my sister's", "555 0111"));
    assert!(!alerts[0].what.what.contains("cannot"), "nobody's words are read by a program");
    assert_eq!(chart(&practice).await.calls_for_help.len(), 2);
}

#[tokio::test]
async fn a_diary_card_with_a_strong_urge_calls_for_somebody_once_a_day() {
    let practice = on_call().await;
    let row = Target { code: "suicide".into(), label: "urge to die".into(), level: Some(1) };
    let layout = Event::DiaryCardSet(CardSet { urges: vec![row], ..CardSet::default() });
    practice.clinic.record(&therapist(), practice.chart, None, vec![Entry::new("card", layout)]).await.unwrap();
    for (key, strength) in [("tap 1", 3), ("tap 2", 5), ("tap 3", 5)] {
        let filled = CardFilled {
            on: practice.clinic.today(),
            urges: BTreeMap::from([("suicide".to_owned(), strength)]),
            acts: BTreeMap::new(),
            emotions: BTreeMap::new(),
            skills: vec![],
            medicines: None,
            words: String::new(),
        };
        let entry = Entry::new(key, Event::DiaryCardFilled(filled));
        practice.clinic.record(&practice.patient(), practice.chart, None, vec![entry]).await.unwrap();
    }
    let alerts = alerts(&practice).await;
    assert_eq!(alerts.len(), 1);
    assert_eq!((alerts[0].what.what.as_str(), alerts[0].what.came), ("diary card, urge to die: 5 of 5", CameIn::DiaryCard));
}

fn imported(event: Event, occurred: When) -> Draft {
    Draft {
        id: EventId(Uuid::from_u128(5000)),
        occurred,
        author: Author { kind: AuthorKind::Import, staff: None, name: "Elsewhere".into(), role: "Import".into() },
        on_behalf_of: None,
        sensitivity: Sensitivity::General,
        key: IdempotencyKey("import:1".into()),
        amends: None,
        source: None,
        event,
    }
}

async fn take_in(practice: &Practice, draft: Draft) -> usize {
    let wanted = TakeIn { chart: practice.chart, drafts: vec![draft], kept: vec![] };
    practice.clinic.take_in(vec![wanted], "elsewhere").await.unwrap()[0].added
}

#[tokio::test]
async fn an_answer_from_another_system_counts_while_it_is_recent() {
    let ago = |practice: &Practice, hours: i64| {
        When::Instant(practice.clinic.now().checked_sub(SignedDuration::from_hours(hours)).unwrap())
    };
    let recent = on_call().await;
    assert_eq!(take_in(&recent, imported(answered(Some(2)), ago(&recent, 3))).await, 1, "the alert is none of theirs");
    let raised = alerts(&recent).await;
    assert_eq!(raised[0].what.came, CameIn::Imported);
    assert_eq!(raised[0].raised_at, recent.clinic.now());
    assert_eq!(take_in(&recent, imported(answered(Some(2)), ago(&recent, 3))).await, 0);
    assert_eq!(alerts(&recent).await.len(), 1, "taken in twice it is one");

    let reported = on_call().await;
    let items =
        Event::QuestionnaireReported(Reported { instrument: "phq-9".into(), total: None, items: BTreeMap::from([(9, 3)]) });
    take_in(&reported, imported(items, ago(&reported, 30))).await;
    assert_eq!(alerts(&reported).await.len(), 1);

    let old = on_call().await;
    take_in(&old, imported(answered(Some(3)), ago(&old, 24 * 21))).await;
    assert!(alerts(&old).await.is_empty(), "three weeks ago is a finding for the visit");
}

#[tokio::test]
async fn a_concern_that_another_system_sent_counts_while_it_is_recent_and_is_closed_by_nobody_there() {
    let told = |practice: &Practice, hours: i64| {
        let occurred = When::Instant(practice.clinic.now().checked_sub(SignedDuration::from_hours(hours)).unwrap());
        let (unit, words, done) = (ChartId(Uuid::from_u128(77)), "He shouts.".to_owned(), "Rang the shelter.".to_owned());
        let asked = Event::AskedAlone(AskedAlone { unit, concern: true, words, done });
        Draft { sensitivity: Sensitivity::Safe, ..imported(asked, occurred) }
    };
    let recent = on_call().await;
    take_in(&recent, told(&recent, 30)).await;
    let raised = alerts(&recent).await;
    assert!(raised[0].waits() && raised[0].what.came == CameIn::Imported);
    let old = on_call().await;
    take_in(&old, told(&old, 24 * 21)).await;
    assert!(alerts(&old).await.is_empty());
}

#[tokio::test]
async fn a_form_that_was_begun_and_left_counts_after_some_minutes() {
    let practice = on_call().await;
    let patient = practice.patient();
    let half = r#"{"key":"k","answers":[1,1,null,null,null,null,null,null,2],"difficulty":null,"reached":9}"#;
    practice.clinic.keep_draft(&patient, "questions:phq-9", half).await.unwrap();
    assert_eq!(practice.clinic.look_at_abandoned().await.unwrap(), 0, "they are still at it");
    pass(&practice, 11);
    assert_eq!(practice.clinic.look_at_abandoned().await.unwrap(), 1);
    assert_eq!(practice.clinic.look_at_abandoned().await.unwrap(), 0, "looked at again, nothing new");
    let found = alerts(&practice).await;
    assert_eq!((found.len(), found[0].what.came), (1, CameIn::Abandoned));
    assert!(practice.clinic.draft_of(&patient, "questions:phq-9").await.unwrap().is_some(), "they can still go on");

    let harmless = on_call().await;
    let half = half.replace(",2]", ",0]");
    harmless.clinic.keep_draft(&harmless.patient(), "questions:phq-9", &half).await.unwrap();
    pass(&harmless, 60);
    assert_eq!(harmless.clinic.look_at_abandoned().await.unwrap(), 0);
    assert!(chart(&harmless).await.questionnaires.completed.is_empty(), "nobody's unsent answers are recorded without need");
}

#[tokio::test]
async fn a_form_that_was_left_before_the_server_stood_still_for_days_is_seen_when_it_runs_again() {
    let practice = on_call().await;
    let half = r#"{"key":"k","answers":[1,1,null,null,null,null,null,null,2],"difficulty":null,"reached":9}"#;
    practice.clinic.keep_draft(&practice.patient(), "questions:phq-9", half).await.unwrap();
    pass(&practice, 4 * 24 * 60);
    assert_eq!(practice.clinic.look_at_abandoned().await.unwrap(), 1);
    assert_eq!(alerts(&practice).await.len(), 1);
    assert_eq!(practice.clinic.look_at_abandoned().await.unwrap(), 0);
}

#[tokio::test]
async fn messages_that_cannot_be_sent_hold_up_no_new_one() {
    let practice = on_call().await;
    let broken = |recipient: String, _: String| async move {
        if recipient == "therapist.13" { Ok(()) } else { Err("no such number".to_owned()) }
    };
    let answered = async |number: u32| {
        let about = phq9(&format!("a{number}"), Some(3));
        practice.clinic.answer_questionnaire(&practice.patient(), practice.chart, about).await.unwrap();
    };
    // Alerts whose first call is to somebody who cannot be reached, more than may fail again in one go.
    for number in 0..10 {
        answered(number).await;
    }
    assert_eq!(practice.clinic.deliver(broken).await.unwrap().failed, 10);
    pass(&practice, 1);
    answered(10).await;
    let tried = std::sync::Mutex::new(Vec::new());
    let noting = |recipient: String, _: String| {
        tried.lock().unwrap().push(recipient);
        async { Err("no such number".to_owned()) }
    };
    practice.clinic.deliver(noting).await.unwrap();
    let tried = tried.into_inner().unwrap();
    assert!(tried[..2].contains(&"therapist.13".to_owned()), "what is new goes before what failed: {tried:?}");
    assert_eq!(tried.len(), 4, "and not all of that is tried again at once");
}

#[tokio::test]
async fn an_answer_that_arrived_after_signing_out_is_seen_although_nobody_signs_in_again() {
    let practice = on_call().await;
    let body = r#"{"path":"/my/questions/phq-9","fields":[["q","9"],["value","3"]]}"#;
    practice.clinic.keep_unsent(practice.patient().account, body).await.unwrap();
    assert_eq!(alerts(&practice).await[0].what.what, "PHQ-9 item 9: nearly every day");
    pass(&practice, 15);
    assert_eq!(practice.clinic.look_at_abandoned().await.unwrap(), 0, "it was looked at when it came");
    assert_eq!(alerts(&practice).await.len(), 1);
}

#[tokio::test]
async fn a_call_for_help_or_a_card_sent_after_signing_out_calls_somebody_at_once_and_once() {
    let practice = on_call().await;
    let help = r#"{"path":"/my/help","fields":[["key","k"],["words","please ring"],["call_back","555 0100"]]}"#;
    practice.clinic.keep_unsent(practice.patient().account, help).await.unwrap();
    pass(&practice, 15);
    practice.clinic.look_at_abandoned().await.unwrap();
    let found = alerts(&practice).await;
    assert_eq!((found.len(), found[0].what.came, found[0].what.call_back.as_str()), (1, CameIn::Message, "555 0100"));
    assert_eq!(found[0].notified[0].1.to, outsider().staff);

    let other = on_call().await;
    let card = |urge: u8| {
        let fields = format!(r#"[["on","2026-08-20"],["u:suicide","{urge}"],["a:self_harm",""]]"#);
        format!(r#"{{"path":"/my/work/card","fields":{fields}}}"#)
    };
    other.clinic.keep_unsent(other.patient().account, &card(1)).await.unwrap();
    assert!(chart(&other).await.work.cards.is_empty(), "what calls for nobody waits for its sender");
    pass(&other, 1);
    other.clinic.keep_unsent(other.patient().account, &card(5)).await.unwrap();
    assert_eq!(alerts(&other).await[0].what.came, CameIn::DiaryCard);
    let kept = chart(&other).await;
    let kept = &kept.work.cards.values().next().unwrap().what;
    assert!(kept.acts.is_empty() && kept.urges["suicide"] == 5, "a row that was left out is no answer");
}

#[tokio::test]
async fn the_calls_go_on_from_one_to_the_next_until_somebody_takes_it() {
    let practice = on_call().await;
    practice.clinic.answer_questionnaire(&practice.patient(), practice.chart, phq9("a", Some(3))).await.unwrap();
    assert_eq!(practice.clinic.escalate().await.unwrap().called, 0, "the first call is part of the answer");
    pass(&practice, 5);
    assert_eq!(practice.clinic.escalate().await.unwrap().called, 1);
    assert_eq!(practice.clinic.alerts_past_the_chain(), 0);
    pass(&practice, 10);
    assert_eq!(practice.clinic.escalate().await.unwrap().called, 2, "the lead, and everybody");
    assert_eq!(practice.clinic.escalate().await.unwrap().called, 0, "looked at again in the same minute");
    assert_eq!(practice.clinic.alerts_past_the_chain(), 1);
    pass(&practice, 15);
    assert!(practice.clinic.escalate().await.unwrap().called >= 4, "and again");

    let alert = alerts(&practice).await[0].id;
    let take = Event::AlertAcknowledged(concord_chart::safety_alert::Acknowledged { alert, words: "calling".into() });
    practice.clinic.record(&therapist(), practice.chart, None, vec![Entry::new("take", take)]).await.unwrap();
    assert_eq!(practice.clinic.alerts_past_the_chain(), 0, "the line goes as soon as somebody has it");
    pass(&practice, 600);
    assert_eq!(practice.clinic.escalate().await.unwrap(), concord_actions::Escalated::default());
}

#[tokio::test]
async fn where_several_alerts_stand_on_one_record_the_calls_of_each_go_on() {
    let practice = on_call().await;
    for number in 0..10 {
        let about = phq9(&format!("a{number}"), Some(3));
        practice.clinic.answer_questionnaire(&practice.patient(), practice.chart, about).await.unwrap();
    }
    assert_eq!(alerts(&practice).await.len(), 10);
    pass(&practice, 5);
    assert_eq!(practice.clinic.escalate().await.unwrap().called, 10);
    let second = |alert: &Alert| alert.notified.iter().any(|(_, call)| call.to == therapist().staff);
    assert!(alerts(&practice).await.iter().all(second), "the second on call, for each");
}

#[tokio::test]
async fn two_servers_that_look_at_once_call_once() {
    let practice = on_call().await;
    practice.clinic.answer_questionnaire(&practice.patient(), practice.chart, phq9("a", Some(3))).await.unwrap();
    let other = concord_actions::Clinic::new(
        practice.store.clone(),
        concord_knowledge::shipped(),
        practice.clock.clone(),
        Arc::new(concord_actions::SeededIds::new(99)),
    );
    other.load_practice().await.unwrap();
    pass(&practice, 6);
    let (one, two) = tokio::join!(practice.clinic.escalate(), other.escalate());
    assert_eq!(one.unwrap().called + two.unwrap().called, 1);
    assert_eq!(calls_sent(&practice).await.len(), 2);
}

#[tokio::test]
async fn an_alert_to_somebody_who_left_goes_on_at_once() {
    let practice = on_call().await;
    practice.store.put_accounts(vec![account(&outsider(), false)]).await.unwrap();
    practice.clinic.answer_questionnaire(&practice.patient(), practice.chart, phq9("a", Some(3))).await.unwrap();
    assert_eq!(alerts(&practice).await[0].notified[0].1.to, therapist().staff);

    // Somebody took it, and then left.
    let alert = alerts(&practice).await[0].id;
    let take = Event::AlertAcknowledged(concord_chart::safety_alert::Acknowledged { alert, words: String::new() });
    practice.clinic.record(&therapist(), practice.chart, None, vec![Entry::new("take", take)]).await.unwrap();
    pass(&practice, 30);
    assert_eq!(practice.clinic.escalate().await.unwrap().called, 0);
    practice.store.put_accounts(vec![account(&therapist(), false)]).await.unwrap();
    assert!(practice.clinic.escalate().await.unwrap().called > 0);
}

#[tokio::test]
async fn who_is_on_call_and_not_on_the_team_takes_it_through_the_glass_and_the_patient_sees_it() {
    let practice = on_call().await;
    practice.clinic.answer_questionnaire(&practice.patient(), practice.chart, phq9("a", Some(3))).await.unwrap();
    let alert = alerts(&practice).await[0].id;
    assert_eq!(practice.clinic.alerts(&outsider()).await.unwrap().len(), 1);
    let session = Session {
        id_hash: hex::encode(<sha2::Sha256 as sha2::Digest>::digest(b"secret")),
        account: outsider().account,
        created: practice.clinic.now(),
        seen: practice.clinic.now(),
        state: "{}".into(),
    };
    practice.store.put_session(session).await.unwrap();
    let Visitor::SignedIn(who) = practice.clinic.visitor("secret", false).await.unwrap() else { panic!("not signed in") };
    practice.clinic.take_alert(&who, practice.chart, alert, "take", "on my way").await.unwrap();
    let taken = &alerts(&practice).await[0];
    assert_eq!(taken.acknowledged.as_ref().unwrap().2, outsider().staff);
    let lines = practice.store.access_lines(practice.clinic.organisation(), Some(practice.chart), 100).await.unwrap();
    assert!(lines.iter().any(|line| line.what == "opened the glass" && line.reason.contains("alert")));
}

#[tokio::test]
async fn nobody_ends_an_alert_but_a_person_with_an_assessment_and_a_reason() {
    let practice = on_call().await;
    let (patient, clinic) = (practice.patient(), &practice.clinic);
    let receipt = clinic.answer_questionnaire(&patient, practice.chart, phq9("a", Some(3))).await.unwrap();
    let (answer, alert) = (receipt.receipt.events[0], alerts(&practice).await[0].id);
    let retract =
        |entry| Event::EntryRetracted(EntryRetracted { entry, reason: RetractionReason::EnteredInError, words: String::new() });
    let refused = |key: &'static str, who: Subject, event: Event| {
        let practice = &practice;
        async move { practice.clinic.record(&who, practice.chart, None, vec![Entry::new(key, event)]).await.unwrap_err() }
    };
    for who in [patient.clone(), prescriber()] {
        assert!(matches!(refused("retract", who, retract(alert)).await, ActionError::Refused(_)));
    }
    let raised = AlertRaised { what: "nothing".into(), ..alerts(&practice).await[0].what.clone() };
    let amended = Entry::new("amend", Event::AlertRaised(raised)).amending(alert);
    assert!(clinic.record(&prescriber(), practice.chart, None, vec![amended]).await.is_err());
    let close = |reason: &str| Event::AlertClosed(Closed { alert, reason: reason.into() });
    assert!(matches!(refused("close", prescriber(), close("fine")).await, ActionError::Refused(_)), "without an assessment");
    let assessed = Assessed {
        alert,
        how: "C-SSRS by telephone".into(),
        words: "no plan".into(),
        disposition: "seen tomorrow".into(),
        tries: vec![],
    };
    assert!(matches!(refused("assess", patient.clone(), Event::AlertAssessed(assessed.clone())).await, ActionError::Denied(_)));
    clinic
        .record(&prescriber(), practice.chart, None, vec![Entry::new("assessed", Event::AlertAssessed(assessed))])
        .await
        .unwrap();
    assert!(matches!(refused("close", prescriber(), close("  ")).await, ActionError::Refused(_)), "without a reason");
    // The answer itself may be taken back as entered in error; the alert stays until a person closes it.
    clinic.record(&prescriber(), practice.chart, None, vec![Entry::new("gone", retract(answer))]).await.unwrap();
    assert!(alerts(&practice).await[0].is_open());
    clinic.record(&prescriber(), practice.chart, None, vec![Entry::new("closed", close("spoke with her"))]).await.unwrap();
    let closed = chart(&practice).await;
    assert!(!closed.alerts[0].is_open());
    assert_eq!(practice.store.rows_on(clinic.organisation(), practice.chart, Shelf::Alert).await.unwrap(), []);
    // Who closed it is known by the account and not by the name, which somebody else may bear too.
    let cosign = || Event::AlertCosigned(Cosigned { alert, words: String::new() });
    let renamed = Subject { name: "A. Achebe-Lind".into(), ..prescriber() };
    assert!(matches!(refused("own", renamed, cosign()).await, ActionError::Refused(_)), "nobody signs twice for themselves");
    let namesake = Subject { name: prescriber().name, ..therapist() };
    clinic.record(&namesake, practice.chart, None, vec![Entry::new("second", cosign())]).await.unwrap();
    assert_eq!(alerts(&practice).await[0].cosigned.len(), 1);
}

#[tokio::test]
async fn closing_an_alert_closes_the_finding_about_the_same_answer() {
    let practice = on_call().await;
    practice.clinic.answer_questionnaire(&practice.patient(), practice.chart, phq9("a", Some(3))).await.unwrap();
    let alert = alerts(&practice).await[0].id;
    let assessed =
        Assessed { alert, how: "conversation".into(), words: "no plan".into(), disposition: "at home".into(), tries: vec![] };
    let entries = vec![
        Entry::new("assessed", Event::AlertAssessed(assessed)),
        Entry::new("closed", Event::AlertClosed(Closed { alert, reason: "spoke with her".into() })),
    ];
    practice.clinic.record(&prescriber(), practice.chart, None, entries).await.unwrap();
    let waiting = practice.clinic.waiting(&prescriber()).await.unwrap();
    assert!(waiting.iter().all(|(_, row)| !matches!(row.what, concord_registry::WorkItem::SafetyItem(_))));
}

#[test]
fn the_program_may_say_whom_it_called_and_nothing_else() {
    let organisation = prescriber().organisation;
    let chart = ChartId(Uuid::from_u128(1));
    let notified = Event::AlertNotified(Notified { alert: id(1), level: 1, to: None, to_name: "everybody".into() });
    let draft = |event: Event, author: Author| Draft { author, ..imported(event, When::Instant(Timestamp::UNIX_EPOCH)) };
    assert!(MayWrite::calls(organisation, chart, &[draft(notified.clone(), MayWrite::caller())]).is_ok());
    for wrong in [
        draft(notified, prescriber().author()),
        draft(Event::AlertClosed(Closed { alert: id(1), reason: "fine".into() }), MayWrite::caller()),
        draft(answered(Some(0)), MayWrite::caller()),
    ] {
        assert_eq!(MayWrite::calls(organisation, chart, &[wrong]), Err(Denied::NotForRole));
    }
}

#[tokio::test]
async fn with_every_channel_dead_the_calls_go_on_and_the_failures_are_kept() {
    let practice = on_call().await;
    practice.clinic.answer_questionnaire(&practice.patient(), practice.chart, phq9("a", Some(3))).await.unwrap();
    for _ in 0..4 {
        let dead = |_: String, _: String| async { Err("no network".to_owned()) };
        practice.clinic.deliver(dead).await.unwrap();
        pass(&practice, 5);
        practice.clinic.escalate().await.unwrap();
    }
    assert_eq!(practice.clinic.alerts_past_the_chain(), 1, "everybody sees it");
    let message = calls_sent(&practice).await.into_iter().next().unwrap();
    assert!(practice.clinic.tried_to_send(&message).await.unwrap().unwrap().contains("no network"));

    let sent = std::sync::Mutex::new(Vec::new());
    pass(&practice, 20);
    let good = |recipient: String, text: String| {
        sent.lock().unwrap().push((recipient, text));
        async { Ok(()) }
    };
    assert!(practice.clinic.deliver(good).await.unwrap().sent > 0);
    assert!(sent.lock().unwrap().iter().any(|(recipient, _)| recipient == "therapist.13"));
    assert_eq!(practice.clinic.tried_to_send(&message).await.unwrap(), None, "what was sent is no failure any more");
    assert!(calls_sent(&practice).await.is_empty());
}

#[tokio::test]
async fn questions_about_safety_are_sent_to_patients_only_after_somebody_signed() {
    let practice = on_call().await;
    let admin = staff(Role::Administrator, 40);
    let phq = concord_knowledge::shipped().instrument(&"phq-9".into()).unwrap();
    let gad = concord_knowledge::shipped().instrument(&"gad-7".into()).unwrap();
    assert!(!practice.clinic.may_send(phq) && practice.clinic.may_send(gad));
    assert!(matches!(practice.clinic.sign_out_of_hours(&prescriber(), "We answer.").await, Err(ActionError::Denied(_))));
    practice.clinic.sign_out_of_hours(&admin, "The person on call answers within 15 minutes.").await.unwrap();
    assert!(practice.clinic.may_send(phq));
    // Changing the calendar keeps the signature; taking it back is an act of its own.
    let rules = Rules { signed: None, ..practice.clinic.practice().safety.clone() };
    practice.clinic.change_safety_rules(&admin, rules).await.unwrap();
    assert!(practice.clinic.may_send(phq));
    practice.clinic.sign_out_of_hours(&admin, " ").await.unwrap();
    assert!(!practice.clinic.may_send(phq));

    let nobody = Practice::open().await;
    let refused = nobody.clinic.sign_out_of_hours(&admin, "We answer.").await;
    assert!(matches!(refused, Err(ActionError::Refused(_))), "a promise that nobody could keep");
}

#[tokio::test]
async fn a_drill_says_who_would_be_called_and_what_is_missing_and_writes_nothing() {
    let practice = on_call().await;
    let try_it = DrillAnswer { instrument: "phq-9".into(), answers: vec![Answer { item: 9, value: 3 }] };
    let head = practice.store.head(practice.clinic.organisation(), practice.chart).await.unwrap();
    let night: Timestamp = "2026-08-21T06:00:00Z".parse().unwrap();
    let drill = practice.clinic.drill(night, &try_it, false).await.unwrap();
    assert_eq!(drill.tier, Some(Tier::Soon));
    let named: Vec<&str> = drill.calls.iter().map(|call| call.name.as_str()).collect();
    assert_eq!(named, [outsider().name.as_str(), therapist().name.as_str(), lead().name.as_str(), "everybody"]);
    assert!(!drill.open && drill.missing.contains(&Missing::NotSigned) && drill.missing.contains(&Missing::NoChannel));
    assert!(!drill.missing.contains(&Missing::NobodyOnCall));
    assert_eq!(practice.store.head(practice.clinic.organisation(), practice.chart).await.unwrap(), head);
    assert!(calls_sent(&practice).await.is_empty());
    let wrong = DrillAnswer { instrument: "phq-9".into(), answers: vec![Answer { item: 9, value: 7 }] };
    assert!(matches!(practice.clinic.drill(night, &wrong, true).await, Err(ActionError::Refused(_))));
}

/// The ways in which an answer comes to a chart.
#[derive(Clone, Copy, Debug)]
enum Way {
    Page,
    Part,
    PartThenWhole,
    Recorded,
    ByStaff,
    ReadAloud,
    TakenIn,
    Left,
}

async fn go(practice: &Practice, way: Way, item_9: u8) {
    let (patient, clinic, chart) = (practice.patient(), &practice.clinic, practice.chart);
    match way {
        Way::Page => drop(clinic.answer_questionnaire(&patient, chart, phq9("p", Some(item_9))).await.unwrap()),
        Way::Part => drop(clinic.answer_so_far(&patient, chart, phq9("p", Some(item_9)), None).await.unwrap()),
        Way::PartThenWhole => {
            let first = clinic.answer_so_far(&patient, chart, phq9("p", Some(item_9)), None).await.unwrap();
            clinic.answer_instead_of(&patient, chart, phq9("w", Some(0)), first).await.unwrap();
        }
        Way::Recorded => {
            let entry = Entry::new("r", answered(Some(item_9)));
            clinic.record(&patient, chart, None, vec![entry]).await.unwrap();
        }
        Way::ByStaff => {
            let entry = Entry::new("s", answered(Some(item_9)));
            clinic.record(&therapist(), chart, None, vec![entry]).await.unwrap();
        }
        Way::ReadAloud => {
            let submission = Submission { respondent: Respondent::Clinician, ..phq9("c", Some(item_9)) };
            clinic.answer_questionnaire(&therapist(), chart, submission).await.unwrap();
        }
        Way::TakenIn => {
            let at = When::Instant(clinic.now());
            assert_eq!(take_in(practice, imported(answered(Some(item_9)), at)).await, 1);
        }
        Way::Left => {
            let body = format!(r#"{{"key":"k","answers":[null,null,null,null,null,null,null,null,{item_9}],"reached":9}}"#);
            clinic.keep_draft(&patient, "questions:phq-9", &body).await.unwrap();
            pass(practice, 20);
            clinic.look_at_abandoned().await.unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Any way of recording such an answer leaves an open alert, with somebody called or somebody who heard it in person.
    #[test]
    fn no_way_of_recording_forgets_the_alert(
        way in prop::sample::select(vec![
            Way::Page, Way::Part, Way::PartThenWhole, Way::Recorded, Way::ByStaff, Way::ReadAloud, Way::TakenIn, Way::Left,
        ]),
        item_9 in 0_u8..=3,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let found = runtime.block_on(async {
            let practice = on_call().await;
            go(&practice, way, item_9).await;
            alerts(&practice).await
        });
        prop_assert_eq!(found.iter().filter(|alert| alert.is_open()).count(), usize::from(item_9 > 0), "{:?}", way);
        let somebody = |alert: &Alert| !alert.notified.is_empty() || alert.acknowledged.is_some();
        prop_assert!(found.iter().all(somebody));
    }
}
