//! Rooms and walls as policies: who reads what of a unit's log, and what a member lets another see.

#![allow(clippy::unwrap_used, missing_docs)]

use concord_access::{MayRead, MayWrite, Relation, Role, Subject, View};
use concord_chart::{
    AccountId, Author, AuthorKind, Chart, ChartId, Draft, Event, EventId, IdempotencyKey, OrganisationId, Recorded, ReleaseId,
    Sensitivity, SessionId, StaffId, When,
    course_plan::ParticipantRole,
    registration::{CareRole, TeamJoined, TeamMember},
    release::ReleaseConsented,
    unit::*,
};
use jiff::civil::date;
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

const UNIT: ChartId = ChartId(Uuid::from_u128(1));
const LIA: ChartId = ChartId(Uuid::from_u128(2));
const TOMAS: ChartId = ChartId(Uuid::from_u128(3));

fn somebody(role: Role, number: u128, chart: Option<ChartId>) -> Subject {
    let id = Uuid::from_u128(number);
    Subject {
        account: AccountId(id),
        organisation: OrganisationId(Uuid::from_u128(1)),
        role,
        staff: role.is_staff().then_some(StaffId(id)),
        chart,
        name: role.words().to_owned(),
        places: Vec::new(),
        glass: None,
    }
}

fn draft(number: u128, kind: AuthorKind, event: Event) -> Draft {
    Draft {
        id: EventId(Uuid::from_u128(number)),
        occurred: When::Day(date(2026, 8, 20)),
        author: Author { kind, staff: None, name: "somebody".to_owned(), role: String::new() },
        on_behalf_of: None,
        sensitivity: Sensitivity::General,
        key: IdempotencyKey(number.to_string()),
        amends: None,
        source: None,
        event,
    }
}

fn log(events: Vec<(AuthorKind, Event)>) -> Vec<Arc<Recorded>> {
    let numbered = (1_u64..).zip(events);
    numbered
        .map(|(seq, (kind, event))| {
            let draft = draft(u128::from(seq), kind, event);
            Arc::new(Recorded { seq, recorded_at: jiff::Timestamp::UNIX_EPOCH, draft })
        })
        .collect()
}

fn member(chart: ChartId, name: &str) -> Member {
    Member { chart, name: name.to_owned(), role: ParticipantRole::Partner, decides_alone: true, course: None }
}

fn opened(kind: UnitKind) -> Event {
    Event::UnitOpened(UnitOpened {
        kind,
        name: "For staff".to_owned(),
        public_name: "Tuesday".to_owned(),
        therapy: None,
        members: vec![member(LIA, "Lia Marchetti"), member(TOMAS, "Tomas Marchetti")],
        open: true,
        places: Some(8),
        planned_sessions: None,
    })
}

/// A log with everything in it that is about one of the two alone.
fn full(kind: UnitKind) -> Vec<Arc<Recorded>> {
    let session = SessionId(Uuid::from_u128(50));
    let attendance = BTreeMap::from([(LIA, Attendance::Came), (TOMAS, Attendance::DidNotCome)]);
    let held = JointSessionHeld {
        session,
        number: 1,
        minutes: None,
        attendance,
        topic: String::new(),
        techniques: vec![],
        summary: String::new(),
    };
    let note = JointNoteSigned { session, sections: vec![] };
    let staff = AuthorKind::Staff;
    log(vec![
        (staff, opened(kind)),
        (staff, Event::UnitPolicySigned(PolicySigned { member: LIA, how: "on paper".to_owned() })),
        (staff, Event::UnitMemberJoined(MemberJoined { member: member(LIA, "Lia Marchetti") })),
        (staff, Event::UnitSessionHeld(held)),
        (staff, Event::UnitNoteSigned(note)),
        (AuthorKind::Patient, Event::UnitSharingSet(SharingSet { member: LIA, what: Shared::Scores, on: true })),
        (AuthorKind::Patient, Event::UnitReleaseSet(ReleaseSet { member: LIA, on: true, to: String::new() })),
        (AuthorKind::Patient, Event::UnitBroughtIn(BroughtIn { member: LIA, words: "brought".to_owned() })),
    ])
}

