//! The fields of a sealed note, on its own page or beside a session. They all begin with `sealed_`: whatever keeps forms for
//! later knows them by that and leaves them out.

use super::super::forms::Values;
use concord_actions::{NewSealedNote, Typed, names_of_shareable_facts, sealed_draft_about};
use concord_sealed::{
    piece::LeftHere,
    shareable::{self, Found},
};

/// What was sent.
#[derive(Clone, Debug, Default)]
pub struct SealedForm {
    /// The form's key.
    pub key: String,
    /// Title and words.
    pub typed: Typed,
    /// Why words that belong on the shared side are left.
    pub reason: String,
    /// The session.
    pub session: Option<String>,
    /// The note of which it is a later version.
    pub supersedes: Option<String>,
    /// The author asked to see the words.
    pub show_words: bool,
}

/// What is to be done with the words.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// Nothing was written.
    Nothing,
    /// Some of it belongs on the shared side: the author decides, with a reason.
    Ask,
    /// Seal it.
    Seal(NewSealedNote),
}

impl SealedForm {
    /// Reads the fields.
    pub fn read(values: &Values) -> Self {
        let some = |name: &str| Some(values.get(name).trim().to_owned()).filter(|text| !text.is_empty());
        Self {
            key: values.get("key").to_owned(),
            typed: Typed { title: values.get("sealed_title").to_owned(), text: values.get("sealed_text").to_owned() },
            reason: values.get("sealed_reason").trim().to_owned(),
            session: some("sealed_session"),
            supersedes: some("sealed_supersedes"),
            show_words: values.get("act") == "sealed_words",
        }
    }

    /// The words that belong on the shared side, as a list of words finds them.
    pub fn found(&self) -> Vec<Found> {
        shareable::find(&self.typed.text, names_of_shareable_facts())
    }

    /// What is to be done.
    pub fn verdict(&self) -> Verdict {
        if self.typed.text.trim().is_empty() {
            return Verdict::Nothing;
        }
        let found = self.found();
        if self.show_words || (!found.is_empty() && self.reason.is_empty()) {
            return Verdict::Ask;
        }
        let left = (!found.is_empty()).then(|| LeftHere {
            words: found.iter().map(|one| one.of(&self.typed.text).to_owned()).collect(),
            reason: self.reason.clone(),
        });
        Verdict::Seal(NewSealedNote {
            key: self.key.clone(),
            session: self.session.clone(),
            typed: self.typed.clone(),
            supersedes: self.supersedes.clone(),
            left,
        })
    }

    /// What its draft is about.
    pub(super) fn draft_about(&self) -> Option<String> {
        sealed_draft_about(self.session.as_deref(), self.supersedes.as_deref())
    }

    /// The session, as it stands in an address.
    pub(super) fn in_address(&self) -> String {
        self.session.as_ref().filter(|session| plain(session)).map(|session| format!("&session={session}")).unwrap_or_default()
    }

    /// The same with the note of which it is a later version.
    pub(super) fn as_draft_in_address(&self) -> String {
        let version = self.supersedes.as_ref().filter(|note| plain(note)).map(|note| format!("&revise={note}"));
        format!("{}{}", self.in_address(), version.unwrap_or_default())
    }
}

fn plain(text: &str) -> bool {
    text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str, reason: &str) -> SealedForm {
        SealedForm {
            typed: Typed { title: String::new(), text: text.to_owned() },
            reason: reason.to_owned(),
            ..SealedForm::default()
        }
    }

    #[test]
    fn a_dose_is_asked_about_and_stays_with_a_reason() {
        assert!(matches!(form("  ", "").verdict(), Verdict::Nothing));
        assert!(matches!(form("Says the 75 mg took the edge off.", "").verdict(), Verdict::Ask));
        let Verdict::Seal(note) = form("Says the 75 mg took the edge off.", "her own words").verdict() else {
            panic!("it has a reason");
        };
        let left = note.left.unwrap_or_default();
        assert_eq!((left.words, left.reason), (vec!["75 mg".to_owned()], "her own words".to_owned()));
        assert!(matches!(form("The pull to please.", "").verdict(), Verdict::Seal(NewSealedNote { left: None, .. })));
    }

    #[test]
    fn the_lists_know_medicines_and_questionnaires_by_all_their_names() {
        for text in ["Hates the sertraline.", "Zoloft again.", "PHQ-9 of 14 today."] {
            assert_eq!(form(text, "").found().len(), 1, "{text}");
        }
    }
}
