//! The id of a card: it leads back to the rule that spoke, without anything being remembered about the call.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Bytes of an id that stand for the rule.
const OF_RULE: usize = 6;

/// An id of its own for this card: the first bytes name the rule, the rest this call and what the card is about.
pub fn card(rule: &str, instance: Uuid, about: &str) -> Uuid {
    let mut bytes = [0; 16];
    bytes[..OF_RULE].copy_from_slice(&fingerprint(rule));
    let mut hash = Sha256::new();
    hash.update(instance.as_bytes());
    hash.update(rule);
    hash.update([0]);
    hash.update(about);
    bytes[OF_RULE..].copy_from_slice(&hash.finalize()[..16 - OF_RULE]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The id of a suggestion of a card.
pub fn suggestion(card: Uuid, label: &str) -> Uuid {
    Uuid::new_v5(&card, label.as_bytes())
}

/// The rule of a card, among those that were ever shown.
pub fn rule_of<'r>(card: Uuid, known: impl IntoIterator<Item = &'r String>) -> Option<&'r String> {
    known.into_iter().find(|rule| card.as_bytes()[..OF_RULE] == fingerprint(rule))
}

fn fingerprint(rule: &str) -> [u8; OF_RULE] {
    let mut bytes = [0; OF_RULE];
    bytes.copy_from_slice(&Sha256::digest(rule)[..OF_RULE]);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_card_leads_back_to_its_rule_and_no_two_calls_share_one() {
        let known = ["qt.pair".to_owned(), "dose.max".to_owned()];
        let (first, second) = (card("dose.max", Uuid::from_u128(1), "a"), card("dose.max", Uuid::from_u128(2), "a"));
        assert_ne!(first, second);
        assert_eq!(rule_of(first, &known).map(String::as_str), Some("dose.max"));
        assert_eq!(rule_of(Uuid::from_u128(7), &known), None);
    }

    #[test]
    fn no_two_rules_of_the_shipped_knowledge_share_a_fingerprint() {
        let rules: BTreeSet<&str> = concord_knowledge::shipped().rules().map(|(_, rule)| rule.id.as_str()).collect();
        let prints: BTreeSet<[u8; OF_RULE]> = rules.iter().map(|rule| fingerprint(rule)).collect();
        assert_eq!(prints.len(), rules.len());
    }
}
