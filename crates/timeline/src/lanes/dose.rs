//! A regular medicine: steps, what was missed, the plan ahead; under it the simulated level, pale and dashed after today.

use crate::canvas::{Area, Canvas};
use crate::days::{begins, number};
use crate::lanes::score::thin;
use crate::model::{DoseLane, DoseLevel, PlannedStep, SimulatedLevel, Span, When, Zoom};
use crate::scene::{Layer, Path, Rank, end, start};
use crate::text::TextStyle;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The lane's scale and edges.
struct Scale {
    base: f32,
    height: f32,
    top_dose: f32,
    /// Where the past of this medicine ends on the plot: today, or the day it was stopped.
    until: f32,
}

impl Scale {
    fn y(&self, dose: f32) -> f32 {
        self.base - self.height * (dose / self.top_dose).clamp(0.0, 1.0)
    }
}

fn number_of(dose: Decimal) -> f32 {
    dose.to_f32().unwrap_or(0.0).max(0.0)
}

pub(super) fn draw(canvas: &mut Canvas<'_>, lane: &DoseLane, area: &Area) -> bool {
    let doses = lane.steps.iter().filter_map(|step| step.dose).chain(lane.planned.iter().map(|step| step.dose));
    let highest = doses.map(number_of).fold(0.0, f32::max);
    let stop_x = lane.stopped.map_or(f32::MAX, |day| canvas.x(day) + canvas.per_day());
    let scale = Scale {
        base: area.base(),
        height: area.height,
        top_dose: if highest > 0.0 { highest * 1.1 } else { 1.0 },
        until: canvas.past_edge().min(canvas.clamp(stop_x)),
    };
    let shaded = match &lane.level {
        DoseLevel::Simulated(level) => simulated(canvas, level, &scale),
        DoseLevel::Measured | DoseLevel::NotDrawn(_) => plain(canvas, lane, &scale),
    };
    let any = steps(canvas, lane, area, &scale);
    taking(canvas, lane, &scale);
    stop_bar(canvas, lane, area, &scale);
    let ahead = plan(canvas, lane, area, &scale);
    any || ahead || shaded
}

/// What is known of one day's dose.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Day {
    /// Taken, this much.
    Taken(f32),
    /// Known to have been missed, or not prescribed.
    None,
    /// Nobody said; this much was prescribed, where the strength is known.
    Unknown(f32),
}

impl Day {
    /// The least and the most that can have been taken.
    fn bounds(self) -> (f32, f32) {
        match self {
            Self::Taken(dose) => (dose, dose),
            Self::None => (0.0, 0.0),
            Self::Unknown(dose) => (0.0, dose),
        }
    }
}

/// A step with the day from which it counts.
pub(crate) struct Begun<'a> {
    pub from: jiff::civil::Date,
    pub step: &'a crate::model::DoseStep,
}

/// All steps in the order in which they began.
pub(crate) fn in_order(lane: &DoseLane, today: jiff::civil::Date) -> Vec<Begun<'_>> {
    let mut steps: Vec<Begun<'_>> = lane.steps.iter().map(|step| Begun { from: begins(&step.from, today), step }).collect();
    steps.sort_by_key(|begun| begun.from);
    steps
}

/// Fill under the line where no level is simulated: the plain dose. Hatch: what was perhaps not taken, because nobody said.
fn plain(canvas: &mut Canvas<'_>, lane: &DoseLane, scale: &Scale) -> bool {
    let steps = in_order(lane, canvas.t.today);
    let Some(first) = steps.first().map(|begun| begun.from) else { return false };
    let last = canvas.t.today.min(lane.stopped.unwrap_or(canvas.t.today));
    let length = usize::try_from(number(last) - number(first) + 1).unwrap_or(0).min(40_000);
    let days = what_was_taken(lane, first, &prescribed(&steps, first, length));
    let doses: Vec<(f32, f32)> = days.into_iter().map(Day::bounds).collect();
    let shapes = fills(canvas, scale, first, &doses, (canvas.metrics.x0, scale.until));
    canvas.scene.path(Layer::Data, "lvl2", &shapes.sure);
    canvas.scene.hatch(Layer::Data, &shapes.possible);
    false
}

