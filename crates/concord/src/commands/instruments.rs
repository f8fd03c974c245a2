//! `concord instruments`: which questionnaires there are, and whether a practice's own wording fits them.

use super::{Outcome, score};
use concord_knowledge::{Instrument, Knowledge, shipped};
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Lists all instruments with items, range, licence and whether the wording ships: as a JSON array, or as a table to
/// read. With content files the practice's own wording is checked and laid over first.
pub fn run(content: &[PathBuf], table: bool, out: &mut impl Write, err: &mut impl Write) -> Outcome {
    let knowledge = match with_content(content) {
        Ok(knowledge) => knowledge,
        Err(sentences) => return score::could_not(&sentences, err),
    };
    let knowledge = knowledge.as_ref().unwrap_or(shipped());
    let written = if table { as_table(knowledge, out) } else { as_json(knowledge, out) };
    if written.is_ok() { Outcome::Done } else { Outcome::CouldNot }
}

/// The knowledge with content files laid over, or every reason why one of them does not fit.
fn with_content(content: &[PathBuf]) -> Result<Option<Knowledge>, String> {
    if content.is_empty() {
        return Ok(None);
    }
    let texts = content.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let laid_over = shipped().with_texts(&files);
    laid_over.map(Some).map_err(|refusals| refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

fn read(path: &Path) -> Result<(String, String), String> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path);
    text.map(|text| (name.clone(), text)).map_err(|error| format!("{name} could not be read ({error}). Check the path."))
}

fn as_json(knowledge: &Knowledge, out: &mut impl Write) -> std::io::Result<()> {
    let all: Vec<Value> = knowledge.instruments().map(shown).collect();
    serde_json::to_writer_pretty(&mut *out, &all)?;
    out.write_all(b"\n")
}

fn as_table(knowledge: &Knowledge, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "{:28} {:>5}  {:11}  {:11}  {:17}  {:10}  name", "id", "items", "range", "mode", "licence", "wording")?;
    for instrument in knowledge.instruments() {
        let range = shown_range(instrument).map_or_else(|| "no total".to_owned(), |(min, max)| format!("{min} to {max}"));
        let (mode, licence) = (instrument.mode.as_str(), instrument.licence.kind.as_str());
        let (id, items, wording) = (instrument.id.as_str(), instrument.items.len(), wording(instrument));
        writeln!(out, "{id:28} {items:>5}  {range:11}  {mode:11}  {licence:17}  {wording:10}  {}", instrument.name)?;
    }
    Ok(())
}

/// In which languages a page can ask the questions in their own words.
fn wording(instrument: &Instrument) -> String {
    let languages = instrument.languages().join(" ");
    if languages.is_empty() { "numbers".to_owned() } else { languages }
}

/// Lowest and highest total as the manual reports them.
fn shown_range(instrument: &Instrument) -> Option<(rust_decimal::Decimal, rust_decimal::Decimal)> {
    instrument.total_range().map(|(min, max)| (instrument.shown_total(min), instrument.shown_total(max)))
}

fn shown(instrument: &Instrument) -> Value {
    let range = shown_range(instrument).map(|(min, max)| json!({"min": score::number(min), "max": score::number(max)}));
    let licensed = instrument.licensed_to.as_ref().map(|to| json!({"holder": to.holder, "reference": to.reference}));
    json!({
        "id": instrument.id.as_str(),
        "version": instrument.version,
        "name": instrument.name,
        "short_name": instrument.short_name,
        "language": instrument.language,
        "languages": instrument.languages(),
        "construct": instrument.construct.as_str(),
        "mode": instrument.mode.as_str(),
        "recall": instrument.recall,
        "screen": instrument.screen,
        "items": instrument.items.len(),
        "range": range,
        "bands": instrument.bands.iter().map(band).collect::<Vec<_>>(),
        "subscales": instrument.subscales.iter().map(|part| &part.id).collect::<Vec<_>>(),
        "safety_items": instrument.safety_items.iter().map(|safety| safety.item).collect::<Vec<_>>(),
        "licence": {"kind": instrument.licence.kind.as_str(), "notice": instrument.licence.notice},
        "wording_ships": instrument.licence.ships_wording,
        "licensed_to": licensed,
        "notes": instrument.notes,
        "loinc_panel": instrument.loinc_panel.as_ref().map(|code| &code.code),
        "loinc_total": instrument.loinc_total.as_ref().map(|code| &code.code),
    })
}

