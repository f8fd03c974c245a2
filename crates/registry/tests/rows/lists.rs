//! What the lists say: columns with their sentence, numbers above the caseload, its order, the diary for the desk.

use crate::invented::{Seed, draft, id, log, zone};
use concord_chart::registration::{CareRole, Demographics, Registered, TeamJoined, TeamMember};
use concord_chart::visit::VisitPlanned;
use concord_chart::*;
use concord_engines::findings::FindingKind;
use concord_knowledge::shipped;
use concord_registry::caseload::{Fact, FactId, RowFinding, Urgency, facts};
use concord_registry::*;
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 2, 16);

/// A draft on a day, at noon in the practice's zone.
fn on(day: Date, index: usize, event: Event) -> Draft {
    let seed = Seed { kind: 0, minute: 0, about: 0, number: 1, answers: Vec::new() };
    let at = day.at(12, 0, 0, 0).to_zoned(zone()).unwrap().timestamp();
    Draft { event, occurred: When::Instant(at), ..draft(index, &seed) }
}

fn answered(answers: [u8; 9]) -> Event {
    Event::QuestionnaireAnswered(questionnaire::Answered {
        instrument: "phq-9".into(),
        version: "1".to_owned(),
        answers: answers.map(Some).to_vec(),
        difficulty: None,
        respondent: questionnaire::Respondent::Patient,
        language: String::new(),
        partial: false,
    })
}

fn started(mg: u32) -> Event {
    Event::MedicationStarted(medication::Started {
        course: id(7),
        substance: Some("sertraline".into()),
        name: "sertraline".to_owned(),
        coding: Vec::new(),
        dosing: medication::Dosing {
            dose: Some(quantity::Dose::mg(mg)),
            per_day: Some(1.into()),
            time_words: "at night".to_owned(),
            as_needed: false,
        },
        route: None,
        purpose: String::new(),
        prescriber: String::new(),
        from_elsewhere: false,
    })
}

fn rows(drafts: Vec<Draft>) -> Vec<ReadRow> {
    project(&Chart::fold(id(1), log(drafts)), shipped(), &zone())
}

fn read<T: serde::de::DeserializeOwned>(rows: &[ReadRow], shelf: Shelf) -> Vec<T> {
    rows.iter().filter(|row| row.shelf == shelf).map(|row| serde_json::from_str(&row.body).unwrap()).collect()
}

fn caseload(drafts: Vec<Draft>) -> CaseloadRow {
    read(&rows(drafts), Shelf::Caseload).into_iter().next().unwrap()
}

fn halved() -> Vec<Draft> {
    vec![
        on(date(2026, 1, 5), 1, answered([2; 9])),
        on(date(2026, 1, 5), 2, started(50)),
        on(TODAY, 3, answered([1, 1, 1, 1, 1, 1, 1, 1, 0])),
    ]
}

#[test]
fn every_column_has_one_sentence_and_a_value_in_words() {
    let row = caseload(halved());
    for column in columns() {
        let meaning = &column.meaning;
        assert!(meaning.ends_with('.') && meaning.matches(". ").count() == 0, "{}: not one sentence: {meaning}", column.id);
        assert!(!column.heading.is_empty(), "{} has no heading", column.id);
        assert!(row.cell(&column.id, TODAY).is_some_and(|words| !words.is_empty()), "{} has no value", column.id);
    }
    let mut names: Vec<&str> = columns().iter().map(|column| column.id.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), columns().len(), "two columns share a name");
    assert_eq!(row.cell("a column that is not there", TODAY), None);
}

