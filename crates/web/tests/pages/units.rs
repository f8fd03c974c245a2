//! Rooms and walls: a couple, a group, a consultation team, people who act for somebody. What one keeps in their own room is
//! looked for as everybody else, on every route there is.

use crate::{
    browser::{Browser, Page},
    labels::loose_ends,
    matrix::filled,
    practice::{self, Practice, person},
};
use axum::http::Method;
use concord_access::{Purpose, Role, Subject};
use concord_actions::{Entry, JointOutcome, JointPlan, NewMember, NewProxy, NewUnit};
use concord_chart::{
    AccountId, AuthorKind, ChartId, CourseId, Event,
    course_plan::ParticipantRole,
    disclosure::{AskedAlone, Handling, ToldAlone},
    medication::Started,
    proxy::ProxyMay,
    questionnaire::{Answered, Answers, Respondent, Rhythm, Scheduled},
    unit::{Attendance, SecretsPolicy, Shared, TeamNote, UnitKind},
    work::ThoughtRecorded,
};
use concord_store::{Account, Store};
use concord_web::routes;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The word that is planted in every field of somebody's own room.
pub const CANARY: &str = "KANARIENVOGEL";

pub async fn unit_of(practice: &Practice, kind: UnitKind) -> ChartId {
    let members = [practice.maria, practice.noor];
    let role = if kind == UnitKind::Group { ParticipantRole::GroupMember } else { ParticipantRole::Partner };
    let new = NewUnit {
        kind,
        name: "Those of Wednesday".into(),
        public_name: if kind == UnitKind::Group { "Wednesday".into() } else { String::new() },
        therapy: None,
        members: members.iter().map(|chart| NewMember { chart: *chart, role }).collect(),
        with: Vec::new(),
        open: true,
        places: Some(8),
        planned_sessions: Some(10),
    };
    let (clinic, who) = (&practice.clinic, practice::therapist());
    let key = |what: &str| format!("{} {what}", kind.words());
    let unit = clinic.open_new_unit(&who, kind.words(), new).await.unwrap();
    clinic
        .choose_secrets_rule(&who, unit, "rule", SecretsPolicy::LimitedSecrets, "What one says alone stays with that one.")
        .await
        .unwrap();
    for member in members {
        clinic.signed_on_paper(&who, unit, &format!("paper-{member}"), member).await.unwrap();
    }
    let plan = JointPlan { at: "2026-08-19T19:00:00Z".parse().unwrap(), minutes: 50, place: None, topic: "breathing".into() };
    let session = clinic.plan_joint_session(&who, unit, &key("s1"), plan).await.unwrap();
    let attendance: BTreeMap<_, _> = members.iter().map(|member| (*member, Attendance::Came)).collect();
    let outcome = JointOutcome {
        session,
        minutes: Some(50),
        attendance,
        topic: "breathing".into(),
        techniques: vec![],
        summary: "We named the pattern.".into(),
    };
    clinic.hold_joint_session(&who, unit, &key("s1-held"), outcome).await.unwrap();
    let next = JointPlan { at: "2026-08-26T19:00:00Z".parse().unwrap(), minutes: 50, place: None, topic: String::new() };
    clinic.plan_joint_session(&who, unit, &key("s2"), next).await.unwrap();
    clinic.set_joint_goal(&who, unit, &key("goal"), "Fight less about money.").await.unwrap();
    clinic.set_joint_task(&who, unit, &key("task"), "Twenty minutes on money", None).await.unwrap();
    unit
}

/// The canary in every field of Maria's own room.
pub async fn fill_own_room(practice: &Practice, unit: ChartId) {
    let (clinic, hers, therapist) = (&practice.clinic, practice.patient(), practice::therapist());
    let told = ToldAlone { unit, words: format!("{CANARY} flats"), handling: Handling::Keep };
    clinic.tell_alone(&hers, practice.maria, "told", told).await.unwrap();
    let open = clinic.open_chart(&hers, practice.maria, concord_access::Purpose("own room")).await.unwrap();
    let told = open.chart.disclosures[0].id;
    clinic.answer_alone(&therapist, practice.maria, "answer", told, &format!("{CANARY} thanks")).await.unwrap();
    let asked = AskedAlone { unit, concern: true, words: format!("{CANARY} shouts"), done: String::new() };
    clinic.asked_alone(&therapist, practice.maria, "asked", asked).await.unwrap();
    clinic.sign_line_about(&therapist, unit, "line", practice.maria, None, &format!("{CANARY} line")).await.unwrap();
    let medicine = Started {
        course: CourseId(Uuid::from_u128(7_001)),
        substance: None,
        name: format!("{CANARY}-ine"),
        coding: Vec::new(),
        dosing: practice::dosing(10, ""),
        route: None,
        purpose: format!("{CANARY} purpose"),
        prescriber: String::new(),
        from_elsewhere: false,
    };
    let medicine = Entry::new("own medicine", Event::MedicationStarted(medicine));
    clinic.record(&practice::prescriber(), practice.maria, None, vec![medicine]).await.unwrap();
    let thought = ThoughtRecorded { situation: format!("{CANARY} situation"), reached: 1, ..ThoughtRecorded::default() };
    let thought = Entry::new("own thought", Event::ThoughtRecorded(thought));
    clinic.record(&hers, practice.maria, None, vec![thought]).await.unwrap();
}

