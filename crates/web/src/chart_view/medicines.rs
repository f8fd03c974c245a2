//! Medicines: stepped bars with what was taken, what was left out and what nobody said; the plan and its level ahead.

use super::{Audience, Seen, lane};
use concord_chart::medication::{Dosing, MedicationCourse};
use concord_engines::exposure::{self, amount_a_day, steps_ahead};
use concord_knowledge::substance::{HalfLife, SubstanceGroup};
use concord_knowledge::{Sourced, Substance, Verification};
use concord_timeline::model::{
    AsNeededLane, DoseLane, DoseLevel, DoseStep, Lane, LaneKind, PlannedStep, SimulatedLevel, Span, When, Zoom, days_between,
    shift,
};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Stopped medicines step back after this many days in the views of weeks.
const FOLDED_AFTER_DAYS: i32 = 90;
/// Imported records can hold a hundred finished prescriptions; the picture keeps the latest, the regimen has them all.
const STOPPED_AT_MOST: usize = 10;
/// Days over which "taken" is counted in the right column.
const COUNTED_DAYS: i32 = 28;

/// One lane a medicine: current ones by start, then stopped ones, the latest first.
pub(super) fn lanes(seen: &Seen<'_>) -> Vec<Lane> {
    let (mut current, mut stopped): (Vec<_>, Vec<_>) =
        seen.chart.medications.iter().filter(|course| is_drawn(seen, course)).partition(|course| course.is_current());
    current.sort_by_key(|course| seen.day(course.started));
    stopped.sort_by_key(|course| std::cmp::Reverse(course.last_day(seen.zone)));
    stopped.truncate(STOPPED_AT_MOST);
    current.into_iter().chain(stopped).map(|course| one(seen, course)).collect()
}

fn is_drawn(seen: &Seen<'_>, course: &MedicationCourse) -> bool {
    let last = course.last_day(seen.zone);
    let folded = last.is_some_and(|last| days_between(last, seen.today) > FOLDED_AFTER_DAYS) && seen.window.zoom() <= Zoom::Weeks;
    !folded && seen.in_window(seen.day(course.started), last)
}

fn one(seen: &Seen<'_>, course: &MedicationCourse) -> Lane {
    let substance = substance(seen, course);
    let as_needed = course.what.dosing.as_needed;
    let kind =
        if as_needed { as_needed_lane(seen, course, substance) } else { LaneKind::Dose(dose_lane(seen, course, substance)) };
    let mut drawn = lane(id(course, substance), name(course, substance), unit(seen, course, as_needed), kind);
    (drawn.latest, drawn.context) = right_column(seen, course);
    drawn
}

fn substance<'a>(seen: &Seen<'a>, course: &MedicationCourse) -> Option<&'a Substance> {
    course.what.substance.as_ref().and_then(|id| seen.knowledge.substance(id))
}

/// One id a course: a medicine that was started twice has two lanes.
fn id(course: &MedicationCourse, substance: Option<&Substance>) -> String {
    let short = course.id.0.simple().to_string();
    let name = substance.map_or("medicine", |substance| substance.id.as_str());
    format!("{name}-{}", &short[short.len() - 6..])
}

/// The name as prescribed is often a whole product line; the substance is what people say.
pub(crate) fn name(course: &MedicationCourse, substance: Option<&Substance>) -> String {
    match substance {
        Some(substance) => capitalised(&substance.name),
        None if course.what.name.is_empty() => "Medicine without a name".to_owned(),
        None => capitalised(&course.what.name),
    }
}

pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Unit of the doses of this course: that of the first step which has one.
fn dose_unit(course: &MedicationCourse) -> String {
    let first = course.steps.iter().filter_map(|step| step.dosing.as_ref()?.dose.as_ref()).next();
    first.map_or_else(|| "mg".to_owned(), |dose| dose.unit.clone())
}

fn unit(seen: &Seen<'_>, course: &MedicationCourse, as_needed: bool) -> String {
    let elsewhere = if course.what.from_elsewhere { ", from elsewhere" } else { "" };
    if as_needed {
        let dose = course.what.dosing.dose.as_ref().map_or_else(String::new, |dose| format!("{dose} "));
        return format!("{dose}as needed{elsewhere}");
    }
    let what_for = if seen.audience == Audience::Patient && !course.what.purpose.is_empty() {
        format!(", {}", course.what.purpose)
    } else {
        String::new()
    };
    format!("{} a day{elsewhere}{what_for}", dose_unit(course))
}

