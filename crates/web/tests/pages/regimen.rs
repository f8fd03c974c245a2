//! The regimen: change, review and record as one flow; what stops, what was weighed, what nobody here can say.

use crate::{
    browser::{Browser, Page},
    labels,
    practice::{self, Practice},
};
use concord_access::Purpose;
use concord_actions::Entry;
use concord_chart::{Chart, ChartId, CourseId, Event, medication::Started, task::TaskKind};
use std::sync::Arc;
use uuid::Uuid;

async fn chart_of(practice: &Practice, chart: ChartId) -> Arc<Chart> {
    practice.clinic.open_chart(&practice::prescriber(), chart, Purpose("test")).await.unwrap().chart
}

fn address(chart: ChartId, end: &str) -> String {
    format!("/chart/{chart}/regimen{end}")
}

/// Sends the form of the page with what is typed into it.
async fn send(browser: &Browser, chart: ChartId, what: &str, typed: &[(&str, &str)]) -> Page {
    let page = browser.get(&address(chart, &format!("?what={what}"))).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let (seen, key, own) = (page.field("seen"), page.field("key"), chart.to_string());
    let mut fields = vec![("what", what), ("from", "regimen"), ("chart", own.as_str()), ("seen", &seen), ("key", &key)];
    fields.extend_from_slice(typed);
    browser.post(&format!("/chart/{chart}/record/{what}"), &fields).await
}

async fn start(browser: &Browser, chart: ChartId, name: &str, amount: &str) -> Page {
    send(browser, chart, "medicine-start", &[("name", name), ("amount", amount), ("unit", "mg"), ("often", "1")]).await
}

/// What is typed to begin phenelzine.
const PHENELZINE: [(&str, &str); 5] =
    [("name", "Phenelzine"), ("amount", "15"), ("unit", "mg"), ("often", "1"), ("purpose", "low mood")];

/// The key by which the page names its first finding that has to be weighed.
fn to_weigh(page: &Page) -> String {
    let after = page.text.split("name=\"weighed:").nth(1).unwrap_or_else(|| panic!("nothing to weigh on the page"));
    after.split('"').next().unwrap().to_owned()
}

fn all_to_weigh(page: &Page) -> Vec<String> {
    page.text.split("name=\"weighed:").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// The numbers of the three tiles: interact, clear, not checked.
fn counts(page: &Page) -> [usize; 3] {
    ["st care", "st good", "st unk"].map(|class| {
        let tile = page.text.split(&format!("class=\"{class}\"")).nth(1).unwrap_or_else(|| panic!("no tile {class}"));
        tile.split("<dd>").nth(1).unwrap().split('<').next().unwrap().parse().unwrap()
    })
}

#[tokio::test]
async fn what_is_taken_stands_with_dose_purpose_prescriber_and_how_we_know() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let wort = [
        ("name", "St John's wort"),
        ("amount", "300"),
        ("unit", "mg"),
        ("often", "3"),
        ("elsewhere", "yes"),
        ("on_day", "2026-08-01"),
    ];
    let sent = send(&doctor, practice.maria, "medicine-start", &wort).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let page = doctor.get(&address(practice.maria, "")).await;
    for words in [
        "75 mg at night",
        "low mood and worry",
        "prescribed here, Dr Amara Osei",
        "ticked by the patient",
        "supplement or herb",
        "Not asked yet: nothing that is taken could be checked against an allergy",
    ] {
        assert!(page.text.contains(words), "{words}");
    }
}

#[tokio::test]
async fn three_counts_add_up_to_every_pair_and_an_unknown_name_is_never_clear() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    for (name, amount) in [("Sertraline", "50"), ("Ibuprofen", "400"), ("Grandmother’s drops", "5")] {
        let sent = start(&doctor, practice.noor, name, amount).await;
        assert_eq!(sent.status, 303, "{name}: {}", sent.text);
    }
    let page = doctor.get(&address(practice.noor, "")).await;
    let [interact, clear, open] = counts(&page);
    assert_eq!((interact, clear + open, open >= 2), (1, 2, true), "sertraline with ibuprofen; nobody knows the drops");
    assert!(page.text.contains("Not checked: Grandmother’s drops") && page.text.contains("please do not read it as safe"));
    assert!(page.text.contains("knowledge of") && page.text.contains("version <code>"));
    assert!(labels::unlabelled(&page.text).is_empty(), "{:?}", labels::unlabelled(&page.text));
    assert!(labels::loose_ends(&page.text).is_empty(), "{:?}", labels::loose_ends(&page.text));
}

