//! The patient's medicines: what is read there, what can be told and asked, and the paper.

use crate::{
    browser::Browser,
    labels::{loose_ends, unlabelled},
    own_pages::chart,
    practice::{self, Practice, SERTRALINE, dosing, prescriber},
};
use axum::http::StatusCode;
use concord_actions::{ActionError, Entry};
use concord_chart::{
    Event,
    allergy::AllergyNoted,
    barrier::BarrierReason,
    change_request::Wish,
    medication::{KnownFrom, StopReason, Stopped},
};
use concord_registry::WorkItem;
use lopdf::Document;

const ADDRESSES: [&str; 8] = [
    "/my/medicines",
    "/my/medicines/ask",
    "/my/medicines/pause",
    "/my/medicines/not-taking",
    "/my/medicines/add",
    "/my/medicines/supply",
    "/my/medicines/barrier",
    "/my/medicines/list",
];

#[tokio::test]
async fn a_patient_reads_what_it_is_for_what_to_expect_and_what_to_tell_at_once_in_plain_words() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let page = maria.get("/my/medicines").await;
    assert_eq!(page.status, StatusCode::OK);
    for said in [
        "Sertraline",
        "75 mg, once a day, at night",
        "For low mood and worry.",
        "How to take it",
        "If I forgot one",
        "What to expect when",
        "Tell us at once",
        "The way ahead",
        "only if PHQ-9 over 9",
    ] {
        assert!(page.text.contains(said), "“{said}” is missing");
    }
    for graded in ["contraindicated", "moderate", "severity", "CYP2D6", "interaction", "% risk"] {
        assert!(!page.text.contains(graded), "“{graded}” before a patient");
    }
}

#[tokio::test]
async fn every_page_of_the_medicines_names_its_controls() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    for address in ADDRESSES {
        let page = maria.get(&format!("{address}?course={SERTRALINE}")).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        assert_eq!(unlabelled(&page.text), Vec::<String>::new(), "{address}");
        assert_eq!(loose_ends(&page.text), Vec::<String>::new(), "{address}");
    }
}

#[tokio::test]
async fn a_tick_on_the_page_of_medicines_leads_back_to_it() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let course = SERTRALINE.to_string();
    let ticked = maria.post("/my/doses", &[("course", &course), ("on", "2026-08-20"), ("key", "t"), ("from", "medicines")]).await;
    assert_eq!(ticked.to(), "/my/medicines?done=dose");
    assert!(maria.get(ticked.to()).await.text.contains("Ticked."));
    let elsewhere = maria.post("/my/doses", &[("course", &course), ("on", "2026-08-20"), ("key", "t"), ("from", "//evil")]).await;
    assert_eq!(elsewhere.to(), "/my?done=dose");
}

#[tokio::test]
async fn a_wish_reaches_the_prescriber_with_a_time_and_the_answer_comes_back() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let course = SERTRALINE.to_string();
    let nothing = maria.post("/my/medicines/ask", &[("course", &course), ("key", "a"), ("words", "I feel flat")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text.contains("Choose what you wish for.") && nothing.text.contains("I feel flat"), "what was typed is kept");
    let asked = [("course", course.as_str()), ("wish", "lower"), ("key", "a"), ("words", "I feel flat")];
    assert_eq!(maria.post("/my/medicines/ask", &asked).await.to(), "/my/medicines?done=asked");
    let before = chart(&practice).await;
    let request = &before.change_requests[0];
    assert_eq!((request.what.wish, request.what.owner), (Wish::Lower, prescriber().staff));
    assert!(request.what.answer_by.is_some());
    assert_eq!(before.medications[0].dosing(), Some(&dosing(75, "at night")), "asking changes nothing");
    let page = maria.get("/my/medicines").await;
    assert!(page.text.contains("Not answered yet. Promised by"));
    let waiting = practice.clinic.waiting(&prescriber()).await.unwrap();
    assert!(waiting.iter().any(|(_, row)| matches!(row.what, WorkItem::ChangeRequest(id) if id == request.id)));

    let doctor = Browser::of(&practice, &prescriber()).await;
    let today = doctor.get("/today").await;
    let address = format!("/chart/{}/record/change-answer", practice.maria);
    assert!(today.text.contains(&format!("{address}?request={}", request.id)), "Today leads to the answer");
    let regimen = doctor.get(&format!("/chart/{}/regimen", practice.maria)).await;
    assert!(regimen.text.contains("asks to take less of it") && regimen.text.contains("I feel flat"));
    let form = doctor.get(&format!("{address}?request={}", request.id)).await;
    let (id, key, seen) = (practice.maria.to_string(), form.field("key"), form.field("seen"));
    let request = request.id.to_string();
    let fields = [
        ("chart", id.as_str()),
        ("key", &key),
        ("seen", &seen),
        ("request", &request),
        ("words", "Let us go to 50 mg on Monday."),
    ];
    let answered = doctor.post(&address, &fields).await;
    assert!(answered.status.is_redirection(), "{}", answered.text);
    assert!(maria.get("/my/medicines").await.text.contains("Let us go to 50 mg on Monday."));
}