fn dose_lane(seen: &Seen<'_>, course: &MedicationCourse, substance: Option<&Substance>) -> DoseLane {
    let dose_unit = dose_unit(course);
    let steps = course
        .steps
        .iter()
        .map(|step| DoseStep {
            from: seen.when(step.from),
            dose: step.dosing.as_ref().map_or(Some(Decimal::ZERO), |dosing| amount_a_day(dosing, &dose_unit)),
            words: step.dosing.as_ref().map_or_else(|| "held".to_owned(), |dosing| dosing.time_words.clone()),
        })
        .collect();
    DoseLane {
        class: class(substance),
        steps,
        stopped: course.last_day(seen.zone),
        missed: course.missed.iter().map(|(day, _)| *day).collect::<BTreeSet<_>>().into_iter().collect(),
        unknown: unknown(seen, course),
        planned: planned(seen, course, &dose_unit),
        level: level(seen, course, substance, &dose_unit),
        dose_unit,
    }
}

/// Steps ahead: the firm ones, and those with a condition whose day is still to come. None while the plan waits.
fn planned(seen: &Seen<'_>, course: &MedicationCourse, unit: &str) -> Vec<PlannedStep> {
    let step = |from: Date, dosing: &Dosing, condition: Option<String>| {
        let words = if dosing.dose.as_ref().is_some_and(|dose| dose.amount.is_zero()) { "" } else { &dosing.time_words };
        Some(PlannedStep { from, until: None, dose: amount_a_day(dosing, unit)?, words: words.to_owned(), condition })
    };
    let firm = steps_ahead(course, seen.today).filter_map(|(from, dosing)| step(from, dosing, None));
    let perhaps = course.planned.iter().filter(|step| step.from > seen.today && !waits(course)).filter_map(|planned| {
        let condition = planned.only_if.as_ref()?;
        step(planned.from, &planned.dosing, Some(format!("if {}", condition.trim_start_matches("if "))))
    });
    firm.chain(perhaps).collect()
}

fn waits(course: &MedicationCourse) -> bool {
    course.plan.as_ref().is_some_and(|plan| plan.paused.is_some())
}

/// The level that the engine simulates, from the beginning of the window on; a measured one beats it.
fn level(seen: &Seen<'_>, course: &MedicationCourse, substance: Option<&Substance>, unit: &str) -> DoseLevel {
    if substance.is_some_and(|substance| super::checks::is_measured(seen, substance)) {
        return DoseLevel::Measured;
    }
    let until = shift(seen.window.to, -1);
    let exposure = match exposure::of_course(course, substance, unit, (seen.today, until), seen.zone) {
        Ok(exposure) => exposure,
        Err(why) => return DoseLevel::NotDrawn(why.words().to_owned()),
    };
    let before = usize::try_from(days_between(exposure.from, seen.window.from)).unwrap_or(0).min(exposure.levels.len());
    let days = exposure.levels.iter().skip(before).map(|level| (level.least as f32, level.most as f32)).collect();
    let from = exposure.from.max(seen.window.from);
    DoseLevel::Simulated(SimulatedLevel { from, days, source: cited(seen, exposure.half_life) })
}

/// Where a half-life stands, and whether it was read there.
fn cited(seen: &Seen<'_>, half_life: &HalfLife) -> String {
    let source = seen.knowledge.source(half_life.source());
    let mut words = source.map_or_else(|| half_life.source().to_string(), |source| source.title.clone());
    if let Some(locator) = half_life.locator() {
        words.push_str(&format!(", {locator}"));
    }
    if let Some(of) = &half_life.of {
        words.push_str(&format!(" (of {of})"));
    }
    if half_life.verification() != Verification::Read {
        words.push_str(" (not verified in the source)");
    }
    words
}

