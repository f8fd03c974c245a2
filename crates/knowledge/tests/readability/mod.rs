//! How hard a text is to read, by two published formulas.
//!
//! English: the grade level of Kincaid JP, Fishburne RP, Rogers RL, Chissom BS. Derivation of new readability formulas for
//! Navy enlisted personnel. Research Branch Report 8-75. Millington, TN: Naval Technical Training Command; 1975:
//! 0.39 × words per sentence + 11.8 × syllables per word − 15.59.
//!
//! Spanish: the perspicuity of Szigriszt Pazos F. Sistemas predictivos de legilibilidad del mensaje escrito: fórmula de
//! perspicuidad. Madrid: Universidad Complutense; 1993: 206.835 − 62.3 × syllables per word − words per sentence. From 65
//! on a text is “quite easy” on the INFLESZ scale of Barrio-Cantalejo IM et al., Anales del Sistema Sanitario de Navarra
//! 2008;31:135-152.
//!
//! Syllables are counted by rules of spelling, so a count can be off by one for a single word; over a text of hundreds of
//! words that evens out. The tests of known words show how far the rules go.

use std::iter::Sum;

pub mod english;
pub mod spanish;

/// What the formulas are fed with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub words: usize,
    pub sentences: usize,
    pub syllables: usize,
}

impl Counts {
    /// Counts a paragraph or a point of a list; a point without a full stop is one sentence.
    pub fn of(text: &str, syllables: fn(&str) -> usize) -> Self {
        let words = || {
            text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'))
                .filter(|word| word.contains(char::is_alphanumeric))
        };
        let ends = text.split_inclusive(['.', '!', '?']).filter(|part| part.contains(char::is_alphanumeric));
        Self { words: words().count(), sentences: ends.count().max(1), syllables: words().map(syllables).sum() }
    }

    /// The school grade by Kincaid.
    pub fn grade(self) -> f64 {
        0.39 * self.words as f64 / self.sentences as f64 + 11.8 * self.syllables as f64 / self.words as f64 - 15.59
    }

    /// The perspicuity by Szigriszt Pazos: the higher, the easier.
    pub fn perspicuity(self) -> f64 {
        206.835 - 62.3 * self.syllables as f64 / self.words as f64 - self.words as f64 / self.sentences as f64
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |so_far, next| Self {
            words: so_far.words + next.words,
            sentences: so_far.sentences + next.sentences,
            syllables: so_far.syllables + next.syllables,
        })
    }
}
