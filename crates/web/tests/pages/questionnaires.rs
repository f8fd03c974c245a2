//! Questionnaires on the phone and in the visit: rhythms, all on one page, Spanish, licensed wording, rated scales.

use crate::{
    browser::Browser,
    own_pages::chart,
    practice::{self, CBT, Practice, administrator, therapist},
};
use axum::http::StatusCode;
use concord_actions::Entry;
use concord_chart::{
    Event,
    questionnaire::{Answers, Respondent, Rhythm, Scheduled},
};
use concord_knowledge::{Instrument, instrument::Mode, shipped};
use jiff::civil::date;
use std::fmt::Write as _;

fn unworded() -> &'static Instrument {
    let fits = |one: &&Instrument| {
        one.mode == Mode::SelfReport && one.languages().is_empty() && one.all_items().all(|item| item.answers.is_empty())
    };
    shipped().instruments().find(fits).expect("there is such an instrument")
}

fn content(instrument: &Instrument) -> String {
    let list = |word: &str, count: usize| (1..=count).map(|n| format!("\"{word} {n}\"")).collect::<Vec<_>>().join(", ");
    let mut text = format!("instrument = \"{}\"\nversion = \"{}\"\nlanguage = \"en\"\n", instrument.id, instrument.version);
    text.push_str("licence_holder = \"Three Rivers\"\nlicence_reference = \"2026-7\"\n[wording]\n");
    let _ = writeln!(text, "items = [{}]", list("Licensed sentence", instrument.all_items().count()));
    let _ = writeln!(text, "answers = [{}]", list("Licensed answer", instrument.answers.len()));
    text.push_str("notice = \"Used with permission.\"\n");
    text
}

async fn agree(practice: &Practice, instrument: &str, rated_by_clinician: bool) {
    let what = Scheduled {
        instrument: instrument.into(),
        rhythm: Rhythm::EveryDays(7),
        course: Some(CBT),
        from: date(2026, 8, 20),
        until: None,
        rated_by_clinician,
        tell_after_missed: None,
    };
    let entry = Entry::new(format!("agree-{instrument}"), Event::MeasureScheduled(what));
    practice.clinic.record(&therapist(), practice.maria, None, vec![entry]).await.unwrap();
}

#[tokio::test]
async fn a_rhythm_is_agreed_on_its_page_changed_and_ended_and_decides_what_the_patient_finds() {
    let practice = Practice::open().await;
    let ruth = Browser::of(&practice, &therapist()).await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let address = format!("/chart/{}/measures/schedule", practice.maria);
    let page = ruth.get(&address).await;
    assert!(page.text.contains("What these courses are measured by") && page.text.contains("CBT"), "{}", page.text);
    assert!(!maria.get("/my").await.text.contains("Well-being questions"));
    let course = CBT.to_string();
    let form = |days: &'static str, key: &'static str| {
        [
            ("key", key),
            ("instrument", "who-5"),
            ("by", "patient"),
            ("rhythm", "days"),
            ("days", days),
            ("course", course.as_str()),
            ("from", "2026-08-20"),
            ("tell", "2"),
        ]
    };
    let wrong = ruth.post(&address, &form("often", "a")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("Write every how many days") && wrong.text.contains("value=\"often\""), "{}", wrong.text);
    assert_eq!(ruth.post(&address, &form("7", "b")).await.to(), format!("{address}?done=agreed"));
    let agreed = ruth.get(&address).await;
    assert!(agreed.text.contains("every week") && agreed.text.contains("due today"), "{}", agreed.text);
    assert!(maria.get("/my").await.text.contains("Well-being questions"), "it waits on the phone");
    assert_eq!(ruth.post(&address, &form("14", "c")).await.to(), format!("{address}?done=agreed"));
    assert!(ruth.get(&address).await.text.contains("every 2 weeks"));
    let end = [("key", "d"), ("instrument", "who-5"), ("words", "enough for now")];
    assert_eq!(ruth.post(&format!("{address}/end"), &end).await.to(), format!("{address}?done=ended"));
    assert!(!maria.get("/my").await.text.contains("Well-being questions"));
}

