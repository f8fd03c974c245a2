//! What speaks of something hidden is hidden with it: a retraction, a correction, a line about a piece of work.

#![allow(clippy::unwrap_used, missing_docs)]

use concord_access::View;
use concord_chart::{
    Author, AuthorKind, ChartId, Draft, Event, EventId, IdempotencyKey, Recorded, Sensitivity, StaffId, VisitId, When,
    disclosure::AskedAlone,
    entry::{EntryRetracted, RetractionReason},
    goal::GoalSet,
    proxy::ProxyMay,
    unit::{Shared, SharingSet},
    visit::VisitPlanned,
    work::{Commented, Readers, ReadersChosen, ThoughtRecorded},
};
use jiff::civil::date;
use std::sync::Arc;
use uuid::Uuid;

const READER: StaffId = StaffId(Uuid::from_u128(1));
const OTHER: StaffId = StaffId(Uuid::from_u128(2));
const WORDS: &str = "the yellow umbrella";

fn id(number: u64) -> EventId {
    EventId(Uuid::from_u128(u128::from(number)))
}

/// One entry: its label, whom it corrects, who wrote it, what it says.
struct Line(Sensitivity, Option<u64>, AuthorKind, Event);

fn log(lines: Vec<Line>) -> Vec<Arc<Recorded>> {
    let recorded = (1_u64..).zip(lines).map(|(seq, Line(sensitivity, amends, kind, event))| {
        let draft = Draft {
            id: id(seq),
            occurred: When::Day(date(2026, 8, 20)),
            author: Author { kind, staff: None, name: "somebody".to_owned(), role: String::new() },
            on_behalf_of: None,
            sensitivity,
            key: IdempotencyKey(seq.to_string()),
            amends: amends.map(id),
            source: None,
            event,
        };
        Arc::new(Recorded { seq, recorded_at: jiff::Timestamp::UNIX_EPOCH, draft })
    });
    recorded.collect()
}

fn staff(event: Event) -> Line {
    Line(Sensitivity::General, None, AuthorKind::Staff, event)
}

fn retracted(entry: u64) -> Event {
    Event::EntryRetracted(EntryRetracted { entry: id(entry), reason: RetractionReason::EnteredInError, words: WORDS.to_owned() })
}

fn goal(words: &str) -> Event {
    let goal = concord_chart::GoalId(Uuid::from_u128(70));
    Event::GoalSet(GoalSet { goal, words: words.to_owned(), by: None })
}

fn kinds(view: &View, log: &[Arc<Recorded>]) -> Vec<&'static str> {
    view.filter(log).iter().map(|recorded| recorded.event().kind()).collect()
}

#[test]
fn that_something_was_taken_back_is_seen_by_those_who_saw_it_and_by_nobody_else() {
    let unit = ChartId(Uuid::from_u128(90));
    let asked = Event::AskedAlone(AskedAlone { unit, concern: true, words: WORDS.to_owned(), done: String::new() });
    let log = log(vec![Line(Sensitivity::Safe, None, AuthorKind::Staff, asked), staff(retracted(1))]);
    let nobody: Vec<&str> = Vec::new();
    for view in [
        View::Patient,
        View::Proxy(ProxyMay::ALL.to_vec()),
        View::Complementary(READER),
        View::Desk,
        View::Shared(Shared::Scores),
    ] {
        assert_eq!(kinds(&view, &log), nobody, "{view:?}");
    }
    assert_eq!(kinds(&View::Clinical(READER), &log), ["disclosure.asked_alone", "entry.retracted"]);
}

#[test]
fn the_front_desk_sees_that_a_visit_was_taken_back_and_not_why() {
    let planned = VisitPlanned {
        visit: VisitId(Uuid::from_u128(5)),
        at: jiff::Timestamp::UNIX_EPOCH,
        minutes: 50,
        with: None,
        with_name: String::new(),
        place: None,
        room: String::new(),
        purpose: WORDS.to_owned(),
    };
    let log = log(vec![staff(Event::VisitPlanned(planned)), staff(retracted(1))]);
    assert_eq!(kinds(&View::Desk, &log), ["visit.planned", "entry.retracted"]);
    assert!(!format!("{:?}", View::Desk.filter(&log)).contains(WORDS));
}

#[test]
fn an_account_that_was_corrected_under_a_label_does_not_go_on_standing_for_those_whom_the_label_keeps_out() {
    let label = Sensitivity::MinorConsented;
    let log = log(vec![staff(goal("football")), Line(label, Some(1), AuthorKind::Staff, goal(WORDS))]);
    assert_eq!(kinds(&View::Proxy(ProxyMay::ALL.to_vec()), &log), Vec::<&str>::new());
    assert_eq!(kinds(&View::Patient, &log).len(), 2);
}

#[test]
fn a_line_about_a_piece_of_work_is_read_by_those_who_may_read_the_piece() {
    let thought = ThoughtRecorded { situation: WORDS.to_owned(), ..ThoughtRecorded::default() };
    let line = Event::WorkCommented(Commented { about: id(1), text: WORDS.to_owned() });
    let chosen = Event::ReadersChosen(ReadersChosen { work: id(1), readers: Readers::Only(vec![READER]) });
    let patient = |event| Line(Sensitivity::General, None, AuthorKind::Patient, event);
    let log = log(vec![patient(Event::ThoughtRecorded(thought)), staff(line), patient(chosen)]);
    let words = |view: &View| format!("{:?}", view.filter(&log)).matches(WORDS).count();
    assert_eq!((words(&View::Clinical(READER)), words(&View::Patient)), (2, 2));
    assert_eq!(words(&View::Clinical(OTHER)), 0);
    assert_eq!(View::Clinical(OTHER).filter(&log).len(), 3, "that there is a line is no secret");
    assert!(log.iter().any(|recorded| View::has_wall(recorded)));
}

#[test]
fn a_choice_of_readers_that_was_taken_back_lets_nobody_in() {
    let thought = ThoughtRecorded { situation: WORDS.to_owned(), ..ThoughtRecorded::default() };
    let chosen = |readers| Event::ReadersChosen(ReadersChosen { work: id(1), readers });
    let patient = |event| Line(Sensitivity::General, None, AuthorKind::Patient, event);
    let log = log(vec![
        patient(Event::ThoughtRecorded(thought)),
        patient(chosen(Readers::Only(vec![READER]))),
        patient(chosen(Readers::Team)),
        patient(retracted(3)),
    ]);
    let seen = View::Clinical(OTHER).filter(&log);
    assert!(!format!("{:?}", seen[0]).contains(WORDS));
}

#[test]
fn in_a_group_that_another_members_choice_was_taken_back_leaves_no_line() {
    let (me, other) = (ChartId(Uuid::from_u128(80)), ChartId(Uuid::from_u128(81)));
    let shared = |member| Event::UnitSharingSet(SharingSet { member, what: Shared::Scores, on: true });
    let opened = include_str!("../../chart/golden/unit.opened.v1.json").replace("\"couple\"", "\"group\"");
    let opened = Event::read("unit.opened", 1, &opened).unwrap();
    let log = log(vec![staff(opened), staff(shared(other)), staff(retracted(2)), staff(shared(me)), staff(retracted(4))]);
    assert_eq!(kinds(&View::Member(me), &log), ["unit.opened", "unit.sharing_set", "entry.retracted"]);
}
