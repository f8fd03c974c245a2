//! A therapist's session: written on one page, signed in one step, read by the team; courses and the work in them.

use crate::{
    browser::{Browser, Page},
    labels::{loose_ends, unlabelled},
    practice::{self, CBT, HOMEWORK, PLANNED_SESSION, Practice},
    sealed::World,
};
use axum::http::StatusCode;
use concord_access::Purpose;
use concord_actions::Entry;
use concord_chart::{
    CourseId, Event, SessionId, When,
    formulation::RelationshipEpisode,
    therapy::{SessionState, Started},
    work::{CardFilled, CardSet, ChainAnalysed, Link, LinkKind, Readers, SkillUsed, Target, Thought, ThoughtRecorded},
};
use jiff::civil::date;
use std::collections::BTreeMap;
use uuid::Uuid;

async fn therapist(practice: &Practice) -> Browser {
    Browser::of(practice, &practice::therapist()).await
}

/// Every control has words, and every link within the page leads somewhere.
fn is_whole(page: &Page) {
    assert_eq!(unlabelled(&page.text), Vec::<String>::new());
    assert_eq!(loose_ends(&page.text), Vec::<String>::new());
}

fn held() -> SessionId {
    SessionId(Uuid::from_u128(1009))
}

fn address(practice: &Practice, session: SessionId) -> String {
    format!("/chart/{}/session/{session}", practice.maria)
}

async fn add(practice: &Practice, who: &concord_access::Subject, event: Event, key: &str) {
    practice.clinic.record(who, practice.maria, None, vec![Entry::new(key, event)]).await.unwrap();
}

/// What a browser sends for the tenth session, which was held and not signed.
fn typed<'a>(key: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("key", key),
        ("came", "yes"),
        ("format", "individual"),
        ("summary", "Steady week apart from Saturday. Next: a written plan for hard days."),
    ];
    fields.extend_from_slice(more);
    fields.push(("act", "sign"));
    fields
}

async fn chart(practice: &Practice) -> std::sync::Arc<concord_chart::Chart> {
    practice.clinic.open_chart(&practice::therapist(), practice.maria, Purpose("test")).await.unwrap().chart
}

async fn written(practice: &Practice, session: SessionId) -> Option<concord_chart::session::Written> {
    let chart = chart(practice).await;
    chart.therapy(CBT).unwrap().sessions.iter().find(|known| known.id == session).unwrap().written.clone()
}

#[tokio::test]
async fn a_therapist_signs_a_session_in_one_post_and_the_prescriber_reads_it() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    let page = therapist.get(&address(&practice, held())).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for words in [
        "Shared face.",
        "What you worked with",
        "Homework",
        "Summary for the team",
        "Tell the prescriber?",
        "What may never be sealed",
    ] {
        assert!(page.text.contains(words), "{words}");
    }
    let done = format!("hw-{HOMEWORK}-done");
    let fields = typed(
        "one",
        &[
            ("alliance", "9"),
            ("alliance-words", "the fog is spoken of"),
            (&done, "3"),
            ("new-0-task", "Thought record"),
            ("new-0-times", "3"),
            ("risk", "asked"),
            ("fact-prognosis", "Hopeful"),
        ],
    );
    let sent = therapist.post(&address(&practice, held()), &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let signed = written(&practice, held()).await.unwrap();
    assert_eq!(signed.what.alliance.as_ref().unwrap().rating, 9);
    assert!(signed.what.risk.as_ref().unwrap().asked);
    assert_eq!(signed.what.facts.prognosis, "Hopeful");
    let prescriber = Browser::of(&practice, &practice::prescriber()).await;
    let read = prescriber.get(&address(&practice, held())).await;
    assert!(read.text.contains("Steady week apart from Saturday"), "{}", read.text);
    assert!(read.text.contains("Signed by"), "{}", read.text);
    assert!(read.text.contains("the fog is spoken of"), "{}", read.text);
    assert!(!read.text.contains("sealed_text") && !read.text.contains("Sign the session"), "the shared face only");
}

#[tokio::test]
async fn the_same_form_sent_twice_signs_once() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    let fields = typed("twice", &[("new-0-task", "A walk")]);
    for _ in 0..2 {
        let sent = therapist.post(&address(&practice, held()), &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    }
    let chart = chart(&practice).await;
    let set = chart.therapy(CBT).unwrap().homework.iter().filter(|task| task.what.task == "A walk").count();
    assert_eq!(set, 1);
}

#[tokio::test]
async fn a_session_that_nobody_planned_gets_its_place_times_and_minutes_in_the_same_step() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    let begun = therapist.get(&format!("/chart/{}/session/new?course={CBT}", practice.maria)).await;
    let to = begun.to().to_owned();
    let page = therapist.get(&to).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let path = to.split('?').next().unwrap();
    let course = CBT.to_string();
    let fields =
        typed("new", &[("course", &course), ("day", "2026-08-19"), ("from", "10:02"), ("to", "10:51"), ("place", "riverside")]);
    let sent = therapist.post(path, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let id: SessionId = path.rsplit('/').next().unwrap().parse().unwrap();
    let chart = chart(&practice).await;
    let session = chart.therapy(CBT).unwrap().sessions.iter().find(|known| known.id == id).unwrap();
    assert_eq!((session.state, session.minutes), (SessionState::Held, Some(49)));
    assert_eq!(session.place.as_ref().map(|place| place.to_string()).as_deref(), Some("riverside"));
    assert!(session.written.is_some());
}

#[tokio::test]
async fn homework_that_was_looked_at_stands_with_how_much_and_how_well_it_was_done() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    therapist.post(&address(&practice, held()), &typed("sets", &[("new-0-task", "A walk by the river")])).await;
    let of_chart = chart(&practice).await;
    let tasks = &of_chart.therapy(CBT).unwrap().homework;
    let task = tasks.iter().find(|task| task.what.task == "A walk by the river").unwrap().what.homework;
    let begun = therapist.get(&format!("/chart/{}/session/new?course={CBT}", practice.maria)).await;
    let to = begun.to().to_owned();
    assert!(therapist.get(&to).await.text.contains("A walk by the river"));
    let (done, quality, course) = (format!("hw-{task}-done"), format!("hw-{task}-quality"), CBT.to_string());
    let when = [("course", course.as_str()), ("day", "2026-08-19"), ("from", "10:02"), ("to", "10:51")];
    let told = [&when[..], &[(done.as_str(), "2"), (quality.as_str(), "3")]].concat();
    let fields = typed("looks", &told);
    let path = to.split('?').next().unwrap();
    let sent = therapist.post(path, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let read = therapist.get(path).await.text;
    assert!(read.contains("A walk by the river") && read.contains("2 of 3, ") && read.contains("how well: 3 of 3"), "{read}");
}