#[tokio::test]
async fn what_a_clinician_rates_is_not_agreed_for_the_phone_and_not_waited_for_there() {
    let practice = Practice::open().await;
    let ruth = Browser::of(&practice, &therapist()).await;
    let address = format!("/chart/{}/measures/schedule", practice.maria);
    let form = |by: &'static str| {
        [
            ("key", "x"),
            ("instrument", "madrs"),
            ("by", by),
            ("rhythm", "weeks"),
            ("weeks", "0, 4"),
            ("from", "2026-08-20"),
            ("tell", "2"),
        ]
    };
    let wrong = ruth.post(&address, &form("patient")).await;
    assert!(wrong.text.contains("The MADRS is rated by a clinician"), "{}", wrong.text);
    assert!(ruth.post(&address, &form("team")).await.status.is_redirection());
    assert!(ruth.get(&format!("/chart/{}/measures", practice.maria)).await.text.contains("due today"));
    let maria = Browser::of(&practice, &practice.patient()).await;
    assert!(!maria.get("/my").await.text.contains("Interview about mood"));
}

#[tokio::test]
async fn all_on_one_page_is_remembered_kept_as_one_goes_and_sent_once() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    assert_eq!(maria.post("/my/questions/who-5/way", &[("all", "yes"), ("q", "1")]).await.to(), "/my/questions/who-5");
    let page = maria.get("/my/questions/who-5").await;
    assert!(page.text.contains("name=\"item_5\"") && page.text.contains("One at a time"), "{}", page.text);
    assert_eq!(page.text.matches("<fieldset").count(), 5);
    assert_eq!(page.text.matches("<legend").count(), 5);
    let nothing = maria.post("/my/questions/who-5/all", &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text.contains("Answer at least one question"));
    let key = page.field("key");
    let quiet = maria.post("/my/questions/who-5/all", &[("key", &key), ("item_1", "3"), ("keep", "quiet")]).await;
    assert_eq!(quiet.status, StatusCode::NO_CONTENT);
    let stopped =
        maria.post("/my/questions/who-5/all", &[("key", &key), ("item_1", "3"), ("item_2", "4"), ("keep", "yes")]).await;
    assert_eq!(stopped.to(), "/my?done=questions-kept");
    assert_eq!(maria.get("/my/questions/who-5").await.text.matches(" checked").count(), 2);
    let answers = [("key", key.as_str()), ("item_1", "3"), ("item_2", "4"), ("item_3", ""), ("item_4", "1"), ("item_5", "0")];
    let before = chart(&practice).await.questionnaires.completed.len();
    let sent = maria.post("/my/questions/who-5/all", &answers).await;
    assert!(sent.text.contains("Thank you."), "{}", sent.text);
    assert!(maria.post("/my/questions/who-5/all", &answers).await.text.contains("Thank you."), "sent twice");
    let chart = chart(&practice).await;
    assert_eq!(chart.questionnaires.completed.len(), before + 1, "it counts once");
    let Answers::Items(answered) = &chart.questionnaires.completed.last().unwrap().what else { panic!("no items") };
    assert_eq!(answered.answers, [Some(3), Some(4), None, Some(1), Some(0)]);
    assert_eq!(maria.post("/my/questions/who-5/way", &[("all", "no")]).await.to(), "/my/questions/who-5");
    assert!(maria.get("/my/questions/who-5").await.text.contains("Question 1 of 5"));
}

#[tokio::test]
async fn a_worrying_answer_on_the_one_page_brings_the_numbers_while_the_rest_is_still_open() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    maria.post("/my/questions/phq-9/way", &[("all", "yes")]).await;
    let page = maria.get("/my/questions/phq-9").await;
    let key = page.field("key");
    let before = chart(&practice).await.questionnaires.completed.len();
    let kept = maria.post("/my/questions/phq-9/all", &[("key", &key), ("item_9", "2"), ("keep", "quiet")]).await;
    assert_eq!(kept.status, StatusCode::OK);
    assert!(kept.text.contains("tel:988") && kept.text.contains("Your answers so far are in your record"), "{}", kept.text);
    let on_chart = chart(&practice).await;
    assert_eq!(on_chart.questionnaires.completed.len(), before + 1, "it is on the chart before anything was sent");
    let again = maria.post("/my/questions/phq-9/all", &[("key", &key), ("item_9", "2"), ("keep", "quiet")]).await;
    assert_eq!(again.status, StatusCode::NO_CONTENT, "said once, it does not come back with every choice");
    let sent = maria.post("/my/questions/phq-9/all", &[("key", &key), ("item_1", "1"), ("item_9", "2")]).await;
    assert!(sent.text.contains("Thank you for telling us."));
    assert_eq!(chart(&practice).await.questionnaires.completed.len(), before + 1, "the finished set stands in its place");
}

