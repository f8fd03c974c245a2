//! Talking therapy: a shape per session with the homework set at it; in the views of years a block per course.

use super::glyphs;
use crate::canvas::{Area, Canvas};
use crate::days::number;
use crate::model::{Attendance, CourseBlock, Session, SessionLane, Span, Zoom};
use crate::scene::{Layer, Path, Rank, end, middle, start};
use crate::text::TextStyle;

pub(super) fn draw(canvas: &mut Canvas<'_>, lane: &SessionLane, area: &Area) -> bool {
    if canvas.zoom >= Zoom::Months {
        return courses(canvas, lane, area);
    }
    let mut sessions: Vec<&Session> = lane.sessions.iter().filter(|session| canvas.holds(session.on)).collect();
    sessions.sort_by_key(|session| (session.on, session.at));
    let size = if canvas.zoom == Zoom::Fortnights || (canvas.form == crate::form::Form::Phone && canvas.per_day() < 2.2) {
        8.0
    } else {
        12.0
    };
    let y = area.top + 6.0;
    let mut i = 0;
    while i < sessions.len() {
        let same_day = sessions[i..].iter().take_while(|session| session.on == sessions[i].on).count();
        one_day(canvas, area, &sessions[i..i + same_day], y, size);
        i += same_day;
    }
    if canvas.zoom == Zoom::Fortnights {
        homework_by_month(canvas, &sessions, area);
    } else {
        homework(canvas, &sessions, area);
    }
    !sessions.is_empty()
}

/// The sessions of one day: side by side up to three, beyond that one shape with their number.
fn one_day(canvas: &mut Canvas<'_>, area: &Area, sessions: &[&Session], y: f32, size: f32) {
    for (i, session) in sessions.iter().take(3).enumerate() {
        let hour = session.at.filter(|_| canvas.zoom == Zoom::Days).map_or(0.0, |at| f32::from(at.hour()) / 24.0);
        let beside = if canvas.zoom == Zoom::Days { 0.0 } else { i as f32 * size * 0.6 };
        let x = canvas.x(session.on) + hour * canvas.per_day() + beside;
        let x = x.clamp(canvas.metrics.x0 + size / 2.0, canvas.metrics.x1 - size / 2.0);
        glyphs::session(&mut canvas.scene, session.modality, session.state, x, y, size);
        canvas.scene.solid(x - size / 2.0, y - size / 2.0, x + size / 2.0, y + size / 2.0);
        if sessions.len() > 3 && i == 2 {
            let more = format!("{} {}", sessions.len(), canvas.words.events);
            canvas.label(Rank::Note, TextStyle::Soft, area, &[&more], vec![start(x + size, y + 4.0)]);
        }
        if let Some(at) = session.at.filter(|_| canvas.zoom == Zoom::Days) {
            let time = format!("{}:{:02}", at.hour(), at.minute());
            let spots = vec![start(x + 9.0, y + 4.0), end(x - 9.0, y + 4.0)];
            canvas.label(Rank::Note, TextStyle::Soft, area, &[&time], spots);
        }
    }
}

/// A cell under each session, filled from the bottom by the share done; no cell where none was set.
fn homework(canvas: &mut Canvas<'_>, sessions: &[&Session], area: &Area) {
    let (top, height) = (area.base() - 16.0, 16.0);
    for (i, session) in sessions.iter().enumerate() {
        let Some(homework) = session.homework.filter(|homework| homework.set > 0) else { continue };
        let next = sessions.get(i + 1).map_or(7, |next| (number(next.on) - number(session.on)).clamp(1, 7));
        let left = canvas.x(session.on) + canvas.per_day().min(2.0);
        let width = (next as f32 * canvas.per_day() * 0.72).clamp(3.0, 40.0).min(canvas.past_edge() - left);
        if width >= 2.0 {
            cell(canvas, [left, top, width, height], homework.set, homework.done, homework.could_not);
        }
    }
}

