//! The three backends, and the ways of doing them harm.

use super::support::*;
use concord_store::*;
use std::sync::{Arc, Mutex};

/// One backend for one test.
pub struct Backend {
    kind: Kind,
    store: Mutex<Option<Arc<dyn Store>>>,
}

enum Kind {
    Memory(Arc<MemoryStore>),
    Sqlite(tempfile::TempDir),
    Postgres(Database),
}

/// A way of changing what was written, behind the store's back.
#[derive(Clone, Copy, Debug)]
pub enum Harm {
    /// Chart 1, entry 2: one byte of the body.
    Flip,
    /// Chart 1, entry 2: gone.
    Delete,
    /// Chart 1: entries 2 and 3 change places.
    Swap,
    /// Chart 1: the last entry is gone.
    CutTail,
}

impl Backend {
    pub fn memory() -> Self {
        let memory = Arc::new(MemoryStore::new());
        Self { store: Mutex::new(Some(memory.clone())), kind: Kind::Memory(memory) }
    }

    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path().join("concord.db")).unwrap();
        Self { store: Mutex::new(Some(Arc::new(store))), kind: Kind::Sqlite(folder) }
    }

    /// `None`, said aloud, where no server is named and none is required.
    pub async fn postgres() -> Option<Self> {
        let database = Database::make().await?;
        let store = PostgresStore::open(&database.url).await.unwrap();
        Some(Self { store: Mutex::new(Some(Arc::new(store))), kind: Kind::Postgres(database) })
    }

    pub fn store(&self) -> Arc<dyn Store> {
        self.store.lock().unwrap().clone().unwrap()
    }

    /// A second, empty store of the same kind.
    pub async fn another(&self) -> Self {
        match &self.kind {
            Kind::Memory(_) => Self::memory(),
            Kind::Sqlite(_) => Self::sqlite(),
            Kind::Postgres(_) => Self::postgres().await.unwrap(),
        }
    }

    /// True when nothing outlives the process.
    pub fn forgets(&self) -> bool {
        matches!(self.kind, Kind::Memory(_))
    }

    /// Closes the store and opens it again. Nobody else may hold it.
    pub async fn reopen(&self) -> Arc<dyn Store> {
        let opened: Arc<dyn Store> = match &self.kind {
            Kind::Memory(memory) => memory.clone(),
            Kind::Sqlite(folder) => {
                drop(self.store.lock().unwrap().take());
                Arc::new(SqliteStore::open(folder.path().join("concord.db")).unwrap())
            }
            Kind::Postgres(database) => {
                drop(self.store.lock().unwrap().take());
                Arc::new(PostgresStore::open(&database.url).await.unwrap())
            }
        };
        *self.store.lock().unwrap() = Some(opened.clone());
        opened
    }

    pub async fn break_access_log(&self) {
        match &self.kind {
            Kind::Memory(memory) => memory.refuse_access_lines(true),
            Kind::Sqlite(_) | Kind::Postgres(_) => self.run("DROP TABLE access_log").await.unwrap(),
        }
    }

    /// Runs SQL behind the store's back.
    pub async fn run(&self, sql: &str) -> Result<(), String> {
        match &self.kind {
            Kind::Memory(_) => Ok(()),
            Kind::Sqlite(folder) => {
                let connection = rusqlite::Connection::open(folder.path().join("concord.db")).unwrap();
                connection.execute_batch(sql).map_err(|error| error.to_string())
            }
            Kind::Postgres(database) => run(&database.url, sql).await,
        }
    }

    pub async fn harm(&self, harm: Harm) {
        if self.forgets() {
            return;
        }
        let of_chart = format!("chart = {}", self.id(chart(1)));
        let sql = match harm {
            Harm::Flip => format!("UPDATE event SET body = replace(body, 'event 1', 'event !') WHERE {of_chart} AND seq = 2"),
            Harm::Delete => format!("DELETE FROM event WHERE {of_chart} AND seq = 2"),
            Harm::Swap => format!(
                "UPDATE event SET seq = 99 WHERE {of_chart} AND seq = 2; UPDATE event SET seq = 2 WHERE {of_chart} AND seq = 3;
                 UPDATE event SET seq = 3 WHERE {of_chart} AND seq = 99"
            ),
            Harm::CutTail => format!("DELETE FROM event WHERE {of_chart} AND seq = 6"),
        };
        self.disarm().await;
        self.run(&sql).await.unwrap();
    }

    /// Takes the guards away, as somebody with the database in their hands could.
    async fn disarm(&self) {
        match &self.kind {
            Kind::Memory(_) => {}
            Kind::Sqlite(_) => {
                self.run("DROP TRIGGER event_is_never_changed; DROP TRIGGER event_is_never_deleted").await.unwrap();
            }
            Kind::Postgres(_) => self.run("ALTER TABLE event DISABLE TRIGGER ALL").await.unwrap(),
        }
    }

    /// An id as it is written in this backend's SQL.
    fn id(&self, chart: concord_chart::ChartId) -> String {
        match &self.kind {
            Kind::Memory(_) => String::new(),
            Kind::Sqlite(_) => format!("x'{}'", chart.0.simple()),
            Kind::Postgres(_) => format!("'{chart}'"),
        }
    }

    pub async fn close(self) {
        drop(self.store.lock().unwrap().take());
        if let Kind::Postgres(database) = self.kind {
            database.drop().await;
        }
    }
}
