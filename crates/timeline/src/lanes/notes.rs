//! The patient's own notes: round letters, at most 16 characters drawn beside each.

use crate::canvas::{Area, Canvas};
use crate::facts::letter;
use crate::model::Note;
use crate::scene::{Layer, Rank, end, middle, start};
use crate::text::TextStyle;

/// Characters of a note that are drawn; all of it is in the table.
const DRAWN: usize = 16;

pub(super) fn draw(canvas: &mut Canvas<'_>, notes: &[Note], area: &Area) -> bool {
    let mut notes: Vec<&Note> = notes.iter().collect();
    notes.sort_by_key(|note| note.on);
    let rows = ((area.height / 17.0) as usize).max(1);
    let mut ends = vec![f32::MIN; rows];
    let window = canvas.t.window;
    let mut any = false;
    for (i, note) in notes.iter().enumerate().filter(|(_, note)| window.holds(note.on)) {
        any = true;
        let x = canvas.x(note.on).clamp(canvas.metrics.x0 + 8.0, canvas.metrics.x1 - 8.0);
        let free = (0..rows).map(|k| (i + k) % rows).find(|row| ends[*row] + 16.0 < x);
        let Some(row) = free else { continue };
        ends[row] = x;
        let y = area.top + 8.0 + row as f32 * 17.0;
        canvas.scene.circle(Layer::Data, "note", x, y, 7.5);
        canvas.scene.text(Layer::Text, TextStyle::Care, middle(x, y + 4.0), &letter(i));
        canvas.scene.keep_clear(x - 8.0, y - 7.0, x + 8.0, y + 7.0);
        let mut words: String = note.words.chars().take(DRAWN).collect();
        if words.len() < note.words.len() {
            words = format!("{}…", words.trim_end());
        }
        let spots = vec![start(x + 11.0, y + 4.0), end(x - 11.0, y + 4.0)];
        canvas.label(Rank::Note, TextStyle::Soft, area, &[&format!("“{words}”")], spots);
    }
    any
}
