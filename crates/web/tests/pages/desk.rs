//! The front desk: who comes, who is here, who is new, and not a word about what for.

use crate::{
    browser::Browser,
    labels::{loose_ends, unlabelled},
    practice::{self, PLANNED_SESSION, Practice, VISIT, care_manager, desk, therapist},
};
use axum::http::StatusCode;
use concord_access::Purpose;
use concord_actions::{Clinic, SeededIds, SetClock};
use concord_registry::DiaryState;
use concord_simulation::{Options, simulate};
use concord_web::app::App;
use jiff::civil::date;
use std::{collections::BTreeSet, sync::Arc};

/// Names of everything in `knowledge/`, and plain words of the field.
fn clinical_words() -> BTreeSet<String> {
    let know = concord_knowledge::shipped();
    let mut words: BTreeSet<String> = BTreeSet::new();
    for substance in know.substances() {
        words.extend([substance.id.to_string(), substance.name.clone()]);
        words.extend(substance.synonyms.iter().cloned());
    }
    for instrument in know.instruments() {
        words.extend([
            instrument.id.to_string(),
            instrument.short_name.clone(),
            instrument.name.clone(),
            instrument.patient_name.clone(),
        ]);
    }
    words.extend(know.therapies().flat_map(|therapy| [therapy.name.clone(), therapy.patient_name.clone()]));
    words.extend(know.practices().flat_map(|practice| [practice.name.clone(), practice.patient_name.clone()]));
    let plain = [
        "depress",
        "anxi",
        "bipolar",
        "psychos",
        "suicid",
        "self-harm",
        "diagnos",
        "symptom",
        "medicine",
        "medication",
        "side effect",
        "remission",
        "relapse",
        "homework",
        "score",
        "talking therapy",
        "safety",
        " mg",
        "mindful",
        "acupuncture",
        "yoga",
        "couple",
    ];
    words.extend(plain.map(str::to_owned));
    words.into_iter().map(|word| word.to_lowercase()).filter(|word| word.len() > 2).collect()
}

