//! Batches: one object in gives one object out; an array in, an array out; one object a line in, one object a line out.
//! A batch keeps its order, and a bad item yields an `error` in its place, never the end of the batch.

use flate2::read::MultiGzDecoder;
use serde_json::{Map, Value};
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

/// What is done with one item: the fields of the answer, or a sentence.
pub type Answer = Result<Map<String, Value>, String>;

/// Reads a batch from a file, or from standard input where the path is `-`. Gzipped input is recognised by its first
/// bytes, whatever its name.
///
/// # Errors
/// A sentence for the person at the terminal, when the file cannot be read or is not text.
pub fn read(path: &Path, stdin: &mut impl Read) -> Result<String, String> {
    let shown = path.display();
    let raw = if path.as_os_str() == "-" { all_of(stdin) } else { File::open(path).and_then(|mut file| all_of(&mut file)) };
    let raw =
        raw.map_err(|error| format!("{shown} could not be read ({error}). Check the path, or give - for standard input."))?;
    let raw = if raw.starts_with(&[0x1f, 0x8b]) {
        all_of(&mut MultiGzDecoder::new(raw.as_slice()))
            .map_err(|error| format!("{shown} begins like a gzipped file, but is damaged ({error}). Fetch it again."))?
    } else {
        raw
    };
    String::from_utf8(raw).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("{shown} is not UTF-8 text (byte {at}). Save it as UTF-8 and try again.")
    })
}

fn all_of(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut raw = Vec::new();
    from.read_to_end(&mut raw)?;
    Ok(raw)
}

/// Answers every item of a batch in its own form and order.
///
/// # Errors
/// A sentence, when the whole cannot be read as JSON or the answer cannot be written.
pub fn answer(text: &str, each: impl Fn(&Map<String, Value>) -> Answer, out: &mut impl Write) -> Result<(), String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut out = BufWriter::new(out);
    let written = match serde_json::from_str::<Value>(text) {
        Ok(Value::Array(items)) => array(&items, each, &mut out),
        Ok(item) => line(&one(&item, &each), &mut out),
        Err(error) if text.trim_start().starts_with('[') => {
            return Err(format!("The batch begins as a JSON array, but is none: {error}. Correct it there."));
        }
        Err(_) if text.trim().is_empty() => return Err("The batch is empty. Give one JSON object or more.".to_owned()),
        Err(_) => lines(text, each, &mut out),
    };
    written.and_then(|()| out.flush()).map_err(|error| format!("The answer could not be written: {error}."))
}

fn array(items: &[Value], each: impl Fn(&Map<String, Value>) -> Answer, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (index, item) in items.iter().enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &one(item, &each))?;
    }
    out.write_all(b"\n]\n")
}

fn lines(text: &str, each: impl Fn(&Map<String, Value>) -> Answer, out: &mut impl Write) -> io::Result<()> {
    for (number, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        let answer = match serde_json::from_str::<Value>(text) {
            Ok(item) => one(&item, &each),
            Err(error) => failed(None, format!("Line {number} is not JSON: {error}.")),
        };
        line(&answer, out)?;
    }
    Ok(())
}

fn line(answer: &Value, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, answer)?;
    out.write_all(b"\n")
}

/// The answer to one item, its `id` first.
fn one(item: &Value, each: &impl Fn(&Map<String, Value>) -> Answer) -> Value {
    let Value::Object(fields) = item else {
        return failed(None, format!("An item is a JSON object, not {}.", kind(item)));
    };
    let id = fields.get("id");
    match each(fields) {
        Ok(answer) => Value::Object(id.map(|id| ("id".to_owned(), id.clone())).into_iter().chain(answer).collect()),
        Err(sentence) => failed(id, sentence),
    }
}

fn failed(id: Option<&Value>, sentence: String) -> Value {
    let id = id.map(|id| ("id".to_owned(), id.clone()));
    Value::Object(id.into_iter().chain([("error".to_owned(), Value::String(sentence))]).collect())
}

/// What a value is, in words.
pub fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use serde_json::json;

    /// Doubles `n`; refuses an item without it.
    fn double(item: &Map<String, Value>) -> Answer {
        let n = item.get("n").and_then(Value::as_i64).ok_or("There is no `n`.")?;
        Ok(Map::from_iter([("double".to_owned(), json!(2 * n))]))
    }

    fn answered(text: &str) -> Result<String, String> {
        let mut out = Vec::new();
        answer(text, double, &mut out).map(|()| String::from_utf8(out).unwrap())
    }

    #[test]
    fn one_object_in_gives_one_object_out() {
        assert_eq!(answered("{\"id\": \"a\",\n \"n\": 4}").unwrap(), "{\"id\":\"a\",\"double\":8}\n");
    }

    #[test]
    fn an_array_in_gives_an_array_out_in_the_same_order() {
        let out: Value = serde_json::from_str(&answered(r#"[{"n": 1}, {"id": 7, "n": 2}]"#).unwrap()).unwrap();
        assert_eq!(out, json!([{"double": 2}, {"id": 7, "double": 4}]));
        assert_eq!(serde_json::from_str::<Value>(&answered("[]").unwrap()).unwrap(), json!([]));
    }

    #[test]
    fn a_bad_item_yields_an_error_in_its_place_and_not_the_end_of_the_batch() {
        let out = answered("{\"id\": 1, \"n\": 1}\nnonsense\n\n{\"id\": 3}\n17\n{\"id\": 5, \"n\": 5}\n").unwrap();
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines.len(), 5, "{out}");
        assert_eq!(lines[0], "{\"id\":1,\"double\":2}");
        assert!(lines[1].starts_with("{\"error\":\"Line 2 is not JSON:"), "{}", lines[1]);
        assert_eq!(lines[2], "{\"id\":3,\"error\":\"There is no `n`.\"}");
        assert_eq!(lines[3], "{\"error\":\"An item is a JSON object, not a number.\"}");
        assert_eq!(lines[4], "{\"id\":5,\"double\":10}");
    }

    #[test]
    fn a_broken_array_and_an_empty_batch_are_told_in_a_sentence() {
        assert!(answered("[{\"n\": 1}").unwrap_err().starts_with("The batch begins as a JSON array, but is none:"));
        assert_eq!(answered(" \n").unwrap_err(), "The batch is empty. Give one JSON object or more.");
    }

    #[test]
    fn gzipped_input_is_recognised_by_its_first_bytes() {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(b"{\"n\": 1}").unwrap();
        let packed = packed.finish().unwrap();
        assert_eq!(read(Path::new("-"), &mut packed.as_slice()).unwrap(), "{\"n\": 1}");
        let damaged = &packed[..packed.len() - 6];
        assert!(read(Path::new("-"), &mut &damaged[..]).unwrap_err().contains("is damaged"));
    }

    #[test]
    fn a_file_that_is_not_there_or_not_text_is_told_in_a_sentence() {
        let said = read(Path::new("/nowhere/at-all.json"), &mut io::empty()).unwrap_err();
        assert!(said.starts_with("/nowhere/at-all.json could not be read"), "{said}");
        let said = read(Path::new("-"), &mut &[b'a', 0xff][..]).unwrap_err();
        assert_eq!(said, "- is not UTF-8 text (byte 1). Save it as UTF-8 and try again.");
    }
}