#[tokio::test]
async fn nothing_that_stops_is_recorded_until_it_was_weighed_and_what_was_typed_is_kept() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    assert_eq!(start(&doctor, practice.noor, "Sertraline", "50").await.status, 303);
    let head = practice.head(practice.noor).await;
    let stopped = send(&doctor, practice.noor, "medicine-start", &PHENELZINE).await;
    assert_eq!(stopped.status, 422);
    assert_eq!(practice.head(practice.noor).await, head, "nothing was recorded");
    assert!(
        stopped.text.contains("value=\"Phenelzine\"") && stopped.text.contains("value=\"low mood\""),
        "what was typed is kept"
    );
    assert!(stopped.text.contains("I have weighed this. Reason:") && stopped.text.contains("There is a problem"));
    assert_eq!(stopped.text.matches("class=\"finding stop interrupts\"").count(), 1, "one card that interrupts, at most");
    assert!(
        labels::unlabelled(&stopped.text).is_empty() && labels::loose_ends(&stopped.text).is_empty(),
        "{:?}",
        labels::loose_ends(&stopped.text)
    );

    // Ticked, and no reason: still not.
    let key = to_weigh(&stopped);
    let ticked = format!("weighed:{key}");
    let mut typed = PHENELZINE.to_vec();
    typed.push((&ticked, "yes"));
    let again = send(&doctor, practice.noor, "medicine-start", &typed).await;
    assert_eq!((again.status.as_u16(), practice.head(practice.noor).await), (422, head));
    assert!(again.text.contains("Choose why you go on past"));
}

/// Begins phenelzine while sertraline is taken, with a reason for everything that stops.
async fn begin_weighed(practice: &Practice, doctor: &Browser) -> Page {
    assert_eq!(start(doctor, practice.noor, "Sertraline", "50").await.status, 303);
    let stopped = send(doctor, practice.noor, "medicine-start", &PHENELZINE).await;
    weighed(doctor, practice.noor, "medicine-start", &PHENELZINE, &stopped).await
}

async fn weighed(doctor: &Browser, chart: ChartId, what: &str, typed: &[(&str, &str)], stopped: &Page) -> Page {
    let names: Vec<(String, &str)> = all_to_weigh(stopped)
        .iter()
        .flat_map(|key| {
            [
                (format!("weighed:{key}"), "yes"),
                (format!("reason:{key}"), "short_overlap"),
                (format!("words:{key}"), "in hospital, watched"),
            ]
        })
        .collect();
    let mut typed = typed.to_vec();
    typed.extend(names.iter().map(|(name, value)| (name.as_str(), *value)));
    send(doctor, chart, what, &typed).await
}

#[tokio::test]
async fn a_reason_is_recorded_with_the_change_and_the_finding_is_not_shown_again() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let sent = begin_weighed(&practice, &doctor).await;
    assert_eq!(
        (sent.status.as_u16(), sent.to()),
        (303, address(practice.noor, "?done=medicine-start").as_str()),
        "{}",
        sent.text
    );
    let chart = chart_of(&practice, practice.noor).await;
    assert!(!chart.acknowledged.is_empty());
    assert!(
        chart.acknowledged.iter().all(|known| known.what.why() == "taken together for a short time only: in hospital, watched")
    );
    assert_eq!(chart.medications.len(), 2);
    let page = doctor.get(sent.to()).await;
    assert!(!page.text.contains("finding stop interrupts"), "it was weighed");
    assert!(
        page.text.contains("What was found and is not shown")
            && page.text.contains("weighed before: taken together for a short time only")
    );
    let [interact, ..] = counts(&page);
    assert_eq!(interact, 1, "the pair still interacts");
}

