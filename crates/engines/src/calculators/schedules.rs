//! When a check is due, by a named schedule.

use super::kinetics::unverified;
use super::{Answer, Fields, bare, substance};
use concord_knowledge::monitoring::{Check, Schedule};
use concord_knowledge::substance::Substance;
use concord_knowledge::{Knowledge, Sourced};

/// Weeks of treatment at which the check is next due after a week of treatment, `baseline` being week 0.
pub(super) fn due_weeks(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let substance = substance(knowledge, fields.word("substance")?)?;
    let item = fields.word("item")?;
    let (schedule, check) = find(knowledge, substance, item, fields.optional_word("schedule"))?;
    let after = week(fields)?;
    let next =
        next_week(check, after).ok_or_else(|| format!("After week {after} {} asks for no further {item}.", schedule.name))?;
    let answer = Answer::new(next, "weeks", format!("{}: {item} after week {after}", schedule.name));
    Ok(unverified(answer.from(check.source().as_str()), check))
}

/// `baseline`, a number of weeks, or words with a number in them.
fn week(fields: &Fields) -> Result<f64, String> {
    let Some(word) = fields.optional_word("after") else {
        return Ok(fields.optional_number("after")?.or(fields.optional_number("after_weeks")?).unwrap_or(0.0));
    };
    if word.eq_ignore_ascii_case("baseline") || word.eq_ignore_ascii_case("start") {
        return Ok(0.0);
    }
    let digits: String = word.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    digits.parse().map_err(|_| format!("`after` is “baseline” or a number of weeks, not “{word}”."))
}

/// The check of the schedule asked for, or of the one in use.
fn find<'a>(
    knowledge: &'a Knowledge,
    substance: &Substance,
    item: &str,
    schedule: Option<&str>,
) -> Result<(&'a Schedule, &'a Check), String> {
    // "level" alone means the level of the medicine asked about.
    let of_its_own = || knowledge.test_by_name(&format!("{} {item}", substance.name));
    let test = knowledge.test_by_name(item).or_else(of_its_own);
    let test = test.ok_or_else(|| format!("“{item}” is no check that schedules know."))?;
    let named = match schedule {
        Some(name) => {
            let found = knowledge.schedule_by_name(name);
            Some(found.ok_or_else(|| format!("There is no schedule “{name}”. There are: {}.", ids(knowledge)))?)
        }
        None => None,
    };
    let wanted =
        |schedule: &&Schedule| named.map_or(schedule.choice.is_none() || schedule.default, |named| named.id == schedule.id);
    let applying = knowledge.schedules().filter(wanted).filter(|known| bare::holds(&known.applies, substance, &[]) == Some(true));
    let checks: Vec<_> = applying.flat_map(|known| known.checks.iter().map(move |check| (known, check))).collect();
    let of = |item: &str| checks.iter().find(|(_, check)| check.item == item).copied();
    // Guidelines ask for fasting glucose or HbA1c: one date for both, written with glucose.
    let instead = || (test.id == "hba1c").then(|| of("fasting_glucose")).flatten();
    of(&test.id).or_else(instead).ok_or_else(|| {
        let by = named.map_or_else(|| "the schedules in use".to_owned(), |named| named.name.clone());
        format!("By {by} there is no {} for {}.", test.name, substance.name)
    })
}

fn ids(knowledge: &Knowledge) -> String {
    knowledge.schedules().map(|schedule| schedule.id.as_str()).collect::<Vec<_>>().join(", ")
}

/// The first due week after a week.
fn next_week(check: &Check, after: f64) -> Option<f64> {
    let fixed = check.at_weeks.iter().map(|week| f64::from(*week));
    let after_change = check.days_after_change.map(|days| f64::from(days) / 7.0);
    let regular = check.every.iter().filter_map(|stretch| {
        let (first, step) = (f64::from(stretch.from_week), f64::from(stretch.days) / 7.0);
        let gone = ((after - first) / step).floor().max(-1.0) + 1.0;
        let next = (first + gone * step).max(first);
        // A stretch that begins at treatment's start has its first check one step later; the start itself is the baseline.
        let next = if next <= after { next + step } else { next };
        stretch.to_week.is_none_or(|last| next <= f64::from(last)).then_some(next)
    });
    fixed.chain(after_change).chain(regular).filter(|week| *week > after).min_by(f64::total_cmp)
}

/// Days between two counts of neutrophils on a day of clozapine treatment.
pub(super) fn anc_interval_days(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let substance = substance(knowledge, fields.optional_word("substance").unwrap_or("clozapine"))?;
    let (schedule, check) = find(knowledge, substance, "anc", fields.optional_word("schedule"))?;
    let days_on = fields.number("days_on")?;
    let stretch = check.every.iter().rev().find(|stretch| f64::from(stretch.from_week) * 7.0 <= days_on);
    let stretch = stretch.ok_or_else(|| format!("{} says nothing about day {days_on}.", schedule.name))?;
    let method = format!("{}: from week {} on every {} days", schedule.name, stretch.from_week, stretch.days);
    Ok(unverified(Answer::new(f64::from(stretch.days), "days", method).from(check.source().as_str()), check))
}
