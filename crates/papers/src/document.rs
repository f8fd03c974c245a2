//! A paper of many sections: headings, paragraphs, lists and tables, on as many sheets as it needs.

use crate::{
    Paper, PaperError,
    pdf::{STRONG, TEXT, TITLE, bullets_in, heading},
    sheet::{MARGIN, Sheets, Style},
    tree::{Part, PartId},
};

const SMALL_HEADING: Style = Style::bold(11.0);
const CELL: Style = Style::regular(9.0);
const CELL_STRONG: Style = Style::bold(9.0);
/// Above and below the words of a cell.
const PAD: f32 = 3.5;

/// A paper as data, so that it can be read and tested before it is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The title.
    pub title: String,
    /// Who gives it out: the practice.
    pub author: String,
    /// Paragraphs below the title; the first one stands out.
    pub lead: Vec<String>,
    /// What stands at the foot of every sheet, before its number.
    pub foot: String,
    /// The sections in order.
    pub sections: Vec<Section>,
}

/// A section.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// What stands in it, in order.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading within the section.
    Heading(String),
    /// Text; each line is a paragraph.
    Text(String),
    /// A list.
    List(Vec<String>),
    /// A table.
    Table(Table),
}

/// A table. The first cell of a row is its heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What it is about, for those who hear it.
    pub about: String,
    /// The headings of its columns, each with its share of the width; the shares are 1 together.
    pub columns: &'static [(&'static str, f32)],
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// One text a column.
    pub cells: Vec<String>,
    /// True where the first cell is struck through. Another cell says so in words.
    pub struck: bool,
}

impl Row {
    /// A row that counts.
    pub fn of<const N: usize>(cells: [String; N]) -> Self {
        Self { cells: cells.into(), struck: false }
    }
}

impl Section {
    /// A section of one block.
    pub fn of(heading: &str, block: Block) -> Self {
        Self { heading: heading.to_owned(), blocks: vec![block] }
    }
}

impl Document {
    /// Every word of it in reading order, one paragraph a line: for tests and for those who want no PDF.
    pub fn text(&self) -> String {
        let mut lines = vec![self.title.clone()];
        lines.extend(self.lead.iter().cloned());
        for section in &self.sections {
            lines.push(section.heading.clone());
            for block in &section.blocks {
                match block {
                    Block::Heading(text) | Block::Text(text) => lines.push(text.clone()),
                    Block::List(items) => lines.extend(items.iter().cloned()),
                    Block::Table(table) => lines.extend(table.rows.iter().map(|row| row.cells.join(" | "))),
                }
            }
        }
        lines.join("\n")
    }
}

/// Writes a document as a tagged PDF. A letter within its text that the font does not have is written as its number in
/// Unicode, so that nothing is lost without a trace.
///
/// # Errors
/// [`PaperError::Letters`] where the title or the foot cannot be written: they name the person.
/// [`PaperError::Document`] when the document would not be PDF/UA-1.
pub fn document_pdf(document: &Document, paper: Paper) -> Result<Vec<u8>, PaperError> {
    let mut sheets = Sheets::new(paper)?;
    sheets.landmark(&document.title);
    sheets.flow(Part::Heading(1, document.title.clone()), None, &document.title, TITLE, 0.0);
    sheets.y += 4.0;
    for (place, line) in document.lead.iter().enumerate() {
        let line = sheets.writable(line);
        sheets.flow(Part::Paragraph, None, &line, if place == 0 { STRONG } else { TEXT }, 0.0);
        sheets.y += 2.0;
    }
    for section in &document.sections {
        let words = sheets.writable(&section.heading);
        let part = heading(&mut sheets, &words);
        section.blocks.iter().for_each(|block| draw(&mut sheets, part, block));
    }
    sheets.finish(&document.title, &document.author, &document.foot)
}

