//! One watched item: open circle for 0, diamond above it, dash for no answer.

use crate::canvas::{Area, Canvas};
use crate::model::{SafetyLane, SafetyPoint, Zoom};
use crate::scene::{Layer, Path, Rank, end, start};
use crate::text::TextStyle;

pub(super) fn draw(canvas: &mut Canvas<'_>, lane: &SafetyLane, area: &Area) -> bool {
    let y = area.top + area.height / 2.0;
    let mut points: Vec<&SafetyPoint> = lane.points.iter().filter(|point| canvas.holds(point.on)).collect();
    points.sort_by_key(|point| point.on);
    let latest = points.iter().filter(|point| !point.retracted).map(|point| point.on).max();
    if points.len() as f32 * 10.0 > canvas.metrics.x1 - canvas.metrics.x0 || canvas.zoom >= Zoom::Months {
        points = worst_of_each_stretch(canvas, &points);
    }
    for point in &points {
        let x = canvas.x(point.on);
        match point.value {
            _ if point.retracted => {
                canvas.scene.circle(Layer::Data, "retr", x, y, 3.5);
                let mut strike = Path::new();
                strike.to(x - 6.0, y).across(x + 6.0);
                canvas.scene.path(Layer::Data, "retrx", &strike);
            }
            None => {
                let mut dash = Path::new();
                dash.to(x - 4.0, y).across(x + 4.0);
                canvas.scene.path(Layer::Data, "dash", &dash);
            }
            Some(0) => canvas.scene.circle(Layer::Data, "q0", x, y, 3.5),
            Some(value) => above_zero(canvas, area, point, value, x, y, Some(point.on) == latest),
        }
        canvas.scene.solid(x - 7.0, y - 7.0, x + 7.0, y + 7.0);
    }
    !points.is_empty()
}

fn above_zero(canvas: &mut Canvas<'_>, area: &Area, point: &SafetyPoint, value: i32, x: f32, y: f32, latest: bool) {
    let mut diamond = Path::new();
    diamond.diamond(x, y, 7.0);
    canvas.scene.path(Layer::Data, "q9", &diamond);
    let number = value.to_string();
    let spots = vec![start(x + 11.0, y + 4.0), end(x - 11.0, y + 4.0)];
    if latest && !point.words.is_empty() {
        let full = format!("{value}: {}", point.words);
        canvas.label(Rank::Latest, TextStyle::Safety, area, &[&full, &number], spots);
    } else {
        canvas.label(Rank::Value, TextStyle::Safety, area, &[&number], spots);
    }
}

/// The worst answer of each stretch. Seldom things are not averaged away.
fn worst_of_each_stretch<'p>(canvas: &Canvas<'_>, points: &[&'p SafetyPoint]) -> Vec<&'p SafetyPoint> {
    let mut kept = Vec::new();
    for stretch in &canvas.bars {
        let within = points.iter().filter(|p| stretch.first <= p.on && p.on < stretch.end && !p.retracted);
        kept.extend(within.max_by_key(|p| p.value).copied());
    }
    kept
}
