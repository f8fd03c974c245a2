//! Daily mood around the person's own usual. From a year up each stretch shows its lowest and its highest day:
//! mood is never averaged, and a short high stays in sight.

use crate::canvas::{Area, Canvas};
use crate::model::{EpisodeKind, MoodDay, MoodLane, Zoom};
use crate::scene::{Layer, Path, Rank, end, middle, start};
use crate::text::TextStyle;

pub(super) fn draw(canvas: &mut Canvas<'_>, lane: &MoodLane, area: &Area) -> bool {
    let reach = f32::from(lane.reach.max(1));
    let mid = area.top + area.height / 2.0;
    let unit = area.height / 2.0 / reach;
    if lane.reach > 3 {
        grounds(canvas, area, mid, unit);
    }
    if canvas.zoom == Zoom::Months {
        super::episodes::behind(canvas, area, &[EpisodeKind::Remission, EpisodeKind::Hospital]);
        super::episodes::frames(canvas, area);
    }
    let mut axis = Path::new();
    axis.to(canvas.metrics.x0, mid).across(canvas.past_edge());
    canvas.scene.path(Layer::Fan, "mz", &axis);
    for line in &lane.actions {
        let y = mid - line.at as f32 * unit;
        let mut path = Path::new();
        path.to(canvas.metrics.x0, y).across(canvas.metrics.x1);
        canvas.scene.path(Layer::Fan, "carel", &path);
        let x = canvas.metrics.x0 + 6.0;
        let (near, far) = if line.at >= 0 { (y - 5.0, y + 13.0) } else { (y + 13.0, y - 5.0) };
        let right = canvas.metrics.x1 - 5.0;
        let spots = vec![start(x, near), start(x, far), end(right, near), end(right, far)];
        // In the long views the lane is full of bars; the line's words then stand only where they cover none.
        let rank = if canvas.zoom >= Zoom::Months { Rank::Note } else { Rank::Threshold };
        canvas.label(rank, TextStyle::Care, area, &[&line.words], spots);
    }
    let mut days: Vec<&MoodDay> = lane.days.iter().filter(|day| canvas.holds(day.on) && day.on <= canvas.t.today).collect();
    days.sort_by_key(|day| day.on);
    let (mut up, mut down, mut usual, mut silent) = (Path::new(), Path::new(), Path::new(), Path::new());
    let first_and_last = days.first().map(|day| day.on).zip(days.last().map(|day| day.on));
    let stretches = if canvas.zoom <= Zoom::Weeks { single_days(&days) } else { canvas.bars.clone() };
    for stretch in stretches {
        let range = stretch.of(&days, |day| day.on).iter().fold(None, |range: Option<(i8, i8)>, day| {
            let (low, high) = range.unwrap_or((day.low, day.high));
            Some((low.min(day.low), high.max(day.high)))
        });
        let Some((left, right)) = canvas.bar_edges(&stretch) else { continue };
        let width = right - left;
        let Some((low, high)) = range else {
            if first_and_last.is_some_and(|(first, last)| first < stretch.first && stretch.end <= last) {
                let x = (left + right) / 2.0;
                silent.to(x - 2.5, mid - 4.0).across(x + 2.5);
            }
            continue;
        };
        let (high, low) = (f32::from(high).min(reach), f32::from(low).max(-reach));
        if high > 0.0 {
            up.block(left, mid - high * unit, width, high * unit);
            canvas.scene.solid(left, mid - high * unit, right, mid);
        }
        if low < 0.0 {
            down.block(left, mid, width, -low * unit);
            canvas.scene.solid(left, mid, right, mid - low * unit);
        }
        if high <= 0.0 && low >= 0.0 {
            usual.block(left, mid - 1.0, width, 2.0);
        }
    }
    canvas.scene.path(Layer::Data, "mpos", &up);
    canvas.scene.path(Layer::Data, "mneg", &down);
    canvas.scene.path(Layer::Data, "mpos", &usual);
    canvas.scene.path(Layer::Data, "dash", &silent);
    if canvas.zoom == Zoom::Days {
        values(canvas, &days, area, mid, unit);
    }
    !days.is_empty()
}

/// In the views of days and weeks every answered day is its own bar.
fn single_days(days: &[&MoodDay]) -> Vec<crate::days::Stretch> {
    let mut stretches: Vec<crate::days::Stretch> = Vec::with_capacity(days.len());
    for day in days {
        let from = crate::days::number(day.on);
        if stretches.last().is_none_or(|last| last.from != from) {
            let end = crate::model::shift(day.on, 1);
            stretches.push(crate::days::Stretch { from, to: from + 1, first: day.on, end });
        }
    }
    stretches
}

/// Quiet grounds of a ±4 lane, named at the right end.
fn grounds(canvas: &mut Canvas<'_>, area: &Area, mid: f32, unit: f32) {
    let (x0, x1) = (canvas.metrics.x0, canvas.metrics.x1);
    let w = canvas.words;
    for (class, shade, from, to, name) in [
        ("b3", 3, 2.0, 4.0, w.very_high),
        ("b1", 1, 1.0, 2.0, w.high),
        ("b0", 0, -1.0, 1.0, ""),
        ("b1", 1, -2.0, -1.0, w.low),
        ("b3", 3, -4.0, -2.0, w.very_low),
    ] {
        canvas.scene.rect(Layer::Band, class, [x0, mid - to * unit, x1 - x0, (to - from) * unit], 0.0);
        if !canvas.patient() {
            let y = mid - (from + to) / 2.0 * unit + 4.0;
            canvas.label(Rank::Band, TextStyle::Band(shade), area, &[name], vec![end(x1 - 5.0, y)]);
        }
    }
}

/// In the view of days each bar carries its number.
fn values(canvas: &mut Canvas<'_>, days: &[&MoodDay], area: &Area, mid: f32, unit: f32) {
    for day in days {
        let x = canvas.x_noon(day.on);
        let (above, below) = (f32::from(day.high.max(0)) * unit, f32::from(day.low.min(0)) * unit);
        let text = crate::facts::mood_words(day.low, day.high);
        let spots = vec![middle(x, mid - above - 4.0), middle(x, mid - below + 12.0)];
        canvas.label(Rank::Note, TextStyle::Soft, area, &[&text], spots);
    }
}
