//! The administrator: who signs in, what the practice says of itself, what was looked at; nothing of anybody's record.

use crate::{
    browser::Browser,
    practice::{self, Practice, administrator, prescriber, therapist},
};
use axum::http::StatusCode;
use concord_access::Purpose;

#[tokio::test]
async fn closing_an_account_ends_its_sessions_at_once_and_opening_lets_them_in_again() {
    let practice = Practice::open().await;
    let admin = Browser::of(&practice, &administrator()).await;
    let doctor = Browser::of(&practice, &prescriber()).await;
    assert_eq!(doctor.get("/caseload").await.status, StatusCode::OK);
    let account = prescriber().account.to_string();
    let closed = admin.post("/admin/people/open", &[("account", &account), ("open", "no")]).await;
    assert_eq!(closed.to(), "/admin?done=closed");
    assert!(doctor.get("/caseload").await.to().starts_with("/sign-in"));
    admin.post("/admin/people/open", &[("account", &account), ("open", "yes")]).await;
    let doctor = Browser::of(&practice, &prescriber()).await;
    assert_eq!(doctor.get("/caseload").await.status, StatusCode::OK);
    let own = administrator().account.to_string();
    let refused = admin.post("/admin/people/open", &[("account", &own), ("open", "no")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_new_member_of_staff_gets_a_first_password_that_is_shown_once() {
    let practice = Practice::open().await;
    let admin = Browser::of(&practice, &administrator()).await;
    let fields = [("name", "Dana Wolff"), ("login", "dana.wolff"), ("role", "front_desk"), ("place", "")];
    let added = admin.post("/admin/people", &fields).await;
    assert_eq!(added.status, StatusCode::OK);
    let password =
        added.text.split("First password</dt><dd><code>").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_owned();
    assert!(!admin.get("/admin").await.text.contains(&password));
    let (_, role) = practice.clinic.sign_in("dana.wolff", &password, "here").await.unwrap();
    assert_eq!(role, concord_access::Role::FrontDesk);
    let account = concord_store::Store::account_by_login(&*practice.store, "dana.wolff").await.unwrap().unwrap();
    assert_eq!(account.places.len(), 2, "a clerk of all places sees every place");
    let taken = admin.post("/admin/people", &fields).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.text.contains("is taken") && taken.text.contains("value=\"Dana Wolff\""));
    let patient = admin.post("/admin/people", &[("name", "x"), ("login", "x"), ("role", "patient"), ("place", "")]).await;
    assert_eq!(patient.status, StatusCode::NOT_FOUND, "patients get theirs at the desk");
}

fn settings<'a>(change: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let whole = [
        ("name", "Three Rivers"),
        ("zone", "America/New_York"),
        ("hours", "Monday to Friday, 8 to 5"),
        ("opens", "8"),
        ("closes", "17"),
        ("place_id", "riverside"),
        ("place_name", "Riverside"),
        ("place_phone", "555 0100"),
        ("line_label", "Call 988"),
        ("line_about", "Day and night."),
        ("line_kind", "tel"),
        ("line_number", "988"),
        ("emergency", "911"),
    ];
    whole
        .into_iter()
        .map(|(name, old)| (name, change.iter().find(|(field, _)| *field == name).map_or(old, |(_, new)| *new)))
        .collect()
}

#[tokio::test]
async fn the_practice_is_changed_and_every_page_says_so_at_once() {
    let practice = Practice::open().await;
    let admin = Browser::of(&practice, &administrator()).await;
    let kept = admin
        .post("/admin/practice", &settings(&[("name", "Four Rivers"), ("emergency", "112"), ("zone", "America/Denver")]))
        .await;
    assert_eq!(kept.to(), "/admin/practice?done=kept");
    assert!(admin.get("/admin").await.text.contains("Four Rivers"));
    assert!(Browser::stranger(&practice).get("/help-now").await.text.contains("tel:112"));
    assert_eq!(practice.clinic.practice().places.len(), 1, "a place whose row is gone is off the list");
    assert!(practice.clinic.practice().invented, "an invented practice stays one");
    practice.clinic.load_practice().await.unwrap();
    assert_eq!(practice.clinic.practice().name, "Four Rivers", "it was said and not kept");
}

