//! Shows that knowledge which is uncited, without a unit, or at odds with itself does not load, and that the refusal is
//! a sentence which names the file, the entry and what to put right.
#![allow(clippy::unwrap_used)]

use concord_knowledge::{Knowledge, Refusal, ids::InstrumentId};

const EDITION: (&str, &str) = ("edition.toml", "edition = 2026-01-01");

const SOURCE: (&str, &str) = (
    "sources/paper.toml",
    "id = \"paper\"\ntitle = \"A paper\"\ncitation = \"Somebody. A paper. 2001.\"\nverification = \"unverified\"\n",
);

/// A questionnaire of two items with answers from 0 to 2, so a total from 0 to 4.
const INSTRUMENT: &str = r#"
id = "two"
version = "1"
language = "en"
name = "Two questions"
short_name = "TWO"
patient_name = "Two questions"
patient_about = "Two short questions."
construct = "depression"
direction = "lower_is_better"
recall = "today"
mode = "self_report"
[licence]
kind = "free"
ships_wording = false
notice = "Free."
source = "paper"
verification = "unverified"
[[answers]]
value = 0
label = "no"
[[answers]]
value = 1
label = "a little"
[[answers]]
value = 2
label = "yes"
[[items]]
position = 1
label = "one"
[[items]]
position = 2
label = "two"
[total]
rule = "sum"
multiply = 1
min = 0
max = 4
unit = "points"
source = "paper"
verification = "unverified"
[[bands]]
id = "low"
label = "low"
from = 0
to = 2
source = "paper"
verification = "unverified"
[[bands]]
id = "high"
label = "high"
from = 3
to = 4
source = "paper"
verification = "unverified"
[[safety_items]]
item = 2
at_least = 1
kind = "suicidal_ideation"
severities = [{ value = 1, word = "a little" }, { value = 2, word = "yes" }]
source = "paper"
verification = "unverified"
"#;

const SUBSTANCE: &str = r#"
id = "calmine"
name = "calmine"
class = "invented"
group = "other"
brands = ["Calmex"]
[plain]
purpose = "for tests"
action = "None."
source = "paper"
verification = "unverified"
[[doses]]
indication = "depression"
start = 10
min_effective = 20
max = 40
unit = "mg/day"
source = "paper"
verification = "unverified"
[[adequate_trials]]
indication = "depression"
min_effective_dose = 20
unit = "mg/day"
weeks_from = 4
weeks_to = 8
source = "paper"
verification = "unverified"
[[half_lives]]
from = 10
to = 20
unit = "hours"
source = "paper"
verification = "unverified"
"#;

const OUTCOME: &str = r#"
construct = "depression"
[[definition]]
instrument = "two"
in_force_from = 2020-01-01
[definition.response]
percent = 50
meaning = "Half."
source = "paper"
verification = "unverified"
[definition.remission]
below = 1
meaning = "None left."
source = "paper"
verification = "unverified"
"#;

fn load(files: &[(&str, &str)]) -> Result<Knowledge, Vec<Refusal>> {
    Knowledge::load([EDITION, SOURCE].into_iter().chain(files.iter().copied()))
}

/// The one refusal of these files, as a person reads it.
fn refused(files: &[(&str, &str)]) -> String {
    let refusals = load(files).unwrap_err();
    assert_eq!(refusals.len(), 1, "exactly one reason is expected: {refusals:?}");
    refusals[0].to_string()
}

/// The refusal of one file of a kind after one change to it. The change has to apply, or the test would show nothing.
fn refused_with(path: &str, text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "the text to change is not there: {from}");
    refused(&[(path, &text.replacen(from, to, 1))])
}

fn instrument_with(from: &str, to: &str) -> String {
    refused_with("instruments/two.toml", INSTRUMENT, from, to)
}

fn substance_with(from: &str, to: &str) -> String {
    refused_with("substances/calmine.toml", SUBSTANCE, from, to)
}

