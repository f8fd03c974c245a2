//! What happened in the person's life, in their words: down for hard, up for good.

use crate::canvas::{Area, Canvas};
use crate::model::{LifeEvent, Tone, When};
use crate::scene::{Layer, Path, Rank, end, start};
use crate::text::TextStyle;

pub(super) fn draw(canvas: &mut Canvas<'_>, events: &[LifeEvent], area: &Area) -> bool {
    let y = area.top + area.height / 2.0;
    let mut seen: Vec<(f32, &LifeEvent)> = events
        .iter()
        .filter(|event| event.when.latest() >= canvas.t.window.from && event.when.earliest() < canvas.t.window.to)
        .map(|event| {
            let middle = (canvas.x(event.when.earliest()) + canvas.x(event.when.latest())) / 2.0;
            (middle.clamp(canvas.metrics.x0 + 7.0, canvas.metrics.x1 - 7.0), event)
        })
        .collect();
    seen.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut i = 0;
    while i < seen.len() {
        let x = seen[i].0;
        let close = seen[i..].iter().take_while(|(other, _)| other - x < 13.0).count();
        if close > 3 {
            several(canvas, area, x, y, close);
            i += close;
        } else {
            one(canvas, area, x, y, seen[i].1);
            i += 1;
        }
    }
    !seen.is_empty()
}

fn one(canvas: &mut Canvas<'_>, area: &Area, x: f32, y: f32, event: &LifeEvent) {
    if let When::Between { earliest, latest, .. } = &event.when {
        let (from, to) = (canvas.clamp(canvas.x(*earliest)), canvas.clamp(canvas.x(*latest)));
        let mut span = Path::new();
        span.to(from, y).across(to);
        canvas.scene.path(Layer::Data, "rough", &span);
    }
    let mut shape = Path::new();
    match event.tone {
        Tone::Hard => shape.to(x - 6.0, y - 5.0).across(x + 6.0).line(x, y + 6.0).close(),
        Tone::Good => shape.to(x - 6.0, y + 5.0).across(x + 6.0).line(x, y - 6.0).close(),
        Tone::Unsaid => shape.diamond(x, y, 4.5),
    };
    canvas.scene.path(Layer::Data, if event.ahead { "evo" } else { "ev" }, &shape);
    canvas.scene.solid(x - 6.0, y - 6.0, x + 6.0, y + 6.0);
    let full = match &event.when {
        When::Between { words, .. } => format!("{}, {words}", event.words),
        When::On(_) => event.words.clone(),
    };
    let short = crate::text::shorten(&event.words, TextStyle::Soft, canvas.form, 96.0);
    let spots = vec![start(x + 10.0, y + 4.0), end(x - 10.0, y + 4.0)];
    canvas.label(Rank::Note, TextStyle::Soft, area, &[&full, &event.words, &short], spots);
}

/// More than three in one place become their number.
fn several(canvas: &mut Canvas<'_>, area: &Area, x: f32, y: f32, count: usize) {
    let mut shape = Path::new();
    shape.diamond(x, y, 6.0);
    canvas.scene.path(Layer::Data, "ev", &shape);
    canvas.scene.solid(x - 6.0, y - 6.0, x + 6.0, y + 6.0);
    let words = format!("{count} {}", canvas.words.events);
    let spots = vec![start(x + 10.0, y + 4.0), end(x - 10.0, y + 4.0)];
    canvas.label(Rank::Note, TextStyle::Soft, area, &[&words], spots);
}