#[tokio::test]
async fn what_was_weighed_comes_back_when_a_dose_is_raised_and_says_so() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    begin_weighed(&practice, &doctor).await;
    let chart = chart_of(&practice, practice.noor).await;
    let course = chart.medications.iter().find(|course| course.what.name == "Sertraline").unwrap().id.to_string();
    let change = |amount: &'static str| {
        vec![("course", course.clone()), ("amount", amount.to_owned()), ("unit", "mg".to_owned()), ("often", "1".to_owned())]
    };
    let borrowed =
        |fields: &[(&'static str, String)]| fields.iter().map(|(name, value)| (*name, value.clone())).collect::<Vec<_>>();
    let lower = borrowed(&change("25"));
    let lower: Vec<(&str, &str)> = lower.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(send(&doctor, practice.noor, "dose-change", &lower).await.status, 303, "less is not worse");
    let higher = borrowed(&change("100"));
    let higher: Vec<(&str, &str)> = higher.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let stopped = send(&doctor, practice.noor, "dose-change", &higher).await;
    assert_eq!(stopped.status, 422);
    assert!(
        stopped.text.contains("Shown again: Dr Amara Osei went on past it")
            && stopped.text.contains("the dose of sertraline is higher now: 100 mg a day"),
        "{}",
        stopped.text
    );
    let sent = weighed(&doctor, practice.noor, "dose-change", &higher, &stopped).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
}

#[tokio::test]
async fn the_record_form_is_no_way_round_the_review() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    assert_eq!(start(&doctor, practice.noor, "Sertraline", "50").await.status, 303);
    let form = format!("/chart/{}/record/medicine-start", practice.noor);
    let page = doctor.get(&form).await;
    let (seen, key, own) = (page.field("seen"), page.field("key"), practice.noor.to_string());
    let mut fields = vec![("chart", own.as_str()), ("seen", &seen), ("key", &key)];
    fields.extend(PHENELZINE);
    let stopped = doctor.post(&form, &fields).await;
    assert_eq!(stopped.status, 422);
    assert!(stopped.text.contains("I have weighed this") && stopped.text.contains("value=\"Phenelzine\""));
}

#[tokio::test]
async fn the_review_is_made_again_as_somebody_types_and_reads_the_dose_back_in_full() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    assert_eq!(start(&doctor, practice.noor, "Sertraline", "50").await.status, 303);
    let head = practice.head(practice.noor).await;
    let live = |typed: &str| address(practice.noor, &format!("/review?what=medicine-start&unit=mg&often=1&{typed}"));
    let part = doctor.get(&live("name=Phenelz")).await;
    assert!(
        part.text.starts_with("<aside") && part.text.contains("id=\"review\"") && !part.text.contains("<html"),
        "the part alone"
    );
    assert!(part.text.contains("Not checked: Phenelz"), "half a name is not safe");
    let whole = doctor.get(&live("name=Phenelzine&amount=15")).await;
    assert!(whole.text.contains("Read as: </b>Start phenelzine: 15 milligrams, once a day, 15 mg a day."), "{}", whole.text);
    assert!(whole.text.contains("finding stop interrupts") && whole.text.contains("It comes with this change."));
    assert!(whole.text.contains("It comes with this change."));
    let naked = doctor.get(&live("name=Lorazepam&amount=.5")).await;
    assert!(naked.text.contains("Write 0.5 and not .5"));
    let plain = doctor.get(&live("name=Lorazepam&amount=0.5")).await;
    assert!(plain.text.contains("0.5 milligrams, once a day, 0.5 mg a day"));
    assert_eq!(practice.head(practice.noor).await, head, "typing records nothing");
}

#[tokio::test]
async fn the_same_draft_is_reviewed_without_script_from_its_address() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    assert_eq!(start(&doctor, practice.noor, "Sertraline", "50").await.status, 303);
    let page = doctor.get(&address(practice.noor, "?what=medicine-start&name=Phenelzine&amount=15&unit=mg&often=1")).await;
    for words in [
        "Check again",
        "formmethod=\"get\"",
        "Draft, not recorded.",
        "draft, not started",
        "Safety review of this draft",
        "Throw away",
    ] {
        assert!(page.text.contains(words), "{words}");
    }
    assert!(page.text.contains("value=\"15\""), "what was typed stands in the form");
}

#[tokio::test]
async fn a_dose_that_can_be_misread_is_not_recorded() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    for (amount, unit, sentence) in [
        ("1.0", "mg", "Write 1 and not 1.0"),
        (".5", "mg", "Write 0.5 and not .5"),
        ("5", "mq", "“mq” is not a unit that is known here"),
    ] {
        let head = practice.head(practice.noor).await;
        let page = send(
            &doctor,
            practice.noor,
            "medicine-start",
            &[("name", "Lorazepam"), ("amount", amount), ("unit", unit), ("often", "1")],
        )
        .await;
        assert_eq!((page.status.as_u16(), practice.head(practice.noor).await), (422, head), "{amount} {unit}");
        assert!(page.text.contains(sentence) && page.text.contains("value=\"Lorazepam\""), "{sentence}");
    }
}

