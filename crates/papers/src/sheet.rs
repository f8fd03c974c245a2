//! Sheets of paper: text and rules are placed first and drawn at the end, when it is known how many sheets there are.

use crate::{
    Paper, PaperError,
    face::Face,
    tree::{Part, PartId, TextId, Tree},
};
use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Accessibility, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point, Rect},
    metadata::Metadata,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, Stroke, StrokeDash},
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag},
};
use std::collections::{BTreeSet, HashMap};

/// White space at every edge, in points.
pub(crate) const MARGIN: f32 = 50.0;
/// Room for the line at the foot of every sheet.
const FOOT: f32 = 30.0;

/// How heavy the letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Style {
    /// Size of the letters in points.
    pub size: f32,
    /// Regular or bold.
    pub weight: Weight,
}

impl Style {
    /// Regular letters of a size.
    pub const fn regular(size: f32) -> Self {
        Self { size, weight: Weight::Regular }
    }

    /// Bold letters of a size.
    pub const fn bold(size: f32) -> Self {
        Self { size, weight: Weight::Bold }
    }

    /// From one line to the next.
    pub fn leading(self) -> f32 {
        self.size * 1.36
    }
}

enum Ink {
    /// Text of the document, read aloud in its place.
    Text(TextId),
    /// Text that repeats something, such as a heading on the next sheet: seen and not read again.
    Repeated,
}

enum Mark {
    Text { at: Point, style: Style, text: String, ink: Ink },
    Line { from: Point, to: Point },
    Frame(Rect),
}

struct Landmark {
    words: String,
    sheet: usize,
    top: f32,
}

/// A document in the making.
pub(crate) struct Sheets {
    width: f32,
    height: f32,
    regular: Face,
    bold: Face,
    sheets: Vec<Vec<Mark>>,
    texts: usize,
    /// The tree of parts, filled while text is placed.
    pub tree: Tree,
    landmarks: Vec<Landmark>,
    missing: BTreeSet<char>,
    /// How far down the sheet is filled.
    pub y: f32,
}

impl Sheets {
    /// The first sheet, empty.
    ///
    /// # Errors
    /// When the font that came with the program cannot be read.
    pub fn new(paper: Paper) -> Result<Self, PaperError> {
        let font = || PaperError::Document("the font could not be read".to_owned());
        let (width, height) = paper.size();
        Ok(Self {
            width,
            height,
            regular: Face::regular().ok_or_else(font)?,
            bold: Face::bold().ok_or_else(font)?,
            sheets: vec![Vec::new()],
            texts: 0,
            tree: Tree::default(),
            landmarks: Vec::new(),
            missing: BTreeSet::new(),
            y: MARGIN,
        })
    }

    /// The width that text may fill.
    pub fn room(&self) -> f32 {
        self.width - 2.0 * MARGIN
    }

    /// The lowest point that text may reach.
    fn bottom(&self) -> f32 {
        self.height - MARGIN - FOOT
    }

    /// True where so much more fits on this sheet.
    pub fn fits(&self, height: f32) -> bool {
        self.y + height <= self.bottom()
    }

    /// True while nothing stands on this sheet.
    pub fn is_fresh(&self) -> bool {
        self.y <= MARGIN
    }

    /// A new sheet.
    pub fn turn(&mut self) {
        self.sheets.push(Vec::new());
        self.y = MARGIN;
    }

    /// A new sheet unless so much more fits on this one.
    pub fn need(&mut self, height: f32) {
        if !self.fits(height) && !self.is_fresh() {
            self.turn();
        }
    }

    fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// A text in lines of a width.
    pub fn lines(&self, text: &str, style: Style, width: f32) -> Vec<String> {
        self.face(style.weight).lines(text, style.size, width)
    }

    /// Remembers a heading for the outline.
    pub fn landmark(&mut self, words: &str) {
        let (sheet, top) = (self.sheets.len() - 1, self.y);
        self.landmarks.push(Landmark { words: words.to_owned(), sheet, top });
    }

    /// Places lines from a point downwards, as what a part says; without a part they repeat something.
    pub fn place(&mut self, part: Option<PartId>, lines: &[String], style: Style, left: f32, top: f32) {
        for (index, line) in (0_u16..).zip(lines) {
            let at = Point::from_xy(left, top + style.size * 1.05 + f32::from(index) * style.leading());
            let ink = match part {
                Some(part) => {
                    let id = TextId(self.texts);
                    self.texts += 1;
                    self.tree.says(part, id);
                    Ink::Text(id)
                }
                None => Ink::Repeated,
            };
            self.mark(Mark::Text { at, style, text: line.clone(), ink });
        }
    }

    /// A paragraph (or another part) over the whole width, on as many sheets as it needs.
    pub fn flow(&mut self, part: Part, inside: Option<PartId>, text: &str, style: Style, indent: f32) {
        let id = self.tree.add(part, inside);
        for line in self.lines(text, style, self.room() - indent) {
            self.need(style.leading());
            self.place(Some(id), &[line], style, MARGIN + indent, self.y);
            self.y += style.leading();
        }
    }

    /// A text on one line in letters that the font has; any other is written as its number in Unicode.
    pub fn writable(&self, text: &str) -> String {
        let has = |letter: char| self.regular.has(letter) && self.bold.has(letter);
        text.chars().fold(String::with_capacity(text.len()), |mut written, letter| {
            match letter {
                space if space.is_whitespace() => written.push(' '),
                known if has(known) => written.push(known),
                hidden if hidden.is_control() => {}
                other => written.push_str(&format!("[U+{:04X}]", u32::from(other))),
            }
            written
        })
    }