#[tokio::test]
async fn what_is_out_of_range_is_refused_in_a_sentence_and_everything_typed_stays() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    let fields = typed("wrong", &[("alliance", "11"), ("other_techniques", "Letter to the boss")]);
    let sent = therapist.post(&address(&practice, held()), &fields).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sent.text.contains("Write a whole number from 0 to 10."), "{}", sent.text);
    is_whole(&sent);
    assert!(sent.text.contains("Letter to the boss") && sent.text.contains("a written plan for hard days"));
    assert!(written(&practice, held()).await.is_none());
}

#[tokio::test]
async fn a_session_that_lies_ahead_cannot_be_signed() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    let fields = typed("ahead", &[("day", "2026-08-20"), ("from", "15:00"), ("to", "15:50")]);
    let sent = therapist.post(&address(&practice, PLANNED_SESSION), &fields).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sent.text.contains("This lies ahead."), "{}", sent.text);
}

#[tokio::test]
async fn a_session_to_which_nobody_came_is_kept_with_its_reason_and_has_no_face() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    let fields = [
        ("key", "missed"),
        ("came", "did_not_attend"),
        ("format", "individual"),
        ("day", "2026-08-20"),
        ("from", "11:00"),
        ("to", "11:50"),
        ("act", "sign"),
    ];
    let sent = therapist.post(&address(&practice, PLANNED_SESSION), &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let read = therapist.get(sent.to()).await;
    assert!(read.text.contains("did not attend"), "{}", read.text);
    assert!(written(&practice, PLANNED_SESSION).await.is_none());
}

#[tokio::test]
async fn what_is_left_unfinished_comes_back_and_nobody_else_sees_it() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    let fields = [("key", "draft"), ("summary", "Half a sentence"), ("sealed_text", "my own thought"), ("keep", "quiet")];
    let kept = therapist.post(&address(&practice, held()), &fields).await;
    assert_eq!(kept.status, StatusCode::NO_CONTENT, "{}", kept.text);
    let page = therapist.get(&address(&practice, held())).await;
    assert!(page.text.contains("Half a sentence"), "{}", page.text);
    assert!(!page.text.contains("my own thought"), "the sealed words are never among it");
    let prescriber = Browser::of(&practice, &practice::prescriber()).await;
    assert!(!prescriber.get(&address(&practice, held())).await.text.contains("Half a sentence"));
}

#[tokio::test]
async fn changing_the_format_of_the_note_keeps_every_word() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    let fields =
        [("key", "view"), ("note-subjective", "Slept badly"), ("note-behaviour", "Went for a walk"), ("act", "view:soap")];
    let soap = therapist.post(&address(&practice, held()), &fields).await;
    assert!(soap.text.contains("Slept badly") && soap.text.contains("Went for a walk"), "{}", soap.text);
    let fields =
        [("key", "view"), ("note-subjective", "Slept badly"), ("note-behaviour", "Went for a walk"), ("act", "view:birp")];
    let birp = therapist.post(&address(&practice, held()), &fields).await;
    assert!(birp.text.contains("Slept badly") && birp.text.contains("Went for a walk"), "{}", birp.text);
}

