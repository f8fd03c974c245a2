//! Hours slept: a line with its gaps; from a year up the shortest and longest night of each stretch.

use crate::canvas::{Area, Canvas};
use crate::model::{SleepLane, Zoom};
use crate::scene::{Layer, Path, Rank, middle};
use crate::text::TextStyle;
use jiff::civil::Date;

/// Shown range, in minutes. Nights outside it are drawn at its edge and told in full by the table.
const SHOWN: (f32, f32) = (3.0 * 60.0, 11.0 * 60.0);

pub(super) fn draw(canvas: &mut Canvas<'_>, lane: &SleepLane, area: &Area) -> bool {
    let y = |minutes: u32| {
        let share = (minutes as f32 - SHOWN.0) / (SHOWN.1 - SHOWN.0);
        area.base() - area.height * share.clamp(0.0, 1.0)
    };
    if let Some((low, high)) = lane.band {
        let (top, bottom) = (y(high), y(low));
        let (x0, x1) = (canvas.metrics.x0, canvas.metrics.x1);
        canvas.scene.rect(Layer::Band, "band", [x0, top, x1 - x0, bottom - top], 0.0);
    }
    let mut nights: Vec<(Date, u32)> =
        lane.nights.iter().copied().filter(|(day, _)| canvas.holds(*day) && *day <= canvas.t.today).collect();
    nights.sort_unstable();
    if canvas.zoom >= Zoom::Fortnights {
        ranges(canvas, &nights, y);
    } else {
        line(canvas, &nights, area, y);
    }
    !nights.is_empty()
}

/// One line; a night without an answer breaks it, a night alone is a dot.
fn line(canvas: &mut Canvas<'_>, nights: &[(Date, u32)], area: &Area, y: impl Fn(u32) -> f32) {
    let mut path = Path::new();
    let mut before: Option<(Date, f32)> = None;
    let mut points = Vec::new();
    for (day, minutes) in nights {
        let (x, y) = (canvas.x_noon(*day), y(*minutes));
        let joined = before.is_some_and(|(last, _)| crate::days::number(*day) - crate::days::number(last) == 1);
        if joined {
            path.line(x, y)
        } else {
            path.to(x, y).across(x + 0.1)
        };
        points.push((x, y));
        before = Some((*day, y));
    }
    canvas.scene.path(Layer::Data, "sl", &path);
    if canvas.zoom == Zoom::Days {
        for ((x, _), (_, minutes)) in points.iter().zip(nights) {
            let hours = format!("{}.{}", minutes / 60, minutes % 60 / 6);
            let spots = vec![middle(*x, area.base() + 1.0)];
            canvas.label(Rank::Note, TextStyle::Soft, area, &[&hours], spots);
        }
    }
}

/// Bars from the shortest to the longest night; all in one element.
fn ranges(canvas: &mut Canvas<'_>, nights: &[(Date, u32)], y: impl Fn(u32) -> f32) {
    let mut path = Path::new();
    let stretches = if canvas.zoom == Zoom::Quarters { canvas.bars.clone() } else { canvas.weeks.clone() };
    for stretch in stretches {
        let within = stretch.of(nights, |night| night.0).iter();
        let (low, high) = within.fold((u32::MAX, 0), |(low, high), (_, m)| (low.min(*m), high.max(*m)));
        let Some((left, right)) = canvas.bar_edges(&stretch).filter(|_| low <= high) else { continue };
        let width = (right - left).min(10.0);
        let x = (left + right - width) / 2.0;
        path.block(x, y(high) - 1.0, width, y(low) - y(high) + 2.0);
    }
    canvas.scene.path(Layer::Data, "slr", &path);
}
