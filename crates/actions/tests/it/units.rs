use crate::desk::{prescriber, staff, therapist};
use crate::together::House;
use concord_access::{Denied, Purpose, Role, Subject};
use concord_actions::{ActionError, Entry, JointOutcome, JointPlan, NewMember, NewUnit};
use concord_chart::{
    ChartId, Event, EventId, Sensitivity, StaffId,
    course_plan::ParticipantRole,
    disclosure::{AskedAlone, Handling, ToldAlone},
    entry::{EntryRetracted, RetractionReason},
    medication::{Dosing, Started},
    note::Section,
    quantity::Dose,
    registration::{CareRole, TeamMember},
    safety_alert::{Acknowledged, Assessed, CameIn, Tier},
    therapy::{CourseEnd, Ended, Format, SessionState},
    unit::{Attendance, JointTaskReported, Shared, TeamNote, UnitEnd, UnitKind},
};
use concord_registry::Shelf;
use concord_store::Store;
use std::collections::BTreeMap;

fn is_denied<T>(result: &Result<T, ActionError>) -> bool {
    matches!(result, Err(ActionError::Denied(_)))
}

fn is_refused<T>(result: &Result<T, ActionError>) -> bool {
    matches!(result, Err(ActionError::Refused(_)))
}

/// A couple who have agreed.
async fn couple(house: &House) -> (ChartId, ChartId, ChartId) {
    let lia = house.person("Lia", "Marchetti", "1990-02-03").await;
    let tomas = house.person("Tomas", "Marchetti", "1988-05-06").await;
    let unit = house.unit(UnitKind::Couple, &[lia, tomas]).await;
    house.agree(unit, &[lia, tomas]).await;
    (lia, tomas, unit)
}

/// A group of three who have agreed.
async fn group(house: &House) -> (Vec<ChartId>, ChartId) {
    let mut members = Vec::new();
    for (given, family) in [("Ada", "Brandt"), ("Bela", "Castillo"), ("Cleo", "Dumont")] {
        members.push(house.person(given, family, "1985-01-01").await);
    }
    let unit = house.unit(UnitKind::Group, &members).await;
    house.agree(unit, &members).await;
    (members, unit)
}

fn note(words: &str) -> Vec<Section> {
    vec![Section { heading: String::new(), text: words.into() }]
}

async fn tell(house: &House, teller: ChartId, unit: ChartId, words: &str) -> EventId {
    let told = ToldAlone { unit, words: words.into(), handling: Handling::Keep };
    house.clinic.tell_alone(&house.own(teller), teller, words, told).await.unwrap();
    house.seen(&house.own(teller), teller).await.disclosures.last().unwrap().id
}

#[tokio::test]
async fn opening_a_couple_writes_on_three_records_or_on_none() {
    let house = House::open();
    let (lia, tomas, unit) = couple(&house).await;
    for member in [lia, tomas] {
        let chart = house.seen(&house.own(member), member).await;
        assert_eq!(chart.units.len(), 1);
        assert_eq!(chart.therapies.len(), 1, "a course holds the sessions on the own record");
    }
    assert_eq!(house.clinic.units(&therapist()).await.unwrap().len(), 1);
    let new = NewUnit {
        kind: UnitKind::Couple,
        name: String::new(),
        public_name: String::new(),
        therapy: None,
        members: vec![
            NewMember { chart: lia, role: ParticipantRole::Partner },
            NewMember { chart: tomas, role: ParticipantRole::Partner },
        ],
        with: vec![],
        open: false,
        places: None,
        planned_sessions: None,
    };
    assert!(is_refused(&house.clinic.open_new_unit(&therapist(), "nameless", new.clone()).await));
    assert_eq!(house.seen(&house.own(lia), lia).await.units.len(), 1, "nothing was written on a member’s record");
    assert!(is_denied(&house.clinic.open_new_unit(&house.stranger(), "theirs", new).await));
    assert_ne!(unit, lia);
}

