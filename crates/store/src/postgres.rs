//! A database server for several nodes: [`PostgresStore`].
//!
//! - Transactions run at READ COMMITTED. What must be serial is made so by the data: the writers of one chart take
//!   turns on its row in `chart`, and the keys (position, idempotency key) are unique. A stricter level would refuse
//!   transactions that do not disturb each other, and would still need the same answer to a double tap.
//! - Every connection is asked whether its server keeps commits ([`pool`]) before it is used.
//! - A commit whose answer was lost is resolved by the idempotency keys, never guessed ([`append`]).
//! - Several nodes may use one database: nothing is remembered here.

mod accounts;
mod append;
mod bulk;
mod check;
mod columns;
mod events;
mod migrate;
mod pool;
mod rows;
mod sealed;

use crate::*;
use concord_chart::Recorded;
use concord_registry::ReadRow;
use pool::{Pool, said};

/// A store in a PostgreSQL database, version 15 or newer.
pub struct PostgresStore {
    pool: Pool,
}

impl PostgresStore {
    /// Connects, asks the server whether it keeps its promises, and brings the tables up to date. `url` is
    /// `postgres://user@host/database`, with `?sslmode=disable` where the network may be trusted.
    ///
    /// # Errors
    /// [`StoreError::Refused`] for an address that cannot be used; [`StoreError::Unsafe`] when acknowledged entries
    /// could be lost; [`StoreError::Unavailable`] when the server does not answer.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let pool = Pool::new(url)?;
        migrate::bring_up_to_date(&mut pool.take().await?).await?;
        Ok(Self { pool })
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn load(&self, may: &MayRead, after: u64, line: Option<AccessLine>) -> Result<Vec<Recorded>, StoreError> {
        let client = self.pool.take().await?;
        if let Some(line) = line {
            events::write_lines(&client, may.organisation(), &[line]).await?;
        }
        let raw = events::raw(&client, may.organisation(), may.chart(), after).await?;
        let on_chart = |error| match error {
            StoreError::Damaged(what) => StoreError::Damaged(format!("chart {}, {what}", may.chart())),
            other => other,
        };
        raw.iter().map(|raw| hash::read(raw).map_err(on_chart)).collect()
    }

    async fn append(&self, batch: Vec<Append>) -> Result<Vec<u64>, StoreError> {
        checks::batch(&batch)?;
        append::append(&self.pool, &batch).await
    }

    async fn head(&self, organisation: OrganisationId, chart: ChartId) -> Result<u64, StoreError> {
        events::head(&self.pool.take().await?, organisation, chart).await
    }

    async fn charts(
        &self,
        organisation: OrganisationId,
        after: Option<ChartId>,
        limit: u32,
    ) -> Result<Vec<(ChartId, u64)>, StoreError> {
        events::charts(&self.pool.take().await?, organisation, after, limit).await
    }

    async fn kept(&self, may: &MayRead) -> Result<Vec<Kept>, StoreError> {
        events::kept(&self.pool.take().await?, may.organisation(), may.chart()).await
    }

    async fn raw_log(&self, organisation: OrganisationId, chart: ChartId) -> Result<Vec<RawEvent>, StoreError> {
        events::raw(&self.pool.take().await?, organisation, chart, 0).await
    }

    async fn rows(&self, may: &MayList, shelf: Shelf, from: &str, to: &str, limit: u32) -> Result<Vec<StoredRow>, StoreError> {
        rows::between(&self.pool.take().await?, may.organisation(), shelf, from, to, limit).await
    }

    async fn rows_of(&self, organisation: OrganisationId, chart: ChartId) -> Result<Vec<ReadRow>, StoreError> {
        rows::of_chart(&self.pool.take().await?, organisation, chart).await
    }

    async fn rows_on(&self, organisation: OrganisationId, chart: ChartId, shelf: Shelf) -> Result<Vec<ReadRow>, StoreError> {
        rows::on_shelf(&self.pool.take().await?, organisation, chart, shelf).await
    }

    async fn changed_rows(&self, organisation: OrganisationId, shelf: Shelf, token: Option<&str>) -> Result<RowNews, StoreError> {
        rows::news(&mut self.pool.take().await?, organisation, shelf, token).await
    }

