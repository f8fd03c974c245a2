//! Sealed notes at the command line: what leaves the practice, what comes in from another system, what lies in PostgreSQL.
#![allow(clippy::unwrap_used)]

use concord::commands::{
    export::{Format, export},
    import::{Became, Unit, take_in},
};
use concord_access::{Purpose, Role};
use concord_actions::{Clinic, NewSealedNote, SealedSide, SeededIds, SetClock, SignedIn, Typed, Visitor, hash_with_salt};
use concord_chart::{
    AccountId, ChartId, Event, IdempotencyKey, StaffId,
    registration::{CareRole, TeamJoined, TeamMember},
};
use concord_store::{Account, MemoryStore, PostgresStore, SqliteStore, Store, backup};
use std::{path::Path, sync::Arc};
use uuid::Uuid;

const ONE_PERSON: &str = include_str!("../../fhir/tests/bundles/one-person.json");
const PASSWORD: &str = "river stone window";
const MARK: &str = "qzvKWjxPmhT7vRbY";

fn clinic(store: Arc<dyn Store>) -> Arc<Clinic> {
    let clock = SetClock::at("2026-11-22T15:00:00Z".parse().unwrap());
    Arc::new(Clinic::new(store, concord_knowledge::shipped(), Arc::new(clock), Arc::new(SeededIds::new(1))))
}

async fn author(clinic: &Clinic, login: &str, name: &str) {
    let id = Uuid::from_u128(11);
    let account = Account {
        id: AccountId(id),
        organisation: clinic.organisation(),
        login: login.to_owned(),
        name: name.to_owned(),
        role: Role::Therapist,
        staff: Some(StaffId(id)),
        chart: None,
        places: Vec::new(),
        password: hash_with_salt(PASSWORD, &[5; 16]).unwrap(),
        open: true,
        settings: "{}".to_owned(),
    };
    clinic.store().put_accounts(vec![account]).await.unwrap();
}

async fn signed_in(clinic: &Clinic, login: &str) -> SignedIn {
    let (cookie, _) = clinic.sign_in(login, PASSWORD, "here").await.unwrap();
    match clinic.visitor(&cookie, false).await.unwrap() {
        Visitor::SignedIn(who) => *who,
        other => panic!("{other:?}"),
    }
}

async fn imported(clinic: &Clinic, folder: &Path, text: &str) -> (usize, concord_fhir::Report) {
    let path = folder.join("one-person.json");
    std::fs::write(&path, text).unwrap();
    let unit = Unit { name: "one-person.json".to_owned(), files: vec![path] };
    match take_in(clinic, &unit, "Harbour Clinic").await.unwrap() {
        Became::TakenIn { entries, report, .. } => (entries, report),
        Became::Refused { sentence, .. } => panic!("{sentence}"),
    }
}

async fn only_chart(clinic: &Clinic) -> ChartId {
    clinic.store().charts(clinic.organisation(), None, 9).await.unwrap()[0].0
}

/// Puts the author on the team, as an import would.
async fn join(clinic: &Clinic, chart: ChartId, name: &str) {
    let member = TeamMember { staff: Some(StaffId(Uuid::from_u128(11))), name: name.to_owned(), role: CareRole::Therapist };
    let draft = concord_chart::Draft {
        id: concord_chart::EventId(Uuid::from_u128(501)),
        occurred: concord_chart::When::Instant(clinic.now()),
        author: concord_chart::Author {
            kind: concord_chart::AuthorKind::Import,
            staff: None,
            name: "test".into(),
            role: String::new(),
        },
        on_behalf_of: None,
        sensitivity: concord_chart::Sensitivity::General,
        key: IdempotencyKey("join".to_owned()),
        amends: None,
        source: None,
        event: Event::TeamJoined(TeamJoined { member }),
    };
    clinic.take_in(vec![concord_actions::TakeIn { chart, drafts: vec![draft], kept: Vec::new() }], "test").await.unwrap();
}

async fn everything(store: &dyn Store) -> String {
    let mut lines = String::new();
    store
        .dump(&mut |line| {
            lines.push_str(&serde_json::to_string(&line).unwrap());
            Ok(())
        })
        .await
        .unwrap();
    lines
}

