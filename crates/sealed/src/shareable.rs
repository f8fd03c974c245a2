//! What may never be sealed, pointed out by a word list.
//!
//! 45 CFR 164.501 keeps some things outside a psychotherapy note: medicines and their monitoring, start and stop of sessions,
//! kind and frequency of treatment, results of tests, and summaries of diagnosis, function, plan, symptoms, outlook and
//! progress. This looks for the ones that a list of words can find. It runs over the author's own text while their own page
//! is made, keeps nothing, and decides nothing: the author does.

use std::collections::BTreeSet;

/// What kind of fact it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An amount with a unit.
    Dose,
    /// A medicine's name.
    Medicine,
    /// A clock time or a length in minutes.
    SessionTime,
    /// A diagnosis, named.
    Diagnosis,
    /// The result of a questionnaire or test.
    Score,
}

impl Kind {
    /// What the note does, as the page says it before the words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Dose => "names a dose",
            Self::Medicine => "names a medicine",
            Self::SessionTime => "says when or how long a session was",
            Self::Diagnosis => "names a diagnosis",
            Self::Score => "gives the result of a test",
        }
    }

    /// Why that belongs on the shared side.
    pub fn because(self) -> &'static str {
        match self {
            Self::Dose | Self::Medicine => "Medicines and their monitoring may not be sealed.",
            Self::SessionTime => "Start and stop times of sessions may not be sealed.",
            Self::Diagnosis => "A summary of the diagnosis may not be sealed.",
            Self::Score => "Results of clinical tests may not be sealed.",
        }
    }
}

/// Words that look like a fact for the shared side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What kind.
    pub kind: Kind,
    /// Where they begin in the text, in bytes.
    pub start: usize,
    /// Where they end.
    pub end: usize,
}

impl Found {
    /// The words themselves.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// The lists that the practice's knowledge has: names in small letters, of one to three words.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Medicines: substances, brands and synonyms.
    pub medicines: BTreeSet<String>,
    /// Questionnaires and tests.
    pub instruments: BTreeSet<String>,
}

const UNITS: &[&str] = &[
    "mg",
    "mgs",
    "mcg",
    "µg",
    "μg",
    "ug",
    "g",
    "ml",
    "meq",
    "mmol",
    "iu",
    "units",
    "milligram",
    "milligrams",
    "microgram",
    "micrograms",
    "tablet",
    "tablets",
    "pill",
    "pills",
    "capsule",
    "capsules",
];
/// Units that are also said of other things, and count only straight after the number.
const MINUTES: &[&str] = &["min", "mins", "minute", "minutes"];
const DIAGNOSES: &[&str] = &[
    "diagnosis",
    "diagnosed",
    "diagnoses",
    "major depression",
    "depressive disorder",
    "depressive episode",
    "dysthymia",
    "bipolar",
    "mania",
    "hypomania",
    "schizophrenia",
    "schizoaffective",
    "psychosis",
    "psychotic",
    "panic disorder",
    "anxiety disorder",
    "social anxiety",
    "agoraphobia",
    "ocd",
    "obsessive compulsive",
    "ptsd",
    "posttraumatic stress",
    "post-traumatic stress",
    "adjustment disorder",
    "borderline personality",
    "borderline",
    "personality disorder",
    "narcissistic",
    "anorexia",
    "bulimia",
    "binge eating",
    "adhd",
    "attention deficit",
    "autism",
    "alcohol use disorder",
    "substance use disorder",
    "opioid use disorder",
    "dementia",
    "delirium",
];
/// Words between which and a number a result is told.
const SCORED: &[&str] = &["score", "scores", "scored", "scoring", "total"];

/// What a text has of it, from the beginning to the end; nothing is told twice.
pub fn find(text: &str, names: &Names) -> Vec<Found> {
    let words = words(text);
    let mut found = Vec::new();
    for at in 0..words.len() {
        let one = dose(&words, at)
            .or_else(|| time(&words, at))
            .or_else(|| score(&words, at, names))
            .or_else(|| phrase(&words, at, Kind::Medicine, |words| names.medicines.contains(words)))
            .or_else(|| phrase(&words, at, Kind::Diagnosis, |words| DIAGNOSES.contains(&words)));
        if let Some(one) = one
            && found.last().is_none_or(|last: &Found| last.end <= one.start)
        {
            found.push(one);
        }
    }
    found
}

/// A word: where it is, and itself in small letters.
struct Word {
    start: usize,
    end: usize,
    text: String,
}

/// Letters and digits, with the signs that stand inside a word or a number.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut begun: Option<usize> = None;
    let inside = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | ',' | ':' | '-' | '\'' | '’' | '/');
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (inside(letter), begun) {
            (true, None) => begun = Some(at),
            (false, Some(start)) => {
                words.extend(trimmed(text, start, at));
                begun = None;
            }
            _ => {}
        }
    }
    words
}

/// Signs at the ends of a word belong to the sentence.
fn trimmed(text: &str, start: usize, end: usize) -> Option<Word> {
    let whole = text.get(start..end)?;
    let word = whole.trim_matches(|letter: char| !letter.is_alphanumeric());
    let start = start + whole.find(word)?;
    (!word.is_empty()).then(|| Word { start, end: start + word.len(), text: word.to_lowercase() })
}

fn is_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits > 0 && digits <= 6 && text.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '/' | '-'))
}

