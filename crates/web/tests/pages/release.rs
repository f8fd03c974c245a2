//! Part of a record goes to somebody outside: nothing before everybody consented, nothing but what was asked for, and a line
//! about it.

use crate::{
    browser::Browser,
    labels::{loose_ends, unlabelled},
    practice::{self, Practice},
    units::{CANARY, fill_own_room, unit_of},
};
use concord_access::Purpose;
use concord_chart::{ChartId, unit::UnitKind};
use lopdf::Document;

const COURT: &str = "0198c5b2-6f4a-7c55-9d21-7a1f5c9e0b44";

fn text_of(bytes: &[u8]) -> String {
    let document = Document::load_mem(bytes).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    document.extract_text(&pages).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Asks for parts of a record in the name of a court.
async fn asked(browser: &Browser, chart: ChartId, parts: &[&str]) -> String {
    let address = format!("/chart/{chart}/release");
    let mut fields = vec![("release", COURT), ("to", "Family court"), ("purpose", "hearing in May")];
    fields.extend(parts.iter().map(|part| ("part", *part)));
    let sent = browser.post(&address, &fields).await;
    assert_eq!(sent.to(), format!("{address}/{COURT}"), "{}", sent.text);
    format!("{address}/{COURT}")
}

async fn consents(browser: &Browser, page: &str, member: ChartId, on: &str) {
    let (member, key) = (member.to_string(), format!("{member}-{on}"));
    let fields =
        [("key", key.as_str()), ("act", "consent"), ("member", &member), ("on", on), ("how", "signed on paper, seen by me")];
    let sent = browser.post(page, &fields).await;
    assert_eq!(sent.to(), format!("{page}?done=consent"), "{}", sent.text);
}

async fn gives(browser: &Browser, page: &str, key: &str) -> crate::browser::Page {
    browser.post(page, &[("key", key), ("act", "give"), ("sent", "by registered post")]).await
}

#[tokio::test]
async fn a_couples_record_leaves_when_both_consent_and_holds_nothing_of_ones_own_room() {
    let practice = Practice::open().await;
    let couple = unit_of(&practice, UnitKind::Couple).await;
    fill_own_room(&practice, couple).await;
    let therapist = Browser::of(&practice, &practice::therapist()).await;
    let page = asked(&therapist, couple, &["joint_dates", "joint_goals", "joint_notes"]).await;

    let waits = therapist.get(&page).await;
    assert!(waits.text.contains("waits for consent") && waits.text.contains("We named the pattern."), "{}", waits.text);
    assert!(unlabelled(&waits.text).is_empty() && loose_ends(&waits.text).is_empty(), "{:?}", unlabelled(&waits.text));
    consents(&therapist, &page, practice.maria, "yes").await;
    let refused = gives(&therapist, &page, "g1").await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("A consent is missing"), "{}", refused.text);
    assert_eq!(therapist.get(&format!("{page}/paper.pdf")).await.to(), page, "no paper either");

    consents(&therapist, &page, practice.noor, "yes").await;
    assert_eq!(therapist.get(&format!("{page}/paper.pdf")).await.to(), page, "not before it is written down that it leaves");
    assert_eq!(gives(&therapist, &page, "g2").await.to(), format!("{page}?done=given"));
    let paper = text_of(&therapist.bytes(&format!("{page}/paper.pdf")).await);
    for said in [
        "For Family court. What for: hearing in May.",
        "Fight less about money.",
        "We named the pattern.",
        "Consent of Maria Delgado",
    ] {
        assert!(paper.contains(said), "“{said}” is not in: {paper}");
    }
    for own in [CANARY, "PHQ-9", "Sertraline"] {
        assert!(!paper.contains(own), "“{own}” leaves with the joint record: {paper}");
    }
    let lines = practice.clinic.who_looked(&practice::therapist(), couple, 50).await.unwrap();
    let given: Vec<_> = lines.iter().filter(|line| line.what == "given out to Family court, for hearing in May").collect();
    assert_eq!(given.len(), 1, "{lines:?}");
    assert_eq!(given[0].chart, Some(couple));
    let hers = Browser::of(&practice, &practice.patient()).await.get("/my/looked").await;
    assert!(hers.text.contains("given out to Family court, for hearing in May: joint sessions"), "{}", hers.text);

    consents(&therapist, &page, practice.noor, "no").await;
    assert_eq!(therapist.get(&format!("{page}/paper.pdf")).await.to(), page, "what is taken back holds from now on");
    assert_eq!(gives(&therapist, &page, "g3").await.status, 422);
}

