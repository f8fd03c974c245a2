//! The panel, the word list on the page, and the key in the session, as a browser meets them.

use super::World;
use crate::{browser::Browser, practice};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_says_who_can_open_what_and_is_kept_by_no_browser() {
    let world = World::open().await;
    let therapist = world.seat(practice::therapist()).await;
    let page = therapist.browser.get(&format!("/chart/{}/sealed", world.practice.maria)).await;
    assert_eq!(page.status, 200);
    for words in ["only you can open it", "does not open this note", "shown to nobody but you", "never included", "None yet."] {
        assert!(page.text.contains(words), "{words}");
    }
    assert!(page.headers["cache-control"].to_str().unwrap().contains("no-store"));
    assert!(!page.text.contains("data-draft"), "the tab keeps no draft of it");
    assert!(page.text.contains("data-sealed=\"/chart/"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_belongs_on_the_shared_side_is_pointed_out_shown_and_left_with_a_reason() {
    let world = World::open().await;
    let therapist = world.seat(practice::therapist()).await;
    let address = format!("/chart/{}/sealed", world.practice.maria);
    let text = "Says the 75 mg “took the edge off crying”.";
    let asked = therapist.browser.post(&address, &[("key", "a"), ("sealed_text", text)]).await;
    assert_eq!(asked.status, 422);
    assert!(asked.text.contains("This belongs on the shared side") && asked.text.contains("names a dose (“75 mg”)"));
    assert!(asked.text.contains("took the edge off crying"), "nothing typed is lost");
    let shown = therapist.browser.post(&address, &[("key", "a"), ("sealed_text", text), ("act", "sealed_words")]).await;
    assert!(shown.text.contains("<mark>75 mg</mark>"));
    let fields = [("key", "a"), ("sealed_text", text), ("act", "seal"), ("sealed_reason", "her own words")];
    assert_eq!(therapist.browser.post(&address, &fields).await.status, 303);
    let page = therapist.browser.get(&format!("{address}?done=sealed&journal=yes")).await;
    assert!(page.text.contains("Left here: 75 mg. her own words") && page.text.contains("What you did here"));
    let empty = therapist.browser.post(&address, &[("key", "b"), ("sealed_text", "  ")]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.text.contains("nothing written yet"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_key_the_page_is_shut_and_says_how_it_opens() {
    let world = World::open().await;
    let therapist = world.seat(practice::therapist()).await;
    let address = format!("/chart/{}/sealed", world.practice.maria);
    therapist.browser.post(&address, &[("key", "a"), ("sealed_text", "The pull to please.")]).await;
    // A session made by somebody who writes to the database: it is taken for hers, and opens nothing.
    let forged = Browser::forged(&world.practice, &*world.store, &practice::therapist()).await;
    let page = forged.get(&address).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("They open with your password") && !page.text.contains("The pull to please"));
    let sent = forged.post(&address, &[("key", "b"), ("sealed_text", "Planted.")]).await;
    assert_eq!(sent.status, 422);
    assert!(sent.text.contains("Planted."), "the words stay on the page");
    assert!(therapist.browser.get(&address).await.text.contains("The pull to please"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_administrator_sees_keys_and_the_author_sees_the_custodian() {
    let world = World::open().await;
    let admin = world.seat(practice::administrator()).await;
    let before = admin.browser.get("/admin/sealed").await.text;
    assert!(before.contains("None yet.") && before.contains("none yet: made at the next sign-in"));
    let custodian = concord_sealed::SecretKey::make().unwrap();
    world.practice.clinic.name_custodian(&custodian.public(), false).await.unwrap();
    let therapist = world.seat(practice::therapist()).await;
    assert!(admin.browser.get("/admin/sealed").await.text.contains(&custodian.public().fingerprint()));
    assert!(therapist.browser.get("/sealed-key").await.text.contains(&custodian.public().fingerprint()));
    let code = world.practice.clinic.recover_author(&custodian, "ruth.lindgren", "a test").await.unwrap();
    let mut again = Browser::stranger(&world.practice);
    let signed_in = again.sign_in("ruth.lindgren", super::PASSWORD).await;
    assert_eq!(signed_in.to(), "/sealed-key", "what the custodian did is the first thing that she sees");
    let page = again.get("/sealed-key").await;
    assert!(page.text.contains("one-time code for you") && page.text.contains("a test"));
    let wrong = [("act", "code"), ("code", "AAAAA"), ("password", super::PASSWORD)];
    assert_eq!(again.post("/sealed-key", &wrong).await.status, 422);
    let right = [("act", "code"), ("code", code.as_str()), ("password", super::PASSWORD)];
    assert_eq!(again.post("/sealed-key", &right).await.to(), "/sealed-key?done=opened");
    assert_eq!(again.post("/sealed-key", &[("act", "seen")]).await.to(), "/sealed-key");
    assert!(!again.get("/sealed-key").await.text.contains(">new<"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_begun_about_one_note_never_becomes_the_version_of_another() {
    let world = World::open().await;
    let therapist = world.seat(practice::therapist()).await.browser;
    let address = format!("/chart/{}/sealed", world.practice.maria);
    let seal = [("key", "first"), ("sealed_text", "The first note"), ("act", "seal")];
    assert_eq!(therapist.post(&address, &seal).await.status, 303);
    let begun = [("key", "second"), ("sealed_text", "Something quite different"), ("act", "keep")];
    assert_eq!(therapist.post(&address, &begun).await.status, 303);
    let list = therapist.get(&address).await.text;
    let first = list.split("revise=").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let version = format!("{address}?revise={first}");
    let typed = |text: &str| {
        text.split("id=\"sealed_text\"").nth(1).and_then(|rest| rest.split("</textarea>").next()).unwrap_or_default().to_owned()
    };
    let page = therapist.get(&version).await.text;
    assert!(typed(&page).contains("The first note") && !typed(&page).contains("quite different"), "{}", typed(&page));
    let later = [("key", "third"), ("sealed_text", "The first note, later"), ("sealed_supersedes", &first), ("act", "keep")];
    assert!(therapist.post(&address, &later).await.to().ends_with(&format!("revise={first}")));
    assert!(typed(&therapist.get(&version).await.text).contains("The first note, later"));
    assert!(typed(&therapist.get(&address).await.text).contains("quite different"), "each draft stays its own");
    let sealed = [("key", "third"), ("sealed_text", "The first note, later"), ("sealed_supersedes", &first), ("act", "seal")];
    assert_eq!(therapist.post(&address, &sealed).await.status, 303);
    assert!(typed(&therapist.get(&address).await.text).contains("quite different"), "sealing the one leaves the other");
}
