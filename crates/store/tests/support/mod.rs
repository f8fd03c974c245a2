//! What the store's tests share: drafts, appends and lines of an invented practice, and a PostgreSQL per test.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use concord_access::{MayList, MayRead, MayWrite, Role};
use concord_chart::{
    AccountId, Author, AuthorKind, ChartId, Draft, Event, EventId, IdempotencyKey, OrganisationId, Sensitivity, Source,
    life_event,
};
use concord_registry::{ReadRow, RowChange, Shelf};
use concord_store::*;
use jiff::Timestamp;
use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU32, Ordering},
};
use uuid::Uuid;

pub fn organisation() -> OrganisationId {
    OrganisationId(Uuid::from_u128(0xC0))
}

pub fn chart(number: u128) -> ChartId {
    ChartId(Uuid::from_u128(number))
}

pub fn account_id(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(0xACC0_0000 + number))
}

/// A moment in the tests' time, in seconds.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_772_000_000 + seconds).unwrap()
}

pub fn may_read(chart: ChartId) -> MayRead {
    MayRead::operator(organisation(), chart, "test")
}

pub fn may_list() -> MayList {
    MayList::operator(organisation())
}

/// A life event whose id and key follow from its words.
pub fn draft(words: &str) -> Draft {
    Draft {
        id: EventId(Uuid::new_v5(&Uuid::NAMESPACE_OID, words.as_bytes())),
        occurred: "2026-02".parse().unwrap(),
        author: Author { kind: AuthorKind::Staff, staff: None, name: "Dr. A".to_owned(), role: "Prescriber".to_owned() },
        on_behalf_of: None,
        sensitivity: Sensitivity::General,
        key: IdempotencyKey(format!("key of {words}")),
        amends: None,
        source: None,
        event: Event::LifeEventNoted(life_event::Noted { words: words.to_owned(), feel: life_event::Feel::Neither }),
    }
}

/// A draft that uses every column.
pub fn full_draft() -> Draft {
    Draft {
        occurred: "2018-03/2018-09".parse().unwrap(),
        on_behalf_of: Some(Author {
            kind: AuthorKind::Proxy,
            staff: None,
            name: "Ana “A.” Núñez\n🙂".to_owned(),
            role: String::new(),
        }),
        sensitivity: Sensitivity::Safe,
        key: IdempotencyKey("a · key · ключ".to_owned()),
        amends: Some(EventId(Uuid::from_u128(77))),
        source: Some(Source { resource: "Observation/1".to_owned(), sha256: "ab".repeat(32) }),
        ..draft("moved \u{0} house, 日本語, \"quoted\"")
    }
}

pub fn append(chart: ChartId, expected: u64, events: Vec<Draft>) -> Append {
    Append {
        may: MayWrite::import(organisation(), chart, "test"),
        expected,
        events,
        recorded_at: at(0),
        rows: Vec::new(),
        kept: Vec::new(),
        outbox: Vec::new(),
    }
}

pub fn row(shelf: Shelf, key: &str, sort: &str) -> ReadRow {
    ReadRow { shelf, key: key.to_owned(), sort: sort.to_owned(), body: format!("{{\"key\":\"{key}\",\"sort\":\"{sort}\"}}") }
}

pub fn put(shelf: Shelf, key: &str, sort: &str) -> RowChange {
    RowChange::Put(row(shelf, key, sort))
}

pub fn kept(resource: &str, json: &str) -> Kept {
    Kept { resource: resource.to_owned(), sha256: hash::sha256_hex(json), json: json.to_owned() }
}

pub fn message(id: &str, seconds: i64) -> OutboxMessage {
    OutboxMessage {
        id: id.to_owned(),
        to: account_id(1),
        kind: "questionnaire_due".to_owned(),
        text: "There is something for you.".to_owned(),
        at: at(seconds),
    }
}

pub fn line(chart: Option<ChartId>, what: &str, seconds: i64) -> AccessLine {
    AccessLine {
        at: at(seconds),
        account: Some(account_id(1)),
        name: "Dr. A".to_owned(),
        role: "Prescriber".to_owned(),
        chart,
        what: what.to_owned(),
        reason: String::new(),
    }
}

pub fn account(number: u128, login: &str, name: &str) -> Account {
    Account {
        id: account_id(number),
        organisation: organisation(),
        login: login.to_owned(),
        name: name.to_owned(),
        role: Role::Prescriber,
        staff: None,
        chart: None,
        places: vec!["riverside".into()],
        password: "$argon2id$".to_owned(),
        open: true,
        settings: "{}".to_owned(),
    }
}

