//! First doses, steps up, depots, drug-free intervals: read from the formulary.

use super::kinetics::unverified;
use super::{Answer, Fields, bare, substance};
use concord_knowledge::formulary::{Formulation, Titration};
use concord_knowledge::rule::{Rule, Scope};
use concord_knowledge::substance::Substance;
use concord_knowledge::{Knowledge, Sourced};
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// mg a day on the first day, by the ordinary titration or, without one, the first dose range.
pub(super) fn start_dose(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let substance = substance(knowledge, fields.optional_word("substance").unwrap_or("clozapine"))?;
    if let Some((first, titration)) = substance.titrations.first().and_then(|known| Some((known.steps.first()?, known))) {
        return Ok(cited(first.daily, "mg/day", format!("first step, {}", titration.variant), titration));
    }
    let dose = substance.main_dose().ok_or_else(|| format!("For {} no starting dose is on file.", substance.name))?;
    Ok(cited(dose.start, dose.unit.as_str(), format!("starting dose for {}", dose.indication), dose))
}

/// mg a day in a week of treatment, by the variant that fits what else is taken.
pub(super) fn titration_week(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let substance = substance(knowledge, fields.optional_word("substance").unwrap_or("lamotrigine"))?;
    let week = fields.positive("week")?;
    let beside =
        fields.words("with")?.into_iter().map(|name| super::substance(knowledge, name)).collect::<Result<Vec<_>, _>>()?;
    let titration = variant(substance, &beside)?;
    let first_day = (week.ceil() - 1.0) * 7.0 + 1.0;
    let step = titration.steps.iter().rev().find(|step| f64::from(step.from_day) <= first_day);
    let step = step.or(titration.steps.first()).ok_or_else(|| format!("For {} no steps are on file.", substance.name))?;
    let mut answer = cited(step.daily, "mg/day", format!("week {week}, {}", titration.variant), titration);
    if step.if_needed {
        answer = answer.note("This step is taken only if the response asks for it.");
    }
    Ok(answer)
}

/// The first variant whose condition holds; without one, the ordinary variant. An unknown condition ends the search: the
/// wrong titration is worse than none.
fn variant<'a>(substance: &'a Substance, beside: &[&Substance]) -> Result<&'a Titration, String> {
    let mut ordinary = None;
    for titration in &substance.titrations {
        match &titration.when {
            None => ordinary = ordinary.or(Some(titration)),
            Some(when) => match bare::holds(when, substance, beside) {
                Some(true) => return Ok(titration),
                Some(false) => {}
                None => {
                    return Err(format!("Whether “{}” is the right titration depends on more than is given.", titration.variant));
                }
            },
        }
    }
    ordinary.ok_or_else(|| format!("For {} no titration is on file that fits.", substance.name))
}

/// Days for which the tablets go on after the first injection.
pub(super) fn oral_overlap(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let asked = fields.word("lai")?;
    let formulation = formulation(knowledge, asked).ok_or_else(|| format!("The formulary has no depot called “{asked}”."))?;
    let days = formulation.overlap_days.ok_or_else(|| format!("For {} no overlap is on file.", formulation.name))?;
    Ok(cited(Decimal::from(days), "days", format!("tablets go on beside {}", formulation.name), formulation))
}

/// The depot whose name or synonym stands in the question; the longest name wins, as one may be part of another.
fn formulation<'a>(knowledge: &'a Knowledge, asked: &str) -> Option<&'a Formulation> {
    let wanted = squeezed(asked);
    let all = knowledge.substances().flat_map(|substance| &substance.formulations);
    let named = all.flat_map(|known| {
        let names = [&known.id, &known.name].into_iter().chain(&known.synonyms);
        names.map(move |name| (squeezed(name), known))
    });
    let fitting = named.filter(|(name, _)| !name.is_empty() && (wanted.contains(name.as_str()) || *name == wanted));
    fitting.max_by_key(|(name, _)| name.len()).map(|(_, known)| known)
}

/// A name without case, spaces and punctuation.
fn squeezed(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// mg of decanoate a month from mg of tablets a day: the middle of the label's factors.
pub(super) fn decanoate_from_tablets(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let substance = substance(knowledge, fields.optional_word("substance").unwrap_or("haloperidol"))?;
    let depot = substance.formulations.iter().find_map(|known| Some((known, known.per_oral_mg?)));
    let Some((depot, (from, to))) = depot else {
        return Err(format!("For {} no depot is on file that is dosed by the tablets.", substance.name));
    };
    let daily = fields.positive("oral_daily_mg")?;
    let (low, high) = (from.to_f64().unwrap_or(f64::NAN) * daily, to.to_f64().unwrap_or(f64::NAN) * daily);
    let method = format!("{} to {} mg for each mg a day by mouth", from.normalize(), to.normalize());
    let middle = cited(Decimal::ZERO, "mg", method, depot).note(format!("The range is {low} to {high} mg."));
    Ok(Answer { value: (low + high) / 2.0, ..middle })
}

/// Days that have to pass between the last dose of one and the first of another.
pub(super) fn washout_days(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let (from, to) = (substance(knowledge, fields.word("from")?)?, substance(knowledge, fields.word("to")?)?);
    let rules = knowledge.rules().filter(|(_, rule)| rule.scope == Scope::Washout && rule.min_days.is_some());
    let fitting = rules.filter(|(owner, rule)| fits(*owner, rule, from, to));
    let longest = fitting.max_by_key(|(_, rule)| rule.min_days);
    let Some((_, rule)) = longest else {
        return Err(format!(
            "No washout from {} to {} is on file. That is not the same as none being needed.",
            from.name, to.name
        ));
    };
    Ok(cited(rule.min_days.unwrap_or_default(), "days", rule.title.replace("{a}", &from.name).replace("{b}", &to.name), rule))
}

/// Whether the rule is about stopping `from` and beginning `to`. A rule in a substance's file is about that substance.
pub(crate) fn fits(owner: Option<&Substance>, rule: &Rule, from: &Substance, to: &Substance) -> bool {
    let of_a = match &rule.a {
        Some(selector) => bare::holds(selector, from, &[]) == Some(true),
        None => owner.is_some_and(|owner| owner.id == from.id),
    };
    of_a && rule.b.as_ref().is_some_and(|selector| bare::holds(selector, to, &[]) == Some(true))
}

fn cited(value: Decimal, unit: &str, method: String, source: &impl Sourced) -> Answer {
    unverified(Answer::new(value.to_f64().unwrap_or(f64::NAN), unit, method).from(source.source().as_str()), source)
}
