//! A number that was measured: level, laboratory value or vital sign, with its aim.

use crate::canvas::{Area, Canvas};
use crate::model::{DueState, Measured, MeasurementLane, Zoom};
use crate::scene::{Layer, Path, Rank, clip, end, middle, start};
use crate::text::TextStyle;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Vertical scale over everything the lane has to show.
struct Scale {
    low: f32,
    high: f32,
    top: f32,
    height: f32,
}

impl Scale {
    fn of(lane: &MeasurementLane, area: &Area) -> Self {
        let values = lane.values.iter().map(|measured| measured.value);
        let lines = lane.line.iter().map(|line| line.0).chain(lane.aim.iter().flat_map(|aim| [aim.0, aim.1]));
        let (mut low, mut high) = (f32::MAX, f32::MIN);
        for value in values.chain(lines).map(number) {
            (low, high) = (low.min(value), high.max(value));
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        let margin = ((high - low) * 0.12).max(high.abs() * 0.02).max(0.01);
        Self { low: low - margin, high: high + margin, top: area.top, height: area.height }
    }

    fn y(&self, value: Decimal) -> f32 {
        self.top + self.height * (1.0 - (number(value) - self.low) / (self.high - self.low))
    }
}

fn number(value: Decimal) -> f32 {
    value.to_f32().unwrap_or(0.0)
}

pub(super) fn draw(canvas: &mut Canvas<'_>, lane: &MeasurementLane, area: &Area) -> bool {
    let scale = Scale::of(lane, area);
    let (x0, x1) = (canvas.metrics.x0, canvas.metrics.x1);
    if let Some((low, high)) = lane.aim {
        let (top, bottom) = (scale.y(high), scale.y(low));
        canvas.scene.rect(Layer::Band, "band2", [x0, top, x1 - x0, bottom - top], 0.0);
        let mut edge = Path::new();
        edge.to(x0, top).across(x1).to(x0, bottom).across(x1);
        canvas.scene.path(Layer::Fan, "bandl", &edge);
        let y = (top + bottom) / 2.0 + 4.0;
        let spots = vec![end(x1 - 5.0, y), end(x1 - 5.0, top - 3.0), end(x1 - 5.0, bottom + 12.0)];
        canvas.label(Rank::Band, TextStyle::Soft, area, &[&lane.aim_words], spots);
    }
    if let Some((at, words)) = &lane.line {
        let y = scale.y(*at);
        let mut path = Path::new();
        path.to(x0, y).across(x1);
        canvas.scene.path(Layer::Fan, "carel", &path);
        let spots = vec![start(x0 + 6.0, y - 5.0), end(x1 - 5.0, y - 5.0), start(x0 + 6.0, y + 13.0)];
        canvas.label(Rank::Threshold, TextStyle::Care, area, &[words], spots);
    }
    let mut values: Vec<&Measured> = lane.values.iter().collect();
    values.sort_by_key(|measured| measured.on);
    let any = values.iter().any(|measured| canvas.holds(measured.on));
    if canvas.zoom == Zoom::Quarters && !lane.slow {
        yearly(canvas, area, &values, &scale);
    } else {
        dots(canvas, lane, area, &values, &scale);
    }
    due(canvas, lane, area) || any
}

/// Every value a dot; named all in a year or less, else the first, lowest, highest and latest.
fn dots(canvas: &mut Canvas<'_>, lane: &MeasurementLane, area: &Area, values: &[&Measured], scale: &Scale) {
    let points: Vec<(f32, f32)> = values.iter().map(|m| (canvas.x(m.on), scale.y(m.value))).collect();
    let line = clip(&points, canvas.metrics.x0, canvas.metrics.x1);
    if lane.slow || lane.aim.is_none() {
        let mut path = Path::new();
        path.joined(super::score::thin(&line));
        canvas.scene.path(Layer::Data, "ln2", &path);
        canvas.scene.solid_line(&line);
    }
    let seen: Vec<&Measured> = values.iter().copied().filter(|measured| canvas.holds(measured.on)).collect();
    let few = canvas.zoom <= Zoom::Fortnights;
    let named = notable(&seen);
    let crowded = seen.len() as f32 * 7.0 > canvas.metrics.x1 - canvas.metrics.x0;
    for (i, measured) in seen.iter().enumerate() {
        let (x, y) = (canvas.x(measured.on), scale.y(measured.value));
        if crowded && !named[i] && !measured.outside {
            continue;
        }
        let class = match (measured.outside, lane.aim.is_some()) {
            (true, _) => "lvo",
            (false, true) => "lvd",
            (false, false) => "dot",
        };
        canvas.scene.circle(Layer::Data, class, x, y, if measured.outside { 4.2 } else { 3.4 });
        canvas.scene.solid(x - 4.0, y - 4.0, x + 4.0, y + 4.0);
        if few || named[i] {
            let value = measured.value.to_string();
            let full = if measured.words.is_empty() { value.clone() } else { format!("{value} {}", measured.words) };
            let rank = if i + 1 == seen.len() { Rank::Latest } else { Rank::Value };
            let style = if measured.outside { TextStyle::Care } else { TextStyle::Level };
            let spots = vec![middle(x, y - 8.0), middle(x, y + 16.0), start(x + 8.0, y + 4.0), end(x - 8.0, y + 4.0)];
            canvas.label(rank, style, area, &[&full, &value], spots);
        }
    }
}

fn notable(values: &[&Measured]) -> Vec<bool> {
    let lowest = values.iter().map(|m| m.value).min();
    let highest = values.iter().map(|m| m.value).max();
    let (mut seen_low, mut seen_high) = (false, false);
    let last = values.len().saturating_sub(1);
    values
        .iter()
        .enumerate()
        .map(|(i, m)| {
            let low = !seen_low && Some(m.value) == lowest;
            let high = !seen_high && Some(m.value) == highest;
            (seen_low, seen_high) = (seen_low || low, seen_high || high);
            i == 0 || i == last || low || high
        })
        .collect()
}

/// At ten years a bar a year from the lowest to the highest.
fn yearly(canvas: &mut Canvas<'_>, area: &Area, values: &[&Measured], scale: &Scale) {
    let mut i = 0;
    while i < values.len() {
        let year = values[i].on.year();
        let count = values[i..].iter().take_while(|m| m.on.year() == year).count();
        let of_year = &values[i..i + count];
        i += count;
        let (Some(low), Some(high)) = (of_year.iter().map(|m| m.value).min(), of_year.iter().map(|m| m.value).max()) else {
            continue;
        };
        let from = canvas.x(jiff::civil::date(year, 1, 1));
        let to = canvas.x(jiff::civil::date(year, 12, 31)).min(canvas.past_edge());
        let x = (from.max(canvas.metrics.x0) + to) / 2.0 - 5.0;
        if to < canvas.metrics.x0 || from > canvas.past_edge() || x < canvas.metrics.x0 - 2.0 {
            continue;
        }
        let (top, bottom) = (scale.y(high) - 2.0, scale.y(low) + 2.0);
        canvas.scene.rect(Layer::Data, "mbar", [x, top, 10.0, bottom - top], 3.0);
        canvas.scene.solid(x, top, x + 10.0, bottom);
        if let Some(outside) = of_year.iter().find(|m| m.outside) {
            let value = outside.value.to_string();
            let full = format!("{value} {}", outside.words);
            let spots = vec![start(x + 14.0, top + 8.0), end(x - 4.0, top + 8.0), middle(x + 5.0, top - 4.0)];
            canvas.label(Rank::Note, TextStyle::Care, area, &[full.trim(), &value], spots);
        }
    }
}

fn due(canvas: &mut Canvas<'_>, lane: &MeasurementLane, area: &Area) -> bool {
    if canvas.zoom >= Zoom::Months {
        return false;
    }
    let y = area.top + area.height / 2.0;
    let window = canvas.t.window;
    let mut any = false;
    for due in lane.due.iter().filter(|due| window.holds(due.on)).take(20) {
        any = true;
        super::checks::diamond(canvas, area, due, y);
    }
    any || lane.due.iter().any(|due| matches!(due.state, DueState::Overdue(_)))
}