#[tokio::test]
async fn spanish_is_offered_where_there_is_an_official_wording_and_is_kept_on_the_answers() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    assert!(maria.get("/my/questions/gad-7").await.text.contains("Español"));
    let switched = maria.post("/my/questions/gad-7/way", &[("language", "es"), ("q", "1")]).await;
    assert_eq!(switched.to(), "/my/questions/gad-7?q=1");
    let page = maria.get("/my/questions/gad-7").await;
    assert!(page.text.contains("<html lang=\"es\"") && page.text.contains("Pregunta 1 de") && page.text.contains("Siguiente"));
    let spanish = &shipped().instrument(&"gad-7".into()).unwrap().texts["es"].wording;
    assert!(page.text.contains(&spanish.items[0]), "{}", page.text);
    assert!(page.text.contains("Inicio") && !page.text.contains("Leave this one out"));
    let count = shipped().instrument(&"gad-7".into()).unwrap().all_items().count();
    for number in 1..=count {
        maria.post("/my/questions/gad-7", &[("q", &number.to_string()), ("value", "1")]).await;
    }
    let chart = chart(&practice).await;
    let Answers::Items(answered) = &chart.questionnaires.completed.last().unwrap().what else { panic!("no items") };
    assert_eq!((answered.instrument.as_str(), answered.language.as_str()), ("gad-7", "es"));
    assert_eq!(answered.version, shipped().instrument(&"gad-7".into()).unwrap().version);
    let ruth = Browser::of(&practice, &therapist()).await;
    let measures = ruth.get(&format!("/chart/{}/measures", practice.maria)).await;
    assert!(measures.text.contains(" (es)"), "the team sees in which language it was answered");
    let english = maria.post("/my/questions/gad-7/way", &[("language", "xx")]).await;
    assert_eq!(english.to(), "/my/questions/gad-7");
    assert!(maria.get("/my/questions/gad-7").await.text.contains("Pregunta"), "a language that is not there changes nothing");
}

#[tokio::test]
async fn help_after_a_spanish_answer_is_in_spanish_and_the_practices_own_words_are_marked() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    maria.post("/my/questions/phq-9/way", &[("language", "es")]).await;
    for number in 1..=9 {
        maria.post("/my/questions/phq-9", &[("q", &number.to_string()), ("value", if number == 9 { "3" } else { "1" })]).await;
    }
    let sent = maria.post("/my/questions/phq-9", &[("q", "10"), ("value", "2")]).await.text;
    assert!(sent.contains("<html lang=\"es\"") && sent.contains("tel:988"), "{sent}");
    for spanish in
        ["¿Está en peligro ahora mismo?", "Empezamos a llamar a Ben Achebe a las 1:40 pm.", "Enviárnoslo", "lang=\"en\""]
    {
        assert!(sent.contains(spanish), "{spanish} is not on the page");
    }
    for english in ["In danger right now", "What happens next", "We have it since", "Where can we reach you", "Now: open"] {
        assert!(!sent.contains(english), "{english} stands on a Spanish page");
    }
}