#[tokio::test]
async fn late_corrected_and_added_are_all_marked() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    // Held on 11 August, signed on the 20th.
    therapist.post(&address(&practice, held()), &typed("late", &[])).await;
    let first = written(&practice, held()).await.unwrap();
    let read = therapist.get(&address(&practice, held())).await;
    assert!(read.text.contains("days late"), "{}", read.text);
    is_whole(&read);
    let id = first.id.to_string();
    let added = therapist
        .post(
            &format!("{}/addend", address(&practice, held())),
            &[("key", "a1"), ("note", &id), ("text", "She called Inés on Sunday.")],
        )
        .await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    let empty =
        therapist.post(&format!("{}/addend", address(&practice, held())), &[("key", "a2"), ("note", &id), ("text", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = therapist.get(&format!("{}?correct=yes", address(&practice, held()))).await;
    assert!(form.text.contains("Sign the correction"), "{}", form.text);
    let corrected = therapist.post(&address(&practice, held()), &typed("fix", &[("amends", &id), ("alliance", "7")])).await;
    assert_eq!(corrected.status, StatusCode::SEE_OTHER, "{}", corrected.text);
    let second = written(&practice, held()).await.unwrap();
    assert_ne!(second.id, first.id);
    let read = therapist.get(&address(&practice, held())).await;
    assert!(read.text.contains("corrected") && read.text.contains("She called Inés on Sunday."), "{}", read.text);
    let log = therapist.get(&format!("/chart/{}/entries?family=therapy", practice.maria)).await;
    assert!(log.text.contains("days late"), "{}", log.text);
    let chart = chart(&practice).await;
    assert!(!chart.entry(first.id).unwrap().status.counts(), "the earlier version stays, struck through");
}

#[tokio::test]
async fn a_side_effect_heard_in_the_session_reaches_the_prescriber_with_a_promised_time() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    let half = therapist.post(&address(&practice, held()), &typed("se", &[("effect-words", "sweating at night")])).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(half.text.contains("Say how much it bothers them"), "{}", half.text);
    let sent = therapist
        .post(&address(&practice, held()), &typed("se", &[("effect-words", "sweating at night"), ("effect-burden", "3")]))
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let chart = chart(&practice).await;
    let report = chart.side_effects.iter().find(|report| report.what.words == "sweating at night").unwrap();
    assert_eq!(report.what.owner, practice::prescriber().staff);
    assert!(report.what.answer_by.is_some());
}

fn row(code: &str, label: &str, level: Option<u8>) -> Target {
    Target { code: code.into(), label: label.into(), level }
}

async fn with_a_week_of_cards(practice: &Practice) {
    let card = CardSet {
        course: Some(CBT),
        urges: vec![row("self_harm", "To hurt myself", Some(1)), row("hide", "To cancel or hide", Some(2))],
        emotions: vec![row("shame", "Shame", None)],
        skills: vec!["tip".into()],
        ..CardSet::default()
    };
    add(practice, &practice::therapist(), Event::DiaryCardSet(card), "card").await;
    for (day, urge, hide) in [(15, 3, 4), (16, 1, 2), (17, 0, 1)] {
        let filled = CardFilled {
            on: date(2026, 8, day),
            urges: BTreeMap::from([("self_harm".to_owned(), urge), ("hide".to_owned(), hide)]),
            acts: BTreeMap::new(),
            emotions: BTreeMap::from([("shame".to_owned(), 2)]),
            skills: vec![SkillUsed { skill: "tip".into(), rating: 5 }],
            medicines: None,
            words: String::new(),
        };
        add(practice, &practice.patient(), Event::DiaryCardFilled(filled), &format!("day-{day}")).await;
    }
}

#[tokio::test]
async fn a_weeks_card_makes_the_agenda_in_the_order_of_targets_and_is_looked_at_together() {
    let practice = Practice::open().await;
    with_a_week_of_cards(&practice).await;
    let chain = ChainAnalysed {
        course: Some(CBT),
        behaviour: "Urge 3 of 5".into(),
        vulnerability: "Five hours’ sleep".into(),
        prompting_event: "Brother’s message".into(),
        links: vec![Link {
            kind: LinkKind::Thought,
            words: "I ruin every visit".into(),
            instead: "Cold water, then called Inés".into(),
        }],
        consequences: String::new(),
        repair: String::new(),
        readers: Readers::Team,
    };
    add(&practice, &practice.patient(), Event::ChainAnalysed(chain), "chain").await;
    let therapist = therapist(&practice).await;
    let page = therapist.get(&address(&practice, PLANNED_SESSION)).await;
    is_whole(&page);
    let (first, second) =
        (page.text.find("To hurt myself, 3 of 5").unwrap(), page.text.find("To cancel or hide, 4 of 5").unwrap());
    assert!(first < second, "what threatens life comes first");
    for words in [
        "Diary card, 14 to 20 August",
        "Kept on 3 of 7 days",
        "asked about today",
        "Brother’s message",
        "Cold water, then called Inés",
        "Looked at together",
    ] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    let urge = "To hurt myself, 3 of 5 on Sat 15 Aug";
    let fields = typed(
        "agenda",
        &[
            ("agenda-0", "To hurt myself"),
            ("agenda-0-level", "1"),
            ("agenda-0-done", "yes"),
            ("card-looked", "yes"),
            ("risk-about", urge),
            ("day", "2026-08-20"),
            ("from", "11:00"),
            ("to", "11:50"),
        ],
    );
    let sent = therapist.post(&address(&practice, PLANNED_SESSION), &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let what = written(&practice, PLANNED_SESSION).await.unwrap().what;
    assert!(what.agenda.iter().any(|item| item.level == Some(1) && item.done));
    assert!(what.agenda.iter().any(|item| item.words.starts_with("Diary card of") && item.done));
    let risk = what.risk.unwrap();
    assert!(risk.asked && risk.words.contains(urge), "{risk:?}");
}

#[tokio::test]
async fn an_urge_that_was_asked_about_and_not_asked_cannot_both_be_true() {
    let practice = Practice::open().await;
    with_a_week_of_cards(&practice).await;
    let therapist = therapist(&practice).await;
    let sent = therapist
        .post(&address(&practice, held()), &typed("both", &[("risk", "not"), ("risk-about", "To hurt myself, 3 of 5")]))
        .await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sent.text.contains("Which is right?"), "{}", sent.text);
}

#[tokio::test]
async fn a_course_goes_on_to_its_next_phase_and_the_agreement_before_stays() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    let course = format!("/chart/{}/course/{CBT}", practice.maria);
    let page = therapist.get(&course).await;
    assert!(page.text.contains("What is agreed") && page.text.contains("10 of 13"), "{}", page.text);
    assert!(page.text.contains("Before going on"), "cautions stand beside it: {}", page.text);
    let form = therapist.get(&format!("/chart/{}/record/course-plan?course={CBT}", practice.maria)).await;
    assert!(form.text.contains("value=\"13\""), "the usual numbers stand in the form: {}", form.text);
    let phase = page.field("phase");
    assert!(!phase.is_empty(), "{}", page.text);
    let moved = therapist.post(&format!("{course}/phase"), &[("key", "p1"), ("phase", &phase)]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text);
    let chart = chart(&practice).await;
    let plan = chart.therapy(CBT).unwrap().plan().unwrap();
    assert_eq!(plan.phase.as_deref(), Some(phase.as_str()));
    assert_eq!(plan.planned_sessions, Some(13), "everything else stays as agreed");
}

#[tokio::test]
async fn a_prescriber_learns_in_one_look_what_the_therapist_works_on_and_nothing_that_was_said() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    therapist
        .post(
            &address(&practice, held()),
            &typed("brief", &[("alliance", "8"), ("note-assessment", "A private line of thought")]),
        )
        .await;
    let prescriber = Browser::of(&practice, &practice::prescriber()).await;
    let page = prescriber.get(&format!("/chart/{}", practice.maria)).await;
    for words in ["Works on", "Session 10 of 13", "working together 8 of 10"] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    assert!(!page.text.contains("A private line of thought"));
}

#[tokio::test]
async fn a_thought_record_kept_for_others_only_counts_as_done() {
    let practice = Practice::open().await;
    let record = |words: &str, readers| {
        let thought = Thought { text: words.into(), before: Some(80), after: Some(35), hot: true };
        Event::ThoughtRecorded(ThoughtRecorded {
            situation: format!("situation of {words}"),
            thoughts: vec![thought],
            reached: 7,
            readers,
            ..ThoughtRecorded::default()
        })
    };
    add(&practice, &practice.patient(), record("I let them down", Readers::Team), "open").await;
    add(&practice, &practice.patient(), record("Something private", Readers::Only(Vec::new())), "closed").await;
    let therapist = therapist(&practice).await;
    let page = therapist.get(&format!("/chart/{}/course/{CBT}/work", practice.maria)).await;
    assert!(page.text.contains("I let them down") && page.text.contains("not shared with you"), "{}", page.text);
    assert!(!page.text.contains("Something private"));
    let piece = chart(&practice).await.work.thoughts[0].id.to_string();
    let line = format!("/chart/{}/course/{CBT}/line", practice.maria);
    let sent = therapist.post(&line, &[("key", "l1"), ("about", &piece), ("text", "You caught that one quickly.")]).await;
    let read = therapist.get(sent.to()).await;
    assert!(read.text.contains("You caught that one quickly."), "{}", read.text);
    let empty = therapist.post(&line, &[("key", "l2"), ("about", &piece), ("text", " ")]).await;
    assert!(therapist.get(empty.to()).await.text.contains("The line was empty"));
}

