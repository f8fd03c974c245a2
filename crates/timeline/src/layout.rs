//! Which rows a view has, how high each is, and what stands beside it.

use crate::canvas::{Area, Canvas};
use crate::form::Form;
use crate::lanes::classes::ClassRow;
use crate::model::{DoseLevel, EpisodeKind, Lane, LaneKind, Timeline, Zoom, shift};
use crate::text::{TextStyle, shorten, wrap};
use jiff::civil::Date;

/// One row of the picture.
pub(crate) enum Row<'a> {
    /// A lane as it was given.
    Lane(&'a Lane),
    /// All medicines of one class, in the views of years.
    Class(ClassRow<'a>),
    /// Episodes in place of daily mood, at ten years.
    Episodes,
    /// Medicines that had ended before this window, in one line.
    Ended(Vec<&'a Lane>),
}

/// A row with its place and its words.
pub(crate) struct Placed<'a> {
    pub row: Row<'a>,
    pub area: Area,
    /// A rule above it; related rows stand without one.
    pub rule: bool,
    pub name: Vec<String>,
    pub unit: Vec<String>,
    pub now: Vec<String>,
    pub now_style: TextStyle,
    pub context: Vec<String>,
}

/// The rows of this view, top to bottom. Lanes join, change or step back as the unit of time grows.
pub(crate) fn rows(t: &Timeline) -> Vec<Row<'_>> {
    let zoom = t.window.zoom();
    let years = zoom >= Zoom::Months;
    let episodes = zoom == Zoom::Quarters && !t.episodes.is_empty();
    let mut rows: Vec<Row<'_>> = Vec::new();
    if episodes {
        rows.push(Row::Episodes);
    }
    for lane in &t.lanes {
        match &lane.kind {
            LaneKind::Dose(_) | LaneKind::AsNeeded(_) if years => add_to_class(&mut rows, lane),
            LaneKind::Mood(_) if episodes => {}
            LaneKind::WeeksWell(_) if !years => {}
            LaneKind::Notes(_) if years => {}
            LaneKind::Checks(checks) if years && checks.checks.iter().all(|check| check.due.is_empty()) => {}
            _ if ended_before(lane, t) => add_to_ended(&mut rows, lane),
            _ => rows.push(Row::Lane(lane)),
        }
    }
    sort_medicines(&mut rows);
    let mut explained = false;
    for row in &mut rows {
        if let Row::Class(class) = row {
            class.stack(t);
            class.explained = std::mem::replace(&mut explained, true);
        }
    }
    rows
}

/// Whether this medicine ended before the window began, more than 90 days ago.
fn ended_before(lane: &Lane, t: &Timeline) -> bool {
    stopped(lane).is_some_and(|day| day < t.window.from && day < shift(t.today, -90))
}

fn stopped(lane: &Lane) -> Option<Date> {
    match &lane.kind {
        LaneKind::Dose(dose) => dose.stopped,
        LaneKind::AsNeeded(as_needed) => as_needed.stopped,
        _ => None,
    }
}

fn add_to_ended<'a>(rows: &mut Vec<Row<'a>>, lane: &'a Lane) {
    let existing = rows.iter_mut().find_map(|row| match row {
        Row::Ended(lanes) => Some(lanes),
        _ => None,
    });
    match existing {
        Some(lanes) => lanes.push(lane),
        None => rows.push(Row::Ended(vec![lane])),
    }
}

/// Medicines that stand together: those taken now by their first day, then the stopped ones, then those long ended.
fn sort_medicines(rows: &mut [Row<'_>]) {
    let key = |row: &Row<'_>| match row {
        Row::Lane(lane) => match &lane.kind {
            LaneKind::Dose(dose) => {
                Some((u8::from(dose.stopped.is_some()), dose.steps.iter().map(|step| step.from.earliest()).min()))
            }
            LaneKind::AsNeeded(as_needed) => Some((u8::from(as_needed.stopped.is_some()), Some(as_needed.from))),
            _ => None,
        },
        Row::Ended(_) => Some((2, None)),
        _ => None,
    };
    let mut i = 0;
    while i < rows.len() {
        let run = rows[i..].iter().take_while(|row| key(row).is_some()).count();
        rows[i..i + run].sort_by_key(key);
        i += run.max(1);
    }
}