#[test]
fn a_member_of_a_group_sees_no_line_that_is_about_another() {
    let seen = View::Member(TOMAS).filter(&full(UnitKind::Group));
    let words = format!("{seen:?}");
    assert!(!words.contains("Lia") && !words.contains(&LIA.to_string()) && !words.contains("For staff"), "{words}");
    let kinds: Vec<&str> = seen.iter().map(|recorded| recorded.event().kind()).collect();
    assert_eq!(kinds, ["unit.opened", "unit.session_held"]);
}

#[test]
fn a_member_of_a_couple_sees_the_joint_room_without_notes_signatures_and_attendance_of_the_other() {
    let seen = View::Member(TOMAS).filter(&full(UnitKind::Couple));
    let kinds: Vec<&str> = seen.iter().map(|recorded| recorded.event().kind()).collect();
    assert!(!kinds.contains(&"unit.note_signed") && !kinds.contains(&"unit.policy_signed") && kinds.contains(&"unit.brought_in"));
    let held = seen.iter().find_map(|recorded| match recorded.event() {
        Event::UnitSessionHeld(held) => Some(held.attendance.keys().copied().collect::<Vec<_>>()),
        _ => None,
    });
    assert_eq!(held, Some(vec![TOMAS]));
    assert_eq!(View::Unit(StaffId(Uuid::from_u128(9))).filter(&full(UnitKind::Couple)).len(), 8);
}

#[test]
fn something_shared_is_read_by_a_present_member_while_it_is_shared_and_by_nobody_else() {
    let lia = somebody(Role::Patient, 20, Some(LIA));
    let tomas = somebody(Role::Patient, 21, Some(TOMAS));
    let asks = |who: &Subject, events: Vec<Event>, of: ChartId, what: Shared| {
        let events = events.into_iter().map(|event| (AuthorKind::Staff, event)).collect();
        let unit = Chart::fold(UNIT, log(events)).unit.unwrap();
        MayRead::shared(who, &unit, of, what).is_ok()
    };
    let share = |on| Event::UnitSharingSet(SharingSet { member: LIA, what: Shared::Scores, on });
    let couple = || opened(UnitKind::Couple);
    assert!(asks(&tomas, vec![couple(), share(true)], LIA, Shared::Scores));
    assert!(!asks(&tomas, vec![couple()], LIA, Shared::Scores));
    assert!(!asks(&tomas, vec![couple(), share(true), share(false)], LIA, Shared::Scores));
    assert!(!asks(&tomas, vec![couple(), share(true)], LIA, Shared::Medicines));
    assert!(!asks(&tomas, vec![opened(UnitKind::Group), share(true)], LIA, Shared::Scores));
    assert!(!asks(&lia, vec![couple(), share(true)], LIA, Shared::Scores));
    let gone = Event::UnitMemberLeft(MemberLeft { member: TOMAS, words: String::new() });
    assert!(!asks(&tomas, vec![couple(), share(true), gone], LIA, Shared::Scores));
    let ended = Event::UnitClosed(UnitClosed { how: UnitEnd::Separated, words: String::new() });
    assert!(!asks(&tomas, vec![couple(), share(true), ended], LIA, Shared::Scores));
    for other in
        [somebody(Role::Patient, 22, Some(UNIT)), somebody(Role::Therapist, 9, None), somebody(Role::Proxy, 23, Some(TOMAS))]
    {
        assert!(!asks(&other, vec![couple(), share(true)], LIA, Shared::Scores), "{:?}", other.role);
    }
}

