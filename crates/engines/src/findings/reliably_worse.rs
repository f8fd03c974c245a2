//! # Reliably worse
//!
//! The latest score is worse by more than the questionnaire's own error of measurement: than at the start of the present
//! treatment, or than the best score since. A score that was halved and has come back up is told here although it still
//! counts as a response against the start.
//!
//! It says that something changed, not why. Sources: reliable change in `knowledge/outcomes/`.

use super::{Finding, FindingKind, OfferedAction};
use crate::course_state::{CourseState, Measure};
use crate::days::full_day_words;
use crate::outcomes::{ReliableCategory, ReliableChange};
use crate::series::ScorePoint;
use concord_knowledge::instrument::Direction;

/// One finding for each measure that is reliably worse.
pub fn find(state: &CourseState<'_>) -> Vec<Finding> {
    state.measures.iter().filter_map(|measure| of_measure(state, measure)).collect()
}

fn of_measure(state: &CourseState<'_>, measure: &Measure<'_>) -> Option<Finding> {
    let latest = measure.latest.as_ref()?;
    let baseline = measure.baseline.as_ref()?;
    let best = best_before(measure, baseline, latest);
    let compared = [Some(baseline), best].into_iter().flatten();
    let (worse_than, reliable) = compared.filter_map(|earlier| Some((earlier, worse(measure, earlier, latest)?))).next()?;
    let (was, is) = (worse_than.total?, latest.total?);
    let (points, from) = (measure.instrument.shown_difference(was, is).abs(), reliable.threshold_points);
    let [was, is] = [was, is].map(|total| measure.instrument.shown_total(total));
    let from = measure.instrument.shown_points(from);
    let mut report = measure.report.clone();
    report.because = vec![worse_than.event, latest.event];
    let since = if worse_than.event == baseline.event { "at the start of the treatment" } else { "at best" };
    let name = &measure.instrument.short_name;
    let mut finding = Finding::new(FindingKind::ReliablyWorse, latest.day, report);
    finding.title = format!("{name} worse by {points} since {}", full_day_words(worse_than.day));
    finding.sentences = [
        format!(
            "The {name} was {was} {since} ({}) and is {is} now ({}).",
            full_day_words(worse_than.day),
            full_day_words(latest.day)
        ),
        format!("{from} points or more are beyond the error of measurement. It does not say why."),
    ];
    finding.actions = vec![OfferedAction::TakeOn, OfferedAction::SpeakToday, OfferedAction::DecideTogether, OfferedAction::Close];
    Some(finding.handled(state))
}

/// The change against the error of measurement, where it is one for the worse.
fn worse(measure: &Measure<'_>, earlier: &ScorePoint, latest: &ScorePoint) -> Option<ReliableChange> {
    let reliable = measure.change_between(Some(earlier), Some(latest))?.reliable?;
    (reliable.category == ReliableCategory::Worse).then_some(reliable)
}

/// The best score from the baseline on and before the latest; the last of several equal ones.
fn best_before<'m>(measure: &'m Measure<'_>, baseline: &ScorePoint, latest: &ScorePoint) -> Option<&'m ScorePoint> {
    let series = measure.scores.main(measure.instrument)?;
    let between = series.since(baseline.day).filter(|point| point.at.order(&latest.at).is_lt());
    match measure.instrument.direction {
        Direction::LowerIsBetter => between.rev().min_by_key(|point| point.total),
        Direction::HigherIsBetter => between.max_by_key(|point| point.total),
    }
}
