//! Two worlds that differ in nothing but sealed notes. Everybody else gets the same answers, byte for byte.

use super::{Seat, World, leak::write_notes};
use crate::{matrix::filled, practice};
use axum::http::Method;
use concord_web::routes;

/// What is made by chance in both worlds: a fresh session, a first password. Everything else is compared as it came.
const BY_CHANCE: &[(&str, &str)] = &[("POST", "/account/others"), ("POST", "/access/{chart}"), ("POST", "/sign-in")];
/// These end the session, or the account, that the other questions are asked with.
const ENDS: &[&str] = &["/sign-out", "/account/everywhere", "/access/{chart}/close"];

struct Answer {
    asked: String,
    status: u16,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

async fn answers(world: &World, seat: &Seat, method: &Method) -> Vec<Answer> {
    let mut all = Vec::new();
    for chart in world.charts() {
        let chart = seat.who.chart.unwrap_or(chart);
        for route in routes::table().iter().filter(|route| route.method == method) {
            if ENDS.contains(&route.path) || BY_CHANCE.contains(&(route.method.as_str(), route.path)) {
                continue;
            }
            let path = filled(&world.practice, route.path, chart);
            let (status, body, headers) = seat.browser.whole(route.method.clone(), &path).await;
            let headers = headers
                .iter()
                .filter(|(name, _)| *name != "date")
                .map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()))
                .collect();
            let body = without_line_key(if route.path.contains("/sealed") { without_own_chance(&body) } else { body });
            all.push(Answer { asked: format!("{method} {path} as {}", seat.who.name), status: status.as_u16(), headers, body });
        }
    }
    all
}

/// A reader's own pages under the seal hold two things that are theirs and made by chance in each world: the fingerprint of
/// their own key, and the key of their own form. They are taken out by their place; nothing else is.
fn without_own_chance(body: &[u8]) -> Vec<u8> {
    let mut text = String::from_utf8_lossy(body).into_owned();
    for (before, length) in [("name=\"key\" value=\"", 32), ("<dt>Your key</dt><dd><code>", 24)] {
        if let Some(at) = text.find(before) {
            let from = at + before.len();
            text.replace_range(from..from + length, "");
        }
    }
    text.into_bytes()
}

/// A patient's pages carry the key by which what waits on the phone is locked: chance of the own sign-in, and of nothing else.
fn without_line_key(body: Vec<u8>) -> Vec<u8> {
    const BEFORE: &str = "data-line-key=\"";
    let Ok(mut text) = String::from_utf8(body.clone()) else { return body };
    let Some(from) = text.find(BEFORE).map(|at| at + BEFORE.len()) else { return body };
    let Some(length) = text[from..].find('"') else { return body };
    text.replace_range(from..from + length, "");
    text.into_bytes()
}

/// The same days in both worlds: the authors open their sealed pages equally often. In one they also write.
async fn lived(with_notes: bool) -> (World, Vec<Seat>) {
    let world = World::open().await;
    let [osei, lindgren, achebe] = world.authors().await;
    let authors = [osei, lindgren];
    for author in &authors {
        for chart in world.charts() {
            assert_eq!(author.browser.get(&format!("/chart/{chart}/sealed")).await.status, 200);
        }
    }
    if with_notes {
        write_without_looking(&world, &authors).await;
    }
    for author in &authors {
        for chart in world.charts() {
            let page = author.browser.get(&format!("/chart/{chart}/sealed")).await;
            assert_eq!(page.text.contains("Write a later version"), with_notes, "{}", author.who.name);
        }
    }
    // The third clinician of the same team has a key and a page of their own, and wrote nothing in either.
    let mut others = world.others().await;
    others.push(achebe);
    (world, others)
}

/// Notes, drafts and a form that was sent back, without a page being opened for it.
async fn write_without_looking(world: &World, authors: &[Seat]) {
    for (number, author) in authors.iter().enumerate() {
        for chart in world.charts() {
            let address = format!("/chart/{chart}/sealed");
            for turn in 0..3 {
                let key = format!("{number} {turn}");
                let sent = author.browser.post(&address, &[("key", &key), ("sealed_text", "The pull to please.")]).await;
                assert_eq!(sent.status, 303, "{}", sent.text);
            }
            let kept = author.browser.post(&format!("{address}/draft"), &[("sealed_text", "half a thought")]).await;
            assert_eq!(kept.status, 204);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_practices_with_and_without_notes_are_one_to_everybody_else() {
    let (with, others_with) = lived(true).await;
    let (without, others_without) = lived(false).await;
    let mut compared = 0;
    let mut different = Vec::new();
    // First everything is read, then every form is sent empty, then everything is read again.
    for method in [Method::GET, Method::POST, Method::GET] {
        for (one, other) in others_with.iter().zip(&others_without) {
            let (one, other) = (answers(&with, one, &method).await, answers(&without, other, &method).await);
            assert_eq!(one.len(), other.len());
            for (one, other) in one.iter().zip(&other) {
                compared += 1;
                if (one.status, &one.headers, &one.body) != (other.status, &other.headers, &other.body) {
                    different.push(format!("{}: {} and {}", one.asked, one.status, other.status));
                }
            }
        }
    }
    assert!(compared > 1_000, "only {compared} answers were compared");
    assert!(different.is_empty(), "{} of {compared} differ:\n{}", different.len(), different.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_comparison_sees_one_ordinary_note() {
    let (with, others_with) = lived(false).await;
    let (without, others_without) = lived(false).await;
    let author = with.seat(practice::therapist()).await;
    let chart = with.practice.maria;
    let fields = [("key", "k"), ("layout", "free"), ("section_0", "A word."), ("act", "sign"), ("checked", "yes")];
    assert_eq!(author.browser.post(&format!("/chart/{chart}/note"), &fields).await.status, 303);
    let mut different = 0;
    for (one, other) in others_with.iter().zip(&others_without) {
        let (one, other) = (answers(&with, one, &Method::GET).await, answers(&without, other, &Method::GET).await);
        different += one.iter().zip(&other).filter(|(one, other)| one.body != other.body).count();
    }
    assert!(different > 0, "the comparison is blind");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writing_a_note_leaves_no_line_and_no_event() {
    let world = World::open().await;
    let authors = world.authors().await;
    let (maria, noor) = (world.practice.maria, world.practice.noor);
    use concord_store::Store;
    let organisation = world.practice.clinic.organisation();
    let state = async || {
        let lines = world.store.access_lines(organisation, None, 100_000).await.unwrap().len();
        (lines, world.store.head(organisation, maria).await.unwrap(), world.store.head(organisation, noor).await.unwrap())
    };
    let before = state().await;
    write_without_looking(&world, &authors).await;
    assert_eq!(state().await, before);
    write_notes(&world, &authors, 3).await;
    let (lines, maria_head, noor_head) = state().await;
    assert_eq!((maria_head, noor_head), (before.1, before.2));
    assert_eq!(lines, before.0 + 1, "only the page that was opened, under the name that opening the sessions has");
    let line = world.store.access_lines(organisation, None, 1).await.unwrap().remove(0);
    assert_eq!(line.what, "sessions");
}
