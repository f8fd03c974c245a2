//! Recording each family of events: from the form to the chart, again by mistake, and corrected.

use crate::{
    browser::Browser,
    practice::{self, Practice},
};
use concord_access::{Role, Subject};
use concord_web::pages::clinician::forms;

/// A form, the sign-in that sends it, and what is typed.
type Sample = (&'static str, fn() -> Subject, Vec<(&'static str, String)>);

fn text(text: &str) -> String {
    text.to_owned()
}

#[rustfmt::skip]
fn samples() -> Vec<Sample> {
    use practice::{care_manager, prescriber, teacher, therapist};
    let sertraline = practice::SERTRALINE.to_string();
    let cbt = practice::CBT.to_string();
    let mindfulness = practice::MINDFULNESS.to_string();
    let session = format!("{}/{}", practice::CBT, practice::PLANNED_SESSION);
    let homework = format!("{}/{}", practice::CBT, practice::HOMEWORK);
    let staff = |who: Subject| who.staff.unwrap().to_string();
    vec![
        ("medicine-start", prescriber, vec![("name", text("Zoloft")), ("amount", text("50")), ("unit", text("mg")), ("often", text("1"))]),
        ("dose-change", prescriber, vec![("course", sertraline.clone()), ("amount", text("12,5")), ("unit", text("mg")), ("often", text("2"))]),
        ("medicine-hold", prescriber, vec![("course", sertraline.clone()), ("reason", text("operation"))]),
        ("medicine-resume", prescriber, vec![("course", sertraline.clone())]),
        ("planned-step", prescriber, vec![("course", sertraline.clone()), ("from-1", text("2026-09-21")), ("amount-1", text("100"))]),
        ("dose-told", prescriber, vec![("course", sertraline.clone()), ("on", text("2026-08-19")), ("taken", text("no")), ("known", text("conversation"))]),
        ("side-effect", teacher, vec![("words", text("dizzy in class")), ("burden", text("2"))]),
        ("side-effect-answer", prescriber, vec![("report", practice::REPORT.to_string()), ("words", text("Take it at night."))]),
        ("session-not-held", therapist, vec![("session", session), ("why", text("did_not_attend"))]),
        ("session-held", therapist, vec![("session", format!("{cbt}/")), ("format", text("individual")), ("minutes", text("50")), ("task", text("A walk"))]),
        ("session-planned", therapist, vec![("course", cbt.clone()), ("at", text("2026-08-27T15:00")), ("minutes", text("50")), ("format", text("video"))]),
        ("homework-set", therapist, vec![("course", cbt.clone()), ("task", text("Thought record"))]),
        ("homework-reported", therapist, vec![("homework", homework), ("done", text("50"))]),
        ("therapy-start", therapist, vec![("therapy", text("couple")), ("sessions", text("8"))]),
        ("therapy-end", therapist, vec![("course", cbt), ("how", text("completed"))]),
        ("class-attended", teacher, vec![("course", mindfulness.clone()), ("minutes", text("60"))]),
        ("class-missed", teacher, vec![("course", mindfulness.clone())]),
        ("practised", teacher, vec![("course", mindfulness.clone()), ("on", text("2026-08-19")), ("minutes", text("20"))]),
        ("practice-start", care_manager, vec![("practice", text("yoga")), ("classes", text("6"))]),
        ("practice-end", teacher, vec![("course", mindfulness), ("how", text("completed"))]),
        ("lab", care_manager, vec![("what", text("Lithium level")), ("value", text("0.72")), ("unit", text("mmol/L"))]),
        ("vital", care_manager, vec![("what", text("Blood pressure")), ("value", text("120/80")), ("unit", text("mm[Hg]"))]),
        ("observation", care_manager, vec![("what", text("Smoking")), ("value", text("never"))]),
        ("condition", prescriber, vec![("name", text("Panic disorder")), ("status", text("active")), ("since", text("2019"))]),
        ("circumstance", therapist, vec![("about_what", text("contraception")), ("which", text("combined pill"))]),
        ("condition-change", prescriber, vec![("condition", practice::CONDITION.to_string()), ("status", text("remission"))]),
        ("no-allergies", care_manager, vec![]),
        ("allergy", care_manager, vec![("substance", text("Penicillin")), ("reactions", text("rash\nswelling"))]),
        ("life-event", therapist, vec![("words", text("moved house")), ("feel", text("good")), ("about", text("2026-07"))]),
        ("goal", teacher, vec![("words", text("Sleep through"))]),
        ("goal-moved", care_manager, vec![("goal", practice::GOAL.to_string()), ("state", text("improving"))]),
        ("mood", care_manager, vec![("on", text("2026-08-19")), ("mood", text("-1"))]),
        ("sleep", care_manager, vec![("on", text("2026-08-19")), ("hours", text("7")), ("minutes", text("30"))]),
        ("decision", care_manager, vec![("what", text("Stay the course")), ("why", text("It works")), ("who", text("Ben Achebe")), ("who", text("Maria Delgado"))]),
        ("questionnaire-offer", care_manager, vec![("instrument", text("who-5")), ("due", text("2026-08-21"))]),
        ("questionnaire-declined", care_manager, vec![("instrument", text("gad-7"))]),
        ("visit-planned", teacher, vec![("at", text("2026-08-24T10:00")), ("minutes", text("30")), ("with", staff(prescriber()))]),
        ("visit-not-held", care_manager, vec![("visit", practice::VISIT.to_string()), ("why", text("did_not_attend"))]),
        ("visit-happened", care_manager, vec![("what", text("A call"))]),
        ("team-join", care_manager, vec![("staff", staff(practice::outsider())), ("role", text("therapist"))]),
        ("team-leave", care_manager, vec![("staff", staff(practice::outsider()))]),
        ("care-ends", care_manager, vec![("how", text("completed"))]),
        ("care-begins", care_manager, vec![("reason", text("low mood again"))]),
        ("details", care_manager, vec![("family_name", text("Delgado")), ("given_name", text("Maria")), ("birth_date", text("1988-03-14"))]),
        ("document", care_manager, vec![("title", text("Discharge letter"))]),
        ("procedure", care_manager, vec![("what", text("ECG"))]),
        ("fill", care_manager, vec![("course", practice::SERTRALINE.to_string()), ("on", text("2026-08-18")), ("quantity", text("30")), ("counted", text("tablet")), ("days", text("30")), ("known", text("fill"))]),
        ("count", care_manager, vec![("course", practice::SERTRALINE.to_string()), ("on", text("2026-08-20")), ("left", text("12"))]),
        ("barrier", care_manager, vec![("reason", text("cost")), ("words", text("the copay doubled"))]),
        ("medicine-stop", prescriber, vec![("course", practice::SERTRALINE.to_string()), ("reason", text("completed"))]),
    ]
}

