//! The list of medicines and the card for the wallet as a tagged PDF.

use crate::{
    Paper, PaperError,
    list::{Line, MedicationList},
    sheet::{MARGIN, Sheets, Style},
    tree::{Part, PartId},
};

pub(crate) const TITLE: Style = Style::bold(20.0);
const HEADING: Style = Style::bold(13.0);
pub(crate) const TEXT: Style = Style::regular(10.5);
pub(crate) const STRONG: Style = Style::bold(10.5);
const CELL: Style = Style::regular(9.5);
const CELL_STRONG: Style = Style::bold(9.5);
const CARD: Style = Style::regular(7.5);
const CARD_STRONG: Style = Style::bold(7.5);
/// Above and below the words of a cell.
const PAD: f32 = 4.0;

/// The columns of a table of medicines, each with its share of the width.
const COLUMNS: [(&str, f32); 5] =
    [("Medicine", 0.22), ("How much and when", 0.27), ("What for", 0.21), ("Since", 0.14), ("Prescribed by", 0.16)];

/// A bank card: 85.6 by 54 mm, in points.
const CARD_SIZE: (f32, f32) = (242.6, 153.0);

/// Writes the list, and a card to cut out on a sheet of its own.
///
/// # Errors
/// [`PaperError::Letters`] for a name in a script that the font does not have: print the page of the browser instead.
/// [`PaperError::Document`] when the document would not be PDF/UA-1.
pub fn pdf(list: &MedicationList, paper: Paper) -> Result<Vec<u8>, PaperError> {
    let mut sheets = Sheets::new(paper)?;
    let title = format!("Medicines of {}", list.person);
    head(&mut sheets, list, &title);
    bullets(&mut sheets, "Allergies and intolerances", &list.allergies);
    table(&mut sheets, "Prescribed here", "No medicine is prescribed here.", &list.prescribed);
    table(&mut sheets, "Bought, or prescribed elsewhere", "Nothing else was told to us.", &list.elsewhere);
    bullets(&mut sheets, "What this paper does not know", &list.notes);
    bullets(&mut sheets, "How to reach us", &reach(list));
    cards(&mut sheets, list);
    let foot = format!("{}, born {}. As known on {}", list.person, list.born, list.known_on);
    sheets.finish(&title, &list.practice.name, &foot)
}

fn head(sheets: &mut Sheets, list: &MedicationList, title: &str) {
    sheets.landmark(title);
    sheets.flow(Part::Heading(1, title.to_owned()), None, title, TITLE, 0.0);
    sheets.y += 4.0;
    sheets.flow(Part::Paragraph, None, &format!("Born {}", list.born), STRONG, 0.0);
    let known = format!("As known on {}, {}", list.known_on, list.practice.name);
    sheets.flow(Part::Paragraph, None, &known, TEXT, 0.0);
}

/// A heading, never alone at the foot of a sheet.
pub(crate) fn heading(sheets: &mut Sheets, words: &str) -> PartId {
    sheets.need(HEADING.leading() + 3.0 * TEXT.leading());
    sheets.y += 12.0;
    sheets.landmark(words);
    let section = sheets.tree.add(Part::Section, None);
    sheets.flow(Part::Heading(2, words.to_owned()), Some(section), words, HEADING, 0.0);
    sheets.y += 2.0;
    section
}

pub(crate) fn bullets(sheets: &mut Sheets, words: &str, items: &[String]) {
    let section = heading(sheets, words);
    bullets_in(sheets, section, items);
}

/// A list within a section.
pub(crate) fn bullets_in(sheets: &mut Sheets, section: PartId, items: &[String]) {
    let list = sheets.tree.add(Part::List, Some(section));
    for item in items {
        let entry = sheets.tree.add(Part::Item, Some(list));
        sheets.flow(Part::ItemBody, Some(entry), item, TEXT, 8.0);
        sheets.y += 2.0;
    }
}

fn reach(list: &MedicationList) -> Vec<String> {
    let practice = &list.practice;
    let mut lines = vec![practice.name.clone()];
    lines.extend(practice.reach.iter().cloned());
    if !practice.hours.is_empty() {
        lines.push(format!("Open {}", practice.hours));
    }
    if !practice.emergency.is_empty() {
        lines.push(format!("In an emergency call {}", practice.emergency));
    }
    lines
}

fn table(sheets: &mut Sheets, words: &str, nothing: &str, lines: &[Line]) {
    let section = heading(sheets, words);
    if lines.is_empty() {
        sheets.flow(Part::Paragraph, Some(section), nothing, TEXT, 0.0);
        return;
    }
    let about = format!("{words}: one medicine a row, with how much, what for, since when and by whom.");
    let table = sheets.tree.add(Part::Table(about), Some(section));
    let head = sheets.tree.add(Part::Head, Some(table));
    let row = sheets.tree.add(Part::Row, Some(head));
    headings(sheets, Some(row));
    let body = sheets.tree.add(Part::Body, Some(table));
    for line in lines {
        medicine(sheets, body, line);
    }
}

