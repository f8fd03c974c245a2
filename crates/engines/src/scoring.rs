//! From answers to a score. A missing answer stays missing: it gives no total, and the safety item is read all the same.

use concord_knowledge::Instrument;
use concord_knowledge::basis::Sourced;
use concord_knowledge::ids::{InstrumentId, SourceId};
use concord_knowledge::instrument::{Ages, Item, SafetyKind, Sex, Subscale, SubscaleRule};
use patterns::cutoffs;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

mod patterns;

/// What is known of the person who answered, and what the reader asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScoreContext {
    /// Age in years when the questionnaire was answered, if known.
    pub age: Option<u8>,
    /// Sex, where an item or a cut-off depends on it, if known.
    pub sex: Option<Sex>,
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
    /// What the manual reports in place of the total, where it is not a sum: a mean, a percentage, a T-score.
    pub scaled: Option<Decimal>,
    /// The highest the total could be, where it is lower than usual because an item does not apply to this person.
    pub out_of: Option<i32>,
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
    /// What the manual reports in place of a part's score, by id, where it does.
    pub subscales_scaled: BTreeMap<String, Decimal>,
    /// Ids of the bands of parts, by id of the part, where it has bands.
    pub subscale_bands: BTreeMap<String, String>,
    /// Safety items that were endorsed, read even where there is no total.
    pub flags: Vec<SafetyFlag>,
    /// Patterns over single answers and cut-offs, by id; absent value where missing items, sex or age leave it open.
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
    /// An answer between the lowest and the highest that is not among those offered.
    NotOffered {
        /// Short name of the instrument.
        instrument: String,
        /// Position of the item, from 1.
        item: u8,
        /// The answer given.
        given: u8,
        /// The answers that there are.
        offered: Vec<u8>,
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
            Self::NotOffered { instrument, item, given, offered } => {
                let offered: Vec<String> = offered.iter().map(u8::to_string).collect();
                write!(f, "Item {item} of the {instrument} is answered with one of {}, not {given}.", offered.join(", "))
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
    let answers = Answers { instrument, given: answers, sex: context.sex };
    let missing = answers.missing();
    let raw = if missing.is_empty() { answers.sum() } else { None };
    let exact = raw.and_then(|raw| times(instrument, raw));
    let prorated_total = if missing.is_empty() { None } else { answers.prorated(&missing) };
    let filled = prorated_total.filter(|_| context.prorate);
    let total = exact.or(filled);
    let (band, at_least) = match total {
        Some(total) => (instrument.band_for(total, context.sex).map(|band| band.id.clone()), false),
        None => answers.triage(&missing),
    };
    let subscales = answers.subscales();
    let mut meets: BTreeMap<String, Option<bool>> =
        instrument.algorithms.iter().map(|rule| (rule.id.clone(), answers.meets(rule))).collect();
    meets.extend(cutoffs(instrument, total, &subscales, context));
    let mut cautions = cautions(instrument, context);
    let open = total.is_some() && band.is_none() && !instrument.bands.is_empty();
    cautions.extend(open.then(|| format!("The bands of the {} depend on sex, which was not given.", instrument.short_name)));
    Ok(Score {
        instrument: instrument.id.clone(),
        version: instrument.version.clone(),
        total,
        raw: raw.filter(|_| instrument.total.as_ref().is_some_and(|rule| rule.multiply != 1)),
        scaled: total.and_then(|total| instrument.scaled(total)),
        out_of: total.and_then(|_| answers.out_of()),
        prorated: filled.is_some(),
        prorated_total,
        missing,
        band,
        at_least,
        subscales_scaled: answers.scaled(&subscales),
        subscale_bands: bands_of_parts(instrument, &subscales),
        subscales,
        flags: answers.flags(),
        meets,
        cautions,
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
            return Err(not_among(instrument, item, given));
        }
        // A "no" to a skipped item agrees with the answer that skips it; only a "yes" contradicts it.
        if let Some(condition) = item.ask_if.filter(|condition| condition.firm) {
            let earlier = answers.get(usize::from(condition.item) - 1).copied().flatten();
            if given > 0 && earlier.is_some_and(|earlier| earlier < condition.at_least) {
                let because_of = condition.item;
                return Err(ScoreError::Skipped { instrument: name(), item: item.position, because_of });
            }
        }
    }
    Ok(())
}

fn not_among(instrument: &Instrument, item: &Item, given: u8) -> ScoreError {
    let (name, range) = (instrument.short_name.clone(), instrument.range_of(item));
    if given < range.0 || given > range.1 {
        return ScoreError::OutOfRange { instrument: name, item: item.position, given, range };
    }
    let offered = instrument.options_of(item).iter().map(|option| option.value).collect();
    ScoreError::NotOffered { instrument: name, item: item.position, given, offered }
}

/// A checked set of answers beside its instrument.
struct Answers<'a> {
    instrument: &'a Instrument,
    given: &'a [Option<u8>],
    sex: Option<Sex>,
}

