//! Head, grid, rules, ground of the plan, today, and the words beside the lanes.

use crate::canvas::Canvas;
use crate::days::{self, Every, Stretch};
use crate::form::Form;
use crate::layout::{Placed, Row, name_drop};
use crate::model::{LaneKind, Zoom};
use crate::scene::{Layer, Path, end, middle, start};
use crate::text::{TextStyle, wrap};

/// Height of the head: months, and below them days or weeks where the view has them.
pub(crate) fn head(zoom: Zoom) -> f32 {
    if zoom <= Zoom::Weeks { 36.0 } else { 20.0 }
}

/// Everything behind the data, and the head above it.
pub(crate) fn draw(canvas: &mut Canvas<'_>, lanes_top: f32, bottom: f32) {
    let head = head(canvas.zoom);
    let (x0, x1, now) = (canvas.metrics.x0, canvas.metrics.x1, canvas.past_edge());
    if now < x1 {
        canvas.scene.rect(Layer::Plan, "plan", [now, head, x1 - now, bottom - head], 0.0);
    }
    months(canvas);
    units(canvas);
    grid(canvas, lanes_top, bottom);
    if canvas.today_x >= x0 && canvas.today_x <= x1 {
        today(canvas, head, bottom);
    }
    if canvas.form != Form::Phone {
        let y = if head > 30.0 { 32.0 } else { 12.0 };
        let now_x = canvas.metrics.now_x;
        canvas.scene.text(Layer::Text, TextStyle::Axis, start(now_x, y), canvas.words.now);
    }
}

/// Names of months, or of years in the long views.
fn months(canvas: &mut Canvas<'_>) {
    let years = canvas.zoom >= Zoom::Months;
    let every = Every::Months(if years { 12 } else { 1 });
    let stretches = days::stretches(canvas.t, every);
    let mut ticks = Path::new();
    let mut taken: Vec<(f32, f32)> = Vec::new();
    // Years first: where months crowd, it is the plain months that give way.
    for pass in 0..2 {
        for (i, stretch) in stretches.iter().enumerate() {
            let january = stretch.first.month() == 1;
            let first = i == usize::from(stretches.first().is_some_and(|s| canvas.x_number(s.from) < canvas.metrics.x0));
            let x = canvas.x_number(stretch.from).max(canvas.metrics.x0);
            let cut = canvas.x_number(stretch.from) < canvas.metrics.x0;
            if (pass == 0) != ((years || january || first) && !cut) {
                continue;
            }
            let next = canvas.x_number(stretch.to);
            if !cut {
                ticks.to(x, 2.0).down(16.0);
            }
            for text in month_wordings(canvas, stretch, years, first || january) {
                let right = x + 3.0 + TextStyle::Month.width(&text, canvas.form);
                let roomy = right <= next || text.chars().count() <= 3;
                if roomy && right <= canvas.metrics.x1 + 2.0 && taken.iter().all(|(l, r)| right + 4.0 <= *l || x + 3.0 >= r + 4.0)
                {
                    taken.push((x + 3.0, right));
                    canvas.scene.text(Layer::Text, TextStyle::Month, start(x + 3.0, 12.0), &text);
                    break;
                }
            }
        }
    }
    canvas.scene.path(Layer::Grid, "wk", &ticks);
}

fn month_wordings(canvas: &Canvas<'_>, stretch: &Stretch, years: bool, with_year: bool) -> Vec<String> {
    let year = stretch.first.year();
    if years {
        return vec![year.to_string(), format!("’{:02}", year.rem_euclid(100))];
    }
    let month = canvas.words.months[usize::try_from(stretch.first.month() - 1).unwrap_or(0).min(11)];
    if with_year {
        let two_digits = year.rem_euclid(100);
        let full = format!("{month} {year}");
        if stretch.first.month() == 1 {
            vec![full, year.to_string(), format!("’{two_digits:02}")]
        } else {
            vec![full, format!("{month} ’{two_digits:02}"), month.to_owned()]
        }
    } else {
        vec![month.to_owned()]
    }
}

