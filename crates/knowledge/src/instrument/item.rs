//! Questions and their answers: words, numbers, and who is asked what.

use super::LoincCode;
use super::kind::Sex;
use serde::Deserialize;

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Place among the scored items, from 1; unscored items go on counting. Left out in a file, it follows the one before.
    #[serde(default)]
    pub position: u8,
    /// Our own few words for tables and findings; never the official wording. Left out in a file: `item 4`.
    #[serde(default)]
    pub label: String,
    /// The official wording, where it ships.
    pub text: Option<String>,
    /// The item's own answers, where they differ from the instrument's.
    #[serde(default)]
    pub answers: Vec<AnswerOption>,
    /// The item's own numbers, where it is answered by a number; the answers are made from it.
    pub range: Option<AnswerRange>,
    /// Whether the answer is turned round before it is counted: the lowest counts as the highest.
    #[serde(default)]
    pub reverse: bool,
    /// Asked only if another item was answered so; otherwise it is skipped.
    pub ask_if: Option<AskIf>,
    /// Asked of one sex only.
    pub only_for: Option<Sex>,
    /// LOINC code of the item.
    pub loinc: Option<LoincCode>,
}

impl Item {
    /// The numbers of an item that is answered by a number with a unit (minutes, a place on a line), and not by choosing.
    pub fn number_input(&self) -> Option<&AnswerRange> {
        self.range.as_ref().filter(|range| range.unit.is_some())
    }
}

/// A condition on an earlier item: the skip logic of a questionnaire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskIf {
    /// The earlier item's position.
    pub item: u8,
    /// The answer at or above which this item is asked.
    pub at_least: u8,
    /// Whether an endorsement in spite of the skip contradicts it and is refused (the usual); otherwise it simply counts.
    #[serde(default = "yes")]
    pub firm: bool,
}

/// One answer that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerOption {
    /// The number that is stored and counted.
    pub value: u8,
    /// The official words of the answer.
    pub label: String,
    /// Whether the number counts. "Does not apply to me" is an answer that adds nothing and leaves nothing missing.
    #[serde(default = "yes")]
    pub counts: bool,
    /// LOINC answer code (`LA…`).
    pub loinc: Option<String>,
}

/// Answers that are plain numbers from one to another.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerRange {
    /// Lowest number.
    pub from: u8,
    /// Highest number, as stored: in tenths where `tenths` says so.
    pub to: u8,
    /// Distance from one number to the next.
    #[serde(default = "one")]
    pub step: u8,
    /// What is counted: `minutes`, `cm`. With a unit a page shows a field for a number instead of a list of answers.
    pub unit: Option<String>,
    /// Whether the stored number is in tenths of the unit: 85 is 8.5 cm.
    #[serde(default)]
    pub tenths: bool,
    /// What the lowest number means, in our own words.
    pub low: Option<String>,
    /// What the highest number means, in our own words.
    pub high: Option<String>,
}

impl AnswerRange {
    /// A stored number as a person reads it, without the unit: `8.5`.
    pub fn shown(&self, value: u8) -> String {
        if self.tenths { format!("{}.{}", value / 10, value % 10) } else { value.to_string() }
    }

    /// The same numbers as answers that can be chosen.
    pub(crate) fn options(&self) -> Vec<AnswerOption> {
        let values = (self.from..=self.to).step_by(usize::from(self.step.max(1)));
        values.map(|value| AnswerOption { value, label: self.label(value), counts: true, loinc: None }).collect()
    }

    /// The number, and what it means where it is the lowest or highest and the file says so.
    fn label(&self, value: u8) -> String {
        let meaning = match value {
            value if value == self.from => self.low.as_ref(),
            value if value == self.to => self.high.as_ref(),
            _ => None,
        };
        meaning.map_or_else(|| self.shown(value), |meaning| format!("{} ({meaning})", self.shown(value)))
    }
}

fn yes() -> bool {
    true
}

fn one() -> u8 {
    1
}
