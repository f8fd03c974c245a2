//! Wording in further languages, and wording that a practice brings because it holds a licence.

use super::Instrument;
use crate::basis::{Verification, sourced};
use crate::ids::{InstrumentId, SourceId};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The words of one instrument in one language: everything that a person reads, nothing that is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// What a patient sees as its name, in this language.
    pub patient_name: Option<String>,
    /// One plain sentence about what it asks, in this language.
    pub patient_about: Option<String>,
    /// The introduction.
    pub intro: Option<String>,
    /// One text for each item in order, unscored items last.
    pub items: Vec<String>,
    /// One label for each of the instrument's answers in order.
    #[serde(default)]
    pub answers: Vec<String>,
    /// For each item with answers of its own, by position: one label for each of them in order.
    #[serde(default)]
    pub item_answers: BTreeMap<String, Vec<String>>,
    /// The notice to show with it.
    pub notice: String,
}

/// An official translation that ships: `[texts.es]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    /// The words.
    pub wording: Wording,
    /// Which translation it is, as in `Spanish for the United States, official`.
    pub translation: String,
    /// Where it stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// A file with which a practice brings wording for which it holds a licence. Never part of this program.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// Id of the instrument.
    pub instrument: InstrumentId,
    /// Version of the instrument's entry for which the words were written down.
    pub version: String,
    /// Language of the words, as a BCP 47 tag.
    pub language: String,
    /// Who holds the licence: the practice.
    pub licence_holder: String,
    /// By which the licence can be found again: number, day, who granted it.
    pub licence_reference: String,
    /// The words.
    pub wording: Wording,
}

/// Under whose licence wording is shown that does not ship.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LicensedTo {
    /// Who holds it.
    pub holder: String,
    /// Number, day, who granted it.
    pub reference: String,
}

impl Wording {
    /// What keeps these words from fitting the instrument, as sentences; empty if they fit.
    pub fn misfits(&self, instrument: &Instrument) -> Vec<String> {
        let mut found = Vec::new();
        let items = instrument.all_items().count();
        if self.items.len() != items {
            found.push(format!(
                "there are {} item texts, but the {} has {items} items.",
                self.items.len(),
                instrument.short_name
            ));
        }
        if self.items.iter().any(|text| text.trim().is_empty()) {
            found.push("an item text is empty.".to_owned());
        }
        let shared = instrument.all_items().any(|item| item.answers.is_empty());
        let answers = if shared && instrument.range.is_none() { instrument.answers.len() } else { self.answers.len() };
        if self.answers.len() != answers || (!self.answers.is_empty() && self.answers.len() != instrument.answers.len()) {
            let wanted = instrument.answers.len();
            found.push(format!("there are {} answer labels, but {wanted} answers.", self.answers.len()));
        }
        for (position, labels) in &self.item_answers {
            let item = position.parse().ok().and_then(|wanted: u8| instrument.all_items().find(|item| item.position == wanted));
            match item {
                None => found.push(format!("it has answers for item {position}, which is not there.")),
                Some(item) if item.answers.len() != labels.len() => {
                    found.push(format!("item {position} has {} answers of its own, not {}.", item.answers.len(), labels.len()));
                }
                Some(_) => {}
            }
        }
        for item in instrument.all_items().filter(|item| !item.answers.is_empty() && item.range.is_none()) {
            if !self.item_answers.contains_key(&item.position.to_string()) {
                found.push(format!("the labels of the answers of item {} are missing.", item.position));
            }
        }
        if self.notice.trim().is_empty() {
            found.push("the notice that goes with the words is empty.".to_owned());
        }
        found
    }

    /// Puts the words into an instrument for which [`Wording::misfits`] found nothing.
    pub(crate) fn put_into(&self, instrument: &mut Instrument, language: &str) {
        language.clone_into(&mut instrument.language);
        instrument.intro.clone_from(&self.intro);
        instrument.licence.notice.clone_from(&self.notice);
        for (kept, given) in
            [(&mut instrument.patient_name, &self.patient_name), (&mut instrument.patient_about, &self.patient_about)]
        {
            if let Some(given) = given {
                kept.clone_from(given);
            }
        }
        for (item, text) in instrument.items.iter_mut().chain(&mut instrument.unscored).zip(&self.items) {
            item.text = Some(text.clone());
            let own = self.item_answers.get(&item.position.to_string());
            for (option, label) in item.answers.iter_mut().zip(own.into_iter().flatten()) {
                option.label.clone_from(label);
            }
        }
        for (option, label) in instrument.answers.iter_mut().zip(&self.answers) {
            option.label.clone_from(label);
        }
    }
}

sourced!(Translation);
