//! Keeps the log and the rows.
//!
//! One trait, [`Store`], two backends (`sqlite`, `postgres`) and an in-memory reference (`memory`); one
//! conformance suite for all three. The store knows SQL and nothing clinical. It hands out a log only against a
//! [`concord_access::MayRead`] and takes events only against a [`concord_access::MayWrite`].
//!
//! Promises, each with tests in `tests/conformance` that run on all three:
//! - An append that was acknowledged survives the death of the process and the loss of power.
//! - Events are never changed or deleted. Positions on a chart have no gaps. Each event's hash covers the one before.
//! - Read models, outbox, kept records and access log are written in the same transaction as the events.
//! - A read whose access-log line cannot be written does not happen.

pub mod backup;
mod checks;
pub mod hash;
pub mod measure;
mod memory;
mod postgres;
mod sealed;
mod sqlite;
mod types;
pub mod verify;

pub use hash::Link;
pub use memory::MemoryStore;
pub use postgres::PostgresStore;
pub use sealed::{AuthorKey, SealedDraft, SealedPiece, SealedStore};
pub use sqlite::SqliteStore;
pub use types::*;

use async_trait::async_trait;
use concord_access::{MayList, MayRead};
use concord_chart::{AccountId, ChartId, OrganisationId};
use concord_registry::{RowChange, Shelf};
use jiff::Timestamp;

/// A place that keeps the practice's data.
#[async_trait]
pub trait Store: SealedStore {
    // ── charts ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// The events of a chart after position `after`, unfiltered, in order; empty for an unknown chart.
    /// Writes the access-log line first, unless `line` is `None` (only when the same request already wrote one).
    ///
    /// # Errors
    /// [`StoreError`] when the line cannot be written or the log cannot be read.
    async fn load(&self, may: &MayRead, after: u64, line: Option<AccessLine>)
    -> Result<Vec<concord_chart::Recorded>, StoreError>;

    /// Appends to one or several charts, all or nothing, and answers with the new heads in the same order.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a chart is not at the expected position, [`StoreError::KeyUsed`] when an
    /// idempotency key is already on its chart.
    async fn append(&self, batch: Vec<Append>) -> Result<Vec<u64>, StoreError>;

    /// Position of the last event of a chart, 0 for an unknown chart.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn head(&self, organisation: OrganisationId, chart: ChartId) -> Result<u64, StoreError>;

