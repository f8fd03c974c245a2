//! The clock of a medicine: days at or above the minimum effective dose of its entry. Days on hold or below it do not
//! count. Once people have judged a dose and changed it, the days count from the new dose.

use super::{ArmFacts, ArmOwner, Dial, Ending, Exposure, Judgement, last_judgement};
use crate::days::{day_of, days_between, plus};
use crate::report::Report;
use concord_chart::decision::{Arm, Verdict};
use concord_chart::medication::{DoseStep, Dosing, KnownFrom, MedicationCourse, StopReason};
use concord_chart::registration::CareRole;
use concord_chart::{Chart, CourseId, Event, EventId};
use concord_knowledge::substance::{AdequateTrial, DoseUnit, Substance, SubstanceGroup};
use concord_knowledge::{Knowledge, Substance as Entry};
use jiff::{civil::Date, tz::TimeZone};
use rust_decimal::Decimal;
use std::collections::{BTreeSet, HashMap};

/// How we know about the doses of each course.
pub(super) struct KnownFromByCourse(HashMap<CourseId, BTreeSet<u8>>);

impl KnownFromByCourse {
    pub(super) fn of(chart: &Chart) -> Self {
        let mut all: HashMap<CourseId, BTreeSet<u8>> = HashMap::new();
        for entry in chart.entries.iter().filter(|entry| entry.status.counts()) {
            let (course, known_from) = match entry.recorded.event() {
                Event::DoseTaken(event) => (event.course, event.known_from),
                Event::DoseMissed(event) => (event.course, event.known_from),
                _ => continue,
            };
            all.entry(course).or_default().insert(known_from as u8);
        }
        Self(all)
    }

    fn of_course(&self, course: CourseId) -> Vec<KnownFrom> {
        const ALL: [KnownFrom; 5] =
            [KnownFrom::PatientTick, KnownFrom::Conversation, KnownFrom::PillCount, KnownFrom::Fill, KnownFrom::Observed];
        let known = self.0.get(&course);
        ALL.into_iter().filter(|kind| known.is_some_and(|known| known.contains(&(*kind as u8)))).collect()
    }
}

pub(super) fn facts(
    chart: &Chart,
    knowledge: &Knowledge,
    course: &MedicationCourse,
    sources: &KnownFromByCourse,
    zone: &TimeZone,
) -> ArmFacts {
    let entry = course.what.substance.as_ref().and_then(|id| knowledge.substance(id));
    let mut report = Report::default();
    report.event(course.because);
    let dial = dial(chart, knowledge, course, entry, &mut report, zone);
    let (taken_days, answered_days) = days_taken(course, dial.first);
    if answered_days == 0 && dial.not_checked.is_empty() {
        report.missing("Whether the doses were taken is not known: no day was answered for.");
    }
    let owner = chart.registration.member(CareRole::Prescriber);
    ArmFacts {
        arm: Arm::Medication,
        course: course.id,
        name: name(course, entry),
        dose: dose_words(course),
        owner: owner.map(|member| ArmOwner { staff: member.staff, name: member.name.clone() }),
        is_treatment: entry.is_some_and(is_treatment),
        started: day_of(course.started, zone),
        because: course.because,
        indication: entry.and_then(Substance::adequate_trial).map(|trial| trial.indication.clone()),
        exposure: Exposure::Medicine {
            dose: dose_words(course),
            taken_days,
            answered_days,
            known_from: sources.of_course(course.id),
        },
        dial,
        report,
    }
}

