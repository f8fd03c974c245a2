//! What is drawn, in layers, and where its labels may stand.
//!
//! Shapes are written at once into the layer they belong to. Labels wait until everything is known and are then placed
//! in order of importance: each takes its first spot that is clear of texts and shapes, else the one that covers the
//! least of the shapes; one that would cover more than its rank allows is left to the table.

use crate::form::Form;
use crate::text::TextStyle;
use std::fmt::Write as _;

/// Layers from back to front.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layer {
    Plan,
    Band,
    Grid,
    Fan,
    Decision,
    Today,
    Data,
    Text,
    Tab,
    Hover,
}

/// How shapes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shapes {
    /// Each an element of its own.
    Single,
    /// Those of one class and layer together in one path; for crowded pictures.
    Merged,
}

const LAYERS: usize = Layer::Hover as usize + 1;

/// Which end of a text its x names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A rectangle by its edges.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Edges {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Edges {
    /// Whether the two overlap by more than `x` and `y` pixels.
    fn meets(&self, other: &Self, x: f32, y: f32) -> bool {
        self.right.min(other.right) - self.left.max(other.left) > x && self.bottom.min(other.bottom) - self.top.max(other.top) > y
    }

    /// Area the two share.
    fn shared(&self, other: &Self) -> f32 {
        let width = self.right.min(other.right) - self.left.max(other.left);
        let height = self.bottom.min(other.bottom) - self.top.max(other.top);
        width.max(0.0) * height.max(0.0)
    }

    fn area(&self) -> f32 {
        (self.right - self.left) * (self.bottom - self.top)
    }

    fn within(&self, other: &Self) -> bool {
        self.left >= other.left && self.right <= other.right && self.top >= other.top && self.bottom <= other.bottom
    }
}

/// How important a label is; lower is placed first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    Decision,
    Threshold,
    Latest,
    Mark,
    Value,
    Band,
    Note,
}

impl Rank {
    /// The share of itself that a label may lay over shapes.
    fn tolerance(self) -> f32 {
        match self {
            Self::Decision | Self::Latest | Self::Mark => 1.0,
            Self::Value => 0.6,
            Self::Threshold => 0.4,
            Self::Band => 0.1,
            Self::Note => 0.02,
        }
    }
}

/// One place a label may stand: anchor point on the baseline.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot {
    pub x: f32,
    pub y: f32,
    pub anchor: Anchor,
}

/// A spot whose text begins at `x`.
pub(crate) fn start(x: f32, y: f32) -> Spot {
    Spot { x, y, anchor: Anchor::Start }
}

/// A spot whose text is centred on `x`.
pub(crate) fn middle(x: f32, y: f32) -> Spot {
    Spot { x, y, anchor: Anchor::Middle }
}

/// A spot whose text ends at `x`.
pub(crate) fn end(x: f32, y: f32) -> Spot {
    Spot { x, y, anchor: Anchor::End }
}

/// A label waiting for its place.
#[derive(Debug)]
pub(crate) struct Label {
    pub rank: Rank,
    pub style: TextStyle,
    /// Wordings from full to short; the first that fits is used.
    pub wordings: Vec<String>,
    pub spots: Vec<Spot>,
    /// It must stay inside this.
    pub room: Edges,
}

/// The drawing under construction.
pub(crate) struct Scene {
    form: Form,
    shapes: Shapes,
    merged: Vec<(Layer, String, Path)>,
    layers: [String; LAYERS],
    elements: usize,
    texts: Vec<Edges>,
    solids: Vec<Edges>,
    waiting: Vec<Label>,
}

impl Scene {
    pub(crate) fn new(form: Form, shapes: Shapes) -> Self {
        let mut layers: [String; LAYERS] = std::array::from_fn(|_| String::new());
        layers[Layer::Data as usize].reserve(16_384);
        layers[Layer::Text as usize].reserve(16_384);
        Self { form, shapes, merged: Vec::new(), layers, elements: 0, texts: Vec::new(), solids: Vec::new(), waiting: Vec::new() }
    }

    /// Elements written so far, titles included.
    pub(crate) fn elements(&self) -> usize {
        self.elements
    }

    fn open(&mut self, layer: Layer, tag: &str, class: &str) -> &mut String {
        self.elements += 1;
        let out = &mut self.layers[layer as usize];
        out.push('<');
        out.push_str(tag);
        out.push_str(" class=\"");
        out.push_str(class);
        out.push('"');
        out
    }

