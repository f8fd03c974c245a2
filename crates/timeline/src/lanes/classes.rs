//! Medicines in the views of years: one row a class, a bar a medicine with its name on it.

use crate::canvas::{Area, Canvas};
use crate::days::number;
use crate::model::{Lane, LaneKind, Timeline, Zoom};
use crate::scene::{Layer, Path, Rank, end, start};
use crate::text::TextStyle;
use jiff::civil::Date;

/// All medicines of one class.
pub(crate) struct ClassRow<'a> {
    pub name: String,
    pub members: Vec<&'a Lane>,
    /// Bars that overlap in time stand in rows of their own.
    pub rows: Vec<Vec<Bar<'a>>>,
    /// A class above has already said how to read the bars.
    pub explained: bool,
}

/// One medicine from its first to its last day.
pub(crate) struct Bar<'a> {
    lane: &'a Lane,
    from: Date,
    to: Option<Date>,
    rough: bool,
}

/// The class a medicine is shown under; its own name where it has none.
pub(crate) fn class_of(lane: &Lane) -> String {
    let class = match &lane.kind {
        LaneKind::Dose(dose) => &dose.class,
        LaneKind::AsNeeded(as_needed) => &as_needed.class,
        _ => &lane.name,
    };
    if class.is_empty() { lane.name.clone() } else { class.clone() }
}

fn bar(lane: &Lane) -> Option<Bar<'_>> {
    match &lane.kind {
        LaneKind::Dose(dose) => {
            let first = dose.steps.iter().min_by_key(|step| step.from.earliest())?;
            let rough = first.from.earliest() != first.from.latest();
            Some(Bar { lane, from: first.from.earliest(), to: dose.stopped, rough })
        }
        LaneKind::AsNeeded(as_needed) => Some(Bar { lane, from: as_needed.from, to: as_needed.stopped, rough: false }),
        _ => None,
    }
}

impl<'a> ClassRow<'a> {
    pub(crate) fn new(name: String, lane: &'a Lane) -> Self {
        Self { name, members: vec![lane], rows: Vec::new(), explained: false }
    }

    /// Sorts the bars of this window into rows.
    pub(crate) fn stack(&mut self, t: &Timeline) {
        let mut bars: Vec<Bar<'a>> = self.members.iter().filter_map(|lane| bar(lane)).collect();
        bars.retain(|bar| bar.from < t.window.to && bar.to.is_none_or(|to| to >= t.window.from));
        bars.sort_by_key(|bar| bar.from);
        for bar in bars {
            let free = self.rows.iter().position(|row| row.last().is_some_and(|last| last.to.is_some_and(|to| to < bar.from)));
            match free {
                Some(i) => self.rows[i].push(bar),
                // More rows than this would make the picture a wall; the table has them all.
                None if self.rows.len() < 6 => self.rows.push(vec![bar]),
                None => {}
            }
        }
    }

    /// Names of those taken today.
    pub(crate) fn current_names(&self, t: &Timeline) -> Vec<String> {
        let mut bars: Vec<Bar<'_>> = self.members.iter().filter_map(|lane| bar(lane)).collect();
        bars.retain(|bar| bar.from <= t.today && bar.to.is_none_or(|to| to > t.today));
        bars.iter().map(|bar| bar.lane.name.clone()).collect()
    }
}

pub(super) fn draw(canvas: &mut Canvas<'_>, class: &ClassRow<'_>, area: &Area) -> bool {
    for (i, row) in class.rows.iter().enumerate() {
        let y = area.top + i as f32 * 22.0;
        let mut before: Option<f32> = None;
        for bar in row {
            let from = canvas.clamp(canvas.x(bar.from));
            if let Some(gap_from) = before.filter(|gap_from| from - gap_from > 50.0 && class.rows.len() == 1) {
                let spot = start(gap_from + 4.0, y + 13.0);
                canvas.label(Rank::Note, TextStyle::Soft, area, &[canvas.words.none], vec![spot]);
            }
            before = Some(one(canvas, area, bar, from, y));
        }
    }
    !class.rows.is_empty()
}

/// One bar; returns its right edge.
fn one(canvas: &mut Canvas<'_>, area: &Area, bar: &Bar<'_>, from: f32, y: f32) -> f32 {
    let ended = bar.to.filter(|to| *to < canvas.t.window.to);
    let to = bar.to.map_or(canvas.past_edge(), |day| canvas.clamp(canvas.x(day) + canvas.per_day()));
    let to = to.min(canvas.past_edge()).max(from + 3.0);
    canvas.scene.rect(Layer::Data, if bar.rough { "mbaru" } else { "mbar" }, [from, y, to - from, 18.0], 4.0);
    canvas.scene.solid(from, y, to, y + 18.0);
    let mut line = Path::new();
    if ended.is_some() {
        line.to(to, y).down(y + 18.0);
        canvas.scene.path(Layer::Data, "dose", &line);
    } else if canvas.metrics.x1 - to > 3.0 {
        line.to(to, y + 9.0).across(canvas.metrics.x1);
        canvas.scene.path(Layer::Data, "dosep2", &line);
    }
    let short = bar.lane.name.clone();
    let long = doses(bar.lane).filter(|_| canvas.zoom == Zoom::Months).map(|doses| format!("{short} {doses}"));
    let long = long.as_deref().unwrap_or(&short);
    let inside = |text: &str| TextStyle::BarOn.width(text, canvas.form) + 14.0 <= to - from;
    let (style, wordings) = if inside(long) {
        (TextStyle::BarOn, vec![long, &short])
    } else if inside(&short) {
        (TextStyle::BarOn, vec![short.as_str()])
    } else {
        (TextStyle::Dose, vec![long, &short])
    };
    let spots = if style == TextStyle::BarOn {
        vec![start(from + 7.0, y + 13.0)]
    } else {
        vec![start(to + 6.0, y + 13.0), end(from - 6.0, y + 13.0)]
    };
    canvas.label(Rank::Latest, style, area, &wordings, spots);
    to
}

/// "300 to 50 mg": first and last dose of a course.
fn doses(lane: &Lane) -> Option<String> {
    let LaneKind::Dose(dose) = &lane.kind else { return None };
    let mut steps: Vec<_> = dose.steps.iter().filter(|step| step.dose.is_some_and(|d| !d.is_zero())).collect();
    steps.sort_by_key(|step| number(step.from.latest()));
    let first = steps.first()?.dose?.normalize();
    let last = steps.last()?.dose?.normalize();
    let unit = &dose.dose_unit;
    Some(if first == last { format!("{last} {unit}") } else { format!("{first} → {last} {unit}") })
}