/// The simulated level: filled up to today, pale with a dashed edge after it. Hatch: what it may be on top of that.
fn simulated(canvas: &mut Canvas<'_>, level: &SimulatedLevel, scale: &Scale) -> bool {
    let (x0, x1, now) = (canvas.metrics.x0, canvas.metrics.x1, canvas.past_edge());
    let past = fills(canvas, scale, level.from, &level.days, (x0, now));
    canvas.scene.path(Layer::Data, "lvl", &past.sure);
    canvas.scene.hatch(Layer::Data, &past.possible);
    let ahead = fills(canvas, scale, level.from, &level.days, (now, x1));
    canvas.scene.path(Layer::Data, "lvl2", &ahead.sure);
    canvas.scene.hatch(Layer::Data, &ahead.possible);
    // A level that stands still lies on the line of the dose, which says it already.
    let heights = || ahead.edge.iter().flat_map(|(_, low, high)| [*low, *high]);
    let moves = heights().fold(f32::MIN, f32::max) - heights().fold(f32::MAX, f32::min) > scale.height * 0.02;
    if moves {
        let mut edge = Path::new();
        edge.joined(thin(&ahead.edge.iter().map(|(x, low, _)| (*x, *low)).collect::<Vec<_>>()));
        if ahead.edge.iter().any(|(_, low, high)| low - high > 0.8) {
            edge.joined(thin(&ahead.edge.iter().map(|(x, _, high)| (*x, *high)).collect::<Vec<_>>()));
        }
        canvas.scene.path(Layer::Data, "lvlp", &edge);
    }
    past.any || moves
}

/// The shapes under a stretch of a line.
struct Fills {
    /// What is sure.
    sure: Path,
    /// The band between that and what is possible.
    possible: Path,
    /// Both edges: x, y of what is sure, y of what is possible.
    edge: Vec<(f32, f32, f32)>,
    /// Anything to be seen.
    any: bool,
}

/// What lies under a line of doses or levels, one a day, between two edges of the plot.
fn fills(
    canvas: &Canvas<'_>,
    scale: &Scale,
    first: jiff::civil::Date,
    levels: &[(f32, f32)],
    (left, right): (f32, f32),
) -> Fills {
    let first_x = canvas.x(first);
    // The lowest of what falls on one pixel: a missed dose is never smoothed away.
    let step = (1.5 / canvas.per_day()).ceil().max(1.0) as usize;
    let mut shapes = Fills { sure: Path::new(), possible: Path::new(), edge: Vec::new(), any: false };
    let mut band: Vec<(f32, f32, f32)> = Vec::new();
    for (i, chunk) in levels.chunks(step).enumerate() {
        let x = first_x + (i * step) as f32 * canvas.per_day();
        let to_x = x + chunk.len() as f32 * canvas.per_day();
        if to_x <= left || x >= right {
            continue;
        }
        let low = scale.y(chunk.iter().map(|level| level.0).fold(f32::MAX, f32::min));
        let high = scale.y(chunk.iter().map(|level| level.1).fold(f32::MAX, f32::min));
        let (x, to_x) = (x.max(left), to_x.min(right));
        if shapes.edge.is_empty() {
            shapes.edge.push((x, low, high));
        }
        shapes.edge.push((to_x, low, high));
        if low - high > 0.8 {
            if band.is_empty() {
                band.push((x, low, high));
            }
            band.push((to_x, low, high));
        } else {
            close_band(&mut shapes.possible, &mut band);
        }
    }
    close_band(&mut shapes.possible, &mut band);
    let sure: Vec<(f32, f32)> = shapes.edge.iter().map(|(x, low, _)| (*x, *low)).collect();
    if sure.iter().any(|(_, y)| *y < scale.base - 0.3) {
        close_fill(&mut shapes.sure, &sure, scale.base);
    }
    shapes.any = shapes.edge.iter().any(|(_, _, high)| *high < scale.base - 0.3);
    shapes
}

