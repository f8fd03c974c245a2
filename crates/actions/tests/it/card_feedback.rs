use crate::desk::*;
use concord_access::Role;
use concord_actions::{ActionError, CardAnswer, CardOutcome};
use uuid::Uuid;

fn answer(card: u128, outcome: CardOutcome) -> CardAnswer {
    CardAnswer { card: Uuid::from_u128(card), rule: "qt.pair".into(), outcome, at: "2026-08-20T12:00:00Z".parse().unwrap() }
}

#[tokio::test]
async fn cards_are_counted_by_rule_and_the_rule_that_is_nearly_always_overridden_stands_first() {
    let practice = Practice::open().await;
    let clinic = &practice.clinic;
    for _ in 0..50 {
        clinic.note_cards_shown(&["qt.pair".into()]).await.unwrap();
    }
    clinic.note_cards_shown(&vec!["sero.pair".to_owned(); 60]).await.unwrap();
    let overridden = || CardOutcome::Overridden { reason: Some("monitored".into()), comment: Some(" an ECG is booked ".into()) };
    let answers = (0..41).map(|card| answer(card, overridden())).chain([answer(99, CardOutcome::Accepted)]).collect();
    clinic.note_card_answers(answers).await.unwrap();
    clinic.note_card_answers(vec![answer(99, CardOutcome::Accepted)]).await.unwrap();
    let counts = clinic.card_counts(&staff(Role::Administrator, 21)).await.unwrap();
    let first = &counts[0];
    assert_eq!((first.rule.as_str(), first.shown, first.overridden, first.accepted), ("qt.pair", 50, 41, 1));
    assert!(first.wants_a_look() && !counts[1].wants_a_look());
    assert_eq!(first.reasons["monitored"], 41);
    assert_eq!(first.comments.back().unwrap(), "an ECG is booked");
    assert_eq!(counts[1].shown, 60);
}

#[tokio::test]
async fn only_the_administrator_reads_what_became_of_cards() {
    let practice = Practice::open().await;
    for role in [Role::Prescriber, Role::FrontDesk, Role::Patient] {
        let refused = practice.clinic.card_counts(&staff(role, 20)).await;
        assert!(matches!(refused, Err(ActionError::Denied(_))), "{role:?}");
    }
}
