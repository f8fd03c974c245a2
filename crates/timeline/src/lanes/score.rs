//! A questionnaire's total: whole range, bands, response and remission lines, usual course, points and their marks.

use crate::canvas::{Area, Canvas};
use crate::form::Form;
use crate::model::{Answer, EpisodeKind, LaneKind, Mark, MarkKind, ScoreLane, ScorePoint, Zoom};
use crate::scene::{Layer, Path, Rank, clip, end, middle, start};
use crate::text::TextStyle;

/// Vertical scale in tenths of a point.
struct Scale {
    top: f32,
    height: f32,
    min: f32,
    span: f32,
}

impl Scale {
    fn y(&self, tenths: i32) -> f32 {
        let share = ((tenths as f32 - self.min) / self.span).clamp(0.0, 1.0);
        self.top + self.height * (1.0 - share)
    }
}

pub(super) fn draw(canvas: &mut Canvas<'_>, score: &ScoreLane, area: &Area) -> bool {
    let scale = Scale {
        top: area.top,
        height: area.height,
        min: (score.min * 10) as f32,
        span: ((score.max - score.min).max(1) * 10) as f32,
    };
    if canvas.patient() {
        well_zone(canvas, score, area, &scale);
    } else {
        bands(canvas, score, area, &scale);
    }
    if score.main && canvas.zoom == Zoom::Months && !canvas.t.lanes.iter().any(|l| matches!(l.kind, LaneKind::Mood(_))) {
        super::episodes::behind(canvas, area, &[EpisodeKind::Remission, EpisodeKind::Hospital]);
    }
    if canvas.zoom <= Zoom::Fortnights {
        fan(canvas, score, &scale);
    }
    thresholds(canvas, score, area, &scale);
    let any = points(canvas, score, area, &scale);
    let due = due(canvas, score, area);
    any || due
}

/// Severity bands: one sand ramp, names at the right end of the tall lane.
fn bands(canvas: &mut Canvas<'_>, score: &ScoreLane, area: &Area, scale: &Scale) {
    let (x0, x1) = (canvas.metrics.x0, canvas.metrics.x1);
    for (i, band) in score.bands.iter().take(5).enumerate() {
        let low = if band.from <= score.min { score.min * 10 } else { band.from * 10 - 5 };
        let high = if band.to >= score.max { score.max * 10 } else { band.to * 10 + 5 };
        let (top, bottom) = (scale.y(high), scale.y(low));
        // Fewer bands spread over the same ramp: the worst is always the darkest.
        let shade = if score.bands.len() > 1 { i * 4 / (score.bands.len() - 1) } else { 0 }.min(4) as u8;
        let class = ["b0", "b1", "b2", "b3", "b4"][usize::from(shade)];
        canvas.scene.rect(Layer::Band, class, [x0, top, x1 - x0, bottom - top], 0.0);
        if score.main {
            let full = format!("{} {}–{}", band.name, band.from, band.to);
            let wordings: &[&str] = if canvas.form == Form::Phone { &[&band.name] } else { &[&full, &band.name] };
            let y = (top + bottom) / 2.0 + 4.0;
            let spots = vec![end(x1 - 5.0, y), end(canvas.past_edge() - 6.0, y)];
            canvas.label(Rank::Band, TextStyle::Band(shade), area, wordings, spots);
        }
    }
}

/// For patients: no severity names, one pale zone of being well.
fn well_zone(canvas: &mut Canvas<'_>, score: &ScoreLane, area: &Area, scale: &Scale) {
    let Some(line) = &score.remission else { return };
    let (x0, x1) = (canvas.metrics.x0, canvas.metrics.x1);
    let (top, bottom) =
        if score.more_is_better { (area.top, scale.y(line.at_tenths)) } else { (scale.y(line.at_tenths), area.base()) };
    canvas.scene.rect(Layer::Band, "wellz", [x0, top, x1 - x0, bottom - top], 0.0);
    let y = (top + bottom) / 2.0 + 4.0;
    let spots = vec![start(x0 + 6.0, y), end(x1 - 5.0, y)];
    canvas.label(Rank::Threshold, TextStyle::Threshold, area, &[canvas.words.well], spots);
}