/// What the page puts into the form besides what is typed.
async fn opened(browser: &Browser, address: &str) -> Vec<(&'static str, String)> {
    let page = browser.get(address).await;
    assert_eq!(page.status, 200, "{address}: {}", page.text);
    vec![("chart", page.field("chart")), ("seen", page.field("seen")), ("key", page.field("key"))]
}

fn borrowed<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

#[tokio::test]
async fn every_form_records_once_even_when_it_is_sent_twice() {
    let practice = Practice::open().await;
    let samples = samples();
    for form in forms::all() {
        // These answer something that has to be there first; their own stories send them.
        let answers = matches!(form.what, "allergy-refuted" | "change-answer" | "barrier-resolved");
        // The forms of each school are sent by the stories of the therapists' pages.
        let of_a_school = form.what.starts_with("sheet-")
            || matches!(
                form.what,
                "course-plan" | "relationship-episode" | "formulation" | "coaching" | "chain" | "exposure-step" | "diary-card"
            );
        let known = answers || of_a_school || samples.iter().any(|(what, ..)| *what == form.what);
        assert!(known, "no sample of {}", form.what);
    }
    for (what, who, typed) in samples {
        let browser = Browser::of(&practice, &who()).await;
        let address = format!("/chart/{}/record/{what}", practice.maria);
        let mut fields = opened(&browser, &address).await;
        fields.extend(typed);
        let before = practice.head(practice.maria).await;
        let sent = browser.post(&address, &borrowed(&fields)).await;
        assert_eq!(sent.status, 303, "{what}: {}", sent.text);
        let after = practice.head(practice.maria).await;
        assert!(after > before, "{what} recorded nothing");
        let again = browser.post(&address, &borrowed(&fields)).await;
        assert_eq!((again.status.as_u16(), practice.head(practice.maria).await), (303, after), "{what} twice");
    }
}