#[tokio::test]
async fn a_unit_is_no_patient_to_any_list_and_its_rows_are_what_the_log_says() {
    let house = House::open();
    let (lia, _, unit) = couple(&house).await;
    assert!(house.clinic.find_patient(&therapist(), "Those of Tuesday").await.unwrap().is_empty());
    assert_eq!(house.clinic.caseload(&therapist()).await.unwrap().len(), 2);
    assert!(house.clinic.replay(false, |_| ()).await.unwrap().is_empty());
    let event = Event::UnitOpened(house.seen(&therapist(), unit).await.unit.as_ref().unwrap().what.clone());
    let tried = house.clinic.record(&therapist(), lia, None, vec![Entry::new("turn", event)]).await;
    assert!(tried.is_err(), "a person’s record never becomes a unit’s");
}

#[tokio::test]
async fn only_its_therapists_and_members_open_it_and_no_glass_does() {
    let house = House::open();
    let (lia, tomas, unit) = couple(&house).await;
    let other = house.person("Ines", "Ferrer", "1991-01-01").await;
    assert!(
        house.opens(&therapist(), unit).await
            && house.opens(&house.own(lia), unit).await
            && house.opens(&house.own(tomas), unit).await
    );
    let outside = [prescriber(), house.stranger(), staff(Role::FrontDesk, 20), staff(Role::Administrator, 21), house.own(other)];
    for who in outside {
        assert!(!house.opens(&who, unit).await, "{}", who.name);
        assert!(is_denied(&house.clinic.who_looked(&who, unit, 10).await), "{}", who.name);
    }
    let glass = concord_access::Glass { chart: unit, reason: "curious".into(), until: jiff::Timestamp::MAX };
    assert!(!house.opens(&Subject { glass: Some(glass), ..house.stranger() }, unit).await);
    assert!(is_denied(&house.clinic.who_looked(&house.own(lia), unit, 10).await), "when the others look is theirs");
}

#[tokio::test]
async fn no_session_before_the_rule_is_signed_by_all_and_a_new_rule_is_signed_anew() {
    let house = House::open();
    let lia = house.person("Lia", "Marchetti", "1990-02-03").await;
    let tomas = house.person("Tomas", "Marchetti", "1988-05-06").await;
    let unit = house.unit(UnitKind::Couple, &[lia, tomas]).await;
    let hold = async |key: &str| {
        let plan = JointPlan { at: "2026-08-20T13:00:00Z".parse().unwrap(), minutes: 50, place: None, topic: String::new() };
        let session = house.clinic.plan_joint_session(&therapist(), unit, key, plan).await.unwrap();
        let attendance = BTreeMap::from([(lia, Attendance::Came), (tomas, Attendance::Came)]);
        let outcome =
            JointOutcome { session, minutes: None, attendance, topic: String::new(), techniques: vec![], summary: String::new() };
        house.clinic.hold_joint_session(&therapist(), unit, &format!("{key}-held"), outcome).await
    };
    assert!(is_refused(&hold("first").await));
    assert!(is_refused(&house.clinic.sign_secrets_rule(&house.own(lia), unit, "too early", "").await));
    house.agree(unit, &[tomas]).await;
    assert!(is_refused(&hold("second").await), "one of them has not signed");
    let hers = house.own(lia);
    assert!(is_refused(&house.clinic.sign_secrets_rule(&hers, unit, "old page", "There are no secrets.").await), "other words");
    house.clinic.sign_secrets_rule(&hers, unit, "in the app", "What one says alone stays.").await.unwrap();
    hold("third").await.unwrap();
    let stored = house.seen(&therapist(), unit).await;
    assert_eq!(stored.unit.as_ref().unwrap().signed[&lia].1, "in the app");
    assert!(is_denied(&house.clinic.signed_on_paper(&house.own(tomas), unit, "for her", lia).await));
}