#[tokio::test]
async fn episodes_propose_a_theme_that_the_therapist_takes_as_a_version() {
    let practice = Practice::open().await;
    let course = CourseId(Uuid::from_u128(7_777));
    let started = Started {
        course,
        therapy: Some("psychodynamic".into()),
        name: "Psychodynamic".into(),
        planned_sessions: Some(16),
        every_days: Some(7),
        therapist: practice::therapist().staff,
        therapist_name: practice::therapist().name,
        aim: String::new(),
    };
    add(&practice, &practice::therapist(), Event::TherapyStarted(started), "dynamic").await;
    for (number, other) in ["boss", "brother", "therapist"].into_iter().enumerate() {
        let episode = RelationshipEpisode {
            course,
            session: None,
            other: other.into(),
            wish: "be_close".into(),
            response_of_other: "rejecting".into(),
            response_of_self: "helpless".into(),
            positive: false,
        };
        add(&practice, &practice::therapist(), Event::RelationshipEpisode(episode), &format!("episode-{number}")).await;
    }
    let therapist = therapist(&practice).await;
    let page = therapist.get(&format!("/chart/{}/course/{course}/work", practice.maria)).await;
    assert!(page.text.contains("in 3 of 3") && page.text.contains("fewer than 10 episodes"), "{}", page.text);
    let form = therapist
        .get(&format!("/chart/{}/record/formulation?course={course}&kind=ccrt&heading_0=Wish&text_0=to+be+near", practice.maria))
        .await;
    assert!(form.text.contains("to be near"), "{}", form.text);
    let id = practice.maria.to_string();
    let course_text = course.to_string();
    let sent = therapist
        .post(
            &format!("/chart/{}/record/formulation", practice.maria),
            &[
                ("chart", &id),
                ("key", "f1"),
                ("course", &course_text),
                ("kind", "ccrt"),
                ("heading_0", "Wish"),
                ("text_0", "to be near"),
            ],
        )
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let read = therapist.get(&format!("/chart/{}/course/{course}/work", practice.maria)).await;
    assert!(read.text.contains("Core relationship theme") && read.text.contains("to be near"), "{}", read.text);
}

#[tokio::test]
async fn another_record_opened_since_stops_the_signature() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    therapist.get(&address(&practice, held())).await;
    therapist.get(&format!("/chart/{}", practice.noor)).await;
    let stopped = therapist.post(&address(&practice, held()), &typed("guard", &[])).await;
    assert_eq!(stopped.status, StatusCode::CONFLICT, "{}", stopped.text);
    assert!(written(&practice, held()).await.is_none());
    assert!(stopped.text.contains("it is kept as my draft"), "{}", stopped.text);
    let sure = therapist.post(&address(&practice, held()), &typed("guard", &[("checked", "yes")])).await;
    assert_eq!(sure.status, StatusCode::SEE_OTHER, "{}", sure.text);
    // A correction is never kept as a draft: the way out carries what was typed.
    let id = written(&practice, held()).await.unwrap().id.to_string();
    therapist.get(&format!("/chart/{}", practice.noor)).await;
    let fields = typed("fix", &[("amends", &id), ("alliance", "7")]);
    let stopped = therapist.post(&address(&practice, held()), &fields).await;
    assert_eq!(stopped.status, StatusCode::CONFLICT, "{}", stopped.text);
    assert!(!stopped.text.contains("kept as my draft") && stopped.text.contains("back to what I wrote"));
    let back = therapist.post(&address(&practice, held()), &[&fields[..fields.len() - 1], &[("act", "back")]].concat()).await;
    assert!(back.text.contains("Sign the correction") && back.text.contains("value=\"7\""), "{}", back.text);
}

#[tokio::test]
async fn when_a_session_is_known_only_to_the_day_its_times_are_said_to_be_missing() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    let begun = therapist.get(&format!("/chart/{}/session/new?course={CBT}", practice.maria)).await;
    let path = begun.to().split('?').next().unwrap().to_owned();
    let course = CBT.to_string();
    let sent = therapist.post(&path, &typed("day", &[("course", &course), ("day", "2026-08-18")])).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let read = therapist.get(&path).await;
    assert!(read.text.contains("Not said yet: when the session began and ended"), "{}", read.text);
    let chart = chart(&practice).await;
    let days = chart.therapy(CBT).unwrap().sessions.iter().filter(|known| known.at == When::Day(date(2026, 8, 18))).count();
    assert_eq!(days, 1);
}

#[tokio::test]
async fn a_therapist_of_each_school_finds_her_own_words_on_the_screen() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    let schools: Vec<_> = practice.clinic.knowledge().therapies().filter(|entry| !entry.techniques.is_empty()).collect();
    assert!(schools.len() > 10);
    for (number, entry) in schools.into_iter().enumerate() {
        let course = CourseId(Uuid::from_u128(8_000 + number as u128));
        let started = Started {
            course,
            therapy: Some(entry.id.clone()),
            name: entry.short_name.clone(),
            planned_sessions: None,
            every_days: None,
            therapist: practice::therapist().staff,
            therapist_name: practice::therapist().name,
            aim: String::new(),
        };
        add(&practice, &practice::therapist(), Event::TherapyStarted(started), &format!("school-{number}")).await;
        let begun = therapist.get(&format!("/chart/{}/session/new?course={course}", practice.maria)).await;
        let page = therapist.get(begun.to()).await;
        assert_eq!(page.status, StatusCode::OK, "{}: {}", entry.id, page.text);
        for technique in &entry.techniques {
            let sent = format!("name=\"technique\" value=\"{}\"", technique.id);
            assert!(page.text.contains(&sent), "{}: {}", entry.id, technique.label);
        }
        for path in ["", "/work"] {
            let page = therapist.get(&format!("/chart/{}/course/{course}{path}", practice.maria)).await;
            assert_eq!(page.status, StatusCode::OK, "{}{path}: {}", entry.id, page.text);
            is_whole(&page);
        }
        let begin = therapist.get(&format!("/chart/{}/course/begin?therapy={}", practice.maria, entry.id)).await;
        assert!(begin.text.contains("Begin with these numbers"), "{}: {}", entry.id, begin.text);
    }
}