fn draw(sheets: &mut Sheets, section: PartId, block: &Block) {
    match block {
        Block::Heading(words) => {
            let words = sheets.writable(words);
            sheets.need(SMALL_HEADING.leading() + 3.0 * TEXT.leading());
            sheets.y += 6.0;
            sheets.flow(Part::Heading(3, words.clone()), Some(section), &words, SMALL_HEADING, 0.0);
        }
        Block::Text(text) => {
            for line in text.lines().filter(|line| !line.trim().is_empty()) {
                let line = sheets.writable(line);
                sheets.flow(Part::Paragraph, Some(section), &line, TEXT, 0.0);
                sheets.y += 2.0;
            }
        }
        Block::List(items) => {
            let items: Vec<String> = items.iter().map(|item| sheets.writable(item)).collect();
            bullets_in(sheets, section, &items);
        }
        Block::Table(table) => draw_table(sheets, section, table),
    }
}

fn draw_table(sheets: &mut Sheets, section: PartId, table: &Table) {
    sheets.need(5.0 * CELL.leading());
    let part = sheets.tree.add(Part::Table(table.about.clone()), Some(section));
    let head = sheets.tree.add(Part::Head, Some(part));
    let row = sheets.tree.add(Part::Row, Some(head));
    headings(sheets, table, Some(row));
    let body = sheets.tree.add(Part::Body, Some(part));
    table.rows.iter().for_each(|row| draw_row(sheets, table, body, row));
    sheets.y += 6.0;
}

/// The headings of the columns: read once, and seen again on every further sheet.
fn headings(sheets: &mut Sheets, table: &Table, row: Option<PartId>) {
    let top = sheets.y + PAD;
    let (mut left, mut most) = (MARGIN, 1);
    for (words, share) in table.columns {
        let part = row.map(|row| sheets.tree.add(Part::ColumnHeading, Some(row)));
        let lines = sheets.lines(words, CELL_STRONG, share * sheets.room() - 8.0);
        sheets.place(part, &lines, CELL_STRONG, left, top);
        most = most.max(lines.len());
        left += share * sheets.room();
    }
    sheets.y = top + height(most) + PAD;
    sheets.rule(sheets.y);
}

fn height(lines: usize) -> f32 {
    CELL.leading() * f32::from(u16::try_from(lines).unwrap_or(u16::MAX))
}

fn draw_row(sheets: &mut Sheets, table: &Table, body: PartId, row: &Row) {
    let style = |column: usize| if column == 0 { CELL_STRONG } else { CELL };
    let cells = row.cells.iter().zip(table.columns).enumerate();
    let wrapped: Vec<Vec<String>> = cells
        .map(|(column, (text, (_, share)))| {
            let text = if text.trim().is_empty() { "–".to_owned() } else { sheets.writable(text) };
            sheets.lines(&text, style(column), share * sheets.room() - 8.0)
        })
        .collect();
    let most = wrapped.iter().map(Vec::len).max().unwrap_or(1);
    let tag = sheets.tree.add(Part::Row, Some(body));
    let heads = |column: usize| if column == 0 { Part::RowHeading } else { Part::Cell };
    let parts: Vec<PartId> = (0..wrapped.len()).map(|column| sheets.tree.add(heads(column), Some(tag))).collect();
    let mut from = 0;
    while from < most {
        if !sheets.fits(height(most - from) + 2.0 * PAD) && !sheets.is_fresh() && from == 0 {
            sheets.turn();
            headings(sheets, table, None);
        }
        // A row that is longer than a sheet goes on on the next one.
        let room = (from + 1..=most).rev().find(|to| sheets.fits(height(to - from) + 2.0 * PAD)).unwrap_or(from + 1);
        let (top, mut left) = (sheets.y + PAD, MARGIN);
        for (column, (lines, (_, share))) in wrapped.iter().zip(table.columns).enumerate() {
            let shown = lines.get(from..room.min(lines.len())).unwrap_or_default();
            sheets.place(parts.get(column).copied(), shown, style(column), left, top);
            if row.struck && column == 0 {
                sheets.strike(shown, style(column), left, top);
            }
            left += share * sheets.room();
        }
        sheets.y += height(room - from) + 2.0 * PAD;
        from = room;
        if from < most {
            sheets.turn();
            headings(sheets, table, None);
        }
    }
    sheets.rule(sheets.y);
}
