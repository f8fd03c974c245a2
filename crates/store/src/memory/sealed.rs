//! Sealed notes in memory.

use super::MemoryStore;
use crate::*;
use std::collections::BTreeMap;

/// Keys, pieces and drafts of every author.
#[derive(Default)]
pub(super) struct Sealed {
    keys: BTreeMap<AccountId, AuthorKey>,
    pieces: BTreeMap<AccountId, Vec<SealedPiece>>,
    drafts: BTreeMap<(AccountId, String), Vec<u8>>,
}

impl Sealed {
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.pieces.is_empty() && self.drafts.is_empty()
    }

    pub fn add_key(&mut self, key: AuthorKey) -> bool {
        let is_new = !self.keys.contains_key(&key.account);
        if is_new {
            self.keys.insert(key.account, key);
        }
        is_new
    }

    pub fn add(&mut self, piece: SealedPiece) {
        let pieces = self.pieces.entry(piece.account).or_default();
        if !pieces.iter().any(|known| known.id == piece.id) {
            pieces.push(piece);
        }
    }

    pub fn put_draft(&mut self, draft: SealedDraft) {
        let place = (draft.account, draft.lookup);
        match draft.sealed.is_empty() {
            true => drop(self.drafts.remove(&place)),
            false => drop(self.drafts.insert(place, draft.sealed)),
        }
    }

    fn of(&self, account: AccountId) -> &[SealedPiece] {
        self.pieces.get(&account).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn lines(&self) -> impl Iterator<Item = BackupLine> {
        let keys = self.keys.values().cloned().map(BackupLine::AuthorKey);
        let pieces = self.pieces.values().flatten().cloned().map(BackupLine::Sealed);
        let draft = |((account, lookup), sealed): (&(AccountId, String), &Vec<u8>)| {
            BackupLine::SealedDraft(SealedDraft { account: *account, lookup: lookup.clone(), sealed: sealed.clone() })
        };
        keys.chain(pieces).chain(self.drafts.iter().map(draft))
    }
}

#[async_trait]
impl SealedStore for MemoryStore {
    async fn author_key(&self, account: AccountId) -> Result<Option<AuthorKey>, StoreError> {
        Ok(self.state().sealed.keys.get(&account).cloned())
    }

    async fn author_keys(&self, organisation: OrganisationId) -> Result<Vec<AuthorKey>, StoreError> {
        Ok(self.state().sealed.keys.values().filter(|key| key.organisation == organisation).cloned().collect())
    }

    async fn add_author_key(&self, key: AuthorKey) -> Result<bool, StoreError> {
        Ok(self.state().sealed.add_key(key))
    }

    async fn change_author_key(&self, account: AccountId, seen: &str, keys: &str) -> Result<bool, StoreError> {
        let mut state = self.state();
        let Some(key) = state.sealed.keys.get_mut(&account).filter(|key| key.keys == seen) else { return Ok(false) };
        key.keys = keys.to_owned();
        Ok(true)
    }

    async fn seal(&self, pieces: Vec<SealedPiece>) -> Result<(), StoreError> {
        let mut state = self.state();
        pieces.into_iter().for_each(|piece| state.sealed.add(piece));
        Ok(())
    }

    async fn sealed(&self, account: AccountId, lookup: &str) -> Result<Vec<SealedPiece>, StoreError> {
        Ok(self.state().sealed.of(account).iter().filter(|piece| piece.lookup == lookup).cloned().collect())
    }

    async fn sealed_by(&self, account: AccountId) -> Result<Vec<SealedPiece>, StoreError> {
        Ok(self.state().sealed.of(account).to_vec())
    }

    async fn refile_sealed(&self, account: AccountId, id: &str, lookup: &str) -> Result<(), StoreError> {
        let mut state = self.state();
        let pieces = state.sealed.pieces.entry(account).or_default();
        pieces.iter_mut().filter(|piece| piece.id == id).for_each(|piece| piece.lookup = lookup.to_owned());
        Ok(())
    }

    async fn put_sealed_draft(&self, draft: SealedDraft) -> Result<(), StoreError> {
        self.state().sealed.put_draft(draft);
        Ok(())
    }

    async fn sealed_draft(&self, account: AccountId, lookup: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.state().sealed.drafts.get(&(account, lookup.to_owned())).cloned())
    }
}
