//! Decisions: numbered flags on alternating rows, a dotted line from each down through all lanes.

use crate::canvas::{Area, Canvas};
use crate::form::Form;
use crate::model::Decision;
use crate::scene::{Edges, Label, Layer, Path, Rank, end, middle, start};
use crate::text::TextStyle;

/// One flag; it stands for several decisions where there is no room for each.
struct Flag {
    x: f32,
    row: usize,
    first: u32,
    last: u32,
    count: u32,
    planned: bool,
    label: String,
}

impl Flag {
    fn text(&self) -> String {
        match self.count {
            1 => self.first.to_string(),
            // Only what follows without a gap is a span: "8–10" must not stand beside a flag 9 of its own.
            count if count - 1 == self.last - self.first => format!("{}–{}", self.first, self.last),
            2 => format!("{}, {}", self.first, self.last),
            count => format!("{} +{}", self.first, count - 1),
        }
    }

    /// Left and right edge; a flag at the end of the plot stays inside it.
    fn sides(&self, canvas: &Canvas<'_>) -> (f32, f32) {
        let half = self.half_width(canvas.form);
        let x = self.x.clamp(canvas.metrics.x0 + half - 2.0, canvas.metrics.x1 - half + 2.0);
        (x - half, x + half)
    }

    fn half_width(&self, form: Form) -> f32 {
        (TextStyle::Flag.width(&self.text(), form) / 2.0 + 4.0).max(8.5)
    }
}

/// Height of the row of decisions.
pub(crate) fn height(form: Form) -> f32 {
    match form {
        Form::Wide => 58.0,
        Form::Phone => 46.0,
        Form::Print => 48.0,
    }
}

/// Draws the flags in `area`, and their lines down to `bottom`.
pub(crate) fn draw(canvas: &mut Canvas<'_>, area: &Area, bottom: f32) {
    let flags = flags(canvas);
    let (mut made, mut planned) = (Path::new(), Path::new());
    let pitch = if canvas.form == Form::Print { 20.0 } else { 23.0 };
    for flag in &flags {
        let top = area.top + flag.row as f32 * pitch;
        let (left, right) = flag.sides(canvas);
        let lines = if flag.planned { &mut planned } else { &mut made };
        lines.to(flag.x, top + 19.0).down(bottom);
        let (class, style, radius) =
            if flag.planned { ("flago", TextStyle::FlagOpen, 8.5) } else { ("flag", TextStyle::Flag, 4.0) };
        canvas.scene.rect(Layer::Text, class, [left, top, right - left, 17.0], radius);
        canvas.scene.text(Layer::Text, style, middle((left + right) / 2.0, top + 12.6), &flag.text());
        canvas.scene.keep_clear(left - 1.0, top, right + 1.0, top + 17.0);
    }
    canvas.scene.path(Layer::Decision, "dec", &made);
    canvas.scene.path(Layer::Decision, "dec", &planned);
    if canvas.form == Form::Phone {
        return; // numbers only; the words are in the list below the picture
    }
    // The newest first: of two that would meet, the older one keeps only its number.
    for flag in flags.iter().rev() {
        let y = area.top + flag.row as f32 * pitch + 13.0;
        let (left, right) = flag.sides(canvas);
        let room = Edges { left: canvas.metrics.x0, top: area.lane_top, right: canvas.metrics.width, bottom: area.lane_bottom };
        canvas.scene.label(Label {
            rank: Rank::Decision,
            style: TextStyle::Decision,
            wordings: vec![flag.label.clone()],
            spots: vec![start(right + 5.0, y), end(left - 5.0, y)],
            room,
        });
    }
}

/// Decisions in sight, each in the row where it has room; those without join the flag before.
fn flags(canvas: &Canvas<'_>) -> Vec<Flag> {
    let mut decisions: Vec<&Decision> = canvas.t.decisions.iter().filter(|d| canvas.holds(d.on)).collect();
    decisions.sort_by_key(|decision| (decision.on, decision.number));
    let rows = if canvas.form == Form::Phone { 1 } else { 2 };
    let mut ends = [f32::MIN; 2];
    let mut flags: Vec<Flag> = Vec::new();
    for (i, decision) in decisions.iter().enumerate() {
        let mut flag = Flag {
            x: canvas.x(decision.on),
            row: i % rows,
            first: decision.number,
            last: decision.number,
            count: 1,
            planned: decision.planned,
            label: decision.label.clone(),
        };
        let (left, right) = flag.sides(canvas);
        if let Some(row) = (0..rows).map(|k| (i + k) % rows).find(|row| ends[*row] + GAP <= left) {
            flag.row = row;
        }
        ends[flag.row] = right;
        flags.push(flag);
    }
    while join_first_meeting(canvas, &mut flags) {}
    flags
}

/// Least distance between two flags of a row.
const GAP: f32 = 3.0;

/// Joins the first two flags of one row that meet; `false` when none do.
fn join_first_meeting(canvas: &Canvas<'_>, flags: &mut Vec<Flag>) -> bool {
    for later in 1..flags.len() {
        let Some(earlier) = (0..later).rev().find(|earlier| flags[*earlier].row == flags[later].row) else { continue };
        if flags[earlier].sides(canvas).1 + GAP > flags[later].sides(canvas).0 {
            let gone = flags.remove(later);
            let kept = &mut flags[earlier];
            kept.first = kept.first.min(gone.first);
            kept.last = kept.last.max(gone.last);
            kept.count += gone.count;
            kept.planned &= gone.planned;
            kept.label = String::new();
            return true;
        }
    }
    false
}
