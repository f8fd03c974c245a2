//! Side-effect burden: a bar a week, full at or above the action line, with the symptom in the patient's words.

use crate::canvas::{Area, Canvas};
use crate::model::BurdenLane;
use crate::scene::{Layer, Path, Rank, end, middle, start};
use crate::text::TextStyle;

pub(super) fn draw(canvas: &mut Canvas<'_>, lane: &BurdenLane, area: &Area) -> bool {
    let unit = area.height / lane.max.max(1) as f32;
    let action = lane.action.as_ref().map_or(i32::MAX, |line| line.at);
    if let Some(line) = &lane.action {
        let y = area.base() - line.at.clamp(0, lane.max) as f32 * unit;
        let mut path = Path::new();
        path.to(canvas.metrics.x0, y).across(canvas.metrics.x1);
        canvas.scene.path(Layer::Fan, "carel", &path);
        let right = canvas.metrics.x1 - 5.0;
        let (today, left) = (canvas.past_edge() - 6.0, canvas.metrics.x0 + 6.0);
        let spots = vec![end(right, y - 4.0), end(right, y + 12.0), start(left, y - 4.0), end(today, y - 4.0)];
        canvas.label(Rank::Threshold, TextStyle::Care, area, &[&line.words], spots);
    }
    let mut any = false;
    let mut run: Option<Run> = None;
    let mut said = false;
    for stretch in canvas.weeks.clone() {
        let within = lane.entries.iter().filter(|entry| stretch.first <= entry.on && entry.on < stretch.end);
        let worst = within.max_by_key(|entry| entry.value);
        let edges = canvas.bar_edges(&stretch);
        let (Some(worst), Some((left, right))) = (worst, edges) else {
            said |= say_run(canvas, area, run.take().filter(|_| !said));
            continue;
        };
        any = true;
        let value = worst.value.clamp(0, lane.max);
        let height = value as f32 * unit;
        let high = worst.value >= action;
        if value == 0 {
            // Told and none: a mark, so that it is not taken for an answer that is missing.
            canvas.scene.rect(Layer::Data, "bur0", [left, area.base() - 2.0, right - left, 2.0], 0.0);
        } else {
            let class = if high { "burh" } else { "bur" };
            canvas.scene.rect(Layer::Data, class, [left, area.base() - height, right - left, height], 1.5);
        }
        let top = area.base() - height;
        canvas.scene.solid(left, top, right, area.base());
        if high {
            let spots = vec![middle((left + right) / 2.0, top - 3.0)];
            canvas.label(Rank::Value, TextStyle::Value, area, &[&worst.value.to_string()], spots);
            let run = run.get_or_insert_with(|| Run { left, right, top, words: worst.words.clone() });
            (run.right, run.top) = (right, run.top.min(top));
        } else {
            said |= say_run(canvas, area, run.take().filter(|_| !said));
        }
    }
    say_run(canvas, area, run.filter(|_| !said));
    any
}

/// High bars that follow one another.
struct Run {
    left: f32,
    right: f32,
    top: f32,
    words: String,
}

/// The words beside the first run of high bars.
fn say_run(canvas: &mut Canvas<'_>, area: &Area, run: Option<Run>) -> bool {
    let Some(run) = run.filter(|run| !run.words.is_empty()) else { return false };
    let y = run.top + 4.0;
    let spots = vec![
        start(run.right + 10.0, y),
        start(run.right + 10.0, y + 12.0),
        end(run.left - 10.0, y),
        start(run.right + 10.0, y - 8.0),
    ];
    canvas.label(Rank::Note, TextStyle::Care, area, &[&run.words], spots);
    true
}
