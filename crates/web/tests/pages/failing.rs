//! A store that can be told to fail: to refuse everything, to refuse writes, or to say nothing at all.

use crate::practice::Practice;
use async_trait::async_trait;
use concord_access::{MayList, MayRead};
use concord_actions::{Clinic, SeededIds, SetClock};
use concord_chart::{AccountId, ChartId, OrganisationId, Recorded};
use concord_registry::{ReadRow, RowChange, Shelf};
use concord_store::{
    AccessLine, Account, Append, AuthorKey, BackupLine, Damage, EndSessions, Kept, KeptDraft, MemoryStore, OutboxMessage,
    RawEvent, RowNews, SealedDraft, SealedPiece, SealedStore, Session, Store, StoreError, StoredRow,
};
use concord_web::app::App;
use jiff::Timestamp;
use std::sync::{Arc, Mutex};

/// What the store does from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Fine,
    /// Every call fails.
    Away,
    /// Reading works, writing fails.
    ReadOnly,
    /// No call ever comes back.
    Silent,
    /// Reading works, writing never comes back.
    SilentOnWrites,
}

pub struct Failing {
    inner: Arc<MemoryStore>,
    mood: Mutex<Mood>,
}

impl Failing {
    pub fn over(inner: Arc<MemoryStore>) -> Arc<Self> {
        Arc::new(Self { inner, mood: Mutex::new(Mood::Fine) })
    }

    pub fn turn(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    async fn reading(&self) -> Result<(), StoreError> {
        let mood = *self.mood.lock().unwrap();
        match mood {
            Mood::Fine | Mood::ReadOnly | Mood::SilentOnWrites => Ok(()),
            Mood::Away => Err(StoreError::Unavailable("it was told to be away".into())),
            Mood::Silent => std::future::pending().await,
        }
    }

    async fn writing(&self) -> Result<(), StoreError> {
        let mood = *self.mood.lock().unwrap();
        match mood {
            Mood::Fine => Ok(()),
            Mood::Away | Mood::ReadOnly => Err(StoreError::Unavailable("it was told not to write".into())),
            Mood::Silent | Mood::SilentOnWrites => std::future::pending().await,
        }
    }
}

/// The same practice on a store that can fail, with a clock in hand.
pub fn on_failing_store(practice: Practice) -> (Practice, Arc<Failing>, Arc<SetClock>) {
    let store = Failing::over(practice.store.clone());
    let clock = Arc::new(SetClock::at(practice.clinic.now()));
    let clinic = Clinic::new(store.clone(), concord_knowledge::shipped(), clock.clone(), Arc::new(SeededIds::new(7)));
    let clinic = Arc::new(clinic);
    let app = App::new(clinic.clone(), false);
    (Practice { clinic, app, ..practice }, store, clock)
}

/// As above, with the practice's own settings read into memory.
pub async fn open() -> (Practice, Arc<Failing>, Arc<SetClock>) {
    let (practice, store, clock) = on_failing_store(Practice::open().await);
    practice.clinic.load_practice().await.unwrap();
    (practice, store, clock)
}

#[async_trait]
impl Store for Failing {
    async fn load(&self, may: &MayRead, after: u64, line: Option<AccessLine>) -> Result<Vec<Recorded>, StoreError> {
        // A read that leaves a line is a write as well.
        if line.is_some() {
            self.writing().await?
        } else {
            self.reading().await?
        }
        self.inner.load(may, after, line).await
    }
    async fn append(&self, batch: Vec<Append>) -> Result<Vec<u64>, StoreError> {
        self.writing().await?;
        self.inner.append(batch).await
    }
    async fn head(&self, organisation: OrganisationId, chart: ChartId) -> Result<u64, StoreError> {
        self.reading().await?;
        self.inner.head(organisation, chart).await
    }
    async fn charts(
        &self,
        organisation: OrganisationId,
        after: Option<ChartId>,
        limit: u32,
    ) -> Result<Vec<(ChartId, u64)>, StoreError> {
        self.reading().await?;
        self.inner.charts(organisation, after, limit).await
    }
    async fn kept(&self, may: &MayRead) -> Result<Vec<Kept>, StoreError> {
        self.reading().await?;
        self.inner.kept(may).await
    }
    async fn raw_log(&self, organisation: OrganisationId, chart: ChartId) -> Result<Vec<RawEvent>, StoreError> {
        self.reading().await?;
        self.inner.raw_log(organisation, chart).await
    }
    async fn rows(&self, may: &MayList, shelf: Shelf, from: &str, to: &str, limit: u32) -> Result<Vec<StoredRow>, StoreError> {
        self.reading().await?;
        self.inner.rows(may, shelf, from, to, limit).await
    }
    async fn rows_of(&self, organisation: OrganisationId, chart: ChartId) -> Result<Vec<ReadRow>, StoreError> {
        self.reading().await?;
        self.inner.rows_of(organisation, chart).await
    }
    async fn rows_on(&self, organisation: OrganisationId, chart: ChartId, shelf: Shelf) -> Result<Vec<ReadRow>, StoreError> {
        self.reading().await?;
        self.inner.rows_on(organisation, chart, shelf).await
    }
    async fn changed_rows(&self, organisation: OrganisationId, shelf: Shelf, token: Option<&str>) -> Result<RowNews, StoreError> {
        self.reading().await?;
        self.inner.changed_rows(organisation, shelf, token).await
    }
    async fn repair_rows(&self, organisation: OrganisationId, chart: ChartId, changes: Vec<RowChange>) -> Result<(), StoreError> {
        self.writing().await?;
        self.inner.repair_rows(organisation, chart, changes).await
    }
    async fn log_access(&self, organisation: OrganisationId, line: AccessLine) -> Result<(), StoreError> {
        self.writing().await?;
        self.inner.log_access(organisation, line).await
    }
    async fn access_lines(
        &self,
        organisation: OrganisationId,
        chart: Option<ChartId>,
        limit: u32,
    ) -> Result<Vec<AccessLine>, StoreError> {
        self.reading().await?;
        self.inner.access_lines(organisation, chart, limit).await
    }
    async fn account_by_login(&self, login: &str) -> Result<Option<Account>, StoreError> {
        self.reading().await?;
        self.inner.account_by_login(login).await
    }
    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        self.reading().await?;
        self.inner.account(id).await
    }
    async fn accounts(&self, organisation: OrganisationId) -> Result<Vec<Account>, StoreError> {
        self.reading().await?;
        self.inner.accounts(organisation).await
    }
    async fn put_accounts(&self, accounts: Vec<Account>) -> Result<(), StoreError> {
        self.writing().await?;
        self.inner.put_accounts(accounts).await
    }
    async fn session(&self, id_hash: &str) -> Result<Option<Session>, StoreError> {
        self.reading().await?;
        self.inner.session(id_hash).await
    }
    async fn put_session(&self, session: Session) -> Result<(), StoreError> {
        self.writing().await?;
        self.inner.put_session(session).await
    }
    async fn end_sessions(&self, which: EndSessions) -> Result<(), StoreError> {
        self.writing().await?;
        self.inner.end_sessions(which).await
    }
    async fn count_failure(&self, key: &str, at: Timestamp, since: Timestamp) -> Result<u32, StoreError> {
        self.writing().await?;
        self.inner.count_failure(key, at, since).await
    }
    async fn failures(&self, key: &str, since: Timestamp) -> Result<u32, StoreError> {
        self.reading().await?;
        self.inner.failures(key, since).await
    }
    async fn put_draft(&self, account: AccountId, form: &str, body: &str, at: Timestamp) -> Result<(), StoreError> {
        self.writing().await?;
        self.inner.put_draft(account, form, body, at).await
    }
    async fn draft(&self, account: AccountId, form: &str) -> Result<Option<String>, StoreError> {
        self.reading().await?;
        self.inner.draft(account, form).await
    }
    async fn drafts_kept(&self, from: Timestamp, until: Timestamp, limit: u32) -> Result<Vec<KeptDraft>, StoreError> {
        self.reading().await?;
        self.inner.drafts_kept(from, until, limit).await
    }
    async fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.reading().await?;
        self.inner.setting(key).await
    }
    async fn put_setting(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.writing().await?;
        self.inner.put_setting(key, value).await
    }
    async fn outbox(&self, organisation: OrganisationId, limit: u32) -> Result<Vec<OutboxMessage>, StoreError> {
        self.reading().await?;
        self.inner.outbox(organisation, limit).await
    }
    async fn outbox_since(
        &self,
        organisation: OrganisationId,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<OutboxMessage>, StoreError> {
        self.reading().await?;
        self.inner.outbox_since(organisation, since, limit).await
    }
    async fn sent(&self, organisation: OrganisationId, message: &str, at: Timestamp) -> Result<(), StoreError> {
        self.writing().await?;
        self.inner.sent(organisation, message, at).await
    }
    async fn check(&self) -> Result<Vec<Damage>, StoreError> {
        self.reading().await?;
        self.inner.check().await
    }
    async fn dump(&self, sink: &mut (dyn FnMut(BackupLine) -> Result<(), StoreError> + Send)) -> Result<(), StoreError> {
        self.reading().await?;
        self.inner.dump(sink).await
    }
    async fn fill(&self, lines: &mut (dyn Iterator<Item = Result<BackupLine, StoreError>> + Send)) -> Result<(), StoreError> {
        self.writing().await?;
        self.inner.fill(lines).await
    }
}