#[tokio::test]
async fn i_need_more_time_makes_the_steps_wait_and_the_dose_stays() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let course = SERTRALINE.to_string();
    let past = maria.post("/my/medicines/pause", &[("course", &course), ("key", "p"), ("until", "2026-08-01")]).await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    let paused = maria.post("/my/medicines/pause", &[("course", &course), ("key", "p"), ("words", "Exams first")]).await;
    assert_eq!(paused.to(), "/my/medicines?done=paused");
    let chart = chart(&practice).await;
    let plan = chart.medications[0].plan.as_ref().unwrap();
    assert!(plan.paused.as_ref().is_some_and(|pause| pause.by_patient && pause.words == "Exams first"));
    let page = maria.get("/my/medicines").await;
    assert!(page.text.contains("The way ahead: waiting") && page.text.contains("Go on with what you take now."));
    assert!(!page.text.contains("I need more time"), "what waits cannot wait twice");

    // The prescriber has a day for it, and is done with it when the plan goes on.
    let task = chart.tasks.iter().find(|task| task.what.course == Some(SERTRALINE)).unwrap();
    assert_eq!((Some(task.owner), task.what.due), (prescriber().staff, Some(jiff::civil::date(2026, 8, 21))));
    let doctor = Browser::of(&practice, &prescriber()).await;
    let today = doctor.get("/today").await;
    assert!(today.text.contains("Maria Delgado lets the coming steps wait “Exams first”"), "{}", today.text);
    let regimen = doctor.get(&format!("/chart/{}/regimen", practice.maria)).await;
    assert!(regimen.text.contains("the steps wait: paused by Maria Delgado, “Exams first”"), "the row leads to where it says so");
    let (id, key) = (practice.maria.to_string(), "resumed");
    let sent = [("chart", id.as_str()), ("key", key), ("course", course.as_str())];
    assert_eq!(doctor.post(&format!("/chart/{}/steps/resume", practice.maria), &sent).await.status, StatusCode::SEE_OTHER);
    let after = crate::own_pages::chart(&practice).await;
    let task = after.tasks.iter().find(|known| known.id == task.id).unwrap();
    assert_eq!(
        task.done.as_ref().map(|(_, by, words)| (by.as_str(), words.as_str())),
        Some(("Dr Amara Osei", "The plan goes on."))
    );
    assert!(!doctor.get("/today").await.text.contains("lets the coming steps wait"));
}