/// Whether anything of a lane falls into the window; a lane of nothing takes little room.
fn is_silent(lane: &Lane, t: &Timeline) -> bool {
    let holds = |day: &Date| t.window.holds(*day);
    match &lane.kind {
        LaneKind::Score(score) => {
            let points = score.points.iter().map(|point| &point.on);
            !points.chain(&score.due).any(holds)
        }
        LaneKind::Burden(burden) => !burden.entries.iter().any(|entry| holds(&entry.on)),
        LaneKind::Sessions(sessions) if t.window.zoom() <= Zoom::Fortnights => {
            !sessions.sessions.iter().any(|session| holds(&session.on))
        }
        LaneKind::Practice(practice) => {
            let visits = practice.visits.iter().map(|visit| &visit.on);
            !visits.chain(practice.minutes.iter().map(|(day, _)| day)).any(holds)
        }
        LaneKind::Sleep(sleep) => !sleep.nights.iter().any(|(night, _)| holds(night)),
        LaneKind::Mood(mood) => !mood.days.iter().any(|day| holds(&day.on)),
        LaneKind::Measurement(measurement) => {
            let values = measurement.values.iter().map(|measured| &measured.on);
            !values.chain(measurement.due.iter().map(|due| &due.on)).any(holds)
        }
        LaneKind::Notes(notes) => !notes.iter().any(|note| holds(&note.on)),
        _ => false,
    }
}

fn add_to_class<'a>(rows: &mut Vec<Row<'a>>, lane: &'a Lane) {
    let class = crate::lanes::classes::class_of(lane);
    let existing = rows.iter_mut().find_map(|row| match row {
        Row::Class(row) if row.name == class => Some(row),
        _ => None,
    });
    match existing {
        Some(row) => row.members.push(lane),
        None => rows.push(Row::Class(ClassRow::new(class, lane))),
    }
}

/// Body height and the room above and below it.
struct Heights {
    above: f32,
    body: f32,
    below: f32,
}

fn heights(row: &Row<'_>, form: Form, t: &Timeline) -> Heights {
    let zoom = t.window.zoom();
    let pick = |wide: f32, phone: f32, print: f32| match form {
        Form::Wide => wide,
        Form::Phone => phone,
        Form::Print => print,
    };
    let of = |above: f32, body: f32, below: f32| Heights { above, body, below };
    let lane = match row {
        Row::Episodes => return of(6.0, pick(112.0, 84.0, 72.0), 10.0),
        Row::Class(class) => return of(9.0, class.rows.len().max(1) as f32 * 22.0 - 4.0, 10.0),
        Row::Ended(_) => return of(4.0, 22.0, 4.0),
        Row::Lane(lane) if is_silent(lane, t) => return of(4.0, 22.0, 4.0),
        Row::Lane(lane) => lane,
    };
    match &lane.kind {
        LaneKind::Score(score) if score.main => {
            let body = match zoom {
                Zoom::Months => pick(120.0, 100.0, 80.0),
                Zoom::Quarters => pick(90.0, 80.0, 64.0),
                _ => pick(196.0, 150.0, 98.0),
            };
            of(12.0, body, 10.0)
        }
        LaneKind::Score(_) => of(pick(14.0, 12.0, 13.0), pick(52.0, 52.0, 28.0), pick(10.0, 8.0, 8.0)),
        LaneKind::Safety(_) => of(3.0, pick(24.0, 24.0, 20.0), pick(9.0, 6.0, 4.0)),
        LaneKind::Dose(_) if zoom == Zoom::Fortnights => of(14.0, pick(42.0, 40.0, 30.0), pick(17.0, 16.0, 14.0)),
        LaneKind::Dose(_) => of(pick(12.0, 8.0, 12.0), pick(70.0, 58.0, 38.0), pick(17.0, 16.0, 14.0)),
        LaneKind::AsNeeded(_) => of(4.0, pick(28.0, 24.0, 22.0), 4.0),
        LaneKind::Burden(_) => of(pick(12.0, 12.0, 11.0), pick(42.0, 36.0, 25.0), pick(8.0, 8.0, 6.0)),
        LaneKind::Sessions(_) if zoom >= Zoom::Months => of(8.0, 20.0, 9.0),
        LaneKind::Sessions(sessions) => {
            let homework = sessions.sessions.iter().any(|session| session.homework.is_some());
            of(pick(8.0, 4.0, 6.0), if homework { pick(38.0, 38.0, 36.0) } else { 14.0 }, pick(9.0, 8.0, 7.0))
        }
        LaneKind::Practice(practice) if practice.minutes.is_empty() => of(8.0, 16.0, 8.0),
        LaneKind::Practice(_) => of(pick(8.0, 4.0, 6.0), pick(49.0, 49.0, 36.0), pick(8.0, 8.0, 6.0)),
        LaneKind::Sleep(_) => of(pick(8.0, 2.0, 6.0), pick(36.0, 36.0, 20.0), 4.0),
        LaneKind::Mood(mood) if mood.reach > 3 => {
            let body = match zoom {
                Zoom::Days | Zoom::Weeks => pick(76.0, 68.0, 56.0),
                Zoom::Fortnights => pick(132.0, 104.0, 84.0),
                _ => pick(120.0, 96.0, 80.0),
            };
            of(6.0, body, 10.0)
        }
        LaneKind::Mood(_) => of(pick(6.0, 2.0, 4.0), pick(38.0, 38.0, 28.0), 6.0),
        LaneKind::Measurement(_) => of(12.0, pick(38.0, 38.0, 26.0), 10.0),
        LaneKind::Checks(checks) if zoom == Zoom::Fortnights => of(5.0, 14.0 * checks.checks.len().clamp(1, 8) as f32 + 4.0, 5.0),
        LaneKind::Checks(_) => of(3.0, pick(24.0, 26.0, 20.0), 3.0),
        LaneKind::LifeEvents(_) => of(3.0, pick(22.0, 22.0, 20.0), 3.0),
        LaneKind::Notes(_) => of(3.0, pick(40.0, 54.0, 34.0), 3.0),
        LaneKind::WeeksWell(_) => of(20.0, pick(34.0, 34.0, 26.0), 9.0),
        LaneKind::NotShared => of(4.0, 22.0, 4.0),
    }
}

