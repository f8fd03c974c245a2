//! Alerts, safety plan, screening questions, help without a signal, who is on call: the pages of hard times.

use crate::{
    browser::Browser,
    failing::{self, Mood},
    practice::{self, Practice, account, administrator, care_manager, outsider, prescriber, therapist},
};
use axum::http::{StatusCode, header};
use concord_access::Purpose;
use concord_actions::{Entry, PracticeSettings};
use concord_chart::{
    Chart, Event, EventId,
    entry::{EntryRetracted, RetractionReason},
    questionnaire::Reported,
    safety_plan::{Contact, PlanWritten},
};
use concord_engines::escalation::Rules;
use concord_store::{Account, Store};
use std::sync::Arc;

async fn chart(practice: &Practice) -> Arc<Chart> {
    practice.clinic.open_chart(&prescriber(), practice.maria, Purpose("chart")).await.unwrap().chart
}

/// Maria answers item 9 with "nearly every day"; answers the alert.
async fn alert(practice: &Practice) -> EventId {
    let maria = Browser::of(practice, &practice.patient()).await;
    for number in 1..=9 {
        maria.post("/my/questions/phq-9", &[("q", &number.to_string()), ("value", if number == 9 { "3" } else { "1" })]).await;
    }
    chart(practice).await.alerts.last().unwrap().id
}

fn plan() -> PlanWritten {
    let contact = |name: &str, phone: &str, words: &str| Contact { name: name.into(), phone: phone.into(), words: words.into() };
    PlanWritten {
        warning_signs: vec!["I stop answering Inés".into()],
        coping_alone: vec!["Cold water on my face".into()],
        distraction: vec![contact("The library", "", "")],
        people: vec![contact("Inés", "555 0111", "She just picks up")],
        professionals: vec![contact("Riverside", "555 0100", "")],
        safer_surroundings: vec!["Inés keeps the tablets".into()],
        reason_to_stay: "Leo’s goals".into(),
        written_with: "Ruth".into(),
        review_on: None,
    }
}

async fn with_plan(practice: &Practice) {
    let entry = Entry::new("six steps", Event::SafetyPlanWritten(plan()));
    practice.clinic.record(&therapist(), practice.maria, None, vec![entry]).await.unwrap();
}

