//! A secret key, wrapped: by a password, or by the secret of a session.

use crate::keys::{CannotSeal, SecretKey, derived};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD as BASE64};
use crypto_secretbox::{KeyInit, XSalsa20Poly1305, aead::Aead};
use std::fmt;
use zeroize::Zeroizing;

/// Memory in KiB and passes of Argon2id: as for the passwords of accounts.
const MEMORY: u32 = 64 * 1024;
const PASSES: u32 = 3;
/// The most that is done for a wrapping that says it needs more: a damaged or planted one must not stop the machine.
const MOST_MEMORY: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 16;
const NONCE: usize = 24;

/// Wraps a secret key by a password, with a fresh salt. Takes about a tenth of a second and 64 MiB.
/// The form is `p1$memory$passes$salt$wrapped`.
///
/// # Errors
/// [`CannotSeal::Machine`].
pub fn by_password(secret: &SecretKey, password: &str) -> Result<String, CannotSeal> {
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).map_err(|_| CannotSeal::Machine)?;
    let key = key_of_password(password, &salt, MEMORY, PASSES)?;
    let wrapped = lock(&key, secret.bytes())?;
    Ok(format!("p1${MEMORY}${PASSES}${}${}", BASE64.encode(salt), BASE64.encode(wrapped)))
}

/// Unwraps a secret key by the password that wrapped it.
///
/// # Errors
/// [`CannotSeal::WrongKey`] for another password, [`CannotSeal::WrongForm`] for what was never wrapped here.
pub fn open_by_password(wrapped: &str, password: &str) -> Result<SecretKey, CannotSeal> {
    let parts: Vec<&str> = wrapped.split('$').collect();
    let [form, memory, passes, salt, locked] = parts.as_slice() else { return Err(CannotSeal::WrongForm) };
    let number = |text: &str, most: u32| text.parse::<u32>().ok().filter(|number| (1..=most).contains(number));
    let (Some(memory), Some(passes)) = (number(memory, MOST_MEMORY), number(passes, MOST_PASSES)) else {
        return Err(CannotSeal::WrongForm);
    };
    let bytes = |text: &str| BASE64.decode(text).map_err(|_| CannotSeal::WrongForm);
    if *form != "p1" {
        return Err(CannotSeal::WrongForm);
    }
    let key = key_of_password(password, &bytes(salt)?, memory, passes)?;
    SecretKey::from_bytes(&unlock(&key, &bytes(locked)?)?)
}

fn key_of_password(password: &str, salt: &[u8], memory: u32, passes: u32) -> Result<Zeroizing<[u8; 32]>, CannotSeal> {
    let params = Params::new(memory, passes, 1, Some(32)).map_err(|_| CannotSeal::WrongForm)?;
    let mut stretched = Zeroizing::new([0_u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), salt, stretched.as_mut())
        .map_err(|_| CannotSeal::Machine)?;
    // The account's own hash of the same password is in the database: this key must follow from nothing that is there.
    Ok(derived(stretched.as_ref(), "password"))
}

/// The key under which a secret key lies while its author is signed in. It follows from the secret in the browser's cookie,
/// of which the database holds only a hash, and is worked out anew for each request.
#[derive(Clone)]
pub struct SessionKey(Zeroizing<[u8; 32]>);

impl SessionKey {
    /// The key of the session with this secret.
    pub fn of(cookie: &str) -> Self {
        Self(derived(cookie.as_bytes(), "session"))
    }

    /// Wraps a secret key for this session.
    ///
    /// # Errors
    /// [`CannotSeal::Machine`].
    pub fn wrap(&self, secret: &SecretKey) -> Result<String, CannotSeal> {
        Ok(BASE64.encode(lock(&self.0, secret.bytes())?))
    }

    /// Unwraps it.
    ///
    /// # Errors
    /// [`CannotSeal::WrongKey`] under another session.
    pub fn unwrap(&self, wrapped: &str) -> Result<SecretKey, CannotSeal> {
        let bytes = BASE64.decode(wrapped).map_err(|_| CannotSeal::WrongForm)?;
        SecretKey::from_bytes(&unlock(&self.0, &bytes)?)
    }
}

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionKey(…)")
    }
}

fn lock(key: &[u8; 32], bytes: &[u8]) -> Result<Vec<u8>, CannotSeal> {
    let mut nonce = [0_u8; NONCE];
    getrandom::fill(&mut nonce).map_err(|_| CannotSeal::Machine)?;
    let locked = XSalsa20Poly1305::new(key.into()).encrypt(&nonce.into(), bytes).map_err(|_| CannotSeal::Machine)?;
    Ok([nonce.as_slice(), locked.as_slice()].concat())
}

fn unlock(key: &[u8; 32], locked: &[u8]) -> Result<Zeroizing<Vec<u8>>, CannotSeal> {
    let (nonce, locked) = locked.split_at_checked(NONCE).ok_or(CannotSeal::WrongForm)?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| CannotSeal::WrongForm)?;
    let bytes = XSalsa20Poly1305::new(key.into()).decrypt(&nonce.into(), locked).map_err(|_| CannotSeal::WrongKey)?;
    Ok(Zeroizing::new(bytes))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_key_wrapped_by_a_password_opens_with_that_password_alone() {
        let secret = SecretKey::make().unwrap();
        let wrapped = by_password(&secret, "four odd paper boats").unwrap();
        assert_eq!(open_by_password(&wrapped, "four odd paper boats").unwrap().bytes(), secret.bytes());
        assert_eq!(open_by_password(&wrapped, "four odd paper boat").unwrap_err(), CannotSeal::WrongKey);
        let again = by_password(&secret, "four odd paper boats").unwrap();
        assert_ne!(wrapped, again, "each wrapping has a salt of its own");
    }

    #[test]
    fn a_damaged_wrapping_is_refused_and_asks_for_no_more_memory_than_there_is() {
        for wrapped in ["", "p1$1$1", "p2$65536$3$AAAA$AAAA", "p1$4294967295$3$AAAAAAAAAAAAAAAAAAAAAA$AAAA", "p1$8$99$AAAA$AAAA"]
        {
            assert_eq!(open_by_password(wrapped, "any").unwrap_err(), CannotSeal::WrongForm, "{wrapped}");
        }
    }

    #[test]
    fn a_key_in_a_session_opens_with_the_cookie_alone() {
        let secret = SecretKey::make().unwrap();
        let wrapped = SessionKey::of("the cookie").wrap(&secret).unwrap();
        assert_eq!(SessionKey::of("the cookie").unwrap(&wrapped).unwrap().bytes(), secret.bytes());
        assert_eq!(SessionKey::of("another cookie").unwrap(&wrapped).unwrap_err(), CannotSeal::WrongKey);
        assert_eq!(SessionKey::of("the cookie").unwrap("").unwrap_err(), CannotSeal::WrongForm);
        assert_eq!(format!("{:?}", SessionKey::of("the cookie")), "SessionKey(…)");
    }
}
