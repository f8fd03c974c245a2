//! # Side effect in the same weeks as missed work
//!
//! In a week in which a side effect was a burden of 3 or more on the scale from 0 to 6, a session of talking therapy was
//! not attended or cancelled by the patient, or homework was reported less than half done. People who cannot stay awake
//! or keep their hands still often stop doing the work of therapy, and nobody puts the two together.
//!
//! It is told as timing; that alone does not show cause. It is shown for four weeks. The burden, the half and the four
//! weeks are settings of this program, not clinical numbers.

use super::{Finding, FindingKind, OfferedAction};
use crate::course_state::CourseState;
use crate::days::{day_of, full_day_words, monday_of, plus};
use crate::report::Report;
use concord_chart::EventId;
use concord_chart::side_effect::SideEffect;
use concord_chart::therapy::{NotHeld, SessionState};
use jiff::civil::Date;

const BURDEN: u8 = 3;
const DONE_LESS_THAN_PERCENT: u8 = 50;
const SHOWN_DAYS: i64 = 28;

/// Something that was to be done in therapy and was not.
struct Missed {
    because: EventId,
    /// Mondays of the weeks it belongs to.
    weeks: (Date, Date),
    /// When it became known.
    known: Date,
    words: String,
}

/// At most one finding: the latest weeks in which both fall together.
pub fn find(state: &CourseState<'_>) -> Option<Finding> {
    let missed = missed(state);
    let burdened = state.chart.side_effects.iter().filter(|told| told.what.burden >= BURDEN);
    let pairs: Vec<(&SideEffect, &Missed)> = burdened
        .flat_map(|told| missed.iter().filter(move |missed| same_weeks(state, told, missed)).map(move |missed| (told, missed)))
        .collect();
    let known = |(told, missed): &(&SideEffect, &Missed)| day_of(told.at, state.zone).max(missed.known);
    let from = pairs.iter().map(known).max()?;
    let recent: Vec<_> = pairs.into_iter().filter(|pair| known(pair) > plus(from, -SHOWN_DAYS)).collect();
    let mut report = Report::default();
    recent.iter().for_each(|(told, _)| report.event(told.id));
    recent.iter().for_each(|(_, missed)| report.event(missed.because));
    let mut finding = Finding::new(FindingKind::SideEffectCoincidesWithMissedWork, from, report);
    finding.until = Some(plus(from, SHOWN_DAYS));
    finding.title = "Side effect in the same weeks as missed therapy work".to_owned();
    finding.sentences = [sentence(state, &recent), "Both fall in the same weeks; that alone does not show cause.".to_owned()];
    finding.course = recent.iter().rev().find_map(|(told, _)| told.what.course);
    finding.actions = vec![OfferedAction::TakeOn, OfferedAction::DecideTogether, OfferedAction::Close];
    Some(finding.handled(state))
}

fn sentence(state: &CourseState<'_>, pairs: &[(&SideEffect, &Missed)]) -> String {
    let mut burdens: Vec<String> = pairs
        .iter()
        .map(|(told, _)| {
            let on = full_day_words(day_of(told.at, state.zone));
            format!("“{}” (burden {} of 6, told {on})", told.what.words, told.what.burden)
        })
        .collect();
    burdens.dedup();
    let mut work: Vec<String> = pairs.iter().map(|(_, missed)| missed.words.clone()).collect();
    work.sort_unstable();
    work.dedup();
    format!("{}; in the same weeks: {}.", burdens.join(", "), work.join(", "))
}

/// The weeks of the burden: from when it began, at most four weeks back, to the report.
fn same_weeks(state: &CourseState<'_>, told: &SideEffect, missed: &Missed) -> bool {
    let to = day_of(told.at, state.zone);
    let since = told.what.since.map_or(to, |when| day_of(when, state.zone)).clamp(plus(to, 1 - SHOWN_DAYS).min(to), to);
    monday_of(since) <= missed.weeks.1 && missed.weeks.0 <= monday_of(to)
}

fn missed(state: &CourseState<'_>) -> Vec<Missed> {
    let mut all = Vec::new();
    for course in &state.chart.therapies {
        for session in &course.sessions {
            let SessionState::NotHeld(why @ (NotHeld::DidNotAttend | NotHeld::CancelledByPatient | NotHeld::CancelledLate)) =
                session.state
            else {
                continue;
            };
            let day = day_of(session.at, state.zone);
            let words = format!("session of {}: {}", full_day_words(day), why.words());
            all.push(Missed { because: session.because, weeks: (monday_of(day), monday_of(day)), known: day, words });
        }
        for task in &course.homework {
            let Some((when, report)) = task.reported.as_ref().filter(|(_, report)| report.done_percent < DONE_LESS_THAN_PERCENT)
            else {
                continue;
            };
            let (set, told) = (day_of(task.set, state.zone), day_of(*when, state.zone));
            let last = task.what.due.unwrap_or(told).clamp(set, told.max(set));
            let words = format!("homework set {}: {} % done", full_day_words(set), report.done_percent);
            all.push(Missed { because: task.because, weeks: (monday_of(set), monday_of(last)), known: told, words });
        }
    }
    all
}