#[tokio::test]
async fn a_session_stands_on_every_own_record_with_attendance_and_not_a_word_more() {
    let house = House::open();
    let (lia, tomas, unit) = couple(&house).await;
    let plan = JointPlan { at: "2026-08-20T13:00:00Z".parse().unwrap(), minutes: 50, place: None, topic: "CANARY-TOPIC".into() };
    let session = house.clinic.plan_joint_session(&therapist(), unit, "s1", plan).await.unwrap();
    let outcome = JointOutcome {
        session,
        minutes: Some(45),
        attendance: BTreeMap::from([(lia, Attendance::Came), (tomas, Attendance::DidNotCome)]),
        topic: "CANARY-TOPIC".into(),
        techniques: vec![],
        summary: "CANARY-SUMMARY".into(),
    };
    house.clinic.hold_joint_session(&therapist(), unit, "s1-held", outcome.clone()).await.unwrap();
    house.clinic.hold_joint_session(&therapist(), unit, "s1-held", outcome).await.unwrap();
    for (member, held) in [(lia, true), (tomas, false)] {
        let chart = house.seen(&therapist(), member).await;
        let own = &chart.therapies[0].sessions;
        assert_eq!(own.len(), 1, "a second tap adds nothing");
        assert_eq!((own[0].id, own[0].format), (session, Format::Couple));
        assert_eq!(own[0].state == SessionState::Held, held);
        let words = format!("{chart:?}");
        assert!(!words.contains("CANARY"), "joint words are on the joint record alone");
    }
    let lias = format!("{:?}", house.seen(&therapist(), lia).await);
    assert!(!lias.contains("Tomas") && !lias.contains(&tomas.to_string()), "nobody else is named on an own record");
}

#[tokio::test]
async fn what_is_told_alone_is_on_one_record_and_only_its_teller_says_what_may_be_done_with_it() {
    let house = House::open();
    let (lia, tomas, unit) = couple(&house).await;
    let (hers, his) = (house.own(lia), house.own(tomas));
    let before = house.store.rows_of(house.clinic.organisation(), unit).await.unwrap();
    let told = tell(&house, lia, unit, "I looked at flats.").await;
    house.clinic.answer_alone(&therapist(), lia, "answer", told, "Thank you for telling me.").await.unwrap();
    let asked = AskedAlone { unit, concern: true, words: "He shouts.".into(), done: String::new() };
    house.clinic.asked_alone(&therapist(), lia, "asked", asked).await.unwrap();
    assert_eq!(house.store.rows_of(house.clinic.organisation(), unit).await.unwrap(), before, "no row of the unit moved");
    let seen = house.seen(&hers, lia).await;
    assert_eq!((seen.disclosures[0].answers.len(), seen.asked_alone.len()), (1, 0), "the question is not on her own telephone");
    assert_eq!(house.seen(&therapist(), lia).await.asked_alone.len(), 1);
    assert!(!house.opens(&his, lia).await);
    house.clinic.set_handling(&hers, "ask", told, Handling::AskFirst).await.unwrap();
    assert_eq!(house.seen(&hers, lia).await.disclosures[0].handling, Handling::AskFirst);
    assert!(is_refused(&house.clinic.set_handling(&his, "his", told, Handling::MayBring).await));
    assert!(is_denied(&house.clinic.set_handling(&therapist(), "mine", told, Handling::MayBring).await));
    let elsewhere = ToldAlone { unit: lia, words: "x".into(), handling: Handling::Keep };
    assert!(house.clinic.tell_alone(&hers, lia, "elsewhere", elsewhere).await.is_err(), "only beside a unit of one’s own");
}