    /// The path into which shapes of this class and layer go, if this scene merges them.
    fn merge(&mut self, layer: Layer, class: &str) -> Option<&mut Path> {
        if self.shapes == Shapes::Single || layer != Layer::Data {
            return None;
        }
        let known = self.merged.iter().position(|(l, c, _)| *l == layer && c == class);
        let index = known.unwrap_or_else(|| {
            self.elements += 1;
            self.merged.push((layer, class.to_owned(), Path::new()));
            self.merged.len() - 1
        });
        self.merged.get_mut(index).map(|(_, _, path)| path)
    }

    pub(crate) fn rect(&mut self, layer: Layer, class: &str, [x, y, width, height]: [f32; 4], radius: f32) {
        if let Some(path) = self.merge(layer, class) {
            path.block(x, y, width.max(0.0), height.max(0.0));
            return;
        }
        let out = self.open(layer, "rect", class);
        attribute(out, "x", x);
        attribute(out, "y", y);
        attribute(out, "width", width.max(0.0));
        attribute(out, "height", height.max(0.0));
        if radius > 0.0 {
            attribute(out, "rx", radius);
        }
        out.push_str("/>");
    }

    pub(crate) fn circle(&mut self, layer: Layer, class: &str, x: f32, y: f32, r: f32) {
        if let Some(path) = self.merge(layer, class) {
            path.ring(x, y, r);
            return;
        }
        let out = self.open(layer, "circle", class);
        attribute(out, "cx", x);
        attribute(out, "cy", y);
        attribute(out, "r", r);
        out.push_str("/>");
    }

    pub(crate) fn path(&mut self, layer: Layer, class: &str, path: &Path) {
        if path.0.is_empty() {
            return;
        }
        if let Some(merged) = self.merge(layer, class) {
            merged.0.push_str(&path.0);
            return;
        }
        let out = self.open(layer, "path", class);
        out.push_str(" d=\"");
        out.push_str(&path.0);
        out.push_str("\"/>");
    }

    /// A path filled with the 45° hatch: planned, or not known.
    pub(crate) fn hatch(&mut self, layer: Layer, path: &Path) {
        if path.0.is_empty() {
            return;
        }
        let form = self.form.name();
        let out = self.open(layer, "path", "hatched");
        let _ = write!(out, " fill=\"url(#tl-hatch-{form})\" d=\"{}\"/>", path.0);
    }

    /// An invisible region whose tooltip tells the facts of its stretch of time.
    pub(crate) fn hover(&mut self, [x, y, width, height]: [f32; 4], words: &str) {
        let out = self.open(Layer::Hover, "rect", "hov");
        attribute(out, "x", x);
        attribute(out, "y", y);
        attribute(out, "width", width);
        attribute(out, "height", height);
        out.push_str("><title>");
        escape(out, words);
        out.push_str("</title></rect>");
        self.elements += 1;
    }

    /// A text whose place is fixed by the layout.
    pub(crate) fn text(&mut self, layer: Layer, style: TextStyle, spot: Spot, text: &str) {
        if text.is_empty() {
            return;
        }
        let edges = self.edges(style, spot, text);
        self.texts.push(edges);
        self.write_text(layer, style, spot, text);
    }

    fn write_text(&mut self, layer: Layer, style: TextStyle, spot: Spot, text: &str) {
        let out = self.open(layer, "text", style.class());
        attribute(out, "x", spot.x);
        attribute(out, "y", spot.y);
        match spot.anchor {
            Anchor::Start => {}
            Anchor::Middle => out.push_str(" text-anchor=\"middle\""),
            Anchor::End => out.push_str(" text-anchor=\"end\""),
        }
        out.push('>');
        escape(out, text);
        out.push_str("</text>");
    }

    /// The box a text will fill.
    pub(crate) fn edges(&self, style: TextStyle, spot: Spot, text: &str) -> Edges {
        let width = style.width(text, self.form);
        let size = style.size(self.form);
        let left = match spot.anchor {
            Anchor::Start => spot.x,
            Anchor::Middle => spot.x - width / 2.0,
            Anchor::End => spot.x - width,
        };
        Edges { left, top: spot.y - 0.78 * size, right: left + width, bottom: spot.y + 0.24 * size }
    }

