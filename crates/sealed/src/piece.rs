//! One sealed piece: what is inside, and how it lies outside.
//!
//! Inside: a mark of the author's own hand (or none, for what came from elsewhere), a length, JSON, and zeros up to the next
//! of a few sizes. Outside: bytes of one of [`SIZES`] and a little more, which nobody but the author tells from noise.

use crate::keys::{CannotSeal, PublicKey, SecretKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The sizes that a piece is padded to, in bytes before sealing. Four to a step: a short note and a line of the journal are
/// the same size, and a note's length is known only to a factor of four.
pub const SIZES: [usize; 6] = [1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20];
/// The longest text of a note, in characters.
pub const LONGEST_TEXT: usize = 100_000;
/// The longest title or reason, in characters.
pub const LONGEST_LINE: usize = 300;
const MARK: usize = 32;
const HEAD: usize = MARK + 4;

/// What is inside a piece. Names and fields are the stored form: add, never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Contents {
    /// A note, or a later version of one.
    Note(Note),
    /// What the author had typed and not sealed yet.
    Draft(Draft),
    /// The author's own trace: what they did with their notes on a record.
    Trace(Trace),
}

/// A psychotherapy note.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    /// The record that it is about.
    pub chart: String,
    /// The session, if it is about one.
    pub session: Option<String>,
    /// When it was sealed.
    pub at: Timestamp,
    /// A title; may be empty.
    pub title: String,
    /// The words.
    pub text: String,
    /// The piece that it is a later version of; that one stays.
    pub supersedes: Option<String>,
    /// Words that belong on the shared side and were left here.
    pub left: Vec<LeftHere>,
    /// Where it came from, for a note that was not written here.
    pub from: Option<Origin>,
}

/// Words that the word list pointed out, and why the author left them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeftHere {
    /// The words as they stand in the note.
    pub words: Vec<String>,
    /// The author's reason.
    pub reason: String,
}

/// Where a note came from that another system sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// The system.
    pub system: String,
    /// The resource, e.g. `DocumentReference/12`.
    pub resource: String,
    /// Who wrote it, as that system says.
    pub author: String,
    /// The verbatim text of the resource.
    pub verbatim: String,
}

/// What had been typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The record.
    pub chart: String,
    /// The session, if it is about one.
    pub session: Option<String>,
    /// When it was kept.
    pub at: Timestamp,
    /// The title.
    pub title: String,
    /// The words.
    pub text: String,
}

/// One line of the author's own journal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Trace {
    /// The record.
    pub chart: String,
    /// When.
    pub at: Timestamp,
    /// `read`, `sealed`, `imported`.
    pub what: String,
    /// The pieces that it was about.
    pub pieces: Vec<String>,
}

/// A piece, opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// What is inside.
    pub contents: Contents,
    /// True when the holder of the key made it, under this id. False for what somebody else sealed to the public key.
    pub own_hand: bool,
}

/// A new id: 128 random bits, 32 hexadecimal characters. Never from the practice's ids, which count up: a gap in them would
/// tell that something was written.
///
/// # Errors
/// [`CannotSeal::Machine`].
pub fn new_id() -> Result<String, CannotSeal> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| CannotSeal::Machine)?;
    Ok(hex::encode(bytes))
}

/// The id that a form sent twice has both times, which only the author can work out.
pub fn id_of_form(secret: &SecretKey, key: &str) -> String {
    hex::encode(&secret.mark("id of a form", &[key])[..16])
}

/// Seals with the author's own hand.
///
/// # Errors
/// [`CannotSeal::TooLong`], [`CannotSeal::Machine`].
pub fn seal(secret: &SecretKey, id: &str, contents: &Contents) -> Result<Vec<u8>, CannotSeal> {
    let json = json(contents)?;
    let mark = secret.mark("own hand", &[id, &json]);
    secret.public().seal(&padded(&mark, json.as_bytes())?)
}

/// Seals for an author what somebody else hands over: it will open without the mark of their hand.
///
/// # Errors
/// [`CannotSeal::TooLong`], [`CannotSeal::Machine`].
pub fn seal_for(author: &PublicKey, contents: &Contents) -> Result<Vec<u8>, CannotSeal> {
    author.seal(&padded(&[0; MARK], json(contents)?.as_bytes())?)
}