#[tokio::test]
async fn a_concern_told_alone_calls_somebody_and_shows_on_none_of_the_members_pages() {
    let house = House::open();
    let (lia, tomas, unit) = couple(&house).await;
    let before = house.store.rows_of(house.clinic.organisation(), unit).await.unwrap();
    let asked = AskedAlone { unit, concern: true, words: "CANARY-SHOUTS".into(), done: String::new() };
    house.clinic.asked_alone(&therapist(), lia, "asked", asked).await.unwrap();
    let seen = house.seen(&therapist(), lia).await;
    let alert = seen.alerts[0].clone();
    assert!(alert.waits(), "somebody still has to act");
    assert_eq!((alert.what.tier, alert.what.came), (Tier::Soon, CameIn::Staff));
    assert!(!alert.what.what.contains("CANARY"), "the list of whoever is on call has no word of it");
    let acknowledged = Event::AlertAcknowledged(Acknowledged { alert: alert.id, words: "CANARY-TAKEN".into() });
    house.clinic.record(&therapist(), lia, None, vec![Entry::new("take", acknowledged)]).await.unwrap();
    let (how, words) = ("in person".to_owned(), "CANARY-FOUND".to_owned());
    let found = Assessed { alert: alert.id, how, words, disposition: "x".into(), tries: Vec::new() };
    house.clinic.record(&therapist(), lia, None, vec![Entry::new("assess", Event::AlertAssessed(found))]).await.unwrap();
    assert_eq!(house.seen(&therapist(), lia).await.alerts[0].assessed.len(), 1);
    let hers = house.seen(&house.own(lia), lia).await;
    assert!(hers.alerts.is_empty() && !format!("{hers:?}").contains("CANARY"), "nor what was done about it");
    let labelled =
        house.seen(&therapist(), lia).await.log().filter(|one| one.event().family() == "safety").cloned().collect::<Vec<_>>();
    assert!(labelled.iter().all(|one| one.draft.sensitivity == Sensitivity::Safe), "every step carries the label");
    assert!(house.seen(&therapist(), tomas).await.alerts.is_empty());
    assert_eq!(house.store.rows_of(house.clinic.organisation(), unit).await.unwrap(), before, "no row of the unit moved");
}

#[tokio::test]
async fn a_concern_that_was_acted_on_at_once_is_a_closed_matter_with_its_record() {
    let house = House::open();
    let (lia, _, unit) = couple(&house).await;
    let done = "Rang the shelter together; she sleeps at her sister’s.".to_owned();
    let asked = AskedAlone { unit, concern: true, words: "He shouts.".into(), done: done.clone() };
    house.clinic.asked_alone(&therapist(), lia, "asked", asked).await.unwrap();
    let seen = house.seen(&therapist(), lia).await;
    let alert = &seen.alerts[0];
    assert_eq!(alert.closed.as_ref().unwrap().2, done);
    assert_eq!((alert.closed_by, alert.assessed.len(), alert.notified.len()), (therapist().staff, 1, 0));
    assert!(house.seen(&house.own(lia), lia).await.alerts.is_empty());
    let quiet = AskedAlone { unit, concern: false, words: String::new(), done: String::new() };
    house.clinic.asked_alone(&therapist(), lia, "again", quiet).await.unwrap();
    assert_eq!(house.seen(&therapist(), lia).await.alerts.len(), 1, "no concern, no alert");
}

#[tokio::test]
async fn bringing_in_takes_the_tellers_hand_and_exactly_the_words_that_were_shown() {
    let house = House::open();
    let (lia, tomas, unit) = couple(&house).await;
    let told = tell(&house, lia, unit, "I want a second child.").await;
    let hers = house.own(lia);
    assert!(is_refused(&house.clinic.bring_in(&hers, unit, "k1", told, "I want a child.").await));
    assert!(house.clinic.bring_in(&house.own(tomas), unit, "k2", told, "I want a second child.").await.is_err());
    assert!(house.clinic.bring_in(&therapist(), unit, "k3", told, "I want a second child.").await.is_err());
    assert!(house.seen(&house.own(tomas), unit).await.unit.as_ref().unwrap().brought.is_empty());
    house.clinic.bring_in(&hers, unit, "k4", told, "I want a second child.").await.unwrap();
    let joint = house.seen(&house.own(tomas), unit).await;
    assert_eq!(joint.unit.as_ref().unwrap().brought[0].2, "I want a second child.");
    assert_eq!(house.seen(&hers, lia).await.disclosures[0].handling, Handling::MayBring);
}