/// The usual course: eight in ten, half, and the middle one.
fn fan(canvas: &mut Canvas<'_>, score: &ScoreLane, scale: &Scale) {
    let Some(fan) = &score.fan else { return };
    let (x0, x1) = (canvas.metrics.x0, canvas.metrics.x1);
    let line = |value: fn(&crate::model::FanPoint) -> i32| {
        let points: Vec<_> = fan.points.iter().map(|p| (canvas.x(p.on), scale.y(value(p)))).collect();
        clip(&points, x0, x1)
    };
    let (low80, low50, median) = (line(|p| p.low80), line(|p| p.low50), line(|p| p.median));
    let (high50, high80) = (line(|p| p.high50), line(|p| p.high80));
    for (class, low, high) in [("fan8", low80, high80), ("fan5", low50, high50)] {
        let mut path = Path::new();
        path.joined(low.into_iter().chain(high.into_iter().rev())).close();
        canvas.scene.path(Layer::Fan, class, &path);
    }
    let mut path = Path::new();
    path.joined(median);
    canvas.scene.path(Layer::Fan, "fanm", &path);
}

/// Response and remission lines, named at the left end, and lines that ask for a closer look.
fn thresholds(canvas: &mut Canvas<'_>, score: &ScoreLane, area: &Area, scale: &Scale) {
    let (x0, x1) = (canvas.metrics.x0, canvas.metrics.x1);
    let remission = if canvas.patient() { &None } else { &score.remission };
    for (class, style, line) in [
        ("resp", TextStyle::Threshold, &score.response),
        ("remi", TextStyle::Threshold, remission),
        ("carel", TextStyle::Care, &score.look_closer),
    ] {
        let Some(line) = line else { continue };
        let y = scale.y(line.at_tenths);
        let mut path = Path::new();
        path.to(x0, y).across(x1);
        canvas.scene.path(Layer::Fan, class, &path);
        // A short lane has room for one name; the response line's is the one that is always drawn alike.
        if !score.main && class != "carel" && score.response.is_some() {
            continue;
        }
        let left = [start(x0 + 6.0, y - 5.0), start(x0 + 6.0, y + 13.0)];
        let right = [end(x1 - 5.0, y - 5.0), end(x1 - 5.0, y + 13.0)];
        let at_the_right = class == "carel" || canvas.patient() || !score.main;
        let between = [0.25, 0.4, 0.55, 0.7].map(|share| start(x0 + (x1 - x0) * share, y - 5.0));
        let spots = if at_the_right { [&right[..], &left, &between] } else { [&left[..], &right, &between] }.concat();
        canvas.label(Rank::Threshold, style, area, &[&line.words], spots);
    }
}

/// A total with its place.
struct Dot<'a> {
    x: f32,
    y: f32,
    total: i32,
    point: &'a ScorePoint,
}

fn points(canvas: &mut Canvas<'_>, score: &ScoreLane, area: &Area, scale: &Scale) -> bool {
    let mut points: Vec<&ScorePoint> = score.points.iter().collect();
    points.sort_by_key(|point| point.on);
    let mut series: Vec<(&str, Vec<Dot<'_>>)> = Vec::new();
    let mut any = false;
    for point in points {
        let x = canvas.x(point.on);
        match point.answer {
            Answer::Total(total) => {
                let dot = Dot { x, y: scale.y(total.saturating_mul(10)), total, point };
                match series.iter_mut().find(|(name, _)| *name == point.series) {
                    Some((_, dots)) => dots.push(dot),
                    None => series.push((&point.series, vec![dot])),
                }
            }
            _ if canvas.zoom >= Zoom::Months || !canvas.holds(point.on) => {}
            Answer::Retracted(total) => {
                let y = total.map_or(area.base() - 7.0, |total| scale.y(total.saturating_mul(10)));
                any = true;
                retracted(canvas, x, y);
            }
            _ => {
                any = true;
                missing(canvas, &point.answer, x, area.base() - 7.0);
            }
        }
    }
    for (i, (_, dots)) in series.iter().enumerate() {
        any |= dots.iter().any(|dot| canvas.holds(dot.point.on));
        one_series(canvas, score, area, dots, i > 0);
    }
    any
}

/// One version and mode of the questionnaire: a line of its own.
fn one_series(canvas: &mut Canvas<'_>, score: &ScoreLane, area: &Area, dots: &[Dot<'_>], other: bool) {
    let line: Vec<(f32, f32)> = dots.iter().map(|dot| (dot.x, dot.y)).collect();
    let line = clip(&line, canvas.metrics.x0, canvas.metrics.x1);
    let mut path = Path::new();
    path.joined(thin(&line).iter().copied());
    let line_class = match (other, score.main && canvas.zoom <= Zoom::Fortnights) {
        (true, _) => "ln3",
        (false, true) => "ln",
        (false, false) => "ln2",
    };
    canvas.scene.path(Layer::Data, line_class, &path);
    canvas.scene.solid_line(&line);

    let seen: Vec<&Dot<'_>> = dots.iter().filter(|dot| canvas.holds(dot.point.on)).collect();
    let dense = canvas.zoom >= Zoom::Months || seen.len() as f32 * 11.0 > canvas.metrics.x1 - canvas.metrics.x0;
    let notable = notable(&seen);
    let small = if canvas.form == Form::Print { 0.8 } else { 1.0 };
    let r = if score.main && !dense { 5.0 } else { 3.8 } * small;
    for (i, dot) in seen.iter().enumerate() {
        let stands_out = notable[i];
        if dense && !stands_out && dot.point.mark.is_none() {
            continue;
        }
        canvas.scene.circle(Layer::Data, if other { "dot2" } else { "dot" }, dot.x, dot.y, r);
        canvas.scene.solid(dot.x - r, dot.y - r, dot.x + r, dot.y + r);
        let mut lift = r + 5.0;
        if let (Some(mark), true) = (&dot.point.mark, score.main) {
            lift = lift.max(draw_mark(canvas, score, area, dot, mark));
        }
        let last = i + 1 == seen.len();
        let rank = if last {
            Rank::Latest
        } else if stands_out {
            Rank::Mark
        } else {
            Rank::Value
        };
        let spots = vec![
            middle(dot.x, dot.y - lift),
            middle(dot.x, dot.y + lift + 9.0),
            start(dot.x + r + 4.0, dot.y + 4.0),
            end(dot.x - r - 4.0, dot.y + 4.0),
        ];
        canvas.label(rank, TextStyle::Value, area, &[&dot.total.to_string()], spots);
    }
}

