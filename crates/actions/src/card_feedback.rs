//! What became of the cards that other record systems were shown: how often each rule spoke, was followed, was overridden
//! and why. Counts about rules, none about patients. A rule that is nearly always overridden is one to look at.

use crate::{ActionError, Clinic};
use concord_access::Subject;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use uuid::Uuid;

/// The rules that have ever been shown, as a list.
const INDEX: &str = "cds.feedback";
/// So many of the last words are kept for each rule.
const COMMENTS: usize = 20;
/// Longer words are cut.
const COMMENT_CHARS: usize = 500;
/// A card is answered once; so many of the last answered ones are remembered, for an answer that is sent again.
const ANSWERED: usize = 100;
/// Below so many showings a share says nothing.
const ENOUGH_SHOWINGS: u64 = 50;
/// More than so many of a hundred overridden: somebody should look at the rule.
const TOO_OFTEN: u64 = 80;

/// What became of one rule's cards.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardCounts {
    /// The rule's id.
    pub rule: String,
    /// How often it was shown.
    pub shown: u64,
    /// How often a suggestion was taken.
    pub accepted: u64,
    /// How often it was overridden.
    pub overridden: u64,
    /// Why: the reason's code, and how often.
    #[serde(default)]
    pub reasons: BTreeMap<String, u64>,
    /// The last words that came with an override, newest last.
    #[serde(default)]
    pub comments: VecDeque<String>,
    /// When it was last answered.
    #[serde(default)]
    pub last: Option<Timestamp>,
    #[serde(default)]
    answered: VecDeque<Uuid>,
}

impl CardCounts {
    /// Shown often enough, and overridden so often, that somebody should look at the rule.
    pub fn wants_a_look(&self) -> bool {
        self.shown >= ENOUGH_SHOWINGS && self.overridden.saturating_mul(100) > self.shown.saturating_mul(TOO_OFTEN)
    }

    /// Of a hundred showings, how many were overridden; nothing where it was never shown.
    pub fn overridden_percent(&self) -> Option<u64> {
        self.overridden.saturating_mul(100).checked_div(self.shown)
    }

    fn note(&mut self, answer: CardAnswer) {
        if self.answered.contains(&answer.card) {
            return;
        }
        self.answered.push_back(answer.card);
        if self.answered.len() > ANSWERED {
            self.answered.pop_front();
        }
        self.last = self.last.max(Some(answer.at));
        match answer.outcome {
            CardOutcome::Accepted => self.accepted += 1,
            CardOutcome::Overridden { reason, comment } => {
                self.overridden += 1;
                *self.reasons.entry(reason.unwrap_or_else(|| "none given".to_owned())).or_default() += 1;
                if let Some(comment) = comment.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty()) {
                    self.comments.push_back(comment.chars().take(COMMENT_CHARS).collect());
                }
                if self.comments.len() > COMMENTS {
                    self.comments.pop_front();
                }
            }
        }
    }
}

/// What a person did with a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardOutcome {
    /// They took a suggestion.
    Accepted,
    /// They went on without it.
    Overridden {
        /// The reason's code.
        reason: Option<String>,
        /// Their words.
        comment: Option<String>,
    },
}

/// The answer to one card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardAnswer {
    /// The card.
    pub card: Uuid,
    /// The rule that spoke on it.
    pub rule: String,
    /// What was done.
    pub outcome: CardOutcome,
    /// When.
    pub at: Timestamp,
}

impl Clinic {
    /// Counts that these rules were shown, once for each time they are named.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn note_cards_shown(&self, rules: &[String]) -> Result<(), ActionError> {
        let _one_at_a_time = self.cards.lock().await;
        let mut known = self.read_index().await?;
        let before = known.len();
        known.extend(rules.iter().cloned());
        if known.len() > before {
            self.keep(INDEX, &known).await?;
        }
        for rule in rules {
            let mut counts = self.counts_of(rule).await?;
            counts.shown += 1;
            self.keep(&key(rule), &counts).await?;
        }
        Ok(())
    }

    /// Keeps what people did with cards. An answer that was sent before is not counted again.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn note_card_answers(&self, answers: Vec<CardAnswer>) -> Result<(), ActionError> {
        let _one_at_a_time = self.cards.lock().await;
        for answer in answers {
            let mut counts = self.counts_of(&answer.rule).await?;
            let rule = answer.rule.clone();
            counts.note(answer);
            self.keep(&key(&rule), &counts).await?;
        }
        Ok(())
    }

    /// The rules that have ever been shown on a card.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn card_rules(&self) -> Result<BTreeSet<String>, ActionError> {
        self.read_index().await
    }

    /// What became of every rule's cards, those to look at first, then by how often they were shown.
    ///
    /// # Errors
    /// Not the administrator; the store cannot be read.
    pub async fn card_counts(&self, subject: &Subject) -> Result<Vec<CardCounts>, ActionError> {
        self.only_administrator(subject)?;
        let mut all = Vec::new();
        for rule in self.read_index().await? {
            all.push(self.counts_of(&rule).await?);
        }
        all.sort_by(|a, b| (b.wants_a_look(), b.shown, &a.rule).cmp(&(a.wants_a_look(), a.shown, &b.rule)));
        Ok(all)
    }

    async fn read_index(&self) -> Result<BTreeSet<String>, ActionError> {
        Ok(self.kept(INDEX).await?.unwrap_or_default())
    }

    async fn counts_of(&self, rule: &str) -> Result<CardCounts, ActionError> {
        let fresh = || CardCounts { rule: rule.to_owned(), ..CardCounts::default() };
        Ok(self.kept(&key(rule)).await?.unwrap_or_else(fresh))
    }

    async fn kept<T: serde::de::DeserializeOwned>(&self, key: &str) -> Result<Option<T>, ActionError> {
        let Some(text) = self.store().setting(key).await? else { return Ok(None) };
        serde_json::from_str(&text).map(Some).map_err(|error| ActionError::Inside(format!("{key}: {error}")))
    }

    async fn keep<T: Serialize>(&self, key: &str, value: &T) -> Result<(), ActionError> {
        let text = serde_json::to_string(value).map_err(|error| ActionError::Inside(error.to_string()))?;
        Ok(self.store().put_setting(key, &text).await?)
    }
}

fn key(rule: &str) -> String {
    format!("cds.feedback.{rule}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn overridden(card: u128) -> CardAnswer {
        let outcome = CardOutcome::Overridden { reason: Some("monitored".into()), comment: Some("x".repeat(900)) };
        CardAnswer { card: Uuid::from_u128(card), rule: "qt.pair".into(), outcome, at: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn a_rule_is_looked_at_from_fifty_showings_on_when_more_than_eighty_percent_were_overridden() {
        let counts = |shown, overridden| CardCounts { shown, overridden, ..CardCounts::default() };
        assert!(!counts(49, 49).wants_a_look());
        assert!(!counts(50, 40).wants_a_look());
        assert!(counts(50, 41).wants_a_look());
        assert_eq!(counts(50, 41).overridden_percent(), Some(82));
        assert_eq!(counts(0, 0).overridden_percent(), None);
    }

    #[test]
    fn an_answer_that_is_sent_again_counts_once_and_long_words_are_cut() {
        let mut counts = CardCounts::default();
        counts.note(overridden(1));
        counts.note(overridden(1));
        counts.note(overridden(2));
        assert_eq!((counts.overridden, counts.reasons["monitored"]), (2, 2));
        assert!(counts.comments.iter().all(|words| words.chars().count() == COMMENT_CHARS));
    }
}
