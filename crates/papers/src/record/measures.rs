//! Questionnaires: a table of totals each, and one sentence about the change.

use super::{Given, care::table};
use crate::{
    document::{Block, Row, Section},
    words::{capitalised, day_words},
};
use concord_chart::{Chart, release::ReleasePart};
use concord_engines::{
    course_state::{CourseState, Measure},
    outcomes::Change,
    series::{ScorePoint, Series},
};
use concord_knowledge::{Knowledge, instrument::Direction};

const TOTALS: &[(&str, f32)] = &[("When", 0.2), ("Total", 0.3), ("Range of scores", 0.25), ("Who answered", 0.25)];

pub(super) fn sections(chart: &Chart, knowledge: &Knowledge, given: &Given<'_>) -> Vec<Section> {
    if !given.has(ReleasePart::Measures) {
        return Vec::new();
    }
    let state = CourseState::of(chart, knowledge, given.zone);
    state.measures.iter().filter_map(|measure| section(measure, given)).collect()
}

fn section(measure: &Measure<'_>, given: &Given<'_>) -> Option<Section> {
    let instrument = measure.instrument;
    let mut points: Vec<(&Series, &ScorePoint)> = Vec::new();
    for series in &measure.scores.series {
        points.extend(series.points.iter().filter(|point| given.within(point.at)).map(|point| (series, point)));
    }
    points.sort_by(|(_, a), (_, b)| a.at.order(&b.at));
    let last = points.last().map(|(_, point)| point.day)?;
    let rows = points.iter().map(|(series, point)| row(series, point, given)).collect();
    let range = instrument.total_range().map_or_else(String::new, |(min, max)| {
        let way = if instrument.direction == Direction::HigherIsBetter { "more is better" } else { "less is better" };
        format!(" Totals go from {min} to {max}; {way}.")
    });
    let mut blocks = vec![Block::Text(format!("{}.{range}", instrument.name))];
    blocks.extend(table(&format!("{}: totals, one a row.", instrument.short_name), TOTALS, rows));
    // A change is counted up to the latest answer; where that lies outside the days given out, nothing is said about it.
    let whole = measure.latest.as_ref().is_none_or(|latest| latest.day <= last && given.within(latest.at));
    let begins = measure.baseline.as_ref().is_none_or(|first| given.within(first.at));
    if whole && begins {
        blocks.push(Block::Text(change_words(measure)));
    }
    Some(Section { heading: format!("Measured: {}", instrument.short_name), blocks })
}

fn row(series: &Series, point: &ScorePoint, given: &Given<'_>) -> Row {
    let total = match (point.total, point.missing.len()) {
        (Some(total), _) => total.to_string(),
        (None, 0) => "no total".to_owned(),
        (None, 1) => "no total: 1 item left open".to_owned(),
        (None, open) => format!("no total: {open} items left open"),
    };
    // A total that falls must not hide the item that is watched by itself.
    let watched = point.safety.as_ref().map(|safety| match safety.value {
        Some(_) => format!("item {}: {}", safety.item, safety.words),
        None => format!("item {}: left open", safety.item),
    });
    let total = super::joined(&[&total, &watched.unwrap_or_default()]);
    Row::of([given.day(point.at), total, point.band.clone().unwrap_or_default(), series.mode.words().to_owned()])
}

fn change_words(measure: &Measure<'_>) -> String {
    let name = &measure.instrument.short_name;
    match (&measure.change, &measure.baseline, &measure.latest) {
        (Some(change), Some(first), Some(latest)) => {
            let days = format!("from {} to {}", day_words(first.day), day_words(latest.day));
            format!(
                "{name} {} → {}, {days}: {}. {}.",
                change.baseline,
                change.latest,
                by(change),
                capitalised(&change.headline.to_string())
            )
        }
        (None, Some(first), Some(latest)) if first.event != latest.event => {
            format!("{name}: how two of its totals are to be compared is not among what is known here, so no change is stated.")
        }
        _ => "One total does not make a change; the next one can.".to_owned(),
    }
}

fn by(change: &Change) -> String {
    let points = change.difference.unsigned_abs();
    let percent = change.percent.map(|percent| format!(" ({:.0} %)", percent.abs())).unwrap_or_default();
    match change.difference {
        0 => "the same".to_owned(),
        difference if difference < 0 => format!("{points} points lower{percent}"),
        _ => format!("{points} points higher{percent}"),
    }
}