/// Places all rows from `top` downward; returns them with the y of the lower end.
pub(crate) fn place<'a>(canvas: &Canvas<'a>, top: f32) -> (Vec<Placed<'a>>, f32) {
    let mut y = top;
    let mut placed: Vec<Placed<'a>> = Vec::new();
    for row in rows(canvas.t) {
        let mut this = dress(canvas, row);
        this.rule = !placed.last().is_some_and(|before| belongs(&before.row, &this.row));
        let needed = heights(&this.row, canvas.form, canvas.t);
        let header = canvas.metrics.header;
        let area_top = y + header + needed.above;
        let bottom = (area_top + needed.body + needed.below).max(y + words_height(canvas, &this));
        this.area = Area { top: area_top, height: needed.body, lane_top: y + header, lane_bottom: bottom };
        y = bottom;
        placed.push(this);
    }
    (placed, y)
}

/// Rows that are read together have no rule between them.
fn belongs(before: &Row<'_>, this: &Row<'_>) -> bool {
    let (Row::Lane(before), Row::Lane(this)) = (before, this) else { return false };
    matches!((&before.kind, &this.kind), (LaneKind::Score(_), LaneKind::Safety(_)) | (LaneKind::Sleep(_), LaneKind::Mood(_)))
}

/// Distance from a lane's rule to the baseline of its name.
pub(crate) fn name_drop(form: Form) -> f32 {
    match form {
        Form::Wide => 21.0,
        Form::Phone => 16.0,
        Form::Print => 16.0,
    }
}

/// Height the words beside a lane need.
fn words_height(canvas: &Canvas<'_>, placed: &Placed<'_>) -> f32 {
    if canvas.form == Form::Phone {
        return canvas.metrics.header;
    }
    let line = canvas.metrics.line;
    let left = placed.name.len() + placed.unit.len();
    let right = placed.now.len() + placed.context.len();
    name_drop(canvas.form) + left.max(right).saturating_sub(1) as f32 * (line + 0.5) + 8.0
}