impl Answers<'_> {
    fn at(&self, position: u8) -> Option<u8> {
        self.given.get(usize::from(position).checked_sub(1)?).copied().flatten()
    }

    /// What an item adds, where it was answered with something that counts.
    fn worth(&self, item: &Item) -> Option<i32> {
        let value = self.at(item.position)?;
        self.applies(item).then(|| i32::from(self.instrument.worth(item, value)))
    }

    /// Whether an item is not answered with "does not apply".
    fn applies(&self, item: &Item) -> bool {
        let option = self.at(item.position).and_then(|value| self.instrument.option_of(item, value));
        option.is_none_or(|option| option.counts)
    }

    fn asked(&self, item: &Item) -> bool {
        self.instrument.asks(item, self.given, self.sex)
    }

    /// Items of the total (of the whole, where there is none) that had to be answered and were not.
    fn missing(&self) -> Vec<u8> {
        let groups = self.instrument.total.as_ref().map(|total| total.one_is_enough.as_slice()).unwrap_or_default();
        let answered_otherwise = |item: &Item| {
            let mut own = groups.iter().filter(|group| group.contains(&item.position));
            own.any(|group| group.iter().any(|position| self.at(*position).is_some()))
        };
        let unanswered = |item: &&Item| self.at(item.position).is_none() && self.asked(item) && !answered_otherwise(item);
        self.instrument.items_of_total().filter(unanswered).map(|item| item.position).collect()
    }

    /// The sum of what was answered, of each domain only the highest; for an instrument that has a total, and if anything
    /// that counts was answered or everything was rightly skipped.
    fn sum(&self) -> Option<i32> {
        let total = self.instrument.total.as_ref()?;
        let grouped: BTreeSet<u8> = total.domains.iter().flatten().copied().collect();
        let items = || self.instrument.items_of_total();
        if items().all(|item| !self.applies(item)) {
            return None;
        }
        let alone = items().filter(|item| !grouped.contains(&item.position)).filter_map(|item| self.worth(item)).sum::<i32>();
        let highest = |group: &Vec<u8>| {
            let worths = group.iter().filter_map(|position| self.worth(self.instrument.item(*position)?));
            worths.max().unwrap_or(0)
        };
        Some(alone + total.domains.iter().map(highest).sum::<i32>())
    }

    /// The highest total for this person, where items that do not apply lower it.
    fn out_of(&self) -> Option<i32> {
        let total = self.instrument.total.as_ref()?;
        let highest = |item: &Item| i32::from(self.instrument.counted_range_of(item).1);
        let left_out = self.instrument.items_of_total().filter(|item| !self.applies(item)).map(highest).sum::<i32>();
        (left_out > 0).then(|| total.max - left_out * i32::from(total.multiply))
    }

    /// The sum raised by the share of missing items, half up, where the manual allows it.
    fn prorated(&self, missing: &[u8]) -> Option<i32> {
        let allowed = usize::from(self.instrument.prorating.as_ref()?.max_missing);
        let safety_missing = self.instrument.safety_items.iter().any(|safety| missing.contains(&safety.item));
        let items = i32::try_from(self.instrument.items_of_total().count()).ok()?;
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
            let value = match self.worth(item) {
                Some(value) => value,
                None if self.at(*position).is_some() || !self.asked(item) => 0,
                None => return None,
            };
            match part.rule {
                SubscaleRule::Sum => score += value,
                SubscaleRule::Max => score = score.max(value),
                SubscaleRule::Count => score += i32::from(value >= i32::from(part.counts_from)),
                SubscaleRule::HighestEndorsed if value > 0 => score = place,
                SubscaleRule::HighestEndorsed => {}
            }
        }
        Some(score * i32::from(part.multiply))
    }

    /// What the manual reports in place of the scores of parts.
    fn scaled(&self, scores: &BTreeMap<String, i32>) -> BTreeMap<String, Decimal> {
        let told = self.instrument.subscales.iter().filter_map(|part| {
            let value = part.scale.as_ref()?.of(*scores.get(&part.id)?, self.instrument.range_of_part(part))?;
            Some((part.id.clone(), value))
        });
        told.collect()
    }

    fn flags(&self) -> Vec<SafetyFlag> {
        let endorsed = self.instrument.safety_items.iter().filter_map(|safety| {
            let value = self.at(safety.item).filter(|value| *value >= safety.at_least)?;
            let severity = safety.severity(value).unwrap_or_default().to_owned();
            Some(SafetyFlag { item: safety.item, kind: safety.kind, severity, value })
        });
        endorsed.collect()
    }
}

