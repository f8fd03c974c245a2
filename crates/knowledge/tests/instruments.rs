//! Shows how an instrument's file is completed and refused, how a translation and a practice's own wording are laid over
//! it, and which questions are asked after which answers.
#![allow(clippy::unwrap_used)]

use concord_knowledge::instrument::{Instrument, Sex};
use concord_knowledge::{Knowledge, shipped};
use rust_decimal::Decimal;

const SOURCE: &str = "id = \"paper\"\ntitle = \"A paper\"\ncitation = \"Somebody. 2001.\"\nverification = \"unverified\"\n";

/// Three items: numbers from 1 to 5, a reversed one, and a line in tenths that opens only after the first.
const NUMBERS: &str = r#"
id = "numbers"
version = "2"
language = "en"
name = "Numbers"
short_name = "NUM"
patient_name = "Some numbers"
patient_about = "Numbers."
construct = "distress"
direction = "lower_is_better"
recall = "today"
mode = "self_report"
range = { from = 1, to = 5, low = "never", high = "always" }
items = [{ label = "first" }, { reverse = true }, { range = { from = 0, to = 100, tenths = true, unit = "cm" }, ask_if = { item = 1, at_least = 3 } }]
[licence]
kind = "permission"
ships_wording = false
notice = "Ask."
source = "paper"
verification = "unverified"
[total]
rule = "sum"
items = [1, 2]
min = 2
max = 10
unit = "points"
source = "paper"
verification = "unverified"
[total.scale]
rule = "divide"
by = 2
decimals = 1
unit = "mean"
source = "paper"
verification = "unverified"
"#;