#[test]
fn a_spreadsheet_says_what_is_missing() {
    let nobody_asked = caseload(Vec::new());
    let cells = ["score", "outcome", "safety_item", "pills", "homework", "last_answered", "last_contact", "due", "birth", "week"];
    let words: Vec<String> = cells.iter().map(|cell| nobody_asked.cell(cell, TODAY).unwrap()).collect();
    let expected = [
        "not answered yet",
        "not answered yet",
        "not asked",
        "not answered",
        "none set",
        "never",
        "never",
        "none due",
        "not known",
        "no treatment",
    ];
    assert_eq!(words, expected);
    let row = caseload(halved());
    assert_eq!(row.cell("score", TODAY).unwrap(), "PHQ-9 18 → 8 · response");
    assert_eq!(row.cell("change", TODAY).unwrap(), "-10");
    assert_eq!(row.cell("treatments", TODAY).unwrap(), "Sertraline 50 mg at night: judge now");
    assert_eq!(row.cell("due", TODAY).unwrap(), "2026-03-02");
}

#[test]
fn the_numbers_above_the_caseload_say_of_how_many_they_are_asked() {
    let well = caseload(halved());
    let new = caseload(vec![on(TODAY, 1, answered([2; 9])), on(TODAY, 2, started(50))]);
    let gone = caseload(Vec::new());
    let counted = facts([&well, &new, &gone], TODAY);
    let of = |id: FactId| counted.iter().find(|fact| fact.id == id).copied().unwrap();
    // Nobody asks about a person who is not in care.
    assert_eq!(of(FactId::AnsweredIn30Days), Fact { id: FactId::AnsweredIn30Days, count: 2, of: 2 });
    // Both endorsed item 9 at first; only the later answer of the first person did not.
    assert_eq!(of(FactId::NeedPersonToday), Fact { id: FactId::NeedPersonToday, count: 2, of: 2 });
    assert_eq!(of(FactId::FairToJudge), Fact { id: FactId::FairToJudge, count: 1, of: 2 });
    // Response is asked past week 10 only.
    assert_eq!(of(FactId::Response), Fact { id: FactId::Response, count: 0, of: 0 });
    let later = facts([&well], date(2026, 3, 30));
    assert_eq!(later[2], Fact { id: FactId::Response, count: 1, of: 1 });
    for id in FactId::ALL {
        assert_eq!(FactId::parse(id.as_str()), Some(*id));
    }
}

#[test]
fn the_most_urgent_stand_first_and_a_safety_item_nobody_took_before_all() {
    let row = |kind: FindingKind, from: Date| {
        let finding = RowFinding { kind, title: String::new(), from, until: None, owner: None, answer_by: None, taken: None };
        CaseloadRow { findings: vec![finding], ..caseload(vec![on(date(2026, 2, 9), 1, started(50))]) }
    };
    let safety = row(FindingKind::SuicidalIdeationEndorsed, TODAY);
    let promise = row(FindingKind::SideEffectUnanswered, date(2026, 2, 15));
    let worse = row(FindingKind::ReliablyWorse, date(2026, 2, 10));
    let worse_for_longer = row(FindingKind::ReliablyWorse, date(2026, 2, 1));
    let quiet = caseload(vec![on(date(2026, 2, 9), 1, started(50))]);
    let mut standings: Vec<_> = [&quiet, &worse, &promise, &worse_for_longer, &safety].map(|row| row.standing(TODAY)).to_vec();
    standings.sort();
    let urgencies: Vec<Urgency> = standings.iter().map(|standing| standing.urgency).collect();
    assert_eq!(urgencies, [Urgency::Safety, Urgency::Promise, Urgency::Worse, Urgency::Worse, Urgency::None]);
    assert_eq!(standings[2].since, date(2026, 2, 1));
    assert_eq!(standings.last().unwrap().group, Group::OnCourse);
}