/// Every page of the program as somebody, with each of these charts in the address.
async fn every_page(practice: &Practice, browser: &Browser, charts: &[ChartId]) -> Vec<(String, Page)> {
    let mut pages = Vec::new();
    for route in routes::table().into_iter().filter(|route| route.method == Method::GET) {
        for chart in charts {
            let path = filled(practice, route.path, *chart);
            pages.push((path.clone(), browser.get(&path).await));
            if path == route.path {
                break;
            }
        }
    }
    pages
}

/// Somebody who acts for a patient, signed in with a password of their own.
async fn acting_for(practice: &Practice, chart: ChartId, may: &[ProxyMay]) -> Subject {
    let new = NewProxy {
        name: "Carla Haddad".into(),
        relation: "mother".into(),
        may: may.to_vec(),
        until: Some("2027-01-01".parse().unwrap()),
        ..NewProxy::default()
    };
    let proxy = practice.clinic.name_proxy(&practice::prescriber(), chart, "mother", new).await.unwrap();
    let who = Subject { account: AccountId(proxy.0), staff: None, chart: Some(chart), ..person(Role::Proxy, 1, "Carla Haddad") };
    let account = Account {
        id: who.account,
        organisation: who.organisation,
        login: "carla".to_owned(),
        name: who.name.clone(),
        role: Role::Proxy,
        staff: None,
        chart: Some(chart),
        places: Vec::new(),
        password: String::new(),
        open: true,
        settings: "{}".to_owned(),
    };
    practice.store.put_accounts(vec![account]).await.unwrap();
    who
}

#[tokio::test]
async fn what_one_keeps_in_her_own_room_reaches_nobody_else_on_any_page() {
    let practice = Practice::open().await;
    let couple = unit_of(&practice, UnitKind::Couple).await;
    let group = unit_of(&practice, UnitKind::Group).await;
    fill_own_room(&practice, couple).await;
    let parent = acting_for(&practice, practice.noor, ProxyMay::ALL).await;
    let charts = [practice.maria, practice.noor, couple, group];
    let others = [
        practice.other_patient(),
        parent,
        practice::desk(),
        practice::administrator(),
        practice::outsider(),
        practice::teacher(),
    ];
    for who in others {
        let browser = Browser::of(&practice, &who).await;
        let pages = every_page(&practice, &browser, &charts).await;
        assert!(pages.iter().any(|(_, page)| page.status.is_success()), "{} saw no page at all", who.name);
        for (path, page) in pages {
            assert!(!page.status.is_server_error(), "{path} as {}: {}", who.name, page.text);
            assert!(!page.text.contains(CANARY), "{path} shows it to {}", who.name);
        }
    }
    let therapist = Browser::of(&practice, &practice::therapist()).await;
    let seen = therapist.get(&format!("/unit/{couple}")).await;
    assert!(seen.text.matches(CANARY).count() >= 4, "the therapist stands in all rooms: {}", seen.text);
    let hers = Browser::of(&practice, &practice.patient()).await.get(&format!("/my/us/{couple}")).await;
    assert!(hers.text.contains(&format!("{CANARY} flats")) && !hers.text.contains(&format!("{CANARY} shouts")));
    let group = Browser::of(&practice, &practice.other_patient()).await.get(&format!("/my/us/{group}")).await;
    assert_eq!(group.status, 200);
    for name in ["Maria", "Delgado", "Those of Wednesday", &practice.maria.to_string()] {
        assert!(!group.text.contains(name), "a group’s member sees {name}");
    }
}

/// What differs from request to request and tells nothing: keys of forms, and the numbers of pages that failed.
fn without_keys(text: &str) -> String {
    let mut parts = text.split("name=\"key\" value=\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |so_far, part| so_far + "name=\"key\" value=\"" + part.split_once('"').map_or("", |(_, rest)| rest))
}

