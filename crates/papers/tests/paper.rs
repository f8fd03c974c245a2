//! The finished PDF, read back with a reader by others: what it says, in which order, and how it is tagged.

#![allow(clippy::unwrap_used, missing_docs)]

mod read_back;

use concord_papers::{Line, MedicationList, Paper, PaperError, Practice, pdf};
use lopdf::Document;
use read_back::{elements, text};

fn line(name: &str, dose: &str) -> Line {
    Line {
        name: name.into(),
        dose: dose.into(),
        what_for: "low mood and worry".into(),
        since: "1 June 2026".into(),
        by: "Dr Amara Osei".into(),
        known: true,
    }
}

fn list() -> MedicationList {
    MedicationList {
        practice: Practice {
            name: "Three Rivers".into(),
            reach: vec!["Riverside: 555 0100".into()],
            hours: "Monday to Friday, 8 to 5".into(),
            emergency: "911".into(),
        },
        person: "María Ángel Nuñez".into(),
        born: "14 March 1988".into(),
        known_on: "20 August 2026".into(),
        allergies: vec!["Penicillin: rash".into()],
        prescribed: vec![line("Sertraline", "75 mg, once a day, at night"), line("Lithium carbonate", "300 mg, twice a day")],
        elsewhere: vec![Line { known: false, ..line("Sleepy tea", "strength not known, only when needed") }],
        notes: vec!["Something bought or prescribed elsewhere may be missing.".into()],
    }
}

fn read(list: &MedicationList, paper: Paper) -> Document {
    Document::load_mem(&pdf(list, paper).unwrap()).unwrap()
}

fn roles(document: &Document) -> Vec<String> {
    elements(document).into_iter().map(|(role, _)| role).collect()
}

#[test]
fn the_paper_says_who_when_and_what_with_no_trailing_zero() {
    let text = text(&read(&list(), Paper::Letter));
    for said in [
        "Medicines of María Ángel Nuñez",
        "Born 14 March 1988",
        "As known on 20 August 2026",
        "Penicillin: rash",
        "Sertraline",
        "300 mg, twice a day",
        "Sleepy tea (not checked)",
        "Riverside: 555 0100",
        "In an emergency call 911",
        "Card for the wallet",
    ] {
        assert!(text.contains(said), "“{said}” is not in: {text}");
    }
    assert!(!text.contains(".0 mg"), "{text}");
}

#[test]
fn the_document_has_a_title_a_language_and_says_that_it_is_pdf_ua() {
    let document = read(&list(), Paper::A4);
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en");
    let marked = catalog.get(b"MarkInfo").unwrap().as_dict().unwrap();
    assert!(marked.get(b"Marked").unwrap().as_bool().unwrap());
    let shown = catalog.get(b"ViewerPreferences").unwrap().as_dict().unwrap();
    assert!(shown.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    let metadata = document.get_object(catalog.get(b"Metadata").unwrap().as_reference().unwrap()).unwrap();
    let metadata = String::from_utf8_lossy(&metadata.as_stream().unwrap().content).into_owned();
    assert!(metadata.contains("<pdfuaid:part>1</pdfuaid:part>"), "{metadata}");
    assert!(metadata.contains("Medicines of María Ángel Nuñez"), "{metadata}");
}

#[test]
fn headings_come_in_order_and_every_table_has_headings_for_columns_and_rows() {
    let document = read(&list(), Paper::Letter);
    let roles = roles(&document);
    let headings: Vec<&str> = roles.iter().map(String::as_str).filter(|role| role.starts_with('H')).collect();
    assert_eq!(headings, ["H1", "H2", "H2", "H2", "H2", "H2", "H2"]);
    assert_eq!(roles.iter().filter(|role| *role == "Table").count(), 2);
    // Two tables of five columns, and three medicines whose names head their rows.
    assert_eq!(roles.iter().filter(|role| *role == "TH").count(), 2 * 5 + 3);
    assert_eq!(roles.iter().filter(|role| *role == "TD").count(), 3 * 4);
    let scopes = elements(&document)
        .iter()
        .filter(|(role, _)| role == "TH")
        .filter(|(_, element)| format!("{element:?}").contains("Scope"))
        .count();
    assert_eq!(scopes, 13, "a heading of a table says what it heads");
}

#[test]
fn both_papers_have_their_size() {
    for (paper, width) in [(Paper::A4, 595.28), (Paper::Letter, 612.0)] {
        let document = read(&list(), paper);
        let (_, page) = document.get_pages().into_iter().next().unwrap();
        let page = document.get_object(page).unwrap().as_dict().unwrap();
        let size = page.get(b"MediaBox").unwrap().as_array().unwrap();
        let found = size[2].as_float().unwrap();
        assert!((found - width).abs() < 0.1, "{paper:?}: {found}");
        assert_eq!(Paper::parse(paper.as_str()), Some(paper));
    }
    assert_eq!(Paper::parse("napkin"), None);
}

#[test]
fn forty_medicines_lose_none_and_every_card_is_whole() {
    let many: Vec<Line> = (0..40).map(|number| line(&format!("Medicine {number} x"), "12.5 mg, three times a day")).collect();
    let document = read(&MedicationList { prescribed: many, ..list() }, Paper::Letter);
    let text = text(&document);
    for number in 0..40 {
        let name = format!("Medicine {number} x");
        assert_eq!(text.matches(&name).count(), 2, "{name}: once in the table and once on a card");
    }
    assert!(document.get_pages().len() > 2, "the table goes on on the next sheet");
    assert_eq!(roles(&document).iter().filter(|role| *role == "TH").count(), 2 * 5 + 41, "headings are read once a table");
}

#[test]
fn nothing_taken_and_nothing_asked_is_a_paper_too() {
    let empty = MedicationList {
        person: "Noor Haddad".into(),
        born: "not known".into(),
        known_on: "20 August 2026".into(),
        allergies: vec!["Not asked yet. This does not mean that there are none.".into()],
        notes: vec!["Something may be missing.".into()],
        ..MedicationList::default()
    };
    let text = text(&read(
        &MedicationList { practice: Practice { name: "Three Rivers".into(), ..Practice::default() }, ..empty },
        Paper::A4,
    ));
    assert!(text.contains("No medicine is prescribed here.") && text.contains("Not asked yet"));
}

#[test]
fn a_name_that_the_font_cannot_write_is_an_answer_and_not_a_box() {
    let list = MedicationList { person: "漢字".into(), ..list() };
    match pdf(&list, Paper::A4) {
        Err(PaperError::Letters(letters)) => assert_eq!(letters.into_iter().collect::<String>().chars().count(), 2),
        other => panic!("{:?}", other.map(|bytes| bytes.len())),
    }
}
