//! Fifty notes with a sentence in every field, looked for as every other person on every route, on the disk, in the backup
//! and in the logs.

use super::{
    Seat, World,
    needles::{MARK, found, sentence},
};
use crate::{matrix::filled, practice};
use concord_chart::ChartId;
use concord_store::backup;
use concord_web::routes;
use std::{
    io::Write,
    sync::{Arc, Mutex},
};

/// Writes `count` notes through the pages, on both records, with and without a session, a reason, a later version, a draft.
pub async fn write_notes(world: &World, authors: &[Seat], count: usize) {
    for number in 0..count {
        let author = &authors[number % authors.len()].browser;
        let chart = world.charts()[number / 2 % 2];
        let address = format!("/chart/{chart}/sealed");
        let session = if number % 4 == 1 { practice::PLANNED_SESSION.to_string() } else { String::new() };
        let (title, text, reason) = (sentence(number, "title"), sentence(number, "text"), sentence(number, "reason"));
        // A dose in it, so that a reason is asked for and sealed.
        let text = format!("{text} Says the 75 mg took the edge off.");
        let key = format!("note {number}");
        let fields = [
            ("key", key.as_str()),
            ("act", "seal"),
            ("sealed_title", title.as_str()),
            ("sealed_text", text.as_str()),
            ("sealed_reason", reason.as_str()),
            ("sealed_session", session.as_str()),
        ];
        let sent = author.post(&address, &fields).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        if number % 5 == 2 {
            let page = author.get(&address).await;
            let id = page.text.split("?revise=").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
            let later = sentence(number, "later version");
            let fields = [("key", "later"), ("sealed_text", &later), ("sealed_supersedes", &id)];
            let key = format!("later {number}");
            let fields = [("key", key.as_str()), fields[1], fields[2]];
            assert_eq!(author.post(&address, &fields).await.status, 303);
        }
        if number % 7 == 3 {
            let draft = sentence(number, "draft");
            let kept = author.post(&format!("{address}/draft"), &[("sealed_title", &draft), ("sealed_text", &draft)]).await;
            assert_eq!(kept.status, 204, "{}", kept.text);
        }
    }
}

/// Asks every route as this person and tells which answers were looked at and which held the mark.
async fn look(world: &World, seat: &Seat, chart: ChartId) -> (usize, Vec<String>) {
    let (mut answered, mut leaks) = (0, Vec::new());
    for route in routes::table() {
        if matches!(route.path, "/sign-out" | "/account/everywhere" | "/account/others" | "/access/{chart}/close") {
            continue;
        }
        let path = filled(&world.practice, route.path, chart);
        let whole = seat.browser.whole(route.method.clone(), &path).await;
        answered += usize::from(whole.0.is_success());
        if let Some(dress) = found(&whole.1) {
            leaks.push(format!("{} {path} as {}: {dress}", route.method, seat.who.name));
        }
    }
    (answered, leaks)
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_notes_are_found_by_nobody_nowhere_in_no_dress() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).init();

    let world = World::open().await;
    let [osei, lindgren, achebe] = world.authors().await;
    let authors = [osei, lindgren];
    write_notes(&world, &authors, 50).await;

    // The harness sees: the authors find their own words, and an ordinary note is found by the team, in the log of the
    // database and in the backup.
    for author in &authors {
        for chart in world.charts() {
            let own = author.browser.get(&format!("/chart/{chart}/sealed?journal=yes")).await;
            assert!(found(own.text.as_bytes()).is_some(), "{} does not find her own words", author.who.name);
        }
    }

    let mut answered = 0;
    let mut leaks = Vec::new();
    // The third clinician of the same team has a key and a page of their own, and wrote nothing.
    let mut others = world.others().await;
    others.push(achebe);
    for seat in &others {
        for chart in world.charts() {
            let chart = seat.who.chart.unwrap_or(chart);
            let (more, found) = look(&world, seat, chart).await;
            answered += more;
            leaks.extend(found);
        }
    }
    assert!(answered > 150, "only {answered} answers were looked at");

    let file = world.path("backup.gz");
    backup::write(&*world.store, &file, world.practice.clinic.now(), &mut |_| {}).await.unwrap();
    let files = world.files();
    assert!(files.iter().any(|(path, _)| path.ends_with("concord.db-wal")), "the write-ahead log is looked at as well");
    for (path, bytes) in &files {
        leaks.extend(found(bytes).map(|dress| format!("{}: {dress}", path.display())));
    }
    let logged = log.0.lock().unwrap().clone();
    assert!(logged.len() > 10_000, "the log was listened to: {} bytes", logged.len());
    leaks.extend(found(&logged).map(|dress| format!("the log: {dress}")));
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ordinary_note_is_found_by_the_same_harness() {
    let world = World::open().await;
    let therapist = world.seat(practice::therapist()).await;
    let chart = world.practice.maria;
    let note = sentence(0, "an ordinary note");
    let fields = [("key", "ordinary"), ("layout", "free"), ("section_0", note.as_str()), ("act", "sign"), ("checked", "yes")];
    let signed = therapist.browser.post(&format!("/chart/{chart}/note"), &fields).await;
    assert_eq!(signed.status, 303, "{}", signed.text);
    let colleague = world.seat(practice::prescriber()).await;
    let (_, seen) = look(&world, &colleague, chart).await;
    assert!(seen.len() >= 2, "the harness looks past it: {seen:?}");
    let file = world.path("backup.gz");
    backup::write(&*world.store, &file, world.practice.clinic.now(), &mut |_| {}).await.unwrap();
    let places: Vec<String> =
        world.files().iter().filter(|(_, bytes)| found(bytes).is_some()).map(|(path, _)| path.display().to_string()).collect();
    assert!(places.iter().any(|path| path.ends_with("backup.gz")), "{places:?}");
    assert!(places.iter().any(|path| path.contains("concord.db")), "{places:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_sent_after_a_sign_out_for_waiting_are_sealed_and_come_back() {
    let world = World::open().await;
    let therapist = world.seat(practice::therapist()).await;
    let address = format!("/chart/{}/sealed", world.practice.maria);
    therapist.browser.age_session(&*world.store, 16).await;
    let text = sentence(1, "too late");
    let late = therapist.browser.post(&address, &[("key", "late"), ("sealed_text", &text)]).await;
    assert_eq!(late.to(), format!("/sign-in?reason=kept&to={address}"));
    let files = world.files();
    assert!(files.iter().all(|(_, bytes)| found(bytes).is_none()), "it lies sealed");
    let again = world.seat(practice::therapist()).await;
    assert!(again.browser.get(&address).await.text.contains(MARK), "and stands in the form again");
    // A form with two sides keeps the ordinary one for later, without a word of the sealed one.
    again.browser.age_session(&*world.store, 16).await;
    let both = [("key", "k"), ("layout", "free"), ("section_0", "ordinary words"), ("sealed_text", &text)];
    let late = again.browser.post(&format!("/chart/{}/note", world.practice.maria), &both).await;
    assert!(late.to().ends_with("/kept"), "{}", late.to());
    assert!(world.files().iter().all(|(_, bytes)| found(bytes).is_none()));
    let kept = world.seat(practice::therapist()).await.browser.get("/kept").await;
    assert!(kept.text.contains("ordinary words") && !kept.text.contains(MARK));
}
