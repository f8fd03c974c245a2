//! From the start of a course to now: `18 → 8`, and what the change means.

use super::icon::Icon;
use super::status_tag::tag;
use maud::{Markup, html};
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// What a change means. The caller decides; the first that is true wins, in the order of these variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Under the remission line.
    Remission,
    /// Half or less of the start.
    Response,
    /// More than the measure's own noise.
    ReliableChange,
    /// Better by so many percent, within the noise.
    PercentBetter(u32),
    /// Within the noise.
    NoReliableChange,
    /// Reliably worse.
    Worse,
    /// Only the direction is known, in these words.
    NotJudged(&'static str),
}

/// Start and latest score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScoreChange<'a> {
    /// Score at the start of the course, as its manual reports it.
    pub start: Option<Decimal>,
    /// Latest score, the same way.
    pub now: Option<Decimal>,
    /// What the change means, where there are two scores.
    pub meaning: Option<Meaning>,
    /// The definition in a sentence with its source; shown on hover and read out.
    pub definition: &'a str,
    /// Why there is no score: "declined", "no answer, 6 weeks". Said, never a blank.
    pub missing: &'a str,
}

/// The change as numbers and a tag.
pub fn score_change(change: &ScoreChange<'_>) -> Markup {
    match (change.start, change.now) {
        (Some(start), Some(now)) => html! {
            span.pv { span.faint { (start) } " → " b { (now) } }
            @if let Some(meaning) = change.meaning { (meaning_tag(meaning, start - now, change.definition)) }
        },
        (Some(only), None) | (None, Some(only)) => html! {
            span.pv { b { (only) } }
            span.small.muted { @if change.missing.is_empty() { "only one so far" } @else { (change.missing) } }
        },
        (None, None) => html! {
            span.small.muted { @if change.missing.is_empty() { "none yet" } @else { (change.missing) } }
        },
    }
}

/// `↓ 10 · response`. The arrow shows the number's direction, the words whether that is good.
fn meaning_tag(meaning: Meaning, fall: Decimal, definition: &str) -> Markup {
    let (tone, words) = match meaning {
        Meaning::Remission => ("good", "remission".to_owned()),
        Meaning::Response => ("good", "response".to_owned()),
        Meaning::ReliableChange => ("good", "reliable change".to_owned()),
        Meaning::PercentBetter(percent) => ("", format!("{percent}% better")),
        Meaning::NoReliableChange => ("", "no reliable change".to_owned()),
        Meaning::Worse => ("stop", "worse".to_owned()),
        Meaning::NotJudged(words) => ("", words.to_owned()),
    };
    let arrow = match fall.cmp(&Decimal::ZERO) {
        Ordering::Equal => Icon::Level,
        Ordering::Greater => Icon::Down,
        Ordering::Less => Icon::Up,
    };
    let words = format!("{} · {words}", fall.abs());
    html! {
        span title=[(!definition.is_empty()).then_some(definition)] { (tag(tone, Some(arrow), &words)) }
    }
}
