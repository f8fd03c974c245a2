//! Which schedule of checks a practice has chosen shows on its list at once, and changes no row.

use crate::invented::{Seed, draft, id, log, zone};
use concord_chart::measurement::Measured;
use concord_chart::quantity::{Dose, Quantity};
use concord_chart::registration::{Demographics, Registered};
use concord_chart::*;
use concord_engines::checks_due::Choices;
use concord_engines::findings::FindingKind;
use concord_knowledge::shipped;
use concord_registry::caseload::NeedKind;
use concord_registry::*;
use jiff::civil::{Date, date};

fn on(day: Date, index: usize, event: Event) -> Draft {
    let seed = Seed { kind: 0, minute: 0, about: 0, number: 1, answers: Vec::new() };
    Draft { event, occurred: When::Day(day), ..draft(index, &seed) }
}

fn started(course: u128, name: &str) -> Event {
    Event::MedicationStarted(medication::Started {
        course: id(course),
        substance: Some(name.into()),
        name: name.to_owned(),
        coding: Vec::new(),
        dosing: medication::Dosing {
            dose: Some(Dose::mg(10)),
            per_day: Some(1.into()),
            time_words: String::new(),
            as_needed: false,
        },
        route: None,
        purpose: String::new(),
        prescriber: String::new(),
        from_elsewhere: false,
    })
}

fn measured(what: &str, value: i64, unit: &str) -> Measured {
    let value = Some(Quantity { value: value.into(), unit: unit.to_owned(), comparator: None });
    Measured { what: what.to_owned(), coding: Vec::new(), value, words: None, range: None, parts: Vec::new() }
}

/// Months on a medicine, weighed six weeks before the middle of February.
fn row(name: &str) -> CaseloadRow {
    let person = Demographics { family_name: "Delgado".to_owned(), given_name: "Maria".to_owned(), ..Demographics::default() };
    let drafts = vec![
        on(date(2025, 9, 1), 1, Event::Registered(Registered { record_number: "C-1204".to_owned(), person })),
        on(date(2025, 9, 1), 2, started(7, name)),
        on(date(2026, 1, 5), 3, Event::VitalMeasured(measured("Weight", 82, "kg"))),
        on(date(2026, 1, 5), 4, Event::VitalMeasured(measured("BMI", 27, "kg/m2"))),
    ];
    let rows = project(&Chart::fold(id(1), log(drafts)), shipped(), &zone());
    let row = rows.iter().find(|row| row.shelf == Shelf::Caseload).unwrap();
    serde_json::from_str(&row.body).unwrap()
}

const TODAY: Date = date(2026, 2, 16);

fn choice(id: &str) -> Choices {
    Choices::from([("metabolic".to_owned(), id.to_owned())])
}

fn overdue(row: &CaseloadRow) -> Vec<String> {
    let needs = row.needs(TODAY).into_iter().filter(|need| need.kind == NeedKind::Check);
    needs.map(|need| need.words).collect()
}

#[test]
fn the_stricter_schedule_of_a_practice_calls_for_a_weight_that_the_usual_one_does_not_ask_for_yet() {
    let row = row("olanzapine");
    assert!(overdue(&row).iter().all(|words| !words.contains("weight")), "{:?}", overdue(&row));
    let chosen = row.choosing(&choice("apa_2020")).unwrap();
    let found: Vec<String> = overdue(&chosen).into_iter().filter(|words| words.contains("weight")).collect();
    assert_eq!(found.len(), 1, "{:?}", overdue(&chosen));
    assert!(found[0].starts_with("Overdue: ") && found[0].ends_with("(olanzapine)"), "{found:?}");
}

#[test]
fn the_usual_choice_said_aloud_and_a_choice_about_other_medicines_change_nothing() {
    let olanzapine = row("olanzapine");
    assert!(olanzapine.choosing(&choice("metabolic")).is_none());
    assert!(olanzapine.choosing(&Choices::from([("valproate".to_owned(), "valproate_uk".to_owned())])).is_none());
    let sertraline = row("sertraline");
    assert!(sertraline.otherwise.is_empty());
    assert!(sertraline.choosing(&choice("apa_2020")).is_none());
}

#[test]
fn a_choice_touches_overdue_checks_alone_and_findings_stay_in_their_order() {
    let row = row("olanzapine");
    let chosen = row.choosing(&choice("apa_2020")).unwrap();
    let others = |row: &CaseloadRow| -> Vec<_> {
        row.findings.iter().filter(|finding| finding.kind != FindingKind::CheckOverdue).cloned().collect()
    };
    assert_eq!(others(&row), others(&chosen));
    assert!(chosen.findings.is_sorted_by_key(|finding| (finding.kind, finding.from)));
}
