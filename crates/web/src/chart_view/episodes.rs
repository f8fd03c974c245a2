//! For the views of years: spans in which the score said ill or well, and the weeks of each year that were so.

use super::{Audience, Seen, lane};
use concord_knowledge::instrument::Direction;
use concord_knowledge::{Instrument, OutcomeDefinition};
use concord_timeline::model::{Episode, EpisodeKind, Lane, LaneKind, When, YearWell, Zoom, days_between, shift};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

/// A score speaks for the time until the next one, but for no longer than this: after a quarter of silence nobody knows.
const SPEAKS_FOR_DAYS: i32 = 91;

/// What one stretch of time was like, as far as a score speaks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    from: Date,
    /// First day no longer covered.
    to: Date,
    is_case: bool,
    is_well: bool,
    /// Severity, 1 to 4.
    worst: u8,
}

/// Spans of illness and of remission by the main measure; drawn from two years up.
pub(super) fn all(seen: &Seen<'_>) -> Vec<Episode> {
    if seen.window.zoom() < Zoom::Months {
        return Vec::new();
    }
    let stretches = stretches(seen);
    let low = joined(&stretches, |stretch| stretch.is_case).into_iter().map(|span| episode(seen, EpisodeKind::Low, span));
    let well = joined(&stretches, |stretch| stretch.is_well).into_iter().map(|span| episode(seen, EpisodeKind::Remission, span));
    low.chain(well).collect()
}

/// Weeks well of each calendar year, for ten years and more.
pub(super) fn weeks_well(seen: &Seen<'_>) -> Option<Lane> {
    if seen.window.zoom() < Zoom::Quarters {
        return None;
    }
    let mut years: BTreeMap<i16, (i32, i32)> = BTreeMap::new();
    for stretch in stretches(seen) {
        for (year, days) in by_year(stretch) {
            let (well, low) = years.entry(year).or_default();
            if stretch.is_case { *low += days } else { *well += days }
        }
    }
    let weeks = |days: i32| u32::try_from(days / 7).unwrap_or(0);
    let years: Vec<YearWell> = years
        .into_iter()
        .map(|(year, (well, low))| YearWell {
            year,
            well: weeks(well),
            low: weeks(low),
            high: 0,
            of: weeks(well + low),
            told: false,
        })
        .collect();
    let last = years.last()?;
    let (latest, context) = (format!("{} of {}", last.well, last.of), format!("known weeks of {}", last.year));
    let mut drawn =
        lane("weeks-well", "Weeks well", "by score, of the weeks that a score speaks for", LaneKind::WeeksWell(years));
    (drawn.latest, drawn.context) = (latest, context);
    Some(drawn)
}

/// Which stretches a score speaks for, by the main measure that has a cut-off.
fn stretches(seen: &Seen<'_>) -> Vec<Stretch> {
    if seen.audience == Audience::Complementary {
        return Vec::new();
    }
    let Some(measure) = seen.state.measures.iter().find(|measure| measure.definition.is_some_and(|rule| rule.caseness.is_some()))
    else {
        return Vec::new();
    };
    let Some(rule) = measure.definition else { return Vec::new() };
    let points: Vec<(Date, i32)> = measure.scores.points().iter().filter_map(|point| Some((point.day, point.total?))).collect();
    let mut stretches = Vec::with_capacity(points.len());
    for (index, (day, total)) in points.iter().enumerate() {
        let next = points.get(index + 1).map_or(shift(seen.today, 1), |(day, _)| *day);
        let to = next.min(shift(*day, SPEAKS_FOR_DAYS));
        if to > *day {
            stretches.push(Stretch {
                from: *day,
                to,
                is_case: is_case(rule, *total),
                is_well: is_well(rule, *total),
                worst: worst(measure.instrument, *total),
            });
        }
    }
    stretches
}

fn is_case(rule: &OutcomeDefinition, total: i32) -> bool {
    rule.caseness.as_ref().is_some_and(|cut| match rule.direction {
        Direction::LowerIsBetter => total >= cut.at,
        Direction::HigherIsBetter => total <= cut.at,
    })
}

fn is_well(rule: &OutcomeDefinition, total: i32) -> bool {
    rule.remission.as_ref().is_some_and(|remission| total < remission.below)
}

/// How far up the bands a total lies, on the mood lane's scale of 1 to 4.
fn worst(instrument: &Instrument, total: i32) -> u8 {
    let mut bands: Vec<_> = instrument.bands.iter().collect();
    bands.sort_by_key(|band| band.from);
    let place = bands.iter().position(|band| (band.from..=band.to).contains(&total)).unwrap_or(0);
    u8::try_from(place).unwrap_or(4).clamp(1, 4)
}

/// Neighbouring stretches of one kind as one span.
fn joined(stretches: &[Stretch], kind: impl Fn(&Stretch) -> bool) -> Vec<Stretch> {
    let mut spans: Vec<Stretch> = Vec::new();
    for stretch in stretches.iter().filter(|stretch| kind(stretch)) {
        match spans.last_mut() {
            Some(last) if last.to == stretch.from => {
                last.to = stretch.to;
                last.worst = last.worst.max(stretch.worst);
            }
            _ => spans.push(*stretch),
        }
    }
    spans
}

fn episode(seen: &Seen<'_>, kind: EpisodeKind, span: Stretch) -> Episode {
    let last = shift(span.to, -1);
    let months = days_between(span.from, span.to) / 30;
    let words = match kind {
        EpisodeKind::Remission if months >= 2 => format!("well {months} months"),
        _ => String::new(),
    };
    let to = (last < seen.today).then_some(When::On(last));
    Episode { kind, from: When::On(span.from), to, worst: span.worst, words }
}

/// The days of a stretch, by calendar year.
fn by_year(stretch: Stretch) -> Vec<(i16, i32)> {
    (stretch.from.year()..=stretch.to.year())
        .map(|year| {
            let from = stretch.from.max(date(year, 1, 1));
            let to = stretch.to.min(date(year.saturating_add(1), 1, 1));
            (year, days_between(from, to).max(0))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(from: Date, to: Date) -> Stretch {
        Stretch { from, to, is_case: true, is_well: false, worst: 2 }
    }

    #[test]
    fn spans_that_touch_are_one_and_a_gap_divides_them() {
        let parts = [
            stretch(date(2025, 1, 1), date(2025, 2, 1)),
            Stretch { worst: 4, ..stretch(date(2025, 2, 1), date(2025, 3, 1)) },
            stretch(date(2025, 6, 1), date(2025, 7, 1)),
        ];
        let spans = joined(&parts, |stretch| stretch.is_case);
        assert_eq!(spans.len(), 2);
        assert_eq!((spans[0].from, spans[0].to, spans[0].worst), (date(2025, 1, 1), date(2025, 3, 1), 4));
    }

    #[test]
    fn days_are_counted_in_the_year_they_lie_in() {
        assert_eq!(by_year(stretch(date(2024, 12, 30), date(2025, 1, 2))), [(2024, 2), (2025, 1)]);
    }
}