/// In the view of a year one cell a month, for all that was set in it.
fn homework_by_month(canvas: &mut Canvas<'_>, sessions: &[&Session], area: &Area) {
    let (top, height) = (area.base() - 16.0, 16.0);
    for stretch in canvas.weeks.clone() {
        let (mut set, mut done, mut could_not) = (0, 0, 0);
        for homework in stretch.of(sessions, |session| session.on).iter().filter_map(|session| session.homework) {
            set += homework.set;
            done += homework.done;
            could_not += homework.could_not;
        }
        if let Some((left, right)) = canvas.bar_edges(&stretch).filter(|_| set > 0) {
            cell(canvas, [left, top, right - left, height], set, done, could_not);
        }
    }
}

/// Empty tint: none done. A short bar: could not be done, with a reason; left out of the share.
fn cell(canvas: &mut Canvas<'_>, [left, top, width, height]: [f32; 4], set: u32, done: u32, could_not: u32) {
    canvas.scene.rect(Layer::Data, "hwb", [left, top, width, height], 1.5);
    let counted = set.saturating_sub(could_not);
    if counted == 0 {
        let mut bar = Path::new();
        bar.to(left + width * 0.25, top + height / 2.0).across(left + width * 0.75);
        canvas.scene.path(Layer::Data, "psyx", &bar);
        return;
    }
    let share = (done as f32 / counted as f32).min(1.0);
    if share > 0.0 {
        let filled = height * share;
        canvas.scene.rect(Layer::Data, "hw", [left, top + height - filled, width, filled], 1.5);
    }
}

/// Blocks with "n of n": full as far as done, pale as far as planned.
fn courses(canvas: &mut Canvas<'_>, lane: &SessionLane, area: &Area) -> bool {
    let derived;
    let blocks = if lane.courses.is_empty() {
        derived = derive_courses(lane);
        &derived
    } else {
        &lane.courses
    };
    let y = area.top + 1.0;
    let mut any = false;
    for block in blocks {
        let from = canvas.x(block.span.from);
        let to = block.span.to.map_or(canvas.past_edge(), |day| canvas.x(day) + canvas.per_day());
        let (left, right) = (canvas.clamp(from), canvas.clamp(to.max(from + 4.0)));
        if right - left < 1.0 {
            continue;
        }
        any = true;
        let past = right.min(canvas.past_edge());
        canvas.scene.rect(Layer::Data, "hwb", [left, y, right - left, 18.0], 4.0);
        if past > left && block.done > 0 {
            canvas.scene.rect(Layer::Data, "psy", [left, y, past - left, 18.0], 4.0);
        }
        canvas.scene.solid(left, y, right, y + 18.0);
        let words = format!("{}, {} {} {}", block.name, block.done, canvas.words.of, block.of);
        let inside = TextStyle::CourseOn.width(&words, canvas.form) + 12.0 <= past - left && block.done > 0;
        if inside {
            canvas.label(Rank::Latest, TextStyle::CourseOn, area, &[&words], vec![middle((left + past) / 2.0, y + 13.0)]);
        } else {
            let short = format!("{}/{}", block.done, block.of);
            let spots = vec![start(right + 6.0, y + 13.0), end(left - 6.0, y + 13.0)];
            canvas.label(Rank::Note, TextStyle::Course, area, &[&words, &short], spots);
        }
    }
    any
}

/// Courses read off the sessions: a pause of more than 90 days begins a new one.
fn derive_courses(lane: &SessionLane) -> Vec<CourseBlock> {
    let mut sessions: Vec<&Session> = lane.sessions.iter().filter(|s| s.state != Attendance::Cancelled).collect();
    sessions.sort_by_key(|session| session.on);
    let mut blocks: Vec<CourseBlock> = Vec::new();
    for session in sessions {
        let name = session.name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
        let attended = u32::from(session.state == Attendance::Attended);
        let open = blocks.iter_mut().rev().find(|block| block.name == name);
        let open = open.filter(|block| block.span.to.is_some_and(|to| number(session.on) - number(to) <= 90));
        match open {
            Some(block) => {
                block.span.to = Some(session.on);
                block.done += attended;
                block.of += 1;
            }
            None => blocks.push(CourseBlock {
                name: name.to_owned(),
                span: Span { from: session.on, to: Some(session.on) },
                done: attended,
                of: 1,
            }),
        }
    }
    blocks
}