    /// Tells the placer that a shape stands here and labels should rather go elsewhere.
    pub(crate) fn solid(&mut self, left: f32, top: f32, right: f32, bottom: f32) {
        self.solids.push(Edges { left, top, right, bottom });
    }

    /// Tells the placer that nothing may be written here at all.
    pub(crate) fn keep_clear(&mut self, left: f32, top: f32, right: f32, bottom: f32) {
        self.texts.push(Edges { left, top, right, bottom });
    }

    /// Marks the way of a line, so that labels step aside for it.
    pub(crate) fn solid_line(&mut self, points: &[(f32, f32)]) {
        for pair in points.windows(2) {
            let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
            let steps = ((bx - ax).abs().max((by - ay).abs()) / 8.0).ceil().clamp(1.0, 120.0);
            for i in 0..steps as i32 {
                let (from, to) = (i as f32 / steps, (i + 1) as f32 / steps);
                let (x, y) = (ax + (bx - ax) * from, ay + (by - ay) * from);
                let (to_x, to_y) = (ax + (bx - ax) * to, ay + (by - ay) * to);
                self.solid(x.min(to_x), y.min(to_y) - 1.0, x.max(to_x), y.max(to_y) + 1.0);
            }
        }
    }

    /// Puts a label in the queue.
    pub(crate) fn label(&mut self, label: Label) {
        if label.wordings.iter().any(|text| !text.is_empty()) {
            self.waiting.push(label);
        }
    }

    /// Places all waiting labels, the most important first.
    pub(crate) fn place_labels(&mut self) {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.sort_by_key(|label| label.rank);
        for label in waiting {
            if let Some((spot, wording)) = self.find_spot(&label) {
                let text = &label.wordings[wording];
                let edges = self.edges(label.style, spot, text);
                self.texts.push(edges);
                self.write_text(Layer::Text, label.style, spot, text);
            }
        }
    }

    /// The first wording and spot clear of everything; else the least covered one that its rank may cover.
    fn find_spot(&self, label: &Label) -> Option<(Spot, usize)> {
        let mut best: Option<(f32, Spot, usize)> = None;
        for (index, text) in label.wordings.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            for spot in &label.spots {
                let edges = self.edges(label.style, *spot, text);
                if !edges.within(&label.room) || self.texts.iter().any(|other| edges.meets(other, 0.0, 1.5)) {
                    continue;
                }
                let hit = self.solids.iter().filter(|other| edges.meets(other, 1.0, 1.0));
                let covered = hit.map(|other| edges.shared(other)).sum::<f32>() / edges.area().max(1.0);
                if covered == 0.0 {
                    return Some((*spot, index));
                }
                if covered <= label.rank.tolerance() && best.is_none_or(|(least, ..)| covered < least) {
                    best = Some((covered, *spot, index));
                }
            }
        }
        best.map(|(_, spot, index)| (spot, index))
    }

    /// The layers, back to front.
    pub(crate) fn finish(mut self) -> String {
        self.shapes = Shapes::Single;
        for (layer, class, path) in std::mem::take(&mut self.merged) {
            self.elements -= 1;
            self.path(layer, &class, &path);
        }
        self.layers.concat()
    }
}

/// The data of a `path` element.
#[derive(Default)]
pub(crate) struct Path(String);

impl Path {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    fn point(&mut self, command: char, x: f32, y: f32) -> &mut Self {
        self.0.push(command);
        decimal(&mut self.0, x);
        self.0.push(' ');
        decimal(&mut self.0, y);
        self
    }

    pub(crate) fn to(&mut self, x: f32, y: f32) -> &mut Self {
        self.point('M', x, y)
    }

    pub(crate) fn line(&mut self, x: f32, y: f32) -> &mut Self {
        self.point('L', x, y)
    }

    pub(crate) fn across(&mut self, x: f32) -> &mut Self {
        self.0.push('H');
        decimal(&mut self.0, x);
        self
    }

    pub(crate) fn down(&mut self, y: f32) -> &mut Self {
        self.0.push('V');
        decimal(&mut self.0, y);
        self
    }

    pub(crate) fn close(&mut self) -> &mut Self {
        self.0.push('Z');
        self
    }

    /// A closed rectangle.
    pub(crate) fn block(&mut self, x: f32, y: f32, width: f32, height: f32) -> &mut Self {
        self.to(x, y).across(x + width).down(y + height).across(x).close()
    }

