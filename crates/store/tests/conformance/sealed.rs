//! Sealed notes: kept in order, found by their author's word, changed by nobody.

use super::{backends::Backend, support::*};
use concord_store::*;

fn ids(pieces: &[SealedPiece]) -> Vec<&str> {
    pieces.iter().map(|piece| piece.id.as_str()).collect()
}

pub async fn an_author_has_one_public_key_for_ever(backend: &Backend) {
    let store = backend.store();
    assert_eq!(store.author_key(account_id(1)).await.unwrap(), None);
    assert!(store.add_author_key(author_key(1)).await.unwrap());
    let second = AuthorKey { public: "cd".repeat(32), ..author_key(1) };
    assert!(!store.add_author_key(second).await.unwrap(), "two sign-ins at once make one key");
    store.add_author_key(author_key(2)).await.unwrap();
    assert_eq!(store.author_key(account_id(1)).await.unwrap(), Some(author_key(1)));
    assert_eq!(store.author_keys(organisation()).await.unwrap(), [author_key(1), author_key(2)]);
    assert_eq!(store.author_keys(concord_chart::OrganisationId(uuid::Uuid::nil())).await.unwrap(), []);
}

pub async fn wrappings_are_changed_only_by_whoever_saw_the_latest(backend: &Backend) {
    let store = backend.store();
    store.add_author_key(author_key(1)).await.unwrap();
    let seen = author_key(1).keys;
    assert!(store.change_author_key(account_id(1), &seen, "{\"two\":2}").await.unwrap());
    assert!(!store.change_author_key(account_id(1), &seen, "{\"three\":3}").await.unwrap());
    assert!(!store.change_author_key(account_id(9), &seen, "{}").await.unwrap());
    let kept = store.author_key(account_id(1)).await.unwrap().unwrap();
    assert_eq!((kept.keys.as_str(), kept.public), ("{\"two\":2}", author_key(1).public));
}

pub async fn pieces_are_found_under_their_word_by_their_author_alone_and_in_order(backend: &Backend) {
    let store = backend.store();
    store.seal(vec![piece(1, "z", "word"), piece(2, "y", "word")]).await.unwrap();
    store.seal(vec![piece(1, "a", "word"), piece(1, "m", "other")]).await.unwrap();
    assert_eq!(ids(&store.sealed(account_id(1), "word").await.unwrap()), ["z", "a"]);
    assert_eq!(ids(&store.sealed(account_id(2), "word").await.unwrap()), ["y"]);
    assert_eq!(ids(&store.sealed_by(account_id(1)).await.unwrap()), ["z", "a", "m"]);
    assert!(store.sealed(account_id(3), "word").await.unwrap().is_empty());
    assert_eq!(store.sealed(account_id(1), "other").await.unwrap(), [piece(1, "m", "other")]);
}

pub async fn a_piece_that_is_there_stays_as_it_is(backend: &Backend) {
    let store = backend.store();
    store.seal(vec![piece(1, "a", "word")]).await.unwrap();
    let again = SealedPiece { sealed: vec![9], ..piece(1, "a", "elsewhere") };
    store.seal(vec![again, piece(2, "a", "word")]).await.unwrap();
    assert_eq!(store.sealed_by(account_id(1)).await.unwrap(), [piece(1, "a", "word")]);
    assert_eq!(store.sealed_by(account_id(2)).await.unwrap(), [piece(2, "a", "word")], "ids are an author's own");
}

pub async fn a_piece_can_be_filed_under_another_word_and_changed_in_no_other_way(backend: &Backend) {
    let store = backend.store();
    store.seal(vec![piece(1, "a", "inbox"), piece(1, "b", "inbox")]).await.unwrap();
    store.refile_sealed(account_id(1), "a", "word").await.unwrap();
    store.refile_sealed(account_id(2), "b", "word").await.unwrap();
    assert_eq!(store.sealed(account_id(1), "word").await.unwrap(), [piece(1, "a", "word")]);
    assert_eq!(ids(&store.sealed(account_id(1), "inbox").await.unwrap()), ["b"]);
    if !backend.forgets() {
        for sql in ["UPDATE sealed SET id = 'c'", "DELETE FROM sealed"] {
            assert!(backend.run(sql).await.is_err_and(|error| error.contains("never")), "{sql} was done");
        }
    }
}

pub async fn a_sealed_draft_takes_the_place_of_the_one_before(backend: &Backend) {
    let store = backend.store();
    let draft = |sealed: &[u8]| SealedDraft { account: account_id(1), lookup: "word".to_owned(), sealed: sealed.to_vec() };
    assert_eq!(store.sealed_draft(account_id(1), "word").await.unwrap(), None);
    store.put_sealed_draft(draft(&[1])).await.unwrap();
    store.put_sealed_draft(draft(&[2, 0])).await.unwrap();
    assert_eq!(store.sealed_draft(account_id(1), "word").await.unwrap(), Some(vec![2, 0]));
    assert_eq!(store.sealed_draft(account_id(2), "word").await.unwrap(), None);
    store.put_sealed_draft(draft(&[])).await.unwrap();
    store.put_sealed_draft(draft(&[])).await.unwrap();
    assert_eq!(store.sealed_draft(account_id(1), "word").await.unwrap(), None);
}

pub async fn what_is_sealed_goes_through_a_stream_bit_for_bit(backend: &Backend) {
    let store = backend.store();
    furnish(&*store).await;
    let lines = everything(&*store).await;
    for line in &lines {
        let text = serde_json::to_string(line).unwrap();
        assert_eq!(&serde_json::from_str::<BackupLine>(&text).unwrap(), line);
    }
    let target = backend.another().await;
    target.store().fill(&mut lines.into_iter().map(Ok)).await.unwrap();
    let filled = target.store();
    assert_eq!(ids(&filled.sealed(account_id(1), "word").await.unwrap()), ["b", "a"], "in the order in which they were kept");
    assert_eq!(filled.sealed_draft(account_id(1), "word").await.unwrap(), Some(vec![0, 1, 255]));
    assert_eq!(filled.author_key(account_id(1)).await.unwrap(), Some(author_key(1)));
    drop(filled);
    target.close().await;
}
