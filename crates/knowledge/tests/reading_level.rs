//! Shows that every article can be read by the people for whom it was written.
#![allow(clippy::unwrap_used)]

mod readability;

use concord_knowledge::article::{Article, Level, Topic};
use concord_knowledge::shipped;
use readability::{Counts, english, spanish};

/// All of an article's text that is read as sentences.
fn counted(article: &Article, syllables: fn(&str) -> usize) -> Counts {
    article.passages().map(|passage| Counts::of(&passage.text, syllables)).sum()
}

/// One line for each article, the hardest first: what to put right is at the top.
fn table(mut rows: Vec<(f64, usize, String)>) -> String {
    rows.sort_by(|one, other| other.0.total_cmp(&one.0));
    rows.iter().map(|(grade, words, id)| format!("{grade:5.1}  {words:4} words  {id}\n")).collect()
}

#[test]
fn every_english_article_stays_below_its_grade() {
    let articles: Vec<_> = shipped().articles().filter(|article| article.language == "en").collect();
    let grade = |article: &Article| counted(article, english::syllables).grade();
    let rows = articles.iter().map(|article| (grade(article), article.word_count(), article.id.to_string())).collect();
    let too_hard = |article: &&&Article| grade(article) > f64::from(article.level.highest_grade());
    let hard: Vec<_> = articles.iter().filter(too_hard).map(|article| article.id.as_str()).collect();
    assert!(hard.is_empty(), "too hard: {hard:?}\n{}", table(rows));
}

#[test]
fn every_spanish_article_is_quite_easy_and_those_for_bad_hours_easier() {
    let articles: Vec<_> = shipped().articles().filter(|article| article.language == "es").collect();
    let ease = |article: &Article| counted(article, spanish::syllables).perspicuity();
    // Turned round for the table, so that the hardest stands first there too.
    let rows = articles.iter().map(|article| (-ease(article), article.word_count(), article.id.to_string())).collect();
    let least = |article: &Article| if article.level == Level::Plainest { 70.0 } else { 65.0 };
    let hard: Vec<_> =
        articles.iter().filter(|article| ease(article) < least(article)).map(|article| article.id.as_str()).collect();
    assert!(!articles.is_empty() && hard.is_empty(), "too hard: {hard:?}\n{}", table(rows));
}

#[test]
fn every_article_is_short_enough_to_be_read_and_long_enough_to_help() {
    for article in shipped().articles() {
        let words = article.word_count();
        assert!((250..=600).contains(&words), "{}: {words} words", article.id);
    }
}

#[test]
fn what_is_read_in_a_bad_hour_is_held_to_the_lower_grade() {
    let safety: Vec<_> = shipped().articles().filter(|article| article.topic == Topic::Safety).collect();
    assert!(safety.len() >= 5, "{}", safety.len());
    for article in safety {
        assert_eq!(article.level, Level::Plainest, "{}", article.id);
    }
}

#[test]
fn the_formulas_give_the_known_results_for_known_counts() {
    // 13 words in one sentence with 24 syllables are grade 11.3: the example that accounts of the formula give.
    let known = Counts { words: 13, sentences: 1, syllables: 24 };
    assert!((known.grade() - 11.3).abs() < 0.05, "{}", known.grade());
    // 206.835 − 62.3 × 2 − 10.
    let spanish = Counts { words: 10, sentences: 1, syllables: 20 };
    assert!((spanish.perspicuity() - 72.235).abs() < 0.001, "{}", spanish.perspicuity());
}

#[test]
fn words_sentences_and_syllables_of_a_text_are_counted() {
    let text = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.";
    assert_eq!(Counts::of(text, english::syllables), Counts { words: 13, sentences: 1, syllables: 26 });
    let text = "\"Stay,\" she said. Why? Nobody knew";
    assert_eq!(Counts::of(text, english::syllables), Counts { words: 6, sentences: 3, syllables: 8 });
}

#[test]
fn english_syllables_are_counted_as_they_are_spoken() {
    let words = [
        ("a", 1),
        ("the", 1),
        ("help", 1),
        ("once", 1),
        ("takes", 1),
        ("asked", 1),
        ("moved", 1),
        ("people", 2),
        ("little", 2),
        ("wanted", 2),
        ("needed", 2),
        ("changes", 2),
        ("doses", 2),
        ("minutes", 2),
        ("medicine", 3),
        ("family", 3),
        ("therapy", 3),
        ("therapist", 3),
        ("activity", 4),
        ("behavior", 3),
        ("idea", 3),
        ("diary", 3),
        ("quiet", 2),
        ("being", 2),
        ("lithium", 3),
        ("anxious", 2),
        ("session", 2),
        ("million", 2),
        ("sertraline", 3),
        ("lamotrigine", 4),
        ("antipsychotics", 5),
        ("CBT", 3),
        ("SSRI", 4),
        ("16", 1),
        ("you're", 1),
        ("someone's", 2),
        ("realize", 3),
    ];
    let wrong: Vec<_> = words
        .iter()
        .filter(|(word, count)| english::syllables(word) != *count)
        .map(|(word, count)| (word, count, english::syllables(word)))
        .collect();
    assert!(wrong.is_empty(), "(word, spoken, counted): {wrong:?}");
}

#[test]
fn spanish_syllables_are_counted_by_the_rules_of_the_language() {
    let words = [
        ("sol", 1),
        ("casa", 2),
        ("tratamiento", 4),
        ("ayuda", 3),
        ("día", 2),
        ("energía", 4),
        ("bueno", 2),
        ("que", 1),
        ("guía", 2),
        ("aquí", 2),
        ("leer", 2),
        ("peor", 2),
        ("ciudad", 2),
        ("y", 1),
        ("hay", 1),
        ("medicina", 4),
        ("pingüino", 3),
    ];
    let wrong: Vec<_> = words
        .iter()
        .filter(|(word, count)| spanish::syllables(word) != *count)
        .map(|(word, count)| (word, count, spanish::syllables(word)))
        .collect();
    assert!(wrong.is_empty(), "(word, spoken, counted): {wrong:?}");
}

#[test]
fn harder_words_and_longer_sentences_are_told_from_easy_ones() {
    let easy = Counts::of("Take it each day. Do not stop it all at once.", english::syllables);
    let hard = Counts::of(
        "Pharmacological discontinuation necessitates individualized supervision, considering comorbidities.",
        english::syllables,
    );
    assert!(easy.grade() < 3.0 && hard.grade() > 20.0, "{} {}", easy.grade(), hard.grade());
}
