//! The clock of a talking therapy: weeks since the first attended session, and enough sessions.

use super::counted::{Rule, window};
use super::{ArmFacts, ArmOwner, Dial, Ending, Exposure, Judgement, last_judgement};
use crate::adherence::homework_share;
use crate::days::day_of;
use crate::report::Report;
use concord_chart::Chart;
use concord_chart::decision::{Arm, Verdict};
use concord_chart::therapy::{CourseEnd, Session, SessionState, TherapyCourse};
use concord_knowledge::therapy::JudgeTherapy;
use concord_knowledge::{Knowledge, Therapy};
use jiff::{civil::Date, tz::TimeZone};

pub(super) fn facts(chart: &Chart, knowledge: &Knowledge, course: &TherapyCourse, zone: &TimeZone) -> ArmFacts {
    let entry = course.what.therapy.as_ref().and_then(|id| knowledge.therapy(id));
    let mut report = Report::default();
    report.event(course.because);
    let mut held: Vec<&Session> = course.held().collect();
    held.sort_by(|a, b| a.at.order(&b.at));
    let mut dial = Dial {
        judged: judged(chart, course, &mut report, zone),
        ended: course.ended.as_ref().map(|(when, ended)| Ending { on: day_of(*when, zone), how: ended.how.words().to_owned() }),
        ..Dial::default()
    };
    match entry {
        Some(entry) => {
            report.entry(knowledge, format!("therapies/{}", entry.id), &entry.judge);
            held.iter().for_each(|session| report.event(session.because));
            let days: Vec<Date> = held.iter().map(|session| day_of(session.at, zone)).collect();
            window(&mut dial, &rule(&entry.judge), day_of(course.started, zone), &days);
        }
        None => {
            dial.not_checked = format!("{} has no entry in knowledge, so no fair trial is known.", course.what.name);
            report.missing(dial.not_checked.clone());
        }
    }
    let (homework_percent, homework_reported, homework_set) = homework_share(course, |_| true);
    let not_held = course.sessions.iter().filter(|session| matches!(session.state, SessionState::NotHeld(_))).count();
    let count = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    ArmFacts {
        arm: Arm::Psychotherapy,
        course: course.id,
        name: entry.map_or_else(|| course.what.name.clone(), |entry: &Therapy| entry.short_name.clone()),
        dose: course.planned_sessions().map(|planned| format!("{planned} sessions planned")).unwrap_or_default(),
        owner: owner(course),
        is_treatment: true,
        started: day_of(course.started, zone),
        because: course.because,
        indication: None,
        exposure: Exposure::Sessions {
            attended: count(held.len()),
            not_held: count(not_held),
            planned: course.planned_sessions(),
            homework_percent,
            homework_reported,
            homework_set,
        },
        dial,
        report,
    }
}

fn owner(course: &TherapyCourse) -> Option<ArmOwner> {
    let name = &course.what.therapist_name;
    (course.what.therapist.is_some() || !name.is_empty()).then(|| ArmOwner { staff: course.what.therapist, name: name.clone() })
}

fn judged(chart: &Chart, course: &TherapyCourse, report: &mut Report, zone: &TimeZone) -> Option<Judgement> {
    if let Some((when, ended)) = &course.ended
        && ended.how == CourseEnd::NotEnoughEffect
    {
        return Some(Judgement { verdict: Verdict::NotEnough, on: day_of(*when, zone), by: Vec::new() });
    }
    let (judgement, decision) = last_judgement(chart, course.id, zone)?;
    report.event(decision);
    Some(judgement)
}

/// What the entry asks for, counted in sessions attended.
fn rule(judge: &JudgeTherapy) -> Rule {
    Rule { weeks_from: judge.weeks_from, weeks_to: judge.weeks_to, min_times: judge.min_sessions, times: "sessions attended" }
}