#[tokio::test]
async fn the_forms_of_each_school_take_what_is_typed() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    let (chart_id, course) = (practice.maria.to_string(), CBT.to_string());
    let forms: [(&str, &[(&str, &str)]); 8] = [
        ("course-plan", &[("targets", "Hard days\nSleep"), ("sessions", "14"), ("every_days", "7"), ("minutes", "50")]),
        ("coaching", &[("reason", "Before calling her brother"), ("minutes", "10"), ("within", "yes")]),
        ("chain", &[("behaviour", "Sent the message"), ("kind_0", "thought"), ("link_0", "I ruin it"), ("instead_0", "STOP")]),
        ("exposure-step", &[("situation", "The bus at noon"), ("expected_distress", "70"), ("feared_outcome", "I faint")]),
        ("diary-card", &[("urges", "self_harm"), ("own_emotions", "Calm or glad"), ("skills_rated", "yes")]),
        ("sheet-mi-rulers", &[("row_0", "8"), ("row_1", "4")]),
        ("sheet-before-after", &[("row_0", "The stairs"), ("row_1", "9"), ("row_2", "3")]),
        ("sheet-ipt-problem-areas", &[("row_2", "New work, no colleagues")]),
    ];
    for (form, fields) in forms {
        let page = therapist.get(&format!("/chart/{}/record/{form}?course={CBT}", practice.maria)).await;
        assert_eq!(page.status, StatusCode::OK, "{form}: {}", page.text);
        let key = format!("form-{form}");
        let mut sent = vec![("chart", chart_id.as_str()), ("key", key.as_str()), ("course", course.as_str())];
        sent.extend_from_slice(fields);
        let answer = therapist.post(&format!("/chart/{}/record/{form}", practice.maria), &sent).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{form}: {}", answer.text);
    }
    let chart = chart(&practice).await;
    let card = &chart.work.card.as_ref().unwrap().what;
    assert_eq!((card.urges[0].code.as_str(), card.urges[0].level), ("self_harm", Some(1)));
    assert_eq!(chart.work.sheets.len(), 3);
    let plan = chart.therapy(CBT).unwrap().plan().unwrap();
    assert_eq!((plan.targets.len(), plan.planned_sessions), (2, Some(14)));
    let too_far = [
        ("chart", chart_id.as_str()),
        ("key", "far"),
        ("course", course.as_str()),
        ("situation", "A bridge"),
        ("expected_distress", "101"),
    ];
    let refused = therapist.post(&format!("/chart/{}/record/exposure-step", practice.maria), &too_far).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("from 0 to 100") && refused.text.contains("A bridge"), "{}", refused.text);
    let work = therapist.get(&format!("/chart/{}/course/{CBT}/work", practice.maria)).await;
    is_whole(&work);
    assert!(work.text.contains("The bus at noon") && work.text.contains("Not tried yet"), "{}", work.text);
}

#[tokio::test]
async fn both_parts_are_signed_with_one_press_and_only_the_author_finds_the_sealed_one() {
    let world = World::open().await;
    let practice = &world.practice;
    let therapist = world.seat(practice::therapist()).await.browser;
    let page = therapist.get(&address(practice, held())).await;
    assert!(page.text.contains("Sign both parts") && page.text.contains("sealed_text"), "{}", page.text);
    is_whole(&page);
    let asked =
        therapist.post(&address(practice, held()), &typed("dose", &[("sealed_text", "Says the 75 mg took the edge off")])).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.text.contains("belongs on the shared side") && asked.text.contains("took the edge off"), "{}", asked.text);
    assert!(written(practice, held()).await.is_none(), "nothing is signed while the author has to decide");
    let sent =
        therapist.post(&address(practice, held()), &typed("seal", &[("sealed_text", "The pull to please in the room")])).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    assert!(written(practice, held()).await.is_some());
    let own = therapist.get(&format!("/chart/{}/sealed", practice.maria)).await;
    assert!(own.text.contains("The pull to please in the room"), "{}", own.text);
    let prescriber = world.seat(practice::prescriber()).await.browser;
    for path in
        [address(practice, held()), format!("/chart/{}/sessions", practice.maria), format!("/chart/{}/entries", practice.maria)]
    {
        assert!(!prescriber.get(&path).await.text.contains("pull to please"), "{path}");
    }
}

#[tokio::test]
async fn the_list_of_sessions_names_what_was_signed_last() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    therapist.post(&address(&practice, held()), &typed("first", &[("other_techniques", "Letter to the boss")])).await;
    let id = written(&practice, held()).await.unwrap().id.to_string();
    let more = [("amends", id.as_str()), ("other_techniques", "Walk outside")];
    let corrected = therapist.post(&address(&practice, held()), &typed("second", &more)).await;
    assert_eq!(corrected.status, StatusCode::SEE_OTHER, "{}", corrected.text);
    let list = therapist.get(&format!("/chart/{}/sessions", practice.maria)).await;
    assert!(list.text.contains("Walk outside") && !list.text.contains("Letter to the boss"), "{}", list.text);
    assert!(list.text.contains("days late"), "held on 11 August, signed on the 20th");
}

/// Opens the correction of the only entry of a kind and sends it with what is typed.
async fn correct(practice: &Practice, therapist: &Browser, kind: &str, what: &str, more: &[(&str, &str)]) -> Page {
    let chart = chart(practice).await;
    let entry = chart.entries.iter().find(|entry| entry.recorded.event().kind() == kind).unwrap().recorded.id().to_string();
    let form = therapist.get(&format!("/chart/{}/entries/{entry}/amend", practice.maria)).await;
    if form.status != StatusCode::OK {
        return form;
    }
    let (own, seen, key) = (practice.maria.to_string(), form.field("seen"), form.field("key"));
    let mut fields = vec![("chart", own.as_str()), ("seen", &seen), ("key", &key), ("amends", &entry)];
    fields.extend_from_slice(more);
    therapist.post(&format!("/chart/{}/record/{what}", practice.maria), &fields).await
}