/// The daily dose that was prescribed on each day from `first`.
fn prescribed(steps: &[Begun<'_>], first: jiff::civil::Date, length: usize) -> Vec<Option<f32>> {
    let start = number(first);
    let mut doses = vec![None; length];
    for (i, begun) in steps.iter().enumerate() {
        let from = (number(begun.from) - start).max(0) as usize;
        let to = steps.get(i + 1).map_or(length, |next| (number(next.from) - start).max(0) as usize);
        if let Some(slots) = doses.get_mut(from.min(length)..to.min(length)) {
            slots.fill(begun.step.dose.map(number_of));
        }
    }
    doses
}

/// What is known to have been taken on each day from `first`.
fn what_was_taken(lane: &DoseLane, first: jiff::civil::Date, prescribed: &[Option<f32>]) -> Vec<Day> {
    let mut days: Vec<Day> = prescribed.iter().map(|dose| dose.map_or(Day::Unknown(0.0), Day::Taken)).collect();
    let start = number(first);
    for missed in &lane.missed {
        let slot = usize::try_from(number(*missed) - start).ok().and_then(|i| days.get_mut(i));
        if let Some(day) = slot {
            *day = Day::None;
        }
    }
    for Span { from, to } in &lane.unknown {
        let from = (number(*from) - start).max(0) as usize;
        let to = to.map_or(days.len(), |to| (number(to) - start + 1).max(0) as usize).min(days.len());
        for (day, dose) in days.iter_mut().zip(prescribed).take(to).skip(from) {
            *day = Day::Unknown(dose.unwrap_or(0.0));
        }
    }
    days
}

/// Closes a line of levels down to the base.
fn close_fill(path: &mut Path, line: &[(f32, f32)], base: f32) {
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return };
    path.to(first.0, base);
    for (x, y) in thin(line) {
        path.line(x, y);
    }
    path.line(last.0, base).close();
}

/// Closes a run of (x, lower, upper) into a band and begins anew.
fn close_band(path: &mut Path, band: &mut Vec<(f32, f32, f32)>) {
    if !band.is_empty() {
        let upper = band.iter().map(|(x, _, high)| (*x, *high));
        let lower = band.iter().rev().map(|(x, low, _)| (*x, *low));
        path.joined(upper.chain(lower)).close();
    }
    band.clear();
}

/// The stepped line and its labels.
fn steps(canvas: &mut Canvas<'_>, lane: &DoseLane, area: &Area, scale: &Scale) -> bool {
    let steps = in_order(lane, canvas.t.today);
    let (x0, until) = (canvas.metrics.x0, scale.until);
    let mut path = Path::new();
    let (mut drawing, mut any) = (false, false);
    let mut y_before = scale.base;
    for (i, Begun { from, step }) in steps.iter().enumerate() {
        let own_x = canvas.x(*from);
        let next_x = steps.get(i + 1).map_or(f32::MAX, |next| canvas.x(next.from)).min(until);
        let y = step.dose.map_or(scale.base - scale.height * 0.5, |dose| scale.y(number_of(dose)));
        if let When::Between { earliest, latest, words } = &step.from {
            rough_start(canvas, area, canvas.x(*earliest), canvas.x(*latest), y, words);
        }
        if next_x <= x0 || own_x >= until {
            y_before = y;
            continue;
        }
        any = true;
        let x = own_x.max(x0);
        if step.dose.is_some() {
            if drawing {
                path.across(x).down(y);
                canvas.scene.solid(x - 1.0, y.min(y_before), x + 1.0, y.max(y_before));
            } else {
                path.to(x, if own_x < x0 { y } else { y_before }).down(y);
            }
            path.across(next_x);
            canvas.scene.solid(x, y - 1.5, next_x, y + 1.5);
        } else {
            strength_unknown(canvas, x, next_x, y, scale.base);
        }
        drawing = step.dose.is_some();
        label(canvas, area, step, lane, x, y, next_x);
        y_before = y;
    }
    canvas.scene.path(Layer::Data, "dose", &path);
    any
}