/// Second line of the head: weeks since the start, or days of the month.
fn units(canvas: &mut Canvas<'_>) {
    let w = canvas.words;
    let course = canvas.t.course_start;
    let caption = match (canvas.zoom, course) {
        (Zoom::Days, _) => w.by_day,
        (Zoom::Weeks, Some(_)) => w.weeks_since_start,
        (Zoom::Weeks, None) => w.week_of,
        (Zoom::Fortnights, _) => w.by_fortnight,
        (Zoom::Months, _) => w.by_month,
        (Zoom::Quarters, _) => w.by_quarter,
    };
    if canvas.form != Form::Phone {
        let y = if canvas.zoom <= Zoom::Weeks { 32.0 } else { 12.0 };
        canvas.scene.text(Layer::Text, TextStyle::Axis, start(0.0, y), caption);
    }
    if canvas.zoom > Zoom::Weeks {
        return;
    }
    let mut right_end = f32::MIN;
    let course = course.map(days::number);
    for stretch in canvas.bars.clone() {
        let x = canvas.x_number(stretch.from);
        let text = match course.filter(|_| canvas.zoom == Zoom::Weeks) {
            Some(course) if stretch.from < course => continue,
            Some(course) => {
                let week = (stretch.from - course) / 7;
                if canvas.form == Form::Phone && week == 0 { format!("{} 0", w.week) } else { week.to_string() }
            }
            None => stretch.first.day().to_string(),
        };
        let half = TextStyle::Axis.width(&text, canvas.form) / 2.0;
        let leftmost = if canvas.form == Form::Phone { canvas.metrics.x0 + half } else { canvas.metrics.x0 };
        let even = course.is_none_or(|course| (stretch.from - course) / 7 % 2 == 0);
        let crowded = canvas.per_day() * (stretch.to - stretch.from) as f32 <= 40.0 && canvas.zoom == Zoom::Weeks;
        let fits = x - half >= right_end + 6.0 && x + half <= canvas.metrics.x1 + 2.0;
        if fits && (even || !crowded) && x + 2.0 * half >= leftmost {
            let x = x.max(leftmost);
            canvas.scene.text(Layer::Text, TextStyle::Axis, middle(x, 32.0), &text);
            right_end = x + half;
        }
    }
}

fn grid(canvas: &mut Canvas<'_>, top: f32, bottom: f32) {
    let every = match canvas.zoom {
        Zoom::Days => Every::Days(1),
        Zoom::Weeks => Every::Days(7),
        Zoom::Fortnights => Every::Months(1),
        Zoom::Months => Every::Months(6),
        Zoom::Quarters => Every::Months(12),
    };
    let mut lines = Path::new();
    for stretch in days::stretches(canvas.t, every) {
        let x = canvas.x_number(stretch.from);
        if x > canvas.metrics.x0 && x < canvas.metrics.x1 {
            lines.to(x, top).down(bottom);
        }
    }
    canvas.scene.path(Layer::Grid, "wk", &lines);
}

/// The today line and its tab at the foot.
fn today(canvas: &mut Canvas<'_>, top: f32, bottom: f32) {
    let x = canvas.today_x;
    let mut line = Path::new();
    line.to(x, top + 2.0).down(bottom + 2.0);
    canvas.scene.path(Layer::Today, "today", &line);
    let date = canvas.date(canvas.t.today);
    let half = TextStyle::Today.width(&date, canvas.form) / 2.0 + 10.0;
    let (left, right) = (canvas.metrics.x0.min(0.0), canvas.metrics.width);
    let tab_x = x.clamp(left + half, right - half);
    canvas.scene.rect(Layer::Tab, "todayb", [tab_x - half, bottom + 2.0, half * 2.0, 19.0], 4.0);
    canvas.scene.text(Layer::Tab, TextStyle::Today, middle(tab_x, bottom + 15.5), &date);
    let ahead = canvas.words.planned_ahead;
    let after = tab_x + half + 8.0;
    if x < canvas.metrics.x1 - 2.0 && after + TextStyle::Axis.width(ahead, canvas.form) <= right {
        canvas.scene.text(Layer::Tab, TextStyle::Axis, start(after, bottom + 15.5), ahead);
    }
}

