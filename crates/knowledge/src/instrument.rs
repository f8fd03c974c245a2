//! Questionnaires and interview screens: items, answers, how they are scored, and which answers must be seen at once.

use crate::basis::{Verification, sourced};
use crate::ids::{InstrumentId, SourceId};
use serde::Deserialize;

/// One questionnaire in one version and language, answered in one way. Another version is another series.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Id, as in addresses and events: `phq-9`.
    pub id: InstrumentId,
    /// Version of this entry; goes into every answered event.
    pub version: String,
    /// Language of the wording, as a BCP 47 tag.
    pub language: String,
    /// Full name for staff.
    pub name: String,
    /// Short name in tables: `PHQ-9`.
    pub short_name: String,
    /// Other ways in which people write the name.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What a patient sees as its name: plain, no abbreviation, no diagnosis.
    pub patient_name: String,
    /// One plain sentence to the patient about what it asks.
    pub patient_about: String,
    /// What it measures.
    pub construct: Construct,
    /// Which way is better.
    pub direction: Direction,
    /// The stretch of time that the questions ask about, in words: `the last 2 weeks`.
    pub recall: String,
    /// The same in days, for the chart; absent where items differ.
    pub recall_days: Option<u16>,
    /// Who gives the answers.
    pub mode: Mode,
    /// Whether and how the wording may be shown.
    pub licence: Licence,
    /// The official introduction, where the wording ships.
    pub intro: Option<String>,
    /// The answers from which an item is answered, unless it brings its own.
    #[serde(default)]
    pub answers: Vec<AnswerOption>,
    /// The scored items, in order; the first has position 1.
    pub items: Vec<Item>,
    /// Items asked after the scored ones that never enter a score.
    #[serde(default)]
    pub unscored: Vec<Item>,
    /// How the total is made; absent for a screen that has none.
    pub total: Option<Total>,
    /// Severity words over the total; together they cover every total exactly once.
    #[serde(default)]
    pub bands: Vec<Band>,
    /// Levels of a screen without a total, most urgent first; the first that applies counts.
    #[serde(default)]
    pub triage: Vec<TriageLevel>,
    /// Parts that get a score of their own.
    #[serde(default)]
    pub subscales: Vec<Subscale>,
    /// Items that call a person as soon as they are answered so.
    #[serde(default)]
    pub safety_items: Vec<SafetyItem>,
    /// What the manual allows when items are missing; absent means: no total.
    pub prorating: Option<Prorating>,
    /// Rules over single answers, beside the total.
    #[serde(default)]
    pub algorithms: Vec<Algorithm>,
    /// For whom the questionnaire was made, if its source limits it.
    pub ages: Option<Ages>,
    /// How often it is offered unless a pathway says otherwise.
    pub schedule: Option<Schedule>,
    /// LOINC code of the whole questionnaire.
    pub loinc_panel: Option<LoincCode>,
    /// LOINC code of the total score.
    pub loinc_total: Option<LoincCode>,
}

impl Instrument {
    /// The scored item at a position (the first is 1).
    pub fn item(&self, position: u8) -> Option<&Item> {
        self.items.iter().find(|item| item.position == position)
    }

    /// The answers offered for an item: its own or the instrument's.
    pub fn options_of<'a>(&'a self, item: &'a Item) -> &'a [AnswerOption] {
        if item.answers.is_empty() { &self.answers } else { &item.answers }
    }

    /// Lowest and highest answer value of an item.
    pub fn range_of(&self, item: &Item) -> (u8, u8) {
        let values = self.options_of(item).iter().map(|option| option.value);
        (values.clone().min().unwrap_or(0), values.max().unwrap_or(0))
    }

    /// The answer option with this value for an item.
    pub fn option_of<'a>(&'a self, item: &'a Item, value: u8) -> Option<&'a AnswerOption> {
        self.options_of(item).iter().find(|option| option.value == value)
    }

