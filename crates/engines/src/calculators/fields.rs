//! What a question says: numbers, words, lists and yes or no, by name.

use std::collections::BTreeMap;

/// One value of a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// A number.
    Number(f64),
    /// A word.
    Word(String),
    /// Several words.
    Words(Vec<String>),
    /// Yes or no.
    Flag(bool),
}

/// The values of a question by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(pub BTreeMap<String, Field>);

impl Fields {
    /// A number.
    ///
    /// # Errors
    /// When it is missing or no number.
    pub fn number(&self, name: &str) -> Result<f64, String> {
        match self.0.get(name) {
            Some(Field::Number(number)) if number.is_finite() => Ok(*number),
            None => Err(format!("`{name}` is missing; give it as a number.")),
            Some(_) => Err(format!("`{name}` has to be a number.")),
        }
    }

    /// A number above zero.
    ///
    /// # Errors
    /// When it is missing, no number, or not above zero.
    pub fn positive(&self, name: &str) -> Result<f64, String> {
        let number = self.number(name)?;
        if number > 0.0 { Ok(number) } else { Err(format!("`{name}` has to be above zero, not {number}.")) }
    }

    /// A share between 0 and 1.
    ///
    /// # Errors
    /// When it is missing, no number, or outside.
    pub fn share(&self, name: &str) -> Result<f64, String> {
        let number = self.number(name)?;
        if (0.0..=1.0).contains(&number) { Ok(number) } else { Err(format!("`{name}` lies between 0 and 1, not at {number}.")) }
    }

    /// A number that may be missing.
    ///
    /// # Errors
    /// When it is there and no number.
    pub fn optional_number(&self, name: &str) -> Result<Option<f64>, String> {
        if self.0.contains_key(name) { self.number(name).map(Some) } else { Ok(None) }
    }

    /// A word.
    ///
    /// # Errors
    /// When it is missing or no word.
    pub fn word(&self, name: &str) -> Result<&str, String> {
        match self.0.get(name) {
            Some(Field::Word(word)) => Ok(word),
            None => Err(format!("`{name}` is missing; give it as a word.")),
            Some(_) => Err(format!("`{name}` has to be a word.")),
        }
    }

    /// A word that may be missing.
    pub fn optional_word(&self, name: &str) -> Option<&str> {
        match self.0.get(name) {
            Some(Field::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// Several words; a missing list is empty, and one word is a list of one.
    ///
    /// # Errors
    /// When it is something else.
    pub fn words(&self, name: &str) -> Result<Vec<&str>, String> {
        match self.0.get(name) {
            None => Ok(Vec::new()),
            Some(Field::Words(words)) => Ok(words.iter().map(String::as_str).collect()),
            Some(Field::Word(word)) => Ok(vec![word]),
            Some(_) => Err(format!("`{name}` has to be a list of words.")),
        }
    }

    /// Yes or no; missing is no.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.0.get(name), Some(Field::Flag(true)))
    }

    /// Said to be no; missing is not denied.
    pub fn denied(&self, name: &str) -> bool {
        matches!(self.0.get(name), Some(Field::Flag(false)))
    }

    /// Female by birth: `F` or `female`; male: `M` or `male`.
    ///
    /// # Errors
    /// When the formula needs it and it is neither.
    pub fn is_female(&self) -> Result<bool, String> {
        match self.word("sex")?.to_lowercase().as_str() {
            "f" | "female" => Ok(true),
            "m" | "male" => Ok(false),
            other => Err(format!("The formula knows F and M for `sex`, not “{other}”.")),
        }
    }
}
