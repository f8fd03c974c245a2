//! A complementary practice: classes or visits as circles, minutes a week as bars against a dashed aim.

use super::glyphs;
use crate::canvas::{Area, Canvas};
use crate::model::{PracticeLane, Visit, Zoom};
use crate::scene::{Layer, Path, Rank, end, start};
use crate::text::TextStyle;
use jiff::civil::Date;

pub(super) fn draw(canvas: &mut Canvas<'_>, lane: &PracticeLane, area: &Area) -> bool {
    let visits = visits(canvas, lane, area.top + 5.0);
    let minutes = !lane.minutes.is_empty() && minutes(canvas, lane, area);
    visits || minutes
}

fn visits(canvas: &mut Canvas<'_>, lane: &PracticeLane, y: f32) -> bool {
    let mut visits: Vec<&Visit> = lane.visits.iter().filter(|visit| canvas.holds(visit.on)).collect();
    visits.sort_by_key(|visit| visit.on);
    let crowded = visits.len() as f32 * 7.0 > canvas.metrics.x1 - canvas.metrics.x0;
    let r = if canvas.zoom >= Zoom::Fortnights { 3.2 } else { 4.3 };
    if crowded || canvas.zoom >= Zoom::Months {
        for stretch in canvas.bars.clone() {
            // One circle a stretch, of the best that happened in it; the table has the numbers.
            let best = stretch.of(&visits, |visit| visit.on).iter().min_by_key(|visit| visit.state as u8);
            if let Some(best) = best {
                let x = (canvas.x_number(stretch.from) + canvas.x_number(stretch.to)) / 2.0;
                let x = canvas.clamp(x);
                glyphs::visit(&mut canvas.scene, best.state, x, y, r);
            }
        }
    } else {
        for visit in &visits {
            let x = canvas.x(visit.on);
            glyphs::visit(&mut canvas.scene, visit.state, x, y, r);
            canvas.scene.solid(x - r, y - r, x + r, y + r);
        }
    }
    !visits.is_empty()
}

/// Sums per week; longer stretches show the mean week, so that the aim keeps its meaning.
fn minutes(canvas: &mut Canvas<'_>, lane: &PracticeLane, area: &Area) -> bool {
    let mut entries: Vec<(Date, u32)> = lane.minutes.clone();
    entries.sort_unstable();
    let mut bars = Vec::new();
    for stretch in canvas.weeks.clone() {
        let within = stretch.of(&entries, |entry| entry.0);
        let Some(edges) = canvas.bar_edges(&stretch).filter(|_| !within.is_empty()) else { continue };
        let total: u32 = within.iter().map(|entry| entry.1).sum();
        let known_days = (stretch.to - stretch.from).min(crate::days::number(canvas.t.today) + 1 - stretch.from);
        let per_week = total as f32 * 7.0 / (known_days.max(7) as f32);
        bars.push((edges, if stretch.to - stretch.from == 7 { total as f32 } else { per_week }));
    }
    let aim = lane.aim.unwrap_or(0) as f32;
    let top = bars.iter().map(|bar| bar.1).fold(aim, f32::max).max(1.0) * 1.05;
    let room = area.height - 14.0;
    if lane.aim.is_some() {
        let y = area.base() - room * aim / top;
        let from = lane.from.map_or(canvas.metrics.x0, |day| canvas.clamp(canvas.x(day)));
        let x1 = canvas.metrics.x1;
        let mut path = Path::new();
        path.to(from, y).across(x1);
        canvas.scene.path(Layer::Fan, "cmpl", &path);
        let spots = vec![end(x1 - 5.0, y - 4.0), end(x1 - 5.0, y + 12.0), start(from + 5.0, y - 4.0)];
        canvas.label(Rank::Threshold, TextStyle::Soft, area, &[&lane.aim_words], spots);
    }
    for ((left, right), amount) in &bars {
        // Zero minutes that were told still leave a mark.
        let height = (room * amount / top).max(if *amount > 0.0 { 2.0 } else { 1.0 });
        let class = if *amount > 0.0 { "cmp" } else { "cmp0" };
        canvas.scene.rect(Layer::Data, class, [*left, area.base() - height, right - left, height], 1.5);
        canvas.scene.solid(*left, area.base() - height, *right, area.base());
    }
    !bars.is_empty()
}
