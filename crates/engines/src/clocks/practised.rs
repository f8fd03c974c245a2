//! The clock of a complementary practice: weeks since the first class or sitting, and enough of them.

use super::counted::{Rule, window};
use super::{ArmFacts, ArmOwner, Dial, Ending, Exposure, Judgement, last_judgement};
use crate::days::day_of;
use crate::report::Report;
use concord_chart::decision::{Arm, Verdict};
use concord_chart::practice::PracticeCourse;
use concord_chart::therapy::CourseEnd;
use concord_chart::{Chart, Event, EventId};
use concord_knowledge::practice::CountedIn;
use concord_knowledge::{Knowledge, Practice};
use jiff::{civil::Date, tz::TimeZone};
use std::collections::BTreeSet;

pub(super) fn facts(chart: &Chart, knowledge: &Knowledge, course: &PracticeCourse, zone: &TimeZone) -> ArmFacts {
    let entry = course.what.practice.as_ref().and_then(|id| knowledge.practice(id));
    let mut report = Report::default();
    report.event(course.because);
    let mut dial = Dial {
        judged: judged(chart, course, &mut report, zone),
        ended: course.ended.as_ref().map(|(when, ended)| Ending { on: day_of(*when, zone), how: ended.how.words().to_owned() }),
        ..Dial::default()
    };
    match entry {
        Some(entry) => {
            report.entry(knowledge, format!("practices/{}", entry.id), &entry.judge);
            if let Some(first) = first_exposure(chart, course) {
                report.event(first);
            }
            let (rule, times) = counted(course, entry, zone);
            window(&mut dial, &rule, day_of(course.started, zone), &times);
        }
        None => {
            dial.not_checked = format!("{} has no entry in knowledge, so no fair trial is known.", course.what.name);
            report.missing(dial.not_checked.clone());
        }
    }
    ArmFacts {
        arm: Arm::Complementary,
        course: course.id,
        name: entry.map_or_else(|| course.what.name.clone(), |entry| entry.patient_name.clone()),
        dose: course.home_minutes_week().map(|aim| format!("{aim} minutes a week")).unwrap_or_default(),
        owner: owner(course),
        is_treatment: true,
        started: day_of(course.started, zone),
        because: course.because,
        indication: None,
        exposure: exposure(course),
        dial,
        report,
    }
}

fn owner(course: &PracticeCourse) -> Option<ArmOwner> {
    let name = &course.what.practitioner_name;
    let known = course.what.practitioner.is_some() || !name.is_empty();
    known.then(|| ArmOwner { staff: course.what.practitioner, name: name.clone() })
}

fn exposure(course: &PracticeCourse) -> Exposure {
    let count = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let attended = course.classes.iter().filter(|(_, attended)| *attended).count();
    let sittings: BTreeSet<Date> = course.practised.iter().map(|(day, _)| *day).collect();
    Exposure::Practice {
        attended: count(attended),
        missed: count(course.classes.len() - attended),
        planned: course.planned_classes(),
        sittings: count(sittings.len()),
        minutes: course.practised.iter().map(|(_, minutes)| u32::from(*minutes)).sum(),
    }
}

fn judged(chart: &Chart, course: &PracticeCourse, report: &mut Report, zone: &TimeZone) -> Option<Judgement> {
    if let Some((when, ended)) = &course.ended
        && ended.how == CourseEnd::NotEnoughEffect
    {
        return Some(Judgement { verdict: Verdict::NotEnough, on: day_of(*when, zone), by: Vec::new() });
    }
    let (judgement, decision) = last_judgement(chart, course.id, zone)?;
    report.event(decision);
    Some(judgement)
}

/// The first entry that says the person attended or practised.
fn first_exposure(chart: &Chart, course: &PracticeCourse) -> Option<EventId> {
    let of_course = |event: &Event| match event {
        Event::ClassAttended(event) => event.course == course.id,
        Event::Practised(event) => event.course == course.id,
        _ => false,
    };
    let entries = chart.entries.iter().filter(|entry| entry.status.counts() && of_course(entry.recorded.event()));
    entries.min_by(|a, b| a.recorded.occurred().order(&b.recorded.occurred())).map(|entry| entry.recorded.id())
}

/// The times that count, in order: classes where the practice is counted in sessions, else days practised or attended.
fn counted(course: &PracticeCourse, entry: &Practice, zone: &TimeZone) -> (Rule, Vec<Date>) {
    let classes = course.classes.iter().filter(|(_, attended)| *attended).map(|(at, _)| day_of(*at, zone));
    let mut times: Vec<Date> = match entry.counted_in {
        CountedIn::Sessions => classes.collect(),
        CountedIn::Minutes => {
            let days: BTreeSet<Date> = classes.chain(course.practised.iter().map(|(day, _)| *day)).collect();
            days.into_iter().collect()
        }
    };
    times.sort_unstable();
    let words = match entry.counted_in {
        CountedIn::Sessions => "classes attended",
        CountedIn::Minutes => "days practised",
    };
    let judge = &entry.judge;
    (Rule { weeks_from: judge.weeks_from, weeks_to: judge.weeks_to, min_times: judge.min_sessions, times: words }, times)
}
