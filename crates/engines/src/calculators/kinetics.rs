//! One compartment: how a level builds up, stays and falls.

use super::{Answer, Fields, substance};
use concord_knowledge::substance::{HalfLife, Substance};
use concord_knowledge::{Knowledge, Sourced, Verification};
use rust_decimal::prelude::ToPrimitive;

/// Half-lives after which a level counts as steady: 1 − 2⁻⁵ is 97 %.
const HALF_LIVES_TO_STEADY: f64 = 5.0;

/// Mean level at steady state, mg/L: F × dose ÷ (clearance × interval), clearance = ln 2 × V ÷ half-life.
pub(super) fn average_level(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let clearance = std::f64::consts::LN_2 * fields.positive("v_l")? / fields.positive("half_life_h")?;
    let value = fields.share("f")? * fields.positive("dose_mg")? / (clearance * fields.positive("tau_h")?);
    Ok(Answer::by(knowledge, "css_avg", value, "mg/L"))
}

/// 1 ÷ (1 − 2^(−interval ÷ half-life)).
pub(super) fn accumulation_ratio(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let halvings = fields.positive("tau_h")? / fields.positive("half_life_h")?;
    Ok(Answer::by(knowledge, "accumulation_ratio", 1.0 / (1.0 - 0.5_f64.powf(halvings)), "ratio"))
}

/// 1 − 2^(−time ÷ half-life).
pub(super) fn fraction_of_steady_state(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let time = fields.number("time_h")?;
    if time < 0.0 {
        return Err("`time_h` cannot be below zero.".to_owned());
    }
    let value = 1.0 - 0.5_f64.powf(time / fields.positive("half_life_h")?);
    Ok(Answer::by(knowledge, "fraction_of_steady_state", value, "fraction"))
}

/// Half-life × log2(1 ÷ (1 − fraction)).
pub(super) fn time_to_fraction(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let fraction = fields.share("fraction")?;
    if fraction >= 1.0 {
        return Err("The steady level is never reached to the full; ask for a fraction below 1.".to_owned());
    }
    let value = -(1.0 - fraction).log2() * fields.positive("half_life_h")?;
    Ok(Answer::by(knowledge, "time_to_fraction_ss", value, "h"))
}

/// 1 ÷ (fm × residual activity + 1 − fm).
pub(super) fn auc_ratio(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let fm = fields.share("fm")?;
    let left = match fields.optional_number("residual_activity")? {
        None => 0.0,
        Some(_) => fields.share("residual_activity")?,
    };
    let remaining = fm * left + 1.0 - fm;
    if remaining <= 0.0 {
        return Err("With all clearance gone the exposure has no end; no ratio can be given.".to_owned());
    }
    Ok(Answer::by(knowledge, "auc_ratio_full_inhibition", 1.0 / remaining, "ratio"))
}

/// Five half-lives, in days.
pub(super) fn steady_state_days(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let (hours, answer) = asked_half_life(knowledge, fields)?;
    let days = hours * HALF_LIVES_TO_STEADY / 24.0;
    Ok(Answer { value: days, unit: "days".to_owned(), method: format!("five half-lives of {hours:.0} h"), ..answer })
}

/// The middle of the half-life's range.
pub(super) fn half_life(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    asked_half_life(knowledge, fields).map(|(_, answer)| answer)
}

/// The half-life of a substance, of what it turns into (`analyte`), beside another (`with`), before or after its
/// autoinduction.
fn asked_half_life(knowledge: &Knowledge, fields: &Fields) -> Result<(f64, Answer), String> {
    let name = fields.word("substance")?;
    let substance = match substance(knowledge, name) {
        Ok(known) => known,
        // A metabolite is no entry of its own; it stands with the substance that it comes from.
        Err(why) => return metabolite(knowledge, name).map(of_range).ok_or(why),
    };
    if let Some(analyte) = fields.optional_word("analyte").or(fields.optional_word("metabolite")) {
        let found = substance.half_lives.iter().find(|half_life| is_of(half_life, analyte));
        return found.map(of_range).ok_or_else(|| format!("For {analyte} no half-life is on file."));
    }
    for partner in fields.words("with")? {
        let partner = self::substance(knowledge, partner)?;
        let beside = substance.half_lives.iter().find(|half_life| beside(half_life, &partner.name));
        if let Some(found) = beside {
            return Ok(of_range(found));
        }
    }
    if fields.denied("after_autoinduction") {
        let before = substance
            .half_lives
            .iter()
            .find(|half_life| half_life.of.as_deref().is_some_and(|of| of.ends_with("before autoinduction")));
        if let Some(found) = before {
            return Ok(of_range(found));
        }
    }
    middle_half_life(substance, fields.flag("after_autoinduction"))
}

