//! `concord change`: what two totals of one person amount to.

use super::{Outcome, score};
use concord_engines::outcomes::{self, CasenessCrossing, Change, OtherThreshold};
use concord_knowledge::ids::SourceId;
use concord_knowledge::{Instrument, OutcomeDefinition, shipped};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write;

/// Compares a later total with an earlier one; both as the manual reports them, so a mean or a T-score may have decimals.
pub fn run(instrument: &str, before: Decimal, after: Decimal, out: &mut impl Write, err: &mut impl Write) -> Outcome {
    match compare(instrument, before, after) {
        Ok(answer) => match writeln!(out, "{answer}") {
            Ok(()) => Outcome::Done,
            Err(_) => Outcome::CouldNot,
        },
        Err(sentence) => score::could_not(&sentence, err),
    }
}

fn compare(name: &str, before: Decimal, after: Decimal) -> Result<Value, String> {
    let instrument = score::find(shipped(), name)?;
    let range = instrument.total_range().filter(|_| !instrument.screen).ok_or_else(|| {
        format!("The {} is a screen: its result is told once and is not followed as a change.", instrument.short_name)
    })?;
    let total = |shown: Decimal| instrument.total_of_shown(shown).ok_or_else(|| outside(instrument, range, shown));
    let (baseline, latest) = (total(before)?, total(after)?);
    let undefined = OutcomeDefinition::undefined(instrument);
    let definition = shipped().outcome_definition(&instrument.id).unwrap_or(&undefined);
    let change = outcomes::compare(definition, baseline, latest);
    let others = outcomes::other_thresholds(definition, before, after);
    Ok(shown(instrument, &change, &others, (before, after)))
}

fn outside(instrument: &Instrument, (min, max): (i32, i32), shown: Decimal) -> String {
    let (min, max) = (instrument.shown_total(min), instrument.shown_total(max));
    let between = shown >= min && shown <= max;
    let name = &instrument.short_name;
    if between {
        return format!("{shown} is not a total that the {name} can give. Look at the score again.");
    }
    format!("A total of the {name} lies between {min} and {max}, not at {shown}.")
}

fn shown(instrument: &Instrument, change: &Change, others: &[OtherThreshold], (before, after): (Decimal, Decimal)) -> Value {
    let scaled = instrument.total.as_ref().and_then(|rule| rule.scale.as_ref()).filter(|scale| scale.in_place);
    let reliable = change.reliable.as_ref().map(|reliable| {
        json!({
            "rci": reliable.rci.map(|rci| rounded(rci, 4)),
            "threshold_points": score::number(instrument.shown_points(reliable.threshold_points)),
            "used": reliable.used.as_str(),
            "category": reliable.category.as_str(),
            "source": reliable.source.as_str(),
        })
    });
    let mut answer = json!({
        "difference": score::number(after - before),
        "percent": change.percent.map(|percent| rounded(percent, 2)),
        "reliable_change": reliable,
        "response": change.response,
        "remission": change.remission,
        "caseness": change.caseness.map(crossing),
        "grades": change.grades,
        "other_thresholds": others.iter().map(threshold).collect::<Vec<_>>(),
        "meaning": change.headline.to_string(),
        "sources": score::sources(&all_sources(change, others)),
    });
    if scaled.is_some() {
        answer["raw_difference"] = json!(change.difference);
    }
    answer
}

/// One threshold that is told beside the one that decided.
fn threshold(other: &OtherThreshold) -> Value {
    json!({
        "id": other.id,
        "what": other.what.as_str(),
        "points": rounded(other.points, 2),
        "reached": if other.better { "better" } else if other.worse { "worse" } else { "no" },
        "meaning": other.meaning,
        "source": other.source.as_str(),
    })
}

