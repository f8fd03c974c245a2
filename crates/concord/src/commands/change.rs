//! `concord change`: what two totals of one person amount to.

use super::{Outcome, score};
use concord_engines::outcomes::{self, CasenessCrossing, Change};
use concord_knowledge::{Instrument, OutcomeDefinition, shipped};
use serde_json::{Value, json};
use std::io::Write;

/// Compares a later total with an earlier one.
pub fn run(instrument: &str, before: i32, after: i32, out: &mut impl Write, err: &mut impl Write) -> Outcome {
    match compare(instrument, before, after) {
        Ok(answer) => match writeln!(out, "{answer}") {
            Ok(()) => Outcome::Done,
            Err(_) => Outcome::CouldNot,
        },
        Err(sentence) => score::could_not(&sentence, err),
    }
}

fn compare(name: &str, before: i32, after: i32) -> Result<Value, String> {
    let instrument = score::find(shipped(), name)?;
    let definition = shipped().outcome_definition(&instrument.id).ok_or_else(|| without_definition(instrument))?;
    for total in [before, after] {
        within(instrument, definition, total)?;
    }
    Ok(shown(&outcomes::compare(definition, before, after)))
}

fn without_definition(instrument: &Instrument) -> String {
    let known: Vec<&str> = shipped().outcome_definitions().map(|definition| definition.instrument.as_str()).collect();
    format!(
        "For the {} nobody has defined what counts as change. There are definitions for: {}.",
        instrument.short_name,
        known.join(", ")
    )
}

fn within(instrument: &Instrument, definition: &OutcomeDefinition, total: i32) -> Result<(), String> {
    let (min, max) = definition.range;
    if (min..=max).contains(&total) {
        return Ok(());
    }
    Err(format!("A total of the {} lies between {min} and {max}, not at {total}.", instrument.short_name))
}

fn shown(change: &Change) -> Value {
    let reliable = change.reliable.as_ref().map(|reliable| {
        json!({
            "rci": reliable.rci.map(|rci| rounded(rci, 4)),
            "threshold_points": reliable.threshold_points,
            "category": reliable.category.as_str(),
            "source": reliable.source.as_str(),
        })
    });
    json!({
        "difference": change.difference,
        "percent": change.percent.map(|percent| rounded(percent, 2)),
        "reliable_change": reliable,
        "response": change.response,
        "remission": change.remission,
        "caseness": change.caseness.map(crossing),
        "meaning": change.headline.to_string(),
        "sources": score::sources(&change.sources),
    })
}

fn crossing(crossing: CasenessCrossing) -> &'static str {
    match crossing {
        CasenessCrossing::StillACase => "still_a_case",
        CasenessCrossing::NoLongerACase => "no_longer_a_case",
        CasenessCrossing::NowACase => "now_a_case",
        CasenessCrossing::NeverACase => "never_a_case",
    }
}

/// Rounded to a number of decimal places, and never to a negative zero.
fn rounded(number: f64, places: i32) -> f64 {
    let scale = 10_f64.powi(places);
    (number * scale).round() / scale + 0.0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn changed(instrument: &str, before: i32, after: i32) -> (Outcome, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let outcome = run(instrument, before, after, &mut out, &mut err);
        (outcome, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    #[test]
    fn the_fields_stand_as_documented() {
        let answer: Value = serde_json::from_str(&changed("phq-9", 18, 9).1).unwrap();
        assert_eq!((answer["difference"].as_i64(), answer["percent"].as_f64()), (Some(-9), Some(-50.0)));
        assert_eq!((&answer["response"], &answer["remission"]), (&json!(true), &json!(false)));
        let reliable = &answer["reliable_change"];
        assert_eq!(reliable["threshold_points"], json!(6));
        assert_eq!(reliable["category"], json!("reliably_improved"));
        assert!(reliable["rci"].as_f64().unwrap() < -1.96);
        assert!(reliable["source"].is_string());
        assert!(!answer["sources"].as_array().unwrap().is_empty());
    }

    #[test]
    fn what_is_not_defined_is_null_and_not_false() {
        let answer: Value = serde_json::from_str(&changed("who-5", 40, 60).1).unwrap();
        assert_eq!((&answer["response"], &answer["remission"]), (&Value::Null, &Value::Null));
        assert_eq!(answer["reliable_change"]["rci"], Value::Null);
        let answer: Value = serde_json::from_str(&changed("phq-9", 0, 3).1).unwrap();
        assert_eq!(answer["percent"], Value::Null, "there is no percentage of nothing");
    }

    #[test]
    fn a_total_that_cannot_be_is_a_sentence_and_status_1() {
        let said = "A total of the PHQ-9 lies between 0 and 27, not at 28.\n";
        assert_eq!(changed("phq-9", 28, 9), (Outcome::CouldNot, String::new(), said.to_owned()));
        assert_eq!(changed("phq-9", 9, -1).0, Outcome::CouldNot);
    }

    #[test]
    fn an_instrument_without_a_definition_says_so() {
        let said = "For the PHQ-2 nobody has defined what counts as change. There are definitions for: gad-7, phq-9, who-5.\n";
        assert_eq!(changed("phq-2", 3, 1).2, said);
    }
}
