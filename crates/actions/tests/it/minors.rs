use crate::desk::{prescriber, therapist};
use crate::together::House;
use concord_access::{Purpose, Role, Subject};
use concord_actions::{ActionError, ConsentRule, Entry, MinorRules, NewProxy, PracticeSettings};
use concord_chart::{
    AccountId, ChartId, CourseId, Event, ProxyId, Sensitivity, VisitId,
    note::{NoteSigned, Section},
    plan::{PlanPart, PlanRevised},
    proxy::ProxyMay,
    therapy::{Format, SessionPlanned, Started},
    visit::{VisitHappened, VisitPlanned},
};
use std::collections::BTreeMap;
use uuid::Uuid;

const TALKING: CourseId = CourseId(Uuid::from_u128(700));

fn mother(may: &[ProxyMay]) -> NewProxy {
    NewProxy {
        name: "Carla Ferrer".into(),
        relation: "mother".into(),
        may: may.to_vec(),
        email: "carla@example.org".into(),
        ..NewProxy::default()
    }
}

fn acting(proxy: ProxyId, chart: ChartId) -> Subject {
    Subject { account: AccountId(proxy.0), chart: Some(chart), staff: None, ..crate::desk::staff(Role::Proxy, 1) }
}

async fn named(house: &House, chart: ChartId, may: &[ProxyMay]) -> Subject {
    acting(house.clinic.name_proxy(&prescriber(), chart, "mother", mother(may)).await.unwrap(), chart)
}

fn is_refused<T>(result: &Result<T, ActionError>) -> bool {
    matches!(result, Err(ActionError::Refused(_)))
}

/// A table by which somebody of 12 may consent to talking therapy.
async fn with_rules(house: &House) {
    let rule = ConsentRule { service: "talking therapy".into(), from_age: 12, rule: "Section 1 of the place".into() };
    let minors = MinorRules { of_age: 18, may_consent: vec![rule], checked: "counsel, May 2026".into() };
    house.clinic.save_practice(PracticeSettings { minors, ..PracticeSettings::default() }).await.unwrap();
}

async fn talking(house: &House, chart: ChartId) {
    let started = Started {
        course: TALKING,
        therapy: None,
        name: "CBT".into(),
        planned_sessions: None,
        every_days: None,
        therapist: therapist().staff,
        therapist_name: therapist().name,
        aim: String::new(),
    };
    house.clinic.record(&therapist(), chart, None, vec![Entry::new("cbt", Event::TherapyStarted(started))]).await.unwrap();
}

fn visit(number: u128, with: &Subject) -> Event {
    Event::VisitPlanned(VisitPlanned {
        visit: VisitId(Uuid::from_u128(number)),
        at: "2026-09-01T14:00:00Z".parse().unwrap(),
        minutes: 30,
        with: with.staff,
        with_name: with.name.clone(),
        place: None,
        room: String::new(),
        purpose: "CANARY-PURPOSE".into(),
    })
}

#[tokio::test]
async fn a_proxy_sees_what_the_right_names_and_nothing_else() {
    let house = House::open();
    let mia = house.person("Mia", "Ferrer", "2011-03-14").await;
    let acting = named(&house, mia, &[ProxyMay::Visits]).await;
    house.clinic.record(&prescriber(), mia, None, vec![Entry::new("v", visit(1, &prescriber()))]).await.unwrap();
    let seen = house.seen(&acting, mia).await;
    assert_eq!(seen.visits.len(), 1);
    assert!(!format!("{seen:?}").contains("CANARY"), "what a visit is for stays with the team");
    assert!(seen.proxies.is_empty() && seen.medications.is_empty() && seen.plan.parts.is_empty());
    let other = house.person("Nils", "Ferrer", "2013-01-01").await;
    assert!(!house.opens(&acting, other).await);
    assert!(house.clinic.who_looked(&acting, mia, 5).await.is_err());
}

#[tokio::test]
async fn the_right_of_a_parent_ends_with_the_day_before_the_birthday_where_the_practice_is() {
    // (born, the last moment at which the right holds, the first at which it does not); New York is four or five hours behind.
    let cases = [
        ("2008-09-15", "2026-09-15T03:59:59Z", "2026-09-15T04:00:00Z"),
        ("2008-02-29", "2026-03-01T04:59:59Z", "2026-03-01T05:00:00Z"),
    ];
    for (born, holds, over) in cases {
        let house = House::open();
        house.clock.set("2026-02-01T12:00:00Z".parse().unwrap());
        let mia = house.person("Mia", "Ferrer", born).await;
        let acting = named(&house, mia, &[ProxyMay::Visits]).await;
        house.clock.set(holds.parse().unwrap());
        assert!(house.opens(&acting, mia).await, "born {born}, at {holds}");
        house.clock.set(over.parse().unwrap());
        assert!(!house.opens(&acting, mia).await, "born {born}, at {over}");
    }
}

