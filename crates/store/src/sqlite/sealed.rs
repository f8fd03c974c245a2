//! Sealed notes in SQLite.

use super::{SqliteStore, columns::*, said, writer::Desk};
use crate::*;
use rusqlite::{Connection, OptionalExtension, Row, params};

const KEY: &str = "account, organisation, public, keys";
const PIECE: &str = "organisation, account, id, lookup, sealed";

fn key(row: &Row<'_>) -> Result<AuthorKey, StoreError> {
    Ok(AuthorKey {
        account: AccountId(uuid(row, 0)?),
        organisation: OrganisationId(uuid(row, 1)?),
        public: get(row, 2)?,
        keys: get(row, 3)?,
    })
}

fn piece(row: &Row<'_>) -> Result<SealedPiece, StoreError> {
    Ok(SealedPiece {
        organisation: OrganisationId(uuid(row, 0)?),
        account: AccountId(uuid(row, 1)?),
        id: get(row, 2)?,
        lookup: get(row, 3)?,
        sealed: get(row, 4)?,
    })
}

fn all<T>(
    connection: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
    read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut find = connection.prepare_cached(sql).map_err(said)?;
    let mut found = find.query(values).map_err(said)?;
    let mut rows = Vec::new();
    while let Some(row) = found.next().map_err(said)? {
        rows.push(read(row)?);
    }
    Ok(rows)
}

fn run(desk: &Desk, sql: &str, values: impl rusqlite::Params) -> Result<usize, StoreError> {
    desk.connection.prepare_cached(sql).and_then(|mut run| run.execute(values)).map_err(said)
}

pub(super) fn add_key(desk: &Desk, key: &AuthorKey) -> Result<bool, StoreError> {
    let sql = format!("INSERT INTO author_key ({KEY}) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (account) DO NOTHING");
    let values = params![key.account.0.as_bytes(), key.organisation.0.as_bytes(), key.public, key.keys];
    run(desk, &sql, values).map(|rows| rows > 0)
}

pub(super) fn add(desk: &Desk, piece: &SealedPiece) -> Result<(), StoreError> {
    let sql = format!("INSERT INTO sealed ({PIECE}) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (account, id) DO NOTHING");
    let (organisation, account) = (piece.organisation.0.as_bytes(), piece.account.0.as_bytes());
    run(desk, &sql, params![organisation, account, piece.id, piece.lookup, piece.sealed]).map(drop)
}

pub(super) fn put_draft(desk: &Desk, draft: &SealedDraft) -> Result<(), StoreError> {
    let account = draft.account.0.as_bytes();
    if draft.sealed.is_empty() {
        return run(desk, "DELETE FROM sealed_draft WHERE account = ?1 AND lookup = ?2", params![account, draft.lookup])
            .map(drop);
    }
    let sql = "INSERT INTO sealed_draft (account, lookup, sealed) VALUES (?1, ?2, ?3)
               ON CONFLICT (account, lookup) DO UPDATE SET sealed = ?3";
    run(desk, sql, params![account, draft.lookup, draft.sealed]).map(drop)
}

/// What a logical stream says of sealed notes, in its order.
pub(super) const DUMP_KEYS: &str = "SELECT account, organisation, public, keys FROM author_key ORDER BY account";
pub(super) const DUMP_PIECES: &str = "SELECT organisation, account, id, lookup, sealed FROM sealed ORDER BY account, number";
pub(super) const DUMP_DRAFTS: &str = "SELECT account, lookup, sealed FROM sealed_draft ORDER BY account, lookup";

pub(super) fn key_line(row: &Row<'_>) -> Result<BackupLine, StoreError> {
    key(row).map(BackupLine::AuthorKey)
}

pub(super) fn piece_line(row: &Row<'_>) -> Result<BackupLine, StoreError> {
    piece(row).map(BackupLine::Sealed)
}

pub(super) fn draft_line(row: &Row<'_>) -> Result<BackupLine, StoreError> {
    let draft = SealedDraft { account: AccountId(uuid(row, 0)?), lookup: get(row, 1)?, sealed: get(row, 2)? };
    Ok(BackupLine::SealedDraft(draft))
}

#[async_trait]
impl SealedStore for SqliteStore {
    async fn author_key(&self, account: AccountId) -> Result<Option<AuthorKey>, StoreError> {
        let sql = format!("SELECT {KEY} FROM author_key WHERE account = ?1");
        let found = self.readers.read(move |connection| all(connection, &sql, [account.0.as_bytes()], key)).await?;
        Ok(found.into_iter().next())
    }

    async fn author_keys(&self, organisation: OrganisationId) -> Result<Vec<AuthorKey>, StoreError> {
        let sql = format!("SELECT {KEY} FROM author_key WHERE organisation = ?1 ORDER BY account");
        self.readers.read(move |connection| all(connection, &sql, [organisation.0.as_bytes()], key)).await
    }

    async fn add_author_key(&self, key: AuthorKey) -> Result<bool, StoreError> {
        self.write(move |desk| add_key(desk, &key)).await
    }

    async fn change_author_key(&self, account: AccountId, seen: &str, keys: &str) -> Result<bool, StoreError> {
        let (seen, keys) = (seen.to_owned(), keys.to_owned());
        let sql = "UPDATE author_key SET keys = ?3 WHERE account = ?1 AND keys = ?2";
        self.write(move |desk| run(desk, sql, params![account.0.as_bytes(), seen, keys]).map(|rows| rows > 0)).await
    }

    async fn seal(&self, pieces: Vec<SealedPiece>) -> Result<(), StoreError> {
        self.write(move |desk| pieces.iter().try_for_each(|piece| add(desk, piece))).await
    }

    async fn sealed(&self, account: AccountId, lookup: &str) -> Result<Vec<SealedPiece>, StoreError> {
        let lookup = lookup.to_owned();
        let sql = format!("SELECT {PIECE} FROM sealed WHERE account = ?1 AND lookup = ?2 ORDER BY number");
        self.readers.read(move |connection| all(connection, &sql, params![account.0.as_bytes(), lookup], piece)).await
    }

    async fn sealed_by(&self, account: AccountId) -> Result<Vec<SealedPiece>, StoreError> {
        let sql = format!("SELECT {PIECE} FROM sealed WHERE account = ?1 ORDER BY number");
        self.readers.read(move |connection| all(connection, &sql, [account.0.as_bytes()], piece)).await
    }

    async fn refile_sealed(&self, account: AccountId, id: &str, lookup: &str) -> Result<(), StoreError> {
        let (id, lookup) = (id.to_owned(), lookup.to_owned());
        let sql = "UPDATE sealed SET lookup = ?3 WHERE account = ?1 AND id = ?2";
        self.write(move |desk| run(desk, sql, params![account.0.as_bytes(), id, lookup]).map(drop)).await
    }

    async fn put_sealed_draft(&self, draft: SealedDraft) -> Result<(), StoreError> {
        self.write(move |desk| put_draft(desk, &draft)).await
    }

    async fn sealed_draft(&self, account: AccountId, lookup: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let lookup = lookup.to_owned();
        let sql = "SELECT sealed FROM sealed_draft WHERE account = ?1 AND lookup = ?2";
        self.readers
            .read(move |connection| {
                let mut find = connection.prepare_cached(sql).map_err(said)?;
                find.query_row(params![account.0.as_bytes(), lookup], |row| row.get(0)).optional().map_err(said)
            })
            .await
    }
}
