//! Every story in `cases/instruments/` is scored with the knowledge that ships, and gives what it says and nothing else.
#![allow(clippy::unwrap_used)]

use concord_engines::outcomes::compare;
use concord_engines::scoring::{Score, ScoreContext, score};
use concord_knowledge::instrument::Sex;
use concord_knowledge::{Instrument, shipped};
use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    story: String,
    instrument: String,
    #[serde(default)]
    answers: Vec<toml::Value>,
    #[serde(default)]
    person: Person,
    before: Option<i32>,
    after: Option<i32>,
    see: See,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    age: Option<u8>,
    sex: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct See {
    total: Option<toml::Value>,
    reported: Option<f64>,
    band: Option<String>,
    missing: Option<Vec<u8>>,
    flags: Option<Vec<u8>>,
    #[serde(default)]
    meets: BTreeMap<String, toml::Value>,
    #[serde(default)]
    parts: BTreeMap<String, i32>,
    #[serde(default)]
    part_bands: BTreeMap<String, String>,
    filled_up: Option<toml::Value>,
    refused: Option<String>,
    difference: Option<i32>,
    percent: Option<f64>,
    response: Option<bool>,
    remission: Option<bool>,
    reliable: Option<String>,
    #[serde(default)]
    grades: BTreeMap<String, bool>,
}

fn cases() -> Vec<(String, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/instruments");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let read = files.flat_map(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let file: File = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        file.case.into_iter().map(move |case| (name.clone(), case))
    });
    read.collect()
}

fn answers(case: &Case) -> Vec<Option<u8>> {
    let each = case.answers.iter().map(|answer| match answer {
        toml::Value::Integer(value) => Some(u8::try_from(*value).unwrap()),
        toml::Value::String(words) if words == "left out" => None,
        other => panic!("{}: {other} is no answer", case.story),
    });
    each.collect()
}

fn context(person: &Person) -> ScoreContext {
    let sex = match person.sex.as_deref() {
        Some("F") => Some(Sex::Female),
        Some("M") => Some(Sex::Male),
        _ => None,
    };
    ScoreContext { age: person.age, sex, prorate: false }
}

/// What is said of a number that may be `"none"`.
fn number(value: &toml::Value) -> Option<i32> {
    value.as_integer().map(|value| i32::try_from(value).unwrap())
}

fn check_score(place: &str, see: &See, score: &Score) {
    assert_eq!(score.total, see.total.as_ref().and_then(number), "total, {place}");
    if let Some(reported) = see.reported {
        assert_eq!(score.scaled.and_then(|scaled| scaled.to_f64()), Some(reported), "reported, {place}");
    }
    if let Some(band) = &see.band {
        let told = score.band.as_deref().unwrap_or("none told");
        assert_eq!(told, band, "band, {place}");
    }
    if let Some(missing) = &see.missing {
        assert_eq!(&score.missing, missing, "missing, {place}");
    }
    let flags: Vec<u8> = score.flags.iter().map(|flag| flag.item).collect();
    assert_eq!(flags, see.flags.clone().unwrap_or_default(), "flags, {place}");
    for (id, expected) in &see.meets {
        assert_eq!(score.meets[id], expected.as_bool(), "{id}, {place}");
    }
    for (id, expected) in &see.parts {
        assert_eq!(score.subscales[id], *expected, "{id}, {place}");
    }
    for (id, expected) in &see.part_bands {
        assert_eq!(&score.subscale_bands[id], expected, "{id}, {place}");
    }
    if let Some(filled_up) = &see.filled_up {
        assert_eq!(score.prorated_total, number(filled_up), "filled up, {place}");
    }
}

fn check_change(place: &str, instrument: &Instrument, case: &Case, before: i32) {
    let change = compare(shipped().outcome_definition(&instrument.id).unwrap(), before, case.after.unwrap());
    let see = &case.see;
    if let Some(difference) = see.difference {
        assert_eq!(change.difference, difference, "difference, {place}");
    }
    if let Some(percent) = see.percent {
        let told = (change.percent.unwrap() * 100.0).round() / 100.0;
        assert!((told - percent).abs() < 1e-9, "percent is {told}, {place}");
    }
    for (told, expected) in [(change.response, see.response), (change.remission, see.remission)] {
        assert!(expected.is_none() || told == expected, "{told:?} {expected:?}, {place}");
    }
    if let Some(reliable) = &see.reliable {
        assert_eq!(change.reliable.as_ref().unwrap().category.as_str(), reliable, "{place}");
    }
    for (id, expected) in &see.grades {
        assert_eq!(change.grades[id], *expected, "{id}, {place}");
    }
}

#[test]
fn every_story_about_a_questionnaire_comes_out_as_it_is_told() {
    let cases = cases();
    assert!(cases.len() > 40, "only {} stories were found", cases.len());
    for (file, case) in &cases {
        let place = format!("{file}: {}", case.story);
        let instrument = shipped().instrument(&case.instrument.as_str().into()).unwrap_or_else(|| panic!("{place}"));
        if let Some(before) = case.before {
            check_change(&place, instrument, case, before);
            continue;
        }
        match (score(instrument, &answers(case), &context(&case.person)), &case.see.refused) {
            (Err(error), Some(words)) => assert!(error.to_string().contains(words), "{error}, {place}"),
            (Ok(score), None) => check_score(&place, &case.see, &score),
            (Ok(_), Some(_)) => panic!("it was not refused, {place}"),
            (Err(error), None) => panic!("{error}, {place}"),
        }
    }
}
