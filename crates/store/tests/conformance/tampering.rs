//! What is noticed when somebody changes the database behind the store's back.

use super::{
    backends::{Backend, Harm},
    support::*,
};
use concord_store::*;

/// What is wrong with chart 1, and that nothing is wrong with the others.
async fn harmed(backend: &Backend, harm: Harm) -> Option<String> {
    furnish(&*backend.store()).await;
    assert_eq!(verify::verify(&*backend.store(), organisation(), None, &mut |_| {}).await.unwrap().damage, []);
    backend.harm(harm).await;
    let report = verify::verify(&*backend.store(), organisation(), None, &mut |_| {}).await.unwrap();
    if backend.forgets() {
        return None;
    }
    let of_chart: Vec<_> = report.damage.iter().filter(|damage| damage.at.starts_with("chart")).collect();
    assert!(!of_chart.is_empty(), "{harm:?} was not noticed");
    assert!(of_chart.iter().all(|damage| damage.at.contains(&chart(1).to_string())), "{of_chart:?}");
    Some(of_chart.iter().map(|damage| format!("{}: {}", damage.at, damage.what)).collect::<Vec<_>>().join("; "))
}

pub async fn a_flipped_byte_is_named(backend: &Backend) {
    let Some(said) = harmed(backend, Harm::Flip).await else { return };
    assert!(said.contains("entry 2") && said.contains("content is not what was written"), "{said}");
}

pub async fn a_deleted_entry_is_named(backend: &Backend) {
    let Some(said) = harmed(backend, Harm::Delete).await else { return };
    assert!(said.contains("entry 2 should come here"), "{said}");
}

pub async fn two_swapped_entries_are_named(backend: &Backend) {
    let Some(said) = harmed(backend, Harm::Swap).await else { return };
    assert!(said.contains("entry 2"), "{said}");
}

pub async fn a_tail_cut_off_is_named(backend: &Backend) {
    let Some(said) = harmed(backend, Harm::CutTail).await else { return };
    assert!(said.contains("6"), "{said}");
}

pub async fn the_log_and_the_access_log_refuse_to_be_changed(backend: &Backend) {
    furnish(&*backend.store()).await;
    if backend.forgets() {
        return;
    }
    let before = everything(&*backend.store()).await;
    let attempts =
        ["UPDATE event SET body = '{}'", "DELETE FROM event", "UPDATE access_log SET name = 'nobody'", "DELETE FROM access_log"];
    for sql in attempts {
        let error = backend.run(sql).await.expect_err(sql);
        assert!(error.contains("never"), "{sql}: {error}");
    }
    assert_eq!(everything(&*backend.store()).await, before);
}
