//! What has to hold in an article before anybody reads it.

use crate::article::{Article, LONG_ACTING, Passage};
use crate::load::Reading;
use crate::refusal::Refusal;
use std::collections::BTreeSet;

/// Numbers of help lines. They change, and differ from place to place: they stand on the help page alone.
const HELP_LINES: &[&str] = &["988", "911", "999", "112", "111", "116 123", "741741"];

/// Words that make a quantity when a unit of time follows.
const NUMBER_WORDS: &[&str] = &["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty"];

const UNITS_OF_TIME: &[&str] = &["hours", "days", "weeks", "months", "years"];

/// Minutes may differ from the words by this: pages read slowly on a phone.
const WORDS_A_MINUTE: (usize, usize) = (90, 240);

/// Refuses what an article must not be.
pub(crate) fn all(reading: &Reading, found: &mut Vec<Refusal>) {
    let medicines = medicine_names(reading);
    for (file, article) in reading.articles.values() {
        let mut report = Report { file, found };
        text(&mut report, article);
        claims(&mut report, article);
        offered(&mut report, article, reading, &medicines);
        titled(&mut report, article, reading);
        translated(&mut report, article, reading);
    }
}

struct Report<'a> {
    file: &'a str,
    found: &'a mut Vec<Refusal>,
}

impl Report<'_> {
    fn expect(&mut self, holds: bool, entry: &str, sentence: impl Into<String>) {
        if !holds {
            self.found.push(Refusal::new(self.file, entry, sentence));
        }
    }
}

/// There is a text, of the length it claims, and a question about it with an answer.
fn text(report: &mut Report<'_>, article: &Article) {
    report.expect(!article.summary.trim().is_empty(), "summary", "it is empty.");
    report.expect(!article.sections.is_empty(), "sections", "there are none.");
    for section in &article.sections {
        let name = format!("section {}", section.heading);
        report.expect(
            !section.heading.trim().is_empty() && !section.blocks.is_empty(),
            &name,
            "a heading or its text is missing.",
        );
    }
    let (slow, fast) = WORDS_A_MINUTE;
    let (words, minutes) = (article.word_count(), usize::from(article.minutes));
    let sentence = format!("{words} words are not {minutes} minutes; count about 150 words for one.");
    report.expect((minutes * slow..=minutes * fast).contains(&words), "minutes", sentence);
    let question = article.teach_back.question.trim();
    report.expect(question.ends_with('?'), "teach_back", "its question is empty or does not ask.");
    let mentions = &article.teach_back.mentions;
    let said = !mentions.is_empty() && mentions.iter().all(|point| !point.trim().is_empty());
    report.expect(said, "teach_back", "it does not say what a good answer mentions.");
}

/// Every mark has its claim and every claim its mark; a number has a mark; no help line's number is written out.
fn claims(report: &mut Report<'_>, article: &Article) {
    let mut keys = BTreeSet::new();
    report.expect(!article.claims.is_empty(), "claims", "the article rests on nothing; name at least one source.");
    for claim in &article.claims {
        let name = format!("claim {}", claim.key);
        report.expect(keys.insert(claim.key.as_str()), &name, "this key stands there twice.");
        let used = article.passages().any(|passage| passage.claims.contains(&claim.key));
        report.expect(used, &name, format!("no passage rests on it; write `[{}]` after one or take it out.", claim.key));
    }
    for passage in article.passages() {
        for key in &passage.claims {
            report.expect(keys.contains(key.as_str()), &entry(passage), format!("there is no claim `{key}`."));
        }
        let cited = !passage.claims.is_empty() || !holds_a_quantity(&passage.text);
        report.expect(cited, &entry(passage), "it holds a number and names no claim.");
        let line = HELP_LINES.iter().find(|line| has_word(&passage.text, line));
        report.expect(line.is_none(), &entry(passage), "it gives a help line's number; say “the numbers on your help page”.");
    }
}