#[tokio::test]
async fn scores_and_medicines_are_seen_while_they_are_shared_and_at_no_other_time() {
    let house = House::open();
    let (lia, tomas, unit) = couple(&house).await;
    let started = Started {
        course: concord_chart::CourseId(uuid::Uuid::from_u128(900)),
        substance: Some("propranolol".into()),
        name: "Propranolol".into(),
        coding: vec![],
        dosing: Dosing { dose: Some(Dose::mg(10)), per_day: None, time_words: String::new(), as_needed: true },
        route: None,
        purpose: "CANARY-PURPOSE".into(),
        prescriber: String::new(),
        from_elsewhere: false,
    };
    house.clinic.record(&prescriber(), tomas, None, vec![Entry::new("p", Event::MedicationStarted(started))]).await.unwrap();
    let shown = async || {
        let unit = house.seen(&house.own(lia), unit).await.unit.clone().unwrap();
        house.clinic.shared_with(&house.own(lia), &unit).await.unwrap()
    };
    assert!(shown().await.is_empty());
    house.clinic.share(&house.own(tomas), unit, "on", Shared::Medicines, true).await.unwrap();
    let rooms = shown().await;
    assert_eq!((rooms.len(), rooms[0].medicines.len(), rooms[0].scores.len()), (1, 1, 0));
    assert!(rooms[0].medicines[0].contains("Propranolol") && !format!("{rooms:?}").contains("CANARY"));
    let his = house.clinic.who_looked(&house.own(tomas), tomas, 50).await.unwrap();
    assert!(his.iter().any(|line| line.what == "the medicines that you share"), "he sees that it was looked at");
    house.clinic.share(&house.own(tomas), unit, "off", Shared::Medicines, false).await.unwrap();
    assert!(shown().await.is_empty());
    assert!(is_denied(&house.clinic.share(&therapist(), unit, "for him", Shared::Medicines, true).await));
}

/// Everybody who decides alone has to allow it: every row of the table for two, three and four people, with and without one
/// of them having left.
#[tokio::test]
async fn joint_notes_are_given_out_at_exactly_one_row_of_the_truth_table() {
    for (size, one_has_left) in [(2, false), (3, false), (3, true), (4, false), (4, true)] {
        let house = House::open();
        let mut members = Vec::new();
        for number in 0..size {
            members.push(house.person(&format!("Person{number}"), "Table", "1980-01-01").await);
        }
        let kind = if size == 2 { UnitKind::Couple } else { UnitKind::Family };
        let unit = house.unit(kind, &members).await;
        house.agree(unit, &members).await;
        let session = house.session(unit, &members, "s").await;
        house.clinic.sign_joint_note(&therapist(), unit, "note", session, note("CANARY-NOTE")).await.unwrap();
        if one_has_left {
            house.clinic.leave_unit(&therapist(), unit, "leaves", members[size - 1], "").await.unwrap();
            assert!(!house.opens(&house.own(members[size - 1]), unit).await, "who has left reads nothing");
        }
        for row in 0..(1_u32 << size) {
            for (number, member) in members.iter().enumerate() {
                let allow = row >> number & 1 == 1;
                house.clinic.allow_release(&house.own(*member), unit, &format!("{row}-{number}"), allow).await.unwrap();
            }
            let all = row == (1 << size) - 1;
            let notes = house.clinic.released_notes(&house.own(members[0]), unit).await.unwrap();
            assert_eq!(notes.len(), usize::from(all), "{size} people, row {row:b}, one has left: {one_has_left}");
            let seen = house.seen(&house.own(members[0]), unit).await;
            assert!(!format!("{seen:?}").contains("CANARY-NOTE"), "the view itself never holds a note");
        }
    }
}

