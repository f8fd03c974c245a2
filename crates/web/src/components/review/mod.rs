//! What a safety review says, drawn: three counts that add up, every two items with what came of them, finding cards from
//! most to least important, what could not be checked, and what was found and is not shown. Nothing here decides what is
//! shown; the pages do.

mod card;
mod counts;
mod grid;
mod not_checked;
mod suppressed;
mod words;

pub use card::{Card, card, full, sources};
pub use counts::{Counts, counts};
pub use grid::pair_grid;
pub use not_checked::not_checked;
pub use suppressed::{Unshown, unshown};
pub use words::{kind_words, rule_words, severity_tag};