fn found(words: &[Word], kind: Kind, from: usize, to: usize) -> Option<Found> {
    Some(Found { kind, start: words.get(from)?.start, end: words.get(to)?.end })
}

/// `75 mg`, `75mg`, `two tablets` is not one.
fn dose(words: &[Word], at: usize) -> Option<Found> {
    let word = &words[at];
    let split = word.text.find(|letter: char| letter.is_alphabetic()).unwrap_or(word.text.len());
    let (number, unit) = word.text.split_at(split);
    if is_number(number) && UNITS.contains(&unit) {
        return found(words, Kind::Dose, at, at);
    }
    let next = words.get(at + 1)?;
    (is_number(&word.text) && UNITS.contains(&next.text.as_str())).then(|| found(words, Kind::Dose, at, at + 1))?
}

/// `10:02`, `10:02 to 10:51`, `50 minutes`.
fn time(words: &[Word], at: usize) -> Option<Found> {
    if is_clock(&words[at].text) {
        let joined = words.get(at + 1).is_some_and(|word| matches!(word.text.as_str(), "to" | "until" | "till"))
            && words.get(at + 2).is_some_and(|word| is_clock(&word.text));
        return found(words, Kind::SessionTime, at, if joined { at + 2 } else { at });
    }
    let next = words.get(at + 1)?;
    (is_number(&words[at].text) && MINUTES.contains(&next.text.as_str())).then(|| found(words, Kind::SessionTime, at, at + 1))?
}

fn is_clock(text: &str) -> bool {
    let text = text.trim_end_matches(['a', 'p', 'm']);
    text.split(['-', '–']).all(|one| {
        one.split_once(':').is_some_and(|(hour, minute)| {
            minute.len() == 2
                && hour.parse::<u8>().is_ok_and(|hour| hour < 24)
                && minute.parse::<u8>().is_ok_and(|minute| minute < 60)
        })
    })
}

/// `PHQ-9 of 14`, `scored 14`: a test, or the word, and a number within three words.
fn score(words: &[Word], at: usize, names: &Names) -> Option<Found> {
    let named = (1..=3).rev().find(|length| joined(words, at, *length).is_some_and(|name| names.instruments.contains(&name)));
    let length = named.or_else(|| SCORED.contains(&words[at].text.as_str()).then_some(1))?;
    let number = (at + length..(at + length + 3).min(words.len())).find(|place| is_number(&words[*place].text));
    match (number, named) {
        (Some(place), _) => found(words, Kind::Score, at, place),
        _ => None,
    }
}

/// The longest run of words that the list knows.
fn phrase(words: &[Word], at: usize, kind: Kind, knows: impl Fn(&str) -> bool) -> Option<Found> {
    let length = (1..=3).rev().find(|length| joined(words, at, *length).is_some_and(|name| knows(&name)))?;
    found(words, kind, at, at + length - 1)
}

fn joined(words: &[Word], at: usize, length: usize) -> Option<String> {
    let run = words.get(at..at + length)?;
    Some(run.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Names {
            medicines: set(&["sertraline", "zoloft", "st john's wort", "lithium"]),
            instruments: set(&["phq-9", "gad-7", "working alliance inventory"]),
        }
    }

    fn said(text: &str) -> Vec<(Kind, &str)> {
        find(text, &names()).iter().map(|one| (one.kind, one.of(text))).collect()
    }

    #[test]
    fn a_dose_is_seen_however_it_is_written() {
        assert_eq!(said("Says the 75 mg “took the edge off”."), [(Kind::Dose, "75 mg")]);
        assert_eq!(said("up to 37.5mg, then 1,000 mcg"), [(Kind::Dose, "37.5mg"), (Kind::Dose, "1,000 mcg")]);
        assert_eq!(said("took 3 pills"), [(Kind::Dose, "3 pills")]);
    }

    #[test]
    fn medicines_diagnoses_times_and_results_are_seen() {
        assert_eq!(
            said("Hates the Sertraline; St John's wort before."),
            [(Kind::Medicine, "Sertraline"), (Kind::Medicine, "St John's wort")]
        );
        assert_eq!(
            said("Major depression, or is it borderline?"),
            [(Kind::Diagnosis, "Major depression"), (Kind::Diagnosis, "borderline")]
        );
        assert_eq!(
            said("We sat from 10:02 to 10:51, 49 minutes."),
            [(Kind::SessionTime, "10:02 to 10:51"), (Kind::SessionTime, "49 minutes")]
        );
        assert_eq!(said("PHQ-9 was 14. She scored a 6 on it."), [(Kind::Score, "PHQ-9 was 14"), (Kind::Score, "scored a 6")]);
    }

    #[test]
    fn the_thought_itself_is_left_alone() {
        for text in [
            "The pull to please in the room when I asked about Saturday; she looked at the clock. Compare with session 4.",
            "Two of us, three silences. I felt 12 years old.",
            "She said a total stranger was kinder.",
            "g, mg and g again",
            "",
            "🙂 … ---",
        ] {
            assert_eq!(said(text), [], "{text}");
        }
    }

    #[test]
    fn nothing_is_told_twice_and_the_places_are_whole_letters() {
        let text = "é sertraline 50 mg, µ 50 µg";
        let found = find(text, &names());
        assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
        assert_eq!(said(text), [(Kind::Medicine, "sertraline"), (Kind::Dose, "50 mg"), (Kind::Dose, "50 µg")]);
    }
}