#[tokio::test]
async fn a_child_is_not_asked_and_nobody_allows_in_anothers_place() {
    let house = House::open();
    let parent = house.person("Ruben", "Sol", "1980-01-01").await;
    let child = house.person("Mia", "Sol", "2014-01-01").await;
    let unit = house.unit(UnitKind::Family, &[parent, child]).await;
    house.agree(unit, &[parent, child]).await;
    let session = house.session(unit, &[parent, child], "s").await;
    house.clinic.sign_joint_note(&therapist(), unit, "note", session, note("words")).await.unwrap();
    assert!(is_denied(&house.clinic.allow_release(&therapist(), unit, "for them", true).await));
    assert!(house.clinic.released_notes(&house.own(parent), unit).await.unwrap().is_empty());
    house.clinic.allow_release(&house.own(parent), unit, "mine", true).await.unwrap();
    assert_eq!(house.clinic.released_notes(&house.own(parent), unit).await.unwrap().len(), 1);
}

#[tokio::test]
async fn in_a_group_no_member_reaches_a_name_a_number_or_a_word_of_another() {
    let house = House::open();
    let (members, unit) = group(&house).await;
    let (ada, cleo) = (members[0], members[2]);
    let session = house.session(unit, &members, "s").await;
    house.clinic.set_joint_task(&therapist(), unit, "task", "Ten minutes of breathing", None).await.unwrap();
    house.clinic.sign_line_about(&therapist(), unit, "line", ada, Some(session), "CANARY-LINE").await.unwrap();
    tell(&house, ada, unit, "CANARY-TOLD").await;
    house.clinic.leave_unit(&therapist(), unit, "leaves", members[1], "CANARY-WHY").await.unwrap();
    let seen = house.seen(&house.own(cleo), unit).await;
    let words = format!("{seen:?}");
    for hidden in ["Ada", "Brandt", "Bela", "Castillo", "CANARY", "Those of Tuesday", &ada.to_string(), &members[1].to_string()] {
        assert!(!words.contains(hidden), "{hidden} reached another member");
    }
    assert_eq!(seen.unit.as_ref().unwrap().members.len(), 1);
    let own = house.seen(&therapist(), cleo).await;
    assert_eq!(own.therapies[0].homework.len(), 1, "homework for all stands on each own record");
    let (own, export) = (format!("{own:?}"), concord_fhir_words(&house, cleo).await);
    for name in ["Ada", "Brandt", "Bela", "Castillo", "CANARY"] {
        assert!(!own.contains(name) && !export.contains(name), "{name} is on another’s record");
    }
    let reported =
        JointTaskReported { task: seen.unit.as_ref().unwrap().tasks[0].what.task, done_percent: 10, could_not: "x".into() };
    assert!(is_refused(&house.clinic.report_joint_task(&house.own(cleo), unit, "r", reported).await));
}

/// Everything that the shelves hold of one chart.
async fn concord_fhir_words(house: &House, chart: ChartId) -> String {
    format!("{:?}", house.store.rows_of(house.clinic.organisation(), chart).await.unwrap())
}

#[tokio::test]
async fn a_groups_note_that_names_a_member_is_refused() {
    let house = House::open();
    let (members, unit) = group(&house).await;
    let session = house.session(unit, &members, "s").await;
    assert!(is_refused(&house.clinic.sign_joint_note(&therapist(), unit, "n1", session, note("Ada spoke first.")).await));
    house.clinic.sign_joint_note(&therapist(), unit, "n2", session, note("The group spoke of sleep.")).await.unwrap();
}