fn bands_of_parts(instrument: &Instrument, scores: &BTreeMap<String, i32>) -> BTreeMap<String, String> {
    let named = instrument.subscales.iter().filter_map(|part| {
        let band = part.band(*scores.get(&part.id)?)?;
        Some((part.id.clone(), band.id.clone()))
    });
    named.collect()
}

fn times(instrument: &Instrument, sum: i32) -> Option<i32> {
    instrument.total.as_ref().map(|rule| sum * i32::from(rule.multiply))
}

fn cautions(instrument: &Instrument, context: &ScoreContext) -> Vec<String> {
    let outside = instrument
        .ages
        .as_ref()
        .filter(|ages| context.age.is_some_and(|age| age < ages.from || ages.to.is_some_and(|to| age > to)));
    let sentence = |ages: &Ages| {
        let to = ages.to.map(|to| format!(" to {to}")).unwrap_or_default();
        format!("The {} is made for ages from {}{to}. {}", instrument.short_name, ages.from, ages.otherwise)
    };
    outside.map(sentence).into_iter().collect()
}

/// The citations behind what is shown, each once.
fn sources(instrument: &Instrument, total: Option<i32>, prorated: bool) -> Vec<SourceId> {
    let mut all = BTreeSet::new();
    if let Some(total) = total {
        all.extend(instrument.total.as_ref().map(|rule| rule.source().clone()));
        let scale = instrument.total.as_ref().and_then(|rule| rule.scale.as_ref());
        all.extend(scale.map(|scale| scale.source().clone()));
        all.extend(
            instrument.bands.iter().filter(|band| (band.from..=band.to).contains(&total)).map(|band| band.source().clone()),
        );
    }
    if prorated {
        all.extend(instrument.prorating.as_ref().map(|rule| rule.source().clone()));
    }
    all.extend(instrument.triage.iter().map(|level| level.source().clone()));
    all.extend(instrument.subscales.iter().map(|part| part.source().clone()));
    all.extend(instrument.safety_items.iter().map(|safety| safety.source().clone()));
    all.extend(instrument.algorithms.iter().map(|rule| rule.source().clone()));
    all.extend(instrument.cutoffs.iter().map(|cut| cut.source().clone()));
    all.into_iter().collect()
}
