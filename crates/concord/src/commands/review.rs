//! `concord review`: is this regimen safe, for this person, now? One regimen or a batch.

use super::{Outcome, batch, score::could_not};
use concord_engines::safety::{Book, shipped_book, wire};
use concord_knowledge::shipped;
use serde_json::{Map, Value};
use std::io::{Read, Write};
use std::path::Path;

/// Reviews every regimen of a file, or of standard input where the path is `-`.
pub fn run(path: &Path, stdin: &mut impl Read, out: &mut impl Write, err: &mut impl Write) -> Outcome {
    let book = shipped_book();
    match batch::read(path, stdin).and_then(|text| batch::answer(&text, |item| one(book, item), out)) {
        Ok(()) => Outcome::Done,
        Err(sentence) => could_not(&sentence, err),
    }
}

fn one(book: &Book<'_>, item: &Map<String, Value>) -> batch::Answer {
    let asked = wire::question(item)?;
    let review = book.review(&asked.regimen, &asked.circumstances, asked.effect.as_deref());
    Ok(wire::answer(&review, shipped()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn answers(text: &str) -> Vec<Value> {
        let mut out = Vec::new();
        let outcome = run(Path::new("-"), &mut text.as_bytes(), &mut out, &mut std::io::sink());
        assert_eq!(outcome, Outcome::Done);
        String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn the_fields_stand_as_documented() {
        let asked = json!({"id": "x1", "regimen": [{"substance": "sertraline", "dose": 400, "unit": "mg", "per_day": 1}],
                           "context": {"age": 44, "sex": "F", "pregnant": false}});
        let answer = &answers(&asked.to_string())[0];
        let fields: Vec<&str> = answer.as_object().unwrap().keys().map(String::as_str).collect();
        let documented = ["id", "data_version", "checked_clear", "findings", "not_checked", "attribution", "suppressed", "pairs"];
        assert_eq!(fields, documented);
        let dose = answer["findings"].as_array().unwrap().iter().find(|found| found["id"] == "dose.max").unwrap();
        assert_eq!((&dose["kind"], &dose["numbers"]["max_daily_mg"]), (&json!("dose"), &json!(200)));
        assert!(dose["sources"][0]["title"].is_string(), "{dose}");
    }

    #[test]
    fn what_is_not_known_is_said_and_never_taken_for_safe() {
        let answer = &answers(r#"{"regimen": [{"substance": "moonshine root", "dose": 1, "unit": "mg", "per_day": 1}]}"#)[0];
        assert_eq!((&answer["checked_clear"], &answer["findings"]), (&json!(false), &json!([])));
        assert_eq!(answer["not_checked"][0]["what"], "moonshine root");
    }

    #[test]
    fn an_amount_that_nobody_can_take_ends_neither_the_program_nor_the_batch() {
        let huge = "79228162514264337593543950335";
        let items = ["Symbyax", "lithium carbonate", "Suboxone"].map(|substance| {
            format!(r#"{{"regimen": [{{"substance": "{substance}", "dose": {huge}, "unit": "mg", "per_day": {huge}}}]}}"#)
        });
        for answer in answers(&items.join("\n")) {
            assert!(answer["findings"].is_array(), "{answer}");
            assert_ne!(answer["checked_clear"], json!(true), "{answer}");
        }
    }

    #[test]
    fn a_bad_item_stands_in_its_place_with_a_sentence() {
        let answers = answers(
            "{\"id\": 1}\n{\"id\": 2, \"regimen\": [{\"substance\": \"sertraline\", \"dose\": \"much\"}]}\n{\"id\": 3, \"regimen\": []}",
        );
        assert_eq!(answers[0]["error"], "The item has no `regimen`, a list of what is taken.");
        assert_eq!(answers[1]["error"], "Item 1 of the regimen: `dose` is a number, not \"much\".");
        assert_eq!(answers[2]["checked_clear"], json!(true));
    }
}
