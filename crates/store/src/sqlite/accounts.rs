//! Sign-in, and the small things that belong to a person or to the practice: drafts and settings.

use super::{columns::*, said, writer::Desk};
use crate::{memory::login_taken, *};
use rusqlite::{Connection, OptionalExtension, params};

fn one(connection: &Connection, condition: &str, value: &dyn rusqlite::ToSql) -> Result<Option<Account>, StoreError> {
    let sql = format!("SELECT {ACCOUNT} FROM account WHERE {condition} = ?1");
    let mut find = connection.prepare_cached(&sql).map_err(said)?;
    let mut found = find.query([value]).map_err(said)?;
    found.next().map_err(said)?.map(account).transpose()
}

pub(super) fn by_login(connection: &Connection, login: &str) -> Result<Option<Account>, StoreError> {
    one(connection, "login", &login)
}

pub(super) fn by_id(connection: &Connection, id: AccountId) -> Result<Option<Account>, StoreError> {
    one(connection, "id", id.0.as_bytes())
}

pub(super) fn of(connection: &Connection, organisation: OrganisationId) -> Result<Vec<Account>, StoreError> {
    let sql = format!("SELECT {ACCOUNT} FROM account WHERE organisation = ?1 ORDER BY name, id");
    let mut find = connection.prepare_cached(&sql).map_err(said)?;
    let mut found = find.query([organisation.0.as_bytes()]).map_err(said)?;
    let mut accounts = Vec::new();
    while let Some(row) = found.next().map_err(said)? {
        accounts.push(account(row)?);
    }
    Ok(accounts)
}

pub(super) fn put(desk: &Desk, account: &Account) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO account ({ACCOUNT}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (id) DO UPDATE SET organisation = ?2, login = ?3, name = ?4, role = ?5, staff = ?6, chart = ?7,
           places = ?8, password = ?9, open = ?10, settings = ?11"
    );
    let login = account.login.to_lowercase();
    let places = serde_json::to_string(&account.places).map_err(|error| StoreError::Refused(error.to_string()))?;
    let mut put = desk.connection.prepare_cached(&sql).map_err(said)?;
    let done = put.execute(params![
        account.id.0.as_bytes(),
        account.organisation.0.as_bytes(),
        login,
        account.name,
        account.role.as_str(),
        account.staff.map(|id| id.0.into_bytes()),
        account.chart.map(|id| id.0.into_bytes()),
        places,
        account.password,
        account.open,
        account.settings,
    ]);
    match done {
        Ok(_) => Ok(()),
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => Err(login_taken(&login)),
        Err(error) => Err(said(error)),
    }
}

pub(super) fn session(connection: &Connection, id_hash: &str) -> Result<Option<Session>, StoreError> {
    let sql = "SELECT id_hash, account, created, seen, state FROM session WHERE id_hash = ?1";
    let mut find = connection.prepare_cached(sql).map_err(said)?;
    let mut found = find.query([id_hash]).map_err(said)?;
    let Some(row) = found.next().map_err(said)? else { return Ok(None) };
    Ok(Some(Session {
        id_hash: get(row, 0)?,
        account: AccountId(uuid(row, 1)?),
        created: time(row, 2)?,
        seen: time(row, 3)?,
        state: get(row, 4)?,
    }))
}

pub(super) fn put_session(desk: &Desk, session: &Session) -> Result<(), StoreError> {
    let sql = "INSERT INTO session (id_hash, account, created, seen, state) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (id_hash) DO UPDATE SET account = ?2, created = ?3, seen = ?4, state = ?5";
    let mut put = desk.connection.prepare_cached(sql).map_err(said)?;
    put.execute(params![
        session.id_hash,
        session.account.0.as_bytes(),
        session.created.as_microsecond(),
        session.seen.as_microsecond(),
        session.state,
    ])
    .map_err(said)?;
    Ok(())
}

