//! Today, the caseload, and finding people.

use crate::{
    browser::Browser,
    practice::{self, Practice},
};
use concord_access::Subject;
use concord_actions::Entry;
use concord_chart::{
    Event,
    change_request::{ChangeAsked, Wish},
    task::{TaskKind, TaskOpened},
};

#[tokio::test]
async fn the_person_with_an_open_safety_item_stands_first_and_says_whose_it_is() {
    let practice = Practice::open().await;
    let page = Browser::of(&practice, &practice::care_manager()).await.get("/caseload").await;
    assert_eq!(page.status, 200);
    let (needs, rest) =
        page.text.split_once("Needs a person today").map(|(_, after)| after.split_once("HADDAD").unwrap()).unwrap();
    assert!(needs.contains("DELGADO") && !rest.contains("DELGADO, Maria"));
    assert!(needs.contains("8") && needs.contains("response"));
}

#[tokio::test]
async fn the_sort_stands_in_the_address_and_in_the_heading() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let page = doctor.get("/caseload?sort=person").await;
    assert!(page.text.contains("aria-sort=\"ascending\""));
    assert!(page.text.contains("/caseload?sort=score"));
    let none = doctor.get("/caseload?place=old-mill").await;
    assert!(none.text.contains("Nobody here"));
}

#[tokio::test]
async fn the_spreadsheet_has_every_column_with_its_sentence() {
    let practice = Practice::open().await;
    let page = Browser::of(&practice, &practice::prescriber()).await.get("/caseload.csv").await;
    assert_eq!(page.headers["content-type"], "text/csv; charset=utf-8");
    let lines: Vec<&str> = page.text.lines().collect();
    assert_eq!(lines.len(), 2 + 2, "two lines of headings and two people");
    assert!(lines[2].contains("Delgado, Maria"));
    assert!(!page.text.contains("June"), "somebody else’s patient is not in it");
}

#[tokio::test]
async fn today_shows_the_promise_first_and_the_visit_of_the_day() {
    let practice = Practice::open().await;
    let page = Browser::of(&practice, &practice::prescriber()).await.get("/today").await;
    assert!(page.text.contains("foggy and sleepy after lunch"));
    assert!(page.text.contains("16:00 today") && page.text.contains("2 h 20 left"));
    assert!(page.text.contains("14:30") && page.text.contains("decide what stays"));
    let stops = page.text.matches("waiting stop").count();
    assert!(stops <= 1, "at most one red row, there were {stops}");
}

#[tokio::test]
async fn a_teacher_has_a_diary_and_no_caseload() {
    let practice = Practice::open().await;
    let teacher = Browser::of(&practice, &practice::teacher()).await;
    let page = teacher.get("/today").await;
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("A person is waiting"));
    assert_eq!(teacher.get("/caseload").await.status, 403);
}

#[tokio::test]
async fn people_are_found_with_birth_date_and_similar_names_are_marked() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let found = doctor.get("/find?q=del").await;
    assert!(found.text.contains("DELGADO") && found.text.contains("14 Mar 1988"));
    let outside = doctor.get("/find?q=whitlock").await;
    assert!(outside.text.contains(&format!("/chart/{}/glass", practice.june)));
    let nobody = doctor.get("/find?q=zzz").await;
    assert!(nobody.text.contains("Nobody was found"));
}

#[tokio::test]
async fn a_place_is_called_by_its_name_on_every_list() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    for address in ["/caseload", "/today", "/find?q=delgado"] {
        let page = doctor.get(address).await;
        assert!(page.text.contains("Riverside"), "{address} does not name the place");
        assert!(!page.text.contains("· riverside"), "{address} shows the place's id");
    }
}

#[tokio::test]
async fn a_number_in_the_history_of_a_measure_has_its_words_where_the_head_of_the_table_is_gone() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let page = doctor.get(&format!("/chart/{}/measures", practice.maria)).await;
    let (_, table) = page.text.split_once("<table class=\"facts\"").expect("Maria has answered");
    let cells: Vec<&str> = table.split("</table>").next().unwrap().split("<td").skip(1).collect();
    assert!(cells.len() > 10 && cells.iter().all(|cell| cell.contains("data-label=\"") && !cell.contains("data-label=\"\"")));
}

#[tokio::test]
async fn a_wish_stands_with_the_prescriber_who_answers_it_and_a_task_with_whoever_has_it() {
    let practice = Practice::open().await;
    let asked =
        ChangeAsked { course: practice::SERTRALINE, wish: Wish::Lower, words: String::new(), owner: None, answer_by: None };
    practice.clinic.ask_for_change(&practice.patient(), practice.maria, "wish", asked).await.unwrap();
    let task = TaskOpened {
        what: "Sodium before the next step".into(),
        kind: TaskKind::OrderTest,
        item: None,
        course: None,
        owner: practice::care_manager().staff.unwrap(),
        due: Some(practice.clinic.today()),
        because: Vec::new(),
    };
    let entry = Entry::new("task", Event::TaskOpened(task));
    practice.clinic.record(&practice::prescriber(), practice.maria, None, vec![entry]).await.unwrap();
    let today = async |who: &Subject| Browser::of(&practice, who).await.get("/today").await.text;
    let (doctor, therapist, manager) =
        (today(&practice::prescriber()).await, today(&practice::therapist()).await, today(&practice::care_manager()).await);
    assert!(doctor.contains("asks to take less of it") && !doctor.contains("Sodium before the next step"));
    assert!(manager.contains("asks to take less of it") && manager.contains("Sodium before the next step"));
    assert!(therapist.contains("asks to take less of it"), "the therapist sees that it was asked, and by when the answer comes");
    let entries = Browser::of(&practice, &practice::prescriber()).await.get(&format!("/chart/{}/entries", practice.maria)).await;
    assert!(entries.text.contains("asked to take less of it") && entries.text.contains("task: Sodium before the next step"));
}