/// The words beside a row, broken to the room they have.
fn dress<'a>(canvas: &Canvas<'a>, row: Row<'a>) -> Placed<'a> {
    let w = canvas.words;
    let (name, unit, now, context) = match &row {
        Row::Lane(lane) => {
            let unit = lane_unit(canvas, lane);
            let now = if matches!(lane.kind, LaneKind::NotShared) { String::new() } else { lane.latest.clone() };
            (lane.name.clone(), unit, now, lane.context.clone())
        }
        Row::Ended(_) => (w.ended.to_owned(), String::new(), String::new(), String::new()),
        Row::Class(class) => {
            let names = class.current_names(canvas.t);
            let now = if names.is_empty() { w.none.to_owned() } else { names.len().to_string() };
            let unit = if class.explained { "" } else { w.class_unit };
            (class.name.clone(), unit.to_owned(), now, names.join(", "))
        }
        Row::Episodes => {
            let present = canvas.t.episodes.iter().find(|episode| episode.to.is_none());
            let now = present.map_or("", |episode| episode_word(canvas, episode.kind));
            let context = present.map_or("", |episode| episode.words.as_str());
            (w.episodes.to_owned(), w.episodes_unit.to_owned(), now.to_owned(), context.to_owned())
        }
    };
    let form = canvas.form;
    let blank = Area { top: 0.0, height: 0.0, lane_top: 0.0, lane_bottom: 0.0 };
    let mut placed = Placed {
        row,
        area: blank,
        rule: true,
        name: Vec::new(),
        unit: Vec::new(),
        now: Vec::new(),
        now_style: TextStyle::Now,
        context: Vec::new(),
    };
    if form == Form::Phone {
        dress_header(canvas, &mut placed, &name, &unit, &now, &context);
        return placed;
    }
    let m = canvas.metrics;
    placed.name = wrap(&name, TextStyle::Name, form, m.left, 2);
    placed.unit = wrap(&unit, TextStyle::Unit, form, m.left, 3);
    if TextStyle::Now.width(&now, form) > m.now_room {
        placed.now_style = TextStyle::NowSmall;
    }
    placed.now = wrap(&now, placed.now_style, form, m.now_room, 2);
    let tall = matches!(&placed.row, Row::Lane(lane) if matches!(lane.kind, LaneKind::Dose(_) | LaneKind::Score(_)));
    placed.context = wrap(&context, TextStyle::Context, form, m.now_room, if tall { 3 } else { 2 });
    placed
}

/// On the phone: name (and unit, if there is room) at the left, latest value at the right of one line.
fn dress_header(canvas: &Canvas<'_>, placed: &mut Placed<'_>, name: &str, unit: &str, now: &str, context: &str) {
    let form = canvas.form;
    let room = canvas.metrics.x1 - canvas.metrics.x0;
    let now = shorten(now, TextStyle::NowSmall, form, room * 0.5);
    let now_width = TextStyle::NowSmall.width(&now, form);
    let name = shorten(name, TextStyle::Name, form, room - now_width - 12.0);
    let mut left = room - now_width - TextStyle::Name.width(&name, form) - 24.0;
    let context_width = TextStyle::Context.width(context, form) + 6.0;
    if !context.is_empty() && context_width <= left {
        placed.context = vec![context.to_owned()];
        left -= context_width;
    }
    if !unit.is_empty() && TextStyle::Unit.width(unit, form) <= left {
        placed.unit = vec![unit.to_owned()];
    }
    placed.now_style = TextStyle::NowSmall;
    placed.name = vec![name];
    placed.now = vec![now];
}

fn episode_word(canvas: &Canvas<'_>, kind: EpisodeKind) -> &'static str {
    let w = canvas.words;
    match kind {
        EpisodeKind::Low => w.low,
        EpisodeKind::High => w.high,
        EpisodeKind::Mixed => w.mixed,
        EpisodeKind::Remission => w.well,
        EpisodeKind::Hospital => w.hospital,
    }
}

/// A lane's unit with what the picture itself has to add to it.
fn lane_unit(canvas: &Canvas<'_>, lane: &Lane) -> String {
    match &lane.kind {
        LaneKind::Dose(dose) if canvas.zoom < Zoom::Months => match &dose.level {
            DoseLevel::Simulated(_) => format!("{}; {}", lane.unit, canvas.words.shade),
            DoseLevel::NotDrawn(_) => format!("{}; {}", lane.unit, canvas.words.no_level),
            DoseLevel::Measured => lane.unit.clone(),
        },
        _ => lane.unit.clone(),
    }
}