pub(super) fn end_sessions(desk: &Desk, which: &EndSessions) -> Result<(), StoreError> {
    let run = |sql: &str, value: &dyn rusqlite::ToSql| {
        desk.connection.prepare_cached(sql).and_then(|mut end| end.execute([value])).map_err(said)
    };
    match which {
        EndSessions::One(hash) => run("DELETE FROM session WHERE id_hash = ?1", hash)?,
        EndSessions::Of(account) => run("DELETE FROM session WHERE account = ?1", account.0.as_bytes())?,
        EndSessions::NotSeenSince(since) => run("DELETE FROM session WHERE seen < ?1", &since.as_microsecond())?,
    };
    Ok(())
}

pub(super) fn count_failure(desk: &Desk, key: &str, at: Timestamp, since: Timestamp) -> Result<u32, StoreError> {
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| {
        desk.connection.prepare_cached(sql).and_then(|mut run| run.execute(values)).map_err(said)
    };
    run("DELETE FROM sign_in_failure WHERE at < ?1", &[&checks::forgotten(at).as_microsecond()])?;
    run("INSERT INTO sign_in_failure (key, at) VALUES (?1, ?2)", &[&key, &at.as_microsecond()])?;
    failures(&desk.connection, key, since)
}

pub(super) fn failures(connection: &Connection, key: &str, since: Timestamp) -> Result<u32, StoreError> {
    let sql = "SELECT count(*) FROM sign_in_failure WHERE key = ?1 AND at >= ?2";
    let mut count = connection.prepare_cached(sql).map_err(said)?;
    count.query_row(params![key, since.as_microsecond()], |row| row.get(0)).map_err(said)
}

pub(super) fn put_draft(desk: &Desk, account: AccountId, form: &str, body: &str, at: Timestamp) -> Result<(), StoreError> {
    let account = account.0.as_bytes();
    let done = if body.is_empty() {
        let sql = "DELETE FROM draft WHERE account = ?1 AND form = ?2";
        desk.connection.prepare_cached(sql).and_then(|mut take| take.execute(params![account, form]))
    } else {
        let sql = "INSERT INTO draft (account, form, body, at) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (account, form) DO UPDATE SET body = ?3, at = ?4";
        let mut put = desk.connection.prepare_cached(sql).map_err(said)?;
        put.execute(params![account, form, body, at.as_microsecond()])
    };
    done.map(drop).map_err(said)
}

pub(super) fn draft(connection: &Connection, account: AccountId, form: &str) -> Result<Option<String>, StoreError> {
    let mut find = connection.prepare_cached("SELECT body FROM draft WHERE account = ?1 AND form = ?2").map_err(said)?;
    find.query_row(params![account.0.as_bytes(), form], |row| row.get(0)).optional().map_err(said)
}

pub(super) fn drafts_kept(
    connection: &Connection,
    from: Timestamp,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<KeptDraft>, StoreError> {
    let sql = "SELECT account, form, body, at FROM draft WHERE at >= ?1 AND at < ?2 ORDER BY at, account, form LIMIT ?3";
    let mut find = connection.prepare_cached(sql).map_err(said)?;
    let mut found = find.query(params![from.as_microsecond(), until.as_microsecond(), limit]).map_err(said)?;
    let mut drafts = Vec::new();
    while let Some(row) = found.next().map_err(said)? {
        drafts.push(KeptDraft { account: AccountId(uuid(row, 0)?), form: get(row, 1)?, body: get(row, 2)?, at: time(row, 3)? });
    }
    Ok(drafts)
}

pub(super) fn setting(connection: &Connection, key: &str) -> Result<Option<String>, StoreError> {
    let mut find = connection.prepare_cached("SELECT value FROM setting WHERE key = ?1").map_err(said)?;
    find.query_row([key], |row| row.get(0)).optional().map_err(said)
}

pub(super) fn put_setting(desk: &Desk, key: &str, value: &str) -> Result<(), StoreError> {
    let sql = "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2";
    desk.connection.prepare_cached(sql).and_then(|mut put| put.execute([key, value])).map(drop).map_err(said)
}
