//! One file on a local disk, no server: [`SqliteStore`].
//!
//! - One thread owns the only connection that writes ([`writer`]). It takes what waits, writes it in one transaction
//!   and answers when the disk has it; so thirty-two writers share one sync.
//! - Readers have read-only connections of their own ([`readers`]) and never wait for the writer.
//! - Write-ahead log and `synchronous=FULL` are asserted on every connection ([`connection`]).
//! - One process serves a file ([`lock`]). Another may read beside it, for `verify`, `backup` and `export`.

mod accounts;
pub(crate) mod bare;
mod bulk;
mod check;
mod columns;
mod connection;
mod events;
mod lock;
mod migrate;
mod readers;
mod rows;
mod sealed;
mod writer;

use crate::*;
use concord_chart::Recorded;
use concord_registry::ReadRow;
use readers::Readers;
use std::path::{Path, PathBuf};
use writer::{Desk, Writer};

/// A store in one SQLite file.
pub struct SqliteStore {
    path: PathBuf,
    writer: Writer,
    readers: Readers,
    /// Held as long as this process serves the file; `None` when it only reads beside another.
    lock: Option<lock::Lock>,
}

impl SqliteStore {
    /// Opens the database to serve it, making it and bringing it up to date where needed.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when another process serves the file, or it is no database of Concord, or a newer one;
    /// [`StoreError::Unsafe`] when acknowledged entries could be lost; else what the database says.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref().to_path_buf();
        let lock = lock::Lock::take(&path)?;
        let mut connection = connection::writing(&path, true)?;
        migrate::bring_up_to_date(&mut connection, &path)?;
        Ok(Self { writer: Writer::start(Desk::new(connection)?)?, readers: Readers::new(&path)?, lock: Some(lock), path })
    }

    /// Opens a database beside the process that serves it: everything can be read, the access log can be written, and
    /// nothing else.
    ///
    /// # Errors
    /// When there is no such file, or it was written by another version.
    pub fn open_beside(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref().to_path_buf();
        if !path.exists() {
            return Err(StoreError::Refused(format!("there is no database at {}", path.display())));
        }
        let connection = connection::writing(&path, false)?;
        migrate::is_up_to_date(&connection)?;
        Ok(Self { writer: Writer::start(Desk::new(connection)?)?, readers: Readers::new(&path)?, lock: None, path })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Desk) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.is_served()?;
        self.writer.write(work).await
    }

    fn is_served(&self) -> Result<(), StoreError> {
        match self.lock {
            Some(_) => Ok(()),
            None => Err(StoreError::Refused(
                "this database was opened beside the process that serves it, so nothing can be recorded here".to_owned(),
            )),
        }
    }

    /// The access log may be written beside another process too.
    async fn write_line(&self, organisation: OrganisationId, line: AccessLine) -> Result<(), StoreError> {
        self.writer.write(move |desk| events::write_line(desk, organisation, &line)).await
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn load(&self, may: &MayRead, after: u64, line: Option<AccessLine>) -> Result<Vec<Recorded>, StoreError> {
        let (organisation, chart) = (may.organisation(), may.chart());
        if let Some(line) = line {
            self.write_line(organisation, line).await?;
        }
        self.readers
            .read(move |connection| {
                events::raw(connection, organisation, chart, after, |raw| {
                    hash::read(&raw).map_err(|error| on_chart(chart, error))
                })
            })
            .await
    }

    async fn append(&self, batch: Vec<Append>) -> Result<Vec<u64>, StoreError> {
        checks::batch(&batch)?;
        let columns = batch.iter().map(checks::columns).collect::<Result<Vec<_>, _>>()?;
        self.write(move |desk| batch.iter().zip(columns).map(|(append, columns)| events::append(desk, append, columns)).collect())
            .await
    }

    async fn head(&self, organisation: OrganisationId, chart: ChartId) -> Result<u64, StoreError> {
        self.readers.read(move |connection| Ok(events::link(connection, organisation, chart)?.seq)).await
    }

    async fn charts(
        &self,
        organisation: OrganisationId,
        after: Option<ChartId>,
        limit: u32,
    ) -> Result<Vec<(ChartId, u64)>, StoreError> {
        self.readers.read(move |connection| events::charts(connection, organisation, after, limit)).await
    }

    async fn kept(&self, may: &MayRead) -> Result<Vec<Kept>, StoreError> {
        let (organisation, chart) = (may.organisation(), may.chart());
        self.readers.read(move |connection| events::kept(connection, organisation, chart)).await
    }

    async fn raw_log(&self, organisation: OrganisationId, chart: ChartId) -> Result<Vec<RawEvent>, StoreError> {
        self.readers.read(move |connection| events::raw(connection, organisation, chart, 0, Ok)).await
    }

    async fn rows(&self, may: &MayList, shelf: Shelf, from: &str, to: &str, limit: u32) -> Result<Vec<StoredRow>, StoreError> {
        let (organisation, from, to) = (may.organisation(), from.to_owned(), to.to_owned());
        self.readers.read(move |connection| rows::between(connection, organisation, shelf, &from, &to, limit)).await
    }

    async fn rows_of(&self, organisation: OrganisationId, chart: ChartId) -> Result<Vec<ReadRow>, StoreError> {
        self.readers.read(move |connection| rows::of_chart(connection, organisation, chart)).await
    }

    async fn rows_on(&self, organisation: OrganisationId, chart: ChartId, shelf: Shelf) -> Result<Vec<ReadRow>, StoreError> {
        self.readers.read(move |connection| rows::on_shelf(connection, organisation, chart, shelf)).await
    }

    async fn changed_rows(&self, organisation: OrganisationId, shelf: Shelf, token: Option<&str>) -> Result<RowNews, StoreError> {
        let since = token.map(|text| text.parse::<i64>().map_err(|_| checks::token(text))).transpose()?;
        self.readers.read(move |connection| rows::news(connection, organisation, shelf, since)).await
    }

    async fn repair_rows(&self, organisation: OrganisationId, chart: ChartId, changes: Vec<RowChange>) -> Result<(), StoreError> {
        checks::rows(&changes)?;
        self.write(move |desk| changes.iter().try_for_each(|change| rows::change(desk, organisation, chart, change))).await
    }

    async fn log_access(&self, organisation: OrganisationId, line: AccessLine) -> Result<(), StoreError> {
        self.write_line(organisation, line).await
    }

    async fn access_lines(
        &self,
        organisation: OrganisationId,
        chart: Option<ChartId>,
        limit: u32,
    ) -> Result<Vec<AccessLine>, StoreError> {
        self.readers.read(move |connection| events::lines(connection, organisation, chart, limit)).await
    }

    async fn account_by_login(&self, login: &str) -> Result<Option<Account>, StoreError> {
        let login = login.to_lowercase();
        self.readers.read(move |connection| accounts::by_login(connection, &login)).await
    }

    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        self.readers.read(move |connection| accounts::by_id(connection, id)).await
    }

    async fn accounts(&self, organisation: OrganisationId) -> Result<Vec<Account>, StoreError> {
        self.readers.read(move |connection| accounts::of(connection, organisation)).await
    }

    async fn put_accounts(&self, accounts: Vec<Account>) -> Result<(), StoreError> {
        self.write(move |desk| accounts.iter().try_for_each(|account| accounts::put(desk, account))).await
    }

    async fn session(&self, id_hash: &str) -> Result<Option<Session>, StoreError> {
        let id_hash = id_hash.to_owned();
        self.readers.read(move |connection| accounts::session(connection, &id_hash)).await
    }

    async fn put_session(&self, session: Session) -> Result<(), StoreError> {
        self.write(move |desk| accounts::put_session(desk, &session)).await
    }

    async fn end_sessions(&self, which: EndSessions) -> Result<(), StoreError> {
        self.write(move |desk| accounts::end_sessions(desk, &which)).await
    }

    async fn count_failure(&self, key: &str, at: Timestamp, since: Timestamp) -> Result<u32, StoreError> {
        let key = key.to_owned();
        self.write(move |desk| accounts::count_failure(desk, &key, at, since)).await
    }

    async fn failures(&self, key: &str, since: Timestamp) -> Result<u32, StoreError> {
        let key = key.to_owned();
        self.readers.read(move |connection| accounts::failures(connection, &key, since)).await
    }

    async fn put_draft(&self, account: AccountId, form: &str, body: &str, at: Timestamp) -> Result<(), StoreError> {
        let (form, body) = (form.to_owned(), body.to_owned());
        self.write(move |desk| accounts::put_draft(desk, account, &form, &body, at)).await
    }

    async fn draft(&self, account: AccountId, form: &str) -> Result<Option<String>, StoreError> {
        let form = form.to_owned();
        self.readers.read(move |connection| accounts::draft(connection, account, &form)).await
    }

    async fn drafts_kept(&self, from: Timestamp, until: Timestamp, limit: u32) -> Result<Vec<KeptDraft>, StoreError> {
        self.readers.read(move |connection| accounts::drafts_kept(connection, from, until, limit)).await
    }

    async fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        let key = key.to_owned();
        self.readers.read(move |connection| accounts::setting(connection, &key)).await
    }

    async fn put_setting(&self, key: &str, value: &str) -> Result<(), StoreError> {
        let (key, value) = (key.to_owned(), value.to_owned());
        self.write(move |desk| accounts::put_setting(desk, &key, &value)).await
    }

    async fn outbox(&self, organisation: OrganisationId, limit: u32) -> Result<Vec<OutboxMessage>, StoreError> {
        self.readers.read(move |connection| events::outbox(connection, organisation, limit)).await
    }

    async fn outbox_since(
        &self,
        organisation: OrganisationId,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<OutboxMessage>, StoreError> {
        self.readers.read(move |connection| events::outbox_since(connection, organisation, since, limit)).await
    }

    async fn sent(&self, organisation: OrganisationId, message: &str, at: Timestamp) -> Result<(), StoreError> {
        let message = message.to_owned();
        self.write(move |desk| events::sent(desk, organisation, &message, at)).await
    }

    async fn check(&self) -> Result<Vec<Damage>, StoreError> {
        self.readers.read(check::check).await
    }

    async fn dump(&self, sink: &mut (dyn FnMut(BackupLine) -> Result<(), StoreError> + Send)) -> Result<(), StoreError> {
        bulk::dump(&self.path, sink).await
    }

    async fn fill(&self, lines: &mut (dyn Iterator<Item = Result<BackupLine, StoreError>> + Send)) -> Result<(), StoreError> {
        self.is_served()?;
        let (sender, receiver) = bulk::pipe();
        let filled = self.writer.write_elsewhere(move |desk| bulk::fill(desk, receiver));
        let (sent, filled) = tokio::join!(bulk::send(lines, sender), filled);
        sent.and(filled)
    }
}

/// Says which chart is damaged.
fn on_chart(chart: ChartId, error: StoreError) -> StoreError {
    match error {
        StoreError::Damaged(what) => StoreError::Damaged(format!("chart {chart}, {what}")),
        other => other,
    }
}

/// What the database says, as the store says it.
fn said(error: rusqlite::Error) -> StoreError {
    use rusqlite::ErrorCode;
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            StoreError::Unavailable("another process is writing to it".to_owned())
        }
        Some(ErrorCode::DiskFull) => StoreError::Unavailable("the disk is full; make room on it".to_owned()),
        Some(ErrorCode::SystemIoFailure) => StoreError::Unavailable(format!("the disk reports an error ({error})")),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged(error.to_string()),
        _ => StoreError::Database(error.to_string()),
    }
}
