//! Random lives of a store: whatever is done, a database answers as the reference in memory does, and holds the same.

use super::{backends::Backend, support::*};
use concord_chart::ChartId;
use concord_registry::{RowChange, Shelf};
use concord_store::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// Something that is done to both stores.
#[derive(Clone, Debug)]
enum Step {
    Append(Vec<Part>),
    Repair { chart: u128, rows: Vec<(u8, u8, Option<u8>)> },
    Look { chart: u128, seconds: i64 },
    Account { number: u128, login: u8 },
    Session { hash: u8, account: u128, seen: i64 },
    EndSessions(u8),
    Failure { key: u8, seconds: i64 },
    Draft { account: u128, form: u8, body: u8 },
    Setting { key: u8, value: u8 },
    Sent { message: u8, seconds: i64 },
    News { shelf: u8 },
    Rows { shelf: u8, from: u8, to: u8, limit: u32 },
}

/// One append of a batch. `off` is how far the writer is from the true position.
#[derive(Clone, Debug)]
struct Part {
    chart: u128,
    off: i64,
    keys: Vec<u8>,
    rows: Vec<(u8, u8, Option<u8>)>,
    kept: Option<(u8, u8)>,
    message: Option<u8>,
}

fn row_changes() -> impl Strategy<Value = Vec<(u8, u8, Option<u8>)>> {
    prop::collection::vec((0..3_u8, 0..4_u8, prop::option::weighted(0.7, 0..6_u8)), 0..4)
}

fn part() -> impl Strategy<Value = Part> {
    let off = prop_oneof![8 => Just(0), 1 => Just(-1), 1 => Just(1)];
    let keys = prop::collection::vec(0..60_u8, 0..4);
    (1..4_u128, off, keys, row_changes(), prop::option::of((0..3_u8, 0..2_u8)), prop::option::of(0..5_u8))
        .prop_map(|(chart, off, keys, rows, kept, message)| Part { chart, off, keys, rows, kept, message })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => prop::collection::vec(part(), 1..3).prop_map(Step::Append),
        2 => (1..4_u128, row_changes()).prop_map(|(chart, rows)| Step::Repair { chart, rows }),
        2 => (1..4_u128, 0..20_i64).prop_map(|(chart, seconds)| Step::Look { chart, seconds }),
        1 => (1..4_u128, 0..4_u8).prop_map(|(number, login)| Step::Account { number, login }),
        1 => (0..3_u8, 1..4_u128, 0..20_i64).prop_map(|(hash, account, seen)| Step::Session { hash, account, seen }),
        1 => (0..9_u8).prop_map(Step::EndSessions),
        1 => (0..2_u8, 0..20_i64).prop_map(|(key, seconds)| Step::Failure { key, seconds }),
        1 => (1..3_u128, 0..2_u8, 0..3_u8).prop_map(|(account, form, body)| Step::Draft { account, form, body }),
        1 => (0..3_u8, 0..3_u8).prop_map(|(key, value)| Step::Setting { key, value }),
        1 => (0..5_u8, 0..20_i64).prop_map(|(message, seconds)| Step::Sent { message, seconds }),
        2 => (0..3_u8).prop_map(|shelf| Step::News { shelf }),
        1 => (0..3_u8, 0..7_u8, 0..7_u8, 0..5_u32).prop_map(|(shelf, from, to, limit)| Step::Rows { shelf, from, to, limit }),
    ]
}

fn changes(rows: &[(u8, u8, Option<u8>)]) -> Vec<RowChange> {
    let change = |(shelf, key, sort): &(u8, u8, Option<u8>)| {
        let (shelf, key) = (Shelf::ALL[*shelf as usize], format!("k{key}"));
        match sort {
            Some(sort) => put(shelf, &key, &format!("s{sort}")),
            None => RowChange::Remove(shelf, key),
        }
    };
    rows.iter().map(change).collect()
}

/// Rows of a shelf by chart and key.
type Heard = BTreeMap<(ChartId, String), StoredRow>;

/// One store, and what a listener knows who only ever heard its news.
struct Life {
    store: std::sync::Arc<dyn Store>,
    heard: HashMap<u8, (String, Heard)>,
}

impl Life {
    fn new(backend: &Backend) -> Self {
        Self { store: backend.store(), heard: HashMap::new() }
    }

    /// Takes the news of a shelf in. A row may be told twice, so what is compared is what the listener then knows.
    async fn hear(&mut self, shelf: u8) -> String {
        let (token, known) = self.heard.entry(shelf).or_default();
        let token_before = Some(token.as_str()).filter(|token| !token.is_empty());
        let news = self.store.changed_rows(organisation(), Shelf::ALL[shelf as usize], token_before).await.unwrap();
        known.extend(news.put.into_iter().map(|row| ((row.chart, row.row.key.clone()), row)));
        news.removed.iter().for_each(|at| drop(known.remove(at)));
        *token = news.token;
        format!("{known:?}")
    }