    /// The band of a total.
    pub fn band(&self, total: i32) -> Option<&Band> {
        self.bands.iter().find(|band| (band.from..=band.to).contains(&total))
    }

    /// Lowest and highest total, if there is one.
    pub fn total_range(&self) -> Option<(i32, i32)> {
        self.total.as_ref().map(|total| (total.min, total.max))
    }

    /// The first item that asks about self-harm or suicide, e.g. item 9 of the PHQ-9.
    pub fn safety_item(&self) -> Option<&SafetyItem> {
        self.safety_items.first()
    }

    /// All items, scored first, in the order in which they are asked.
    pub fn all_items(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().chain(&self.unscored)
    }
}

/// What an instrument measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Construct {
    /// Depressive symptoms.
    Depression,
    /// Anxiety symptoms.
    Anxiety,
    /// Well-being.
    Wellbeing,
    /// Suicidal thoughts and behaviour.
    Suicidality,
}

impl Construct {
    /// The word as it stands in `knowledge/`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Depression => "depression",
            Self::Anxiety => "anxiety",
            Self::Wellbeing => "wellbeing",
            Self::Suicidality => "suicidality",
        }
    }
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// A fall is an improvement.
    LowerIsBetter,
    /// A rise is an improvement.
    HigherIsBetter,
}

/// Who gives the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The patient, alone.
    SelfReport,
    /// A clinician asks and records.
    Clinician,
}

/// Terms of use of an instrument's wording.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Short kind of terms.
    pub kind: LicenceKind,
    /// Whether the wording is in this file and may be shown.
    pub ships_wording: bool,
    /// The notice to show with it.
    pub notice: String,
    /// Where the terms stand.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether they were read there.
    pub verification: Verification,
}

/// Kinds of terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LicenceKind {
    /// No permission needed.
    Free,
    /// Free while the notice stays with it.
    FreeWithNotice,
    /// Free where no money is made from it.
    NonCommercial,
    /// Permission or a fee; the wording never ships.
    Proprietary,
}

impl LicenceKind {
    /// The word as it stands in `knowledge/` and in `concord instruments`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::FreeWithNotice => "free_with_notice",
            Self::NonCommercial => "non_commercial",
            Self::Proprietary => "proprietary",
        }
    }
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Place among the scored items, from 1; unscored items go on counting.
    pub position: u8,
    /// Our own few words for tables and findings; never the official wording.
    pub label: String,
    /// The official wording, where it ships.
    pub text: Option<String>,
    /// The item's own answers, where they differ from the instrument's.
    #[serde(default)]
    pub answers: Vec<AnswerOption>,
    /// Asked only if another item was answered so.
    pub ask_if: Option<AskIf>,
    /// LOINC code of the item.
    pub loinc: Option<LoincCode>,
}

/// A condition on an earlier item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskIf {
    /// The earlier item's position.
    pub item: u8,
    /// The answer at or above which this item is asked.
    pub at_least: u8,
}

/// One answer that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerOption {
    /// The number that is stored and counted.
    pub value: u8,
    /// The official words of the answer.
    pub label: String,
    /// LOINC answer code (`LA…`).
    pub loinc: Option<String>,
}

/// A code of LOINC with the place where it was looked up.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoincCode {
    /// The code, with its check digit: `44261-6`.
    pub code: String,
    /// Where it stands with this meaning.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// How the total is made.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// What is done with the item values.
    pub rule: TotalRule,
    /// The sum is multiplied by this; 1 for most, 4 for the WHO-5.
    pub multiply: u8,
    /// Lowest total.
    pub min: i32,
    /// Highest total.
    pub max: i32,
    /// What is counted: `points`, `percent of best`.
    pub unit: String,
    /// Where the rule stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// Rules for a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TotalRule {
    /// The sum of all items.
    Sum,
}

/// One severity word with its range of totals.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Id, as in exports: `moderately_severe`.
    pub id: String,
    /// Words for staff: `moderately severe`.
    pub label: String,
    /// Lowest total in the band.
    pub from: i32,
    /// Highest total in the band.
    pub to: i32,
    /// Whose bands these are.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether they were read there.
    pub verification: Verification,
}

