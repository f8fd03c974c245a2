//! The author's key while they are signed in: wrapped in the session's state, unwrapped for one request by the secret in
//! the cookie. The database holds the wrapping and a hash of the cookie; neither opens the other.

use crate::SignedIn;
use concord_sealed::{SecretKey, wrap::SessionKey};

/// What a request with the right cookie holds.
#[derive(Clone, Debug)]
pub(crate) struct HeldKey {
    session: SessionKey,
    wrapped: Option<String>,
}

impl HeldKey {
    /// From the cookie's secret and what the session's state keeps.
    pub fn new(cookie: &str, wrapped: Option<String>) -> Self {
        Self { session: SessionKey::of(cookie), wrapped }
    }

    /// A key as this session keeps it; nothing where the machine has no randomness, and then the notes stay shut.
    pub fn wrap(&self, secret: &SecretKey) -> Option<String> {
        self.session.wrap(secret).ok()
    }
}

impl SignedIn {
    /// The author's secret key, for this request.
    pub(crate) fn secret_key(&self) -> Option<SecretKey> {
        let wrapped = self.held.wrapped.as_deref()?;
        self.held.session.unwrap(wrapped).ok()
    }

    /// True where this session can open the person's own sealed notes.
    pub fn opens_sealed_notes(&self) -> bool {
        self.secret_key().is_some()
    }
}