#[tokio::test]
async fn a_form_is_open_to_whom_the_policies_allow_and_to_nobody_else() {
    let practice = Practice::open().await;
    for who in [practice::prescriber(), practice::therapist(), practice::care_manager(), practice::teacher()] {
        let browser = Browser::of(&practice, &who).await;
        let menu = browser.get(&format!("/chart/{}/record", practice.maria)).await;
        for form in forms::all() {
            let address = format!("/chart/{}/record/{}", practice.maria, form.what);
            let may = form.roles.contains(&who.role);
            let page = browser.get(&address).await;
            assert_eq!(page.status.as_u16(), if may { 200 } else { 403 }, "{} as {}", form.what, who.name);
            assert_eq!(menu.text.contains(&format!("{address}\"")), may, "{} in the menu of {}", form.what, who.name);
        }
    }
}

#[tokio::test]
async fn what_is_missing_is_asked_for_and_what_was_typed_is_kept() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let address = format!("/chart/{}/record/dose-change", practice.maria);
    let mut fields = opened(&doctor, &address).await;
    fields.extend([("amount", text("much")), ("reason", text("still low at week 4"))]);
    let page = doctor.post(&address, &borrowed(&fields)).await;
    assert_eq!(page.status, 422);
    assert!(page.text.contains("There is a problem"));
    assert!(page.text.contains("href=\"#amount\"") && page.text.contains("“much” is not a number"));
    assert!(page.text.contains("still low at week 4"), "what was typed is kept");
    assert_eq!(page.field("key"), fields[2].1, "the same submission, to be put right");
}

#[tokio::test]
async fn a_form_that_was_made_for_another_record_is_not_taken() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let noor = practice.noor.to_string();
    let page = doctor
        .post(
            &format!("/chart/{}/record/life-event", practice.maria),
            &[("chart", &noor), ("key", "k"), ("seen", "1"), ("words", "x"), ("feel", "good")],
        )
        .await;
    assert_eq!(page.status, 404);
}

#[tokio::test]
async fn recording_stops_when_another_record_was_opened_since() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let address = format!("/chart/{}/record/life-event", practice.maria);
    let mut fields = opened(&doctor, &address).await;
    fields.extend([("words", text("moved house")), ("feel", text("good"))]);
    doctor.get(&format!("/chart/{}", practice.noor)).await;
    let before = practice.head(practice.maria).await;
    let stop = doctor.post(&address, &borrowed(&fields)).await;
    assert_eq!(stop.status, 409);
    assert!(
        stop.text.contains("Which is right?")
            && stop.text.contains("DELGADO")
            && stop.text.contains("HADDAD")
            && stop.text.contains("moved house")
    );
    assert_eq!(practice.head(practice.maria).await, before, "nothing is recorded before it is said which is right");
    fields.push(("checked", text("yes")));
    assert_eq!(doctor.post(&address, &borrowed(&fields)).await.status, 303);
}

#[tokio::test]
async fn two_people_who_change_one_dose_see_each_other_and_nothing_is_merged() {
    let practice = Practice::open().await;
    let first = Browser::of(&practice, &practice::prescriber()).await;
    let address = format!("/chart/{}/record/dose-change", practice.maria);
    let course = practice::SERTRALINE.to_string();
    let dose =
        |amount: &str| vec![("course", course.clone()), ("amount", text(amount)), ("unit", text("mg")), ("often", text("1"))];
    let (mut mine, mut theirs) = (opened(&first, &address).await, opened(&first, &address).await);
    mine.extend(dose("50"));
    theirs.extend(dose("100"));
    assert_eq!(first.post(&address, &borrowed(&theirs)).await.status, 303);
    let conflict = first.post(&address, &borrowed(&mine)).await;
    assert_eq!(conflict.status, 409);
    for words in ["75 mg at night", "dose changed to 100 mg", "dose changed to 50 mg", "never merged"] {
        assert!(conflict.text.contains(words), "{words}");
    }
    mine[1].1 = conflict.field("seen");
    assert_eq!(first.post(&address, &borrowed(&mine)).await.status, 303, "a person decided");
}

