//! Levels in blood against the range in which a medicine is expected to work.

use super::case::Case;
use super::draft::{Draft, Says};
use super::finding::Numbers;
use super::not_checked::{Missing, Unjudged};
use super::regimen::Status;
use concord_knowledge::Sourced;
use concord_knowledge::formulary::LevelRange;
use concord_knowledge::vocabulary::{Attribute, Evidence, Kind, Severity};
use rust_decimal::Decimal;

/// Levels outside their range, of what is taken now.
pub(crate) fn drafts<'c>(case: &Case<'c>, unjudged: &mut Unjudged) -> Vec<Draft<'c>> {
    let mut all = Vec::new();
    for (item, present) in case.items.iter().enumerate() {
        if !present.taken || present.item.status == Status::Proposed {
            continue;
        }
        let levels = &case.book.drugs[present.place].substance.levels;
        let mut labs: Vec<&str> = levels.iter().map(|level| level.lab.as_str()).collect();
        labs.dedup();
        for lab in labs {
            let ranges: Vec<&LevelRange> = levels.iter().filter(|level| level.lab == lab).collect();
            let Some(place) = case.book.lab(lab) else { continue };
            match case.person.labs[place].value.decimal() {
                Some(value) => all.extend(judged(case, item, place, &ranges, value)),
                // Where the margin is narrow, nobody knows without a level.
                None if present.property(Attribute::NarrowIndex).low > 0 => {
                    let judged = format!("whether the level of {} is in its range", present.name);
                    unjudged.fact(Missing::Lab(place), &judged, Some(Severity::Major));
                }
                None => {}
            }
        }
    }
    all
}

fn judged<'c>(case: &Case<'c>, item: usize, lab: usize, ranges: &[&'c LevelRange], value: Decimal) -> Option<Draft<'c>> {
    if ranges.iter().any(|range| range.from <= value && value <= range.to) {
        return None;
    }
    let highest = ranges.iter().max_by_key(|range| range.to)?;
    let lowest = ranges.iter().min_by_key(|range| range.from)?;
    let alert = ranges.iter().filter_map(|range| range.alert).min();
    let name = &case.items[item].name;
    let shown = case.lab_value(lab);
    let (severity, range, place, consequence, action) = if alert.is_some_and(|alert| value >= alert) {
        (
            Severity::Major,
            *highest,
            format!("at or above the alert level of {} {}", alert.unwrap_or_default().normalize(), highest.unit),
            format!("{name} toxicity becomes likely."),
            format!("Look at the person today for signs of toxicity, hold or lower {name}, and repeat the level."),
        )
    } else if value > highest.to {
        (
            Severity::Moderate,
            *highest,
            format!("above the range up to {} {}", highest.to.normalize(), highest.unit),
            format!("Too high: dose-dependent unwanted effects and toxicity of {name} become likelier."),
            format!("Check when the blood was taken after the last dose, what was begun or stopped lately, and lower {name}."),
        )
    } else {
        (
            Severity::Minor,
            *lowest,
            format!("below the range from {} {}", lowest.from.normalize(), lowest.unit),
            format!("Too low: {name} may not work, or doses are being missed."),
            "Ask how it is taken and when the blood was drawn, look for what lowers the level, and adjust the dose.".to_owned(),
        )
    };
    let says = Says {
        id: "level.range",
        kind: Kind::DrugLab,
        matter: "level_range",
        severity,
        personal: true,
        serious: severity == Severity::Major,
        title: format!("{name} level {shown}: {place}"),
        consequence,
        mechanism: format!(
            "The level is compared with the range {} to {} {}.",
            range.from.normalize(),
            range.to.normalize(),
            range.unit
        ),
        action,
        evidence: Evidence::B,
        sources: ranges.iter().map(|range| *range as &dyn Sourced).collect(),
        numbers: Numbers::default(),
    };
    Some(Draft::of(says, &[item], case).context(case.lab_name(lab), shown))
}