#[tokio::test]
async fn two_worlds_with_and_without_what_she_told_are_the_same_to_him_byte_for_byte() {
    let mut worlds = Vec::new();
    for tells in [false, true] {
        let practice = Practice::open().await;
        let unit = unit_of(&practice, UnitKind::Couple).await;
        if tells {
            let hers = Browser::of(&practice, &practice.patient()).await;
            let address = format!("/my/us/{unit}");
            let sent = hers
                .post(&address, &[("key", "t1"), ("act", "tell"), ("words", "I looked at flats."), ("handling", "keep")])
                .await;
            assert_eq!(sent.to(), format!("{address}?done=told"));
            let member = practice.maria.to_string();
            let prefix = format!("asked-{}", practice.maria.0.simple());
            let (concern, words) = (format!("{prefix}-concern"), format!("{prefix}-words"));
            let asked = [
                ("key", "t2"),
                ("act", "asked"),
                ("prefix", prefix.as_str()),
                ("member", member.as_str()),
                (concern.as_str(), "yes"),
                (words.as_str(), "He shouts."),
            ];
            let therapist = Browser::of(&practice, &practice::therapist()).await;
            assert_eq!(therapist.post(&format!("/unit/{unit}"), &asked).await.to(), format!("/unit/{unit}?done=called"));
            let told =
                practice.clinic.open_chart(&practice.patient(), practice.maria, concord_access::Purpose("x")).await.unwrap();
            let told = told.chart.disclosures[0].id;
            practice.clinic.answer_alone(&practice::therapist(), practice.maria, "t3", told, "Thank you.").await.unwrap();
        }
        let his = Browser::of(&practice, &practice.other_patient()).await;
        worlds.push(every_page(&practice, &his, &[practice.noor, practice.maria, unit]).await);
    }
    let (with, without) = (worlds.pop().unwrap(), worlds.pop().unwrap());
    assert_eq!(with.len(), without.len());
    let mut compared = 0;
    for ((path, one), (_, other)) in with.iter().zip(&without) {
        let headers = |page: &Page| {
            let mut headers: Vec<String> = page
                .headers
                .iter()
                .filter(|(name, _)| *name != "date" && *name != "content-length")
                .map(|(name, value)| format!("{name}: {value:?}"))
                .collect();
            headers.sort();
            headers
        };
        assert_eq!(one.status, other.status, "{path}");
        assert_eq!(headers(one), headers(other), "{path}");
        assert_eq!(without_keys(&one.text), without_keys(&other.text), "{path}");
        compared += usize::from(one.status.is_success());
    }
    assert!(compared > 15, "only {compared} pages were compared");
}

#[tokio::test]
async fn the_therapist_sees_the_rooms_and_each_box_writes_only_where_its_head_says() {
    let practice = Practice::open().await;
    let unit = unit_of(&practice, UnitKind::Couple).await;
    let browser = Browser::of(&practice, &practice::therapist()).await;
    let list = browser.get("/units").await;
    assert!(list.text.contains("Those of Wednesday") && list.text.contains("rule signed by all"));
    let page = browser.get(&format!("/unit/{unit}")).await;
    assert_eq!(page.status, 200, "{}", page.text);
    for words in [
        "As you see it",
        "Joint room",
        "Maria’s room",
        "Noor’s room",
        "only Maria",
        "Before you press send",
        "If one asks for a copy",
        "1 kept, 0 missed, 1 planned.",
    ] {
        assert!(page.text.contains(words), "{words} is not on the page");
    }
    assert_eq!(page.text.matches("class=\"wall\"").count(), 2, "a wall on each side of the joint room");
    let prefix = format!("told-{}", practice.noor.0.simple());
    let (words, handling) = (format!("{prefix}-words"), format!("{prefix}-handling"));
    let noor = practice.noor.to_string();
    let before = (practice.head(unit).await, practice.head(practice.maria).await, practice.head(practice.noor).await);
    let sent = browser
        .post(
            &format!("/unit/{unit}"),
            &[
                ("key", "k"),
                ("act", "told"),
                ("prefix", &prefix),
                ("member", &noor),
                (&words, "I lost the bonus."),
                (&handling, "ask first"),
            ],
        )
        .await;
    assert_eq!(sent.to(), format!("/unit/{unit}?done=alone"));
    let after = (practice.head(unit).await, practice.head(practice.maria).await, practice.head(practice.noor).await);
    assert_eq!((after.0, after.1, after.2), (before.0, before.1, before.2 + 1), "one record was written on");
    // Nothing that is told is chosen beforehand, and what was not said is asked.
    assert!(page.text.matches("<option value=\"\" selected>Choose</option>").count() > 3, "{}", page.text);
    let prefix = format!("asked-{}", practice.maria.0.simple());
    let (words, concern, maria) = (format!("{prefix}-words"), format!("{prefix}-concern"), practice.maria.to_string());
    let hers = Browser::of(&practice, &practice.patient()).await;
    let called_before = hers.get("/my/help").await.text.matches("We began calling").count();
    let silent = [("act", "asked"), ("prefix", prefix.as_str()), ("member", &maria), (&words, "He shouts."), ("key", "asked")];
    let refused = browser.post(&format!("/unit/{unit}"), &silent).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("Say whether they told you something") && refused.text.contains("He shouts."));
    let told = browser.post(&format!("/unit/{unit}"), &[&silent[..], &[(concern.as_str(), "yes")]].concat()).await;
    assert_eq!(told.to(), format!("/unit/{unit}?done=called"));
    let alerts = browser.get("/alerts").await.text;
    assert!(alerts.contains("asked alone about safety at home") && !alerts.contains("He shouts."));
    let called_since = hers.get("/my/help").await.text.matches("We began calling").count();
    assert_eq!(called_since, called_before, "her pages say nothing of a call that what she told there led to");
    for path in ["/my/help", "/my/looked", "/my/us", "/"] {
        let text = hers.get(path).await.text;
        assert!(!text.contains("He shouts."), "{path}: {text}");
        assert!(!text.to_lowercase().contains("<td>alert"), "{path}: {text}");
    }
    let again =
        browser.post(&format!("/unit/{unit}"), &[("key", "k2"), ("act", "goal"), ("prefix", "goal"), ("goal-words", " ")]).await;
    assert_eq!(again.status, 422);
    assert!(again.text.contains("Write the goal in their words."));
}