#[test]
fn the_desk_reads_names_and_lengths_and_no_clinical_word() {
    let at = TODAY.at(9, 0, 0, 0).to_zoned(zone()).unwrap().timestamp();
    let planned = VisitPlanned {
        visit: id(9),
        at,
        minutes: 50,
        with: Some(id(8)),
        with_name: "R. Lindgren".to_owned(),
        place: Some("riverside".into()),
        room: "Room 2".to_owned(),
        purpose: "exposure to the bus".to_owned(),
    };
    let rows = rows(vec![on(date(2026, 2, 9), 1, Event::VisitPlanned(planned))]);
    let kept = rows.iter().find(|row| row.shelf == Shelf::Diary).unwrap();
    assert_eq!(kept.sort, "2026-02-16T14:00:00Z");
    let row: DiaryRow = serde_json::from_str(&kept.body).unwrap();
    assert_eq!(row.clinical.as_ref().unwrap().purpose, "exposure to the bus");
    let desk = serde_json::to_string(&row.for_desk()).unwrap();
    assert!(!desk.contains("exposure") && !desk.contains("clinical"), "{desk}");
    assert!(desk.contains("Room 2"), "{desk}");
}

#[test]
fn visits_that_another_practice_recorded_are_not_in_our_diary() {
    let happened = |index, kind| {
        let visit = visit::VisitHappened {
            visit: id(0x900 + index as u128),
            what: "a visit".to_owned(),
            until: None,
            with_name: String::new(),
            where_words: String::new(),
            reasons: Vec::new(),
        };
        let mut draft = on(date(2026, 2, 9), index, Event::VisitHappened(visit));
        draft.author.kind = kind;
        draft
    };
    let rows = rows(vec![happened(1, AuthorKind::Import), happened(2, AuthorKind::Staff)]);
    assert_eq!(read::<DiaryRow>(&rows, Shelf::Diary).len(), 1);
}

#[test]
fn a_person_is_found_by_every_part_of_the_name_the_number_and_the_birth_date() {
    let person = Demographics {
        family_name: "García-López".to_owned(),
        given_name: "Ana María".to_owned(),
        birth_date: Some("1988-03-14".parse().unwrap()),
        ..Demographics::default()
    };
    let registered = Registered { record_number: "C-0007".to_owned(), person };
    let rows = rows(vec![on(TODAY, 1, Event::Registered(registered))]);
    let words: Vec<&str> = rows.iter().filter(|row| row.shelf == Shelf::Name).map(|row| row.sort.as_str()).collect();
    assert_eq!(words, ["1988-03-14", "ana", "c-0007", "garcia", "lopez", "maria"]);
    assert_eq!(read::<NameRow>(&rows, Shelf::Name)[0].born_words(), "14 Mar 1988");
    for query in ["LOPEZ ana", "García", "c-0007"] {
        assert!(search_words(query).iter().all(|word| words.iter().any(|known| known.starts_with(word.as_str()))), "{query}");
    }
}

#[test]
fn only_staff_of_the_practice_have_a_row_for_permission() {
    let member = |staff: Option<u128>, name: &str, role| {
        Event::TeamJoined(TeamJoined { member: TeamMember { staff: staff.map(id), name: name.to_owned(), role } })
    };
    let rows = rows(vec![
        on(date(2026, 1, 5), 1, member(Some(8), "R. Lindgren", CareRole::Therapist)),
        on(date(2026, 1, 5), 2, member(None, "Dr Outside", CareRole::Outside)),
    ]);
    let team: Vec<TeamRow> = read(&rows, Shelf::Team);
    assert_eq!(team.len(), 1);
    assert_eq!(rows.iter().find(|row| row.shelf == Shelf::Team).unwrap().key.parse::<StaffId>().unwrap(), team[0].staff);
}

