//! Reviewing regimens: one of ten substances, and a batch of ordinary ones through the command.

use super::table::{Table, percentile};
use crate::commands::review;
use anyhow::Result;
use concord_engines::safety::{shipped_book, wire};
use serde_json::{Map, Value, json};
use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

const TEN: &[(&str, &str, f64)] = &[
    ("lithium", "mg", 450.0),
    ("quetiapine", "mg", 300.0),
    ("sertraline", "mg", 100.0),
    ("lamotrigine", "mg", 200.0),
    ("lisinopril", "mg", 10.0),
    ("ibuprofen", "mg", 400.0),
    ("omeprazole", "mg", 20.0),
    ("metformin", "mg", 850.0),
    ("levothyroxine", "mcg", 75.0),
    ("lorazepam", "mg", 1.0),
];

/// Lines in the batch.
const LINES: usize = 20_000;

/// Measures and prints.
///
/// # Errors
/// When the measured question cannot be read.
pub fn measure(table: &mut Table) -> Result<()> {
    let asked = wire::question(&question(TEN)).map_err(anyhow::Error::msg)?;
    let book = shipped_book();
    let once = || {
        let begun = Instant::now();
        std::hint::black_box(book.review(&asked.regimen, &asked.circumstances, None).findings.len());
        begun.elapsed()
    };
    (0..200).for_each(|_| {
        once();
    });
    let mut times: Vec<Duration> = (0..5_000).map(|_| once()).collect();
    times.sort_unstable();
    table.line("one review of ten substances, p50", &microseconds(percentile(&times, 0.5)), "under 100 µs");
    table.line("one review of ten substances, p99", &microseconds(percentile(&times, 0.99)), "");
    table.line("reviews a second through the command, one core", &format!("{:.0}", batch()), "10,000");
    Ok(())
}

/// Ordinary regimens of one to four substances, a line each.
fn batch() -> f64 {
    let mut text = String::new();
    for line in 0..LINES {
        let from = line % 7;
        let _ = writeln!(text, "{}", Value::Object(question(&TEN[from..=from + line % 4])));
    }
    let begun = Instant::now();
    review::run(Path::new("-"), &mut text.as_bytes(), &mut std::io::sink(), &mut std::io::sink());
    LINES as f64 / begun.elapsed().as_secs_f64()
}

fn question(substances: &[(&str, &str, f64)]) -> Map<String, Value> {
    let item = |(name, unit, dose): &(&str, &str, f64)| json!({"substance": name, "dose": dose, "unit": unit, "per_day": 1, "route": "oral", "days_on": 200});
    let regimen: Vec<Value> = substances.iter().map(item).collect();
    let context = json!({"age": 58, "sex": "F", "pregnant": false, "smoker": false, "conditions": ["type 2 diabetes", "hypertension"],
        "labs": {"egfr": 58, "qtc_ms": 440, "sodium_mmol_l": 138, "potassium_mmol_l": 4}});
    Map::from_iter([("regimen".to_owned(), Value::Array(regimen)), ("context".to_owned(), context)])
}

fn microseconds(duration: Duration) -> String {
    format!("{:.1} µs", duration.as_secs_f64() * 1e6)
}
