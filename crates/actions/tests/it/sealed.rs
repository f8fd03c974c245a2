use crate::desk::*;
use concord_access::{Purpose, Role};
use concord_actions::Entry;
use concord_chart::{
    Event, Sensitivity,
    note::{NoteSigned, Section},
};

const SECRET: &str = "the sentence that nobody else may read";

fn sealed(text: &str) -> Entry {
    let section = Section { heading: String::new(), text: text.to_owned() };
    let event = Event::NoteSigned(NoteSigned { format: "free".into(), sections: vec![section], session: None });
    Entry::new("sealed", event).labelled(Sensitivity::PsychotherapyNote)
}

#[tokio::test]
async fn a_psychotherapy_note_is_shown_to_its_author_and_to_nobody_else() {
    let practice = Practice::open().await;
    practice.clinic.record(&therapist(), practice.chart, None, vec![sealed(SECRET)]).await.unwrap();
    let notes = |who| async {
        let who = who;
        practice
            .clinic
            .open_chart(&who, practice.chart, Purpose("chart"))
            .await
            .map(|open| (open.chart.notes.len(), open.chart.entries.len()))
    };
    let (own, all) = notes(therapist()).await.unwrap();
    assert_eq!(own, 1);
    for other in [prescriber(), practice.patient(), staff(Role::FrontDesk, 20)] {
        let (seen, entries) = notes(other.clone()).await.unwrap();
        assert_eq!(seen, 0, "{}", other.name);
        assert!(entries < all, "{} can count it", other.name);
    }
}

#[tokio::test]
async fn a_psychotherapy_note_leaves_no_trace_in_any_row() {
    let with = Practice::open().await;
    with.clinic.record(&therapist(), with.chart, None, vec![sealed(SECRET)]).await.unwrap();
    let without = Practice::open().await;
    let rows = |practice: Practice| async move {
        practice.clinic.store().rows_of(practice.clinic.organisation(), practice.chart).await.unwrap()
    };
    let (with, without) = (rows(with).await, rows(without).await);
    assert_eq!(with, without);
    assert!(!format!("{with:?}").contains(SECRET));
}