#[test]
fn sound_files_load() {
    let know = load(&[
        ("instruments/two.toml", INSTRUMENT),
        ("substances/calmine.toml", SUBSTANCE),
        ("outcomes/depression.toml", OUTCOME),
    ])
    .unwrap();
    assert_eq!(know.instruments().count(), 1);
    assert_eq!(know.outcome_definition(&InstrumentId::from("two")).unwrap().range, (0, 4));
    assert_eq!(know.edition().to_string(), "2026-01-01");
}

#[test]
fn a_number_without_a_source_does_not_load() {
    let said = substance_with("unit = \"mg/day\"\nsource = \"paper\"\n", "unit = \"mg/day\"\n");
    assert!(said.starts_with("knowledge/substances/calmine.toml, line "), "{said}");
    assert!(said.contains("there is no `source`"), "{said}");
}

#[test]
fn a_source_that_is_nowhere_does_not_load() {
    let said = substance_with("to = 20\nunit = \"hours\"\nsource = \"paper\"", "to = 20\nunit = \"hours\"\nsource = \"rumour\"");
    assert_eq!(
        said,
        "knowledge/substances/calmine.toml, half-life of the substance: the source `rumour` is not in knowledge/sources/."
    );
}

#[test]
fn a_number_without_a_unit_does_not_load() {
    let said = substance_with("max = 40\nunit = \"mg/day\"\n", "max = 40\n");
    assert!(said.contains("there is no `unit`"), "{said}");
    let said = instrument_with("unit = \"points\"", "unit = \" \"");
    assert!(said.contains("total: there is no `unit`"), "{said}");
}

#[test]
fn a_number_without_a_verification_mark_does_not_load() {
    let said = instrument_with(
        "notice = \"Free.\"\nsource = \"paper\"\nverification = \"unverified\"",
        "notice = \"Free.\"\nsource = \"paper\"",
    );
    assert!(said.contains("there is no `verification`"), "{said}");
}

#[test]
fn a_number_cannot_be_read_in_a_source_that_was_not() {
    let said = instrument_with(
        "unit = \"points\"\nsource = \"paper\"\nverification = \"unverified\"",
        "unit = \"points\"\nsource = \"paper\"\nverification = \"read\"",
    );
    assert_eq!(said, "knowledge/instruments/two.toml, total: it is marked as read, but the source `paper` was not read.");
}

#[test]
fn a_source_that_was_read_says_when_and_where() {
    let read = SOURCE.1.replace("\"unverified\"", "\"read\"");
    let refusals = Knowledge::load([EDITION, ("sources/paper.toml", read.as_str())]).unwrap_err();
    let said: Vec<String> = refusals.iter().map(|refusal| refusal.entry.clone()).collect();
    assert_eq!(said, ["read_on", "url"]);
}

#[test]
fn bands_with_a_gap_do_not_load() {
    let said = instrument_with("from = 3\nto = 4", "from = 4\nto = 4");
    assert_eq!(said, "knowledge/instruments/two.toml, band high: there is a gap: nothing covers 3 to 3.");
}

#[test]
fn bands_that_overlap_do_not_load() {
    let said = instrument_with("from = 3\nto = 4", "from = 2\nto = 4");
    assert_eq!(said, "knowledge/instruments/two.toml, band high: it overlaps what is below it: 2 is already taken.");
}

#[test]
fn bands_that_end_before_the_highest_total_do_not_load() {
    let said = instrument_with("from = 3\nto = 4", "from = 3\nto = 3");
    assert_eq!(said, "knowledge/instruments/two.toml, bands: they end at 3, but the highest total is 4.");
}

#[test]
fn a_total_range_that_the_items_do_not_give_does_not_load() {
    let refusals = load(&[("instruments/two.toml", &INSTRUMENT.replacen("max = 4", "max = 6", 1))]).unwrap_err();
    assert!(refusals.iter().any(|refusal| refusal.sentence == "it says 0 to 6, but the items give 0 to 4."), "{refusals:?}");
}

#[test]
fn a_rule_about_an_item_that_is_not_there_does_not_load() {
    let said = instrument_with("item = 2\n", "item = 3\n");
    assert_eq!(said, "knowledge/instruments/two.toml, safety item 3: it names item 3, which is not there.");
}

