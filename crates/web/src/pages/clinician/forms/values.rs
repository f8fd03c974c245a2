//! What was typed: names and texts, in the order of the page. A name may stand several times.

/// The fields of a sent form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(Vec<(String, String)>);

impl Values {
    /// What a browser sent.
    pub fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The text of a field; empty where it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text.as_str())
    }

    /// Every text of a field that may be sent several times.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, text)| text.as_str())
    }

    /// True when the field was sent with this text.
    pub fn has(&self, name: &str, text: &str) -> bool {
        self.all(name).any(|sent| sent == text)
    }

    /// True when the field was sent at all.
    pub fn sent(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Adds a text, for filling a form.
    #[must_use]
    pub fn with(mut self, name: &str, text: impl ToString) -> Self {
        self.0.push((name.to_owned(), text.to_string()));
        self
    }

    /// Adds a text where there is one.
    #[must_use]
    pub fn with_some(self, name: &str, text: Option<impl ToString>) -> Self {
        match text {
            Some(text) => self.with(name, text),
            None => self,
        }
    }

    /// Every pair, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }
}