/// Everything a store holds, as text.
pub async fn everything(store: &dyn Store) -> Vec<BackupLine> {
    let mut lines = Vec::new();
    store
        .dump(&mut |line| {
            lines.push(line);
            Ok(())
        })
        .await
        .unwrap();
    lines
}

/// How many lines of each kind.
pub fn counts(lines: &[BackupLine]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for line in lines {
        let name = format!("{line:?}");
        *counts.entry(name.split([' ', '(']).next().unwrap_or_default().to_owned()).or_insert(0) += 1;
    }
    counts
}

/// A practice with something of every kind in it.
pub async fn furnish(store: &dyn Store) {
    store.put_setting("practice", "{\"name\":\"Riverside\"}").await.unwrap();
    store.put_accounts(vec![account(1, "a", "Dr. A"), account(2, "b", "Dr. B")]).await.unwrap();
    for number in 1..=3 {
        let drafts = (0..5).map(|index| draft(&format!("chart {number}, event {index}"))).collect();
        let mut first = append(chart(number), 0, drafts);
        first.rows = vec![put(Shelf::Caseload, "row", &format!("sort {number}")), put(Shelf::Team, "dr-a", "")];
        first.kept = vec![kept("Observation/2", "{ \"a\": 14.50 }"), kept("Observation/10", "{}")];
        first.outbox = vec![message(&format!("message {number}"), 10 - number as i64)];
        store.append(vec![first]).await.unwrap();
        store.append(vec![append(chart(number), 5, vec![full_draft()])]).await.unwrap();
        store.load(&may_read(chart(number)), 0, Some(line(Some(chart(number)), "chart", number as i64))).await.unwrap();
    }
    store.sent(organisation(), "message 2", at(20)).await.unwrap();
    store.put_draft(account_id(1), "note", "half a sentence", at(30)).await.unwrap();
    store.add_author_key(author_key(1)).await.unwrap();
    store.seal(vec![piece(1, "b", "word"), piece(1, "a", "word"), piece(2, "c", "other word")]).await.unwrap();
    store
        .put_sealed_draft(SealedDraft { account: account_id(1), lookup: "word".to_owned(), sealed: vec![0, 1, 255] })
        .await
        .unwrap();
}

pub fn author_key(number: u128) -> AuthorKey {
    AuthorKey {
        account: account_id(number),
        organisation: organisation(),
        public: "ab".repeat(32),
        keys: "{\"by_password\":\"p1$\"}".to_owned(),
    }
}

/// Bytes that are no text.
pub fn piece(number: u128, id: &str, lookup: &str) -> SealedPiece {
    SealedPiece {
        organisation: organisation(),
        account: account_id(number),
        id: id.to_owned(),
        lookup: lookup.to_owned(),
        sealed: vec![0xff, 0x00, 0x27, u8::try_from(number).unwrap()],
    }
}

/// A fresh database on the tests' server.
pub struct Database {
    pub url: String,
    pub name: String,
    admin: String,
}

impl Database {
    /// `None`, said aloud, where no server is named and none is required.
    pub async fn make() -> Option<Self> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let Ok(admin) = std::env::var("CONCORD_TEST_POSTGRES") else {
            let required = ["CI", "CONCORD_PG_REQUIRED"].iter().any(|name| std::env::var_os(name).is_some());
            assert!(!required, "CONCORD_TEST_POSTGRES names no server, and here one is required: scripts/postgres starts one");
            eprintln!("not tested on PostgreSQL: CONCORD_TEST_POSTGRES names no server (scripts/postgres start FOLDER)");
            return None;
        };
        let name = format!("concord_test_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let (server, _) = admin.rsplit_once('/').expect("postgres://user@host/database");
        let database = Self { url: format!("{server}/{name}"), name, admin };
        database.drop_quietly().await;
        run(&database.admin, &format!("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", database.name)).await.unwrap();
        Some(database)
    }

    pub async fn drop(self) {
        self.drop_quietly().await;
    }

    async fn drop_quietly(&self) {
        run(&self.admin, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)).await.unwrap();
    }
}

/// Runs SQL on a server, behind the store's back.
pub async fn run(url: &str, sql: &str) -> Result<(), String> {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    let going = tokio::spawn(connection);
    let done = client.batch_execute(sql).await;
    drop(client);
    let _ = going.await;
    done.map_err(|error| error.as_db_error().map_or_else(|| error.to_string(), |answer| answer.message().to_owned()))
}
