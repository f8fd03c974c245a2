//! The letters: Noto Sans, regular and bold. Widths come from the font, so that lines break where they are full.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::{
    FontRef, MetadataProvider,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
};

/// One weight of the font.
pub(crate) struct Face {
    /// For the document.
    pub font: Font,
    map: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    em: f32,
}

impl Face {
    /// Regular letters; `None` when the font that came with the program cannot be read.
    pub fn regular() -> Option<Self> {
        Self::read(notosans::REGULAR_TTF)
    }

    /// Bold letters.
    pub fn bold() -> Option<Self> {
        Self::read(notosans::BOLD_TTF)
    }

    fn read(bytes: &'static [u8]) -> Option<Self> {
        let read = FontRef::new(bytes).ok()?;
        let metrics = read.glyph_metrics(Size::unscaled(), LocationRef::default());
        let font = Font::new(bytes.into(), 0)?;
        let em = font.units_per_em();
        Some(Self { font, map: read.charmap(), metrics, em })
    }

    /// True where the font can write the letter.
    pub fn has(&self, letter: char) -> bool {
        self.map.map(letter).is_some()
    }

    /// The width of a text at a size, in points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.advance(letter)).sum::<f32>() * size
    }

    /// The text as glyphs.
    pub fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let glyph = |(at, letter): (usize, char)| {
            let id = self.map.map(letter).map_or(0, |id| id.to_u32());
            let range = at..at + letter.len_utf8();
            KrillaGlyph::new(GlyphId::new(id), self.advance(letter), 0.0, 0.0, 0.0, range, None)
        };
        text.char_indices().map(glyph).collect()
    }

    /// A letter's width as a share of the size.
    fn advance(&self, letter: char) -> f32 {
        let id = self.map.map(letter);
        id.and_then(|id| self.metrics.advance_width(id)).unwrap_or(0.0) / self.em
    }

    /// The text in lines no wider than this. A word that is wider than a line is broken inside.
    pub fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split_whitespace() {
            for piece in self.pieces(word, size, width) {
                let line = lines.last().map_or("", String::as_str);
                let longer = if line.is_empty() { piece.clone() } else { format!("{line} {piece}") };
                if line.is_empty() || self.width(&longer, size) <= width {
                    if let Some(line) = lines.last_mut() {
                        *line = longer;
                    }
                } else {
                    lines.push(piece);
                }
            }
        }
        // A screen reader reads the lines one after the other: the space between two words is a letter of the text.
        let last = lines.len().saturating_sub(1);
        lines.iter_mut().take(last).for_each(|line| line.push(' '));
        lines
    }

    fn pieces(&self, word: &str, size: f32, width: f32) -> Vec<String> {
        let mut pieces = vec![String::new()];
        for letter in word.chars() {
            let full = pieces
                .last()
                .is_some_and(|piece| !piece.is_empty() && self.width(piece, size) + self.advance(letter) * size > width);
            if full {
                pieces.push(String::new());
            }
            if let Some(piece) = pieces.last_mut() {
                piece.push(letter);
            }
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn lines_break_between_words_and_no_line_is_too_wide() {
        let face = Face::regular().unwrap();
        let text = "Queasiness in the first two weeks usually passes; tell us when it does not.";
        let lines = face.lines(text, 10.0, 120.0);
        assert!(lines.len() > 2);
        assert!(lines.iter().all(|line| face.width(line.trim_end(), 10.0) <= 120.0));
        assert_eq!(lines.concat(), text);
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken_and_not_cut() {
        let face = Face::bold().unwrap();
        let lines = face.lines("Methylenedioxypyrovalerone", 10.0, 40.0);
        assert_eq!(lines.iter().map(|line| line.trim_end()).collect::<String>(), "Methylenedioxypyrovalerone");
        assert!(lines.iter().all(|line| face.width(line.trim_end(), 10.0) <= 40.0));
    }

    #[test]
    fn names_of_many_languages_can_be_written() {
        let face = Face::regular().unwrap();
        assert!("Zoë Nguyễn, Łukasz Šimić, Ángel Muñoz, Ελένη, Юлия – “×” ½ ≥".chars().all(|letter| face.has(letter)));
        assert!(!face.has('漢'));
    }
}