#[tokio::test]
async fn a_couple_is_opened_by_name_and_everybody_signs_and_meets() {
    let practice = Practice::open().await;
    let browser = Browser::of(&practice, &practice::therapist()).await;
    let opened = browser
        .post(
            "/units/new",
            &[("key", "k"), ("kind", "couple"), ("name", "Delgado and Haddad"), ("people", "Maria Delgado\nNobody Known")],
        )
        .await;
    assert_eq!(opened.status, 422);
    assert!(opened.text.contains("Nobody Known"));
    let opened = browser
        .post(
            "/units/new",
            &[("key", "k"), ("kind", "couple"), ("name", "Delgado and Haddad"), ("people", "Maria Delgado\nNoor Haddad")],
        )
        .await;
    let address = opened.to().split('?').next().unwrap().to_owned();
    assert!(address.starts_with("/unit/"), "{}", opened.text);
    let send = async |act: &str, fields: &[(&str, &str)]| {
        let key = format!("couple-{act}");
        let mut all = vec![("key", key.as_str()), ("act", act), ("prefix", act)];
        all.extend_from_slice(fields);
        browser.post(&address, &all).await
    };
    let ruled = send("rule", &[("rule-policy", "limited secrets"), ("rule-words", "What one tells me alone stays.")]).await;
    assert_eq!(ruled.status, 303, "{}", ruled.text);
    assert_eq!(send("paper", &[("paper-who", &practice.maria.to_string())]).await.status, 303);
    let his = Browser::of(&practice, &practice.other_patient()).await;
    let us = his.get("/my/us").await.to().to_owned();
    assert!(his.get(&us).await.text.contains("I sign this rule"));
    let sign = [("key", "sign"), ("act", "sign"), ("words", "What one tells me alone stays.")];
    assert_eq!(his.post(&us, &sign).await.to(), format!("{us}?done=signed"));
    let planned = send("plan", &[("plan-at", "2026-08-20T10:00"), ("plan-minutes", "50")]).await;
    assert_eq!(planned.status, 303, "{}", planned.text);
    let page = browser.get(&address).await;
    let session = page
        .text
        .split("id=\"held-session\"")
        .nth(1)
        .unwrap()
        .split("option value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let (maria, noor) = (format!("came-{}", practice.maria), format!("came-{}", practice.noor));
    let held =
        send("held", &[("held-session", &session), (&maria, "came"), (&noor, "did not come"), ("held-words", "We began.")]).await;
    assert_eq!(held.status, 303, "{}", held.text);
    let signed = send("note", &[("note-session", &session), ("note-words", "They spoke of money.")]).await;
    assert_eq!(signed.to(), format!("{address}?done=signed"));
    let hers = Browser::of(&practice, &practice.patient()).await;
    assert!(hers.get(&us).await.text.contains("We began.") && !hers.get(&us).await.text.contains("They spoke of money."));
    for (key, browser) in [("r-hers", &hers), ("r-his", &his)] {
        browser.post(&us, &[("key", key), ("act", "release"), ("on", "yes")]).await;
    }
    assert!(hers.get(&us).await.text.contains("They spoke of money."));
    his.post(&us, &[("key", "r2"), ("act", "release"), ("on", "no")]).await;
    assert!(!hers.get(&us).await.text.contains("They spoke of money."), "taken back, it is gone at the next look");
}

#[tokio::test]
async fn on_the_telephone_moving_a_thing_shows_the_exact_words_and_asks_twice() {
    let practice = Practice::open().await;
    let unit = unit_of(&practice, UnitKind::Couple).await;
    let (hers, his) =
        (Browser::of(&practice, &practice.patient()).await, Browser::of(&practice, &practice.other_patient()).await);
    let us = format!("/my/us/{unit}");
    let words = "I want a second child.";
    hers.post(&us, &[("key", "t"), ("act", "tell"), ("words", words), ("handling", "ask first")]).await;
    let page = hers.get(&us).await;
    let (ours, wall, mine) = (
        page.text.find("Ours").unwrap(),
        page.text.find("nothing below this line").unwrap(),
        page.text.find("Only me and Ruth").unwrap(),
    );
    assert!(ours < wall && wall < mine, "joint room, wall, own room");
    assert!(page.text.find(words).unwrap() > mine);
    let told = page.field("told");
    let one = hers.post(&us, &[("key", "b"), ("act", "bring"), ("told", &told)]).await;
    assert!(one.text.contains(words) && one.text.contains("would stand in") && one.field("step") == "two");
    let two = hers.post(&us, &[("key", "b"), ("act", "bring"), ("told", &told), ("step", "two")]).await;
    assert!(two.text.contains(words) && two.field("step") == "yes");
    assert!(!his.get(&us).await.text.contains(words));
    let done = hers.post(&us, &[("key", "b"), ("act", "bring"), ("told", &told), ("step", "yes"), ("words", words)]).await;
    assert_eq!(done.to(), format!("{us}?done=brought"));
    assert!(his.get(&us).await.text.contains(words));
}

#[tokio::test]
async fn a_score_is_shown_as_its_manual_reports_it_and_answers_without_a_total_have_none() {
    let practice = Practice::open().await;
    let unit = unit_of(&practice, UnitKind::Couple).await;
    let (hers, his) =
        (Browser::of(&practice, &practice.patient()).await, Browser::of(&practice, &practice.other_patient()).await);
    let us = format!("/my/us/{unit}");
    let instrument = concord_knowledge::shipped().instrument(&"bsl-23".into()).unwrap();
    let answered = async |key: &str, answers: Vec<Option<u8>>| {
        let event = Event::QuestionnaireAnswered(Answered {
            instrument: instrument.id.clone(),
            version: instrument.version.clone(),
            answers,
            difficulty: None,
            respondent: Respondent::Patient,
            language: "en".to_owned(),
            partial: false,
        });
        practice.clinic.record(&practice.patient(), practice.maria, None, vec![Entry::new(key, event)]).await.unwrap();
    };
    answered("two", vec![Some(2); 23]).await;
    hers.post(&us, &[("key", "s"), ("act", "share"), ("what", Shared::Scores.words()), ("on", "yes")]).await;
    let mean = instrument.shown_total(46).to_string();
    assert_ne!(mean, "46", "the sum would stand there as it is");
    for page in [hers.get(&us).await.text, his.get(&us).await.text] {
        assert!(page.contains(&format!("<b>{mean}</b>")) && !page.contains("<b>46</b>"), "{page}");
    }
    let one: Vec<Option<u8>> = (0..23).map(|item| (item == 0).then_some(2)).collect();
    answered("none", one).await;
    assert!(hers.get(&us).await.text.contains("<b>no total</b>"), "an older total is shown as the latest");
    assert!(his.get(&us).await.text.contains("the latest answers have no total"));
}

#[tokio::test]
async fn words_that_were_refused_stand_in_their_form_again() {
    let practice = Practice::open().await;
    let unit = unit_of(&practice, UnitKind::Couple).await;
    let hers = Browser::of(&practice, &practice.patient()).await;
    let us = format!("/my/us/{unit}");
    let refused = hers.post(&us, &[("key", "t"), ("act", "tell"), ("words", "I have debts."), ("handling", "")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("I have debts.</textarea>") && refused.text.contains("Choose what may be done with it."));
    assert!(!hers.get(&us).await.text.contains("I have debts."), "nothing of it is kept");
}

#[tokio::test]
async fn somebody_who_was_never_a_member_gets_the_page_of_an_address_that_does_not_exist() {
    let practice = Practice::open().await;
    let unit = unit_of(&practice, UnitKind::Couple).await;
    let stranger = Subject { chart: Some(practice.june), ..person(Role::Patient, 33, "June Whitlock") };
    let account = Account {
        id: stranger.account,
        organisation: stranger.organisation,
        login: "june".to_owned(),
        name: stranger.name.clone(),
        role: Role::Patient,
        staff: None,
        chart: stranger.chart,
        places: Vec::new(),
        password: String::new(),
        open: true,
        settings: "{}".to_owned(),
    };
    practice.store.put_accounts(vec![account]).await.unwrap();
    let browser = Browser::of(&practice, &stranger).await;
    let (there, nowhere) =
        (browser.get(&format!("/my/us/{unit}")).await, browser.get(&format!("/my/us/{}", Uuid::from_u128(5))).await);
    assert_eq!((there.status, nowhere.status), (axum::http::StatusCode::NOT_FOUND, axum::http::StatusCode::NOT_FOUND));
    assert_eq!(there.text, nowhere.text);
}

#[tokio::test]
async fn together_a_visit_is_a_visit_in_every_list_of_a_member() {
    let practice = Practice::open().await;
    unit_of(&practice, UnitKind::Couple).await;
    let his = Browser::of(&practice, &practice.other_patient()).await;
    for path in ["/my", "/my/visits"] {
        let page = his.get(path).await;
        assert!(page.text.contains("26 Aug"), "{path} does not show the session: {}", page.text);
        for word in ["ouple", "Those of Wednesday", "Maria", "talking therapy"] {
            assert!(!page.text.contains(word), "{path} says {word}");
        }
    }
}

#[tokio::test]
async fn a_groups_page_has_roster_attendance_and_agreement_and_opens_nobodys_record() {
    let practice = Practice::open().await;
    let unit = unit_of(&practice, UnitKind::Group).await;
    let before = practice.lines(practice.maria).await;
    let page = Browser::of(&practice, &practice::therapist()).await.get(&format!("/unit/{unit}")).await;
    for words in
        ["2 of 8 places", "open to new members", "Maria Delgado", "Noor Haddad", "1 of 1", "breathing", "A line about one member"]
    {
        assert!(page.text.contains(words), "{words} is not on the page");
    }
    assert_eq!(practice.lines(practice.maria).await, before);
    let hers = Browser::of(&practice, &practice.patient()).await.get(&format!("/my/us/{unit}")).await;
    assert!(hers.text.contains("Wednesday") && hers.text.contains("I came 1 of 1 times.") && !hers.text.contains("Noor"));
}

#[tokio::test]
async fn a_consultation_team_has_its_own_space() {
    let practice = Practice::open().await;
    let browser = Browser::of(&practice, &practice::therapist()).await;
    let opened = browser
        .post("/units/new", &[("key", "k"), ("kind", "consultation team"), ("name", "Mondays"), ("people", "Dr Amara Osei")])
        .await;
    let address = opened.to().split('?').next().unwrap().to_owned();
    let fields = [
        ("key", "w"),
        ("act", "team"),
        ("prefix", "team"),
        ("team-kind", TeamNote::Wellbeing.words()),
        ("team-words", "A long week."),
        ("team-rating", "4"),
    ];
    assert_eq!(browser.post(&address, &fields).await.status, 303);
    assert!(browser.get(&address).await.text.contains("4 of 10"));
    let colleague = Browser::of(&practice, &practice::prescriber()).await.get(&address).await;
    assert!(colleague.text.contains("A long week."));
    for who in [practice::outsider(), practice::care_manager(), practice::administrator(), practice::desk(), practice.patient()] {
        let page = Browser::of(&practice, &who).await.get(&address).await;
        assert!(!page.status.is_success() && !page.text.contains("A long week."), "{}", who.name);
    }
}

#[tokio::test]
async fn somebody_who_acts_sees_their_page_until_it_ends_and_then_nothing_that_says_so() {
    let practice = Practice::open().await;
    let parent = acting_for(&practice, practice.maria, &[ProxyMay::Visits, ProxyMay::Medicines]).await;
    let browser = Browser::of(&practice, &parent).await;
    let page = browser.get("/for").await;
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.text.contains("For Maria") && page.text.contains("Sertraline") && !page.text.contains("Plan and goals"));
    assert!(!page.text.contains("foggy") && !page.text.contains("CBT"), "only what the right names");
    let staff = Browser::of(&practice, &practice::prescriber()).await;
    let address = format!("/chart/{}/proxies", practice.maria);
    let shown = staff.get(&address).await;
    assert!(shown.text.contains("Carla Haddad") && shown.text.contains("may act"));
    let proxy = parent.account.to_string();
    assert_eq!(
        staff.post(&address, &[("key", "e"), ("act", "end"), ("proxy", &proxy)]).await.to(),
        format!("{address}?done=ended")
    );
    let after = browser.get("/for").await;
    assert_eq!(after.status, 403);
    assert!(after.text.contains("Not available"));
    for word in ["Maria", "ended", "right", "20 Aug"] {
        assert!(!after.text.contains(word), "the page says {word}");
    }
}

#[tokio::test]
async fn a_medicine_that_the_patient_told_of_is_not_on_the_page_of_somebody_who_acts() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let told = Started {
        course: CourseId(Uuid::from_u128(7_002)),
        substance: None,
        name: "Desogestrel".to_owned(),
        coding: Vec::new(),
        dosing: practice::dosing(1, ""),
        route: None,
        purpose: String::new(),
        prescriber: String::new(),
        from_elsewhere: true,
    };
    let entry = Entry::new("own", Event::MedicationStarted(told));
    practice.clinic.record(&practice.patient(), practice.maria, None, vec![entry]).await.unwrap();
    assert!(maria.get("/my/medicines").await.text.contains("Desogestrel"));
    let parent = acting_for(&practice, practice.maria, &[ProxyMay::Medicines]).await;
    let page = Browser::of(&practice, &parent).await.get("/for").await;
    assert!(page.text.contains("Sertraline") && !page.text.contains("Desogestrel"), "{}", page.text);
}