fn chain_for(readers: Readers) -> Event {
    let link = |number: usize| Link { kind: LinkKind::Thought, words: format!("link {number}"), instead: String::new() };
    Event::ChainAnalysed(ChainAnalysed {
        course: Some(CBT),
        behaviour: "Sent the mesage".into(),
        vulnerability: String::new(),
        prompting_event: String::new(),
        links: (1..=10).map(link).collect(),
        consequences: String::new(),
        repair: String::new(),
        readers,
    })
}

#[tokio::test]
async fn a_corrected_chain_keeps_its_readers_and_every_link() {
    let practice = Practice::open().await;
    let me = practice::therapist().staff.unwrap();
    add(&practice, &practice.patient(), chain_for(Readers::Only(vec![me])), "chain").await;
    let therapist = therapist(&practice).await;
    let course = CBT.to_string();
    let links: Vec<(String, String)> = (0..8)
        .flat_map(|at| [(format!("kind_{at}"), "thought".to_owned()), (format!("link_{at}"), format!("link {}", at + 1))])
        .collect();
    let mut typed = vec![("course", course.as_str()), ("behaviour", "Sent the message")];
    typed.extend(links.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    let sent = correct(&practice, &therapist, "work.chain_analysed", "chain", &typed).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let chart = chart(&practice).await;
    let chain = &chart.work.chains[0].what;
    assert_eq!((chain.behaviour.as_str(), chain.links.len()), ("Sent the message", 10));
    assert_eq!(chain.readers, Readers::Only(vec![me]), "a corrected word shares nothing with more people");
    let prescriber = Browser::of(&practice, &practice::prescriber()).await;
    assert!(!prescriber.get(&format!("/chart/{}/entries", practice.maria)).await.text.contains("Sent the message"));
}

#[tokio::test]
async fn nobody_corrects_or_strikes_what_they_cannot_read() {
    let practice = Practice::open().await;
    add(&practice, &practice.patient(), chain_for(Readers::Only(Vec::new())), "chain").await;
    let therapist = therapist(&practice).await;
    let opened = correct(&practice, &therapist, "work.chain_analysed", "chain", &[]).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    let chart = chart(&practice).await;
    let entry = chart.work.chains[0].id;
    let base = format!("/chart/{}", practice.maria);
    let (own, entry_text, course) = (practice.maria.to_string(), entry.to_string(), CBT.to_string());
    let amend = [("chart", own.as_str()), ("key", "k1"), ("amends", &entry_text), ("course", &course), ("behaviour", "Mine")];
    assert_eq!(therapist.post(&format!("{base}/record/chain"), &amend).await.status, StatusCode::NOT_FOUND);
    let strike = [("chart", own.as_str()), ("key", "k2"), ("reason", "entered in error")];
    assert_eq!(therapist.post(&format!("{base}/entries/{entry}/retract"), &strike).await.status, StatusCode::NOT_FOUND);
    assert!(chart.entry(entry).unwrap().status.counts());
}

#[tokio::test]
async fn a_corrected_episode_stays_with_its_session() {
    let practice = Practice::open().await;
    let episode = RelationshipEpisode {
        course: CBT,
        session: Some(held()),
        other: "boss".into(),
        wish: "be_close".into(),
        response_of_other: "rejecting".into(),
        response_of_self: "helpless".into(),
        positive: false,
    };
    add(&practice, &practice::therapist(), Event::RelationshipEpisode(episode), "episode").await;
    let therapist = therapist(&practice).await;
    let course = CBT.to_string();
    let typed = [
        ("course", course.as_str()),
        ("other", "brother"),
        ("wish", "to be near"),
        ("response_of_other", "turned away"),
        ("response_of_self", "gave up"),
    ];
    let sent = correct(&practice, &therapist, "therapy.relationship_episode", "relationship-episode", &typed).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let chart = chart(&practice).await;
    let kept = &chart.therapy(CBT).unwrap().episodes;
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].what.other.as_str(), kept[0].what.session), ("brother", Some(held())));
}

#[tokio::test]
async fn a_line_about_work_that_is_not_shared_reaches_only_those_who_read_the_work() {
    let practice = Practice::open().await;
    let me = practice::therapist().staff.unwrap();
    add(&practice, &practice.patient(), chain_for(Readers::Only(vec![me])), "chain").await;
    let piece = chart(&practice).await.work.chains[0].id;
    let line = |text: &str| Event::WorkCommented(concord_chart::work::Commented { about: piece, text: text.into() });
    add(&practice, &practice::therapist(), line("What you told me of your brother"), "line").await;
    let therapist = therapist(&practice).await;
    let prescriber = Browser::of(&practice, &practice::prescriber()).await;
    for path in [format!("/chart/{}/course/{CBT}/work", practice.maria), format!("/chart/{}/entries", practice.maria)] {
        assert!(!prescriber.get(&path).await.text.contains("your brother"), "{path}");
    }
    let entries = format!("/chart/{}/entries", practice.maria);
    assert!(therapist.get(&entries).await.text.contains("your brother"), "who may read the work reads the line");
}

#[tokio::test]
async fn the_page_that_is_open_stands_among_the_first_and_the_others_behind_more() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    for (end, words) in [("", "Chart"), ("/sessions", "Sessions"), ("/visits", "Visits"), ("/entries", "Everything recorded")] {
        let page = therapist.get(&format!("/chart/{}{end}", practice.maria)).await;
        let nav = page.text.split("<nav class=\"tabs\"").nth(1).unwrap().split("</nav>").next().unwrap();
        let (first, more) = nav.split_once("<details>").unwrap();
        assert_eq!(nav.matches("aria-current=\"page\"").count(), 1, "{end}");
        assert!(first.contains(&format!("aria-current=\"page\">{words}</a>")), "{end}: {first}");
        assert!(more.contains("<summary>More"), "{more}");
        let mut links: Vec<&str> = nav.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let all = links.len();
        links.sort_unstable();
        links.dedup();
        assert!(links.len() == all && all >= 15, "every page has its link once: {links:?}");
    }
}