    /// A line through placed lines of text: for the eye; words beside it say the same.
    pub fn strike(&mut self, lines: &[String], style: Style, left: f32, top: f32) {
        for (index, line) in (0_u16..).zip(lines) {
            let y = top + style.size * 0.72 + f32::from(index) * style.leading();
            let right = left + self.face(style.weight).width(line.trim_end(), style.size);
            self.mark(Mark::Line { from: Point::from_xy(left, y), to: Point::from_xy(right, y) });
        }
    }

    /// A rule from one side to the other.
    pub fn rule(&mut self, y: f32) {
        let right = self.width - MARGIN;
        self.mark(Mark::Line { from: Point::from_xy(MARGIN, y), to: Point::from_xy(right, y) });
    }

    /// A dashed frame to cut along.
    pub fn frame(&mut self, left: f32, top: f32, width: f32, height: f32) {
        if let Some(rect) = Rect::from_xywh(left, top, width, height) {
            self.mark(Mark::Frame(rect));
        }
    }

    fn mark(&mut self, mark: Mark) {
        if let Mark::Text { style, text, .. } = &mark {
            let face = self.face(style.weight);
            let missing: Vec<char> = text.chars().filter(|letter| !face.has(*letter)).collect();
            self.missing.extend(missing);
        }
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.push(mark);
        }
    }

    /// Draws everything. `foot` stands at the foot of every sheet, with its number.
    ///
    /// # Errors
    /// Letters that the font does not have, or a document that is not PDF/UA-1.
    pub fn finish(mut self, title: &str, author: &str, foot: &str) -> Result<Vec<u8>, PaperError> {
        self.feet(foot);
        if !self.missing.is_empty() {
            return Err(PaperError::Letters(self.missing));
        }
        let said = |error: &dyn std::fmt::Debug| PaperError::Document(format!("{error:?}"));
        let configuration = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
        let configuration = configuration.map_err(|error| said(&error))?;
        let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
        let mut drawn = HashMap::new();
        for sheet in &self.sheets {
            let settings = PageSettings::from_wh(self.width, self.height);
            let settings = settings.ok_or_else(|| PaperError::Document("paper without a size".to_owned()))?;
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            sheet.iter().for_each(|mark| self.draw(&mut surface, mark, &mut drawn));
            surface.finish();
            page.finish();
        }
        document.set_tag_tree(self.tree.tags(&drawn));
        document.set_outline(self.outline());
        let metadata = Metadata::new().title(title.to_owned()).language("en".to_owned()).authors(vec![author.to_owned()]);
        document.set_metadata(metadata);
        document.finish().map_err(|error| match &error {
            krilla::error::KrillaError::Validation(errors) => said(errors),
            other => said(other),
        })
    }

    fn feet(&mut self, foot: &str) {
        let (style, of) = (Style::regular(8.0), self.sheets.len());
        let top = self.height - MARGIN - style.leading();
        for number in 0..of {
            let words = format!("{foot}. Page {} of {of}.", number + 1);
            let at = Point::from_xy(MARGIN, top + style.size);
            let missing: Vec<char> = words.chars().filter(|letter| !self.regular.has(*letter)).collect();
            self.missing.extend(missing);
            if let Some(sheet) = self.sheets.get_mut(number) {
                sheet.push(Mark::Text { at, style, text: words, ink: Ink::Repeated });
            }
        }
    }

    fn outline(&self) -> Outline {
        let mut outline = Outline::new();
        for mark in &self.landmarks {
            let to = XyzDestination::new(mark.sheet, Point::from_xy(MARGIN, mark.top));
            outline.push_child(OutlineNode::new(mark.words.clone(), to));
        }
        outline
    }

    fn draw(&self, surface: &mut Surface<'_>, mark: &Mark, drawn: &mut HashMap<TextId, Identifier>) {
        match mark {
            Mark::Text { at, style, text, ink } => {
                let tag = match ink {
                    Ink::Text(_) => ContentTag::Span(SpanTag::empty()),
                    Ink::Repeated => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)),
                };
                let identifier = surface.start_tagged(tag);
                surface.set_stroke(None);
                surface.set_fill(Some(Fill { paint: rgb::Color::new(20, 22, 26).into(), ..Fill::default() }));
                let face = self.face(style.weight);
                surface.draw_glyphs(*at, &face.glyphs(text), face.font.clone(), text, style.size, false);
                surface.end_tagged();
                if let Ink::Text(id) = ink {
                    drawn.insert(*id, identifier);
                }
            }
            Mark::Line { from, to } => {
                let mut path = PathBuilder::new();
                path.move_to(from.x, from.y);
                path.line_to(to.x, to.y);
                stroke(surface, path, None);
            }
            Mark::Frame(rect) => {
                let mut path = PathBuilder::new();
                path.push_rect(*rect);
                stroke(surface, path, Some(StrokeDash { array: vec![4.0, 3.0], offset: 0.0 }));
            }
        }
    }
}

/// Lines are there for the eye alone.
fn stroke(surface: &mut Surface<'_>, path: PathBuilder, dash: Option<StrokeDash>) {
    let Some(path) = path.finish() else { return };
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke { paint: rgb::Color::new(120, 124, 130).into(), width: 0.6, dash, ..Stroke::default() }));
    surface.draw_path(&path);
    surface.end_tagged();
}
