//! A medicine taken when needed: one dot per day taken; counts per month in the view of a year.

use crate::canvas::{Area, Canvas};
use crate::model::{AsNeededLane, Zoom};
use crate::scene::{Layer, Path, Rank, middle, start};
use crate::text::TextStyle;

pub(super) fn draw(canvas: &mut Canvas<'_>, lane: &AsNeededLane, area: &Area) -> bool {
    let y = area.top + area.height / 2.0;
    let mut any = false;
    let window = canvas.t.window;
    if canvas.zoom <= Zoom::Weeks {
        for (day, times) in lane.taken.iter().filter(|(day, _)| window.holds(*day)) {
            any = true;
            let x = canvas.x_noon(*day);
            for i in 0..(*times).clamp(1, 3) {
                canvas.scene.circle(Layer::Data, "medf", x, y - i as f32 * 6.0, 2.6);
            }
            canvas.scene.solid(x - 3.0, y - 3.0, x + 3.0, y + 3.0);
        }
    } else {
        any = counts(canvas, lane, area, y);
    }
    if let Some(stopped) = lane.stopped.filter(|day| canvas.holds(*day)) {
        any = true;
        let x = canvas.x(stopped);
        let mut bar = Path::new();
        bar.to(x, y - 7.0).down(y + 7.0);
        canvas.scene.path(Layer::Data, "dose", &bar);
        canvas.label(Rank::Note, TextStyle::Dose, area, &[canvas.words.stopped], vec![start(x + 6.0, y + 4.0)]);
    }
    any
}

/// Days taken per month, as numbers.
fn counts(canvas: &mut Canvas<'_>, lane: &AsNeededLane, area: &Area, y: f32) -> bool {
    let mut any = false;
    for stretch in canvas.weeks.clone() {
        let days = lane.taken.iter().filter(|(day, _)| stretch.first <= *day && *day < stretch.end).count();
        let Some((left, right)) = canvas.bar_edges(&stretch).filter(|_| days > 0) else { continue };
        any = true;
        let text = days.to_string();
        canvas.label(Rank::Value, TextStyle::Dose, area, &[&text], vec![middle((left + right) / 2.0, y + 4.0)]);
    }
    any
}
