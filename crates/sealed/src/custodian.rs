//! The practice's custodian: the one way to an author's key when its author cannot open it.
//!
//! The custodian's secret key is made once, at the command line, and written to one file under a passphrase. It is never in
//! the database. What the database holds is the public key, to which each author's secret key is sealed.

use crate::{
    keys::{CannotSeal, PublicKey, SecretKey},
    wrap,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

const FORMAT: &str = "concord-custodian-key";
/// The fewest characters of a passphrase: the file may be carried about.
pub const SHORTEST_PASSPHRASE: usize = 16;
/// Letters and digits that are not taken for one another when a code is read out.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// The file with the custodian's secret key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyFile {
    format: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// The public key, hexadecimal.
    pub public: String,
    /// Its fingerprint, to be compared with what the administrator's page shows.
    pub fingerprint: String,
    /// The secret key, wrapped by the passphrase.
    secret: String,
}

impl KeyFile {
    /// A new pair of keys under a passphrase.
    ///
    /// # Errors
    /// [`CannotSeal::Machine`].
    pub fn make(passphrase: &str, made_at: Timestamp) -> Result<Self, CannotSeal> {
        let secret = SecretKey::make()?;
        let public = secret.public();
        Ok(Self {
            format: FORMAT.to_owned(),
            made_at,
            public: public.hex(),
            fingerprint: public.fingerprint(),
            secret: wrap::by_password(&secret, passphrase)?,
        })
    }

    /// The file's text.
    ///
    /// # Errors
    /// [`CannotSeal::WrongForm`].
    pub fn text(&self) -> Result<String, CannotSeal> {
        serde_json::to_string_pretty(self).map(|text| text + "\n").map_err(|_| CannotSeal::WrongForm)
    }

    /// Reads the file's text.
    ///
    /// # Errors
    /// [`CannotSeal::WrongForm`].
    pub fn parse(text: &str) -> Result<Self, CannotSeal> {
        let file: Self = serde_json::from_str(text).map_err(|_| CannotSeal::WrongForm)?;
        if file.format == FORMAT { Ok(file) } else { Err(CannotSeal::WrongForm) }
    }

    /// Opens the secret key.
    ///
    /// # Errors
    /// [`CannotSeal::WrongKey`] for another passphrase, or when the file was put together from two.
    pub fn open(&self, passphrase: &str) -> Result<SecretKey, CannotSeal> {
        let secret = wrap::open_by_password(&self.secret, passphrase)?;
        if secret.public() == PublicKey::parse(&self.public)? { Ok(secret) } else { Err(CannotSeal::WrongKey) }
    }
}

/// A code for one author and one use: a hundred bits in groups that can be read out on the telephone.
///
/// # Errors
/// [`CannotSeal::Machine`].
pub fn one_time_code() -> Result<String, CannotSeal> {
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).map_err(|_| CannotSeal::Machine)?;
    let letters: String = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect();
    Ok(letters.as_bytes().chunks(5).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-"))
}

/// A code as it was typed, as it was made: spaces, hyphens and small letters do not matter.
pub fn plain_code(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_file_opens_with_its_passphrase_alone() {
        let file = KeyFile::make("a long passphrase", Timestamp::UNIX_EPOCH).unwrap();
        let read = KeyFile::parse(&file.text().unwrap()).unwrap();
        assert_eq!(read.open("a long passphrase").unwrap().public().hex(), file.public);
        assert_eq!(read.open("another passphrase").unwrap_err(), CannotSeal::WrongKey);
        assert!(!file.text().unwrap().contains(&hex::encode(read.open("a long passphrase").unwrap().bytes())));
        assert_eq!(KeyFile::parse("{}").unwrap_err(), CannotSeal::WrongForm);
    }

    #[test]
    fn a_file_that_names_another_public_key_does_not_open() {
        let (one, other) =
            (KeyFile::make("p", Timestamp::UNIX_EPOCH).unwrap(), KeyFile::make("p", Timestamp::UNIX_EPOCH).unwrap());
        let mixed = KeyFile { public: other.public, ..one };
        assert_eq!(mixed.open("p").unwrap_err(), CannotSeal::WrongKey);
    }

    #[test]
    fn a_code_can_be_typed_carelessly() {
        let code = one_time_code().unwrap();
        assert_eq!(code.len(), 23);
        assert_eq!(plain_code(&code.to_lowercase().replace('-', " ")), plain_code(&code));
        assert_ne!(one_time_code().unwrap(), code);
    }
}