/// The substance's name with a capital letter, else the name as it was written.
fn name(course: &MedicationCourse, entry: Option<&Entry>) -> String {
    let name = entry.map_or(course.what.name.as_str(), |entry| entry.name.as_str());
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn dose_words(course: &MedicationCourse) -> String {
    match course.dosing() {
        Some(dosing) => dosing.words(),
        None => "held".to_owned(),
    }
}

fn dial(
    chart: &Chart,
    knowledge: &Knowledge,
    course: &MedicationCourse,
    entry: Option<&Entry>,
    report: &mut Report,
    zone: &TimeZone,
) -> Dial {
    let mut dial = Dial { ended: ending(course, zone), ..Dial::default() };
    let restart = judged(chart, course, &mut dial, report, zone);
    let trial = match trial(course, entry) {
        Ok((entry, trial)) => {
            report.entry(knowledge, format!("substances/{}", entry.id), trial);
            trial
        }
        Err(why) => {
            report.missing(why.clone());
            dial.not_checked = why;
            return dial;
        }
    };
    let stretches = match stretches(course, trial, restart, zone) {
        Ok(stretches) => stretches,
        Err(why) => {
            report.missing(why.clone());
            dial.not_checked = why;
            return dial;
        }
    };
    run(&mut dial, &stretches, trial, restart.unwrap_or_else(|| day_of(course.started, zone)), report);
    too_little_taken(&mut dial, course, entry, knowledge, report);
    dial
}

/// The formulary also knows medicines of other specialities, supplements and food, for what they do to each other. Of
/// those only one with a fair trial of its own treats what people come here for.
fn is_treatment(entry: &Entry) -> bool {
    let elsewhere = matches!(
        entry.group,
        SubstanceGroup::Other | SubstanceGroup::Supplement | SubstanceGroup::Food | SubstanceGroup::Exposure
    );
    !elsewhere || entry.adequate_trial().is_some()
}

fn ending(course: &MedicationCourse, zone: &TimeZone) -> Option<Ending> {
    let (when, stopped) = course.stopped.as_ref()?;
    Some(Ending { on: day_of(*when, zone), how: stopped.reason.words().to_owned() })
}

/// Takes over what people found; a dose that was changed after its verdict begins a new trial on that day.
fn judged(chart: &Chart, course: &MedicationCourse, dial: &mut Dial, report: &mut Report, zone: &TimeZone) -> Option<Date> {
    let by_stopping = course.stopped.as_ref().and_then(|(when, stopped)| {
        let verdict = match stopped.reason {
            StopReason::NotEnoughEffect => Verdict::NotEnough,
            StopReason::SideEffect => Verdict::SideEffect,
            _ => return None,
        };
        Some(Judgement { verdict, on: day_of(*when, zone), by: Vec::new() })
    });
    let (judgement, decision) = match last_judgement(chart, course.id, zone) {
        Some(found) => found,
        None => {
            dial.judged = by_stopping;
            return None;
        }
    };
    report.event(decision);
    let changed = amount_changed_since(course, judgement.on, zone);
    dial.judged = by_stopping.or_else(|| changed.is_none().then_some(judgement));
    changed
}

/// The first day, not before `day`, on which the amount a day became another.
fn amount_changed_since(course: &MedicationCourse, day: Date, zone: &TimeZone) -> Option<Date> {
    let amount = |step: &DoseStep| step.dosing.as_ref().and_then(Dosing::per_day_amount);
    let changes = course.steps.windows(2).filter(|pair| amount(&pair[0]) != amount(&pair[1]));
    changes.map(|pair| day_of(pair[1].from, zone)).find(|from| *from >= day)
}

/// The fair trial of the entry, or why there is none.
fn trial<'a>(course: &MedicationCourse, entry: Option<&'a Entry>) -> Result<(&'a Entry, &'a AdequateTrial), String> {
    let Some(entry) = entry else {
        return Err(format!("{} has no entry in the formulary, so no fair trial is known.", course.what.name));
    };
    if course.dosing().is_some_and(|dosing| dosing.as_needed) {
        return Err(format!("{} is taken only when needed: there is no trial to judge.", entry.name));
    }
    match entry.adequate_trial() {
        Some(trial) if trial.unit == DoseUnit::MgPerDay => Ok((entry, trial)),
        _ => Err(format!("The entry for {} says nothing about how long a fair trial is.", entry.name)),
    }
}

/// Days at one dose, from and up to (not including) a day; open while it goes on.
struct Stretch {
    because: EventId,
    from: Date,
    to: Option<Date>,
    adequate: bool,
    words: String,
}

fn stretches(
    course: &MedicationCourse,
    trial: &AdequateTrial,
    restart: Option<Date>,
    zone: &TimeZone,
) -> Result<Vec<Stretch>, String> {
    let end = course.stopped.as_ref().map(|(when, _)| day_of(*when, zone));
    let mut all = Vec::with_capacity(course.steps.len());
    for (index, step) in course.steps.iter().enumerate() {
        let from = day_of(step.from, zone);
        let next = course.steps.get(index + 1).map(|next| day_of(next.from, zone));
        let to = match (next, end) {
            (Some(next), Some(end)) => Some(next.min(end)),
            (next, end) => next.or(end),
        };
        if restart.is_some_and(|restart| to.is_some_and(|to| to <= restart)) {
            continue;
        }
        let from = restart.map_or(from, |restart| from.max(restart));
        let (adequate, words) = match &step.dosing {
            None => (false, "on hold".to_owned()),
            Some(dosing) => (milligrams_a_day(course, dosing)? >= trial.min_effective_dose, dosing.words()),
        };
        all.push(Stretch { because: step.because, from, to, adequate, words });
    }
    Ok(all)
}

