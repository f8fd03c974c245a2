//! Why an entry was not loaded, as a sentence for the person who wrote it.

use std::fmt;

/// One reason why knowledge does not load. Its `Display` names the file, the entry and what to put right.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// File, below `knowledge/`, or a practice's own file as it was named.
    pub file: String,
    /// Part of the file: `bands`, `dose for depression`, `line 12`.
    pub entry: String,
    /// What is wrong and what would be right.
    pub sentence: String,
}

impl Refusal {
    /// A refusal of one part of a file.
    pub fn new(file: &str, entry: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self { file: format!("knowledge/{file}"), entry: entry.into(), sentence: sentence.into() }
    }

    /// A refusal of one part of a practice's own file, named as the practice named it.
    pub fn of_practice(file: &str, entry: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self { file: file.to_owned(), entry: entry.into(), sentence: sentence.into() }
    }

    /// A refusal because the file cannot be read as what its folder promises.
    pub(crate) fn of_text(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        Self::new(file, format!("line {line}"), sentence_for(error.message()))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}: {}", self.file, self.entry, self.sentence)
    }
}

impl std::error::Error for Refusal {}

/// Says in our words what the reader of the format means.
fn sentence_for(message: &str) -> String {
    let field = message.split('`').nth(1).unwrap_or_default();
    if message.starts_with("missing field") {
        match field {
            "source" => "there is no `source`; every number names the citation it comes from.".to_owned(),
            "unit" => "there is no `unit`; a number without a unit means nothing.".to_owned(),
            "verification" => "there is no `verification`; say `read` if you saw it in the source, else `unverified`.".to_owned(),
            _ => format!("the field `{field}` is missing."),
        }
    } else if message.starts_with("unknown field") {
        format!("nothing reads the field `{field}`; correct its name or take it out.")
    } else {
        format!("{message}.")
    }
}