#[tokio::test]
async fn somebody_who_acts_answers_what_the_team_assigned_and_finds_nothing_else_of_what_is_measured() {
    let practice = Practice::open().await;
    let agree = |instrument: &str| {
        Event::MeasureScheduled(Scheduled {
            instrument: instrument.into(),
            rhythm: Rhythm::EveryDays(28),
            course: None,
            from: practice.clinic.today(),
            until: None,
            rated_by_clinician: instrument == "psc-17",
            tell_after_missed: None,
        })
    };
    let agreed = vec![Entry::new("psc", agree("psc-17")), Entry::new("gad", agree("gad-7"))];
    practice.clinic.record(&practice::prescriber(), practice.maria, None, agreed).await.unwrap();
    let browser = Browser::of(&practice, &acting_for(&practice, practice.maria, &[ProxyMay::AnswerAsProxy]).await).await;
    let home = browser.get("/for").await.text;
    assert!(home.contains("href=\"/for/questions/psc-17\"") && !home.contains("gad-7") && !home.contains("phq-9"), "{home}");
    assert!(
        !Browser::of(&practice, &practice.patient()).await.get("/my").await.text.contains("psc-17"),
        "nothing of the patient's"
    );
    for hidden in ["/for/questions/gad-7", "/for/questions/phq-9", "/for/questions/cgi-s"] {
        assert_eq!(browser.get(hidden).await.status, 404, "{hidden}");
        assert_eq!(browser.post(hidden, &[("q", "1"), ("value", "1")]).await.status, 404, "{hidden}");
    }
    let first = browser.get("/for/questions/psc-17").await;
    assert!(first.text.contains("Fidgety") && !first.text.contains("/my/") && !first.text.contains("/decline"), "{}", first.text);
    assert_eq!(crate::labels::unlabelled(&first.text), Vec::<String>::new());
    let mut last = first;
    for number in 1..=17 {
        last = browser.post("/for/questions/psc-17", &[("q", &number.to_string()), ("value", "1")]).await;
    }
    assert!(last.text.contains("Thank you.") && !last.text.contains("href=\"/my"), "{}", last.text);
    let chart = practice.clinic.open_chart(&practice::prescriber(), practice.maria, Purpose("test")).await.unwrap().chart;
    let psc = "psc-17".into();
    let done = chart.questionnaires.of(&psc).last().unwrap();
    let Answers::Items(answered) = &done.what else { panic!("no items") };
    assert_eq!((answered.respondent, answered.answers.iter().flatten().count()), (Respondent::Proxy, 17));
    let author = chart.entry(done.id).unwrap().recorded.author().clone();
    assert_eq!((author.kind, author.name.as_str()), (AuthorKind::Proxy, "Carla Haddad"));
    assert!(browser.get("/for").await.text.contains("Nothing to answer now."));
}

