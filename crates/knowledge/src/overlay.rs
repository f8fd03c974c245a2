//! Wording that a practice brings under its own licence, laid over the knowledge that ships. It adds words to questions;
//! items, answers and scoring stay as they are.

use crate::instrument::{Content, LicensedTo, Translation};
use crate::load::{Knowledge, parse};
use crate::refusal::Refusal;

impl Knowledge {
    /// This knowledge with a practice's own wording, from `(name of the file, text)` pairs written as in the section
    /// "Your own wording" of `knowledge/FORMAT.md`. Wording in an instrument's own language takes the place of its neutral
    /// labels and is marked as [`licensed_to`](crate::Instrument::licensed_to); wording in another language is added to
    /// its translations.
    ///
    /// # Errors
    /// Every file that does not fit, each with a sentence: an instrument that is not there, another version of it, a
    /// number of items or answers that differs, a licence without holder or reference, wording of one language twice.
    pub fn with_texts<P: AsRef<str>>(&self, files: &[(P, &str)]) -> Result<Self, Vec<Refusal>> {
        let mut with = self.clone();
        let mut refusals = Vec::new();
        let mut taken = std::collections::BTreeSet::new();
        for (path, text) in files {
            let path = path.as_ref();
            match read_content(path, text) {
                Err(refusal) => refusals.push(refusal),
                Ok(content) => {
                    let twice = !taken.insert((content.instrument.clone(), content.language.clone()));
                    let found = self.misfits(path, &content, twice);
                    if found.is_empty() {
                        with.lay_over(content);
                    }
                    refusals.extend(found);
                }
            }
        }
        if refusals.is_empty() { Ok(with) } else { Err(refusals) }
    }

    /// Everything for which a content file cannot be taken.
    fn misfits(&self, path: &str, content: &Content, twice: bool) -> Vec<Refusal> {
        let Some(instrument) = self.instrument(&content.instrument) else {
            let sentence =
                format!("there is no instrument `{}`; `concord instruments` lists those there are.", content.instrument);
            return vec![Refusal::of_practice(path, "instrument", sentence)];
        };
        let mut found = Vec::new();
        if content.version != instrument.version {
            let sentence = format!(
                "it was written for version {} of the {}, but this program has version {}; compare the items and set the version.",
                content.version, instrument.short_name, instrument.version
            );
            found.push(Refusal::of_practice(path, "version", sentence));
        }
        for (field, value) in [("licence_holder", &content.licence_holder), ("licence_reference", &content.licence_reference)] {
            if value.trim().is_empty() {
                found.push(Refusal::of_practice(
                    path,
                    field,
                    "it is empty; wording under licence is shown only with whose it is.",
                ));
            }
        }
        let there = instrument.texts.contains_key(&content.language)
            || (content.language == instrument.language && instrument.has_wording());
        if twice || there {
            let sentence = format!("there already is wording of the {} in `{}`.", instrument.short_name, content.language);
            found.push(Refusal::of_practice(path, "language", sentence));
        }
        found.extend(content.wording.misfits(instrument).into_iter().map(|one| Refusal::of_practice(path, "wording", one)));
        found
    }

    /// Puts fitting words in.
    fn lay_over(&mut self, content: Content) {
        let Some(instrument) = self.instruments.get_mut(&content.instrument) else { return };
        if content.language == instrument.language {
            content.wording.put_into(instrument, &content.language);
            instrument.licensed_to = Some(LicensedTo { holder: content.licence_holder, reference: content.licence_reference });
            return;
        }
        let translation = Translation {
            wording: content.wording,
            translation: format!("licensed to {} ({})", content.licence_holder, content.licence_reference),
            source: instrument.licence.source.clone(),
            locator: None,
            verification: crate::basis::Verification::Unverified,
        };
        instrument.texts.insert(content.language, translation);
    }
}

/// Reads one content file.
///
/// # Errors
/// A sentence with the line, where it is not written as the format says.
pub fn read_content(path: &str, text: &str) -> Result<Content, Refusal> {
    parse::<Content>(path, text).map_err(|refusal| Refusal::of_practice(path, refusal.entry, refusal.sentence))
}