#[tokio::test]
async fn stopping_takes_the_interaction_away_and_is_not_stopped_by_it() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    for (name, amount) in [("Sertraline", "50"), ("Ibuprofen", "400")] {
        assert_eq!(start(&doctor, practice.noor, name, amount).await.status, 303);
    }
    let chart = chart_of(&practice, practice.noor).await;
    let course = chart.medications.iter().find(|course| course.what.name == "Ibuprofen").unwrap().id;
    let draft = doctor.get(&address(practice.noor, &format!("?what=medicine-stop&course={course}"))).await;
    assert_eq!(counts(&draft)[0], 0, "without ibuprofen nothing interacts");
    assert!(draft.text.contains("Read as: </b>Stop Ibuprofen, now 400 mg."), "{}", draft.text);
    let sent = send(&doctor, practice.noor, "medicine-stop", &[("course", &course.to_string()), ("reason", "safety")]).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
}

#[tokio::test]
async fn a_check_is_ordered_with_one_press_and_has_an_owner_and_a_day() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let begun = start(&doctor, practice.noor, "Lithium carbonate", "600").await;
    let begun = if begun.status == 422 {
        weighed(
            &doctor,
            practice.noor,
            "medicine-start",
            &[("name", "Lithium carbonate"), ("amount", "600"), ("unit", "mg"), ("often", "1")],
            &begun,
        )
        .await
    } else {
        begun
    };
    assert_eq!(begun.status, 303, "{}", begun.text);
    let page = doctor.get(&address(practice.noor, "")).await;
    let form =
        page.text.split("class=\"one-press\"").skip(1).find(|form| form.contains("order_test")).expect("a check can be ordered");
    let value =
        |name: &str| form.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned();
    let (key, task, item, due) = (value("key"), value("task"), value("item"), value("due"));
    let own = practice.noor.to_string();
    let fields =
        [("chart", own.as_str()), ("key", &key), ("task", &task), ("kind", "order_test"), ("item", &item), ("due", &due)];
    for _ in 0..2 {
        let sent = doctor.post(&address(practice.noor, "/task"), &fields).await;
        assert_eq!((sent.status.as_u16(), sent.to()), (303, address(practice.noor, "?done=task").as_str()));
    }
    let chart = chart_of(&practice, practice.noor).await;
    let [task] = chart.tasks.as_slice() else { panic!("pressed twice, kept once: {:?}", chart.tasks) };
    assert_eq!((task.what.kind, Some(task.owner)), (TaskKind::OrderTest, practice::prescriber().staff));
    assert!(task.what.due.is_some() && task.what.item.as_deref() == Some(item.as_str()));
    assert!(doctor.get(&address(practice.noor, "")).await.text.contains("Ordered: "), "it is not offered again");
}

#[tokio::test]
async fn what_is_pressed_after_another_record_was_opened_is_stopped() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    doctor.get(&address(practice.noor, "")).await;
    doctor.get(&address(practice.maria, "")).await;
    let own = practice.noor.to_string();
    let fields = [("chart", own.as_str()), ("key", "k"), ("task", "Order: sodium"), ("kind", "order_test"), ("item", "sodium")];
    let stopped = doctor.post(&address(practice.noor, "/task"), &fields).await;
    assert_eq!(stopped.status, 409);
    assert!(
        stopped.text.contains("you opened another record meanwhile") && chart_of(&practice, practice.noor).await.tasks.is_empty()
    );
    assert_eq!(
        doctor.post(&address(practice.noor, "/task"), &fields).await.status,
        303,
        "now it is this record that was looked at"
    );
}

#[tokio::test]
async fn a_draft_is_kept_for_its_author_and_nothing_of_it_is_prescribed() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let (own, head) = (practice.noor.to_string(), practice.head(practice.noor).await);
    let mut fields = vec![("chart", own.as_str()), ("what", "medicine-start"), ("key", "k")];
    fields.extend(PHENELZINE);
    assert_eq!(doctor.post(&address(practice.noor, "/draft"), &fields).await.status, 303);
    assert_eq!(practice.head(practice.noor).await, head);
    let page = doctor.get(&address(practice.noor, "")).await;
    assert!(
        page.text.contains("You kept a draft.")
            && page.text.contains("name=Phenelzine")
            && page.text.contains("No medicine is on the chart")
    );
    let therapist = Browser::of(&practice, &practice::therapist()).await;
    assert!(!therapist.get(&address(practice.noor, "")).await.text.contains("Phenelzine"));
    doctor.post(&address(practice.noor, "/draft"), &[("chart", &own), ("forget", "yes")]).await;
    assert!(!doctor.get(&address(practice.noor, "")).await.text.contains("You kept a draft."));
}

