//! How words that people write are compared with words that entries know.

use super::book::Book;
use super::products;
use concord_knowledge::formulary::SubstanceKind;
use concord_knowledge::ids::SubstanceId;

/// A text in lower case, hyphens as spaces, typographic apostrophes straight, single spaces.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars().flat_map(char::to_lowercase) {
        let c = match c {
            '-' | '_' | '–' | ',' | ';' | '(' | ')' => ' ',
            '’' | '‘' | '`' => '\'',
            other => other,
        };
        if c != ' ' || (!out.is_empty() && !out.ends_with(' ')) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The longest phrase, in words, that is looked for inside a text.
pub(crate) const LONGEST: usize = 6;

/// The conditions that a text names, by words or code, without the wider ones. Words inside a longer phrase that was
/// found do not count: “respiratory depression” is no depression.
pub(crate) fn conditions_named(text: &str, book: &Book<'_>) -> Vec<usize> {
    let written = text.trim();
    let text = plain(written);
    // A condition's own name may be longer than any phrase that is looked for inside a text.
    if let Some(places) = book.condition_words.get(text.as_str()) {
        return places.clone();
    }
    let words: Vec<&str> = text.split(' ').collect();
    let (mut found, mut taken) = (Vec::new(), vec![false; words.len()]);
    for length in (1..=LONGEST.min(words.len())).rev() {
        for (start, phrase) in words.windows(length).enumerate() {
            let places = book.condition_words.get(phrase.join(" ").as_str());
            let Some(places) = places.filter(|_| !taken[start..start + length].iter().all(|taken| *taken)) else { continue };
            taken[start..start + length].fill(true);
            for place in places {
                if !found.contains(place) {
                    found.push(*place);
                }
            }
        }
    }
    if found.is_empty() {
        found = by_code(written, book);
    }
    found
}

/// `F50.2`, `ICD-10-CM F50.2`, `snomed:78004001`.
fn by_code(written: &str, book: &Book<'_>) -> Vec<usize> {
    let code = written.rsplit([' ', ':', '|']).next().unwrap_or(written).to_uppercase();
    if !code.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let places = book.conditions.iter().enumerate().filter(|(_, condition)| {
        let term = condition.term;
        term.snomed.contains(&code) || term.icd10.iter().any(|known| code.starts_with(known.as_str()))
    });
    places.map(|(place, _)| place).collect()
}

/// A substance that a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub place: usize,
    /// The text is one of its generic names and nothing else.
    pub generic: bool,
}

/// The substances that a text names: an ingredient, brand or synonym in any case, alone or inside a text such as
/// `sertraline 50 mg tablet`. A product of several names them all. What is eaten, drunk or smoked has to be all that the
/// text is about: “two cups of tea” is tea, “grandmother’s sleepy tea” is not, and to take it for tea would call it checked.
pub(crate) fn substances_named(text: &str, book: &Book<'_>) -> Vec<Named> {
    let text = plain(text);
    if let Some(known) = book.names.get(text.as_str()) {
        return vec![*known];
    }
    let (parts, text) = match products::named(&text, book) {
        Some((compound, rest)) => (compound.known().collect(), rest),
        None => (Vec::new(), text.replace(['/', '+'], " ")),
    };
    let mut found: Vec<Named> = parts.into_iter().map(|place| Named { place, generic: false }).collect();
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let mut used: Vec<Option<usize>> = vec![None; words.len()];
    for length in (1..=LONGEST.min(words.len())).rev() {
        for start in 0..=words.len() - length {
            if used[start..start + length].iter().any(Option::is_some) {
                continue;
            }
            if let Some(known) = book.names.get(words[start..start + length].join(" ").as_str()) {
                used[start..start + length].fill(Some(known.place));
                if !found.iter().any(|other| other.place == known.place) {
                    found.push(Named { place: known.place, generic: false });
                }
            }
        }
    }
    let all_of_it = |word: &str, used: Option<usize>| used.map_or_else(|| says_how_much(word), |place| is_consumed(place, book));
    let only = words.iter().zip(&used).all(|(word, used)| all_of_it(word, *used));
    found.retain(|named| only || !is_consumed(named.place, book));
    found.sort_by_key(|named| named.place);
    found
}

/// Food, drink and tobacco.
fn is_consumed(place: usize, book: &Book<'_>) -> bool {
    matches!(book.drugs[place].substance.kind, SubstanceKind::Food | SubstanceKind::Tobacco)
}

/// Words that say how much of something or when, and not what it is.
const HOW_MUCH: &str = "a an and any at bottle bottles can cans cup cups daily day days drink drinks drinking evening evenings every few \
    four fresh g glass glasses half heavy in l large light mg ml moderate morning mornings most mug mugs night \
    nights now of often on one or pack packs per pint pints red regular shot shots small social some sometimes \
    strong the then three times to two unit units use week weekend weekends weekly weeks white with x";

fn says_how_much(word: &str) -> bool {
    let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    word.is_empty() || word.starts_with(|letter: char| letter.is_ascii_digit()) || HOW_MUCH.split(' ').any(|known| known == word)
}

impl Book<'_> {
    /// The substance that somebody's own words mean, by the same reading as the review's; none where they name several, or
    /// nothing that is known here.
    pub fn meant_by(&self, text: &str) -> Option<SubstanceId> {
        match substances_named(text, self).as_slice() {
            [one] => Some(self.drugs[one.place].substance.id.clone()),
            _ => None,
        }
    }
}

/// A name without case, spaces and punctuation.
pub(crate) fn squeezed(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Names in a row: `a`, `a and b`, `a, b and c`.
pub(crate) fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// A sentence begins with a capital letter.
pub(crate) fn sentence(mut text: String) -> String {
    match text.chars().next() {
        Some(first) if first.is_ascii() => {
            text[..1].make_ascii_uppercase();
            text
        }
        Some(first) => first.to_uppercase().chain(text.chars().skip(1)).collect(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_compared_without_case_hyphens_and_curled_apostrophes() {
        assert_eq!(plain("  Child-Pugh  C (hepatic) "), "child pugh c hepatic");
        assert_eq!(plain("St. John’s wort"), "st. john's wort");
    }

    #[test]
    fn what_is_eaten_or_drunk_is_all_that_a_text_is_about_and_a_medicine_may_stand_inside_one() {
        let book = super::super::book::shipped_book();
        let meant = |text: &str| book.meant_by(text).map(|id| id.to_string());
        for text in ["tea", "2 cups of tea, mornings", "coffee and tea", "Strong coffee"] {
            assert_eq!(meant(text).as_deref(), Some("caffeine"), "{text}");
        }
        for text in ["Grandmother’s sleepy tea", "lovely blossom tea", "alcohol-free beer", "rubbing alcohol gel"] {
            assert_eq!(meant(text), None, "{text}");
        }
        assert_eq!(meant("two glasses of wine, most evenings").as_deref(), Some("ethanol"));
        assert_eq!(meant("chamomile tea").as_deref(), Some("chamomile"));
        assert_eq!(meant("St John’s wort tea").as_deref(), Some("st-johns-wort"), "the herb, however it is drunk");
        assert_eq!(meant("St John’s wort 300 mg capsules, store brand").as_deref(), Some("st-johns-wort"));
        assert_eq!(meant("sertraline 50 MG Oral Tablet").as_deref(), Some("sertraline"));
    }

    #[test]
    fn names_stand_in_a_row() {
        let names = |words: &[&str]| list(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(names(&["a", "b", "c"]), "a, b and c");
        assert_eq!(names(&["a"]), "a");
    }
}