/// The amount a day in milligrams, or why it cannot be told.
fn milligrams_a_day(course: &MedicationCourse, dosing: &Dosing) -> Result<Decimal, String> {
    let unknown = || format!("The strength of {} or how often it is taken is not known.", course.what.name);
    let daily = dosing.per_day_amount().ok_or_else(unknown)?;
    match daily.unit.as_str() {
        "mg" => Ok(daily.amount),
        "g" => daily.amount.checked_mul(Decimal::ONE_THOUSAND).ok_or_else(unknown),
        "ug" | "mcg" | "µg" => Ok(daily.amount / Decimal::from(1000)),
        other => Err(format!("The dose of {} is in {other}; a fair trial is told in milligrams.", course.what.name)),
    }
}

/// Counts the days at an adequate dose up to the window.
fn run(dial: &mut Dial, stretches: &[Stretch], trial: &AdequateTrial, start: Date, report: &mut Report) {
    let first = stretches.iter().find(|stretch| stretch.adequate);
    dial.first = first.map(|stretch| stretch.from);
    if let Some(first) = first {
        report.event(first.because);
    }
    let weeks = |weeks: u16| i64::from(weeks) * 7;
    dial.fair_from = reached_after(stretches, weeks(trial.weeks_from));
    let window = weeks(trial.weeks_to.saturating_sub(trial.weeks_from));
    dial.due_by = reached_after(stretches, weeks(trial.weeks_to)).or_else(|| dial.fair_from.map(|day| plus(day, window)));
    if dial.fair_from.is_some() {
        return;
    }
    let now = stretches.last().map_or_else(String::new, |last| last.words.clone());
    let from = dial.first.unwrap_or(start);
    dial.low_from = Some(plus(from, weeks(trial.weeks_from)));
    dial.low = format!("Now {now}; a fair trial counts from {} mg a day on.", trial.min_effective_dose.normalize());
}

/// The day on which so many days at an adequate dose were reached, or will be if the last stretch goes on.
fn reached_after(stretches: &[Stretch], needed: i64) -> Option<Date> {
    let mut so_far = 0;
    for stretch in stretches.iter().filter(|stretch| stretch.adequate) {
        let length = stretch.to.map(|to| days_between(stretch.from, to));
        if length.is_none_or(|length| so_far + length >= needed) {
            return Some(plus(stretch.from, needed - so_far));
        }
        so_far += length.unwrap_or(0);
    }
    None
}

/// Days taken and days answered for since a day. A day without an answer is in neither.
fn days_taken(course: &MedicationCourse, since: Option<Date>) -> (u32, u32) {
    let counts = |day: &&Date| since.is_none_or(|since| **day >= since);
    let taken: BTreeSet<&Date> = course.taken.iter().filter(counts).collect();
    let missed: BTreeSet<&Date> = course.missed.iter().map(|(day, _)| day).filter(counts).collect();
    let answered = taken.union(&missed).count();
    let as_days = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    (as_days(taken.difference(&missed).count()), as_days(answered))
}

/// Where the entry says how much has to be taken, too many doses left out make the trial unfair.
fn too_little_taken(
    dial: &mut Dial,
    course: &MedicationCourse,
    entry: Option<&Entry>,
    knowledge: &Knowledge,
    report: &mut Report,
) {
    let Some((entry, rule)) = entry.and_then(|entry| Some((entry, entry.exposure.as_ref()?))) else { return };
    report.entry(knowledge, format!("substances/{}", entry.id), rule);
    let (taken, answered) = days_taken(course, dial.first);
    if dial.low.is_empty() && taken * 100 < answered * u32::from(rule.taken_percent) {
        dial.low =
            format!("Taken on {taken} of {answered} days answered for; a fair trial counts from {} % on.", rule.taken_percent);
        dial.low_from = dial.fair_from;
    }
}
