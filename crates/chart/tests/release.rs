//! Part of a record goes out: with the consent of everybody who has to give one, for this release and no other.

#![allow(clippy::unwrap_used, missing_docs)]

use concord_chart::{
    Author, AuthorKind, Chart, ChartId, Draft, Event, EventId, IdempotencyKey, Recorded, ReleaseId, Sensitivity, When,
    course_plan::ParticipantRole,
    registration::{Demographics, Registered},
    release::{ReleaseAsked, ReleaseConsented, ReleaseGiven, ReleasePart},
    unit::{Member, MemberLeft, UnitKind, UnitOpened},
};
use jiff::{Timestamp, civil::date};
use std::sync::Arc;
use uuid::Uuid;

const UNIT: ChartId = ChartId(Uuid::from_u128(1));
const LIA: ChartId = ChartId(Uuid::from_u128(2));
const TOMAS: ChartId = ChartId(Uuid::from_u128(3));
const MIA: ChartId = ChartId(Uuid::from_u128(4));
const COURT: ReleaseId = ReleaseId(Uuid::from_u128(9));

fn draft(number: u128, event: Event) -> Draft {
    Draft {
        id: EventId(Uuid::from_u128(100 + number)),
        occurred: When::Instant(Timestamp::UNIX_EPOCH),
        author: Author { kind: AuthorKind::Staff, staff: None, name: "Ruth Lindgren".into(), role: "Therapist".into() },
        on_behalf_of: None,
        sensitivity: Sensitivity::General,
        key: IdempotencyKey(format!("key-{number}")),
        amends: None,
        source: None,
        event,
    }
}

fn chart(id: ChartId, events: Vec<Event>) -> Chart {
    let recorded = (1..)
        .zip(events)
        .map(|(seq, event)| Arc::new(Recorded { seq, recorded_at: Timestamp::UNIX_EPOCH, draft: draft(u128::from(seq), event) }));
    Chart::fold(id, recorded)
}

fn refusal(chart: &Chart, event: Event) -> Option<String> {
    chart.decide(vec![draft(99, event)], date(2026, 8, 20)).err().map(|refusal| refusal.sentence)
}

fn member(chart: ChartId, name: &str, decides_alone: bool) -> Member {
    Member { chart, name: name.into(), role: ParticipantRole::Partner, decides_alone, course: None }
}

fn family() -> Vec<Event> {
    let members = vec![member(LIA, "Lia", true), member(TOMAS, "Tomas", true), member(MIA, "Mia", false)];
    let opened = UnitOpened {
        kind: UnitKind::Family,
        name: "Family".into(),
        public_name: String::new(),
        therapy: None,
        members,
        open: false,
        places: None,
        planned_sessions: None,
    };
    vec![Event::UnitOpened(opened), asked(vec![ReleasePart::JointDates])]
}

fn asked(parts: Vec<ReleasePart>) -> Event {
    let (to, purpose) = ("Family court".to_owned(), "hearing".to_owned());
    Event::ReleaseAsked(ReleaseAsked { release: COURT, to, address: String::new(), purpose, parts, from: None, to_day: None })
}

fn consent(member: ChartId, on: bool, until: Option<jiff::civil::Date>) -> Event {
    let how = "signed on paper".to_owned();
    Event::ReleaseConsented(ReleaseConsented { release: COURT, member, on, how, until })
}

fn given() -> Event {
    Event::ReleaseGiven(ReleaseGiven { release: COURT, how: "sent by post".into() })
}

#[test]
fn a_units_record_waits_for_everybody_who_decides_alone_and_for_nobody_else() {
    let with = |more: Vec<Event>| chart(UNIT, family().into_iter().chain(more).collect());
    assert!(refusal(&with(vec![]), given()).unwrap().contains("A consent is missing"));
    assert!(refusal(&with(vec![consent(LIA, true, None)]), given()).is_some());
    assert_eq!(refusal(&with(vec![consent(LIA, true, None), consent(TOMAS, true, None)]), given()), None);
    assert!(refusal(&with(vec![]), consent(MIA, true, None)).unwrap().contains("not asked"), "a child is not asked");
}

#[test]
fn who_has_left_is_still_asked() {
    let left = Event::UnitMemberLeft(MemberLeft { member: TOMAS, words: String::new() });
    let more = [left, consent(LIA, true, None)];
    let chart = chart(UNIT, family().into_iter().chain(more).collect());
    assert!(refusal(&chart, given()).is_some());
    assert_eq!(chart.consent_missing(chart.release(COURT).unwrap(), date(2026, 8, 20)), Some(vec![TOMAS]));
}

#[test]
fn a_consent_that_was_taken_back_or_has_ended_counts_no_more() {
    let with = |tomas: Vec<Event>| {
        let all = family().into_iter().chain([consent(LIA, true, None)]).chain(tomas);
        refusal(&chart(UNIT, all.collect()), given())
    };
    assert_eq!(with(vec![consent(TOMAS, true, Some(date(2026, 8, 20)))]), None, "it holds on its last day");
    assert!(with(vec![consent(TOMAS, true, Some(date(2026, 8, 19)))]).is_some());
    assert!(with(vec![consent(TOMAS, true, None), consent(TOMAS, false, None)]).is_some());
}

#[test]
fn a_release_names_whom_what_for_and_parts_of_this_kind_of_record() {
    let nobody = ReleaseAsked {
        release: COURT,
        to: " ".into(),
        address: String::new(),
        purpose: "hearing".into(),
        parts: vec![ReleasePart::JointDates],
        from: None,
        to_day: None,
    };
    let unit = chart(UNIT, family());
    assert!(refusal(&unit, Event::ReleaseAsked(nobody)).is_some());
    assert!(refusal(&unit, asked(vec![])).unwrap().contains("means nothing"));
    assert!(refusal(&unit, asked(vec![ReleasePart::Medicines])).is_some(), "a unit has no medicines");
    let person =
        Registered { record_number: "7".into(), person: Demographics { family_name: "M".into(), ..Demographics::default() } };
    let own = chart(LIA, vec![Event::Registered(person)]);
    assert!(refusal(&own, asked(vec![ReleasePart::JointNotes])).is_some(), "a joint note is not on one person's record");
    assert_eq!(refusal(&own, asked(vec![ReleasePart::Medicines])), None);
}

#[test]
fn a_request_is_not_changed_under_the_consents_that_were_given_to_it() {
    let chart = chart(LIA, vec![asked(vec![ReleasePart::Plan]), consent(LIA, true, None)]);
    let wider = Draft { amends: Some(EventId(Uuid::from_u128(101))), ..draft(99, asked(vec![ReleasePart::Therapy])) };
    let refused = chart.decide(vec![wider], date(2026, 8, 20)).unwrap_err().sentence;
    assert!(refused.contains("Retract it and write a new one"), "{refused}");
}
