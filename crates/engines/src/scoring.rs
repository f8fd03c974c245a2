//! From answers to a score. A missing answer stays missing: it gives no total, and the safety item is read all the same.

use concord_knowledge::Instrument;
use concord_knowledge::basis::Sourced;
use concord_knowledge::ids::{InstrumentId, SourceId};
use concord_knowledge::instrument::{Algorithm, Item, SafetyKind, Subscale, SubscaleRule};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What is known of the person who answered, and what the reader asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScoreContext {
    /// Age in years when the questionnaire was answered, if known.
    pub age: Option<u8>,
    /// Whether a total may be filled up where the manual allows it. Off unless somebody asked for it.
    pub prorate: bool,
}

/// What one completed set of answers amounts to.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// The instrument that was answered.
    pub instrument: InstrumentId,
    /// Its version.
    pub version: String,
    /// The total; absent when an item is missing and was not allowed to be filled in, or where the instrument has none.
    pub total: Option<i32>,
    /// The sum before the instrument's multiplication, where it has one: the WHO-5's 0 to 25.
    pub raw: Option<i32>,
    /// Whether the total was filled up.
    pub prorated: bool,
    /// What the total would be if it were filled up as the manual allows, whether or not that was asked for.
    pub prorated_total: Option<i32>,
    /// Positions, from 1, of scored items that should have been answered and were not.
    pub missing: Vec<u8>,
    /// Id of the severity band or triage level.
    pub band: Option<String>,
    /// Whether the band is only the least it can be, because something that might raise it is missing.
    pub at_least: bool,
    /// Scores of parts, by id; a part with a missing item is absent.
    pub subscales: BTreeMap<String, i32>,
    /// Safety items that were endorsed, read even where there is no total.
    pub flags: Vec<SafetyFlag>,
    /// Patterns over single answers, by id; absent value where missing items leave it open.
    pub meets: BTreeMap<String, Option<bool>>,
    /// What to keep in mind when reading the score, as sentences to staff.
    pub cautions: Vec<String>,
    /// The citations that the result rests on.
    pub sources: Vec<SourceId>,
}

/// One endorsed safety item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafetyFlag {
    /// Position of the item, from 1.
    pub item: u8,
    /// What was endorsed.
    pub kind: SafetyKind,
    /// The word for the answer, for lists and messages to staff.
    pub severity: String,
    /// The answer's value.
    pub value: u8,
}

/// Why a set of answers cannot be scored. `Display` is a sentence with the way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScoreError {
    /// More answers than the instrument has items.
    TooMany {
        /// Short name of the instrument.
        instrument: String,
        /// How many answers there can be.
        items: usize,
        /// How many there were.
        given: usize,
    },
    /// An answer that the item does not offer.
    OutOfRange {
        /// Short name of the instrument.
        instrument: String,
        /// Position of the item, from 1.
        item: u8,
        /// The answer given.
        given: u8,
        /// Lowest and highest answer.
        range: (u8, u8),
    },
    /// An item endorsed that was not to be asked after an earlier answer.
    Skipped {
        /// Short name of the instrument.
        instrument: String,
        /// Position of the item, from 1.
        item: u8,
        /// Position of the earlier item.
        because_of: u8,
    },
}

impl fmt::Display for ScoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany { instrument, items, given } => {
                write!(f, "The {instrument} has {items} items, but {given} answers were given. Leave an unanswered item empty.")
            }
            Self::OutOfRange { instrument, item, given, range: (low, high) } => {
                write!(f, "Item {item} of the {instrument} is answered from {low} to {high}, not {given}.")
            }
            Self::Skipped { instrument, item, because_of } => write!(
                f,
                "Item {item} of the {instrument} is endorsed although item {because_of} is not, after which it is skipped. \
                 Ask items {because_of} and {item} again."
            ),
        }
    }
}

impl std::error::Error for ScoreError {}