/// Opens a piece that lies under this id.
///
/// # Errors
/// [`CannotSeal::WrongKey`], [`CannotSeal::WrongForm`].
pub fn open(secret: &SecretKey, id: &str, sealed: &[u8]) -> Result<Opened, CannotSeal> {
    let inside = secret.open(sealed)?;
    let length = inside.get(MARK..HEAD).and_then(|bytes| bytes.try_into().ok()).map(u32::from_le_bytes);
    let end = length.and_then(|length| HEAD.checked_add(length as usize)).ok_or(CannotSeal::WrongForm)?;
    let json = inside.get(HEAD..end).and_then(|bytes| std::str::from_utf8(bytes).ok()).ok_or(CannotSeal::WrongForm)?;
    let contents = serde_json::from_str(json).map_err(|_| CannotSeal::WrongForm)?;
    let mark = secret.mark("own hand", &[id, json]);
    Ok(Opened { contents, own_hand: inside.get(..MARK) == Some(mark.as_slice()) })
}

fn json(contents: &Contents) -> Result<Zeroizing<String>, CannotSeal> {
    serde_json::to_string(contents).map(Zeroizing::new).map_err(|_| CannotSeal::WrongForm)
}

fn padded(mark: &[u8; MARK], json: &[u8]) -> Result<Zeroizing<Vec<u8>>, CannotSeal> {
    let needed = HEAD + json.len();
    let size = SIZES.into_iter().find(|size| *size >= needed).ok_or(CannotSeal::TooLong)?;
    let length = u32::try_from(json.len()).map_err(|_| CannotSeal::TooLong)?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(size));
    bytes.extend_from_slice(mark);
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(json);
    bytes.resize(size, 0);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn note(text: &str) -> Contents {
        Contents::Note(Note { chart: "c".to_owned(), text: text.to_owned(), ..Note::default() })
    }

    #[test]
    fn a_piece_opens_as_it_was_under_its_id_and_shows_whose_hand_it_is() {
        let author = SecretKey::make().unwrap();
        let id = new_id().unwrap();
        let sealed = seal(&author, &id, &note("compare with session 4")).unwrap();
        let opened = open(&author, &id, &sealed).unwrap();
        assert_eq!((opened.contents, opened.own_hand), (note("compare with session 4"), true));
        assert!(!open(&author, "another id", &sealed).unwrap().own_hand, "a piece that was moved to another id shows it");
        let planted = seal_for(&author.public(), &note("planted")).unwrap();
        assert!(!open(&author, &id, &planted).unwrap().own_hand);
        assert!(open(&SecretKey::make().unwrap(), &id, &sealed).is_err());
    }

    #[test]
    fn a_short_note_and_a_line_of_the_journal_are_of_one_size() {
        let author = SecretKey::make().unwrap();
        let trace = Contents::Trace(Trace { what: "read".to_owned(), ..Trace::default() });
        let sizes: Vec<usize> =
            [note("short"), note(&"x".repeat(600)), trace].iter().map(|one| seal(&author, "id", one).unwrap().len()).collect();
        assert!(sizes.iter().all(|size| *size == sizes[0]), "{sizes:?}");
        let huge = "x".repeat(SIZES[5]);
        assert_eq!(seal(&author, "id", &note(&huge)).unwrap_err(), CannotSeal::TooLong);
        assert!(seal(&author, "id", &note(&"😶".repeat(LONGEST_TEXT))).is_ok(), "the longest note that is taken fits");
    }

    #[test]
    fn the_same_form_sent_twice_has_one_id_and_nobody_else_can_tell_it() {
        let (author, other) = (SecretKey::make().unwrap(), SecretKey::make().unwrap());
        assert_eq!(id_of_form(&author, "form 1"), id_of_form(&author, "form 1"));
        assert_ne!(id_of_form(&author, "form 1"), id_of_form(&other, "form 1"));
        assert_ne!(new_id().unwrap(), new_id().unwrap());
    }

    proptest! {
        #[test]
        fn whatever_is_written_comes_back(text in "\\PC{0,400}", title in "\\PC{0,40}") {
            let author = SecretKey::make().unwrap();
            let contents = Contents::Note(Note { title, text, ..Note::default() });
            let sealed = seal(&author, "id", &contents).unwrap();
            prop_assert_eq!(open(&author, "id", &sealed).unwrap().contents, contents);
        }

        #[test]
        fn sealed_bytes_that_were_changed_never_open(at in 0_usize..1000, bit in 0_u8..8) {
            let author = SecretKey::make().unwrap();
            let mut sealed = seal(&author, "id", &note("words")).unwrap();
            let place = at % sealed.len();
            sealed[place] ^= 1 << bit;
            prop_assert!(open(&author, "id", &sealed).is_err());
        }
    }
}