#[tokio::test]
async fn a_finding_has_a_page_with_everything_by_which_it_can_be_judged() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    for (name, amount) in [("Sertraline", "50"), ("Ibuprofen", "400")] {
        assert_eq!(start(&doctor, practice.noor, name, amount).await.status, 303);
    }
    let page = doctor.get(&address(practice.noor, "")).await;
    let mut links = page.text.split("/regimen/finding?finding=").skip(1).map(|rest| rest.split('"').next().unwrap());
    let link = links.find(|link| link.contains("ibuprofen") && link.contains("sertraline")).unwrap();
    let finding = doctor.get(&address(practice.noor, &format!("/finding?finding={link}"))).await;
    for words in [
        "How it comes about",
        "How well it is known",
        "How often harm follows",
        "Rests on",
        "The rule in words",
        "Where it stands",
        "Why it is shown now",
        "Do not show it again",
    ] {
        assert!(finding.text.contains(words), "{words}");
    }
    assert!(finding.text.contains("verified") || finding.text.contains("</svg>read"), "whether the source was read is said");
    let key = to_weigh(&finding);
    let (own, sent) = (practice.noor.to_string(), finding.field("key"));
    let (ticked, reason) = (format!("weighed:{key}"), format!("reason:{key}"));
    let fields = [("chart", own.as_str()), ("key", &sent), ("finding", &key), (&ticked, "yes"), (&reason, "monitored")];
    let empty = doctor.post(&address(practice.noor, "/finding"), &fields[..3]).await;
    assert_eq!(empty.status, 422);
    let kept = doctor.post(&address(practice.noor, "/finding"), &fields).await;
    assert_eq!(kept.to(), address(practice.noor, "?done=weighed"), "{}", kept.text);
    assert!(doctor.get(&address(practice.noor, "")).await.text.contains("weighed before: it is being monitored"));
}

#[tokio::test]
async fn a_fact_that_is_missing_is_recorded_from_its_card() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let begun = start(&doctor, practice.noor, "Carbamazepine", "200").await;
    let begun = if begun.status == 422 {
        weighed(
            &doctor,
            practice.noor,
            "medicine-start",
            &[("name", "Carbamazepine"), ("amount", "200"), ("unit", "mg"), ("often", "1")],
            &begun,
        )
        .await
    } else {
        begun
    };
    assert_eq!(begun.status, 303, "{}", begun.text);
    let page = doctor.get(&address(practice.noor, "")).await;
    let link = format!("/chart/{}/record/circumstance?about_what=", practice.noor);
    assert!(page.text.contains(&link), "ancestry and contraception matter for carbamazepine");
    let form = doctor.get(&format!("{link}ancestry")).await;
    assert_eq!(form.status, 200);
    assert!(form.text.contains("value=\"ancestry\" checked"));
}

#[tokio::test]
async fn an_allergy_is_checked_and_shown() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let form = format!("/chart/{}/record/allergy", practice.noor);
    let page = doctor.get(&form).await;
    let (seen, key, own) = (page.field("seen"), page.field("key"), practice.noor.to_string());
    let fields = [
        ("chart", own.as_str()),
        ("seen", &seen),
        ("key", &key),
        ("substance", "Lamotrigine"),
        ("intolerance", "false"),
        ("reactions", "rash with fever"),
    ];
    assert_eq!(doctor.post(&form, &fields).await.status, 303);
    let draft = doctor.get(&address(practice.noor, "?what=medicine-start&name=Lamotrigine&amount=25&unit=mg&often=1")).await;
    assert!(draft.text.contains("rash with fever"));
    assert!(draft.text.to_lowercase().contains("allerg") && draft.text.contains("finding stop"), "{}", draft.text);
}