/// A hatched box of half the lane's height: taken, but nobody knows how much.
fn strength_unknown(canvas: &mut Canvas<'_>, x: f32, to: f32, y: f32, base: f32) {
    let mut block = Path::new();
    block.block(x, y, to - x, base - y);
    canvas.scene.hatch(Layer::Data, &block);
    canvas.scene.path(Layer::Data, "unkn", &block);
}

/// "75 mg, at night", shortened until it fits; on the step, or under its line.
fn label(canvas: &mut Canvas<'_>, area: &Area, step: &crate::model::DoseStep, lane: &DoseLane, x: f32, y: f32, to: f32) {
    let wordings = match step.dose {
        None => vec![canvas.words.strength_unknown.to_owned()],
        Some(dose) => {
            let bare = dose.normalize().to_string();
            let full = format!("{bare} {}", lane.dose_unit);
            let long = if step.words.is_empty() { full.clone() } else { format!("{full}, {}", step.words) };
            if canvas.form == crate::form::Form::Phone { vec![full, bare] } else { vec![long, full, bare] }
        }
    };
    let wordings: Vec<&str> = wordings.iter().map(String::as_str).collect();
    let inside = (to - x > 20.0).then(|| start(x + 5.0, y + 14.0));
    let mut spots = vec![start(x + 4.0, y - 5.0)];
    spots.extend(inside);
    spots.push(end(x - 4.0, y - 5.0));
    canvas.label(Rank::Latest, TextStyle::Dose, area, &wordings, spots);
}

/// A start that is known only roughly: dotted from the earliest to the latest day.
fn rough_start(canvas: &mut Canvas<'_>, area: &Area, from: f32, to: f32, y: f32, words: &str) {
    let (from, to) = (canvas.clamp(from), canvas.clamp(to));
    if to - from < 1.0 {
        return;
    }
    let mut path = Path::new();
    path.to(from, y).across(to);
    canvas.scene.path(Layer::Data, "rough", &path);
    canvas.label(Rank::Note, TextStyle::Soft, area, &[words], vec![start(from + 2.0, y + 14.0), start(from + 2.0, y - 5.0)]);
}

/// Missed doses as ticks below the base; in the view of days a dot for each one taken.
fn taking(canvas: &mut Canvas<'_>, lane: &DoseLane, scale: &Scale) {
    let mut missed = Path::new();
    for day in lane.missed.iter().filter(|day| canvas.holds(**day)) {
        let x = canvas.x_noon(*day);
        missed.to(x, scale.base + 3.0).down(scale.base + 11.0);
    }
    canvas.scene.path(Layer::Data, "missed", &missed);
    if canvas.zoom > Zoom::Days {
        return;
    }
    let first = canvas.t.window.from;
    let length = usize::try_from(number(canvas.t.today) - number(first)).unwrap_or(0).min(60);
    let begun = in_order(lane, canvas.t.today).first().map_or(i32::MAX, |begun| number(begun.from));
    let ended = lane.stopped.map_or(i32::MAX, number);
    let days = what_was_taken(lane, first, &vec![Some(1.0); length]);
    let mut dots = Path::new();
    for (i, day) in days.iter().enumerate() {
        let date = number(first) + i as i32;
        if *day == Day::Taken(1.0) && date >= begun && date <= ended {
            dots.ring(canvas.x_number(date) + canvas.per_day() / 2.0, scale.base + 7.0, 2.2);
        }
    }
    canvas.scene.path(Layer::Data, "medf", &dots);
}

fn stop_bar(canvas: &mut Canvas<'_>, lane: &DoseLane, area: &Area, scale: &Scale) {
    let Some(stopped) = lane.stopped.filter(|day| canvas.holds(*day)) else { return };
    let x = (canvas.x(stopped) + canvas.per_day()).min(canvas.metrics.x1);
    let mut bar = Path::new();
    bar.to(x, scale.base - 14.0).down(scale.base);
    canvas.scene.path(Layer::Data, "dose", &bar);
    let spots = vec![start(x + 6.0, scale.base - 3.0), end(x - 6.0, scale.base - 3.0)];
    canvas.label(Rank::Note, TextStyle::Dose, area, &[canvas.words.stopped], spots);
}