#[tokio::test]
async fn an_alert_is_taken_tried_assessed_and_closed_by_a_person_on_one_page() {
    let practice = Practice::open().await;
    let (maria, alert) = (practice.maria, alert(&practice).await);
    let ben = Browser::of(&practice, &care_manager()).await;
    let today = ben.get("/today").await.text;
    assert!(today.find("open-alerts").unwrap() < today.find("id=\"waiting\"").unwrap(), "alerts stand first");
    let base = format!("/chart/{maria}/alert/{alert}");
    let page = ben.get(&base).await;
    assert_eq!(page.status, StatusCode::OK);
    for needed in ["PHQ-9 item 9: nearly every day", "nobody has it yet", "Nearly every day", "Maria Delgado", "answered in part"]
    {
        assert!(page.text.contains(needed), "no {needed}");
    }
    let id = maria.to_string();
    let send = |verb: &'static str, key: &'static str, fields: Vec<(&'static str, &'static str)>| {
        let (ben, base, id) = (&ben, base.clone(), id.clone());
        async move {
            let mut all = vec![("chart", id.as_str()), ("key", key)];
            all.extend(fields);
            ben.post(&format!("{base}/{verb}"), &all).await
        }
    };
    assert!(send("take", "1", vec![]).await.to().ends_with("done=taken"));
    assert_eq!(send("try", "2", vec![("try_how", "telephone")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(send("try", "3", vec![("try_how", "telephone"), ("reached", "no")]).await.to().ends_with("done=tried"));
    let too_early = send("close", "4", vec![("reason", "fine")]).await;
    assert_eq!(too_early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(too_early.text.contains("Write down first how you assessed"));
    let found = vec![("how", "C-SSRS by telephone"), ("words", "no plan"), ("disposition", "seen tomorrow at 10")];
    assert!(send("assess", "5", found).await.to().ends_with("done=assessed"));
    assert!(send("close", "6", vec![("reason", "spoke with her, plan read together")]).await.to().ends_with("done=closed"));
    let closed = ben.get(&base).await.text;
    assert!(closed.contains("tried: telephone, not reached") && closed.contains("plan read together"));
    assert!(!closed.contains("Second signature"), "nobody signs twice for themselves");
    let amara = Browser::of(&practice, &prescriber()).await;
    assert!(amara.get(&base).await.text.contains("Second signature"));
    assert!(amara.post(&format!("{base}/cosign"), &[("chart", &id), ("key", "7")]).await.to().ends_with("done=signed"));
    assert!(!ben.get("/alerts").await.text.contains(&base), "closed, it is on no list");
}

#[tokio::test]
async fn a_form_made_for_another_record_does_nothing() {
    let practice = Practice::open().await;
    let alert = alert(&practice).await;
    let ben = Browser::of(&practice, &care_manager()).await;
    let other = practice.noor.to_string();
    let page = ben.post(&format!("/chart/{}/alert/{alert}/take", practice.maria), &[("chart", &other), ("key", "1")]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(chart(&practice).await.alerts.last().unwrap().waits());
}

#[tokio::test]
async fn somebody_outside_the_team_opens_the_record_by_taking_the_alert_and_not_before() {
    let practice = Practice::open().await;
    let alert = alert(&practice).await;
    // The whole team has left: everybody is called.
    let gone: Vec<Account> =
        [prescriber(), therapist(), care_manager()].iter().map(|who| Account { open: false, ..account(who) }).collect();
    practice.store.put_accounts(gone).await.unwrap();
    practice.clinic.escalate().await.unwrap();
    let tomas = Browser::of(&practice, &outsider()).await;
    let base = format!("/chart/{}/alert/{alert}", practice.maria);
    assert_eq!(tomas.get(&base).await.status, StatusCode::FORBIDDEN);
    let list = tomas.get("/alerts").await;
    assert!(list.text.contains("DELGADO") && list.text.contains("Take it"));
    let id = practice.maria.to_string();
    let taken = tomas.post(&format!("{base}/take"), &[("chart", &id), ("key", "1")]).await;
    assert!(taken.to().ends_with("done=taken"), "{}", taken.text);
    let page = tomas.get(&base).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Opened with a reason until"));
    let assessed = [("chart", id.as_str()), ("key", "2"), ("how", "telephone"), ("words", "no plan"), ("disposition", "at home")];
    assert!(tomas.post(&format!("{base}/assess"), &assessed).await.to().ends_with("done=assessed"));
    let looked = Browser::of(&practice, &practice.patient()).await.get("/my/looked").await;
    assert!(looked.text.contains("Tomas Hale"), "the patient sees who looked");
}

#[tokio::test]
async fn while_an_alert_waits_past_the_chain_every_page_of_the_staff_says_so_and_names_nobody() {
    let practice = Practice::open().await;
    alert(&practice).await;
    let members = [prescriber(), therapist(), care_manager(), outsider()];
    let gone: Vec<Account> = members.iter().map(|who| Account { open: false, ..account(who) }).collect();
    practice.store.put_accounts(gone).await.unwrap();
    practice.clinic.escalate().await.unwrap();
    for (who, path) in [(practice::desk(), "/desk"), (administrator(), "/admin"), (practice::teacher(), "/today")] {
        let page = Browser::of(&practice, &who).await.get(path).await;
        let line = page.text.split("class=\"alarm\"").nth(1).unwrap_or_else(|| panic!("no line on {path}"));
        let line = line.split("</aside>").next().unwrap();
        assert!(line.contains("nobody has taken") && !line.to_lowercase().contains("delgado") && !line.contains("PHQ"), "{line}");
    }
    let maria = Browser::of(&practice, &practice.patient()).await;
    assert!(!maria.get("/my").await.text.contains("class=\"alarm\""), "a patient is not frightened by it");
}

#[tokio::test]
async fn without_a_signature_such_questions_are_asked_at_the_practice_and_others_are_sent() {
    let practice = Practice::open().await;
    let unsigned = PracticeSettings { safety: Rules::default(), ..PracticeSettings::clone(&practice.clinic.practice()) };
    practice.clinic.save_practice(unsigned).await.unwrap();
    let maria = Browser::of(&practice, &practice.patient()).await;
    let refused = maria.get("/my/questions/phq-9").await;
    assert!(
        refused.text.contains("asked when you are here")
            && refused.text.contains("tel:988")
            && !refused.text.contains("<fieldset")
    );
    assert!(maria.get("/my/questions/gad-7").await.text.contains("<fieldset"));
    assert!(!maria.get("/my").await.text.contains("/my/questions/phq-9"), "it is not offered");
    // Whoever had the page open already is not turned away with what they said.
    let before = chart(&practice).await.alerts.len();
    maria.post("/my/questions/phq-9", &[("q", "9"), ("value", "2")]).await;
    assert_eq!(chart(&practice).await.alerts.len(), before + 1);
}

#[tokio::test]
async fn before_the_first_question_it_is_said_who_reads_and_that_nobody_watches() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let first = maria.get("/my/questions/phq-9?q=1").await.text;
    assert!(first.contains("Nobody reads along") && first.contains("within 15 minutes and calls back"));
    assert!(!maria.get("/my/questions/gad-7").await.text.contains("Nobody reads along"));
}

#[tokio::test]
async fn asking_for_a_call_tells_somebody_at_once_and_shows_help_whatever_the_store_does() {
    let (practice, store, _) = failing::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let form = maria.get("/my/help").await;
    assert!(form.text.contains("tel:988") && form.text.contains("Send it to us"));
    let key = form.field("key");
    let sent = maria.post("/my/help", &[("key", &key), ("words", "please"), ("call_back", "555 0199")]).await;
    assert_eq!(sent.to(), "/my/help");
    let state = maria.get("/my/help").await.text;
    assert!(state.contains("We began calling Ben Achebe at 1:40 pm.") && state.contains("tel:988"));
    let title = state.split("<title>").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_lowercase();
    assert!(
        !title.contains("help") && !title.contains("alert") && !title.contains("safety"),
        "the title gives nothing away: {title}"
    );
    let empty = maria.post("/my/help", &[("key", "other"), ("words", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    store.turn(Mood::ReadOnly);
    let lost = maria.post("/my/help", &[("key", "third"), ("words", "please")]).await;
    assert_eq!(lost.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(lost.text.contains("tel:988") && !lost.text.contains("began calling"));
}

#[tokio::test]
async fn the_help_page_carries_the_own_plan_and_the_own_people_and_opens_without_the_store() {
    let (practice, store, _) = failing::open().await;
    with_plan(&practice).await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let page = maria.get("/help-now").await.text;
    let place = |needle: &str| page.find(needle).unwrap_or_else(|| panic!("no {needle}"));
    let order = [
        "tel:988",
        "sms:988",
        "Call Inés",
        "Call us, Riverside",
        "tel:911",
        "I stop answering",
        "Cold water",
        "keeps the tablets",
        "Leo",
    ];
    assert!(order.windows(2).all(|pair| place(pair[0]) < place(pair[1])), "the order of help");
    let stranger = Browser::stranger(&practice).get("/help-now").await.text;
    assert!(!stranger.contains("Inés"));
    for mood in [Mood::Away, Mood::ReadOnly] {
        store.turn(mood);
        let page = maria.get("/help-now").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("tel:988") && page.text.contains("tel:911"));
        assert_eq!(Browser::stranger(&practice).get("/offline").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn the_worker_keeps_the_help_page_as_a_stranger_sees_it_and_names_what_is_there() {
    let practice = Practice::open().await;
    let stranger = Browser::stranger(&practice);
    let worker = stranger.get("/service-worker.js").await;
    assert_eq!(worker.headers[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
    assert_eq!(worker.headers[header::CACHE_CONTROL], "no-cache");
    assert!(
        worker.text.contains("credentials: \"omit\"") && !worker.text.contains("\"STYLES\"") && !worker.text.contains("VERSION")
    );
    let kept: Vec<&str> = worker.text.split('"').filter(|text| text.starts_with("/assets/")).collect();
    assert_eq!(kept.len(), 3, "{kept:?}");
    for address in kept {
        assert_eq!(stranger.get(address).await.status, StatusCode::OK, "{address}");
    }
    assert!(stranger.get("/help-now").await.text.contains("/offline.js"));
    let staff = Browser::of(&practice, &prescriber()).await.get("/today").await;
    assert!(!staff.text.contains("/offline.js"), "nothing is kept on the machines of the staff");
}

#[tokio::test]
async fn the_patient_writes_the_plan_and_the_team_sees_what_changed_and_why_to_look_again() {
    let (practice, _, clock) = failing::open().await;
    with_plan(&practice).await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let form = maria.get("/my/safety-plan/change").await;
    assert!(form.text.contains("I stop answering Inés"));
    let (key, seen) = (form.field("key"), form.field("seen"));
    let fields = [
        ("key", key.as_str()),
        ("seen", seen.as_str()),
        ("s1", "I stop answering Inés\nI wake at four"),
        ("s4_name", "Carmen"),
        ("s4_phone", "555 0122"),
        ("s4_words", ""),
    ];
    assert_eq!(maria.post("/my/safety-plan", &fields).await.to(), "/my/safety-plan?done=kept");
    let empty = maria.post("/my/safety-plan", &[("key", "x"), ("seen", "9999"), ("s1", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let ruth = Browser::of(&practice, &therapist()).await;
    let base = format!("/chart/{}/safety", practice.maria);
    let page = ruth.get(&base).await;
    assert!(page.text.contains("My early signs: added “I wake at four”"), "{}", page.text);
    assert!(page.text.contains("First written.") && page.text.contains("Safety plan, reviewed"));
    clock.set("2026-08-20T17:45:00Z".parse().unwrap());
    alert(&practice).await;
    let again = ruth.get(&base).await;
    assert!(again.text.contains("an answer called for a person") && again.text.contains("look at it again"));
    let (key, plan) = (again.field("key"), again.field("plan"));
    assert!(
        ruth.post(&format!("{base}/read"), &[("key", &key), ("plan", &plan), ("words", "")]).await.to().ends_with("done=read")
    );
    assert!(!ruth.get(&base).await.text.contains("an answer called for a person"), "read since");
}

#[tokio::test]
async fn the_plan_is_a_card_to_print_for_both() {
    let practice = Practice::open().await;
    with_plan(&practice).await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    assert!(maria.bytes("/my/safety-plan.pdf").await.starts_with(b"%PDF-"));
    let ruth = Browser::of(&practice, &therapist()).await;
    assert!(ruth.bytes(&format!("/chart/{}/safety.pdf?paper=a4", practice.maria)).await.starts_with(b"%PDF-"));
    let copy = maria.get("/my/safety-plan/copy").await.text;
    assert!(copy.contains("Cold water") && !copy.contains("Delgado") && !copy.contains("<form"), "nobody's name on the phone");
}

#[tokio::test]
async fn the_screener_asks_what_follows_from_the_answers_and_nothing_else() {
    let practice = Practice::open().await;
    let ben = Browser::of(&practice, &care_manager()).await;
    let (address, id) = (format!("/chart/{}/screener", practice.maria), practice.maria.to_string());
    let asked = |text: &str| (1..=7).filter(|item| text.contains(&format!("name=\"item_{item}\""))).collect::<Vec<_>>();
    assert_eq!(asked(&ben.get(&address).await.text), [1, 2, 6]);
    let before = chart(&practice).await.alerts.len();
    let send = |fields: Vec<(&'static str, &'static str)>| {
        let (ben, address, id) = (&ben, address.clone(), id.clone());
        async move {
            let mut all = vec![("chart", id.as_str()), ("key", "screen")];
            all.extend(fields);
            ben.post(&address, &all).await
        }
    };
    let yes = send(vec![("item_1", "1"), ("item_2", "1"), ("item_6", "0"), ("act", "next")]).await;
    assert_eq!(asked(&yes.text), [1, 2, 3, 4, 5, 6]);
    let no = send(vec![("item_1", "1"), ("item_2", "0"), ("item_4", "1"), ("item_6", "1"), ("act", "next")]).await;
    assert_eq!(asked(&no.text), [1, 2, 6, 7]);
    // Read out to the third question and signed: it is not whole, nothing is recorded, everything stands there still.
    let half = send(vec![("item_1", "1"), ("item_2", "1"), ("item_6", "0"), ("act", "sign")]).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(half.text.contains("Question 3 has no answer yet") && half.text.contains("Broken off"), "{}", half.text);
    assert_eq!(chart(&practice).await.alerts.len(), before);
    let done = send(vec![
        ("item_1", "1"),
        ("item_2", "1"),
        ("item_3", "0"),
        ("item_4", "1"),
        ("item_5", "0"),
        ("item_6", "0"),
        ("act", "sign"),
    ])
    .await;
    assert!(done.to().contains("/alert/") && done.to().ends_with("done=raised"), "{}", done.text);
    let chart = chart(&practice).await;
    let alert = chart.alerts.last().unwrap();
    assert_eq!(alert.what.tier.words(), "at once");
    assert_eq!(alert.acknowledged.as_ref().unwrap().1, "Ben Achebe", "whoever asks has it in hand");
}

#[tokio::test]
async fn a_screener_says_which_alert_it_raised_and_claims_none_where_it_raised_none() {
    let practice = Practice::open().await;
    let first = alert(&practice).await;
    let ben = Browser::of(&practice, &care_manager()).await;
    let (address, id) = (format!("/chart/{}/screener", practice.maria), practice.maria.to_string());
    let from = first.to_string();
    let no = [("chart", id.as_str()), ("item_1", "0"), ("item_2", "0"), ("item_6", "0"), ("act", "sign")];
    let beside = ben.post(&address, &[&no[..], &[("key", "a"), ("alert", &from)]].concat()).await;
    assert_eq!(beside.to(), format!("/chart/{}/alert/{first}?done=asked", practice.maria));
    let page = ben.get(beside.to()).await.text;
    assert!(page.contains("this alert stays as it was") && !page.contains("you have it in hand because"));
    let alone = ben.post(&address, &[&no[..], &[("key", "b")]].concat()).await;
    assert!(alone.to().ends_with("/safety?done=asked"), "{}", alone.to());
    // One that was broken off keeps what was answered, says that it is a part, and raises what it has to.
    let part = [
        ("chart", id.as_str()),
        ("key", "c"),
        ("item_1", "1"),
        ("item_2", "1"),
        ("item_6", "1"),
        ("alert", &from),
        ("act", "part"),
    ];
    let raised = ben.post(&address, &part).await;
    assert!(raised.to().ends_with("done=raised") && !raised.to().contains(&from), "{}", raised.to());
    assert!(ben.get(raised.to()).await.text.contains("Not finished"));
}

#[tokio::test]
async fn an_alert_shows_what_another_system_sent_and_strikes_through_what_was_retracted() {
    let practice = Practice::open().await;
    let reported = Event::QuestionnaireReported(Reported {
        instrument: "phq-9".into(),
        total: Some(14),
        items: [(1, 2), (9, 3)].into_iter().collect(),
    });
    let receipt =
        practice.clinic.record(&care_manager(), practice.maria, None, vec![Entry::new("sent", reported)]).await.unwrap();
    let alert = chart(&practice).await.alerts.last().unwrap().id;
    let ben = Browser::of(&practice, &care_manager()).await;
    let base = format!("/chart/{}/alert/{alert}", practice.maria);
    let page = ben.get(&base).await.text;
    assert!(
        page.contains("as another system sent it")
            && page.contains("Nearly every day")
            && page.contains("Other items were not sent")
    );
    assert!(!page.contains("<del>"));
    let (reason, words) = (RetractionReason::EnteredInError, String::new());
    let retract = Event::EntryRetracted(EntryRetracted { entry: receipt.events[0], reason, words });
    practice.clinic.record(&care_manager(), practice.maria, None, vec![Entry::new("gone", retract)]).await.unwrap();
    let page = ben.get(&base).await.text;
    assert!(page.contains("<del>") && page.contains("The entry was retracted since by Ben Achebe"), "{page}");
}

#[tokio::test]
async fn the_administrator_sets_who_is_on_call_and_signs_what_happens_out_of_hours() {
    let practice = Practice::open().await;
    let sam = Browser::of(&practice, &administrator()).await;
    let page = sam.get("/admin/on-call").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("PHQ-9 item 9: nearly every day") && page.text.contains("set by this practice"));
    let ruth = therapist().staff.unwrap().to_string();
    let mut fields = vec![
        ("on_call", "0, 4"),
        ("everybody", "12"),
        ("again", "10"),
        ("soon", "15"),
        ("at_once", "5"),
        ("next_period_hours", "24"),
        ("abandoned", "10"),
        ("recent_days", "14"),
        ("urge_at_least", "4"),
        ("urge_tier", "next"),
        ("act_tier", "soon"),
        ("shift_level", "1"),
        ("shift_staff", ruth.as_str()),
        ("shift_days", "1234567"),
        ("shift_from", "00:00"),
        ("shift_until", "00:00"),
    ];
    let half = [("away_staff", ruth.as_str()), ("away_from", ""), ("away_until", "2026-09-04"), ("away_stand_in", "")];
    let refused = sam.post("/admin/on-call", &[&fields[..], &half[..]].concat()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("A row of who is away is not complete") && refused.text.contains("2026-09-04"));
    assert!(refused.text.contains("value=\"0, 4\""), "the rest of the page stands as it was typed");
    assert_eq!(sam.post("/admin/on-call", &fields).await.to(), "/admin/on-call?done=kept");
    let rules = practice.clinic.practice().safety.clone();
    assert_eq!((rules.chain.on_call, rules.chain.everybody), (vec![0, 4], 12));
    assert!(rules.signed.is_some(), "keeping the settings does not take the signature away");
    assert!(practice.clinic.is_on_call(therapist().staff.unwrap()));
    fields[0] = ("on_call", "5");
    assert_eq!(sam.post("/admin/on-call", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(sam.post("/admin/on-call/sign", &[("words", "")]).await.to(), "/admin/on-call?done=taken-back");
    assert!(practice.clinic.practice().safety.signed.is_none());
    assert_eq!(sam.post("/admin/on-call/sign", &[("words", "Ruth answers.")]).await.to(), "/admin/on-call?done=signed");
    // The practice's own page keeps what stands here.
    assert!(practice.clinic.practice().safety.signed.is_some());
    assert_eq!(Browser::of(&practice, &prescriber()).await.get("/admin/on-call").await.status, StatusCode::FORBIDDEN);
}