#[tokio::test]
async fn a_therapist_sees_the_review_and_changes_nothing() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    assert_eq!(start(&doctor, practice.noor, "Sertraline", "50").await.status, 303);
    let therapist = Browser::of(&practice, &practice::therapist()).await;
    let page = therapist.get(&address(practice.noor, "?what=medicine-start&name=Phenelzine&amount=15&unit=mg&often=1")).await;
    assert!(page.text.contains("Safety review") && page.text.contains("Sertraline"));
    for hidden in ["Change something", "Phenelzine", "/record/medicine-start", "I have weighed this"] {
        assert!(!page.text.contains(hidden), "{hidden}");
    }
    let own = practice.noor.to_string();
    assert_eq!(
        therapist.post(&address(practice.noor, "/draft"), &[("chart", &own), ("what", "medicine-start")]).await.status,
        403
    );
}

/// The latest entry of a kind that counts.
async fn latest(practice: &Practice, kind: &str) -> String {
    let chart = chart_of(practice, practice.noor).await;
    let entry = chart.entries.iter().rev().find(|entry| entry.status.counts() && entry.recorded.event().kind() == kind).unwrap();
    entry.recorded.id().to_string()
}

/// Opens the form of a correction, types into it and sends it.
async fn correct(doctor: &Browser, chart: ChartId, what: &str, entry: &str, typed: &[(&str, &str)]) -> Page {
    let page = doctor.get(&format!("/chart/{chart}/entries/{entry}/amend")).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let (seen, key, own) = (page.field("seen"), page.field("key"), chart.to_string());
    let made = if page.text.contains("name=\"made\"") { page.field("made") } else { String::new() };
    let mut fields = vec![("chart", own.as_str()), ("seen", &seen), ("key", &key), ("amends", entry), ("made", &made)];
    fields.extend_from_slice(typed);
    doctor.post(&format!("/chart/{chart}/record/{what}"), &fields).await
}

#[tokio::test]
async fn a_corrected_beginning_passes_the_same_gate_as_one_that_is_entered() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    for (name, amount) in [("Sertraline", "50"), ("Loratadine", "10")] {
        assert_eq!(start(&doctor, practice.noor, name, amount).await.status, 303);
    }
    let (head, entry) = (practice.head(practice.noor).await, latest(&practice, "medication.started").await);
    let stopped = correct(&doctor, practice.noor, "medicine-start", &entry, &PHENELZINE).await;
    assert_eq!((stopped.status.as_u16(), practice.head(practice.noor).await), (422, head), "{}", stopped.text);
    assert!(stopped.text.contains("I have weighed this. Reason:") && stopped.text.contains("value=\"Phenelzine\""));
    assert_eq!(stopped.field("amends"), entry, "it stays a correction");
    assert!(stopped.text.contains("Keep the correction") && !stopped.text.contains("Keep as a draft"));
    assert!(!stopped.text.contains("draft, not started"), "nothing is begun");
    assert!(labels::unlabelled(&stopped.text).is_empty() && labels::loose_ends(&stopped.text).is_empty());
    let own = practice.noor.to_string();
    let kept =
        doctor.post(&address(practice.noor, "/draft"), &[("chart", &own), ("what", "medicine-start"), ("amends", &entry)]).await;
    assert_eq!(kept.status, 404, "a correction kept for later would be taken for a beginning");

    let names: Vec<(String, &str)> = all_to_weigh(&stopped)
        .into_iter()
        .flat_map(|key| [(format!("weighed:{key}"), "yes"), (format!("reason:{key}"), "short_overlap")])
        .collect();
    let mut typed = PHENELZINE.to_vec();
    typed.extend(names.iter().map(|(name, value)| (name.as_str(), *value)));
    let sent = correct(&doctor, practice.noor, "medicine-start", &entry, &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let chart = chart_of(&practice, practice.noor).await;
    let names: Vec<&str> = chart.medications.iter().map(|course| course.what.name.as_str()).collect();
    assert_eq!(names, ["Sertraline", "Phenelzine"], "it takes the place of what it corrects");
    assert!(!chart.acknowledged.is_empty());
}

