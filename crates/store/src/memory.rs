//! The reference: everything in memory, nothing kept when the process ends. Tests and the simulation run on it, and
//! the two databases must behave as it does.

mod log;
mod sealed;
mod shelves;

use crate::*;
use concord_chart::Recorded;
use concord_registry::ReadRow;
use log::Log;
use shelves::Shelves;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// A store in memory.
#[derive(Default)]
pub struct MemoryStore(Mutex<State>);

#[derive(Default)]
struct State {
    charts: BTreeMap<(OrganisationId, ChartId), Log>,
    shelves: Shelves,
    access: BTreeMap<OrganisationId, Vec<AccessLine>>,
    refuse_lines: bool,
    accounts: BTreeMap<AccountId, Account>,
    sessions: HashMap<String, Session>,
    failures: HashMap<String, Vec<Timestamp>>,
    drafts: BTreeMap<(AccountId, String), (String, Timestamp)>,
    settings: BTreeMap<String, String>,
    outbox: BTreeMap<(OrganisationId, String), (OutboxMessage, Option<Timestamp>)>,
    sealed: sealed::Sealed,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on no line of the access log can be written (`true`), or it can again (`false`): for tests that show
    /// that a read whose line cannot be written does not happen.
    pub fn refuse_access_lines(&self, refuse: bool) {
        self.state().refuse_lines = refuse;
    }

