//! Passwords: Argon2id with 64 MiB and three passes, never more than two at a time.

use crate::ActionError;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash};

fn argon() -> Result<Argon2<'static>, ActionError> {
    let params = Params::new(64 * 1024, 3, 1, None).map_err(|error| ActionError::Inside(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a password with a fresh salt, in PHC form. Takes about a tenth of a second and 64 MiB.
///
/// # Errors
/// When the machine has no randomness or no memory.
pub fn hash_password(password: &str) -> Result<String, ActionError> {
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).map_err(|error| ActionError::Inside(error.to_string()))?;
    hash_with_salt(password, &salt)
}

/// Hashes a password with a given salt: for the invented practice, whose every byte follows from its seed.
///
/// # Errors
/// When the machine has no memory.
pub fn hash_with_salt(password: &str, salt: &[u8; 16]) -> Result<String, ActionError> {
    let hash =
        argon()?.hash_password_with_salt(password.as_bytes(), salt).map_err(|error| ActionError::Inside(error.to_string()))?;
    Ok(hash.to_string())
}

/// True when the password belongs to the hash.
pub(crate) fn verify(password: &str, phc: &str) -> bool {
    let Ok(hash) = PasswordHash::new(phc) else { return false };
    Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
}

/// A hash that no password has. Verifying against it takes as long as against a real one, so that the time of a
/// failed sign-in does not tell whether the account exists.
pub(crate) const NOBODY: &str =
    "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