#[tokio::test]
async fn a_supplement_is_matched_by_name_and_an_unknown_one_is_kept_and_said_to_be_unchecked() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let naked = [("kind", "supplement"), ("name", "St John’s wort"), ("amount", ".5"), ("unit", "g"), ("key", "n")];
    let naked = maria.post("/my/medicines/add", &naked).await;
    assert_eq!(naked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(naked.text.contains("Write 0.5 and not .5"));
    let wort = [
        ("kind", "supplement"),
        ("name", "St John’s wort"),
        ("amount", "300"),
        ("unit", "mg"),
        ("often", "3"),
        ("key", "w"),
        ("since", "2026-08"),
    ];
    assert_eq!(maria.post("/my/medicines/add", &wort).await.to(), "/my/medicines?done=added");
    let tea = [("kind", "supplement"), ("name", "Grandmother’s sleepy tea"), ("often", "as-needed"), ("key", "s")];
    assert_eq!(maria.post("/my/medicines/add", &tea).await.to(), "/my/medicines?done=added-unknown");
    assert_eq!(
        maria.post("/my/medicines/add", &[("kind", "alcohol"), ("often", "0.142857"), ("key", "d")]).await.to(),
        "/my/medicines?done=added"
    );
    assert_eq!(maria.post("/my/medicines/add", &[("kind", "tobacco"), ("key", "c")]).await.to(), "/my/medicines?done=added");

    let chart = chart(&practice).await;
    let told: Vec<_> = chart.medications.iter().filter(|course| course.what.from_elsewhere).collect();
    assert_eq!(told.len(), 4);
    assert_eq!(told[0].what.substance.as_ref().map(|id| id.as_str()), Some("st-johns-wort"));
    assert_eq!(told[1].what.substance, None);
    let page = maria.get("/my/medicines").await;
    assert!(page.text.contains("Grandmother’s sleepy tea") && page.text.contains("Our list of medicines does not know this one"));
    assert!(maria.get("/my/medicines/list").await.text.contains("Not checked, because our list of medicines does not have it"));
}

#[tokio::test]
async fn a_patient_may_tell_of_other_medicines_and_never_of_prescriptions_here() {
    use concord_access::policies::recording::allowed;
    let practice = Practice::open().await;
    let chart = chart(&practice).await;
    let Event::MedicationStarted(started) = chart
        .entries
        .iter()
        .find_map(|entry| match entry.recorded.event() {
            event @ Event::MedicationStarted(_) => Some(event.clone()),
            _ => None,
        })
        .unwrap()
    else {
        panic!("no start")
    };
    let role = concord_access::Role::Patient;
    assert!(!allowed(role, &Event::MedicationStarted(started.clone())));
    let elsewhere = concord_chart::medication::Started { from_elsewhere: true, ..started };
    assert!(allowed(role, &Event::MedicationStarted(elsewhere)));
    let stopped = |reason| Event::MedicationStopped(Stopped { course: SERTRALINE, reason, words: String::new() });
    assert!(!allowed(role, &stopped(StopReason::Safety)), "a reason is a clinician's to judge");
    let entry = Entry::new("stop", stopped(StopReason::PatientChoice));
    let refused = practice.clinic.record(&practice.patient(), practice.maria, None, vec![entry]).await;
    assert!(matches!(refused, Err(ActionError::Denied(_))), "{refused:?}");
}

