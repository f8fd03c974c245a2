//! A pair of keys: one that seals, one that opens.

use crypto_box::aead::OsRng;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::Zeroizing;

/// Said before every purpose for which a key is worked out, so that none of them is ever that of another program.
const PROGRAM: &str = "concord sealed note, 1: ";

/// Why something cannot be sealed or opened. Says nothing about what is inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotSeal {
    /// The key does not fit, or what is sealed was changed.
    #[error("this key does not open it, or it was changed after it was sealed")]
    WrongKey,
    /// It is not in the form that this version writes.
    #[error("this is not in the form in which sealed notes are kept")]
    WrongForm,
    /// It is longer than the longest that is kept.
    #[error("it is longer than a sealed note may be")]
    TooLong,
    /// The machine has no randomness or no memory.
    #[error("the machine could not make a key just now; try again")]
    Machine,
}

/// The key that seals. Anybody may know it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// Reads the hexadecimal form.
    ///
    /// # Errors
    /// [`CannotSeal::WrongForm`].
    pub fn parse(text: &str) -> Result<Self, CannotSeal> {
        let mut bytes = [0_u8; 32];
        hex::decode_to_slice(text.trim(), &mut bytes).map_err(|_| CannotSeal::WrongForm)?;
        Ok(Self(bytes))
    }

    /// The hexadecimal form, 64 characters.
    pub fn hex(&self) -> String {
        hex::encode(self.0)
    }

    /// What people compare: eighty bits of the key's hash in groups of four characters.
    pub fn fingerprint(&self) -> String {
        let text = hex::encode(&Sha256::digest(self.0)[..10]);
        text.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
    }

    /// Seals bytes for the holder of the secret key.
    ///
    /// # Errors
    /// [`CannotSeal::Machine`] where the machine has no randomness.
    pub fn seal(&self, bytes: &[u8]) -> Result<Vec<u8>, CannotSeal> {
        crypto_box::PublicKey::from(self.0).seal(&mut OsRng, bytes).map_err(|_| CannotSeal::Machine)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.fingerprint())
    }
}

/// The key that opens. Wiped from memory when it is let go; prints as nothing.
#[derive(Clone)]
pub struct SecretKey(Zeroizing<[u8; 32]>);

impl SecretKey {
    /// A new pair.
    ///
    /// # Errors
    /// [`CannotSeal::Machine`] where the machine has no randomness.
    pub fn make() -> Result<Self, CannotSeal> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        getrandom::fill(bytes.as_mut()).map_err(|_| CannotSeal::Machine)?;
        Ok(Self(bytes))
    }

    /// Reads the 32 bytes of a secret key.
    ///
    /// # Errors
    /// [`CannotSeal::WrongForm`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CannotSeal> {
        let bytes: [u8; 32] = bytes.try_into().map_err(|_| CannotSeal::WrongForm)?;
        Ok(Self(Zeroizing::new(bytes)))
    }

    /// The 32 bytes, to be wrapped.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key that seals for this one.
    pub fn public(&self) -> PublicKey {
        PublicKey(*self.boxed().public_key().as_bytes())
    }

    /// Opens what was sealed.
    ///
    /// # Errors
    /// [`CannotSeal::WrongKey`].
    pub fn open(&self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, CannotSeal> {
        self.boxed().unseal(sealed).map(Zeroizing::new).map_err(|_| CannotSeal::WrongKey)
    }

    /// The word under which the author's pieces about one thing are found, as 64 hexadecimal characters. Without this
    /// key nobody can tell of which record it is the word, nor whether two authors' words are of the same one.
    pub fn lookup(&self, shelf: &str, thing: &str) -> String {
        hex::encode(self.mark("lookup", &[shelf, thing]))
    }

    /// A mark over some words that only the holder of this key can make.
    pub(crate) fn mark(&self, purpose: &str, words: &[&str]) -> [u8; 32] {
        let key = derived(self.0.as_ref(), purpose);
        // HMAC takes a key of any length, so this cannot fail; the fall-back marks nothing and is never equal.
        let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_ref()) else { return [0; 32] };
        for word in words {
            mac.update(&(word.len() as u64).to_le_bytes());
            mac.update(word.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }

    fn boxed(&self) -> crypto_box::SecretKey {
        crypto_box::SecretKey::from(*self.0)
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// A key for one purpose from a secret (HKDF with SHA-256, RFC 5869).
pub(crate) fn derived(secret: &[u8], purpose: &str) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0_u8; 32]);
    let info = format!("{PROGRAM}{purpose}");
    // Thirty-two bytes are well below the longest that HKDF gives; were it to fail, the key would open nothing.
    if Hkdf::<Sha256>::new(None, secret).expand(info.as_bytes(), key.as_mut()).is_err() {
        let _ = getrandom::fill(key.as_mut());
    }
    key
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_its_own_key_and_no_other() {
        let (author, other) = (SecretKey::make().unwrap(), SecretKey::make().unwrap());
        let sealed = author.public().seal(b"the pull to please").unwrap();
        assert_eq!(author.open(&sealed).unwrap().as_slice(), b"the pull to please");
        assert_eq!(other.open(&sealed).unwrap_err(), CannotSeal::WrongKey);
        let mut changed = sealed.clone();
        changed[40] ^= 1;
        assert_eq!(author.open(&changed).unwrap_err(), CannotSeal::WrongKey);
        assert_eq!(author.open(b"short").unwrap_err(), CannotSeal::WrongKey);
        assert_ne!(sealed, author.public().seal(b"the pull to please").unwrap(), "the same words look different each time");
    }

    #[test]
    fn the_lookup_word_is_stable_for_one_author_and_says_nothing_to_others() {
        let (author, other) = (SecretKey::make().unwrap(), SecretKey::make().unwrap());
        assert_eq!(author.lookup("notes", "chart 1"), author.lookup("notes", "chart 1"));
        assert_ne!(author.lookup("notes", "chart 1"), author.lookup("notes", "chart 2"));
        assert_ne!(author.lookup("notes", "chart 1"), author.lookup("journal", "chart 1"));
        assert_ne!(author.lookup("notes", "chart 1"), other.lookup("notes", "chart 1"));
        assert_ne!(author.lookup("ab", "c"), author.lookup("a", "bc"), "the parts do not run into each other");
    }

    #[test]
    fn a_public_key_is_read_back_and_a_secret_one_prints_as_nothing() {
        let secret = SecretKey::make().unwrap();
        assert_eq!(PublicKey::parse(&secret.public().hex()).unwrap(), secret.public());
        assert_eq!(PublicKey::parse("no key").unwrap_err(), CannotSeal::WrongForm);
        assert_eq!(format!("{secret:?}"), "SecretKey(…)");
        assert_eq!(secret.public().fingerprint().len(), 24);
    }
}