/// What is planned: a dashed line over a hatched ground; a step with a condition is a box of its own.
fn plan(canvas: &mut Canvas<'_>, lane: &DoseLane, area: &Area, scale: &Scale) -> bool {
    let x1 = canvas.metrics.x1;
    let now = canvas.past_edge();
    let steps = in_order(lane, canvas.t.today);
    let current = steps.iter().rfind(|begun| begun.from <= canvas.t.today).and_then(|begun| begun.step.dose);
    let current = if lane.stopped.is_some_and(|day| day <= canvas.t.today) { None } else { current };
    let mut planned: Vec<&PlannedStep> = lane.planned.iter().filter(|step| step.condition.is_none()).collect();
    planned.sort_by_key(|step| step.from);
    let mut corners: Vec<(f32, f32)> = Vec::new();
    if let Some(dose) = current.filter(|_| now < x1) {
        corners.push((now, scale.y(number_of(dose))));
    }
    for step in planned {
        let x = canvas.x(step.from).max(now);
        if x >= x1 {
            break;
        }
        let y = scale.y(number_of(step.dose));
        if let Some(last) = corners.last() {
            corners.push((x, last.1));
        }
        corners.push((x, y));
        let text = format!("{} {}", step.dose.normalize(), lane.dose_unit);
        let bare = step.dose.normalize().to_string();
        let spots = vec![start(x + 4.0, y - 5.0), start(x + 5.0, y + 14.0)];
        canvas.label(Rank::Latest, TextStyle::Dose, area, &[&text, &bare], spots);
    }
    let mut dashed = Path::new();
    let mut hatch = Path::new();
    if let (Some(first), Some(last)) = (corners.first().copied(), corners.last().copied()) {
        dashed.joined(corners.iter().copied()).across(x1);
        hatch.to(first.0, scale.base);
        corners.iter().for_each(|(x, y)| {
            hatch.line(*x, *y);
        });
        hatch.line(x1, last.1).down(scale.base).close();
    }
    // Where a level is simulated its own shading says what is ahead, and hatch is left to what nobody knows.
    if !matches!(lane.level, DoseLevel::Simulated(_)) {
        canvas.scene.hatch(Layer::Data, &hatch);
    }
    canvas.scene.path(Layer::Data, "dosep", &dashed);
    let level = corners.first().map_or(scale.base, |corner| corner.1);
    for step in lane.planned.iter().filter(|step| step.condition.is_some()) {
        condition(canvas, lane, area, scale, step, level);
    }
    !corners.is_empty()
}

/// "100 if PHQ-9 over 9", in a dashed box from the present dose to that one.
fn condition(canvas: &mut Canvas<'_>, lane: &DoseLane, area: &Area, scale: &Scale, step: &PlannedStep, level: f32) {
    let x = canvas.x(step.from).max(canvas.past_edge());
    let to = step.until.map_or(x + 28.0 * canvas.per_day(), |day| canvas.x(day)).min(canvas.metrics.x1);
    if to - x < 2.0 {
        return;
    }
    let dose = number_of(step.dose);
    let y = scale.y(dose);
    let (top, bottom) = (y.min(level), y.max(level).max(y.min(level) + 6.0));
    canvas.scene.rect(Layer::Data, "cond", [x, top, to - x, bottom - top], 0.0);
    let bare = step.dose.normalize().to_string();
    let condition = step.condition.as_deref().unwrap_or_default();
    let long = format!("{bare} {} {condition}", lane.dose_unit);
    let short = format!("{bare} {condition}");
    let inside = |text: &str| TextStyle::Dose.width(text, canvas.form) + 8.0 <= to - x;
    let spots = if inside(&short) {
        vec![start(x + 5.0, top + 12.5)]
    } else {
        vec![start(x, top - 4.0), end(to, top - 4.0), start(x + 5.0, top + 12.5)]
    };
    let wordings: &[&str] = if inside(&short) && !inside(&long) { &[&short] } else { &[&long, &short, &bare] };
    canvas.label(Rank::Mark, TextStyle::Dose, area, wordings, spots);
}