#[tokio::test]
async fn what_a_patient_put_on_the_list_they_can_end_and_the_team_sees_it() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let wort = [
        ("kind", "supplement"),
        ("name", "St John’s wort"),
        ("amount", "300"),
        ("unit", "mg"),
        ("often", "3"),
        ("key", "w"),
        ("since", "2026-08-01"),
    ];
    assert_eq!(maria.post("/my/medicines/add", &wort).await.to(), "/my/medicines?done=added");
    let course = chart(&practice).await.medications.iter().find(|course| course.what.from_elsewhere).unwrap().id.to_string();
    let page = maria.get("/my/medicines").await;
    assert!(page.text.contains(&format!("/my/medicines/not-taking?course={course}")));
    let form = maria.get(&format!("/my/medicines/not-taking?course={course}")).await;
    assert!(form.text.contains("You put it on your list, and you can end it."), "{}", form.text);
    for (since, sentence) in [("2026-08-30", "today or before"), ("2026-07-01", "before it began")] {
        let again = maria
            .post("/my/medicines/not-taking", &[("course", &course), ("since", since), ("words", "no use"), ("key", "s")])
            .await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text.contains(sentence) && again.text.contains("no use"), "{}", again.text);
    }
    let ended = [("course", course.as_str()), ("since", "2026-08-18"), ("words", "It made me sunburn"), ("key", "s")];
    for _ in 0..2 {
        assert_eq!(maria.post("/my/medicines/not-taking", &ended).await.to(), "/my/medicines?done=stopped", "tapped twice");
    }
    assert!(!maria.get("/my/medicines").await.text.contains("St. John"), "it is off the list");
    let doctor = Browser::of(&practice, &prescriber()).await;
    let regimen = doctor.get(&format!("/chart/{}/regimen", practice.maria)).await;
    assert!(
        regimen.text.contains("the patient&#39;s choice") || regimen.text.contains("the patient's choice"),
        "{}",
        regimen.text
    );
    assert!(regimen.text.contains("“It made me sunburn”") && regimen.text.contains("18 Aug"));
}

#[tokio::test]
async fn what_is_prescribed_is_not_ended_by_the_patient_but_asked_about_with_a_time_to_answer() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let course = SERTRALINE.to_string();
    let form = maria.get(&format!("/my/medicines/not-taking?course={course}")).await;
    assert!(form.text.contains("What is prescribed stays as it is"), "{}", form.text);
    let told = [("course", course.as_str()), ("since", "2026-08-19"), ("words", "It makes me flat"), ("key", "n")];
    for _ in 0..2 {
        assert_eq!(maria.post("/my/medicines/not-taking", &told).await.to(), "/my/medicines?done=asked");
    }
    let chart = chart(&practice).await;
    let known = chart.medication(SERTRALINE).unwrap();
    assert!(known.is_current() && known.dosing() == Some(&dosing(75, "at night")), "nothing about the prescription changed");
    let [request] = chart.change_requests.as_slice() else { panic!("told twice: {:?}", chart.change_requests) };
    assert_eq!((request.what.wish, request.what.owner), (Wish::Pause, prescriber().staff));
    assert!(request.what.answer_by.is_some());
    assert_eq!(request.what.words, "Not taken since 19 August 2026. It makes me flat");
    assert!(known.missed.iter().any(|(day, _)| *day == jiff::civil::date(2026, 8, 20)));
    assert!(maria.get("/my/medicines").await.text.contains("leave it out for a while"));
    let doctor = Browser::of(&practice, &prescriber()).await;
    assert!(doctor.get("/today").await.text.contains("asks to leave it out for a while"));
}

#[tokio::test]
async fn what_was_picked_up_and_what_is_left_is_kept_as_told_by_the_patient() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let course = SERTRALINE.to_string();
    let fill = [
        ("course", course.as_str()),
        ("what", "filled"),
        ("on", "2026-08-18"),
        ("many", "30"),
        ("unit", "tablet"),
        ("days", "30"),
        ("key", "f"),
    ];
    assert_eq!(maria.post("/my/medicines/supply", &fill).await.to(), "/my/medicines?done=filled");
    let count = [("course", course.as_str()), ("what", "counted"), ("on", "2026-08-20"), ("many", "0"), ("key", "c")];
    assert_eq!(maria.post("/my/medicines/supply", &count).await.to(), "/my/medicines?done=counted");
    let chart = chart(&practice).await;
    let course = &chart.medications[0];
    assert_eq!(course.fills[0].what.known_from, KnownFrom::PatientTick, "never taken for the pharmacy's record");
    assert_eq!(course.fills[0].what.words(), "30 tablet for 30 days");
    assert!(course.counts[0].what.left.is_zero());
}

