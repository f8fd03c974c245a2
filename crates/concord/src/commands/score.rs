//! `concord score`: from answers to a score, one set or a batch.

use super::{Outcome, batch};
use concord_engines::scoring::{self, Score, ScoreContext};
use concord_knowledge::instrument::{AnswerRange, ScaleRule, Sex};
use concord_knowledge::{Instrument, Knowledge, ids::SourceId, shipped};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};
use std::io::{Read, Write};
use std::path::Path;

/// Scores one set of answers as they stand on the command line: `2,1,,0`, a missing answer empty.
pub fn run(instrument: &str, answers: &str, context: &ScoreContext, out: &mut impl Write, err: &mut impl Write) -> Outcome {
    let scored = find(shipped(), instrument).and_then(|instrument| {
        let answers = answers_from_text(instrument, answers)?;
        fields(instrument, &answers, context)
    });
    match scored {
        Ok(fields) => match writeln!(out, "{}", Value::Object(fields)) {
            Ok(()) => Outcome::Done,
            Err(_) => Outcome::CouldNot,
        },
        Err(sentence) => could_not(&sentence, err),
    }
}

/// Reads a sex as people write it: `F`, `female`, `M`, `male`; `None` for anything else, which is then not known.
pub fn sex(written: &str) -> Option<Sex> {
    match written.trim().to_lowercase().as_str() {
        "f" | "female" | "w" | "woman" => Some(Sex::Female),
        "m" | "male" | "man" => Some(Sex::Male),
        _ => None,
    }
}

/// Scores a batch from a file, or from standard input where the path is `-`. Items that name no instrument are taken for
/// the one given beside the batch, if any.
pub fn run_batch(
    path: &Path,
    instrument: Option<&str>,
    prorate: bool,
    stdin: &mut impl Read,
    out: &mut impl Write,
    err: &mut impl Write,
) -> Outcome {
    let scored = batch::read(path, stdin)
        .and_then(|text| batch::answer(&text, |item| score_item(shipped(), item, instrument, prorate), out));
    match scored {
        Ok(()) => Outcome::Done,
        Err(sentence) => could_not(&sentence, err),
    }
}

/// Says the sentence on standard error; nothing can be done where even that fails.
pub(super) fn could_not(sentence: &str, err: &mut impl Write) -> Outcome {
    let _ = writeln!(err, "{sentence}");
    Outcome::CouldNot
}

/// The instrument that people call so, or a sentence with those that there are.
pub(super) fn find<'a>(know: &'a Knowledge, name: &str) -> Result<&'a Instrument, String> {
    know.instrument_by_name(name).ok_or_else(|| {
        let known: Vec<&str> = know.instruments().map(|instrument| instrument.id.as_str()).collect();
        format!("There is no instrument `{name}`. There are: {}.", known.join(", "))
    })
}

fn score_item(know: &Knowledge, item: &Map<String, Value>, instrument: Option<&str>, prorate: bool) -> batch::Answer {
    let name = match item.get("instrument") {
        Some(Value::String(name)) => name.as_str(),
        Some(other) => return Err(format!("`instrument` is a text such as \"phq-9\", not {}.", batch::kind(other))),
        None => instrument.ok_or("The item names no `instrument`, such as \"phq-9\".")?,
    };
    let instrument = find(know, name)?;
    let answers = match item.get("answers") {
        Some(Value::Array(answers)) => answers
            .iter()
            .zip(1..)
            .map(|(answer, item)| answer_from_json(instrument, answer, item))
            .collect::<Result<Vec<_>, _>>()?,
        Some(Value::String(text)) => answers_from_text(instrument, text)?,
        Some(other) => return Err(format!("`answers` is a list such as [2,1,null,0], not {}.", batch::kind(other))),
        None => return Err("The item has no `answers`, such as [2,1,null,0].".to_owned()),
    };
    fields(instrument, &answers, &context(item.get("context"), prorate)?)
}

fn context(context: Option<&Value>, prorate: bool) -> Result<ScoreContext, String> {
    let given = match context {
        None | Some(Value::Null) => return Ok(ScoreContext { prorate, ..ScoreContext::default() }),
        Some(Value::Object(given)) => given,
        Some(other) => return Err(format!("`context` is an object such as {{\"age\": 44}}, not {}.", batch::kind(other))),
    };
    let age = match given.get("age") {
        None | Some(Value::Null) => None,
        Some(age) => Some(whole(age).ok_or_else(|| format!("`age` is a whole number of years, not {age}."))?),
    };
    let prorate = match given.get("prorate") {
        None | Some(Value::Null) => prorate,
        Some(Value::Bool(asked)) => *asked,
        Some(other) => return Err(format!("`prorate` is true or false, not {}.", batch::kind(other))),
    };
    let sex = match given.get("sex") {
        None | Some(Value::Null) => None,
        Some(Value::String(written)) => sex(written),
        Some(other) => return Err(format!("`sex` is a text such as \"F\", not {}.", batch::kind(other))),
    };
    Ok(ScoreContext { age, sex, prorate })
}