#[tokio::test]
async fn a_right_with_a_last_day_of_its_own_ends_on_that_day() {
    let house = House::open();
    let mia = house.person("Mia", "Ferrer", "2011-03-14").await;
    let new = NewProxy { until: Some("2026-08-22".parse().unwrap()), ..mother(&[ProxyMay::Visits]) };
    let proxy = house.clinic.name_proxy(&prescriber(), mia, "until", new).await.unwrap();
    let acting = acting(proxy, mia);
    house.clock.set("2026-08-23T03:59:59Z".parse().unwrap());
    assert!(house.opens(&acting, mia).await);
    house.clock.set("2026-08-23T04:00:00Z".parse().unwrap());
    assert!(!house.opens(&acting, mia).await);
    assert!(is_refused(&house.clinic.give_proxy_access(&prescriber(), mia, proxy).await));
}

#[tokio::test]
async fn ending_a_right_is_silent_and_at_once() {
    let house = House::open();
    let mia = house.person("Mia", "Ferrer", "2011-03-14").await;
    let acting = named(&house, mia, &[ProxyMay::Visits]).await;
    let proxy = ProxyId(acting.account.0);
    house.clinic.give_proxy_access(&prescriber(), mia, proxy).await.unwrap();
    house.clinic.end_proxy(&prescriber(), mia, "end", proxy, "asked for it").await.unwrap();
    let refused = house.clinic.open_chart(&acting, mia, Purpose("x")).await.err().unwrap().to_string();
    let never = Subject { account: AccountId(Uuid::from_u128(4242)), ..acting.clone() };
    let never = house.clinic.open_chart(&never, mia, Purpose("x")).await.err().unwrap().to_string();
    assert_eq!(refused, never, "a right that ended reads like one that never was");
    let chart = house.seen(&prescriber(), mia).await;
    let people = house.clinic.proxies_of(&chart).await.unwrap();
    assert!(people[0].login.is_some(), "the sign-in goes on and shows nothing");
}

#[tokio::test]
async fn a_sign_in_is_not_opened_on_an_address_that_the_other_reads() {
    let house = House::open();
    let mia = house.person("Mia", "Ferrer", "2011-03-14").await;
    let same = NewProxy { email: "MIA@example.org".into(), ..mother(&[ProxyMay::Visits]) };
    assert!(is_refused(&house.clinic.name_proxy(&prescriber(), mia, "same", same).await));
    let proxy = house.clinic.name_proxy(&prescriber(), mia, "m", mother(&[ProxyMay::Visits])).await.unwrap();
    let chart = house.seen(&prescriber(), mia).await;
    let mut person = chart.registration.person.clone().unwrap();
    person.email = Some("carla@example.org".into());
    let changed = Event::DetailsChanged(concord_chart::registration::DetailsChanged { person });
    house.clinic.record(&prescriber(), mia, None, vec![Entry::new("details", changed)]).await.unwrap();
    assert!(is_refused(&house.clinic.give_proxy_access(&prescriber(), mia, proxy).await));
    let desk = crate::desk::staff(Role::FrontDesk, 20);
    assert!(is_refused(&house.clinic.give_patient_access(&desk, mia).await), "nor the minor’s own");
    let chart = house.seen(&prescriber(), mia).await;
    assert!(house.clinic.proxies_of(&chart).await.unwrap()[0].shares_address);
}

#[tokio::test]
async fn a_proxys_account_is_never_taken_for_the_patients() {
    let house = House::open();
    let mia = house.person("Mia", "Ferrer", "2011-03-14").await;
    let proxy = house.clinic.name_proxy(&prescriber(), mia, "m", mother(&[ProxyMay::Visits])).await.unwrap();
    house.clinic.give_proxy_access(&prescriber(), mia, proxy).await.unwrap();
    let desk = crate::desk::staff(Role::FrontDesk, 20);
    assert_eq!(house.clinic.patient_access(&desk, mia).await.unwrap(), None);
}

#[tokio::test]
async fn a_right_that_nothing_would_end_is_not_given() {
    let house = House::open();
    let mia = house.person("Mia", "Ferrer", "2011-03").await;
    assert!(is_refused(&house.clinic.name_proxy(&prescriber(), mia, "m", mother(&[ProxyMay::Visits])).await));
    let new = NewProxy { until: Some("2029-03-13".parse().unwrap()), ..mother(&[ProxyMay::Visits]) };
    house.clinic.name_proxy(&prescriber(), mia, "m2", new).await.unwrap();
}

