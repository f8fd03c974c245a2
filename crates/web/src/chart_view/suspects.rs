//! Who is to be suspected of a side effect that was told: the words of the report are looked up in the list of unwanted
//! effects, and the medicines of that day are ranked for each effect that is found. A ranking, not a verdict.

use concord_chart::{Chart, side_effect::SideEffect};
use concord_engines::{
    days::day_of,
    safety::{NotChecked, Suspect, from_chart, shipped_book},
};
use concord_knowledge::{Knowledge, shipped, terms::EffectTerm};
use jiff::{civil::Date, tz::TimeZone};
use std::collections::BTreeMap;

/// A report names seldom more; the rest would bury the first.
const EFFECTS: usize = 3;
/// The longest name of an effect that is looked for inside a sentence, in words.
const LONGEST: usize = 6;
/// Words right before an effect by which it is denied.
const DENIALS: &[&str] = &["no", "not", "never", "without"];

/// Everything that can be said about the causes of one report.
pub(crate) struct Suspected {
    /// The day for which it was asked: the day of the report.
    pub on: Date,
    /// The effects that the words name, each with its suspects; empty where no word is known.
    pub effects: Vec<ForEffect>,
    /// What was taken and is not known here, so that nothing can be said of it.
    pub not_known: Vec<NotChecked>,
}

/// The suspects of one effect.
pub(crate) struct ForEffect {
    /// The effect's name, for clinicians.
    pub name: String,
    /// The words of the report by which it was recognised.
    pub by: String,
    /// The suspects, most likely first; nobody where no source ties a medicine to it.
    pub suspects: Vec<Suspect>,
}

impl Suspected {
    /// Looks for the causes of a report among what the chart holds for its day.
    pub fn of(chart: &Chart, report: &SideEffect, zone: &TimeZone) -> Self {
        let on = day_of(report.at, zone);
        let named = effects_named(&report.what.words, shipped());
        let mut suspected = Self { on, effects: Vec::new(), not_known: Vec::new() };
        if named.is_empty() {
            return suspected;
        }
        let book = shipped_book();
        let (regimen, given) = from_chart(chart, book, on, zone);
        for (effect, by) in named {
            let review = book.review(&regimen, &given, Some(&effect.id));
            suspected.effects.push(ForEffect { name: effect.name.clone(), by, suspects: review.attribution });
            let is_item = |open: &NotChecked| regimen.items.iter().any(|item| item.name.trim() == open.what);
            suspected.not_known = review.not_checked.into_iter().filter(is_item).collect();
        }
        suspected
    }
}

/// The effects that a text names, with the words by which: the whole text is one, or whole words of it are, the longest
/// first. Words of a longer name do not count again, and an effect that is denied (“not sleepy”) is not named.
fn effects_named<'k>(text: &str, knowledge: &'k Knowledge) -> Vec<(&'k EffectTerm, String)> {
    if let Some(effect) = knowledge.effect_by_name(text) {
        return vec![(effect, text.trim().to_owned())];
    }
    let names = names(knowledge);
    let words = words(text);
    let mut used = vec![false; words.len()];
    let mut found: Vec<(usize, &EffectTerm, String)> = Vec::new();
    for length in (1..=LONGEST.min(words.len())).rev() {
        for (start, phrase) in words.windows(length).enumerate() {
            let phrase = phrase.join(" ");
            let Some(effect) = names.get(&phrase).filter(|_| !used[start..start + length].contains(&true)) else { continue };
            used[start..start + length].fill(true);
            let denied = start > 0 && DENIALS.contains(&words[start - 1].as_str());
            if !denied && found.iter().all(|(_, known, _)| known.id != effect.id) {
                found.push((start, effect, phrase));
            }
        }
    }
    // In the order in which they were told.
    found.sort_by_key(|(start, ..)| *start);
    found.into_iter().take(EFFECTS).map(|(_, effect, by)| (effect, by)).collect()
}

/// Every name of every effect, as [`words`] writes it.
fn names(knowledge: &Knowledge) -> BTreeMap<String, &EffectTerm> {
    let of = |effect: &EffectTerm| -> Vec<String> {
        let all = [&effect.id, &effect.name, &effect.plain].into_iter().chain(&effect.words);
        all.map(|name| words(name).join(" ")).filter(|name| !name.is_empty()).collect()
    };
    knowledge.effects().flat_map(|effect| of(effect).into_iter().map(move |name| (name, effect))).collect()
}

/// The words of a text in lower case, without punctuation.
fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace('’', "'");
    let parts = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<&'static str> {
        effects_named(text, shipped()).into_iter().map(|(effect, _)| effect.id.as_str()).collect()
    }

    #[test]
    fn effects_are_found_by_whole_words_in_the_order_told() {
        assert_eq!(named("foggy and sleepy after lunch"), ["sedation"]);
        assert_eq!(named("Dry mouth, and so sleepy!"), ["dry_mouth", "sedation"]);
        assert_eq!(named("Weight gain"), ["weight_gain"]);
    }

    #[test]
    fn parts_of_words_and_what_is_denied_name_nothing() {
        assert!(named("brashness all day").is_empty(), "a rash is not in brashness");
        assert!(named("I am not sleepy").is_empty());
        assert!(named("like a wet blanket").is_empty());
    }
}