fn answers_from_text(instrument: &Instrument, text: &str) -> Result<Vec<Option<u8>>, String> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let each = text.split(',').zip(1..).map(|(answer, item)| match answer.trim() {
        "" => Ok(None),
        answer => {
            let number = answer.parse::<Decimal>().ok().and_then(|number| stored(instrument, item, number));
            number.map(Some).ok_or_else(|| not_an_answer(item, answer))
        }
    });
    each.collect()
}

fn answer_from_json(instrument: &Instrument, answer: &Value, item: usize) -> Result<Option<u8>, String> {
    match answer {
        Value::Null => Ok(None),
        Value::Bool(yes) => Ok(Some(u8::from(*yes))),
        other => {
            let number = other.is_number().then(|| other.to_string()).and_then(|text| text.parse::<Decimal>().ok());
            let number = number.and_then(|number| stored(instrument, item, number));
            number.map(Some).ok_or_else(|| not_an_answer(item, other))
        }
    }
}

/// A number as it is kept: whole, also where a spreadsheet wrote it as `2.0`; in tenths where the item is a line.
fn stored(instrument: &Instrument, item: usize, number: Decimal) -> Option<u8> {
    let in_tenths = instrument.items.get(item.checked_sub(1)?).and_then(|item| item.range.as_ref()).is_some_and(tenths);
    let number = if in_tenths { number.checked_mul(Decimal::TEN)? } else { number };
    number.is_integer().then(|| number.to_u8()).flatten()
}

fn tenths(range: &AnswerRange) -> bool {
    range.tenths
}

/// A whole number up to 255, also where a spreadsheet wrote it as `2.0`.
fn whole(value: &Value) -> Option<u8> {
    let number = value.as_f64()?;
    (0..=u8::MAX).find(|whole| f64::from(*whole) == number)
}

fn not_an_answer(item: usize, answer: impl std::fmt::Display) -> String {
    format!("Item {item} is answered with {answer}; an answer is a whole number from 0 up, or left empty.")
}

/// The fields of one answer, in the order in which they are documented.
fn fields(instrument: &Instrument, answers: &[Option<u8>], context: &ScoreContext) -> batch::Answer {
    let score = scoring::score(instrument, answers, context).map_err(|error| error.to_string())?;
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    put("instrument", json!(score.instrument.as_str()));
    put("version", json!(score.version));
    put("total", json!(score.total.map(|total| number(instrument.shown_total(total)))));
    scale_fields(instrument, &score, &mut put);
    put("prorated", json!(score.prorated));
    if let Some(prorated) = score.prorated_total {
        put("prorated_total", json!(prorated));
    }
    put("missing", json!(score.missing));
    put("band", json!(score.band));
    if score.at_least {
        put("band_at_least", json!(true));
    }
    put("subscales", subscales(instrument, &score));
    if !score.subscale_bands.is_empty() {
        put("subscale_bands", json!(score.subscale_bands));
    }
    put("flags", flags(&score));
    put("meets", json!(score.meets));
    if !score.cautions.is_empty() {
        put("cautions", json!(score.cautions));
    }
    put("sources", sources(&score.sources));
    Ok(fields)
}

/// The sum behind a total that is none, and what the manual reports beside it.
fn scale_fields(instrument: &Instrument, score: &Score, put: &mut impl FnMut(&str, Value) -> Option<Value>) {
    let scale = instrument.total.as_ref().and_then(|rule| rule.scale.as_ref());
    if let Some(raw) = score.raw.or(score.total.filter(|_| scale.is_some_and(|scale| scale.in_place))) {
        put("raw", json!(raw));
    }
    if let (Some(scale), Some(scaled)) = (scale, score.scaled) {
        let name = match scale.rule {
            ScaleRule::Table => "t_score",
            ScaleRule::PercentOfRange => "percent",
            ScaleRule::Divide => "scaled",
        };
        put(name, json!(number(scaled)));
        put("unit", json!(scale.unit));
    }
    if let Some(out_of) = score.out_of {
        put("out_of", json!(out_of));
    }
}