fn all_sources(change: &Change, others: &[OtherThreshold]) -> Vec<SourceId> {
    let all = change.sources.iter().chain(others.iter().map(|other| &other.source));
    all.cloned().collect::<BTreeSet<_>>().into_iter().collect()
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

    fn changed(instrument: &str, before: impl ToString, after: impl ToString) -> (Outcome, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let number = |text: String| text.parse::<Decimal>().unwrap();
        let outcome = run(instrument, number(before.to_string()), number(after.to_string()), &mut out, &mut err);
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

    fn answer(instrument: &str, before: impl ToString, after: impl ToString) -> Value {
        serde_json::from_str(&changed(instrument, before, after).1).unwrap()
    }

    #[test]
    fn an_instrument_without_a_definition_gives_the_difference_and_judges_nothing() {
        let answer = answer("phq-2", 4, 2);
        assert_eq!((&answer["difference"], &answer["percent"]), (&json!(-2), &json!(-50.0)));
        assert_eq!((&answer["reliable_change"], &answer["response"]), (&Value::Null, &Value::Null));
    }

    #[test]
    fn a_percentage_of_the_panss_is_counted_from_thirty() {
        let answer = answer("panss", 90, 60);
        assert_eq!((&answer["percent"], &answer["response"]), (&json!(-50.0), &json!(true)));
        assert_eq!(answer["grades"], json!({"fall_of_20_percent": true, "fall_of_25_percent": true}));
    }

    #[test]
    fn the_ybocs_asks_for_thirty_five_percent_and_knows_a_partial_response() {
        let full = answer("ybocs", 28, 18);
        assert_eq!((&full["percent"], &full["response"]), (&json!(-35.71), &json!(true)));
        let partial = answer("ybocs", 28, 20);
        assert_eq!((&partial["response"], &partial["grades"]["partial_response"]), (&json!(false), &json!(true)));
    }

    #[test]
    fn means_and_standard_scores_are_compared_as_they_are_reported() {
        let mean = answer("bsl-23", "2.0", "1.0");
        assert_eq!((&mean["difference"], &mean["raw_difference"]), (&json!(-1), &json!(-23)));
        let standard = answer("promis-depression-4a", "65.7", "57.3");
        assert_eq!((&standard["difference"], &standard["percent"]), (&json!(-8.4), &Value::Null));
        assert_eq!(standard["other_thresholds"][0]["reached"], json!("better"));
        assert_eq!(standard["meaning"], json!("better, no threshold known"), "nothing is a percentage of a standard score");
        let lines = answer("ors", "20.0", "26.0");
        assert_eq!((&lines["difference"], &lines["reliable_change"]["threshold_points"]), (&json!(6), &json!(5)));
    }

    #[test]
    fn where_no_threshold_is_known_a_rise_is_not_called_no_reliable_change() {
        let worse = answer("madrs", 10, 40);
        assert_eq!((&worse["reliable_change"], &worse["meaning"]), (&Value::Null, &json!("worse, no threshold known")));
        assert_eq!(answer("madrs", 20, 20)["meaning"], json!("unchanged"));
        assert_eq!(answer("madrs", 30, 20)["meaning"], json!("33 % better"));
    }

    #[test]
    fn a_percentage_is_counted_from_the_lowest_that_the_scale_can_go() {
        let best = answer("k10", 30, 10);
        assert_eq!((&best["percent"], &best["meaning"]), (&json!(-100.0), &json!("100 % better")));
    }

    #[test]
    fn several_thresholds_stand_side_by_side_and_the_one_that_was_used_is_named() {
        let answer = answer("phq-9", 12, 9);
        assert_eq!(
            (&answer["reliable_change"]["used"], &answer["reliable_change"]["category"]),
            (&json!("points"), &json!("no_reliable_change"))
        );
        let others = answer["other_thresholds"].as_array().unwrap();
        let reached: Vec<(&str, &str)> =
            others.iter().map(|other| (other["id"].as_str().unwrap(), other["reached"].as_str().unwrap())).collect();
        assert_eq!(reached, [("kounali_2022", "better"), ("kounali_2022_points", "better"), ("lowe_2004", "no")]);
    }

    #[test]
    fn a_screen_has_no_change() {
        for screen in ["mdq", "c-ssrs-screen", "pc-ptsd-5"] {
            let (outcome, _, said) = changed(screen, 1, 0);
            assert_eq!(outcome, Outcome::CouldNot);
            assert!(said.contains("is a screen"), "{said}");
        }
    }
}