#[test]
fn who_has_left_says_what_is_given_out_and_records_nothing_else() {
    let relation = Relation { unit: Some(vec![LIA]), former: vec![TOMAS], ..Relation::default() };
    let tomas = somebody(Role::Patient, 21, Some(TOMAS));
    let may = |event: Event| {
        let draft = draft(1, AuthorKind::Patient, event);
        MayWrite::ask(&tomas, UNIT, &relation, date(2026, 8, 20), &[draft]).is_ok()
    };
    assert!(may(Event::UnitReleaseSet(ReleaseSet { member: TOMAS, on: true, to: String::new() })));
    assert!(!may(Event::UnitReleaseSet(ReleaseSet { member: LIA, on: true, to: String::new() })));
    assert!(!may(Event::UnitSharingSet(SharingSet { member: TOMAS, what: Shared::Scores, on: true })));
    assert!(!may(Event::UnitBroughtIn(BroughtIn { member: TOMAS, words: "x".to_owned() })));
}

#[test]
fn a_unit_is_opened_by_a_therapist_with_its_team_and_with_nothing_of_a_persons_record() {
    let joins = || {
        let member = TeamMember { staff: Some(StaffId(Uuid::from_u128(9))), name: "me".to_owned(), role: CareRole::Therapist };
        Event::TeamJoined(TeamJoined { member })
    };
    let may = |role: Role, events: Vec<Event>, relation: &Relation| {
        let drafts: Vec<Draft> = (1..).zip(events).map(|(number, event)| draft(number, AuthorKind::Staff, event)).collect();
        MayWrite::ask(&somebody(role, 9, None), UNIT, relation, date(2026, 8, 20), &drafts).is_ok()
    };
    let nobody = Relation::default();
    assert!(may(Role::Therapist, vec![opened(UnitKind::Couple), joins()], &nobody));
    assert!(!may(Role::Prescriber, vec![opened(UnitKind::Couple), joins()], &nobody));
    assert!(!may(Role::Therapist, vec![joins()], &nobody), "nobody joins the team of a record that is not theirs");
    let note = Event::NoteSigned(concord_chart::note::NoteSigned { format: "free".to_owned(), sections: vec![], session: None });
    assert!(!may(Role::Therapist, vec![opened(UnitKind::Couple), note], &nobody));
    let theirs = Relation { team: vec![StaffId(Uuid::from_u128(10))], ..Relation::default() };
    assert!(!may(Role::Therapist, vec![opened(UnitKind::Couple), joins()], &theirs), "a record with a team is no new unit");
}

#[test]
fn a_consent_to_give_out_a_joint_record_is_noted_by_its_therapists_and_by_nobody_else() {
    let release = ReleaseId(Uuid::from_u128(900));
    let consent = ReleaseConsented { release, member: LIA, on: true, how: "signed on paper".into(), until: None };
    let consent = draft(1, AuthorKind::Staff, Event::ReleaseConsented(consent));
    let relation = |team: Vec<StaffId>| Relation { team, unit: Some(vec![LIA, TOMAS]), ..Relation::default() };
    let on_team = |subject: &Subject| relation(subject.staff.into_iter().collect());
    let may = |subject: &Subject, relation: &Relation| {
        MayWrite::ask(subject, UNIT, relation, date(2026, 8, 20), std::slice::from_ref(&consent)).is_ok()
    };
    let therapist = somebody(Role::Therapist, 1, None);
    assert!(may(&therapist, &on_team(&therapist)));
    assert!(!may(&therapist, &relation(vec![])), "a therapist of somebody else");
    for role in [Role::Prescriber, Role::CareManager, Role::ComplementaryPractitioner, Role::FrontDesk, Role::Administrator] {
        let other = somebody(role, 1, None);
        assert!(!may(&other, &on_team(&other)), "{role:?}");
    }
    for member in [LIA, TOMAS] {
        assert!(
            !may(&somebody(Role::Patient, 2, Some(member)), &relation(vec![])),
            "a member says so in their own words, not in this entry"
        );
    }
}