fn load(instrument: &str) -> Result<Knowledge, String> {
    let files =
        [("edition.toml", "edition = 2026-01-01"), ("sources/paper.toml", SOURCE), ("instruments/numbers.toml", instrument)];
    Knowledge::load(files).map_err(|refusals| refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

fn numbers() -> Instrument {
    load(NUMBERS).unwrap().instrument(&"numbers".into()).unwrap().clone()
}

/// Why the file is refused after one change, which has to apply.
fn refused(from: &str, to: &str) -> String {
    assert!(NUMBERS.contains(from), "{from} is not there");
    load(&NUMBERS.replacen(from, to, 1)).unwrap_err()
}

#[test]
fn positions_labels_and_answers_are_filled_in() {
    let instrument = numbers();
    let labels: Vec<(u8, &str)> = instrument.items.iter().map(|item| (item.position, item.label.as_str())).collect();
    assert_eq!(labels, [(1, "first"), (2, "item 2"), (3, "item 3")]);
    let words: Vec<&str> = instrument.options_of(&instrument.items[0]).iter().map(|option| option.label.as_str()).collect();
    assert_eq!(words, ["1 (never)", "2", "3", "4", "5 (always)"]);
    let line = instrument.items[2].number_input().unwrap();
    assert_eq!((line.shown(85), line.unit.as_deref()), ("8.5".to_owned(), Some("cm")));
    assert!(instrument.items[0].number_input().is_none(), "numbers without a unit are chosen from a list");
}

#[test]
fn a_reversed_answer_counts_the_other_way_round() {
    let instrument = numbers();
    let worth = |item: usize| [1, 3, 5].map(|value| instrument.worth(&instrument.items[item], value));
    assert_eq!((worth(0), worth(1)), ([1, 3, 5], [5, 3, 1]));
}

#[test]
fn a_mean_is_told_with_the_decimals_of_its_manual_and_found_again() {
    let instrument = numbers();
    assert_eq!(instrument.shown_total(5), Decimal::new(25, 1));
    assert_eq!(instrument.total_of_shown(Decimal::new(25, 1)), Some(5));
    assert_eq!(instrument.total_of_shown(Decimal::from(6)), None, "the mean goes to 5");
}

#[test]
fn a_question_is_asked_as_long_as_no_answer_skips_it() {
    let instrument = numbers();
    let asked = |first: Option<u8>| instrument.asks(&instrument.items[2], &[first, None, None], None);
    assert_eq!([None, Some(2), Some(3)].map(asked), [true, false, true]);
    let phq15 = shipped().instrument(&"phq-15".into()).unwrap();
    let of = |sex| phq15.asks(&phq15.items[3], &[], sex);
    assert_eq!([None, Some(Sex::Female), Some(Sex::Male)].map(of), [true, true, false]);
    let screen = shipped().instrument(&"c-ssrs-screen".into()).unwrap();
    let after = |second: u8| {
        (1..=7)
            .filter(|position| screen.asks(screen.item(*position).unwrap(), &[Some(0), Some(second)], None))
            .collect::<Vec<_>>()
    };
    assert_eq!(after(0), [1, 2, 6, 7], "without thoughts it goes on with what was done");
    assert_eq!(after(1), [1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn what_does_not_fit_together_is_refused_with_a_sentence() {
    for (from, to, words) in [
        ("max = 10", "max = 15", "it says 2 to 15, but the items give 2 to 10."),
        ("items = [1, 2]", "items = [1, 4]", "it names item 4, which is not there."),
        ("by = 2\n", "", "a scale that divides says by how much in `by`."),
        ("item = 1, at_least", "item = 3, at_least", "it depends on an item that does not come before it."),
        ("rule = \"sum\"", "rule = \"sum_of_domains\"", "`domains` go with the rule `sum_of_domains`"),
        ("{ label = \"first\" }", "{ label = \"first\", text = \"Words\" }", "the wording does not ship"),
        ("ships_wording = false", "ships_wording = true", "the wording is said to ship, but an item or the answers have none."),
    ] {
        let said = refused(from, to);
        assert!(said.contains(words), "{said}");
    }
    let one_sex = format!(
        "{NUMBERS}\n[[bands]]\nid = \"all\"\nlabel = \"all\"\nfrom = 2\nto = 10\nsex = \"female\"\nsource = \"paper\"\nverification = \"unverified\"\n"
    );
    assert!(load(&one_sex).unwrap_err().contains("there are bands for one sex only"));
}

/// A practice's file for the invented instrument.
const CONTENT: &str = r#"
instrument = "numbers"
version = "2"
language = "en"
licence_holder = "Riverside Practice"
licence_reference = "2026-114"
[wording]
patient_name = "Three sentences"
intro = "Today:"
items = ["One.", "Two.", "Three."]
notice = "Used with permission."
"#;

/// The knowledge with this file laid over, or why not.
fn laid_over(content: &str) -> Result<Knowledge, String> {
    let with = load(NUMBERS).unwrap().with_texts(&[("ours.toml", content)]);
    with.map_err(|refusals| refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

#[test]
fn a_practices_own_wording_is_shown_with_whose_it_is_and_counts_as_before() {
    assert!(!numbers().has_wording() && numbers().languages().is_empty());
    let with = laid_over(CONTENT).unwrap();
    let instrument = with.instrument(&"numbers".into()).unwrap();
    assert_eq!((instrument.has_wording(), instrument.languages()), (true, vec!["en"]));
    assert_eq!((instrument.items[1].text.as_deref(), instrument.patient_name.as_str()), (Some("Two."), "Three sentences"));
    assert_eq!(instrument.licensed_to.as_ref().unwrap().holder, "Riverside Practice");
    assert_eq!((&instrument.licence.notice, instrument.licence.ships_wording), (&"Used with permission.".to_owned(), false));
    assert_eq!((instrument.total.clone(), instrument.items[1].reverse), (numbers().total, true));
}

#[test]
fn a_practices_translation_stands_beside_the_neutral_labels() {
    let with = laid_over(&CONTENT.replace("\"en\"", "\"es\"")).unwrap();
    let instrument = with.instrument(&"numbers".into()).unwrap();
    assert_eq!(instrument.languages(), ["es"]);
    assert_eq!(instrument.in_language("es").unwrap().items[0].text.as_deref(), Some("One."));
    assert!(instrument.items[0].text.is_none());
}

#[test]
fn a_content_file_that_does_not_fit_is_refused_with_a_sentence() {
    for (from, to, words) in [
        ("\"numbers\"", "\"letters\"", "ours.toml, instrument: there is no instrument `letters`"),
        ("\"2\"", "\"1\"", "it was written for version 1 of the NUM, but this program has version 2"),
        ("\"Riverside Practice\"", "\"\"", "ours.toml, licence_holder: it is empty"),
        (", \"Three.\"", "", "there are 2 item texts, but the NUM has 3 items."),
        ("\"Two.\"", "\" \"", "an item text is empty."),
        ("notice", "answers = [\"a\"]\nnotice", "there are 1 answer labels, but 5 answers."),
        ("notice", "item_answers = { 9 = [\"a\"] }\nnotice", "it has answers for item 9, which is not there."),
        ("intro", "introduction", "ours.toml, line 9: nothing reads the field `introduction`"),
    ] {
        assert!(CONTENT.contains(from), "{from}");
        let said = laid_over(&CONTENT.replacen(from, to, 1)).unwrap_err();
        assert!(said.contains(words), "{said}");
    }
    let twice = load(NUMBERS).unwrap().with_texts(&[("a.toml", CONTENT), ("b.toml", CONTENT)]).unwrap_err();
    assert_eq!(twice.len(), 1);
    assert!(twice[0].to_string().starts_with("b.toml, language: there already is wording of the NUM"), "{}", twice[0]);
    let shipped_already = CONTENT.replace("\"numbers\"", "\"phq-2\"").replace("\"2\"", "\"1\"").replace(", \"Three.\"", "");
    let said = shipped().with_texts(&[("ours.toml", shipped_already.as_str())]).unwrap_err();
    assert!(said.iter().any(|refusal| refusal.to_string().contains("there already is wording of the PHQ-2 in `en`")), "{said:?}");
}

#[test]
fn at_least_forty_eight_instruments_ship_and_each_is_cited_and_noticed() {
    let all: Vec<&Instrument> = shipped().instruments().collect();
    assert!(all.len() >= 48, "only {}", all.len());
    for instrument in &all {
        assert!(!instrument.licence.notice.is_empty() && !instrument.recall.is_empty(), "{}", instrument.id);
        let others = all.iter().filter(|other| other.id != instrument.id);
        let mut names = others.flat_map(|other| other.aliases.iter().chain([&other.short_name]));
        assert!(names.all(|name| *name != instrument.short_name), "two are called {}", instrument.short_name);
    }
}