/// First, last, highest and lowest of the points, and every turn that stands out of the half year around it.
fn notable(dots: &[&Dot<'_>]) -> Vec<bool> {
    let mut notable: Vec<bool> = (0..dots.len()).map(|i| is_turn(dots, i)).collect();
    let lowest = dots.iter().map(|dot| dot.total).min();
    let highest = dots.iter().map(|dot| dot.total).max();
    for wanted in [lowest, highest] {
        if let Some(i) = dots.iter().position(|dot| Some(dot.total) == wanted) {
            notable[i] = true;
        }
    }
    for i in [0, dots.len().wrapping_sub(1)] {
        if let Some(flag) = notable.get_mut(i) {
            *flag = true;
        }
    }
    notable
}

/// Whether a point is the highest (or lowest) within 200 days to both sides, by at least a fifth of the whole spread.
fn is_turn(dots: &[&Dot<'_>], i: usize) -> bool {
    let near = |dot: &Dot<'_>| (crate::days::number(dot.point.on) - crate::days::number(dots[i].point.on)).abs() <= 200;
    // The nearest one counts however far it is.
    let totals = |dots: &mut dyn Iterator<Item = &&Dot<'_>>| -> Vec<i32> {
        dots.enumerate().take_while(|(k, dot)| *k == 0 || near(dot)).map(|(_, dot)| dot.total).collect()
    };
    let (before, after) = (totals(&mut dots[..i].iter().rev()), totals(&mut dots[i + 1..].iter()));
    let spread = dots.iter().map(|dot| dot.total).max().unwrap_or(0) - dots.iter().map(|dot| dot.total).min().unwrap_or(0);
    let own = dots[i].total;
    let out_of = |side: &[i32], sign: i32| {
        side.iter().all(|other| sign * (own - other) >= 0) && side.iter().any(|other| sign * (own - other) * 5 >= spread.max(1))
    };
    // Of equals next to one another the first stands for all.
    let repeats = i > 0 && dots[i - 1].total == own;
    !repeats && [1, -1].iter().any(|sign| out_of(&before, *sign) && out_of(&after, *sign))
}

/// Ring for response and remission, bar for reliable change; the same in the colour of "stop" for the worse.
/// Returns how far above the dot its value has to stand.
fn draw_mark(canvas: &mut Canvas<'_>, score: &ScoreLane, area: &Area, dot: &Dot<'_>, mark: &Mark) -> f32 {
    let (x, y) = (dot.x, dot.y);
    let better = if score.more_is_better { -1.0 } else { 1.0 };
    let style = if mark.kind == MarkKind::Worse { TextStyle::Safety } else { TextStyle::Note };
    let lift = match mark.kind {
        MarkKind::Response | MarkKind::Remission => {
            canvas.scene.circle(Layer::Data, "ring", x, y, 9.0);
            canvas.scene.solid(x - 9.0, y - 9.0, x + 9.0, y + 9.0);
            13.0
        }
        MarkKind::ReliableChange | MarkKind::Worse => {
            let worse = mark.kind == MarkKind::Worse;
            let bar_y = if worse { y - 10.0 * better } else { y + 10.0 * better };
            let mut bar = Path::new();
            bar.to(x - 7.0, bar_y).across(x + 7.0);
            canvas.scene.path(Layer::Data, if worse { "ringw" } else { "ring" }, &bar);
            canvas.scene.solid(x - 7.0, bar_y - 2.0, x + 7.0, bar_y + 2.0);
            if bar_y < y { 15.0 } else { 10.0 }
        }
    };
    let side = if mark.kind == MarkKind::Worse { -8.0 } else { 14.0 };
    let spots = vec![
        end(x - 12.0, y + side),
        start(x + 12.0, y + side),
        end(x - 12.0, y + 24.0),
        start(x + 12.0, y + 24.0),
        middle(x, y + 28.0),
        end(x - 12.0, y - 14.0),
        start(x + 12.0, y - 14.0),
    ];
    canvas.label(Rank::Mark, style, area, &[&mark.words], spots);
    lift
}

/// Taken back: grey, struck through, joined to nothing.
fn retracted(canvas: &mut Canvas<'_>, x: f32, y: f32) {
    canvas.scene.circle(Layer::Data, "retr", x, y, 4.0);
    let mut strike = Path::new();
    strike.to(x - 7.0, y).across(x + 7.0);
    canvas.scene.path(Layer::Data, "retrx", &strike);
    canvas.scene.solid(x - 7.0, y - 4.0, x + 7.0, y + 4.0);
}

/// Each kind of missing has its own mark on the base; none of them is a point on the line.
fn missing(canvas: &mut Canvas<'_>, answer: &Answer, x: f32, y: f32) {
    let mut mark = Path::new();
    match answer {
        Answer::NotAnswered => {
            canvas.scene.circle(Layer::Data, "miss", x, y, 4.0);
            mark.to(x - 4.5, y + 4.5).line(x + 4.5, y - 4.5);
        }
        Answer::Declined => {
            canvas.scene.rect(Layer::Data, "miss", [x - 4.0, y - 4.0, 8.0, 8.0], 1.0);
            mark.to(x - 2.0, y).across(x + 2.0);
        }
        _ => canvas.scene.circle(Layer::Data, "leftout", x, y, 4.0),
    }
    canvas.scene.path(Layer::Data, "missx", &mark);
    canvas.scene.solid(x - 5.0, y - 5.0, x + 5.0, y + 5.0);
}

/// Where the next ones are due: small dashed circles on the base.
fn due(canvas: &mut Canvas<'_>, score: &ScoreLane, area: &Area) -> bool {
    let y = area.base() - 7.0;
    let mut days: Vec<_> = score.due.iter().copied().filter(|day| canvas.holds(*day)).collect();
    days.sort();
    if canvas.zoom >= Zoom::Months {
        days.truncate(1);
    }
    for day in days.iter().take(60) {
        let x = canvas.x(*day);
        canvas.scene.circle(Layer::Data, "due", x, y, 4.0);
        canvas.scene.solid(x - 4.0, y - 4.0, x + 4.0, y + 4.0);
    }
    !days.is_empty()
}

/// A line with at most two points per pixel column, its lowest and highest: no peak is smoothed away.
pub(super) fn thin(points: &[(f32, f32)]) -> Vec<(f32, f32)> {
    if points.len() < 400 {
        return points.to_vec();
    }
    let mut thinned: Vec<(f32, f32)> = Vec::with_capacity(1_600);
    let mut column: Vec<(f32, f32)> = Vec::new();
    let flush = |column: &mut Vec<(f32, f32)>, out: &mut Vec<(f32, f32)>| {
        let low = column.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1));
        let high = column.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1));
        if let (Some(low), Some(high)) = (low, high) {
            out.push(low);
            if high != low {
                out.push((high.0.max(low.0), high.1));
            }
        }
        column.clear();
    };
    for point in points {
        if column.first().is_some_and(|first| point.0 - first.0 >= 1.5) {
            flush(&mut column, &mut thinned);
        }
        column.push(*point);
    }
    flush(&mut column, &mut thinned);
    thinned
}
