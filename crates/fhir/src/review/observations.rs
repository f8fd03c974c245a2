//! Observation → laboratory values, vital signs, smoking and pregnancy; the newest of each.

use super::{Asked, Sent, days_since, person::PREGNANT};
use crate::{
    datatypes::{LOINC, SNOMED, codes_of, list, quantity, text},
    dates,
};
use concord_chart::{When, quantity::Quantity};
use concord_engines::safety::Lab;
use concord_knowledge::{Knowledge, monitoring::Test};
use jiff::civil::Date;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde_json::Value;
use std::collections::BTreeMap;

/// LOINC: tobacco smoking status, pregnancy status, gestational age.
const SMOKING: &str = "72166-2";
const PREGNANCY: &str = "82810-3";
const GESTATION: &[&str] = &["18185-9", "49051-6"];
/// SNOMED CT for those who smoke now, and for those who do not.
const SMOKES: &[&str] = &["449868002", "428041000124106", "77176002", "428071000124103", "428061000124105"];
const SMOKES_NOT: &[&str] = &["8517006", "266919005"];
const NOT_PREGNANT: &str = "60001007";
/// A value older than this says nothing about today.
const A_YEAR: u32 = 365;

/// What was measured, with its day.
struct Result_<'v> {
    resource: &'v Value,
    part: &'v Value,
    at: Option<&'v str>,
    days: Option<u32>,
}

pub(super) fn read(sent: &Sent<'_>, knowledge: &Knowledge, today: Date, asked: &mut Asked) {
    let Some(observations) = &sent.observations else {
        let why = "no laboratory values, ECG measures or vital signs were sent, so nothing was judged by them";
        return asked.unread("laboratory values and vital signs", why);
    };
    let mut results: Vec<Result_<'_>> = observations.iter().flat_map(|one| parts(one, today)).collect();
    // Newest first, so that the first of each kind is the one that counts; what has no day comes last.
    results.sort_by_key(|result| result.days.unwrap_or(u32::MAX));
    let mut seen: BTreeMap<&str, ()> = BTreeMap::new();
    for result in &results {
        of_status(result, asked);
        for test in tests(result, knowledge) {
            if seen.insert(&test.id, ()).is_none() {
                of_test(result, test, asked);
            }
        }
    }
}

/// An observation and its components, as far as it is a result.
fn parts<'v>(observation: &'v Value, today: Date) -> Vec<Result_<'v>> {
    let counts = matches!(text(observation, "status"), Some("final" | "amended" | "corrected" | "preliminary"));
    if !counts || text(observation, "resourceType") != Some("Observation") {
        return Vec::new();
    }
    let period = || observation.get("effectivePeriod").and_then(|period| text(period, "end").or_else(|| text(period, "start")));
    let at = text(observation, "effectiveDateTime").or_else(|| text(observation, "effectiveInstant")).or_else(period);
    let days = at.and_then(dates::read).and_then(|when: When| days_since(when.last_day(), today));
    // A panel without a value of its own is its components: else its empty self would stand for the newest result.
    let components = list(observation, "component");
    let valued = ["valueQuantity", "valueCodeableConcept"].iter().any(|name| observation.get(*name).is_some());
    let own = Some(observation).filter(|_| valued || components.is_empty());
    own.into_iter().chain(components).map(|part| Result_ { resource: observation, part, at, days }).collect()
}

fn tests<'k>(result: &Result_<'_>, knowledge: &'k Knowledge) -> Vec<&'k Test> {
    let codes: Vec<&str> = codes_of(result.part.get("code"), LOINC).collect();
    knowledge.tests().filter(|test| test.loinc.iter().any(|known| codes.contains(&known.as_str()))).collect()
}

fn of_test(result: &Result_<'_>, test: &Test, asked: &mut Asked) {
    if let Some(days) = result.days {
        asked.circumstances.last_done.insert(test.id.clone(), days);
    }
    let Some(key) = &test.lab else { return };
    let measured = match result.part.get("valueQuantity").and_then(quantity) {
        Some(Ok(measured)) => measured,
        Some(Err(_)) => return asked.unread(&test.name, "its number has more digits than can be kept exactly"),
        None => return,
    };
    let said = measured.to_string();
    let why = match (in_our_unit(test, &measured), result.days, &measured.comparator) {
        (_, _, Some(_)) => format!("it was given as {said}, which is no number"),
        (None, _, _) => format!("it was given as {said}; that unit is not understood here"),
        (_, None, _) => format!("it was given as {said} without the day of the measurement, or with one that lies ahead"),
        (_, Some(days), _) if days > A_YEAR => format!("the newest value, {said}, is {days} days old, and was not used"),
        (Some(value), days, _) => {
            asked.input(&test.name, said, result.at, result.resource);
            asked.circumstances.labs.insert(key.clone(), Lab { value, days_old: days });
            return;
        }
    };
    asked.unread(&test.name, why);
}

/// A value in the test's own unit.
fn in_our_unit(test: &Test, measured: &Quantity) -> Option<Decimal> {
    let unit = measured.unit.trim();
    let plain = |unit: &str| unit.replace(['[', ']', '{', '}', ' '], "").to_lowercase();
    let ours = test.unit.as_deref()?;
    if plain(unit) == plain(ours) {
        return Some(measured.value);
    }
    let other = test.units.iter().find(|other| plain(&other.unit) == plain(unit))?;
    measured.value.checked_mul(other.factor)
}