    /// Does a step and says everything that can be seen of it.
    async fn live(&mut self, step: &Step) -> String {
        let store = &self.store;
        match step {
            Step::Append(parts) => {
                let mut batch = Vec::new();
                for part in parts {
                    let head = store.head(organisation(), chart(part.chart)).await.unwrap();
                    let drafts = part.keys.iter().map(|key| draft(&format!("{key}"))).collect();
                    batch.push(Append {
                        rows: changes(&part.rows),
                        kept: part
                            .kept
                            .map(|(name, text)| kept(&format!("Patient/{name}"), &format!("{{\"v\":{text}}}")))
                            .into_iter()
                            .collect(),
                        outbox: part.message.map(|id| message(&format!("m{id}"), i64::from(id % 3))).into_iter().collect(),
                        ..append(chart(part.chart), head.saturating_add_signed(part.off), drafts)
                    });
                }
                told(store.append(batch).await)
            }
            Step::Repair { chart: number, rows } => told(store.repair_rows(organisation(), chart(*number), changes(rows)).await),
            Step::Look { chart: number, seconds } => {
                let line = line(Some(chart(*number)), "chart", *seconds);
                let log = store.load(&may_read(chart(*number)), 1, Some(line)).await;
                told(log) + &told(store.access_lines(organisation(), Some(chart(*number)), 3).await)
            }
            Step::Account { number, login } => {
                told(store.put_accounts(vec![account(*number, &format!("Login{login}"), "Name")]).await)
                    + &told(store.account_by_login(&format!("login{login}")).await)
            }
            Step::Session { hash, account, seen } => {
                let session = Session {
                    id_hash: format!("h{hash}"),
                    account: account_id(*account),
                    created: at(0),
                    seen: at(*seen),
                    state: "{}".to_owned(),
                };
                told(store.put_session(session).await)
            }
            Step::EndSessions(which) => {
                let which = match which % 3 {
                    0 => EndSessions::One(format!("h{}", which / 3)),
                    1 => EndSessions::Of(account_id(u128::from(which / 3) + 1)),
                    _ => EndSessions::NotSeenSince(at(i64::from(*which))),
                };
                told(store.end_sessions(which).await) + &told(store.session("h0").await) + &told(store.session("h1").await)
            }
            Step::Failure { key, seconds } => told(store.count_failure(&format!("k{key}"), at(*seconds), at(seconds - 5)).await),
            Step::Draft { account, form, body } => {
                let text = "x".repeat(usize::from(*body));
                let form = format!("f{form}");
                told(store.put_draft(account_id(*account), &form, &text, at(1)).await)
                    + &told(store.draft(account_id(*account), &form).await)
            }
            Step::Setting { key, value } => told(store.put_setting(&format!("k{key}"), &format!("v{value}")).await),
            Step::Sent { message, seconds } => {
                told(store.sent(organisation(), &format!("m{message}"), at(*seconds)).await)
                    + &told(store.outbox(organisation(), 3).await)
            }
            Step::News { shelf } => self.hear(*shelf).await,
            Step::Rows { shelf, from, to, limit } => {
                let shelf = Shelf::ALL[*shelf as usize];
                told(store.rows(&may_list(), shelf, &format!("s{from}"), &format!("s{to}"), *limit).await)
            }
        }
    }
}

fn told<T: std::fmt::Debug>(result: Result<T, StoreError>) -> String {
    match result {
        Ok(value) => format!("{value:?}"),
        Err(error) => format!("refused: {error}"),
    }
}

/// Lives the same life twice and compares after each step and at the end.
async fn lives_alike(database: &Backend, steps: &[Step]) {
    let reference = Backend::memory();
    let (mut one, mut other) = (Life::new(&reference), Life::new(database));
    for (number, step) in steps.iter().enumerate() {
        let (wanted, found) = (one.live(step).await, other.live(step).await);
        assert_eq!(found, wanted, "step {number}: {step:?}");
    }
    assert_eq!(everything(&*other.store).await, everything(&*one.store).await);
    let report = verify::verify(&*other.store, organisation(), None, &mut |_| {}).await.unwrap();
    assert_eq!(report.damage, []);
}

/// How many lives: `CONCORD_MACHINE_CASES`, or a short form.
fn lives() -> ProptestConfig {
    let cases = std::env::var("CONCORD_MACHINE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(24);
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() }
}

fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test);
}

proptest! {
    #![proptest_config(lives())]

    #[test]
    fn sqlite_lives_as_the_reference_does(steps in prop::collection::vec(step(), 1..80)) {
        run(async { lives_alike(&Backend::sqlite(), &steps).await });
    }

    #[test]
    fn postgres_lives_as_the_reference_does(steps in prop::collection::vec(step(), 1..80)) {
        run(async {
            let Some(database) = Backend::postgres().await else { return };
            lives_alike(&database, &steps).await;
            database.close().await;
        });
    }
}
