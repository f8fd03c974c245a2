//! Puts the picture together.

use crate::canvas::{Area, Canvas};
use crate::days;
use crate::form::Form;
use crate::lanes;
use crate::layout::{self, Placed};
use crate::model::Timeline;
use crate::scene::{Layer, Shapes, escape, start};
use crate::text::{TextStyle, wrap};
use crate::{facts, frame};
use maud::{Markup, PreEscaped};
use std::fmt::Write as _;

/// The picture as one inline SVG.
///
/// It is `role="img"` with a title and the headline as its description, and hidden inside from screen readers: for
/// them, and for everyone who wants exact numbers, [`table`](crate::table) is the same chart. Only classes and
/// presentation attributes are used, so it stands under a strict content security policy. `data-from`, `data-to`
/// (dates) and `data-x0`, `data-x1` (viewBox units) let a script find the day under a pointer.
pub fn render(timeline: &Timeline, form: Form) -> Markup {
    let canvas = draw(timeline, form, Shapes::Single);
    // A crowd of events becomes one element a kind: it looks the same and stays light.
    let canvas = if canvas.0.scene.elements() > MOST_ELEMENTS { draw(timeline, form, Shapes::Merged) } else { canvas };
    PreEscaped(wrap_up(canvas.0, canvas.1))
}

/// Elements above which shapes of a kind are merged. The page's budget is 1 400, the rest is room for head and tail.
const MOST_ELEMENTS: usize = 1_250;

/// Draws everything; returns the canvas and the height of the picture.
fn draw(timeline: &Timeline, form: Form, shapes: Shapes) -> (Canvas<'_>, f32) {
    let mut canvas = Canvas::new(timeline, form, shapes);
    let head = frame::head(canvas.zoom);
    let lanes_top = head + lanes::decisions::height(form);
    let (placed, bottom) = layout::place(&canvas, lanes_top);
    frame::draw(&mut canvas, lanes_top, bottom);
    frame::rules(&mut canvas, &placed);
    decisions(&mut canvas, head, lanes_top, bottom);
    for row in &placed {
        frame::words(&mut canvas, row);
    }
    for row in &placed {
        lanes::draw(&mut canvas, &row.row, &row.area);
    }
    canvas.scene.place_labels();
    if placed.is_empty() {
        let words = canvas.words.empty;
        canvas.scene.text(Layer::Text, TextStyle::Soft, start(canvas.metrics.x0 + 6.0, bottom + 40.0), words);
    }
    hover(&mut canvas, &placed, head, bottom);
    let height = bottom + if placed.is_empty() { 54.0 } else { 24.0 };
    (canvas, height)
}

/// The row of decisions with its words.
fn decisions(canvas: &mut Canvas<'_>, head: f32, lanes_top: f32, bottom: f32) {
    let header = canvas.metrics.header;
    let area = Area {
        top: head + header + if header > 0.0 { 2.0 } else { 6.0 },
        height: lanes_top - head,
        lane_top: head + header,
        lane_bottom: lanes_top,
    };
    let y = head + layout::name_drop(canvas.form) - if header > 0.0 { 0.0 } else { 4.0 };
    canvas.scene.text(
        Layer::Text,
        TextStyle::Name,
        start(if header > 0.0 { canvas.metrics.x0 } else { 0.0 }, y),
        canvas.words.decisions,
    );
    if header == 0.0 {
        let lines = wrap(canvas.words.decisions_unit, TextStyle::Unit, canvas.form, canvas.metrics.left, 2);
        for (i, line) in lines.iter().enumerate() {
            let y = y + (i + 1) as f32 * (canvas.metrics.line + 0.5);
            canvas.scene.text(Layer::Text, TextStyle::Unit, start(0.0, y), line);
        }
    }
    lanes::decisions::draw(canvas, &area, bottom);
}

/// One invisible region per stretch of time; its tooltip tells what all lanes say about it.
fn hover(canvas: &mut Canvas<'_>, placed: &[Placed<'_>], head: f32, bottom: f32) {
    if placed.is_empty() || canvas.form == Form::Print {
        return;
    }
    let source = facts::Facts::new(canvas.t);
    for stretch in canvas.bars.clone() {
        let left = canvas.x_number(stretch.from).max(canvas.metrics.x0);
        let right = canvas.x_number(stretch.to).min(canvas.metrics.x1);
        if right - left >= 1.0 {
            let words = source.tooltip(&stretch);
            canvas.scene.hover([left, head, right - left, bottom - head], &words);
        }
    }
}

/// The svg element around the scene.
fn wrap_up(canvas: Canvas<'_>, height: f32) -> String {
    let (t, form, m) = (canvas.t, canvas.form, canvas.metrics);
    let name = form.name();
    let elements = canvas.scene.elements() + 6;
    let words = canvas.words;
    let body = canvas.scene.finish();
    let mut out = String::with_capacity(body.len() + 1_200);
    let _ = write!(
        out,
        "<svg class=\"ct ct-{name}\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"tl-title-{name} tl-desc-{name}\" \
         data-from=\"{}\" data-to=\"{}\" data-x0=\"{}\" data-x1=\"{}\" data-elements=\"{elements}\">",
        m.width,
        height.round(),
        t.window.from,
        t.window.to,
        m.x0,
        m.x1
    );
    let _ = write!(out, "<title id=\"tl-title-{name}\">");
    let dates = format!("{} – {}", days::short(t.window.from, t.today, words), days::short(t.window.to, t.today, words));
    escape(&mut out, if t.title.is_empty() { &dates } else { &t.title });
    let _ = write!(out, "</title><desc id=\"tl-desc-{name}\">");
    escape(&mut out, &t.headline);
    if !t.headline.is_empty() {
        out.push(' ');
    }
    escape(&mut out, words.same_facts);
    let _ = write!(
        out,
        "</desc><defs><pattern id=\"tl-hatch-{name}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><path class=\"hat\" d=\"M0 0V6\"/></pattern></defs><g aria-hidden=\"true\">"
    );
    out.push_str(&body);
    out.push_str("</g></svg>");
    out
}