    /// A closed circle.
    pub(crate) fn ring(&mut self, x: f32, y: f32, r: f32) -> &mut Self {
        self.to(x - r, y);
        for side in [2.0 * r, -2.0 * r] {
            self.0.push('a');
            for number in [r, r] {
                decimal(&mut self.0, number);
                self.0.push(' ');
            }
            self.0.push_str("0 1 0 ");
            decimal(&mut self.0, side);
            self.0.push_str(" 0");
        }
        self.close()
    }

    /// A diamond around a point.
    pub(crate) fn diamond(&mut self, x: f32, y: f32, r: f32) -> &mut Self {
        self.to(x, y - r).line(x + r, y).line(x, y + r).line(x - r, y).close()
    }

    /// Points joined by lines.
    pub(crate) fn joined(&mut self, points: impl IntoIterator<Item = (f32, f32)>) -> &mut Self {
        for (i, (x, y)) in points.into_iter().enumerate() {
            if i == 0 {
                self.to(x, y)
            } else {
                self.line(x, y)
            };
        }
        self
    }
}

fn attribute(out: &mut String, name: &str, value: f32) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    decimal(out, value);
    out.push('"');
}

/// A number to one decimal, without a needless ".0".
fn decimal(out: &mut String, value: f32) {
    let tenths = (value * 10.0).round() as i32;
    if tenths < 0 {
        out.push('-');
    }
    let _ = write!(out, "{}", tenths.unsigned_abs() / 10);
    let rest = tenths.unsigned_abs() % 10;
    if rest != 0 {
        let _ = write!(out, ".{rest}");
    }
}

/// The part of a line between two x's; its points go from left to right.
pub(crate) fn clip(points: &[(f32, f32)], left: f32, right: f32) -> Vec<(f32, f32)> {
    let mut kept = Vec::with_capacity(points.len());
    let at = |(ax, ay): (f32, f32), (bx, by): (f32, f32), x: f32| {
        if (bx - ax).abs() < f32::EPSILON { by } else { ay + (by - ay) * (x - ax) / (bx - ax) }
    };
    for (i, point) in points.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| points[i]);
        if let Some(before) = before {
            if before.0 < left && point.0 > left {
                kept.push((left, at(before, *point, left)));
            }
            if before.0 < right && point.0 > right {
                kept.push((right, at(before, *point, right)));
            }
        }
        if point.0 >= left && point.0 <= right {
            kept.push(*point);
        }
    }
    kept
}

/// `text` as character data of an element or attribute.
pub(crate) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Characters that no XML may hold.
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room() -> Edges {
        Edges { left: 0.0, top: 0.0, right: 400.0, bottom: 100.0 }
    }

    fn label(rank: Rank, text: &str, spots: Vec<Spot>) -> Label {
        Label { rank, style: TextStyle::Note, wordings: vec![text.to_owned()], spots, room: room() }
    }

    #[test]
    fn the_more_important_label_gets_the_place() {
        let mut scene = Scene::new(Form::Wide, Shapes::Single);
        scene.label(label(Rank::Note, "remark", vec![start(10.0, 50.0)]));
        scene.label(label(Rank::Threshold, "threshold", vec![start(10.0, 50.0)]));
        scene.place_labels();
        let svg = scene.finish();
        assert!(svg.contains("threshold") && !svg.contains("remark"));
    }

    #[test]
    fn a_label_moves_away_from_a_shape_before_it_covers_it() {
        let mut scene = Scene::new(Form::Wide, Shapes::Single);
        scene.solid(0.0, 40.0, 60.0, 55.0);
        scene.label(label(Rank::Note, "remark", vec![start(10.0, 50.0), start(10.0, 80.0)]));
        scene.place_labels();
        assert!(scene.finish().contains("y=\"80\""));
    }

    #[test]
    fn what_people_wrote_cannot_become_markup() {
        let mut out = String::new();
        escape(&mut out, "<script>\"&\u{1}");
        assert_eq!(out, "&lt;script&gt;&quot;&amp;\u{fffd}");
    }

    #[test]
    fn numbers_are_short() {
        let mut out = String::new();
        for value in [1.0, -0.04, 2.55, -3.26] {
            decimal(&mut out, value);
            out.push(' ');
        }
        assert_eq!(out, "1 0 2.6 -3.3 ");
    }
}
