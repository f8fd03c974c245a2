//! `concord instruments`: which questionnaires there are.

use super::Outcome;
use concord_knowledge::{Instrument, shipped};
use serde_json::{Value, json};
use std::io::Write;

/// Lists all instruments with items, range, licence and whether the wording ships, as a JSON array.
pub fn run(out: &mut impl Write) -> Outcome {
    let all: Vec<Value> = shipped().instruments().map(shown).collect();
    let written = serde_json::to_writer_pretty(&mut *out, &all).map_err(std::io::Error::from);
    match written.and_then(|()| out.write_all(b"\n")) {
        Ok(()) => Outcome::Done,
        Err(_) => Outcome::CouldNot,
    }
}

fn shown(instrument: &Instrument) -> Value {
    let range = instrument.total_range().map(|(min, max)| json!({"min": min, "max": max}));
    json!({
        "id": instrument.id.as_str(),
        "version": instrument.version,
        "name": instrument.name,
        "short_name": instrument.short_name,
        "language": instrument.language,
        "construct": instrument.construct.as_str(),
        "items": instrument.items.len(),
        "range": range,
        "bands": instrument.bands.iter().map(|band| json!({"id": band.id, "from": band.from, "to": band.to})).collect::<Vec<_>>(),
        "licence": {"kind": instrument.licence.kind.as_str(), "notice": instrument.licence.notice},
        "wording_ships": instrument.licence.ships_wording,
        "loinc_panel": instrument.loinc_panel.as_ref().map(|code| &code.code),
        "loinc_total": instrument.loinc_total.as_ref().map(|code| &code.code),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_instrument_is_listed_with_items_range_licence_and_wording() {
        let mut out = Vec::new();
        assert_eq!(run(&mut out), Outcome::Done);
        let listed: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(listed.as_array().unwrap().len(), shipped().instruments().count());
        let phq9 = listed.as_array().unwrap().iter().find(|entry| entry["id"] == "phq-9").unwrap();
        assert_eq!((&phq9["items"], &phq9["range"]), (&json!(9), &json!({"min": 0, "max": 27})));
        assert_eq!((&phq9["licence"]["kind"], &phq9["wording_ships"]), (&json!("free"), &json!(true)));
        let screen = listed.as_array().unwrap().iter().find(|entry| entry["id"] == "c-ssrs-screen").unwrap();
        assert_eq!(screen["range"], Value::Null);
    }
}
