//! English syllables by spelling.

/// Groups of vowels, less those that are silent, more those where two vowels are spoken apart. An abbreviation in capitals
/// is spelt out; a number counts as one, as in the formula's own reports.
pub fn syllables(word: &str) -> usize {
    let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
    if letters > 1 && word.chars().all(char::is_uppercase) {
        return word.chars().map(|letter| if letter == 'W' { 3 } else { 1 }).sum();
    }
    let word: String = word.to_lowercase().replace('’', "'");
    let stem = word.split('\'').next().unwrap_or_default();
    let letters: Vec<char> = stem.chars().filter(|letter| letter.is_alphabetic()).collect();
    (groups(&letters) + apart(stem)).saturating_sub(silent(stem, &letters)).max(1)
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn groups(letters: &[char]) -> usize {
    let begins = |place: usize| is_vowel(letters[place]) && (place == 0 || !is_vowel(letters[place - 1]));
    (0..letters.len()).filter(|place| begins(*place)).count()
}

/// Endings that are written and not spoken: the e of `take`, `takes`, `asked`, `family` stays.
fn silent(stem: &str, letters: &[char]) -> usize {
    let before = |back: usize| letters.len().checked_sub(back).and_then(|place| letters.get(place)).copied().unwrap_or(' ');
    let spoken_le = stem.ends_with("le") && !is_vowel(before(3));
    let hissing = ["ses", "xes", "zes", "ches", "shes", "ges", "ces"].iter().any(|ending| stem.ends_with(ending));
    let spoken_les = stem.ends_with("les") && !is_vowel(before(4));
    let mute_e = stem.ends_with('e') && !is_vowel(before(2)) && !spoken_le;
    let mute_es = stem.ends_with("es") && !is_vowel(before(3)) && !hissing && !spoken_les;
    let mute_ed = stem.ends_with("ed") && !is_vowel(before(3)) && !matches!(before(3), 't' | 'd');
    let inside =
        stem.contains("someone") || stem.contains("something") || stem.contains("sometimes") || stem.contains("therefore");
    usize::from(mute_e || mute_es || mute_ed) + usize::from(inside)
}

/// Pairs of vowels that are spoken as two: `diary`, `quiet`, `lithium`, `being`, `idea`, `usual`.
fn apart(stem: &str) -> usize {
    let pairs = ["ia", "iu", "iet", "eing", "oing", "eo", "rea", "dea", "ual", "uat"];
    // In these the same letters are spoken as one.
    let as_one =
        ["cia", "tia", "sia", "people", "reac", "reas", "reat", "ream", "read", "deal", "death", "dead", "iabl", "liar", "qua"];
    let found = pairs.iter().filter(|pair| stem.contains(*pair)).count();
    let joined = as_one.iter().filter(|joined| stem.contains(*joined)).count();
    found.saturating_sub(joined)
}