    /// The lock is never held across an await. A panic while it was held leaves a state that each method can still
    /// read, so it is passed over.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn log(&self, organisation: OrganisationId, chart: ChartId) -> Option<&Log> {
        self.charts.get(&(organisation, chart))
    }

    fn write_line(&mut self, organisation: OrganisationId, line: AccessLine) -> Result<(), StoreError> {
        if self.refuse_lines {
            return Err(StoreError::Database("the access log cannot be written".to_owned()));
        }
        self.access.entry(organisation).or_default().push(line);
        Ok(())
    }

    /// Looks whether the whole batch fits, before anything of it is written.
    fn admit(&self, batch: &[Append]) -> Result<(), StoreError> {
        let mut heads: HashMap<(OrganisationId, ChartId), u64> = HashMap::new();
        let mut keys: HashSet<(OrganisationId, ChartId, &str)> = HashSet::new();
        for append in batch {
            let (organisation, chart) = (append.may.organisation(), append.may.chart());
            let log = self.log(organisation, chart);
            for draft in &append.events {
                if log.is_some_and(|log| log.has_key(&draft.key.0)) || !keys.insert((organisation, chart, &draft.key.0)) {
                    return Err(StoreError::KeyUsed { chart, key: draft.key.0.clone() });
                }
            }
            let head = heads.entry((organisation, chart)).or_insert_with(|| log.map_or(0, Log::head));
            if *head != append.expected {
                return Err(StoreError::Conflict { chart, expected: append.expected, found: *head });
            }
            *head += append.events.len() as u64;
        }
        Ok(())
    }

    fn write(&mut self, append: Append, sealed: Vec<RawEvent>) -> u64 {
        let (organisation, chart) = (append.may.organisation(), append.may.chart());
        self.shelves.change(organisation, chart, append.rows);
        for message in append.outbox {
            self.outbox.entry((organisation, message.id.clone())).or_insert((message, None));
        }
        if append.events.is_empty() && append.kept.is_empty() {
            return append.expected;
        }
        let log = self.charts.entry((organisation, chart)).or_default();
        append.kept.into_iter().for_each(|kept| log.keep(kept));
        let recorded_at = log::to_the_microsecond(append.recorded_at);
        for (draft, mut raw) in append.events.into_iter().zip(sealed) {
            log.seal(organisation, chart, &mut raw);
            log.push(Recorded { seq: raw.seq, recorded_at, draft }, raw);
        }
        log.head()
    }

    fn is_empty(&self) -> bool {
        self.charts.is_empty()
            && self.shelves.is_empty()
            && self.access.is_empty()
            && self.accounts.is_empty()
            && self.drafts.is_empty()
            && self.settings.is_empty()
            && self.outbox.is_empty()
            && self.sealed.is_empty()
    }

    fn put_account(&mut self, account: Account) -> Result<(), StoreError> {
        let account = Account { login: account.login.to_lowercase(), ..account };
        if self.accounts.values().any(|other| other.login == account.login && other.id != account.id) {
            return Err(login_taken(&account.login));
        }
        self.accounts.insert(account.id, account);
        Ok(())
    }

    fn fill_one(&mut self, line: BackupLine) -> Result<(), StoreError> {
        match line {
            BackupLine::Event { organisation, chart, event } => {
                self.charts.entry((organisation, chart)).or_default().restore(chart, event)?;
            }
            BackupLine::Kept { organisation, chart, kept } => {
                self.charts.entry((organisation, chart)).or_default().keep(kept);
            }
            BackupLine::Row { organisation, chart, row } => {
                self.shelves.change(organisation, chart, vec![RowChange::Put(row)]);
            }
            BackupLine::Access { organisation, line } => self.access.entry(organisation).or_default().push(line),
            BackupLine::Account(account) => self.put_account(account)?,
            BackupLine::Draft { account, form, body, at } => drop(self.drafts.insert((account, form), (body, at))),
            BackupLine::Setting { key, value } => drop(self.settings.insert(key, value)),
            BackupLine::Outbox { organisation, message, sent } => {
                self.outbox.insert((organisation, message.id.clone()), (message, sent));
            }
            BackupLine::AuthorKey(key) => drop(self.sealed.add_key(key)),
            BackupLine::Sealed(piece) => self.sealed.add(piece),
            BackupLine::SealedDraft(draft) => self.sealed.put_draft(draft),
        }
        Ok(())
    }

    /// Everything, in the order that all backends share.
    fn lines(&self) -> Vec<BackupLine> {
        let mut lines = Vec::new();
        lines.extend(self.settings.iter().map(|(key, value)| BackupLine::Setting { key: key.clone(), value: value.clone() }));
        lines.extend(self.accounts.values().cloned().map(BackupLine::Account));
        for ((organisation, chart), log) in &self.charts {
            let (organisation, chart) = (*organisation, *chart);
            lines.extend(log.raw().iter().cloned().map(|event| BackupLine::Event { organisation, chart, event }));
        }
        for ((organisation, chart), log) in &self.charts {
            let (organisation, chart) = (*organisation, *chart);
            lines.extend(log.kept().into_iter().map(|kept| BackupLine::Kept { organisation, chart, kept }));
        }
        lines.extend(self.shelves.all().map(|(organisation, chart, row)| BackupLine::Row { organisation, chart, row }));
        for (organisation, log) in &self.access {
            let mut log: Vec<_> = log.iter().collect();
            log.sort_by_key(|line| line.at);
            lines.extend(log.into_iter().map(|line| BackupLine::Access { organisation: *organisation, line: line.clone() }));
        }
        lines.extend(self.drafts.iter().map(|((account, form), (body, at))| BackupLine::Draft {
            account: *account,
            form: form.clone(),
            body: body.clone(),
            at: *at,
        }));
        let mut outbox: Vec<_> = self.outbox.iter().collect();
        outbox.sort_by_key(|((organisation, id), (message, _))| (*organisation, message.at, id.clone()));
        lines.extend(outbox.into_iter().map(|((organisation, _), (message, sent))| BackupLine::Outbox {
            organisation: *organisation,
            message: message.clone(),
            sent: *sent,
        }));
        lines.extend(self.sealed.lines());
        lines
    }
}

pub(crate) fn login_taken(login: &str) -> StoreError {
    StoreError::Refused(format!("the sign-in name “{login}” is taken: choose another one"))
}

#[async_trait]
impl Store for MemoryStore {
    async fn load(&self, may: &MayRead, after: u64, line: Option<AccessLine>) -> Result<Vec<Recorded>, StoreError> {
        let mut state = self.state();
        if let Some(line) = line {
            state.write_line(may.organisation(), line)?;
        }
        Ok(state.log(may.organisation(), may.chart()).map(|log| log.after(after)).unwrap_or_default())
    }

    async fn append(&self, batch: Vec<Append>) -> Result<Vec<u64>, StoreError> {
        checks::batch(&batch)?;
        let columns = batch.iter().map(checks::columns).collect::<Result<Vec<_>, _>>()?;
        let mut state = self.state();
        state.admit(&batch)?;
        Ok(batch.into_iter().zip(columns).map(|(append, columns)| state.write(append, columns)).collect())
    }

    async fn head(&self, organisation: OrganisationId, chart: ChartId) -> Result<u64, StoreError> {
        Ok(self.state().log(organisation, chart).map_or(0, Log::head))
    }