#[tokio::test]
async fn an_obstacle_has_an_owner_and_is_gone_when_a_clinician_says_what_helped() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let cost = [("reason", "cost"), ("words", "the copay doubled"), ("key", "b")];
    assert_eq!(maria.post("/my/medicines/barrier", &cost).await.to(), "/my/medicines?done=barrier");
    let noted = chart(&practice).await;
    let barrier = &noted.barriers[0];
    assert_eq!((barrier.what.reason, barrier.what.owner), (BarrierReason::Cost, practice::care_manager().staff));
    assert!(maria.get("/my/medicines").await.text.contains("Ben Achebe looks after it"));

    let manager = Browser::of(&practice, &practice::care_manager()).await;
    let row = "gets in the way: it costs too much “the copay doubled”";
    let today = manager.get("/today").await;
    assert!(today.text.contains(row) && today.text.contains("It is yours."), "{}", today.text);
    let doctor = Browser::of(&practice, &prescriber()).await;
    assert!(!doctor.get("/today").await.text.contains(row), "it is its owner's");
    let address = format!("/chart/{}/record/barrier-resolved", practice.maria);
    let regimen = manager.get(&format!("/chart/{}/regimen", practice.maria)).await;
    assert!(regimen.text.contains("it costs too much") && regimen.text.contains("Ben Achebe looks after it"));
    let form = manager.get(&address).await;
    let (id, key, seen, barrier) = (practice.maria.to_string(), form.field("key"), form.field("seen"), barrier.id.to_string());
    let fields =
        [("chart", id.as_str()), ("key", &key), ("seen", &seen), ("barrier", &barrier), ("words", "A generic costs 4 dollars.")];
    assert!(manager.post(&address, &fields).await.status.is_redirection());
    assert!(maria.get("/my/medicines").await.text.contains("A generic costs 4 dollars."));
    assert!(!manager.get("/today").await.text.contains(row), "what is out of the way waits for nobody");

    let effect = [("reason", "side_effects"), ("course", &SERTRALINE.to_string()), ("key", "e")];
    let leads = maria.post("/my/medicines/barrier", &effect).await;
    assert!(leads.to().starts_with("/my/side-effect?course="), "{}", leads.to());
}

#[tokio::test]
async fn the_list_is_a_tagged_pdf_with_the_words_of_the_page() {
    let practice = Practice::open().await;
    let doctor = prescriber();
    let allergy = AllergyNoted {
        substance: "penicillin".into(),
        coding: Vec::new(),
        intolerance: None,
        reactions: vec!["rash".into()],
        criticality: None,
    };
    let noted = Entry::new("allergy", Event::AllergyNoted(allergy));
    practice.clinic.record(&doctor, practice.maria, None, vec![noted]).await.unwrap();
    let own = Browser::of(&practice, &practice.patient()).await;
    let page = own.get("/my/medicines/list").await;
    for said in [
        "Medicines of Maria Delgado",
        "14 March 1988",
        "20 August 2026",
        "Penicillin: rash",
        "75 mg, once a day, at night",
        "1 June 2026",
        "Dr Amara Osei",
        "Riverside: 555 0100",
    ] {
        assert!(page.text.contains(said), "“{said}” is missing");
    }
    let treating = Browser::of(&practice, &doctor).await;
    for (browser, address) in
        [(&own, "/my/medicines/list.pdf".to_owned()), (&treating, format!("/chart/{}/medicines.pdf", practice.maria))]
    {
        let pdf = browser.bytes(&format!("{address}?paper=a4")).await;
        let document = Document::load_mem(&pdf).unwrap();
        let catalog = document.catalog().unwrap();
        assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"Lang"), "{address} is not tagged");
        let pages: Vec<u32> = document.get_pages().keys().copied().collect();
        let text = document.extract_text(&pages).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("Sertraline") && text.contains("Penicillin: rash"), "{text}");
    }
    let teacher = Browser::of(&practice, &practice::teacher()).await;
    assert_eq!(teacher.get(&format!("/chart/{}/medicines.pdf", practice.maria)).await.status, StatusCode::FORBIDDEN);
}
