//! Everything a lane needs to draw itself: the scale, the words, the scene.

use crate::days::{self, Every, Stretch};
use crate::form::{Form, Metrics};
use crate::model::{Reader, Timeline, Zoom};
use crate::scene::{Edges, Label, Rank, Scene, Shapes, Spot};
use crate::text::TextStyle;
use crate::words::Words;
use jiff::civil::Date;

/// The place of a lane's body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Area {
    /// Top of the body.
    pub top: f32,
    /// Height of the body.
    pub height: f32,
    /// Top of the whole lane: labels may stand from here
    pub lane_top: f32,
    /// to here.
    pub lane_bottom: f32,
}

impl Area {
    /// Bottom of the body.
    pub(crate) fn base(&self) -> f32 {
        self.top + self.height
    }
}

/// A timeline being drawn in one form.
pub(crate) struct Canvas<'a> {
    pub t: &'a Timeline,
    pub form: Form,
    pub zoom: Zoom,
    pub metrics: Metrics,
    pub words: &'static Words,
    pub scene: Scene,
    /// The stretches of bars.
    pub bars: Vec<Stretch>,
    /// The stretches of weekly amounts.
    pub weeks: Vec<Stretch>,
    origin: i32,
    per_day: f32,
    /// Today's place; it may lie outside the plot.
    pub today_x: f32,
}

impl<'a> Canvas<'a> {
    pub(crate) fn new(t: &'a Timeline, form: Form, shapes: Shapes) -> Self {
        let metrics = Metrics::of(form);
        let zoom = t.window.zoom();
        let origin = days::number(t.window.from);
        let length = (days::number(t.window.to) - origin).max(1);
        let per_day = (metrics.x1 - metrics.x0) / length as f32;
        let today_x = metrics.x0 + ((days::number(t.today) - origin) as f32 + 0.5) * per_day;
        Self {
            t,
            form,
            zoom,
            metrics,
            words: Words::of(t.language, t.reader),
            scene: Scene::new(form, shapes),
            bars: days::stretches(t, Every::bar(zoom)),
            weeks: days::stretches(t, Every::weekly(zoom)),
            origin,
            per_day,
            today_x,
        }
    }

    /// Pixels a day takes.
    pub(crate) fn per_day(&self) -> f32 {
        self.per_day
    }

    /// Where a day begins; may lie outside the plot.
    pub(crate) fn x(&self, day: Date) -> f32 {
        self.x_number(days::number(day))
    }

    /// The same for a day number.
    pub(crate) fn x_number(&self, day: i32) -> f32 {
        self.metrics.x0 + (day - self.origin) as f32 * self.per_day
    }

    /// The middle of a day.
    pub(crate) fn x_noon(&self, day: Date) -> f32 {
        self.x(day) + self.per_day / 2.0
    }

    /// An x moved to the nearest one on the plot.
    pub(crate) fn clamp(&self, x: f32) -> f32 {
        x.clamp(self.metrics.x0, self.metrics.x1)
    }

    /// Whether the day is drawn.
    pub(crate) fn holds(&self, day: Date) -> bool {
        self.t.window.holds(day)
    }

    /// The right edge of what has happened: today, or the edge of the plot.
    pub(crate) fn past_edge(&self) -> f32 {
        self.clamp(self.today_x)
    }

    /// Left and right edge of a stretch, cut to the plot and to today: what has not happened has no bar.
    pub(crate) fn bar_edges(&self, stretch: &Stretch) -> Option<(f32, f32)> {
        let gap = ((stretch.to - stretch.from) as f32 * self.per_day * 0.1).clamp(0.3, 3.2);
        let left = self.x_number(stretch.from).max(self.metrics.x0) + gap;
        let right = (self.x_number(stretch.to) - gap).min(self.past_edge());
        (right - left >= 1.0).then_some((left, right))
    }

    pub(crate) fn patient(&self) -> bool {
        self.t.reader == Reader::Patient
    }

    pub(crate) fn date(&self, day: Date) -> String {
        days::short(day, self.t.today, self.words)
    }

    /// Queues a label that may stand anywhere between the edges of the plot and of its lane.
    pub(crate) fn label(&mut self, rank: Rank, style: TextStyle, area: &Area, wordings: &[&str], spots: Vec<Spot>) {
        let room = self.room(area);
        let wordings = wordings.iter().map(|text| (*text).to_owned()).collect();
        self.scene.label(Label { rank, style, wordings, spots, room });
    }

    /// The part of the plot in which a lane's labels may stand.
    pub(crate) fn room(&self, area: &Area) -> Edges {
        // A value above the first or last point may lean over the edge of the plot, not into the columns beside it.
        let lean = if self.form == Form::Phone { 11.0 } else { 4.0 };
        Edges { left: self.metrics.x0 - lean, top: area.lane_top, right: self.metrics.x1 + 4.0, bottom: area.lane_bottom + 1.0 }
    }
}
