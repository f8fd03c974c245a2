//! A card and its parts, as CDS Hooks 2.0 names them.

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

/// A summary is shorter than this.
pub const SUMMARY_CHARS: usize = 140;

/// One card.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    pub uuid: Uuid,
    pub summary: String,
    pub detail: String,
    pub indicator: Indicator,
    pub source: Source,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<Suggestion>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selection_behavior: Option<SelectionBehavior>,
    pub override_reasons: Vec<Coding>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    pub extension: Value,
    /// The rule under which showings and answers are counted.
    #[serde(skip)]
    pub rule: String,
}

/// How loud a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Indicator {
    Info,
    Warning,
    Critical,
}

/// Where it stands.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    pub label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    pub topic: Coding,
}

/// A code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coding {
    pub code: String,
    pub system: String,
    pub display: String,
}

/// Whether suggestions exclude each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SelectionBehavior {
    AtMostOne,
    Any,
}

/// A change that can be taken with one press.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Suggestion {
    pub label: String,
    pub uuid: Uuid,
    pub is_recommended: bool,
    pub actions: Vec<Action>,
}

/// One step of it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Action {
    #[serde(rename = "type")]
    pub kind: ActionKind,
    pub description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
}

/// What is done to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ActionKind {
    Create,
    Update,
    Delete,
}

/// A place to read on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    pub label: String,
    pub url: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
}

/// One line within the limit, cut between words.
pub fn summary(text: &str) -> String {
    if text.chars().count() < SUMMARY_CHARS {
        return text.to_owned();
    }
    let kept: String = text.chars().take(SUMMARY_CHARS - 2).collect();
    let kept = kept.rsplit_once(' ').map_or(kept.as_str(), |(whole, _)| whole);
    format!("{}…", kept.trim_end_matches([',', ';', ':', '.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_is_cut_between_words_and_below_the_limit() {
        assert_eq!(summary("short"), "short");
        let long = summary(&"é word ".repeat(60));
        assert!(long.chars().count() < SUMMARY_CHARS && (long.ends_with(" word…") || long.ends_with(" é…")), "{long}");
        assert!(summary(&"x".repeat(139)).chars().count() < SUMMARY_CHARS);
    }
}