/// Smoking and pregnancy: what is true now, told by a code.
fn of_status(result: &Result_<'_>, asked: &mut Asked) {
    let is = |code: &str| codes_of(result.part.get("code"), LOINC).any(|known| known == code);
    let answers: Vec<&str> = codes_of(result.part.get("valueCodeableConcept"), SNOMED).collect();
    let answer = |codes: &[&str]| answers.iter().any(|answer| codes.contains(answer));
    if is(SMOKING) && asked.circumstances.smoker.is_none() {
        asked.circumstances.smoker = if answer(SMOKES) { Some(true) } else { answer(SMOKES_NOT).then_some(false) };
        if let Some(smokes) = asked.circumstances.smoker {
            asked.input("smokes", if smokes { "yes" } else { "no" }, result.at, result.resource);
        }
    }
    if is(PREGNANCY) && asked.circumstances.pregnant.is_none() {
        asked.circumstances.pregnant = if answer(&[PREGNANT]) { Some(true) } else { answer(&[NOT_PREGNANT]).then_some(false) };
        if let Some(pregnant) = asked.circumstances.pregnant {
            asked.input("pregnant", if pregnant { "yes" } else { "no" }, result.at, result.resource);
        }
    }
    if GESTATION.iter().any(|code| is(code)) && asked.circumstances.gestation_weeks.is_none() {
        let weeks = result.part.get("valueQuantity").and_then(quantity).and_then(Result::ok);
        let weeks = weeks.filter(|weeks| weeks.comparator.is_none() && weeks.unit.to_lowercase().starts_with('w'));
        let then = weeks.and_then(|weeks| weeks.value.trunc().to_u32());
        if let (Some(then), Some(days)) = (then, result.days) {
            asked.circumstances.gestation_weeks = Some(then + days / 7).filter(|weeks| *weeks <= 45);
            asked.input("week of pregnancy", then.to_string(), result.at, result.resource);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use concord_knowledge::shipped;
    use jiff::civil::date;
    use serde_json::json;

    fn asked(observations: &[Value]) -> Asked {
        let mut asked = Asked::default();
        let sent = Sent { observations: Some(observations.iter().collect()), ..Sent::default() };
        read(&sent, shipped(), date(2026, 8, 20), &mut asked);
        asked
    }

    fn glucose(day: &str, value: &str, unit: &str) -> Value {
        let value: Value = serde_json::from_str(value).unwrap();
        json!({"resourceType": "Observation", "id": day, "status": "final", "effectiveDateTime": day,
            "code": {"coding": [{"system": LOINC, "code": "2345-7"}]}, "valueQuantity": {"value": value, "unit": unit}})
    }

    #[test]
    fn the_newest_value_counts_in_our_unit_with_its_age() {
        let asked = asked(&[glucose("2026-01-01", "90", "mg/dL"), glucose("2026-08-10", "7.0", "mmol/L")]);
        let lab = asked.circumstances.labs["glucose_mg_dl"];
        assert_eq!((lab.value.round().to_string().as_str(), lab.days_old), ("126", Some(10)));
        assert_eq!((asked.inputs[0].value.as_str(), asked.inputs[0].source.as_str()), ("7.0 mmol/L", "Observation/2026-08-10"));
    }

    #[test]
    fn what_cannot_be_read_is_said_and_does_not_let_an_older_value_pass_for_the_newest() {
        for (newest, word) in [
            (glucose("2026-08-10", "9", "squares"), "unit"),
            (glucose("2027-08-10", "9", "mg/dL"), "lies ahead"),
            (glucose("2025-01-10", "9", "mg/dL"), "days old"),
        ] {
            let asked = asked(&[newest]);
            assert!(asked.circumstances.labs.is_empty());
            assert!(asked.open[0].1.contains(word), "{:?}", asked.open);
        }
        let both = asked(&[glucose("2026-01-01", "90", "mg/dL"), glucose("2026-08-10", "9", "squares")]);
        assert!(both.circumstances.labs.is_empty() && both.open.len() == 1);
        let mut below = glucose("2026-08-10", "20", "mg/dL");
        below["valueQuantity"]["comparator"] = json!("<");
        assert!(asked(&[below]).circumstances.labs.is_empty());
    }

    #[test]
    fn parts_of_an_observation_are_read_and_smoking_is_told_by_its_code() {
        let pressure = json!({"resourceType": "Observation", "id": "bp", "status": "final", "effectiveDateTime": "2026-08-19",
            "code": {"coding": [{"system": LOINC, "code": "85354-9"}]}, "component": [
            {"code": {"coding": [{"system": LOINC, "code": "8480-6"}]}, "valueQuantity": {"value": 162, "unit": "mm[Hg]"}}]});
        let smoking = json!({"resourceType": "Observation", "id": "s", "status": "final", "effectiveDateTime": "2026-08-19",
            "code": {"coding": [{"system": LOINC, "code": SMOKING}]},
            "valueCodeableConcept": {"coding": [{"system": SNOMED, "code": "449868002"}]}});
        let asked = asked(&[pressure, smoking]);
        assert_eq!(asked.circumstances.labs["bp_systolic"].value.to_string(), "162");
        assert_eq!(asked.circumstances.smoker, Some(true));
    }
}
