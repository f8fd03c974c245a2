//! Sign-in, and the small things that belong to a person or to the practice: drafts and settings.

use super::{columns::*, said};
use crate::{memory::login_taken, *};
use deadpool_postgres::GenericClient;
use tokio_postgres::{Row, error::SqlState, types::ToSql};

async fn one(client: &impl GenericClient, condition: &str, value: &(dyn ToSql + Sync)) -> Result<Option<Account>, StoreError> {
    let sql = prepared(client, &format!("SELECT {ACCOUNT} FROM account WHERE {condition} = $1")).await?;
    client.query_opt(&sql, &[value]).await.map_err(said)?.as_ref().map(account).transpose()
}

/// One statement that writes.
async fn run(client: &impl GenericClient, sql: &str, values: &[&(dyn ToSql + Sync)]) -> Result<(), StoreError> {
    let sql = prepared(client, sql).await?;
    client.execute(&sql, values).await.map(drop).map_err(said)
}

pub(super) async fn by_login(client: &impl GenericClient, login: &str) -> Result<Option<Account>, StoreError> {
    one(client, "login", &login).await
}

pub(super) async fn by_id(client: &impl GenericClient, id: AccountId) -> Result<Option<Account>, StoreError> {
    one(client, "id", &id.0).await
}

pub(super) async fn of(client: &impl GenericClient, organisation: OrganisationId) -> Result<Vec<Account>, StoreError> {
    let sql = prepared(client, &format!("SELECT {ACCOUNT} FROM account WHERE organisation = $1 ORDER BY name, id")).await?;
    client.query(&sql, &[&organisation.0]).await.map_err(said)?.iter().map(account).collect()
}

pub(super) async fn put(client: &impl GenericClient, account: &Account) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO account ({ACCOUNT}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (id) DO UPDATE SET organisation = $2, login = $3, name = $4, role = $5, staff = $6, chart = $7,
           places = $8, password = $9, open = $10, settings = $11"
    );
    let sql = prepared(client, &sql).await?;
    let login = account.login.to_lowercase();
    let places = serde_json::to_string(&account.places).map_err(|error| StoreError::Refused(error.to_string()))?;
    let values: [&(dyn ToSql + Sync); 11] = [
        &account.id.0,
        &account.organisation.0,
        &login,
        &account.name,
        &account.role.as_str(),
        &account.staff.map(|id| id.0),
        &account.chart.map(|id| id.0),
        &places,
        &account.password,
        &account.open,
        &account.settings,
    ];
    match client.execute(&sql, &values).await {
        Ok(_) => Ok(()),
        Err(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => Err(login_taken(&login)),
        Err(error) => Err(said(error)),
    }
}

pub(super) async fn session(client: &impl GenericClient, id_hash: &str) -> Result<Option<Session>, StoreError> {
    let sql = prepared(client, "SELECT id_hash, account, created, seen, state FROM session WHERE id_hash = $1").await?;
    let Some(row) = client.query_opt(&sql, &[&id_hash]).await.map_err(said)? else { return Ok(None) };
    Ok(Some(Session {
        id_hash: get(&row, 0)?,
        account: AccountId(get(&row, 1)?),
        created: time(&row, 2)?,
        seen: time(&row, 3)?,
        state: get(&row, 4)?,
    }))
}

pub(super) async fn put_session(client: &impl GenericClient, session: &Session) -> Result<(), StoreError> {
    let sql = "INSERT INTO session (id_hash, account, created, seen, state) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (id_hash) DO UPDATE SET account = $2, created = $3, seen = $4, state = $5";
    let (created, seen) = (session.created.as_microsecond(), session.seen.as_microsecond());
    run(client, sql, &[&session.id_hash, &session.account.0, &created, &seen, &session.state]).await
}

pub(super) async fn end_sessions(client: &impl GenericClient, which: &EndSessions) -> Result<(), StoreError> {
    match which {
        EndSessions::One(hash) => run(client, "DELETE FROM session WHERE id_hash = $1", &[hash]).await,
        EndSessions::Of(account) => run(client, "DELETE FROM session WHERE account = $1", &[&account.0]).await,
        EndSessions::NotSeenSince(since) => run(client, "DELETE FROM session WHERE seen < $1", &[&since.as_microsecond()]).await,
    }
}

pub(super) async fn count_failure(
    client: &impl GenericClient,
    key: &str,
    at: Timestamp,
    since: Timestamp,
) -> Result<u32, StoreError> {
    // Two nodes that tidy up at once pass each other by.
    let tidy = "DELETE FROM sign_in_failure WHERE ctid = ANY(ARRAY(
                  SELECT ctid FROM sign_in_failure WHERE at < $1 LIMIT 1000 FOR UPDATE SKIP LOCKED))";
    run(client, tidy, &[&checks::forgotten(at).as_microsecond()]).await?;
    run(client, "INSERT INTO sign_in_failure (key, at) VALUES ($1, $2)", &[&key, &at.as_microsecond()]).await?;
    failures(client, key, since).await
}

pub(super) async fn failures(client: &impl GenericClient, key: &str, since: Timestamp) -> Result<u32, StoreError> {
    let sql = prepared(client, "SELECT count(*) FROM sign_in_failure WHERE key = $1 AND at >= $2").await?;
    let row = client.query_one(&sql, &[&key, &since.as_microsecond()]).await.map_err(said)?;
    Ok(u32::try_from(get::<i64>(&row, 0)?).unwrap_or(u32::MAX))
}

pub(super) async fn put_draft(
    client: &impl GenericClient,
    account: AccountId,
    form: &str,
    body: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    if body.is_empty() {
        return run(client, "DELETE FROM draft WHERE account = $1 AND form = $2", &[&account.0, &form]).await;
    }
    let sql = "INSERT INTO draft (account, form, body, at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (account, form) DO UPDATE SET body = $3, at = $4";
    run(client, sql, &[&account.0, &form, &body, &at.as_microsecond()]).await
}

pub(super) async fn draft(client: &impl GenericClient, account: AccountId, form: &str) -> Result<Option<String>, StoreError> {
    let sql = prepared(client, "SELECT body FROM draft WHERE account = $1 AND form = $2").await?;
    let found = client.query_opt(&sql, &[&account.0, &form]).await.map_err(said)?;
    found.as_ref().map(|row| get(row, 0)).transpose()
}

pub(super) async fn drafts_kept(
    client: &impl GenericClient,
    from: Timestamp,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<KeptDraft>, StoreError> {
    let sql = "SELECT account, form, body, at FROM draft WHERE at >= $1 AND at < $2 ORDER BY at, account, form LIMIT $3";
    let sql = prepared(client, sql).await?;
    let bounds = (from.as_microsecond(), until.as_microsecond());
    let found = client.query(&sql, &[&bounds.0, &bounds.1, &i64::from(limit)]).await.map_err(said)?;
    let draft =
        |row: &Row| Ok(KeptDraft { account: AccountId(get(row, 0)?), form: get(row, 1)?, body: get(row, 2)?, at: time(row, 3)? });
    found.iter().map(draft).collect()
}

pub(super) async fn setting(client: &impl GenericClient, key: &str) -> Result<Option<String>, StoreError> {
    let sql = prepared(client, "SELECT value FROM setting WHERE key = $1").await?;
    client.query_opt(&sql, &[&key]).await.map_err(said)?.as_ref().map(|row| get(row, 0)).transpose()
}

pub(super) async fn put_setting(client: &impl GenericClient, key: &str, value: &str) -> Result<(), StoreError> {
    let sql = "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = $2";
    run(client, sql, &[&key, &value]).await
}