#[async_trait]
impl SealedStore for Failing {
    async fn author_key(&self, account: AccountId) -> Result<Option<AuthorKey>, StoreError> {
        self.reading().await?;
        self.inner.author_key(account).await
    }
    async fn author_keys(&self, organisation: OrganisationId) -> Result<Vec<AuthorKey>, StoreError> {
        self.reading().await?;
        self.inner.author_keys(organisation).await
    }
    async fn add_author_key(&self, key: AuthorKey) -> Result<bool, StoreError> {
        self.writing().await?;
        self.inner.add_author_key(key).await
    }
    async fn change_author_key(&self, account: AccountId, seen: &str, keys: &str) -> Result<bool, StoreError> {
        self.writing().await?;
        self.inner.change_author_key(account, seen, keys).await
    }
    async fn seal(&self, pieces: Vec<SealedPiece>) -> Result<(), StoreError> {
        self.writing().await?;
        self.inner.seal(pieces).await
    }
    async fn sealed(&self, account: AccountId, lookup: &str) -> Result<Vec<SealedPiece>, StoreError> {
        self.reading().await?;
        self.inner.sealed(account, lookup).await
    }
    async fn sealed_by(&self, account: AccountId) -> Result<Vec<SealedPiece>, StoreError> {
        self.reading().await?;
        self.inner.sealed_by(account).await
    }
    async fn refile_sealed(&self, account: AccountId, id: &str, lookup: &str) -> Result<(), StoreError> {
        self.writing().await?;
        self.inner.refile_sealed(account, id, lookup).await
    }
    async fn put_sealed_draft(&self, draft: SealedDraft) -> Result<(), StoreError> {
        self.writing().await?;
        self.inner.put_sealed_draft(draft).await
    }
    async fn sealed_draft(&self, account: AccountId, lookup: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.reading().await?;
        self.inner.sealed_draft(account, lookup).await
    }
}