#[tokio::test]
async fn a_minor_consents_alone_only_under_the_practices_own_table() {
    let house = House::open();
    let mia = house.person("Mia", "Ferrer", "2011-03-14").await;
    let consent = async |chart: ChartId, key: &str| {
        house.clinic.consent_as_minor(&therapist(), chart, key, "talking therapy", None, "mature").await
    };
    assert!(is_refused(&consent(mia, "no table").await));
    with_rules(&house).await;
    consent(mia, "now").await.unwrap();
    let young = house.person("Nils", "Ferrer", "2015-01-01").await;
    assert!(is_refused(&consent(young, "too young").await));
    let adult = house.person("Ana", "Ferrer", "1990-01-01").await;
    assert!(is_refused(&consent(adult, "adult").await));
}

#[tokio::test]
async fn what_belongs_to_the_consented_course_is_labelled_by_itself_and_never_reaches_a_parent() {
    let house = House::open();
    with_rules(&house).await;
    let mia = house.person("Mia", "Ferrer", "2011-03-14").await;
    let acting = named(&house, mia, ProxyMay::ALL).await;
    talking(&house, mia).await;
    let log = async || house.seen(&acting, mia).await.log().cloned().collect::<Vec<_>>();
    let before = log().await;
    house.clinic.consent_as_minor(&therapist(), mia, "consent", "talking therapy", Some(TALKING), "").await.unwrap();
    let planned = SessionPlanned {
        course: TALKING,
        session: concord_chart::SessionId(Uuid::from_u128(1)),
        at: "2026-09-01T14:00:00Z".parse().unwrap(),
        minutes: 50,
        place: None,
        format: Format::Individual,
    };
    let note = NoteSigned {
        format: "free".into(),
        sections: vec![Section { heading: String::new(), text: "CANARY-NOTE".into() }],
        session: None,
    };
    let happened = VisitHappened {
        visit: VisitId(Uuid::from_u128(2)),
        what: "CANARY-WHAT".into(),
        until: None,
        with_name: String::new(),
        where_words: String::new(),
        reasons: vec![],
    };
    let entries = vec![
        Entry::new("s", Event::SessionPlanned(planned)),
        Entry::new("n", Event::NoteSigned(note)),
        Entry::new("v", visit(2, &therapist())),
    ];
    house.clinic.record(&therapist(), mia, None, entries).await.unwrap();
    house.clinic.record(&therapist(), mia, None, vec![Entry::new("h", Event::VisitHappened(happened))]).await.unwrap();
    let whole = house.seen(&therapist(), mia).await;
    for kind in ["registration.minor_consented", "therapy.session_planned", "note.signed", "visit.planned", "visit.happened"] {
        let entry = whole.log().filter(|recorded| recorded.event().kind() == kind).last().unwrap();
        assert_eq!(entry.draft.sensitivity, Sensitivity::MinorConsented, "{kind}");
    }
    assert_eq!(log().await, before, "to a parent nothing has happened");
    let words = format!("{:?}", house.seen(&acting, mia).await);
    assert!(!words.contains("CANARY") && !words.contains("talking therapy"));
    let seen = house.seen(&acting, mia).await;
    assert!(seen.visits.is_empty() && seen.minor_consents.is_empty() && seen.therapies.is_empty());
    assert!(house.seen(&house.own(mia), mia).await.notes.len() == 1, "the minor reads their own note");
}

#[tokio::test]
async fn other_visits_and_medicines_stay_with_the_parent_and_a_correction_keeps_its_label() {
    let house = House::open();
    with_rules(&house).await;
    let mia = house.person("Mia", "Ferrer", "2011-03-14").await;
    let acting = named(&house, mia, ProxyMay::ALL).await;
    talking(&house, mia).await;
    house.clinic.consent_as_minor(&therapist(), mia, "consent", "talking therapy", Some(TALKING), "").await.unwrap();
    house.clinic.record(&prescriber(), mia, None, vec![Entry::new("v", visit(3, &prescriber()))]).await.unwrap();
    assert_eq!(house.seen(&acting, mia).await.visits.len(), 1);
    house.clinic.record(&therapist(), mia, None, vec![Entry::new("hidden", visit(4, &therapist()))]).await.unwrap();
    let whole = house.seen(&therapist(), mia).await;
    let hidden = whole.log().filter(|recorded| recorded.event().kind() == "visit.planned").last().unwrap().id();
    let moved = Entry::new("moved", visit(4, &prescriber())).amending(hidden);
    house.clinic.record(&prescriber(), mia, None, vec![moved]).await.unwrap();
    assert_eq!(house.seen(&acting, mia).await.visits.len(), 1, "a correction of something hidden stays hidden");
    let parts =
        BTreeMap::from([(PlanPart::WhatMatters, "Sleep.".to_owned()), (PlanPart::Psychotherapy, "CANARY-PLAN".to_owned())]);
    let revised = Event::PlanRevised(PlanRevised { parts });
    house.clinic.record(&prescriber(), mia, None, vec![Entry::new("plan", revised)]).await.unwrap();
    let seen = house.seen(&acting, mia).await;
    assert_eq!(seen.plan.parts.len(), 1);
    assert!(!format!("{seen:?}").contains("CANARY"));
}
