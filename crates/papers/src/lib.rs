//! What leaves the practice on paper: the list of medicines and the card for the wallet, the safety plan, a whole record or
//! the part of one that is released, as text and as a tagged PDF.
//!
//! The list is data first ([`MedicationList`]), so that a page in the browser and the PDF say the same words. The PDF is
//! written to PDF/UA-1 and checked against it while it is written: a document that would not conform is an error and
//! never a file.

mod document;
mod face;
mod list;
mod pdf;
mod plan_card;
mod record;
mod sheet;
mod tree;
mod words;

pub use document::{Block, Document, Row, Section, Table, document_pdf};
pub use list::{Line, MedicationList, Practice};
pub use pdf::pdf;
pub use plan_card::{PlanCard, plan_pdf};
pub use record::{Given, leaving, record_paper, unit_paper};
pub use words::dose_words;

use std::collections::BTreeSet;

/// The sizes of paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 inches.
    #[default]
    Letter,
}

impl Paper {
    /// The size that a word names: `a4` or `letter`; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        match word.trim().to_ascii_lowercase().as_str() {
            "a4" => Some(Self::A4),
            "letter" => Some(Self::Letter),
            _ => None,
        }
    }

    /// The word that names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::Letter => "letter",
        }
    }

    /// Width and height in points.
    fn size(self) -> (f32, f32) {
        match self {
            Self::A4 => (595.28, 841.89),
            Self::Letter => (612.0, 792.0),
        }
    }
}

/// Why a paper could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// The font has no letters for these: a name in another script. The page in the browser can be printed instead.
    #[error("the letters {} are not in the font of the PDF", .0.iter().collect::<String>())]
    Letters(BTreeSet<char>),
    /// The document would not have been PDF/UA-1, or could not be put together.
    #[error("the PDF could not be written: {0}")]
    Document(String),
}
