//! Sealed psychotherapy notes: written by one person, opened by that person's sign-in, seen by nobody else.
//!
//! What lies here writes no line of the access log and no event on a chart. The page around it leaves the line that opening a
//! chart's sessions leaves in any case, and what the author did with the notes is kept in a journal that is sealed like them.
//! Ids come from the machine's randomness, never from the practice's own, so nothing that others see moves by a step.

mod custodian;
mod hand;
mod key;
mod notes;

pub use custodian::{AuthorState, CustodianAct, KeyState, TakenOut};
pub(crate) use hand::HeldKey;
pub use key::OwnKey;
pub use notes::{Journal, NewSealedNote, SealedNote, SealedSide, Typed, WhyShut, draft_about};

use crate::ActionError;
use concord_chart::{Draft, Event, Refusal, Sensitivity};
use concord_sealed::{CannotSeal, shareable::Names};
use std::sync::LazyLock;

/// The word under which lies what others sealed for an author, until that author files it.
const FROM_OTHERS: &str = "from others";
/// The word under which lies a draft that arrived after its author had been signed out for waiting.
const UNSENT: &str = "unsent";

/// What goes wrong with a key is told without what it was about.
fn inside(error: CannotSeal) -> ActionError {
    ActionError::Inside(format!("a sealed note: {error}"))
}

/// Nothing under this label goes into a chart's log any more: there it would lie in clear. Taking back an old one may.
pub(crate) fn refuse_open_notes(drafts: &[Draft]) -> Result<(), Refusal> {
    let open =
        |draft: &Draft| draft.sensitivity == Sensitivity::PsychotherapyNote && !matches!(draft.event, Event::EntryRetracted(_));
    match drafts.iter().any(open) {
        true => Err(Refusal::new(
            "A psychotherapy note is not written into the record: it goes into your sealed note, which only you can open. \
             Write it there, and leave the facts for the team here.",
        )),
        false => Ok(()),
    }
}

/// The medicines and questionnaires that the word list of a sealed note knows, in small letters.
pub fn names_of_shareable_facts() -> &'static Names {
    static NAMES: LazyLock<Names> = LazyLock::new(|| {
        let knowledge = concord_knowledge::shipped();
        let medicines = knowledge.substances().flat_map(|one| {
            std::iter::once(one.name.as_str())
                .chain(one.brands.iter().map(String::as_str))
                .chain(one.synonyms.iter().map(String::as_str))
        });
        let instruments = knowledge.instruments().flat_map(|one| {
            [one.name.as_str(), one.short_name.as_str(), one.id.as_str()]
                .into_iter()
                .chain(one.aliases.iter().map(String::as_str))
        });
        let lower = |name: &str| name.to_lowercase();
        // A name of one or two letters is more often a word of the note.
        Names {
            medicines: medicines.map(lower).filter(|name| name.chars().count() > 2).collect(),
            instruments: instruments.map(lower).collect(),
        }
    });
    &NAMES
}