/// The words of a page as somebody reads them and as its source has them: tags stay in, because titles and values tell too.
fn found_in(text: &str, words: &BTreeSet<String>) -> Vec<String> {
    let main = text.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap_or(text).to_lowercase();
    let starts_word = |at: usize| !main[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    let ends_word = |at: usize| !main[at..].chars().next().is_some_and(char::is_alphanumeric);
    let is_there = |word: &&String| {
        main.match_indices(word.as_str()).any(|(at, found)| starts_word(at) && (found.len() > 4 || ends_word(at + found.len())))
    };
    words.iter().filter(is_there).cloned().collect()
}

fn of_simulated() -> (Practice0, Vec<concord_chart::ChartId>) {
    let options = Options { patients: 12, ..Options::default() };
    let made = simulate(&options, concord_knowledge::shipped(), |_| {}).unwrap();
    let clock = Arc::new(SetClock::at(made.now));
    let clinic = Arc::new(Clinic::new(made.store.clone(), concord_knowledge::shipped(), clock, Arc::new(SeededIds::new(3))));
    (Practice0 { clinic, store: made.store }, made.charts)
}

struct Practice0 {
    clinic: Arc<Clinic>,
    store: Arc<concord_store::MemoryStore>,
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_of_the_desk_has_a_clinical_word_over_two_years_of_invented_lives() {
    let (made, charts) = tokio::task::spawn_blocking(of_simulated).await.unwrap();
    made.clinic.load_practice().await.unwrap();
    let practice = Practice {
        app: App::new(made.clinic.clone(), false),
        clinic: made.clinic.clone(),
        store: made.store,
        maria: charts[0],
        noor: charts[1],
        june: charts[2],
    };
    let accounts = concord_store::Store::accounts(&*practice.store, practice.clinic.organisation()).await.unwrap();
    let clerk = accounts.iter().find(|account| account.role == concord_access::Role::FrontDesk).unwrap();
    let subject = concord_access::Subject {
        account: clerk.id,
        staff: clerk.staff,
        places: clerk.places.clone(),
        name: clerk.name.clone(),
        ..desk()
    };
    let browser = Browser::of_at(&practice, &subject, practice.clinic.now()).await;
    let words = clinical_words();
    let today = practice.clinic.today();
    let mut paths = vec!["/desk".to_owned(), "/desk/register".to_owned(), "/account".to_owned(), "/find?q=a".to_owned()];
    paths.extend((-10..=10).map(|days| format!("/desk?day={}", today.checked_add(jiff::Span::new().days(days)).unwrap())));
    paths.extend(charts.iter().flat_map(|chart| [format!("/desk/person/{chart}"), format!("/access/{chart}")]));
    for path in &paths {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
        assert_eq!(found_in(&page.text, &words), Vec::<String>::new(), "{path}");
    }
    let chart = practice
        .clinic
        .open_chart(
            &concord_access::Subject { chart: Some(charts[0]), ..practice::person(concord_access::Role::Patient, 1, "x") },
            charts[0],
            Purpose("x"),
        )
        .await
        .unwrap();
    let told: String = chart.chart.medications.iter().map(|course| course.what.name.clone()).collect::<Vec<_>>().join(" ");
    assert!(!found_in(&told, &words).is_empty(), "the reader of words would not notice {told}");
}

#[tokio::test]
async fn the_desk_marks_somebody_as_here_and_whoever_sees_them_knows() {
    let practice = Practice::open().await;
    let clerk = Browser::of(&practice, &desk()).await;
    let before = clerk.get("/desk").await;
    assert!(before.text.contains("DELGADO") && before.text.contains("Here"));
    let pressed = clerk
        .post(&format!("/desk/{}/visit/{VISIT}", practice.maria), &[("key", "k"), ("kind", "visit"), ("what", "here")])
        .await;
    assert_eq!(pressed.to(), "/desk?done=here");
    assert!(clerk.get("/desk").await.text.contains("✓ here"));
    let doctor = practice.clinic.diary(&practice::prescriber(), date(2026, 8, 20)).await.unwrap();
    assert!(doctor.iter().any(|day| day.visit.state == DiaryState::Arrived));
}

#[tokio::test]
async fn a_session_of_talking_therapy_is_marked_as_here_too_and_stays_one_row() {
    let practice = Practice::open().await;
    let clerk = Browser::of(&practice, &desk()).await;
    let sessions = practice.clinic.visits_of(&desk(), practice.maria).await.unwrap();
    let session =
        sessions.iter().find(|row| row.id == PLANNED_SESSION.to_string()).expect("the planned session is not in the diary");
    let day = session.at.to_zoned(practice.clinic.zone()).date();
    let rows =
        |visits: Vec<concord_actions::DayVisit>| visits.into_iter().filter(|row| row.visit.at == session.at).collect::<Vec<_>>();
    assert_eq!(rows(practice.clinic.diary(&therapist(), day).await.unwrap()).len(), 1);
    let address = format!("/desk/{}/visit/{PLANNED_SESSION}", practice.maria);
    clerk.post(&address, &[("key", "k1"), ("kind", "session"), ("what", "here")]).await;
    let after = rows(practice.clinic.diary(&therapist(), day).await.unwrap());
    assert_eq!(after.len(), 1, "the session and what the desk knows of it are two rows");
    assert_eq!(after[0].visit.state, DiaryState::Arrived);
    assert!(after[0].visit.session_id().is_some(), "the therapist's row is no longer a session");
    // It can still turn out that they left again.
    clerk.post(&address, &[("key", "k2"), ("kind", "session"), ("what", "cancelled")]).await;
    assert_eq!(rows(practice.clinic.diary(&therapist(), day).await.unwrap())[0].visit.state, DiaryState::NotHeld);
}

#[tokio::test]
async fn somebody_who_is_due_and_not_here_is_late() {
    let (practice, _, clock) = crate::failing::open().await;
    let clerk = Browser::of(&practice, &desk()).await;
    assert!(!clerk.get("/desk").await.text.contains(" late"));
    clock.set("2026-08-20T18:37:00Z".parse().unwrap());
    // The session of the clerk ran out with the clock; they sign in again.
    let clerk = Browser::of_at(&practice, &desk(), practice.clinic.now()).await;
    let page = clerk.get("/desk").await;
    assert!(page.text.contains("7 min late") && page.text.contains("1 late"), "{}", page.text);
}

#[tokio::test]
async fn people_of_one_name_are_pointed_out_before_they_are_mixed_up() {
    let practice = Practice::open().await;
    let clerk = Browser::of(&practice, &desk()).await;
    let fields = |family: &'static str, given: &'static str, born: &'static str, key: &'static str| {
        [("key", key), ("family_name", family), ("given_name", given), ("birth_date", born), ("place", "riverside")]
    };
    let asked = clerk.post("/desk/register", &fields("DELGADO", "maria", "1990-01-01", "r1")).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.text.contains("Is it one of these?") && asked.text.contains("14 Mar 1988"));
    let mut confirmed = fields("DELGADO", "maria", "1990-01-01", "r1").to_vec();
    confirmed.push(("somebody_else", "yes"));
    let done = clerk.post("/desk/register", &confirmed).await;
    assert!(done.to().starts_with("/desk/person/") && done.to().ends_with("?done=registered"));
    let again = clerk.post("/desk/register", &confirmed).await;
    assert_eq!(again.to(), done.to(), "a double tap registers twice");
    let born = clerk.post("/desk/register", &fields("Delgado", "Mia", "1988-03-14", "r2")).await;
    assert!(born.text.contains("Is it one of these?"), "same family, same day");
    let plan = |chart: &str, key: &'static str, time: &'static str| {
        let (clerk, address) = (&clerk, format!("{}/visit", chart.split('?').next().unwrap()));
        async move {
            clerk
                .post(
                    &address,
                    &[
                        ("key", key),
                        ("day", "2026-08-20"),
                        ("time", time),
                        ("minutes", "20"),
                        ("with", &uuid::Uuid::from_u128(13).to_string()),
                        ("place", "riverside"),
                    ],
                )
                .await
        }
    };
    assert!(plan(done.to(), "p1", "15:00").await.to().ends_with("done=visit"));
    let day = clerk.get("/desk").await;
    let tagged = day.text.matches("</svg>similar name").count();
    assert!(tagged >= 2 && day.text.contains("DELGADO, maria, born 1 Jan 1990"), "{tagged}: {}", day.text);
}

#[tokio::test]
async fn a_visit_is_booked_with_what_is_wrong_said_at_its_field() {
    let practice = Practice::open().await;
    let clerk = Browser::of(&practice, &desk()).await;
    let address = format!("/desk/person/{}/visit", practice.noor);
    let with = uuid::Uuid::from_u128(11).to_string();
    let good = [
        ("key", "b"),
        ("day", "2026-08-21"),
        ("time", "10:00"),
        ("minutes", "30"),
        ("with", with.as_str()),
        ("place", "riverside"),
        ("room", "room 2"),
    ];
    for (field, value, at) in [
        ("day", "", "day"),
        ("day", "2026-08-01", "day"),
        ("time", "99:99", "day"),
        ("minutes", "long", "minutes"),
        ("minutes", "0", "minutes"),
        ("with", "nobody", "with"),
    ] {
        let wrong: Vec<(&str, &str)> = good.iter().map(|(name, old)| (*name, if *name == field { value } else { old })).collect();
        let page = clerk.post(&address, &wrong).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={value}");
        assert!(page.text.contains(&format!("href=\"#{at}\"")), "{field}={value}");
        assert!(page.text.contains("value=\"room 2\""), "what was typed is gone");
    }
    assert!(clerk.post(&address, &good).await.to().ends_with("?done=visit"));
    let clash: Vec<(&str, &str)> = good
        .iter()
        .map(|(name, old)| {
            (
                *name,
                match *name {
                    "key" => "b2",
                    "time" => "10:15",
                    _ => old,
                },
            )
        })
        .collect();
    let other = format!("/desk/person/{}/visit", practice.maria);
    let page = clerk.post(&other, &clash).await;
    assert!(page.text.contains("has somebody at 10:00") && page.text.contains("Book it all the same"), "{}", page.text);
    let mut all_the_same = clash.clone();
    all_the_same.push(("all_the_same", "yes"));
    assert!(clerk.post(&other, &all_the_same).await.to().ends_with("?done=visit"));
}

#[tokio::test]
async fn two_clerks_who_change_the_same_details_get_to_know_of_each_other() {
    let practice = Practice::open().await;
    let clerk = Browser::of(&practice, &desk()).await;
    let address = format!("/desk/person/{}", practice.maria);
    let page = clerk.get(&address).await;
    let seen = page.field("seen");
    let details = |key: &'static str, phone: &'static str| {
        [
            ("key", key),
            ("seen", ""),
            ("family_name", "Delgado"),
            ("given_name", "Maria"),
            ("birth_date", "1988-03-14"),
            ("phone", phone),
        ]
    };
    let with_seen = |fields: [(&'static str, &'static str); 6], seen: &str| {
        fields.map(|(name, value)| (name, if name == "seen" { seen.to_owned() } else { value.to_owned() }))
    };
    let send = |fields: [(&'static str, String); 6]| {
        let (clerk, address) = (&clerk, format!("{address}/details"));
        async move {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            clerk.post(&address, &fields).await
        }
    };
    assert!(send(with_seen(details("details-1", "555 0111"), &seen)).await.to().ends_with("?done=details"));
    let late = send(with_seen(details("details-2", "555 0222"), &seen)).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text.contains("Priya Nair changed these details"), "{}", late.text);
    assert!(late.text.contains("Now: 555 0111") && late.text.contains("value=\"555 0222\""), "both are to be seen");
    let fresh = late.field("seen");
    assert!(send(with_seen(details("details-3", "555 0222"), &fresh)).await.to().ends_with("?done=details"));
}

#[tokio::test]
async fn a_person_gets_a_sign_in_whose_password_is_shown_once() {
    let practice = Practice::open().await;
    let clerk = Browser::of(&practice, &desk()).await;
    let address = format!("/access/{}", practice.june);
    assert!(clerk.get(&address).await.text.contains("They cannot sign in yet."));
    let given = clerk.post(&address, &[]).await;
    let password = given.text.split("id=\"first-password\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_owned();
    assert!(password.len() >= 16 && given.text.contains("june.whitlock"));
    assert!(practice.clinic.sign_in("june.whitlock", &password, "here").await.is_ok());
    let later = clerk.get(&address).await;
    assert!(!later.text.contains(&password) && later.text.contains("first password not changed yet"));
    assert_eq!(clerk.post(&format!("{address}/close"), &[]).await.to(), format!("{address}?done=closed"));
    assert!(practice.clinic.sign_in("june.whitlock", &password, "here").await.is_err());
    // A care manager of the team may do the same; others may not.
    let manager = Browser::of(&practice, &care_manager()).await;
    assert_eq!(manager.get(&format!("/access/{}", practice.noor)).await.status, StatusCode::OK);
    assert_eq!(manager.get(&address).await.status, StatusCode::FORBIDDEN, "June is nobody's patient");
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    assert_eq!(doctor.get(&format!("/access/{}", practice.noor)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn naming_somebody_lets_them_open_the_record() {
    let practice = Practice::open().await;
    let clerk = Browser::of(&practice, &desk()).await;
    let refused = practice.clinic.open_chart(&therapist(), practice.june, Purpose("chart")).await;
    assert!(refused.is_err());
    let staff = uuid::Uuid::from_u128(12).to_string();
    let named = clerk.post(&format!("/desk/person/{}/team", practice.june), &[("key", "n"), ("staff", &staff)]).await;
    assert!(named.to().ends_with("?done=team"));
    assert!(practice.clinic.open_chart(&therapist(), practice.june, Purpose("chart")).await.is_ok());
    let clerk_id = uuid::Uuid::from_u128(16).to_string();
    assert_eq!(
        clerk.post(&format!("/desk/person/{}/team", practice.june), &[("key", "m"), ("staff", &clerk_id)]).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn every_control_of_the_desk_and_the_admin_has_words() {
    let practice = Practice::open().await;
    let clerk = Browser::of(&practice, &desk()).await;
    let admin = Browser::of(&practice, &practice::administrator()).await;
    let stranger = Browser::stranger(&practice);
    let of_person = format!("/desk/person/{}", practice.maria);
    let access = format!("/access/{}", practice.maria);
    let pages: [(&Browser, &[&str]); 3] = [
        (&clerk, &["/desk", "/desk/register", &of_person, &access, "/account", "/kept"]),
        (
            &admin,
            &[
                "/admin",
                "/admin/practice",
                "/admin/knowledge",
                "/admin/knowledge?entry=substances/sertraline",
                "/admin/log?show=all",
            ],
        ),
        (&stranger, &["/sign-in", "/help-now", "/nowhere"]),
    ];
    for (browser, paths) in pages {
        for path in paths {
            let page = browser.get(path).await;
            assert_eq!(unlabelled(&page.text), Vec::<String>::new(), "{path}");
            assert_eq!(loose_ends(&page.text), Vec::<String>::new(), "{path}");
            assert_eq!(page.text.matches("<h1").count(), 1, "{path}");
        }
    }
}