/// The half-life on file under a metabolite's own name.
fn metabolite<'a>(knowledge: &'a Knowledge, name: &str) -> Option<&'a HalfLife> {
    knowledge.substances().flat_map(|substance| &substance.half_lives).find(|half_life| is_of(half_life, name))
}

fn is_of(half_life: &HalfLife, name: &str) -> bool {
    half_life.of.as_deref().is_some_and(|of| of.eq_ignore_ascii_case(name.trim()))
}

/// Whether a half-life is the one "with" a partner.
fn beside(half_life: &HalfLife, partner: &str) -> bool {
    let with = half_life.of.as_deref().and_then(|of| of.split_once(" with "));
    with.is_some_and(|(_, partners)| partners.split(|c: char| !c.is_alphanumeric()).any(|word| word == partner))
}

fn of_range(half_life: &HalfLife) -> (f64, Answer) {
    let (from, to) = (half_life.from.to_f64().unwrap_or(f64::NAN), half_life.to.to_f64().unwrap_or(f64::NAN));
    in_the_middle(from, to, "half-life", half_life)
}

fn middle_half_life(substance: &Substance, after_autoinduction: bool) -> Result<(f64, Answer), String> {
    if after_autoinduction {
        let kinetics = substance.kinetics.as_ref();
        let range = kinetics.and_then(|kinetics| Some((kinetics, kinetics.half_life_after_autoinduction?)));
        let Some((kinetics, (from, to))) = range else {
            return Err(format!("For {} no half-life after autoinduction is on file.", substance.name));
        };
        let (from, to) = (from.to_f64().unwrap_or(f64::NAN), to.to_f64().unwrap_or(f64::NAN));
        return Ok(in_the_middle(from, to, "half-life after autoinduction", kinetics));
    }
    let half_life = substance.half_life().ok_or_else(|| format!("For {} no half-life is on file.", substance.name))?;
    Ok(of_range(half_life))
}

fn in_the_middle(from: f64, to: f64, what: &str, cited: &impl Sourced) -> (f64, Answer) {
    let middle = (from + to) / 2.0;
    let answer = Answer::new(middle, "h", format!("{what}: middle of {from} to {to} h")).from(cited.source().as_str());
    (middle, unverified(answer, cited))
}

/// Says so where the number was not read in its source.
pub(super) fn unverified(answer: Answer, cited: &impl Sourced) -> Answer {
    if cited.verification() == Verification::Unverified {
        return answer.note("The number behind it has not been verified in its source.");
    }
    answer
}

/// Days until clearance has stopped rising, the middle of the range.
pub(super) fn autoinduction_days(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let substance = substance(knowledge, fields.word("substance")?)?;
    let kinetics = substance.kinetics.as_ref();
    let Some((kinetics, (from, to))) = kinetics.and_then(|kinetics| Some((kinetics, kinetics.autoinduction_days?))) else {
        return Err(format!("For {} no autoinduction is on file.", substance.name));
    };
    let middle = f64::from(from + to) / 2.0;
    let answer =
        Answer::new(middle, "days", format!("autoinduction complete after {from} to {to} days")).from(kinetics.source.as_str());
    Ok(unverified(answer, kinetics))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::calculators::Field;
    use concord_knowledge::shipped;

    fn hours(fields: &[(&str, Field)]) -> f64 {
        let fields = Fields(fields.iter().map(|(name, field)| ((*name).to_owned(), field.clone())).collect());
        half_life(shipped(), &fields).unwrap().value
    }

    fn word(text: &str) -> Field {
        Field::Word(text.to_owned())
    }

    #[test]
    fn a_partner_and_autoinduction_change_the_half_life() {
        let alone = hours(&[("substance", word("lamotrigine"))]);
        let beside = hours(&[("substance", word("lamotrigine")), ("with", word("valproate"))]);
        let induced = hours(&[("substance", word("lamotrigine")), ("with", word("carbamazepine"))]);
        assert!(beside > 1.5 * alone && induced < 0.7 * alone, "{alone} {beside} {induced}");
        let before = hours(&[("substance", word("carbamazepine")), ("after_autoinduction", Field::Flag(false))]);
        let after = hours(&[("substance", word("carbamazepine")), ("after_autoinduction", Field::Flag(true))]);
        assert!(before > after, "{before} {after}");
    }

    #[test]
    fn a_metabolite_is_found_under_its_own_name_and_under_its_parents() {
        let own = hours(&[("substance", word("norfluoxetine"))]);
        let parents = hours(&[("substance", word("fluoxetine")), ("analyte", word("norfluoxetine"))]);
        assert!((own - parents).abs() < 1e-9 && own > hours(&[("substance", word("fluoxetine"))]), "{own} {parents}");
    }
}