#[tokio::test]
async fn a_line_about_one_member_of_a_group_names_no_other() {
    let house = House::open();
    let (members, unit) = group(&house).await;
    let ada = members[0];
    let named = house.clinic.sign_line_about(&therapist(), unit, "l1", ada, None, "Was moved by what Bela said.").await;
    assert!(is_refused(&named));
    house.clinic.sign_line_about(&therapist(), unit, "l2", ada, None, "Ada was moved.").await.unwrap();
    assert_eq!(house.seen(&therapist(), ada).await.notes.len(), 1);
}

#[tokio::test]
async fn a_course_that_ended_on_one_members_own_record_holds_up_nobody_elses_session() {
    let house = House::open();
    let (members, unit) = group(&house).await;
    let course = house.seen(&therapist(), members[1]).await.therapies[0].id;
    let ended = Ended { course, how: CourseEnd::PatientChoice, words: String::new() };
    house.clinic.record(&therapist(), members[1], None, vec![Entry::new("end", Event::TherapyEnded(ended))]).await.unwrap();
    house.session(unit, &members, "s").await;
    house.clinic.set_joint_task(&therapist(), unit, "task", "Notice one thing a day.", None).await.unwrap();
    for (place, member) in members.iter().enumerate() {
        let own = &house.seen(&therapist(), *member).await.therapies[0];
        let here = usize::from(place != 1);
        assert_eq!((own.sessions.len(), own.homework.len()), (here, here), "{place}");
    }
}

#[tokio::test]
async fn nobody_takes_back_in_a_members_place_what_the_member_chose() {
    let house = House::open();
    let (lia, _, unit) = couple(&house).await;
    let hers = house.own(lia);
    house.clinic.share(&hers, unit, "yes", Shared::Scores, true).await.unwrap();
    house.clinic.share(&hers, unit, "no", Shared::Scores, false).await.unwrap();
    let room = house.seen(&therapist(), unit).await;
    let no = room.log().find(|recorded| matches!(recorded.event(), Event::UnitSharingSet(set) if !set.on)).unwrap().id();
    let retract = EntryRetracted { entry: no, reason: RetractionReason::EnteredInError, words: String::new() };
    let tried = house.clinic.record(&therapist(), unit, None, vec![Entry::new("back", Event::EntryRetracted(retract))]).await;
    assert!(is_denied(&tried), "without the “no” the “yes” before it would hold again");
    assert!(house.seen(&therapist(), unit).await.unit.as_ref().unwrap().sharing.is_empty());

    let told = tell(&house, lia, unit, "I looked at flats.").await;
    house.clinic.set_handling(&hers, "form", told, Handling::MayBring).await.unwrap();
    assert!(is_refused(&house.clinic.set_handling(&hers, "form", told, Handling::Keep).await), "it is not kept, and says so");
}