#[test]
fn a_safety_item_without_a_word_for_an_answer_does_not_load() {
    let said = instrument_with(", { value = 2, word = \"yes\" }", "");
    assert_eq!(said, "knowledge/instruments/two.toml, safety item 2: there is no word for the answer 2.");
}

#[test]
fn wording_that_may_not_ship_does_not_load() {
    let said = instrument_with("label = \"one\"", "label = \"one\"\ntext = \"The wording of its owner\"");
    assert!(said.contains("the wording does not ship"), "{said}");
}

#[test]
fn a_field_that_nobody_reads_does_not_load() {
    let said = substance_with("max = 40", "max = 40\nmaximum = 40");
    assert!(said.contains("nothing reads the field `maximum`"), "{said}");
}

#[test]
fn a_dose_range_that_runs_backwards_does_not_load() {
    let said = substance_with("start = 10", "start = 50");
    assert_eq!(said, "knowledge/substances/calmine.toml, dose for depression: the range runs backwards, from 50 to 40.");
}

#[test]
fn a_trial_dose_above_the_highest_dose_does_not_load() {
    let said = substance_with("min_effective_dose = 20", "min_effective_dose = 60");
    assert!(said.contains("adequate trial for depression: its dose is above the highest dose"), "{said}");
}

#[test]
fn a_file_whose_id_is_not_its_name_does_not_load() {
    let said = refused(&[("substances/other.toml", SUBSTANCE)]);
    assert_eq!(said, "knowledge/substances/other.toml, id: the id `calmine` is not the file's name.");
}

#[test]
fn two_substances_cannot_share_a_name() {
    let twin = SUBSTANCE.replace("\"calmine\"", "\"twinine\"");
    let said = refused(&[("substances/calmine.toml", SUBSTANCE), ("substances/twinine.toml", &twin)]);
    assert_eq!(said, "knowledge/substances/twinine.toml, names: `calmex` already names calmine.");
}

#[test]
fn an_outcome_for_an_unknown_instrument_does_not_load() {
    let said = refused(&[("outcomes/depression.toml", OUTCOME)]);
    assert_eq!(said, "knowledge/outcomes/depression.toml, two: the instrument `two` is not in knowledge/instruments/.");
}

#[test]
fn an_outcome_outside_the_range_of_its_instrument_does_not_load() {
    let outcome = OUTCOME.replace("below = 1", "below = 9");
    let said = refused(&[("instruments/two.toml", INSTRUMENT), ("outcomes/depression.toml", &outcome)]);
    assert_eq!(said, "knowledge/outcomes/depression.toml, two: remission lies outside 0 to 4.");
}

#[test]
fn a_new_definition_is_a_new_dated_entry_and_the_old_one_stays_for_old_reports() {
    let second = OUTCOME.split_once("[[definition]]").unwrap().1;
    let second = second.replace("2020-01-01", "2024-01-01").replace("below = 1", "below = 2");
    let both = format!("{OUTCOME}\n[[definition]]{second}");
    let know = load(&[("instruments/two.toml", INSTRUMENT), ("outcomes/depression.toml", &both)]).unwrap();
    let below = |day: &str| {
        let definition = know.outcome_definition_on(&InstrumentId::from("two"), day.parse().unwrap());
        definition.map(|definition| definition.remission.as_ref().unwrap().below)
    };
    assert_eq!(
        [below("2019-12-31"), below("2020-01-01"), below("2023-12-31"), below("2024-01-01")],
        [None, Some(1), Some(1), Some(2)]
    );
}

#[test]
fn a_file_in_a_folder_that_nobody_reads_does_not_load() {
    let said = refused(&[("recipes/soup.toml", "")]);
    assert_eq!(said, "knowledge/recipes/soup.toml, file: nothing reads this folder; move the file or take it out.");
}

#[test]
fn all_refusals_come_at_once() {
    let refusals = load(&[("recipes/soup.toml", ""), ("substances/other.toml", SUBSTANCE)]).unwrap_err();
    assert_eq!(refusals.len(), 2, "{refusals:?}");
}