#[tokio::test]
async fn wording_that_does_not_ship_is_asked_on_the_phone_once_the_practice_has_loaded_its_licensed_text() {
    let practice = Practice::open().await;
    let instrument = unworded();
    let maria = Browser::of(&practice, &practice.patient()).await;
    let ruth = Browser::of(&practice, &therapist()).await;
    let admin = Browser::of(&practice, &administrator()).await;
    agree(&practice, instrument.id.as_str(), false).await;
    let phone = format!("/my/questions/{}", instrument.id);
    assert_eq!(maria.get(&phone).await.status, StatusCode::NOT_FOUND);
    let entering = format!("/chart/{}/record/questionnaire?instrument={}", practice.maria, instrument.id);
    let neutral = ruth.get(&entering).await;
    assert!(neutral.text.contains("may not be shown here") && neutral.text.contains("name=\"item_1\""), "{}", neutral.text);

    let page = admin.get("/admin/instruments").await;
    assert!(page.text.contains("not shown: neutral labels") && page.text.contains("None is loaded."));
    for words in ["shown, as it came with the program", "English, Español", "the patient on paper; staff enter the numbers"] {
        assert!(page.text.contains(words), "{words}");
    }
    let wrong = admin.post("/admin/instruments", &[("text", "instrument = \"x\"")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("class=\"error\""), "{}", wrong.text);
    let loaded = admin.post("/admin/instruments", &[("text", &content(instrument))]).await;
    assert_eq!(loaded.to(), "/admin/instruments?done=loaded");
    assert!(admin.get("/admin/instruments").await.text.contains("shown, licensed to Three Rivers"));

    let asked = maria.get(&phone).await;
    assert!(asked.text.contains("Licensed sentence 1") && asked.text.contains("Licensed answer 1"), "{}", asked.text);
    assert!(asked.text.contains("Used with permission.") && asked.text.contains("Licensed to Three Rivers (2026-7)"));
    assert!(maria.get("/my").await.text.contains(&format!("href=\"{phone}\"")), "what was agreed waits on the phone now");
    assert!(ruth.get(&entering).await.text.contains("Licensed sentence 1"));
    let away = [("instrument", instrument.id.as_str()), ("language", "en")];
    assert_eq!(admin.post("/admin/instruments/remove", &away).await.to(), "/admin/instruments?done=removed");
    assert_eq!(maria.get(&phone).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_rated_scale_is_a_clinicians_own_series_and_is_never_joined_with_the_patients() {
    let practice = Practice::open().await;
    let ruth = Browser::of(&practice, &therapist()).await;
    let entering = format!("/chart/{}/record/questionnaire", practice.maria);
    let form = ruth.get(&format!("{entering}?instrument=madrs")).await;
    assert!(form.text.contains("value=\"clinician\" checked") && !form.text.contains("value=\"patient\""), "{}", form.text);
    let chart_id = practice.maria.to_string();
    let mut fields = vec![("chart", chart_id.as_str()), ("key", "rated"), ("instrument", "madrs"), ("respondent", "clinician")];
    let names: Vec<String> = (1..=10).map(|item| format!("item_{item}")).collect();
    fields.extend(names.iter().map(|name| (name.as_str(), if name == "item_10" { "0" } else { "2" })));
    let sent = ruth.post(&entering, &fields).await;
    assert!(sent.status.is_redirection(), "{}", sent.text);
    let on_chart = chart(&practice).await;
    let Answers::Items(answered) = &on_chart.questionnaires.completed.last().unwrap().what else { panic!("no items") };
    assert_eq!(answered.respondent, Respondent::Clinician);

    // The PHQ-9 asked by a clinician stands in a table of its own.
    let mut fields = vec![("chart", chart_id.as_str()), ("key", "read"), ("instrument", "phq-9"), ("respondent", "clinician")];
    fields.extend(names.iter().take(9).map(|name| (name.as_str(), "0")));
    assert!(ruth.post(&entering, &fields).await.status.is_redirection());
    let page = ruth.get(&format!("/chart/{}/measures", practice.maria)).await;
    assert!(page.text.contains("A clinician's rating") || page.text.contains("A clinician&#39;s rating"), "{}", page.text);
    assert!(page.text.contains("MADRS: a clinician") && page.text.contains("PHQ-9: the patient"));
    assert!(page.text.contains("At a glance") && page.text.contains("Reliable change"));
}

#[tokio::test]
async fn a_number_that_is_no_answer_is_said_and_not_taken_for_left_out() {
    let practice = Practice::open().await;
    let ruth = Browser::of(&practice, &therapist()).await;
    let chart_id = practice.maria.to_string();
    let fields = [
        ("chart", chart_id.as_str()),
        ("key", "k"),
        ("instrument", "phq-9"),
        ("respondent", "patient"),
        ("item_1", "7"),
        ("item_2", "1"),
    ];
    let page = ruth.post(&format!("/chart/{}/record/questionnaire", practice.maria), &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("is no answer to item 1"), "{}", page.text);
}

#[tokio::test]
async fn the_patient_sees_words_and_no_bands() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice::Practice::patient(&practice)).await;
    let bands: Vec<String> =
        shipped().instrument(&"phq-9".into()).unwrap().bands.iter().map(|band| band.label.to_lowercase()).collect();
    for path in ["/my", "/my/course", "/my/questions/phq-9", "/my/answers?all_lines=yes"] {
        let text = maria.get(path).await.text.to_lowercase();
        for band in bands.iter().filter(|band| band.contains("severe") || band.contains("moderate")) {
            assert!(!text.contains(band.as_str()), "{path} says {band}");
        }
    }
}

#[tokio::test]
async fn ones_own_answers_stand_in_ones_own_words_and_the_hard_one_only_when_asked_for() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let page = maria.get("/my/answers").await;
    let phq = shipped().instrument(&"phq-9".into()).unwrap();
    let hard = phq.items[8].text.as_deref().unwrap();
    assert!(page.text.contains(phq.items[0].text.as_deref().unwrap()) && page.text.contains("<svg"), "{}", page.text);
    assert!(!page.text.contains(hard) && page.text.contains("One answer is hidden"));
    let all = maria.get("/my/answers?all_lines=yes").await;
    assert!(all.text.contains(hard) && !all.text.contains("One answer is hidden"));
}
