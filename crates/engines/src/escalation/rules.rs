//! What the practice set: which answers are how pressing, how fast the calls go on, who is on call, and who has signed
//! what happens when nobody is there.

use super::calendar::Calendar;
use concord_chart::StaffId;
use concord_chart::safety_alert::Tier;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The practice's rules for worrying answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// Where the practice departs from the usual tier of an answer.
    pub tiers: Vec<TierRule>,
    /// What on a diary card calls for a person.
    pub diary: DiaryRule,
    /// How soon, where a clinician writes down that somebody has to act on what was told.
    pub told: ToldRule,
    /// How fast the calls go on.
    pub chain: Chain,
    /// Who is on call.
    pub calendar: Calendar,
    /// The clinic lead, who is called before everybody is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<StaffId>,
    /// How each is reached, as the operator's message program takes it; who is not here is reached under their login.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub reach: BTreeMap<StaffId, String>,
    /// What happens out of hours, in words that staff and patients read, and who signed it. Until it is signed, questions
    /// about suicide and self-harm are asked at the practice only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed: Option<Signed>,
}

/// What happens out of hours, signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// What happens, in words.
    pub words: String,
    /// Who signed it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A tier that the practice chose for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierRule {
    /// The instrument, e.g. `phq-9`.
    pub instrument: String,
    /// The item's position.
    pub item: u8,
    /// From which answer on.
    pub at_least: u8,
    /// How soon a person has to look.
    pub tier: Tier,
}

/// What on a diary card calls for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DiaryRule {
    /// From which strength of an urge on, 0–5. Counted are the rows that the card puts first (level 1: life itself).
    pub urge_at_least: u8,
    /// How soon, for an urge.
    pub urge: Tier,
    /// How soon, for something done.
    pub act: Tier,
}

impl Default for DiaryRule {
    fn default() -> Self {
        Self { urge_at_least: 4, urge: Tier::NextWorkingPeriod, act: Tier::Soon }
    }
}

/// A concern that was told in person: in a session, or by a member of a couple or family who was asked alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ToldRule {
    /// How soon a person has to look.
    pub tier: Tier,
}

impl Default for ToldRule {
    fn default() -> Self {
        Self { tier: Tier::Soon }
    }
}

/// How fast the calls go on, in minutes after the alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Chain {
    /// When the first, second, third … person on call is called; the first at once.
    pub on_call: Vec<u16>,
    /// When the clinic lead is called, and everybody sees it on every page.
    pub everybody: u16,
    /// After how many minutes the calls go round again, for as long as nobody has taken it in hand.
    pub again: u16,
    /// Within how many minutes somebody has to have looked, tier `soon`.
    pub soon: u16,
    /// The same, tier `at once`.
    pub at_once: u16,
    /// The same in hours, tier `next working period`; then the calls begin as for the others.
    pub next_period_hours: u16,
    /// After how many minutes a form that was begun and left is looked at.
    pub abandoned: u16,
    /// For how many days back an answer from another system, or an entry made late, calls for a person; older ones are
    /// a finding for the next visit.
    pub recent_days: u16,
}

impl Default for Chain {
    fn default() -> Self {
        Self {
            on_call: vec![0, 5, 10],
            everybody: 15,
            again: 15,
            soon: 15,
            at_once: 5,
            next_period_hours: 24,
            abandoned: 10,
            recent_days: 14,
        }
    }
}

impl Rules {
    /// What is wrong with the rules: the field and a sentence; `None` where nothing is.
    pub fn wrong(&self) -> Option<(&'static str, &'static str)> {
        let chain = &self.chain;
        if chain.on_call.first() != Some(&0) {
            return Some(("on_call", "The first person on call is called at once: begin with 0 minutes."));
        }
        if chain.on_call.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Some((
                "on_call",
                "Each person on call is called after the one before: write rising minutes, such as 0, 5, 10.",
            ));
        }
        let last = chain.on_call.last().copied().unwrap_or(0);
        if chain.everybody < last.max(1) || chain.everybody > 60 {
            return Some(("everybody", "Everybody is told after the last person on call, and within the hour."));
        }
        if !(1..=60).contains(&chain.again) {
            return Some(("again", "The calls go round again after 1 to 60 minutes."));
        }
        if !(1..=60).contains(&chain.soon) || !(1..=chain.soon).contains(&chain.at_once) {
            return Some(("soon", "“Soon” is at most 60 minutes, and “at once” no longer than “soon”."));
        }
        if !(1..=72).contains(&chain.next_period_hours) {
            return Some(("next_period_hours", "The next working period is within 1 to 72 hours."));
        }
        if !(1..=120).contains(&chain.abandoned) {
            return Some(("abandoned", "A form that was left is looked at after 1 to 120 minutes."));
        }
        if !(1..=31).contains(&chain.recent_days) {
            return Some(("recent_days", "Answers from elsewhere count for 1 to 31 days back."));
        }
        if !(1..=5).contains(&self.diary.urge_at_least) {
            return Some(("urge_at_least", "An urge on a diary card is rated from 0 to 5."));
        }
        if self.reach.values().any(|number| number.starts_with('-') || number.chars().any(char::is_control)) {
            return Some(("reach", "A number or address does not begin with a minus."));
        }
        match &self.signed {
            Some(signed) if signed.words.trim().is_empty() || signed.by.trim().is_empty() => {
                Some(("signed", "Write what happens out of hours before you sign it."))
            }
            _ => None,
        }
    }

    /// True when somebody signed what happens out of hours.
    pub fn is_signed(&self) -> bool {
        self.signed.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(change: impl FnOnce(&mut Rules)) -> Option<&'static str> {
        let mut rules = Rules::default();
        change(&mut rules);
        rules.wrong().map(|(field, _)| field)
    }

    #[test]
    fn rules_that_would_let_somebody_wait_are_refused() {
        assert_eq!(refused(|_| {}), None);
        assert_eq!(refused(|rules| rules.chain.on_call = vec![5, 10]), Some("on_call"));
        assert_eq!(refused(|rules| rules.chain.on_call.clear()), Some("on_call"));
        assert_eq!(refused(|rules| rules.chain.on_call = vec![0, 10, 5]), Some("on_call"));
        assert_eq!(refused(|rules| rules.chain.everybody = 240), Some("everybody"));
        assert_eq!(refused(|rules| rules.chain.again = 0), Some("again"));
        assert_eq!(refused(|rules| rules.chain.at_once = 30), Some("soon"));
        assert_eq!(refused(|rules| rules.diary.urge_at_least = 0), Some("urge_at_least"));
    }

    #[test]
    fn nothing_is_signed_by_leaving_the_words_out() {
        let signed = |words: &str| Signed { words: words.to_owned(), by: "A. Achebe".to_owned(), at: Timestamp::UNIX_EPOCH };
        assert_eq!(refused(|rules| rules.signed = Some(signed(" "))), Some("signed"));
        assert_eq!(refused(|rules| rules.signed = Some(signed("The person on call answers within 15 minutes."))), None);
    }

    #[test]
    fn rules_that_were_kept_before_a_field_existed_are_still_read() {
        let read: Rules = serde_json::from_str("{}").unwrap_or_default();
        assert_eq!(read, Rules::default());
        assert!(!read.is_signed(), "what nobody signed is not signed");
    }
}