/// Scores one set of answers, in the order of the scored items; `None` is an unanswered item, and a short list leaves
/// the rest unanswered.
///
/// # Errors
/// Too many answers, an answer out of range, or an item endorsed that an earlier answer skips.
pub fn score(instrument: &Instrument, answers: &[Option<u8>], context: &ScoreContext) -> Result<Score, ScoreError> {
    check(instrument, answers)?;
    let answers = Answers { instrument, given: answers };
    let missing = answers.missing();
    let raw = if missing.is_empty() { answers.sum() } else { None };
    let exact = raw.and_then(|raw| times(instrument, raw));
    let prorated_total = if missing.is_empty() { None } else { answers.prorated(&missing) };
    let filled = prorated_total.filter(|_| context.prorate);
    let total = exact.or(filled);
    let (band, at_least) = match total {
        Some(total) => (instrument.band(total).map(|band| band.id.clone()), false),
        None => answers.triage(&missing),
    };
    Ok(Score {
        instrument: instrument.id.clone(),
        version: instrument.version.clone(),
        total,
        raw: raw.filter(|_| instrument.total.as_ref().is_some_and(|rule| rule.multiply != 1)),
        prorated: filled.is_some(),
        prorated_total,
        missing,
        band,
        at_least,
        subscales: answers.subscales(),
        flags: answers.flags(),
        meets: instrument.algorithms.iter().map(|rule| (rule.id.clone(), answers.meets(rule))).collect(),
        cautions: cautions(instrument, context),
        sources: sources(instrument, total, filled.is_some()),
    })
}

fn check(instrument: &Instrument, answers: &[Option<u8>]) -> Result<(), ScoreError> {
    let name = || instrument.short_name.clone();
    let items = instrument.items.len();
    if answers.len() > items {
        return Err(ScoreError::TooMany { instrument: name(), items, given: answers.len() });
    }
    for (item, answer) in instrument.items.iter().zip(answers) {
        let Some(given) = *answer else { continue };
        if instrument.option_of(item, given).is_none() {
            let range = instrument.range_of(item);
            return Err(ScoreError::OutOfRange { instrument: name(), item: item.position, given, range });
        }
        // A "no" to a skipped item agrees with the answer that skips it; only a "yes" contradicts it.
        if let Some(condition) = item.ask_if {
            let earlier = answers.get(usize::from(condition.item) - 1).copied().flatten();
            if given > 0 && earlier.is_some_and(|earlier| earlier < condition.at_least) {
                let because_of = condition.item;
                return Err(ScoreError::Skipped { instrument: name(), item: item.position, because_of });
            }
        }
    }
    Ok(())
}

/// A checked set of answers beside its instrument.
struct Answers<'a> {
    instrument: &'a Instrument,
    given: &'a [Option<u8>],
}

