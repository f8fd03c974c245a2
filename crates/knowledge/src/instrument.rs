//! Questionnaires and interview screens: items, answers, how they are scored, and which answers must be seen at once.

// Named in full because the build script reads this module under a path of its own.
#[path = "instrument/item.rs"]
mod item;
#[path = "instrument/kind.rs"]
mod kind;
#[path = "instrument/rules.rs"]
mod rules;
#[path = "instrument/text.rs"]
mod text;
#[path = "instrument/total.rs"]
mod total;

pub use item::{AnswerOption, AnswerRange, AskIf, Item};
pub use kind::{Construct, Direction, Licence, LicenceKind, Mode, Sex};
pub use rules::{Ages, Algorithm, AlgorithmException, Clause, Cutoff, SafetyItem, SafetyKind, Schedule, Severity};
pub use text::{Content, LicensedTo, Translation, Wording};
pub use total::{Band, PartBand, Prorating, Scale, ScaleRule, Subscale, SubscaleRule, Total, TotalRule, TriageLevel};

use crate::basis::{Verification, sourced};
use crate::ids::{InstrumentId, SourceId};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;

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
    /// Whether it is a screen that is asked once, and not a measure whose scores are compared over time.
    #[serde(default)]
    pub screen: bool,
    /// What staff have to keep in mind with it, as sentences.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Plain numbers as answers, where the words of the answers do not ship; the answers are made from it.
    pub range: Option<AnswerRange>,
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
    /// Cut-offs over the total or a part, where bands do not say it all.
    #[serde(default)]
    pub cutoffs: Vec<Cutoff>,
    /// For whom the questionnaire was made, if its source limits it.
    pub ages: Option<Ages>,
    /// How often it is offered unless a pathway says otherwise.
    pub schedule: Option<Schedule>,
    /// LOINC code of the whole questionnaire.
    pub loinc_panel: Option<LoincCode>,
    /// LOINC code of the total score.
    pub loinc_total: Option<LoincCode>,
    /// Official wording in further languages, by language tag.
    #[serde(default)]
    pub texts: BTreeMap<String, Translation>,
    /// Set where the wording shown is a practice's own under its licence.
    #[serde(skip)]
    pub licensed_to: Option<LicensedTo>,
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

    /// Lowest and highest answer value of an item that counts: without "does not apply".
    pub fn counted_range_of(&self, item: &Item) -> (u8, u8) {
        let values = self.options_of(item).iter().filter(|option| option.counts).map(|option| option.value);
        (values.clone().min().unwrap_or(0), values.max().unwrap_or(0))
    }

    /// What an answer adds: turned round where the item says so, nothing where it does not apply.
    pub fn worth(&self, item: &Item, value: u8) -> u8 {
        let counts = self.option_of(item, value).is_none_or(|option| option.counts);
        let (low, high) = self.counted_range_of(item);
        match (counts, item.reverse) {
            (false, _) => 0,
            (true, false) => value,
            (true, true) => (low + high).saturating_sub(value),
        }
    }

    /// Lowest and highest score of a part.
    pub fn range_of_part(&self, part: &Subscale) -> (i32, i32) {
        let ends = part.items.iter().filter_map(|position| self.item(*position)).map(|item| self.counted_range_of(item));
        let (lows, highs): (Vec<i32>, Vec<i32>) = ends.map(|(low, high)| (i32::from(low), i32::from(high))).unzip();
        let items = i32::try_from(part.items.len()).unwrap_or(i32::MAX);
        let (low, high) = match part.rule {
            SubscaleRule::Sum => (lows.iter().sum(), highs.iter().sum()),
            SubscaleRule::Max => (lows.into_iter().max().unwrap_or(0), highs.into_iter().max().unwrap_or(0)),
            SubscaleRule::Count | SubscaleRule::HighestEndorsed => (0, items),
        };
        (low * i32::from(part.multiply), high * i32::from(part.multiply))
    }

    /// The scored items that enter the total: those it names, or all.
    pub fn items_of_total(&self) -> impl Iterator<Item = &Item> {
        let named = self.total.as_ref().map(|total| total.items.as_slice()).unwrap_or_default();
        self.items.iter().filter(move |item| named.is_empty() || named.contains(&item.position))
    }

    /// Whether an item has to be asked, as far as the answers tell; one whose condition is open has to be.
    /// `answers` are in the order of the items, and `sex` is the person's, if known.
    pub fn asks(&self, item: &Item, answers: &[Option<u8>], sex: Option<Sex>) -> bool {
        let of_sex = item.only_for.is_none_or(|only| sex.is_none_or(|sex| sex == only));
        let answer = |position: u8| answers.get(usize::from(position).checked_sub(1)?).copied().flatten();
        let not_skipped = item.ask_if.is_none_or(|condition| {
            let earlier = self.item(condition.item);
            let earlier_skipped = earlier.is_some_and(|earlier| earlier.ask_if.is_some() && !self.asks(earlier, answers, sex));
            match answer(condition.item) {
                Some(earlier) => earlier >= condition.at_least,
                None => !earlier_skipped,
            }
        });
        of_sex && not_skipped
    }

    /// A total as its manual reports it: the mean of the BSL-23, the T-score of a PROMIS form; else the total itself.
    pub fn shown_total(&self, total: i32) -> Decimal {
        let scaled = self.total.as_ref().filter(|rule| rule.scale.as_ref().is_some_and(|scale| scale.in_place));
        scaled.and_then(|_| self.scaled(total)).unwrap_or_else(|| Decimal::from(total))
    }

    /// What the manual reports for a total beside or in place of the sum, where it does.
    pub fn scaled(&self, total: i32) -> Option<Decimal> {
        let rule = self.total.as_ref()?;
        rule.scale.as_ref()?.of(total, (rule.min, rule.max))
    }

    /// A difference between two totals in the unit that the manual reports: centimetres where the total is a sum of tenths.
    /// A standard score has no such unit, so its differences stay those of the sum.
    pub fn shown_points(&self, points: i32) -> Decimal {
        let scale = self.total.as_ref().and_then(|rule| rule.scale.as_ref()).filter(|scale| scale.in_place);
        let by = scale.filter(|scale| scale.rule == ScaleRule::Divide).and_then(|scale| scale.by);
        by.and_then(|by| Decimal::from(points).checked_div(Decimal::from(by))).unwrap_or_else(|| Decimal::from(points))
    }

    /// The difference between two totals as the manual reports them.
    pub fn shown_difference(&self, from: i32, to: i32) -> Decimal {
        self.shown_total(to) - self.shown_total(from)
    }

    /// Whether the totals that people see are standard scores, of which nothing is a percentage: their zero is not nothing.
    pub fn is_standard_score(&self) -> bool {
        let scale = self.total.as_ref().and_then(|rule| rule.scale.as_ref());
        scale.is_some_and(|scale| scale.in_place && scale.rule == ScaleRule::Table)
    }

    /// The totals that a manual's own figure stands for: one, or none where the figure cannot be. A figure with fewer
    /// decimal places than the manual's takes the nearest total.
    pub fn total_of_shown(&self, shown: Decimal) -> Option<i32> {
        let (min, max) = self.total_range()?;
        let places = shown.normalize().scale();
        let fits = |total: &i32| self.shown_total(*total).round_dp(places) == shown.round_dp(places);
        (min..=max).filter(fits).min_by_key(|total| (self.shown_total(*total) - shown).abs())
    }

    /// Whether every question can be shown in its own words, shipped or under a practice's licence.
    pub fn has_wording(&self) -> bool {
        self.all_items().all(|item| item.text.is_some())
    }

    /// The languages in which every question can be shown, the entry's own first.
    pub fn languages(&self) -> Vec<&str> {
        let own = self.has_wording().then_some(self.language.as_str());
        own.into_iter().chain(self.texts.keys().map(String::as_str)).collect()
    }

    /// The instrument with its words in a language: `es` also where `es-MX` is asked for. `None` where there are none.
    pub fn in_language(&self, tag: &str) -> Option<Self> {
        let plain = tag.split('-').next().unwrap_or(tag);
        if [tag, plain].contains(&self.language.as_str()) {
            return Some(self.clone());
        }
        let (language, translation) = self.texts.get_key_value(tag).or_else(|| self.texts.get_key_value(plain))?;
        let mut translated = self.clone();
        translation.wording.put_into(&mut translated, language);
        Some(translated)
    }

    /// The answer option with this value for an item.
    pub fn option_of<'a>(&'a self, item: &'a Item, value: u8) -> Option<&'a AnswerOption> {
        self.options_of(item).iter().find(|option| option.value == value)
    }

    /// The band of a total; none where bands differ by sex and do not agree.
    pub fn band(&self, total: i32) -> Option<&Band> {
        self.band_for(total, None)
    }

    /// The band of a total for a person of this sex; where it is unknown, only if the bands of both sexes agree.
    pub fn band_for(&self, total: i32, sex: Option<Sex>) -> Option<&Band> {
        let fits =
            |band: &&Band| (band.from..=band.to).contains(&total) && (sex.is_none() || band.sex.is_none() || band.sex == sex);
        let mut fitting = self.bands.iter().filter(fits);
        let first = fitting.next()?;
        fitting.all(|other| other.id == first.id).then_some(first)
    }

    /// Lowest and highest total, if there is one.
    pub fn total_range(&self) -> Option<(i32, i32)> {
        self.total.as_ref().map(|total| (total.min, total.max))
    }

    /// Fills in what a file may leave out: positions, neutral labels, answers that are plain numbers.
    pub(crate) fn completed(mut self) -> Self {
        if let Some(range) = self.range.as_ref().filter(|_| self.answers.is_empty()) {
            self.answers = range.options();
        }
        for (place, item) in (1..).zip(self.items.iter_mut().chain(&mut self.unscored)) {
            if item.position == 0 {
                item.position = place;
            }
            if item.label.is_empty() {
                item.label = format!("item {}", item.position);
            }
            if let Some(range) = item.range.as_ref().filter(|_| item.answers.is_empty()) {
                item.answers = range.options();
            }
        }
        self
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

sourced!(LoincCode);