#[tokio::test]
async fn a_correction_takes_the_entry_s_place_and_keeps_its_course() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let log = doctor.get(&format!("/chart/{}/entries?family=medication", practice.maria)).await;
    let row = log.text.split("<tr").find(|row| row.contains("Sertraline started")).unwrap();
    let end = row.split("href=\"").find(|rest| rest.contains("/amend\"")).unwrap().split('"').next().unwrap();
    let form = doctor.get(end).await;
    assert_eq!(form.status, 200);
    assert!(form.text.contains("value=\"Sertraline\"") && form.text.contains("value=\"25\""));
    let (key, made) = (form.field("key"), form.field("made"));
    assert_eq!(made, practice::SERTRALINE.to_string());
    let seen = form.field("seen");
    let (chart, amends) = (practice.maria.to_string(), form.field("amends"));
    let fields = [
        ("chart", chart.as_str()),
        ("seen", &seen),
        ("key", &key),
        ("amends", &amends),
        ("made", &made),
        ("name", "Sertraline"),
        ("amount", "37.5"),
        ("unit", "mg"),
        ("often", "1"),
        ("on_day", "2026-06-01"),
    ];
    let sent = doctor.post(&format!("/chart/{}/record/medicine-start", practice.maria), &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let log = doctor.get(&format!("/chart/{}/entries?family=medication", practice.maria)).await;
    assert!(log.text.contains("corrected by a later entry") && log.text.contains("37.5 mg"));
    let regimen = doctor.get(&format!("/chart/{}/regimen", practice.maria)).await;
    assert!(regimen.text.contains("75 mg at night"), "later steps still find their course");
}

#[tokio::test]
async fn answers_from_paper_are_scored_and_a_positive_item_nine_shows_help_at_once() {
    let practice = Practice::open().await;
    let manager = Browser::of(&practice, &practice::care_manager()).await;
    let address = format!("/chart/{}/record/questionnaire", practice.noor);
    let page = manager.get(&format!("{address}?instrument=phq-9")).await;
    assert_eq!(page.text.matches(" checked>").count(), 9 + 1 + 1, "left out stands chosen for every item, and who answered");
    let (chart, key) = (practice.noor.to_string(), page.field("key"));
    let mut fields = vec![("chart", chart.as_str()), ("key", key.as_str()), ("instrument", "phq-9"), ("respondent", "patient")];
    fields.extend([("item_1", "1"), ("item_2", "1"), ("item_3", ""), ("item_9", "2")]);
    let sent = manager.post(&address, &fields).await;
    assert_eq!(sent.to(), format!("/chart/{}?done=answers&help=now", practice.noor));
    let chart = manager.get(sent.to()).await;
    assert!(chart.text.contains("asks for help at once") && chart.text.contains("988"));
    let empty = [fields[0], ("key", "another submission"), fields[2], fields[3]];
    let nothing = manager.post(&address, &empty).await;
    assert_eq!(nothing.status, 422, "an empty form is no answer");
}

#[tokio::test]
async fn the_role_of_a_form_is_the_policy_of_access() {
    use concord_access::policies::recording::allowed;
    let practice = Practice::open().await;
    // Record everything once as somebody who may, then ask the policy about each recorded kind for every role.
    for (what, who, typed) in samples() {
        let browser = Browser::of(&practice, &who()).await;
        let address = format!("/chart/{}/record/{what}", practice.maria);
        let mut fields = opened(&browser, &address).await;
        fields.extend(typed);
        assert_eq!(browser.post(&address, &borrowed(&fields)).await.status, 303, "{what}");
    }
    let open =
        practice.clinic.open_chart(&practice::prescriber(), practice.maria, concord_access::Purpose("test")).await.unwrap();
    let treating = [Role::Prescriber, Role::Therapist, Role::CareManager, Role::ComplementaryPractitioner];
    for form in forms::all() {
        for entry in open.chart.entries.iter().filter(|entry| form.records.contains(&entry.recorded.event().kind())) {
            for role in treating {
                let event = entry.recorded.event();
                assert_eq!(form.roles.contains(&role), allowed(role, event), "{} as {role:?}: {}", form.what, event.kind());
            }
        }
    }
}