#[tokio::test]
async fn questions_for_somebody_who_acts_are_put_to_nobody_without_the_right_to_answer() {
    let practice = Practice::open().await;
    let scheduled = Scheduled {
        instrument: "psc-17".into(),
        rhythm: Rhythm::EveryDays(28),
        course: None,
        from: practice.clinic.today(),
        until: None,
        rated_by_clinician: true,
        tell_after_missed: None,
    };
    let agreed = vec![Entry::new("psc", Event::MeasureScheduled(scheduled))];
    practice.clinic.record(&practice::prescriber(), practice.maria, None, agreed).await.unwrap();
    let browser = Browser::of(&practice, &acting_for(&practice, practice.maria, &[ProxyMay::Visits]).await).await;
    assert!(!browser.get("/for").await.text.contains("Questions for you"));
    assert_eq!(browser.get("/for/questions/psc-17").await.status, 404);
    let sent = browser.post("/for/questions/psc-17", &[("q", "1"), ("value", "1")]).await;
    assert_eq!(sent.status, 404);
}

#[tokio::test]
async fn a_proxy_is_named_given_a_sign_in_and_refused_on_the_patients_own_address() {
    let practice = Practice::open().await;
    let browser = Browser::of(&practice, &practice::care_manager()).await;
    let address = format!("/chart/{}/proxies", practice.noor);
    let named = browser
        .post(
            &address,
            &[
                ("key", "n"),
                ("act", "name"),
                ("name", "Carla Haddad"),
                ("relation", "mother"),
                ("may", "dates and places of visits"),
                ("until", "2027-01-01"),
            ],
        )
        .await;
    assert_eq!(named.to(), format!("{address}?done=named"), "{}", named.text);
    let page = browser.get(&address).await;
    let proxy = page.field("proxy");
    let given = browser.post(&address, &[("act", "sign-in"), ("proxy", &proxy)]).await;
    assert!(given.text.contains("first-password") && given.text.contains("carla.haddad"), "{}", given.text);
    let nothing = browser
        .post(&address, &[("key", "n2"), ("act", "name"), ("name", "X"), ("relation", "y"), ("until", "2027-01-01")])
        .await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.text.contains("An empty list means nothing."));
}

