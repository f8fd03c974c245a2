//! Equivalent doses: always one named table, never two merged.

use super::kinetics::unverified;
use super::{Answer, Fields, substance};
use concord_knowledge::equivalence::EquivalentDose;
use concord_knowledge::{EquivalenceTable, Knowledge, Substance};
use rust_decimal::prelude::ToPrimitive;

pub(super) fn benzodiazepine(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    equivalent(knowledge, fields, "benzodiazepine")
}

pub(super) fn antipsychotic(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    equivalent(knowledge, fields, "antipsychotic")
}

pub(super) fn antidepressant(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    equivalent(knowledge, fields, "antidepressant")
}

fn equivalent(knowledge: &Knowledge, fields: &Fields, group: &str) -> Result<Answer, String> {
    let table = table(knowledge, fields, group)?;
    let (from, to) = (substance(knowledge, fields.word("from")?)?, substance(knowledge, fields.word("to")?)?);
    let (of_from, of_to) = (line(table, from)?, line(table, to)?);
    let dose = fields.positive("dose_mg")?;
    let ratio = of_to.amount / of_from.amount;
    let value = dose * ratio.to_f64().unwrap_or(f64::NAN);
    let method = format!(
        "{}: {} mg {} for {} mg {}",
        table.name,
        of_to.amount.normalize(),
        to.name,
        of_from.amount.normalize(),
        from.name
    );
    let answer = unverified(Answer::new(value, &table.unit, method).from(table.source.as_str()), table);
    Ok(others_disagree(knowledge, table, (from, to), dose, value).into_iter().fold(answer, Answer::note))
}

/// The table that is asked for by name; without a name only where there is just one.
fn table<'a>(knowledge: &'a Knowledge, fields: &Fields, group: &str) -> Result<&'a EquivalenceTable, String> {
    let of_group: Vec<&EquivalenceTable> = knowledge.equivalence_tables().filter(|table| table.group == group).collect();
    let names: Vec<&str> = of_group.iter().map(|table| table.id.as_str()).collect();
    let Some(wanted) = fields.optional_word("table") else {
        return Err(format!("Tables of equivalents differ, so `table` has to name one: {}.", names.join(", ")));
    };
    let table = knowledge.equivalence_table_by_name(wanted).filter(|table| table.group == group);
    table.ok_or_else(|| format!("There is no table “{wanted}” for this. There are: {}.", names.join(", ")))
}

fn line<'a>(table: &'a EquivalenceTable, substance: &Substance) -> Result<&'a EquivalentDose, String> {
    let found = table.doses.iter().find(|dose| dose.substance == substance.id);
    found.ok_or_else(|| format!("{} does not list {}.", table.name, substance.name))
}

/// Sentences about the other tables that give another amount.
fn others_disagree(
    knowledge: &Knowledge,
    used: &EquivalenceTable,
    (from, to): (&Substance, &Substance),
    dose: f64,
    value: f64,
) -> Vec<String> {
    let others = knowledge.equivalence_tables().filter(|table| table.group == used.group && table.id != used.id);
    let differing = others.filter_map(|table| {
        let (of_from, of_to) = (line(table, from).ok()?, line(table, to).ok()?);
        let other = dose * (of_to.amount / of_from.amount).to_f64()?;
        ((other - value).abs() > value * 0.01).then(|| format!("{} gives {} {}.", table.name, round(other), table.unit))
    });
    differing.collect()
}

fn round(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