#[tokio::test]
async fn a_therapist_reads_every_column_of_a_shared_thought_record() {
    let practice = Practice::open().await;
    let thought = |text: &str, hot| Thought { text: text.into(), before: Some(80), after: None, hot };
    let record = ThoughtRecorded {
        situation: "Dinner at home".into(),
        thoughts: vec![thought("I let them down", true), thought("They will not call again", false)],
        evidence_for: "Nobody said goodbye".into(),
        evidence_against: "They asked when I come back".into(),
        outcome: "Called them on Sunday".into(),
        reached: 7,
        ..ThoughtRecorded::default()
    };
    add(&practice, &practice.patient(), Event::ThoughtRecorded(record), "whole").await;
    let page = therapist(&practice).await.get(&format!("/chart/{}/course/{CBT}/work", practice.maria)).await;
    for words in [
        "Dinner at home",
        "I let them down",
        "They will not call again",
        "Nobody said goodbye",
        "They asked when I come back",
        "Called them on Sunday",
    ] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
}

#[tokio::test]
async fn what_was_planned_and_not_done_stands_with_what_got_in_the_way() {
    let practice = Practice::open().await;
    let activity = concord_chart::ActivityId(Uuid::from_u128(9_501));
    let planned = concord_chart::work::ActivityPlanned {
        activity,
        what: "Swim with Inés".into(),
        at: When::Day(date(2026, 8, 18)),
        place: String::new(),
        smaller: String::new(),
        value: None,
        homework: None,
    };
    let reported = concord_chart::work::ActivityReported {
        activity,
        what: String::new(),
        done: false,
        mastery: None,
        pleasure: None,
        mood_before: None,
        mood_after: None,
        obstacle: None,
        words: "The pool was closed".into(),
    };
    add(&practice, &practice.patient(), Event::ActivityPlanned(planned), "a swim planned").await;
    let address = format!("/chart/{}/course/{CBT}/work", practice.maria);
    let therapist = therapist(&practice).await;
    assert!(therapist.get(&address).await.text.contains("nothing said yet"));
    add(&practice, &practice.patient(), Event::ActivityReported(reported), "a swim told").await;
    let page = therapist.get(&address).await;
    assert!(page.text.contains("Swim with Inés") && page.text.contains("The pool was closed"), "{}", page.text);
}

#[tokio::test]
async fn a_concern_in_a_signed_session_opens_an_alert_that_somebody_is_called_about() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    let told = [("risk", "asked"), ("risk-concern", "yes"), ("risk-words", "She counted her tablets.")];
    let sent = therapist.post(&address(&practice, held()), &typed("concern", &told)).await;
    let of_chart = chart(&practice).await;
    let alert = of_chart.alerts.last().unwrap();
    assert_eq!(sent.to(), format!("/chart/{}/alert/{}?done=told", practice.maria, alert.id));
    assert!(alert.waits() && alert.what.tier.words() == "soon", "the practice’s own tier for what was told");
    assert!(!alert.notified.is_empty(), "somebody is called in the same step");
    let page = therapist.get(sent.to()).await;
    assert!(page.text.contains("She counted her tablets.") && page.text.contains("Open the session"), "{}", page.text);
    is_whole(&page);
    // A word put right calls nobody again.
    let id = written(&practice, held()).await.unwrap().id.to_string();
    let mut fix = vec![("amends", id.as_str()), ("summary", "Steady week.")];
    fix.extend(told);
    assert_eq!(therapist.post(&address(&practice, held()), &typed("fix", &fix)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(chart(&practice).await.alerts.len(), of_chart.alerts.len());
}

#[tokio::test]
async fn a_concern_that_was_acted_on_in_the_session_is_kept_as_an_alert_that_its_author_closed() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    let done = "Inés took the tablets home; crisis line on the plan.";
    let told = [("risk", "asked"), ("risk-concern", "yes"), ("risk-words", "Urge 4."), ("risk-done", done)];
    let sent = therapist.post(&address(&practice, held()), &typed("settled", &told)).await;
    assert!(sent.to().ends_with("done=settled"), "{}", sent.text);
    let chart = chart(&practice).await;
    let alert = chart.alerts.last().unwrap();
    assert_eq!(alert.closed.as_ref().unwrap().2, done);
    assert_eq!((alert.closed_by, alert.notified.len()), (practice::therapist().staff, 0));
    assert_eq!(written(&practice, held()).await.unwrap().what.risk.unwrap().done, done);
}

#[tokio::test]
async fn a_session_to_which_nobody_came_keeps_what_still_holds_and_drops_nothing_in_silence() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    let missed = |more: &[(&'static str, &'static str)]| {
        let mut fields = vec![
            ("key", "missed"),
            ("came", "did_not_attend"),
            ("format", "individual"),
            ("day", "2026-08-20"),
            ("from", "11:00"),
            ("to", "11:50"),
            ("summary", "Rang, he had overslept."),
            ("effect-words", "sweating at night"),
            ("effect-burden", "3"),
            ("new-0-task", "A walk"),
        ];
        fields.extend_from_slice(more);
        fields.push(("act", "sign"));
        fields
    };
    let asked = missed(&[("risk", "asked"), ("risk-concern", "yes"), ("risk-words", "Told by telephone.")]);
    let refused = therapist.post(&address(&practice, PLANNED_SESSION), &asked).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("what was said about safety") && refused.text.contains("Told by telephone."),
        "{}",
        refused.text
    );
    assert!(chart(&practice).await.side_effects.iter().all(|report| report.what.words != "sweating at night"));
    let sent = therapist.post(&address(&practice, PLANNED_SESSION), &missed(&[])).await;
    assert!(sent.to().ends_with("done=not-held"), "{}", sent.text);
    let chart = chart(&practice).await;
    assert!(chart.side_effects.iter().any(|report| report.what.words == "sweating at night"), "the prescriber hears of it");
    assert!(chart.therapy(CBT).unwrap().homework.iter().any(|task| task.what.task == "A walk"));
}