#[tokio::test]
async fn the_practice_keeps_its_own_table_of_minors() {
    let practice = Practice::open().await;
    let admin = Browser::of(&practice, &practice::administrator()).await;
    assert_eq!(admin.get("/admin/minors").await.status, 200);
    let row = [("of_age", "18"), ("service", "outpatient psychotherapy"), ("from_age", "12"), ("rule", "Section 1")];
    let unchecked = admin.post("/admin/minors", &row).await;
    assert_eq!(unchecked.status, 422);
    let mut checked = row.to_vec();
    checked.push(("checked", "counsel, May 2026"));
    assert_eq!(admin.post("/admin/minors", &checked).await.to(), "/admin/minors?done=kept");
    assert_eq!(practice.clinic.practice().minors.may_consent[0].from_age, 12);
}

#[tokio::test]
async fn every_page_of_a_unit_has_one_heading_named_controls_and_a_quiet_title_on_the_telephone() {
    let practice = Practice::open().await;
    let (couple, group) = (unit_of(&practice, UnitKind::Couple).await, unit_of(&practice, UnitKind::Group).await);
    fill_own_room(&practice, couple).await;
    let parent = acting_for(&practice, practice.noor, ProxyMay::ALL).await;
    let pages = [
        (practice::therapist(), "/units".to_owned()),
        (practice::therapist(), "/units/new".to_owned()),
        (practice::therapist(), format!("/unit/{couple}")),
        (practice::therapist(), format!("/unit/{group}")),
        (practice::therapist(), format!("/chart/{}/proxies", practice.maria)),
        (practice::administrator(), "/admin/minors".to_owned()),
        (practice.patient(), "/my/us".to_owned()),
        (practice.patient(), format!("/my/us/{couple}")),
        (practice.patient(), format!("/my/us/{group}")),
        (parent, "/for".to_owned()),
    ];
    for (who, path) in pages {
        let page = Browser::of(&practice, &who).await.get(&path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text);
        assert_eq!(page.text.matches("<h1").count(), 1, "{path}");
        assert_eq!(crate::labels::unlabelled(&page.text), Vec::<String>::new(), "{path}");
        assert!(!page.text.contains(" style=\"") && !page.text.contains(" onclick"), "{path}");
        let ids: Vec<&str> = page.text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let distinct: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), distinct.len(), "{path}: an id stands twice");
        if path.starts_with("/my") {
            let title = page.text.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap().to_lowercase();
            for word in ["couple", "therap", "group", "secret", "maria", "noor"] {
                assert!(!title.contains(word), "{path}: the title “{title}” tells something");
            }
            assert!(page.text.contains("href=\"/help-now\""), "{path} has no help");
        }
    }
}