#[tokio::test]
async fn the_members_and_the_rest_of_the_team_record_no_consent_in_anybodys_place() {
    let practice = Practice::open().await;
    let couple = unit_of(&practice, UnitKind::Couple).await;
    let therapist = Browser::of(&practice, &practice::therapist()).await;
    let page = asked(&therapist, couple, &["joint_dates"]).await;
    for who in [practice.patient(), practice::desk(), practice::administrator(), practice::outsider(), practice::prescriber()] {
        let browser = Browser::of(&practice, &who).await;
        let member = practice.maria.to_string();
        let sent =
            browser.post(&page, &[("key", "k"), ("act", "consent"), ("member", &member), ("on", "yes"), ("how", "x")]).await;
        assert!(sent.status == 403 || sent.status == 404, "{}: {}", who.name, sent.status);
        assert!(!browser.get(&format!("{page}/paper.pdf")).await.status.is_success(), "{}", who.name);
    }
    let open = practice.clinic.open_chart(&practice::therapist(), couple, Purpose("x")).await.unwrap();
    assert!(open.chart.releases[0].consents.is_empty());
}

#[tokio::test]
async fn one_persons_medicines_leave_and_nothing_beside_them() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let page = asked(&doctor, practice.maria, &["medicines"]).await;
    consents(&doctor, &page, practice.maria, "yes").await;
    assert_eq!(gives(&doctor, &page, "g").await.to(), format!("{page}?done=given"));
    let bytes = doctor.bytes(&format!("{page}/paper.pdf?paper=a4")).await;
    let paper = text_of(&bytes);
    assert!(paper.contains("From the record of Maria Delgado") && paper.contains("Sertraline"), "{paper}");
    for other in ["PHQ-9", "Sessions", "Safety plan"] {
        assert!(!paper.contains(other), "“{other}” was not asked for: {paper}");
    }
    let shown = doctor.get(&page).await;
    assert!(shown.text.contains("by registered post") && shown.text.contains("PDF, A4"), "{}", shown.text);
    let list = doctor.get(&format!("/chart/{}/release", practice.maria)).await;
    assert!(list.text.contains("Family court") && list.text.contains("given out"), "{}", list.text);
}

#[tokio::test]
async fn a_request_that_names_nobody_or_nothing_comes_back_with_what_was_typed() {
    let practice = Practice::open().await;
    let doctor = Browser::of(&practice, &practice::prescriber()).await;
    let address = format!("/chart/{}/release", practice.maria);
    let sent = doctor.post(&address, &[("release", COURT), ("to", "Dr N. Ito"), ("purpose", "second opinion")]).await;
    assert_eq!(sent.status, 422);
    assert!(sent.text.contains("Choose at least one part") && sent.text.contains("second opinion"), "{}", sent.text);
    let again = doctor.post(&address, &[("release", COURT), ("to", ""), ("purpose", "x"), ("part", "plan")]).await;
    assert!(again.text.contains("Write who gets it and what for."), "{}", again.text);
    let both = [("release", COURT), ("to", "Dr N. Ito"), ("purpose", "x"), ("part", "plan"), ("from", "next week")];
    assert!(doctor.post(&address, &both).await.text.contains("Write the day like"));
}
