//! Checks: a tick when done, a diamond when due, the colour of "stop" when late.

use crate::canvas::{Area, Canvas};
use crate::model::{Check, ChecksLane, Due, DueState, Window, Zoom};
use crate::scene::{Layer, Path, Rank, end, middle, start};
use crate::text::TextStyle;

pub(super) fn draw(canvas: &mut Canvas<'_>, lane: &ChecksLane, area: &Area) -> bool {
    if canvas.zoom == Zoom::Fortnights {
        return rows(canvas, lane, area);
    }
    let y = area.top + area.height / 2.0;
    let window = canvas.t.window;
    let mut any = false;
    for due in together(lane, window) {
        any = true;
        diamond(canvas, area, &due, y);
    }
    if canvas.zoom <= Zoom::Weeks {
        any |= ticks(canvas, lane, area, y);
    }
    any
}

/// Ticks with names; checks of one day share a tick.
fn ticks(canvas: &mut Canvas<'_>, lane: &ChecksLane, area: &Area, y: f32) -> bool {
    let mut done: Vec<(jiff::civil::Date, &str)> = lane
        .checks
        .iter()
        .flat_map(|check| check.done.iter().map(move |(day, _)| (*day, check.name.as_str())))
        .filter(|(day, _)| canvas.holds(*day))
        .collect();
    done.sort_unstable();
    let any = !done.is_empty();
    let mut i = 0;
    while i < done.len() {
        let (day, first) = done[i];
        let count = done[i..].iter().take_while(|(other, _)| *other == day).count();
        let names: Vec<&str> = done[i..i + count].iter().map(|(_, name)| *name).collect();
        i += count;
        let x = canvas.x(day);
        tick(canvas, x, y);
        let all = names.join(", ");
        let many = format!("{first} +{}", count - 1);
        let wordings: &[&str] = if count > 1 { &[&all, &many] } else { &[first] };
        let spots = vec![start(x + 10.0, y + 4.0), end(x - 10.0, y + 4.0)];
        canvas.label(Rank::Note, TextStyle::Soft, area, wordings, spots);
    }
    any
}

fn tick(canvas: &mut Canvas<'_>, x: f32, y: f32) {
    let mut path = Path::new();
    path.to(x - 5.0, y).line(x - 1.5, y + 4.0).line(x + 5.5, y - 4.0);
    canvas.scene.path(Layer::Data, "ok", &path);
    canvas.scene.solid(x - 5.0, y - 4.0, x + 5.5, y + 4.0);
}

/// In the view of a year: one row a check, each value beside its tick.
fn rows(canvas: &mut Canvas<'_>, lane: &ChecksLane, area: &Area) -> bool {
    let mut any = false;
    for (i, check) in lane.checks.iter().take(8).enumerate() {
        let y = area.top + 9.0 + i as f32 * 14.0;
        let spots = vec![start(canvas.metrics.x0 + 4.0, y + 4.0)];
        canvas.label(Rank::Threshold, TextStyle::Soft, area, &[&check.name], spots);
        any |= row(canvas, check, area, y);
    }
    any
}

fn row(canvas: &mut Canvas<'_>, check: &Check, area: &Area, y: f32) -> bool {
    let window = canvas.t.window;
    let mut any = false;
    for (day, value) in check.done.iter().filter(|(day, _)| window.holds(*day)).take(40) {
        any = true;
        let x = canvas.x(*day);
        tick(canvas, x, y);
        if let Some(value) = value {
            let spots = vec![start(x + 9.0, y + 4.0), end(x - 9.0, y + 4.0)];
            canvas.label(Rank::Value, TextStyle::Soft, area, &[value], spots);
        }
    }
    for due in check.due.iter().filter(|due| due_in_sight(window, due)).take(8) {
        any = true;
        let mut shape = Path::new();
        let x = canvas.x(due.on).max(canvas.metrics.x0 + 6.0);
        shape.diamond(x, y, 5.0);
        canvas.scene.path(Layer::Data, class(due.state), &shape);
        canvas.scene.solid(x - 5.0, y - 5.0, x + 5.0, y + 5.0);
    }
    any
}

/// What falls due in sight; that of one day and kind is one diamond with all names.
fn together(lane: &ChecksLane, window: Window) -> Vec<Due> {
    let mut all: Vec<Due> = Vec::new();
    for due in lane.checks.iter().flat_map(|check| &check.due).filter(|due| due_in_sight(window, due)) {
        match all.iter_mut().find(|other| other.on == due.on && other.state == due.state) {
            Some(same) if !due.words.is_empty() => same.words = format!("{}, {}", same.words, due.words),
            Some(_) => {}
            None => all.push(due.clone()),
        }
    }
    all.truncate(40);
    all
}

/// What is overdue is shown even if its day lies before the window.
fn due_in_sight(window: Window, due: &Due) -> bool {
    window.holds(due.on) || (matches!(due.state, DueState::Overdue(_)) && due.on < window.from)
}

fn class(state: DueState) -> &'static str {
    match state {
        DueState::Due => "dueb",
        DueState::Overdue(_) => "duel",
        DueState::Conditional => "dueo",
    }
}

/// A due date with its words.
pub(super) fn diamond(canvas: &mut Canvas<'_>, area: &Area, due: &Due, y: f32) {
    let x = canvas.x(due.on).max(canvas.metrics.x0 + 8.0);
    let mut shape = Path::new();
    shape.diamond(x, y, if due.state == DueState::Conditional { 6.0 } else { 7.0 });
    canvas.scene.path(Layer::Data, class(due.state), &shape);
    canvas.scene.solid(x - 7.0, y - 7.0, x + 7.0, y + 7.0);
    let mut names = due.words.split(", ");
    let first = names.next().unwrap_or_default().to_owned();
    let few = match names.count() {
        0 => first,
        more => format!("{first} +{more}"),
    };
    let (style, rank, late) = match due.state {
        DueState::Due => (TextStyle::Care, Rank::Latest, String::new()),
        DueState::Overdue(days) => (TextStyle::Safety, Rank::Latest, format!(", {days} {}", canvas.words.overdue_days)),
        DueState::Conditional => (TextStyle::Soft, Rank::Note, String::new()),
    };
    let spots = vec![start(x + 12.0, y + 4.0), end(x - 12.0, y + 4.0), middle(x, y - 10.0)];
    let wordings = [format!("{}{late}", due.words), format!("{few}{late}"), few]
        .map(|words| words.trim_start_matches([',', ' ']).to_owned());
    canvas.label(rank, style, area, &wordings.each_ref().map(String::as_str), spots);
}