    async fn repair_rows(&self, organisation: OrganisationId, chart: ChartId, changes: Vec<RowChange>) -> Result<(), StoreError> {
        checks::rows(&changes)?;
        let mut client = self.pool.take().await?;
        let writing = client.transaction().await.map_err(said)?;
        rows::change(&writing, organisation, chart, &changes).await?;
        writing.commit().await.map_err(said)
    }

    async fn log_access(&self, organisation: OrganisationId, line: AccessLine) -> Result<(), StoreError> {
        events::write_lines(&self.pool.take().await?, organisation, &[line]).await
    }

    async fn access_lines(
        &self,
        organisation: OrganisationId,
        chart: Option<ChartId>,
        limit: u32,
    ) -> Result<Vec<AccessLine>, StoreError> {
        events::lines(&self.pool.take().await?, organisation, chart, limit).await
    }

    async fn account_by_login(&self, login: &str) -> Result<Option<Account>, StoreError> {
        accounts::by_login(&self.pool.take().await?, &login.to_lowercase()).await
    }

    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        accounts::by_id(&self.pool.take().await?, id).await
    }

    async fn accounts(&self, organisation: OrganisationId) -> Result<Vec<Account>, StoreError> {
        accounts::of(&self.pool.take().await?, organisation).await
    }

    async fn put_accounts(&self, accounts: Vec<Account>) -> Result<(), StoreError> {
        let mut client = self.pool.take().await?;
        let writing = client.transaction().await.map_err(said)?;
        for account in &accounts {
            accounts::put(&writing, account).await?;
        }
        writing.commit().await.map_err(said)
    }

    async fn session(&self, id_hash: &str) -> Result<Option<Session>, StoreError> {
        accounts::session(&self.pool.take().await?, id_hash).await
    }

    async fn put_session(&self, session: Session) -> Result<(), StoreError> {
        accounts::put_session(&self.pool.take().await?, &session).await
    }

    async fn end_sessions(&self, which: EndSessions) -> Result<(), StoreError> {
        accounts::end_sessions(&self.pool.take().await?, &which).await
    }

    async fn count_failure(&self, key: &str, at: Timestamp, since: Timestamp) -> Result<u32, StoreError> {
        accounts::count_failure(&self.pool.take().await?, key, at, since).await
    }

    async fn failures(&self, key: &str, since: Timestamp) -> Result<u32, StoreError> {
        accounts::failures(&self.pool.take().await?, key, since).await
    }

    async fn put_draft(&self, account: AccountId, form: &str, body: &str, at: Timestamp) -> Result<(), StoreError> {
        accounts::put_draft(&self.pool.take().await?, account, form, body, at).await
    }

    async fn draft(&self, account: AccountId, form: &str) -> Result<Option<String>, StoreError> {
        accounts::draft(&self.pool.take().await?, account, form).await
    }

    async fn drafts_kept(&self, from: Timestamp, until: Timestamp, limit: u32) -> Result<Vec<KeptDraft>, StoreError> {
        accounts::drafts_kept(&self.pool.take().await?, from, until, limit).await
    }

    async fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        accounts::setting(&self.pool.take().await?, key).await
    }

    async fn put_setting(&self, key: &str, value: &str) -> Result<(), StoreError> {
        accounts::put_setting(&self.pool.take().await?, key, value).await
    }

    async fn outbox(&self, organisation: OrganisationId, limit: u32) -> Result<Vec<OutboxMessage>, StoreError> {
        events::outbox(&self.pool.take().await?, organisation, limit).await
    }

    async fn outbox_since(
        &self,
        organisation: OrganisationId,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<OutboxMessage>, StoreError> {
        events::outbox_since(&self.pool.take().await?, organisation, since, limit).await
    }

    async fn sent(&self, organisation: OrganisationId, message: &str, at: Timestamp) -> Result<(), StoreError> {
        events::sent(&self.pool.take().await?, organisation, message, at).await
    }

    async fn check(&self) -> Result<Vec<Damage>, StoreError> {
        check::check(&mut self.pool.take().await?).await
    }

    async fn dump(&self, sink: &mut (dyn FnMut(BackupLine) -> Result<(), StoreError> + Send)) -> Result<(), StoreError> {
        bulk::dump(&mut self.pool.take().await?, sink).await
    }

    async fn fill(&self, lines: &mut (dyn Iterator<Item = Result<BackupLine, StoreError>> + Send)) -> Result<(), StoreError> {
        bulk::fill(&mut self.pool.take().await?, lines).await
    }
}