fn band(band: &concord_knowledge::instrument::Band) -> Value {
    json!({"id": band.id, "from": band.from, "to": band.to})
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn listed(content: &[PathBuf]) -> (Outcome, Vec<Value>, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let outcome = run(content, false, &mut out, &mut err);
        let all: Value = serde_json::from_slice(&out).unwrap_or_default();
        (outcome, all.as_array().cloned().unwrap_or_default(), String::from_utf8(err).unwrap())
    }

    fn one<'a>(all: &'a [Value], id: &str) -> &'a Value {
        all.iter().find(|entry| entry["id"] == id).unwrap()
    }

    #[test]
    fn every_instrument_is_listed_with_items_range_licence_wording_and_languages() {
        let (outcome, all, _) = listed(&[]);
        assert_eq!((outcome, all.len()), (Outcome::Done, shipped().instruments().count()));
        assert!(all.len() >= 48, "only {}", all.len());
        let phq9 = one(&all, "phq-9");
        assert_eq!((&phq9["items"], &phq9["range"]), (&json!(9), &json!({"min": 0, "max": 27})));
        assert_eq!((&phq9["licence"]["kind"], &phq9["wording_ships"]), (&json!("free"), &json!(true)));
        assert_eq!((&phq9["languages"], &phq9["mode"]), (&json!(["en", "es"]), &json!("self_report")));
        assert_eq!(one(&all, "c-ssrs-screen")["range"], Value::Null);
        assert_eq!(one(&all, "bsl-23")["range"], json!({"min": 0, "max": 4}), "it is told as a mean");
        let madrs = one(&all, "madrs");
        assert_eq!((&madrs["wording_ships"], &madrs["languages"]), (&json!(false), &json!([])));
    }

    #[test]
    fn the_table_has_a_line_for_each() {
        let mut out = Vec::new();
        assert_eq!(run(&[], true, &mut out, &mut std::io::sink()), Outcome::Done);
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.lines().count(), shipped().instruments().count() + 1);
        let line = text.lines().find(|line| line.starts_with("madrs ")).unwrap();
        assert!(line.contains("0 to 60") && line.contains("permission") && line.contains("numbers"), "{line}");
    }

    /// Ten invented sentences, as a practice with a licence would write the real ones.
    fn content(items: usize) -> String {
        let items: Vec<String> = (1..=items).map(|item| format!("\"Invented sentence {item}.\"")).collect();
        format!(
            "instrument = \"madrs\"\nversion = \"1\"\nlanguage = \"en\"\nlicence_holder = \"Riverside Practice\"\n\
             licence_reference = \"2026-114\"\n[wording]\nitems = [{}]\nnotice = \"Used with permission.\"\n",
            items.join(", ")
        )
    }

    #[test]
    fn a_content_file_that_fits_gives_the_instrument_its_words() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("madrs.toml");
        std::fs::write(&file, content(10)).unwrap();
        let (outcome, all, said) = listed(&[file]);
        assert_eq!((outcome, said.as_str()), (Outcome::Done, ""));
        let madrs = one(&all, "madrs");
        assert_eq!(madrs["languages"], json!(["en"]));
        assert_eq!(madrs["licensed_to"], json!({"holder": "Riverside Practice", "reference": "2026-114"}));
        assert_eq!(madrs["wording_ships"], json!(false), "the program itself still ships none");
    }

    #[test]
    fn a_content_file_that_does_not_fit_is_told_in_a_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("madrs.toml");
        std::fs::write(&file, content(9)).unwrap();
        let (outcome, _, said) = listed(std::slice::from_ref(&file));
        assert_eq!(outcome, Outcome::CouldNot);
        assert!(said.contains("madrs.toml, wording: there are 9 item texts, but the MADRS has 10 items."), "{said}");
        let (outcome, _, said) = listed(&[folder.path().join("none.toml")]);
        assert_eq!(outcome, Outcome::CouldNot);
        assert!(said.contains("could not be read"), "{said}");
    }
}