    async fn charts(
        &self,
        organisation: OrganisationId,
        after: Option<ChartId>,
        limit: u32,
    ) -> Result<Vec<(ChartId, u64)>, StoreError> {
        use std::ops::Bound::{Excluded, Included, Unbounded};
        let from = match after {
            Some(chart) => Excluded((organisation, chart)),
            None => Included((organisation, ChartId(uuid::Uuid::nil()))),
        };
        let state = self.state();
        let charts = state.charts.range((from, Unbounded)).take_while(|((of, _), _)| *of == organisation);
        let with_events = charts.filter(|(_, log)| log.head() > 0);
        Ok(with_events.take(limit as usize).map(|((_, chart), log)| (*chart, log.head())).collect())
    }

    async fn kept(&self, may: &MayRead) -> Result<Vec<Kept>, StoreError> {
        Ok(self.state().log(may.organisation(), may.chart()).map(Log::kept).unwrap_or_default())
    }

    async fn raw_log(&self, organisation: OrganisationId, chart: ChartId) -> Result<Vec<RawEvent>, StoreError> {
        Ok(self.state().log(organisation, chart).map(|log| log.raw().to_vec()).unwrap_or_default())
    }

    async fn rows(&self, may: &MayList, shelf: Shelf, from: &str, to: &str, limit: u32) -> Result<Vec<StoredRow>, StoreError> {
        Ok(self.state().shelves.between(may.organisation(), shelf, from, to, limit))
    }

    async fn rows_of(&self, organisation: OrganisationId, chart: ChartId) -> Result<Vec<ReadRow>, StoreError> {
        Ok(self.state().shelves.of_chart(organisation, chart))
    }

    async fn rows_on(&self, organisation: OrganisationId, chart: ChartId, shelf: Shelf) -> Result<Vec<ReadRow>, StoreError> {
        Ok(self.state().shelves.on_shelf(organisation, chart, shelf))
    }

    async fn changed_rows(&self, organisation: OrganisationId, shelf: Shelf, token: Option<&str>) -> Result<RowNews, StoreError> {
        let since = token.map(|text| text.parse::<u64>().map_err(|_| checks::token(text))).transpose()?;
        Ok(self.state().shelves.news(organisation, shelf, since))
    }

    async fn repair_rows(&self, organisation: OrganisationId, chart: ChartId, changes: Vec<RowChange>) -> Result<(), StoreError> {
        checks::rows(&changes)?;
        self.state().shelves.change(organisation, chart, changes);
        Ok(())
    }

    async fn log_access(&self, organisation: OrganisationId, line: AccessLine) -> Result<(), StoreError> {
        self.state().write_line(organisation, line)
    }

    async fn access_lines(
        &self,
        organisation: OrganisationId,
        chart: Option<ChartId>,
        limit: u32,
    ) -> Result<Vec<AccessLine>, StoreError> {
        let state = self.state();
        let lines = state.access.get(&organisation).map(Vec::as_slice).unwrap_or_default();
        let mut newest: Vec<&AccessLine> = lines.iter().rev().filter(|line| chart.is_none() || line.chart == chart).collect();
        newest.sort_by_key(|line| std::cmp::Reverse(line.at));
        Ok(newest.into_iter().take(limit as usize).cloned().collect())
    }