/// The headings of the columns: read once, and seen again on every further sheet.
fn headings(sheets: &mut Sheets, row: Option<PartId>) {
    let top = sheets.y + PAD;
    let mut left = MARGIN;
    for (words, share) in COLUMNS {
        let part = row.map(|row| sheets.tree.add(Part::ColumnHeading, Some(row)));
        sheets.place(part, &[words.to_owned()], CELL_STRONG, left, top);
        left += share * sheets.room();
    }
    sheets.y = top + CELL_STRONG.leading() + PAD;
    sheets.rule(sheets.y);
}

fn medicine(sheets: &mut Sheets, body: PartId, line: &Line) {
    let name = if line.known { line.name.clone() } else { format!("{} (not checked)", line.name) };
    let texts = [name.as_str(), &line.dose, &line.what_for, &line.since, &line.by];
    let style = |column: usize| if column == 0 { CELL_STRONG } else { CELL };
    let wrapped: Vec<Vec<String>> = texts
        .iter()
        .zip(COLUMNS)
        .enumerate()
        .map(|(column, (text, (_, share)))| sheets.lines(text, style(column), share * sheets.room() - 8.0))
        .collect();
    let most = wrapped.iter().map(Vec::len).max().unwrap_or(1);
    let height = CELL.leading() * f32::from(u16::try_from(most).unwrap_or(u16::MAX)) + 2.0 * PAD;
    if !sheets.fits(height) && !sheets.is_fresh() {
        sheets.turn();
        headings(sheets, None);
    }
    let row = sheets.tree.add(Part::Row, Some(body));
    let (top, mut left) = (sheets.y + PAD, MARGIN);
    for (column, (lines, (_, share))) in wrapped.iter().zip(COLUMNS).enumerate() {
        let part = sheets.tree.add(if column == 0 { Part::RowHeading } else { Part::Cell }, Some(row));
        sheets.place(Some(part), lines, style(column), left, top);
        left += share * sheets.room();
    }
    sheets.y += height;
    sheets.rule(sheets.y);
}

/// One paragraph of a card.
struct Said {
    text: String,
    style: Style,
}

/// The card: who it is, what must not be given, whom to call, then every medicine. What does not fit goes on another
/// card, never away.
fn cards(sheets: &mut Sheets, list: &MedicationList) {
    sheets.turn();
    sheets.landmark("Card for the wallet");
    let section = sheets.tree.add(Part::Section, None);
    sheets.flow(Part::Heading(2, "Card for the wallet".to_owned()), Some(section), "Card for the wallet", HEADING, 0.0);
    sheets.flow(Part::Paragraph, Some(section), "Cut along the dashed lines.", TEXT, 0.0);
    sheets.y += 10.0;
    let mut waiting = said(list).into_iter().peekable();
    while waiting.peek().is_some() {
        sheets.need(CARD_SIZE.1);
        for side in 0..2_u8 {
            if waiting.peek().is_some() {
                let left = MARGIN + f32::from(side) * (CARD_SIZE.0 + 14.0);
                card(sheets, section, left, &mut waiting);
            }
        }
        sheets.y += CARD_SIZE.1 + 14.0;
    }
}

fn card(sheets: &mut Sheets, section: PartId, left: f32, waiting: &mut std::iter::Peekable<std::vec::IntoIter<Said>>) {
    let (inner, bottom) = (9.0, sheets.y + CARD_SIZE.1 - 7.0);
    sheets.frame(left, sheets.y, CARD_SIZE.0, CARD_SIZE.1);
    let (start, mut top) = (sheets.y + 7.0, sheets.y + 7.0);
    while let Some(next) = waiting.peek() {
        let lines = sheets.lines(&next.text, next.style, CARD_SIZE.0 - 2.0 * inner);
        let height = next.style.leading() * f32::from(u16::try_from(lines.len()).unwrap_or(u16::MAX));
        // A paragraph that is longer than a whole card is placed all the same: it may leave the frame, and is not lost.
        if top + height > bottom && top > start {
            return;
        }
        let style = next.style;
        waiting.next();
        let part = sheets.tree.add(Part::Paragraph, Some(section));
        sheets.place(Some(part), &lines, style, left + inner, top);
        top += height + 1.5;
    }
}

fn said(list: &MedicationList) -> Vec<Said> {
    let plain = |text: String| Said { text, style: CARD };
    let strong = |text: String| Said { text, style: CARD_STRONG };
    let mut said = vec![
        strong(format!("{}, born {}", list.person, list.born)),
        plain(format!("Medicines as known on {}", list.known_on)),
        strong(format!("Allergies and intolerances: {}", list.allergies.join("; "))),
        plain(format!("{}. {}", list.practice.name, list.practice.reach.join(". "))),
    ];
    if !list.practice.emergency.is_empty() {
        said.push(plain(format!("Emergency: {}", list.practice.emergency)));
    }
    if list.is_empty() {
        said.push(plain("No medicine is known to us.".to_owned()));
    }
    let medicine = |line: &Line| {
        let mark = if line.known { "" } else { " (not checked)" };
        format!("{}{mark}: {}", line.name, line.dose)
    };
    said.extend(list.prescribed.iter().map(|line| plain(medicine(line))));
    said.extend(list.elsewhere.iter().map(|line| plain(format!("{}; from elsewhere", medicine(line)))));
    said
}