#[tokio::test]
async fn a_corrected_dose_passes_the_same_gate_and_one_without_news_passes_at_once() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    begin_weighed(&practice, &doctor).await;
    let chart = chart_of(&practice, practice.noor).await;
    let course = chart.medications.iter().find(|course| course.what.name == "Sertraline").unwrap().id.to_string();
    let dose = |amount: &'static str| [("course", course.as_str()), ("amount", amount), ("unit", "mg"), ("often", "1")];
    assert_eq!(send(&doctor, practice.noor, "dose-change", &dose("25")).await.status, 303, "less is not worse");
    let (head, entry) = (practice.head(practice.noor).await, latest(&practice, "medication.dose_changed").await);
    let stopped = correct(&doctor, practice.noor, "dose-change", &entry, &dose("100")).await;
    assert_eq!((stopped.status.as_u16(), practice.head(practice.noor).await), (422, head));
    assert!(stopped.text.contains("the dose of sertraline is higher now: 100 mg a day"), "{}", stopped.text);
    assert_eq!(
        correct(&doctor, practice.noor, "dose-change", &entry, &dose("37.5")).await.status,
        303,
        "less than what was weighed"
    );
}

/// Sertraline begun and stopped, and phenelzine since then: what only stays apart because of the stop.
async fn one_after_the_other(practice: &Practice, doctor: &Browser) {
    assert_eq!(start(doctor, practice.noor, "Sertraline", "50").await.status, 303);
    let sertraline = chart_of(practice, practice.noor).await.medications[0].id.to_string();
    let stop = [("course", sertraline.as_str()), ("reason", "safety")];
    assert_eq!(send(doctor, practice.noor, "medicine-stop", &stop).await.status, 303);
    let phenelzine = Started {
        course: CourseId(Uuid::from_u128(9_901)),
        substance: Some("phenelzine".into()),
        name: "Phenelzine".into(),
        coding: Vec::new(),
        dosing: practice::dosing(15, ""),
        route: None,
        purpose: String::new(),
        prescriber: String::new(),
        from_elsewhere: true,
    };
    let entry = Entry::new("phenelzine", Event::MedicationStarted(phenelzine));
    practice.clinic.record(&practice::prescriber(), practice.noor, None, vec![entry]).await.unwrap();
}

/// Opens the page that retracts an entry and sends it.
async fn retract(browser: &Browser, chart: ChartId, entry: &str, typed: &[(&str, &str)]) -> Page {
    let address = format!("/chart/{chart}/entries/{entry}/retract");
    let page = browser.get(&address).await;
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(labels::unlabelled(&page.text).is_empty() && labels::loose_ends(&page.text).is_empty());
    let (seen, key, own) = (page.field("seen"), page.field("key"), chart.to_string());
    let mut fields = vec![("chart", own.as_str()), ("seen", &seen), ("key", &key), ("reason", "entered in error")];
    fields.extend_from_slice(typed);
    browser.post(&address, &fields).await
}

#[tokio::test]
async fn a_stop_that_is_taken_back_passes_the_same_gate_as_a_beginning() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    one_after_the_other(&practice, &doctor).await;
    let (head, stop) = (practice.head(practice.noor).await, latest(&practice, "medication.stopped").await);
    let stopped = retract(&doctor, practice.noor, &stop, &[]).await;
    assert_eq!((stopped.status.as_u16(), practice.head(practice.noor).await), (422, head), "{}", stopped.text);
    assert!(stopped.text.contains("I have weighed this. Reason:") && stopped.text.contains("There is a problem"));
    assert!(labels::unlabelled(&stopped.text).is_empty() && labels::loose_ends(&stopped.text).is_empty());

    // A therapist cannot weigh it and is told whom to ask.
    let therapist = Browser::of(&practice, &practice::therapist()).await;
    let refused = retract(&therapist, practice.noor, &stop, &[]).await;
    assert_eq!((refused.status.as_u16(), practice.head(practice.noor).await), (422, head), "{}", refused.text);
    assert!(refused.text.contains("which a prescriber has to weigh"), "{}", refused.text);

    let names: Vec<(String, &str)> = all_to_weigh(&stopped)
        .into_iter()
        .flat_map(|key| [(format!("weighed:{key}"), "yes"), (format!("reason:{key}"), "short_overlap")])
        .collect();
    let typed: Vec<(&str, &str)> = names.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let sent = retract(&doctor, practice.noor, &stop, &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let chart = chart_of(&practice, practice.noor).await;
    assert!(chart.medications[0].is_current() && !chart.acknowledged.is_empty());
}

#[tokio::test]
async fn what_changes_nothing_of_what_is_taken_is_retracted_at_once() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    one_after_the_other(&practice, &doctor).await;
    let begun = latest(&practice, "medication.started").await;
    let sent = retract(&doctor, practice.noor, &begun, &[]).await;
    assert_eq!(sent.status, 303, "without phenelzine there is nothing to weigh: {}", sent.text);
}