#[test]
fn work_waits_with_its_owner_and_its_promise_and_goes_when_it_is_done() {
    let told = on(
        date(2026, 2, 9),
        1,
        Event::SideEffectReported(side_effect::Reported {
            words: "trembling".to_owned(),
            course: None,
            burden: 2,
            since: None,
            effect: String::new(),
            told_to: String::new(),
            owner: Some(id(8)),
            answer_by: Some("2026-02-09T20:00:00Z".parse().unwrap()),
            ..side_effect::Reported::default()
        }),
    );
    let offered = on(
        date(2026, 2, 9),
        2,
        Event::QuestionnaireOffered(questionnaire::Offered { instrument: "phq-9".into(), due: TODAY, reason: String::new() }),
    );
    let waiting: Vec<WorkRow> = read(&rows(vec![told.clone(), offered.clone()]), Shelf::Work);
    assert_eq!(waiting.len(), 2);
    let promised = waiting.iter().find(|row| row.answer_by.is_some()).unwrap();
    assert_eq!(promised.owner, Some(id(8)));
    assert!(promised.is_overdue("2026-02-09T20:00:01Z".parse().unwrap(), TODAY));
    assert!(!promised.is_overdue("2026-02-09T19:59:59Z".parse().unwrap(), TODAY));
    let open = waiting.iter().find(|row| !row.what.waits_for_team()).unwrap();
    let now = "2026-02-16T20:00:00Z".parse().unwrap();
    assert!(!open.is_overdue(now, TODAY), "it is due today, and overdue from tomorrow");
    assert!(open.is_overdue(now, date(2026, 2, 17)));
    let answer = on(
        date(2026, 2, 10),
        3,
        Event::SideEffectAnswered(side_effect::Answered { report: told.id, words: "Take it in the evening.".to_owned() }),
    );
    let filled_in = on(date(2026, 2, 16), 4, answered([0; 9]));
    assert!(read::<WorkRow>(&rows(vec![told, offered, answer, filled_in]), Shelf::Work).is_empty());
}

#[test]
fn a_wish_waits_for_its_answer_and_a_task_for_whoever_has_it_now() {
    let member = TeamMember { staff: Some(id(8)), name: "R. Lindgren".to_owned(), role: CareRole::Therapist };
    let joined = on(date(2026, 1, 5), 1, Event::TeamJoined(TeamJoined { member }));
    let begun = on(date(2026, 1, 5), 2, started(50));
    let asked = change_request::ChangeAsked {
        course: id(7),
        wish: change_request::Wish::Stop,
        words: String::new(),
        owner: Some(id(7)),
        answer_by: Some("2026-02-10T20:00:00Z".parse().unwrap()),
    };
    let asked = on(date(2026, 2, 9), 3, Event::ChangeAsked(asked));
    let opened = task::TaskOpened {
        what: "Lithium level".to_owned(),
        kind: task::TaskKind::OrderTest,
        item: None,
        course: None,
        owner: id(7),
        due: Some(date(2026, 2, 12)),
        because: Vec::new(),
    };
    let opened = on(date(2026, 2, 9), 4, Event::TaskOpened(opened));
    let over = on(date(2026, 2, 10), 5, Event::TaskHandedOver(task::TaskHandedOver { task: opened.id, to: id(8) }));
    let log = vec![joined, begun, asked.clone(), opened.clone(), over];
    let waiting: Vec<WorkRow> = read(&rows(log.clone()), Shelf::Work);
    let said: Vec<_> = waiting.iter().map(|row| (row.words.as_str(), row.owner, row.owner_name.as_str())).collect();
    assert!(said.contains(&("sertraline: asks to stop it", Some(id(7)), "")), "{said:?}");
    assert!(said.contains(&("Lithium level", Some(id(8)), "R. Lindgren")), "{said:?}");
    let task = waiting.iter().find(|row| row.words == "Lithium level").unwrap();
    let now = "2026-02-12T20:00:00Z".parse().unwrap();
    assert!(!task.is_overdue(now, date(2026, 2, 12)) && task.is_overdue(now, date(2026, 2, 13)));
    let answer = change_request::ChangeAnswered { request: asked.id, words: "Let us talk.".to_owned() };
    let answer = on(date(2026, 2, 10), 6, Event::ChangeAnswered(answer));
    let done = on(date(2026, 2, 11), 7, Event::TaskDone(task::TaskDone { task: opened.id, words: String::new() }));
    let all = log.into_iter().chain([answer, done]).collect();
    assert!(read::<WorkRow>(&rows(all), Shelf::Work).is_empty());
}

#[test]
fn nobody_registered_gives_no_row() {
    assert!(project(&Chart::empty(id(1)), shipped(), &zone()).is_empty());
}
