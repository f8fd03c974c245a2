//! Sealed psychotherapy notes (45 CFR 164.501): the keys, and what is done with them.
//!
//! Each author has a key pair. What is sealed to the public key opens with the secret one alone, and the secret key lies
//! nowhere in clear: it is wrapped by the author's password ([`wrap`]), sealed to the practice's custodian, and, while the
//! author is signed in, wrapped by a key that follows from the secret in the browser's cookie. Whoever holds the database,
//! a backup or both can open none of the three.
//!
//! What is sealed is padded to a few sizes ([`piece`]) and found by a word that only the author's key can work out
//! ([`SecretKey::lookup`]), so that the database tells neither about whom a note is nor how long. [`shareable`] points out
//! to the author what the law says may never be sealed. [`exits`] are the ways out that the law knows.
//!
//! No store, no clock, no page. Randomness is the machine's own: nothing that others see may follow from it.

pub mod custodian;
pub mod exits;
mod keys;
pub mod piece;
pub mod shareable;
pub mod wrap;

pub use keys::{CannotSeal, PublicKey, SecretKey};
