//! Where sealed notes lie: keys that nobody here can use, and bytes that nobody here can read.
//!
//! A piece names its author and a word under which that author finds it. Chart, session, times, title, text and version are
//! inside. There is no clock in the clear, no count that anything shows, and no way to ask “about whom”.

use crate::StoreError;
use async_trait::async_trait;
use concord_chart::{AccountId, OrganisationId};
use serde::{Deserialize, Serialize};

/// The keys of one author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorKey {
    /// The author's account.
    pub account: AccountId,
    /// The practice.
    pub organisation: OrganisationId,
    /// The public key, hexadecimal. Never another one for the same account: what was sealed to it would be lost.
    pub public: String,
    /// The secret key's wrappings, and what the custodian did with them, as JSON.
    pub keys: String,
}

/// One sealed piece.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedPiece {
    /// The practice.
    pub organisation: OrganisationId,
    /// The author's account.
    pub account: AccountId,
    /// Its id, which says nothing.
    pub id: String,
    /// The word under which the author finds it.
    pub lookup: String,
    /// The sealed bytes.
    #[serde(with = "in_letters")]
    pub sealed: Vec<u8>,
}

/// What an author had typed and not sealed yet. One a word; a later one takes its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedDraft {
    /// The author's account.
    pub account: AccountId,
    /// The word under which the author finds it.
    pub lookup: String,
    /// The sealed bytes; none takes it away.
    #[serde(with = "in_letters")]
    pub sealed: Vec<u8>,
}

/// The part of a store that keeps sealed notes.
#[async_trait]
pub trait SealedStore: Send + Sync + 'static {
    /// The keys of an author, if there are any.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn author_key(&self, account: AccountId) -> Result<Option<AuthorKey>, StoreError>;

    /// The keys of all authors of a practice, in order of account.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn author_keys(&self, organisation: OrganisationId) -> Result<Vec<AuthorKey>, StoreError>;

    /// Keeps the first keys of an author. False when there are some already: those stay.
    ///
    /// # Errors
    /// When the database cannot be written.
    async fn add_author_key(&self, key: AuthorKey) -> Result<bool, StoreError>;

    /// Puts other wrappings in place of those that the caller has seen. False when they were changed meanwhile.
    ///
    /// # Errors
    /// When the database cannot be written.
    async fn change_author_key(&self, account: AccountId, seen: &str, keys: &str) -> Result<bool, StoreError>;

    /// Keeps pieces, all or nothing. One whose author and id are there already stays as it is.
    ///
    /// # Errors
    /// When the database cannot be written.
    async fn seal(&self, pieces: Vec<SealedPiece>) -> Result<(), StoreError>;

    /// An author's pieces under a word, in the order in which they were kept.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn sealed(&self, account: AccountId, lookup: &str) -> Result<Vec<SealedPiece>, StoreError>;

    /// Every piece of an author, in the order in which they were kept: for the custodian.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn sealed_by(&self, account: AccountId) -> Result<Vec<SealedPiece>, StoreError>;

    /// Puts a piece under another word: the author's own, for one that came from elsewhere.
    ///
    /// # Errors
    /// When the database cannot be written.
    async fn refile_sealed(&self, account: AccountId, id: &str, lookup: &str) -> Result<(), StoreError>;

    /// Keeps a draft in place of the one under the same word; without bytes it is taken away.
    ///
    /// # Errors
    /// When the database cannot be written.
    async fn put_sealed_draft(&self, draft: SealedDraft) -> Result<(), StoreError>;

    /// The draft under a word, if there is one.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn sealed_draft(&self, account: AccountId, lookup: &str) -> Result<Option<Vec<u8>>, StoreError>;
}

/// Bytes as Base64 in the lines of a backup.
mod in_letters {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD.decode(text).map_err(D::Error::custom)
    }
}