/// Scores of parts, as their manual reports them.
fn subscales(instrument: &Instrument, score: &Score) -> Value {
    let scaled = |id: &str| {
        let in_place =
            instrument.subscales.iter().any(|part| part.id == id && part.scale.as_ref().is_some_and(|scale| scale.in_place));
        score.subscales_scaled.get(id).filter(|_| in_place).copied()
    };
    let each =
        score.subscales.iter().map(|(id, value)| (id.clone(), number(scaled(id).unwrap_or_else(|| Decimal::from(*value)))));
    Value::Object(each.collect())
}

/// A decimal as a JSON number, whole where it is whole.
pub(super) fn number(value: Decimal) -> Value {
    match value.is_integer().then(|| value.to_i64()).flatten() {
        Some(whole) => json!(whole),
        None => json!(value.to_f64()),
    }
}

fn flags(score: &Score) -> Value {
    let each = score.flags.iter();
    each.map(|flag| json!({"item": flag.item, "kind": flag.kind.as_str(), "severity": flag.severity})).collect()
}

/// Citations as every command shows them.
pub(super) fn sources(ids: &[SourceId]) -> Value {
    let known = ids.iter().filter_map(|id| shipped().source(id));
    let each = known
        .map(|source| json!({"id": source.id.as_str(), "title": source.title, "verification": source.verification.as_str()}));
    each.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::io;

    /// What one call says on standard output and standard error.
    fn one(instrument: &str, answers: &str) -> (Outcome, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let outcome = run(instrument, answers, &ScoreContext::default(), &mut out, &mut err);
        (outcome, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    fn batch(text: &str) -> Vec<Value> {
        let mut out = Vec::new();
        let outcome = run_batch(Path::new("-"), None, false, &mut text.as_bytes(), &mut out, &mut io::sink());
        assert_eq!(outcome, Outcome::Done);
        String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn the_fields_stand_as_documented() {
        let (outcome, out, err) = one("phq-9", "2,1,1,0,1,1,0,0,2");
        let answer: Value = serde_json::from_str(&out).unwrap();
        assert_eq!((outcome, err.as_str()), (Outcome::Done, ""));
        let fields: Vec<&str> = answer.as_object().unwrap().keys().map(String::as_str).collect();
        let documented =
            ["instrument", "version", "total", "prorated", "missing", "band", "subscales", "flags", "meets", "sources"];
        assert_eq!(fields, documented);
        assert_eq!((&answer["total"], &answer["band"]), (&json!(8), &json!("mild")));
        let flag = json!([{"item": 9, "kind": "suicidal_ideation", "severity": "more than half the days"}]);
        assert_eq!(answer["flags"], flag);
        assert_eq!(answer["meets"], json!({"dsm_major_depression_algorithm": false}));
        assert_eq!(answer["sources"][0]["id"], json!("kroenke-2001"));
    }

    #[test]
    fn a_missing_answer_is_empty_and_gives_null_for_total_and_band() {
        let answer: Value = serde_json::from_str(&one("PHQ9", "2,1,,0,1,1,0,0,1").1).unwrap();
        assert_eq!((&answer["total"], &answer["band"]), (&Value::Null, &Value::Null));
        assert_eq!((&answer["missing"], &answer["prorated"]), (&json!([3]), &json!(false)));
        assert_eq!(answer["flags"][0]["item"], json!(9), "the safety item is read all the same");
    }

    #[test]
    fn filling_up_has_to_be_asked_for() {
        let asked = r#"{"instrument": "phq-9", "answers": [1,1,1,null,1,1,1,1,1], "context": {"prorate": true}}"#;
        let answer = &batch(asked)[0];
        assert_eq!((&answer["total"], &answer["prorated"]), (&json!(9), &json!(true)));
        let answer = &batch(&asked.replace("true", "false"))[0];
        assert_eq!((&answer["total"], &answer["prorated_total"]), (&Value::Null, &json!(9)));
    }

    #[test]
    fn the_who5_shows_the_raw_sum_too() {
        let answer: Value = serde_json::from_str(&one("who-5", "3,3,2,2,2").1).unwrap();
        assert_eq!((&answer["total"], &answer["raw"], &answer["band"]), (&json!(48), &json!(12), &json!("poor")));
    }

    #[test]
    fn a_mean_a_t_score_and_a_line_stand_as_their_manuals_report_them() {
        let told = |instrument: &str, answers: &str| serde_json::from_str::<Value>(&one(instrument, answers).1).unwrap();
        let bsl = told("bsl-23", &["2"; 23].join(","));
        assert_eq!((&bsl["total"], &bsl["raw"], &bsl["band"]), (&json!(2), &json!(46), &json!("high")));
        let promis = told("promis-depression-4a", "2,2,2,2");
        assert_eq!((&promis["total"], &promis["t_score"], &promis["raw"]), (&json!(55.7), &json!(55.7), &json!(8)));
        let lines = told("ors", "8.5,9,7.2,0");
        assert_eq!((&lines["total"], &lines["raw"], &lines["band"]), (&json!(24.7), &json!(247), &json!("clinical")));
        let content = told("qlesq-sf", &["3"; 14].join(","));
        assert_eq!((&content["total"], &content["percent"]), (&json!(42), &json!(50)));
        let support = told("mspss", &["4"; 12].join(","));
        assert_eq!((&support["total"], &support["subscales"]["family"]), (&json!(4), &json!(4)));
    }

    #[test]
    fn a_cut_off_by_sex_is_told_for_the_sex_that_was_given() {
        let of = |sex: &str| batch(&format!(r#"{{"instrument": "audit-c", "answers": [3, 0, 0], "context": {{"sex": {sex}}}}}"#));
        assert_eq!((&of("\"F\"")[0]["meets"]["positive"], &of("\"M\"")[0]["meets"]["positive"]), (&json!(true), &json!(false)));
        let unknown = &of("null")[0];
        assert_eq!((&unknown["meets"]["positive"], &unknown["band"]), (&Value::Null, &Value::Null));
        assert_eq!(unknown["cautions"], json!(["The bands of the AUDIT-C depend on sex, which was not given."]));
    }

    #[test]
    fn what_cannot_be_scored_is_a_sentence_and_status_1() {
        for (instrument, answers, said) in [
            ("phq-9", "4", "Item 1 of the PHQ-9 is answered from 0 to 3, not 4.\n"),
            ("phq-9", "1,-1", "Item 2 is answered with -1; an answer is a whole number from 0 up, or left empty.\n"),
            ("phq-9", "1,x", "Item 2 is answered with x; an answer is a whole number from 0 up, or left empty.\n"),
            ("phq-2", "1,1,1", "The PHQ-2 has 2 items, but 3 answers were given. Leave an unanswered item empty.\n"),
            ("audit", "1,1,1,1,1,1,1,1,1", "Item 9 of the AUDIT is answered with one of 0, 2, 4, not 1.\n"),
            ("ors", "8.55", "Item 1 is answered with 8.55; an answer is a whole number from 0 up, or left empty.\n"),
            (
                "ors",
                "79228162514264337593543950335",
                "Item 1 is answered with 79228162514264337593543950335; an answer is a whole number from 0 up, or left empty.\n",
            ),
        ] {
            assert_eq!(one(instrument, answers), (Outcome::CouldNot, String::new(), said.to_owned()));
        }
        let (outcome, _, said) = one("bdi", "1");
        assert_eq!(outcome, Outcome::CouldNot);
        assert!(said.starts_with("There is no instrument `bdi`. There are: adherence-vas, aims, asec,"), "{said}");
    }

    #[test]
    fn a_batch_keeps_its_order_and_bad_items_stand_in_their_place() {
        let answers = batch(concat!(
            r#"{"id": "a", "instrument": "phq-9", "answers": [2,1,null,0], "context": {"age": 15, "sex": "F"}}"#,
            "\n",
            r#"{"id": "b", "instrument": "phq-9", "answers": [7]}"#,
            "\n",
            r#"{"id": "c", "answers": [1]}"#,
            "\n",
            r#"{"id": "d", "instrument": "gad-7", "answers": [3.0, 3, 3, 0, 0, 0, 0]}"#,
            "\n",
            r#"{"id": "e", "instrument": "gad-7", "answers": [1, 1], "context": {"age": "old"}}"#,
        ));
        let ids: Vec<&str> = answers.iter().map(|answer| answer["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["a", "b", "c", "d", "e"]);
        assert_eq!(answers[0]["cautions"].as_array().unwrap().len(), 1, "fifteen is young for a PHQ-9");
        assert_eq!(answers[1]["error"], json!("Item 1 of the PHQ-9 is answered from 0 to 3, not 7."));
        assert_eq!(answers[2]["error"], json!("The item names no `instrument`, such as \"phq-9\"."));
        assert_eq!(answers[3]["total"], json!(9));
        assert_eq!(answers[4]["error"], json!("`age` is a whole number of years, not \"old\"."));
    }
}
