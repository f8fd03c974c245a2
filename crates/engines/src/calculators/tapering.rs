//! Sums over a taper that the taper engine draws.

use super::kinetics::unverified;
use super::{Answer, Fields, substance};
use crate::taper::{Taper, TaperRule};
use concord_knowledge::Knowledge;
use rust_decimal::{Decimal, prelude::FromPrimitive, prelude::ToPrimitive};

/// The taper by the formulary's own steps, and what it rests on.
fn drawn(knowledge: &Knowledge, fields: &Fields) -> Result<(Taper, Answer), String> {
    let substance = substance(knowledge, fields.word("substance")?)?;
    let cited = substance.taper.as_ref().ok_or_else(|| format!("For {} no taper is on file.", substance.name))?;
    let daily = Decimal::from_f64(fields.positive("daily_mg")?).ok_or("`daily_mg` is too long a number.")?;
    let taper = Taper::draw(daily, &TaperRule::of(cited)).map_err(|problem| problem.to_string())?;
    let method = format!("{} % of the present dose every {} weeks", cited.percent, cited.weeks_between);
    Ok((taper, unverified(Answer::new(0.0, "", method).from(cited.source.as_str()), cited)))
}

/// mg a day at its end: always nothing.
pub(super) fn final_dose(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let (taper, answer) = drawn(knowledge, fields)?;
    let last = taper.steps.last().and_then(|step| step.daily.to_f64()).unwrap_or(f64::NAN);
    Ok(Answer { value: last, unit: "mg/day".to_owned(), ..answer })
}

/// Weeks from the first cut to nothing.
pub(super) fn weeks(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let (taper, answer) = drawn(knowledge, fields)?;
    Ok(Answer { value: f64::from(taper.weeks()), unit: "weeks".to_owned(), ..answer })
}

/// Number of cuts.
pub(super) fn steps(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let (taper, answer) = drawn(knowledge, fields)?;
    Ok(Answer { value: taper.steps.len() as f64, unit: "steps".to_owned(), ..answer })
}

/// The largest share of the dose cut within any two weeks, the last step to nothing excepted.
pub(super) fn largest_cut(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let (taper, answer) = drawn(knowledge, fields)?;
    let value = taper.largest_cut_within(2).to_f64().unwrap_or(f64::NAN);
    Ok(Answer { value, unit: "fraction".to_owned(), ..answer })
}