    async fn account_by_login(&self, login: &str) -> Result<Option<Account>, StoreError> {
        let login = login.to_lowercase();
        Ok(self.state().accounts.values().find(|account| account.login == login).cloned())
    }

    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        Ok(self.state().accounts.get(&id).cloned())
    }

    async fn accounts(&self, organisation: OrganisationId) -> Result<Vec<Account>, StoreError> {
        let state = self.state();
        let mut accounts: Vec<_> =
            state.accounts.values().filter(|account| account.organisation == organisation).cloned().collect();
        accounts.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        Ok(accounts)
    }

    async fn put_accounts(&self, accounts: Vec<Account>) -> Result<(), StoreError> {
        let mut state = self.state();
        let before = state.accounts.clone();
        let put = accounts.into_iter().try_for_each(|account| state.put_account(account));
        if put.is_err() {
            state.accounts = before;
        }
        put
    }

    async fn session(&self, id_hash: &str) -> Result<Option<Session>, StoreError> {
        Ok(self.state().sessions.get(id_hash).cloned())
    }

    async fn put_session(&self, session: Session) -> Result<(), StoreError> {
        self.state().sessions.insert(session.id_hash.clone(), session);
        Ok(())
    }

    async fn end_sessions(&self, which: EndSessions) -> Result<(), StoreError> {
        self.state().sessions.retain(|hash, session| match &which {
            EndSessions::One(ended) => hash != ended,
            EndSessions::Of(account) => session.account != *account,
            EndSessions::NotSeenSince(since) => session.seen >= *since,
        });
        Ok(())
    }

    async fn count_failure(&self, key: &str, at: Timestamp, since: Timestamp) -> Result<u32, StoreError> {
        {
            let mut state = self.state();
            state.failures.values_mut().for_each(|times| times.retain(|known| *known >= checks::forgotten(at)));
            state.failures.entry(key.to_owned()).or_default().push(at);
        }
        self.failures(key, since).await
    }

    async fn failures(&self, key: &str, since: Timestamp) -> Result<u32, StoreError> {
        let state = self.state();
        let times = state.failures.get(key).map(Vec::as_slice).unwrap_or_default();
        Ok(u32::try_from(times.iter().filter(|at| **at >= since).count()).unwrap_or(u32::MAX))
    }

    async fn put_draft(&self, account: AccountId, form: &str, body: &str, at: Timestamp) -> Result<(), StoreError> {
        let mut state = self.state();
        let place = (account, form.to_owned());
        if body.is_empty() {
            state.drafts.remove(&place);
        } else {
            state.drafts.insert(place, (body.to_owned(), at));
        }
        Ok(())
    }

    async fn draft(&self, account: AccountId, form: &str) -> Result<Option<String>, StoreError> {
        Ok(self.state().drafts.get(&(account, form.to_owned())).map(|(body, _)| body.clone()))
    }

    async fn drafts_kept(&self, from: Timestamp, until: Timestamp, limit: u32) -> Result<Vec<KeptDraft>, StoreError> {
        let state = self.state();
        let kept = state.drafts.iter().filter(|(_, (_, at))| (from..until).contains(at));
        let mut kept: Vec<KeptDraft> = kept
            .map(|((account, form), (body, at))| KeptDraft { account: *account, form: form.clone(), body: body.clone(), at: *at })
            .collect();
        kept.sort_by(|a, b| (a.at, a.account, &a.form).cmp(&(b.at, b.account, &b.form)));
        kept.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(kept)
    }

    async fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        Ok(self.state().settings.get(key).cloned())
    }

    async fn put_setting(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.state().settings.insert(key.to_owned(), value.to_owned());
        Ok(())
    }

    async fn outbox(&self, organisation: OrganisationId, limit: u32) -> Result<Vec<OutboxMessage>, StoreError> {
        let state = self.state();
        let mut waiting: Vec<_> = state
            .outbox
            .iter()
            .filter(|((of, _), (_, sent))| *of == organisation && sent.is_none())
            .map(|(_, (message, _))| message.clone())
            .collect();
        waiting.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        waiting.truncate(limit as usize);
        Ok(waiting)
    }

    async fn outbox_since(
        &self,
        organisation: OrganisationId,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<OutboxMessage>, StoreError> {
        let mut messages = self.outbox(organisation, u32::MAX).await?;
        messages.retain(|message| message.at >= since);
        messages.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(messages)
    }

    async fn sent(&self, organisation: OrganisationId, message: &str, at: Timestamp) -> Result<(), StoreError> {
        if let Some((_, sent)) = self.state().outbox.get_mut(&(organisation, message.to_owned())) {
            sent.get_or_insert(at);
        }
        Ok(())
    }

    async fn check(&self) -> Result<Vec<Damage>, StoreError> {
        Ok(Vec::new())
    }

    async fn dump(&self, sink: &mut (dyn FnMut(BackupLine) -> Result<(), StoreError> + Send)) -> Result<(), StoreError> {
        let lines = self.state().lines();
        lines.into_iter().try_for_each(sink)
    }

    async fn fill(&self, lines: &mut (dyn Iterator<Item = Result<BackupLine, StoreError>> + Send)) -> Result<(), StoreError> {
        if !self.state().is_empty() {
            return Err(checks::not_empty());
        }
        let (mut filled, mut chains) = (State::default(), checks::Chains::default());
        for line in lines {
            let line = line?;
            chains.admit(&line)?;
            filled.fill_one(line)?;
        }
        let mut state = self.state();
        if !state.is_empty() {
            return Err(checks::not_empty());
        }
        *state = filled;
        Ok(())
    }
}