fn traces() -> [&'static str; 4] {
    ["SEALED-CANARY", "U0VBTEVELUNBTkFSWSB3aGF0IHdhcyBzYWlkIGluIHRoZSByb29t", "PSYTHPN", "7d0e8a52-3a1f-4c77-9a55-0f6d2f1c0071"]
}

/// The name under which the bundle's psychotherapy note was written.
fn author_in_the_bundle() -> String {
    let folder = concord_fhir::read(
        "x",
        ONE_PERSON,
        &concord_fhir::Reading { knowledge: concord_knowledge::shipped(), today: "2026-11-22".parse().unwrap(), system: "x" },
    )
    .unwrap();
    folder.charts[0].notes_for_their_authors()[0].author.clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_psychotherapy_note_without_an_author_here_is_left_out_and_lies_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let clinic = clinic(Arc::new(MemoryStore::new()));
    let (_, report) = imported(&clinic, folder.path(), ONE_PERSON).await;
    let told = report.notes.join(" ");
    assert!(told.contains("was left out") && told.contains("stays with the sender"), "{told}");
    let all = everything(&**clinic.store()).await;
    for trace in traces() {
        assert!(!all.contains(trace), "{trace}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_psychotherapy_note_with_an_author_here_is_sealed_to_them_once_and_goes_out_by_no_door() {
    let folder = tempfile::tempdir().unwrap();
    let clinic = clinic(Arc::new(MemoryStore::new()));
    let name = author_in_the_bundle();
    author(&clinic, "author", &name).await;
    signed_in(&clinic, "author").await;
    let (_, report) = imported(&clinic, folder.path(), ONE_PERSON).await;
    assert!(report.notes.join(" ").contains(&format!("only {name} can open it")), "{:?}", report.notes);
    let before = everything(&**clinic.store()).await;
    assert_eq!(imported(&clinic, folder.path(), ONE_PERSON).await.0, 0);
    assert_eq!(everything(&**clinic.store()).await.len(), before.len(), "twice is once");
    for trace in traces() {
        assert!(!before.contains(trace), "{trace}");
    }
    let chart = only_chart(&clinic).await;
    join(&clinic, chart, &name).await;
    let who = signed_in(&clinic, "author").await;
    let open = clinic.open_chart(&who.subject, chart, Purpose("sessions")).await.unwrap();
    let SealedSide::Open { notes, .. } = clinic.sealed_side(&who, &open, None).await.unwrap() else { panic!("it is shut") };
    assert_eq!(notes.len(), 1);
    assert!(notes[0].note.text.contains("SEALED-CANARY") && !notes[0].own_hand);
    for format in [Format::Fhir, Format::Csv, Format::Pdf] {
        let text = export(&clinic, chart, format).await.unwrap().text;
        for trace in traces() {
            assert!(!text.contains(trace), "{trace} in {format:?}");
        }
    }
}

/// Writes notes on a practice and looks for them in every export, the check for other systems, and everything stored.
async fn written_and_looked_for(clinic: &Arc<Clinic>, folder: &Path) {
    author(clinic, "author", "Ruth Lindgren").await;
    imported(clinic, folder, ONE_PERSON).await;
    let chart = only_chart(clinic).await;
    join(clinic, chart, "Ruth Lindgren").await;
    let before: Vec<String> = exports(clinic, chart).await;
    let who = signed_in(clinic, "author").await;
    for number in 0..10 {
        let typed = Typed { title: format!("{MARK} title {number}"), text: format!("{MARK} text {number}") };
        let note = NewSealedNote { key: number.to_string(), typed: typed.clone(), ..NewSealedNote::default() };
        clinic.seal_note(&who, chart, note).await.unwrap();
        clinic.keep_sealed_draft(&who, chart, Some("s"), typed).await.unwrap();
    }
    assert_eq!(exports(clinic, chart).await, before, "every export is the same to the letter");
    let all = everything(&**clinic.store()).await;
    for dress in [MARK.to_owned(), hex::encode(MARK), MARK.chars().rev().collect()] {
        assert!(!all.contains(&dress));
    }
    let file = folder.join("backup.gz");
    backup::write(&**clinic.store(), &file, clinic.now(), &mut |_| {}).await.unwrap();
    let restored = Arc::new(MemoryStore::new());
    backup::restore(&file, &*restored, &mut |_| {}).await.unwrap();
    let clinic = self::clinic(restored);
    let who = signed_in(&clinic, "author").await;
    let open = clinic.open_chart(&who.subject, chart, Purpose("sessions")).await.unwrap();
    let SealedSide::Open { notes, .. } = clinic.sealed_side(&who, &open, None).await.unwrap() else { panic!("it is shut") };
    assert_eq!(notes.len(), 10, "and after a restore the author reads them all");
}

async fn exports(clinic: &Arc<Clinic>, chart: ChartId) -> Vec<String> {
    let mut all = Vec::new();
    for format in [Format::Fhir, Format::Csv, Format::Pdf] {
        all.push(export(clinic, chart, format).await.unwrap().text);
    }
    all.push(asked_by_another_system(clinic, chart).await);
    all
}

/// What the check of medicines answers about this patient to another record system.
async fn asked_by_another_system(clinic: &Arc<Clinic>, chart: ChartId) -> String {
    use axum::{body::Body, http::Request};
    use http_body_util::BodyExt;
    use tower::ServiceExt;
    let service = concord_cds::service(Arc::clone(clinic), &concord_cds::Settings::default());
    let patient = serde_json::json!({"resourceType": "Patient", "id": chart.to_string()});
    let asked = serde_json::json!({
        "hook": "patient-view", "hookInstance": "7d0e8a52-3a1f-4c77-9a55-000000000001",
        "context": {"userId": "Practitioner/1", "patientId": chart.to_string()}, "prefetch": {"patient": patient},
    });
    let mut text = String::new();
    for (method, path, body) in
        [("GET", "/cds-services", String::new()), ("POST", "/cds-services/concord-medication-patient-view", asked.to_string())]
    {
        let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
        let answer = service.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        text.push_str(&format!("{} ", answer.status()));
        text.push_str(&String::from_utf8_lossy(&answer.into_body().collect().await.unwrap().to_bytes()));
    }
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notes_on_sqlite_are_in_no_export_no_table_and_no_backup_in_clear() {
    let folder = tempfile::tempdir().unwrap();
    let clinic = clinic(Arc::new(SqliteStore::open(folder.path().join("practice.db")).unwrap()));
    written_and_looked_for(&clinic, folder.path()).await;
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(MARK.len()).any(|part| part == MARK.as_bytes()), "{}", path.display());
    }
}

/// `CONCORD_TEST_POSTGRES` names a server on which databases may be made; where it is not set, this says so and passes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notes_on_postgresql_are_in_no_export_no_table_and_no_backup_in_clear() {
    let Ok(admin) = std::env::var("CONCORD_TEST_POSTGRES") else {
        assert!(std::env::var_os("CI").is_none(), "CONCORD_TEST_POSTGRES names no server, and here one is required");
        eprintln!("not tested on PostgreSQL: CONCORD_TEST_POSTGRES names no server");
        return;
    };
    let name = format!("concord_sealed_{}", std::process::id());
    let url = format!("{}/{name}", admin.rsplit_once('/').unwrap().0);
    rows(&admin, &format!("CREATE DATABASE {name}")).await;
    let folder = tempfile::tempdir().unwrap();
    let clinic = clinic(Arc::new(PostgresStore::open(&url).await.unwrap()));
    written_and_looked_for(&clinic, folder.path()).await;
    let tables = rows(&url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'").await;
    assert!(tables.len() > 10, "{tables:?}");
    for table in tables {
        for row in rows(&url, &format!("SELECT t::text FROM {table} t")).await {
            assert!(!row.contains(MARK) && !row.contains(&hex::encode(MARK)), "{table}");
        }
    }
    drop(clinic);
    rows(&admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

async fn rows(url: &str, sql: &str) -> Vec<String> {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    let going = tokio::spawn(connection);
    let messages = client.simple_query(sql).await.unwrap();
    drop(client);
    let _ = going.await;
    let text = |message: tokio_postgres::SimpleQueryMessage| match message {
        tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    };
    messages.into_iter().filter_map(text).collect()
}