#[tokio::test]
async fn when_a_couple_parts_the_joint_record_closes_and_the_own_rooms_go_on() {
    let house = House::open();
    let (lia, tomas, unit) = couple(&house).await;
    house.session(unit, &[lia, tomas], "s").await;
    let later = JointPlan { at: "2026-08-27T13:00:00Z".parse().unwrap(), minutes: 50, place: None, topic: String::new() };
    house.clinic.plan_joint_session(&therapist(), unit, "later", later.clone()).await.unwrap();
    house.clinic.close_unit(&therapist(), unit, "close", UnitEnd::Separated, "").await.unwrap();
    assert!(house.opens(&house.own(lia), unit).await, "it stays readable");
    assert!(is_refused(&house.clinic.plan_joint_session(&therapist(), unit, "again", later).await));
    assert!(is_refused(&house.clinic.set_joint_goal(&therapist(), unit, "goal", "Peace.").await));
    for member in [lia, tomas] {
        let chart = house.seen(&therapist(), member).await;
        assert!(!chart.therapies[0].is_current());
        assert!(chart.therapies[0].sessions.iter().all(|session| session.state != SessionState::Planned));
        house
            .clinic
            .sign_line_about(&therapist(), unit, &format!("line-{member}"), member, None, "Goes on alone.")
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn the_consultation_teams_space_is_open_to_its_therapists_and_to_nobody_else() {
    let house = House::open();
    let colleague = staff(Role::Therapist, 14);
    let with = TeamMember { staff: colleague.staff, name: colleague.name.clone(), role: CareRole::Therapist };
    let new = NewUnit {
        kind: UnitKind::ConsultationTeam,
        name: "Mondays".into(),
        public_name: String::new(),
        therapy: None,
        members: vec![],
        with: vec![with],
        open: false,
        places: None,
        planned_sessions: None,
    };
    let team = house.clinic.open_new_unit(&therapist(), "team", new).await.unwrap();
    house.clinic.note_for_team(&therapist(), team, "a", TeamNote::Agenda, "CANARY-AGENDA", None).await.unwrap();
    house.clinic.note_for_team(&colleague, team, "w", TeamNote::Wellbeing, "", Some(4)).await.unwrap();
    assert_eq!(house.seen(&colleague, team).await.unit.as_ref().unwrap().team_notes.len(), 2);
    let tried = house.clinic.note_for_team(&house.stranger(), team, "x", TeamNote::Agenda, "x", None).await;
    assert!(is_denied(&tried));
    for role in Role::ALL.iter().copied().filter(|role| *role != Role::Proxy) {
        let who = Subject { staff: role.is_staff().then(|| StaffId(uuid::Uuid::from_u128(99))), ..staff(role, 99) };
        assert!(!house.opens(&who, team).await, "{role:?}");
        if let Ok(units) = house.clinic.units(&who).await {
            assert!(units.is_empty(), "{role:?}");
        }
        assert!(is_denied(&house.clinic.who_looked(&who, team, 5).await), "{role:?}");
    }
    let joins = Event::TeamJoined(concord_chart::registration::TeamJoined {
        member: TeamMember { staff: house.stranger().staff, name: "me".into(), role: CareRole::CareManager },
    });
    let manager = Subject { role: Role::CareManager, ..house.stranger() };
    assert!(
        house.clinic.record(&manager, team, None, vec![Entry::new("join", joins)]).await.is_err(),
        "nobody lets themselves in"
    );
}

#[tokio::test]
async fn whatever_one_member_keeps_the_other_reaches_in_no_way() {
    let house = House::open();
    let (lia, tomas, unit) = couple(&house).await;
    let (hers, his) = (house.own(lia), house.own(tomas));
    tell(&house, lia, unit, "CANARY-TOLD").await;
    let asked = AskedAlone { unit, concern: true, words: "CANARY-ASKED".into(), done: String::new() };
    house.clinic.asked_alone(&therapist(), lia, "asked", asked).await.unwrap();
    house.clinic.sign_line_about(&therapist(), unit, "line", lia, None, "CANARY-LINE").await.unwrap();
    let seen = house.clinic.open_chart(&his, unit, Purpose("joint room")).await.unwrap();
    assert!(!format!("{:?}", seen.chart).contains("CANARY"));
    assert!(matches!(house.clinic.open_chart(&his, lia, Purpose("x")).await, Err(ActionError::Denied(Denied::NotForRole))));
    for shelf in Shelf::ALL {
        let rows = house.store.rows_on(house.clinic.organisation(), unit, *shelf).await.unwrap();
        let own = house.store.rows_on(house.clinic.organisation(), tomas, *shelf).await.unwrap();
        assert!(!format!("{rows:?}{own:?}").contains("CANARY"), "{shelf:?}");
    }
    let looked = house.clinic.who_looked(&his, tomas, 100).await.unwrap();
    assert!(looked.iter().all(|line| !line.what.contains("alone")), "no line tells of the other room");
    assert!(house.opens(&hers, lia).await);
}
