//! `concord score`: from answers to a score, one set or a batch.

use super::{Outcome, batch};
use concord_engines::scoring::{self, Score, ScoreContext};
use concord_knowledge::{Instrument, Knowledge, ids::SourceId, shipped};
use serde_json::{Map, Value, json};
use std::io::{Read, Write};
use std::path::Path;

/// Scores one set of answers as they stand on the command line: `2,1,,0`, a missing answer empty.
pub fn run(instrument: &str, answers: &str, prorate: bool, out: &mut impl Write, err: &mut impl Write) -> Outcome {
    let scored = find(shipped(), instrument).and_then(|instrument| {
        let answers = answers_from_text(answers)?;
        fields(instrument, &answers, &ScoreContext { age: None, prorate })
    });
    match scored {
        Ok(fields) => match writeln!(out, "{}", Value::Object(fields)) {
            Ok(()) => Outcome::Done,
            Err(_) => Outcome::CouldNot,
        },
        Err(sentence) => could_not(&sentence, err),
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
        Some(Value::Array(answers)) => answers.iter().zip(1..).map(answer_from_json).collect::<Result<Vec<_>, _>>()?,
        Some(Value::String(text)) => answers_from_text(text)?,
        Some(other) => return Err(format!("`answers` is a list such as [2,1,null,0], not {}.", batch::kind(other))),
        None => return Err("The item has no `answers`, such as [2,1,null,0].".to_owned()),
    };
    fields(instrument, &answers, &context(item.get("context"), prorate)?)
}

fn context(context: Option<&Value>, prorate: bool) -> Result<ScoreContext, String> {
    let given = match context {
        None | Some(Value::Null) => return Ok(ScoreContext { age: None, prorate }),
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
    Ok(ScoreContext { age, prorate })
}

fn answers_from_text(text: &str) -> Result<Vec<Option<u8>>, String> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let each = text.split(',').zip(1..).map(|(answer, item)| match answer.trim() {
        "" => Ok(None),
        answer => answer.parse().map(Some).map_err(|_| not_an_answer(item, answer)),
    });
    each.collect()
}

fn answer_from_json((answer, item): (&Value, usize)) -> Result<Option<u8>, String> {
    match answer {
        Value::Null => Ok(None),
        Value::Bool(yes) => Ok(Some(u8::from(*yes))),
        other => whole(other).map(Some).ok_or_else(|| not_an_answer(item, other)),
    }
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
    put("total", json!(score.total));
    if let Some(raw) = score.raw {
        put("raw", json!(raw));
    }
    put("prorated", json!(score.prorated));
    if let Some(prorated) = score.prorated_total {
        put("prorated_total", json!(prorated));
    }
    put("missing", json!(score.missing));
    put("band", json!(score.band));
    if score.at_least {
        put("band_at_least", json!(true));
    }
    put("subscales", json!(score.subscales));
    put("flags", flags(&score));
    put("meets", json!(score.meets));
    if !score.cautions.is_empty() {
        put("cautions", json!(score.cautions));
    }
    put("sources", sources(&score.sources));
    Ok(fields)
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
        let outcome = run(instrument, answers, false, &mut out, &mut err);
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
    fn what_cannot_be_scored_is_a_sentence_and_status_1() {
        for (instrument, answers, said) in [
            ("phq-9", "4", "Item 1 of the PHQ-9 is answered from 0 to 3, not 4.\n"),
            ("phq-9", "1,-1", "Item 2 is answered with -1; an answer is a whole number from 0 up, or left empty.\n"),
            ("phq-9", "1,x", "Item 2 is answered with x; an answer is a whole number from 0 up, or left empty.\n"),
            ("phq-2", "1,1,1", "The PHQ-2 has 2 items, but 3 answers were given. Leave an unanswered item empty.\n"),
            ("madrs", "1", "There is no instrument `madrs`. There are: c-ssrs-screen, gad-7, phq-2, phq-9, who-5.\n"),
        ] {
            assert_eq!(one(instrument, answers), (Outcome::CouldNot, String::new(), said.to_owned()));
        }
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
