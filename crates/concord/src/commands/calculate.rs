//! `concord calculate`: the calculators, one question or a batch.

use super::{Outcome, batch, score};
use concord_engines::calculators::{self, Answer, Field, Fields};
use concord_knowledge::shipped;
use serde_json::{Map, Value, json};
use std::io::{Read, Write};
use std::path::Path;

/// What belongs to the question and not to the calculator.
const AROUND: &[&str] = &["id", "type"];

/// Answers a batch from a file, or from standard input where the path is `-`.
pub fn run(path: &Path, stdin: &mut impl Read, out: &mut impl Write, err: &mut impl Write) -> Outcome {
    match batch::read(path, stdin).and_then(|text| batch::answer(&text, answer, out)) {
        Ok(()) => Outcome::Done,
        Err(sentence) => score::could_not(&sentence, err),
    }
}

fn answer(item: &Map<String, Value>) -> batch::Answer {
    let Some(Value::String(name)) = item.get("type") else {
        let known: Vec<&str> = calculators::names().collect();
        return Err(format!("The item names no `type` of calculator. There are: {}.", known.join(", ")));
    };
    let asked = item.iter().filter(|(name, value)| !AROUND.contains(&name.as_str()) && !value.is_null());
    let fields = asked.map(|(name, value)| Ok((name.clone(), field(name, value)?))).collect::<Result<_, String>>()?;
    let answer = calculators::calculate(shipped(), name, &Fields(fields))?;
    Ok(shown(&answer))
}

fn field(name: &str, value: &Value) -> Result<Field, String> {
    let words = |list: &[Value]| list.iter().map(|word| word.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>();
    let field = match value {
        Value::Number(number) => number.as_f64().map(Field::Number),
        Value::String(word) => Some(Field::Word(word.clone())),
        Value::Bool(flag) => Some(Field::Flag(*flag)),
        Value::Array(list) => words(list).map(Field::Words),
        Value::Null | Value::Object(_) => None,
    };
    field.ok_or_else(|| format!("`{name}` is a number, a word, a list of words, or true or false, not {}.", batch::kind(value)))
}

fn shown(answer: &Answer) -> Map<String, Value> {
    // Six decimal places: beyond them is the arithmetic of the machine, not of the method.
    let rounded = (answer.value * 1e6).round() / 1e6;
    Map::from_iter([
        ("answer".to_owned(), json!(rounded)),
        ("unit".to_owned(), json!(answer.unit)),
        ("method".to_owned(), json!(answer.method)),
        ("sources".to_owned(), score::sources(&answer.sources)),
        ("notes".to_owned(), json!(answer.notes)),
    ])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn asked(text: &str) -> Vec<Value> {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let outcome = run(Path::new("-"), &mut text.as_bytes(), &mut out, &mut err);
        assert_eq!(outcome, Outcome::Done, "{}", String::from_utf8_lossy(&err));
        String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn published_formulas_give_their_published_numbers() {
        let answers = asked(concat!(
            r#"{"id": 1, "type": "qtc_bazett", "qt_ms": 420, "hr": 90}"#,
            "\n",
            r#"{"id": 2, "type": "cockcroft_gault", "age": 80, "sex": "F", "weight_kg": 55, "creatinine_mg_dl": 1.3}"#,
            "\n",
            r#"{"id": 3, "type": "accumulation_ratio", "half_life_h": 24, "tau_h": 24}"#,
        ));
        let numbers: Vec<f64> = answers.iter().map(|answer| answer["answer"].as_f64().unwrap()).collect();
        assert!((numbers[0] - 514.4).abs() < 0.1 && (numbers[1] - 29.97).abs() < 0.1, "{numbers:?}");
        assert!((numbers[2] - 2.0).abs() < 1e-6, "{numbers:?}");
        assert!(answers.iter().all(|answer| answer["sources"][0]["title"].is_string()), "{answers:?}");
    }

    #[test]
    fn what_is_not_known_is_a_sentence_in_its_place_and_never_a_guess() {
        let answers = asked(concat!(
            r#"{"id": "a", "type": "half_life_h", "substance": "moonshine"}"#,
            "\n",
            r#"{"id": "b", "type": "qtc_bazett", "qt_ms": 420}"#,
            "\n",
            r#"{"id": "c", "type": "luck"}"#,
            "\n",
            r#"{"id": "d", "type": "time_to_fraction_ss", "half_life_h": 30, "fraction": 1}"#,
            "\n",
            r#"{"id": "e", "type": "acb_total"}"#,
        ));
        let said: Vec<&str> = answers.iter().map(|answer| answer["error"].as_str().unwrap()).collect();
        assert!(said[0].contains("no entry for “moonshine”"), "{said:?}");
        assert!(said[1].contains("`hr` is missing"), "{said:?}");
        assert!(said[2].starts_with("There is no calculator `luck`. There are: accumulation_ratio"), "{said:?}");
        assert!(said[3].contains("never reached"), "{said:?}");
        assert!(said[4].contains("`substances` is missing"), "no list is not an empty list: {said:?}");
    }

    #[test]
    fn a_table_of_equivalents_has_to_be_named() {
        let answers = asked(r#"{"type": "benzodiazepine_equivalent", "from": "alprazolam", "dose_mg": 1, "to": "diazepam"}"#);
        assert!(answers[0]["error"].as_str().unwrap().contains("`table` has to name one"), "{answers:?}");
    }
}