/// Rules between rows: one path for all.
pub(crate) fn rules(canvas: &mut Canvas<'_>, placed: &[Placed<'_>]) {
    let mut path = Path::new();
    for row in placed.iter().filter(|row| row.rule) {
        path.to(0.0, row.area.lane_top - canvas.metrics.header).across(canvas.metrics.width);
    }
    canvas.scene.path(Layer::Grid, "rule", &path);
}

/// Name, unit, latest value and context of one row.
pub(crate) fn words(canvas: &mut Canvas<'_>, placed: &Placed<'_>) {
    let top = placed.area.lane_top - canvas.metrics.header;
    let y = top + name_drop(canvas.form);
    if canvas.form == Form::Phone {
        header(canvas, placed, y);
        return;
    }
    let line = canvas.metrics.line;
    let mut left = y;
    for (style, lines) in [(TextStyle::Name, &placed.name), (TextStyle::Unit, &placed.unit)] {
        for text in lines {
            canvas.scene.text(Layer::Text, style, start(0.0, left), text);
            left += line + 0.5;
        }
    }
    let now_x = canvas.metrics.now_x;
    let mut right = y + 1.0;
    for (style, lines) in [(placed.now_style, &placed.now), (TextStyle::Context, &placed.context)] {
        for text in lines {
            canvas.scene.text(Layer::Text, style, start(now_x, right), text);
            right += line + 0.5;
        }
    }
    key(canvas, placed, left);
}

/// On the phone: one line above the lane.
fn header(canvas: &mut Canvas<'_>, placed: &Placed<'_>, y: f32) {
    let form = canvas.form;
    let mut x = canvas.metrics.x0;
    for (style, lines) in [(TextStyle::Name, &placed.name), (TextStyle::Unit, &placed.unit)] {
        for text in lines {
            canvas.scene.text(Layer::Text, style, start(x, y), text);
            x += style.width(text, form) + 6.0;
        }
    }
    let mut x = canvas.metrics.now_x;
    for (style, lines) in [(TextStyle::Context, &placed.context), (placed.now_style, &placed.now)] {
        for text in lines {
            canvas.scene.text(Layer::Text, style, end(x, y), text);
            x -= style.width(text, form) + 6.0;
        }
    }
}

/// Small keys under a lane's unit, where there is room: the fan's, and the tick of a missed dose.
fn key(canvas: &mut Canvas<'_>, placed: &Placed<'_>, y: f32) {
    let Row::Lane(lane) = &placed.row else { return };
    let bottom = placed.area.lane_bottom - 4.0;
    match &lane.kind {
        LaneKind::Score(score) if score.main && !canvas.patient() && canvas.zoom <= Zoom::Fortnights => {
            let Some(fan) = &score.fan else {
                if y + 6.0 <= bottom {
                    let words = canvas.words.no_usual_course;
                    canvas.scene.text(Layer::Text, TextStyle::Unit, start(0.0, y), words);
                }
                return;
            };
            let lines = wrap(&fan.words, TextStyle::Unit, canvas.form, canvas.metrics.left - 32.0, 4);
            let top = y + 14.0;
            if top + lines.len() as f32 * canvas.metrics.line > bottom {
                return;
            }
            canvas.scene.rect(Layer::Data, "fan8", [0.0, top - 10.0, 26.0, 11.0], 0.0);
            canvas.scene.rect(Layer::Data, "fan5", [0.0, top - 7.0, 26.0, 5.0], 0.0);
            for (i, text) in lines.iter().enumerate() {
                let spot = start(32.0, top + i as f32 * canvas.metrics.line);
                canvas.scene.text(Layer::Text, TextStyle::Unit, spot, text);
            }
        }
        LaneKind::Dose(dose) if dose.missed.iter().any(|day| canvas.holds(*day)) => {
            let line = (placed.area.base() + 10.0).max(y);
            if line <= bottom + 2.0 {
                let mut tick = Path::new();
                tick.to(2.0, line - 8.0).down(line);
                canvas.scene.path(Layer::Data, "missed", &tick);
                let words = canvas.words.dose_missed;
                canvas.scene.text(Layer::Text, TextStyle::Unit, start(9.0, line), words);
            }
        }
        _ => {}
    }
}
