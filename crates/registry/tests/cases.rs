//! The cases: patients on paper, invented, that a clinician can read. Each is a story, dated events and what should be
//! seen; one `check` runs them all, through the same decide, fold, engines and rows as the program.

#![allow(clippy::unwrap_used, missing_docs)]

#[path = "cases/case_file.rs"]
mod case_file;
#[path = "cases/recorder.rs"]
mod recorder;
#[path = "cases/seen.rs"]
mod seen;

use case_file::CaseFile;
use concord_chart::Chart;
use concord_registry::project;
use recorder::{Recorder, zone};
use std::path::{Path, PathBuf};

fn case_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let files = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> =
        files.map(|file| file.unwrap().path()).filter(|path| path.extension().is_some_and(|ending| ending == "toml")).collect();
    paths.sort();
    paths
}

fn read(path: &Path) -> CaseFile {
    let text = std::fs::read_to_string(path).unwrap();
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What is wrong with a case, as sentences; empty when everything is seen as it should be.
fn check(case: &CaseFile) -> Vec<String> {
    let mut wrong = Vec::new();
    for see in &case.see {
        let chart = Recorder::run(case, see.on);
        wrong.extend(seen::differences(&chart, see).into_iter().map(|sentence| format!("on {}: {sentence}", see.on)));
    }
    wrong
}

#[test]
fn every_case_is_seen_as_it_should_be() {
    let mut wrong = Vec::new();
    for path in case_files() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        wrong.extend(check(&read(&path)).into_iter().map(|sentence| format!("{name}, {sentence}")));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn there_are_the_four_cases_of_the_design_and_more() {
    let names: Vec<String> = case_files().iter().map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    for name in ["response-with-safety-item", "remission-at-zero", "one-item-left-blank", "answers-retracted"] {
        assert!(names.iter().any(|known| known == name), "{name} is missing");
    }
    assert!(names.len() >= 14, "only {} cases", names.len());
}

#[test]
fn every_case_tells_a_story_and_says_what_should_be_seen() {
    for path in case_files() {
        let case = read(&path);
        assert!(case.story.trim().len() > 40, "{}: the story is too short to be one", path.display());
        assert!(!case.see.is_empty(), "{}: nothing should be seen", path.display());
    }
}

#[test]
fn a_wrong_expectation_is_noticed() {
    let text = r#"
        story = "Somebody answers a questionnaire, and the case expects something that is not so."
        [[event]]
        on = 2026-01-05
        answered = "phq-9"
        answers = [3, 3, 2, 2, 2, 2, 2, 2, 0]
        [[see]]
        on = 2026-01-05
        score = 17
        caseload = "PHQ-9 18 · only one so far"
        findings = ["suicidal_ideation_endorsed"]
    "#;
    let wrong = check(&toml::from_str(text).unwrap());
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    assert!(wrong[0].contains("score"), "{wrong:?}");
    assert!(wrong[1].contains("findings"), "{wrong:?}");
}

#[test]
fn a_chart_that_grew_entry_by_entry_has_the_same_rows_as_one_that_was_folded_at_once() {
    for path in case_files() {
        let case = read(&path);
        let whole = Recorder::run(&case, jiff::civil::Date::MAX);
        let mut grown = Chart::empty(whole.id);
        for recorded in whole.log() {
            grown.add([std::sync::Arc::clone(recorded)]);
        }
        let knowledge = concord_knowledge::shipped();
        assert_eq!(project(&whole, knowledge, &zone()), project(&grown, knowledge, &zone()), "{}", path.display());
    }
}