    /// Every chart with its head, in order of id, after `after`, at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn charts(
        &self,
        organisation: OrganisationId,
        after: Option<ChartId>,
        limit: u32,
    ) -> Result<Vec<(ChartId, u64)>, StoreError>;

    /// The verbatim records of other systems kept for a chart, in order of resource name.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn kept(&self, may: &MayRead) -> Result<Vec<Kept>, StoreError>;

    /// One stored row of the log as it lies in the database, for verifying the hash chain.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn raw_log(&self, organisation: OrganisationId, chart: ChartId) -> Result<Vec<RawEvent>, StoreError>;

    // ── read models ─────────────────────────────────────────────────────────────────────────────────────────────

    /// Rows of a shelf whose `sort` lies from `from` (included) to `to` (excluded), in order, at most `limit`.
    /// The caller filters by [`MayList::includes`].
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn rows(&self, may: &MayList, shelf: Shelf, from: &str, to: &str, limit: u32) -> Result<Vec<StoredRow>, StoreError>;

    /// All rows of one chart, in order of shelf and key. Used to work out permission and to check read models.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn rows_of(&self, organisation: OrganisationId, chart: ChartId) -> Result<Vec<concord_registry::ReadRow>, StoreError>;

    /// The rows of one chart on one shelf, in order of key.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn rows_on(
        &self,
        organisation: OrganisationId,
        chart: ChartId,
        shelf: Shelf,
    ) -> Result<Vec<concord_registry::ReadRow>, StoreError>;

    /// Rows of a shelf that were put or removed since `token` (all rows for `None`), with a token for the next call.
    /// A row may be told twice; none is left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn changed_rows(&self, organisation: OrganisationId, shelf: Shelf, token: Option<&str>) -> Result<RowNews, StoreError>;

    /// Puts and removes rows of one chart without events: only for rebuilding read models.
    ///
    /// # Errors
    /// When the database cannot be written.
    async fn repair_rows(&self, organisation: OrganisationId, chart: ChartId, changes: Vec<RowChange>) -> Result<(), StoreError>;

    // ── access log ──────────────────────────────────────────────────────────────────────────────────────────────

    /// Writes one line: a list that was read, a search, a refusal, an opened glass.
    ///
    /// # Errors
    /// When the line cannot be written; then the access must not happen.
    async fn log_access(&self, organisation: OrganisationId, line: AccessLine) -> Result<(), StoreError>;

    /// Lines of one chart (or of all for `None`), newest first, at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn access_lines(
        &self,
        organisation: OrganisationId,
        chart: Option<ChartId>,
        limit: u32,
    ) -> Result<Vec<AccessLine>, StoreError>;

    // ── sign-in ─────────────────────────────────────────────────────────────────────────────────────────────────

    /// The account with this login (compared lower-case).
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn account_by_login(&self, login: &str) -> Result<Option<Account>, StoreError>;

    /// The account with this id.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError>;

    /// Every account of the practice, by name.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn accounts(&self, organisation: OrganisationId) -> Result<Vec<Account>, StoreError>;

    /// Puts accounts, replacing those with the same id.
    ///
    /// # Errors
    /// When the database cannot be written or a login is taken.
    async fn put_accounts(&self, accounts: Vec<Account>) -> Result<(), StoreError>;

    /// The session whose id hashes to this.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn session(&self, id_hash: &str) -> Result<Option<Session>, StoreError>;

    /// Puts a session, replacing the one with the same hash.
    ///
    /// # Errors
    /// When the database cannot be written.
    async fn put_session(&self, session: Session) -> Result<(), StoreError>;

    /// Ends one session, or all of an account.
    ///
    /// # Errors
    /// When the database cannot be written.
    async fn end_sessions(&self, which: EndSessions) -> Result<(), StoreError>;

    /// Counts a failed sign-in for a key and answers how many there were since `since`.
    ///
    /// # Errors
    /// When the database cannot be written.
    async fn count_failure(&self, key: &str, at: Timestamp, since: Timestamp) -> Result<u32, StoreError>;

    /// How many failed sign-ins there were for a key since `since`.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn failures(&self, key: &str, since: Timestamp) -> Result<u32, StoreError>;

    // ── drafts, settings, outbox ────────────────────────────────────────────────────────────────────────────────

    /// Keeps a half-filled form of an account. An empty body takes it away.
    ///
    /// # Errors
    /// When the database cannot be written.
    async fn put_draft(&self, account: AccountId, form: &str, body: &str, at: Timestamp) -> Result<(), StoreError>;

    /// The half-filled form, if there is one.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn draft(&self, account: AccountId, form: &str) -> Result<Option<String>, StoreError>;

    /// Half-filled forms that were last kept from `from` (included) to `until` (excluded), oldest first, at most `limit`:
    /// for looking after forms that were begun and left.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn drafts_kept(&self, from: Timestamp, until: Timestamp, limit: u32) -> Result<Vec<KeptDraft>, StoreError>;

    /// A setting of the practice.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn setting(&self, key: &str) -> Result<Option<String>, StoreError>;

    /// Puts a setting of the practice.
    ///
    /// # Errors
    /// When the database cannot be written.
    async fn put_setting(&self, key: &str, value: &str) -> Result<(), StoreError>;

    /// Messages not yet sent, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn outbox(&self, organisation: OrganisationId, limit: u32) -> Result<Vec<OutboxMessage>, StoreError>;

    /// Messages not yet sent that were written since `since`, oldest first: what lay there before anybody sent messages
    /// at all is not sent late.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn outbox_since(
        &self,
        organisation: OrganisationId,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<OutboxMessage>, StoreError>;

    /// Marks a message as sent.
    ///
    /// # Errors
    /// When the database cannot be written.
    async fn sent(&self, organisation: OrganisationId, message: &str, at: Timestamp) -> Result<(), StoreError>;

    // ── looking after it ────────────────────────────────────────────────────────────────────────────────────────

    /// Checks what only the backend can check: the database's own integrity, durability settings, migrations.
    ///
    /// # Errors
    /// When the check itself cannot run.
    async fn check(&self) -> Result<Vec<Damage>, StoreError>;

    /// Writes everything as a logical stream, one [`BackupLine`] at a time, from one consistent moment.
    ///
    /// # Errors
    /// When the database cannot be read or the sink fails.
    async fn dump(&self, sink: &mut (dyn FnMut(BackupLine) -> Result<(), StoreError> + Send)) -> Result<(), StoreError>;

    /// Fills an empty store from a logical stream, all or nothing. Hashes are taken over as they are and must verify.
    ///
    /// # Errors
    /// When the store is not empty, or a line does not fit.
    async fn fill(&self, lines: &mut (dyn Iterator<Item = Result<BackupLine, StoreError>> + Send)) -> Result<(), StoreError>;
}
