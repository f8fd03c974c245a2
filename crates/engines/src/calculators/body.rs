//! Kidney, blood counts, anticholinergic points.

use super::{Answer, Fields, substance};
use concord_knowledge::{Knowledge, formulary::Facts, vocabulary::Attribute};

/// Cockcroft and Gault 1976, creatinine in mg/dL.
pub(super) fn cockcroft_gault(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let (age, weight) = (fields.positive("age")?, fields.positive("weight_kg")?);
    if age >= 140.0 {
        return Err("The formula ends at 140 years.".to_owned());
    }
    let male = (140.0 - age) * weight / (72.0 * fields.positive("creatinine_mg_dl")?);
    let value = if fields.is_female()? { male * 0.85 } else { male };
    Ok(Answer::by(knowledge, "cockcroft_gault", value, "mL/min"))
}

/// CKD-EPI 2021, without race, creatinine in mg/dL.
pub(super) fn ckd_epi_2021(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let female = fields.is_female()?;
    let (kappa, alpha, factor) = if female { (0.7, -0.241, 1.012) } else { (0.9, -0.302, 1.0) };
    let ratio = fields.positive("creatinine_mg_dl")? / kappa;
    let value =
        142.0 * ratio.min(1.0).powf(alpha) * ratio.max(1.0).powf(-1.200) * 0.9938_f64.powf(fields.positive("age")?) * factor;
    Ok(Answer::by(knowledge, "ckd_epi_2021", value, "mL/min/1.73m2"))
}

/// Neutrophils from white cells and their shares.
pub(super) fn anc(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let shares = fields.number("segs_pct")? + fields.optional_number("bands_pct")?.unwrap_or(0.0);
    if !(0.0..=100.0).contains(&shares) {
        return Err(format!("Segments and bands are percent of white cells; together {shares} cannot be."));
    }
    let value = fields.positive("wbc_per_ul")? * shares / 100.0;
    Ok(Answer::by(knowledge, "anc", value, "cells/uL"))
}

/// Points of the Anticholinergic Cognitive Burden scale, added up.
pub(super) fn acb_total(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    if let Some(other) = fields.optional_word("scale").filter(|scale| !scale.to_lowercase().starts_with("acb")) {
        return Err(format!("Of anticholinergic scales only ACB is here, not “{other}”."));
    }
    if !fields.0.contains_key("substances") {
        return Err("`substances` is missing; give it as a list of words, empty where nothing is taken.".to_owned());
    }
    let (mut total, mut each) = (0_i32, Vec::new());
    let mut sources = Vec::new();
    for name in fields.words("substances")? {
        let substance = substance(knowledge, name)?;
        let facts = substance.facts.iter().find(|facts| is_general(facts) && facts.values.contains_key(&Attribute::Acb));
        let points = facts.and_then(|facts| facts.values.get(&Attribute::Acb)).copied().unwrap_or(0);
        total += i32::from(points);
        each.push(format!("{} {points}", substance.name));
        sources.extend(facts.map(|facts| facts.source.clone()));
    }
    let mut answer = Answer::new(f64::from(total), "points", format!("ACB points added: {}", each.join(", ")));
    sources.dedup();
    answer.sources = sources;
    Ok(answer)
}

/// True where the properties hold for any route and dose.
fn is_general(facts: &Facts) -> bool {
    facts.routes.is_empty() && facts.from_daily.is_none() && facts.to_daily.is_none()
}
