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
        if self.count == 1 { self.first.to_string() } else { format!("{}–{}", self.first, self.last) }
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
        let half = flag.half_width(canvas.form);
        let lines = if flag.planned { &mut planned } else { &mut made };
        lines.to(flag.x, top + 19.0).down(bottom);
        let (class, style, radius) =
            if flag.planned { ("flago", TextStyle::FlagOpen, 8.5) } else { ("flag", TextStyle::Flag, 4.0) };
        let x = flag.x.clamp(canvas.metrics.x0 + half - 2.0, canvas.metrics.x1 - half + 2.0);
        canvas.scene.rect(Layer::Text, class, [x - half, top, half * 2.0, 17.0], radius);
        canvas.scene.text(Layer::Text, style, middle(x, top + 12.6), &flag.text());
        canvas.scene.keep_clear(x - half - 1.0, top, x + half + 1.0, top + 17.0);
    }
    canvas.scene.path(Layer::Decision, "dec", &made);
    canvas.scene.path(Layer::Decision, "dec", &planned);
    if canvas.form == Form::Phone {
        return; // numbers only; the words are in the list below the picture
    }
    // The newest first: of two that would meet, the older one keeps only its number.
    for flag in flags.iter().rev() {
        let y = area.top + flag.row as f32 * pitch + 13.0;
        let half = flag.half_width(canvas.form);
        let room = Edges {
            left: canvas.metrics.x0,
            top: area.lane_top,
            right: canvas.metrics.width,
            bottom: area.lane_bottom,
        };
        canvas.scene.label(Label {
            rank: Rank::Decision,
            style: TextStyle::Decision,
            wordings: vec![flag.label.clone()],
            spots: vec![start(flag.x + half + 5.0, y), end(flag.x - half - 5.0, y)],
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
            row: 0,
            first: decision.number,
            last: decision.number,
            count: 1,
            planned: decision.planned,
            label: decision.label.clone(),
        };
        let left = flag.x - flag.half_width(canvas.form);
        let free = (0..rows).map(|k| (i + k) % rows).find(|row| ends[*row] + 2.0 <= left);
        match (free, flags.last_mut()) {
            (Some(row), _) => {
                flag.row = row;
                ends[row] = flag.x + flag.half_width(canvas.form);
                flags.push(flag);
            }
            (None, Some(last)) => {
                last.first = last.first.min(decision.number);
                last.last = last.last.max(decision.number);
                last.count += 1;
                last.planned &= decision.planned;
                last.label = String::new();
                let grown = last.x + last.half_width(canvas.form);
                ends[last.row] = ends[last.row].max(grown);
            }
            (None, None) => {}
        }
    }
    flags
}