#[tokio::test]
async fn part_of_a_name_puts_nobody_into_a_room_and_says_who_could_be_meant() {
    let practice = Practice::open().await;
    let browser = Browser::of(&practice, &practice::therapist()).await;
    for part in ["Delgado", "Mari Delg", "Maria"] {
        let people = format!("{part}\nNoor Haddad");
        let fields = [("key", "k"), ("kind", "couple"), ("name", "Two"), ("people", people.as_str())];
        let asked = browser.post("/units/new", &fields).await;
        assert_eq!(asked.status, 422, "{part}");
        for words in ["is not enough to be sure who is meant", "Maria Delgado, born 14 Mar 1988, record "] {
            assert!(asked.text.contains(words), "{part}, {words}: {}", asked.text);
        }
    }
}

#[tokio::test]
async fn what_is_wrong_in_a_box_of_a_unit_leads_to_something_on_the_page() {
    let practice = Practice::open().await;
    let unit = unit_of(&practice, UnitKind::Couple).await;
    let browser = Browser::of(&practice, &practice::therapist()).await;
    let address = format!("/unit/{unit}");
    for act in ["plan", "goal", "task"] {
        let page = browser.post(&address, &[("key", act), ("act", act), ("prefix", act)]).await;
        assert_eq!(page.status, 422, "{act}: {}", page.text);
        assert_eq!(loose_ends(&page.text), Vec::<String>::new(), "{act}");
    }
    let page = browser.get(&address).await;
    assert!(page.text.contains("sessions, goals, tasks</dd>"), "no answers were given together");
}