#[tokio::test]
async fn settings_that_would_leave_somebody_without_help_are_sent_back_with_everything_typed() {
    let practice = Practice::open().await;
    let admin = Browser::of(&practice, &administrator()).await;
    let before = practice.clinic.practice();
    let cases = [
        (("emergency", "soon"), "emergency"),
        (("zone", "Mars/Olympus"), "zone"),
        (("opens", "18"), "opens"),
        (("place_phone", "none"), "places"),
        (("line_number", "call me"), "lines"),
        (("name", " "), "name"),
    ];
    for (change, field) in cases {
        let page = admin.post("/admin/practice", &settings(&[change, ("hours", "as typed")])).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{change:?}");
        assert!(page.text.contains(&format!("href=\"#{field}\"")), "{change:?}: no link to {field}");
        assert!(page.text.contains("value=\"as typed\""), "{change:?}: what was typed is gone");
        assert_eq!(practice.clinic.practice(), before, "{change:?}");
    }
}

#[tokio::test]
async fn the_log_opens_on_what_has_to_be_looked_at() {
    let practice = Practice::open().await;
    let outsider = practice::outsider();
    assert!(practice.clinic.open_chart(&outsider, practice.maria, Purpose("chart")).await.is_err());
    practice.clinic.open_chart(&therapist(), practice.maria, Purpose("chart")).await.unwrap();
    let admin = Browser::of(&practice, &administrator()).await;
    let look = admin.get("/admin/log").await;
    assert!(look.text.contains("Tomas Hale") && look.text.contains("refused: chart"));
    assert!(!look.text.contains("Ruth Lindgren"), "a look of the team is quiet");
    assert!(admin.get("/admin/log?show=all").await.text.contains("Ruth Lindgren"));
    assert!(admin.get("/admin/log?show=glass").await.text.contains("No such line"));
}

#[tokio::test]
async fn nothing_of_anybodys_record_is_on_a_page_of_the_administrator() {
    let practice = Practice::open().await;
    let admin = Browser::of(&practice, &administrator()).await;
    for path in ["/admin", "/admin/practice", "/admin/checks", "/admin/log?show=all"] {
        let page = admin.get(path).await;
        for word in ["Delgado", "DELGADO", "Haddad", "1988", "ertraline", "PHQ", "CBT", "foggy", "low mood"] {
            assert!(!page.text.contains(word), "{path} tells “{word}”");
        }
    }
    for path in [
        format!("/chart/{}", practice.maria),
        format!("/desk/person/{}", practice.maria),
        "/caseload".to_owned(),
        "/find?q=del".to_owned(),
    ] {
        let page = admin.get(&path).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn knowledge_says_how_much_was_read_in_its_source_and_names_every_source() {
    let practice = Practice::open().await;
    let admin = Browser::of(&practice, &administrator()).await;
    let know = practice.clinic.knowledge();
    let entries = know.entries();
    let read: usize = entries.iter().map(concord_knowledge::Entry::read).sum();
    let unverified: usize = entries.iter().map(concord_knowledge::Entry::unverified).sum();
    let page = admin.get("/admin/knowledge").await;
    for count in [entries.len(), read, unverified, know.sources().count()] {
        assert!(page.text.contains(&format!("<dd>{count}</dd>")), "{count} is not on the page");
    }
    for source in know.sources() {
        assert!(page.text.contains(&format!("id=\"{}\"", source.id)), "{} is not named", source.id);
    }
    let one = admin.get("/admin/knowledge?entry=instruments/phq-9").await;
    assert!(one.text.contains("safety item 9") && one.text.contains("band mild"));
    assert_eq!(admin.get("/admin/knowledge?entry=instruments/none").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_rule_that_is_nearly_always_overridden_by_other_systems_is_marked_with_the_reasons() {
    let practice = Practice::open().await;
    let admin = Browser::of(&practice, &administrator()).await;
    assert!(admin.get("/admin/checks").await.text.contains("Nothing was shown yet"));
    practice.clinic.note_cards_shown(&vec!["dose.max".to_owned(); 60]).await.unwrap();
    let overridden = |card: u128| concord_actions::CardAnswer {
        card: uuid::Uuid::from_u128(card),
        rule: "dose.max".to_owned(),
        outcome: concord_actions::CardOutcome::Overridden {
            reason: Some("already_tolerated".to_owned()),
            comment: Some("<b>known</b> for years".to_owned()),
        },
        at: practice.clinic.now(),
    };
    practice.clinic.note_card_answers((0..48).map(overridden).collect()).await.unwrap();
    assert!(!admin.get("/admin/checks").await.text.contains("look at this rule"), "80 % is not more than 80 %");
    practice.clinic.note_card_answers(vec![overridden(48)]).await.unwrap();
    let page = admin.get("/admin/checks").await;
    assert!(page.text.contains("look at this rule") && page.text.contains("49 (81 %)"), "{}", page.text);
    assert!(page.text.contains("taken already and tolerated: 49") && page.text.contains("&lt;b&gt;known"), "{}", page.text);
}