/// Days about which nobody said whether the medicine was taken. Nothing is assumed about them.
fn unknown(seen: &Seen<'_>, course: &MedicationCourse) -> Vec<Span> {
    let known: BTreeSet<Date> = course.taken.iter().copied().chain(course.missed.iter().map(|(day, _)| *day)).collect();
    let first = match seen.when(course.started) {
        When::On(day) => day,
        When::Between { latest, .. } => latest,
    };
    // Today is not over: a dose that is not ticked yet is not a gap.
    let last = course.last_day(seen.zone).map_or(shift(seen.today, -1), |last| last.min(seen.today));
    let mut gaps = Vec::new();
    let mut from = first;
    for day in known.range(first..).copied().chain(std::iter::once(shift(last, 1))) {
        if day > from && from <= last {
            gaps.push(Span { from, to: Some(shift(day, -1).min(last)) });
        }
        from = from.max(shift(day, 1));
    }
    gaps
}

fn as_needed_lane(seen: &Seen<'_>, course: &MedicationCourse, substance: Option<&Substance>) -> LaneKind {
    let mut taken: BTreeMap<Date, u32> = BTreeMap::new();
    for day in &course.taken {
        *taken.entry(*day).or_default() += 1;
    }
    LaneKind::AsNeeded(AsNeededLane {
        class: class(substance),
        from: seen.day(course.started),
        taken: taken.into_iter().collect(),
        stopped: course.last_day(seen.zone),
    })
}

/// The row that a medicine joins in the views of years.
fn class(substance: Option<&Substance>) -> String {
    match substance.map(|substance| substance.group) {
        Some(SubstanceGroup::Antidepressant) => "Antidepressants",
        Some(SubstanceGroup::Anxiolytic) => "Against anxiety",
        Some(SubstanceGroup::Hypnotic) => "For sleep",
        Some(SubstanceGroup::MoodStabiliser) => "Mood stabilisers",
        Some(SubstanceGroup::Antipsychotic) => "Antipsychotics",
        Some(SubstanceGroup::Adhd) => "For attention",
        Some(SubstanceGroup::SubstanceUse) => "Against dependence",
        Some(SubstanceGroup::Dementia) => "For memory",
        Some(SubstanceGroup::Movement) => "For movement",
        Some(SubstanceGroup::Supplement) => "Supplements",
        Some(SubstanceGroup::Food) => "Food and drink",
        Some(SubstanceGroup::Exposure) => "Tobacco",
        Some(SubstanceGroup::Other) | None => "Other medicines",
    }
    .to_owned()
}

fn right_column(seen: &Seen<'_>, course: &MedicationCourse) -> (String, String) {
    if let Some((when, _)) = &course.stopped {
        return ("stopped".to_owned(), seen.short(seen.day(*when)));
    }
    if course.is_held() {
        return (
            "held".to_owned(),
            course.steps.last().map_or_else(String::new, |step| format!("since {}", seen.short(seen.day(step.from)))),
        );
    }
    let Some(dosing) = course.dosing() else { return ("not known".to_owned(), String::new()) };
    if dosing.as_needed {
        let since = shift(seen.today, 1 - COUNTED_DAYS);
        let days: BTreeSet<Date> = course.taken.iter().copied().filter(|day| *day >= since).collect();
        return (format!("{} of {COUNTED_DAYS}", days.len()), "days, as needed".to_owned());
    }
    let dose = dosing.per_day_amount().map_or_else(|| dosing.words(), |dose| dose.to_string());
    let mut context: Vec<String> = Vec::new();
    if !dosing.time_words.is_empty() {
        context.push(dosing.time_words.clone());
    }
    context.push(taken_words(seen, course));
    if waits(course) {
        context.push("plan waits".to_owned());
    }
    (dose, context.join(", "))
}

/// "27 of 28 taken", counted over the days about which something is known.
pub(crate) fn taken_words(seen: &Seen<'_>, course: &MedicationCourse) -> String {
    match taken_lately(course, seen.today) {
        (_, 0) => "taking not known".to_owned(),
        (taken, known) => format!("{taken} of {known} taken"),
    }
}

/// Days taken and days known about, among the last 28.
pub(crate) fn taken_lately(course: &MedicationCourse, today: Date) -> (usize, usize) {
    let since = shift(today, 1 - COUNTED_DAYS);
    let taken: BTreeSet<Date> = course.taken.iter().copied().filter(|day| *day >= since && *day <= today).collect();
    let missed: BTreeSet<Date> = course.missed.iter().map(|(day, _)| *day).filter(|day| *day >= since && *day <= today).collect();
    (taken.difference(&missed).count(), taken.union(&missed).count())
}