impl Answers<'_> {
    fn at(&self, position: u8) -> Option<u8> {
        self.given.get(usize::from(position).checked_sub(1)?).copied().flatten()
    }

    /// Whether an item had to be asked, as far as the answers tell: an item whose condition is open had to be.
    fn asked(&self, item: &Item) -> bool {
        item.ask_if.is_none_or(|condition| self.at(condition.item).is_none_or(|earlier| earlier >= condition.at_least))
    }

    fn missing(&self) -> Vec<u8> {
        let unanswered = |item: &&Item| self.at(item.position).is_none() && self.asked(item);
        self.instrument.items.iter().filter(unanswered).map(|item| item.position).collect()
    }

    /// The sum of what was answered, for an instrument that has a total.
    fn sum(&self) -> Option<i32> {
        self.instrument.total.as_ref()?;
        Some(self.instrument.items.iter().filter_map(|item| self.at(item.position)).map(i32::from).sum())
    }

    /// The sum raised by the share of missing items, half up, where the manual allows it.
    fn prorated(&self, missing: &[u8]) -> Option<i32> {
        let allowed = usize::from(self.instrument.prorating.as_ref()?.max_missing);
        let safety_missing = self.instrument.safety_items.iter().any(|safety| missing.contains(&safety.item));
        let items = i32::try_from(self.instrument.items.len()).ok()?;
        let answered = items - i32::try_from(missing.len()).ok()?;
        if missing.len() > allowed || safety_missing || answered < 1 {
            return None;
        }
        times(self.instrument, (2 * self.sum()? * items + answered) / (2 * answered))
    }

    /// The first triage level that applies. Something missing leaves "nothing endorsed" open, and a higher level too.
    fn triage(&self, missing: &[u8]) -> (Option<String>, bool) {
        let endorsed = |item: &u8| self.at(*item).is_some_and(|value| value > 0);
        let mut higher_open = false;
        for level in &self.instrument.triage {
            if level.any_of.iter().any(endorsed) {
                return (Some(level.id.clone()), higher_open);
            }
            if level.any_of.is_empty() && missing.is_empty() {
                return (Some(level.id.clone()), false);
            }
            higher_open |= level.any_of.iter().any(|item| missing.contains(item));
        }
        (None, false)
    }

    fn subscales(&self) -> BTreeMap<String, i32> {
        let parts = self.instrument.subscales.iter();
        parts.filter_map(|part| Some((part.id.clone(), self.subscale(part)?))).collect()
    }

    fn subscale(&self, part: &Subscale) -> Option<i32> {
        let mut score = 0;
        for (place, position) in (1..).zip(&part.items) {
            let item = self.instrument.item(*position)?;
            let value = match self.at(*position) {
                Some(value) => i32::from(value),
                None if !self.asked(item) => 0,
                None => return None,
            };
            match part.rule {
                SubscaleRule::Sum => score += value,
                SubscaleRule::HighestEndorsed if value > 0 => score = place,
                SubscaleRule::HighestEndorsed => {}
            }
        }
        Some(score)
    }

    fn flags(&self) -> Vec<SafetyFlag> {
        let endorsed = self.instrument.safety_items.iter().filter_map(|safety| {
            let value = self.at(safety.item).filter(|value| *value >= safety.at_least)?;
            let severity = safety.severity(value).unwrap_or_default().to_owned();
            Some(SafetyFlag { item: safety.item, kind: safety.kind, severity, value })
        });
        endorsed.collect()
    }

    /// Whether a pattern is met: yes if it is met whatever is missing, no if nothing missing could meet it, else open.
    fn meets(&self, rule: &Algorithm) -> Option<bool> {
        let at_worst = self.meets_if(rule, false);
        (at_worst == self.meets_if(rule, true)).then_some(at_worst)
    }

    /// Whether a pattern is met if every missing item counts, or none does.
    fn meets_if(&self, rule: &Algorithm, missing_counts: bool) -> bool {
        let counts = |item: &Item| {
            let exception = rule.exceptions.iter().find(|exception| exception.item == item.position);
            let from = exception.map_or(rule.counts_from, |exception| exception.from);
            self.at(item.position).map_or(missing_counts, |value| value >= from)
        };
        let counting: Vec<u8> = self.instrument.items.iter().filter(|item| counts(item)).map(|item| item.position).collect();
        let one_of = rule.one_of.is_empty() || rule.one_of.iter().any(|position| counting.contains(position));
        counting.len() >= usize::from(rule.count_at_least) && one_of
    }
}

fn times(instrument: &Instrument, sum: i32) -> Option<i32> {
    instrument.total.as_ref().map(|rule| sum * i32::from(rule.multiply))
}

fn cautions(instrument: &Instrument, context: &ScoreContext) -> Vec<String> {
    let too_young = instrument.ages.as_ref().filter(|ages| context.age.is_some_and(|age| age < ages.from));
    let sentence = |from: u8, otherwise: &str| format!("The {} is made for ages from {from}. {otherwise}", instrument.short_name);
    too_young.map(|ages| sentence(ages.from, &ages.otherwise)).into_iter().collect()
}

/// The citations behind what is shown, each once.
fn sources(instrument: &Instrument, total: Option<i32>, prorated: bool) -> Vec<SourceId> {
    let mut all = BTreeSet::new();
    if let Some(total) = total {
        all.extend(instrument.total.as_ref().map(|rule| rule.source().clone()));
        all.extend(instrument.band(total).map(|band| band.source().clone()));
    }
    if prorated {
        all.extend(instrument.prorating.as_ref().map(|rule| rule.source().clone()));
    }
    all.extend(instrument.triage.iter().map(|level| level.source().clone()));
    all.extend(instrument.subscales.iter().map(|part| part.source().clone()));
    all.extend(instrument.safety_items.iter().map(|safety| safety.source().clone()));
    all.extend(instrument.algorithms.iter().map(|rule| rule.source().clone()));
    all.into_iter().collect()
}
