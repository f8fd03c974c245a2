//! Finding people: one row for every word by which somebody may look for a person.

use crate::person::{Person, born_words, staff_of};
use crate::shelf::{ReadRow, Shelf};
use crate::written::written;
use concord_chart::registration::Registration;
use concord_chart::{PlaceId, StaffId, When};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A person as the search shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameRow {
    /// Family name.
    pub family_name: String,
    /// Given names.
    pub given_name: String,
    /// Date of birth, as precisely as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth: Option<When>,
    /// The practice's number for the record.
    pub record_number: String,
    /// Where the person is mostly seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceId>,
    /// The care team, for permission.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub team: Vec<StaffId>,
}

impl NameRow {
    /// `14 Mar 1988`, as precisely as known.
    pub fn born_words(&self) -> String {
        born_words(self.birth)
    }
}

/// A text without case, accents and typographic variants: `Muñoz` and `munoz` are one word. Letters without a
/// decomposition are written as people type them (`ß` ss, `ø` o, `ł` l, `æ` ae).
pub fn folded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase) {
        match letter {
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'þ' => plain.push_str("th"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ı' => plain.push('i'),
            other => plain.push(other),
        }
    }
    plain
}

/// The words of a search, as the rows are sorted by: a person has to match every one of them, each by its beginning.
/// A date of birth is found as it is stored, `1988-03-14`; a name of several parts by each of its parts.
pub fn search_words(query: &str) -> Vec<String> {
    let mut words: Vec<String> = parts(query).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Names are split where people split them; dates and record numbers keep their hyphens.
fn parts(text: &str) -> impl Iterator<Item = String> {
    let words = folded(text);
    let split: Vec<String> = words
        .split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | '/'))
        .flat_map(|word| {
            let number = word.chars().any(|letter| letter.is_ascii_digit());
            let trimmed = word.trim_matches(|letter: char| !letter.is_alphanumeric());
            if number { vec![trimmed.to_owned()] } else { trimmed.split(['-', '\'', '’', '.']).map(str::to_owned).collect() }
        })
        .filter(|word| !word.is_empty())
        .collect();
    split.into_iter()
}

/// One row a word: family and given names, record number, date of birth.
pub(crate) fn rows(person: &Person, registration: &Registration) -> Vec<ReadRow> {
    let row = NameRow {
        family_name: person.family_name.clone(),
        given_name: person.given_name.clone(),
        birth: person.birth,
        record_number: person.record_number.clone(),
        place: person.place.clone(),
        team: staff_of(registration),
    };
    let body = written(&row);
    let birth = person.birth.map(|birth| birth.to_string()).unwrap_or_default();
    let texts = [&person.family_name, &person.given_name, &person.record_number, &birth];
    let words: BTreeSet<String> = texts.into_iter().flat_map(|text| parts(text)).collect();
    words.into_iter().map(|word| ReadRow { shelf: Shelf::Name, key: word.clone(), sort: word, body: body.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_ligatures_make_no_difference() {
        assert_eq!(folded("MUÑOZ Ångström Straße Łukasz Ægir"), "munoz angstrom strasse lukasz aegir");
        assert_eq!(folded("Nguyễn"), "nguyen");
    }

    #[test]
    fn a_double_name_is_found_by_either_half_and_a_date_stays_whole() {
        assert_eq!(search_words("García-López, Ana 1988-03-14"), ["1988-03-14", "ana", "garcia", "lopez"]);
        assert_eq!(search_words("O'Brien C-1204"), ["brien", "c-1204", "o"]);
    }

    #[test]
    fn a_search_without_words_has_none() {
        assert!(search_words("  ,, - ").is_empty());
    }
}
