//! Articles offered, read and talked about.

use crate::{Recorded, Refusal, condition::plain, ids::*, when::When};
use serde::{Deserialize, Serialize};

/// An article was offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleOffered {
    /// Which, by its id in `knowledge/education/`.
    pub article: ArticleId,
    /// Why now, in words the patient reads; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// An article was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleRead {
    /// Which.
    pub article: ArticleId,
    /// The version that was read.
    pub version: String,
    /// The language in which it was read, e.g. `en`.
    pub language: String,
    /// Whether it helped, in the patient's view; absent when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helped: Option<bool>,
}

/// What was understood, told back in own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaughtBack {
    /// Which article.
    pub article: ArticleId,
    /// The version.
    pub version: String,
    /// In the patient's words; may be empty when told in a conversation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// 0 not yet, 1 in part, 2 in own words; absent until a person of the team has looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<u8>,
    /// The telling that this one rates, where a member of staff rates it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rates: Option<EventId>,
}

/// One article on the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learning {
    /// Which.
    pub article: ArticleId,
    /// Offered: when, by whom, why.
    pub offered: Option<(When, String, String)>,
    /// Read: when and what was said of it, in order of time.
    pub read: Vec<(When, ArticleRead)>,
    /// Told back: event, when, what, in order of time.
    pub told: Vec<(EventId, When, TaughtBack)>,
}

pub(crate) fn entry<'a>(known: &'a mut Vec<Learning>, article: &ArticleId) -> &'a mut Learning {
    let index = known.iter().position(|one| one.article == *article).unwrap_or_else(|| {
        known.push(Learning { article: article.clone(), offered: None, read: Vec::new(), told: Vec::new() });
        known.len() - 1
    });
    &mut known[index]
}

pub(crate) fn apply(known: &mut Vec<Learning>, recorded: &Recorded) {
    use crate::Event;
    let at = recorded.occurred();
    match recorded.event() {
        Event::ArticleOffered(event) => {
            entry(known, &event.article).offered = Some((at, recorded.author().name.clone(), event.why.clone()));
        }
        Event::ArticleRead(event) => entry(known, &event.article).read.push((at, event.clone())),
        Event::TaughtBack(event) => entry(known, &event.article).told.push((recorded.id(), at, event.clone())),
        _ => {}
    }
}

pub(crate) fn decide_tell(event: &TaughtBack) -> Result<(), Refusal> {
    if event.result.is_some_and(|result| result > 2) {
        return plain("The result goes from 0 (not yet) to 2 (in own words).");
    }
    if event.result.is_none() && event.words.trim().is_empty() {
        return plain("Write a line in your own words.");
    }
    Ok(())
}