#[tokio::test]
async fn a_session_begun_without_a_plan_is_listed_and_found_again_until_it_is_signed_or_thrown_away() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    let new = format!("/chart/{}/session/new?course={CBT}", practice.maria);
    let to = therapist.get(&new).await.to().to_owned();
    let (path, course) = (to.split('?').next().unwrap(), CBT.to_string());
    let half =
        [("key", "k"), ("course", course.as_str()), ("day", "2026-08-19"), ("summary", "Half a sentence"), ("act", "keep")];
    assert_eq!(therapist.post(path, &half).await.status, StatusCode::SEE_OTHER);
    let list = therapist.get(&format!("/chart/{}/sessions", practice.maria)).await;
    assert!(list.text.contains("Begun, not signed") && list.text.contains(path), "{}", list.text);
    let again = therapist.get(&new).await.to().to_owned();
    assert!(again.starts_with(path) && again.ends_with("done=found"), "{again}");
    let page = therapist.get(&again).await;
    assert!(page.text.contains("Half a sentence") && page.text.contains("Begin another one"), "{}", page.text);
    is_whole(&page);
    assert!(!therapist.get(&format!("{new}&another=yes")).await.to().starts_with(path));
    let prescriber = Browser::of(&practice, &practice::prescriber()).await;
    assert!(!prescriber.get(&format!("/chart/{}/sessions", practice.maria)).await.text.contains("Begun, not signed"));
    let dropped = therapist.post(path, &[("key", "k"), ("course", &course), ("act", "drop")]).await;
    assert!(dropped.to().ends_with("/sessions"), "{}", dropped.text);
    assert!(!therapist.get(&new).await.to().starts_with(path), "thrown away, it is begun anew");
    let mut fields = typed("new", &[("course", &course), ("day", "2026-08-19"), ("from", "10:02"), ("to", "10:51")]);
    therapist.post(path, &half).await;
    fields.retain(|(name, _)| *name != "place");
    assert_eq!(therapist.post(path, &fields).await.status, StatusCode::SEE_OTHER);
    let list = therapist.get(&format!("/chart/{}/sessions", practice.maria)).await;
    assert!(!list.text.contains("Begun, not signed"), "signed, it stands among the others");
}

#[tokio::test]
async fn the_time_of_a_session_that_is_recorded_already_is_put_right_as_it_is_signed() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    let when = [("day", "2026-08-11"), ("from", "09:30"), ("to", "10:10")];
    let sent = therapist.post(&address(&practice, held()), &typed("time", &when)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let chart = chart(&practice).await;
    let session = chart.therapy(CBT).unwrap().sessions.iter().find(|known| known.id == held()).unwrap();
    assert_eq!((session.state, session.minutes), (SessionState::Held, Some(40)));
    let When::Instant(at) = session.at else { panic!("{:?}", session.at) };
    assert_eq!(at.to_zoned(practice.clinic.zone()).strftime("%H:%M").to_string(), "09:30");
    assert!(session.written.is_some());
}

#[tokio::test]
async fn what_was_typed_beside_an_empty_field_is_asked_about_and_not_dropped() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    for (field, value, sentence) in [
        ("alliance-words", "A bit far away today", "Write the number from 0 to 10"),
        ("effect-burden", "4", "Say what bothers them"),
        ("new-0-times", "3", "Write the task, or clear"),
    ] {
        let sent = therapist.post(&address(&practice, held()), &typed("lost", &[(field, value)])).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(sent.text.contains(sentence), "{field}: {}", sent.text);
        is_whole(&sent);
    }
    let sparse = [("key", "agenda"), ("agenda-0", "First"), ("agenda-6", "The one far below"), ("act", "view:soap")];
    let page = therapist.post(&address(&practice, held()), &sparse).await;
    assert!(page.text.contains("The one far below"), "a row stands although those above it are empty");
    therapist.post(&address(&practice, held()), &typed("sign", &[])).await;
    let nowhere = [("key", "a"), ("note", "00000000-0000-0000-0000-000000000000"), ("text", "She called Inés.")];
    let lost = therapist.post(&format!("{}/addend", address(&practice, held())), &nowhere).await;
    assert_eq!(lost.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(lost.text.contains("She called Inés."), "{}", lost.text);
}

#[tokio::test]
async fn techniques_of_this_course_stand_first_and_the_others_are_folded() {
    let practice = Practice::open().await;
    let therapist = therapist(&practice).await;
    let page = therapist.get(&address(&practice, PLANNED_SESSION)).await.text;
    let all: Vec<&str> = page.split("name=\"technique\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let last = (*all.last().unwrap()).to_owned();
    therapist.post(&address(&practice, held()), &typed("used", &[("technique", &last)])).await;
    let page = therapist.get(&address(&practice, PLANNED_SESSION)).await.text;
    let (first, folded) = page.split_once("Other techniques").unwrap();
    assert!(first.contains(&format!("value=\"{last}\"")), "what was used stands before the fold");
    assert!(!folded.contains(&format!("name=\"technique\" value=\"{last}\"")), "and once");
}

#[tokio::test]
async fn a_trial_that_is_not_shared_is_not_called_unsaid() {
    let practice = Practice::open().await;
    let item = concord_chart::ExposureItemId(Uuid::from_u128(9_601));
    let step = concord_chart::work::ItemSet {
        item,
        course: Some(CBT),
        situation: "The bus at noon".into(),
        expected_distress: Some(70),
        feared_outcome: String::new(),
        safety_behaviours: Vec::new(),
        dropped: false,
    };
    add(&practice, &practice::therapist(), Event::ExposureItemSet(step), "step").await;
    let tried = |readers| {
        Event::ExposureTried(concord_chart::work::Tried {
            item,
            expectancy_before: Some(80),
            expectancy_after: None,
            start: None,
            peak: Some(60),
            end: None,
            minutes: Some(25),
            feared_outcome_happened: Some(false),
            response_prevention_kept: Some(true),
            learnt: "Nobody looked".into(),
            homework: None,
            readers,
        })
    };
    add(&practice, &practice.patient(), tried(Readers::Only(Vec::new())), "kept").await;
    let address = format!("/chart/{}/course/{CBT}/work", practice.maria);
    let therapist = therapist(&practice).await;
    let page = therapist.get(&address).await;
    assert!(page.text.contains("not shared with you") && !page.text.contains("Nobody looked"), "{}", page.text);
    assert!(!page.text.contains("not said whether it happened"), "{}", page.text);
    add(&practice, &practice.patient(), tried(Readers::Team), "open").await;
    let page = therapist.get(&address).await;
    assert!(page.text.contains("25 minutes, safety behaviours left out") && page.text.contains("Nobody looked"));
}