/// One level of a screen that has no total.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TriageLevel {
    /// Id, as in exports: `high`.
    pub id: String,
    /// Words for staff.
    pub label: String,
    /// Positions of which any one endorsed puts a person here; empty for the level that is left.
    #[serde(default)]
    pub any_of: Vec<u8>,
    /// Whose levels these are.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether they were read there.
    pub verification: Verification,
}

/// A part with a score of its own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subscale {
    /// Id, as in exports.
    pub id: String,
    /// Words for staff.
    pub label: String,
    /// What is done with the item values.
    pub rule: SubscaleRule,
    /// Positions of its items.
    pub items: Vec<u8>,
    /// Where it is defined.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// Rules for a subscale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubscaleRule {
    /// The sum of its items.
    Sum,
    /// The place (from 1) of the last of its items that was endorsed; 0 when none was.
    HighestEndorsed,
}

/// An item that calls a person as soon as it is answered so, whatever the total.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SafetyItem {
    /// The item's position.
    pub item: u8,
    /// The answer from which it counts.
    pub at_least: u8,
    /// What was endorsed.
    pub kind: SafetyKind,
    /// One word per answer value, for lists and messages to staff.
    pub severities: Vec<Severity>,
    /// Where it is said that this item has to be looked at.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

impl SafetyItem {
    /// The word for an answer value.
    pub fn severity(&self, value: u8) -> Option<&str> {
        self.severities.iter().find(|severity| severity.value == value).map(|severity| severity.word.as_str())
    }
}

/// What a safety item asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SafetyKind {
    /// A wish to be dead, without thoughts of killing oneself.
    WishToBeDead,
    /// Thoughts of death, self-harm or suicide.
    SuicidalIdeation,
    /// Something done, begun or prepared to end one's life.
    SuicidalBehaviour,
}

impl SafetyKind {
    /// The word as it stands in `knowledge/` and in the output of `concord score`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WishToBeDead => "wish_to_be_dead",
            Self::SuicidalIdeation => "suicidal_ideation",
            Self::SuicidalBehaviour => "suicidal_behaviour",
        }
    }
}

/// The word for one answer value of a safety item.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Severity {
    /// The answer value.
    pub value: u8,
    /// The word.
    pub word: String,
}

/// What the manual allows when items are missing. A missing safety item is never filled in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prorating {
    /// At most this many items may be missing.
    pub max_missing: u8,
    /// Where it is allowed.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// A rule that counts endorsed items, as in "five or more, one of them item 1 or 2".
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Algorithm {
    /// Id, as in the output of `concord score`.
    pub id: String,
    /// Words for staff.
    pub label: String,
    /// How many items have to count.
    pub count_at_least: u8,
    /// An item counts from this answer on.
    pub counts_from: u8,
    /// Items that count from another answer on.
    #[serde(default)]
    pub exceptions: Vec<AlgorithmException>,
    /// At least one of these has to be among those that count; empty for no such condition.
    #[serde(default)]
    pub one_of: Vec<u8>,
    /// Where the rule stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// An item that counts from another answer on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlgorithmException {
    /// The item's position.
    pub item: u8,
    /// It counts from this answer on.
    pub from: u8,
}

/// The ages for which an instrument was made.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ages {
    /// From this age in years.
    pub from: u8,
    /// What to do for younger people, in words.
    pub otherwise: String,
    /// Where it is said.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// How often an instrument is offered during active treatment, unless a pathway says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Days between two offers while treatment is active.
    pub every_days: u16,
    /// Days between two offers while a person is staying well.
    pub every_days_when_well: u16,
    /// Where the rhythm comes from.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

sourced!(Licence, LoincCode, Total, Band, TriageLevel, Subscale, SafetyItem, Prorating, Algorithm, Ages, Schedule);