/// The beginning of a passage, to find it by.
fn entry(passage: &Passage) -> String {
    let beginning: Vec<&str> = passage.text.split_whitespace().take(6).collect();
    format!("“{} …”", beginning.join(" "))
}

/// A digit, or a number in words before a unit of time.
fn holds_a_quantity(text: &str) -> bool {
    if text.chars().any(|letter| letter.is_ascii_digit()) {
        return true;
    }
    let words: Vec<String> = words(text).collect();
    words.windows(2).any(|pair| NUMBER_WORDS.contains(&pair[0].as_str()) && UNITS_OF_TIME.contains(&pair[1].as_str()))
}

/// The words in lower case, without punctuation.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Whether a word or a run of words stands in a text as a whole.
fn has_word(text: &str, wanted: &str) -> bool {
    let (text, wanted): (Vec<String>, Vec<String>) = (words(text).collect(), words(wanted).collect());
    !wanted.is_empty() && text.windows(wanted.len()).any(|run| run == wanted)
}

/// What `medicines` may name: ids and tags of substances, and the word for long-acting injections.
fn medicine_names(reading: &Reading) -> BTreeSet<&str> {
    let substances = reading.substances.values().map(|(_, substance)| substance);
    let names = substances.flat_map(|one| one.tags.iter().map(String::as_str).chain([one.id.as_str()]));
    names.chain([LONG_ACTING]).collect()
}

/// A plan can offer it, and every name that it waits for exists.
fn offered(report: &mut Report<'_>, article: &Article, reading: &Reading, medicines: &BTreeSet<&str>) {
    let when = &article.offered_when;
    let mut known = |there: bool, sort: &str, name: &str| {
        report.expect(there, "offered_when", format!("there is no {sort} `{name}`, so it would never be offered for it."));
    };
    when.medicines.iter().for_each(|name| known(medicines.contains(name.as_str()), "medicine or class", name));
    when.therapies.iter().for_each(|id| known(reading.therapies.contains_key(id), "therapy", id.as_str()));
    when.practices.iter().for_each(|id| known(reading.practices.contains_key(id), "practice", id.as_str()));
    when.conditions.iter().for_each(|id| known(reading.conditions.contains_key(id), "condition", id));
    let alone = when.everyone || when.combined || when.any_medicine || when.any_therapy || !when.phases.is_empty();
    let named = [when.medicines.is_empty(), when.therapies.is_empty(), when.practices.is_empty(), when.conditions.is_empty()];
    let reachable = alone || named.contains(&false);
    report.expect(reachable, "offered_when", "nothing calls for it; say for which medicines, therapies or phases it is.");
}

/// The title gives nothing away: it has no word that means a condition.
fn titled(report: &mut Report<'_>, article: &Article, reading: &Reading) {
    report.expect(!article.title.trim().is_empty(), "title", "it is empty.");
    let words = reading.conditions.values().flat_map(|term| term.words.iter().chain([&term.name]));
    if let Some(word) = words.into_iter().find(|word| has_word(&article.title, word)) {
        report.expect(false, "title", format!("it says “{word}”, and others may see it; find a title that names no condition."));
    }
}

/// A translation is in another language than its original, and as long in sections.
fn translated(report: &mut Report<'_>, article: &Article, reading: &Reading) {
    let letters = article.language.len() == 2 && article.language.chars().all(|letter| letter.is_ascii_lowercase());
    report.expect(letters, "language", "write it as a code of two letters: `en`, `es`.");
    let Some(original) = &article.translation_of else {
        return;
    };
    let Some((_, original)) = reading.articles.get(original) else {
        report.expect(false, "translation_of", format!("there is no article `{original}`."));
        return;
    };
    report.expect(original.language != article.language, "language", "the original is in the same language.");
    report.expect(original.translation_of.is_none(), "translation_of", "the original is itself a translation.");
    let same = original.sections.len() == article.sections.len() && original.offered_when == article.offered_when;
    report.expect(same, "translation_of", "its sections or its `offered_when` are not those of the original.");
}
