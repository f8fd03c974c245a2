//! The joint room of a group, and choices that somebody makes for themselves.

#![allow(clippy::unwrap_used, missing_docs)]

use concord_chart::{
    Author, AuthorKind, Chart, ChartId, Draft, Event, EventId, IdempotencyKey, Recorded, SessionId, When,
    course_plan::ParticipantRole,
    entry::{EntryRetracted, RetractionReason},
    note::{NoteAddended, Section},
    therapy::NotHeld,
    unit::*,
};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

const UNIT: ChartId = ChartId(Uuid::from_u128(1));
const ADA: ChartId = ChartId(Uuid::from_u128(2));
const BELA: ChartId = ChartId(Uuid::from_u128(3));
const TODAY: Date = date(2026, 8, 20);

fn draft(number: u128, event: Event) -> Draft {
    Draft {
        id: EventId(Uuid::from_u128(number)),
        occurred: When::Day(TODAY),
        author: Author { kind: AuthorKind::Staff, staff: None, name: "R. Lindgren".into(), role: "Therapist".into() },
        on_behalf_of: None,
        sensitivity: concord_chart::Sensitivity::General,
        key: IdempotencyKey(format!("key-{number}")),
        amends: None,
        source: None,
        event,
    }
}

fn fold(events: Vec<Event>) -> Chart {
    let drafts = (1_u128..).zip(events).map(|(number, event)| draft(number, event));
    let log = (1..).zip(drafts).map(|(seq, draft)| Arc::new(Recorded { seq, recorded_at: Timestamp::UNIX_EPOCH, draft }));
    Chart::fold(UNIT, log.collect::<Vec<_>>())
}

fn member(chart: ChartId, name: &str) -> Member {
    Member { chart, name: name.into(), role: ParticipantRole::GroupMember, decides_alone: true, course: None }
}

fn opened(kind: UnitKind) -> UnitOpened {
    UnitOpened {
        kind,
        name: "Tuesdays".into(),
        public_name: "Tuesday".into(),
        therapy: None,
        members: vec![member(ADA, "Ada Brandt"), member(BELA, "Bela Castillo")],
        open: true,
        places: None,
        planned_sessions: None,
    }
}

/// A group or couple with a rule that both signed, and a session that was held.
fn with_a_session(kind: UnitKind) -> Vec<Event> {
    let policy = PolicyChosen { policy: SecretsPolicy::LimitedSecrets, words: "What is said here stays here.".into() };
    let signed = |member| Event::UnitPolicySigned(PolicySigned { member, how: "on paper".into() });
    let held = JointSessionHeld {
        session: SessionId(Uuid::from_u128(50)),
        number: 1,
        minutes: None,
        attendance: BTreeMap::from([(ADA, Attendance::Came)]),
        topic: String::new(),
        techniques: vec![],
        summary: String::new(),
    };
    let note =
        JointNoteSigned { session: held.session, sections: vec![Section { heading: String::new(), text: "Calm.".into() }] };
    vec![
        Event::UnitOpened(opened(kind)),
        Event::UnitPolicyChosen(policy),
        signed(ADA),
        signed(BELA),
        Event::UnitSessionHeld(held),
        Event::UnitNoteSigned(note),
    ]
}

fn refusal(chart: &Chart, event: Event) -> Option<String> {
    chart.decide(vec![draft(900, event)], TODAY).err().map(|refusal| refusal.sentence)
}

#[test]
fn whatever_every_member_of_a_group_reads_names_none_of_them() {
    let said = |words: &str| {
        let words = words.to_owned();
        let task = concord_chart::HomeworkId(Uuid::from_u128(60));
        vec![
            Event::UnitGoalSet(JointGoalSet { words: words.clone() }),
            Event::UnitTaskSet(JointTaskSet { task, words: words.clone(), due: None }),
            Event::UnitMeasured(JointMeasured { what: words.clone(), value: 1 }),
            Event::UnitClosed(UnitClosed { how: UnitEnd::Completed, words: words.clone() }),
            Event::NoteAddended(NoteAddended { note: EventId(Uuid::from_u128(6)), text: words }),
        ]
    };
    let group = fold(with_a_session(UnitKind::Group));
    for event in said("Take the tram as Bela did.") {
        let kind = event.kind();
        assert!(refusal(&group, event).is_some_and(|sentence| sentence.contains("Bela")), "{kind}");
    }
    for event in said("Take the tram.") {
        assert_eq!(refusal(&group, event), None);
    }
    let couple = fold(with_a_session(UnitKind::Couple));
    for event in said("Take the tram as Bela did.") {
        assert_eq!(refusal(&couple, event), None, "partners know each other");
    }
    let unit = group.unit.unwrap();
    assert_eq!(unit.named_in(&["Ada and Bela"], Some(ADA)), Some("Bela"), "on her own record she may be named");
    assert_eq!(unit.named_in(&["Ada alone"], Some(ADA)), None);
}

#[test]
fn somebody_who_comes_back_shares_nothing_and_has_signed_nothing_until_they_say_so_again() {
    let mut events = with_a_session(UnitKind::Family);
    events.push(Event::UnitSharingSet(SharingSet { member: ADA, what: Shared::Scores, on: true }));
    let before = fold(events.clone()).unit.unwrap();
    assert!(before.all_signed() && before.sharing.contains(&(ADA, Shared::Scores)));
    events.push(Event::UnitMemberLeft(MemberLeft { member: ADA, words: String::new() }));
    events.push(Event::UnitMemberJoined(MemberJoined { member: member(ADA, "Ada Brandt") }));
    let after = fold(events).unit.unwrap();
    assert!(after.sharing.is_empty(), "what was shown before was shown before");
    assert!(!after.all_signed() && after.signed.contains_key(&BELA));
}

#[test]
fn a_session_that_was_held_is_not_called_off_and_nobody_is_two_members() {
    let chart = fold(with_a_session(UnitKind::Couple));
    let off = JointSessionNotHeld { session: SessionId(Uuid::from_u128(50)), why: NotHeld::CancelledByUs };
    assert!(refusal(&chart, Event::UnitSessionNotHeld(off)).is_some());
    let opening =
        EntryRetracted { entry: EventId(Uuid::from_u128(1)), reason: RetractionReason::Duplicate, words: String::new() };
    assert!(refusal(&chart, Event::EntryRetracted(opening)).is_some(), "its members would lose their joint room");
    let twice = UnitOpened { members: vec![member(ADA, "Ada"), member(ADA, "Ada")], ..opened(UnitKind::Couple) };
    assert!(refusal(&Chart::empty(UNIT), Event::UnitOpened(twice)).is_some());
}

#[test]
fn a_page_that_is_gone_back_to_and_says_something_else_is_not_taken_for_a_second_tap() {
    let mut events = with_a_session(UnitKind::Couple);
    let share = |on| Event::UnitSharingSet(SharingSet { member: ADA, what: Shared::Scores, on });
    events.push(share(true));
    let chart = fold(events);
    let again = |event: Event| Draft { key: IdempotencyKey("key-7".into()), ..draft(900, event) };
    assert_eq!(chart.decide(vec![again(share(true))], TODAY), Ok(vec![]), "the same twice is kept once");
    assert!(chart.decide(vec![again(share(false))], TODAY).is_err(), "“no” under the key of “yes” is not kept as “yes”");
    let goal = Event::UnitGoalSet(JointGoalSet { words: "Peace.".into() });
    assert!(chart.decide(vec![again(goal)], TODAY).is_err(), "another form under the same key is not lost in silence");
}
