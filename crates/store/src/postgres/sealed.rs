//! Sealed notes in PostgreSQL.

use super::{PostgresStore, columns::*, said};
use crate::*;
use deadpool_postgres::GenericClient;
use tokio_postgres::{Row, types::ToSql};

const KEY: &str = "account, organisation, public, keys";
const PIECE: &str = "organisation, account, id, lookup, sealed";

type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

fn key(row: &Row) -> Result<AuthorKey, StoreError> {
    Ok(AuthorKey {
        account: AccountId(get(row, 0)?),
        organisation: OrganisationId(get(row, 1)?),
        public: get(row, 2)?,
        keys: get(row, 3)?,
    })
}

fn piece(row: &Row) -> Result<SealedPiece, StoreError> {
    Ok(SealedPiece {
        organisation: OrganisationId(get(row, 0)?),
        account: AccountId(get(row, 1)?),
        id: get(row, 2)?,
        lookup: get(row, 3)?,
        sealed: get(row, 4)?,
    })
}

async fn all(client: &impl GenericClient, sql: &str, values: Values<'_>) -> Result<Vec<Row>, StoreError> {
    let sql = prepared(client, sql).await?;
    client.query(&sql, values).await.map_err(said)
}

async fn run(client: &impl GenericClient, sql: &str, values: Values<'_>) -> Result<u64, StoreError> {
    let sql = prepared(client, sql).await?;
    client.execute(&sql, values).await.map_err(said)
}

pub(super) async fn add_key(client: &impl GenericClient, key: &AuthorKey) -> Result<bool, StoreError> {
    let sql = format!("INSERT INTO author_key ({KEY}) VALUES ($1, $2, $3, $4) ON CONFLICT (account) DO NOTHING");
    run(client, &sql, &[&key.account.0, &key.organisation.0, &key.public, &key.keys]).await.map(|rows| rows > 0)
}

pub(super) async fn add(client: &impl GenericClient, piece: &SealedPiece) -> Result<(), StoreError> {
    let sql = format!("INSERT INTO sealed ({PIECE}) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account, id) DO NOTHING");
    let values: Values<'_> = &[&piece.organisation.0, &piece.account.0, &piece.id, &piece.lookup, &piece.sealed];
    run(client, &sql, values).await.map(drop)
}

pub(super) async fn put_draft(client: &impl GenericClient, draft: &SealedDraft) -> Result<(), StoreError> {
    if draft.sealed.is_empty() {
        let sql = "DELETE FROM sealed_draft WHERE account = $1 AND lookup = $2";
        return run(client, sql, &[&draft.account.0, &draft.lookup]).await.map(drop);
    }
    let sql = "INSERT INTO sealed_draft (account, lookup, sealed) VALUES ($1, $2, $3)
               ON CONFLICT (account, lookup) DO UPDATE SET sealed = $3";
    run(client, sql, &[&draft.account.0, &draft.lookup, &draft.sealed]).await.map(drop)
}

/// What a logical stream says of sealed notes, in its order.
pub(super) const DUMP_KEYS: &str = "SELECT account, organisation, public, keys FROM author_key ORDER BY account";
pub(super) const DUMP_PIECES: &str = "SELECT organisation, account, id, lookup, sealed FROM sealed ORDER BY account, number";
pub(super) const DUMP_DRAFTS: &str = "SELECT account, lookup, sealed FROM sealed_draft ORDER BY account, lookup";

pub(super) fn key_line(row: &Row) -> Result<BackupLine, StoreError> {
    key(row).map(BackupLine::AuthorKey)
}

pub(super) fn piece_line(row: &Row) -> Result<BackupLine, StoreError> {
    piece(row).map(BackupLine::Sealed)
}

pub(super) fn draft_line(row: &Row) -> Result<BackupLine, StoreError> {
    let draft = SealedDraft { account: AccountId(get(row, 0)?), lookup: get(row, 1)?, sealed: get(row, 2)? };
    Ok(BackupLine::SealedDraft(draft))
}

#[async_trait]
impl SealedStore for PostgresStore {
    async fn author_key(&self, account: AccountId) -> Result<Option<AuthorKey>, StoreError> {
        let sql = format!("SELECT {KEY} FROM author_key WHERE account = $1");
        all(&self.pool.take().await?, &sql, &[&account.0]).await?.first().map(key).transpose()
    }

    async fn author_keys(&self, organisation: OrganisationId) -> Result<Vec<AuthorKey>, StoreError> {
        let sql = format!("SELECT {KEY} FROM author_key WHERE organisation = $1 ORDER BY account");
        all(&self.pool.take().await?, &sql, &[&organisation.0]).await?.iter().map(key).collect()
    }

    async fn add_author_key(&self, key: AuthorKey) -> Result<bool, StoreError> {
        add_key(&self.pool.take().await?, &key).await
    }

    async fn change_author_key(&self, account: AccountId, seen: &str, keys: &str) -> Result<bool, StoreError> {
        let sql = "UPDATE author_key SET keys = $3 WHERE account = $1 AND keys = $2";
        run(&self.pool.take().await?, sql, &[&account.0, &seen, &keys]).await.map(|rows| rows > 0)
    }

    async fn seal(&self, pieces: Vec<SealedPiece>) -> Result<(), StoreError> {
        let mut client = self.pool.take().await?;
        let writing = client.transaction().await.map_err(said)?;
        for piece in &pieces {
            add(&writing, piece).await?;
        }
        writing.commit().await.map_err(said)
    }

    async fn sealed(&self, account: AccountId, lookup: &str) -> Result<Vec<SealedPiece>, StoreError> {
        let sql = format!("SELECT {PIECE} FROM sealed WHERE account = $1 AND lookup = $2 ORDER BY number");
        all(&self.pool.take().await?, &sql, &[&account.0, &lookup]).await?.iter().map(piece).collect()
    }

    async fn sealed_by(&self, account: AccountId) -> Result<Vec<SealedPiece>, StoreError> {
        let sql = format!("SELECT {PIECE} FROM sealed WHERE account = $1 ORDER BY number");
        all(&self.pool.take().await?, &sql, &[&account.0]).await?.iter().map(piece).collect()
    }

    async fn refile_sealed(&self, account: AccountId, id: &str, lookup: &str) -> Result<(), StoreError> {
        let sql = "UPDATE sealed SET lookup = $3 WHERE account = $1 AND id = $2";
        run(&self.pool.take().await?, sql, &[&account.0, &id, &lookup]).await.map(drop)
    }

    async fn put_sealed_draft(&self, draft: SealedDraft) -> Result<(), StoreError> {
        put_draft(&self.pool.take().await?, &draft).await
    }

    async fn sealed_draft(&self, account: AccountId, lookup: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT sealed FROM sealed_draft WHERE account = $1 AND lookup = $2";
        let found = all(&self.pool.take().await?, sql, &[&account.0, &lookup]).await?;
        found.first().map(|row| get(row, 0)).transpose()
    }
}
