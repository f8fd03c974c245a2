//! Spanish syllables by spelling.

/// Vowels, less those that join their neighbour: a weak one (`i`, `u`, `y` at the end) beside a strong one, two weak ones,
/// and the silent `u` of `que` and `gue`.
pub fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let word = ["que", "qui", "gue", "gui", "qué", "quí", "gué", "guí"]
        .iter()
        .fold(word, |word, written| word.replace(written, &written.replacen('u', "", 1)));
    let letters: Vec<char> = word.chars().collect();
    let last = letters.len().saturating_sub(1);
    let sound = |place: usize| match letters[place] {
        'a' | 'e' | 'o' | 'á' | 'é' | 'ó' | 'í' | 'ú' => Sound::Strong,
        'i' | 'u' | 'ü' => Sound::Weak,
        'y' if place == last => Sound::Weak,
        _ => Sound::None,
    };
    let begins = |place: usize| match (sound(place), place.checked_sub(1).map(sound)) {
        (Sound::None, _) => false,
        (_, None | Some(Sound::None)) => true,
        (Sound::Strong, Some(Sound::Strong)) => true,
        _ => false,
    };
    (0..letters.len()).filter(|place| begins(*place)).count().max(1)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sound {
    Strong,
    Weak,
    None,
}
